/*
 * build.c - the graph of a target put together. See graph.h and build.h.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/panic.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

static struct nsc_name base_of(struct nsc_names *names, struct nsc_name path)
{
	return nsc_name(names, nsc_path_base(nsc_name_text(names, path)));
}

/* Chains run from the newest to the oldest. */
static void add_base(struct nsc_builder *builder, uint32_t file)
{
	struct nsc_names *names = builder->graph->names;
	struct nsc_name base = base_of(names, builder->graph->files.ptr[file].name);

	if (base.ix >= builder->base_first.len) {
		nsc_row_vec_resize(&builder->base_first, nsc_names_count(names), 0);
	}
	nsc_row_vec_push(&builder->base_next, builder->base_first.ptr[base.ix] - 1);
	builder->base_first.ptr[base.ix] = file + 1;
}

bool nsc_build_defines(const struct nsc_graph *graph, uint32_t file, struct nsc_name name)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t symbol = nsc_graph_symbol_row(graph, name), i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		if (graph->defs.ptr[i].symbol == symbol) {
			return true;
		}
	}
	return false;
}

uint32_t nsc_build_first_of_base(const struct nsc_builder *builder, struct nsc_name path)
{
	struct nsc_name base = base_of(builder->graph->names, path);

	return base.ix < builder->base_first.len ? builder->base_first.ptr[base.ix] - 1
						 : NSC_NO_ROW;
}

uint32_t nsc_build_file(struct nsc_builder *builder, const struct nsc_graph_file *file)
{
	struct nsc_graph *graph = builder->graph;
	struct nsc_graph_file row = *file;

	row.node_first = (uint32_t)graph->nodes.len;
	row.def_first = (uint32_t)graph->defs.len;
	row.mention_first = (uint32_t)graph->mentions.len;
	nsc_graph_file_vec_push(&graph->files, row);
	add_base(builder, (uint32_t)graph->files.len - 1);
	return (uint32_t)graph->files.len - 1;
}

uint32_t nsc_build_node(struct nsc_builder *builder, const struct nsc_graph_node *node)
{
	struct nsc_graph *graph = builder->graph;

	if (graph->nodes.len == NSC_GRAPH_NODES_MAX) {
		NOSTD_PANIC("more sections than there is memory");
	}
	nsc_graph_node_vec_push(&graph->nodes, *node);
	graph->files.ptr[node->file].node_count++;
	return (uint32_t)graph->nodes.len - 1;
}

uint32_t nsc_build_symbol(struct nsc_builder *builder, struct nsc_name name)
{
	struct nsc_graph *graph = builder->graph;
	struct nsc_graph_symbol symbol = {name, 0, 0, NSC_NO_ROW, false, false};

	if (name.ix >= graph->symbol_of.len) {
		nsc_row_vec_resize(&graph->symbol_of, nsc_names_count(graph->names), 0);
	}
	if (graph->symbol_of.ptr[name.ix] == 0) {
		nsc_graph_symbol_vec_push(&graph->symbols, symbol);
		nsc_row_vec_push(&builder->mention_of, 0);
		graph->symbol_of.ptr[name.ix] = (uint32_t)graph->symbols.len;
	}
	return graph->symbol_of.ptr[name.ix] - 1;
}

void nsc_build_ref(struct nsc_builder *builder, const struct nsc_graph_ref *ref)
{
	nsc_graph_ref_vec_push(&builder->graph->refs, *ref);
}

/* Definitions by symbol: a counting sort of the rows of defs. */
static void index_defs(struct nsc_graph *graph)
{
	uint32_t next = 0;
	size_t i;

	for (i = 0; i < graph->defs.len; i++) {
		graph->symbols.ptr[graph->defs.ptr[i].symbol].def_count++;
	}
	for (i = 0; i < graph->symbols.len; i++) {
		graph->symbols.ptr[i].def_first = next;
		next += graph->symbols.ptr[i].def_count;
		graph->symbols.ptr[i].def_count = 0;
	}
	nsc_row_vec_resize(&graph->defs_of, graph->defs.len, NSC_NO_ROW);
	for (i = 0; i < graph->defs.len; i++) {
		struct nsc_graph_symbol *symbol =
			&graph->symbols.ptr[graph->defs.ptr[i].symbol];

		graph->defs_of.ptr[symbol->def_first + symbol->def_count++] = (uint32_t)i;
	}
}

