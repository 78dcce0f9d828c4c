/* What `allow: format` covers, and what it does not; a comment does the same. */
#include <stdio.h>

void report(double x)
{
	printf("%g", x);
	printf("%Lg", (long double)x);
	printf("%e", x); /* nostd-check: allow(format) printed by the host */
}
