#include <stdlib.h>

int acme_seed(void)
{
	return rand() ^ 5;
}
