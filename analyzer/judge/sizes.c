/*
 * sizes.c - see sizes.h.
 */
#include "analyzer/judge/sizes.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

enum {
	SHF_WRITE = 1 << 0,
	SHF_ALLOC = 1 << 1,
	SHF_EXECINSTR = 1 << 2,
	SHT_NOBITS = 8,
	PADDING_MAX = 64 /* a fill this small is padding, whatever stands behind it */
};

const char *nsc_rest_kind_name(enum nsc_rest_kind kind)
{
	static const char *const names[] = {"fill",   "reserved", "script",
					    "linker", "stale",    "unlisted"};

	return names[kind];
}

/* berkeley_or_gnu_sum() of binutils' size.c: code and what is read-only first. */
void nsc_berkeley_add(struct nsc_berkeley *sum, const struct nsc_object_section *section)
{
	if (!(section->flags & SHF_ALLOC)) {
		return;
	}
	if (section->flags & SHF_EXECINSTR || !(section->flags & SHF_WRITE)) {
		sum->text += section->size;
	} else if (section->type != SHT_NOBITS) {
		sum->data += section->size;
	} else {
		sum->bss += section->size;
	}
}

static void add_cost(struct nsc_cost *sum, bool in_flash, bool in_ram, int64_t bytes)
{
	sum->flash += in_flash ? bytes : 0;
	sum->ram += in_ram ? bytes : 0;
}

struct adder {
	const struct nsc_target *target;
	const struct nsc_graph *graph;
	const struct nsc_pieces *pieces;
	const struct nsc_map_facts *map;
	struct nsc_sizes *out;
	uint32_t *node_of;          /* by row of the map's sections: node + 1; 0: none */
	struct nsc_size_rest *rest; /* by output and kind */
};

/* -- what belongs to nobody ---------------------------------------------------------- */

static bool is_padding(const struct adder *of, uint32_t row)
{
	const struct nsc_map_section *fill = &of->map->sections.ptr[row];
	uint32_t next = row + 1;

	if (fill->size < PADDING_MAX) {
		return true;
	}
	return next < of->map->sections.len &&
	       of->map->sections.ptr[next].output == fill->output &&
	       of->node_of[next] != 0 &&
	       of->graph->nodes.ptr[of->node_of[next] - 1].align > fill->size;
}

/* < 0: it belongs to somebody. */
static int rest_kind(const struct adder *of, uint32_t row)
{
	const struct nsc_map_section *placed = &of->map->sections.ptr[row];

	switch ((enum nsc_placement_kind)placed->kind) {
	case NSC_PLACED_INPUT:
	case NSC_PLACED_COMMON:
		if (of->node_of[row] != 0) {
			return -1;
		}
		/* Of no file: COMMON symbols of nobody knows whom. */
		return placed->file == NSC_NO_ROW ||
				       nsc_graph_made_by_linker(nsc_name_text(
					       of->graph->names, placed->name))
			       ? NSC_REST_LINKER
			       : NSC_REST_STALE;
	case NSC_PLACED_FILL:
		return is_padding(of, row) ? NSC_REST_FILL : NSC_REST_RESERVED;
	case NSC_PLACED_DATA:
		return NSC_REST_SCRIPT;
	case NSC_PLACED_STUBS:
		return NSC_REST_LINKER;
	}
	return NSC_REST_STALE;
}

static void add_rest(const struct adder *of, uint32_t output, enum nsc_rest_kind kind,
		     int64_t bytes)
{
	const struct nsc_priced *priced = of->target->priced;
	struct nsc_size_rest *rest = &of->rest[output * NSC_REST_KIND_COUNT + kind];

	rest->kind = (uint8_t)kind;
	rest->output = of->map->outputs.ptr[output].name;
	rest->count++;
	add_cost(&rest->size, priced->in_flash[output], priced->in_ram[output], bytes);
}

static void index_nodes(struct adder *of)
{
	uint32_t i;

	of->node_of = nostd_bump_array(of->target->run->scratch, uint32_t,
				       of->map->sections.len);
	for (i = 0; i < of->graph->nodes.len; i++) {
		uint32_t placed = of->graph->nodes.ptr[i].placed;

		if (placed != NSC_NO_ROW && of->pieces->of_node[i] != NSC_NO_ROW) {
			of->node_of[placed] = i + 1;
		}
	}
}

