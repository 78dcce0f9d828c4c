/* A name that no input has: exit code 1, and what was meant. */
#include <stdlib.h>

void *node_new(void)
{
	return malloc(16);
}
