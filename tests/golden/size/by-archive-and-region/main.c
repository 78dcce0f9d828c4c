/*
 * What came out of an archive, and what lies in which memory: code that runs from RAM is
 * loaded in flash, and a table lies outside of all regions.
 */
#include "part.h"

static volatile int done;
int table[4] = {1, 2, 3, 4};
__attribute__((section(".apart"))) int apart[2] = {5, 6};

__attribute__((noinline, long_call, section(".fast.scale"))) int scale(int value)
{
	return value * 3;
}

/* What the linker drops shows in the map that it collects. */
int unused(int value)
{
	return value + done;
}

void _start(void)
{
	for (;;) {
		done += scale(done) + part_sum(table, 4) + apart[done & 1];
	}
}
