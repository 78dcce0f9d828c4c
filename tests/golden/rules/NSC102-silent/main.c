/*
 * A freestanding header, one that is core in part, a hosted one whose use is a finding of
 * its own, and one of ours that is named like a hosted one.
 */
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "stdio.h"

long parse(const char *text)
{
	return strtol(text, 0, 10) + LINES;
}

long now(void)
{
	return (long)time(0);
}
