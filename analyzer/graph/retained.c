/*
 * retained.c - see retained.h.
 *
 * In two steps. First each place gets the last cut on the ways that lead to it: a place
 * is a node, or a __start_X or __stop_X, which leads to every section X.
 *
 *	settled   a way without any cut leads to it, or ways by either of two cuts that
 *	          settled places make: it stays whichever one of the cuts is made
 *	a cut     it is the last one on all ways
 *	joined    ways differ in their last cut
 *
 * In most images nearly all is settled, and little is joined. Then the dominators: of
 * the settled, which are one vertex, the root, as each is reached whatever is cut; of
 * cuts, each with all places whose ways have it last; and of joined places.
 */
#include "analyzer/graph/retained.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/dominators.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/graph/referrers.h"
#include "analyzer/graph/turns.h"

enum { WORD = 64 };

struct weaver {
	const struct nsc_link *link;
	const struct nsc_graph *graph;
	const struct nsc_cuts *cuts;
	struct nsc_run *run;
	const uint32_t *target_of; /* by symbol: node, or none */
	struct nsc_row_vec bounds; /* symbols __start_X; their places are behind nodes */
	uint32_t *bound_of;        /* by symbol: row of bounds, or none; NULL: no rule */
	uint32_t place_count;
	/* What lives together: of p, tie_to[tie_first[p]] .. ; NULL: nothing does. */
	uint32_t *tie_first, *tie_to;
	/* References that are cut: a bit of each, and the cut by its rank among these. */
	uint64_t *cut_bits;
	uint32_t *cut_rank; /* by word of cut_bits: bits in front of it */
	uint32_t *cut_at;   /* by rank */
	/* The last cuts. */
	struct nsc_turns waiting;  /* settled places that lead on */
	struct nsc_turns labelled; /* other places that do */
	uint64_t *settled;         /* a bit for each place */
	uint32_t *last; /* by place: a cut, cuts->count: joined, or none: not reached */
	uint8_t *given; /* by cut: a settled place makes it */
	struct nsc_row_groups of_cut; /* places by their last cut */
	/* The flow: the root, joined places, cuts that lead to what is not settled. */
	uint32_t *vertex_of_cut;
	struct nsc_row_vec joined; /* places by vertex, from 1 on */
	uint32_t *cut_of;          /* by vertex behind those */
	struct nsc_row_vec to;
};

static bool has_bit(const uint64_t *bits, uint32_t row)
{
	return bits[row / WORD] >> row % WORD & 1;
}

static void set_bit(uint64_t *bits, uint32_t row)
{
	bits[row / WORD] |= (uint64_t)1 << row % WORD;
}

static uint64_t *new_bits(struct nsc_run *run, size_t count)
{
	return nostd_bump_array(run->scratch, uint64_t, count / WORD + 1);
}

static bool stays(const struct weaver *of, uint32_t node)
{
	return of->link->live[node] == NSC_LIVE_YES;
}

/* Does it keep what it refers to, and what lives with it? */
static bool holds(const struct weaver *of, uint32_t node)
{
	return stays(of, node) || (of->link->rules & NSC_MARK_DISCARDED &&
				   of->link->live[node] == NSC_LIVE_DISCARDED);
}

/* A duplicate that was dropped, but that KEEP made a root all the same. */
static bool is_kept_duplicate(const struct weaver *of, uint32_t node)
{
	return of->link->root[node] == NSC_ROOT_KEEP &&
	       of->link->live[node] == NSC_LIVE_DROPPED &&
	       of->link->rules & NSC_MARK_DROPPED;
}

/* Do its references keep anything? */
static bool refers(const struct weaver *of, uint32_t node)
{
	return nsc_link_refers(of->link, node) &&
	       (holds(of, node) || is_kept_duplicate(of, node));
}

/*
 * The place that a reference leads to; NSC_NO_ROW: to none that is there, or that is
 * settled, about which there is nothing more to say.
 */
