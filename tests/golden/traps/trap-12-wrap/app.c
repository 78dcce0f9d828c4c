/*
 * Trap 12: with --wrap=malloc every call of malloc goes to the target's own function. nm
 * says malloc, and the link never takes it.
 */
#include <stdlib.h>

static char heap[256];

void *__wrap_malloc(size_t size)
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
