/*
 * tree_shown.h - what the text of a tree shows, for formats that list nodes and edges.
 *
 * Private to analyzer/report.
 */
#ifndef NSC_ANALYZER_REPORT_TREE_SHOWN_H
#define NSC_ANALYZER_REPORT_TREE_SHOWN_H

#include <stdint.h>

struct nostd_bump;
struct nsc_tree;

struct nsc_tree_shown {
	uint8_t *nodes;   /* by group: 1: it is shown */
	uint8_t *entries; /* by entry: 1: a line goes along it */
	uint8_t *unknown; /* by group: 1: a child of it that nobody knows is shown */
	uint32_t *id;     /* by group that is shown: its place among them, from 0 */
	uint32_t unknown_count;
};

/* In `arena`. */
void nsc_tree_shown_find(const struct nsc_tree *tree, struct nostd_bump *arena,
			 struct nsc_tree_shown *out);

#endif
