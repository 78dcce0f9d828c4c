/*
 * construct_type.h - types as far as compilers' helpers tell them apart, and which
 * arithmetic a processor may lack.
 *
 * Private to analyzer/clang.
 */
#ifndef NSC_ANALYZER_CLANG_CONSTRUCT_TYPE_H
#define NSC_ANALYZER_CLANG_CONSTRUCT_TYPE_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stdint.h>

#include "analyzer/clang/operator.h"

struct nsc_parse;

/* In the order in which one makes the other its own type in an expression. */
enum nsc_type_kind {
	NSC_TYPE_OTHER,
	NSC_TYPE_INT,
	NSC_TYPE_FLOAT,
	NSC_TYPE_COMPLEX,
	NSC_TYPE_AGGREGATE /* array, struct, union, class */
};

struct nsc_construct_type {
	enum nsc_type_kind kind;
	uint32_t size;  /* bytes; 0: not known */
	bool is_signed; /* of integers */
};

/* Of an expression or declaration; what _Atomic makes of a type does not count. */
struct nsc_construct_type nsc_construct_type_of(CXCursor cursor);

/* Bytes of what an expression points at; 0: it is no pointer, or not known. */
uint32_t nsc_construct_pointee(CXCursor cursor);

/* May the processor of this unit lack it? */
bool nsc_construct_matters(const struct nsc_parse *parse, enum nsc_operator what,
			   struct nsc_construct_type type);
/* The same for a conversion. */
bool nsc_construct_converts(const struct nsc_parse *parse, struct nsc_construct_type from,
			    struct nsc_construct_type to);

#endif
