/*
 * match.c - see match.h.
 */
#include "analyzer/report/match.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"

struct matcher {
	struct nsc_run *run;
	const struct nsc_reread *const *reports;
	struct nsc_match_target *target; /* at hand */
	struct nsc_row_vec
		rows[NSC_SIDE_COUNT]; /* findings of that target, not yet paired */
};

static int compare_names(const struct matcher *of, struct nsc_name a, struct nsc_name b)
{
	return nsc_name_eq(a, b) ? 0 : nsc_name_cmp(of->run->names, a, b);
}

const char *nsc_match_kind_name(uint8_t kind)
{
	static const char *const names[] = {"new", "gone", "changed", "unchanged"};

	return names[kind];
}

/* -- targets ------------------------------------------------------------------------- */

static const struct nsc_reread_target *find_target(const struct nsc_reread *report,
						   struct nsc_name name)
{
	size_t i;

	for (i = 0; i < report->targets.len; i++) {
		if (nsc_name_eq(report->targets.ptr[i].name, name)) {
			return &report->targets.ptr[i];
		}
	}
	return NULL;
}

static void add_target(struct matcher *of, const struct nsc_reread_target *before,
		       const struct nsc_reread_target *after,
		       struct nsc_match_target_vec *out)
{
	struct nsc_match_target target;

	memset(&target, 0, sizeof(target));
	target.of[NSC_BEFORE] = before;
	target.of[NSC_AFTER] = after;
	target.findings = nsc_match_finding_vec_new_in(nsc_keep(of->run));
	target.components = nsc_match_component_vec_new_in(nsc_keep(of->run));
	nsc_match_target_vec_push(out, target);
}

/* The only target of a side that the other side has none of that name for. */
static const struct nsc_reread_target *only_left(const struct matcher *of, unsigned side)
{
	const struct nsc_reread *report = of->reports[side];
	const struct nsc_reread_target *left = NULL;
	size_t i;

	for (i = 0; i < report->targets.len; i++) {
		const struct nsc_reread_target *target = &report->targets.ptr[i];

		if (find_target(of->reports[NSC_SIDE_COUNT - 1 - side], target->name)) {
			continue;
		}
		if (left) {
			return NULL;
		}
		left = target;
	}
	return left;
}

static void match_targets(struct matcher *of, struct nsc_match_target_vec *out)
{
	const struct nsc_reread_target *renamed[NSC_SIDE_COUNT];
	const struct nsc_reread *before = of->reports[NSC_BEFORE];
	const struct nsc_reread *after = of->reports[NSC_AFTER];
	size_t i;

	renamed[NSC_BEFORE] = only_left(of, NSC_BEFORE);
	renamed[NSC_AFTER] = only_left(of, NSC_AFTER);
	if (!renamed[NSC_BEFORE] || !renamed[NSC_AFTER]) {
		renamed[NSC_BEFORE] = renamed[NSC_AFTER] = NULL;
	}
	for (i = 0; i < after->targets.len; i++) {
		const struct nsc_reread_target *target = &after->targets.ptr[i];

		add_target(of,
			   target == renamed[NSC_AFTER]
				   ? renamed[NSC_BEFORE]
				   : find_target(before, target->name),
			   target, out);
	}
	for (i = 0; i < before->targets.len; i++) {
		const struct nsc_reread_target *target = &before->targets.ptr[i];

		if (target != renamed[NSC_BEFORE] && !find_target(after, target->name)) {
			add_target(of, target, NULL, out);
		}
	}
}

/* -- components ---------------------------------------------------------------------- */

/* The component of a target by name; one that is called as its target is goes with it. */
static const struct nsc_reread_component *find_component(
	const struct nsc_reread *report, const struct nsc_reread_target *target,
	const struct nsc_reread_component *like)
{
	bool as_target = nsc_name_eq(like->name, like->target);
	size_t i;

	for (i = 0; target && i < report->components.len; i++) {
		const struct nsc_reread_component *row = &report->components.ptr[i];

		if (nsc_name_eq(row->target, target->name) &&
		    nsc_name_eq(row->name, as_target ? target->name : like->name)) {
			return row;
		}
	}
	return NULL;
}

