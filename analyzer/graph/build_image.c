/*
 * build_image.c - the names that the linked file says the script or --defsym defined,
 * where the map does not list them (gold; --defsym of ld.lld and mold).
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

/* By symbol: is it defined by a file that the map names? */
static const uint8_t *defined_by_files(const struct nsc_builder *builder)
{
	const struct nsc_graph *graph = builder->graph;
	uint8_t *defined =
		nostd_bump_array(builder->run->scratch, uint8_t, graph->symbols.len);
	size_t i;

	for (i = 0; i < graph->defs.len; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		defined[def->symbol] |= graph->files.ptr[def->file].in_map;
	}
	return defined;
}

/* Else a name may be that of a file of which nothing is known. */
static bool all_are_read(const struct nsc_graph *graph)
{
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].in_map &&
		    graph->files.ptr[i].basis != NSC_FROM_OBJECT) {
			return false;
		}
	}
	return true;
}

/*
 * No compiler makes an absolute symbol; one with a section may be a label of code. mold
 * makes every symbol of a static image local: it may be a constant of assembler, too.
 */
static bool is_assigned(const struct nsc_object_symbol *symbol, bool all_read)
{
	bool local = symbol->binding == NSC_BIND_LOCAL;
	bool bare = symbol->type == NSC_SYMBOL_NOTYPE && symbol->size == 0;

	if (symbol->where == NSC_WHERE_ABSOLUTE) {
		return !local || (all_read && bare);
	}
	return symbol->where == NSC_WHERE_SECTION && !local && all_read && bare;
}

void nsc_build_image(struct nsc_builder *builder)
{
	struct nsc_graph *graph = builder->graph;
	const struct nsc_object_facts *image = graph->in.image;
	struct nostd_bump_mark mark = nostd_bump_mark(builder->run->scratch);
	const uint8_t *defined;
	bool all_read;
	size_t i;

	if (!image) {
		return;
	}
	defined = defined_by_files(builder);
	all_read = all_are_read(graph);
	for (i = 0; i < image->symbols.len; i++) {
		const struct nsc_object_symbol *symbol = &image->symbols.ptr[i];
		uint32_t row = nsc_graph_symbol_row(graph, symbol->name);

		if (row != NSC_NO_ROW && !defined[row] && is_assigned(symbol, all_read)) {
			graph->symbols.ptr[row].assigned = true;
		}
	}
	nostd_bump_reset(builder->run->scratch, mark);
}
