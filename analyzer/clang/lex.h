/*
 * lex.h - preprocessing tokens (C11 6.4) of a piece of source text.
 *
 * Enough to follow macros and to read string literals: names, numbers, strings, and
 * single punctuators but for "##". Comments and line splices vanish. Nothing is refused.
 */
#ifndef NSC_ANALYZER_CLANG_LEX_H
#define NSC_ANALYZER_CLANG_LEX_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

struct nostd_bump;

enum nsc_token_kind {
	NSC_TOKEN_NAME,
	NSC_TOKEN_NUMBER,
	NSC_TOKEN_STRING, /* with its quotes, "..." or '...', without a prefix */
	NSC_TOKEN_PUNCT,
	NSC_TOKEN_LINE_END /* only where asked for */
};

struct nsc_token {
	enum nsc_token_kind kind;
	struct nostd_str text; /* without splices; borrows from the source or the arena */
	bool blank_before;
};

struct nsc_lexer {
	struct nostd_str text;
	size_t at;
	bool lines;               /* line ends are tokens */
	struct nostd_bump *arena; /* for tokens with a splice inside */
};

struct nsc_lexer nsc_lexer(struct nostd_bump *arena, struct nostd_str text, size_t at);
/* False at the end of the text. */
bool nsc_lex(struct nsc_lexer *lexer, struct nsc_token *token);

/* Behind blanks, comments and splices; with `lines` the end of a line is no blank. */
size_t nsc_lex_behind_blank(struct nostd_str text, size_t at, bool lines);
/* Behind the literal whose quote is at `at`, or at the end of its line. */
size_t nsc_lex_behind_string(struct nostd_str text, size_t at);

/* The name that stands at `at`; empty when there is none. Splices are not looked for. */
struct nostd_str nsc_lex_name_at(struct nostd_str text, size_t at);

static inline bool nsc_token_is(const struct nsc_token *token, char punct)
{
	return token->kind == NSC_TOKEN_PUNCT && token->text.len == 1 &&
	       token->text.ptr[0] == punct;
}

/* The bytes of a string literal, escapes undone (C11 6.4.4.4), appended to `out`. */
struct nostd_string;
void nsc_lex_string_value(struct nostd_str literal, struct nostd_string *out);

#endif
