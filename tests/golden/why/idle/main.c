/* An archive of the link has rand, and nobody wants it. */
#include <stdlib.h>

static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = malloc(16);
	}
}
