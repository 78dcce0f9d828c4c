/* Trap 19: every call comes out of port.h; the places are lines 8 and 13 of this file. */
#include "port.h"

static int level = 3;

void first(void)
{
	LOG("first");
}

void second(void)
{
	LOG("second");
}
