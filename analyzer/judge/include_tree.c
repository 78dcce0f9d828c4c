/*
 * include_tree.c - files, edges, order. See include_tree.h.
 */
#include "analyzer/judge/include_tree.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/headers.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"

#define NOSTD_NAME          node_of
#define NOSTD_K             uint32_t /* name id of a path */
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) ((size_t) * (k) * (size_t)0x9e3779b1 ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME          edge_of
#define NOSTD_K             uint64_t /* from, to */
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) ((size_t)(*(k)*UINT64_C(0x9e3779b97f4a7c15) >> 16) ^ (seed))
#define NOSTD_EQ(a, b)      (*(a) == *(b))
#define NOSTD_IN
#include <nostd/hashmap.h>

struct maker {
	const struct nsc_target *target;
	const struct nsc_mounts *mounts;
	struct nsc_include_tree *out;
	struct node_of node_of;
	struct edge_of edge_of;
};

static uint32_t add_node(struct maker *maker, struct nsc_name file)
{
	const uint32_t *known = node_of_get(&maker->node_of, file.ix);
	struct nsc_include_node fresh = {.file = file};

	if (known) {
		return *known;
	}
	fresh.shown = nsc_mounts_show(maker->mounts, file);
	fresh.hosted = nsc_target_is_hosted_path(maker->target, file);
	node_of_insert(&maker->node_of, file.ix, (uint32_t)maker->out->nodes.len);
	nsc_include_node_vec_push(&maker->out->nodes, fresh);
	return (uint32_t)maker->out->nodes.len - 1;
}

static void add_edge(struct maker *maker, uint32_t from, uint32_t to, struct nsc_place at)
{
	uint64_t key = (uint64_t)from << 32 | to;
	const uint32_t *known = edge_of_get(&maker->edge_of, key);
	struct nsc_include_edge fresh = {from, to, 1, at};

	if (known) {
		maker->out->edges.ptr[*known].count++;
		return;
	}
	edge_of_insert(&maker->edge_of, key, (uint32_t)maker->out->edges.len);
	nsc_include_edge_vec_push(&maker->out->edges, fresh);
}

static void add_unit(struct maker *maker, const struct nsc_unit_facts *unit)
{
	uint32_t main_file = add_node(maker, unit->source), row;

	maker->out->nodes.ptr[main_file].unit = true;
	for (row = 0; row < unit->includes.len; row++) {
		const struct nsc_include *include = &unit->includes.ptr[row];
		uint32_t from = nsc_include_from(&unit->includes, row), parent, child;

		if (!nsc_name_given(include->file)) {
			continue;
		}
		parent = from == NSC_NO_ROW
				 ? main_file
				 : add_node(maker, unit->includes.ptr[from].file);
		child = add_node(maker, include->file);
		if (maker->out->inverted || !maker->out->nodes.ptr[parent].hosted) {
			add_edge(maker, parent, child, include->at);
		}
	}
}

/* -- order --------------------------------------------------------------------------- */

/* What is sorted: an edge or node, by the node it is about. */
struct ranked {
	const struct maker *maker;
	uint32_t parent, shown, row;
};

static int compare_ranked(const struct ranked *a, const struct ranked *b)
{
	const struct nsc_include_node *nodes = a->maker->out->nodes.ptr;
	int order;

	if (a->parent != b->parent) {
		return a->parent < b->parent ? -1 : 1;
	}
	order = nsc_name_cmp(a->maker->mounts->names, nodes[a->shown].shown,
			     nodes[b->shown].shown);
	return order != 0 ? order : a->row < b->row ? -1 : a->row > b->row;
}

#define NOSTD_NAME      ranked
#define NOSTD_T         struct ranked
#define NOSTD_CMP(a, b) compare_ranked((a), (b))
#include <nostd/sort.h>

static uint32_t parent_of(const struct nsc_include_tree *tree,
			  const struct nsc_include_edge *edge)
{
	return tree->inverted ? edge->to : edge->from;
}

static uint32_t child_of(const struct nsc_include_tree *tree,
			 const struct nsc_include_edge *edge)
{
	return tree->inverted ? edge->from : edge->to;
}

static void sort_edges(struct maker *maker)
{
	struct nsc_include_tree *out = maker->out;
	struct ranked *order =
		nostd_bump_array(maker->target->run->keep, struct ranked, out->edges.len);
	struct nsc_include_edge *sorted = nostd_bump_array(
		maker->target->run->keep, struct nsc_include_edge, out->edges.len);
	size_t i;

	for (i = 0; i < out->edges.len; i++) {
		const struct nsc_include_edge *edge = &out->edges.ptr[i];

		order[i] = (struct ranked){maker, parent_of(out, edge),
					   child_of(out, edge), (uint32_t)i};
	}
	ranked_sort_unstable(order, out->edges.len);
	for (i = 0; i < out->edges.len; i++) {
		sorted[i] = out->edges.ptr[order[i].row];
	}
	for (i = 0; i < out->edges.len; i++) {
		out->edges.ptr[i] = sorted[i];
	}
}

