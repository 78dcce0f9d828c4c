/*
 * diff.h - two reports laid side by side, and where the bytes went, as text and as JSON.
 *
 * schema/nostd-check-diff.schema.json says what the JSON holds.
 */
#ifndef NSC_ANALYZER_REPORT_DIFF_H
#define NSC_ANALYZER_REPORT_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>

#include "analyzer/judge/pair.h"
#include "analyzer/report/match.h"

struct nsc_comparison;
struct nsc_report;

/* One of the two that are compared. */
struct nsc_diff_side {
	struct nostd_str path; /* as it was named */
	bool is_report;        /* a report that was written before: it has no symbols */
	bool complete;
	struct nostd_str fault; /* what made it incomplete; may be empty */
};

struct nsc_diff_target {
	const struct nsc_match_target *match;
	/* NULL: one of them was not looked into, or the target is not in both. */
	const struct nsc_comparison *bytes;
};

struct nsc_diff {
	struct nsc_diff_side sides[NSC_SIDE_COUNT];
	const struct nsc_diff_target *targets;
	size_t target_count;
	uint32_t worse; /* findings that are new, or worse, at or above --fail-on */
	int exit_code;
};

struct nsc_diff_style {
	uint32_t limit; /* causes that text shows of a target; 0: all */
	bool quiet;     /* the last line only */
	bool color;
};

/* `report`: its run has the names; nothing else of it is used. */
bool nsc_report_diff_text(const struct nsc_report *report, const struct nsc_diff *diff,
			  const struct nsc_diff_style *style, struct nostd_sink out);
bool nsc_report_diff_json(const struct nsc_report *report, const struct nsc_diff *diff,
			  struct nostd_sink out);

#endif
