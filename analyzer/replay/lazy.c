/*
 * lazy.c - extraction by the rules of lld and mold: archives are lazy, so their order
 * against the objects that need them does not matter. See extract.h.
 *
 * Sources: lld/ELF/Symbols.cpp and InputFiles.cpp, 14 and 19; elf/input-files.cc of mold
 * 1.10; both held against the linkers (tests/replay).
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/extract.h"
#include "analyzer/replay/replay.h"

/* -- lld ----------------------------------------------------------------------------- */

/* A file whose mentions are gone through; others may be loaded in between. */
struct visit {
	uint32_t file, next; /* row of mentions */
};

#define NOSTD_NAME visit_vec
#define NOSTD_T    struct visit
#define NOSTD_IN
#include <nostd/vec.h>

struct lazy {
	struct nsc_replay_state *of;
	uint32_t *offered; /* by symbol: first member that would define it, or none */
	struct visit_vec stack;
};

static void push_file(struct lazy *lazy, uint32_t file, uint8_t how)
{
	struct visit visit = {file, lazy->of->graph->files.ptr[file].mention_first};

	if (lazy->of->link->loaded[file] == NSC_NOT_LOADED) {
		nsc_replay_add_file(lazy->of, file, how);
		visit_vec_push(&lazy->stack, visit);
	}
}

static void pull(struct lazy *lazy, uint32_t file, uint32_t symbol)
{
	struct nsc_link *link = lazy->of->link;

	if (link->loaded[file] != NSC_NOT_LOADED) {
		return;
	}
	link->pulled_for[file] = symbol;
	link->pulled_by[file] = lazy->of->strong_by[symbol];
	push_file(lazy, file, NSC_LOADED_EXTRACTED);
}

/* Depth first: what a member wants comes before what its puller wants next. */
static void settle(struct lazy *lazy)
{
	const struct nsc_graph *graph = lazy->of->graph;

	while (lazy->stack.len != 0) {
		struct visit *top = &lazy->stack.ptr[lazy->stack.len - 1];
		const struct nsc_graph_file *file = &graph->files.ptr[top->file];
		uint32_t mention = top->next, symbol;

		if (mention == file->mention_first + file->mention_count) {
			visit_vec_truncate(&lazy->stack, lazy->stack.len - 1);
			continue;
		}
		top->next++;
		symbol = graph->mentions.ptr[mention].symbol;
		if (nsc_replay_mention(lazy->of, mention) == NSC_MENTION_STRONG &&
		    lazy->of->link->bound[symbol] == NSC_BOUND_NONE &&
		    lazy->offered[symbol] != NSC_NO_ROW) {
			pull(lazy, lazy->offered[symbol], symbol);
		}
	}
}

/* A member: taken at once if somebody waits for it, else its names are remembered. */
static void offer(struct lazy *lazy, uint32_t file)
{
	const struct nsc_graph *graph = lazy->of->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	const struct nsc_link *link = lazy->of->link;
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		uint32_t symbol = graph->defs.ptr[i].symbol;

		if (link->loaded[file] != NSC_NOT_LOADED) {
			return;
		}
		if (link->bound[symbol] != NSC_BOUND_NONE) {
			continue;
		}
		if (link->mentioned[symbol] == NSC_MENTION_STRONG) {
			pull(lazy, file, symbol);
			settle(lazy);
		} else if (lazy->offered[symbol] == NSC_NO_ROW) {
			lazy->offered[symbol] = file;
		}
	}
}

static void take_step(struct lazy *lazy, const struct nsc_step *step)
{
	const uint32_t *first = lazy->of->first_file;
	uint32_t i;

	switch ((enum nsc_step_kind)step->kind) {
	case NSC_STEP_FILE:
		push_file(lazy, step->row, NSC_LOADED_GIVEN);
		settle(lazy);
		break;
	case NSC_STEP_LAZY:
		offer(lazy, step->row);
		break;
	case NSC_STEP_ARCHIVE:
		for (i = first[step->row]; i < first[step->row + 1]; i++) {
			offer(lazy, i);
		}
		break;
	case NSC_STEP_WHOLE:
		for (i = first[step->row]; i < first[step->row + 1]; i++) {
			push_file(lazy, i, NSC_LOADED_GIVEN);
			settle(lazy);
		}
		break;
	case NSC_STEP_GROUP_START:
	case NSC_STEP_GROUP_END:
	case NSC_STEP_LIB_START:
	case NSC_STEP_LIB_END:
	case NSC_STEP_ASSIGN:
		break;
	}
}

