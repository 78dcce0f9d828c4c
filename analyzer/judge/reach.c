/*
 * reach.c - see reach.h.
 */
#include "analyzer/judge/reach.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/within.h"
#include "rules/symbol.h"

/*
 * A node to be looked into. References of the function by which it was entered lead on at
 * once; those of its neighbours in the section one step later, so that the way through
 * the neighbours is taken only where it is shorter.
 */
struct visit {
	uint32_t node;
	uint32_t symbol; /* by which it was entered; NSC_NO_ROW: not by a name */
	bool neighbours;
};

#define NOSTD_NAME visit_queue
#define NOSTD_T    struct visit
#define NOSTD_IN
#include <nostd/vec.h>

/* A search on its way. */
struct spread {
	const struct nsc_target *target;
	struct nsc_ways *ways;
	struct visit_queue queue;
};

/* -- from the roots ------------------------------------------------------------------ */

static bool is_candidate(const struct nsc_target *target, uint32_t node)
{
	const struct nsc_graph *graph = target->graph;

	if (target->image) {
		return target->link->live[node] == NSC_LIVE_YES;
	}
	return target->link->loaded[graph->nodes.ptr[node].file] != NSC_NOT_LOADED;
}

/* The name by which a reference leads into a node. */
static uint32_t symbol_of(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_graph_ref *row = &target->graph->refs.ptr[ref];

	return row->local ? NSC_NO_ROW : row->to;
}

static void visit_node(struct spread *spread, uint32_t node, struct nsc_parent from,
		       uint32_t distance)
{
	uint32_t symbol =
		from.ref == NSC_NO_ROW ? NSC_NO_ROW : symbol_of(spread->target, from.ref);

	spread->ways->parent[node] = from;
	spread->ways->distance[node] = distance;
	visit_queue_push(&spread->queue, (struct visit){node, symbol, false});
}

static void visit_refs(struct spread *spread, struct visit visit)
{
	const struct nsc_target *target = spread->target;
	const struct nsc_graph_node *row = &target->graph->nodes.ptr[visit.node];
	uint32_t distance = spread->ways->distance[visit.node] + 1 + visit.neighbours;
	bool others = false;
	uint32_t i;

	if (row->flags & (NSC_NODE_EH_FRAME | NSC_NODE_UNWIND)) {
		return; /* a description of code is no reason for a person */
	}
	for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
		uint32_t to = nsc_link_target(target->link, i);

		if (to == NSC_NO_ROW || spread->ways->distance[to] != UINT32_MAX ||
		    !is_candidate(target, to)) {
			continue;
		}
		if (nsc_ref_within(target, visit.symbol, i) == visit.neighbours) {
			others = true;
			continue;
		}
		visit_node(spread, to, (struct nsc_parent){visit.node, i}, distance);
	}
	if (others && !visit.neighbours) {
		visit_queue_push(&spread->queue,
				 (struct visit){visit.node, visit.symbol, true});
	}
}

static void init_ways(const struct nsc_target *target, struct nsc_ways *ways)
{
	size_t count = target->graph->nodes.len, i;

	ways->parent = nostd_bump_array(target->run->keep, struct nsc_parent, count);
	ways->distance = nostd_bump_array(target->run->keep, uint32_t, count);
	for (i = 0; i < count; i++) {
		ways->parent[i].node = NSC_NO_ROW;
		ways->parent[i].ref = NSC_NO_ROW;
		ways->distance[i] = UINT32_MAX;
	}
}

/* The entry first: a chain that begins there is the one people expect. */
static void visit_roots(struct spread *spread, bool entry)
{
	const struct nsc_target *target = spread->target;
	uint32_t i;

	for (i = 0; i < target->graph->nodes.len; i++) {
		uint8_t root = target->link->root[i];

		if (root != NSC_ROOT_NONE && (root == NSC_ROOT_ENTRY) == entry &&
		    spread->ways->distance[i] == UINT32_MAX && is_candidate(target, i)) {
			visit_node(spread, i, (struct nsc_parent){NSC_NO_ROW, NSC_NO_ROW},
				   0);
		}
	}
}

void nsc_ways_find(const struct nsc_target *target, struct nsc_ways *ways)
{
	struct nostd_bump_mark mark;
	struct spread spread = {.target = target, .ways = ways};
	size_t i;

	init_ways(target, ways);
	mark = nostd_bump_mark(target->run->scratch);
	spread.queue = visit_queue_new_in(nsc_scratch(target->run));
	visit_roots(&spread, true);
	visit_roots(&spread, false);
	for (i = 0; i < spread.queue.len; i++) {
		visit_refs(&spread, spread.queue.ptr[i]);
	}
	nostd_bump_reset(target->run->scratch, mark);
}

