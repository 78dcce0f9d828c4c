/*
 * inputs.h - what to look at: arguments told apart by content, build folders walked.
 *
 * Decisions.md 10 and 11.
 */
#ifndef NSC_ANALYZER_RUN_INPUTS_H
#define NSC_ANALYZER_RUN_INPUTS_H

#include <stdbool.h>

#include <nostd/str.h>

struct nsc_err;
struct nsc_session;

/*
 * The folder that all sources of the databases have in common that the request names, by
 * themselves or by a build folder; empty: it names none. Asked before the configuration
 * is looked for. What cannot be read here is said by nsc_inputs_find().
 */
struct nostd_str nsc_inputs_sources(struct nsc_session *session);

/*
 * Fill session->inputs from the request and, where nothing was named, from the folders
 * around. A named input that is not there fails; a file that is none of ours is a filter.
 * Where a map or an image was named, others in the build folders are no targets.
 */
int nsc_inputs_find(struct nsc_session *session, struct nsc_err *err);

/*
 * Only build folders and their databases: those of the settings, else the nearest one.
 * No argument is looked at and no folder walked.
 */
int nsc_inputs_find_databases(struct nsc_session *session, struct nsc_err *err);

/* Named like something to analyse: to pass it over as no source would hide a mistake. */
bool nsc_inputs_look_like(struct nostd_str path);

#endif
