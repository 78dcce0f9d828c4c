/*
 * refs.c - see refs.h.
 */
#include "analyzer/judge/refs.h"

#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/target.h"

static const struct nsc_graph_file *file_of(const struct nsc_graph *graph, uint32_t ref)
{
	return &graph->files.ptr[graph->nodes.ptr[graph->refs.ptr[ref].from].file];
}

const struct nsc_object_site *nsc_ref_site(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_file *file = file_of(graph, ref);
	uint32_t evidence = graph->refs.ptr[ref].evidence, site;

	if (evidence == NSC_NO_ROW || file->basis != NSC_FROM_OBJECT) {
		return NULL;
	}
	site = graph->in.objects[file->object]->relocs.ptr[evidence].site;
	return site == NSC_NO_ROW ? NULL
				  : &graph->in.objects[file->object]->sites.ptr[site];
}

struct nsc_name nsc_ref_function(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_object_site *site = nsc_ref_site(target, ref);

	return site ? site->symbol_function : (struct nsc_name){0};
}

struct nsc_place nsc_ref_place(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_file *file = file_of(graph, ref);
	uint32_t evidence = graph->refs.ptr[ref].evidence;
	const struct nsc_object_site *site;

	if (evidence != NSC_NO_ROW && file->basis == NSC_FROM_UNIT) {
		return graph->in.units[file->unit].facts->uses.ptr[evidence].at;
	}
	site = nsc_ref_site(target, ref);
	return site ? site->at : nsc_place((struct nsc_name){0}, 0, 0);
}

struct nsc_name nsc_ref_local_name(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_file *file = file_of(graph, ref);
	uint32_t evidence = graph->refs.ptr[ref].evidence;
	const struct nsc_object_facts *facts;
	const struct nsc_object_symbol *symbol;

	if (evidence == NSC_NO_ROW || file->basis != NSC_FROM_OBJECT) {
		return (struct nsc_name){0};
	}
	facts = graph->in.objects[file->object];
	symbol = &facts->symbols.ptr[facts->relocs.ptr[evidence].symbol];
	return symbol->type == NSC_SYMBOL_FUNCTION || symbol->type == NSC_SYMBOL_OBJECT
		       ? symbol->name
		       : (struct nsc_name){0};
}
