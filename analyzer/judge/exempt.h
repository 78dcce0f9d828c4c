/*
 * exempt.h - exemptions applied: findings that the policy or a comment allows, and the
 * exemptions that are stale, expired or without a reason (NSC951-953).
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_EXEMPT_H
#define NSC_ANALYZER_JUDGE_EXEMPT_H

struct nsc_findings;
struct nsc_target;
struct nsc_why;

/*
 * Mark what is exempt. A name that is allowed may still drag in what is not: that is one
 * more finding, NSC111, at the same place (decisions.md 30).
 */
void nsc_exempt_apply(const struct nsc_why *why, struct nsc_findings *findings);

/* Findings about the exemptions themselves, in a full run alone (decisions.md 35). */
void nsc_exempt_judge(const struct nsc_target *target, struct nsc_findings *findings);

#endif
