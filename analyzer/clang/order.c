/*
 * order.c - see order.h.
 */
#include "analyzer/clang/order.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"

struct ordered_use {
	const struct nsc_names *names;
	struct nsc_use row;
	uint32_t index; /* as it was met */
};

static int compare_uses(const struct ordered_use *a, const struct ordered_use *b)
{
	int order = a->row.entity < b->row.entity ? -1 : a->row.entity > b->row.entity;

	if (order == 0) {
		order = nsc_place_cmp(a->names, a->row.physical, b->row.physical);
	}
	if (order == 0) {
		order = nsc_name_cmp(a->names, a->row.symbol, b->row.symbol);
	}
	return order != 0 ? order : (a->index < b->index ? -1 : a->index > b->index);
}

#define NOSTD_NAME      uses_in_order
#define NOSTD_T         struct ordered_use
#define NOSTD_CMP(a, b) compare_uses((a), (b))
#include <nostd/sort.h>

void nsc_order_uses(struct nsc_run *run, struct nsc_use_vec *uses)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct ordered_use *order =
		nostd_bump_array(run->scratch, struct ordered_use, uses->len);
	uint32_t i;

	for (i = 0; i < uses->len; i++) {
		order[i].names = run->names;
		order[i].row = uses->ptr[i];
		order[i].index = i;
	}
	uses_in_order_sort_unstable(order, uses->len);
	for (i = 0; i < uses->len; i++) {
		uses->ptr[i] = order[i].row;
	}
	nostd_bump_reset(run->scratch, mark);
}
