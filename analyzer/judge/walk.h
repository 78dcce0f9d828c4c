/*
 * walk.h - a graph walked as `cargo tree` walks it: line by line, from one root after the
 * other.
 *
 * In:   nodes and their children, as plain arrays.
 * Out:  one line after the other. A node is expanded where it is met first; later it is
 *       said that it was (`again`), but only if it has children. What was met is
 *       remembered from root to root.
 * Knows nothing of what the nodes are.
 */
#ifndef NSC_ANALYZER_JUDGE_WALK_H
#define NSC_ANALYZER_JUDGE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nostd_bump;

#define NSC_WALK_NO_ENTRY UINT32_MAX
#define NSC_WALK_DEEP     UINT32_MAX /* as deep as it goes */
#define NSC_WALK_UNKNOWN  UINT32_MAX /* node: what nobody knows */

struct nsc_walk_graph {
	uint32_t count;        /* of nodes */
	const uint32_t *first; /* by node, one more at the end: its first entry */
	const uint32_t *to;    /* by entry: a child, in the order of output */
	/* By entry: 1: the child is shown bare, not expanded there. NULL: none is. */
	const uint8_t *ends;
	/* By node: 1: not shown, nor what hangs below it; a root is. NULL: none is. */
	const uint8_t *hidden;
	/* By node: 1: it has one more child, the last, that nobody knows. NULL: none. */
	const uint8_t *unknown;
	bool no_dedupe;     /* expand again and again, but for cycles */
	uint32_t depth_max; /* levels below a root */
};

struct nsc_walk_line {
	uint32_t node;
	uint32_t entry; /* by which it was reached; NSC_WALK_NO_ENTRY: a root */
	uint32_t depth; /* 0: a root */
	uint32_t above; /* the node it is a child of; a root: itself */
	bool again;     /* its children were shown before, or are being shown */
};

/* A node whose children are being shown. */
struct nsc_walk_frame {
	uint32_t node, next, end; /* entries: the next to look at, one past the last */
	bool more;                /* the child at hand has a sibling below it */
	bool unknown;             /* the one that is not known is still to come */
};

#define NOSTD_NAME nsc_walk_frames
#define NOSTD_T    struct nsc_walk_frame
#define NOSTD_IN
#include <nostd/vec.h>

/* Members are the walk's own. */
struct nsc_walk {
	const struct nsc_walk_graph *graph;
	uint8_t *seen, *open; /* by node: met; being expanded */
	struct nsc_walk_frames frames;
	uint32_t root;
	bool at_root;
};

/* `graph` must outlive the walk; memory is `arena`'s. */
void nsc_walk_init(struct nsc_walk *walk, const struct nsc_walk_graph *graph,
		   struct nostd_bump *arena);

/* Begin a tree. */
void nsc_walk_root(struct nsc_walk *walk, uint32_t root);

/* The next line of the tree; false: it is complete. */
bool nsc_walk_next(struct nsc_walk *walk, struct nsc_walk_line *line);

/*
 * Of the line that was given last: has its ancestor at `level` (1 .. its depth, itself
 * included) a sibling that is still to come?
 */
bool nsc_walk_more(const struct nsc_walk *walk, uint32_t level);

#endif