uint32_t nsc_wrapper_of(const struct nsc_graph *graph, struct nsc_name name)
{
	struct nostd_string text = nostd_string_new();
	uint32_t row;

	nostd_format(&text, "__wrap_{}", nsc_name_text(graph->names, name));
	row = nsc_graph_symbol_row(graph, nsc_name_find(graph->names,
							nostd_string_as_str(&text)));
	nostd_string_drop(&text);
	return row;
}

/* What is asked for when all files are known. */
static void ask_at_end(struct lazy *lazy, uint32_t symbol)
{
	if (symbol == NSC_NO_ROW) {
		return;
	}
	if (lazy->of->link->mentioned[symbol] != NSC_MENTION_STRONG) {
		lazy->of->link->mentioned[symbol] = NSC_MENTION_STRONG;
		lazy->of->strong_by[symbol] = NSC_NO_ROW;
	}
	if (lazy->of->link->bound[symbol] == NSC_BOUND_NONE &&
	    lazy->offered[symbol] != NSC_NO_ROW) {
		pull(lazy, lazy->offered[symbol], symbol);
		settle(lazy);
	}
}

bool nsc_lld_weighs_provide(const struct nsc_link_line *line)
{
	enum { FIRST = 19 };

	return line->version == 0 || line->version >= FIRST;
}

static void ask_for_uses(struct lazy *lazy, const struct nsc_link_line *line,
			 const struct nsc_assignment *row)
{
	uint32_t k;

	for (k = row->use_first; k < row->use_first + row->use_count; k++) {
		ask_at_end(lazy,
			   nsc_graph_symbol_row(lazy->of->graph, line->uses.ptr[k]));
	}
}

/* Is a name known to lld, be it by an archive alone? */
static bool is_known(const struct lazy *lazy, uint32_t symbol)
{
	const struct nsc_link *link = lazy->of->link;

	return link->bound[symbol] != NSC_BOUND_NONE ||
	       link->mentioned[symbol] != NSC_MENTION_NONE ||
	       lazy->offered[symbol] != NSC_NO_ROW;
}

/*
 * PROVIDE of a name that is known and that no loaded file defines: what it asks for may
 * make others count (lld/ELF/LinkerScript.cpp, 19, addScriptReferencedSymbolsToSymTable).
 */
static void ask_for_provided(struct lazy *lazy, const struct nsc_link_line *line)
{
	uint8_t *done =
		nostd_bump_array(lazy->of->run->scratch, uint8_t, line->assignments.len);
	bool any = true;
	uint32_t i;

	while (any) {
		any = false;
		for (i = 0; i < line->assignments.len; i++) {
			const struct nsc_assignment *row = &line->assignments.ptr[i];
			uint32_t symbol =
				nsc_graph_symbol_row(lazy->of->graph, row->symbol);

			if (row->kind == NSC_ASSIGN_PROVIDE && !done[i] &&
			    is_known(lazy, symbol) &&
			    lazy->of->link->bound[symbol] == NSC_BOUND_NONE) {
				done[i] = 1;
				any = true;
				ask_for_uses(lazy, line, row);
			}
		}
	}
}

static void ask_for_expressions(struct lazy *lazy, const struct nsc_link_line *line)
{
	bool weighs = nsc_lld_weighs_provide(line);
	uint32_t i;

	for (i = 0; i < line->assignments.len; i++) {
		if (line->assignments.ptr[i].kind != NSC_ASSIGN_PROVIDE || !weighs) {
			ask_for_uses(lazy, line, &line->assignments.ptr[i]);
		}
	}
	if (weighs) {
		ask_for_provided(lazy, line);
	}
}

/* Does anybody mention or offer "__real_NAME" of a wrapped name? */
static bool knows_real(const struct lazy *lazy, struct nsc_name name)
{
	struct nostd_string text = nostd_string_new();
	uint32_t row;

	nostd_format(&text, "__real_{}", nsc_name_text(lazy->of->graph->names, name));
	row = nsc_graph_symbol_row(lazy->of->graph,
				   nsc_name_find(lazy->of->graph->names,
						 nostd_string_as_str(&text)));
	nostd_string_drop(&text);
	return row != NSC_NO_ROW && is_known(lazy, row);
}

/* Whether a wrapped name is known strongly: its wrapper is wanted as it is. */
static bool is_strong(const struct lazy *lazy, uint32_t symbol)
{
	const struct nsc_link *link = lazy->of->link;
	uint32_t def = nsc_link_def(link, symbol);

	if (def != NSC_NO_ROW) {
		return !lazy->of->graph->defs.ptr[def].weak;
	}
	return link->mentioned[symbol] != NSC_MENTION_WEAK;
}

/*
 * A wrapper is wanted once anybody names what it wraps, an archive too. Since 15 or so
 * lld wants the name itself where __real_NAME is known (measured: 14 does not, 19 does).
 */
