/*
 * layout.c - see layout.h.
 */
#include "analyzer/replay/layout.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/pool.h"

enum {
	SHF_WRITE = 1 << 0,
	SHF_ALLOC = 1 << 1,
	SHT_NOBITS = 8,
	EXIDX_ROW_SIZE = 8, /* two words (EHABI32, 6) */
	PADDING_MAX = 64 /* a fill this small in front of an aligned section is padding */
};

/* -- which outputs take what --------------------------------------------------------- */

static const struct nsc_object_section *image_section(const struct nsc_graph *graph,
						      const struct nsc_map_output *output)
{
	const struct nsc_object_facts *image = graph->in.image;
	size_t i;

	for (i = 0; image && i < image->sections.len; i++) {
		const struct nsc_object_section *section = &image->sections.ptr[i];

		if (nsc_name_eq(section->name, output->name) &&
		    (section->flags & SHF_ALLOC) && section->address == output->address) {
			return section;
		}
	}
	return NULL;
}

/* Without an image: what the nodes of an output say of themselves. */
static void classify_by_nodes(struct nsc_priced *priced)
{
	const struct nsc_graph *graph = priced->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		uint32_t output;

		if (node->placed == NSC_NO_ROW) {
			continue;
		}
		output = graph->in.map->sections.ptr[node->placed].output;
		priced->in_flash[output] |= !(node->flags & NSC_NODE_NOBITS);
		priced->in_ram[output] |= (node->flags & NSC_NODE_WRITE) != 0;
	}
}

/* What a script or the linker wrote has contents; what a script set aside has none. */
static void classify_by_rows(struct nsc_priced *priced)
{
	const struct nsc_map_section_vec *rows = &priced->graph->in.map->sections;
	size_t i;

	for (i = 0; i < rows->len; i++) {
		const struct nsc_map_section *row = &rows->ptr[i];

		if (row->size != 0 && row->output != NSC_NO_ROW &&
		    (row->kind == NSC_PLACED_DATA || row->kind == NSC_PLACED_STUBS)) {
			priced->in_flash[row->output] = 1;
		}
	}
}

/* ".data" of an AVR may hold read-only inputs alone, and a stack nothing at all. */
static void classify_by_name(struct nsc_priced *priced, uint32_t output)
{
	const struct nsc_graph *graph = priced->graph;
	struct nsc_name name = graph->in.map->outputs.ptr[output].name;
	uint16_t flags = nsc_graph_flags_of_name(nsc_name_text(graph->names, name));

	priced->in_ram[output] |=
		(flags & NSC_NODE_WRITE) != 0 || !priced->in_flash[output];
}

static void classify(struct nsc_priced *priced)
{
	const struct nsc_map_facts *map = priced->graph->in.map;
	size_t count = map->outputs.len, i;

	priced->in_flash = nostd_bump_array(priced->run->keep, uint8_t, count);
	priced->in_ram = nostd_bump_array(priced->run->keep, uint8_t, count);
	classify_by_nodes(priced);
	classify_by_rows(priced);
	for (i = 0; i < count; i++) {
		const struct nsc_object_section *section =
			image_section(priced->graph, &map->outputs.ptr[i]);

		if (section) {
			priced->in_flash[i] = section->type != SHT_NOBITS;
			priced->in_ram[i] = (section->flags & SHF_WRITE) != 0;
		} else if (map->outputs.ptr[i].memory != NSC_MEMORY_UNTOLD) {
			priced->in_flash[i] =
				map->outputs.ptr[i].memory != NSC_MEMORY_ZERO;
			priced->in_ram[i] = map->outputs.ptr[i].memory != NSC_MEMORY_READ;
		} else {
			classify_by_name(priced, (uint32_t)i);
		}
		if (!map->outputs.ptr[i].allocated) {
			priced->in_flash[i] = 0;
			priced->in_ram[i] = 0;
		}
	}
}

static const struct nsc_object_section *section_of(const struct nsc_graph *graph,
						   const struct nsc_graph_node *node)
{
	const struct nsc_graph_file *file = &graph->files.ptr[node->file];

	if (file->object == NSC_NO_ROW || node->section == NSC_NO_ROW) {
		return NULL;
	}
	return &graph->in.objects[file->object]->sections.ptr[node->section];
}

