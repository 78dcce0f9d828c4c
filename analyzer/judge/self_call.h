/*
 * self_call.h - NSC203: own functions that were compiled into a call of themselves.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_SELF_CALL_H
#define NSC_ANALYZER_JUDGE_SELF_CALL_H

struct nsc_findings;
struct nsc_target;

void nsc_self_calls_judge(const struct nsc_target *target, struct nsc_findings *findings);

#endif
