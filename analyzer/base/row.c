/*
 * row.c - see row.h.
 */
#include "analyzer/base/row.h"

#include <nostd/bump.h>

uint32_t *nsc_no_rows(struct nostd_bump *arena, size_t count)
{
	uint32_t *rows = nostd_bump_array(arena, uint32_t, count);
	size_t i;

	for (i = 0; i < count; i++) {
		rows[i] = NSC_NO_ROW;
	}
	return rows;
}
