/* The target's own malloc wins over the libc's: its member is never extracted. */
#include <stdlib.h>

static char heap[512];
static unsigned used;

void *malloc(size_t size)
{
	char *start = heap + used;

	used += size;
	return start;
}

char *name_copy(void)
{
	return malloc(16);
}

void _start(void)
{
	char *volatile name = name_copy();

	for (;;) {
		(void)name;
	}
}
