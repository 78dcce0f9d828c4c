/*
 * limits.h - every cap on foreign input: its number, its reason. Each has a test that
 * exceeds it.
 */
#ifndef NSC_ANALYZER_BASE_LIMITS_H
#define NSC_ANALYZER_BASE_LIMITS_H

enum {
	/* Nesting of JSON and YAML. A compile database needs 3, a report 8. */
	NSC_LIMIT_NESTING = 48,
	/*
	 * Response files inside response files; GCC itself stops at 2000 expansions in
	 * all.
	 */
	NSC_LIMIT_RESPONSE_DEPTH = 16,
	/* Diagnostics of one kind about one input; the rest is counted. */
	NSC_LIMIT_TOLD = 20,
	/* Bytes of all response files of one command; Linux takes about 2 MiB. */
	NSC_LIMIT_RESPONSE_SIZE = 16 << 20,
	/*
	 * Arguments of one command after expansion. Linux' own limit is about 2 MiB of
	 * text.
	 */
	NSC_LIMIT_ARGUMENTS = 65536,
	/* One line of a map: C++ names reach 100 KB; a megabyte is no map. */
	NSC_LIMIT_MAP_LINE = 1 << 20,
	/*
	 * Macro expansions stacked on one token; clang's own default for templates is
	 * 1024.
	 */
	NSC_LIMIT_MACRO_DEPTH = 256,
	/* Tokens handled in one expansion: Linux' largest has about 50,000. */
	NSC_LIMIT_MACRO_TOKENS = 1 << 18,
	/* Assembler macros inside each other; GNU as stops at 32 (max_macro_nest). */
	NSC_LIMIT_ASM_DEPTH = 32,
	/* Statements of one assembler source, macros expanded: the largest have 10^5. */
	NSC_LIMIT_ASM_STATEMENTS = 1 << 22,
	/* Nested #if: gcc and clang have no limit, 43 MB of kernels reach 9. */
	NSC_LIMIT_GUARD_DEPTH = 1024
};

/* Bytes of one fact record: a unit of 16 million references does not exist. */
#define NSC_LIMIT_RECORD_SIZE ((size_t)1 << 30)

#endif
