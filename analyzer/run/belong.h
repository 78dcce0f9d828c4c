/*
 * belong.h - which units of the databases belong to which target (decisions.md 11, 14),
 * and which of them the sources must be read of.
 */
#ifndef NSC_ANALYZER_RUN_BELONG_H
#define NSC_ANALYZER_RUN_BELONG_H

#include "analyzer/graph/graph.h"

struct nsc_run_target;
struct nsc_run_target_vec;
struct nsc_run_units;
struct nsc_session;

/* Mark the units whose sources the targets need. */
void nsc_units_want(struct nsc_session *session, const struct nsc_run_target_vec *targets,
		    struct nsc_run_units *units);

/*
 * The units of one target as its graph takes them, with the times and digests of what was
 * made of them. Its terms must be filled. In run->keep.
 */
void nsc_units_take(struct nsc_session *session, const struct nsc_run_target *target,
		    const struct nsc_run_units *units, struct nsc_graph_input *in);

#endif
