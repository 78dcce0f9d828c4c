/*
 * token.h - linker scripts cut into words and signs.
 *
 * Private to analyzer/linkline. What a word is depends on where it stands (GNU ld manual,
 * 3.4): a name with wildcards among sections, an operand in an expression.
 */
#ifndef NSC_ANALYZER_LINKLINE_TOKEN_H
#define NSC_ANALYZER_LINKLINE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/place.h"

enum { NSC_TOKEN_END, NSC_TOKEN_WORD, NSC_TOKEN_STRING, NSC_TOKEN_SIGN };

struct nsc_token {
	uint8_t kind;
	struct nostd_str text; /* without its quotes */
	struct nsc_place at;
};

/* A text being read. Copies are cheap: to look ahead, use one. */
struct nsc_tokens {
	struct nostd_str rest;
	struct nsc_name path;
	uint32_t line, column;
};

struct nsc_tokens nsc_tokens(struct nsc_name path, struct nostd_str text);

/* A name with wildcards, a quoted one, or a sign: one of ( ) { } ; , = < > and others. */
struct nsc_token nsc_token_name(struct nsc_tokens *tokens);
/* A name, number or string of an expression, or a sign. */
struct nsc_token nsc_token_operand(struct nsc_tokens *tokens);

static inline bool nsc_token_is(const struct nsc_token *token, char sign)
{
	return token->kind == NSC_TOKEN_SIGN && token->text.ptr[0] == sign;
}

#endif
