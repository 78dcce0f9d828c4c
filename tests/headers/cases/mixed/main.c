/* A type that a freestanding header has, and one that none has. */
#include <stdio.h>

struct sink {
	FILE *file;
	size_t size;
};

size_t left_of(const struct sink *sink)
{
	return sink->size;
}
