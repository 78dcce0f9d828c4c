/*
 * replay.c - extraction and binding by GNU ld's rules. See replay.h.
 */
#include "analyzer/replay/replay.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"

enum { MENTION_NONE, MENTION_WEAK, MENTION_STRONG };

struct replay {
	struct nsc_run *run;
	const struct nsc_graph *graph;
	struct nsc_link *link;
	uint8_t *weakened;     /* by mention: 1 when its last reference is cut */
	uint32_t *strong_by;   /* by symbol: first file that left it strongly undefined */
	uint32_t *group_owner; /* by name id of a signature: file + 1 */
	uint32_t *first_file; /* by row of objects: its first file; one more at the end */
};

/* -- what is cut --------------------------------------------------------------------- */

static uint32_t mention_row(const struct nsc_graph *graph, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t i;

	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		if (graph->mentions.ptr[i].symbol == symbol) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/*
 * A mention that loses all its references is weak from then on; one that has none stays.
 */
static void weaken_mentions(struct replay *of, const struct nsc_cut *cut)
{
	const struct nsc_graph *graph = of->graph;
	uint32_t *lost;
	size_t i;

	of->weakened = nostd_bump_array(of->run->scratch, uint8_t, graph->mentions.len);
	if (!cut) {
		return;
	}
	lost = nostd_bump_array(of->run->scratch, uint32_t, graph->mentions.len);
	for (i = 0; i < cut->ref_count; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[cut->refs[i]];
		uint32_t mention =
			ref->local ? NSC_NO_ROW
				   : mention_row(graph, graph->nodes.ptr[ref->from].file,
						 ref->to);

		if (mention != NSC_NO_ROW &&
		    ++lost[mention] == graph->mentions.ptr[mention].ref_count) {
			of->weakened[mention] = 1;
		}
	}
}

static bool is_dropped_option(const struct nsc_cut *cut, uint32_t symbol)
{
	size_t i;

	for (i = 0; cut && i < cut->undefined_count; i++) {
		if (cut->undefined[i] == symbol) {
			return true;
		}
	}
	return false;
}

/* -- one file added ------------------------------------------------------------------ */

static const struct nsc_graph_def *bound_def(const struct replay *of, uint32_t symbol)
{
	uint32_t def = nsc_link_def(of->link, symbol);

	return def == NSC_NO_ROW ? NULL : &of->graph->defs.ptr[def];
}

/*
 * Strength of a definition against others (System V gABI, "Symbol Table"; COMMON beats
 * weak).
 */
static int strength(const struct nsc_graph_def *def)
{
	if (!def) {
		return 0;
	}
	if (def->weak) {
		return 1;
	}
	return def->kind == NSC_DEF_COMMON ? 2 : 3;
}

static void add_def(struct replay *of, uint32_t row)
{
	const struct nsc_graph_def *def = &of->graph->defs.ptr[row];
	struct nsc_link *link = of->link;

	if (def->node != NSC_NO_ROW && link->live[def->node] == NSC_LIVE_DROPPED) {
		return;
	}
	if (link->bound[def->symbol] == NSC_BOUND_SCRIPT ||
	    strength(def) <= strength(bound_def(of, def->symbol))) {
		return;
	}
	link->bound[def->symbol] = NSC_BOUND_DEF;
	link->bound_def[def->symbol] = row;
}

static void add_mention(struct replay *of, uint32_t file, uint32_t row)
{
	const struct nsc_graph_mention *mention = &of->graph->mentions.ptr[row];
	uint8_t how = mention->weak || of->weakened[row] ? MENTION_WEAK : MENTION_STRONG;

	if (how > of->link->mentioned[mention->symbol]) {
		of->link->mentioned[mention->symbol] = how;
		if (how == MENTION_STRONG) {
			of->strong_by[mention->symbol] = file;
		}
	}
}

/* Sections of a COMDAT group that another file brought already are dropped. */
static void drop_duplicates(struct replay *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->graph->files.ptr[file];
	uint32_t i;

	for (i = row->node_first; i < row->node_first + row->node_count; i++) {
		const struct nsc_graph_node *node = &of->graph->nodes.ptr[i];
		uint32_t *owner = &of->group_owner[node->group.ix];

		if (!nsc_name_given(node->group) || !(node->flags & NSC_NODE_COMDAT)) {
			continue;
		}
		if (*owner == 0) {
			*owner = file + 1;
		} else if (*owner != file + 1) {
			of->link->live[i] = NSC_LIVE_DROPPED;
		}
	}
}

static void add_file(struct replay *of, uint32_t file, uint8_t how)
{
	const struct nsc_graph_file *row = &of->graph->files.ptr[file];
	uint32_t i;

	if (of->link->loaded[file] != NSC_NOT_LOADED) {
		return;
	}
	of->link->loaded[file] = how;
	of->link->order[of->link->order_count++] = file;
	drop_duplicates(of, file);
	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		add_def(of, i);
	}
	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		add_mention(of, file, i);
	}
}

