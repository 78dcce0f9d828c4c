/* Trap 25: the address of malloc in a constant table is a leak without a call. */
#include <stdlib.h>

struct memory {
	void *(*take)(size_t size);
	void (*give)(void *block);
};

static char heap[256];

void *_sbrk(int more)
{
	return heap + more;
}

static void give(void *block)
{
	(void)block;
}

const struct memory memory = {malloc, give};

void _start(void)
{
	const struct memory *volatile use = &memory;

	for (;;) {
		use->give(use->take(4));
	}
}
