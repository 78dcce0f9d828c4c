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

enum { NSC_DATE_SIZE = 11 }; /* ten characters and the NUL */

/* The same back, for days of the years 1 to 9999. */
void nsc_date_text(int64_t days, char out[NSC_DATE_SIZE]);

#endif
