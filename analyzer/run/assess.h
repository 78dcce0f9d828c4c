/*
 * assess.h - one target from its inputs to its findings.
 */
#ifndef NSC_ANALYZER_RUN_ASSESS_H
#define NSC_ANALYZER_RUN_ASSESS_H

struct nsc_err;
struct nsc_run_target;
struct nsc_run_units;
struct nsc_session;

/* Terms, graph, link, labels, judgement, in order; nsc_judge_finish() is left to do. */
int nsc_target_assess(struct nsc_session *session, struct nsc_run_target *target,
		      const struct nsc_run_units *units, struct nsc_err *err);

#endif
