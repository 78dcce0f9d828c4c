/*
 * replay.c - extraction and binding; the order of GNU ld and gold. See replay.h.
 */
#include "analyzer/replay/replay.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/extract.h"
#include "analyzer/replay/roots.h"

/* -- what is cut --------------------------------------------------------------------- */

uint32_t nsc_replay_mention_of(const struct nsc_graph *graph, uint32_t row)
{
	const struct nsc_graph_ref *ref = &graph->refs.ptr[row];
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[ref->from].file];
	uint32_t i;

	for (i = file->mention_first;
	     !ref->local && i < file->mention_first + file->mention_count; i++) {
		if (graph->mentions.ptr[i].symbol == ref->to) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/*
 * A mention that loses all its references is weak from then on; one that has none stays.
 */
static void weaken_mentions(struct nsc_replay_state *of, const struct nsc_cut *cut)
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
		uint32_t mention = nsc_replay_mention_of(graph, cut->refs[i]);

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

static const struct nsc_graph_def *bound_def(const struct nsc_replay_state *of,
					     uint32_t symbol)
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

/* Is a definition what was compiled from the one in IR that won so far? */
static bool takes_over(const struct nsc_replay_state *of, const struct nsc_graph_def *def,
		       const struct nsc_graph_def *won)
{
	const struct nsc_graph_file *file = &of->graph->files.ptr[def->file];

	return won && won->ir && !def->ir &&
	       (file->replaces == won->file ||
		nsc_graph_is_lto_output(nsc_name_text(of->graph->names, file->name)));
}

/*
 * The script came first, and gives the value; but until GNU ld computes it, which may be
 * after collecting, the name is the file's, and -u keeps what it has there (measured).
 */
static void remember_overridden(struct nsc_replay_state *of, uint32_t row)
{
	const struct nsc_graph_def *def = &of->graph->defs.ptr[row];
	uint32_t *known = &of->link->bound_def[def->symbol];

	if (*known == NSC_NO_ROW ||
	    strength(def) > strength(&of->graph->defs.ptr[*known])) {
		*known = row;
	}
}

static void add_def(struct nsc_replay_state *of, uint32_t row)
{
	const struct nsc_graph_def *def = &of->graph->defs.ptr[row];
	const struct nsc_graph_def *won = bound_def(of, def->symbol);
	struct nsc_link *link = of->link;

	if (def->node != NSC_NO_ROW && link->live[def->node] == NSC_LIVE_DROPPED) {
		return;
	}
	if (link->bound[def->symbol] == NSC_BOUND_SCRIPT && !of->definitions_win) {
		remember_overridden(of, row);
		return;
	}
	if (strength(def) <= strength(won) && !takes_over(of, def, won)) {
		return;
	}
	link->bound[def->symbol] = NSC_BOUND_DEF;
	link->bound_def[def->symbol] = row;
}

uint8_t nsc_replay_mention(const struct nsc_replay_state *of, uint32_t mention)
{
	const struct nsc_graph_mention *row = &of->graph->mentions.ptr[mention];

	if (of->before_code && row->when == NSC_MENTION_OF_CODE) {
		return NSC_MENTION_NONE;
	}
	return row->weak || of->weakened[mention] ? NSC_MENTION_WEAK : NSC_MENTION_STRONG;
}

static void add_mention(struct nsc_replay_state *of, uint32_t file, uint32_t row)
{
	const struct nsc_graph_mention *mention = &of->graph->mentions.ptr[row];
	uint8_t how = nsc_replay_mention(of, row);

	of->newly_undefined += how != NSC_MENTION_NONE &&
			       of->link->mentioned[mention->symbol] == NSC_MENTION_NONE &&
			       of->link->bound[mention->symbol] == NSC_BOUND_NONE;
	if (how > of->link->mentioned[mention->symbol]) {
		of->link->mentioned[mention->symbol] = how;
		if (how == NSC_MENTION_STRONG) {
			of->strong_by[mention->symbol] = file;
		}
	}
}

/* Sections of a COMDAT group that another file brought already are dropped. */
static void drop_duplicates(struct nsc_replay_state *of, uint32_t file)
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

void nsc_replay_ask(struct nsc_replay_state *of, uint32_t symbol)
{
	of->link->mentioned[symbol] = NSC_MENTION_STRONG;
	of->strong_by[symbol] = NSC_NO_ROW;
}

/*
 * The entry, or -u: what the line itself asks for. gold only looks whether it does when
 * it comes to such a name in an archive.
 */
static void ask_by_line(struct nsc_replay_state *of, uint32_t symbol)
{
	if (!of->definitions_win && of->link->mentioned[symbol] != NSC_MENTION_STRONG) {
		nsc_replay_ask(of, symbol);
	}
	of->asked[symbol] = 1;
}

void nsc_replay_add_file(struct nsc_replay_state *of, uint32_t file, uint8_t how)
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
	if (of->ask_later != NSC_NO_ROW) {
		ask_by_line(of, of->ask_later);
		of->ask_later = NSC_NO_ROW;
	}
}

