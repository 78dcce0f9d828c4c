/*
 * stubs.h - NSC108: a platform hook that a stub satisfies, at the reference that needs
 * it.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_STUBS_H
#define NSC_ANALYZER_JUDGE_STUBS_H

struct nsc_findings;
struct nsc_why;

/*
 * Hooks are asked for by the libc. Where the boundary reference behind which a stub
 * stands has a finding of its own, NSC108 is related to it; where it is allowed, NSC108
 * fires there, once per hook (decisions.md 29).
 */
void nsc_stubs_judge(const struct nsc_why *why, struct nsc_findings *findings);

#endif
