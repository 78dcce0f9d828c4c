/*
 * reasons.h - why something is live although nobody who lives asked for it: NSC301 and
 * NSC302 take the place of the rule they explain (decisions.md 25).
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_REASONS_H
#define NSC_ANALYZER_JUDGE_REASONS_H

struct nsc_crossings;
struct nsc_findings;
struct nsc_target;

/* Turn findings of an image into NSC301 or NSC302 where that is what keeps them. */
void nsc_reasons_find(const struct nsc_target *target,
		      const struct nsc_crossings *crossings,
		      struct nsc_findings *findings);

#endif