/* -- archives ------------------------------------------------------------------------ */

static uint32_t file_of_member(const struct nsc_replay_state *of, uint32_t object,
			       uint32_t member)
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

/*
 * Does this member define what is COMMON so far? To GNU ld a weak definition does not,
 * nor a function (bfd/elflink.c, elf_link_is_defined_archive_symbol).
 */
static bool replaces_common(const struct nsc_replay_state *of, uint32_t file,
			    uint32_t symbol)
{
	const struct nsc_graph_symbol *row = &of->graph->symbols.ptr[symbol];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		const struct nsc_graph_def *def =
			&of->graph->defs.ptr[of->graph->defs_of.ptr[i]];

		if (def->file == file) {
			return def->kind != NSC_DEF_COMMON && !def->weak &&
			       !def->function;
		}
	}
	return false;
}

/*
 * gold: what a file mentions and --defsym or a script assigns is content, PROVIDE or not;
 * who mentions it weakly is of no account (gold/archive.cc, 2.40, should_include_member).
 */
static bool gold_wants(const struct nsc_replay_state *of, uint32_t symbol)
{
	uint8_t mentioned = of->link->mentioned[symbol];

	if (of->link->bound[symbol] != NSC_BOUND_NONE ||
	    (mentioned != NSC_MENTION_NONE && of->pending[symbol])) {
		return false;
	}
	return mentioned == NSC_MENTION_STRONG || of->asked[symbol];
}

/* Would this entry of an archive's index bring its member in now? */
static bool wants(const struct nsc_replay_state *of, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_def *def = bound_def(of, symbol);

	if (of->definitions_win) {
		return gold_wants(of, symbol);
	}
	if (of->link->bound[symbol] == NSC_BOUND_SCRIPT) {
		return false;
	}
	if (!def) {
		return of->link->mentioned[symbol] == NSC_MENTION_STRONG;
	}
	return def->kind == NSC_DEF_COMMON && replaces_common(of, file, symbol);
}

static void extract(struct nsc_replay_state *of, uint32_t file, uint32_t symbol)
{
	const struct nsc_graph_def *common = bound_def(of, symbol);

	of->link->pulled_for[file] = symbol;
	of->link->pulled_by[file] = common ? common->file : of->strong_by[symbol];
	nsc_replay_add_file(of, file, NSC_LOADED_EXTRACTED);
}

/* Does a plugin, or lld, take a file's IR? */
static bool is_claimed(const struct nsc_replay_state *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->graph->files.ptr[file];
	const struct nsc_link_line *line = of->graph->in.line;

	return nsc_graph_is_slim(of->graph, file) ||
	       (line && line->claims_fat && row->basis == NSC_FROM_OBJECT &&
		of->graph->in.objects[row->object]->members.ptr[row->member].flags &
			NSC_MEMBER_LTO_FAT);
}

/* Takes the member of an entry for the sake of this name, if anybody asks for it. */
static bool try_entry(struct nsc_replay_state *of, uint32_t object, uint32_t member,
		      struct nsc_name name)
{
	uint32_t symbol = nsc_graph_symbol_row(of->graph, name), file;

	if (symbol == NSC_NO_ROW) {
		return false;
	}
	file = file_of_member(of, object, member);
	if (file == NSC_NO_ROW || of->link->loaded[file] != NSC_NOT_LOADED ||
	    !wants(of, file, symbol) || (of->after_code && is_claimed(of, file))) {
		return false;
	}
	extract(of, file, symbol);
	return true;
}

