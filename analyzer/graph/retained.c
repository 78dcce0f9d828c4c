/*
 * retained.c - see retained.h.
 *
 * Vertices: the root; each node; each cut; and each __start_X and __stop_X, which leads
 * to every section X.
 */
#include "analyzer/graph/retained.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/dominators.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"

/* A reference that is cut. */
struct cut_ref {
	uint32_t ref, cut;
};

#define NOSTD_NAME cut_refs
#define NOSTD_T    struct cut_ref
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      cut_refs
#define NOSTD_T         struct cut_ref
#define NOSTD_CMP(a, b) (((a)->ref > (b)->ref) - ((a)->ref < (b)->ref))
#include <nostd/sort.h>

struct weaver {
	const struct nsc_link *link;
	const struct nsc_graph *graph;
	struct cut_refs cut;       /* by reference */
	uint32_t cut_first;        /* vertex of the first cut */
	uint32_t bounds_first;     /* vertex of the first symbol of `bounds` */
	struct nsc_row_vec bounds; /* symbols __start_X that live nodes refer to */
	uint32_t *bound_of;        /* by symbol: row of bounds, or none; NULL: no rule */
	const uint32_t *target_of; /* by symbol: node, or none */
	/* The flow, twice: first how many edges each vertex has, then the edges. */
	uint32_t *first, *next, *to;
};

static uint32_t vertex_of_node(uint32_t node)
{
	return node + 1;
}

static void add_edge(struct weaver *of, uint32_t from, uint32_t to)
{
	if (of->to) {
		of->to[of->next[from]++] = to;
	} else {
		of->first[from + 1]++;
	}
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

/* -- references ---------------------------------------------------------------------- */

/* Nodes are left out that no edge shall lead to. */
static void add_edge_to_node(struct weaver *of, uint32_t from, uint32_t node)
{
	if (holds(of, node)) {
		add_edge(of, from, vertex_of_node(node));
	}
}

static void add_ref(struct weaver *of, uint32_t from, uint32_t row)
{
	const struct nsc_graph_ref *ref = &of->graph->refs.ptr[row];
	uint32_t node = ref->local ? ref->to : of->target_of[ref->to];

	if (node != NSC_NO_ROW) {
		add_edge_to_node(of, from, node);
	} else if (!ref->local && of->bound_of && of->bound_of[ref->to] != NSC_NO_ROW) {
		add_edge(of, from, of->bounds_first + of->bound_of[ref->to]);
	}
}

/* All references of a node; `at` is the first of `cut` that may be among them. */
static void add_refs(struct weaver *of, uint32_t from, const struct nsc_graph_node *node,
		     size_t *at)
{
	uint32_t end = node->ref_first + node->ref_count, i;

	for (i = node->ref_first; i < end; i++) {
		while (*at < of->cut.len && of->cut.ptr[*at].ref < i) {
			++*at;
		}
		if (*at < of->cut.len && of->cut.ptr[*at].ref == i) {
			uint32_t cut = of->cut_first + of->cut.ptr[*at].cut;

			add_edge(of, from, cut);
			add_ref(of, cut, i);
		} else {
			add_ref(of, from, i);
		}
	}
}

/* -- what lives together ------------------------------------------------------------- */

/*
 * The sections of a group that stay, in a ring. They are of one file, and so follow each
 * other; `newest` is by name id of the signature.
 */
static void add_groups(struct weaver *of, const struct nsc_graph_file *file,
		       uint32_t *newest, uint32_t *oldest)
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
			add_edge(of, vertex_of_node(newest[group]), vertex_of_node(i));
		}
		newest[group] = i;
	}
	for (i = file->node_first; i < end; i++) {
		uint32_t group = of->graph->nodes.ptr[i].group.ix;

		if (newest[group] == i && oldest[group] != i) {
			add_edge(of, vertex_of_node(i), vertex_of_node(oldest[group]));
		}
	}
	for (i = file->node_first; i < end; i++) {
		newest[of->graph->nodes.ptr[i].group.ix] = NSC_NO_ROW;
	}
}

static void add_all_groups(struct weaver *of, struct nsc_run *run)
{
	uint32_t *newest, *oldest;
	uint32_t names = nsc_names_count(of->graph->names), i;

	if (!(of->link->rules & NSC_MARK_GROUPS)) {
		return;
	}
	newest = nsc_no_rows(run->scratch, names);
	oldest = nsc_no_rows(run->scratch, names);
	for (i = 0; i < of->graph->files.len; i++) {
		add_groups(of, &of->graph->files.ptr[i], newest, oldest);
	}
}

static void add_followers(struct weaver *of)
{
	uint32_t i;

	for (i = 0; i < of->graph->nodes.len; i++) {
		uint32_t leader = of->graph->nodes.ptr[i].companion;

		if (of->link->rules & NSC_MARK_FOLLOWERS && leader != NSC_NO_ROW &&
		    holds(of, leader)) {
			add_edge_to_node(of, vertex_of_node(leader), i);
		}
	}
}

