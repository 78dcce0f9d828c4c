/*
 * fix_text.c - remedies for people. See fix.h.
 */
#include "analyzer/report/fix.h"

#include "analyzer/base/name_vec.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/judge.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "rules/knob.h"

enum { NAMES_SHOWN = 4, OTHERS_SHOWN = 2 };

struct writer {
	const struct nsc_report *report;
	const struct nsc_fix_style *style;
	const struct nsc_fix_target *target;
	struct nsc_put put;
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

static struct nostd_str text_of(const struct writer *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

static const struct nsc_finding *finding_at(const struct writer *w, uint32_t row)
{
	return &w->target->judgement->findings.all.ptr[row];
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* -- a change ------------------------------------------------------------------------ */

/* A shell would take parentheses and blanks for itself. */
static void put_option(struct writer *w, struct nsc_name option)
{
	struct nostd_str text = text_of(w, option);
	bool plain = nostd_str_find_byte(text, '(') == NOSTD_NOT_FOUND &&
		     nostd_str_find_byte(text, ' ') == NOSTD_NOT_FOUND;

	PUT(w, plain ? "{}" : "'{}'", text);
}

static void put_options(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	const char *between = "";
	size_t i;

	for (i = 0; i < proposal->changes.len; i++) {
		const struct nsc_fix_change *change = &proposal->changes.ptr[i];

		if (change->kind == NSC_FIX_OPTION) {
			PUT(w, "{}", between);
			put_option(w, change->option);
		} else {
			PUT(w, "{}{}:{}: ", between,
			    nsc_show_path(w->report, change->at.file), change->at.line);
			if (!nsc_name_given(change->after)) {
				PUT(w, "remove ");
			}
			PUT(w, "{}",
			    nostd_str_trim(text_of(w, nsc_name_given(change->after)
							      ? change->after
							      : change->before)));
		}
		between = " ";
	}
}

/* -- what comes of it ---------------------------------------------------------------- */

static size_t names_shown(const struct writer *w, size_t count)
{
	return w->style->all || count <= NAMES_SHOWN + 1 ? count : NAMES_SHOWN;
}

static void put_more(struct writer *w, size_t shown, size_t count)
{
	if (shown < count) {
		PUT(w, " and {} more", count - shown);
	}
}

static bool has_symbol(const struct nsc_fix_proposal *proposal, struct nsc_name symbol)
{
	size_t i;

	for (i = 0; i < proposal->symbols.len; i++) {
		if (nsc_name_eq(proposal->symbols.ptr[i], symbol)) {
			return true;
		}
	}
	return false;
}

static void put_removed(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t shown = names_shown(w, proposal->symbols.len), i;
	size_t partly = 0;

	for (i = 0; i < proposal->removes.len; i++) {
		partly += !has_symbol(proposal,
				      finding_at(w, proposal->removes.ptr[i])->symbol);
	}
	PUT(w, "      removes: ");
	for (i = 0; i < shown; i++) {
		PUT(w, "{}{}", i == 0 ? "" : ", ", text_of(w, proposal->symbols.ptr[i]));
	}
	put_more(w, shown, proposal->symbols.len);
	if (proposal->symbols.len != 0 && partly != 0) {
		PUT(w, "; ");
	}
	if (partly != 0) {
		PUT(w, "some references to ");
	}
	for (i = 0; i < proposal->removes.len; i++) {
		const struct nsc_finding *finding =
			finding_at(w, proposal->removes.ptr[i]);

		if (!has_symbol(proposal, finding->symbol)) {
			PUT(w, "{}", text_of(w, finding->symbol));
			break;
		}
	}
	PUT(w, " ({} finding{})\n", proposal->removes.len, plural(proposal->removes.len));
}

static void put_lost(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t external = 0, shown, i;

	while (external < proposal->lost.len && proposal->lost.ptr[external].external) {
		external++;
	}
	if (proposal->lost.len == 0) {
		return;
	}
	PUT(w, "      switches off: ");
	shown = names_shown(w, external);
	for (i = 0; i < shown; i++) {
		PUT(w, "{}{}", i == 0 ? "" : ", ",
		    text_of(w, proposal->lost.ptr[i].name));
	}
	put_more(w, shown, external);
	if (external == 0) {
		PUT(w, "{} of its own functions and data", proposal->lost.len);
	} else if (proposal->lost.len != external) {
		PUT(w, ", and {} inside", proposal->lost.len - external);
	}
	PUT(w, "\n");
}

static void put_needs(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t i;

	for (i = 0; i < proposal->needs.len; i++) {
		PUT(w, "{}{}", i == 0 ? "      you define then: " : ", ",
		    text_of(w, proposal->needs.ptr[i]));
	}
	if (proposal->needs.len != 0) {
		PUT(w, "\n");
	}
}

static void put_origin(struct writer *w, const struct nsc_fix_origin *origin)
{
	if (origin->knob) {
		PUT(w, "      known: a macro of {}: {}\n", origin->knob->library,
		    origin->knob->removes);
	} else if (nsc_name_given(origin->directive)) {
		PUT(w, "      seen: ");
		nsc_put_place(&w->put, w->report, origin->at);
		PUT(w, ": {}\n", text_of(w, origin->directive));
	}
}

static void put_origins(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t shown = names_shown(w, proposal->origins.len), i;

	for (i = 0; i < shown; i++) {
		put_origin(w, &proposal->origins.ptr[i]);
	}
}

/* Is the finding one that this proposal takes away? */
static bool removes(const struct nsc_fix_proposal *proposal, uint32_t finding)
{
	size_t i;

	for (i = 0; i < proposal->removes.len; i++) {
		if (proposal->removes.ptr[i] == finding) {
			return true;
		}
	}
	return false;
}

/* Others that do all that this one does. */
static void put_others(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t i, k, shown = 0;

	for (i = 0; i < w->target->proposals.len; i++) {
		const struct nsc_fix_proposal *other = &w->target->proposals.ptr[i];

		for (k = 0; k < proposal->removes.len; k++) {
			if (!removes(other, proposal->removes.ptr[k])) {
				break;
			}
		}
		if (other == proposal || k < proposal->removes.len || other->best ||
		    (shown == OTHERS_SHOWN && !w->style->all)) {
			continue;
		}
		PUT(w, "      or: ");
		put_options(w, other);
		if (other->lost.len != 0) {
			PUT(w, " (switches {} off)", other->lost.len);
		}
		PUT(w, "\n");
		shown++;
	}
}

static void put_proposal(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	PUT(w, "  {}", NSC_BOLD(&w->put));
	put_options(w, proposal);
	PUT(w, "{}\n", NSC_PLAIN(&w->put));
	put_removed(w, proposal);
	put_lost(w, proposal);
	put_needs(w, proposal);
	put_origins(w, proposal);
	put_others(w, proposal);
	PUT(w, "      verified: {} unit{} analysed again, no error and no finding more\n",
	    proposal->units, plural(proposal->units));
	if (proposal->plan == NSC_FIX_PLAN_NEEDLESS) {
		PUT(w, "      not applied: those above take away all that it does\n");
	} else if (proposal->plan == NSC_FIX_PLAN_CLASHES) {
		PUT(w, "      not applied: it was not verified together with those "
		       "above\n");
	}
}

/* -- the build's line ---------------------------------------------------------------- */

static bool is_taken(const struct nsc_fix_proposal *proposal)
{
	return proposal->plan == NSC_FIX_PLAN_TAKEN;
}

/* Is it for this target of CMake? Empty: for the units of which none is known. */
static bool is_for(const struct nsc_fix_proposal *proposal, struct nsc_name cmake)
{
	size_t i;

	for (i = 0; i < proposal->targets.len; i++) {
		if (nsc_name_eq(proposal->targets.ptr[i], cmake)) {
			return true;
		}
	}
	return !nsc_name_given(cmake) && proposal->targets.len == 0;
}

/* The options for a target of CMake: those with "-D", or the others. */
static struct nsc_name_vec options_for(const struct writer *w, struct nsc_name cmake,
				       bool defines)
{
	struct nsc_name_vec out = nsc_name_vec_new_in(nsc_keep(w->report->run));
	size_t i, k;

	for (i = 0; i < w->target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &w->target->proposals.ptr[i];

		for (k = 0; is_taken(proposal) && is_for(proposal, cmake) &&
			    k < proposal->changes.len;
		     k++) {
			const struct nsc_fix_change *change = &proposal->changes.ptr[k];

			if (change->kind == NSC_FIX_OPTION &&
			    nostd_str_starts_with(text_of(w, change->option),
						  NOSTD_STR("-D")) == defines) {
				nsc_name_vec_add(&out, change->option);
			}
		}
	}
	return out;
}

static void put_cmake_line(struct writer *w, struct nsc_name cmake, bool defines)
{
	struct nsc_name_vec options = options_for(w, cmake, defines);
	size_t i;

	if (options.len == 0) {
		return;
	}
	PUT(w, "{}({} PRIVATE",
	    defines ? "target_compile_definitions" : "target_compile_options",
	    text_of(w, cmake));
	for (i = 0; i < options.len; i++) {
		PUT(w, " {}",
		    nostd_str_skip(text_of(w, options.ptr[i]), defines ? 2 : 0));
	}
	PUT(w, ")\n");
}

static void put_make_line(struct writer *w)
{
	const struct nsc_name none = {0};
	struct nsc_name_vec options = options_for(w, none, true);
	struct nsc_name_vec others = options_for(w, none, false);
	size_t i;

	if (options.len + others.len == 0) {
		return;
	}
	PUT(w, "CPPFLAGS +=");
	for (i = 0; i < options.len; i++) {
		PUT(w, " {}", text_of(w, options.ptr[i]));
	}
	for (i = 0; i < others.len; i++) {
		PUT(w, " {}", text_of(w, others.ptr[i]));
	}
	PUT(w, "\n");
}

/* What the build is to be told: a line for each target of CMake, one for the others. */
static void put_build_lines(struct writer *w)
{
	struct nsc_name_vec cmake = nsc_name_vec_new_in(nsc_keep(w->report->run));
	bool options = false;
	size_t i, k;

	for (i = 0; i < w->target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &w->target->proposals.ptr[i];

		for (k = 0; is_taken(proposal) && k < proposal->targets.len; k++) {
			nsc_name_vec_add(&cmake, proposal->targets.ptr[k]);
		}
		for (k = 0; is_taken(proposal) && k < proposal->changes.len; k++) {
			options |= proposal->changes.ptr[k].kind == NSC_FIX_OPTION;
		}
	}
	if (!options) {
		return;
	}
	PUT(w, "\nfor the build of {}:\n", text_of(w, w->target->name));
	for (i = 0; i < cmake.len; i++) {
		put_cmake_line(w, cmake.ptr[i], true);
		put_cmake_line(w, cmake.ptr[i], false);
	}
	put_make_line(w);
}

/* -- all of it ----------------------------------------------------------------------- */

static void put_open(struct writer *w)
{
	size_t i;

	if (w->target->open.len != 0) {
		PUT(w, "without a verified remedy:\n");
	}
	for (i = 0; i < w->target->open.len; i++) {
		const struct nsc_fix_open *open = &w->target->open.ptr[i];
		const struct nsc_finding *finding = finding_at(w, open->finding);

		PUT(w, "  ");
		nsc_put_place(&w->put, w->report, finding->at);
		PUT(w, "{}{}", nsc_place_given(finding->at) ? ": " : "",
		    text_of(w, finding->symbol));
		if (nsc_name_given(finding->function)) {
			PUT(w, " in {}()", text_of(w, finding->function));
		}
		PUT(w, " [{}]: {}", nsc_rule_at(finding->rule)->id, open->why);
		if (open->tried != 0) {
			PUT(w, " ({} tried)", open->tried);
		}
		if (open->knob) {
			PUT(w, "; {} of {} may name a function of yours",
			    open->knob->macro, open->knob->library);
		}
		PUT(w, "\n");
	}
}

static void put_target(struct writer *w)
{
	size_t best = 0, i;

	for (i = 0; i < w->target->proposals.len; i++) {
		best += w->target->proposals.ptr[i].best;
	}
	PUT(w, "{}: {} remed{} for {} of {} finding{}\n", text_of(w, w->target->name),
	    best, best == 1 ? "y" : "ies", w->target->considered - w->target->open.len,
	    w->target->considered, plural(w->target->considered));
	for (i = 0; i < w->target->proposals.len; i++) {
		if (w->target->proposals.ptr[i].best) {
			put_proposal(w, &w->target->proposals.ptr[i]);
		}
	}
	put_open(w);
}

bool nsc_report_fix_text(const struct nsc_report *report,
			 const struct nsc_fix_answer *answer,
			 const struct nsc_fix_style *style, struct nostd_sink out)
{
	struct writer w = {report, style, NULL, {out, style->color, false}};
	size_t i;

	for (i = 0; i < answer->count; i++) {
		w.target = &answer->targets[i];
		PUT(&w, "{}", i == 0 ? "" : "\n");
		put_target(&w);
		if (answer->apply) {
			put_build_lines(&w);
		}
	}
	for (i = 0; i < answer->written.len; i++) {
		PUT(&w, "changed: {}\n", nsc_show_path(report, answer->written.ptr[i]));
	}
	return !w.put.failed;
}
