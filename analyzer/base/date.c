/*
 * date.c - see date.h. ISO 8601 calendar dates.
 */
#include "analyzer/base/date.h"

#include <nostd/fmt.h>

static bool is_leap(uint32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint32_t days_in(uint32_t year, uint32_t month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

/* Days before the first of January of `year`, counted from the year 1. */
static int64_t days_before(uint32_t year)
{
	int64_t y = (int64_t)year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

bool nsc_date_parse(struct nostd_str text, int64_t *days)
{
	uint32_t year, month, day, m;
	int64_t count;

	if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
	    !nostd_str_to_u32(nostd_str_take(text, 4), 10, &year) ||
	    !nostd_str_to_u32(nostd_str_take(nostd_str_skip(text, 5), 2), 10, &month) ||
	    !nostd_str_to_u32(nostd_str_skip(text, 8), 10, &day)) {
		return false;
	}
	if (year == 0 || month == 0 || month > 12 || day == 0 ||
	    day > days_in(year, month)) {
		return false;
	}
	count = days_before(year) - days_before(1970) + day - 1;
	for (m = 1; m < month; m++) {
		count += days_in(year, m);
	}
	*days = count;
	return true;
}

void nsc_date_text(int64_t days, char out[NSC_DATE_SIZE])
{
	int64_t left = days + days_before(1970); /* since the year 1 */
	uint32_t year =
		(uint32_t)(left / 366) + 1; /* not too late: years have 366 at most */
	uint32_t month = 1;

	while (days_before(year + 1) <= left) {
		year++;
	}
	left -= days_before(year);
	while (left >= days_in(year, month)) {
		left -= days_in(year, month++);
	}
	nostd_format_to(out, NSC_DATE_SIZE, "{:04}-{:02}-{:02}", year, month, left + 1);
}
