#include "board.h"

int is_end(int c)
{
	return c == EOF;
}
