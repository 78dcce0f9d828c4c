/*
 * replay.h - the linker replayed: who is extracted from archives, and which definition
 * wins.
 *
 * In:   a graph, and a plan: the files of the command line in order. Out:  a link with
 * `loaded`, `bound` and dropped duplicates filled in; liveness is
 *       nsc_link_mark()'s.
 *
 * The rules are the linker's own. GNU ld and gold take files left to right; an archive's
 * index is gone through in its order, again and again until nothing is added; groups
 * repeat as a whole. To lld and mold archives are lazy: what a file wants is taken
 * wherever it stands. A strong undefined symbol extracts, a weak one does not; the first
 * COMDAT group of a signature wins. README.md has the rest.
 */
#ifndef NSC_ANALYZER_REPLAY_REPLAY_H
#define NSC_ANALYZER_REPLAY_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nsc_cut;
struct nsc_graph;
struct nsc_link;
struct nsc_link_line;
struct nsc_run;

enum nsc_step_kind {
	NSC_STEP_FILE,      /* an object; `row` is its file in the graph */
	NSC_STEP_LAZY,      /* the same, taken as members of archives are */
	NSC_STEP_LIB_START, /* --start-lib: lazy ones follow */
	NSC_STEP_LIB_END,
	NSC_STEP_ARCHIVE, /* `row` is its row of the graph's objects */
	NSC_STEP_WHOLE,   /* an archive under --whole-archive */
	NSC_STEP_GROUP_START,
	NSC_STEP_GROUP_END,
	NSC_STEP_ASSIGN /* GNU ld sees `row` of the line's assignments now */
};

struct nsc_step {
	uint8_t kind; /* enum nsc_step_kind */
	uint32_t row;
};

#define NOSTD_NAME nsc_step_vec
#define NOSTD_T    struct nsc_step
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME nsc_symbol_row_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* A command line, as far as it matters. */
struct nsc_plan {
	struct nsc_step_vec steps;
	struct nsc_symbol_row_vec undefined; /* symbols of -u and EXTERN */
	uint32_t entry;                      /* symbol, or NSC_NO_ROW */
	uint8_t linker;                      /* enum nsc_linker */
	const struct nsc_link_line *line;    /* it was taken from; NULL: from a map */
	bool complete; /* false: a file was not read, so a replay proves nothing */
};

/*
 * The command line as the map tells it: LOAD lines, groups, pull rows without a referrer.
 */
void nsc_plan_from_map(struct nsc_run *run, const struct nsc_graph *graph,
		       struct nsc_plan *plan);

/* The command line itself (graph->in.line). */
void nsc_plan_from_line(struct nsc_run *run, const struct nsc_graph *graph,
			struct nsc_plan *plan);

/*
 * A member that came in for a symbol which every loaded file mentions only weakly was
 * asked for by -u or EXTERN, whoever the map names: it tells the first reference, of any
 * kind. `told` is the map's own link.
 */
void nsc_plan_add_options(const struct nsc_link *told, struct nsc_plan *plan);

/* No link known: every file is loaded, in the order of the inputs. */
void nsc_plan_whole_set(struct nsc_run *run, const struct nsc_graph *graph,
			struct nsc_plan *plan);

/*
 * Replay the plan without the references of `cut` (NULL: all are there) into an
 * initialised link.
 */
void nsc_replay(struct nsc_run *run, const struct nsc_plan *plan,
		const struct nsc_cut *cut, struct nsc_link *link);

/*
 * The link of an image as its map and a replay tell it, liveness included. True: they
 * agree in all, so a replay without some references is what a linker would do. False: the
 * map is believed.
 */
bool nsc_link_image(struct nsc_run *run, const struct nsc_graph *graph,
		    struct nsc_plan *plan, struct nsc_link *link);

/*
 * Go on with a finished link: changed sources join the files they speak for, and archives
 * are searched for what they ask. What they no longer ask for stays. No word of liveness.
 */
void nsc_replay_changed(struct nsc_run *run, const struct nsc_plan *plan,
			struct nsc_link *link);

/*
 * A strongly undefined symbol that a live section refers to and nobody defines: such a
 * link fails. NSC_NO_ROW: there is none.
 */
uint32_t nsc_replay_missing(const struct nsc_link *link, const struct nsc_cut *cut);

/*
 * The link as the map tells it, into an initialised link: the files it names are loaded,
 * with the pullers it names, or, where it names none, pullers that the files themselves
 * show; names are bound in the order of loading.
 */
void nsc_link_from_map(struct nsc_run *run, const struct nsc_plan *plan,
		       struct nsc_link *link);

/*
 * After link-time optimisation the code that came of it asks for more, which no replay
 * knows; but what the IR asks for, the map must have. Each difference is a diagnostic.
 * Maps that list only what is live say nothing of that.
 */
void nsc_replay_is_part_of(struct nsc_run *run, const struct nsc_link *replayed,
			   const struct nsc_link *told);

/* Do a replay and the map agree on who was loaded? Each difference is a diagnostic. */
bool nsc_replay_agrees(struct nsc_run *run, const struct nsc_link *replayed,
		       const struct nsc_link *told);

#endif
