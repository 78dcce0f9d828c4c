/*
 * Of a map alone: files and what they mention. That node_new() is the one who calls malloc
 * stands in no map.
 */
#include <stdlib.h>

static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}

__attribute__((noinline)) void *node_new(void)
{
	return malloc(16);
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = node_new();
	}
}