/* By row of the map's sections: its node + 1; 0: none. */
static uint32_t *index_rows(const struct nsc_priced *priced)
{
	const struct nsc_graph *graph = priced->graph;
	uint32_t *node_of = nostd_bump_array(priced->run->scratch, uint32_t,
					     graph->in.map->sections.len);
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		if (graph->nodes.ptr[i].placed != NSC_NO_ROW) {
			node_of[graph->nodes.ptr[i].placed] = i + 1;
		}
	}
	return node_of;
}

/* -- which sections are merged with which -------------------------------------------- */

/* Sections of one output with the same kind of entry are one pool. */
struct pool_key {
	uint32_t output, entry_size;
	uint64_t align;
	bool strings;
};

static size_t hash_pool(const struct pool_key *key, size_t seed)
{
	uint64_t mix = (uint64_t)key->output << 32 ^ (uint64_t)key->entry_size << 8 ^
		       key->align << 1 ^ key->strings;

	return (size_t)(mix * 0x9e3779b97f4a7c15U ^ seed);
}

static bool same_pool(const struct pool_key *a, const struct pool_key *b)
{
	return a->output == b->output && a->entry_size == b->entry_size &&
	       a->align == b->align && a->strings == b->strings;
}

#define NOSTD_NAME          pools
#define NOSTD_K             struct pool_key
#define NOSTD_V             uint32_t
#define NOSTD_HASH(k, seed) hash_pool((k), (seed))
#define NOSTD_EQ(a, b)      same_pool((a), (b))
#define NOSTD_IN
#include <nostd/hashmap.h>

static uint32_t pool_number(struct nsc_priced *priced, struct pools *pools, uint32_t row,
			    uint32_t node)
{
	const struct nsc_graph *graph = priced->graph;
	const struct nsc_graph_node *of = &graph->nodes.ptr[node];
	const struct nsc_object_section *section = section_of(graph, of);
	struct pool_key key = {graph->in.map->sections.ptr[row].output, 0, of->align,
			       (of->flags & NSC_NODE_STRINGS) != 0};
	const uint32_t *known;

	if (!(of->flags & NSC_NODE_MERGE) || !section ||
	    section->bytes.size < section->size) {
		return NSC_NO_ROW;
	}
	key.entry_size = section->entry_size;
	known = pools_get(pools, key);
	if (!known) {
		pools_insert(pools, key, priced->pool_count);
		return priced->pool_count++;
	}
	return *known;
}

static void number_pools(struct nsc_priced *priced)
{
	struct pools pools = pools_new_in(nsc_scratch(priced->run));
	uint32_t *node_of = index_rows(priced);
	uint32_t count = (uint32_t)priced->graph->in.map->sections.len, i;

	priced->pool_of = nostd_bump_array(priced->run->keep, uint32_t, count);
	for (i = 0; i < count; i++) {
		priced->pool_of[i] =
			node_of[i] == 0 ? NSC_NO_ROW
					: pool_number(priced, &pools, i, node_of[i] - 1);
	}
}

/* Rows by pool, in map order: a counting sort. */
static void sort_pools(struct nsc_priced *priced)
{
	uint32_t count = (uint32_t)priced->graph->in.map->sections.len, i;
	uint32_t *next;

	priced->pool_first =
		nostd_bump_array(priced->run->keep, uint32_t, priced->pool_count + 1);
	priced->pool_rows = nostd_bump_array(priced->run->keep, uint32_t, count);
	for (i = 0; i < count; i++) {
		if (priced->pool_of[i] != NSC_NO_ROW) {
			priced->pool_first[priced->pool_of[i] + 1]++;
		}
	}
	for (i = 0; i < priced->pool_count; i++) {
		priced->pool_first[i + 1] += priced->pool_first[i];
	}
	next = nostd_bump_array(priced->run->scratch, uint32_t, priced->pool_count);
	for (i = 0; i < count; i++) {
		uint32_t pool = priced->pool_of[i];

		if (pool != NSC_NO_ROW) {
			priced->pool_rows[priced->pool_first[pool] + next[pool]++] = i;
		}
	}
}

