/*
 * With a thread-local variable GNU ld for Arm defines _TLS_MODULE_BASE_ itself, and its
 * cross references have the output file for it. That is no input that could not be read:
 * prices stay known.
 */
#include <stdlib.h>

_Thread_local volatile int turn;
static char heap[512];

void *__aeabi_read_tp(void)
{
	return heap;
}

void *_sbrk(int more)
{
	return heap + more;
}

void _start(void)
{
	turn = (int)(long)malloc(8);
	for (;;) {
	}
}
