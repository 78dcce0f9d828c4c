/*
 * Trap 13: even gcc-nm lists no snprintf for a slim object. The map shows what the
 * linker's plugin asked for.
 */
#include <stdio.h>

static char line[16];
static char heap[256];

__attribute__((used)) void *_sbrk(int more)
{
	return heap + more;
}

__attribute__((noinline)) static void show(int value)
{
	snprintf(line, sizeof(line), "%d", value);
	*(volatile char *)0x40004000 = line[0];
}

void _start(void)
{
	for (;;) {
		show(*(volatile int *)0x40004004);
	}
}
