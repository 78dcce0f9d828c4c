/*
 * compare.c - see compare.h.
 */
#include "analyzer/judge/compare.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/compare_causes.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/groups.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

/* One of the two targets. */
struct side {
	const struct nsc_survey *survey;
	struct nsc_groups groups;
	struct nsc_costs costs;
	struct nsc_sizes sizes;
	const uint32_t *key; /* by group */
	uint8_t *fresh;      /* by group: the other side does not have it */
};

/* What both sides have under one key. */
struct both {
	bool has[NSC_SIDE_COUNT];
	uint32_t first[NSC_SIDE_COUNT]; /* group */
	struct nsc_cost size[NSC_SIDE_COUNT];
};

struct comparer {
	struct nsc_run *run;
	struct nsc_comparison *out;
	struct side sides[NSC_SIDE_COUNT];
	struct both *both; /* by key */
	uint32_t key_count;
};

static struct nsc_names *names_of(const struct side *side)
{
	return side->survey->pieces.target->graph->names;
}

/* A name of one of the sides, as one of ours. */
static struct nsc_name take_name(const struct comparer *of, const struct side *side,
				 struct nsc_name name)
{
	return nsc_name(of->run->names, nsc_name_text(names_of(side), name));
}

static int64_t bytes_of(const struct nsc_cost *cost)
{
	return cost->flash + cost->ram;
}

static int64_t magnitude(int64_t bytes)
{
	return bytes < 0 ? -bytes : bytes;
}

static void add(struct nsc_cost *sum, const struct nsc_cost *more, int sign)
{
	sum->flash += sign * more->flash;
	sum->ram += sign * more->ram;
}

static int compare_names(const struct nsc_names *names, struct nsc_name a,
			 struct nsc_name b)
{
	return nsc_name_eq(a, b) ? 0 : nsc_name_cmp(names, a, b);
}

/* -- what both have ------------------------------------------------------------------ */

static void open_side(struct comparer *of, unsigned which,
		      const struct nsc_survey *survey)
{
	struct side *side = &of->sides[which];

	side->survey = survey;
	nsc_sizes_find(survey, &side->sizes);
	of->out->total[which] = side->sizes.total;
	nsc_groups_make(survey, NSC_BY_SYMBOL, &side->groups);
	if (survey->pieces.target->priced) {
		nsc_costs_find_own(&side->groups, &side->costs);
	} else {
		nsc_costs_find_inputs(&side->groups, &side->costs);
	}
}

/* What takes bytes counts, and what is in the image without any. */
static bool counts(const struct side *side, uint32_t group)
{
	const struct nsc_group *row = &side->groups.all.ptr[group];

	return row->kind != NSC_PIECE_TARGET &&
	       (row->present || bytes_of(&side->costs.of[group].own) != 0);
}

static void fill_both(struct comparer *of)
{
	unsigned which;
	uint32_t i;

	of->both = nostd_bump_array(of->run->scratch, struct both, of->key_count);
	for (which = 0; which < NSC_SIDE_COUNT; which++) {
		const struct side *side = &of->sides[which];

		for (i = 0; i < side->groups.all.len; i++) {
			struct both *both = &of->both[side->key[i]];

			if (!counts(side, i)) {
				continue;
			}
			if (!both->has[which]) {
				both->has[which] = true;
				both->first[which] = i;
			}
			add(&both->size[which], &side->costs.of[i].own, 1);
		}
	}
}

static void find_fresh(struct comparer *of)
{
	unsigned which;
	uint32_t i;

	for (which = 0; which < NSC_SIDE_COUNT; which++) {
		struct side *side = &of->sides[which];

		side->fresh =
			nostd_bump_array(of->run->scratch, uint8_t, side->groups.all.len);
		for (i = 0; i < side->groups.all.len; i++) {
			side->fresh[i] =
				counts(side, i) &&
				!of->both[side->key[i]].has[NSC_SIDE_COUNT - 1 - which];
		}
	}
}

/* -- parts --------------------------------------------------------------------------- */

struct part_order {
	const struct nsc_names *names;
	struct nsc_compared_part part;
};

