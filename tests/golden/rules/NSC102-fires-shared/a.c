/* One directive in a header of the project, met by two units in different ways. */
#define WITH_PORT 1
#if WITH_PORT
#include "port.h"
#endif

size_t size_of_a(void)
{
	return sizeof(int);
}