static uint32_t place_of_ref(const struct weaver *of, uint32_t row)
{
	const struct nsc_graph_ref *ref = &of->graph->refs.ptr[row];
	uint32_t node = ref->local ? ref->to : of->target_of[ref->to];

	if (node != NSC_NO_ROW) {
		return !has_bit(of->settled, node) && holds(of, node) ? node : NSC_NO_ROW;
	}
	if (!ref->local && of->bound_of && of->bound_of[ref->to] != NSC_NO_ROW) {
		node = (uint32_t)of->graph->nodes.len + of->bound_of[ref->to];
		return has_bit(of->settled, node) ? NSC_NO_ROW : node;
	}
	return NSC_NO_ROW;
}

/* -- which references are cut -------------------------------------------------------- */

/* `ref` is among them. */
static uint32_t *cut_of_ref(const struct weaver *of, uint32_t ref)
{
	uint64_t below = ((uint64_t)1 << ref % WORD) - 1;
	uint64_t bits = of->cut_bits[ref / WORD] & below;

	return &of->cut_at[of->cut_rank[ref / WORD] +
			   (uint32_t)__builtin_popcountll(bits)];
}

/* How many references of a cut count. */
static size_t refs_of(const struct weaver *of, size_t cut)
{
	return of->cuts->left_out[cut] ? 0 : of->cuts->all[cut]->ref_count;
}

static void index_cuts(struct weaver *of)
{
	size_t words = of->graph->refs.len / WORD + 1, word, i, k;
	uint32_t count = 0;

	of->cut_bits = new_bits(of->run, of->graph->refs.len);
	of->cut_rank = nsc_rows(of->run->scratch, words);
	for (i = 0; i < of->cuts->count; i++) {
		for (k = 0; k < refs_of(of, i); k++) {
			set_bit(of->cut_bits, of->cuts->all[i]->refs[k]);
		}
	}
	for (word = 0; word < words; word++) {
		of->cut_rank[word] = count;
		count += (uint32_t)__builtin_popcountll(of->cut_bits[word]);
	}
	of->cut_at = nsc_rows(of->run->scratch, count);
	for (i = 0; i < of->cuts->count; i++) {
		for (k = 0; k < refs_of(of, i); k++) {
			*cut_of_ref(of, of->cuts->all[i]->refs[k]) = (uint32_t)i;
		}
	}
}

/* -- what lives together ------------------------------------------------------------- */

/* Ties as they are found, before they are sorted by the place they come from. */
struct tie_list {
	struct nsc_row_vec from, to;
};

static void add_tie(struct tie_list *ties, uint32_t from, uint32_t to)
{
	nsc_row_vec_push(&ties->from, from);
	nsc_row_vec_push(&ties->to, to);
}

/*
 * The sections of a group that stay, in a ring. They are of one file, and so follow each
 * other; `newest` is by name id of the signature.
 */
static void tie_groups(const struct weaver *of, const struct nsc_graph_file *file,
		       uint32_t *newest, uint32_t *oldest, struct tie_list *ties)
{
	uint32_t end = file->node_first + file->node_count, i;

	for (i = file->node_first; i < end; i++) {
		uint32_t group = of->graph->nodes.ptr[i].group.ix;

		if (!nsc_name_given(of->graph->nodes.ptr[i].group) || !holds(of, i)) {
			continue;
		}
		if (newest[group] == NSC_NO_ROW) {
			oldest[group] = i;
		} else {
			add_tie(ties, newest[group], i);
		}
		newest[group] = i;
	}
	for (i = file->node_first; i < end; i++) {
		uint32_t group = of->graph->nodes.ptr[i].group.ix;

		if (newest[group] == i && oldest[group] != i) {
			add_tie(ties, i, oldest[group]);
		}
	}
	for (i = file->node_first; i < end; i++) {
		newest[of->graph->nodes.ptr[i].group.ix] = NSC_NO_ROW;
	}
}

static void tie_followers(const struct weaver *of, const struct nsc_graph_file *file,
			  struct tie_list *ties)
{
	uint32_t end = file->node_first + file->node_count, i;

	for (i = file->node_first; i < end; i++) {
		uint32_t leader = of->graph->nodes.ptr[i].companion;

		if (leader != NSC_NO_ROW && holds(of, leader) && holds(of, i)) {
			add_tie(ties, leader, i);
		}
	}
}

