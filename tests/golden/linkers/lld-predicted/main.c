/* A link command and objects, no map: what the linker would take and keep. */
#include <stdio.h>
#include <stdlib.h>

volatile unsigned port;
char line[32];

static int level(void)
{
	return snprintf(line, sizeof(line), "%u", port);
}

void report(void)
{
	port = (unsigned)level();
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