static void add_bounds(struct weaver *of)
{
	uint32_t row, i;

	for (row = 0; row < of->bounds.len; row++) {
		struct nsc_name name =
			nsc_link_bounded_section(of->graph, of->bounds.ptr[row]);

		for (i = 0; nsc_name_given(name) && i < of->graph->nodes.len; i++) {
			if (nsc_name_eq(of->graph->nodes.ptr[i].name, name)) {
				add_edge_to_node(of, of->bounds_first + row, i);
			}
		}
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static void add_node(struct weaver *of, uint32_t node, size_t *at)
{
	const struct nsc_graph_node *row = &of->graph->nodes.ptr[node];
	bool refers = nsc_link_refers(of->link, node);

	if (holds(of, node)) {
		if (of->link->root[node] != NSC_ROOT_NONE || !of->link->collects) {
			add_edge(of, 0, vertex_of_node(node));
		}
		if (refers) {
			add_refs(of, vertex_of_node(node), row, at);
		}
	} else if (of->link->root[node] == NSC_ROOT_KEEP && refers &&
		   of->link->live[node] == NSC_LIVE_DROPPED &&
		   of->link->rules & NSC_MARK_DROPPED) {
		add_refs(of, 0, row, at);
	}
}

static void add_all(struct weaver *of, struct nsc_run *run)
{
	size_t at = 0;
	uint32_t i;

	for (i = 0; i < of->graph->nodes.len; i++) {
		add_node(of, i, &at);
	}
	add_all_groups(of, run);
	add_followers(of);
	add_bounds(of);
}

static void find_bounds(struct weaver *of, struct nsc_run *run)
{
	uint32_t count = (uint32_t)of->graph->symbols.len, i;

	if (!(of->link->rules & NSC_MARK_BOUNDS)) {
		return;
	}
	of->bound_of = nsc_no_rows(run->scratch, count);
	for (i = 0; i < count; i++) {
		if (of->link->bound[i] == NSC_BOUND_LINKER) {
			of->bound_of[i] = (uint32_t)of->bounds.len;
			nsc_row_vec_push(&of->bounds, i);
		}
	}
}

static void sort_cuts(struct weaver *of, const struct nsc_cuts *cuts)
{
	size_t i, k;

	for (i = 0; i < cuts->count; i++) {
		for (k = 0; k < cuts->all[i]->ref_count; k++) {
			struct cut_ref row = {cuts->all[i]->refs[k], (uint32_t)i};

			cut_refs_push(&of->cut, row);
		}
	}
	cut_refs_sort_unstable(of->cut.ptr, of->cut.len);
}

static struct nsc_flow weave(struct weaver *of, struct nsc_run *run)
{
	struct nsc_flow flow = {of->bounds_first + (uint32_t)of->bounds.len, NULL, NULL};
	uint32_t i;

	of->first = nostd_bump_array(run->scratch, uint32_t, (size_t)flow.count + 1);
	add_all(of, run);
	of->next = nsc_rows(run->scratch, flow.count);
	for (i = 0; i < flow.count; i++) {
		of->first[i + 1] += of->first[i];
		of->next[i] = of->first[i];
	}
	of->to = nsc_rows(run->scratch, of->first[flow.count]);
	add_all(of, run);
	flow.first = of->first;
	flow.to = of->to;
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

/* All nodes below a vertex that are in the image. */
static void gather(const struct weaver *of, const struct tree *tree, uint32_t vertex,
		   struct nsc_row_vec *queue, struct nsc_row_vec *nodes)
{
	uint32_t child;

	nsc_row_vec_push(queue, vertex);
	while (nsc_row_vec_pop(queue, &vertex)) {
		for (child = tree->child[vertex]; child != NSC_NO_ROW;
		     child = tree->sibling[child]) {
			nsc_row_vec_push(queue, child);
		}
		if (vertex != 0 && vertex < of->cut_first && stays(of, vertex - 1)) {
			nsc_row_vec_push(nodes, vertex - 1);
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
	of.link = link;
	of.graph = link->graph;
	of.cut = cut_refs_new_in(nsc_scratch(run));
	of.bounds = nsc_row_vec_new_in(nsc_scratch(run));
	sort_cuts(&of, cuts);
	of.target_of = nsc_link_targets(link, run->scratch);
	find_bounds(&of, run);
	of.cut_first = vertex_of_node((uint32_t)of.graph->nodes.len);
	of.bounds_first = of.cut_first + (uint32_t)cuts->count;
	flow = weave(&of, run);
	idom = nsc_rows(run->scratch, flow.count);
	nsc_dominators_find(run, &flow, idom);
	tree = plant(run, idom, flow.count);
	queue = nsc_row_vec_new_in(nsc_scratch(run));
	for (i = 0; i < cuts->count; i++) {
		gather(&of, &tree, of.cut_first + i, &queue, &nodes);
		out->first[i + 1] = (uint32_t)nodes.len;
	}
	out->nodes = nodes.ptr;
	nostd_bump_reset(run->scratch, mark);
}
