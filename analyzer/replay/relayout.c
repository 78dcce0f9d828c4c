/*
 * relayout.c - what a layout is without some sections. See layout.h.
 *
 * Where a row goes, all behind it moves by the same number of bytes, until a row comes
 * that is aligned more strictly than that number; so from one row that changes to the
 * next, only rows with ever stricter alignments are looked at.
 */
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/frames.h"
#include "analyzer/replay/layout.h"

/* Rows of one output. */
struct block {
	struct nsc_layout_rows rows;
	uint32_t output;
	bool counts; /* false: it takes nothing, and was not laid out */
};

#define NOSTD_NAME block_vec
#define NOSTD_T    struct block
#define NOSTD_IN
#include <nostd/vec.h>

/* A row with a size of its own: 0: it is gone. */
struct change {
	uint32_t row;
	uint64_t size; /* bytes */
};

#define NOSTD_NAME change_vec
#define NOSTD_T    struct change
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      change_vec
#define NOSTD_T         struct change
#define NOSTD_CMP(a, b) (((a)->row > (b)->row) - ((a)->row < (b)->row))
#include <nostd/sort.h>

#define NOSTD_NAME row_list
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      row_list
#define NOSTD_T         uint32_t
#define NOSTD_CMP(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#include <nostd/sort.h>

struct nsc_laid {
	struct nsc_layout layout;
	struct block_vec blocks;
	uint8_t *gone;  /* by node: layout.gone */
	uint64_t *ends; /* by row: where its output stands behind it */
	uint8_t *shift; /* by row: binary logarithm of its alignment; 0: it has none */
	uint32_t *stricter;     /* by row: the next of its block that is aligned more */
	struct row_list unwind; /* rows of .ARM.exidx whose contents are known */
	uint32_t *carrier;      /* by pool: its first live row, or NSC_NO_ROW */
};

/* -- the base ------------------------------------------------------------------------ */

static uint8_t shift_of(uint64_t align)
{
	uint8_t shift = 0;

	while (align > 1) {
		align >>= 1;
		shift++;
	}
	return shift;
}

static uint64_t start_of(const struct nsc_laid *laid, const struct block *block)
{
	return laid->layout.priced->graph->in.map->outputs.ptr[block->output].address;
}

/* Where the output stands in front of a row. */
static uint64_t before(const struct nsc_laid *laid, const struct block *block,
		       uint32_t row)
{
	return row == block->rows.first ? start_of(laid, block) : laid->ends[row - 1];
}

static bool is_known_unwind(const struct nsc_laid *laid, uint32_t node)
{
	const struct nsc_graph *graph = laid->layout.priced->graph;
	const struct nsc_object_section *section = nsc_layout_section(graph, node);

	return graph->nodes.ptr[node].flags & NSC_NODE_UNWIND && section &&
	       section->bytes.size >= section->size && section->size != 0;
}

static void lay_row(struct nsc_laid *laid, const struct block *block, uint32_t row)
{
	const struct nsc_priced *priced = laid->layout.priced;
	uint32_t node = priced->node_of[row];
	uint64_t at = before(laid, block, row);

	laid->ends[row] = nsc_layout_place(&laid->layout, block->rows, row, at);
	if (node == NSC_NO_ROW || !nsc_layout_has(&laid->layout, node)) {
		return;
	}
	if (laid->ends[row] != at &&
	    priced->graph->in.map->sections.ptr[row].kind != NSC_PLACED_FILL) {
		laid->shift[row] = shift_of(priced->graph->nodes.ptr[node].align);
	}
	if (is_known_unwind(laid, node)) {
		row_list_push(&laid->unwind, row);
	}
	if (priced->pool_of[row] != NSC_NO_ROW &&
	    laid->carrier[priced->pool_of[row]] == NSC_NO_ROW) {
		laid->carrier[priced->pool_of[row]] = row;
	}
}

/* From the back: the nearest that is stricter is found along those found already. */
static void find_stricter(struct nsc_laid *laid, const struct block *block)
{
	uint32_t row, other;

	for (row = block->rows.end; row > block->rows.first; row--) {
		other = row;
		while (other < block->rows.end &&
		       laid->shift[other] <= laid->shift[row - 1]) {
			other = laid->stricter[other];
		}
		laid->stricter[row - 1] = other;
	}
}

static void lay_block(struct nsc_laid *laid, const struct block *block)
{
	uint32_t row;

	laid->layout.unwind.any = false;
	for (row = block->rows.first; row < block->rows.end; row++) {
		lay_row(laid, block, row);
	}
	find_stricter(laid, block);
}

