/*
 * Trap 6: a host tool's archive in the build folder; its member is called as one of the
 * target's objects, which must be looked at all the same.
 */
#include <stdlib.h>

int roll(void)
{
	return rand();
}
