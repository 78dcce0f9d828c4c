/*
 * format_literal.h - a string literal: its value, and where its percent signs stand.
 *
 * libclang gives the value of adjacent literals joined, through all macros, and one
 * place. The rest is read from the tokens again.
 */
#ifndef NSC_ANALYZER_CLANG_FORMAT_LITERAL_H
#define NSC_ANALYZER_CLANG_FORMAT_LITERAL_H

#include <clang-c/Index.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

struct nsc_parse;
struct nsc_stacks;

/* A '%' of the literal. */
struct nsc_percent {
	size_t offset; /* in the file of the literal; NOSTD_NOT_FOUND: out of a macro */
	uint32_t through; /* history of its token; 0: the literal begins in no macro */
};

#define NOSTD_NAME nsc_percents
#define NOSTD_T    struct nsc_percent
#define NOSTD_IN
#include <nostd/vec.h>

/* The value of a string literal, in run->scratch. Wide characters are bytes of UTF-8. */
struct nostd_str nsc_literal_value(struct nsc_parse *parse, CXCursor literal);

/*
 * The percent signs of a literal with this value, in order; none when its tokens were not
 * found. Histories are those of nsc_stacks_expand() at the literal's place.
 */
struct nsc_percents nsc_literal_percents(struct nsc_parse *parse,
					 struct nsc_stacks *stacks, CXCursor literal,
					 struct nostd_str value);

#endif
