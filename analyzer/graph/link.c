/*
 * link.c - binding looked up, and liveness. See link.h.
 */
#include "analyzer/graph/link.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/turns.h"

void nsc_link_init(struct nsc_link *link, const struct nsc_graph *graph,
		   struct nostd_bump *arena)
{
	size_t files = graph->files.len, symbols = graph->symbols.len;

	memset(link, 0, sizeof(*link));
	link->graph = graph;
	link->rules = NSC_MARK_ALL;
	link->loaded = nostd_bump_array(arena, uint8_t, files);
	link->pulled_by = nsc_no_rows(arena, files);
	link->pulled_for = nsc_no_rows(arena, files);
	link->order = nostd_bump_array(arena, uint32_t, files);
	link->bound = nostd_bump_array(arena, uint8_t, symbols);
	link->bound_def = nsc_no_rows(arena, symbols);
	link->mentioned = nostd_bump_array(arena, uint8_t, symbols);
	link->live = nostd_bump_array(arena, uint8_t, graph->nodes.len);
	link->root = nostd_bump_array(arena, uint8_t, graph->nodes.len);
}

uint32_t nsc_link_def(const struct nsc_link *link, uint32_t symbol)
{
	return link->bound[symbol] == NSC_BOUND_DEF ? link->bound_def[symbol]
						    : NSC_NO_ROW;
}

uint32_t nsc_link_meant(const struct nsc_link *link, uint32_t symbol)
{
	enum { ALIASES_MAX = 8 }; /* a = b; b = c; a ring of them must end, too */
	uint32_t i;

	for (i = 0; i < ALIASES_MAX && link->bound[symbol] == NSC_BOUND_SCRIPT &&
		    link->graph->symbols.ptr[symbol].alias != NSC_NO_ROW;
	     i++) {
		symbol = link->graph->symbols.ptr[symbol].alias;
	}
	return symbol;
}

static uint32_t symbol_target(const struct nsc_link *link, uint32_t symbol)
{
	uint32_t def = nsc_link_def(link, nsc_link_meant(link, symbol));

	return def == NSC_NO_ROW ? NSC_NO_ROW : link->graph->defs.ptr[def].node;
}

uint32_t nsc_link_target(const struct nsc_link *link, uint32_t row)
{
	const struct nsc_graph_ref *ref = &link->graph->refs.ptr[row];

	return ref->local ? ref->to : symbol_target(link, ref->to);
}

uint32_t *nsc_link_targets(const struct nsc_link *link, struct nostd_bump *arena)
{
	uint32_t count = (uint32_t)link->graph->symbols.len, i;
	uint32_t *targets = nsc_rows(arena, count);

	for (i = 0; i < count; i++) {
		targets[i] = symbol_target(link, i);
	}
	return targets;
}

bool nsc_cut_has(const struct nsc_cut *cut, uint32_t ref)
{
	size_t low = 0, high = cut ? cut->ref_count : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cut->refs[middle] == ref) {
			return true;
		}
		if (cut->refs[middle] < ref) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return false;
}

/* -- marking ------------------------------------------------------------------------- */

/*
 * Nodes that live and die together with others: groups, companions, C-identifier names.
 * Of what no node of the link has, there are no arrays.
 */
struct ties {
	uint32_t *next_in_group;  /* by node: a ring over its section group, or none */
	uint32_t *newest;         /* by name id: last node that is of this group */
	uint32_t *first_follower; /* by node: first node whose companion it is */
	uint32_t *next_follower;
	uint32_t *first_named; /* by name id: first node of that section name */
	uint32_t *next_named;
};

struct marker {
	struct nsc_link *link;
	const struct nsc_cut *cut;
	const uint32_t *targets; /* by symbol: node, or none */
	bool told; /* the map's word counts: what it did not place cannot live */
	struct ties ties;
	struct nsc_turns waiting;
};

static bool is_loaded(const struct nsc_link *link, uint32_t node)
{
	return link->loaded[link->graph->nodes.ptr[node].file] != NSC_NOT_LOADED;
}

/* A ring over the nodes of a file that have one signature. */
static void tie_group(struct nsc_run *run, const struct nsc_graph *graph,
		      struct ties *ties, uint32_t node)
{
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	uint32_t other;

	if (!ties->newest) {
		ties->newest = nsc_no_rows(run->scratch, nsc_names_count(graph->names));
		ties->next_in_group = nsc_no_rows(run->scratch, graph->nodes.len);
	}
	other = ties->newest[row->group.ix];
	ties->newest[row->group.ix] = node;
	ties->next_in_group[node] = node;
	if (other != NSC_NO_ROW && graph->nodes.ptr[other].file == row->file) {
		ties->next_in_group[node] = ties->next_in_group[other];
		ties->next_in_group[other] = node;
	}
}