/* -- archives ------------------------------------------------------------------------ */

static uint32_t file_of_member(const struct replay *of, uint32_t object, uint32_t member)
{
	uint32_t low = of->first_file[object], high = of->first_file[object + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (of->graph->files.ptr[middle].member == member) {
			return middle;
		}
		if (of->graph->files.ptr[middle].member < member) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NSC_NO_ROW;
}

/* Does this file really define the symbol, not as COMMON? */
static bool defines_really(const struct replay *of, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_symbol *row = &of->graph->symbols.ptr[symbol];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		const struct nsc_graph_def *def =
			&of->graph->defs.ptr[of->graph->defs_of.ptr[i]];

		if (def->file == file) {
			return def->kind != NSC_DEF_COMMON;
		}
	}
	return false;
}

/* Would this entry of an archive's index bring its member in now? */
static bool wants(const struct replay *of, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_def *def = bound_def(of, symbol);

	if (of->link->bound[symbol] == NSC_BOUND_SCRIPT) {
		return false;
	}
	if (!def) {
		return of->link->mentioned[symbol] == MENTION_STRONG;
	}
	return def->kind == NSC_DEF_COMMON && defines_really(of, file, symbol);
}

static void extract(struct replay *of, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_def *common = bound_def(of, symbol);

	of->link->pulled_for[file] = symbol;
	of->link->pulled_by[file] = common ? common->file : of->strong_by[symbol];
	add_file(of, file, NSC_LOADED_EXTRACTED);
}

/* One walk over the index; true when a member came in. */
static bool walk_index(struct replay *of, uint32_t object)
{
	const struct nsc_object_facts *facts = of->graph->in.objects[object];
	bool any = false;
	size_t i;

	for (i = 0; i < facts->index.len; i++) {
		const struct nsc_archive_entry *entry = &facts->index.ptr[i];
		uint32_t symbol = nsc_graph_symbol_row(of->graph, entry->symbol);
		uint32_t file;

		if (symbol == NSC_NO_ROW) {
			continue;
		}
		file = file_of_member(of, object, entry->member);
		if (file != NSC_NO_ROW && of->link->loaded[file] == NSC_NOT_LOADED &&
		    wants(of, file, symbol)) {
			extract(of, file, symbol);
			any = true;
		}
	}
	return any;
}

static bool search_archive(struct replay *of, uint32_t object)
{
	bool any = false;

	while (walk_index(of, object)) {
		any = true;
	}
	return any;
}

static void add_whole(struct replay *of, uint32_t object)
{
	uint32_t i;

	for (i = of->first_file[object]; i < of->first_file[object + 1]; i++) {
		add_file(of, i, NSC_LOADED_GIVEN);
	}
}

/* -- the command line ---------------------------------------------------------------- */

