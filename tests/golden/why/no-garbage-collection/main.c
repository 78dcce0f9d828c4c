/* Without --gc-sections a dead function is kept with its file, and so is what it calls. */
#include <stdlib.h>

static char heap[512];

void *_sbrk(int more)
{
	return heap + more;
}

void *never_called(void)
{
	return malloc(16);
}

void _start(void)
{
	for (;;) {
	}
}
