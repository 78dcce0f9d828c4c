/*
 * pulls.c - see pulls.h.
 */
#include "analyzer/judge/pulls.h"

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/causes.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

/* The crossing that made the linker take a file, or NULL. */
static const struct nsc_crossing_site *site_of(const struct nsc_judgement *judgement,
					       uint32_t by, uint32_t symbol,
					       uint32_t *row)
{
	const struct nsc_crossings *crossings = &judgement->crossings;
	uint32_t i, k;

	for (i = 0; i < crossings->all.len; i++) {
		const struct nsc_crossing *one = &crossings->all.ptr[i];

		for (k = 0; one->symbol == symbol && k < one->site_count; k++) {
			const struct nsc_crossing_site *site =
				&crossings->sites.ptr[one->site_first + k];

			if (site->file == by) {
				*row = i;
				return site;
			}
		}
	}
	return NULL;
}

static uint32_t finding_of(const struct nsc_judgement *judgement, uint32_t crossing)
{
	uint32_t i;

	for (i = 0; i < judgement->findings.all.len; i++) {
		if (judgement->findings.all.ptr[i].crossing == crossing) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/* The first reference of a file to a symbol; NSC_NO_ROW: no relocation names it. */
static uint32_t ref_of(const struct nsc_graph *graph, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t i, k;

	for (i = row->node_first; i < row->node_first + row->node_count; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		for (k = node->ref_first; k < node->ref_first + node->ref_count; k++) {
			if (!graph->refs.ptr[k].local &&
			    graph->refs.ptr[k].to == symbol) {
				return k;
			}
		}
	}
	return NSC_NO_ROW;
}

static void find_place(const struct nsc_judgement *judgement, uint32_t by,
		       struct nsc_pull *pull)
{
	uint32_t row;
	const struct nsc_crossing_site *site = site_of(judgement, by, pull->symbol, &row);
	uint32_t ref;

	if (site) {
		pull->at = site->at;
		pull->function = site->function;
		pull->finding = finding_of(judgement, row);
		return;
	}
	ref = ref_of(judgement->target->graph, by, pull->symbol);
	if (ref != NSC_NO_ROW) {
		pull->at = nsc_ref_place(judgement->target, ref);
		pull->function = nsc_ref_function(judgement->target, ref);
	}
}

static void reverse(struct nsc_pull_vec *pulls)
{
	size_t i;

	for (i = 0; i < pulls->len / 2; i++) {
		struct nsc_pull one = pulls->ptr[i];

		pulls->ptr[i] = pulls->ptr[pulls->len - 1 - i];
		pulls->ptr[pulls->len - 1 - i] = one;
	}
}

/*
 * Does the map say why members came in, or a replay that it agrees with? Else none is
 * known to be the link line's wish.
 */
static bool tells_pulls(const struct nsc_target *target)
{
	const struct nsc_map_facts *map = target->graph->in.map;

	return !map || (map->knows & NSC_MAP_PULLS) ||
	       (target->priced && target->priced->exact);
}

void nsc_pulls_find(struct nsc_causes *causes, uint32_t file)
{
	const struct nsc_judgement *judgement = causes->survey->judgement;
	const struct nsc_link *link = judgement->target->link;

	if (!judgement->target->image || link->loaded[file] != NSC_LOADED_EXTRACTED ||
	    (link->pulled_for[file] == NSC_NO_ROW && !tells_pulls(judgement->target))) {
		return;
	}
	/* Files are taken one after the other, so the way back ends. */
	while (file != NSC_NO_ROW) {
		struct nsc_pull pull = {.file = file,
					.symbol = link->pulled_for[file],
					.finding = NSC_NO_ROW};
		bool extracted = link->loaded[file] == NSC_LOADED_EXTRACTED;

		file = extracted ? link->pulled_by[file] : NSC_NO_ROW;
		if (!extracted) {
			pull.symbol = NSC_NO_ROW;
		} else if (file != NSC_NO_ROW && pull.symbol != NSC_NO_ROW) {
			find_place(judgement, file, &pull);
		}
		nsc_pull_vec_push(&causes->pulls, pull);
		if (extracted && file == NSC_NO_ROW &&
		    (pull.symbol != NSC_NO_ROW || tells_pulls(judgement->target))) {
			struct nsc_pull line = {.file = NSC_NO_ROW,
						.symbol = NSC_NO_ROW,
						.finding = NSC_NO_ROW};

			nsc_pull_vec_push(&causes->pulls, line);
		}
	}
	reverse(&causes->pulls);
}