static void tie_follower(struct nsc_run *run, const struct nsc_graph *graph,
			 struct ties *ties, uint32_t node)
{
	uint32_t companion = graph->nodes.ptr[node].companion;

	if (!ties->first_follower) {
		ties->first_follower = nsc_no_rows(run->scratch, graph->nodes.len);
		ties->next_follower = nsc_no_rows(run->scratch, graph->nodes.len);
	}
	ties->next_follower[node] = ties->first_follower[companion];
	ties->first_follower[companion] = node;
}

static bool has_bounds(const struct nsc_link *link)
{
	size_t i;

	for (i = 0; i < link->graph->symbols.len; i++) {
		if (link->bound[i] == NSC_BOUND_LINKER) {
			return (link->rules & NSC_MARK_BOUNDS) != 0;
		}
	}
	return false;
}

static void tie_names(struct nsc_run *run, const struct nsc_link *link, struct ties *ties)
{
	const struct nsc_graph *graph = link->graph;
	uint32_t i;

	if (!has_bounds(link)) {
		return;
	}
	ties->first_named = nsc_no_rows(run->scratch, nsc_names_count(graph->names));
	ties->next_named = nsc_no_rows(run->scratch, graph->nodes.len);
	for (i = 0; i < graph->nodes.len; i++) {
		if (is_loaded(link, i)) {
			uint32_t name = graph->nodes.ptr[i].name.ix;

			ties->next_named[i] = ties->first_named[name];
			ties->first_named[name] = i;
		}
	}
}

static void tie_nodes(struct nsc_run *run, const struct nsc_link *link, struct ties *ties)
{
	const struct nsc_graph *graph = link->graph;
	uint32_t i;

	memset(ties, 0, sizeof(*ties));
	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		if (nsc_name_given(node->group) && link->rules & NSC_MARK_GROUPS) {
			tie_group(run, graph, ties, i);
		}
		if (node->companion != NSC_NO_ROW && link->rules & NSC_MARK_FOLLOWERS) {
			tie_follower(run, graph, ties, i);
		}
	}
	tie_names(run, link, ties);
}

bool nsc_link_is_absent(const struct nsc_graph *graph, uint32_t node)
{
	enum { POOLED = NSC_NODE_MERGE | NSC_NODE_EH_FRAME | NSC_NODE_UNWIND };
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	unsigned knows = graph->in.map->knows & (NSC_MAP_SECTIONS | NSC_MAP_DISCARDED);

	return knows == NSC_MAP_SECTIONS && row->placed == NSC_NO_ROW &&
	       row->kind == NSC_NODE_SECTION && row->size != 0 &&
	       (row->flags & NSC_NODE_ALLOC) && !(row->flags & POOLED) &&
	       graph->files.ptr[row->file].basis == NSC_FROM_OBJECT;
}

/* Its row is looked at when its turn comes, together with those beside it. */
static void reach(struct marker *marker, uint32_t node)
{
	if (marker->link->live[node] == NSC_LIVE_NO) {
		nsc_turns_add(&marker->waiting, node);
	}
}

/* What is reached lives, if it can. */
static bool enter(const struct marker *marker, uint32_t node)
{
	const struct nsc_graph_node *row = &marker->link->graph->nodes.ptr[node];
	uint8_t *live = &marker->link->live[node];

	if (*live != NSC_LIVE_NO || !is_loaded(marker->link, node)) {
		return false;
	}
	if (marker->told && row->discarded != NSC_NO_ROW && row->placed == NSC_NO_ROW) {
		*live = NSC_LIVE_DISCARDED;
		return false;
	}
	if (marker->told && nsc_link_is_absent(marker->link->graph, node)) {
		return false;
	}
	*live = NSC_LIVE_YES;
	return true;
}

struct nsc_name nsc_link_bounded_section(const struct nsc_graph *graph, uint32_t symbol)
{
	struct nostd_str text =
		nsc_name_text(graph->names, graph->symbols.ptr[symbol].name);

	if (!nostd_str_strip_prefix(&text, NOSTD_STR("__start_")) &&
	    !nostd_str_strip_prefix(&text, NOSTD_STR("__stop_"))) {
		return (struct nsc_name){0};
	}
	return nsc_name_find(graph->names, text);
}

