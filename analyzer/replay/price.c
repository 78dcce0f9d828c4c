/*
 * price.c - see price.h.
 */
#include "analyzer/replay/price.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/layout.h"
#include "analyzer/replay/replay.h"
#include "analyzer/replay/roots.h"

/* Is this reference one that its node really makes in a live section? */
static bool leads_nowhere(const struct nsc_link *link, uint32_t row)
{
	const struct nsc_graph_ref *ref = &link->graph->refs.ptr[row];

	return !ref->local && ref->kind != NSC_REF_WEAK &&
	       link->bound[ref->to] == NSC_BOUND_NONE;
}

uint32_t nsc_replay_missing(const struct nsc_link *link, const struct nsc_cut *cut)
{
	uint32_t i;

	for (i = 0; i < link->graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &link->graph->refs.ptr[i];

		if (link->live[ref->from] == NSC_LIVE_YES && leads_nowhere(link, i) &&
		    !nsc_cut_has(cut, i)) {
			return ref->to;
		}
	}
	return NSC_NO_ROW;
}

void nsc_priced_init(struct nsc_run *run, const struct nsc_plan *plan,
		     const struct nsc_link *base, bool exact, struct nsc_priced *priced)
{
	memset(priced, 0, sizeof(*priced));
	priced->run = run;
	priced->graph = base->graph;
	priced->plan = plan;
	priced->base = base;
	priced->exact = exact;
	priced->base_missing = nsc_replay_missing(base, NULL);
	if (priced->graph->in.map) {
		nsc_layout_prepare(priced);
		priced->cost = nsc_layout_cost(priced, base, NULL);
	}
}

/*
 * Roots that are what they are whoever is loaded: all but -u and the entry, which the
 * replay sets.
 */
static void copy_roots(const struct nsc_link *base, struct nsc_link *left)
{
	size_t i;

	for (i = 0; i < base->graph->nodes.len; i++) {
		if (base->root[i] != NSC_ROOT_UNDEFINED &&
		    base->root[i] != NSC_ROOT_ENTRY && left->root[i] == NSC_ROOT_NONE) {
			left->root[i] = base->root[i];
		}
	}
}

struct nsc_price nsc_price_link(const struct nsc_priced *priced,
				const struct nsc_cut *cut, struct nsc_link *left)
{
	struct nsc_price price = {.missing = NSC_NO_ROW};
	struct nsc_cost cost;

	if (!priced->exact) {
		return price;
	}
	left->image = true;
	left->collects = priced->base->collects;
	nsc_replay(priced->run, priced->plan, cut, left);
	if (priced->plan->line) {
		nsc_mark_by_rules(priced->run, priced->plan, cut, left);
	} else {
		copy_roots(priced->base, left);
		nsc_link_mark(priced->run, left, priced->base, cut);
	}
	price.missing = nsc_replay_missing(left, cut);
	cost = nsc_layout_cost(priced, left, cut);
	price.cost.flash = priced->cost.flash - cost.flash;
	price.cost.ram = priced->cost.ram - cost.ram;
	if (priced->base_missing != NSC_NO_ROW) {
		price.missing = NSC_NO_ROW; /* such a link does not mind */
	}
	price.known = price.missing == NSC_NO_ROW;
	return price;
}

struct nsc_price nsc_price_of(const struct nsc_priced *priced, const struct nsc_cut *cut)
{
	struct nostd_bump arena;
	struct nsc_link left;
	struct nsc_price price;

	nostd_bump_init(&arena, priced->run->keep->from, 0);
	nsc_link_init(&left, priced->graph, &arena);
	price = nsc_price_link(priced, cut, &left);
	nostd_bump_release(&arena);
	return price;
}

struct nsc_cost nsc_node_cost(const struct nsc_priced *priced, uint32_t node)
{
	const struct nsc_graph_node *row = &priced->graph->nodes.ptr[node];
	struct nsc_cost cost = {0, 0};
	const struct nsc_map_section *placed;

	if (row->placed == NSC_NO_ROW) {
		return cost;
	}
	placed = &priced->graph->in.map->sections.ptr[row->placed];
	cost.flash = priced->in_flash[placed->output] ? (int64_t)placed->size : 0;
	cost.ram = priced->in_ram[placed->output] ? (int64_t)placed->size : 0;
	return cost;
}