static uint8_t kind_of_component(const struct nsc_reread_component *before,
				 const struct nsc_reread_component *after)
{
	if (!before) {
		return NSC_MATCH_NEW;
	}
	if (!after) {
		return NSC_MATCH_GONE;
	}
	return before->size_known == after->size_known &&
			       before->size.flash == after->size.flash &&
			       before->size.ram == after->size.ram
		       ? NSC_MATCH_SAME
		       : NSC_MATCH_CHANGED;
}

struct component_order {
	const struct nsc_names *names;
	struct nsc_name name;
	struct nsc_match_component match;
};

static int compare_components(const struct component_order *a,
			      const struct component_order *b)
{
	return nsc_name_eq(a->name, b->name) ? 0
					     : nsc_name_cmp(a->names, a->name, b->name);
}

#define NOSTD_NAME      component_orders
#define NOSTD_T         struct component_order
#define NOSTD_CMP(a, b) compare_components((a), (b))
#include <nostd/sort.h>

static void sort_components(struct matcher *of)
{
	struct nsc_match_component_vec *all = &of->target->components;
	struct nostd_bump_mark mark = nostd_bump_mark(of->run->scratch);
	struct component_order *orders =
		nostd_bump_array(of->run->scratch, struct component_order, all->len);
	size_t i;

	for (i = 0; i < all->len; i++) {
		const struct nsc_match_component *match = &all->ptr[i];

		orders[i].names = of->run->names;
		orders[i].name = (match->of[NSC_AFTER] ? match->of[NSC_AFTER]
						       : match->of[NSC_BEFORE])
					 ->name;
		orders[i].match = *match;
	}
	component_orders_sort_unstable(orders, all->len);
	for (i = 0; i < all->len; i++) {
		all->ptr[i] = orders[i].match;
	}
	nostd_bump_reset(of->run->scratch, mark);
}

static void match_components(struct matcher *of)
{
	struct nsc_match_target *target = of->target;
	unsigned side;
	size_t i;

	for (side = 0; side < NSC_SIDE_COUNT; side++) {
		const struct nsc_reread *report = of->reports[side];
		unsigned other = NSC_SIDE_COUNT - 1 - side;

		for (i = 0; target->of[side] && i < report->components.len; i++) {
			const struct nsc_reread_component *row =
				&report->components.ptr[i];
			struct nsc_match_component match;

			if (!nsc_name_eq(row->target, target->of[side]->name)) {
				continue;
			}
			match.of[side] = row;
			match.of[other] = find_component(of->reports[other],
							 target->of[other], row);
			match.kind = kind_of_component(match.of[NSC_BEFORE],
						       match.of[NSC_AFTER]);
			if (side == NSC_AFTER || !match.of[other]) {
				nsc_match_component_vec_push(&target->components, match);
			}
		}
	}
	sort_components(of);
}

/* -- findings ------------------------------------------------------------------------ */

static const struct nsc_reread_finding *finding_at(const struct matcher *of,
						   unsigned side, size_t at)
{
	return &of->reports[side]->findings.ptr[of->rows[side].ptr[at]];
}

/* "app/log.c", "{build}/CMakeFiles/fw.dir/app/log.c.o", "log.o" are one by their stem. */
static struct nostd_str stem_of(const struct matcher *of, struct nsc_name file)
{
	struct nostd_str stem = nsc_path_stem(nsc_name_text(of->run->names, file));
	size_t dot = nostd_str_find_byte(stem, '.');

	return dot == NOSTD_NOT_FOUND || dot == 0 ? stem : nostd_str_take(stem, dot);
}

static bool is_stem(const struct matcher *of, struct nsc_name a, struct nsc_name b)
{
	return nostd_str_eq(stem_of(of, a), stem_of(of, b));
}

