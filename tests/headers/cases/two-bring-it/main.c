/* Each of the two would do: the first brings it, the second nothing. */
#include <stdio.h>
#include <stdlib.h>

size_t twice(size_t size)
{
	return 2 * size;
}
