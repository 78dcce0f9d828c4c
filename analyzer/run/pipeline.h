/*
 * pipeline.h - everything from the inputs to judged targets: the part that check, tree,
 * why and size have in common.
 */
#ifndef NSC_ANALYZER_RUN_PIPELINE_H
#define NSC_ANALYZER_RUN_PIPELINE_H

#include "analyzer/report/report.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "analyzer/run/units.h"

struct nsc_err;

struct nsc_pipeline {
	struct nsc_session *session;
	struct nsc_run_units units;
	struct nsc_run_target_vec targets; /* judged, by name */
};

/* Find the inputs, read them, judge every target. Nothing to check is a diagnostic. */
int nsc_pipeline_run(struct nsc_session *session, struct nsc_pipeline *pipeline,
		     struct nsc_err *err);

/* Folders that stand for themselves in output (decisions.md 16). */
void nsc_pipeline_mounts(struct nsc_session *session, const struct nsc_run_units *units);

/* What every report says of its run; diagnostics are sorted, targets are not in it. */
void nsc_pipeline_head(struct nsc_pipeline *pipeline, struct nsc_report *report);

/* What the pipeline found, for the report writers; the exit code is set. */
void nsc_pipeline_report(struct nsc_pipeline *pipeline, struct nsc_report *report);

/* Everything that was read goes to the store, and the run to its history. */
void nsc_pipeline_commit(struct nsc_pipeline *pipeline, const struct nsc_report *report);

#endif