static bool take_step(struct replay *of, const struct nsc_step *step)
{
	switch ((enum nsc_step_kind)step->kind) {
	case NSC_STEP_FILE:
		add_file(of, step->row, NSC_LOADED_GIVEN);
		return false;
	case NSC_STEP_ARCHIVE:
		return search_archive(of, step->row);
	case NSC_STEP_WHOLE:
		add_whole(of, step->row);
		return false;
	case NSC_STEP_GROUP_START:
	case NSC_STEP_GROUP_END:
		return false;
	}
	return false;
}

static size_t group_end(const struct nsc_step_vec *steps, size_t from)
{
	while (from < steps->len && steps->ptr[from].kind != NSC_STEP_GROUP_END) {
		from++;
	}
	return from;
}

/* Everything between START GROUP and END GROUP, until a whole round adds nothing. */
static size_t take_group(struct replay *of, const struct nsc_step_vec *steps, size_t from)
{
	size_t end = group_end(steps, from), i;
	bool any;

	do {
		any = false;
		for (i = from; i < end; i++) {
			any |= take_step(of, &steps->ptr[i]);
		}
	} while (any);
	return end;
}

static void take_steps(struct replay *of, const struct nsc_step_vec *steps)
{
	size_t i;

	for (i = 0; i < steps->len; i++) {
		if (steps->ptr[i].kind == NSC_STEP_GROUP_START) {
			i = take_group(of, steps, i + 1);
		} else {
			take_step(of, &steps->ptr[i]);
		}
	}
}

static void bind_assignments(struct replay *of, bool provided)
{
	uint32_t i;

	for (i = 0; i < of->graph->symbols.len; i++) {
		const struct nsc_graph_symbol *symbol = &of->graph->symbols.ptr[i];

		if (symbol->script != NSC_NO_ROW && symbol->provided == provided &&
		    of->link->bound[i] == NSC_BOUND_NONE) {
			of->link->bound[i] = NSC_BOUND_SCRIPT;
		}
	}
}

/*
 * __start_X and __stop_X of a section whose name is a C identifier (GNU ld manual, 3.7).
 */
static void bind_bounds(struct replay *of)
{
	uint32_t i;

	for (i = 0; i < of->graph->symbols.len; i++) {
		struct nostd_str text =
			nsc_name_text(of->graph->names, of->graph->symbols.ptr[i].name);

		if (of->link->bound[i] == NSC_BOUND_NONE && of->link->mentioned[i] &&
		    (nostd_str_strip_prefix(&text, NOSTD_STR("__start_")) ||
		     nostd_str_strip_prefix(&text, NOSTD_STR("__stop_"))) &&
		    nsc_name_given(nsc_name_find(of->graph->names, text))) {
			of->link->bound[i] = NSC_BOUND_LINKER;
		}
	}
}

static void ask_for(struct replay *of, uint32_t symbol)
{
	of->link->mentioned[symbol] = MENTION_STRONG;
	of->strong_by[symbol] = NSC_NO_ROW;
}

static void index_objects(struct replay *of)
{
	size_t objects = of->graph->in.object_count, i;
	uint32_t file;

	of->first_file = nostd_bump_array(of->run->scratch, uint32_t, objects + 1);
	for (file = 0; file < of->graph->files.len; file++) {
		uint32_t object = of->graph->files.ptr[file].object;

		if (object != NSC_NO_ROW) {
			of->first_file[object + 1] = file + 1;
		}
	}
	/* Objects without a file take the end of the one before. */
	for (i = 1; i <= objects; i++) {
		if (of->first_file[i] == 0) {
			of->first_file[i] = of->first_file[i - 1];
		}
	}
}

static void init_replay(struct replay *of, struct nsc_run *run, const struct nsc_cut *cut,
			struct nsc_link *link)
{
	size_t i;

