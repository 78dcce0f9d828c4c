/*
 * children.h - the first children of a cursor.
 */
#ifndef NSC_ANALYZER_CLANG_CHILDREN_H
#define NSC_ANALYZER_CLANG_CHILDREN_H

#include <stddef.h>

#include <clang-c/Index.h>

enum { NSC_CHILDREN_MAX = 4 };

struct nsc_children {
	CXCursor first[NSC_CHILDREN_MAX]; /* null cursors where there are fewer */
	CXCursor last;                    /* null: there is none */
	size_t count;                     /* of all, NSC_CHILDREN_MAX or more */
};

/* Constant space, time linear in the number of children. */
struct nsc_children nsc_children_of(CXCursor cursor);

#endif
