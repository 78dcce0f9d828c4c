/* A header for all, of which one unit uses one part and another the other. */
#include "all.h"

long a(void)
{
	return (long)time(NULL);
}
