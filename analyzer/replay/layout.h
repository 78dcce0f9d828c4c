/*
 * layout.h - the sections of a link laid out, to know its size.
 *
 * Private to analyzer/replay. Live sections are placed in the order of the map with their
 * own alignment and final sizes; mergeable sections of one output are one pool; equal
 * neighbours of .ARM.exidx are joined; reservations of the script stay as they are
 * (link-semantics.md 4, "Sizes").
 */
#ifndef NSC_ANALYZER_REPLAY_LAYOUT_H
#define NSC_ANALYZER_REPLAY_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzer/replay/made.h"
#include "analyzer/replay/price.h"

struct nostd_bump;
struct nsc_object_section;

/* -- outputs.c: once for an image ---------------------------------------------------- */

/* Find out which outputs take flash and RAM, and which sections are merged with which. */
void nsc_layout_prepare(struct nsc_priced *priced);

/* The section of the object that a node is; NULL: it is none, or was not read. */
const struct nsc_object_section *nsc_layout_section(const struct nsc_graph *graph,
						    uint32_t node);

/*
 * The output that sections of this node's name, or else of its kind, went to; NSC_NO_ROW:
 * none did.
 */
uint32_t nsc_layout_output_like(const struct nsc_priced *priced, uint32_t node);

/* -- layout.c: row by row ------------------------------------------------------------ */

/* Rows of the map's sections that make one output: [first, end). */
struct nsc_layout_rows {
	uint32_t first, end;
};

/* What .ARM.exidx ends with so far: the second word of its last row, for joining. */
struct nsc_unwind_end {
	bool any;
	uint32_t word;
};

struct nsc_order;

struct nsc_layout {
	const struct nsc_priced *priced;
	const struct nsc_link *link;
	const uint8_t *gone; /* by node: 1: left out though it is live; NULL: none is */
	struct nsc_unwind_end unwind;
	const struct nsc_cut *cut;     /* references that are not there; NULL: all are */
	const struct nsc_order *order; /* of this link; NULL: the map's */
	bool unmade[NSC_MADE_COUNT];   /* by kind: tables that the link does without */
};

struct nsc_layout_rows nsc_layout_rows_at(const struct nsc_priced *priced,
					  uint32_t first);
/* Does the output of these rows take flash or RAM? */
bool nsc_layout_counts(const struct nsc_priced *priced, struct nsc_layout_rows rows);
/* Is it a fill that aligning makes again? */
bool nsc_layout_is_padding(const struct nsc_priced *priced, struct nsc_layout_rows rows,
			   uint32_t row);
bool nsc_layout_has(const struct nsc_layout *layout, uint32_t node);
/* Where an output that has reached the address `at` stands behind a row. */
uint64_t nsc_layout_place(struct nsc_layout *layout, struct nsc_layout_rows rows,
			  uint32_t row, uint64_t at);
uint64_t nsc_layout_align_up(uint64_t at, uint64_t align);
/* What is left of a pool; its first live row carries all of it. */
uint64_t nsc_layout_pool_size(const struct nsc_layout *layout, uint32_t pool);
/* Bytes of an .ARM.exidx section behind `end`, which it moves on. */
uint64_t nsc_layout_unwind_size(const struct nsc_priced *priced, uint32_t node,
				struct nsc_unwind_end *end);
/* Find out which tables of the linker's this layout does without. */
void nsc_layout_unmake(struct nsc_layout *layout);
/* A live node that no row of the map shows. */
struct nsc_cost nsc_layout_unplaced(const struct nsc_priced *priced, uint32_t node);
void nsc_layout_add(const struct nsc_priced *priced, uint32_t output, int64_t size,
		    struct nsc_cost *cost);

/* What a link costs in all, without the references of `cut`, which may be NULL. */
struct nsc_cost nsc_layout_cost(const struct nsc_priced *priced,
				const struct nsc_link *link, const struct nsc_cut *cut);

/* -- relayout.c: a link laid out, and what changes without some of it ---------------- */

struct nsc_laid;

/* The base link of an image laid out; in `arena`. */
struct nsc_laid *nsc_laid_new(const struct nsc_priced *priced, struct nostd_bump *arena);

/*
 * What goes with some of its live nodes and the references of `cut`: the cost of the
 * whole less that of a layout without them. Only rows whose place depends on theirs are
 * looked at.
 */
struct nsc_cost nsc_laid_without(struct nsc_laid *laid, const uint32_t *nodes,
				 size_t count, const struct nsc_cut *cut);

#endif
