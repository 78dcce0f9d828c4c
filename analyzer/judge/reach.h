/*
 * reach.h - chains: how the program gets to a node, and what lies behind a hosted
 * function.
 */
#ifndef NSC_ANALYZER_JUDGE_REACH_H
#define NSC_ANALYZER_JUDGE_REACH_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/tier.h"

struct nostd_bump;
struct nsc_target;

/* Where a node was reached from. */
struct nsc_parent {
	uint32_t node; /* NSC_NO_ROW: a root, or not reached */
	uint32_t ref;  /* NSC_NO_ROW: by a group or as a companion */
};

/* The shortest way from the roots to every live node (in an image), or to every node. */
struct nsc_ways {
	struct nsc_parent *parent; /* by node */
	uint32_t *distance;        /* by node; UINT32_MAX: not reached */
};

/* Breadth first from all roots at once; ties go to the order of the inputs. In `keep`. */
void nsc_ways_find(const struct nsc_target *target, struct nsc_ways *ways);

#define NOSTD_NAME nsc_ref_row_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* What one hosted definition brings along. */
struct nsc_drag {
	enum nsc_tier
		tier; /* the highest tier that needs an OS or a heap; CORE: none does */
	uint64_t capabilities; /* of those names, a bit each */
	uint32_t end; /* symbol at the end of `path`; NSC_NO_ROW: none worth telling */
	struct nsc_ref_row_vec
		path; /* references from the definition to `end`, in order */
};

/*
 * Everything that hosted and run-time code behind the definition of `symbol` refers to,
 * down to own code. The end is the nearest platform hook that no libc provides, else the
 * nearest heap entry. Rows live in `keep`; asked again, the same answer is given at once.
 */
struct nsc_drags;
struct nsc_drags *nsc_drags_new(const struct nsc_target *target);
const struct nsc_drag *nsc_drag_of(struct nsc_drags *drags, uint32_t symbol);

/*
 * The same with `end` as the only end, and the shortest way to it: what a stub refers to
 * is no part of it. Each time anew.
 */
const struct nsc_drag *nsc_drag_to(struct nsc_drags *drags, uint32_t symbol,
				   uint32_t end);

#endif
