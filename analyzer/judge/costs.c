/*
 * costs.c - see costs.h.
 */
#include "analyzer/judge/costs.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/groups.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/replay.h"

enum {
	PRICED_MAX = 300,        /* groups whose price is looked for */
	PRICED_WORK = 400000000, /* rows of the graph that are gone through for that */
	PRICED_MIN = 10          /* however large the graph is */
};

/* -- own bytes ----------------------------------------------------------------------- */

/* A symbol of the linked file, by name. */
struct final_symbol {
	uint32_t name; /* id */
	uint32_t row;  /* of the image's symbols */
};

#define NOSTD_NAME final_symbols
#define NOSTD_T    struct final_symbol
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME final_symbols
#define NOSTD_T    struct final_symbol
#define NOSTD_CMP(a, b)                                            \
	((a)->name != (b)->name ? ((a)->name > (b)->name ? 1 : -1) \
				: ((a)->row > (b)->row) - ((a)->row < (b)->row))
#include <nostd/sort.h>

struct owner {
	const struct nsc_groups *groups;
	const struct nsc_pieces *pieces;
	const struct nsc_target *target;
	struct nsc_group_cost *of;
	struct nsc_row_groups by_node; /* pieces */
	struct final_symbols finals;   /* none without a linked file */
};

static void add_bytes(struct nsc_cost *sum, const struct nsc_cost *of_node,
		      uint64_t bytes)
{
	sum->flash += of_node->flash != 0 ? (int64_t)bytes : 0;
	sum->ram += of_node->ram != 0 ? (int64_t)bytes : 0;
}

static void index_finals(struct owner *of)
{
	const struct nsc_object_facts *image = of->target->graph->in.image;
	uint32_t i;

	for (i = 0; image && i < image->symbols.len; i++) {
		const struct nsc_object_symbol *symbol = &image->symbols.ptr[i];
		struct final_symbol row = {symbol->name.ix, i};

		if (symbol->size != 0 && symbol->where == NSC_WHERE_SECTION) {
			final_symbols_push(&of->finals, row);
		}
	}
	final_symbols_sort_unstable(of->finals.ptr, of->finals.len);
}

static const struct nsc_map_section *place_of(const struct owner *of, uint32_t node)
{
	const struct nsc_graph *graph = of->target->graph;

	return &graph->in.map->sections.ptr[graph->nodes.ptr[node].placed];
}

/* The symbol of the linked file that a piece became; NULL: not known. */
static const struct nsc_object_symbol *find_final(const struct owner *of,
						  const struct nsc_piece *piece)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_map_section *placed = place_of(of, piece->node);
	size_t low = 0, high = of->finals.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (of->finals.ptr[middle].name < piece->name.ix) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (; low < of->finals.len && of->finals.ptr[low].name == piece->name.ix;
	     low++) {
		const struct nsc_object_symbol *symbol =
			&graph->in.image->symbols.ptr[of->finals.ptr[low].row];

		if (symbol->value >= placed->address &&
		    symbol->value - placed->address < placed->size) {
			return symbol;
		}
	}
	return NULL;
}

/* A piece of a section: where it begins, and its bytes. */
struct part {
	uint64_t start, size;
	uint32_t piece;
};

#define NOSTD_NAME parts
#define NOSTD_T    struct part
#define NOSTD_IN
#include <nostd/vec.h>

static int compare_parts(const struct part *a, const struct part *b)
{
	if (a->start != b->start) {
		return a->start < b->start ? -1 : 1;
	}
	if (a->size != b->size) {
		return a->size > b->size ? -1 : 1;
	}
	return (a->piece > b->piece) - (a->piece < b->piece);
}

#define NOSTD_NAME      parts
#define NOSTD_T         struct part
#define NOSTD_CMP(a, b) compare_parts((a), (b))
#include <nostd/sort.h>

/*
 * A relaxed section is smaller than its object says; then the linked file knows what its
 * parts are. COMMON symbols have no place before the link: they follow each other.
 */
static struct part find_part(const struct owner *of, uint32_t piece, bool relaxed,
			     uint64_t end)
{
	const struct nsc_piece *row = &of->pieces->all.ptr[piece];
	struct part part = {row->value, row->size, piece};
	const struct nsc_object_symbol *symbol;

	if (relaxed) {
		symbol = nsc_name_given(row->name) ? find_final(of, row) : NULL;
		part.size = symbol ? symbol->size : 0;
		part.start =
			symbol ? symbol->value - place_of(of, row->node)->address : 0;
	} else if (of->target->graph->nodes.ptr[row->node].kind == NSC_NODE_COMMON) {
		part.start = end;
	}
	return part;
}

static void find_parts(const struct owner *of, uint32_t node, uint64_t bytes,
		       struct parts *parts)
{
	bool relaxed = of->target->graph->nodes.ptr[node].size != bytes;
	uint64_t end = 0;
	uint32_t i;

