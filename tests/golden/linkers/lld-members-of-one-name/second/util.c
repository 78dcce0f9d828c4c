#include <stdlib.h>

void *volatile block;

__attribute__((noinline)) static int half(int x)
{
	return x / 2;
}

void second(int size)
{
	block = malloc(half(size));
}
