#include <stdlib.h>

int helper(int x)
{
	return x + rand();
}
