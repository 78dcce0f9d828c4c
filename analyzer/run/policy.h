/*
 * policy.h - the configuration's words made into the terms of one target.
 */
#ifndef NSC_ANALYZER_RUN_POLICY_H
#define NSC_ANALYZER_RUN_POLICY_H

struct nsc_run_target;
struct nsc_run_units;
struct nsc_session;

/* Everything but the tier that is assumed when nobody names one. */
void nsc_terms_fill(struct nsc_session *session, const struct nsc_run_units *units,
		    struct nsc_run_target *target);

#endif