	for (i = of->by_node.first[node]; i < of->by_node.first[node + 1]; i++) {
		struct part part = find_part(of, of->by_node.rows[i], relaxed, end);

		if (part.piece != of->pieces->of_node[node]) {
			parts_push(parts, part);
			end += part.size;
		}
	}
	parts_sort_unstable(parts->ptr, parts->len);
}

/*
 * A section's bytes are its symbols' by their sizes, where no symbol lies across another
 * (then the first and longest has them); the rest, which has no name, is what they share.
 */
static void share_out(struct owner *of, uint32_t node, const struct nsc_cost *cost)
{
	struct nostd_bump *scratch = of->target->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	uint64_t bytes = (uint64_t)(cost->flash != 0 ? cost->flash : cost->ram);
	uint32_t whole = of->groups->of_piece[of->pieces->of_node[node]];
	struct parts parts = parts_new_in(nsc_scratch(of->target->run));
	uint64_t end = 0, left = bytes;
	size_t i;

	find_parts(of, node, bytes, &parts);
	for (i = 0; i < parts.len; i++) {
		const struct part *part = &parts.ptr[i];
		uint32_t group = of->groups->of_piece[part->piece];

		if (part->size != 0 && part->start >= end && part->start < bytes &&
		    part->size <= bytes - part->start) {
			add_bytes(&of->of[group].own, cost, part->size);
			left -= part->size;
			end = part->start + part->size;
		} else if (group != whole) {
			of->of[group].own_known = false;
		}
	}
	add_bytes(&of->of[whole].own, cost, left);
	nostd_bump_reset(scratch, mark);
}

static void input_bytes(struct owner *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		struct nsc_cost cost = {0, 0};

		if (graph->files.ptr[node->file].basis == NSC_FROM_OBJECT &&
		    of->pieces->of_node[i] != NSC_NO_ROW && node->size != 0) {
			cost.flash =
				node->flags & NSC_NODE_NOBITS ? 0 : (int64_t)node->size;
			cost.ram = node->flags & NSC_NODE_WRITE ? (int64_t)node->size : 0;
		}
		if (cost.flash != 0 || cost.ram != 0) {
			share_out(of, i, &cost);
		}
	}
}

static void own_bytes(struct owner *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t node;

	for (node = 0; node < graph->nodes.len; node++) {
		struct nsc_cost cost;

		if (graph->nodes.ptr[node].placed == NSC_NO_ROW ||
		    of->pieces->of_node[node] == NSC_NO_ROW) {
			continue;
		}
		cost = nsc_node_cost(of->target->priced, node);
		if (cost.flash != 0 || cost.ram != 0) {
			share_out(of, node, &cost);
		}
	}
}

static void index_pieces(struct owner *of)
{
	struct nsc_run *run = of->target->run;
	uint32_t count = (uint32_t)of->pieces->all.len, i;
	uint32_t *node_of = nostd_bump_array(run->scratch, uint32_t, count);
	struct nsc_keyed_rows keyed = {node_of, count,
				       (uint32_t)of->target->graph->nodes.len};

	for (i = 0; i < count; i++) {
		node_of[i] = of->pieces->all.ptr[i].node;
	}
	nsc_row_groups_make(run->scratch, &keyed, &of->by_node);
}

/* Who adds up the bytes of the nodes; NULL: nobody, for they are not known. */
static void find_own(const struct nsc_groups *groups, void (*add)(struct owner *),
		     struct nsc_costs *out)
{
	const struct nsc_pieces *pieces = &groups->survey->pieces;
	struct nsc_run *run = pieces->target->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct owner of = {groups, pieces,       pieces->target,
			   NULL,   {NULL, NULL}, final_symbols_new_in(nsc_scratch(run))};
	size_t i;

	out->unasked = 0;
	out->of = nostd_bump_array(run->keep, struct nsc_group_cost, groups->all.len);
	of.of = out->of;
	for (i = 0; i < groups->all.len; i++) {
		out->of[i].own_known = add != NULL;
		out->of[i].retained.missing = NSC_NO_ROW;
	}
	if (add) {
		index_pieces(&of);
		index_finals(&of);
		add(&of);
	}
	nostd_bump_reset(run->scratch, mark);
}

void nsc_costs_find_own(const struct nsc_groups *groups, struct nsc_costs *out)
{
	find_own(groups, groups->survey->pieces.target->priced ? own_bytes : NULL, out);
}

void nsc_costs_find_inputs(const struct nsc_groups *groups, struct nsc_costs *out)
{
	find_own(groups, input_bytes, out);
}

/* -- what goes with them ------------------------------------------------------------- */

