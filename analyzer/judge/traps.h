/*
 * traps.h - NSC109: instructions that enter an operating system the target does not have.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_TRAPS_H
#define NSC_ANALYZER_JUDGE_TRAPS_H

struct nsc_findings;
struct nsc_target;

void nsc_traps_judge(const struct nsc_target *target, struct nsc_findings *findings);

#endif