/* -- behind the boundary ------------------------------------------------------------- */

#define NOSTD_NAME known_drags
#define NOSTD_K    uint32_t
#define NOSTD_V    struct nsc_drag *
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_drags {
	const struct nsc_target *target;
	struct known_drags known;
	struct nsc_parent *parent; /* by node, for one search at a time */
	uint32_t *stamp;           /* by node: number of the search that saw it */
	uint32_t searches;
};

struct nsc_drags *nsc_drags_new(const struct nsc_target *target)
{
	struct nostd_bump *keep = target->run->keep;
	struct nsc_drags *drags = nostd_bump_new(keep, struct nsc_drags);

	drags->target = target;
	drags->known = known_drags_new_in(nsc_keep(target->run));
	drags->parent =
		nostd_bump_array(keep, struct nsc_parent, target->graph->nodes.len);
	drags->stamp = nostd_bump_array(keep, uint32_t, target->graph->nodes.len);
	return drags;
}

/* One search: what was seen, and the best end so far. */
struct search {
	struct nsc_drags *of;
	struct nsc_drag *drag;
	uint32_t wanted; /* symbol of the only end, behind no stub; NSC_NO_ROW: any */
	struct visit_queue queue;
	uint32_t end_node, end_ref; /* the reference that names the end */
	int end_rank;
};

/* Ends by how much they say: memory, then streams and files, then the rest of an OS. */
enum { END_NONE, END_HEAP_ENTRY, END_HOOK, END_IO_HOOK, END_HEAP_HOOK };

/* The first of a rank is the nearest, for the search goes outward. */
static void note_end(struct search *search, uint32_t node, uint32_t ref, uint32_t symbol,
		     int rank)
{
	if (rank <= search->end_rank) {
		return;
	}
	search->drag->end = symbol;
	search->end_node = node;
	search->end_ref = ref;
	search->end_rank = rank;
}

/*
 * A platform hook is at its end when no libc provides it: own code, a stub, or nobody
 * does.
 */
static bool is_open_hook(const struct nsc_target *target, uint32_t symbol)
{
	uint32_t file;

	return (target->meaning[symbol].traits & NSC_TRAIT_PLATFORM) &&
	       (!nsc_target_provider(target, symbol, &file) ||
		target->side[file] != NSC_SIDE_OF_HOSTED);
}

static int end_rank(const struct nsc_target *target, uint32_t symbol)
{
	const struct nsc_meaning *meaning = &target->meaning[symbol];

	if (!is_open_hook(target, symbol)) {
		return meaning->traits & NSC_TRAIT_HEAP ? END_HEAP_ENTRY : END_NONE;
	}
	if (meaning->capability == NSC_CAP_HEAP) {
		return END_HEAP_HOOK;
	}
	return meaning->capability == NSC_CAP_IO || meaning->capability == NSC_CAP_FS
		       ? END_IO_HOOK
		       : END_HOOK;
}

static void note_symbol(struct search *search, uint32_t node, uint32_t ref,
			uint32_t symbol)
{
	const struct nsc_target *target = search->of->target;
	const struct nsc_meaning *meaning = &target->meaning[symbol];

	if (search->wanted == NSC_NO_ROW || search->wanted == symbol) {
		note_end(search, node, ref, symbol,
			 search->wanted == symbol ? END_HOOK : end_rank(target, symbol));
	}
	if (!meaning->known || meaning->tier == NSC_TIER_CORE ||
	    !nsc_capability_drags((enum nsc_capability)meaning->capability)) {
		return;
	}
	search->drag->capabilities |= (uint64_t)1 << meaning->capability;
	if (meaning->tier > (uint8_t)search->drag->tier) {
		search->drag->tier = (enum nsc_tier)meaning->tier;
	}
}

/* Hosted and run-time code is looked into; own code answers for itself. */
static bool is_behind(const struct nsc_target *target, uint32_t node)
{
	uint8_t side = target->side[target->graph->nodes.ptr[node].file];

	return nsc_side_is_hosted(side) || side == NSC_SIDE_OF_RUNTIME ||
	       target->header_node[node];
}

static bool is_in_stub(const struct nsc_target *target, uint32_t node)
{
	return target->side[target->graph->nodes.ptr[node].file] == NSC_SIDE_OF_STUB;
}

