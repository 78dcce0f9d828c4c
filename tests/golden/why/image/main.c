/*
 * The line of the application comes first, and what lies behind the libc's function after it,
 * down to the hook, which is the application's again.
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
