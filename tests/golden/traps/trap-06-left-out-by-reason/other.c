#include <stdlib.h>

void *other(void)
{
	return malloc(4);
}