void nsc_layout_prepare(struct nsc_priced *priced)
{
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);

	classify(priced);
	number_pools(priced);
	sort_pools(priced);
	nostd_bump_reset(priced->run->scratch, mark);
}

/* -- one output laid out ------------------------------------------------------------- */

struct layout {
	const struct nsc_priced *priced;
	const struct nsc_link *link;
	const struct nsc_map_facts *map;
	uint32_t *node_of;   /* by row of the map's sections: node + 1 */
	uint32_t exidx_last; /* second word of the last .ARM.exidx row, for joining */
	bool exidx_any;
};

static uint64_t align_up(uint64_t at, uint64_t align)
{
	return (at + align - 1) & ~(align - 1);
}

static bool is_live(const struct layout *layout, uint32_t node)
{
	return layout->link->live[node] == NSC_LIVE_YES;
}

/* Rows of one output: [first, end). */
struct rows {
	uint32_t first, end;
};

static uint32_t row_node(const struct layout *layout, uint32_t row)
{
	return layout->node_of[row] - 1;
}

/* The first live row of a pool carries all of it; this is not it. */
static bool is_carried(const struct layout *layout, uint32_t row)
{
	const struct nsc_priced *priced = layout->priced;
	uint32_t i;

	for (i = priced->pool_first[priced->pool_of[row]]; priced->pool_rows[i] < row;
	     i++) {
		if (is_live(layout, row_node(layout, priced->pool_rows[i]))) {
			return true;
		}
	}
	return false;
}

static uint64_t pool_size(const struct layout *layout, uint32_t number)
{
	const struct nsc_priced *priced = layout->priced;
	const struct nsc_graph *graph = priced->graph;
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);
	struct nsc_pool *pool = NULL;
	uint64_t size;
	uint32_t i;

	for (i = priced->pool_first[number]; i < priced->pool_first[number + 1]; i++) {
		uint32_t node = row_node(layout, priced->pool_rows[i]);
		const struct nsc_graph_node *row = &graph->nodes.ptr[node];
		const struct nsc_object_section *section = section_of(graph, row);

		if (!pool) {
			pool = nsc_pool_new(priced->run, section->entry_size,
					    (row->flags & NSC_NODE_STRINGS) != 0);
		}
		if (is_live(layout, node)) {
			nsc_pool_add(pool, section->bytes, row->align);
		}
	}
	size = pool ? nsc_pool_size(pool) : 0;
	nostd_bump_reset(priced->run->scratch, mark);
	return size;
}

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
static bool joins(struct layout *layout, uint32_t word)
{
	bool inline_data = word == 1 || (word & 0x80000000u);
	bool same = layout->exidx_any && inline_data && layout->exidx_last == word;

	layout->exidx_any = true;
	layout->exidx_last = word;
	return same;
}

static uint64_t exidx_size(struct layout *layout, uint32_t node)
{
	const struct nsc_graph *graph = layout->priced->graph;
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	const struct nsc_object_section *section = section_of(graph, row);
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

		if (!joins(layout, word_at(section, at + 4, big))) {
			size += EXIDX_ROW_SIZE;
		}
	}
	return size;
}

static uint64_t live_row_size(struct layout *layout, uint32_t row)
{
	const struct nsc_map_section *placed = &layout->map->sections.ptr[row];
	uint32_t node = row_node(layout, row);
	const struct nsc_graph_node *of = &layout->priced->graph->nodes.ptr[node];

	if (of->flags & NSC_NODE_UNWIND) {
		return exidx_size(layout, node);
	}
	if (layout->priced->pool_of[row] != NSC_NO_ROW) {
		return is_carried(layout, row)
			       ? 0
			       : pool_size(layout, layout->priced->pool_of[row]);
	}
	return placed->size;
}

/* Padding is made again by aligning; everything else of a script stays as it is. */
static bool is_padding(const struct layout *layout, struct rows rows, uint32_t row)
{
	const struct nsc_map_section *fill = &layout->map->sections.ptr[row];
	uint32_t next = row + 1, node;

	if (fill->size >= PADDING_MAX || next >= rows.end) {
		return false;
	}
	node = row_node(layout, next);
	return node != NSC_NO_ROW &&
	       layout->priced->graph->nodes.ptr[node].align > fill->size;
}

