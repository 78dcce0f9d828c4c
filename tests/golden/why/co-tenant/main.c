/*
 * Compiled without -ffunction-sections: roll() is called by nobody, and stays because
 * _start stands in the same section.
 */
#include <stdlib.h>

int roll(void)
{
	return rand();
}

void _start(void)
{
	for (;;) {
	}
}
