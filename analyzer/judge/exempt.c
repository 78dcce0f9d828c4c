/*
 * exempt.c - see exempt.h.
 */
#include "analyzer/judge/exempt.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/pattern.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/formats.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/why.h"

/* -- does an exemption cover a finding? ---------------------------------------------- */

static bool is_expired(const struct nsc_target *target, const struct nsc_allowance *entry)
{
	return entry->expires && entry->last_day < target->terms->today;
}

static bool names_it(const struct nsc_target *target, const struct nsc_allowance *entry,
		     const struct nsc_finding *finding)
{
	struct nostd_str glob = nsc_target_text(target, entry->name);

	switch ((enum nsc_policy_subject_kind)entry->subject) {
	case NSC_SUBJECT_SYMBOL:
		return finding->rule != NSC_RULE_102 && finding->rule != NSC_RULE_210 &&
		       (nsc_pattern_match(glob,
					  nsc_target_text(target, finding->symbol)) ||
			nsc_pattern_match(glob, nsc_target_text(target, finding->base)));
	case NSC_SUBJECT_HEADER:
		return finding->rule == NSC_RULE_102 &&
		       nsc_pattern_match(glob, nsc_target_text(target, finding->symbol));
	case NSC_SUBJECT_CAPABILITY:
		return finding->has_capability &&
		       finding->capability == entry->capability &&
		       finding->rule != NSC_RULE_102;
	case NSC_SUBJECT_FORMAT:
		return nsc_format_allowed(target, entry, finding);
	case NSC_SUBJECT_RULE:
		return (entry->rule == finding->rule ||
			finding->related & (uint64_t)1 << entry->rule) &&
		       (entry->name.ix == 0 ||
			nsc_pattern_match(glob,
					  nsc_target_text(target, finding->symbol)) ||
			nsc_pattern_match(glob, nsc_target_text(target, finding->base)));
	}
	return false;
}

static bool comes_from(const struct nsc_target *target, const struct nsc_allowance *entry,
		       const struct nsc_finding *finding)
{
	return entry->glob_count == 0 ||
	       nsc_globs_match(target->graph->names,
			       target->terms->globs.ptr + entry->glob_first,
			       entry->glob_count, nsc_target_text(target, finding->path));
}

static bool is_at(const struct nsc_allowance *entry, struct nsc_place at)
{
	return nsc_name_eq(entry->at.file, at.file) && at.line >= entry->line_first &&
	       at.line <= entry->line_last;
}

/* A comment covers a finding when it covers the line of every place that is known. */
static bool covers_all_sites(const struct nsc_target *target,
			     const struct nsc_findings *findings,
			     const struct nsc_finding *finding, uint8_t *covered)
{
	struct nsc_allowance_vec *allow = &target->terms->allow;
	bool any = false;
	uint32_t s;
	size_t i;

	for (s = 0; s < finding->source_count + finding->object_count; s++) {
		bool source = s < finding->source_count;
		struct nsc_place at =
			source ? findings->sources.ptr[finding->source_first + s].physical
			       : findings->objects
					 .ptr[finding->object_first + s -
					      finding->source_count]
					 .at;
		bool found = false;

		if (at.line == 0 || (!source && finding->source_count != 0)) {
			continue;
		}
		for (i = 0; i < allow->len; i++) {
			const struct nsc_allowance *entry = &allow->ptr[i];

			if (entry->kind == NSC_EXEMPT_INLINE &&
			    !nsc_name_given(entry->fault) && is_at(entry, at) &&
			    names_it(target, entry, finding)) {
				covered[i] = 1;
				found = true;
			}
		}
		any = found;
		if (!found) {
			return false;
		}
	}
	return any;
}

static bool exempt_inline(const struct nsc_target *target,
			  const struct nsc_findings *findings,
			  struct nsc_finding *finding)
{
	struct nsc_allowance_vec *allow = &target->terms->allow;
	uint8_t *covered = nostd_bump_array(target->run->scratch, uint8_t, allow->len);
	size_t i;

	if (!covers_all_sites(target, findings, finding, covered)) {
		return false;
	}
	for (i = allow->len; i > 0; i--) {
		if (covered[i - 1]) {
			allow->ptr[i - 1].used = true;
			finding->suppressed_by = (uint32_t)i - 1;
		}
	}
	finding->suppressed = NSC_SUPPRESS_INLINE;
	return true;
}

static bool exempt_by_policy(const struct nsc_target *target, struct nsc_finding *finding)
{
	struct nsc_allowance_vec *allow = &target->terms->allow;
	size_t i;

	for (i = 0; i < allow->len; i++) {
		struct nsc_allowance *entry = &allow->ptr[i];

		if (entry->kind != NSC_EXEMPT_CONFIG || is_expired(target, entry) ||
		    finding->rule == NSC_RULE_110 || !names_it(target, entry, finding) ||
		    !comes_from(target, entry, finding)) {
			continue;
		}
		entry->used = true;
		finding->suppressed = NSC_SUPPRESS_CONFIG;
		finding->suppressed_by = (uint32_t)i;
		return true;
	}
	return false;
}

/* -- what an allowed name drags in --------------------------------------------------- */