static int compare_parts(const struct part_order *a, const struct part_order *b)
{
	int64_t left = magnitude(bytes_of(&a->part.size[NSC_AFTER]) -
				 bytes_of(&a->part.size[NSC_BEFORE]));
	int64_t right = magnitude(bytes_of(&b->part.size[NSC_AFTER]) -
				  bytes_of(&b->part.size[NSC_BEFORE]));
	int by_name = compare_names(a->names, a->part.name, b->part.name);

	if (left != right) {
		return left > right ? -1 : 1;
	}
	return by_name != 0 ? by_name : compare_names(a->names, a->part.in, b->part.in);
}

#define NOSTD_NAME part_orders
#define NOSTD_T    struct part_order
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      part_orders
#define NOSTD_T         struct part_order
#define NOSTD_CMP(a, b) compare_parts((a), (b))
#include <nostd/sort.h>

/* Close a row: its parts in order, its change their sum. */
static void push_row(struct comparer *of, struct nsc_compared_row *row,
		     struct part_orders *parts)
{
	size_t i;

	part_orders_sort_unstable(parts->ptr, parts->len);
	row->part_first = (uint32_t)of->out->parts.len;
	row->part_count = (uint32_t)parts->len;
	for (i = 0; i < parts->len; i++) {
		add(&row->change, &parts->ptr[i].part.size[NSC_AFTER], 1);
		add(&row->change, &parts->ptr[i].part.size[NSC_BEFORE], -1);
		nsc_compared_part_vec_push(&of->out->parts, parts->ptr[i].part);
	}
	if (parts->len != 0) {
		nsc_compared_row_vec_push(&of->out->rows, *row);
	}
	part_orders_clear(parts);
}

static struct part_order part_of(const struct comparer *of, unsigned which,
				 uint32_t group)
{
	const struct side *side = &of->sides[which];
	const struct nsc_group *row = &side->groups.all.ptr[group];
	struct part_order order = {.names = of->run->names};

	order.part.name = take_name(of, side, nsc_group_bytes_name(&side->groups, row));
	order.part.in = take_name(of, side, row->where);
	order.part.size[which] = side->costs.of[group].own;
	return order;
}

/* -- causes -------------------------------------------------------------------------- */

static struct nsc_compared_edge edge_of(const struct comparer *of,
					const struct side *side,
					const struct nsc_cause_edge *edge)
{
	const struct nsc_group *from = &side->groups.all.ptr[edge->from];
	const struct nsc_piece_edge *row = &side->survey->pieces.edges.ptr[edge->edge];
	struct nsc_compared_edge out = {.kind = row->kind, .root = row->root};
	struct nsc_place at = {{0}, 0, 0};

	if (from->kind != NSC_PIECE_TARGET) {
		out.from = take_name(of, side, from->name);
		out.in = take_name(of, side, from->where);
	}
	if (row->ref != NSC_NO_ROW) {
		const struct nsc_object_site *site =
			nsc_ref_site(side->survey->pieces.target, row->ref);

		at = nsc_ref_place(side->survey->pieces.target, row->ref);
		if (site && nsc_name_given(site->function)) {
			out.from = take_name(of, side, site->function);
		}
	}
	if (at.line != 0) {
		out.path = take_name(of, side,
				     nsc_mounts_show(side->survey->mounts, at.file));
		out.line = at.line;
		out.column = at.column;
	}
	return out;
}

struct edge_order {
	const struct nsc_names *names;
	uint32_t cause;
	struct nsc_compared_edge edge;
};

static int compare_from(const struct edge_order *a, const struct edge_order *b)
{
	int by_name;

	if (a->cause != b->cause) {
		return a->cause < b->cause ? -1 : 1;
	}
	by_name = compare_names(a->names, a->edge.from, b->edge.from);
	return by_name != 0 ? by_name : compare_names(a->names, a->edge.in, b->edge.in);
}

/* A place that is known before one that is not, a call before what shares a section. */
static int compare_edges(const struct edge_order *a, const struct edge_order *b)
{
	int by_from = compare_from(a, b);
	int by_path = compare_names(a->names, a->edge.path, b->edge.path);
	bool left = a->edge.line != 0, right = b->edge.line != 0;

	if (by_from != 0) {
		return by_from;
	}
	if (left != right) {
		return left ? -1 : 1;
	}
	if (by_path != 0) {
		return by_path;
	}
	if (a->edge.line != b->edge.line) {
		return a->edge.line < b->edge.line ? -1 : 1;
	}
	if (a->edge.column != b->edge.column) {
		return a->edge.column < b->edge.column ? -1 : 1;
	}
	return a->edge.kind < b->edge.kind ? -1 : a->edge.kind > b->edge.kind;
}

