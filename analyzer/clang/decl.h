/*
 * decl.h - what a unit's uses refer to: a declaration's link name and nature.
 *
 * Link names are libclang's: an asm label, a C++ mangling, the target's leading
 * underscore are applied. Answers are kept, since names are used often.
 */
#ifndef NSC_ANALYZER_CLANG_DECL_H
#define NSC_ANALYZER_CLANG_DECL_H

#include <clang-c/Index.h>
#include <stdbool.h>

#include "analyzer/base/names.h"

struct nsc_decls;
struct nsc_parse;

struct nsc_decl {
	bool tracked;    /* a function or variable that a linker may see */
	bool internal;   /* static */
	bool weak;       /* the declaration is, or it is a weak alias of another name */
	bool builtin;    /* written __builtin_X */
	bool implicit;   /* declared by its first call */
	bool is_weakref; /* `symbol` is the target's name; there is no definition here */
	struct nsc_name symbol, name, declared_in;
};

struct nsc_decls *nsc_decls_new(struct nsc_parse *parse);

/* Of the declaration a cursor refers to; valid until the next call. */
const struct nsc_decl *nsc_decl(struct nsc_decls *decls, CXCursor declaration);

/* The link name of any function or variable. */
struct nsc_name nsc_decl_symbol(struct nsc_parse *parse, CXCursor declaration);

/* The function or variable of that name at file level, as attributes name them. */
CXCursor nsc_decl_find(struct nsc_decls *decls, struct nostd_str name);

/* Cursors as keys. */
#define NSC_CURSOR_HASH(k, seed) ((size_t)clang_hashCursor(*(k)) * 0x9e3779b1U ^ (seed))
#define NSC_CURSOR_EQ(a, b)      (clang_equalCursors(*(a), *(b)) != 0)

#endif
