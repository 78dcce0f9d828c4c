/*
 * inputs.h - what there is to look at: arguments told apart by content, build folders walked.
 *
 * Decisions.md 10 and 11.
 */
#ifndef NSC_ANALYZER_RUN_INPUTS_H
#define NSC_ANALYZER_RUN_INPUTS_H

#include <nostd/str.h>

struct nsc_err;
struct nsc_session;

/*
 * The folder that all sources of the databases have in common that the request names, by
 * themselves or by a build folder; empty: it names none. Asked before the configuration is
 * looked for. What cannot be read here is said by nsc_inputs_find().
 */
struct nostd_str nsc_inputs_sources(struct nsc_session *session);

/*
 * Fill session->inputs from the request and, where nothing was named, from the folders around.
 * A named input that is not there fails; a file that is none of ours is a source filter.
 */
int nsc_inputs_find(struct nsc_session *session, struct nsc_err *err);

#endif