#define NOSTD_NAME edge_orders
#define NOSTD_T    struct edge_order
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      edge_orders
#define NOSTD_T         struct edge_order
#define NOSTD_CMP(a, b) compare_edges((a), (b))
#include <nostd/sort.h>

/* The causes of a side go behind those that are there; returns the first one's row. */
static uint32_t take_causes(struct comparer *of, const struct side *side,
			    const struct nsc_cause_search *search)
{
	struct edge_orders orders = edge_orders_new_in(nsc_scratch(of->run));
	uint32_t first = (uint32_t)of->out->causes.len, i;

	for (i = 0; i < search->causes.len; i++) {
		const struct nsc_group *group =
			&side->groups.all.ptr[search->causes.ptr[i]];
		struct nsc_compared_cause cause = {take_name(of, side, group->name),
						   take_name(of, side, group->where),
						   nsc_group_is_own(group), 0, 0};

		nsc_compared_cause_vec_push(&of->out->causes, cause);
	}
	for (i = 0; i < search->edges.len; i++) {
		struct edge_order order = {of->run->names, search->edges.ptr[i].cause,
					   edge_of(of, side, &search->edges.ptr[i])};

		edge_orders_push(&orders, order);
	}
	edge_orders_sort_unstable(orders.ptr, orders.len);
	for (i = 0; i < orders.len; i++) {
		struct nsc_compared_cause *cause =
			&of->out->causes.ptr[first + orders.ptr[i].cause];

		if (i != 0 && compare_from(&orders.ptr[i - 1], &orders.ptr[i]) == 0) {
			continue; /* the same symbol once more */
		}
		if (cause->edge_count == 0) {
			cause->edge_first = (uint32_t)of->out->edges.len;
		}
		cause->edge_count++;
		nsc_compared_edge_vec_push(&of->out->edges, orders.ptr[i].edge);
	}
	return first;
}

/* -- what came, what went ------------------------------------------------------------ */

/* A group that one side alone has, and the causes it is reached behind. */
struct masked {
	const uint64_t *mask;
	uint32_t words, group;
};

static int compare_masks(const struct masked *a, const struct masked *b)
{
	uint32_t i;

	for (i = 0; i < a->words; i++) {
		if (a->mask[i] != b->mask[i]) {
			return a->mask[i] < b->mask[i] ? -1 : 1;
		}
	}
	return 0;
}

static int compare_masked(const struct masked *a, const struct masked *b)
{
	int by_mask = compare_masks(a, b);

	return by_mask != 0 ? by_mask : (a->group > b->group) - (a->group < b->group);
}

#define NOSTD_NAME masked_vec
#define NOSTD_T    struct masked
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      masked_vec
#define NOSTD_T         struct masked
#define NOSTD_CMP(a, b) compare_masked((a), (b))
#include <nostd/sort.h>

static void add_row_causes(struct comparer *of, const struct masked *masked,
			   uint32_t first, struct nsc_compared_row *row)
{
	uint32_t i;

	row->cause_first = (uint32_t)of->out->cause_rows.len;
	for (i = 0; i < masked->words * 64; i++) {
		if (masked->mask[i / 64] & (uint64_t)1 << i % 64) {
			nsc_compared_rows_push(&of->out->cause_rows, first + i);
		}
	}
	row->cause_count = (uint32_t)of->out->cause_rows.len - row->cause_first;
}

static void sort_masked(const struct comparer *of, const struct side *side,
			const struct nsc_cause_search *search, struct masked_vec *out)
{
	uint32_t i;

	*out = masked_vec_new_in(nsc_scratch(of->run));
	for (i = 0; i < side->groups.all.len; i++) {
		struct masked masked = {&search->masks[(size_t)i * search->words],
					search->words, i};

		if (side->fresh[i] && bytes_of(&side->costs.of[i].own) != 0) {
			masked_vec_push(out, masked);
		}
	}
	masked_vec_sort_unstable(out->ptr, out->len);
}

