/*
 * row.c - see row.h.
 */
#include "analyzer/base/row.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/panic.h>

uint32_t *nsc_rows(struct nostd_bump *arena, size_t count)
{
	struct nostd_layout want;

	if (!nostd_layout_array(NOSTD_LAYOUT_OF(uint32_t), count, &want)) {
		NOSTD_PANIC("more rows than there is memory");
	}
	return nostd_bump_alloc(arena, want);
}

uint32_t *nsc_no_rows(struct nostd_bump *arena, size_t count)
{
	uint32_t *rows = nsc_rows(arena, count);

	memset(rows, 0xff, count * sizeof(*rows)); /* NSC_NO_ROW, byte by byte */
	return rows;
}
