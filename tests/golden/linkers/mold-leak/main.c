/* A leak in an image of mold: the objects say who calls what, the map what is in it. */
#include <stdio.h>
#include <stdlib.h>

volatile unsigned port;
char line[32];
int common_of_two __attribute__((common));

static int level(void)
{
	return snprintf(line, sizeof(line), "%u", port);
}

void report(void)
{
	port = (unsigned)(level() + common_of_two);
}

void never(void)
{
	port = (unsigned)rand();
}

void _start(void)
{
	report();
	for (;;) {
	}
}