struct nsc_laid *nsc_laid_new(const struct nsc_priced *priced, struct nostd_bump *arena)
{
	size_t count = priced->graph->in.map->sections.len;
	struct nsc_laid *laid = nostd_bump_new(arena, struct nsc_laid);
	struct block block;
	uint32_t i;

	memset(laid, 0, sizeof(*laid));
	laid->layout.priced = priced;
	laid->layout.link = priced->base;
	laid->blocks = block_vec_new_in(nostd_bump_in(arena));
	laid->unwind = row_list_new_in(nostd_bump_in(arena));
	laid->gone = nostd_bump_array(arena, uint8_t, priced->graph->nodes.len);
	laid->ends = nostd_bump_array(arena, uint64_t, count);
	laid->shift = nostd_bump_array(arena, uint8_t, count);
	laid->stricter = nostd_bump_array(arena, uint32_t, count);
	laid->carrier = nsc_no_rows(arena, priced->pool_count);
	for (i = 0; i < count; i = block.rows.end) {
		block.rows = nsc_layout_rows_at(priced, i);
		block.output = priced->graph->in.map->sections.ptr[i].output;
		block.counts = nsc_layout_counts(priced, block.rows);
		block_vec_push(&laid->blocks, block);
		if (block.counts) {
			lay_block(laid, &block);
		}
	}
	laid->layout.gone = laid->gone;
	return laid;
}

/* -- what changes -------------------------------------------------------------------- */

static const struct block *block_of(const struct nsc_laid *laid, uint32_t row)
{
	size_t low = 0, high = laid->blocks.len;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (laid->blocks.ptr[middle].rows.first <= row) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return &laid->blocks.ptr[low];
}

static bool is_gone(const struct nsc_laid *laid, uint32_t row)
{
	return laid->gone[laid->layout.priced->node_of[row]] != 0;
}

static void add_change(struct change_vec *changes, uint32_t row, uint64_t size)
{
	struct change change = {row, size};

	change_vec_push(changes, change);
}

/* A pool that lost a section: another row may carry it now. */
static void change_pool(const struct nsc_laid *laid, uint32_t pool,
			struct change_vec *changes)
{
	const struct nsc_priced *priced = laid->layout.priced;
	uint32_t carrier = laid->carrier[pool], i;

	for (i = priced->pool_first[pool]; i < priced->pool_first[pool + 1]; i++) {
		uint32_t row = priced->pool_rows[i];

		if (nsc_layout_has(&laid->layout, priced->node_of[row])) {
			add_change(changes, row,
				   nsc_layout_pool_size(&laid->layout, pool));
			carrier = row == carrier ? NSC_NO_ROW : carrier;
			break;
		}
	}
	if (carrier != NSC_NO_ROW) {
		add_change(changes, carrier, 0);
	}
}

