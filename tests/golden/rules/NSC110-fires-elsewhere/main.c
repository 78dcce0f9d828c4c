/* Here it is not. */
#include <stdio.h>

static char line[16];

void trace(int value);

void *_sbrk(int more)
{
	return line + more;
}

__attribute__((noinline)) void show(int value)
{
	snprintf(line, sizeof(line), "%d", value);
}

void _start(void)
{
	for (;;) {
		show(*(volatile int *)0x40004000);
		trace(*(volatile int *)0x40004000);
	}
}
