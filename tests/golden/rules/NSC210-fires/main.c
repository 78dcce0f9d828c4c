/* Each place where a format with %f, %n, %lld, %1$d or %ls is handed over. */
#include <inttypes.h>
#include <stdio.h>

#include "log.h"

void widths(double x, int w)
{
	printf("%d%% of %5.2f\n", w, x);
	printf("%-*.*f|%+08.3e|% G", w, w, x, x, x);
	printf("%lf and %Lf", x, (long double)x);
}

void split(double x)
{
	printf("first "
	       "second %"
	       ".3"
	       "f"
	       " third\t\"%%\" %a",
	       x, x);
}

void macros(double x, uint64_t u, long long l)
{
	LOG("%f", x);
	printf(VOLTS, x);
	printf("%" U64 " %lld %-5" PRIi32 "x", u, l, (int32_t)u);
}

void chosen(int how, double x)
{
	printf(how ? "%d" : "%f", x);
	printf(0 ? "%e" : "%d", how);
	how ? printf("%g", x) : printf("%d", how);
}

static const char banner[] = "%d %E";
static const char *const table = "%G";

void constants(double x)
{
	printf(banner, 1, x);
	printf(table, x);
}

void others(const struct sink *sink, char *to, double x, int *n, wchar_t *w)
{
	sink->put(to, "%.0f", x);
	sprintf(to, "%2$s %1$d", 1, "");
	snprintf(to, 4, "%hhn %n", (signed char *)n, n);
	fprintf(stderr, "%ls %S %lc", w, w, (wint_t)*w);
	__builtin_printf("%f", x);
	(printf)("%f", x);
}

void scan(const char *line, double *x, int *n)
{
	sscanf(line, "%*f %lf%n", x, n);
	read_line(line, "%*n%d %[^%f] %3e", n, (char *)n, (float *)x);
}

#line 300 "written.y"
void elsewhere(double x)
{
	printf("%f", x);
}
