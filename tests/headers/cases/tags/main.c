/* The tag of a struct, used as a whole. */
#include <time.h>

int year_of(const struct tm *when)
{
	return when->tm_year + 1900;
}
