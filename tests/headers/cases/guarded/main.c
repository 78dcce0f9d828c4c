/* Includes under conditions, one in another. */
#define HOSTED 1
#if HOSTED
#include "port.h"
#endif

int run(void)
{
	return 0;
}
