/*
 * layout.c - one link laid out, row by row. See layout.h.
 */
#include "analyzer/replay/layout.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/frames.h"
#include "analyzer/replay/order.h"
#include "analyzer/replay/pool.h"

enum {
	EXIDX_ROW_SIZE = 8, /* two words (EHABI32, 6) */
	PADDING_MAX = 64 /* a fill this small in front of an aligned section is padding */
};

uint64_t nsc_layout_align_up(uint64_t at, uint64_t align)
{
	return (at + align - 1) & ~(align - 1);
}

bool nsc_layout_has(const struct nsc_layout *layout, uint32_t node)
{
	return layout->link->live[node] == NSC_LIVE_YES &&
	       !(layout->gone && layout->gone[node]);
}

/* -- merged sections ----------------------------------------------------------------- */

/* Is the pool of a row carried by a row whose file is loaded earlier now? */
static bool is_carried_now(const struct nsc_layout *layout, uint32_t row)
{
	const struct nsc_priced *priced = layout->priced;
	uint32_t pool = priced->pool_of[row], i;

	for (i = priced->pool_first[pool]; i < priced->pool_first[pool + 1]; i++) {
		uint32_t other = priced->pool_rows[i];

		if (nsc_layout_has(layout, priced->node_of[other]) &&
		    nsc_order_is_before(layout->order, other, row)) {
			return true;
		}
	}
	return false;
}

/* The first live row of a pool carries all of it; this is not it. */
static bool is_carried(const struct nsc_layout *layout, uint32_t row)
{
	const struct nsc_priced *priced = layout->priced;
	uint32_t i;

	if (layout->order) {
		return is_carried_now(layout, row);
	}
	for (i = priced->pool_first[priced->pool_of[row]]; priced->pool_rows[i] < row;
	     i++) {
		if (nsc_layout_has(layout, priced->node_of[priced->pool_rows[i]])) {
			return true;
		}
	}
	return false;
}

uint64_t nsc_layout_pool_size(const struct nsc_layout *layout, uint32_t number)
{
	const struct nsc_priced *priced = layout->priced;
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);
	struct nsc_pool *pool = NULL;
	uint64_t size;
	uint32_t i, output;

	output = priced->graph->in.map->sections
			 .ptr[priced->pool_rows[priced->pool_first[number]]]
			 .output;
	if (priced->frames_pool[output] == number) {
		return nsc_frames_size(layout, output);
	}
	for (i = priced->pool_first[number]; i < priced->pool_first[number + 1]; i++) {
		uint32_t node = priced->node_of[priced->pool_rows[i]];
		const struct nsc_graph_node *row = &priced->graph->nodes.ptr[node];
		const struct nsc_object_section *section =
			nsc_layout_section(priced->graph, node);

		if (!pool) {
			pool = nsc_pool_new(priced->run, section->entry_size,
					    (row->flags & NSC_NODE_STRINGS) != 0);
		}
		if (nsc_layout_has(layout, node)) {
			nsc_pool_add(pool, section->bytes, row->align);
		}
	}
	size = pool ? nsc_pool_size(pool) : 0;
	nostd_bump_reset(priced->run->scratch, mark);
	return size;
}

/* -- .ARM.exidx ---------------------------------------------------------------------- */

static uint32_t word_at(const struct nsc_object_section *section, size_t offset,
			bool big_endian)
{
	const unsigned char *p = section->bytes.ptr + offset;

	return big_endian ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
				    (uint32_t)p[2] << 8 | p[3]
			  : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
				    (uint32_t)p[1] << 8 | p[0];
}

/*
 * A row equal to its neighbour says nothing new, if all it says stands in the row itself.
 */
static bool joins(struct nsc_unwind_end *end, uint32_t word)
{
	bool inline_data = word == 1 || (word & 0x80000000u);
	bool same = end->any && inline_data && end->word == word;

	end->any = true;
	end->word = word;
	return same;
}

uint64_t nsc_layout_unwind_size(const struct nsc_priced *priced, uint32_t node,
				struct nsc_unwind_end *end)
{
	const struct nsc_graph *graph = priced->graph;
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	const struct nsc_object_section *section = nsc_layout_section(graph, node);
	const struct nsc_graph_file *file = &graph->files.ptr[row->file];
	const struct nsc_member *member;
	uint64_t size = 0;
	size_t at;

	if (!section || section->bytes.size < section->size) {
		return row->size;
	}
	member = &graph->in.objects[file->object]->members.ptr[file->member];
	for (at = 0; at + EXIDX_ROW_SIZE <= section->bytes.size; at += EXIDX_ROW_SIZE) {
		bool big = (member->flags & NSC_MEMBER_BIG_ENDIAN) != 0;

		if (!joins(end, word_at(section, at + 4, big))) {
			size += EXIDX_ROW_SIZE;
		}
	}
	return size;
}

/* -- one output ---------------------------------------------------------------------- */

static uint64_t live_row_size(struct nsc_layout *layout, uint32_t row)
{
	const struct nsc_priced *priced = layout->priced;
	uint32_t node = priced->node_of[row];

	if (priced->graph->nodes.ptr[node].flags & NSC_NODE_UNWIND) {
		return nsc_layout_unwind_size(priced, node, &layout->unwind);
	}
	if (priced->pool_of[row] != NSC_NO_ROW) {
		return is_carried(layout, row)
			       ? 0
			       : nsc_layout_pool_size(layout, priced->pool_of[row]);
	}
	return priced->graph->in.map->sections.ptr[row].size;
}

