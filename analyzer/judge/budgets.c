/*
 * budgets.c - see budgets.h.
 */
#include "analyzer/judge/budgets.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/groups.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "analyzer/judge/why.h"

enum {
	PRICED_MAX = 300, /* ways in whose price is looked for */
	SHOWN_MAX = 3     /* of them, in the finding */
};

/* The pieces of a target in two groups: what a budget is about, and the rest. */
enum { INSIDE, OUTSIDE, GROUPS };

struct budget {
	const struct nsc_budget_term *term;
	const struct nsc_survey *survey;
	const struct nsc_target *target;
	struct nsc_groups groups;
	struct nsc_cost bytes;
};

/* -- what it is about ---------------------------------------------------------------- */

static bool is_inside(const struct budget *of, uint32_t row)
{
	const struct nsc_pieces *pieces = &of->survey->pieces;
	const struct nsc_piece *piece = &pieces->all.ptr[row];
	bool own = nsc_piece_is_own(pieces, row);

	if (piece->file == NSC_NO_ROW) {
		return false;
	}
	switch ((enum nsc_budget_subject)of->term->subject) {
	case NSC_BUDGET_HOSTED:
		return nsc_side_is_hosted(nsc_piece_side(pieces, row));
	case NSC_BUDGET_TIER:
		return !own && piece->tier == of->term->tier;
	case NSC_BUDGET_CAPABILITY:
		return !own && piece->tier != NSC_TIER_UNKNOWN &&
		       piece->capability == of->term->capability;
	case NSC_BUDGET_COMPONENT:
		return nsc_name_eq(of->target->components
					   .ptr[of->target->component[piece->file]]
					   .name,
				   of->term->component);
	}
	return false;
}

static struct nsc_name subject_of(const struct budget *of)
{
	struct nsc_names *names = of->target->graph->names;

	switch ((enum nsc_budget_subject)of->term->subject) {
	case NSC_BUDGET_HOSTED:
		return nsc_name_c(names, "hosted");
	case NSC_BUDGET_TIER:
		return nsc_name(names, nsc_tier_name((enum nsc_tier)of->term->tier));
	case NSC_BUDGET_CAPABILITY:
		return nsc_name(
			names,
			nsc_capability_name((enum nsc_capability)of->term->capability));
	case NSC_BUDGET_COMPONENT:
		return of->term->component;
	}
	return of->term->component;
}