static void add_rests(struct adder *of)
{
	struct nostd_bump *scratch = of->target->run->scratch;
	size_t count = of->map->outputs.len, i;
	int64_t *listed = nostd_bump_array(scratch, int64_t, count);

	of->rest = nostd_bump_array(scratch, struct nsc_size_rest,
				    count * NSC_REST_KIND_COUNT);
	for (i = 0; i < of->map->sections.len; i++) {
		const struct nsc_map_section *row = &of->map->sections.ptr[i];
		int kind = row->size == 0 ? -1 : rest_kind(of, (uint32_t)i);

		if (row->output == NSC_NO_ROW) {
			continue; /* gold: the headers of the file */
		}
		listed[row->output] += (int64_t)row->size;
		if (kind >= 0) {
			add_rest(of, row->output, (enum nsc_rest_kind)kind,
				 (int64_t)row->size);
		}
	}
	for (i = 0; i < count; i++) {
		int64_t missing = (int64_t)of->map->outputs.ptr[i].size - listed[i];

		if (missing != 0) {
			add_rest(of, (uint32_t)i, NSC_REST_UNLISTED, missing);
		}
	}
	for (i = 0; i < count * NSC_REST_KIND_COUNT; i++) {
		if (of->rest[i].size.flash != 0 || of->rest[i].size.ram != 0) {
			nsc_size_rests_push(&of->out->rests, of->rest[i]);
		}
	}
}

/* -- output sections and regions ----------------------------------------------------- */

static void add_outputs(struct adder *of)
{
	const struct nsc_priced *priced = of->target->priced;
	size_t i;

	for (i = 0; i < of->map->outputs.len; i++) {
		const struct nsc_map_output *output = &of->map->outputs.ptr[i];
		struct nsc_size_output row = {output->name,         output->address,
					      output->load_address, output->size,
					      priced->in_flash[i],  priced->in_ram[i],
					      priced->written[i]};

		if (!output->allocated || output->size == 0) {
			continue;
		}
		nsc_size_outputs_push(&of->out->outputs, row);
		add_cost(&of->out->total, row.in_flash, row.in_ram, (int64_t)row.size);
	}
}

/* Thread-local room has an address, but takes none of it (gABI, SHF_TLS). */
static bool is_thread_local(const struct adder *of, const struct nsc_size_output *output)
{
	return nostd_str_eq(nsc_name_text(of->graph->names, output->name),
			    NOSTD_STR(".tbss"));
}

static void reach(struct nsc_size_region *region, uint64_t address, uint64_t size)
{
	uint64_t offset = address - region->origin;

	if (address >= region->origin && offset < region->length &&
	    offset + size > region->used) {
		region->used = offset + size;
	}
}

/*
 * GNU ld counts a section where it runs, and what is loaded also where it is loaded
 * (lang_size_sections() of ldlang.c: region and lma_region).
 */
static void add_regions(struct adder *of)
{
	size_t i, k;

	for (i = 0; i < of->map->regions.len; i++) {
		const struct nsc_map_region *said = &of->map->regions.ptr[i];
		struct nsc_size_region region = {said->name, said->origin, said->length,
						 0};

		if (nostd_str_eq(nsc_name_text(of->graph->names, said->name),
				 NOSTD_STR("*default*"))) {
			continue;
		}
		for (k = 0; k < of->out->outputs.len; k++) {
			const struct nsc_size_output *output = &of->out->outputs.ptr[k];

			if (is_thread_local(of, output)) {
				continue;
			}
			reach(&region, output->address, output->size);
			if (output->in_flash) {
				reach(&region, output->load_address, output->size);
			}
		}
		nsc_size_regions_push(&of->out->regions, region);
	}
}

/* -- totals -------------------------------------------------------------------------- */

static void add_sections(struct nsc_berkeley *sum, const struct nsc_object_facts *facts,
			 const struct nsc_member *member)
{
	uint32_t i;

	for (i = member->section_first; i < member->section_first + member->section_count;
	     i++) {
		nsc_berkeley_add(sum, &facts->sections.ptr[i]);
	}
}

