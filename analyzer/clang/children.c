/*
 * children.c - see children.h.
 */
#include "analyzer/clang/children.h"

static enum CXChildVisitResult visit_child(CXCursor cursor, CXCursor parent,
					   CXClientData data)
{
	struct nsc_children *children = data;

	(void)parent;
	if (children->count < NSC_CHILDREN_MAX) {
		children->first[children->count] = cursor;
	}
	children->count++;
	children->last = cursor;
	return CXChildVisit_Continue;
}

struct nsc_children nsc_children_of(CXCursor cursor)
{
	struct nsc_children children = {.count = 0};
	size_t i;

	for (i = 0; i < NSC_CHILDREN_MAX; i++) {
		children.first[i] = clang_getNullCursor();
	}
	children.last = clang_getNullCursor();
	clang_visitChildren(cursor, visit_child, &children);
	return children;
}
