/*
 * retained.h - which nodes are kept by certain references alone.
 *
 * In:   a link whose liveness is marked, and cuts: sets of references.
 * Out:  for each cut, the live nodes that no root reaches without its references.
 *
 * Each cut is a vertex between the nodes that refer and those they refer to, so that two
 * functions of one section are told apart; its dominator subtree is what it retains. That
 * is right as long as the vertex makes no way that is not there, from one node that
 * refers to what only another one does: nsc_retained_is_told(). Who is extracted and what
 * names are bound to stays as it is: a cut that changes these has to be replayed
 * (analyzer/replay/price_each.c).
 */
#ifndef NSC_ANALYZER_GRAPH_RETAINED_H
#define NSC_ANALYZER_GRAPH_RETAINED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nostd_bump;
struct nsc_cut;
struct nsc_link;
struct nsc_run;

/* The nodes of cut k are nodes[first[k]] .. nodes[first[k + 1] - 1], in no order. */
struct nsc_retained {
	uint32_t *first; /* by cut, one more at the end */
	uint32_t *nodes;
};

/* Cuts of which no two have a reference in common, but for those that are left out. */
struct nsc_cuts {
	const struct nsc_cut *const *all;
	size_t count;
	const uint8_t *left_out; /* by cut: 1: retains nothing here */
};

/* Are all references of a cut that count those of one node, or do they lead to one? */
bool nsc_retained_is_told(const struct nsc_link *link, const struct nsc_cut *cut);

/* Each cut that counts is told. Arrays in `arena`, which is not the run's scratch. */
void nsc_retained_find(struct nsc_run *run, const struct nsc_link *link,
		       const struct nsc_cuts *cuts, struct nostd_bump *arena,
		       struct nsc_retained *out);

#endif
