/*
 * view.c - see view.h.
 */
#include "analyzer/run/view.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/select.h"
#include "analyzer/report/put.h"
#include "analyzer/run/request.h"
#include "analyzer/store/store.h"

int nsc_view_format(const struct nsc_request *request, bool *json, struct nsc_err *err)
{
	if (request->format.len == 0 ||
	    nostd_str_eq(request->format, NOSTD_STR("text"))) {
		*json = false;
		return 0;
	}
	if (nostd_str_eq(request->format, NOSTD_STR("json"))) {
		*json = true;
		return 0;
	}
	return nsc_fail(err, NSC_ERR_USAGE, "--format {:?}: expected text or json",
			request->format);
}

void nsc_view_say_args(struct nsc_run *run, const char *format,
		       const struct nostd_fmt_arg *args, size_t count)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_out *out = nsc_out_fd(run->scratch, 2);

	nostd_try_format_sink(nsc_out_sink(out), "nostd-check: ");
	nostd_format_sink_args(nsc_out_sink(out), format, args, count);
	nostd_try_format_sink(nsc_out_sink(out), "\n");
	nsc_out_close(out, &ignored);
}

/* -- names --------------------------------------------------------------------------- */

struct nostd_str nsc_view_near(const struct nsc_view *view, struct nostd_str name)
{
	struct nsc_near near;
	size_t i;

	nsc_near_init(&near, name);
	for (i = 0; i < view->count; i++) {
		nsc_select_near(&view->surveys[i], &near);
	}
	return near.best;
}

static bool is_known(const struct nsc_view *view, struct nostd_str name)
{
	struct nsc_selection selection;
	size_t i;

	for (i = 0; i < view->count; i++) {
		nsc_select(&view->surveys[i], name, &selection);
		if (selection.what != NSC_SELECTED_NOTHING) {
			return true;
		}
	}
	return false;
}

int nsc_view_check_names(const struct nsc_view *view, const char *option,
			 const struct nostd_str *names, size_t count, struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < count && view->count != 0; i++) {
		struct nostd_str near;

		if (is_known(view, names[i])) {
			continue;
		}
		near = nsc_view_near(view, names[i]);
		if (near.len != 0) {
			return nsc_fail(err, NSC_ERR_USAGE,
					"{} {}: no input has that, did you mean {}?",
					option, names[i], near);
		}
		return nsc_fail(err, NSC_ERR_USAGE,
				"{} {}: no symbol, object, archive(member) or component "
				"is called so",
				option, names[i]);
	}
	return 0;
}

/* -- from inputs to output ----------------------------------------------------------- */

static void put_diags(const struct nsc_view *view)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_out *out = nsc_out_fd(view->session->run->scratch, 2);
	struct nsc_put put = {nsc_out_sink(out), false, false};

	nsc_put_diags(&put, &view->report, view->session->request->verbose);
	nsc_out_close(out, &ignored);
}

static int show_view(struct nsc_view *view, const struct nsc_view_show *show,
		     struct nsc_err *err)
{
	struct nsc_run *run = view->session->run;
	size_t i;
	int ret;

	if (nsc_pipeline_run(view->session, &view->pipeline, err) < 0) {
		return -1;
	}
	nsc_pipeline_head(&view->pipeline, &view->report);
	view->count = view->pipeline.targets.len;
	view->surveys = nostd_bump_array(run->keep, struct nsc_survey, view->count);
	for (i = 0; i < view->count; i++) {
		nsc_survey_make(&view->pipeline.targets.ptr[i]->judgement,
				&view->session->mounts, &view->surveys[i]);
	}
	put_diags(view);
	ret = show->show(view, show->self, err);
	if (ret < 0) {
		return ret;
	}
	nsc_session_keep_answers(view->session);
	nsc_store_commit(view->session->store, NULL);
	return view->report.complete ? ret : 2;
}

int nsc_view_run(struct nsc_run *run, const struct nsc_request *request,
		 const char *version, const struct nsc_view_show *show,
		 struct nsc_err *err)
{
	struct nsc_session session = {.version = version};
	struct nsc_view view;
	int ret;

	memset(&view, 0, sizeof(view));
	view.session = &session;
	ret = nsc_view_format(request, &view.json, err);
	if (ret < 0) {
		return ret;
	}
	ret = nsc_session_open(&session, run, request, err);
	if (ret == 0) {
		ret = show_view(&view, show, err);
	}
	nsc_session_close(&session);
	return ret;
}
