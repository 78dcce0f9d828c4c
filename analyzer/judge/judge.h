/*
 * judge.h - graph + rules + policy -> findings. Pure: no I/O, no printing.
 */
#ifndef NSC_ANALYZER_JUDGE_JUDGE_H
#define NSC_ANALYZER_JUDGE_JUDGE_H

#include "analyzer/judge/crossing.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/why.h"

struct nsc_target;

/* A judged target: the findings, and what they were made from, for tree, why and size. */
struct nsc_judgement {
	struct nsc_target *target;
	struct nsc_ways ways;
	struct nsc_drags *drags;
	struct nsc_crossings crossings;
	struct nsc_why why;
	struct nsc_findings findings; /* sorted */
	struct nsc_verdict verdict;
};

/*
 * Judge a labelled target, in two steps: between them the caller may learn from other
 * targets which exemptions are in use (allowance.told). All lives as long as the run.
 */
void nsc_judge(struct nsc_target *target, struct nsc_judgement *out);
void nsc_judge_finish(struct nsc_judgement *out);

#endif
