/*
 * parser.h - a linker script being read: words in order, through INCLUDE and back.
 *
 * Private to analyzer/linkline. The first thing not understood is a diagnostic, and
 * reading goes on to no other.
 */
#ifndef NSC_ANALYZER_LINKLINE_PARSER_H
#define NSC_ANALYZER_LINKLINE_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "analyzer/base/names.h"
#include "analyzer/linkline/token.h"

struct nsc_run;
struct nsc_script;

/* Scripts inside each other by INCLUDE; GNU ld stops at 10 (MAX_INCLUDE_DEPTH). */
enum { INCLUDE_DEPTH_MAX = 10 };

struct nsc_parser {
	struct nsc_run *run;
	struct nsc_script *out;
	struct nsc_tokens tokens;
	struct nsc_tokens outer[INCLUDE_DEPTH_MAX]; /* texts that go on after this one */
	size_t depth;
	struct nsc_name output; /* the output section around; empty: none */
	bool in_sections;
	bool option; /* --defsym: the end of the text ends an expression */
	bool failed;
};

/* Say what was expected where this token is. */
void nsc_parser_fail(struct nsc_parser *of, const struct nsc_token *token,
		     const char *expected);

/* At the end of an included text, both go on with what stands after its INCLUDE. */
struct nsc_token nsc_parser_next(struct nsc_parser *of);
struct nsc_token nsc_parser_peek(struct nsc_parser *of);

/* A sign, if it is next; and one that must be. */
bool nsc_parser_take(struct nsc_parser *of, char sign);
void nsc_parser_expect(struct nsc_parser *of, char sign, const char *expected);

bool nsc_token_is_word(const struct nsc_token *token, const char *word);
bool nsc_token_is_one_of(const struct nsc_token *token, const char *const *words,
			 size_t count);

#define NSC_IS_ONE_OF(token, words) \
	nsc_token_is_one_of((token), (words), sizeof(words) / sizeof((words)[0]))

/* After an opening sign: everything up to the sign that closes it. */
void nsc_parser_skip_block(struct nsc_parser *of, char open, char close);
/* A list in brackets, if there is one. */
void nsc_parser_skip_call(struct nsc_parser *of);

#endif