/* Nodes in the order of what is shown. */
static void sort_nodes(struct maker *maker)
{
	struct nsc_include_tree *out = maker->out;
	struct nostd_bump *keep = maker->target->run->keep;
	struct ranked *order = nostd_bump_array(keep, struct ranked, out->nodes.len);
	struct nsc_include_node *sorted =
		nostd_bump_array(keep, struct nsc_include_node, out->nodes.len);
	uint32_t *now = nostd_bump_array(keep, uint32_t, out->nodes.len);
	uint32_t i;

	for (i = 0; i < out->nodes.len; i++) {
		order[i] = (struct ranked){maker, 0, i, i};
	}
	ranked_sort_unstable(order, out->nodes.len);
	for (i = 0; i < out->nodes.len; i++) {
		sorted[i] = out->nodes.ptr[order[i].row];
		now[order[i].row] = i;
	}
	for (i = 0; i < out->nodes.len; i++) {
		out->nodes.ptr[i] = sorted[i];
	}
	for (i = 0; i < out->edges.len; i++) {
		out->edges.ptr[i].from = now[out->edges.ptr[i].from];
		out->edges.ptr[i].to = now[out->edges.ptr[i].to];
	}
}

static void set_graph(struct maker *maker, const struct nsc_include_query *query)
{
	struct nsc_include_tree *out = maker->out;
	struct nostd_bump *keep = maker->target->run->keep;
	uint32_t *first = nostd_bump_array(keep, uint32_t, out->nodes.len + 1);
	uint32_t *to = nostd_bump_array(keep, uint32_t, out->edges.len + 1);
	uint32_t node, edge = 0;

	for (node = 0; node <= out->nodes.len; node++) {
		first[node] = edge;
		while (edge < out->edges.len &&
		       parent_of(out, &out->edges.ptr[edge]) == node) {
			to[edge] = child_of(out, &out->edges.ptr[edge]);
			edge++;
		}
	}
	out->graph = (struct nsc_walk_graph){
		.count = (uint32_t)out->nodes.len,
		.first = first,
		.to = to,
		.no_dedupe = query->no_dedupe,
		.depth_max = query->has_depth ? query->depth : NSC_WALK_DEEP};
}

/* Files that are called so. */
static bool ask_for(struct maker *maker, struct nostd_str name, bool exact)
{
	const struct nsc_graph *graph = maker->target->graph;
	bool found = false;
	uint32_t file;
	size_t i;

	for (file = 0; file < graph->files.len; file++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(maker->target, file);

		for (i = 0; unit && i < unit->includes.len; i++) {
			const struct nsc_include *include = &unit->includes.ptr[i];

			if (nsc_name_given(include->file) &&
			    nsc_header_is_called(maker->target, include, name, exact)) {
				maker->out->nodes.ptr[add_node(maker, include->file)]
					.asked = true;
				found = true;
			}
		}
	}
	return found;
}

static void ask_for_all(struct maker *maker, const struct nsc_include_query *query)
{
	size_t i;

	for (i = 0; i < query->header_count; i++) {
		if (!ask_for(maker, query->headers[i], true)) {
			ask_for(maker, query->headers[i], false);
		}
	}
}

static void set_roots(struct nsc_include_tree *out)
{
	uint32_t i;

	for (i = 0; i < out->nodes.len; i++) {
		if (out->inverted ? out->nodes.ptr[i].asked : out->nodes.ptr[i].unit) {
			nsc_row_vec_push(&out->roots, i);
		}
	}
}

void nsc_include_tree_make(const struct nsc_target *target,
			   const struct nsc_mounts *mounts,
			   const struct nsc_include_query *query,
			   struct nsc_include_tree *out)
{
	struct maker maker = {target, mounts, out, node_of_new_in(nsc_keep(target->run)),
			      edge_of_new_in(nsc_keep(target->run))};
	uint32_t i;

	memset(out, 0, sizeof(*out));
	out->target = target;
	out->inverted = query->header_count != 0;
	out->nodes = nsc_include_node_vec_new_in(nsc_keep(target->run));
	out->edges = nsc_include_edge_vec_new_in(nsc_keep(target->run));
	out->roots = nsc_row_vec_new_in(nsc_keep(target->run));
	for (i = 0; i < target->graph->files.len; i++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, i);

		if (unit) {
			add_unit(&maker, unit);
		}
	}
	ask_for_all(&maker, query);
	sort_nodes(&maker);
	sort_edges(&maker);
	set_graph(&maker, query);
	set_roots(out);
}

bool nsc_include_tree_knows(const struct nsc_target *target, struct nostd_str name)
{
	uint32_t file;
	size_t i;

	for (file = 0; file < target->graph->files.len; file++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, file);

		for (i = 0; unit && i < unit->includes.len; i++) {
			if (nsc_header_is_called(target, &unit->includes.ptr[i], name,
						 false)) {
				return true;
			}
		}
	}
	return false;
}
