/* Trap 12: __real_malloc is the libc's malloc, whoever spells it. */
#include <stdlib.h>

static char heap[256];

void *__real_malloc(size_t size);

void *_sbrk(int more)
{
	return heap + more;
}

void *__wrap_malloc(size_t size)
{
	return __real_malloc(size + 8);
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
