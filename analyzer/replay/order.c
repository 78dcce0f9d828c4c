/*
 * order.c - see order.h.
 */
#include "analyzer/replay/order.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/layout.h"

/* A row, and what it is sorted by. */
struct placed {
	uint32_t row, file;
};

#define NOSTD_NAME placed
#define NOSTD_T    struct placed
#define NOSTD_CMP(a, b)                                            \
	((a)->file != (b)->file ? ((a)->file > (b)->file ? 1 : -1) \
				: ((a)->row > (b)->row) - ((a)->row < (b)->row))
#include <nostd/sort.h>

static uint32_t *rank(const struct nsc_priced *priced, const struct nsc_link *link)
{
	uint32_t *rank = nsc_no_rows(priced->run->scratch, priced->graph->files.len), i;

	for (i = 0; i < link->order_count; i++) {
		rank[link->order[i]] = i;
	}
	return rank;
}

void nsc_order_find(const struct nsc_priced *priced, const struct nsc_link *link,
		    struct nsc_order *out)
{
	uint32_t newest = 0, i;

	out->priced = priced;
	out->before = rank(priced, priced->base);
	out->now = rank(priced, link);
	out->changed = false;
	for (i = 0; i < priced->base->order_count; i++) {
		uint32_t now = out->now[priced->base->order[i]];

		if (now != NSC_NO_ROW) {
			out->changed = out->changed || now < newest;
			newest = now;
		}
	}
}

/* Where the file of a row comes; NSC_NO_ROW: it has none, and stays where it is. */
static uint32_t file_of(const struct nsc_order *order, uint32_t row)
{
	uint32_t node = order->priced->node_of[row];

	return node == NSC_NO_ROW ? NSC_NO_ROW
				  : order->priced->graph->nodes.ptr[node].file;
}

bool nsc_order_is_before(const struct nsc_order *order, uint32_t row, uint32_t other)
{
	uint32_t file = file_of(order, row), than = file_of(order, other);

	return file == than ? row < other : order->now[file] < order->now[than];
}

/* Does a row keep those in front of it and those behind it apart? */
static bool divides(const struct nsc_order *order, const struct nsc_layout *layout,
		    uint32_t row, uint32_t newest)
{
	uint32_t file = file_of(order, row);

	if (file == NSC_NO_ROW || order->before[file] == NSC_NO_ROW) {
		return order->priced->graph->in.map->sections.ptr[row].size != 0;
	}
	return nsc_layout_has(layout, order->priced->node_of[row]) &&
	       order->before[file] < newest;
}

void nsc_order_rows(const struct nsc_order *order, const struct nsc_layout *layout,
		    const struct nsc_layout_rows *rows, uint32_t *all)
{
	struct nostd_bump *scratch = order->priced->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	uint32_t count = rows->end - rows->first, first = 0, newest = 0, i;
	struct placed *sorted = nostd_bump_array(scratch, struct placed, count);

	for (i = 0; i < count; i++) {
		uint32_t row = rows->first + i, file = file_of(order, row);
		bool padding = nsc_layout_is_padding(order->priced, *rows, row);

		if (!padding && divides(order, layout, row, newest)) {
			placed_sort_unstable(sorted + first, i - first);
			first = file == NSC_NO_ROW ? i + 1 : i;
			newest = 0;
		}
		sorted[i].row = row;
		sorted[i].file = file == NSC_NO_ROW ? 0 : order->now[file];
		if (file != NSC_NO_ROW && order->before[file] != NSC_NO_ROW &&
		    nsc_layout_has(layout, order->priced->node_of[row])) {
			newest = order->before[file];
		}
	}
	placed_sort_unstable(sorted + first, count - first);
	for (i = 0; i < count; i++) {
		all[i] = sorted[i].row;
	}
	nostd_bump_reset(scratch, mark);
}
