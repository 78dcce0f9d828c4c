/*
 * predict.c - see predict.h.
 */
#include "analyzer/replay/predict.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/replay.h"
#include "analyzer/replay/roots.h"

const char nsc_predicted_format[] = "replay";

bool nsc_is_predicted(const struct nsc_run *run, const struct nsc_map_facts *map)
{
	return map && nostd_str_eq(nsc_name_text(run->names, map->format),
				   nostd_str_from_c(nsc_predicted_format));
}

struct predictor {
	struct nsc_run *run;
	const struct nsc_graph *graph;
	struct nsc_plan plan;
	struct nsc_link link;
	struct nsc_map_facts *map;
	uint32_t *row_of;              /* by file: row of the map's files */
	struct nsc_row_vec nodes;      /* placed nodes in order of loading */
	struct nsc_row_vec outputs_of; /* their rows of outputs */
};

/* -- files --------------------------------------------------------------------------- */

/* A path as the linker would write it: relative to where it ran, if it is below. */
static struct nsc_name spelled(const struct predictor *of, struct nsc_name path)
{
	struct nsc_names *names = of->graph->names;
	struct nostd_str text = nsc_name_text(names, path);

	return nostd_str_strip_prefix(&text,
				      nsc_name_text(names, of->graph->in.line->folder)) &&
			       nostd_str_strip_prefix(&text, NOSTD_STR("/"))
		       ? nsc_name(names, text)
		       : path;
}

static void add_files(struct predictor *of)
{
	uint32_t i;

	for (i = 0; i < of->link.order_count; i++) {
		uint32_t file = of->link.order[i];
		struct nsc_map_file row = {
			spelled(of, of->graph->files.ptr[file].archive),
			spelled(of, of->graph->files.ptr[file].name), false};

		of->row_of[file] = (uint32_t)of->map->files.len;
		nsc_map_file_vec_push(&of->map->files, row);
	}
}

/* A member of an archive, or an object that came in as one does (--start-lib). */
static bool is_member(const struct predictor *of, uint32_t file)
{
	return !of->graph->files.ptr[file].given ||
	       of->link.loaded[file] == NSC_LOADED_EXTRACTED;
}

static void add_pulls(struct predictor *of)
{
	uint32_t i;

	for (i = 0; i < of->link.order_count; i++) {
		uint32_t file = of->link.order[i];
		uint32_t by = of->link.pulled_by[file];
		uint32_t symbol = of->link.pulled_for[file];
		struct nsc_map_pull row = {0};

		if (!is_member(of, file)) {
			continue;
		}
		row.file = of->row_of[file];
		row.by = by == NSC_NO_ROW ? NSC_NO_ROW : of->row_of[by];
		row.reason = by == NSC_NO_ROW ? NSC_PULL_UNDEFINED : NSC_PULL_REFERENCE;
		if (of->link.loaded[file] == NSC_LOADED_GIVEN) {
			row.reason = NSC_PULL_WHOLE_ARCHIVE;
		} else if (symbol != NSC_NO_ROW) {
			row.symbol = of->graph->symbols.ptr[symbol].name;
		}
		nsc_map_pull_vec_push(&of->map->pulls, row);
	}
}

static void add_loads(struct predictor *of)
{
	const struct nsc_line_item_vec *items = &of->graph->in.line->items;
	size_t i;

	for (i = 0; i < items->len; i++) {
		struct nsc_map_load row = {NSC_LOAD_FILE, spelled(of, items->ptr[i].path),
					   items->ptr[i].at.line};

		if (items->ptr[i].kind == NSC_LINE_GROUP_START) {
			row.kind = NSC_LOAD_GROUP_START;
		} else if (items->ptr[i].kind == NSC_LINE_GROUP_END) {
			row.kind = NSC_LOAD_GROUP_END;
		}
		nsc_map_load_vec_push(&of->map->loads, row);
	}
}

/* -- sections ------------------------------------------------------------------------ */

/*
 * Where linkers put a section without a script: ".text" for ".text.main", and so on; a
 * name of its own for everything else (gold/layout.cc, section_name_mapping).
 */
static struct nsc_name default_output(const struct predictor *of,
				      const struct nsc_graph_node *node)
{
	static const char *const names[] = {
		".text",      ".rodata",     ".data.rel.ro",     ".data",
		".bss",       ".init_array", ".fini_array",      ".preinit_array",
		".tbss",      ".tdata",      ".sdata",           ".sbss",
		".ARM.exidx", ".ARM.extab",  ".gcc_except_table"};
	struct nostd_str text = nsc_name_text(of->graph->names, node->name);
	size_t i;

	if (node->kind == NSC_NODE_COMMON) {
		return nsc_name_c(of->graph->names, ".bss");
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct nostd_str rest = text;

		if (nostd_str_strip_prefix(&rest, nostd_str_from_c(names[i])) &&
		    (rest.len == 0 || rest.ptr[0] == '.')) {
			return nsc_name_c(of->graph->names, names[i]);
		}
	}
	return node->name;
}

static uint32_t output_row(struct predictor *of, struct nsc_name name)
{
	struct nsc_map_output row = {0};
	uint32_t i;

	for (i = 0; i < of->map->outputs.len; i++) {
		if (nsc_name_eq(of->map->outputs.ptr[i].name, name)) {
			return i;
		}
	}
	row.name = name;
	row.allocated = true;
	nsc_map_output_vec_push(&of->map->outputs, row);
	return i;
}

