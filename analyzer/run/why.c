/*
 * why.c - `why`: which ways lead to a thing, and where they can be cut. See commands.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/causes.h"
#include "analyzer/judge/headers.h"
#include "analyzer/judge/select.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/why.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

/* What was asked for, once it was understood. */
struct asked {
	struct nostd_str name;
	bool has_state;
	enum nsc_state state; /* how far it must have got; else: by target */
	struct nsc_why_style style;
};

static int take_state(struct nostd_str text, struct asked *asked, struct nsc_err *err)
{
	int state;

	if (text.len == 0) {
		return 0;
	}
	for (state = NSC_STATE_REFERENCED; state <= NSC_STATE_LIVE; state++) {
		if (nostd_str_eq(text, nostd_str_from_c(
					       nsc_state_name((enum nsc_state)state)))) {
			asked->has_state = true;
			asked->state = (enum nsc_state)state;
			return 0;
		}
	}
	return nsc_fail(err, NSC_ERR_USAGE,
			"--state {:?}: expected referenced, extracted or live", text);
}

/* The first argument is the name, the others are inputs. */
static int take_request(const struct nsc_request *request, struct asked *asked,
			struct nsc_request *rest, struct nsc_err *err)
{
	if (request->args.len == 0 || request->args.ptr[0].len == 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"why: expected the name of a symbol, object, "
				"archive(member) or component");
	}
	asked->name = request->args.ptr[0];
	asked->has_state = false;
	asked->style =
		(struct nsc_why_style){request->color, request->all, request->verbose};
	*rest = *request;
	rest->args.ptr++;
	rest->args.len--;
	return take_state(request->state, asked, err);
}

/* What is nothing of a link may be a header. */
static void find_header(const struct nsc_survey *survey, struct nostd_str name,
			struct nsc_why_view *view)
{
	const struct nsc_target *target = survey->judgement->target;
	struct nsc_header_directive_vec *found =
		nostd_bump_new(target->run->keep, struct nsc_header_directive_vec);

	if (nsc_headers_find(target, name, found)) {
		view->directives = found;
		view->known = true;
	}
}

static void find_causes(const struct nsc_view *view, const struct asked *asked,
			struct nsc_why_view *views)
{
	struct nsc_causes *causes = nostd_bump_array(view->session->run->keep,
						     struct nsc_causes, view->count);
	size_t i;

	for (i = 0; i < view->count; i++) {
		struct nsc_selection selection;

		nsc_select(&view->surveys[i], asked->name, &selection);
		nsc_causes_find(&view->surveys[i], &selection, asked->style.all,
				&causes[i]);
		views[i] = (struct nsc_why_view){
			&causes[i], selection.what != NSC_SELECTED_NOTHING,
			selection.size, view->pipeline.targets.ptr[i]->levels, NULL};
		if (!views[i].known) {
			find_header(&view->surveys[i], asked->name, &views[i]);
		}
	}
}

static int write_causes(const struct nsc_view *view, const struct asked *asked,
			const struct nsc_why_view *views, struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(view->session->run->scratch, 1);
	struct nsc_why_answer answer = {asked->name, views, view->count};

	if (view->json) {
		nsc_report_why_json(&view->report, &answer, nsc_out_sink(out));
	} else {
		nsc_report_why_text(&view->report, &answer, &asked->style,
				    nsc_out_sink(out));
	}
	return nsc_out_close(out, err);
}

/* Did it get as far as it must, in one of the targets? */
static bool is_there(const struct nsc_view *view, const struct asked *asked,
		     const struct nsc_why_view *views)
{
	size_t i;

	for (i = 0; i < view->count; i++) {
		bool image = view->surveys[i].judgement->target->image;
		enum nsc_state least = asked->has_state ? asked->state
				       : image          ? NSC_STATE_LIVE
							: NSC_STATE_REFERENCED;

		if (views[i].directives) {
			return true;
		}
		if (views[i].causes->has_state && views[i].causes->state >= least) {
			return true;
		}
	}
	return false;
}

static void say_unknown(const struct nsc_view *view, struct nostd_str name)
{
	struct nostd_str near = nsc_view_near(view, name);

	if (near.len != 0) {
		nsc_view_say(view->session->run,
			     "{}: no input has that, did you mean {}?", name, near);
	} else {
		nsc_view_say(view->session->run,
			     "{}: no symbol, object, archive(member) or component is "
			     "called so",
			     name);
	}
}

static int show_causes(struct nsc_view *view, const void *self, struct nsc_err *err)
{
	const struct asked *asked = self;
	struct nsc_why_view *views = nostd_bump_array(view->session->run->keep,
						      struct nsc_why_view, view->count);
	bool known = false;
	size_t i;

	find_causes(view, asked, views);
	if (write_causes(view, asked, views, err) < 0) {
		return -1;
	}
	for (i = 0; i < view->count; i++) {
		known |= views[i].known;
	}
	if (!known && view->count != 0) {
		say_unknown(view, asked->name);
	}
	return is_there(view, asked, views) ? 0 : 1;
}

int nsc_why(struct nsc_run *run, const struct nsc_request *request, const char *version,
	    struct nsc_err *err)
{
	struct nsc_request rest;
	struct asked asked;
	struct nsc_view_show show = {show_causes, &asked};

	if (take_request(request, &asked, &rest, err) < 0) {
		return -1;
	}
	return nsc_view_run(run, &rest, version, &show, err);
}