/* From the surest to the vaguest. */
enum pass { BY_ID, BY_FILE, BY_STEM, BY_FUNCTION, BY_ANY_RULE, PASS_COUNT };

static bool is_one(const struct matcher *of, enum pass pass,
		   const struct nsc_reread_finding *a, const struct nsc_reread_finding *b)
{
	bool same = nsc_name_eq(a->symbol, b->symbol) &&
		    nsc_name_eq(a->function, b->function);
	bool rule = nsc_name_eq(a->rule, b->rule);

	switch (pass) {
	case BY_ID:
		return nsc_name_eq(a->id, b->id);
	case BY_FILE:
		return same && rule && nsc_name_eq(a->file, b->file);
	case BY_STEM:
		return same && rule && is_stem(of, a->file, b->file);
	case BY_FUNCTION:
		return same && rule;
	case BY_ANY_RULE:
		return same && nsc_name_given(a->symbol) && is_stem(of, a->file, b->file);
	case PASS_COUNT:
		break;
	}
	return false;
}

/* How many findings of a side are one with it; the first of them. */
static uint32_t count_like(const struct matcher *of, enum pass pass, unsigned side,
			   const struct nsc_reread_finding *finding, size_t *first)
{
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < of->rows[side].len; i++) {
		if (of->rows[side].ptr[i] != NSC_NO_ROW &&
		    is_one(of, pass, finding_at(of, side, i), finding)) {
			*first = count == 0 ? i : *first;
			count++;
		}
	}
	return count;
}

/* Without the file a pair is one only where there is no choice. */
static bool find_partner(const struct matcher *of, enum pass pass,
			 const struct nsc_reread_finding *after, size_t *partner)
{
	uint32_t count = count_like(of, pass, NSC_BEFORE, after, partner);
	size_t ignored = 0;

	if (pass != BY_FUNCTION) {
		return count != 0;
	}
	return count == 1 && count_like(of, pass, NSC_AFTER, after, &ignored) == 1;
}

static uint8_t kind_of(const struct nsc_reread_finding *before,
		       const struct nsc_reread_finding *after)
{
	const struct nsc_price *was = &before->retained, *is = &after->retained;
	bool same = nsc_name_eq(before->rule, after->rule) &&
		    before->severity == after->severity &&
		    nsc_name_eq(before->state, after->state) &&
		    before->suppressed == after->suppressed;

	/* A price that is not known on one side says nothing. */
	if (was->known && is->known) {
		same &= was->cost.flash == is->cost.flash &&
			was->cost.ram == is->cost.ram;
	}
	return same ? NSC_MATCH_SAME : NSC_MATCH_CHANGED;
}

static void add_match(struct matcher *of, const struct nsc_reread_finding *before,
		      const struct nsc_reread_finding *after)
{
	struct nsc_match_finding match = {NSC_MATCH_NEW, {before, after}};

	if (before) {
		match.kind = after ? kind_of(before, after) : NSC_MATCH_GONE;
	}
	of->target->count[match.kind]++;
	nsc_match_finding_vec_push(&of->target->findings, match);
}

/* What is paired leaves the lists. */
static void keep_unpaired(struct nsc_row_vec *rows)
{
	size_t kept = 0, i;

	for (i = 0; i < rows->len; i++) {
		if (rows->ptr[i] != NSC_NO_ROW) {
			rows->ptr[kept++] = rows->ptr[i];
		}
	}
	nsc_row_vec_truncate(rows, kept);
}

static void match_pass(struct matcher *of, enum pass pass)
{
	struct nsc_row_vec *before = &of->rows[NSC_BEFORE], *after = &of->rows[NSC_AFTER];
	size_t partner = 0, i;

	for (i = 0; i < after->len; i++) {
		const struct nsc_reread_finding *finding = finding_at(of, NSC_AFTER, i);

		if (find_partner(of, pass, finding, &partner)) {
			add_match(of, finding_at(of, NSC_BEFORE, partner), finding);
			before->ptr[partner] = NSC_NO_ROW;
			after->ptr[i] = NSC_NO_ROW;
		}
	}
	keep_unpaired(before);
	keep_unpaired(after);
}

