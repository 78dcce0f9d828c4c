/*
 * rewritten.h - what the compiler made of one call is one crossing.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_REWRITTEN_H
#define NSC_ANALYZER_JUDGE_REWRITTEN_H

struct nsc_crossings;
struct nsc_target;

/*
 * fprintf, and the fputs and fwrite that the compiler made of it, are one name in the
 * source and one finding (decisions.md 28). What was written comes first; where all of it
 * was rewritten, the first of what came out stands for the rest.
 */
void nsc_crossings_merge_rewritten(const struct nsc_target *target,
				   struct nsc_crossings *all);

#endif
