/*
 * put.h - text written piece by piece; what text reports have in common.
 */
#ifndef NSC_ANALYZER_REPORT_PUT_H
#define NSC_ANALYZER_REPORT_PUT_H

#include <stdbool.h>

#include <nostd/fmt.h>

#include "analyzer/base/place.h"

struct nsc_report;

struct nsc_put {
	struct nostd_sink out;
	bool color;
	bool failed; /* the sink refused; the rest is dropped */
};

/* NSC_PUT(put, "format {}", ...) */
#define NSC_PUT(put, ...) nsc_put_args((put), NOSTD_FMT_ARGS(__VA_ARGS__))

void nsc_put_args(struct nsc_put *put, const char *format,
		  const struct nostd_fmt_arg *args, size_t count);

/* "app/log.c:37:2"; parts that are not known are left out. */
void nsc_put_place(struct nsc_put *put, const struct nsc_report *report,
		   struct nsc_place at);

/* Every diagnostic of the run on a line; notes only when `notes`. */
void nsc_put_diags(struct nsc_put *put, const struct nsc_report *report, bool notes);

/* The escape sequence, or nothing without colour. */
const char *nsc_put_color(const struct nsc_put *put, const char *code);

#define NSC_BOLD(put)  nsc_put_color((put), "\033[1m")
#define NSC_PLAIN(put) nsc_put_color((put), "\033[0m")

#endif