static void tie_files(const struct weaver *of, struct tie_list *ties)
{
	uint32_t names = nsc_names_count(of->graph->names), i;
	uint32_t *newest = nsc_no_rows(of->run->scratch, names);
	uint32_t *oldest = nsc_no_rows(of->run->scratch, names);

	for (i = 0; i < of->graph->files.len; i++) {
		const struct nsc_graph_file *file = &of->graph->files.ptr[i];

		if (of->link->rules & NSC_MARK_GROUPS) {
			tie_groups(of, file, newest, oldest, ties);
		}
		if (of->link->rules & NSC_MARK_FOLLOWERS) {
			tie_followers(of, file, ties);
		}
	}
}

static void find_bounds(struct weaver *of)
{
	uint32_t count = (uint32_t)of->graph->symbols.len, i;

	of->bounds = nsc_row_vec_new_in(nsc_scratch(of->run));
	for (i = 0; of->link->rules & NSC_MARK_BOUNDS && i < count; i++) {
		if (of->link->bound[i] == NSC_BOUND_LINKER) {
			nsc_row_vec_push(&of->bounds, i);
		}
	}
	if (of->bounds.len != 0) {
		of->bound_of = nsc_no_rows(of->run->scratch, count);
	}
	for (i = 0; i < of->bounds.len; i++) {
		of->bound_of[of->bounds.ptr[i]] = i;
	}
	of->place_count = (uint32_t)(of->graph->nodes.len + of->bounds.len);
}

static void tie_bounds(const struct weaver *of, struct tie_list *ties)
{
	uint32_t nodes = (uint32_t)of->graph->nodes.len, row, i;

	for (row = 0; row < of->bounds.len; row++) {
		struct nsc_name name =
			nsc_link_bounded_section(of->graph, of->bounds.ptr[row]);

		for (i = 0; nsc_name_given(name) && i < nodes; i++) {
			if (nsc_name_eq(of->graph->nodes.ptr[i].name, name) &&
			    holds(of, i)) {
				add_tie(ties, nodes + row, i);
			}
		}
	}
}

/* By place: a counting sort. */
static void index_ties(struct weaver *of)
{
	struct tie_list ties = {nsc_row_vec_new_in(nsc_scratch(of->run)),
				nsc_row_vec_new_in(nsc_scratch(of->run))};
	uint32_t i;

	tie_files(of, &ties);
	tie_bounds(of, &ties);
	if (ties.from.len == 0) {
		return;
	}
	of->tie_first =
		nostd_bump_array(of->run->scratch, uint32_t, (size_t)of->place_count + 1);
	of->tie_to = nsc_rows(of->run->scratch, ties.from.len);
	for (i = 0; i < ties.from.len; i++) {
		of->tie_first[ties.from.ptr[i]]++;
	}
	for (i = 0; i < of->place_count; i++) {
		of->tie_first[i + 1] += of->tie_first[i];
	}
	for (i = (uint32_t)ties.from.len; i > 0; i--) { /* ends become beginnings */
		of->tie_to[--of->tie_first[ties.from.ptr[i - 1]]] = ties.to.ptr[i - 1];
	}
}

/* -- the last cuts ------------------------------------------------------------------- */

static void settle(struct weaver *of, uint32_t place)
{
	if (!has_bit(of->settled, place)) {
		set_bit(of->settled, place);
		nsc_turns_add(&of->waiting, place);
	}
}

/* A way leads to a place that is not settled; `last` is its last cut, or joined. */
static void meet(struct weaver *of, uint32_t place, uint32_t last)
{
	uint32_t before = of->last[place], joined = (uint32_t)of->cuts->count;

	if (before == last || before == joined) {
		return;
	}
	if (before != NSC_NO_ROW && last != joined && of->given[before] &&
	    of->given[last]) {
		settle(of, place);
		return;
	}
	of->last[place] = before == NSC_NO_ROW ? last : joined;
	nsc_turns_add(&of->labelled, place);
}

static void settle_refs(struct weaver *of, uint32_t node)
{
	const struct nsc_graph_node *row = &of->graph->nodes.ptr[node];
	uint32_t i;

	for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
		uint32_t place = place_of_ref(of, i);

		if (place == NSC_NO_ROW) {
			continue;
		}
		if (has_bit(of->cut_bits, i)) {
			of->given[*cut_of_ref(of, i)] = 1;
			meet(of, place, *cut_of_ref(of, i));
		} else {
			settle(of, place);
		}
	}
}

