/*
 * Objects that nobody linked: own bytes of their sections, COMMON beside them.
 */
#include "part.h"

int table[8] = {1, 2, 3};
int shared[3];
static volatile int zeroed[24];

void _start(void)
{
	for (;;) {
		zeroed[table[1]] = part_sum(table, 8);
	}
}