static void make_groups(struct budget *of)
{
	struct nsc_run *run = of->target->run;
	size_t count = of->survey->pieces.all.len;
	struct nsc_group inside = {.kind = NSC_PIECE_NAMED, .present = true};
	struct nsc_group outside = {.kind = NSC_PIECE_TARGET};
	struct nsc_keyed_rows keyed;
	uint32_t i;

	of->groups.survey = of->survey;
	of->groups.size = NSC_BY_COMPONENT;
	of->groups.all = nsc_group_vec_new_in(nsc_keep(run));
	nsc_group_vec_push(&of->groups.all, inside);
	nsc_group_vec_push(&of->groups.all, outside);
	of->groups.of_piece = nostd_bump_array(run->keep, uint32_t, count);
	for (i = 0; i < count; i++) {
		of->groups.of_piece[i] = is_inside(of, i) ? INSIDE : OUTSIDE;
	}
	keyed = (struct nsc_keyed_rows){of->groups.of_piece, count, GROUPS};
	nsc_row_groups_make(run->keep, &keyed, &of->groups.members);
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* False: the bytes are not known. */
static bool find_bytes(struct budget *of)
{
	const struct nsc_group_cost *cost;
	struct nsc_costs costs;

	make_groups(of);
	nsc_costs_find(&of->groups, &costs);
	cost = &costs.of[INSIDE];
	of->bytes = cost->own;
	if (cost->retained.known) {
		of->bytes.flash = larger(cost->own.flash, cost->retained.cost.flash);
		of->bytes.ram = larger(cost->own.ram, cost->retained.cost.ram);
	}
	return cost->own_known;
}

/* -- the ways in that cost most ------------------------------------------------------ */

/* A piece that is referred to from outside, and what goes if that is cut. */
struct way_in {
	uint32_t piece;
	uint32_t ref; /* the first reference */
	struct nsc_cost cost;
	int64_t weight; /* bytes of the memory that is over its budget */
};

#define NOSTD_NAME ways_in
#define NOSTD_T    struct way_in
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME ways_in
#define NOSTD_T    struct way_in
#define NOSTD_CMP(a, b)                                 \
	((a)->weight != (b)->weight                     \
		 ? ((a)->weight > (b)->weight ? -1 : 1) \
		 : ((a)->piece > (b)->piece) - ((a)->piece < (b)->piece))
#include <nostd/sort.h>
#define NOSTD_NAME budget_refs
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      budget_refs
#define NOSTD_T         uint32_t
#define NOSTD_CMP(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#include <nostd/sort.h>

/* The references to a piece from live code outside; NULL: none. */
static const struct nsc_cut *cut_into(const struct budget *of, uint32_t piece)
{
	const struct nsc_pieces *pieces = &of->survey->pieces;
	struct nsc_run *run = of->target->run;
	struct budget_refs refs = budget_refs_new_in(nsc_scratch(run));
	struct nsc_cut *cut;
	uint32_t i;

	for (i = pieces->in.first[piece]; i < pieces->in.first[piece + 1]; i++) {
		const struct nsc_piece_edge *edge =
			&pieces->edges.ptr[pieces->in.rows[i]];

		if (edge->ref != NSC_NO_ROW && pieces->all.ptr[edge->from].present &&
		    of->groups.of_piece[edge->from] == OUTSIDE) {
			budget_refs_push(&refs, edge->ref);
		}
	}
	if (refs.len == 0) {
		return NULL;
	}
	budget_refs_sort_unstable(refs.ptr, refs.len);
	cut = nostd_bump_new(run->scratch, struct nsc_cut);
	*cut = (struct nsc_cut){refs.ptr, refs.len, NULL, 0};
	return cut;
}

static void price_ways(const struct budget *of, const struct nsc_cut *const *cuts,
		       bool of_flash, struct ways_in *ways)
{
	struct nsc_price *prices =
		nostd_bump_array(of->target->run->scratch, struct nsc_price, ways->len);
	size_t i;

	nsc_price_each(of->target->priced, cuts, ways->len, prices);
	for (i = 0; i < ways->len; i++) {
		struct way_in *way = &ways->ptr[i];

		way->cost = prices[i].cost;
		way->weight = !prices[i].known ? 0
			      : of_flash       ? way->cost.flash
					       : way->cost.ram;
	}
	ways_in_sort_unstable(ways->ptr, ways->len);
}

static struct ways_in find_ways(const struct budget *of, bool of_flash)
{
	struct nostd_bump *scratch = of->target->run->scratch;
	const struct nsc_cut **cuts =
		nostd_bump_array(scratch, const struct nsc_cut *, PRICED_MAX);
	struct ways_in ways = ways_in_new_in(nsc_scratch(of->target->run));
	uint32_t i;

	for (i = 0; i < of->survey->pieces.all.len && ways.len < PRICED_MAX; i++) {
		struct way_in way = {.piece = i};
		const struct nsc_cut *cut;

		if (of->groups.of_piece[i] != INSIDE ||
		    !of->survey->pieces.all.ptr[i].present) {
			continue;
		}
		cut = cut_into(of, i);
		if (cut) {
			cuts[ways.len] = cut;
			way.ref = cut->refs[0];
			ways_in_push(&ways, way);
		}
	}
	if (of->target->priced->exact) {
		price_ways(of, cuts, of_flash, &ways);
	}
	return ways;
}

/* -- findings ------------------------------------------------------------------------ */

static struct nsc_name name_of(const struct budget *of, const struct way_in *way)
{
	return of->survey->pieces.all.ptr[way->piece].name;
}

/* "; 39616 B of flash, 16384 B are allowed"; true: it is over the limit. */
static bool put_excess(struct nostd_string *text, const struct nsc_budget_limit *limit,
		       int64_t bytes, const char *memory)
{
	bool over = limit->given && bytes > (int64_t)limit->bytes;

	if (over) {
		nostd_format(text, " {} B of {}, {} B are allowed;", bytes, memory,
			     limit->bytes);
	}
	return over;
}

/* How many are shown: those that keep something by themselves. */
static size_t shown_of(const struct ways_in *ways)
{
	size_t count = 0;

	while (count < ways->len && count < SHOWN_MAX && ways->ptr[count].weight > 0) {
		count++;
	}
	return count;
}

static void put_ways(const struct budget *of, const struct ways_in *ways,
		     struct nostd_string *text)
{
	size_t count = shown_of(ways), i;

	for (i = 0; i < count; i++) {
		nostd_format(text, "{} {} ({} B)", i == 0 ? " dearest:" : ",",
			     nsc_target_text(of->target, name_of(of, &ways->ptr[i])),
			     ways->ptr[i].weight);
	}
	if (count == 0) {
		nostd_format(text, " no single way in keeps any of it");
	}
}

static void add_evidence(const struct budget *of, const struct way_in *way,
			 struct nsc_findings *findings)
{
	const struct nsc_target *target = of->target;
	const struct nsc_graph_ref *ref = &target->graph->refs.ptr[way->ref];
	const struct nsc_object_site *site = nsc_ref_site(target, way->ref);
	struct nsc_hop hop = nsc_why_node_hop(target, ref->from, NSC_NO_ROW);
	struct nsc_object_evidence row = {
		.object = hop.object,
		.archive = hop.archive,
		.member = hop.member,
		.section = target->graph->nodes.ptr[ref->from].name,
		.symbol = name_of(of, way),
		.live = true};

	if (site) {
		row.function = site->function;
		row.at = site->at;
	}
	nsc_object_evidence_vec_push(&findings->objects, row);
}

static void tell(const struct budget *of, const struct ways_in *ways,
		 struct nsc_name message, struct nsc_findings *findings)
{
	struct nsc_finding finding = nsc_finding_of_units(of->target, NSC_RULE_112);
	size_t count = shown_of(ways), i;

	finding.symbol = subject_of(of);
	finding.base = finding.symbol;
	finding.tier = of->term->subject == NSC_BUDGET_TIER
			       ? (enum nsc_tier)of->term->tier
			       : NSC_TIER_STD;
	finding.has_capability = of->term->subject == NSC_BUDGET_CAPABILITY;
	finding.capability = (enum nsc_capability)of->term->capability;
	finding.message = message;
	finding.at = of->term->at;
	finding.path = of->term->at.file;
	finding.object_first = (uint32_t)findings->objects.len;
	for (i = 0; i < count; i++) {
		add_evidence(of, &ways->ptr[i], findings);
	}
	finding.object_count = (uint32_t)findings->objects.len - finding.object_first;
	nsc_finding_set_id(of->target, &finding);
	nsc_finding_set_remedy(of->target, (struct nsc_name){0}, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

static void judge_bytes(const struct budget *of, struct nsc_findings *findings)
{
	struct nostd_bump_mark mark = nostd_bump_mark(of->target->run->scratch);
	struct nostd_string text = nostd_string_new();
	bool flash, ram;

	nostd_format(&text, "{} keeps", nsc_target_text(of->target, subject_of(of)));
	flash = put_excess(&text, &of->term->flash, of->bytes.flash, "flash");
	ram = put_excess(&text, &of->term->ram, of->bytes.ram, "RAM");
	if (flash || ram) {
		struct ways_in ways = find_ways(of, flash);

		put_ways(of, &ways, &text);
		tell(of, &ways,
		     nsc_name(of->target->graph->names, nostd_string_as_str(&text)),
		     findings);
	}
	nostd_string_drop(&text);
	nostd_bump_reset(of->target->run->scratch, mark);
}

void nsc_budgets_judge(struct nsc_judgement *judgement)
{
	const struct nsc_target *target = judgement->target;
	const struct nsc_budget_term_vec *terms = &target->terms->budgets;
	struct nsc_survey survey;
	size_t i;

	if (terms->len == 0 || target->terms->filters.len != 0 ||
	    !(target->terms->levels & NSC_LEVEL_LINK)) {
		return;
	}
	nsc_survey_make(judgement, target->mounts, &survey);
	for (i = 0; i < terms->len; i++) {
		struct budget of = {
			.term = &terms->ptr[i], .survey = &survey, .target = target};

		if (target->image && target->priced && find_bytes(&of)) {
			judge_bytes(&of, &judgement->findings);
		} else {
			nsc_diag(target->run->diags, NSC_DIAG_NOT_ANALYSED, of.term->at,
				 "this budget cannot be judged: {}",
				 target->image ? "some of its bytes have no known owner"
					       : "the target has no link map or ELF");
		}
	}
}
