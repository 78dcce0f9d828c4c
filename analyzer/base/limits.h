/*
 * limits.h - every cap on foreign input: its number, its reason. Each has a test that
 * exceeds it.
 */
#ifndef NSC_ANALYZER_BASE_LIMITS_H
#define NSC_ANALYZER_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

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
	/*
	 * Conditional directives around one place, with the branches before its own; the
	 * innermost are kept. C11 asks for 63 levels (5.2.4.1).
	 */
	NSC_LIMIT_GUARDS = 256,
	/* Units that one `fix` analyses again; their facts stay: about 1 GB. */
	NSC_LIMIT_TRIES = 4096,
	/*
	 * Expressions that one format may come from: a chain of ?: has two per link, and
	 * nobody writes 500.
	 */
	NSC_LIMIT_FORMAT_PARTS = 1000,
	/* Operators and operands of one #if that wait: parentheses inside each other. */
	NSC_LIMIT_CONDITION_DEPTH = 256,
	/* Assembler macros inside each other; GNU as stops at 100 (max_macro_nest). */
	NSC_LIMIT_ASM_DEPTH = 101,
	/* Operands inside each other in one expression: a macro may add one per level. */
	NSC_LIMIT_ASM_EXPRESSION = 512,
	/* Statements of one assembler source, macros expanded: the largest have 10^5. */
	NSC_LIMIT_ASM_STATEMENTS = 1 << 22,
	/* A configuration: 100,000 exemptions of 100 bytes, which is nobody's policy. */
	NSC_LIMIT_CONFIG_SIZE = 16 << 20,
	/* Diagnostics about one object or archive; one more says how many there were. */
	NSC_LIMIT_OBJECT_DIAGS = 100,
	/*
	 * Names of an object or archive, all together, over its size: symbols may share
	 * the ends of texts, but real files stay below 2.
	 */
	NSC_LIMIT_NAMES_FACTOR = 8,
	/* Debugging sections when unpacked, over the object's size; zlib can do 1032. */
	NSC_LIMIT_UNPACK_FACTOR = 32,
	/* Debugging entries inside each other: scopes, inlined bodies, types. */
	NSC_LIMIT_DWARF_DEPTH = 256
};

/* Bytes of one map: lines and names of it are counted in 32 bits. */
#define NSC_LIMIT_MAP_SIZE ((size_t)UINT32_MAX)

/* Bytes of one fact record: a unit of 16 million references does not exist. */
#define NSC_LIMIT_RECORD_SIZE ((size_t)1 << 30)

/* Bytes of an object or archive: rows are counted in 32 bits, a relocation has 8. */
#define NSC_LIMIT_OBJECT_SIZE ((uint64_t)1 << 34)

/* Bytes of all files one thin archive names: it may name a file again and again. */
#define NSC_LIMIT_THIN_SIZE ((uint64_t)1 << 33)

#endif
