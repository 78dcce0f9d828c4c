/*
 * plan.c - the command line of a link, from its map or made up. See replay.h.
 */
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/extract.h"
#include "analyzer/replay/replay.h"

static void init_plan(struct nsc_run *run, struct nsc_plan *plan)
{
	plan->steps = nsc_step_vec_new_in(nsc_keep(run));
	plan->undefined = nsc_symbol_row_vec_new_in(nsc_keep(run));
	plan->entry = NSC_NO_ROW;
	plan->linker = NSC_LINKER_BFD;
	plan->line = NULL;
	plan->complete = true;
}

static void add_step(struct nsc_plan *plan, uint8_t kind, uint32_t row)
{
	struct nsc_step step = {kind, row};

	nsc_step_vec_push(&plan->steps, step);
}

static uint32_t object_row(const struct nsc_graph *graph, struct nsc_name path)
{
	uint32_t i;

	for (i = 0; i < graph->in.object_count; i++) {
		if (nsc_name_eq(graph->in.objects[i]->path, path)) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/* The one file of an object that is no archive. */
static uint32_t file_of_object(const struct nsc_graph *graph, uint32_t object)
{
	uint32_t i;

	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].object == object) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

static bool is_whole(const struct nsc_graph *graph, uint32_t archive)
{
	const struct nsc_object_facts *facts = graph->in.objects[archive];
	const struct nsc_map_facts *map = graph->in.map;
	size_t i;

	for (i = 0; i < map->pulls.len; i++) {
		const struct nsc_map_pull *pull = &map->pulls.ptr[i];
		struct nsc_name path = graph->in.map_paths[pull->file];

		if (pull->reason == NSC_PULL_WHOLE_ARCHIVE &&
		    (nsc_name_eq(facts->path, path) ||
		     nsc_object_has_thin(facts, path))) {
			return true;
		}
	}
	return false;
}

static void add_load(const struct nsc_graph *graph, struct nsc_plan *plan, uint32_t row)
{
	struct nsc_name path = graph->in.load_paths[row];
	uint32_t object = object_row(graph, path), file;

	if (object == NSC_NO_ROW) {
		plan->complete = false;
		return;
	}
	if (graph->in.objects[object]->container != NSC_OBJECT) {
		add_step(plan,
			 is_whole(graph, object) ? NSC_STEP_WHOLE : NSC_STEP_ARCHIVE,
			 object);
		return;
	}
	file = file_of_object(graph, object);
	if (file == NSC_NO_ROW) {
		plan->complete = false;
	} else {
		add_step(plan, NSC_STEP_FILE, file);
	}
}

static void add_loads(const struct nsc_graph *graph, struct nsc_plan *plan)
{
	const struct nsc_map_facts *map = graph->in.map;
	uint32_t i;

	for (i = 0; i < map->loads.len; i++) {
		switch ((enum nsc_load_kind)map->loads.ptr[i].kind) {
		case NSC_LOAD_FILE:
			add_load(graph, plan, i);
			break;
		case NSC_LOAD_GROUP_START:
			add_step(plan, NSC_STEP_GROUP_START, NSC_NO_ROW);
			break;
		case NSC_LOAD_GROUP_END:
			add_step(plan, NSC_STEP_GROUP_END, NSC_NO_ROW);
			break;
		}
	}
}

/*
 * A pull row without a referrer: -u, EXTERN, or the entry. GNU ld 2.40 names none for the
 * default version of a symbol either.
 */
static void add_undefined(const struct nsc_graph *graph, struct nsc_plan *plan)
{
	const struct nsc_map_facts *map = graph->in.map;
	size_t i;

	for (i = 0; i < map->pulls.len; i++) {
		const struct nsc_map_pull *pull = &map->pulls.ptr[i];
		uint32_t symbol = nsc_graph_symbol_row(graph, pull->symbol);

		if (pull->reason == NSC_PULL_UNDEFINED && symbol != NSC_NO_ROW &&
		    symbol != plan->entry &&
		    symbol == nsc_graph_asked_row(graph, pull->symbol)) {
			nsc_symbol_row_vec_push(&plan->undefined, symbol);
		}
	}
}

static bool is_common(const struct nsc_graph *graph, uint32_t symbol)
{
	const struct nsc_graph_symbol *row = &graph->symbols.ptr[symbol];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		if (graph->defs.ptr[graph->defs_of.ptr[i]].kind == NSC_DEF_COMMON) {
			return true;
		}
	}
	return false;
}

