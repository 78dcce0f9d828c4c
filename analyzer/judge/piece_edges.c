/*
 * piece_edges.c - what refers to what, what is shared, and what the target itself asks
 * for. See pieces.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/piece_build.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/replay.h"
#include "rules/symbol.h"

static void add_edge(struct nsc_piece_builder *of, uint32_t from, uint32_t to,
		     uint8_t kind)
{
	struct nsc_piece_edge edge = {from, to, NSC_NO_ROW, kind, NSC_ROOT_NONE};

	if (from != to && from != NSC_NO_ROW && to != NSC_NO_ROW) {
		nsc_piece_edge_vec_push(&of->out->edges, edge);
	}
}

/* -- references ---------------------------------------------------------------------- */

/* The object of a data section that a reference lies in. */
static uint32_t object_around(const struct nsc_piece_builder *of, uint32_t ref)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_ref *row = &graph->refs.ptr[ref];
	const struct nsc_graph_node *node = &graph->nodes.ptr[row->from];
	const struct nsc_graph_file *file = &graph->files.ptr[node->file];
	uint64_t offset;
	uint32_t def;

	if (file->basis != NSC_FROM_OBJECT || node->flags & NSC_NODE_CODE) {
		return NSC_NO_ROW;
	}
	offset = graph->in.objects[file->object]->relocs.ptr[row->evidence].offset;
	def = nsc_graph_def_at(graph, row->from, offset);
	if (def == NSC_NO_ROW ||
	    offset - graph->defs.ptr[def].value >= graph->defs.ptr[def].size) {
		return NSC_NO_ROW;
	}
	return of->out->of_def[def];
}

static uint32_t source_of(const struct nsc_piece_builder *of, uint32_t ref)
{
	uint32_t node = of->target->graph->refs.ptr[ref].from;
	struct nsc_name function = nsc_ref_function(of->target, ref);
	uint32_t piece = NSC_NO_ROW;

	if (nsc_name_given(function)) {
		piece = nsc_piece_named(of, node, function);
	} else if (of->names_in[node] > 1) {
		piece = object_around(of, ref);
	}
	return piece != NSC_NO_ROW ? piece : of->out->of_node[node];
}

static uint32_t target_of(const struct nsc_piece_builder *of, uint32_t ref)
{
	const struct nsc_graph_ref *row = &of->target->graph->refs.ptr[ref];
	struct nsc_name name;
	uint32_t piece;

	if (!row->local) {
		return nsc_pieces_of_symbol(of->out, row->to);
	}
	name = nsc_ref_local_name(of->target, ref);
	piece = nsc_name_given(name) ? nsc_piece_named(of, row->to, name) : NSC_NO_ROW;
	return piece != NSC_NO_ROW ? piece : of->out->of_node[row->to];
}

/* By reference: 1 where the sources show that nobody wrote it. */
static uint8_t *find_emitted(const struct nsc_piece_builder *of)
{
	const struct nsc_crossings *crossings = of->crossings;
	uint8_t *emitted = nostd_bump_array(of->target->run->scratch, uint8_t,
					    of->target->graph->refs.len);
	uint32_t i, k;

	for (i = 0; i < crossings->all.len; i++) {
		const struct nsc_crossing *one = &crossings->all.ptr[i];

		if (one->has_use || !one->unit_known ||
		    !(of->target->meaning[one->symbol].traits & NSC_TRAIT_EMITTED)) {
			continue;
		}
		for (k = 0; k < one->site_count; k++) {
			uint32_t ref = crossings->sites.ptr[one->site_first + k].ref;

			if (ref != NSC_NO_ROW) {
				emitted[ref] = 1;
			}
		}
	}
	return emitted;
}

/*
 * What compilers call by themselves and what stays core: nobody's concern. A helper that
 * drags hosted code in is a call like any other.
 */
static bool is_libcall(const struct nsc_piece_builder *of, uint32_t ref, bool emitted)
{
	const struct nsc_target *target = of->target;
	uint32_t symbol = target->graph->refs.ptr[ref].to, file;
	bool helper = (target->meaning[symbol].traits & NSC_TRAIT_RUNTIME) != 0;

	if (nsc_target_provider(target, symbol, &file)) {
		helper |= target->side[file] == NSC_SIDE_OF_RUNTIME;
	}
	return (helper || emitted) &&
	       nsc_drag_of(of->drags, symbol)->tier == NSC_TIER_CORE;
}