static void add_image(struct adder *of)
{
	const struct nsc_object_facts *image = of->graph->in.image;
	struct nsc_berkeley *sum = &of->out->berkeley;
	size_t i;

	of->map = of->graph->in.map;
	index_nodes(of);
	add_outputs(of);
	add_rests(of);
	add_regions(of);
	of->out->known = true;
	for (i = 0; image && i < image->members.len; i++) {
		add_sections(sum, image, &image->members.ptr[i]);
	}
	for (i = 0; !image && i < of->out->outputs.len; i++) {
		const struct nsc_size_output *output = &of->out->outputs.ptr[i];

		sum->text += output->written ? 0 : output->size;
		sum->data += output->written && output->in_flash ? output->size : 0;
		sum->bss += output->written && !output->in_flash ? output->size : 0;
	}
}

static void add_object(struct adder *of, uint32_t row)
{
	const struct nsc_graph_file *file = &of->graph->files.ptr[row];
	const struct nsc_object_facts *facts = of->graph->in.objects[file->object];
	uint32_t i;

	of->out->known = true;
	add_sections(&of->out->berkeley, facts, &facts->members.ptr[file->member]);
	for (i = file->node_first; i < file->node_first + file->node_count; i++) {
		const struct nsc_graph_node *node = &of->graph->nodes.ptr[i];

		add_cost(&of->out->total, !(node->flags & NSC_NODE_NOBITS),
			 (node->flags & NSC_NODE_WRITE) != 0, (int64_t)node->size);
		if (node->kind == NSC_NODE_COMMON) {
			of->out->common += node->size;
		}
	}
}

void nsc_sizes_find(const struct nsc_survey *survey, struct nsc_sizes *out)
{
	const struct nsc_target *target = survey->pieces.target;
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct adder of = {.target = target,
			   .graph = target->graph,
			   .pieces = &survey->pieces,
			   .out = out};
	uint32_t i;

	memset(out, 0, sizeof(*out));
	out->survey = survey;
	out->outputs = nsc_size_outputs_new_in(nsc_keep(target->run));
	out->rests = nsc_size_rests_new_in(nsc_keep(target->run));
	out->regions = nsc_size_regions_new_in(nsc_keep(target->run));
	if (target->priced) {
		add_image(&of);
	}
	for (i = 0; !target->priced && i < target->graph->files.len; i++) {
		if (target->graph->files.ptr[i].basis == NSC_FROM_OBJECT &&
		    nsc_target_takes_part(target, i)) {
			add_object(&of, i);
		}
	}
	nostd_bump_reset(target->run->scratch, mark);
}

/* -- tables -------------------------------------------------------------------------- */

struct size_order {
	int64_t first, own; /* bytes */
	uint32_t group;
};

static int compare_order(const struct size_order *a, const struct size_order *b)
{
	if (a->first != b->first) {
		return a->first > b->first ? -1 : 1;
	}
	if (a->own != b->own) {
		return a->own > b->own ? -1 : 1;
	}
	return (a->group > b->group) - (a->group < b->group);
}

#define NOSTD_NAME      size_order
#define NOSTD_T         struct size_order
#define NOSTD_CMP(a, b) compare_order((a), (b))
#include <nostd/sort.h>

static int64_t sum_of(const struct nsc_cost *cost)
{
	return cost->flash + cost->ram;
}

static void sort_rows(struct nsc_size_table *table, struct size_order *order)
{
	uint32_t i;

	table->row_count = 0;
	table->unsized = 0;
	for (i = 0; i < table->groups.all.len; i++) {
		const struct nsc_group_cost *cost = &table->costs.of[i];
		int64_t own = sum_of(&cost->own);
		int64_t retained =
			cost->retained.known ? sum_of(&cost->retained.cost) : 0;

		if (own == 0 && retained == 0) {
			table->unsized +=
				table->groups.all.ptr[i].present && !cost->own_known;
			continue;
		}
		order[table->row_count++] = (struct size_order){
			cost->retained.known ? retained : own, own, i};
	}
	size_order_sort_unstable(order, table->row_count);
	for (i = 0; i < table->row_count; i++) {
		table->rows[i] = order[i].group;
	}
}

