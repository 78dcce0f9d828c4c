/*
 * hidden_text.c - hidden calls for people. See hidden.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "analyzer/report/hidden.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "rules/construct.h"
#include "rules/rewrite.h"

struct printer {
	const struct nsc_report *report;
	struct nsc_put put;
	const struct nsc_hidden_view *view;
	bool all;
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

/* -- one origin ---------------------------------------------------------------------- */

void nsc_put_origin(struct nsc_put *put, const struct nsc_target *target,
		    const struct nsc_want *origin)
{
	switch ((enum nsc_want_kind)origin->kind) {
	case NSC_WANT_WRITTEN:
		NSC_PUT(put, "written as {}", nsc_target_text(target, origin->written));
		return;
	case NSC_WANT_REWRITTEN:
		NSC_PUT(put, "the compiler made it of {}",
			nsc_target_text(target, origin->written));
		return;
	case NSC_WANT_CONSTRUCT:
		NSC_PUT(put, "{}",
			nsc_target_text(target,
					nsc_construct_text(target, origin->construct)));
		if (origin->by == NSC_WANT_BY_RULING_OUT) {
			NSC_PUT(put, " (the only one; the object says line {})",
				origin->line.line);
		}
		if (origin->by == NSC_WANT_BY_FUNCTION && origin->line.line != 0) {
			NSC_PUT(put,
				" (one of {} in this function, the first at line {})",
				origin->others + 1, origin->construct->at.line);
		} else if (origin->others != 0) {
			NSC_PUT(put, " (or one of {} more there)", origin->others);
		}
		return;
	case NSC_WANT_FLAG:
		NSC_PUT(put, "{}",
			nostd_str_eq(origin->emitter->construct, NOSTD_STR("unit"))
				? nsc_construct_phrase(NSC_CONSTRUCT_UNIT)
				: nsc_construct_phrase(NSC_CONSTRUCT_FUNCTION));
		return;
	case NSC_WANT_UNKNOWN:
		NSC_PUT(put, "not explained: {}", nsc_want_reason_text(origin->reason));
		return;
	}
}

/* The flag of the compiler that made the object; of both, where that is not known. */
static void put_flags(struct nsc_put *put, const struct nsc_emitter *emitter,
		      struct nostd_str compiler, const char *indent)
{
	bool gcc = !nostd_str_eq(compiler, NOSTD_STR("clang"));
	bool clang = !nostd_str_eq(compiler, NOSTD_STR("gcc"));

	if (gcc && clang && nostd_str_eq(emitter->gcc, emitter->clang)) {
		clang = false;
	}
	if (gcc && emitter->gcc.len != 0) {
		NSC_PUT(put, "{}stopped by {}{}\n", indent, emitter->gcc,
			clang ? " (gcc)" : "");
	}
	if (clang && emitter->clang.len != 0) {
		NSC_PUT(put, "{}stopped by {}{}\n", indent, emitter->clang,
			gcc ? " (clang)" : "");
	}
}

void nsc_put_stop(struct nsc_put *put, const struct nsc_target *target,
		  const struct nsc_want *origin, const char *indent)
{
	struct nostd_str compiler =
		nostd_str_from_c(nsc_want_compiler(target, origin->file));

	if (origin->rewrite && origin->rewrite->stop.len != 0) {
		NSC_PUT(put, "{}stopped by {}\n", indent, origin->rewrite->stop);
	}
	if (!origin->emitter) {
		return;
	}
	put_flags(put, origin->emitter, compiler, indent);
	if (origin->construct && origin->construct->flags & NSC_CONSTRUCT_PROMOTED) {
		NSC_PUT(put, "{}instead: write {}f\n", indent,
			nsc_target_text(target, origin->construct->name));
	} else if (origin->emitter->instead.len != 0) {
		NSC_PUT(put, "{}instead: {}\n", indent, origin->emitter->instead);
	}
}

/* -- flags --------------------------------------------------------------------------- */

/* What every hosted unit has: said once, by NSC401 itself. */
static bool is_usual(unsigned item)
{
	return item == NSC_AUDIT_HOSTED || item == NSC_AUDIT_BUILTIN ||
	       item == NSC_AUDIT_MATH_ERRNO;
}

void nsc_put_audit(struct nsc_put *put, const struct nsc_target *target, bool all,
		   const char *indent)
{
	struct nsc_audit_sum sum;
	unsigned i;

	nsc_audit_sum_up(target, &sum);
	for (i = 0; i < NSC_AUDIT_COUNT; i++) {
		uint32_t units = sum.given[i] + sum.by_default[i];

		if (units == 0 || (!all && is_usual(i))) {
			continue;
		}
		NSC_PUT(put, "{}{} in {} of {} units ({}): {}; stopped by {}\n", indent,
			nsc_audit_slug(i), units, sum.units,
			sum.given[i] == 0        ? "the compiler's default"
			: sum.by_default[i] == 0 ? "by the command line"
						 : "by command lines and by default",
			nsc_audit_brings(i), nsc_audit_stop(i));
	}
	if (sum.start_files) {
		NSC_PUT(put,
			"{}start files of the tool chain are linked: -nostartfiles\n",
			indent);
	}
	if (sum.libraries) {
		NSC_PUT(put,
			"{}hosted libraries are linked: -nostdlib -lgcc, or "
			"-nodefaultlibs and libraries by name\n",
			indent);
	}
}

