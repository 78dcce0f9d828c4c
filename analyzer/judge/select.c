/*
 * select.c - see select.h.
 */
#include "analyzer/judge/select.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/near.h"
#include "analyzer/base/pattern.h"
#include "analyzer/base/run.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

struct selector {
	const struct nsc_survey *survey;
	const struct nsc_target *target;
	struct nostd_str wanted;
	uint8_t *taken; /* by piece */
	struct nsc_selection *out;
};

static struct nostd_str text_of(const struct selector *of, struct nsc_name name)
{
	return nsc_name_text(of->target->graph->names, name);
}

static void take(struct selector *of, uint32_t piece)
{
	of->taken[piece] = 1;
	of->out->what = NSC_SELECTED_PIECES;
}

/* -- symbols ------------------------------------------------------------------------- */

static void take_symbol(struct selector *of, uint32_t symbol)
{
	uint32_t piece = nsc_pieces_of_symbol(&of->survey->pieces, symbol);

	of->out->symbol = symbol;
	if (piece != NSC_NO_ROW) {
		take(of, piece);
	} else if (of->out->what == NSC_SELECTED_NOTHING) {
		of->out->what = NSC_SELECTED_IDLE;
	}
}

/* Static functions and objects are in no table of symbols. */
static void take_locals(struct selector *of)
{
	const struct nsc_piece_vec *all = &of->survey->pieces.all;
	uint32_t i;

	for (i = 0; i < all->len; i++) {
		if (nsc_name_given(all->ptr[i].name) &&
		    nsc_pattern_match(of->wanted, text_of(of, all->ptr[i].name))) {
			take(of, i);
		}
	}
}

static void take_symbols(struct selector *of)
{
	const struct nsc_graph *graph = of->target->graph;
	struct nsc_name exact = nsc_name_find(graph->names, of->wanted);
	uint32_t i = nsc_graph_symbol_row(graph, exact);

	of->out->size = NSC_BY_SYMBOL;
	if (i != NSC_NO_ROW) {
		take_symbol(of, i);
	}
	take_locals(of);
	if (!nsc_pattern_is_wild(of->wanted)) {
		return;
	}
	for (i = 0; i < graph->symbols.len; i++) {
		if (nsc_pattern_match(of->wanted,
				      text_of(of, graph->symbols.ptr[i].name))) {
			take_symbol(of, i);
		}
	}
	of->out->symbol = NSC_NO_ROW;
}

/* -- files --------------------------------------------------------------------------- */

static bool fits_file(const struct selector *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->target->graph->files.ptr[file];

	if (nsc_pattern_fits_end(of->wanted,
				 text_of(of, nsc_survey_file(of->survey, file)))) {
		return true;
	}
	/* A member alone, an archive alone. */
	return nsc_name_given(row->archive) &&
	       (nsc_pattern_fits_end(of->wanted, text_of(of, row->name)) ||
		nsc_pattern_fits_end(of->wanted, text_of(of, row->archive)));
}

static void take_files(struct selector *of)
{
	const struct nsc_piece_vec *all = &of->survey->pieces.all;
	size_t files = of->target->graph->files.len;
	uint8_t *fits = nostd_bump_array(of->target->run->scratch, uint8_t, files);
	uint32_t i;

	of->out->size = NSC_BY_OBJECT;
	for (i = 0; i < files; i++) {
		fits[i] = fits_file(of, i);
		if (fits[i] && of->out->what == NSC_SELECTED_NOTHING) {
			of->out->what = NSC_SELECTED_IDLE;
		}
	}
	for (i = 0; i < all->len; i++) {
		if (all->ptr[i].file != NSC_NO_ROW && fits[all->ptr[i].file]) {
			take(of, i);
		}
	}
}

/* -- components ---------------------------------------------------------------------- */

/* "app"; "[std] fmt", "[std]", "fmt"; "c_nano" is all of its parts. */
static bool fits_group(const struct selector *of, const struct nsc_group *group)
{
	struct nostd_str name = text_of(of, group->name), tier, part;

	if (nsc_pattern_match(of->wanted, name) ||
	    (nsc_name_given(group->where) &&
	     nsc_pattern_match(of->wanted, text_of(of, group->where)))) {
		return true;
	}
	return nostd_str_split_once(name, ' ', &tier, &part) &&
	       nostd_str_starts_with(name, NOSTD_STR("[")) &&
	       (nostd_str_eq(of->wanted, tier) || nsc_pattern_match(of->wanted, part));
}

static void take_components(struct selector *of)
{
	struct nsc_groups groups;
	uint32_t i;

	of->out->size = NSC_BY_COMPONENT;
	nsc_groups_make(of->survey, NSC_BY_COMPONENT, &groups);
	for (i = 0; i < of->survey->pieces.all.len; i++) {
		if (fits_group(of, &groups.all.ptr[groups.of_piece[i]])) {
			take(of, i);
		}
	}
}

/* -- all of it ----------------------------------------------------------------------- */

void nsc_select(const struct nsc_survey *survey, struct nostd_str name,
		struct nsc_selection *out)
{
	static void (*const ways[])(struct selector * of) = {take_symbols, take_files,
							     take_components};
	struct nsc_run *run = survey->judgement->target->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	size_t count = survey->pieces.all.len, i;
	struct selector of = {survey, survey->judgement->target, name,
			      nostd_bump_array(run->scratch, uint8_t, count), out};

	out->what = NSC_SELECTED_NOTHING;
	out->symbol = NSC_NO_ROW;
	out->pieces = nsc_row_vec_new_in(nsc_keep(run));
	for (i = 0;
	     i < sizeof(ways) / sizeof(ways[0]) && out->what == NSC_SELECTED_NOTHING;
	     i++) {
		ways[i](&of);
	}
	for (i = 0; i < count; i++) {
		if (of.taken[i]) {
			nsc_row_vec_push(&out->pieces, (uint32_t)i);
		}
	}
	nostd_bump_reset(run->scratch, mark);
}

void nsc_select_near(const struct nsc_survey *survey, struct nsc_near *near)
{
	const struct nsc_target *target = survey->judgement->target;
	const struct nsc_graph *graph = target->graph;
	size_t i;

	for (i = 0; i < graph->symbols.len; i++) {
		nsc_near_offer(near,
			       nsc_name_text(graph->names, graph->symbols.ptr[i].name));
	}
	for (i = 0; i < survey->pieces.all.len; i++) {
		nsc_near_offer(near, nsc_name_text(graph->names,
						   survey->pieces.all.ptr[i].name));
	}
	for (i = 0; i < graph->files.len; i++) {
		nsc_near_offer(near, nsc_name_text(graph->names,
						   nsc_survey_file(survey, (uint32_t)i)));
	}
	for (i = 0; i < target->components.len; i++) {
		nsc_near_offer(near, nsc_name_text(graph->names,
						   target->components.ptr[i].name));
	}
}