/* References by node: a counting sort that keeps the order within a node. */
static void sort_refs(struct nsc_run *run, struct nsc_graph *graph)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_graph_ref *unsorted =
		nostd_bump_array(run->scratch, struct nsc_graph_ref, graph->refs.len);
	uint32_t next = 0;
	size_t i;

	for (i = 0; i < graph->refs.len; i++) {
		unsorted[i] = graph->refs.ptr[i];
		graph->nodes.ptr[unsorted[i].from].ref_count++;
	}
	for (i = 0; i < graph->nodes.len; i++) {
		graph->nodes.ptr[i].ref_first = next;
		next += graph->nodes.ptr[i].ref_count;
		graph->nodes.ptr[i].ref_count = 0;
	}
	for (i = 0; i < graph->refs.len; i++) {
		struct nsc_graph_node *from = &graph->nodes.ptr[unsorted[i].from];

		graph->refs.ptr[from->ref_first + from->ref_count++] = unsorted[i];
	}
	nostd_bump_reset(run->scratch, mark);
}

static void init_graph(struct nsc_run *run, const struct nsc_graph_input *in,
		       struct nsc_graph *graph)
{
	const struct nostd_allocator *keep = nsc_keep(run);

	memset(graph, 0, sizeof(*graph));
	graph->names = run->names;
	graph->in = *in;
	graph->files = nsc_graph_file_vec_new_in(keep);
	graph->nodes = nsc_graph_node_vec_new_in(keep);
	graph->symbols = nsc_graph_symbol_vec_new_in(keep);
	graph->defs = nsc_graph_def_vec_new_in(keep);
	graph->defs_of = nsc_row_vec_new_in(keep);
	graph->mentions = nsc_graph_mention_vec_new_in(keep);
	graph->refs = nsc_graph_ref_vec_new_in(keep);
	graph->symbol_of = nsc_row_vec_new_in(keep);
}

int nsc_graph_build(struct nsc_run *run, const struct nsc_graph_input *in,
		    struct nsc_graph *graph, struct nsc_err *err)
{
	struct nsc_builder builder;

	(void)err;
	init_graph(run, in, graph);
	builder.run = run;
	builder.graph = graph;
	builder.base_first = nsc_row_vec_new_in(nsc_keep(run));
	builder.base_next = nsc_row_vec_new_in(nsc_keep(run));
	builder.mention_of = nsc_row_vec_new_in(nsc_keep(run));
	nsc_build_objects(&builder);
	nsc_build_map(&builder);
	nsc_build_line(&builder);
	nsc_build_image(&builder);
	nsc_build_wraps(&builder);
	nsc_build_units(&builder);
	sort_refs(run, graph);
	index_defs(graph);
	return 0;
}

uint32_t nsc_graph_symbol_row(const struct nsc_graph *graph, struct nsc_name name)
{
	if (name.ix == 0 || name.ix >= graph->symbol_of.len) {
		return NSC_NO_ROW;
	}
	return graph->symbol_of.ptr[name.ix] - 1;
}

bool nsc_graph_is_default(struct nsc_names *names, struct nsc_name name,
			  struct nsc_name also[2])
{
	struct nostd_str text = nsc_name_text(names, name);
	size_t at = nostd_str_find(text, NOSTD_STR("@@"));
	struct nostd_string single;

	if (at == NOSTD_NOT_FOUND || at == 0) {
		return false;
	}
	single = nostd_string_new();
	nostd_format(&single, "{}{}", nostd_str_take(text, at),
		     nostd_str_skip(text, at + 1));
	also[0] = nsc_name(names, nostd_str_take(text, at));
	also[1] = nsc_name(names, nostd_string_as_str(&single));
	nostd_string_drop(&single);
	return true;
}

uint32_t nsc_graph_asked_row(const struct nsc_graph *graph, struct nsc_name name)
{
	struct nsc_name also[2];

	return graph->versioned && nsc_graph_is_default(graph->names, name, also)
		       ? nsc_graph_symbol_row(graph, also[0])
		       : nsc_graph_symbol_row(graph, name);
}

uint32_t nsc_graph_def_at(const struct nsc_graph *graph, uint32_t node, uint64_t offset)
{
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[node].file];
	uint32_t best = NSC_NO_ROW, i;

	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (def->node == node && def->value <= offset &&
		    (best == NSC_NO_ROW || def->value > graph->defs.ptr[best].value)) {
			best = i;
		}
	}
	return best;
}

struct nsc_name nsc_graph_file_text(const struct nsc_graph *graph, uint32_t file,
				    struct nsc_name path)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	struct nostd_string text;
	struct nsc_name name;

	if (!nsc_name_given(row->archive)) {
		return path;
	}
	text = nostd_string_new();
	nostd_format(&text, "{}({})", nsc_name_text(graph->names, path),
		     nsc_name_text(graph->names, row->name));
	name = nsc_name(graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}