/* -- a target ------------------------------------------------------------------------ */

static void put_counts(struct printer *w)
{
	const struct nsc_want_counts *counts = &w->view->origins->counts;
	static const char *const words[] = {"written", "made of another call",
					    "of a construct", "by a flag",
					    "not explained"};
	const char *comma = ": ";
	unsigned i;

	PUT(w, "{}{}{}: {} undefined symbol{} of {} own object{}", NSC_BOLD(&w->put),
	    nsc_target_text(w->view->target, w->view->target->terms->target),
	    NSC_PLAIN(&w->put), counts->symbols, counts->symbols == 1 ? "" : "s",
	    counts->objects, counts->objects == 1 ? "" : "s");
	for (i = 0; i <= NSC_WANT_UNKNOWN; i++) {
		if (counts->by_kind[i] != 0) {
			PUT(w, "{}{} {}", comma, counts->by_kind[i], words[i]);
			comma = ", ";
		}
	}
	PUT(w, "\n");
}

static void put_who(struct printer *w, const struct nsc_want *origin)
{
	const struct nsc_target *target = w->view->target;

	if (nsc_place_given(origin->at)) {
		nsc_put_place(&w->put, w->report, origin->at);
	} else {
		PUT(w, "{}",
		    nsc_show_path(w->report, nsc_target_file_name(target, origin->file)));
	}
	PUT(w, ": ");
	if (nsc_name_given(origin->function)) {
		PUT(w, "{}()", nsc_target_text(target, origin->function));
	} else {
		PUT(w, "it");
	}
}

static void put_call(struct printer *w, const struct nsc_want *origin)
{
	const struct nsc_target *target = w->view->target;

	put_who(w, origin);
	PUT(w, " wants {}{}{}: ", NSC_BOLD(&w->put),
	    nsc_target_text(target, target->graph->symbols.ptr[origin->symbol].name),
	    NSC_PLAIN(&w->put));
	nsc_put_origin(&w->put, target, origin);
	PUT(w, "\n");
	nsc_put_stop(&w->put, target, origin, "  ");
}

static void put_forecast(struct printer *w, const struct nsc_forecast *row)
{
	const struct nsc_target *target = w->view->target;
	uint32_t entity = row->construct->entity;

	nsc_put_place(&w->put, w->report, row->construct->at);
	PUT(w, ": ");
	if (entity != NSC_NO_ROW &&
	    row->unit->entities.ptr[entity].kind == NSC_ENTITY_FUNCTION) {
		PUT(w, "{}(): ",
		    nsc_target_text(target, row->unit->entities.ptr[entity].name));
	}
	PUT(w, "{}\n  may be emitted: {}\n",
	    nsc_target_text(target, nsc_construct_text(target, row->construct)),
	    nsc_target_text(target, row->emits));
}

/* The next place of the same function says no more. */
static bool says_the_same(const struct nsc_want *a, const struct nsc_want *b)
{
	return a->symbol == b->symbol && nsc_name_eq(a->function, b->function) &&
	       a->construct == b->construct && a->at.line == b->at.line &&
	       a->at.column == b->at.column && a->kind == b->kind;
}

static void put_target(struct printer *w)
{
	const struct nsc_wants *origins = w->view->origins;
	size_t i;

	put_counts(w);
	nsc_put_audit(&w->put, w->view->target, true, "  ");
	for (i = 0; i < origins->all.len; i++) {
		bool repeated = i != 0 && says_the_same(&origins->all.ptr[i - 1],
							&origins->all.ptr[i]);

		if (!repeated &&
		    (w->all || origins->all.ptr[i].kind != NSC_WANT_WRITTEN)) {
			put_call(w, &origins->all.ptr[i]);
		}
	}
	if (origins->forecast.len != 0) {
		PUT(w,
		    "{} construct{} of sources without an object, of which no call is "
		    "certain:\n",
		    origins->forecast.len, origins->forecast.len == 1 ? "" : "s");
	}
	for (i = 0; i < origins->forecast.len; i++) {
		put_forecast(w, &origins->forecast.ptr[i]);
	}
}

bool nsc_report_hidden_text(const struct nsc_report *report,
			    const struct nsc_hidden_view *views, size_t count,
			    const struct nsc_hidden_style *style, struct nostd_sink out)
{
	struct printer w = {
		.report = report, .put = {out, style->color, false}, .all = style->all};
	size_t i;

	for (i = 0; i < count; i++) {
		if (i != 0) {
			PUT(&w, "\n");
		}
		w.view = &views[i];
		put_target(&w);
	}
	return !w.put.failed;
}
