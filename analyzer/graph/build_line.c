/*
 * build_line.c - the names that a link line and its scripts define or ask for.
 */
#include "analyzer/fact/link_line.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

static void ask_for(struct nsc_builder *builder, struct nsc_name name)
{
	if (nsc_name_given(name)) {
		nsc_build_symbol(builder, name);
	}
}

/* The last assignment counts; one without PROVIDE before any with it. */
static void assign(struct nsc_builder *builder, const struct nsc_assignment *row)
{
	uint32_t symbol = nsc_build_symbol(builder, row->symbol);
	uint32_t alias = nsc_name_given(row->alias)
				 ? nsc_build_symbol(builder, row->alias)
				 : NSC_NO_ROW;
	struct nsc_graph_symbol *of = &builder->graph->symbols.ptr[symbol];
	bool provided = row->kind == NSC_ASSIGN_PROVIDE;

	if (of->assigned && !of->provided && provided) {
		return;
	}
	of->assigned = true;
	of->provided = provided;
	of->alias = alias;
}

void nsc_build_line(struct nsc_builder *builder)
{
	const struct nsc_link_line *line = builder->graph->in.line;
	size_t i;

	if (!line) {
		return;
	}
	ask_for(builder, line->entry);
	for (i = 0; i < line->undefined.len; i++) {
		ask_for(builder, line->undefined.ptr[i]);
	}
	for (i = 0; i < line->externs.len; i++) {
		ask_for(builder, line->externs.ptr[i]);
	}
	for (i = 0; i < line->uses.len; i++) {
		ask_for(builder, line->uses.ptr[i]);
	}
	for (i = 0; i < line->assignments.len; i++) {
		assign(builder, &line->assignments.ptr[i]);
	}
}
