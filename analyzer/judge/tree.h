/*
 * tree.h - what `tree` shows: groups of a target, who refers to whom, and where to begin.
 *
 * In:   a surveyed target, and what was asked for.
 * Out:  a graph to be walked (walk.h), its roots, and what each entry stands for.
 */
#ifndef NSC_ANALYZER_JUDGE_TREE_H
#define NSC_ANALYZER_JUDGE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/graph/graph.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/groups.h"
#include "analyzer/judge/walk.h"

struct nsc_err;
struct nsc_survey;

struct nsc_tree_query {
	const struct nostd_str *invert; /* roots, with the edges turned round */
	size_t invert_count;            /* 0: from the target down */
	bool duplicates; /* roots: what is there twice; edges turned round */
	const struct nostd_str *prune;
	size_t prune_count;
	bool has_size; /* else: by the roots; components when there are none */
	enum nsc_group_size size;
	/* Edges to follow: a bit for each enum nsc_hop_kind, and the two below. */
	uint32_t kinds;
	bool no_stubs; /* what leads into a stub is not followed, of whatever kind */
	bool has_depth;
	uint32_t depth;
	bool own_only; /* hosted code is not shown */
	bool no_dedupe;
};

/*
 * Beside the kinds of edges: callers that nobody sees are shown as a child; what leads
 * into a stub is followed, of whatever kind.
 */
enum {
	NSC_TREE_UNKNOWN = 1 << (NSC_HOP_STARTUP + 1),
	NSC_TREE_STUB = NSC_TREE_UNKNOWN << 1
};

/* A child of a node. */
struct nsc_tree_entry {
	uint32_t from, to;     /* groups: `from` refers to `to`, whichever is the child */
	uint32_t kinds;        /* a bit for each enum nsc_hop_kind among its edges */
	uint32_t first, count; /* rows of `edges` */
};

#define NOSTD_NAME nsc_tree_entry_vec
#define NOSTD_T    struct nsc_tree_entry
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_tree {
	const struct nsc_survey *survey;
	struct nsc_groups groups;
	struct nsc_walk_graph graph; /* its nodes are the groups, its entries these: */
	struct nsc_tree_entry_vec entries;
	struct nsc_row_vec edges; /* of the pieces, by entry */
	struct nsc_row_vec roots; /* groups, ascending, each once; may be empty */
	bool inverted;
	bool duplicates; /* the roots are what is there twice */
	/*
	 * By group: places that take its address, by which anybody may call it: one of
	 * the children of its node is not known then. NULL: that is not asked for.
	 */
	const uint32_t *address_taken;
	bool latent; /* what is not live is shown as well, for a root is not */
};

/*
 * < 0: a name to prune that is finer than the nodes. A name that this target does not
 * have, or that it has no use for, is no root. In run->keep.
 *
 * In an inverted tree the way up ends at the boundary: own code that refers to hosted
 * code is a leaf, unless a depth is asked for.
 */
int nsc_tree_make(const struct nsc_survey *survey, const struct nsc_tree_query *query,
		  struct nsc_tree *out, struct nsc_err *err);

#endif