static void pass_on_refs(struct weaver *of, uint32_t node, uint32_t last)
{
	const struct nsc_graph_node *row = &of->graph->nodes.ptr[node];
	uint32_t i;

	for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
		uint32_t place = place_of_ref(of, i);

		if (place != NSC_NO_ROW) {
			meet(of, place,
			     has_bit(of->cut_bits, i) ? *cut_of_ref(of, i) : last);
		}
	}
}

static void pass_on(struct weaver *of, uint32_t place)
{
	bool settled = has_bit(of->settled, place);
	uint32_t i;

	if (place < of->graph->nodes.len && refers(of, place)) {
		if (settled) {
			settle_refs(of, place);
		} else {
			pass_on_refs(of, place, of->last[place]);
		}
	}
	if (!of->tie_first) {
		return;
	}
	for (i = of->tie_first[place]; i < of->tie_first[place + 1]; i++) {
		if (settled) {
			settle(of, of->tie_to[i]);
		} else if (!has_bit(of->settled, of->tie_to[i])) {
			meet(of, of->tie_to[i], of->last[place]);
		}
	}
}

static void find_last_cuts(struct weaver *of)
{
	uint32_t nodes = (uint32_t)of->graph->nodes.len, i;

	for (i = 0; i < nodes; i++) {
		if (!holds(of, i)) {
			if (is_kept_duplicate(of, i) && refers(of, i)) {
				settle_refs(of, i);
			}
		} else if (of->link->root[i] != NSC_ROOT_NONE || !of->link->collects) {
			settle(of, i);
		}
	}
	/* What is settled goes first: little else is looked at twice. */
	while (nsc_turns_take(&of->waiting, &i) || nsc_turns_take(&of->labelled, &i)) {
		pass_on(of, i);
	}
}

/* -- the flow ------------------------------------------------------------------------ */

/* Joined places get numbers from cuts->count on, others none but for their last cut. */
static void sort_places(struct weaver *of)
{
	uint32_t count = (uint32_t)of->cuts->count, i;
	uint32_t *next;

	of->joined = nsc_row_vec_new_in(nsc_scratch(of->run));
	of->of_cut.first = nostd_bump_array(of->run->scratch, uint32_t, count + 1);
	for (i = 0; i < of->place_count; i++) {
		if (has_bit(of->settled, i)) {
			of->last[i] = NSC_NO_ROW;
		} else if (of->last[i] == count) {
			of->last[i] = count + (uint32_t)of->joined.len;
			nsc_row_vec_push(&of->joined, i);
		} else if (of->last[i] != NSC_NO_ROW) {
			of->of_cut.first[of->last[i] + 1]++;
		}
	}
	for (i = 0; i < count; i++) {
		of->of_cut.first[i + 1] += of->of_cut.first[i];
	}
	of->of_cut.rows = nsc_rows(of->run->scratch, of->of_cut.first[count]);
	next = nsc_rows(of->run->scratch, count);
	memcpy(next, of->of_cut.first, count * sizeof(*next));
	for (i = 0; i < of->place_count; i++) {
		if (of->last[i] < count) {
			of->of_cut.rows[next[of->last[i]]++] = i;
		}
	}
}

/* NSC_NO_ROW: it has none. */
static uint32_t vertex_of_place(const struct weaver *of, uint32_t place)
{
	uint32_t last = place == NSC_NO_ROW ? NSC_NO_ROW : of->last[place];

	if (last == NSC_NO_ROW) {
		return NSC_NO_ROW;
	}
	return last < of->cuts->count ? of->vertex_of_cut[last]
				      : last - (uint32_t)of->cuts->count + 1;
}

/* Does a cut, once it is reached, lead to what is not settled? */
static bool leads_on(const struct weaver *of, uint32_t number)
{
	const struct nsc_cut *cut = of->cuts->all[number];
	size_t i;

	for (i = 0; i < refs_of(of, number); i++) {
		uint32_t place = place_of_ref(of, cut->refs[i]);

		if (place != NSC_NO_ROW && of->last[place] != NSC_NO_ROW &&
		    refers(of, of->graph->refs.ptr[cut->refs[i]].from)) {
			return true;
		}
	}
	return false;
}