static void ask_for_wrappers(struct lazy *lazy, const struct nsc_link_line *line)
{
	const struct nsc_graph *graph = lazy->of->graph;
	uint32_t i;

	for (i = 0; i < line->wraps.len; i++) {
		uint32_t symbol = nsc_graph_symbol_row(graph, line->wraps.ptr[i]);
		bool strong;

		if (symbol == NSC_NO_ROW ||
		    (!is_known(lazy, symbol) && !nsc_assign_hides(graph, symbol))) {
			continue;
		}
		strong = is_strong(lazy, symbol);
		if (strong) {
			ask_at_end(lazy, nsc_wrapper_of(graph, line->wraps.ptr[i]));
		}
		if (strong && nsc_lld_weighs_provide(line) &&
		    knows_real(lazy, line->wraps.ptr[i])) {
			ask_at_end(lazy, symbol);
		}
	}
}

/* A member of an archive that defines it; an entry that nobody names stays unknown. */
static void ask_for_entry(struct lazy *lazy, uint32_t symbol)
{
	if (symbol != NSC_NO_ROW && lazy->of->link->bound[symbol] == NSC_BOUND_NONE &&
	    lazy->offered[symbol] != NSC_NO_ROW) {
		pull(lazy, lazy->offered[symbol], symbol);
		settle(lazy);
	}
}

/* When all files are read. */
static void ask_all_at_end(struct lazy *lazy, const struct nsc_plan *plan)
{
	const struct nsc_link_line *line = plan->line;

	if (!line) {
		ask_for_entry(lazy, plan->entry);
		return;
	}
	if (nsc_lld_weighs_provide(line)) {
		ask_for_entry(lazy, plan->entry);
		ask_for_expressions(lazy, line);
	} else {
		ask_for_expressions(lazy, line);
		ask_for_entry(lazy, plan->entry);
	}
	ask_for_wrappers(lazy, line);
}

void nsc_replay_lazily(struct nsc_replay_state *of, const struct nsc_plan *plan)
{
	struct nostd_bump *scratch = of->run->scratch;
	struct lazy lazy = {of, nsc_no_rows(scratch, of->graph->symbols.len),
			    visit_vec_new_in(nsc_scratch(of->run))};
	size_t i;

	for (i = 0; i < plan->steps.len; i++) {
		take_step(&lazy, &plan->steps.ptr[i]);
	}
	ask_all_at_end(&lazy, plan);
}

/* -- mold ---------------------------------------------------------------------------- */

/*
 * Every file is looked at first, and the best definition of each name found: a strong one
 * of an object, a weak one, a strong one of an archive, a weak one, COMMON; among equals
 * the first (elf/input-files.cc, get_rank). Then what is alive is marked from the objects
 * on, breadth first.
 */
struct ranked {
	struct nsc_replay_state *of;
	uint8_t *given;  /* by file: 1: of the line itself */
	uint8_t *rank;   /* by symbol; 0: nobody defines it */
	uint32_t *best;  /* by symbol: file */
	uint8_t *common; /* by symbol: 1: the best one is COMMON */
	struct nsc_row_vec queue;
};

static uint8_t rank_of(const struct nsc_graph_def *def, bool given)
{
	if (def->kind == NSC_DEF_COMMON) {
		return given ? 5 : 6;
	}
	return (uint8_t)((given ? 1 : 3) + (def->weak ? 1 : 0));
}

static void rank_file(struct ranked *ranked, uint32_t file)
{
	const struct nsc_graph *graph = ranked->of->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];
		uint8_t rank = rank_of(def, ranked->given[file]);

		if (ranked->rank[def->symbol] == 0 || rank < ranked->rank[def->symbol]) {
			ranked->rank[def->symbol] = rank;
			ranked->best[def->symbol] = file;
			ranked->common[def->symbol] = def->kind == NSC_DEF_COMMON;
		}
	}
}

/* Files of a step, in order. */
static void files_of_step(const struct ranked *ranked, const struct nsc_step *step,
			  uint32_t *first, uint32_t *end)
{
	*first = *end = 0;
	if (step->kind == NSC_STEP_FILE || step->kind == NSC_STEP_LAZY) {
		*first = step->row;
		*end = step->row + 1;
	} else if (step->kind == NSC_STEP_ARCHIVE || step->kind == NSC_STEP_WHOLE) {
		*first = ranked->of->first_file[step->row];
		*end = ranked->of->first_file[step->row + 1];
	}
}

