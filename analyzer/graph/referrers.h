/*
 * referrers.h - rows grouped by a key, and the references of a link by what they lead to:
 * the graph the other way round.
 */
#ifndef NSC_ANALYZER_GRAPH_REFERRERS_H
#define NSC_ANALYZER_GRAPH_REFERRERS_H

#include <stddef.h>
#include <stdint.h>

struct nostd_bump;
struct nsc_link;

/* The rows of key k are rows[first[k]] .. rows[first[k + 1] - 1], ascending. */
struct nsc_row_groups {
	uint32_t *first; /* by key, one more at the end */
	uint32_t *rows;
};

/* Rows with their keys; the key NSC_NO_ROW leaves a row out. */
struct nsc_keyed_rows {
	const uint32_t *keys; /* by row, below key_count */
	size_t count;         /* of rows */
	uint32_t key_count;
};

/* A counting sort; arrays in `arena`. */
void nsc_row_groups_make(struct nostd_bump *arena, const struct nsc_keyed_rows *keyed,
			 struct nsc_row_groups *out);

/* Rows of the graph's refs by the node they lead to in this link; arrays in `arena`. */
void nsc_referrers_make(struct nostd_bump *arena, const struct nsc_link *link,
			struct nsc_row_groups *out);

#endif
