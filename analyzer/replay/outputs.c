/*
 * outputs.c - which outputs take flash and RAM, and which sections are merged with which.
 * See layout.h.
 */
#include "analyzer/replay/layout.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/replay/frames.h"

enum { SHF_WRITE = 1 << 0, SHF_ALLOC = 1 << 1, SHT_NOBITS = 8 };

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
static void classify_by_node(struct nsc_priced *priced, const struct nsc_graph_node *node)
{
	uint32_t output = priced->graph->in.map->sections.ptr[node->placed].output;

	priced->in_flash[output] |= !(node->flags & NSC_NODE_NOBITS);
	priced->in_ram[output] |= (node->flags & NSC_NODE_WRITE) != 0;
}

/* What a script or the linker wrote has contents; what a script set aside has none. */
static void classify_by_row(struct nsc_priced *priced, const struct nsc_map_section *row)
{
	if (row->size != 0 && row->output != NSC_NO_ROW &&
	    (row->kind == NSC_PLACED_DATA || row->kind == NSC_PLACED_STUBS)) {
		priced->in_flash[row->output] = 1;
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

/* Loaded at one address and used at another: code that runs from RAM, initial values. */
static bool is_copied(const struct nsc_map_output *output)
{
	return output->has_load_address && output->load_address != output->address;
}

/* What nodes and rows say is known already. */
static void classify(struct nsc_priced *priced)
{
	const struct nsc_map_facts *map = priced->graph->in.map;
	size_t count = map->outputs.len, i;

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
		priced->written[i] = priced->in_ram[i];
		priced->in_ram[i] |=
			priced->in_flash[i] && is_copied(&map->outputs.ptr[i]);
		if (!map->outputs.ptr[i].allocated) {
			priced->in_flash[i] = 0;
			priced->in_ram[i] = 0;
		}
	}
}

const struct nsc_object_section *nsc_layout_section(const struct nsc_graph *graph,
						    uint32_t node)
{
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	const struct nsc_graph_file *file = &graph->files.ptr[row->file];

	if (file->object == NSC_NO_ROW || row->section == NSC_NO_ROW) {
		return NULL;
	}
	return &graph->in.objects[file->object]->sections.ptr[row->section];
}

static void take_nodes(struct nsc_priced *priced)
{
	const struct nsc_graph *graph = priced->graph;
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		if (graph->nodes.ptr[i].placed != NSC_NO_ROW) {
			priced->node_of[graph->nodes.ptr[i].placed] = i;
			classify_by_node(priced, &graph->nodes.ptr[i]);
		}
	}
}

/* -- where sections without a row would go ------------------------------------------- */

static size_t kind_of(const struct nsc_graph_node *node)
{
	return (node->flags & NSC_NODE_CODE ? 1U : 0U) |
	       (node->flags & NSC_NODE_WRITE ? 2U : 0U) |
	       (node->flags & NSC_NODE_NOBITS ? 4U : 0U);
}

static void index_name(struct nsc_priced *priced, const struct nsc_graph_node *node,
		       uint32_t output)
{
	if (priced->output_of_name[node->name.ix] == NSC_NO_ROW) {
		priced->output_of_name[node->name.ix] = output;
	}
	if (priced->output_of_kind[kind_of(node)] == NSC_NO_ROW) {
		priced->output_of_kind[kind_of(node)] = output;
	}
}

uint32_t nsc_layout_output_like(const struct nsc_priced *priced, uint32_t node)
{
	const struct nsc_graph_node *row = &priced->graph->nodes.ptr[node];
	uint32_t output = priced->output_of_name[row->name.ix];

	return output != NSC_NO_ROW ? output : priced->output_of_kind[kind_of(row)];
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
	const struct nsc_object_section *section = nsc_layout_section(graph, node);
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

static void take_rows(struct nsc_priced *priced)
{
	const struct nsc_graph *graph = priced->graph;
	struct pools pools = pools_new_in(nsc_scratch(priced->run));
	uint32_t i;

	for (i = 0; i < graph->in.map->sections.len; i++) {
		const struct nsc_map_section *row = &graph->in.map->sections.ptr[i];
		uint32_t node = priced->node_of[i];

		classify_by_row(priced, row);
		if (node != NSC_NO_ROW) {
			index_name(priced, &graph->nodes.ptr[node], row->output);
			priced->pool_of[i] = pool_number(priced, &pools, i, node);
		}
	}
}

/* Rows of .eh_frame are one pool of their output: what is alike is stored once. */
static void number_frames(struct nsc_priced *priced)
{
	const struct nsc_map_facts *map = priced->graph->in.map;
	uint32_t i;

	priced->frames_pool = nsc_no_rows(priced->run->keep, map->outputs.len);
	for (i = 0; priced->frames && i < map->sections.len; i++) {
		uint32_t *pool;

		if (!nsc_frames_has(priced, i)) {
			continue;
		}
		pool = &priced->frames_pool[map->sections.ptr[i].output];
		if (*pool == NSC_NO_ROW) {
			*pool = priced->pool_count++;
		}
		priced->pool_of[i] = *pool;
	}
}

/* Rows by pool, in map order: a counting sort. */
static void sort_pools(struct nsc_priced *priced)
{
	uint32_t count = (uint32_t)priced->graph->in.map->sections.len, i;
	uint32_t *next;

	priced->pool_first =
		nostd_bump_array(priced->run->keep, uint32_t, priced->pool_count + 1);
	for (i = 0; i < count; i++) {
		if (priced->pool_of[i] != NSC_NO_ROW) {
			priced->pool_first[priced->pool_of[i] + 1]++;
		}
	}
	for (i = 0; i < priced->pool_count; i++) {
		priced->pool_first[i + 1] += priced->pool_first[i];
	}
	priced->pool_rows =
		nsc_rows(priced->run->keep, priced->pool_first[priced->pool_count]);
	next = nostd_bump_array(priced->run->scratch, uint32_t, priced->pool_count);
	for (i = 0; i < count; i++) {
		uint32_t pool = priced->pool_of[i];

		if (pool != NSC_NO_ROW) {
			priced->pool_rows[priced->pool_first[pool] + next[pool]++] = i;
		}
	}
}

static void init_arrays(struct nsc_priced *priced)
{
	struct nostd_bump *keep = priced->run->keep;
	const struct nsc_map_facts *map = priced->graph->in.map;
	size_t i;

	priced->in_flash = nostd_bump_array(keep, uint8_t, map->outputs.len);
	priced->in_ram = nostd_bump_array(keep, uint8_t, map->outputs.len);
	priced->written = nostd_bump_array(keep, uint8_t, map->outputs.len);
	priced->node_of = nsc_no_rows(keep, map->sections.len);
	priced->pool_of = nsc_no_rows(keep, map->sections.len);
	priced->output_of_name = nsc_no_rows(keep, nsc_names_count(priced->graph->names));
	for (i = 0; i < NSC_SECTION_KINDS; i++) {
		priced->output_of_kind[i] = NSC_NO_ROW;
	}
}

/* Nodes and rows are gone through once each: there are many. */
void nsc_layout_prepare(struct nsc_priced *priced)
{
	struct nostd_bump_mark mark = nostd_bump_mark(priced->run->scratch);

	init_arrays(priced);
	take_nodes(priced);
	take_rows(priced);
	classify(priced);
	nsc_frames_read(priced);
	nsc_made_find(priced);
	number_frames(priced);
	sort_pools(priced);
	nostd_bump_reset(priced->run->scratch, mark);
}