static void rank_all(struct ranked *ranked, const struct nsc_plan *plan)
{
	uint8_t *seen = nostd_bump_array(ranked->of->run->scratch, uint8_t,
					 ranked->of->graph->files.len);
	uint32_t file, first, end;
	size_t i;

	for (i = 0; i < plan->steps.len; i++) {
		files_of_step(ranked, &plan->steps.ptr[i], &first, &end);
		for (file = first; file < end; file++) {
			ranked->given[file] |=
				plan->steps.ptr[i].kind != NSC_STEP_ARCHIVE &&
				plan->steps.ptr[i].kind != NSC_STEP_LAZY;
		}
	}
	for (i = 0; i < plan->steps.len; i++) {
		files_of_step(ranked, &plan->steps.ptr[i], &first, &end);
		for (file = first; file < end; file++) {
			if (!seen[file]) {
				seen[file] = 1;
				rank_file(ranked, file);
			}
		}
	}
}

static void enliven(struct ranked *ranked, uint32_t file, uint8_t how)
{
	if (ranked->of->link->loaded[file] == NSC_NOT_LOADED) {
		nsc_replay_add_file(ranked->of, file, how);
		nsc_row_vec_push(&ranked->queue, file);
	}
}

static void pull_best(struct ranked *ranked, uint32_t symbol, uint32_t by)
{
	struct nsc_link *link = ranked->of->link;
	uint32_t file = ranked->best[symbol];

	if (link->bound[symbol] == NSC_BOUND_SCRIPT || ranked->rank[symbol] == 0 ||
	    link->loaded[file] != NSC_NOT_LOADED) {
		return;
	}
	if (ranked->given[file]) {
		enliven(ranked, file, NSC_LOADED_GIVEN);
		return;
	}
	link->pulled_for[file] = symbol;
	link->pulled_by[file] = by;
	enliven(ranked, file, NSC_LOADED_EXTRACTED);
}

static void follow(struct ranked *ranked, uint32_t file)
{
	const struct nsc_graph *graph = ranked->of->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (def->kind == NSC_DEF_COMMON && !ranked->common[def->symbol]) {
			pull_best(ranked, def->symbol, file);
		}
	}
	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		if (nsc_replay_mention(ranked->of, i) == NSC_MENTION_STRONG) {
			pull_best(ranked, graph->mentions.ptr[i].symbol, file);
		}
	}
}

/* Definitions win in the order of the line, not in that of the marking. */
static void bind_again(struct ranked *ranked, const struct nsc_plan *plan)
{
	struct nsc_link *link = ranked->of->link;
	const struct nsc_graph *graph = ranked->of->graph;
	uint32_t file, first, end;
	size_t i;

	for (i = 0; i < graph->symbols.len; i++) {
		if (link->bound[i] == NSC_BOUND_DEF) {
			link->bound[i] = NSC_BOUND_NONE;
		}
	}
	for (i = 0; i < graph->nodes.len; i++) {
		if (link->live[i] == NSC_LIVE_DROPPED) {
			link->live[i] = NSC_LIVE_UNKNOWN;
		}
	}
	for (i = 0; i < nsc_names_count(graph->names); i++) {
		ranked->of->group_owner[i] = 0;
	}
	link->order_count = 0;
	for (i = 0; i < plan->steps.len; i++) {
		files_of_step(ranked, &plan->steps.ptr[i], &first, &end);
		for (file = first; file < end; file++) {
			uint8_t how = link->loaded[file];

			if (how != NSC_NOT_LOADED && ranked->given[file] != 2) {
				ranked->given[file] = 2;
				link->loaded[file] = NSC_NOT_LOADED;
				nsc_replay_add_file(ranked->of, file, how);
			}
		}
	}
}

void nsc_replay_ranked(struct nsc_replay_state *of, const struct nsc_plan *plan)
{
	struct nostd_bump *scratch = of->run->scratch;
	size_t symbols = of->graph->symbols.len;
	struct ranked ranked = {of,
				nostd_bump_array(scratch, uint8_t, of->graph->files.len),
				nostd_bump_array(scratch, uint8_t, symbols),
				nsc_no_rows(scratch, symbols),
				nostd_bump_array(scratch, uint8_t, symbols),
				nsc_row_vec_new_in(nsc_scratch(of->run))};
	uint32_t symbol, file;
	size_t i;

	rank_all(&ranked, plan);
	for (symbol = 0; symbol < symbols; symbol++) {
		if (of->asked[symbol]) { /* -u, the entry */
			pull_best(&ranked, symbol, NSC_NO_ROW);
		}
	}
	for (file = 0; file < of->graph->files.len; file++) {
		if (ranked.given[file]) {
			enliven(&ranked, file, NSC_LOADED_GIVEN);
		}
	}
	for (i = 0; i < ranked.queue.len; i++) {
		follow(&ranked, ranked.queue.ptr[i]);
	}
	bind_again(&ranked, plan);
}
