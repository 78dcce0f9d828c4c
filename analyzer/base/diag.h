/*
 * diag.h - what is odd about an input, kept until the end of the run.
 *
 * A diagnostic is about an input (an object that is stale, a line of a map nobody
 * understands), never about the audited code. It has a place, and one of the rules
 * NSC901..905 when it takes something away from the verdict: such a diagnostic makes its
 * target incomplete (exit 2).
 */
#ifndef NSC_ANALYZER_BASE_DIAG_H
#define NSC_ANALYZER_BASE_DIAG_H

#include <stdint.h>

#include <nostd/fmt.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nostd_bump;
struct nsc_mounts;

enum nsc_diag_kind {
	NSC_DIAG_DETAIL,       /* for who wants to know more (-v) */
	NSC_DIAG_NOTE,         /* worth knowing; the verdict stands */
	NSC_DIAG_WARNING,      /* odd, and worked around */
	NSC_DIAG_NOT_ANALYSED, /* NSC901: a unit or input could not be looked into */
	NSC_DIAG_STALE,        /* NSC902: inputs contradict each other */
	NSC_DIAG_LTO,          /* NSC903: no machine code, and no image */
	NSC_DIAG_NOTHING       /* NSC905: nothing to check */
};

struct nsc_diag {
	enum nsc_diag_kind kind;
	struct nsc_place at;    /* the input and, where it has lines, the place in it */
	struct nsc_name target; /* empty: the whole run */
	struct nsc_name text;   /* one sentence, no final stop, no line end */
};

#define NOSTD_NAME nsc_diag_vec
#define NOSTD_T    struct nsc_diag
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_diag_set; /* what is in `all`, for a look-up; private to diag.c */

/* Open: read `all`, add through nsc_diag() only. */
struct nsc_diags {
	struct nsc_diag_vec all; /* in order of arrival; sorted by nsc_diags_sort() */
	struct nsc_diag_set *known;
	struct nsc_names *names;
	struct nsc_name target; /* stamped on each new one */
};

void nsc_diags_init(struct nsc_diags *diags, struct nostd_bump *keep,
		    struct nsc_names *names);

/* What kind of diagnostic, and where. */
struct nsc_diag_head {
	enum nsc_diag_kind kind;
	struct nsc_place at;
};

/* nsc_diag(diags, kind, place, "format {}", ...): add one. An exact repeat is dropped. */
#define nsc_diag(diags, kind, at, ...)                               \
	nsc_diag_args((diags), (struct nsc_diag_head){(kind), (at)}, \
		      NOSTD_FMT_ARGS(__VA_ARGS__))

void nsc_diag_args(struct nsc_diags *diags, struct nsc_diag_head head, const char *format,
		   const struct nostd_fmt_arg *args, size_t count);

/* By target, file as shown, line, column, kind, text. */
void nsc_diags_sort(struct nsc_diags *diags, const struct nsc_mounts *mounts);

/* "NSC901" .. "NSC905"; NULL for notes and warnings. */
const char *nsc_diag_rule(enum nsc_diag_kind kind);

/* Does one of them, for this target or the whole run, make the verdict incomplete? */
bool nsc_diags_incomplete(const struct nsc_diags *diags, struct nsc_name target);

#endif
