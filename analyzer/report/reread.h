/*
 * reread.h - a JSON report read back, as far as reports are compared.
 *
 * In:   the text of a report of `check`.
 * Out:  its targets, components and findings. Members that are not known are passed over;
 *       one that is missing or has another type than the schema says is a failure.
 */
#ifndef NSC_ANALYZER_REPORT_REREAD_H
#define NSC_ANALYZER_REPORT_REREAD_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/replay/price.h"

struct nsc_err;
struct nsc_run;

struct nsc_reread_target {
	struct nsc_name name;
	struct nsc_name levels; /* "source, object, link" */
	bool complete, image, sizes_known;
	int64_t text, data, bss;
};

struct nsc_reread_component {
	struct nsc_name target, name;
	bool size_known;
	struct nsc_cost size;
};

struct nsc_reread_finding {
	struct nsc_name id, rule, target, severity_name;
	uint8_t severity;            /* enum nsc_severity */
	struct nsc_name symbol;      /* may be empty, as all below */
	struct nsc_name state, tier; /* "live", "std" */
	struct nsc_name message;     /* one sentence */
	struct nsc_name file;        /* source, else object or "archive(member)" */
	struct nsc_name function;    /* source function */
	uint32_t line, column;       /* 0: not known */
	bool suppressed;
	struct nsc_price retained;
};

#define NOSTD_NAME nsc_reread_target_vec
#define NOSTD_T    struct nsc_reread_target
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_reread_component_vec
#define NOSTD_T    struct nsc_reread_component
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_reread_finding_vec
#define NOSTD_T    struct nsc_reread_finding
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_reread {
	bool complete;
	struct nsc_name fault; /* the first error that made it incomplete; may be empty */
	struct nsc_reread_target_vec targets;
	struct nsc_reread_component_vec components;
	struct nsc_reread_finding_vec findings;
};

/* Does it look like a report: is it a JSON object? */
bool nsc_reread_is(struct nostd_span text);

/* < 0: no report, one of another schema, or a damaged one; `path` is for messages. */
int nsc_reread(struct nsc_run *run, struct nostd_str path, struct nostd_span text,
	       struct nsc_reread *out, struct nsc_err *err);

#endif
