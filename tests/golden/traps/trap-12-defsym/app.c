/* Trap 12: --defsym gives malloc another meaning after the object is written. */
#include <stdlib.h>

static char heap[256];

void *board_alloc(size_t size)
{
	return heap + size;
}

void *node_new(void)
{
	return malloc(16);
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = node_new();
	}
}
