/*
 * match.h - two reports laid side by side: which target, finding and component is which.
 *
 * In:   a report before and after, read back (reread.h); of one run's names.
 * Out:  pairs, in the order of what is printed.
 */
#ifndef NSC_ANALYZER_REPORT_MATCH_H
#define NSC_ANALYZER_REPORT_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "analyzer/judge/pair.h"
#include "analyzer/report/reread.h"

struct nsc_run;

enum nsc_match_kind { NSC_MATCH_NEW, NSC_MATCH_GONE, NSC_MATCH_CHANGED, NSC_MATCH_SAME };
enum { NSC_MATCH_KIND_COUNT = NSC_MATCH_SAME + 1 };

/* "new", "gone", "changed", "unchanged" */
const char *nsc_match_kind_name(uint8_t kind);

/* What a thing was, and what it is: NULL where it is not. */
struct nsc_match_finding {
	uint8_t kind; /* enum nsc_match_kind */
	const struct nsc_reread_finding *of[NSC_SIDE_COUNT];
};
struct nsc_match_component {
	uint8_t kind; /* enum nsc_match_kind */
	const struct nsc_reread_component *of[NSC_SIDE_COUNT];
};

#define NOSTD_NAME nsc_match_finding_vec
#define NOSTD_T    struct nsc_match_finding
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_match_component_vec
#define NOSTD_T    struct nsc_match_component
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_match_target {
	const struct nsc_reread_target *of[NSC_SIDE_COUNT];
	/* By kind, then by file, line, column, rule, symbol, function. */
	struct nsc_match_finding_vec findings;
	struct nsc_match_component_vec components; /* by name */
	uint32_t count[NSC_MATCH_KIND_COUNT];      /* of findings */
};

#define NOSTD_NAME nsc_match_target_vec
#define NOSTD_T    struct nsc_match_target
#define NOSTD_IN
#include <nostd/vec.h>

/*
 * Targets of one name are one; what is left over is one if it is the only one on both
 * sides.
 *
 * Findings are one by their id, which knows no line. Where a target has another name, a
 * folder another place or an object no debugging information, ids differ: then they are
 * one by rule, symbol, function and file, by the file's base name, or, where one is left
 * over on each side, without it; at last also under another rule, which is a change. A
 * finding has changed when its rule, severity, state, suppression or retained bytes have.
 *
 * Everything is in run->keep; the reports must stay.
 */
void nsc_match_reports(struct nsc_run *run,
		       const struct nsc_reread *const reports[NSC_SIDE_COUNT],
		       struct nsc_match_target_vec *out);

#endif
