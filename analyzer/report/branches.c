/*
 * branches.c - see branches.h.
 */
#include "analyzer/report/branches.h"

#include "analyzer/judge/walk.h"
#include "analyzer/report/put.h"

/* To the left of a node, by what is still to come at that level. */
struct charset {
	const char *down, *blank; /* past a level that goes on; past one that does not */
	const char *tee, *corner; /* to a node with a sibling below it; to the last one */
};

static const struct charset charsets[] = {
	{"│   ", "    ", "├── ", "└── "},
	{"|   ", "    ", "|-- ", "`-- "},
};

static void put_indent(struct nsc_put *put, const struct charset *set,
		       const struct nsc_walk *walk, uint32_t depth)
{
	uint32_t level;

	for (level = 1; level < depth; level++) {
		NSC_PUT(put, "{}", nsc_walk_more(walk, level) ? set->down : set->blank);
	}
	if (depth != 0) {
		NSC_PUT(put, "{}", nsc_walk_more(walk, depth) ? set->tee : set->corner);
	}
}

void nsc_branches_put(struct nsc_put *put, const struct nsc_branch_style *style,
		      const struct nsc_walk *walk, const struct nsc_walk_line *line)
{
	switch ((enum nsc_branch_prefix)style->prefix) {
	case NSC_PREFIX_INDENT:
		put_indent(put, &charsets[style->ascii], walk, line->depth);
		return;
	case NSC_PREFIX_DEPTH:
		NSC_PUT(put, "{}", line->depth);
		return;
	case NSC_PREFIX_NONE:
		return;
	}
}
