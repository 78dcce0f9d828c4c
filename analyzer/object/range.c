/*
 * range.c - a sweep over ranges with a heap of those that have begun. See range.h.
 *
 * A range that has ended stays in the heap until it comes to its top: only the top is
 * ever looked at, so what lies below does no harm.
 */
#include "analyzer/object/range.h"

#include <stdbool.h>

#include <nostd/bump.h>

static int compare(const struct nsc_range *a, const struct nsc_range *b)
{
	if (a->low != b->low) {
		return a->low < b->low ? -1 : 1;
	}
	if (a->high != b->high) {
		return a->high > b->high ? -1 : 1;
	}
	if (a->order != b->order) {
		return a->order < b->order ? -1 : 1;
	}
	return a->what < b->what ? -1 : a->what > b->what;
}

#define NOSTD_NAME      by_start
#define NOSTD_T         struct nsc_range
#define NOSTD_CMP(a, b) compare((a), (b))
#include <nostd/sort.h>

void nsc_sweep_init(struct nsc_sweep *sweep, struct nsc_range_vec *ranges,
		    struct nostd_bump *scratch)
{
	by_start_sort_unstable(ranges->ptr, ranges->len);
	sweep->ranges = ranges->ptr;
	sweep->count = ranges->len;
	sweep->next = 0;
	sweep->heap = nostd_bump_array(scratch, uint32_t, ranges->len);
	sweep->heap_count = 0;
}

/* Does range `a` win over `b` where both hold? Positions follow the sorted order. */
static bool wins(const struct nsc_sweep *sweep, uint32_t a, uint32_t b)
{
	uint32_t depth_a = sweep->ranges[a].depth;
	uint32_t depth_b = sweep->ranges[b].depth;

	return depth_a != depth_b ? depth_a > depth_b : a > b;
}

static void push(struct nsc_sweep *sweep, uint32_t range)
{
	size_t at = sweep->heap_count++;

	while (at > 0 && wins(sweep, range, sweep->heap[(at - 1) / 2])) {
		sweep->heap[at] = sweep->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	sweep->heap[at] = range;
}

static void pop(struct nsc_sweep *sweep)
{
	uint32_t moved = sweep->heap[--sweep->heap_count];
	size_t at = 0;
	size_t child;

	while ((child = 2 * at + 1) < sweep->heap_count) {
		if (child + 1 < sweep->heap_count &&
		    wins(sweep, sweep->heap[child + 1], sweep->heap[child])) {
			child++;
		}
		if (!wins(sweep, sweep->heap[child], moved)) {
			break;
		}
		sweep->heap[at] = sweep->heap[child];
		at = child;
	}
	sweep->heap[at] = moved;
}

const struct nsc_range *nsc_sweep_at(struct nsc_sweep *sweep, uint64_t address)
{
	while (sweep->next < sweep->count && sweep->ranges[sweep->next].low <= address) {
		push(sweep, (uint32_t)sweep->next++);
	}
	while (sweep->heap_count > 0) {
		const struct nsc_range *top = &sweep->ranges[sweep->heap[0]];

		if (address < top->high) {
			return top;
		}
		pop(sweep);
	}
	return NULL;
}
