#include <stdlib.h>

void *volatile block;

void first(void)
{
	block = malloc(8);
}
