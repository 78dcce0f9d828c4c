/*
 * dominators.h - the vertex through which everything must pass that leads to a vertex.
 *
 * Semi-NCA: semidominators by eval and path compression, as Lengauer and Tarjan find
 * them, then the nearest common ancestor in the tree that grows (L. Georgiadis, "Linear-
 * Time Algorithms for Dominators and Related Problems", 2005). Nothing recurses. Time
 * grows as edges times their logarithm at worst, and as edges in practice.
 */
#ifndef NSC_ANALYZER_GRAPH_DOMINATORS_H
#define NSC_ANALYZER_GRAPH_DOMINATORS_H

#include <stdint.h>

struct nsc_run;

/*
 * Vertices 0 .. count - 1; 0 is the root. Edges of v lead to
 * to[first[v]] .. to[first[v + 1] - 1].
 */
struct nsc_flow {
	uint32_t count;
	const uint32_t *first; /* by vertex, one more at the end */
	const uint32_t *to;
};

/*
 * The immediate dominator of each vertex into `idom`, which has a place for each;
 * NSC_NO_ROW: the root, and what cannot be reached from it. Uses run->scratch.
 */
void nsc_dominators_find(struct nsc_run *run, const struct nsc_flow *flow,
			 uint32_t *idom);

#endif
