/*
 * decide.h - which rule a crossing breaks. One reference, one rule: the first that fits
 * (decisions.md 25); the others are related.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_DECIDE_H
#define NSC_ANALYZER_JUDGE_DECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/judge/finding.h"

struct nsc_crossing;
struct nsc_crossings;
struct nsc_drags;
struct nsc_target;

/* What was decided about a crossing. */
struct nsc_decision {
	bool finding; /* false: it breaks nothing */
	enum nsc_rule_id rule;
	uint64_t related; /* rules that fit as well, a bit each */
	struct nsc_name
		symbol; /* the name to report: the written one, if a call was rewritten */
	enum nsc_tier tier;
	bool has_capability;
	enum nsc_capability capability;
	bool per_symbol;  /* one finding for all functions (decisions.md 33) */
	bool cannot_know; /* a core name of a libc that was not given */
	bool looked_at; /* its address alone is used, and who provides it is not known */
	struct nsc_name use_instead;
	uint32_t stub; /* NSC108 only: the hook behind the crossing, a graph symbol */
};

void nsc_decide(const struct nsc_target *target, struct nsc_drags *drags,
		const struct nsc_crossing *crossing, struct nsc_decision *out);

/* The state of a crossing's reference: how far what it asks for got. */
enum nsc_state nsc_crossing_state(const struct nsc_target *target,
				  const struct nsc_crossings *crossings,
				  const struct nsc_crossing *crossing);

/* A rule's ceiling under the terms, lowered by the state (design.md, "Rules"). */
enum nsc_severity nsc_severity_of(const struct nsc_target *target, enum nsc_rule_id rule,
				  bool has_state, enum nsc_state state);

#endif
