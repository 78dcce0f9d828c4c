/* A good image; the other input beside it is not usable. */
#include <stdlib.h>

int main(void);

static char room[64];

void *_sbrk(int more)
{
	return room + more;
}

__attribute__((noinline)) void *node_new(void)
{
	return malloc(8);
}

void _start(void)
{
	for (;;) {
		*(void *volatile *)0x40004000 = node_new();
	}
}
