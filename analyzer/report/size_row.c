/*
 * size_row.c - see size_row.h.
 */
#include "analyzer/report/size_row.h"

#include <nostd/string.h>

#include "analyzer/graph/graph.h"
#include "analyzer/judge/pieces.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

uint32_t nsc_size_shown(const struct nsc_size_table *table, uint32_t limit)
{
	return limit != 0 && limit < table->row_count ? limit : table->row_count;
}

struct nsc_cost nsc_size_more(const struct nsc_size_table *table, uint32_t limit)
{
	struct nsc_cost sum = {0, 0};
	uint32_t i;

	for (i = nsc_size_shown(table, limit); i < table->row_count; i++) {
		sum.flash += table->costs.of[table->rows[i]].own.flash;
		sum.ram += table->costs.of[table->rows[i]].own.ram;
	}
	return sum;
}

struct nsc_name nsc_size_row_name(const struct nsc_size_table *table,
				  const struct nsc_group *group)
{
	const struct nsc_graph *graph = table->groups.survey->pieces.target->graph;
	struct nostd_string text;
	struct nsc_name name;

	if (group->kind != NSC_PIECE_HUB || table->groups.size != NSC_BY_SYMBOL) {
		return group->name;
	}
	if (group->node == NSC_NO_ROW ||
	    !nsc_name_given(graph->nodes.ptr[group->node].name)) {
		return nsc_name_c(graph->names, "rest");
	}
	text = nostd_string_new();
	nostd_format(&text, "rest of {}",
		     nsc_name_text(graph->names, graph->nodes.ptr[group->node].name));
	name = nsc_name(graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}