/* Padding is made again by aligning; everything else of a script stays as it is. */
bool nsc_layout_is_padding(const struct nsc_priced *priced, struct nsc_layout_rows rows,
			   uint32_t row)
{
	const struct nsc_map_section *fill = &priced->graph->in.map->sections.ptr[row];
	uint32_t next = row + 1, node;

	if (fill->kind != NSC_PLACED_FILL || fill->size >= PADDING_MAX ||
	    next >= rows.end) {
		return false;
	}
	node = priced->node_of[next];
	return node != NSC_NO_ROW && priced->graph->nodes.ptr[node].align > fill->size;
}

uint64_t nsc_layout_place(struct nsc_layout *layout, struct nsc_layout_rows rows,
			  uint32_t row, uint64_t at)
{
	const struct nsc_priced *priced = layout->priced;
	const struct nsc_map_section *placed = &priced->graph->in.map->sections.ptr[row];
	uint32_t node = priced->node_of[row];
	uint64_t size;

	if (placed->kind == NSC_PLACED_FILL) {
		return nsc_layout_is_padding(priced, rows, row) ? at : at + placed->size;
	}
	if (node == NSC_NO_ROW) {
		return layout->unmade[nsc_made_of(priced, row)] ? at : at + placed->size;
	}
	if (!nsc_layout_has(layout, node)) {
		return at;
	}
	size = live_row_size(layout, row);
	if (size == 0) {
		return at;
	}
	return nsc_layout_align_up(at, priced->graph->nodes.ptr[node].align) + size;
}

struct nsc_layout_rows nsc_layout_rows_at(const struct nsc_priced *priced, uint32_t first)
{
	const struct nsc_map_section_vec *all = &priced->graph->in.map->sections;
	struct nsc_layout_rows rows = {first, first};

	while (rows.end < all->len &&
	       all->ptr[rows.end].output == all->ptr[first].output) {
		rows.end++;
	}
	return rows;
}

bool nsc_layout_counts(const struct nsc_priced *priced, struct nsc_layout_rows rows)
{
	uint32_t output = priced->graph->in.map->sections.ptr[rows.first].output;

	return output != NSC_NO_ROW &&
	       (priced->in_flash[output] || priced->in_ram[output]);
}

void nsc_layout_unmake(struct nsc_layout *layout)
{
	enum nsc_made_kind kind;

	for (kind = NSC_MADE_SLOTS; kind < NSC_MADE_COUNT; kind++) {
		layout->unmade[kind] = nsc_made_is_gone(layout, kind);
	}
}

/* -- the whole link ------------------------------------------------------------------ */

void nsc_layout_add(const struct nsc_priced *priced, uint32_t output, int64_t size,
		    struct nsc_cost *cost)
{
	cost->flash += priced->in_flash[output] ? size : 0;
	cost->ram += priced->in_ram[output] ? size : 0;
}

struct nsc_cost nsc_layout_unplaced(const struct nsc_priced *priced, uint32_t node)
{
	const struct nsc_graph_node *row = &priced->graph->nodes.ptr[node];
	struct nsc_cost cost = {0, 0};
	uint32_t output;

	if (row->placed == NSC_NO_ROW && row->size != 0) {
		output = nsc_layout_output_like(priced, node);
		if (output != NSC_NO_ROW) {
			nsc_layout_add(priced, output,
				       (int64_t)nsc_layout_align_up(row->size,
								    row->align),
				       &cost);
		}
	}
	return cost;
}

/* What this link keeps and the real one does not: it has no row to stand in. */
static void add_newcomers(const struct nsc_layout *layout, struct nsc_cost *cost)
{
	uint32_t i;

	for (i = 0; i < layout->priced->graph->nodes.len; i++) {
		if (nsc_layout_has(layout, i)) {
			struct nsc_cost one = nsc_layout_unplaced(layout->priced, i);

			cost->flash += one.flash;
			cost->ram += one.ram;
		}
	}
}

struct nsc_cost nsc_layout_cost(const struct nsc_priced *priced,
				const struct nsc_link *link, const struct nsc_cut *cut)
{
	const struct nsc_map_facts *map = priced->graph->in.map;
	struct nsc_layout layout = {.priced = priced, .link = link, .cut = cut};
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);
	uint32_t *sorted = nsc_rows(priced->run->scratch, map->sections.len);
	struct nsc_order order;
	struct nsc_cost cost = {0, 0};
	struct nsc_layout_rows rows;
	uint32_t i, row;

	nsc_layout_unmake(&layout);
	nsc_order_find(priced, link, &order);
	layout.order = order.changed ? &order : NULL;
	for (i = 0; i < map->sections.len; i = rows.end) {
		uint32_t output = map->sections.ptr[i].output;
		uint64_t from, at;

		rows = nsc_layout_rows_at(priced, i);
		if (!nsc_layout_counts(priced, rows)) {
			continue;
		}
		from = at = map->outputs.ptr[output].address;
		layout.unwind.any = false;
		if (order.changed) {
			nsc_order_rows(&order, &layout, &rows, sorted);
		}
		for (row = rows.first; row < rows.end; row++) {
			at = nsc_layout_place(
				&layout, rows,
				order.changed ? sorted[row - rows.first] : row, at);
		}
		nsc_layout_add(priced, output, (int64_t)(at - from), &cost);
	}
	add_newcomers(&layout, &cost);
	nostd_bump_reset(priced->run->scratch, mark);
	return cost;
}
