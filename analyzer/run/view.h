/*
 * view.h - what tree, why, size and explain have in common: judged targets taken apart,
 * and where output goes.
 */
#ifndef NSC_ANALYZER_RUN_VIEW_H
#define NSC_ANALYZER_RUN_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/fmt.h>

#include "analyzer/judge/survey.h"
#include "analyzer/report/report.h"
#include "analyzer/run/pipeline.h"

struct nsc_err;
struct nsc_request;
struct nsc_run;

struct nsc_view {
	struct nsc_session *session;
	struct nsc_pipeline pipeline;
	struct nsc_report report; /* its head only */
	struct nsc_survey *surveys;
	size_t count; /* of targets */
	bool json;
};

/* What a command makes of it. */
struct nsc_view_show {
	/* Write; the exit code, or < 0. */
	int (*show)(struct nsc_view *view, const void *self, struct nsc_err *err);
	const void *self;
};

/*
 * Read, judge and take apart what the request names, and let `show` write. What is odd
 * about the inputs goes to standard error. The exit code: that of `show`, but 2 when an
 * input could not be looked into.
 */
int nsc_view_run(struct nsc_run *run, const struct nsc_request *request,
		 const char *version, const struct nsc_view_show *show,
		 struct nsc_err *err);

/* --format: text or json. */
int nsc_view_format(const struct nsc_request *request, bool *json, struct nsc_err *err);

/* Each of the names must be something in one of the targets; < 0: with a near word. */
int nsc_view_check_names(const struct nsc_view *view, const char *option,
			 const struct nostd_str *names, size_t count,
			 struct nsc_err *err);

/* The nearest name of any target; empty: none is near. */
struct nostd_str nsc_view_near(const struct nsc_view *view, struct nostd_str name);

/* nsc_view_say(run, "format {}", ...): one sentence for people, on standard error. */
#define nsc_view_say(run, ...) nsc_view_say_args((run), NOSTD_FMT_ARGS(__VA_ARGS__))
void nsc_view_say_args(struct nsc_run *run, const char *format,
		       const struct nostd_fmt_arg *args, size_t count);

#endif