void nsc_plan_add_options(const struct nsc_link *told, struct nsc_plan *plan)
{
	enum { STRONGLY = 2 };
	const struct nsc_graph *graph = told->graph;
	const struct nsc_map_facts *map = graph->in.map;
	size_t i;

	for (i = 0; i < map->pulls.len; i++) {
		const struct nsc_map_pull *pull = &map->pulls.ptr[i];
		uint32_t symbol = nsc_graph_asked_row(graph, pull->symbol);

		if (pull->reason == NSC_PULL_REFERENCE && symbol != NSC_NO_ROW &&
		    told->mentioned[symbol] != STRONGLY && !is_common(graph, symbol)) {
			nsc_symbol_row_vec_push(&plan->undefined, symbol);
		}
	}
}

/* The global function that the image's entry address is. */
static uint32_t entry_symbol(const struct nsc_graph *graph)
{
	const struct nsc_object_facts *image = graph->in.image;
	uint64_t entry;
	size_t i;

	if (!image || image->members.len == 0) {
		return NSC_NO_ROW;
	}
	entry = image->members.ptr[0].entry;
	for (i = 0; i < image->symbols.len; i++) {
		const struct nsc_object_symbol *symbol = &image->symbols.ptr[i];
		uint32_t row = nsc_graph_symbol_row(graph, symbol->name);

		if (row != NSC_NO_ROW && symbol->binding != NSC_BIND_LOCAL &&
		    symbol->where == NSC_WHERE_SECTION &&
		    (symbol->value == entry || symbol->value == (entry & ~(uint64_t)1)) &&
		    symbol->type == NSC_SYMBOL_FUNCTION) {
			return row;
		}
	}
	return NSC_NO_ROW;
}

void nsc_plan_from_map(struct nsc_run *run, const struct nsc_graph *graph,
		       struct nsc_plan *plan)
{
	init_plan(run, plan);
	plan->entry = entry_symbol(graph);
	plan->complete = (graph->in.map->knows & NSC_MAP_LOADS) != 0;
	add_loads(graph, plan);
	add_undefined(graph, plan);
}

/* -- the link line ------------------------------------------------------------------- */

static void add_item(const struct nsc_graph *graph, const struct nsc_line_item *item,
		     struct nsc_plan *plan)
{
	static const uint8_t marks[] = {
		[NSC_LINE_GROUP_START] = NSC_STEP_GROUP_START,
		[NSC_LINE_GROUP_END] = NSC_STEP_GROUP_END,
		[NSC_LINE_LIB_START] = NSC_STEP_LIB_START,
		[NSC_LINE_LIB_END] = NSC_STEP_LIB_END,
	};
	uint32_t object, file;

	if (!nsc_name_given(item->path)) {
		add_step(plan, marks[item->kind], NSC_NO_ROW);
		return;
	}
	object = object_row(graph, item->path);
	file = object == NSC_NO_ROW ? NSC_NO_ROW : file_of_object(graph, object);
	if (object != NSC_NO_ROW && graph->in.objects[object]->container != NSC_OBJECT) {
		add_step(plan,
			 item->kind == NSC_LINE_WHOLE ? NSC_STEP_WHOLE : NSC_STEP_ARCHIVE,
			 object);
	} else if (file != NSC_NO_ROW) {
		add_step(plan,
			 item->kind == NSC_LINE_LAZY ? NSC_STEP_LAZY : NSC_STEP_FILE,
			 file);
	} else {
		plan->complete = false;
	}
}

/* Those that GNU ld sees before this item. */
static void add_assignments(const struct nsc_link_line *line, uint32_t item,
			    struct nsc_plan *plan)
{
	uint32_t i;

	for (i = 0; i < line->assignments.len; i++) {
		if (line->assignments.ptr[i].item == item) {
			add_step(plan, NSC_STEP_ASSIGN, i);
		}
	}
}

static void add_asked(const struct nsc_graph *graph, struct nsc_plan *plan)
{
	const struct nsc_link_line *line = plan->line;
	size_t i;

	for (i = 0; i < line->undefined.len; i++) {
		nsc_symbol_row_vec_push(&plan->undefined,
					nsc_graph_symbol_row(graph,
							     line->undefined.ptr[i]));
	}
	for (i = 0; i < line->externs.len; i++) {
		uint32_t symbol = nsc_graph_symbol_row(graph, line->externs.ptr[i]);

		if (plan->linker != NSC_LINKER_GOLD || !nsc_assign_hides(graph, symbol)) {
			nsc_symbol_row_vec_push(&plan->undefined, symbol);
		}
	}
}

void nsc_plan_from_line(struct nsc_run *run, const struct nsc_graph *graph,
			struct nsc_plan *plan)
{
	const struct nsc_link_line *line = graph->in.line;
	size_t i;

