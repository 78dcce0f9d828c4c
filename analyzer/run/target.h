/*
 * target.h - targets put together: which inputs belong to which, their graph and link,
 * and the terms they are judged by.
 */
#ifndef NSC_ANALYZER_RUN_TARGET_H
#define NSC_ANALYZER_RUN_TARGET_H

#include <stdbool.h>

#include "analyzer/base/names.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/price.h"
#include "analyzer/replay/replay.h"
#include "analyzer/run/image.h"

struct nsc_config_target;
struct nsc_err;
struct nsc_run_units;
struct nsc_session;

/* A target before and after it was judged. */
struct nsc_run_target {
	struct nsc_name name;
	const struct nsc_config_target *said; /* NULL: none of the configuration's */
	bool has_image;
	struct nsc_image image;            /* when it has one */
	struct nsc_object_ptr_vec objects; /* without an image: objects and archives */
	bool all_units; /* without an image: every freestanding unit belongs to it */
	struct nsc_graph graph;
	struct nsc_link link;
	struct nsc_plan plan;
	struct nsc_priced priced;
	struct nsc_policy_terms terms;
	struct nsc_target target;
	struct nsc_judgement judgement;
	unsigned levels; /* of evidence that there is: enum nsc_level */
};

#define NOSTD_NAME nsc_run_target_vec
#define NOSTD_T    struct nsc_run_target *
#define NOSTD_IN
#include <nostd/vec.h>

/* Which targets there are (decisions.md 11, 14), by name. Reads maps and objects. */
int nsc_targets_find(struct nsc_session *session, const struct nsc_run_units *units,
		     struct nsc_run_target_vec *out, struct nsc_err *err);

#endif
