/* strtod is core by its name, and in newlib-nano it brings the heap and streams. */
#include <stdlib.h>

static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}

__attribute__((noinline)) double number(const char *text)
{
	return strtod(text, NULL);
}

void _start(void)
{
	for (;;) {
		*(volatile double *)0x40004008 = number((const char *)0x40004000);
	}
}
