/*
 * malloc() asks _sbrk() of libnosys for memory: what leads to a stub is a kind of its own,
 * beside being a call.
 */
#include <stdlib.h>

static void *volatile held;

void _start(void)
{
	for (;;) {
		held = malloc(16);
	}
}