/* How many vertices there are in all. */
static uint32_t number_cuts(struct weaver *of)
{
	uint32_t first = (uint32_t)of->joined.len + 1, next = first, i;

	of->vertex_of_cut = nsc_rows(of->run->scratch, of->cuts->count);
	for (i = 0; i < of->cuts->count; i++) {
		of->vertex_of_cut[i] = leads_on(of, i) ? next++ : NSC_NO_ROW;
	}
	of->cut_of = nsc_rows(of->run->scratch, next - first);
	for (i = 0; i < of->cuts->count; i++) {
		if (of->vertex_of_cut[i] != NSC_NO_ROW) {
			of->cut_of[of->vertex_of_cut[i] - first] = i;
		}
	}
	return next;
}

static void add_edge(struct weaver *of, uint32_t from, uint32_t to)
{
	if (to != NSC_NO_ROW && to != from) {
		nsc_row_vec_push(&of->to, to);
	}
}

static void add_edges_of_place(struct weaver *of, uint32_t vertex, uint32_t place)
{
	const struct nsc_graph_node *row = &of->graph->nodes.ptr[place];
	uint32_t i;

	if (place < of->graph->nodes.len && refers(of, place)) {
		for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
			add_edge(of, vertex,
				 has_bit(of->cut_bits, i)
					 ? of->vertex_of_cut[*cut_of_ref(of, i)]
					 : vertex_of_place(of, place_of_ref(of, i)));
		}
	}
	for (i = of->tie_first ? of->tie_first[place] : 0;
	     of->tie_first && i < of->tie_first[place + 1]; i++) {
		add_edge(of, vertex, vertex_of_place(of, of->tie_to[i]));
	}
}

static void add_edges_of_cut(struct weaver *of, uint32_t vertex, uint32_t number)
{
	const struct nsc_cut *cut = of->cuts->all[number];
	size_t i;

	for (i = 0; i < cut->ref_count; i++) {
		if (refers(of, of->graph->refs.ptr[cut->refs[i]].from)) {
			add_edge(of, vertex,
				 vertex_of_place(of, place_of_ref(of, cut->refs[i])));
		}
	}
	for (i = of->of_cut.first[number]; i < of->of_cut.first[number + 1]; i++) {
		add_edges_of_place(of, vertex, of->of_cut.rows[i]);
	}
}

/* Edges in the order of their vertices. */
static struct nsc_flow weave(struct weaver *of)
{
	struct nsc_flow flow = {number_cuts(of), NULL, NULL};
	uint32_t *first = nsc_rows(of->run->scratch, (size_t)flow.count + 1);
	uint32_t joined = (uint32_t)of->joined.len, i;

	of->to = nsc_row_vec_new_in(nsc_scratch(of->run));
	first[0] = 0;
	for (i = 0; i < of->cuts->count; i++) {
		if (of->given[i]) {
			add_edge(of, 0, of->vertex_of_cut[i]);
		}
	}
	for (i = 1; i < flow.count; i++) {
		first[i] = (uint32_t)of->to.len;
		if (i <= joined) {
			add_edges_of_place(of, i, of->joined.ptr[i - 1]);
		} else {
			add_edges_of_cut(of, i, of->cut_of[i - joined - 1]);
		}
	}
	first[flow.count] = (uint32_t)of->to.len;
	flow.first = first;
	flow.to = of->to.ptr;
	return flow;
}

/* -- subtrees ------------------------------------------------------------------------ */

/* Vertices by their dominator, as a list of children. */
struct tree {
	uint32_t *child, *sibling; /* by vertex */
};

static struct tree plant(struct nsc_run *run, const uint32_t *idom, uint32_t count)
{
	struct tree tree = {nsc_no_rows(run->scratch, count),
			    nsc_no_rows(run->scratch, count)};
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (idom[i] != NSC_NO_ROW) {
			tree.sibling[i] = tree.child[idom[i]];
			tree.child[idom[i]] = i;
		}
	}
	return tree;
}

static void gather_place(const struct weaver *of, uint32_t place,
			 struct nsc_row_vec *nodes)
{
	if (place < of->graph->nodes.len && stays(of, place)) {
		nsc_row_vec_push(nodes, place);
	}
}

