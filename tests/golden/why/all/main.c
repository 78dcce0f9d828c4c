/* Three ways to the hook, two of them by one symbol: by symbol, dearest first. */
#include <stdlib.h>
#include <string.h>

static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}

__attribute__((noinline)) void *first(void)
{
	return malloc(16);
}

__attribute__((noinline)) void *second(void)
{
	return malloc(32);
}

__attribute__((noinline)) char *third(const char *text)
{
	return strdup(text);
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = first();
		*(void *volatile *)0x40004004 = second();
		*(void *volatile *)0x40004008 = third("text");
	}
}
