/*
 * failed.h - link maps of links that failed: they are judged like others, and it is said.
 */
#ifndef NSC_ANALYZER_RUN_FAILED_H
#define NSC_ANALYZER_RUN_FAILED_H

struct nsc_run_target;
struct nsc_session;

/*
 * A warning for each output section that does not fit into its memory region, and for the
 * first symbol that live code needs and nobody defines. Nothing where the linked file is
 * there, or no link is known. The link is replayed and marked.
 */
void nsc_target_say_failed(struct nsc_session *session,
			   const struct nsc_run_target *target);

#endif
