/*
 * output.c - see output.h.
 */
#include "analyzer/run/output.h"

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/report/report.h"
#include "analyzer/run/request.h"

/* One format of reports. To add one: a row here, a writer in analyzer/report. */
struct format {
	struct nostd_str name;
	bool (*write)(const struct nsc_report *report, const struct nsc_request *request,
		      bool to_terminal, struct nostd_sink out);
};

static bool write_text(const struct nsc_report *report, const struct nsc_request *request,
		       bool to_terminal, struct nostd_sink out)
{
	struct nsc_text_options options = {to_terminal && request->color, request->quiet,
					   request->all_sites, request->verbose};

	return nsc_report_text(report, &options, out);
}

static bool write_json(const struct nsc_report *report, const struct nsc_request *request,
		       bool to_terminal, struct nostd_sink out)
{
	(void)request;
	(void)to_terminal;
	return nsc_report_json(report, out);
}

static const struct format formats[] = {
	{NOSTD_STR_INIT("text"), write_text},
	{NOSTD_STR_INIT("json"), write_json},
};

static const struct format *find_format(struct nostd_str name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (nostd_str_eq(formats[i].name, name)) {
			return &formats[i];
		}
	}
	return NULL;
}

static int fail_format(struct nostd_str name, struct nsc_err *err)
{
	struct nsc_near near;
	size_t i;

	nsc_near_init(&near, name);
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		nsc_near_offer(&near, formats[i].name);
	}
	if (near.best.len != 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"unknown format {:?}, did you mean {:?}?", name,
				near.best);
	}
	return nsc_fail(err, NSC_ERR_USAGE, "unknown format {:?}, expected text or json",
			name);
}

static int write_to(const struct nsc_report *report, const struct nsc_request *request,
		    struct nostd_str format_name, struct nsc_out *out,
		    struct nsc_err *err)
{
	const struct format *format =
		find_format(format_name.len != 0 ? format_name : NOSTD_STR("text"));
	bool to_terminal =
		format_name.len == 0 || nostd_str_eq(format_name, NOSTD_STR("text"));

	format->write(report, request, to_terminal, nsc_out_sink(out));
	return nsc_out_close(out, err);
}

static int write_file(const struct nsc_report *report, const struct nsc_request *request,
		      const struct nsc_output *output, struct nsc_err *err)
{
	struct nsc_request plain = *request;
	struct nsc_out *out;

	plain.color = false;
	if (nsc_out_file(report->run->scratch,
			 nostd_bump_str(report->run->scratch, output->path).ptr, &out,
			 err) < 0) {
		return -1;
	}
	return write_to(report, &plain, output->format, out, err);
}

int nsc_output_known(const struct nsc_request *request, struct nsc_err *err)
{
	size_t i;

	if (request->format.len != 0 && !find_format(request->format)) {
		return fail_format(request->format, err);
	}
	for (i = 0; i < request->output_count; i++) {
		if (!find_format(request->outputs[i].format)) {
			return fail_format(request->outputs[i].format, err);
		}
	}
	return 0;
}

int nsc_output_write(const struct nsc_report *report, const struct nsc_request *request,
		     struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < request->output_count; i++) {
		if (write_file(report, request, &request->outputs[i], err) < 0) {
			return -1;
		}
	}
	return write_to(report, request, request->format,
			nsc_out_fd(report->run->scratch, 1), err);
}
