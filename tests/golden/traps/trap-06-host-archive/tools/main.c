/* The same, under a name that the target has as well. */
#include <stdlib.h>

void *room(void)
{
	return malloc(1);
}
