#include <stdio.h>

static inline size_t size_of(size_t size)
{
	return size;
}
