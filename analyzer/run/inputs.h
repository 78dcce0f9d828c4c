/*
 * inputs.h - what to look at: arguments told apart by content, build folders walked.
 *
 * Decisions.md 10 and 11.
 */
#ifndef NSC_ANALYZER_RUN_INPUTS_H
#define NSC_ANALYZER_RUN_INPUTS_H

struct nsc_err;
struct nsc_session;

/*
 * Fill session->inputs from the request and, where nothing was named, from the folders
 * around. A named input that is not there fails; a file that is none of ours is a filter.
 */
int nsc_inputs_find(struct nsc_session *session, struct nsc_err *err);

#endif