static void reach_named(struct marker *marker, uint32_t symbol)
{
	struct nsc_name name = nsc_link_bounded_section(marker->link->graph, symbol);
	uint32_t node;

	if (!nsc_name_given(name)) {
		return;
	}
	for (node = marker->ties.first_named[name.ix]; node != NSC_NO_ROW;
	     node = marker->ties.next_named[node]) {
		reach(marker, node);
	}
}

static void follow_ref(struct marker *marker, uint32_t row)
{
	const struct nsc_graph_ref *ref = &marker->link->graph->refs.ptr[row];
	uint32_t target;

	if (nsc_cut_has(marker->cut, row)) {
		return;
	}
	target = ref->local ? ref->to : marker->targets[ref->to];
	if (target != NSC_NO_ROW) {
		reach(marker, target);
	} else if (!ref->local && marker->link->bound[ref->to] == NSC_BOUND_LINKER &&
		   marker->link->rules & NSC_MARK_BOUNDS) {
		reach_named(marker, ref->to);
	}
}

bool nsc_link_refers(const struct nsc_link *link, uint32_t node)
{
	uint16_t flags = link->graph->nodes.ptr[node].flags;

	return !(flags & NSC_NODE_EH_FRAME) &&
	       (flags & NSC_NODE_ALLOC || link->rules & NSC_MARK_UNFLAGGED);
}

static void follow_refs(struct marker *marker, uint32_t node)
{
	const struct nsc_graph_node *row = &marker->link->graph->nodes.ptr[node];
	uint32_t i;

	if (!nsc_link_refers(marker->link, node)) {
		return;
	}
	for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
		follow_ref(marker, i);
	}
}

static void follow_ties(struct marker *marker, uint32_t node)
{
	const struct ties *ties = &marker->ties;
	uint32_t i;

	if (ties->next_in_group) {
		for (i = ties->next_in_group[node]; i != NSC_NO_ROW && i != node;
		     i = ties->next_in_group[i]) {
			reach(marker, i);
		}
	}
	if (ties->first_follower) {
		for (i = ties->first_follower[node]; i != NSC_NO_ROW;
		     i = ties->next_follower[i]) {
			reach(marker, i);
		}
	}
}

static void follow_all(struct marker *marker)
{
	uint32_t node;

	while (nsc_turns_take(&marker->waiting, &node)) {
		if (enter(marker, node)) {
			follow_ties(marker, node);
			follow_refs(marker, node);
		}
	}
}

static void init_marker(struct nsc_run *run, struct nsc_link *link,
			const struct nsc_cut *cut, struct marker *marker)
{
	marker->link = link;
	marker->cut = cut;
	marker->targets = nsc_link_targets(link, run->scratch);
	marker->told = false;
	nsc_turns_init(&marker->waiting, run->scratch, (uint32_t)link->graph->nodes.len);
	tie_nodes(run, link, &marker->ties);
}

/* Before marking: every node may die, unless its group lost or the script discards it. */
static void reset_live(struct nsc_link *link, const struct nsc_link *base)
{
	size_t i;

	for (i = 0; i < link->graph->nodes.len; i++) {
		if (base && base->live[i] == NSC_LIVE_DISCARDED) {
			link->live[i] = NSC_LIVE_DISCARDED;
		} else if (link->live[i] != NSC_LIVE_DROPPED &&
			   link->live[i] != NSC_LIVE_DISCARDED) {
			link->live[i] = NSC_LIVE_NO;
		}
	}
}

void nsc_link_mark(struct nsc_run *run, struct nsc_link *link,
		   const struct nsc_link *base, const struct nsc_cut *cut)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct marker marker;
	uint32_t i;

	reset_live(link, base);
	init_marker(run, link, cut, &marker);
	for (i = 0; i < link->graph->nodes.len; i++) {
		if (link->root[i] != NSC_ROOT_NONE || !link->collects) {
			reach(&marker, i);
		}
		if (link->root[i] == NSC_ROOT_KEEP && link->live[i] == NSC_LIVE_DROPPED &&
		    link->rules & NSC_MARK_DROPPED) {
			follow_refs(&marker, i);
		}
	}
	follow_all(&marker);
	nostd_bump_reset(run->scratch, mark);
}

/* -- roots from what a map shows ----------------------------------------------------- */

/*
 * Output and input sections that the default scripts of GNU ld 2.40 KEEP (`ld --verbose`,
 * arm, riscv, x86-64 and avr emulations), and the names vendors' scripts keep their
 * vectors in.
 */
static const char *const kept_names[] = {
	".init",  ".fini", ".init_array", ".fini_array", ".preinit_array",     ".ctors",
	".dtors", ".jcr",  ".vectors",    ".isr_vector", ".note.gnu.build-id", ".stack",
};

