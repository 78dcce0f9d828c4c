/*
 * One object in an image and by itself: the same reference is an error where it is live, a
 * note where the linker dropped it, and an error where nobody knows.
 */
#include <stdlib.h>

__attribute__((noinline)) int used(void)
{
	return rand();
}

int unused(void)
{
	return atexit(0);
}

static char room[64];

void *_sbrk(int more)
{
	return room + more;
}

void _start(void)
{
	for (;;) {
		*(volatile int *)0x40004000 = used();
	}
}
