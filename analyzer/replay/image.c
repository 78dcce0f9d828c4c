/*
 * image.c - the link of an image: its map's word and a replay, held against each other.
 * See replay.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/replay.h"

/* Dropped, by the map's list, or because it is not among what was placed? */
static bool is_dropped(const struct nsc_graph *graph, const struct nsc_link *link,
		       uint32_t row)
{
	const struct nsc_graph_node *node = &graph->nodes.ptr[row];

	if (node->placed != NSC_NO_ROW) {
		return false;
	}
	return node->discarded != NSC_NO_ROW
		       ? graph->in.map->discarded.ptr[node->discarded].size != 0
		       : link->loaded[node->file] != NSC_NOT_LOADED &&
				 nsc_link_is_absent(graph, row);
}

/* A section of code that was dropped though it is no duplicate: the link collects. */
static bool collects(const struct nsc_graph *graph, const struct nsc_link *link)
{
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		if (is_dropped(graph, link, i) && link->live[i] != NSC_LIVE_DROPPED &&
		    (node->flags & NSC_NODE_CODE ||
		     graph->files.ptr[node->file].basis == NSC_FROM_MAP)) {
			return true;
		}
	}
	return false;
}

/* What the map does not know by objects is live as its rows say. */
static void mark_map_only(const struct nsc_graph *graph, struct nsc_link *link)
{
	size_t i, n;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];
		bool any = false;

		if (file->basis != NSC_FROM_MAP) {
			continue;
		}
		for (n = file->node_first; n < file->node_first + file->node_count; n++) {
			const struct nsc_graph_node *node = &graph->nodes.ptr[n];
			bool placed = node->placed != NSC_NO_ROW && node->size != 0;

			any |= placed;
			link->live[n] = placed || (node->kind == NSC_NODE_FILE && any)
						? NSC_LIVE_YES
						: NSC_LIVE_NO;
		}
	}
}

static bool is_map_only(const struct nsc_graph *graph)
{
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].in_map &&
		    graph->files.ptr[i].basis == NSC_FROM_MAP) {
			return true;
		}
	}
	return false;
}

bool nsc_link_image(struct nsc_run *run, const struct nsc_graph *graph,
		    struct nsc_plan *plan, struct nsc_link *link)
{
	struct nsc_link told;
	bool exact;

	nsc_plan_from_map(run, graph, plan);
	nsc_link_init(link, graph, run->keep);
	nsc_link_init(&told, graph, run->keep);
	nsc_link_from_map(run, plan, &told);
	nsc_plan_add_options(&told, plan);
	nsc_replay(run, plan, NULL, link);
	exact = plan->complete && !is_map_only(graph) &&
		nsc_replay_agrees(run, link, &told);
	if (!exact) {
		*link = told;
	}
	link->image = true;
	link->collects = collects(graph, link);
	nsc_link_roots_from_map(run, link);
	mark_map_only(graph, link);
	return exact;
}