/* Everything that one side alone has: a row for each set of causes. */
static void add_fresh(struct comparer *of, unsigned which)
{
	const struct side *side = &of->sides[which];
	struct nsc_cause_search search = {
		.run = of->run, .groups = &side->groups, .fresh = side->fresh};
	struct part_orders parts = part_orders_new_in(nsc_scratch(of->run));
	struct masked_vec masked;
	uint32_t first;
	size_t i, k;

	nsc_cause_search(&search);
	first = take_causes(of, side, &search);
	sort_masked(of, side, &search, &masked);
	for (i = 0; i < masked.len; i = k) {
		struct nsc_compared_row row = {.kind = which == NSC_AFTER
							       ? NSC_COMPARED_CAME
							       : NSC_COMPARED_WENT};

		add_row_causes(of, &masked.ptr[i], first, &row);
		for (k = i;
		     k < masked.len && compare_masks(&masked.ptr[i], &masked.ptr[k]) == 0;
		     k++) {
			part_orders_push(&parts, part_of(of, which, masked.ptr[k].group));
		}
		push_row(of, &row, &parts);
	}
}

/* -- what changed -------------------------------------------------------------------- */

static int compare_files(const struct part_order *a, const struct part_order *b)
{
	int by_file = compare_names(a->names, a->part.in, b->part.in);

	return by_file != 0 ? by_file
			    : compare_names(a->names, a->part.name, b->part.name);
}

#define NOSTD_NAME      file_orders
#define NOSTD_T         struct part_order
#define NOSTD_CMP(a, b) compare_files((a), (b))
#include <nostd/sort.h>

static void add_changed(struct comparer *of)
{
	struct part_orders all = part_orders_new_in(nsc_scratch(of->run));
	struct part_orders parts = part_orders_new_in(nsc_scratch(of->run));
	uint32_t key;
	size_t i, k;

	for (key = 0; key < of->key_count; key++) {
		const struct both *both = &of->both[key];
		struct part_order order;

		if (!both->has[NSC_BEFORE] || !both->has[NSC_AFTER] ||
		    memcmp(&both->size[NSC_BEFORE], &both->size[NSC_AFTER],
			   sizeof(both->size[0])) == 0) {
			continue;
		}
		order = part_of(of, NSC_AFTER, both->first[NSC_AFTER]);
		memcpy(order.part.size, both->size, sizeof(both->size));
		part_orders_push(&all, order);
	}
	file_orders_sort_unstable(all.ptr, all.len);
	for (i = 0; i < all.len; i = k) {
		struct nsc_compared_row row = {.kind = NSC_COMPARED_CHANGED,
					       .name = all.ptr[i].part.in};

		for (k = i; k < all.len && nsc_name_eq(all.ptr[k].part.in, row.name);
		     k++) {
			part_orders_push(&parts, all.ptr[k]);
		}
		push_row(of, &row, &parts);
	}
}

/* -- what belongs to nobody ---------------------------------------------------------- */

static struct nsc_compared_row *rest_row(struct comparer *of, size_t first, uint8_t rest,
					 struct nsc_name output)
{
	struct nsc_compared_row row = {
		.kind = NSC_COMPARED_REST, .rest = rest, .name = output};
	size_t i;

	for (i = first; i < of->out->rows.len; i++) {
		if (of->out->rows.ptr[i].rest == rest &&
		    nsc_name_eq(of->out->rows.ptr[i].name, output)) {
			return &of->out->rows.ptr[i];
		}
	}
	nsc_compared_row_vec_push(&of->out->rows, row);
	return &of->out->rows.ptr[of->out->rows.len - 1];
}

static void add_rests(struct comparer *of)
{
	size_t first = of->out->rows.len, kept = first, i;
	unsigned which;

	for (which = 0; which < NSC_SIDE_COUNT; which++) {
		const struct side *side = &of->sides[which];

		for (i = 0; i < side->sizes.rests.len; i++) {
			const struct nsc_size_rest *rest = &side->sizes.rests.ptr[i];
			struct nsc_compared_row *row = rest_row(
				of, first, rest->kind, take_name(of, side, rest->output));

			add(&row->change, &rest->size, which == NSC_AFTER ? 1 : -1);
		}
	}
	for (i = first; i < of->out->rows.len; i++) {
		const struct nsc_compared_row *row = &of->out->rows.ptr[i];

		if (row->change.flash != 0 || row->change.ram != 0) {
			of->out->rows.ptr[kept++] = *row;
		}
	}
	nsc_compared_row_vec_truncate(&of->out->rows, kept);
}

