/*
 * within.c - see within.h.
 */
#include "analyzer/judge/within.h"

#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/target.h"

/* The definition of `symbol` in `node`; NULL: it is not there. */
static const struct nsc_graph_def *def_in(const struct nsc_graph *graph, uint32_t symbol,
					  uint32_t node)
{
	const struct nsc_graph_symbol *row = &graph->symbols.ptr[symbol];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[graph->defs_of.ptr[i]];

		if (def->node == node) {
			return def;
		}
	}
	return NULL;
}

bool nsc_ref_within(const struct nsc_target *target, uint32_t symbol, uint32_t ref)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_ref *row = &graph->refs.ptr[ref];
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[row->from].file];
	const struct nsc_graph_def *def;
	uint64_t offset;

	if (symbol == NSC_NO_ROW || row->evidence == NSC_NO_ROW ||
	    file->basis != NSC_FROM_OBJECT) {
		return true;
	}
	def = def_in(graph, symbol, row->from);
	if (!def || def->size == 0) {
		return true;
	}
	offset = graph->in.objects[file->object]->relocs.ptr[row->evidence].offset;
	return offset >= def->value && offset - def->value < def->size;
}
