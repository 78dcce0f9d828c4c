/* Conversions that nobody denies, and a format that is no literal. */
#include <stdio.h>

void print(const char *format, double x)
{
	printf("%f%n", x, (int *)0);
	printf(format, x);
}
