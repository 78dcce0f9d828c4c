/*
 * fix.h - remedies that were seen to help: what `fix` found out, and its writers.
 *
 * Filled by analyzer/run: each proposal was tried on every unit it can reach.
 */
#ifndef NSC_ANALYZER_REPORT_FIX_H
#define NSC_ANALYZER_REPORT_FIX_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/fmt.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_judgement;
struct nsc_knob;
struct nsc_report;

enum nsc_fix_kind {
	NSC_FIX_OPTION, /* of the compiler's command line */
	NSC_FIX_LINE    /* of a source or header */
};

struct nsc_fix_change {
	uint8_t kind;           /* enum nsc_fix_kind */
	struct nsc_name macro;  /* that it sets; empty: none */
	struct nsc_name option; /* OPTION: "-DX", "-DX=0", "-UX" */
	struct nsc_place at;    /* LINE: as it is on the disk */
	struct nsc_name before; /* LINE: its text, without the line end */
	struct nsc_name after;  /* empty: the line goes */
};

/* Why a change was tried. */
struct nsc_fix_origin {
	const struct nsc_knob *knob; /* NULL: a directive of the code, or the rule */
	struct nsc_place at;         /* of the directive; line 0: none */
	struct nsc_name directive;   /* "#ifndef MINIZ_NO_STDIO"; empty: none */
};

/* A function or variable that is no longer defined. */
struct nsc_fix_lost {
	struct nsc_name name;
	struct nsc_place at;
	bool external; /* other code could use it */
};

#define NOSTD_NAME nsc_fix_change_vec
#define NOSTD_T    struct nsc_fix_change
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_fix_origin_vec
#define NOSTD_T    struct nsc_fix_origin
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_fix_lost_vec
#define NOSTD_T    struct nsc_fix_lost
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_fix_row_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* What --apply makes of a proposal. */
enum nsc_fix_plan {
	NSC_FIX_PLAN_NONE,     /* not asked, or not the best for any symbol */
	NSC_FIX_PLAN_TAKEN,    /* verified together with all others that are taken */
	NSC_FIX_PLAN_NEEDLESS, /* those that are taken do all that it does */
	NSC_FIX_PLAN_CLASHES   /* a remedy alone, but not together with them */
};

struct nsc_fix_proposal {
	struct nsc_fix_change_vec changes;
	struct nsc_fix_origin_vec origins;
	struct nsc_fix_row_vec removes; /* rows of the judgement's findings */
	struct nsc_name_vec symbols;    /* no source of the target refers to them then */
	struct nsc_fix_lost_vec lost; /* those that others can use first, then by name */
	struct nsc_name_vec needs;    /* names that the target must define then */
	struct nsc_name_vec targets;  /* of CMake, by the objects; may be empty */
	uint32_t units;               /* that were analysed again */
	bool best;                    /* no other does better for one of its symbols */
	uint8_t plan;                 /* enum nsc_fix_plan */
};

#define NOSTD_NAME nsc_fix_proposal_vec
#define NOSTD_T    struct nsc_fix_proposal
#define NOSTD_IN
#include <nostd/vec.h>

/* A finding without a remedy. */
struct nsc_fix_open {
	uint32_t finding;            /* row */
	const char *why;             /* a clause */
	uint32_t tried;              /* changes */
	const struct nsc_knob *knob; /* a macro that may name another function; or NULL */
};

#define NOSTD_NAME nsc_fix_open_vec
#define NOSTD_T    struct nsc_fix_open
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_fix_target {
	const struct nsc_judgement *judgement;
	struct nsc_name name;
	struct nsc_fix_proposal_vec proposals; /* best first */
	struct nsc_fix_open_vec open;          /* in the order of the findings */
	uint32_t considered;                   /* findings */
};

struct nsc_fix_answer {
	const struct nsc_fix_target *targets; /* by name */
	size_t count;
	uint32_t tries;              /* units analysed again, in all */
	bool apply;                  /* what follows was done or is to be done */
	struct nsc_name_vec written; /* files that were changed */
};

struct nsc_fix_style {
	bool color;
	bool all; /* every name, not the first few */
};

/* JSON by schema/nostd-check-fix.schema.json. */
bool nsc_report_fix_json(const struct nsc_report *report,
			 const struct nsc_fix_answer *answer, int exit_code,
			 struct nostd_sink out);

bool nsc_report_fix_text(const struct nsc_report *report,
			 const struct nsc_fix_answer *answer,
			 const struct nsc_fix_style *style, struct nostd_sink out);

#endif
