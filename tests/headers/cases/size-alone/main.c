/* Only names that a freestanding header has. */
#include <stdlib.h>

void *end_of(char *from, size_t size)
{
	return from ? from + size : NULL;
}
