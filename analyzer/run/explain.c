/*
 * explain.c - `explain`: what names mean. See commands.h. No input is read.
 */
#include "analyzer/report/explain.h"

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/report/put.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

static void say_unknown(struct nsc_run *run, struct nostd_str name)
{
	struct nsc_near near;

	nsc_near_init(&near, name);
	nsc_explain_near(&near);
	if (near.best.len != 0) {
		nsc_view_say(run,
			     "{}: no rule, symbol or header that is known, did you mean "
			     "{}?",
			     name, near.best);
	} else {
		nsc_view_say(run,
			     "{}: no rule, symbol or header that is known; a symbol that "
			     "no table knows is NSC904 where own code does not define it",
			     name);
	}
}

/* false: nothing knows the name. */
static bool explain_one(struct nostd_str name, struct nsc_put *put, bool json)
{
	struct nsc_explained it;
	struct nsc_json writer;

	if (!nsc_explain(name, &it)) {
		return false;
	}
	if (json) {
		nsc_json_init(&writer, put->out);
		nsc_explain_json(&writer, &it);
	} else {
		nsc_explain_text(put, &it);
	}
	return true;
}

int nsc_explain_names(struct nsc_run *run, const struct nsc_request *request,
		      struct nsc_err *err)
{
	const struct nsc_words *names = &request->args;
	struct nsc_out *out;
	struct nsc_put put = {.color = request->color};
	bool json, known, printed = false;
	int code = 0;
	size_t i;

	if (nsc_view_format(request, &json, err) < 0) {
		return -1;
	}
	if (names->len == 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"explain: name a rule, a symbol or a header");
	}
	out = nsc_out_fd(run->keep, 1);
	put.out = nsc_out_sink(out);
	for (i = 0; i < names->len; i++) {
		if (printed && !json) {
			NSC_PUT(&put, "\n");
		}
		known = explain_one(names->ptr[i], &put, json);
		printed |= known;
		if (!known) {
			say_unknown(run, names->ptr[i]);
			code = 1;
		}
	}
	return nsc_out_close(out, err) < 0 ? -1 : code;
}
