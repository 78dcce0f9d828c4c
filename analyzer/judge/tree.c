/*
 * tree.c - see tree.h.
 */
#include "analyzer/judge/tree.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/duplicates.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/select.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

struct maker {
	const struct nsc_survey *survey;
	const struct nsc_tree_query *query;
	struct nsc_run *run;
	struct nsc_tree *out;
	uint8_t *rooted; /* by piece: a root's */
	uint8_t *hidden; /* by group */
};

/* -- names --------------------------------------------------------------------------- */

/* Everything with a twin; symbols, for only these have names that can be equal. */
static enum nsc_group_size select_duplicates(struct maker *of)
{
	nsc_duplicates_find(&of->survey->pieces, of->rooted);
	return NSC_BY_SYMBOL;
}

/* The roots' pieces, and the size of the nodes if nobody says so. */
static enum nsc_group_size select_roots(struct maker *of)
{
	enum nsc_group_size size = NSC_BY_COMPONENT;
	size_t i, k;

	for (i = 0; i < of->query->invert_count; i++) {
		struct nsc_selection selection;
		bool present = false;

		nsc_select(of->survey, of->query->invert[i], &selection);
		if (selection.what != NSC_SELECTED_NOTHING && selection.size > size) {
			size = selection.size;
		}
		for (k = 0; k < selection.pieces.len; k++) {
			uint32_t piece = selection.pieces.ptr[k];

			of->rooted[piece] = 1;
			present |= of->survey->pieces.all.ptr[piece].present;
		}
		of->out->latent |= selection.pieces.len != 0 && !present;
	}
	return size;
}

static int prune(struct maker *of, struct nsc_err *err)
{
	size_t i, k;

	for (i = 0; i < of->query->prune_count; i++) {
		struct nostd_str name = of->query->prune[i];
		struct nsc_selection selection;

		nsc_select(of->survey, name, &selection);
		if (selection.what != NSC_SELECTED_NOTHING &&
		    selection.size > of->out->groups.size) {
			return nsc_fail(
				err, NSC_ERR_USAGE,
				"--prune {}: that is a {}, but the nodes are {}s; see "
				"--nodes",
				name, nsc_group_size_name(selection.size),
				nsc_group_size_name(of->out->groups.size));
		}
		for (k = 0; k < selection.pieces.len; k++) {
			of->hidden[of->out->groups.of_piece[selection.pieces.ptr[k]]] = 1;
		}
	}
	return 0;
}

/* -- edges --------------------------------------------------------------------------- */

/* An edge between groups, by parent and child in the tree. */
struct flat_edge {
	uint32_t parent, child, edge;
};

static int compare_edges(const struct flat_edge *a, const struct flat_edge *b)
{
	if (a->parent != b->parent) {
		return a->parent < b->parent ? -1 : 1;
	}
	if (a->child != b->child) {
		return a->child < b->child ? -1 : 1;
	}
	return (a->edge > b->edge) - (a->edge < b->edge);
}

#define NOSTD_NAME flat_edges
#define NOSTD_T    struct flat_edge
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      flat_edges
#define NOSTD_T         struct flat_edge
#define NOSTD_CMP(a, b) compare_edges((a), (b))
#include <nostd/sort.h>

static bool enters_stub(const struct maker *of, const struct nsc_piece_edge *edge)
{
	const struct nsc_pieces *pieces = &of->survey->pieces;

	return nsc_piece_side(pieces, edge->to) == NSC_SIDE_OF_STUB &&
	       nsc_piece_side(pieces, edge->from) != NSC_SIDE_OF_STUB;
}

static bool is_wanted(const struct maker *of, const struct nsc_piece_edge *edge)
{
	const struct nsc_tree_query *query = of->query;

	if (edge->kind == NSC_HOP_ROOT) {
		return true;
	}
	if ((query->kinds & NSC_TREE_STUB || query->no_stubs) && enters_stub(of, edge)) {
		return !query->no_stubs;
	}
	return query->kinds & 1u << edge->kind;
}