static void enter(struct search *search, uint32_t node, uint32_t symbol,
		  struct nsc_parent from)
{
	struct nsc_drags *of = search->of;

	if (of->stamp[node] == of->searches || !is_behind(of->target, node) ||
	    (search->wanted != NSC_NO_ROW && is_in_stub(of->target, node))) {
		return;
	}
	of->stamp[node] = of->searches;
	of->parent[node] = from;
	visit_queue_push(&search->queue, (struct visit){node, symbol, false});
}

static void look_at(struct search *search, uint32_t node, uint32_t row)
{
	const struct nsc_graph_ref *ref = &search->of->target->graph->refs.ptr[row];
	uint32_t to = nsc_link_target(search->of->target->link, row);

	if (ref->kind == NSC_REF_WEAK && to == NSC_NO_ROW) {
		return;
	}
	if (!ref->local) {
		note_symbol(search, node, row, ref->to);
	}
	if (to != NSC_NO_ROW) {
		enter(search, to, symbol_of(search->of->target, row),
		      (struct nsc_parent){node, row});
	}
}

static void look_into(struct search *search, struct visit visit)
{
	const struct nsc_target *target = search->of->target;
	const struct nsc_graph_node *row = &target->graph->nodes.ptr[visit.node];
	bool others = false;
	uint32_t i;

	for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
		if (nsc_ref_within(target, visit.symbol, i) == visit.neighbours) {
			others = true;
		} else {
			look_at(search, visit.node, i);
		}
	}
	if (others && !visit.neighbours) {
		visit_queue_push(&search->queue,
				 (struct visit){visit.node, visit.symbol, true});
	}
}

/* From the end back to the start, then turned round. */
static void write_path(struct search *search)
{
	struct nsc_ref_row_vec *path = &search->drag->path;
	uint32_t node = search->end_node;
	size_t i;

	if (search->drag->end == NSC_NO_ROW) {
		return;
	}
	nsc_ref_row_vec_push(path, search->end_ref);
	while (search->of->parent[node].node != NSC_NO_ROW) {
		nsc_ref_row_vec_push(path, search->of->parent[node].ref);
		node = search->of->parent[node].node;
	}
	for (i = 0; i < path->len / 2; i++) {
		uint32_t other = path->ptr[path->len - 1 - i];

		path->ptr[path->len - 1 - i] = path->ptr[i];
		path->ptr[i] = other;
	}
}

static void search_from(struct nsc_drags *drags, uint32_t symbol, uint32_t wanted,
			struct nsc_drag *drag)
{
	const struct nsc_target *target = drags->target;
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct search search = {drags,      drag,
				wanted,     visit_queue_new_in(nsc_scratch(target->run)),
				NSC_NO_ROW, NSC_NO_ROW,
				END_NONE};
	uint32_t def = nsc_link_def(target->link, symbol);
	size_t i;

	drags->searches++;
	if (def != NSC_NO_ROW && target->graph->defs.ptr[def].node != NSC_NO_ROW) {
		enter(&search, target->graph->defs.ptr[def].node, symbol,
		      (struct nsc_parent){NSC_NO_ROW, NSC_NO_ROW});
	}
	for (i = 0; i < search.queue.len; i++) {
		look_into(&search, search.queue.ptr[i]);
	}
	write_path(&search);
	nostd_bump_reset(target->run->scratch, mark);
}

static struct nsc_drag *new_drag(struct nsc_drags *drags)
{
	struct nsc_drag *drag = nostd_bump_new(drags->target->run->keep, struct nsc_drag);

	drag->tier = NSC_TIER_CORE;
	drag->end = NSC_NO_ROW;
	drag->path = nsc_ref_row_vec_new_in(nsc_keep(drags->target->run));
	return drag;
}

const struct nsc_drag *nsc_drag_of(struct nsc_drags *drags, uint32_t symbol)
{
	struct nsc_drag *const *known = known_drags_get(&drags->known, symbol);
	struct nsc_drag *drag;

	if (known) {
		return *known;
	}
	drag = new_drag(drags);
	search_from(drags, symbol, NSC_NO_ROW, drag);
	known_drags_insert(&drags->known, symbol, drag);
	return drag;
}

const struct nsc_drag *nsc_drag_to(struct nsc_drags *drags, uint32_t symbol, uint32_t end)
{
	struct nsc_drag *drag = new_drag(drags);

	search_from(drags, symbol, end, drag);
	return drag;
}