/* One walk over the index; true when a member came in. */
static bool walk_index(struct nsc_replay_state *of, uint32_t object)
{
	const struct nsc_object_facts *facts = of->graph->in.objects[object];
	bool any = false;
	size_t i;

	for (i = 0; i < facts->index.len; i++) {
		const struct nsc_archive_entry *entry = &facts->index.ptr[i];
		struct nsc_name also[2];

		any |= try_entry(of, object, entry->member, entry->symbol);
		if (of->graph->versioned &&
		    nsc_graph_is_default(of->graph->names, entry->symbol, also)) {
			any |= try_entry(of, object, entry->member, also[0]);
			any |= try_entry(of, object, entry->member, also[1]);
		}
	}
	return any;
}

static bool search_archive(struct nsc_replay_state *of, uint32_t object)
{
	bool any = false;

	while (walk_index(of, object)) {
		any = true;
	}
	return any;
}

/* True when any of it is new. */
static bool add_whole(struct nsc_replay_state *of, uint32_t object)
{
	uint32_t before = of->link->order_count, i;

	for (i = of->first_file[object]; i < of->first_file[object + 1]; i++) {
		nsc_replay_add_file(of, i, NSC_LOADED_GIVEN);
	}
	return of->link->order_count != before;
}

/* -- the command line ---------------------------------------------------------------- */