static void list_findings(struct matcher *of, unsigned side)
{
	const struct nsc_reread_target *target = of->target->of[side];
	const struct nsc_reread_finding_vec *all = &of->reports[side]->findings;
	uint32_t i;

	nsc_row_vec_clear(&of->rows[side]);
	for (i = 0; target && i < all->len; i++) {
		if (nsc_name_eq(all->ptr[i].target, target->name)) {
			nsc_row_vec_push(&of->rows[side], i);
		}
	}
}

struct match_order {
	const struct matcher *of;
	struct nsc_match_finding match;
};

/* What is shown of a pair: as it is now, or as it was when it is gone. */
static const struct nsc_reread_finding *shown(const struct match_order *order)
{
	return order->match.of[NSC_AFTER] ? order->match.of[NSC_AFTER]
					  : order->match.of[NSC_BEFORE];
}

static int compare_matches(const struct match_order *a, const struct match_order *b)
{
	const struct nsc_reread_finding *left = shown(a), *right = shown(b);
	struct nsc_place at_left = {left->file, left->line, left->column};
	struct nsc_place at_right = {right->file, right->line, right->column};
	int order;

	if (a->match.kind != b->match.kind) {
		return a->match.kind < b->match.kind ? -1 : 1;
	}
	order = nsc_place_cmp(a->of->run->names, at_left, at_right);
	order = order != 0 ? order : compare_names(a->of, left->rule, right->rule);
	order = order != 0 ? order : compare_names(a->of, left->symbol, right->symbol);
	order = order != 0 ? order
			   : compare_names(a->of, left->function, right->function);
	return order != 0 ? order : compare_names(a->of, left->id, right->id);
}

#define NOSTD_NAME      match_orders
#define NOSTD_T         struct match_order
#define NOSTD_CMP(a, b) compare_matches((a), (b))
#include <nostd/sort.h>

static void sort_findings(struct matcher *of)
{
	struct nsc_match_finding_vec *all = &of->target->findings;
	struct nostd_bump_mark mark = nostd_bump_mark(of->run->scratch);
	struct match_order *orders =
		nostd_bump_array(of->run->scratch, struct match_order, all->len);
	size_t i;

	for (i = 0; i < all->len; i++) {
		orders[i] = (struct match_order){of, all->ptr[i]};
	}
	match_orders_sort_unstable(orders, all->len);
	for (i = 0; i < all->len; i++) {
		all->ptr[i] = orders[i].match;
	}
	nostd_bump_reset(of->run->scratch, mark);
}

static void match_findings(struct matcher *of)
{
	unsigned pass;
	size_t i;

	list_findings(of, NSC_BEFORE);
	list_findings(of, NSC_AFTER);
	for (pass = 0; pass < PASS_COUNT; pass++) {
		match_pass(of, (enum pass)pass);
	}
	for (i = 0; i < of->rows[NSC_AFTER].len; i++) {
		add_match(of, NULL, finding_at(of, NSC_AFTER, i));
	}
	for (i = 0; i < of->rows[NSC_BEFORE].len; i++) {
		add_match(of, finding_at(of, NSC_BEFORE, i), NULL);
	}
	sort_findings(of);
}

void nsc_match_reports(struct nsc_run *run,
		       const struct nsc_reread *const reports[NSC_SIDE_COUNT],
		       struct nsc_match_target_vec *out)
{
	struct matcher of = {.run = run, .reports = reports};
	size_t i;

	*out = nsc_match_target_vec_new_in(nsc_keep(run));
	of.rows[NSC_BEFORE] = nsc_row_vec_new_in(nsc_keep(run));
	of.rows[NSC_AFTER] = nsc_row_vec_new_in(nsc_keep(run));
	match_targets(&of, out);
	for (i = 0; i < out->len; i++) {
		of.target = &out->ptr[i];
		match_components(&of);
		match_findings(&of);
	}
}
