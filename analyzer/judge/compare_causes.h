/*
 * compare_causes.h - which causes the symbols of one side are reached behind.
 *
 * Private to compare.c and compare_causes.c.
 */
#ifndef NSC_ANALYZER_JUDGE_COMPARE_CAUSES_H
#define NSC_ANALYZER_JUDGE_COMPARE_CAUSES_H

#include <stdint.h>

#include "analyzer/graph/graph.h"

struct nsc_groups;
struct nsc_run;

/* An edge of the pieces that leads to a cause. */
struct nsc_cause_edge {
	uint32_t cause, from; /* row of causes; group */
	uint32_t edge;        /* of the pieces */
};

#define NOSTD_NAME nsc_cause_edges
#define NOSTD_T    struct nsc_cause_edge
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_cause_search {
	struct nsc_run *run; /* its scratch holds all of this */
	const struct nsc_groups *groups;
	const uint8_t *fresh; /* by group: the other side does not have it */
	/* Found: */
	uint32_t *cause_of;        /* by group: row of causes, or NSC_NO_ROW */
	struct nsc_row_vec causes; /* their groups */
	struct nsc_cause_edges edges;
	uint32_t words;  /* of a mask */
	uint64_t *masks; /* by group: the causes it is reached behind, a bit each */
};

/* Fill the members below "Found". */
void nsc_cause_search(struct nsc_cause_search *of);

#endif
