/* The freestanding header was included before the first use. */
#include <stdio.h>
#include <stddef.h>

size_t twice(size_t size)
{
	return 2 * size;
}