/* -- order --------------------------------------------------------------------------- */

struct row_order {
	const struct comparer *of;
	struct nsc_compared_row row;
};

/* What tells rows of one kind apart: their name, or that of their first part. */
static struct nsc_name label_of(const struct row_order *order)
{
	const struct nsc_comparison *out = order->of->out;

	return order->row.part_count != 0 ? out->parts.ptr[order->row.part_first].name
					  : order->row.name;
}

static int compare_rows(const struct row_order *a, const struct row_order *b)
{
	int64_t left = magnitude(bytes_of(&a->row.change));
	int64_t right = magnitude(bytes_of(&b->row.change));
	int by_label;

	if (left != right) {
		return left > right ? -1 : 1;
	}
	if (a->row.kind != b->row.kind) {
		return a->row.kind < b->row.kind ? -1 : 1;
	}
	by_label = compare_names(a->of->run->names, label_of(a), label_of(b));
	if (by_label != 0) {
		return by_label;
	}
	if (a->row.rest != b->row.rest) {
		return a->row.rest < b->row.rest ? -1 : 1;
	}
	return (a->row.part_first > b->row.part_first) -
	       (a->row.part_first < b->row.part_first);
}

#define NOSTD_NAME      row_orders
#define NOSTD_T         struct row_order
#define NOSTD_CMP(a, b) compare_rows((a), (b))
#include <nostd/sort.h>

static void sort_rows(struct comparer *of)
{
	struct nsc_compared_row_vec *rows = &of->out->rows;
	struct row_order *orders =
		nostd_bump_array(of->run->scratch, struct row_order, rows->len);
	size_t i;

	for (i = 0; i < rows->len; i++) {
		orders[i] = (struct row_order){of, rows->ptr[i]};
	}
	row_orders_sort_unstable(orders, rows->len);
	for (i = 0; i < rows->len; i++) {
		rows->ptr[i] = orders[i].row;
	}
}

static void init(struct nsc_run *run, struct nsc_comparison *out)
{
	memset(out, 0, sizeof(*out));
	out->rows = nsc_compared_row_vec_new_in(nsc_keep(run));
	out->cause_rows = nsc_compared_rows_new_in(nsc_keep(run));
	out->causes = nsc_compared_cause_vec_new_in(nsc_keep(run));
	out->edges = nsc_compared_edge_vec_new_in(nsc_keep(run));
	out->parts = nsc_compared_part_vec_new_in(nsc_keep(run));
}

void nsc_compare(struct nsc_run *run,
		 const struct nsc_survey *const surveys[NSC_SIDE_COUNT],
		 struct nsc_comparison *out)
{
	struct comparer of = {.run = run, .out = out};
	const struct nsc_groups *groups[NSC_SIDE_COUNT];
	struct nostd_bump_mark mark;
	struct nsc_pairing pairing;
	unsigned which;

	init(run, out);
	for (which = 0; which < NSC_SIDE_COUNT; which++) {
		open_side(&of, which, surveys[which]);
		groups[which] = &of.sides[which].groups;
	}
	out->known = of.sides[NSC_BEFORE].sizes.known && of.sides[NSC_AFTER].sizes.known;
	if (!out->known) {
		return;
	}
	nsc_pair_groups(run, groups, &pairing);
	mark = nostd_bump_mark(run->scratch);
	of.key_count = pairing.count;
	for (which = 0; which < NSC_SIDE_COUNT; which++) {
		of.sides[which].key = pairing.key[which];
	}
	fill_both(&of);
	find_fresh(&of);
	add_fresh(&of, NSC_AFTER);
	add_fresh(&of, NSC_BEFORE);
	add_changed(&of);
	add_rests(&of);
	sort_rows(&of);
	nostd_bump_reset(run->scratch, mark);
}
