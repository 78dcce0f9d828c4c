/* Names with several definitions, as they should be: own code over the libc's, strong over
   weak, copies of one function, a driver that nobody uses. */
#include <stdlib.h>
#include "header.h"

int twice(int value);
int left(int value);
int right(int value);
int inlined(int value);

char shared[8];

/* Over libnosys, for good: it stands on the command line. */
void *_sbrk(long bytes)
{
	static char heap[4096];
	static long used;

	used += bytes;
	return heap + used - bytes;
}

/* Over the libc's, too. */
void *memcpy(void *to, const void *from, size_t count)
{
	volatile char *at = to;
	const char *byte = from;

	while (count-- != 0) {
		*at++ = *byte++;
	}
	return to;
}

/* other.c has the strong one. */
__attribute__((weak)) int hook(int value)
{
	return value;
}

/* driver.c has the strong one, and a driver for it that is not in use. */
__attribute__((weak)) void tick(void)
{
}

int main(void)
{
	int *memory = malloc(8);
	char copy[8];

	memcpy(copy, shared, sizeof(copy));
	tick();
	return memory == 0 ? hook(copy[0]) : clamp(left(1) + right(2) + twice(3)) + inlined(4);
}
