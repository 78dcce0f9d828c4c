/*
 * date.h - calendar dates as days since 1970-01-01, in the Gregorian calendar.
 */
#ifndef NSC_ANALYZER_BASE_DATE_H
#define NSC_ANALYZER_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

/* "YYYY-MM-DD", a day that exists; false otherwise, with *days as it was. */
bool nsc_date_parse(struct nostd_str text, int64_t *days);

#endif
