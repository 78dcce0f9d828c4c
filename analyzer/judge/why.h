/*
 * why.h - the chain of a finding: root -> ... -> own function -> hosted function -> ...
 * -> hook.
 *
 * Private to analyzer/judge and the commands that print chains.
 */
#ifndef NSC_ANALYZER_JUDGE_WHY_H
#define NSC_ANALYZER_JUDGE_WHY_H

#include <stdint.h>

struct nsc_crossing;
struct nsc_crossings;
struct nsc_drags;
struct nsc_finding;
struct nsc_findings;
struct nsc_hop;
struct nsc_target;
struct nsc_ways;

/* What chains are made of. */
struct nsc_why {
	const struct nsc_target *target;
	const struct nsc_ways *ways;
	struct nsc_drags *drags;
	const struct nsc_crossings *crossings;
};

/* Write the chain of a crossing behind findings->hops and set the finding's rows. */
void nsc_why_write(const struct nsc_why *why, const struct nsc_crossing *crossing,
		   struct nsc_findings *findings, struct nsc_finding *finding);

/* A hop that names a node, or a symbol that nobody defines (node NSC_NO_ROW). */
struct nsc_hop nsc_why_node_hop(const struct nsc_target *target, uint32_t node,
				uint32_t symbol);
struct nsc_hop nsc_why_symbol_hop(const struct nsc_target *target, uint32_t symbol);

/* How a reference leads on, and where it stands. */
void nsc_why_set_edge(const struct nsc_target *target, uint32_t ref, struct nsc_hop *hop);

#endif
