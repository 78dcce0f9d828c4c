/* fail() ends in the libc's abort: the target has no panic handler of its own. */
#include <stdlib.h>

static char heap[64];

void *_sbrk(int more)
{
	(void)more;
	return heap;
}

int _kill(int process, int signal)
{
	return process + signal;
}

int _getpid(void)
{
	return 1;
}

void _exit(int code)
{
	(void)code;
	for (;;) {
	}
}

__attribute__((noinline)) void fail(void)
{
	abort();
}

void _start(void)
{
	for (;;) {
		if (*(volatile int *)0x40004000) {
			fail();
		}
	}
}