	init_plan(run, plan);
	plan->linker = line->linker;
	plan->line = line;
	plan->complete = line->complete && !line->shared && !line->hosted;
	plan->entry = nsc_graph_symbol_row(graph, line->entry);
	add_asked(graph, plan);
	for (i = 0; i < line->items.len; i++) {
		add_assignments(line, (uint32_t)i, plan);
		add_item(graph, &line->items.ptr[i], plan);
	}
	add_assignments(line, (uint32_t)line->items.len, plan);
}

void nsc_plan_whole_set(struct nsc_run *run, const struct nsc_graph *graph,
			struct nsc_plan *plan)
{
	uint32_t i;

	init_plan(run, plan);
	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].replaced_by == NSC_NO_ROW) {
			add_step(plan, NSC_STEP_FILE, i);
		}
	}
}

/* -- the map's own word -------------------------------------------------------------- */

/* Files by row of the map's files; NSC_NO_ROW: it stands for none. */
static uint32_t *files_by_map_row(struct nsc_run *run, const struct nsc_graph *graph)
{
	uint32_t *file_of = nsc_no_rows(run->scratch, graph->in.map->files.len);
	uint32_t i;

	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].map_file != NSC_NO_ROW) {
			file_of[graph->files.ptr[i].map_file] = i;
		}
	}
	return file_of;
}

/*
 * A map without reasons. A member came in because a loaded file leaves a symbol
 * undefined that it defines; such a file is looked for from the command line on, breadth
 * first. A linker that takes members in another order may have had another one first.
 */
static void find_pullers(struct nsc_run *run, struct nsc_link *link)
{
	const struct nsc_graph *graph = link->graph;
	uint32_t *queue = nostd_bump_array(run->scratch, uint32_t, graph->files.len);
	uint8_t *seen = nostd_bump_array(run->scratch, uint8_t, graph->files.len);
	uint32_t count = 0, i, m;

	for (i = 0; i < graph->files.len; i++) {
		if (link->loaded[i] == NSC_NOT_LOADED) {
			continue;
		}
		if (!graph->files.ptr[i].given) {
			link->loaded[i] = NSC_LOADED_EXTRACTED;
		} else {
			seen[i] = 1;
			queue[count++] = i;
		}
	}
	for (i = 0; i < count; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[queue[i]];

		for (m = file->mention_first;
		     m < file->mention_first + file->mention_count; m++) {
			const struct nsc_graph_mention *mention = &graph->mentions.ptr[m];
			uint32_t def = nsc_link_def(link, mention->symbol), to;

			to = def == NSC_NO_ROW ? queue[i] : graph->defs.ptr[def].file;
			if (!mention->weak && !seen[to] &&
			    link->loaded[to] == NSC_LOADED_EXTRACTED) {
				seen[to] = 1;
				queue[count++] = to;
				link->pulled_by[to] = queue[i];
				link->pulled_for[to] = mention->symbol;
			}
		}
	}
}

/* The map's own reasons. A file that it has twice came in by the first. */
static void take_pulls(const struct nsc_map_facts *map, const uint32_t *file_of,
		       uint32_t *pull_of, struct nsc_link *link)
{
	uint32_t i;

	for (i = 0; i < map->pulls.len; i++) {
		const struct nsc_map_pull *pull = &map->pulls.ptr[i];
		uint32_t file = file_of[pull->file];

		if (file == NSC_NO_ROW || pull_of[file] != NSC_NO_ROW) {
			continue;
		}
		pull_of[file] = i;
		link->loaded[file] = NSC_LOADED_EXTRACTED;
		link->pulled_by[file] =
			pull->by == NSC_NO_ROW ? NSC_NO_ROW : file_of[pull->by];
		link->pulled_for[file] = nsc_graph_asked_row(link->graph, pull->symbol);
	}
}

/*
 * Linkers take files one after the other, so the way back from each ends. A map that says
 * otherwise is not believed.
 */
static void end_circles(struct nsc_run *run, const uint32_t *pull_of,
			struct nsc_link *link)
{
	const struct nsc_graph *graph = link->graph;
	/* By file: 0, or 1 + the file from where it was come to first. */
	uint32_t *seen = nostd_bump_array(run->scratch, uint32_t, graph->files.len);
	uint32_t i, file;

	for (i = 0; i < graph->files.len; i++) {
		for (file = i; file != NSC_NO_ROW && seen[file] == 0;
		     file = link->pulled_by[file]) {
			seen[file] = i + 1;
		}
		if (file == NSC_NO_ROW || seen[file] != i + 1) {
			continue;
		}
		nsc_diag(run->diags, NSC_DIAG_STALE,
			 nsc_place(graph->in.map->path,
				   graph->in.map->pulls.ptr[pull_of[file]].line, 0),
			 "{} was taken for a file that was taken for it: "
			 "no linker takes members in a circle",
			 nsc_name_text(graph->names, graph->files.ptr[file].name));
		link->pulled_by[file] = NSC_NO_ROW;
	}
}