/* -- by region ----------------------------------------------------------------------- */

/* The innermost region around a place; the last, which is none, if there is none. */
static uint32_t region_at(const struct nsc_size_regions *regions, uint64_t address)
{
	uint32_t found = (uint32_t)regions->len, i;

	for (i = 0; i < regions->len; i++) {
		const struct nsc_size_region *one = &regions->ptr[i];

		if (address >= one->origin && address - one->origin < one->length &&
		    (found == regions->len || one->length < regions->ptr[found].length)) {
			found = i;
		}
	}
	return found;
}

static void add_region_groups(const struct nsc_sizes *sizes, struct nsc_size_table *out)
{
	const struct nsc_target *target = sizes->survey->pieces.target;
	size_t count = sizes->regions.len, i;

	out->groups.survey = sizes->survey;
	out->groups.size = NSC_BY_REGION;
	out->groups.all = nsc_group_vec_new_in(nsc_keep(target->run));
	out->costs.of =
		nostd_bump_array(target->run->keep, struct nsc_group_cost, count + 1);
	for (i = 0; i <= count; i++) {
		struct nsc_group group = {.kind = NSC_PIECE_OUTSIDE,
					  .present = true,
					  .file = NSC_NO_ROW,
					  .node = NSC_NO_ROW,
					  .component = NSC_NO_ROW,
					  .tier = NSC_TIER_UNKNOWN,
					  .state = NSC_STATE_LIVE};

		group.name = i < count ? sizes->regions.ptr[i].name
				       : nsc_name_c(target->graph->names, "no region");
		nsc_group_vec_push(&out->groups.all, group);
		out->costs.of[i].own_known = true;
		out->costs.of[i].retained.missing = NSC_NO_ROW;
	}
}

static void add_placed(const struct nsc_sizes *sizes, const struct nsc_priced *priced,
		       uint32_t node, struct nsc_group_cost *of)
{
	const struct nsc_map_facts *map = priced->graph->in.map;
	uint32_t placed = priced->graph->nodes.ptr[node].placed;
	const struct nsc_map_output *output =
		&map->outputs.ptr[map->sections.ptr[placed].output];
	struct nsc_cost cost = nsc_node_cost(priced, node);

	of[region_at(&sizes->regions, output->load_address)].own.flash += cost.flash;
	of[region_at(&sizes->regions, output->address)].own.ram += cost.ram;
}

static void make_regions(const struct nsc_sizes *sizes, struct nsc_size_table *out)
{
	const struct nsc_pieces *pieces = &sizes->survey->pieces;
	const struct nsc_target *target = pieces->target;
	struct nsc_group_cost *of;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	add_region_groups(sizes, out);
	of = out->costs.of;
	if (!target->priced) {
		of[0].own = sizes->total;
		return;
	}
	for (i = 0; i < target->graph->nodes.len; i++) {
		if (target->graph->nodes.ptr[i].placed != NSC_NO_ROW &&
		    pieces->of_node[i] != NSC_NO_ROW) {
			add_placed(sizes, target->priced, i, of);
		}
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static void make_groups(const struct nsc_survey *survey, enum nsc_group_size size,
			struct nsc_size_table *out)
{
	nsc_groups_make(survey, size, &out->groups);
	if (survey->pieces.target->priced) {
		nsc_costs_find(&out->groups, &out->costs);
	} else {
		nsc_costs_find_inputs(&out->groups, &out->costs);
	}
}

void nsc_size_table_make(const struct nsc_sizes *sizes, enum nsc_group_size size,
			 struct nsc_size_table *out)
{
	struct nsc_run *run = sizes->survey->pieces.target->run;
	struct nostd_bump_mark mark;
	size_t count;

	if (size == NSC_BY_REGION) {
		make_regions(sizes, out);
	} else {
		make_groups(sizes->survey, size, out);
	}
	count = out->groups.all.len;
	out->rows = nostd_bump_array(run->keep, uint32_t, count);
	mark = nostd_bump_mark(run->scratch);
	sort_rows(out, nostd_bump_array(run->scratch, struct size_order, count));
	nostd_bump_reset(run->scratch, mark);
}
