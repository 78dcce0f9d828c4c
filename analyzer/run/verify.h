/*
 * verify.h - what cannot be true of a target, found out once its link is known.
 */
#ifndef NSC_ANALYZER_RUN_VERIFY_H
#define NSC_ANALYZER_RUN_VERIFY_H

struct nsc_err;
struct nsc_run_target;
struct nsc_session;

/*
 * Own objects without machine code, of which no image shows what they became, are
 * diagnostics (NSC903). < 0: the configuration names an allocator or a panic handler that
 * the target does not have (decisions.md 26). The target is labelled.
 */
int nsc_target_verify(struct nsc_session *session, const struct nsc_run_target *target,
		      struct nsc_err *err);

#endif
