/*
 * check.c - the gate: inputs -> findings -> report. See commands.h.
 */
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/output.h"
#include "analyzer/run/pipeline.h"
#include "analyzer/run/request.h"

static int check(struct nsc_session *session, struct nsc_err *err)
{
	struct nsc_pipeline pipeline;
	struct nsc_report report;

	if (nsc_pipeline_run(session, &pipeline, err) < 0) {
		return -1;
	}
	nsc_pipeline_report(&pipeline, &report);
	if (nsc_output_write(&report, session->request, err) < 0) {
		return -1;
	}
	nsc_pipeline_commit(&pipeline, &report);
	return report.exit_code;
}

int nsc_check(struct nsc_run *run, const struct nsc_request *request, const char *version,
	      struct nsc_err *err)
{
	struct nsc_session session = {.version = version};
	int ret;

	if (nsc_output_known(request, err) < 0) {
		return -1;
	}
	ret = nsc_session_open(&session, run, request, err);
	if (ret == 0) {
		ret = request->print_config ? nsc_session_print(&session, err)
					    : check(&session, err);
	}
	nsc_session_close(&session);
	return ret;
}