static uint64_t place_row(struct layout *layout, struct rows rows, uint32_t row,
			  uint64_t at)
{
	const struct nsc_map_section *placed = &layout->map->sections.ptr[row];
	uint32_t node = row_node(layout, row);
	uint64_t size;

	if (placed->kind == NSC_PLACED_FILL) {
		return is_padding(layout, rows, row) ? at : at + placed->size;
	}
	if (node == NSC_NO_ROW) {
		return at + placed->size;
	}
	if (!is_live(layout, node)) {
		return at;
	}
	size = live_row_size(layout, row);
	if (size == 0) {
		return at;
	}
	return align_up(at, layout->priced->graph->nodes.ptr[node].align) + size;
}

/* -- the whole link ------------------------------------------------------------------ */

/* The output that sections of this name or kind went to; NSC_NO_ROW: none did. */
static uint32_t output_like(const struct layout *layout, uint32_t node)
{
	const struct nsc_graph *graph = layout->priced->graph;
	const struct nsc_graph_node *wanted = &graph->nodes.ptr[node];
	unsigned kind = NSC_NODE_CODE | NSC_NODE_WRITE | NSC_NODE_NOBITS;
	uint32_t best = NSC_NO_ROW, i;

	for (i = 0; i < layout->map->sections.len; i++) {
		uint32_t other = row_node(layout, i);
		const struct nsc_graph_node *has;

		if (other == NSC_NO_ROW) {
			continue;
		}
		has = &graph->nodes.ptr[other];
		if (nsc_name_eq(has->name, wanted->name)) {
			return layout->map->sections.ptr[i].output;
		}
		if (best == NSC_NO_ROW && (has->flags & kind) == (wanted->flags & kind)) {
			best = layout->map->sections.ptr[i].output;
		}
	}
	return best;
}

static void add_bytes(const struct nsc_priced *priced, uint32_t output, uint64_t size,
		      struct nsc_cost *cost)
{
	cost->flash += priced->in_flash[output] ? (int64_t)size : 0;
	cost->ram += priced->in_ram[output] ? (int64_t)size : 0;
}

/* What this link keeps and the real one does not: it has no row to stand in. */
static void add_newcomers(const struct layout *layout, struct nsc_cost *cost)
{
	const struct nsc_graph *graph = layout->priced->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		uint32_t output;

		if (node->placed != NSC_NO_ROW || node->size == 0 ||
		    !is_live(layout, i)) {
			continue;
		}
		output = output_like(layout, i);
		if (output != NSC_NO_ROW) {
			add_bytes(layout->priced, output,
				  align_up(node->size, node->align), cost);
		}
	}
}

static struct rows rows_of_output(const struct nsc_map_facts *map, uint32_t first)
{
	struct rows rows = {first, first};

	while (rows.end < map->sections.len &&
	       map->sections.ptr[rows.end].output == map->sections.ptr[first].output) {
		rows.end++;
	}
	return rows;
}

struct nsc_cost nsc_layout_cost(const struct nsc_priced *priced,
				const struct nsc_link *link)
{
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);
	struct layout layout = {priced, link, priced->graph->in.map, NULL, 0, false};
	struct nsc_cost cost = {0, 0};
	struct rows rows;
	uint32_t i, row;

	layout.node_of = index_rows(priced);
	for (i = 0; i < layout.map->sections.len; i = rows.end) {
		uint32_t output = layout.map->sections.ptr[i].output;
		uint64_t from, at;

		rows = rows_of_output(layout.map, i);
		if (output == NSC_NO_ROW ||
		    (!priced->in_flash[output] && !priced->in_ram[output])) {
			continue;
		}
		from = at = layout.map->outputs.ptr[output].address;
		layout.exidx_any = false;
		for (row = rows.first; row < rows.end; row++) {
			at = place_row(&layout, rows, row, at);
		}
		add_bytes(priced, output, at - from, &cost);
	}
	add_newcomers(&layout, &cost);
	nostd_bump_reset(priced->run->scratch, mark);
	return cost;
}
