/*
 * put.c - see put.h.
 */
#include "analyzer/report/put.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"

void nsc_put_args(struct nsc_put *put, const char *format,
		  const struct nostd_fmt_arg *args, size_t count)
{
	if (!put->failed && !nostd_format_sink_args(put->out, format, args, count)) {
		put->failed = true;
	}
}

void nsc_put_place(struct nsc_put *put, const struct nsc_report *report,
		   struct nsc_place at)
{
	NSC_PUT(put, "{}", nsc_show_path(report, at.file));
	if (at.line != 0) {
		NSC_PUT(put, ":{}", at.line);
	}
	if (at.column != 0) {
		NSC_PUT(put, ":{}", at.column);
	}
}

const char *nsc_put_color(const struct nsc_put *put, const char *code)
{
	return put->color ? code : "";
}

static void put_diag(struct nsc_put *put, const struct nsc_report *report,
		     const struct nsc_diag *diag)
{
	static const char *const kinds[] = {"note",  "note",  "warning", "error",
					    "error", "error", "error"};
	const char *rule = nsc_diag_rule(diag->kind);

	if (nsc_place_given(diag->at)) {
		NSC_PUT(put, "{}", NSC_BOLD(put));
		nsc_put_place(put, report, diag->at);
		NSC_PUT(put, ":{} ", NSC_PLAIN(put));
	}
	NSC_PUT(put, "{}: {}", kinds[diag->kind],
		nsc_name_text(report->run->names, diag->text));
	if (rule) {
		NSC_PUT(put, " [{}]", rule);
	}
	NSC_PUT(put, "\n");
}

void nsc_put_diags(struct nsc_put *put, const struct nsc_report *report, bool details)
{
	const struct nsc_diag_vec *all = &report->run->diags->all;
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (details || all->ptr[i].kind != NSC_DIAG_DETAIL) {
			put_diag(put, report, &all->ptr[i]);
		}
	}
}
