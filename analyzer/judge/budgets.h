/*
 * budgets.h - NSC112: what a tier, a capability, a component or all hosted code keeps in
 * an image, against what the target allows.
 *
 * Bytes are those of `size`: own bytes, or what goes with them where that is more
 * (costs.h). Where the link is not known well enough for that, own bytes are judged.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_BUDGETS_H
#define NSC_ANALYZER_JUDGE_BUDGETS_H

struct nsc_judgement;

/* After all else has been found. A budget that cannot be judged is a diagnostic. */
void nsc_budgets_judge(struct nsc_judgement *judgement);

#endif
