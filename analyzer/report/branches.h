/*
 * branches.h - what stands in front of a line of a tree, as `cargo tree` draws it.
 */
#ifndef NSC_ANALYZER_REPORT_BRANCHES_H
#define NSC_ANALYZER_REPORT_BRANCHES_H

#include <stdbool.h>
#include <stdint.h>

struct nsc_put;
struct nsc_walk;
struct nsc_walk_line;

enum nsc_branch_prefix {
	NSC_PREFIX_INDENT, /* lines and corners */
	NSC_PREFIX_DEPTH,  /* the level as a number, without a blank behind it */
	NSC_PREFIX_NONE
};

struct nsc_branch_style {
	uint8_t prefix; /* enum nsc_branch_prefix */
	bool ascii;     /* `|--` instead of the box characters */
};

/* Of the line that the walk gave last. */
void nsc_branches_put(struct nsc_put *put, const struct nsc_branch_style *style,
		      const struct nsc_walk *walk, const struct nsc_walk_line *line);

#endif