static bool take_step(struct nsc_replay_state *of, const struct nsc_step *step)
{
	switch ((enum nsc_step_kind)step->kind) {
	case NSC_STEP_FILE: {
		uint32_t before = of->link->order_count;

		nsc_replay_add_file(of, step->row, NSC_LOADED_GIVEN);
		return of->link->order_count != before;
	}
	case NSC_STEP_ARCHIVE:
		return search_archive(of, step->row);
	case NSC_STEP_WHOLE:
		return add_whole(of, step->row);
	case NSC_STEP_ASSIGN:
		if (of->ordered_assignments) {
			nsc_assign_take(of, step->row);
		}
		return false;
	case NSC_STEP_LAZY: /* of a library, below */
	case NSC_STEP_LIB_START:
	case NSC_STEP_LIB_END:
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

/*
 * Everything between START GROUP and END GROUP, until a whole round adds nothing; to
 * gold, until it leaves no name undefined that was not known before
 * (gold/readsyms.cc, Finish_group).
 */
static size_t take_group(struct nsc_replay_state *of, const struct nsc_plan *plan,
			 size_t from)
{
	const struct nsc_step_vec *steps = &plan->steps;
	size_t end = group_end(steps, from), i;
	bool any;

	do {
		uint32_t before = of->newly_undefined;

		any = false;
		for (i = from; i < end; i++) {
			any |= take_step(of, &steps->ptr[i]);
		}
		any = any &&
		      (plan->linker != NSC_LINKER_GOLD || before != of->newly_undefined);
	} while (any);
	return end;
}

/* The first name that a lazy file defines and somebody wants; NSC_NO_ROW: none. */
static uint32_t wanted_of(const struct nsc_replay_state *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->graph->files.ptr[file];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		if (wants(of, file, of->graph->defs.ptr[i].symbol)) {
			return of->graph->defs.ptr[i].symbol;
		}
	}
	return NSC_NO_ROW;
}

/*
 * gold: lazy files again and again until none comes in; the last one takes the place of
 * one that did (gold/archive.cc, 2.40, Lib_group::add_symbols). The step that ends it.
 */
static size_t take_library(struct nsc_replay_state *of, const struct nsc_plan *plan,
			   size_t from)
{
	const struct nsc_step_vec *steps = &plan->steps;
	uint32_t *files = nostd_bump_array(of->run->scratch, uint32_t, steps->len - from);
	size_t count = 0, end, i;
	bool any = true;

	for (end = from; end < steps->len && steps->ptr[end].kind != NSC_STEP_LIB_END;
	     end++) {
		if (steps->ptr[end].kind == NSC_STEP_LAZY) {
			files[count++] = steps->ptr[end].row;
		} else {
			take_step(of, &steps->ptr[end]);
		}
	}
	while (any) {
		any = false;
		for (i = 0; i < count;) {
			uint32_t symbol = wanted_of(of, files[i]);

			if (symbol == NSC_NO_ROW) {
				i++;
				continue;
			}
			extract(of, files[i], symbol);
			any = true;
			files[i] = files[--count];
		}
	}
	return end;
}

static void take_steps(struct nsc_replay_state *of, const struct nsc_plan *plan,
		       size_t from)
{
	const struct nsc_step_vec *steps = &plan->steps;
	size_t i;

	for (i = from; i < steps->len; i++) {
		if (steps->ptr[i].kind == NSC_STEP_LIB_START) {
			i = take_library(of, plan, i + 1);
		} else if (steps->ptr[i].kind == NSC_STEP_GROUP_START) {
			i = take_group(of, plan, i + 1);
		} else {
			take_step(of, &steps->ptr[i]);
		}
	}
}

static void index_objects(struct nsc_replay_state *of)
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

static void init_replay(struct nsc_replay_state *of, struct nsc_run *run,
			const struct nsc_cut *cut, struct nsc_link *link)
{
	size_t i;

	of->run = run;
	of->graph = link->graph;
	of->link = link;
	of->strong_by = nostd_bump_array(run->scratch, uint32_t, of->graph->symbols.len);
	for (i = 0; i < of->graph->symbols.len; i++) {
		of->strong_by[i] = NSC_NO_ROW;
	}
	of->asked = nostd_bump_array(run->scratch, uint8_t, of->graph->symbols.len);
	of->pending = nostd_bump_array(run->scratch, uint8_t, of->graph->symbols.len);
	of->ordered_assignments = false;
	of->newly_undefined = 0;
	of->ask_later = NSC_NO_ROW;
	of->definitions_win = false;
	of->before_code = false;
	of->after_code = false;
	of->group_owner = nostd_bump_array(run->scratch, uint32_t,
					   nsc_names_count(of->graph->names));
	index_objects(of);
	weaken_mentions(of, cut);
}

/* Has lld the symbol at all? What only -init or -e name it does not wrap. */
static bool is_known(const struct nsc_link *link, uint32_t symbol)
{
	return link->mentioned[symbol] != NSC_MENTION_NONE ||
	       link->graph->symbols.ptr[symbol].def_count != 0 ||
	       nsc_assign_hides(link->graph, symbol);
}

uint32_t nsc_replay_meant(const struct nsc_plan *plan, const struct nsc_link *link,
			  uint32_t symbol)
{
	const struct nsc_graph *graph = link->graph;
	size_t i;

	for (i = 0;
	     plan->line && plan->linker == NSC_LINKER_LLD && i < plan->line->wraps.len;
	     i++) {
		if (nsc_name_eq(plan->line->wraps.ptr[i],
				graph->symbols.ptr[symbol].name) &&
		    is_known(link, symbol)) {
			symbol = nsc_wrapper_of(graph, plan->line->wraps.ptr[i]);
		}
	}
	return nsc_link_meant(link, symbol);
}

static void mark_root(const struct nsc_plan *plan, struct nsc_link *link, uint32_t symbol,
		      uint8_t why)
{
	uint32_t def = nsc_link_def(link, nsc_replay_meant(plan, link, symbol));

	if (def == NSC_NO_ROW && why == NSC_ROOT_UNDEFINED &&
	    link->graph->symbols.ptr[symbol].provided) {
		def = link->bound_def[symbol];
	}
	if (def != NSC_NO_ROW && link->graph->defs.ptr[def].node != NSC_NO_ROW) {
		link->root[link->graph->defs.ptr[def].node] = why;
	}
}

static void mark_roots(const struct nsc_plan *plan, const struct nsc_cut *cut,
		       struct nsc_link *link)
{
	size_t i;

	for (i = 0; i < plan->undefined.len; i++) {
		if (!is_dropped_option(cut, plan->undefined.ptr[i])) {
			mark_root(plan, link, plan->undefined.ptr[i], NSC_ROOT_UNDEFINED);
		}
	}
	if (plan->entry != NSC_NO_ROW) {
		mark_root(plan, link, plan->entry, NSC_ROOT_ENTRY);
	}
}

/*
 * Where GNU ld puts the code that was made of IR: behind the first file that a plugin
 * claims; where that is a member, behind the last object before it, or before all files.
 * Archives behind that are searched again, but no plugin claims members any more and none
 * with IR is taken (ld/ldlang.c, 2.40, functions find_replacements_insert_point and
 * open_input_bfds; measured). The step that follows.
 */
static size_t step_behind_code(const struct nsc_replay_state *of,
			       const struct nsc_plan *plan)
{
	uint32_t last = NSC_NO_ROW, i;
	size_t step;

	for (i = 0; i < of->link->order_count; i++) {
		uint32_t file = of->link->order[i];
		bool lone = of->graph->files.ptr[file].given;

		last = lone ? file : last;
		if (is_claimed(of, file)) {
			break;
		}
	}
	if (i == of->link->order_count) {
		return plan->steps.len; /* nothing is claimed */
	}
	if (last == NSC_NO_ROW) {
		return 0;
	}
	for (step = 0; step < plan->steps.len; step++) {
		if (plan->steps.ptr[step].kind == NSC_STEP_FILE &&
		    plan->steps.ptr[step].row == last) {
			return step + 1;
		}
	}
	return plan->steps.len;
}

/* What the code of the loaded fat objects asks for beside their IR. */
static void add_mentions_of_code(struct nsc_replay_state *of)
{
	const struct nsc_graph *graph = of->graph;
	uint32_t count = of->link->order_count, i, m;

	of->before_code = false;
	for (i = 0; i < count; i++) {
		uint32_t file = of->link->order[i];
		const struct nsc_graph_file *row = &graph->files.ptr[file];

		for (m = row->mention_first; m < row->mention_first + row->mention_count;
		     m++) {
			add_mention(of, file, m);
		}
	}
}

/*
 * What the code of slim objects asks for is not known; gold searches again only when it
 * asks for anything new.
 */
static void take_with_plugin(struct nsc_replay_state *of, const struct nsc_plan *plan)
{
	size_t behind;

	of->before_code = plan->line && plan->line->claims_fat;
	take_steps(of, plan, 0);
	if (!plan->line) {
		return;
	}
	behind = step_behind_code(of, plan);
	add_mentions_of_code(of);
	if (plan->linker == NSC_LINKER_BFD) {
		of->after_code = true;
		take_steps(of, plan, behind);
	}
}

/* gold: when all files are read, what is asked for is mentioned; the entry is not. */
static void mention_what_is_asked(struct nsc_replay_state *of,
				  const struct nsc_plan *plan)
{
	uint32_t i;

	for (i = 0; of->definitions_win && i < of->graph->symbols.len; i++) {
		if (of->asked[i] && i != plan->entry &&
		    of->link->mentioned[i] == NSC_MENTION_NONE) {
			nsc_replay_ask(of, i);
		}
	}
}

static void take_plan(struct nsc_replay_state *of, const struct nsc_plan *plan)
{
	switch ((enum nsc_linker)plan->linker) {
	case NSC_LINKER_BFD:
	case NSC_LINKER_GOLD:
		take_with_plugin(of, plan);
		break;
	case NSC_LINKER_LLD:
		nsc_replay_lazily(of, plan);
		break;
	case NSC_LINKER_MOLD:
		nsc_replay_ranked(of, plan);
		break;
	}
}

void nsc_replay(struct nsc_run *run, const struct nsc_plan *plan,
		const struct nsc_cut *cut, struct nsc_link *link)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_replay_state of;
	size_t i;

	init_replay(&of, run, cut, link);
	link->rules = nsc_mark_rules_of(plan->linker);
	nsc_assign_first(&of, plan);
	if (plan->entry == NSC_NO_ROW || plan->linker == NSC_LINKER_LLD) {
		/* lld comes to it when all files are read. */
	} else if (plan->linker == NSC_LINKER_GOLD && plan->line &&
		   plan->line->entry_by_default) {
		of.ask_later = plan->entry; /* the first file tells the target */
	} else {
		ask_by_line(&of, plan->entry);
	}
	for (i = 0; i < plan->undefined.len; i++) {
		if (!is_dropped_option(cut, plan->undefined.ptr[i])) {
			ask_by_line(&of, plan->undefined.ptr[i]);
		}
	}
	take_plan(&of, plan);
	mention_what_is_asked(&of, plan);
	nsc_assign_last(&of, plan);
	nsc_assign_provided(&of);
	nsc_assign_bounds(&of);
	mark_roots(plan, cut, link);
	nostd_bump_reset(run->scratch, mark);
}

/* Groups that the loaded files brought: theirs win over what comes now. */
static void take_groups(struct nsc_replay_state *of)
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
	struct nsc_replay_state of;
	uint32_t i;

	init_replay(&of, run, NULL, link);
	take_groups(&of);
	for (i = 0; i < link->graph->files.len; i++) {
		uint32_t replaced = link->graph->files.ptr[i].replaces;

		if (replaced != NSC_NO_ROW && link->loaded[replaced] != NSC_NOT_LOADED) {
			nsc_replay_add_file(&of, i, NSC_LOADED_GIVEN);
		}
	}
	take_steps(&of, plan, 0);
	nsc_assign_provided(&of);
	nsc_assign_bounds(&of);
	nostd_bump_reset(run->scratch, mark);
}
