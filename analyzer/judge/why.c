/*
 * why.c - see why.h.
 */
#include "analyzer/judge/why.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/within.h"

struct nsc_hop nsc_why_node_hop(const struct nsc_target *target, uint32_t node,
				uint32_t symbol)
{
	const struct nsc_graph_node *row = &target->graph->nodes.ptr[node];
	const struct nsc_graph_file *file = &target->graph->files.ptr[row->file];
	struct nsc_hop hop;

	memset(&hop, 0, sizeof(hop));
	if (nsc_name_given(file->archive)) {
		hop.archive = file->archive;
		hop.member = file->name;
	} else {
		hop.object = file->name;
	}
	hop.section = row->kind == NSC_NODE_ENTITY ? (struct nsc_name){0} : row->name;
	hop.symbol = symbol == NSC_NO_ROW ? nsc_target_node_label(target, node)
					  : target->graph->symbols.ptr[symbol].name;
	hop.side = target->side[row->file];
	hop.defined = true;
	return hop;
}

struct nsc_hop nsc_why_symbol_hop(const struct nsc_target *target, uint32_t symbol)
{
	uint32_t def = nsc_link_def(target->link, symbol);
	struct nsc_hop hop;

	if (def != NSC_NO_ROW && target->graph->defs.ptr[def].node != NSC_NO_ROW) {
		return nsc_why_node_hop(target, target->graph->defs.ptr[def].node,
					symbol);
	}
	memset(&hop, 0, sizeof(hop));
	hop.symbol = target->graph->symbols.ptr[symbol].name;
	hop.side = NSC_SIDE_OF_HOSTED;
	return hop;
}

static uint8_t edge_kind(const struct nsc_graph_ref *ref)
{
	switch ((enum nsc_ref_kind)ref->kind) {
	case NSC_REF_CALL:
		return NSC_HOP_CALL;
	case NSC_REF_ADDRESS:
		return NSC_HOP_ADDRESS;
	case NSC_REF_WEAK:
		return NSC_HOP_WEAK;
	case NSC_REF_MENTION:
		return NSC_HOP_MENTION;
	}
	return NSC_HOP_ADDRESS;
}

void nsc_why_set_edge(const struct nsc_target *target, uint32_t ref, struct nsc_hop *hop)
{
	hop->edge = edge_kind(&target->graph->refs.ptr[ref]);
	hop->at = nsc_ref_place(target, ref);
}

static void push_hop(struct nsc_findings *findings, struct nsc_finding *finding,
		     const struct nsc_hop *hop)
{
	nsc_hop_vec_push(&findings->hops, *hop);
	finding->hop_count++;
}

/*
 * When the way enters a section by one function, or by none that is known, and leaves it
 * by another, these two share the section, and that is all we know.
 */
static void push_shared(const struct nsc_target *target, uint32_t ref,
			struct nsc_findings *findings, struct nsc_finding *finding)
{
	struct nsc_name function = nsc_ref_function(target, ref);
	struct nsc_hop hop;

	if (finding->hop_count == 0 || !nsc_name_given(function)) {
		return;
	}
	hop = findings->hops.ptr[findings->hops.len - 1];
	if (!nsc_name_eq(hop.symbol, hop.section) &&
	    nsc_ref_within(target, nsc_graph_symbol_row(target->graph, hop.symbol),
			   ref)) {
		return;
	}
	hop.symbol = function;
	hop.edge = NSC_HOP_SHARES;
	hop.at = (struct nsc_place){{0}, 0, 0};
	push_hop(findings, finding, &hop);
}

/* Symbol a reference names, for the hop it leads to; NSC_NO_ROW for local ones. */
static uint32_t symbol_of_ref(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_graph_ref *row = &target->graph->refs.ptr[ref];

	return row->local ? NSC_NO_ROW : row->to;
}

/*
 * Whether `node` is the whole of the file that section `part` is of. Then some section of
 * it refers, and which one is not known.
 */
static bool is_whole_of(const struct nsc_target *target, uint32_t node, uint32_t part)
{
	const struct nsc_graph_node *nodes = target->graph->nodes.ptr;

	return nodes[node].kind == NSC_NODE_FILE && nodes[part].file == nodes[node].file;
}

/*
 * From the root down to `node`: parents are walked up, then written the other way round.
 * A section that only stands for its file, because nothing names it, is no step.
 */
static void write_way(const struct nsc_why *why, uint32_t node,
		      struct nsc_findings *findings, struct nsc_finding *finding)
{
	struct nostd_bump_mark mark = nostd_bump_mark(why->target->run->scratch);
	struct nsc_ref_row_vec up = nsc_ref_row_vec_new_in(nsc_scratch(why->target->run));
	size_t i;

	while (node != NSC_NO_ROW) {
		nsc_ref_row_vec_push(&up, node);
		node = why->ways->parent[node].node;
	}
	for (i = up.len; i > 0; i--) {
		uint32_t at = up.ptr[i - 1];
		uint32_t ref = why->ways->parent[at].ref;
		struct nsc_hop hop;

		if (i == up.len && i > 1 && is_whole_of(why->target, up.ptr[i - 2], at)) {
			at = up.ptr[--i - 1];
			ref = NSC_NO_ROW;
		}

		hop = nsc_why_node_hop(
			why->target, at,
			ref == NSC_NO_ROW ? NSC_NO_ROW : symbol_of_ref(why->target, ref));
		if (ref != NSC_NO_ROW) {
			push_shared(why->target, ref, findings, finding);
			nsc_why_set_edge(why->target, ref, &hop);
			if (finding->hop_count != 0 &&
			    why->target->graph->nodes.ptr[at].kind == NSC_NODE_FILE) {
				hop.edge = NSC_HOP_SHARES;
			}
		} else {
			hop.edge =
				finding->hop_count == 0 ? NSC_HOP_ROOT : NSC_HOP_SHARES;
		}
		push_hop(findings, finding, &hop);
	}
	nostd_bump_reset(why->target->run->scratch, mark);
}

