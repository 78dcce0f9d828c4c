/*
 * costs.h - what groups of a target's pieces take, and what goes with them.
 *
 *	retained(group) = cost(link) - cost(link without what refers into the group)
 *
 * What refers into it: every reference from outside of the group, and -u options that
 * name something in it; the entry and KEEP stay. The same replay and layout as the price
 * of a finding (analyzer/replay/price.h).
 */
#ifndef NSC_ANALYZER_JUDGE_COSTS_H
#define NSC_ANALYZER_JUDGE_COSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/replay/price.h"

struct nsc_groups;

struct nsc_group_cost {
	bool own_known;
	struct nsc_cost own; /* bytes of its pieces in the image */
	bool asked;          /* false: one of too many, its price was not looked for */
	struct nsc_price retained;
};

struct nsc_costs {
	struct nsc_group_cost *of; /* by group */
	uint32_t unasked; /* groups in the image whose price was not looked for */
};

/*
 * Own bytes of every group, and what each retains; where there are too many for that, the
 * largest own ones only. Without an image nothing is known. In run->keep.
 */
void nsc_costs_find(const struct nsc_groups *groups, struct nsc_costs *out);

/* Own bytes alone. */
void nsc_costs_find_own(const struct nsc_groups *groups, struct nsc_costs *out);

/* Own bytes as the objects have them, where nobody linked them; sources have none. */
void nsc_costs_find_inputs(const struct nsc_groups *groups, struct nsc_costs *out);

#endif
