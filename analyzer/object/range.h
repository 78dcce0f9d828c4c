/*
 * range.h - which of many address ranges holds an address: functions, inlined bodies,
 * rows of line tables.
 *
 * Ranges may nest and overlap in any way. Questions are asked in ascending order of
 * addresses; n ranges and m questions cost O((n + m) log n), whatever the ranges are.
 */
#ifndef NSC_ANALYZER_OBJECT_RANGE_H
#define NSC_ANALYZER_OBJECT_RANGE_H

#include <stddef.h>
#include <stdint.h>

struct nostd_bump;

struct nsc_range {
	uint64_t low, high; /* low <= address < high; an empty one holds nothing */
	uint32_t depth;     /* the deepest range that holds an address wins, ... */
	uint32_t order;     /* ... then the one that begins last, then highest order */
	uint32_t what;      /* the caller's */
};

#define NOSTD_NAME nsc_range_vec
#define NOSTD_T    struct nsc_range
#define NOSTD_IN
#include <nostd/vec.h>

/* Storage is the caller's; the ranges must stay as they are. */
struct nsc_sweep {
	const struct nsc_range *ranges;
	size_t count;
	size_t next;    /* ranges before it have been looked at */
	uint32_t *heap; /* ranges that have begun, the one that wins in front */
	size_t heap_count;
};

/* Sorts `ranges` and starts; the sweep's memory comes from `scratch`. */
void nsc_sweep_init(struct nsc_sweep *sweep, struct nsc_range_vec *ranges,
		    struct nostd_bump *scratch);

/* The range that wins at `address`, not below the last one asked for; NULL: none. */
const struct nsc_range *nsc_sweep_at(struct nsc_sweep *sweep, uint64_t address);

#endif