static bool is_shown(const struct maker *of, const struct nsc_piece_edge *edge)
{
	const struct nsc_piece *all = of->survey->pieces.all.ptr;

	return is_wanted(of, edge) &&
	       (of->out->latent || (all[edge->from].present && all[edge->to].present));
}

/*
 * Names of the linker script end a way. Where nodes have names of their own they are
 * shown, else only when they lead on.
 */
static bool is_dead_end(const struct maker *of, uint32_t piece)
{
	const struct nsc_pieces *pieces = &of->survey->pieces;

	return pieces->all.ptr[piece].kind == NSC_PIECE_OUTSIDE &&
	       of->out->groups.size != NSC_BY_SYMBOL &&
	       pieces->out.first[piece] == pieces->out.first[piece + 1];
}

static struct flat_edges collect_edges(struct maker *of)
{
	const struct nsc_piece_edge_vec *all = &of->survey->pieces.edges;
	const uint32_t *group_of = of->out->groups.of_piece;
	struct flat_edges edges = flat_edges_new_in(nsc_scratch(of->run));
	uint32_t i;

	for (i = 0; i < all->len; i++) {
		const struct nsc_piece_edge *edge = &all->ptr[i];
		uint32_t from = group_of[edge->from], to = group_of[edge->to];
		struct flat_edge flat = {of->out->inverted ? to : from,
					 of->out->inverted ? from : to, i};

		if (from != to && is_shown(of, edge) && !is_dead_end(of, edge->to)) {
			flat_edges_push(&edges, flat);
		}
	}
	flat_edges_sort_unstable(edges.ptr, edges.len);
	return edges;
}

static bool is_boundary(const struct nsc_tree *tree, const struct nsc_tree_entry *entry)
{
	return nsc_group_is_own(&tree->groups.all.ptr[entry->from]) &&
	       !nsc_group_is_own(&tree->groups.all.ptr[entry->to]);
}

static void add_entry(struct maker *of, const struct flat_edge *flat)
{
	struct nsc_tree_entry entry = {of->out->inverted ? flat->child : flat->parent,
				       of->out->inverted ? flat->parent : flat->child, 0,
				       (uint32_t)of->out->edges.len, 0};

	nsc_tree_entry_vec_push(&of->out->entries, entry);
}

static void fill_entries(struct maker *of, const struct flat_edges *edges)
{
	struct nsc_tree *out = of->out;
	uint32_t count = (uint32_t)out->groups.all.len, i;
	uint32_t *first = nostd_bump_array(of->run->keep, uint32_t, count + 1);

	for (i = 0; i < edges->len; i++) {
		const struct flat_edge *flat = &edges->ptr[i];
		struct nsc_tree_entry *entry;

		if (i == 0 || edges->ptr[i - 1].parent != flat->parent ||
		    edges->ptr[i - 1].child != flat->child) {
			add_entry(of, flat);
			first[flat->parent + 1]++;
		}
		entry = &out->entries.ptr[out->entries.len - 1];
		entry->kinds |= 1u << of->survey->pieces.edges.ptr[flat->edge].kind;
		entry->count++;
		nsc_row_vec_push(&out->edges, flat->edge);
	}
	for (i = 0; i < count; i++) {
		first[i + 1] += first[i];
	}
	out->graph.first = first;
}

static void fill_graph(struct maker *of)
{
	struct nsc_tree *out = of->out;
	uint32_t *to = nostd_bump_array(of->run->keep, uint32_t, out->entries.len);
	uint8_t *ends = nostd_bump_array(of->run->keep, uint8_t, out->entries.len);
	uint32_t i;

	for (i = 0; i < out->entries.len; i++) {
		const struct nsc_tree_entry *entry = &out->entries.ptr[i];

		to[i] = out->inverted ? entry->from : entry->to;
		ends[i] =
			out->inverted && !of->query->has_depth && is_boundary(out, entry);
	}
	for (i = 0; i < out->groups.all.len; i++) {
		const struct nsc_group *group = &out->groups.all.ptr[i];

		of->hidden[i] |= of->query->own_only && group->kind != NSC_PIECE_TARGET &&
				 !nsc_group_is_own(group);
	}
	out->graph.count = (uint32_t)out->groups.all.len;
	out->graph.to = to;
	out->graph.ends = ends;
	out->graph.hidden = of->hidden;
	out->graph.no_dedupe = of->query->no_dedupe;
	out->graph.depth_max = of->query->has_depth ? of->query->depth : NSC_WALK_DEEP;
}

