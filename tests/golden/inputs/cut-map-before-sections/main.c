/* The map of this image ends before its sections begin. */
#include <stdlib.h>

static char heap[128];

void *_sbrk(int more)
{
	return heap + more;
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = malloc(1);
	}
}