	of->run = run;
	of->graph = link->graph;
	of->link = link;
	of->strong_by = nostd_bump_array(run->scratch, uint32_t, of->graph->symbols.len);
	for (i = 0; i < of->graph->symbols.len; i++) {
		of->strong_by[i] = NSC_NO_ROW;
	}
	of->group_owner = nostd_bump_array(run->scratch, uint32_t,
					   nsc_names_count(of->graph->names));
	index_objects(of);
	weaken_mentions(of, cut);
}

static void mark_roots(const struct nsc_plan *plan, const struct nsc_cut *cut,
		       struct nsc_link *link)
{
	size_t i;

	for (i = 0; i < plan->undefined.len; i++) {
		uint32_t symbol = plan->undefined.ptr[i];
		uint32_t def = nsc_link_def(link, symbol);

		if (def != NSC_NO_ROW && !is_dropped_option(cut, symbol) &&
		    link->graph->defs.ptr[def].node != NSC_NO_ROW) {
			link->root[link->graph->defs.ptr[def].node] = NSC_ROOT_UNDEFINED;
		}
	}
	if (plan->entry != NSC_NO_ROW) {
		uint32_t def = nsc_link_def(link, plan->entry);

		if (def != NSC_NO_ROW && link->graph->defs.ptr[def].node != NSC_NO_ROW) {
			link->root[link->graph->defs.ptr[def].node] = NSC_ROOT_ENTRY;
		}
	}
}

void nsc_replay(struct nsc_run *run, const struct nsc_plan *plan,
		const struct nsc_cut *cut, struct nsc_link *link)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct replay of;
	size_t i;

	init_replay(&of, run, cut, link);
	bind_assignments(&of, false);
	if (plan->entry != NSC_NO_ROW) {
		ask_for(&of, plan->entry);
	}
	for (i = 0; i < plan->undefined.len; i++) {
		if (!is_dropped_option(cut, plan->undefined.ptr[i])) {
			ask_for(&of, plan->undefined.ptr[i]);
		}
	}
	take_steps(&of, &plan->steps);
	bind_assignments(&of, true);
	bind_bounds(&of);
	mark_roots(plan, cut, link);
	nostd_bump_reset(run->scratch, mark);
}

/* Groups that the loaded files brought: theirs win over what comes now. */
static void take_groups(struct replay *of)
{
	uint32_t i;

	for (i = 0; i < of->link->order_count; i++) {
		drop_duplicates(of, of->link->order[i]);
	}
}

void nsc_replay_changed(struct nsc_run *run, const struct nsc_plan *plan,
			struct nsc_link *link)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct replay of;
	uint32_t i;

	init_replay(&of, run, NULL, link);
	take_groups(&of);
	for (i = 0; i < link->graph->files.len; i++) {
		uint32_t replaced = link->graph->files.ptr[i].replaces;

		if (replaced != NSC_NO_ROW && link->loaded[replaced] != NSC_NOT_LOADED) {
			add_file(&of, i, NSC_LOADED_GIVEN);
		}
	}
	take_steps(&of, &plan->steps);
	bind_assignments(&of, true);
	bind_bounds(&of);
	nostd_bump_reset(run->scratch, mark);
}

/* Is this reference one that its node really makes in a live section? */
static bool leads_nowhere(const struct nsc_link *link, uint32_t row)
{
	const struct nsc_graph_ref *ref = &link->graph->refs.ptr[row];

	return !ref->local && ref->kind != NSC_REF_WEAK &&
	       link->bound[ref->to] == NSC_BOUND_NONE;
}

uint32_t nsc_replay_missing(const struct nsc_link *link, const struct nsc_cut *cut)
{
	uint32_t i;

	for (i = 0; i < link->graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &link->graph->refs.ptr[i];

		if (link->live[ref->from] == NSC_LIVE_YES && leads_nowhere(link, i) &&
		    !nsc_cut_has(cut, i)) {
			return ref->to;
		}
	}
	return NSC_NO_ROW;
}
