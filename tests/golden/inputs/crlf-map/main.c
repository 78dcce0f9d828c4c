/* A map that went through a checkout with CRLF says what it said before. */
#include <stdlib.h>

static char heap[128];

void *_sbrk(int more)
{
	return heap + more;
}

void *node_new(void)
{
	return malloc(8);
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = node_new();
	}
}
