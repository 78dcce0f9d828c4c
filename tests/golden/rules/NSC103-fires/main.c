/* A core target takes a node from the libc's heap. */
#include <stdlib.h>

static char heap[512];
static unsigned used;

void *_sbrk(int more)
{
	char *start = heap + used;

	used += more;
	return start;
}

void *node_new(void)
{
	return malloc(32);
}

void _start(void)
{
	void *volatile node = node_new();

	for (;;) {
		(void)node;
	}
}
