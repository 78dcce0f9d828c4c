/* kernel_alloc is the registered allocator, but name_copy takes malloc of the libc. */
#include <stdlib.h>

static char heap[512];
static unsigned used;

void *_sbrk(int more)
{
	char *start = heap + used;

	used += more;
	return start;
}

void *kernel_alloc(unsigned size)
{
	return _sbrk((int)size);
}

char *name_copy(void)
{
	return malloc(16);
}

void _start(void)
{
	void *volatile mine = kernel_alloc(8);
	char *volatile name = name_copy();

	for (;;) {
		(void)mine;
		(void)name;
	}
}
