/*
 * units.h - rules about a unit as a whole: units that are not compiled for a freestanding
 * target (NSC401).
 *
 * All but the audit is private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_UNITS_H
#define NSC_ANALYZER_JUDGE_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/fact/audit.h"
#include "analyzer/judge/finding.h"
#include "rules/rule.h"

struct nsc_entity;
struct nsc_target;
struct nsc_unit_facts;

/*
 * The unit a file was compiled from, where it takes part and is own code: it is in the
 * link, or stands for what is. NULL: none.
 */
const struct nsc_unit_facts *nsc_unit_of_file(const struct nsc_target *target,
					      uint32_t file);

/*
 * How far what stands in an entity of that file's unit got; `entity` NULL: it stands in
 * none.
 */
enum nsc_state nsc_unit_state(const struct nsc_target *target, uint32_t file,
			      const struct nsc_entity *entity);

/* A finding of a rule that is not about a reference: target and severity are set. */
struct nsc_finding nsc_finding_of_units(const struct nsc_target *target,
					enum nsc_rule_id rule);

void nsc_flags_judge(const struct nsc_target *target, struct nsc_findings *findings);

/* What the flags of a target's C and C++ units let compilers put in, and its link. */
struct nsc_audit_sum {
	uint32_t units;
	uint32_t given[NSC_AUDIT_COUNT];      /* units that have it by their command */
	uint32_t by_default[NSC_AUDIT_COUNT]; /* units that have it by their compiler */
	bool start_files; /* an image: a start file of the tool chain is in the link */
	bool libraries;   /* an image: hosted libraries are in the link */
};

void nsc_audit_sum_up(const struct nsc_target *target, struct nsc_audit_sum *out);

#endif