/* Functions whose address is taken can be called from anywhere. */
static void fill_unknown(struct maker *of)
{
	const struct nsc_pieces *pieces = &of->survey->pieces;
	const struct nsc_graph *graph = of->survey->judgement->target->graph;
	struct nsc_tree *out = of->out;
	uint32_t *taken = nostd_bump_array(of->run->keep, uint32_t, out->groups.all.len);
	uint8_t *unknown = nostd_bump_array(of->run->keep, uint8_t, out->groups.all.len);
	uint32_t i;

	if (!out->inverted || out->groups.size != NSC_BY_SYMBOL ||
	    !(of->query->kinds & NSC_TREE_UNKNOWN)) {
		return;
	}
	for (i = 0; i < pieces->edges.len; i++) {
		const struct nsc_piece_edge *edge = &pieces->edges.ptr[i];
		const struct nsc_piece *to = &pieces->all.ptr[edge->to];

		if (edge->kind == NSC_HOP_ADDRESS && is_shown(of, edge) &&
		    to->kind == NSC_PIECE_NAMED && to->node != NSC_NO_ROW &&
		    graph->nodes.ptr[to->node].flags & NSC_NODE_CODE) {
			taken[out->groups.of_piece[edge->to]]++;
			unknown[out->groups.of_piece[edge->to]] = 1;
		}
	}
	out->address_taken = taken;
	out->graph.unknown = unknown;
}

/* -- roots --------------------------------------------------------------------------- */

static void fill_roots(struct maker *of)
{
	const struct nsc_piece_vec *all = &of->survey->pieces.all;
	uint8_t *is_root =
		nostd_bump_array(of->run->scratch, uint8_t, of->out->groups.all.len);
	uint32_t i;

	if (!of->out->inverted) {
		is_root[of->out->groups.of_piece[0]] = 1;
	}
	for (i = 0; i < all->len; i++) {
		if (of->rooted[i] && (of->out->latent || all->ptr[i].present)) {
			is_root[of->out->groups.of_piece[i]] = 1;
		}
	}
	for (i = 0; i < of->out->groups.all.len; i++) {
		if (is_root[i]) {
			nsc_row_vec_push(&of->out->roots, i);
		}
	}
}

int nsc_tree_make(const struct nsc_survey *survey, const struct nsc_tree_query *query,
		  struct nsc_tree *out, struct nsc_err *err)
{
	struct nsc_run *run = survey->judgement->target->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct maker of = {survey, query, run, out, NULL, NULL};
	enum nsc_group_size size;
	struct flat_edges edges;
	int ret;

	memset(out, 0, sizeof(*out));
	out->survey = survey;
	out->duplicates = query->duplicates;
	out->inverted = query->invert_count != 0 || query->duplicates;
	out->entries = nsc_tree_entry_vec_new_in(nsc_keep(run));
	out->edges = nsc_row_vec_new_in(nsc_keep(run));
	out->roots = nsc_row_vec_new_in(nsc_keep(run));
	of.rooted = nostd_bump_array(run->keep, uint8_t, survey->pieces.all.len);
	size = query->duplicates ? select_duplicates(&of) : select_roots(&of);
	nsc_groups_make(survey, query->has_size ? query->size : size, &out->groups);
	of.hidden = nostd_bump_array(run->keep, uint8_t, out->groups.all.len);
	ret = prune(&of, err);
	if (ret == 0) {
		edges = collect_edges(&of);
		fill_entries(&of, &edges);
		fill_graph(&of);
		fill_unknown(&of);
		fill_roots(&of);
	}
	nostd_bump_reset(run->scratch, mark);
	return ret;
}
