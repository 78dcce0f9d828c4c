/*
 * include_tree.h - who includes whom in a target: `tree -i HEADER`, `tree -e include`.
 *
 * In:   the units of a target.
 * Out:  a graph of files to be walked (walk.h), its roots, the first directive of each
 *	 edge.
 *
 * From the units down, what a hosted header includes is not shown: own code cannot change
 * it. From a header up, all is.
 */
#ifndef NSC_ANALYZER_JUDGE_INCLUDE_TREE_H
#define NSC_ANALYZER_JUDGE_INCLUDE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/walk.h"

struct nsc_mounts;
struct nsc_target;

struct nsc_include_node {
	struct nsc_name file;
	struct nsc_name shown; /* by the mounts */
	bool asked;            /* by the name of an inverted tree */
	bool unit;             /* it is compiled by itself */
	bool hosted;
};

/* An edge: `from` includes `to`, whichever is the child. */
struct nsc_include_edge {
	uint32_t from, to;
	uint32_t count;      /* units in which it does */
	struct nsc_place at; /* the first directive; an option has none */
};

#define NOSTD_NAME nsc_include_node_vec
#define NOSTD_T    struct nsc_include_node
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_include_edge_vec
#define NOSTD_T    struct nsc_include_edge
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_include_tree {
	const struct nsc_target *target;
	struct nsc_include_node_vec nodes;
	struct nsc_include_edge_vec
		edges;               /* by parent, children in order of what is shown */
	struct nsc_walk_graph graph; /* its entries are the edges */
	struct nsc_row_vec roots;    /* in order of what is shown; may be empty */
	bool inverted;
};

struct nsc_include_query {
	const struct nostd_str *headers; /* roots of an inverted tree */
	size_t header_count;             /* 0: from the units down */
	bool no_dedupe;
	bool has_depth;
	uint32_t depth;
};

/* In run->keep. A header that the target does not include is no root. */
void nsc_include_tree_make(const struct nsc_target *target,
			   const struct nsc_mounts *mounts,
			   const struct nsc_include_query *query,
			   struct nsc_include_tree *out);

/* Does a unit of the target include a file that is called so? */
bool nsc_include_tree_knows(const struct nsc_target *target, struct nostd_str name);

#endif
