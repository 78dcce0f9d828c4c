/*
 * expand.h - macro expansion carried out again (C11 6.10.3), each token with its history.
 *
 * In:   the text of a file, the place of an outermost macro name in it, the macros.
 * Out:  the tokens that come out of it, each with the macros it went through.
 *
 * Arguments are expanded before they are put in, as 6.10.3.1 has it; a token never
 * expands a macro it came out of. No recursion: arguments wait on a stack of their own.
 * Conditional directives inside arguments are not understood; expansions are cut at
 * NSC_LIMIT_MACRO_DEPTH and NSC_LIMIT_MACRO_TOKENS.
 */
#ifndef NSC_ANALYZER_CLANG_EXPAND_H
#define NSC_ANALYZER_CLANG_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/clang/lex.h"

struct nostd_bump;
struct nsc_macros;

/* A token and its history: nsc_expansion_stack() of `through`; 0: it stood in a file. */
struct nsc_expanded {
	struct nsc_token token;
	uint32_t through;
};

#define NOSTD_NAME nsc_expanded_vec
#define NOSTD_T    struct nsc_expanded
#define NOSTD_IN
#include <nostd/vec.h>

/* One link of a history: a macro, and what was around its expansion. */
struct nsc_through {
	uint32_t def;   /* index in nsc_macros */
	uint32_t outer; /* 0: nothing */
	uint32_t depth; /* 1: outermost */
};

#define NOSTD_NAME nsc_through_vec
#define NOSTD_T    struct nsc_through
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_expansion {
	struct nsc_expanded_vec tokens;
	struct nsc_through_vec through; /* links; [0] is nothing */
	bool cut;                       /* a limit was met; tokens are missing */
};

/* Where to read, and what macros are there. */
struct nsc_expand_from {
	struct nsc_macros *macros;
	uint32_t limit; /* definitions in force: the first so many */
	struct nostd_str text;
	size_t offset;
	/*
	 * Go on in the file until the parentheses that were opened are closed: for
	 * statements whose words, but not all of them, come from a macro. Else the
	 * expansion of the first name is all.
	 */
	bool until_closed;
	bool all; /* go on to the end of the text */
};

/* Everything is put into `arena`. */
struct nsc_expansion nsc_expand(struct nostd_bump *arena,
				const struct nsc_expand_from *from);

#endif
