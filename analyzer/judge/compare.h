/*
 * compare.h - which bytes came and went between two surveyed targets, and by what.
 *
 * In:   a target before and after, each surveyed; they may be of different runs.
 * Out:  rows that add up to the difference of the two totals, each with its causes.
 *
 * What came is what is in the image after and was not before. Its cause is the reference
 * by which it is reached: from what was there all along to what came; and where new code
 * of the user's refers to hosted code, that reference again, for there it can be cut.
 * Everything that is only reached behind one cause is that cause's; what is reached
 * behind several is a row of its own, which names them all. What went is the same the
 * other way round, by the references that are gone.
 */
#ifndef NSC_ANALYZER_JUDGE_COMPARE_H
#define NSC_ANALYZER_JUDGE_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/judge/pair.h"
#include "analyzer/replay/price.h"

struct nsc_run;
struct nsc_survey;

/* Names and paths are as shown, and of the run that compares. */

/* Who refers to a cause. */
struct nsc_compared_edge {
	/* Source function, else symbol, and file; both empty: the target itself. */
	struct nsc_name from, in;
	uint8_t kind;          /* enum nsc_hop_kind */
	uint8_t root;          /* enum nsc_root, where the target asks for it */
	struct nsc_name path;  /* of the reference; may be empty */
	uint32_t line, column; /* 0: not known */
};

/* What was entered by references that are new, or gone. */
struct nsc_compared_cause {
	struct nsc_name name, in; /* symbol and file */
	bool own;
	uint32_t edge_first, edge_count; /* each referring symbol once, in byte order */
};

/* A symbol with other bytes than before. */
struct nsc_compared_part {
	struct nsc_name name, in;
	struct nsc_cost size[NSC_SIDE_COUNT];
};

enum nsc_compared_kind {
	NSC_COMPARED_CAME,
	NSC_COMPARED_WENT,
	NSC_COMPARED_CHANGED, /* larger or smaller than before; one row for each file */
	NSC_COMPARED_REST     /* belongs to nobody: padding, the linker script's ... */
};

struct nsc_compared_row {
	uint8_t kind;           /* enum nsc_compared_kind */
	struct nsc_cost change; /* bytes, after less before */
	/* Rows of `cause_rows`; none: nothing that is seen refers to these. */
	uint32_t cause_first, cause_count;
	uint32_t part_first, part_count; /* rows of `parts`, most bytes first */
	uint8_t rest;                    /* of REST: enum nsc_rest_kind */
	struct nsc_name name;            /* of CHANGED: the file; of REST: the section */
};

#define NOSTD_NAME nsc_compared_edge_vec
#define NOSTD_T    struct nsc_compared_edge
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_compared_cause_vec
#define NOSTD_T    struct nsc_compared_cause
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_compared_part_vec
#define NOSTD_T    struct nsc_compared_part
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_compared_row_vec
#define NOSTD_T    struct nsc_compared_row
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_compared_rows
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_comparison {
	bool known; /* false: one of them has no sizes; nothing else is filled then */
	struct nsc_cost total[NSC_SIDE_COUNT];
	struct nsc_compared_row_vec rows; /* most bytes first, then by kind and names */
	struct nsc_compared_rows cause_rows;
	struct nsc_compared_cause_vec causes;
	struct nsc_compared_edge_vec edges;
	struct nsc_compared_part_vec parts;
};

/* Everything lives as long as `run`, whose names it uses. */
void nsc_compare(struct nsc_run *run,
		 const struct nsc_survey *const surveys[NSC_SIDE_COUNT],
		 struct nsc_comparison *out);

#endif
