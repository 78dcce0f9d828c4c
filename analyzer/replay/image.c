/*
 * image.c - the link of an image: its map's word and a replay, held against each other.
 * See replay.h.
 */
#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/replay.h"
#include "analyzer/replay/roots.h"

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

/*
 * Initial values, constants and zeros by their usual names. Other names are not told
 * apart from what a script discards (.init_array, .dtors, notes), or the linker merges.
 */
static bool is_plain_data(const struct nsc_graph *graph,
			  const struct nsc_graph_node *node)
{
	static const char *const names[] = {".data", ".bss", ".rodata", ".sdata",
					    ".sbss"};
	struct nostd_str name = nsc_name_text(graph->names, node->name);
	size_t i;

	if (node->flags & NSC_NODE_MERGE || !(node->flags & NSC_NODE_ALLOC)) {
		return false;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct nostd_str rest = name;

		if (nostd_str_strip_prefix(&rest, nostd_str_from_c(names[i])) &&
		    (rest.len == 0 || rest.ptr[0] == '.')) {
			return true;
		}
	}
	return false;
}

/* Code or data that was dropped though it is no duplicate: the link collects. */
static bool collects(const struct nsc_graph *graph, const struct nsc_link *link)
{
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		if (is_dropped(graph, link, i) && link->live[i] != NSC_LIVE_DROPPED &&
		    (node->flags & NSC_NODE_CODE || is_plain_data(graph, node) ||
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

/* -- a link line and a map ----------------------------------------------------------- */

/* A section whose row in the map, or the lack of one, says whether it is live. */
static bool is_told(const struct nsc_graph *graph, const struct nsc_graph_node *node)
{
	enum { POOLED = NSC_NODE_MERGE | NSC_NODE_EH_FRAME | NSC_NODE_UNWIND };

	return node->kind == NSC_NODE_SECTION && node->size != 0 &&
	       (node->flags & NSC_NODE_ALLOC) && !(node->flags & POOLED) &&
	       graph->files.ptr[node->file].basis == NSC_FROM_OBJECT;
}

static bool is_placed(const struct nsc_graph *graph, const struct nsc_graph_node *node)
{
	return node->placed != NSC_NO_ROW &&
	       graph->in.map->sections.ptr[node->placed].size != 0;
}

static void say_section(struct nsc_run *run, const struct nsc_graph *graph,
			const struct nsc_graph_node *node, bool in_replay)
{
	const struct nsc_graph_file *file = &graph->files.ptr[node->file];
	struct nsc_name path = nsc_name_given(file->archive) ? file->archive : file->name;

	nsc_diag(run->diags, NSC_DIAG_DETAIL, nsc_place(graph->in.map->path, 0, 0),
		 in_replay
			 ? "a replay of the link keeps {} of {}, the map does not have it"
			 : "the map has {} of {}, a replay of the link does not keep it",
		 nsc_name_text(graph->names, node->name),
		 nsc_name_text(graph->names,
			       nsc_graph_file_text(graph, node->file, path)));
}

/* Do map and replay keep the same sections? Each difference is a diagnostic. */
static bool keeps_the_same(struct nsc_run *run, const struct nsc_graph *graph,
			   const struct nsc_link *link)
{
	uint32_t differences = 0, i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		bool here = link->live[i] == NSC_LIVE_YES;

		if (is_told(graph, node) && here != is_placed(graph, node)) {
			say_section(run, graph, node, here);
			differences++;
		}
	}
	if (differences != 0) {
		nsc_diag(
			run->diags, NSC_DIAG_NOTE, nsc_place(graph->in.map->path, 0, 0),
			"a replay of the link keeps other sections than the map says ({} "
			"differ, -v lists them): the map is believed, and retained "
			"bytes are not known",
			differences);
	}
	return differences == 0;
}

/* IR has no relocations, and what the compiler makes of it was not seen. */
static bool has_ir(const struct nsc_graph *graph, const struct nsc_link *link)
{
	unsigned kinds = NSC_MEMBER_LTO_SLIM | NSC_MEMBER_NOT_ELF;
	uint32_t i;

	kinds |= graph->in.line->claims_fat ? NSC_MEMBER_LTO_FAT : 0;
	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (link->loaded[i] != NSC_NOT_LOADED && file->object != NSC_NO_ROW &&
		    graph->in.objects[file->object]->members.ptr[file->member].flags &
			    kinds) {
			return true;
		}
	}
	return false;
}

/* The link line replayed, liveness and all; true when the map says the same. */
static bool replay_line(struct nsc_run *run, const struct nsc_plan *plan,
			const struct nsc_link *told, struct nsc_link *link)
{
	const struct nsc_graph *graph = link->graph;

	if (is_map_only(graph)) {
		return false;
	}
	nsc_replay(run, plan, NULL, link);
	link->image = true;
	nsc_mark_by_rules(run, plan, NULL, link);
	if (has_ir(graph, link)) {
		nsc_replay_is_part_of(run, link, told);
		return false;
	}
	return plan->complete && nsc_replay_agrees(run, link, told) &&
	       keeps_the_same(run, graph, link);
}

/* -- link-time optimisation ---------------------------------------------------------- */

static void drop_ir_of(const struct nsc_graph *graph, uint32_t symbol,
		       struct nsc_link *link)
{
	if (link->bound[symbol] == NSC_BOUND_DEF &&
	    graph->defs.ptr[link->bound_def[symbol]].ir) {
		link->bound[symbol] = NSC_BOUND_NONE;
		link->bound_def[symbol] = NSC_NO_ROW;
	}
}

/*
 * A definition of which there is IR and no code, though code that was made at link time
 * refers to it: the compiler dropped it before it made the call (memcpy of a struct copy:
 * gcc 12), and nobody has it.
 */
static void drop_unmade(const struct nsc_graph *graph, struct nsc_link *link)
{
	uint32_t i, m;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (link->loaded[i] == NSC_NOT_LOADED ||
		    !nsc_graph_is_lto_output(nsc_name_text(graph->names, file->name))) {
			continue;
		}
		for (m = file->mention_first;
		     m < file->mention_first + file->mention_count; m++) {
			drop_ir_of(graph, graph->mentions.ptr[m].symbol, link);
		}
	}
}

bool nsc_link_image(struct nsc_run *run, const struct nsc_graph *graph,
		    struct nsc_plan *plan, struct nsc_link *link)
{
	struct nsc_link told;
	bool exact;

	if (graph->in.line) {
		nsc_plan_from_line(run, graph, plan);
	} else {
		nsc_plan_from_map(run, graph, plan);
	}
	nsc_link_init(link, graph, run->keep);
	nsc_link_init(&told, graph, run->keep);
	nsc_link_from_map(run, plan, &told);
	if (graph->in.line) {
		if (replay_line(run, plan, &told, link)) {
			return true;
		}
		exact = false;
	} else {
		nsc_plan_add_options(&told, plan);
		nsc_replay(run, plan, NULL, link);
		exact = plan->complete && !is_map_only(graph) &&
			nsc_replay_agrees(run, link, &told);
	}
	if (!exact) {
		*link = told;
	}
	drop_unmade(graph, link);
	link->image = true;
	link->collects = graph->in.line ? graph->in.line->gc : collects(graph, link);
	nsc_link_roots_from_map(run, link);
	mark_map_only(graph, link);
	return exact;
}
