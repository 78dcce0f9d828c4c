/*
 * order.c - see order.h.
 */
#include "analyzer/clang/order.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"

void nsc_file_order_init(struct nsc_file_order *order, struct nostd_bump *arena,
			 const struct nsc_names *names, const struct nsc_unit_facts *unit)
{
	uint32_t i;

	order->names = names;
	order->ranks = nsc_file_ranks_new_in(nostd_bump_in(arena));
	nsc_file_ranks_insert(&order->ranks, unit->source.ix, 0);
	for (i = 0; i < unit->inputs.len; i++) {
		uint32_t path = unit->inputs.ptr[i].path.ix;

		if (!nsc_file_ranks_contains_key(&order->ranks, path)) {
			nsc_file_ranks_insert(&order->ranks, path, i + 1);
		}
	}
}

static uint32_t rank_of(const struct nsc_file_order *order, struct nsc_name file)
{
	const uint32_t *rank = nsc_file_ranks_get(&order->ranks, file.ix);

	return rank ? *rank : UINT32_MAX;
}

int nsc_file_order_cmp(const struct nsc_file_order *order, struct nsc_place a,
		       struct nsc_place b)
{
	uint32_t left = rank_of(order, a.file), right = rank_of(order, b.file);

	if (left != right) {
		return left < right ? -1 : 1;
	}
	return nsc_place_cmp(order->names, a, b);
}

struct ordered_use {
	const struct nsc_file_order *files;
	struct nsc_use row;
	uint32_t index; /* as it was met */
};

static int compare_uses(const struct ordered_use *a, const struct ordered_use *b)
{
	int order = a->row.entity < b->row.entity ? -1 : a->row.entity > b->row.entity;

	if (order == 0) {
		order = nsc_file_order_cmp(a->files, a->row.physical, b->row.physical);
	}
	if (order == 0) {
		order = nsc_name_cmp(a->files->names, a->row.symbol, b->row.symbol);
	}
	return order != 0 ? order : (a->index < b->index ? -1 : a->index > b->index);
}

#define NOSTD_NAME      uses_in_order
#define NOSTD_T         struct ordered_use
#define NOSTD_CMP(a, b) compare_uses((a), (b))
#include <nostd/sort.h>

void nsc_order_uses(struct nsc_run *run, struct nsc_unit_facts *unit)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_use_vec *uses = &unit->uses;
	struct nsc_file_order files;
	struct ordered_use *order =
		nostd_bump_array(run->scratch, struct ordered_use, uses->len);
	uint32_t i;

	nsc_file_order_init(&files, run->scratch, run->names, unit);
	for (i = 0; i < uses->len; i++) {
		order[i].files = &files;
		order[i].row = uses->ptr[i];
		order[i].index = i;
	}
	uses_in_order_sort_unstable(order, uses->len);
	for (i = 0; i < uses->len; i++) {
		uses->ptr[i] = order[i].row;
	}
	nostd_bump_reset(run->scratch, mark);
}
