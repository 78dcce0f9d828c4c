/* A build that copies its map beside what it ships: one image, told of once. */
#include <stdlib.h>

int _start(void)
{
	return rand();
}