void nsc_link_from_map(struct nsc_run *run, const struct nsc_plan *plan,
		       struct nsc_link *link)
{
	const struct nsc_graph *graph = link->graph;
	const struct nsc_map_facts *map = graph->in.map;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	uint32_t *file_of = files_by_map_row(run, graph);
	uint32_t *pull_of = nsc_no_rows(run->scratch, graph->files.len);
	struct nsc_plan told = *plan;
	uint32_t i;

	told.linker = NSC_LINKER_BFD; /* every step is a file */
	told.steps = nsc_step_vec_new_in(nsc_keep(run));
	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].in_map && graph->files.ptr[i].given) {
			add_step(&told, NSC_STEP_FILE, i);
		}
	}
	for (i = 0; i < map->pulls.len; i++) {
		uint32_t file = file_of[map->pulls.ptr[i].file];

		if (file != NSC_NO_ROW) {
			add_step(&told, NSC_STEP_FILE, file);
		}
	}
	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].in_map) {
			add_step(&told, NSC_STEP_FILE, i);
		}
	}
	nsc_replay(run, &told, NULL, link);
	take_pulls(map, file_of, pull_of, link);
	end_circles(run, pull_of, link);
	if (!(map->knows & NSC_MAP_PULLS)) {
		find_pullers(run, link);
	}
	nostd_bump_reset(run->scratch, mark);
}

static void say_difference(struct nsc_run *run, const struct nsc_graph *graph,
			   uint32_t file, bool in_replay)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];

	nsc_diag(
		run->diags, NSC_DIAG_DETAIL, nsc_place(graph->in.map->path, 0, 0),
		in_replay
			? "a replay of the link extracts {}({}), the map does not have it"
			: "the map has {}({}), a replay of the link does not extract it",
		nsc_name_text(graph->names, row->archive),
		nsc_name_text(graph->names, row->name));
}

/*
 * Maps of lld and mold have only what is live: is there anything of this file that such a
 * map would show?
 */
static bool would_show(const struct nsc_link *link, uint32_t file)
{
	const struct nsc_graph *graph = link->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t i;

	if (graph->in.map->knows & (NSC_MAP_PULLS | NSC_MAP_LOADS)) {
		return true;
	}
	for (i = row->node_first; i < row->node_first + row->node_count; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		if (link->live[i] == NSC_LIVE_YES && node->size != 0 &&
		    node->kind == NSC_NODE_SECTION &&
		    !(node->flags & (NSC_NODE_MERGE | NSC_NODE_EH_FRAME))) {
			return true;
		}
	}
	return false;
}

void nsc_replay_is_part_of(struct nsc_run *run, const struct nsc_link *replayed,
			   const struct nsc_link *told)
{
	const struct nsc_graph *graph = told->graph;
	uint32_t differences = 0, i;

	if (!(graph->in.map->knows & (NSC_MAP_PULLS | NSC_MAP_LOADS))) {
		return;
	}
	for (i = 0; i < graph->files.len; i++) {
		if (replayed->loaded[i] != NSC_NOT_LOADED &&
		    told->loaded[i] == NSC_NOT_LOADED) {
			say_difference(run, graph, i, true);
			differences++;
		}
	}
	if (differences != 0) {
		nsc_diag(run->diags, NSC_DIAG_NOTE, nsc_place(graph->in.map->path, 0, 0),
			 "a replay of the link up to link-time optimisation loads {} "
			 "files that the map does not have (-v lists them): the map is "
			 "believed",
			 differences);
	}
}

bool nsc_replay_agrees(struct nsc_run *run, const struct nsc_link *replayed,
		       const struct nsc_link *told)
{
	uint32_t differences = 0, i;

	for (i = 0; i < told->graph->files.len; i++) {
		bool here = replayed->loaded[i] != NSC_NOT_LOADED;
		bool there = told->loaded[i] != NSC_NOT_LOADED;

		if (here != there && (there || would_show(replayed, i))) {
			say_difference(run, told->graph, i, here);
			differences++;
		}
	}
	if (differences != 0) {
		nsc_diag(run->diags, NSC_DIAG_NOTE,
			 nsc_place(told->graph->in.map->path, 0, 0),
			 "a replay of the link loads other files than the map says ({} "
			 "differ, -v lists them): the map is believed, and retained "
			 "bytes are not known",
			 differences);
	}
	return differences == 0;
}