/* All nodes below a vertex that are in the image. */
static void gather(const struct weaver *of, const struct tree *tree, uint32_t vertex,
		   struct nsc_row_vec *queue, struct nsc_row_vec *nodes)
{
	uint32_t joined = (uint32_t)of->joined.len, child, cut, i;

	nsc_row_vec_push(queue, vertex);
	while (nsc_row_vec_pop(queue, &vertex)) {
		for (child = tree->child[vertex]; child != NSC_NO_ROW;
		     child = tree->sibling[child]) {
			nsc_row_vec_push(queue, child);
		}
		if (vertex <= joined) {
			gather_place(of, of->joined.ptr[vertex - 1], nodes);
			continue;
		}
		cut = of->cut_of[vertex - joined - 1];
		for (i = of->of_cut.first[cut]; i < of->of_cut.first[cut + 1]; i++) {
			gather_place(of, of->of_cut.rows[i], nodes);
		}
	}
}

/* A number for what a reference leads to: a node, or a symbol without one. */
static size_t lead(const struct nsc_link *link, uint32_t row)
{
	uint32_t node = nsc_link_target(link, row);

	return node != NSC_NO_ROW
		       ? node
		       : link->graph->nodes.len + link->graph->refs.ptr[row].to;
}

bool nsc_retained_is_told(const struct nsc_link *link, const struct nsc_cut *cut)
{
	const struct nsc_graph_ref *refs = link->graph->refs.ptr;
	bool one_source = true, one_target = true;
	size_t first = cut->ref_count, i;

	if (cut->ref_count == 1) {
		return true;
	}
	for (i = 0; i < cut->ref_count; i++) {
		if (link->live[refs[cut->refs[i]].from] == NSC_LIVE_NO) {
			continue;
		}
		if (first == cut->ref_count) {
			first = i;
		}
		one_source = one_source &&
			     refs[cut->refs[i]].from == refs[cut->refs[first]].from;
		one_target = one_target &&
			     lead(link, cut->refs[i]) == lead(link, cut->refs[first]);
	}
	return one_source || one_target;
}

static void init_weaver(struct weaver *of, struct nsc_run *run,
			const struct nsc_link *link, const struct nsc_cuts *cuts)
{
	of->run = run;
	of->link = link;
	of->graph = link->graph;
	of->cuts = cuts;
	of->target_of = nsc_link_targets(link, run->scratch);
	find_bounds(of);
	index_cuts(of);
	index_ties(of);
	nsc_turns_init(&of->waiting, run->scratch, of->place_count);
	nsc_turns_init(&of->labelled, run->scratch, of->place_count);
	of->settled = new_bits(run, of->place_count);
	of->last = nsc_no_rows(run->scratch, of->place_count);
	of->given = nostd_bump_array(run->scratch, uint8_t, cuts->count);
}

void nsc_retained_find(struct nsc_run *run, const struct nsc_link *link,
		       const struct nsc_cuts *cuts, struct nostd_bump *arena,
		       struct nsc_retained *out)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_row_vec nodes = nsc_row_vec_new_in(nostd_bump_in(arena)), queue;
	struct weaver of = {0};
	struct nsc_flow flow;
	struct tree tree;
	uint32_t *idom;
	uint32_t i;

	out->first = nostd_bump_array(arena, uint32_t, cuts->count + 1);
	init_weaver(&of, run, link, cuts);
	find_last_cuts(&of);
	sort_places(&of);
	flow = weave(&of);
	idom = nsc_rows(run->scratch, flow.count);
	nsc_dominators_find(run, &flow, idom);
	tree = plant(run, idom, flow.count);
	queue = nsc_row_vec_new_in(nsc_scratch(run));
	for (i = 0; i < cuts->count; i++) {
		if (of.vertex_of_cut[i] != NSC_NO_ROW &&
		    idom[of.vertex_of_cut[i]] != NSC_NO_ROW) {
			gather(&of, &tree, of.vertex_of_cut[i], &queue, &nodes);
		}
		out->first[i + 1] = (uint32_t)nodes.len;
	}
	out->nodes = nodes.ptr;
	nostd_bump_reset(run->scratch, mark);
}
