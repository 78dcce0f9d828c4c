/*
 * construct.h - what in a body compilers may make a call of, though it names nothing.
 *
 * In:   the cursors of a definition, as the walk meets them.
 * Out:  rows of struct nsc_construct; `entity` is for the caller to fill.
 *
 * The syntax says what may be: a division, a struct that is copied. Whether there is a
 * call, objects tell. Arithmetic that every processor of the unit's architecture has is
 * left out; what depends on -march and the like is in.
 */
#ifndef NSC_ANALYZER_CLANG_CONSTRUCT_H
#define NSC_ANALYZER_CLANG_CONSTRUCT_H

#include <clang-c/Index.h>

struct nsc_construct_vec;
struct nsc_parse;

/* The definition itself, before its body: data, or what its linkage brings along. */
void nsc_construct_root(struct nsc_parse *parse, CXCursor definition,
			struct nsc_construct_vec *out);

/* A cursor in the body of `root`; what it is goes to `out`, if it is anything. */
void nsc_construct_see(struct nsc_parse *parse, CXCursor root, CXCursor cursor,
		       struct nsc_construct_vec *out);

#endif
