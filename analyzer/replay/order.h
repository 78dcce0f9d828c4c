/*
 * order.h - the order of sections where members are extracted in another order.
 *
 * Private to analyzer/replay. A linker goes through its script pattern by pattern, and
 * through the files for each in the order in which they were loaded. Rows of the map that
 * follow each other in the order of their files are taken to be of one pattern.
 */
#ifndef NSC_ANALYZER_REPLAY_ORDER_H
#define NSC_ANALYZER_REPLAY_ORDER_H

#include <stdbool.h>
#include <stdint.h>

struct nsc_layout;
struct nsc_layout_rows;
struct nsc_link;
struct nsc_priced;

struct nsc_order {
	const struct nsc_priced *priced;
	uint32_t *before, *now; /* by file: its place in the order of loading */
	bool changed;           /* false: who is in both links comes in the same order */
};

/* The order of `link` against that of the real link; in run->scratch. */
void nsc_order_find(const struct nsc_priced *priced, const struct nsc_link *link,
		    struct nsc_order *out);
/* Does a row's file come before another's now? Rows of one file: as in the map. */
bool nsc_order_is_before(const struct nsc_order *order, uint32_t row, uint32_t other);
/* The rows of one output as that link has them: `all` has room for each. */
void nsc_order_rows(const struct nsc_order *order, const struct nsc_layout *layout,
		    const struct nsc_layout_rows *rows, uint32_t *all);

#endif
