/*
 * row.h - rows of one array that name rows of another.
 */
#ifndef NSC_ANALYZER_BASE_ROW_H
#define NSC_ANALYZER_BASE_ROW_H

#include <stddef.h>
#include <stdint.h>

struct nostd_bump;

#define NSC_NO_ROW UINT32_MAX /* "none" wherever a row of another array is named */

/* Room for `count` rows in `arena`; what they name is left to the caller. */
uint32_t *nsc_rows(struct nostd_bump *arena, size_t count);

/* `count` rows in `arena` that name none yet. */
uint32_t *nsc_no_rows(struct nostd_bump *arena, size_t count);

#endif
