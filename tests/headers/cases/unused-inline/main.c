/* Functions of a header that nobody calls need their names all the same. */
#include "own.h"

int run(int value)
{
	return value + 1;
}