/* Hosted capabilities behind it that the entry does not mention. */
static uint64_t open_drags(const struct nsc_why *why, const struct nsc_finding *finding)
{
	const struct nsc_target *target = why->target;
	const struct nsc_allowance *entry =
		&target->terms->allow.ptr[finding->suppressed_by];
	uint64_t allowed = entry->drags;
	const struct nsc_drag *drag;

	if (finding->crossing == NSC_NO_ROW || finding->rule == NSC_RULE_111) {
		return 0;
	}
	drag = nsc_drag_of(why->drags, why->crossings->all.ptr[finding->crossing].symbol);
	if (finding->has_capability) {
		allowed |= (uint64_t)1 << finding->capability;
	}
	if (entry->subject == NSC_SUBJECT_CAPABILITY) {
		allowed |= (uint64_t)1 << entry->capability;
	}
	if (target->terms->tier == NSC_TIER_ALLOC) {
		allowed |= (uint64_t)1 << NSC_CAP_HEAP;
	}
	return drag->capabilities & ~allowed;
}

static void add_drag_finding(const struct nsc_why *why, const struct nsc_finding *allowed,
			     struct nsc_findings *findings)
{
	uint32_t symbol = why->crossings->all.ptr[allowed->crossing].symbol;
	struct nsc_decision decision;

	memset(&decision, 0, sizeof(decision));
	decision.finding = true;
	decision.rule = NSC_RULE_111;
	decision.symbol = allowed->symbol;
	decision.tier = nsc_drag_of(why->drags, symbol)->tier;
	decision.has_capability = allowed->has_capability;
	decision.capability = allowed->capability;
	decision.related = (uint64_t)1 << allowed->rule;
	nsc_assemble(why, allowed->crossing, &decision, findings);
}

void nsc_exempt_apply(const struct nsc_why *why, struct nsc_findings *findings)
{
	const struct nsc_target *target = why->target;
	size_t count = findings->all.len, i;

	for (i = 0; i < count; i++) {
		struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
		struct nsc_finding finding = findings->all.ptr[i];

		if (!exempt_inline(target, findings, &finding) &&
		    exempt_by_policy(target, &finding) &&
		    open_drags(why, &finding) != 0) {
			add_drag_finding(why, &finding, findings);
		}
		findings->all.ptr[i] = finding;
		nostd_bump_reset(target->run->scratch, mark);
	}
}

/* -- exemptions as findings ---------------------------------------------------------- */

static void write_subject(const struct nsc_target *target,
			  const struct nsc_allowance *entry, struct nostd_string *out)
{
	switch ((enum nsc_policy_subject_kind)entry->subject) {
	case NSC_SUBJECT_SYMBOL:
		nostd_format(out, " of symbol {}", nsc_target_text(target, entry->name));
		return;
	case NSC_SUBJECT_HEADER:
		nostd_format(out, " of header {}", nsc_target_text(target, entry->name));
		return;
	case NSC_SUBJECT_CAPABILITY:
		nostd_format(out, " of capability {}",
			     nsc_capability_name((enum nsc_capability)entry->capability));
		return;
	case NSC_SUBJECT_FORMAT:
		nostd_format(out, " of format {}", nsc_target_text(target, entry->name));
		return;
	case NSC_SUBJECT_RULE:
		if (!nsc_name_given(entry->fault)) {
			nostd_format(out, " from {}",
				     nsc_rule_at((enum nsc_rule_id)entry->rule)->slug);
		}
		return;
	}
}

static void add_policy_finding(const struct nsc_target *target,
			       const struct nsc_allowance *entry, enum nsc_rule_id rule,
			       struct nostd_str what, struct nsc_findings *findings)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_finding finding;

	memset(&finding, 0, sizeof(finding));
	finding.rule = rule;
	finding.target = target->terms->target;
	finding.crossing = NSC_NO_ROW;
	finding.stands_at = NSC_NO_ROW;
	finding.subject = NSC_NO_ROW;
	finding.suppressed_by = NSC_NO_ROW;
	finding.price.retained.missing = NSC_NO_ROW;
	finding.price.retained_group.missing = NSC_NO_ROW;
	finding.severity = nsc_severity_of(target, rule, false, NSC_STATE_REFERENCED);
	finding.tier = target->terms->tier;
	nostd_format(&text, "the exemption");
	write_subject(target, entry, &text);
	finding.base = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_format(&text, " {}", what);
	finding.message = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	finding.path = entry->at.file;
	finding.at = entry->at;
	nsc_finding_set_id(target, &finding);
	nsc_finding_set_remedy(target, (struct nsc_name){0}, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

static void judge_entry(const struct nsc_target *target,
			const struct nsc_allowance *entry, struct nsc_findings *findings)
{
	if (nsc_name_given(entry->fault)) {
		struct nostd_string what = nostd_string_new();

		nostd_format(&what, "is not understood: {}",
			     nsc_target_text(target, entry->fault));
		add_policy_finding(target, entry, NSC_RULE_953,
				   nostd_string_as_str(&what), findings);
		nostd_string_drop(&what);
	} else if (!nsc_name_given(entry->reason)) {
		add_policy_finding(target, entry, NSC_RULE_953,
				   NOSTD_STR("gives no reason"), findings);
	} else if (is_expired(target, entry)) {
		add_policy_finding(target, entry, NSC_RULE_952, NOSTD_STR("has expired"),
				   findings);
	} else if (!entry->used) {
		add_policy_finding(target, entry, NSC_RULE_951,
				   NOSTD_STR("meets nothing any more"), findings);
	}
}

void nsc_exempt_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	size_t i;

	for (i = 0; target->terms->full && i < target->terms->allow.len; i++) {
		if (!target->terms->allow.ptr[i].told) {
			judge_entry(target, &target->terms->allow.ptr[i], findings);
		}
	}
}