#define NOSTD_NAME ref_rows
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      ref_rows
#define NOSTD_T         uint32_t
#define NOSTD_CMP(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#include <nostd/sort.h>

static void cut_into(const struct nsc_groups *groups, uint32_t group,
		     struct ref_rows *refs)
{
	const struct nsc_pieces *pieces = &groups->survey->pieces;
	uint32_t m, i;

	for (m = groups->members.first[group]; m < groups->members.first[group + 1];
	     m++) {
		uint32_t piece = groups->members.rows[m];

		for (i = pieces->in.first[piece]; i < pieces->in.first[piece + 1]; i++) {
			const struct nsc_piece_edge *edge =
				&pieces->edges.ptr[pieces->in.rows[i]];

			if (edge->ref != NSC_NO_ROW &&
			    groups->of_piece[edge->from] != group) {
				ref_rows_push(refs, edge->ref);
			}
		}
	}
	ref_rows_sort_unstable(refs->ptr, refs->len);
}

static void drop_options(const struct nsc_groups *groups, uint32_t group,
			 struct ref_rows *undefined)
{
	const struct nsc_pieces *pieces = &groups->survey->pieces;
	const struct nsc_plan *plan = pieces->target->plan;
	size_t i;

	for (i = 0; i < plan->undefined.len; i++) {
		uint32_t piece = nsc_pieces_of_symbol(pieces, plan->undefined.ptr[i]);

		if (piece != NSC_NO_ROW && groups->of_piece[piece] == group) {
			ref_rows_push(undefined, plan->undefined.ptr[i]);
		}
	}
}

static const struct nsc_cut *cut_of(const struct nsc_groups *groups, uint32_t group)
{
	struct nsc_run *run = groups->survey->pieces.target->run;
	struct ref_rows refs = ref_rows_new_in(nsc_scratch(run));
	struct ref_rows undefined = ref_rows_new_in(nsc_scratch(run));
	struct nsc_cut *cut = nostd_bump_new(run->scratch, struct nsc_cut);

	cut_into(groups, group, &refs);
	drop_options(groups, group, &undefined);
	*cut = (struct nsc_cut){refs.ptr, refs.len, undefined.ptr, undefined.len};
	return cut;
}

/* The largest first; ties in the order of the groups. */
struct by_own {
	int64_t bytes;
	uint32_t group;
};

#define NOSTD_NAME by_own
#define NOSTD_T    struct by_own
#define NOSTD_CMP(a, b)                               \
	((a)->bytes != (b)->bytes                     \
		 ? ((a)->bytes > (b)->bytes ? -1 : 1) \
		 : ((a)->group > (b)->group) - ((a)->group < (b)->group))
#include <nostd/sort.h>

/* So many that the graph is gone through a bounded number of times. */
static size_t priced_max(const struct nsc_graph *graph)
{
	size_t rows = graph->nodes.len + graph->refs.len + graph->symbols.len + 1;
	size_t fit = PRICED_WORK / rows;

	return fit > PRICED_MAX ? PRICED_MAX : fit < PRICED_MIN ? PRICED_MIN : fit;
}

static void price_first(const struct nsc_groups *groups, const struct by_own *order,
			size_t count, struct nsc_costs *out)
{
	const struct nsc_target *target = groups->survey->pieces.target;
	struct nostd_bump *scratch = target->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	const struct nsc_cut **cuts =
		nostd_bump_array(scratch, const struct nsc_cut *, count);
	struct nsc_price *prices = nostd_bump_array(scratch, struct nsc_price, count);
	size_t i;

	for (i = 0; i < count; i++) {
		cuts[i] = cut_of(groups, order[i].group);
	}
	nsc_price_each(target->priced, cuts, count, prices);
	for (i = 0; i < count; i++) {
		out->of[order[i].group].asked = true;
		out->of[order[i].group].retained = prices[i];
	}
	nostd_bump_reset(scratch, mark);
}

void nsc_costs_find(const struct nsc_groups *groups, struct nsc_costs *out)
{
	const struct nsc_target *target = groups->survey->pieces.target;
	struct by_own *order;
	size_t count = 0, most, i;

	nsc_costs_find_own(groups, out);
	if (!target->priced || !target->priced->exact) {
		return;
	}
	order = nostd_bump_array(target->run->keep, struct by_own, groups->all.len);
	for (i = 0; i < groups->all.len; i++) {
		const struct nsc_cost *own = &out->of[i].own;

		if (groups->all.ptr[i].present &&
		    groups->all.ptr[i].kind != NSC_PIECE_TARGET) {
			order[count++] =
				(struct by_own){own->flash + own->ram, (uint32_t)i};
		}
	}
	by_own_sort_unstable(order, count);
	most = priced_max(target->graph);
	price_first(groups, order, count < most ? count : most, out);
	out->unasked = count < most ? 0 : (uint32_t)(count - most);
}