static uint8_t kind_of(const struct nsc_piece_builder *of, uint32_t ref, bool emitted)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_ref *row = &graph->refs.ptr[ref];
	uint32_t file = graph->nodes.ptr[row->from].file;

	if (of->target->side[file] == NSC_SIDE_OF_STARTUP) {
		return NSC_HOP_STARTUP;
	}
	if (row->kind != NSC_REF_WEAK && !row->local && is_libcall(of, ref, emitted)) {
		return NSC_HOP_LIBCALL;
	}
	switch ((enum nsc_ref_kind)row->kind) {
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

/* A map lets each section of a file lead to the whole of it: its hub says the same. */
static bool is_bookkeeping(const struct nsc_graph *graph, const struct nsc_graph_ref *ref)
{
	const struct nsc_graph_node *from = &graph->nodes.ptr[ref->from];

	return ref->local &&
	       (ref->kind == NSC_REF_MENTION ||
		(from->flags & NSC_NODE_UNWIND && from->companion == ref->to));
}

static void add_ref(struct nsc_piece_builder *of, uint32_t ref, bool emitted)
{
	struct nsc_piece_edge edge = {source_of(of, ref), target_of(of, ref), ref, 0,
				      NSC_ROOT_NONE};

	if (edge.from == edge.to || edge.from == NSC_NO_ROW || edge.to == NSC_NO_ROW) {
		return;
	}
	edge.kind = kind_of(of, ref, emitted);
	nsc_piece_edge_vec_push(&of->out->edges, edge);
}

static void add_refs(struct nsc_piece_builder *of)
{
	const struct nsc_graph *graph = of->target->graph;
	struct nostd_bump_mark mark = nostd_bump_mark(of->target->run->scratch);
	const uint8_t *emitted = find_emitted(of);
	uint32_t i;

	for (i = 0; i < graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];

		if (of->out->of_node[ref->from] != NSC_NO_ROW &&
		    !(graph->nodes.ptr[ref->from].flags & NSC_NODE_EH_FRAME) &&
		    of->target->link->live[ref->from] != NSC_LIVE_DROPPED &&
		    !is_bookkeeping(graph, ref)) {
			add_ref(of, i, emitted[i]);
		}
	}
	nostd_bump_reset(of->target->run->scratch, mark);
}

/* __start_X and __stop_X lead to every section X. */
static void add_bounds(struct nsc_piece_builder *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t symbol, node;

	for (symbol = 0; symbol < graph->symbols.len; symbol++) {
		struct nsc_name section;

		if (of->target->link->bound[symbol] != NSC_BOUND_LINKER ||
		    of->out->of_symbol[symbol] == NSC_NO_ROW) {
			continue;
		}
		section = nsc_link_bounded_section(graph, symbol);
		for (node = 0; node < graph->nodes.len; node++) {
			if (nsc_name_eq(graph->nodes.ptr[node].name, section)) {
				add_edge(of, of->out->of_symbol[symbol],
					 of->out->of_node[node], NSC_HOP_ADDRESS);
			}
		}
	}
}

/* -- what is kept together ----------------------------------------------------------- */

/* Section groups: each leads to the others, one by one. */
static void add_groups(struct nsc_piece_builder *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		struct nsc_piece_key key = {node->file, node->group.ix, UINT64_MAX};
		const uint32_t *last;

		if (!nsc_name_given(node->group) || of->out->of_node[i] == NSC_NO_ROW) {
			continue;
		}
		last = nsc_piece_index_get(&of->index, key);
		if (last) {
			add_edge(of, *last, of->out->of_node[i], NSC_HOP_SHARES);
			add_edge(of, of->out->of_node[i], *last, NSC_HOP_SHARES);
		}
		nsc_piece_index_insert(&of->index, key, of->out->of_node[i]);
	}
}

/* How a piece takes part in what it shares. */
enum { ENTERED = 1, LEADS_ON = 2 };

/* The same of a hub: how many of its pieces do, and whether it does itself. */
struct share {
	uint32_t entered, leads_on, idle;
	uint8_t itself; /* ENTERED, LEADS_ON */
};

struct sharing {
	struct nsc_piece_builder *of;
	uint8_t *part;       /* by piece */
	struct share *share; /* by piece, of hubs */
};

static void mark_edge(struct sharing *sharing, const struct nsc_piece_edge *edge)
{
	const struct nsc_piece *all = sharing->of->out->all.ptr;
	uint32_t from_hub =
		all[edge->from].kind == NSC_PIECE_HUB ? edge->from : all[edge->from].hub;
	uint32_t to_hub =
		all[edge->to].kind == NSC_PIECE_HUB ? edge->to : all[edge->to].hub;

	if (from_hub != NSC_NO_ROW && from_hub == to_hub) {
		return;
	}
	if (all[edge->from].present || !all[edge->to].present) {
		sharing->part[edge->to] |= ENTERED;
	}
	sharing->part[edge->from] |= LEADS_ON;
}

static void count_shares(struct sharing *sharing)
{
	const struct nsc_piece_vec *all = &sharing->of->out->all;
	uint32_t i;

	for (i = 0; i < all->len; i++) {
		struct share *share;

		if (all->ptr[i].kind == NSC_PIECE_HUB) {
			sharing->share[i].itself = sharing->part[i];
		}
		if (all->ptr[i].hub == NSC_NO_ROW) {
			continue;
		}
		share = &sharing->share[all->ptr[i].hub];
		share->entered += (sharing->part[i] & ENTERED) != 0;
		share->leads_on += (sharing->part[i] & LEADS_ON) != 0;
		share->idle += !(sharing->part[i] & ENTERED);
	}
}

