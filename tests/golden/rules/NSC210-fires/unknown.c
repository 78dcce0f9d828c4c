/* Formats that are no literals are told; those that are passed on are not. */
#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 1, 2))) void passes(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	vprintf(format, rest);
	va_end(rest);
}

void unmarked(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	vprintf(format, rest);
	va_end(rest);
}

void variable(int which, char *to)
{
	char text[] = "%f";

	printf(text, 1.0);
	sprintf(to, which ? "%d" : text, 1);
}

/* Past NSC_LIMIT_FORMAT_PARTS nobody looks: what was read is judged, the rest is told. */
#define CHAIN4(x)    which == 1 ? "%a" : which == 2 ? "%a" : which == 3 ? "%a" : which == 4 ? "%a" : x
#define CHAIN16(x)   CHAIN4(CHAIN4(CHAIN4(CHAIN4(x))))
#define CHAIN64(x)   CHAIN16(CHAIN16(CHAIN16(CHAIN16(x))))
#define CHAIN256(x)  CHAIN64(CHAIN64(CHAIN64(CHAIN64(x))))
#define CHAIN1024(x) CHAIN256(CHAIN256(CHAIN256(CHAIN256(x))))
void chained(int which)
{
	printf(CHAIN1024("%d"), 1.0);
}
