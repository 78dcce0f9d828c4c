/*
 * fix.c - `fix`: remedies for findings, each tried before it is told. See commands.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/judge.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/fix_work.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

/* Is this unit's source part of the target's graph? */
static bool takes_part(const struct nsc_run_target *target,
		       const struct nsc_run_unit *unit)
{
	size_t i;

	for (i = 0; unit->facts && i < target->graph.in.unit_count; i++) {
		if (target->graph.in.units[i].facts == unit->facts) {
			return true;
		}
	}
	return false;
}

/* The units of one target, as if there were no other. */
static void take_units(struct nsc_view *view, struct nsc_fix_work *work)
{
	const struct nsc_run_units *all = &view->pipeline.units;
	size_t i;

	work->units = *all;
	work->units.all = nsc_run_unit_vec_new_in(nsc_keep(view->session->run));
	for (i = 0; i < all->all.len; i++) {
		struct nsc_run_unit unit = all->all.ptr[i];

		if (takes_part(work->target, &unit)) {
			unit.freestanding = true;
			nsc_run_unit_vec_push(&work->units.all, unit);
		}
	}
}

/* Names of sources narrow what is read: then nobody knows what the others need. */
static void say_narrowed(const struct nsc_view *view)
{
	const struct nsc_run_units *units = &view->pipeline.units;
	size_t count = 0, i;

	for (i = 0; i < units->all.len; i++) {
		count += units->all.ptr[i].narrowed;
	}
	if (count != 0) {
		nsc_view_say(
			view->session->run,
			"{} unit{} not read, for sources were named: what {} of these "
			"is not looked at",
			count, count == 1 ? " was" : "s were",
			count == 1 ? "it needs" : "they need");
	}
}

static int fix_target(struct nsc_view *view, size_t index, struct nsc_fix_target *out,
		      uint32_t *tries, struct nsc_err *err)
{
	const struct nostd_allocator *in = nsc_keep(view->session->run);
	struct nsc_fix_work work = {.session = view->session,
				    .target = view->pipeline.targets.ptr[index]};

	work.items = nsc_fix_item_vec_new_in(in);
	work.refs = nsc_fix_ref_vec_new_in(in);
	work.candidates = nsc_fix_candidate_vec_new_in(in);
	take_units(view, &work);
	nsc_fix_collect(&work);
	if (nsc_fix_choose(&work, out, err) < 0) {
		return -1;
	}
	if (work.cut_short) {
		nsc_view_say(view->session->run,
			     "{}: there was more to try than {} units; --target or "
			     "source files make it less",
			     nsc_name_text(view->session->run->names, out->name),
			     work.tries);
	}
	*tries += work.tries;
	return 0;
}

/* 0: a remedy for each finding; 1: some have none. */
static int exit_code(const struct nsc_fix_answer *answer)
{
	size_t i;

	for (i = 0; i < answer->count; i++) {
		if (answer->targets[i].open.len != 0) {
			return 1;
		}
	}
	return 0;
}

static int write_answer(struct nsc_view *view, const struct nsc_fix_answer *answer,
			struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(view->session->run->scratch, 1);
	struct nsc_fix_style style = {view->session->request->color,
				      view->session->request->all_sites};
	int code = view->report.complete ? exit_code(answer) : 2;

	if (view->json) {
		nsc_report_fix_json(&view->report, answer, code, nsc_out_sink(out));
	} else {
		nsc_report_fix_text(&view->report, answer, &style, nsc_out_sink(out));
	}
	return nsc_out_close(out, err);
}

static int show_fixes(struct nsc_view *view, const void *self, struct nsc_err *err)
{
	struct nsc_run *run = view->session->run;
	struct nsc_fix_target *targets =
		nostd_bump_array(run->keep, struct nsc_fix_target, view->count);
	struct nsc_fix_answer answer = {.targets = targets, .count = view->count};
	size_t i;

	(void)self;
	answer.apply = view->session->request->apply;
	answer.written = nsc_name_vec_new_in(nsc_keep(run));
	say_narrowed(view);
	for (i = 0; i < view->count; i++) {
		if (fix_target(view, i, &targets[i], &answer.tries, err) < 0) {
			return -1;
		}
	}
	if (answer.apply &&
	    nsc_fix_apply(view->session, &answer, &answer.written, err) < 0) {
		return -1;
	}
	if (write_answer(view, &answer, err) < 0) {
		return -1;
	}
	return exit_code(&answer);
}

int nsc_fix(struct nsc_run *run, const struct nsc_request *request, const char *version,
	    struct nsc_err *err)
{
	struct nsc_view_show show = {show_fixes, NULL};

	return nsc_view_run(run, request, version, &show, err);
}