static void add_discarded(struct predictor *of, uint32_t node)
{
	const struct nsc_graph_node *from = &of->graph->nodes.ptr[node];
	struct nsc_map_section row = {0};

	row.output = NSC_NO_ROW;
	row.kind = NSC_PLACED_INPUT;
	row.name = from->name;
	row.file = of->row_of[from->file];
	row.size = of->link.live[node] == NSC_LIVE_DROPPED ? 0 : from->size;
	nsc_map_section_vec_push(&of->map->discarded, row);
}

static void take_node(struct predictor *of, uint32_t node)
{
	const struct nsc_graph_node *row = &of->graph->nodes.ptr[node];
	struct nsc_name output;

	if (of->link.live[node] != NSC_LIVE_YES) {
		add_discarded(of, node);
		return;
	}
	output = nsc_script_output(&of->plan, of->graph, node);
	if (!nsc_name_given(output)) {
		output = default_output(of, row);
	}
	nsc_row_vec_push(&of->nodes, node);
	nsc_row_vec_push(&of->outputs_of, output_row(of, output));
}

static uint64_t align_up(uint64_t at, uint64_t align)
{
	return align > 1 ? (at + align - 1) / align * align : at;
}

static void place(struct predictor *of, uint32_t node, uint32_t output, uint64_t *at)
{
	const struct nsc_graph_node *from = &of->graph->nodes.ptr[node];
	struct nsc_map_section row = {0};

	*at = align_up(*at, from->size != 0 ? from->align : 1);
	row.output = output;
	row.kind = from->kind == NSC_NODE_COMMON ? NSC_PLACED_COMMON : NSC_PLACED_INPUT;
	row.name = from->name;
	row.file = of->row_of[from->file];
	row.address = *at;
	row.size = from->size;
	nsc_map_section_vec_push(&of->map->sections, row);
	*at += from->size;
}

/* Output sections in the order in which they were first wanted. */
static void place_all(struct predictor *of)
{
	uint64_t at = 0;
	uint32_t output, i;

	for (output = 0; output < of->map->outputs.len; output++) {
		struct nsc_map_output *row = &of->map->outputs.ptr[output];
		uint64_t align = 1;

		for (i = 0; i < of->nodes.len; i++) {
			uint64_t own = of->graph->nodes.ptr[of->nodes.ptr[i]].align;

			align = of->outputs_of.ptr[i] == output && own > align ? own
									       : align;
		}
		at = align_up(at, align);
		row->address = at;
		row->load_address = at;
		for (i = 0; i < of->nodes.len; i++) {
			if (of->outputs_of.ptr[i] == output) {
				place(of, of->nodes.ptr[i], output, &at);
			}
		}
		row->size = at - row->address;
	}
}

static void add_sections(struct predictor *of)
{
	uint32_t i, n;

	for (i = 0; i < of->link.order_count; i++) {
		const struct nsc_graph_file *file =
			&of->graph->files.ptr[of->link.order[i]];

		for (n = file->node_first; n < file->node_first + file->node_count; n++) {
			take_node(of, n);
		}
	}
	place_all(of);
}

/* The first object of IR alone that the link takes; counts all. */
static uint32_t first_slim(const struct predictor *of, uint32_t *count)
{
	uint32_t first = NSC_NO_ROW, i;

	*count = 0;
	for (i = 0; i < of->link.order_count; i++) {
		uint32_t file = of->link.order[i];

		if (nsc_graph_is_slim(of->graph, file)) {
			first = *count == 0 ? file : first;
			(*count)++;
		}
	}
	return first;
}

/*
 * What is extracted for the sake of IR is known by its symbols. What comes after it is
 * not: the code that is made of it may ask for more, and may do without some of it.
 */
static void tell_ir(const struct predictor *of)
{
	const struct nsc_graph *graph = of->graph;
	uint32_t count, first = first_slim(of, &count);
	const struct nsc_graph_file *file;
	struct nsc_name path;

	if (count == 0) {
		return;
	}
	file = &graph->files.ptr[first];
	path = nsc_name_given(file->archive) ? file->archive : file->name;
	nsc_diag(
		of->run->diags, NSC_DIAG_NOT_ANALYSED, graph->in.line->at,
		"{} files of this link hold no machine code, {} among them: the link is "
		"predicted up to link-time optimisation; which functions the code that "
		"comes of it calls (memcpy, __aeabi_*), what these bring, and what is no "
		"longer needed, only the link map shows",
		count,
		nsc_name_text(graph->names, nsc_graph_file_text(graph, first, path)));
}

void nsc_predict_map(struct nsc_run *run, const struct nsc_graph *graph,
		     struct nsc_map_facts *map)
{
	const struct nsc_link_line *line = graph->in.line;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct predictor of;

	memset(&of, 0, sizeof(of));
	of.run = run;
	of.graph = graph;
	of.map = map;
	nsc_plan_from_line(run, graph, &of.plan);
	nsc_link_init(&of.link, graph, run->keep);
	nsc_replay(run, &of.plan, NULL, &of.link);
	nsc_mark_by_rules(run, &of.plan, NULL, &of.link);
	of.row_of = nsc_no_rows(run->scratch, graph->files.len);
	of.nodes = nsc_row_vec_new_in(nsc_scratch(run));
	of.outputs_of = nsc_row_vec_new_in(nsc_scratch(run));
	map->path = nsc_name_given(line->at.file) ? line->at.file : line->output;
	map->format = nsc_name_c(run->names, nsc_predicted_format);
	map->output = line->output;
	map->knows = NSC_MAP_PULLS | NSC_MAP_DISCARDED | NSC_MAP_SECTIONS | NSC_MAP_LOADS;
	add_files(&of);
	add_pulls(&of);
	add_loads(&of);
	add_sections(&of);
	tell_ir(&of);
	nostd_bump_reset(run->scratch, mark);
}
