/*
 * price.h - what a reference costs: the link without it, laid out again.
 *
 *	retained(F) = cost(link) - cost(link without the references of F)
 *
 * Extraction, binding, liveness and sizes are all done anew; own code stays byte for byte
 * (link-semantics.md 4). Prices are signed: taking a reference away can make an image
 * larger.
 */
#ifndef NSC_ANALYZER_REPLAY_PRICE_H
#define NSC_ANALYZER_REPLAY_PRICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nsc_cut;
struct nsc_frames;
struct nsc_graph;
struct nsc_link;
struct nsc_made;
struct nsc_plan;
struct nsc_run;

/* Bytes with a load address (flash); bytes that are written, or copied, to RAM (ram). */
struct nsc_cost {
	int64_t flash, ram;
};

struct nsc_price {
	struct nsc_cost cost; /* when known */
	uint32_t missing; /* symbol on which the cut link fails; NSC_NO_ROW: it links */
	bool known;
};

enum { NSC_SECTION_KINDS = 8 };

/* An image whose edges can be priced. */
struct nsc_priced {
	struct nsc_run *run;
	const struct nsc_graph *graph;
	const struct nsc_plan *plan;
	const struct nsc_link *base; /* the real link */
	bool exact;            /* false: part of the link is not known, so no price is */
	struct nsc_cost cost;  /* of the real link */
	uint32_t base_missing; /* what the real link leaves undefined, or NSC_NO_ROW */
	/* By row of the map's outputs. Code that runs from RAM is there, not written. */
	uint8_t *in_flash, *in_ram, *written;
	uint32_t *node_of;        /* by row of the map's sections: node, or NSC_NO_ROW */
	uint32_t *output_of_name; /* by name id: where sections of that name went first */
	/* The same by kind: code, writable, NOBITS. */
	uint32_t output_of_kind[NSC_SECTION_KINDS];
	uint32_t *pool_of;    /* by row of the map's sections: pool, or NSC_NO_ROW */
	uint32_t *pool_first; /* by pool, one more at the end: position in pool_rows */
	uint32_t *pool_rows;  /* rows of the map's sections, by pool, in map order */
	uint32_t pool_count;
	struct nsc_frames *frames; /* .eh_frame; NULL: there is none */
	struct nsc_made *made;     /* tables of the linker's; NULL: there are none */
	uint32_t *frames_pool;     /* by output: the pool that is its .eh_frame */
};

/* `base` must be marked already. */
void nsc_priced_init(struct nsc_run *run, const struct nsc_plan *plan,
		     const struct nsc_link *base, bool exact, struct nsc_priced *priced);

/* The price of a cut. */
struct nsc_price nsc_price_of(const struct nsc_priced *priced, const struct nsc_cut *cut);

/*
 * The same, and the link that is left, in an initialised link of the caller's; for asking
 * what still holds something.
 */
struct nsc_price nsc_price_link(const struct nsc_priced *priced,
				const struct nsc_cut *cut, struct nsc_link *left);

/*
 * The prices of many cuts, the same as one by one. A cut that changes neither who is
 * extracted nor what a name is bound to takes what it alone retains, with all other such
 * cuts in one go; the others are replayed. In most images few are.
 */
void nsc_price_each(const struct nsc_priced *priced, const struct nsc_cut *const *cuts,
		    size_t count, struct nsc_price *prices);

/* Own bytes of a node as the image has it: final size, in flash and ram. */
struct nsc_cost nsc_node_cost(const struct nsc_priced *priced, uint32_t node);

#endif
