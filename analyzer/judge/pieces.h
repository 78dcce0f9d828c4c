/*
 * pieces.h - a target taken apart as far as its evidence goes: functions and objects
 * inside sections, and what refers to what.
 *
 * In:   a labelled target, and its boundary references.
 * Out:  pieces, and edges between them: what `tree`, `why` and `size` stand on.
 *
 * A linker keeps or drops a section as a whole; in a link that collects nothing, and
 * where a map is all there is, a file. Whoever enters it by one piece keeps the others as
 * well, and calls inside it need not show (link-semantics.md 3). What is kept as one and
 * has several pieces also has a *hub*: edges of kind NSC_HOP_SHARES lead to it from the
 * pieces by which it is entered, and from it to those that lead on. They are never calls.
 */
#ifndef NSC_ANALYZER_JUDGE_PIECES_H
#define NSC_ANALYZER_JUDGE_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/graph/referrers.h"

struct nsc_crossings;
struct nsc_drags;
struct nsc_target;

enum nsc_piece_kind {
	NSC_PIECE_TARGET,  /* the target itself: it asks for what nothing in it names */
	NSC_PIECE_NAMED,   /* a function or object */
	NSC_PIECE_SECTION, /* a section without a name in it */
	NSC_PIECE_HUB,     /* what its pieces share, see above */
	NSC_PIECE_NOBODY,  /* a name that nobody defines */
	NSC_PIECE_OUTSIDE  /* a name of the linker or its script, or an absolute one */
};

struct nsc_piece {
	uint8_t kind;       /* enum nsc_piece_kind */
	bool present;       /* live in an image; elsewhere: part of what is built */
	uint8_t tier;       /* enum nsc_tier; UNKNOWN: no table knows it, or it is own */
	uint8_t capability; /* enum nsc_capability, when the tier is known */
	uint32_t file;      /* NSC_NO_ROW: none */
	uint32_t node;      /* NSC_NO_ROW: none, or the whole file */
	uint32_t symbol;    /* of the graph; NSC_NO_ROW: a local name, or none */
	uint32_t hub;       /* what it shares with others, or NSC_NO_ROW */
	uint32_t with;      /* piece whose unwinding table it is, or NSC_NO_ROW */
	struct nsc_name name; /* empty for SECTION, HUB and TARGET */
	uint64_t value, size; /* place and bytes in its section; size 0: not known */
};

struct nsc_piece_edge {
	uint32_t from, to; /* pieces */
	uint32_t ref;      /* row of the graph's refs, or NSC_NO_ROW */
	uint8_t kind;      /* enum nsc_hop_kind */
	uint8_t root;      /* enum nsc_root, of edges from the target */
};

#define NOSTD_NAME nsc_piece_vec
#define NOSTD_T    struct nsc_piece
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_piece_edge_vec
#define NOSTD_T    struct nsc_piece_edge
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_pieces {
	const struct nsc_target *target;
	struct nsc_piece_vec all; /* the first is the target itself */
	struct nsc_piece_edge_vec edges;
	struct nsc_row_groups out, in; /* rows of edges, by `from` and by `to` */
	uint32_t *of_def;              /* by def: piece, or NSC_NO_ROW */
	uint32_t *of_symbol; /* by symbol nobody defines: piece, or NSC_NO_ROW */
	uint32_t
		*of_node; /* by node: where what names no piece of it leads; NSC_NO_ROW */
};

/* Take a target apart. Everything lives as long as the run. */
void nsc_pieces_find(const struct nsc_target *target,
		     const struct nsc_crossings *crossings, struct nsc_drags *drags,
		     struct nsc_pieces *out);

/* The piece that a symbol is in this link; NSC_NO_ROW: nothing here mentions it. */
uint32_t nsc_pieces_of_symbol(const struct nsc_pieces *pieces, uint32_t symbol);

/* On which side it stands; names without a file count as hosted (enum nsc_side). */
uint8_t nsc_piece_side(const struct nsc_pieces *pieces, uint32_t piece);

/* Is it the user's code or a dependency's? */
bool nsc_piece_is_own(const struct nsc_pieces *pieces, uint32_t piece);

/* A search, breadth first; ties go to the order of the inputs. */
struct nsc_piece_search {
	const struct nsc_pieces *pieces;
	bool backward; /* against the direction of edges */
	/* Shall this edge be followed? NULL: every one. */
	bool (*follows)(const struct nsc_piece_search *search, uint32_t edge);
	const void *self;   /* for `follows` */
	uint32_t *via;      /* by piece: the edge it was first reached by; NSC_NO_ROW */
	uint32_t *distance; /* by piece: UINT32_MAX: not reached */
};

/* Search from `starts`; `via` and `distance` are made, in run->keep. */
void nsc_pieces_search(struct nsc_piece_search *search, const uint32_t *starts,
		       size_t count);

#endif
