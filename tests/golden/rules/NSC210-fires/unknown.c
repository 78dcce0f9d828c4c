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
