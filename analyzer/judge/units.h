/*
 * units.h - rules about a unit as a whole: hosted headers (NSC102), and units that are
 * not compiled for a freestanding target (NSC401).
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_UNITS_H
#define NSC_ANALYZER_JUDGE_UNITS_H

struct nsc_findings;
struct nsc_target;

void nsc_headers_judge(const struct nsc_target *target, struct nsc_findings *findings);
void nsc_flags_judge(const struct nsc_target *target, struct nsc_findings *findings);

#endif
