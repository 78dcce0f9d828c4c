/*
 * hidden.c - `hidden`: the calls of own objects that nobody wrote. See commands.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/judge.h"
#include "analyzer/report/hidden.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

static int show_hidden(struct nsc_view *view, const void *self, struct nsc_err *err)
{
	const struct nsc_hidden_style *style = self;
	struct nsc_run *run = view->session->run;
	struct nsc_hidden_view *views =
		nostd_bump_array(run->keep, struct nsc_hidden_view, view->count);
	struct nsc_out *out;
	size_t i;

	for (i = 0; i < view->count; i++) {
		struct nsc_wants *origins =
			nostd_bump_array(run->keep, struct nsc_wants, 1);

		views[i].target = view->surveys[i].judgement->target;
		nsc_wants_find(views[i].target, origins);
		views[i].origins = origins;
	}
	out = nsc_out_fd(run->scratch, 1);
	if (view->json) {
		nsc_report_hidden_json(&view->report, views, view->count, style,
				       nsc_out_sink(out));
	} else {
		nsc_report_hidden_text(&view->report, views, view->count, style,
				       nsc_out_sink(out));
	}
	return nsc_out_close(out, err);
}

int nsc_hidden(struct nsc_run *run, const struct nsc_request *request,
	       const char *version, struct nsc_err *err)
{
	struct nsc_hidden_style style = {request->all, request->color};
	struct nsc_view_show show = {show_hidden, &style};

	return nsc_view_run(run, request, version, &show, err);
}
