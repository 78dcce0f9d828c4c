/*
 * extract.h - a replay in progress: what every linker does with a file that it loads.
 *
 * Private to analyzer/replay: replay.c has GNU ld's and gold's order, lazy.c that of lld
 * and mold.
 */
#ifndef NSC_ANALYZER_REPLAY_EXTRACT_H
#define NSC_ANALYZER_REPLAY_EXTRACT_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"

struct nsc_graph;
struct nsc_link;
struct nsc_link_line;
struct nsc_plan;
struct nsc_run;

enum { NSC_MENTION_NONE, NSC_MENTION_WEAK, NSC_MENTION_STRONG };

struct nsc_replay_state {
	struct nsc_run *run;
	const struct nsc_graph *graph;
	struct nsc_link *link;
	uint8_t *weakened;     /* by mention: 1 when its last reference is cut */
	uint32_t *strong_by;   /* by symbol: first file that left it strongly undefined */
	uint32_t *group_owner; /* by name id of a signature: file + 1 */
	uint8_t *asked;        /* by symbol: 1: the line or its script names it */
	uint8_t *pending; /* by symbol, gold: 1: --defsym or beside SECTIONS assigned */
	uint32_t newly_undefined; /* names so far that nobody had mentioned or defined */
	uint32_t ask_later; /* symbol that the first file asks for, too; or NSC_NO_ROW */
	bool ordered_assignments; /* GNU ld: they count from where they stand */
	bool definitions_win;     /* gold: files define, whatever is assigned */
	bool before_code; /* what only code of fat objects asks for is not wanted yet */
	bool after_code;  /* IR is compiled: members with IR are not taken any more */
	uint32_t *first_file; /* by row of objects: its first file; one more at the end */
};

/* Load a file: its groups, definitions and mentions. Again is nothing. */
void nsc_replay_add_file(struct nsc_replay_state *of, uint32_t file, uint8_t how);

/* From now on nobody's file, but the link itself, wants a symbol. */
void nsc_replay_ask(struct nsc_replay_state *of, uint32_t symbol);

/* How a file mentions a symbol now: enum above. */
uint8_t nsc_replay_mention(const struct nsc_replay_state *of, uint32_t mention);

/* The mention of its file that a reference belongs to; NSC_NO_ROW: a local name. */
uint32_t nsc_replay_mention_of(const struct nsc_graph *graph, uint32_t ref);

/* The row of "__wrap_NAME". */
uint32_t nsc_wrapper_of(const struct nsc_graph *graph, struct nsc_name name);

/*
 * What a name of the line means once all is bound: an alias' other name; to lld, which
 * wraps last, a wrapped name's wrapper.
 */
uint32_t nsc_replay_meant(const struct nsc_plan *plan, const struct nsc_link *link,
			  uint32_t symbol);

/* -- assign.c: what scripts and --defsym define -------------------------------------- */

/* Before any file, and when all are loaded. */
void nsc_assign_first(struct nsc_replay_state *of, const struct nsc_plan *plan);
void nsc_assign_last(struct nsc_replay_state *of, const struct nsc_plan *plan);
/*
 * Is a name assigned otherwise than by PROVIDE? To gold it is none then that EXTERN or an
 * expression asks for (gold/script.cc, 2.40, Script_options::add_symbol_reference).
 */
bool nsc_assign_hides(const struct nsc_graph *graph, uint32_t symbol);
/* GNU ld comes to a row of the line's assignments. */
void nsc_assign_take(struct nsc_replay_state *of, uint32_t row);
/* PROVIDE of what is mentioned and not defined. */
void nsc_assign_provided(struct nsc_replay_state *of);
/* __start_X and __stop_X. */
void nsc_assign_bounds(struct nsc_replay_state *of);

/* -- lazy.c -------------------------------------------------------------------------- */

/*
 * lld since 19 asks for what PROVIDE's expression names only when it counts, and for the
 * entry before what expressions name (measured: 14 and 19).
 */
bool nsc_lld_weighs_provide(const struct nsc_link_line *line);

/* The plan by the rules of lld, or of mold. */
void nsc_replay_lazily(struct nsc_replay_state *of, const struct nsc_plan *plan);
void nsc_replay_ranked(struct nsc_replay_state *of, const struct nsc_plan *plan);

#endif
