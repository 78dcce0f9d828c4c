/*
 * assign.c - names that scripts and --defsym give a value to. See extract.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/replay/extract.h"
#include "analyzer/replay/replay.h"

static uint32_t row_of_name(const struct nsc_replay_state *of, struct nsc_name name)
{
	return nsc_graph_symbol_row(of->graph, name);
}

bool nsc_assign_hides(const struct nsc_graph *graph, uint32_t symbol)
{
	const struct nsc_graph_symbol *row = &graph->symbols.ptr[symbol];

	return row->assigned && !row->provided;
}

/* The names in an expression are wanted from now on, if nobody wanted them before. */
static void ask_for_uses(struct nsc_replay_state *of, const struct nsc_assignment *row)
{
	const struct nsc_link_line *line = of->graph->in.line;
	uint32_t i;

	for (i = row->use_first; i < row->use_first + row->use_count; i++) {
		uint32_t symbol = row_of_name(of, line->uses.ptr[i]);

		if (of->definitions_win) {
			of->asked[symbol] |= !nsc_assign_hides(of->graph, symbol);
		} else if (of->link->mentioned[symbol] != NSC_MENTION_STRONG) {
			nsc_replay_ask(of, symbol);
		}
	}
}

/*
 * GNU ld comes to an assignment: whoever wants the name later is content, but who asked
 * for it before must wait until the expression has a value. PROVIDE is for who asked
 * before: -u, EXTERN, objects that stand before the script (measured).
 */
void nsc_assign_take(struct nsc_replay_state *of, uint32_t number)
{
	const struct nsc_assignment *row = &of->graph->in.line->assignments.ptr[number];
	uint32_t symbol = row_of_name(of, row->symbol);

	if (row->kind == NSC_ASSIGN_PROVIDE) {
		if (of->link->bound[symbol] == NSC_BOUND_NONE && row->use_count == 0 &&
		    of->link->mentioned[symbol] == NSC_MENTION_STRONG) {
			of->link->bound[symbol] = NSC_BOUND_SCRIPT;
		}
		return;
	}
	if (of->link->bound[symbol] == NSC_BOUND_NONE &&
	    (row->use_count == 0 || of->link->mentioned[symbol] != NSC_MENTION_STRONG)) {
		of->link->bound[symbol] = NSC_BOUND_SCRIPT;
	}
	ask_for_uses(of, row);
}

static void bind_assignments(struct nsc_replay_state *of, bool provided)
{
	uint32_t i;

	for (i = 0; i < of->graph->symbols.len; i++) {
		const struct nsc_graph_symbol *symbol = &of->graph->symbols.ptr[i];

		if (symbol->assigned && symbol->provided == provided &&
		    of->link->bound[i] == NSC_BOUND_NONE &&
		    (!provided || of->link->mentioned[i] != NSC_MENTION_NONE)) {
			of->link->bound[i] = NSC_BOUND_SCRIPT;
		}
	}
}

/*
 * __start_X and __stop_X of a section whose name is a C identifier (GNU ld manual, 3.7).
 */
void nsc_assign_bounds(struct nsc_replay_state *of)
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

/*
 * What assignments do before any file. From a map alone, and to mold: they define. GNU ld
 * comes to them one by one. gold: --defsym and what stands beside SECTIONS content those
 * who mention the name; all names in expressions are wanted. lld: nothing is defined
 * before all files are read. (Measured.)
 */
void nsc_assign_first(struct nsc_replay_state *of, const struct nsc_plan *plan)
{
	const struct nsc_link_line *line = plan->line;
	size_t i;

	if (!line || plan->linker == NSC_LINKER_MOLD) {
		bind_assignments(of, false);
		return;
	}
	of->ordered_assignments = plan->linker == NSC_LINKER_BFD;
	of->definitions_win = plan->linker == NSC_LINKER_GOLD;
	for (i = 0; i < line->assignments.len && of->definitions_win; i++) {
		const struct nsc_assignment *row = &line->assignments.ptr[i];

		of->pending[row_of_name(of, row->symbol)] |= !row->in_sections;
		ask_for_uses(of, row);
	}
}

/* Does a name in an expression have a value before COMMON symbols have a place? */
static bool has_value(const struct nsc_replay_state *of, uint32_t symbol)
{
	uint32_t def = nsc_link_def(of->link, symbol);

	return of->link->bound[symbol] == NSC_BOUND_SCRIPT ||
	       (def != NSC_NO_ROW && of->graph->defs.ptr[def].kind != NSC_DEF_COMMON);
}

static bool can_be_computed(const struct nsc_replay_state *of,
			    const struct nsc_assignment *row)
{
	uint32_t i;

	for (i = row->use_first; i < row->use_first + row->use_count; i++) {
		if (!has_value(of, row_of_name(of, of->graph->in.line->uses.ptr[i]))) {
			return false;
		}
	}
	return true;
}

/*
 * GNU ld computes assignments right before it collects; where an expression has no value
 * by then, a file's definition is what references lead to (ld/ldlang.c, 2.40,
 * lang_process).
 */
static void take_back(struct nsc_replay_state *of, const struct nsc_link_line *line)
{
	uint8_t *known =
		nostd_bump_array(of->run->scratch, uint8_t, of->graph->symbols.len);
	uint32_t i;

	for (i = 0; i < line->assignments.len; i++) {
		const struct nsc_assignment *row = &line->assignments.ptr[i];

		if (row->kind != NSC_ASSIGN_PROVIDE && can_be_computed(of, row)) {
			known[row_of_name(of, row->symbol)] = 1;
		}
	}
	for (i = 0; i < of->graph->symbols.len; i++) {
		if (nsc_assign_hides(of->graph, i) && !known[i] &&
		    of->link->bound[i] == NSC_BOUND_SCRIPT &&
		    of->link->bound_def[i] != NSC_NO_ROW) {
			of->link->bound[i] = NSC_BOUND_DEF;
		}
	}
}

/* What is assigned is no longer what a file defines; to gold only if no file does. */
void nsc_assign_last(struct nsc_replay_state *of, const struct nsc_plan *plan)
{
	uint32_t i;

	if (!plan->line) {
		return;
	}
	for (i = 0; i < of->graph->symbols.len; i++) {
		const struct nsc_graph_symbol *symbol = &of->graph->symbols.ptr[i];

		if (symbol->assigned && !symbol->provided &&
		    (!of->definitions_win || of->link->bound[i] == NSC_BOUND_NONE)) {
			of->link->bound[i] = NSC_BOUND_SCRIPT;
		}
	}
	if (plan->linker == NSC_LINKER_BFD) {
		take_back(of, plan->line);
	}
}

void nsc_assign_provided(struct nsc_replay_state *of)
{
	bind_assignments(of, true);
}