/* What NSC108 is about is the end; else the one that says most. */
static const struct nsc_drag *drag_for(const struct nsc_why *why, uint32_t symbol,
				       const struct nsc_finding *finding)
{
	uint32_t hook =
		finding->rule == NSC_RULE_108
			? nsc_graph_symbol_row(why->target->graph, finding->symbol)
			: NSC_NO_ROW;

	return hook == NSC_NO_ROW ? nsc_drag_of(why->drags, symbol)
				  : nsc_drag_to(why->drags, symbol, hook);
}

/* Behind the boundary: each reference on the way to the hook. */
static void write_drag(const struct nsc_why *why, uint32_t symbol,
		       struct nsc_findings *findings, struct nsc_finding *finding)
{
	const struct nsc_drag *drag = drag_for(why, symbol, finding);
	size_t i;

	for (i = 0; i < drag->path.len; i++) {
		uint32_t ref = drag->path.ptr[i];
		uint32_t to = symbol_of_ref(why->target, ref);
		uint32_t node = nsc_link_target(why->target->link, ref);
		struct nsc_hop hop;

		if (to == NSC_NO_ROW &&
		    why->target->graph->nodes.ptr[node].kind == NSC_NODE_FILE) {
			continue; /* from a section to the whole of its file: no step */
		}
		push_shared(why->target, ref, findings, finding);
		hop = to == NSC_NO_ROW ? nsc_why_node_hop(why->target, node, NSC_NO_ROW)
				       : nsc_why_symbol_hop(why->target, to);
		nsc_why_set_edge(why->target, ref, &hop);
		push_hop(findings, finding, &hop);
	}
}

/* The reference with the shortest way to it; in an image only live ones have a way. */
static uint32_t best_ref(const struct nsc_why *why, const struct nsc_crossing *crossing)
{
	uint32_t best = NSC_NO_ROW, distance = UINT32_MAX, i;

	for (i = 0; i < crossing->site_count; i++) {
		uint32_t ref = why->crossings->sites.ptr[crossing->site_first + i].ref;
		uint32_t from;

		if (ref == NSC_NO_ROW) {
			continue;
		}
		from = why->target->graph->refs.ptr[ref].from;
		if (best == NSC_NO_ROW || why->ways->distance[from] < distance) {
			best = ref;
			distance = why->ways->distance[from];
		}
	}
	return best;
}

static struct nsc_place best_place(const struct nsc_why *why,
				   const struct nsc_crossing *crossing)
{
	struct nsc_place none = {{0}, 0, 0};
	uint32_t i;

	for (i = 0; i < crossing->site_count; i++) {
		const struct nsc_crossing_site *site =
			&why->crossings->sites.ptr[crossing->site_first + i];

		if (site->at.line != 0) {
			return site->at;
		}
	}
	return none;
}

/*
 * A function of a changed source is reached as the function of that name was in the link;
 * NSC_NO_ROW: it is new, or not to be found.
 */
static uint32_t node_in_link(const struct nsc_target *target, uint32_t node)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	uint32_t old = graph->files.ptr[row->file].replaces, i;

	if (old == NSC_NO_ROW) {
		return node;
	}
	for (i = graph->files.ptr[old].def_first;
	     i < graph->files.ptr[old].def_first + graph->files.ptr[old].def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (nsc_name_eq(graph->symbols.ptr[def->symbol].name, row->name)) {
			return def->node;
		}
	}
	for (i = graph->files.ptr[old].node_first;
	     i < graph->files.ptr[old].node_first + graph->files.ptr[old].node_count;
	     i++) {
		if (nsc_name_eq(nsc_target_node_label(target, i), row->name)) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/* From the root to the function that refers; at least that function itself. */
static void write_way_to(const struct nsc_why *why, uint32_t ref,
			 struct nsc_findings *findings, struct nsc_finding *finding)
{
	uint32_t from = why->target->graph->refs.ptr[ref].from;
	uint32_t old = node_in_link(why->target, from);

	write_way(why,
		  old != NSC_NO_ROW && why->ways->distance[old] != UINT32_MAX ? old
									      : from,
		  findings, finding);
	push_shared(why->target, ref, findings, finding);
}

void nsc_why_write(const struct nsc_why *why, const struct nsc_crossing *crossing,
		   struct nsc_findings *findings, struct nsc_finding *finding)
{
	uint32_t ref = best_ref(why, crossing);
	struct nsc_hop hop;

	finding->hop_first = (uint32_t)findings->hops.len;
	finding->hop_count = 0;
	if (ref != NSC_NO_ROW) {
		write_way_to(why, ref, findings, finding);
	}
	finding->boundary_hop = finding->hop_count;
	hop = nsc_why_symbol_hop(why->target, crossing->symbol);
	hop.edge = NSC_HOP_ROOT;
	if (ref != NSC_NO_ROW) {
		nsc_why_set_edge(why->target, ref, &hop);
		hop.at = best_place(why, crossing);
	}
	push_hop(findings, finding, &hop);
	write_drag(why, crossing->symbol, findings, finding);
}
