/*
 * units.h - rules about a unit as a whole: hosted headers (NSC102), and units that are
 * not compiled for a freestanding target (NSC401).
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_UNITS_H
#define NSC_ANALYZER_JUDGE_UNITS_H

#include <stdint.h>

#include "rules/rule.h"

struct nsc_finding;
struct nsc_findings;
struct nsc_target;
struct nsc_unit_facts;

/*
 * The unit a file was compiled from, where it takes part and is own code: it is in the
 * link, or stands for what is. NULL: none.
 */
const struct nsc_unit_facts *nsc_unit_of_file(const struct nsc_target *target,
					      uint32_t file);

/* A finding of a rule that is not about a reference: target and severity are set. */
struct nsc_finding nsc_finding_of_units(const struct nsc_target *target,
					enum nsc_rule_id rule);

void nsc_headers_judge(const struct nsc_target *target, struct nsc_findings *findings);
void nsc_flags_judge(const struct nsc_target *target, struct nsc_findings *findings);

#endif
