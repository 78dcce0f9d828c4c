/*
 * near.c - edit distance with transpositions (optimal string alignment), cut off early.
 */
#include "analyzer/base/near.h"

#include <string.h>

enum { WORD_MAX = 96 }; /* longer words are compared by their first 96 bytes */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Three rows of the table are enough: two back for transpositions. */
static size_t distance(struct nostd_str a, struct nostd_str b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t i, j;

	for (j = 0; j <= b.len; j++) {
		rows[0][j] = j;
	}
	for (i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (j = 1; j <= b.len; j++) {
			size_t cost = a.ptr[i - 1] != b.ptr[j - 1];

			row[j] = least(least(above[j], row[j - 1]) + 1,
				       above[j - 1] + cost);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
			    a.ptr[i - 2] == b.ptr[j - 1]) {
				row[j] = least(row[j], above2[j - 2] + 1);
			}
		}
	}
	return rows[a.len % 3][b.len];
}

void nsc_near_init(struct nsc_near *near, struct nostd_str wanted)
{
	near->wanted = wanted;
	near->best = nostd_str_new(NULL, 0);
	near->distance = 0;
}

void nsc_near_offer(struct nsc_near *near, struct nostd_str candidate)
{
	struct nostd_str a = nostd_str_take(near->wanted, WORD_MAX);
	struct nostd_str b = nostd_str_take(candidate, WORD_MAX);
	size_t longer = a.len > b.len ? a.len : b.len;
	size_t edits;

	if (a.len == 0 || b.len == 0) {
		return;
	}
	edits = distance(a, b);
	if (edits > (longer + 2) / 3 ||
	    (near->best.len != 0 && edits >= near->distance)) {
		return;
	}
	near->best = candidate;
	near->distance = edits;
}