static bool is_kept_name(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < sizeof(kept_names) / sizeof(kept_names[0]); i++) {
		struct nostd_str kept = nostd_str_from_c(kept_names[i]);

		if (nostd_str_starts_with(name, kept) &&
		    (name.len == kept.len || name.ptr[kept.len] == '.')) {
			return true;
		}
	}
	return false;
}

static bool in_map(const struct nsc_graph *graph, uint32_t node)
{
	return graph->nodes.ptr[node].placed != NSC_NO_ROW;
}

/* What the map placed and nothing live reaches, in map order. */
static struct nsc_row_vec unexplained(struct nsc_run *run, const struct nsc_link *link)
{
	const struct nsc_graph *graph = link->graph;
	struct nsc_row_vec all = nsc_row_vec_new_in(nsc_scratch(run));
	uint32_t *node_of = nsc_no_rows(run->scratch, graph->in.map->sections.len);
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		if (in_map(graph, i) && link->live[i] == NSC_LIVE_NO) {
			node_of[graph->nodes.ptr[i].placed] = i;
		}
	}
	for (i = 0; i < graph->in.map->sections.len; i++) {
		if (node_of[i] != NSC_NO_ROW) {
			nsc_row_vec_push(&all, node_of[i]);
		}
	}
	return all;
}

/*
 * How many unexplained nodes refer to each unexplained node: those with none come first.
 */
static uint32_t *count_referrers(struct nsc_run *run, const struct nsc_link *link,
				 const struct nsc_row_vec *open)
{
	const struct nsc_graph *graph = link->graph;
	uint32_t *count = nostd_bump_array(run->scratch, uint32_t, graph->nodes.len);
	uint32_t i, r;

	for (i = 0; i < open->len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[open->ptr[i]];

		if (node->companion != NSC_NO_ROW) {
			count[open->ptr[i]]++;
		}
		if (node->flags & (NSC_NODE_EH_FRAME | NSC_NODE_UNWIND)) {
			continue;
		}
		for (r = node->ref_first; r < node->ref_first + node->ref_count; r++) {
			uint32_t to = nsc_link_target(link, r);

			if (to != NSC_NO_ROW && to != open->ptr[i]) {
				count[to]++;
			}
		}
	}
	return count;
}

static void take_root(struct marker *marker, uint32_t node, uint8_t why)
{
	if (marker->link->live[node] == NSC_LIVE_NO) {
		marker->link->root[node] = why;
		reach(marker, node);
		follow_all(marker);
	}
}

/* Roots that are known by what they are. */
static void take_known_roots(struct marker *marker)
{
	const struct nsc_graph *graph = marker->link->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		if (!in_map(graph, i)) {
			continue;
		}
		if (node->flags & NSC_NODE_RETAIN) {
			take_root(marker, i, NSC_ROOT_RETAIN);
		} else if (is_kept_name(nsc_name_text(graph->names, node->name))) {
			take_root(marker, i, NSC_ROOT_KEEP);
		}
	}
}

void nsc_link_roots_from_map(struct nsc_run *run, struct nsc_link *link)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_row_vec open;
	struct marker marker;
	uint32_t *referrers;
	uint32_t i;

	reset_live(link, NULL);
	init_marker(run, link, NULL, &marker);
	marker.told = true;
	for (i = 0; i < link->graph->nodes.len; i++) {
		if (link->root[i] != NSC_ROOT_NONE || !link->collects) {
			reach(&marker, i);
		}
	}
	follow_all(&marker);
	take_known_roots(&marker);
	open = unexplained(run, link);
	referrers = count_referrers(run, link, &open);
	for (i = 0; i < open.len; i++) {
		if (referrers[open.ptr[i]] == 0) {
			take_root(&marker, open.ptr[i], NSC_ROOT_KEEP);
		}
	}
	for (i = 0; i < open.len; i++) {
		take_root(&marker, open.ptr[i], NSC_ROOT_KEEP);
	}
	nostd_bump_reset(run->scratch, mark);
}

void nsc_link_roots_exported(struct nsc_link *link)
{
	const struct nsc_graph *graph = link->graph;
	size_t i;

	for (i = 0; i < graph->defs.len; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (def->node != NSC_NO_ROW &&
		    !(graph->nodes.ptr[def->node].flags & NSC_NODE_INLINE)) {
			link->root[def->node] = NSC_ROOT_EXPORTED;
		}
	}
	for (i = 0; i < graph->nodes.len; i++) {
		if (graph->nodes.ptr[i].flags & (NSC_NODE_USED | NSC_NODE_RETAIN)) {
			link->root[i] = NSC_ROOT_EXPORTED;
		}
	}
}