/* What stands on the command line is kept for that, in a link that collects nothing. */
static bool is_given(const struct nsc_target *target, uint32_t file)
{
	return target->image && !target->link->collects &&
	       target->link->loaded[file] == NSC_LOADED_GIVEN;
}

/*
 * Only edges that say something: into the hub when it leads to another piece, out of it
 * when it is entered by another one.
 */
static void share_piece(struct sharing *sharing, uint32_t piece)
{
	struct nsc_piece_builder *of = sharing->of;
	const struct nsc_piece *row = &of->out->all.ptr[piece];
	uint32_t hub = row->hub;
	const struct share *share;
	bool entered, leads_on;

	if (hub == NSC_NO_ROW || row->present != of->out->all.ptr[hub].present) {
		return;
	}
	share = &sharing->share[hub];
	entered = (sharing->part[piece] & ENTERED) != 0;
	leads_on = (sharing->part[piece] & LEADS_ON) != 0;
	if (entered && !is_given(of->target, row->file) &&
	    (share->itself & LEADS_ON || share->idle > 0 || share->leads_on > leads_on)) {
		add_edge(of, piece, hub, NSC_HOP_SHARES);
	}
	if (!entered || (leads_on && (share->itself & ENTERED || share->entered > 1))) {
		add_edge(of, hub, piece, NSC_HOP_SHARES);
	}
}

static void add_sharing(struct nsc_piece_builder *of)
{
	struct nostd_bump *scratch = of->target->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	uint32_t count = (uint32_t)of->out->all.len, edges = (uint32_t)of->out->edges.len,
		 i;
	struct sharing sharing = {of, nostd_bump_array(scratch, uint8_t, count),
				  nostd_bump_array(scratch, struct share, count)};

	for (i = 0; i < edges; i++) {
		mark_edge(&sharing, &of->out->edges.ptr[i]);
	}
	count_shares(&sharing);
	for (i = 0; i < count; i++) {
		share_piece(&sharing, i);
	}
	for (i = 0; i < count; i++) {
		add_edge(of, of->out->all.ptr[i].with, i, NSC_HOP_SHARES);
	}
	nostd_bump_reset(scratch, mark);
}

/* -- what the target asks for -------------------------------------------------------- */

static void add_root(struct nsc_piece_builder *of, uint32_t piece, uint8_t why)
{
	struct nsc_piece_edge edge = {0, piece, NSC_NO_ROW, NSC_HOP_ROOT, why};

	if (piece != NSC_NO_ROW) {
		nsc_piece_edge_vec_push(&of->out->edges, edge);
	}
}

static void add_symbol_root(struct nsc_piece_builder *of, uint32_t symbol, uint8_t why)
{
	if (symbol != NSC_NO_ROW) {
		add_root(of, nsc_pieces_of_symbol(of->out, symbol), why);
	}
}

static void add_exported(struct nsc_piece_builder *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		if (of->target->link->root[i] != NSC_ROOT_NONE && of->names_in[i] == 0) {
			add_root(of, of->out->of_node[i], NSC_ROOT_EXPORTED);
		}
	}
	for (i = 0; i < of->out->all.len; i++) {
		const struct nsc_piece *piece = &of->out->all.ptr[i];

		if (piece->kind == NSC_PIECE_NAMED &&
		    of->target->link->root[piece->node] != NSC_ROOT_NONE &&
		    (piece->symbol != NSC_NO_ROW || of->names_in[piece->node] == 1)) {
			add_root(of, i, NSC_ROOT_EXPORTED);
		}
	}
}

/* Everything of a file on the command line of a link that collects nothing. */
static void add_given(struct nsc_piece_builder *of)
{
	uint32_t i;

	for (i = 1; i < of->out->all.len; i++) {
		const struct nsc_piece *piece = &of->out->all.ptr[i];

		if (piece->file != NSC_NO_ROW && piece->hub == NSC_NO_ROW &&
		    piece->with == NSC_NO_ROW && is_given(of->target, piece->file)) {
			add_root(of, i, NSC_ROOT_NO_GC);
		}
	}
}

static void add_image_roots(struct nsc_piece_builder *of)
{
	const struct nsc_target *target = of->target;
	uint32_t i;

	add_symbol_root(of, target->plan->entry, NSC_ROOT_ENTRY);
	for (i = 0; i < target->plan->undefined.len; i++) {
		add_symbol_root(of, target->plan->undefined.ptr[i], NSC_ROOT_UNDEFINED);
	}
	for (i = 0; i < target->graph->nodes.len; i++) {
		uint8_t why = target->link->root[i];

		if (why == NSC_ROOT_KEEP || why == NSC_ROOT_RETAIN) {
			add_root(of, of->out->of_node[i], why);
		}
	}
	add_given(of);
}

void nsc_piece_edges_add(struct nsc_piece_builder *of)
{
	if (of->target->image) {
		add_image_roots(of);
	} else {
		add_exported(of);
	}
	add_refs(of);
	add_bounds(of);
	add_groups(of);
	add_sharing(of);
}
