/* The body of a macro is what the header is there for, expanded or not. */
#include "log.h"

int run(int value)
{
	return value + 1;
}
