/*
 * select.h - what a name on the command line stands for: symbols, objects and archive
 * members, components, parts of a libc.
 */
#ifndef NSC_ANALYZER_JUDGE_SELECT_H
#define NSC_ANALYZER_JUDGE_SELECT_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/graph/graph.h"
#include "analyzer/judge/groups.h"

struct nsc_near;
struct nsc_survey;

/* What a name was found to be. */
enum nsc_selected {
	NSC_SELECTED_NOTHING, /* no input has it */
	NSC_SELECTED_IDLE,    /* an archive has it, but the target has no use for it */
	NSC_SELECTED_PIECES
};

struct nsc_selection {
	uint8_t what;              /* enum nsc_selected */
	enum nsc_group_size size;  /* the size at which it is one thing */
	uint32_t symbol;           /* of the graph, when it is one; else NSC_NO_ROW */
	struct nsc_row_vec pieces; /* ascending, each once */
};

/*
 * A name or pattern (`*` and `?`), tried in this order: a symbol; an object,
 * "archive(member)" or member, by the end of its path; a component, a part "[std] fmt", a
 * tier "[std]". What is found first counts. Rows live as long as the run.
 */
void nsc_select(const struct nsc_survey *survey, struct nostd_str name,
		struct nsc_selection *out);

/* Offer every name that could have been meant. */
void nsc_select_near(const struct nsc_survey *survey, struct nsc_near *near);

#endif
