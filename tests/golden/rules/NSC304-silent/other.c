/* The strong hook, a common symbol of the same size, another copy of clamp. */
#include "header.h"

char shared[8];

int hook(int value)
{
	return clamp(value * 3 + shared[7]);
}
