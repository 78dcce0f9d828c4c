/*
 * output.h - reports written where they were asked for, each in its format.
 */
#ifndef NSC_ANALYZER_RUN_OUTPUT_H
#define NSC_ANALYZER_RUN_OUTPUT_H

struct nsc_err;
struct nsc_report;
struct nsc_request;

/* < 0: a format that nobody writes. Asked before the work begins. */
int nsc_output_known(const struct nsc_request *request, struct nsc_err *err);

/* Standard output and every --output of the request. */
int nsc_output_write(const struct nsc_report *report, const struct nsc_request *request,
		     struct nsc_err *err);

#endif
