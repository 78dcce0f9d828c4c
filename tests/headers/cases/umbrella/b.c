#include "all.h"

int b(int c)
{
	return c == EOF;
}