static size_t place_of_unwind(const struct nsc_laid *laid, uint32_t row)
{
	size_t low = 0, high = laid->unwind.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (laid->unwind.ptr[middle] < row) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/*
 * The row of .ARM.exidx behind one that goes has another neighbour now, with which it may
 * be joined, or from which it parts.
 */
static void change_neighbour(const struct nsc_laid *laid, uint32_t row,
			     struct change_vec *changes)
{
	const struct nsc_priced *priced = laid->layout.priced;
	const struct block *block = block_of(laid, row);
	size_t at = place_of_unwind(laid, row), next = at + 1;
	struct nsc_unwind_end end = {false, 0};

	if (next >= laid->unwind.len || laid->unwind.ptr[next] >= block->rows.end ||
	    is_gone(laid, laid->unwind.ptr[next])) {
		return; /* the last of those that go together speaks for all of them */
	}
	while (at > 0 && laid->unwind.ptr[at - 1] >= block->rows.first) {
		at--;
		if (!is_gone(laid, laid->unwind.ptr[at])) {
			nsc_layout_unwind_size(
				priced, priced->node_of[laid->unwind.ptr[at]], &end);
			break;
		}
	}
	row = laid->unwind.ptr[next];
	add_change(changes, row,
		   nsc_layout_unwind_size(priced, priced->node_of[row], &end));
}

static bool is_unmaking(const struct nsc_laid *laid)
{
	return laid->layout.unmade[NSC_MADE_SLOTS] ||
	       laid->layout.unmade[NSC_MADE_INDIRECT];
}

static void find_changes(const struct nsc_laid *laid, const uint32_t *nodes, size_t count,
			 struct change_vec *changes)
{
	const struct nsc_priced *priced = laid->layout.priced;
	struct row_list pools = row_list_new_in(nsc_scratch(priced->run));
	size_t i;

	for (i = 0; i < count; i++) {
		uint32_t row = priced->graph->nodes.ptr[nodes[i]].placed;
		uint32_t frames = nsc_frames_output(priced, nodes[i]);

		if (frames != NSC_NO_ROW) {
			frames = priced->frames_pool[frames];
		}
		if (frames != NSC_NO_ROW && laid->carrier[frames] != NSC_NO_ROW) {
			row_list_push(&pools, frames);
		}
		if (row == NSC_NO_ROW || priced->node_of[row] != nodes[i] ||
		    !block_of(laid, row)->counts) {
			continue;
		}
		if (priced->pool_of[row] != NSC_NO_ROW) {
			row_list_push(&pools, priced->pool_of[row]);
			continue;
		}
		add_change(changes, row, 0);
		if (is_known_unwind(laid, nodes[i])) {
			change_neighbour(laid, row, changes);
		}
	}
	row_list_sort_unstable(pools.ptr, pools.len);
	for (i = 0; i < pools.len; i++) {
		if (i == 0 || pools.ptr[i] != pools.ptr[i - 1]) {
			change_pool(laid, pools.ptr[i], changes);
		}
	}
	for (i = 0; i < priced->graph->in.map->sections.len && is_unmaking(laid); i++) {
		if (laid->layout.unmade[nsc_made_of(priced, (uint32_t)i)] &&
		    block_of(laid, (uint32_t)i)->counts) {
			add_change(changes, (uint32_t)i, 0);
		}
	}
	change_vec_sort_unstable(changes->ptr, changes->len);
}

/* -- laid out again ------------------------------------------------------------------ */

/* By how much `end` moves where the row `row` moves by `moved`. */
static uint64_t pass_on(const struct nsc_laid *laid, const struct block *block,
			uint32_t row, uint32_t end, uint64_t moved)
{
	while (moved != 0 && row < end) {
		uint64_t align = (uint64_t)1 << laid->shift[row];
		uint64_t at = before(laid, block, row);

		if ((moved & (align - 1)) != 0) {
			moved = nsc_layout_align_up(at, align) -
				nsc_layout_align_up(at - moved, align);
		}
		row = laid->stricter[row];
	}
	return moved;
}

/*
 * Rows that change, from `*at` on as far as they are of one block: what goes, modulo
 * 2^64.
 */
static uint64_t shrink_block(const struct nsc_laid *laid, const struct block *block,
			     const struct change_vec *changes, size_t *at)
{
	const struct nsc_priced *priced = laid->layout.priced;
	uint32_t row = block->rows.first;
	uint64_t moved = 0;

	for (; *at < changes->len && changes->ptr[*at].row < block->rows.end; ++*at) {
		const struct change *change = &changes->ptr[*at];
		uint64_t stands;

		moved = pass_on(laid, block, row, change->row, moved);
		row = change->row;
		stands = before(laid, block, row) - moved;
		if (change->size != 0) {
			uint32_t node = priced->node_of[row];

			stands = nsc_layout_align_up(
					 stands, priced->graph->nodes.ptr[node].align) +
				 change->size;
		}
		moved = laid->ends[row] - stands;
		row++;
	}
	return pass_on(laid, block, row, block->rows.end, moved);
}

struct nsc_cost nsc_laid_without(struct nsc_laid *laid, const uint32_t *nodes,
				 size_t count, const struct nsc_cut *cut)
{
	const struct nsc_priced *priced = laid->layout.priced;
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);
	struct change_vec changes = change_vec_new_in(nsc_scratch(priced->run));
	struct nsc_cost cost = {0, 0};
	size_t at = 0, i;

	for (i = 0; i < count; i++) {
		struct nsc_cost one = nsc_layout_unplaced(priced, nodes[i]);

		laid->gone[nodes[i]] = 1;
		cost.flash += one.flash;
		cost.ram += one.ram;
	}
	laid->layout.cut = cut;
	nsc_layout_unmake(&laid->layout);
	find_changes(laid, nodes, count, &changes);
	while (at < changes.len) {
		const struct block *block = block_of(laid, changes.ptr[at].row);
		uint64_t less = shrink_block(laid, block, &changes, &at);

		nsc_layout_add(priced, block->output, (int64_t)less, &cost);
	}
	for (i = 0; i < count; i++) {
		laid->gone[nodes[i]] = 0;
	}
	nostd_bump_reset(priced->run->scratch, mark);
	return cost;
}
