/* Target code in a folder called tools: the folder says nothing. */
#include <stdlib.h>

int roll(void)
{
	return rand();
}
