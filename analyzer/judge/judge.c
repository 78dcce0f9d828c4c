/*
 * judge.c - the whole judgement in order. See judge.h.
 */
#include "analyzer/judge/judge.h"

#include <string.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/budgets.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/exempt.h"
#include "analyzer/judge/formats.h"
#include "analyzer/judge/headers.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/prices.h"
#include "analyzer/judge/providers.h"
#include "analyzer/judge/reasons.h"
#include "analyzer/judge/self_call.h"
#include "analyzer/judge/stubs.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/traps.h"
#include "analyzer/judge/units.h"

/* Crossings of one symbol stand together: the newest finding may be about it already. */
static bool continues_newest(const struct nsc_judgement *out,
			     const struct nsc_crossing *crossing)
{
	const struct nsc_finding_vec *all = &out->findings.all;
	const struct nsc_crossing *newest;

	if (all->len == 0) {
		return false;
	}
	newest = &out->crossings.all.ptr[all->ptr[all->len - 1].crossing];
	return newest->symbol == crossing->symbol;
}

/* Does one of the files that were asked for make this reference? */
static bool is_of_interest(const struct nsc_judgement *out,
			   const struct nsc_crossing *crossing)
{
	uint32_t i;

	if (out->target->terms->filters.len == 0) {
		return true;
	}
	for (i = 0; i < crossing->site_count; i++) {
		uint32_t file = out->crossings.sites.ptr[crossing->site_first + i].file;

		if (file != NSC_NO_ROW && out->target->interest[file]) {
			return true;
		}
	}
	return false;
}

/* Crossings of one symbol follow each other. */
static void count_looked_at(struct nsc_verdict *verdict, uint32_t symbol)
{
	if (verdict->looked_at == 0) {
		verdict->looked_at_first = symbol;
	} else if (verdict->looked_at_last == symbol) {
		return;
	}
	verdict->looked_at++;
	verdict->looked_at_last = symbol;
}

static void judge_crossing(struct nsc_judgement *out, uint32_t row)
{
	const struct nsc_crossing *crossing = &out->crossings.all.ptr[row];
	struct nsc_decision decision;

	if (!is_of_interest(out, crossing)) {
		return;
	}
	nsc_decide(out->target, out->drags, crossing, &decision);
	out->verdict.core_unknown += decision.cannot_know;
	if (decision.looked_at) {
		count_looked_at(&out->verdict, crossing->symbol);
	}
	if (!decision.finding || nsc_crossing_is_taken_over(&out->crossings, crossing)) {
		return;
	}
	if (decision.per_symbol && continues_newest(out, crossing)) {
		nsc_assemble_more(&out->why, row, &out->findings);
		return;
	}
	nsc_assemble(&out->why, row, &decision, &out->findings);
}

/* A name that nobody defines, in a library: a warning at most (decisions.md 33). */
static void soften_callbacks(struct nsc_judgement *out)
{
	size_t i;

	for (i = 0; i < out->findings.all.len; i++) {
		struct nsc_finding *finding = &out->findings.all.ptr[i];

		if (finding->rule == NSC_RULE_904 && !out->target->image &&
		    finding->severity > NSC_SEVERITY_WARNING) {
			finding->severity = NSC_SEVERITY_WARNING;
		}
	}
}

/* Findings of rules that are turned off are not reported at all. */
static void drop_silent(struct nsc_findings *findings)
{
	size_t kept = 0, i;

	for (i = 0; i < findings->all.len; i++) {
		if (findings->all.ptr[i].severity != NSC_SEVERITY_OFF) {
			findings->all.ptr[kept++] = findings->all.ptr[i];
		}
	}
	nsc_finding_vec_truncate(&findings->all, kept);
}

static void count(struct nsc_judgement *out)
{
	size_t i;

	for (i = 0; i < out->findings.all.len; i++) {
		const struct nsc_finding *finding = &out->findings.all.ptr[i];

		if (finding->suppressed) {
			out->verdict.suppressed++;
		} else {
			out->verdict.by_severity[finding->severity]++;
		}
	}
}

static void init(struct nsc_target *target, struct nsc_judgement *out)
{
	memset(out, 0, sizeof(*out));
	out->target = target;
	nsc_findings_init(&out->findings, target->run->keep);
	nsc_ways_find(target, &out->ways);
	out->drags = nsc_drags_new(target);
	nsc_crossings_find(target, out->drags, &out->crossings);
	out->why.target = target;
	out->why.ways = &out->ways;
	out->why.drags = out->drags;
	out->why.crossings = &out->crossings;
}

void nsc_judge(struct nsc_target *target, struct nsc_judgement *out)
{
	uint32_t i;

	init(target, out);
	for (i = 0; i < out->crossings.all.len; i++) {
		judge_crossing(out, i);
	}
	soften_callbacks(out);
	nsc_reasons_find(target, &out->crossings, &out->findings);
	nsc_self_calls_judge(target, &out->findings);
	nsc_providers_judge(&out->why, &out->findings);
	if (target->terms->levels & NSC_LEVEL_SOURCE) {
		nsc_headers_judge(target, &out->findings);
		nsc_traps_judge(target, &out->findings);
		nsc_formats_judge(target, &out->findings);
	}
	if (target->terms->levels & NSC_LEVEL_SOURCE && target->terms->filters.len == 0) {
		nsc_flags_judge(target, &out->findings);
	}
	nsc_exempt_apply(&out->why, &out->findings);
	nsc_stubs_judge(&out->why, &out->findings);
}

void nsc_judge_finish(struct nsc_judgement *out)
{
	const struct nsc_target *target = out->target;

	nsc_exempt_judge(target, &out->findings);
	nsc_prices_find(target, &out->crossings, &out->findings, &out->verdict);
	nsc_budgets_judge(out);
	drop_silent(&out->findings);
	nsc_findings_sort(&out->findings, target->mounts);
	count(out);
}
