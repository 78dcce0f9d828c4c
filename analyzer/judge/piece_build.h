/*
 * piece_build.h - what the maker of pieces and the maker of their edges share.
 *
 * Private to pieces.c and piece_edges.c.
 */
#ifndef NSC_ANALYZER_JUDGE_PIECE_BUILD_H
#define NSC_ANALYZER_JUDGE_PIECE_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/judge/pieces.h"

/* A piece by its section and name, or by its section and place. */
struct nsc_piece_key {
	uint32_t node, name; /* name id; 0: by place */
	uint64_t value;
};

#define NOSTD_NAME nsc_piece_index
#define NOSTD_K    struct nsc_piece_key
#define NOSTD_V    uint32_t
#define NOSTD_HASH(k, seed)                                                              \
	((size_t)((((uint64_t)(k)->node << 32 | (k)->name) + (k)->value * 0x85ebca6bU) * \
			  0x9e3779b97f4a7c15U ^                                          \
		  (seed)))
#define NOSTD_EQ(a, b) \
	((a)->node == (b)->node && (a)->name == (b)->name && (a)->value == (b)->value)
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_piece_builder {
	const struct nsc_target *target;
	const struct nsc_crossings *crossings;
	struct nsc_drags *drags;
	struct nsc_pieces *out;
	struct nsc_piece_index index;
	uint32_t *names_in; /* by node: named pieces of it */
};

/* The piece of a node by name; NSC_NO_ROW: it has none of that name. */
uint32_t nsc_piece_named(const struct nsc_piece_builder *of, uint32_t node,
			 struct nsc_name name);

/* References, sharing, and what the target asks for. */
void nsc_piece_edges_add(struct nsc_piece_builder *of);

#endif
