/*
 * turns.h - rows that wait for their turn, handed out in ascending order, round and
 * round.
 *
 * For marking: what a section refers to mostly stands near it, so going up through rows
 * finds in the cache what a stack, which jumps, has to fetch. A row that is added behind
 * the place where the sweep stands has its turn in the next round. Bits, and over 64
 * words of them a bit that says whether any is set: each step takes as long as there are
 * levels, of which 2^32 rows have six.
 */
#ifndef NSC_ANALYZER_GRAPH_TURNS_H
#define NSC_ANALYZER_GRAPH_TURNS_H

#include <stdbool.h>
#include <stdint.h>

struct nostd_bump;

enum { NSC_TURNS_LEVELS = 6 };

struct nsc_turns {
	uint64_t *bits[NSC_TURNS_LEVELS]; /* [0]: by row; [n + 1]: by word of [n] */
	uint32_t words[NSC_TURNS_LEVELS]; /* of each; the last level has one */
	uint32_t next;                    /* row from which the sweep goes on */
};

/* No row waits. For rows 0 .. count - 1; bits in `arena`. */
void nsc_turns_init(struct nsc_turns *turns, struct nostd_bump *arena, uint32_t count);

/* Adding what waits already changes nothing. */
void nsc_turns_add(struct nsc_turns *turns, uint32_t row);

/* The next row, which waits no longer; false: none does. */
bool nsc_turns_take(struct nsc_turns *turns, uint32_t *row);

#endif
