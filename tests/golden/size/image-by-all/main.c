/*
 * Each size of looking in one run, as JSON.
 */
#include "part.h"

int table[8] = {1, 2, 3};
static volatile int zeroed[24];

void _start(void)
{
	for (;;) {
		zeroed[table[1]] = part_sum(table, 8);
	}
}
