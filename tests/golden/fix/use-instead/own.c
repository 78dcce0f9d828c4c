/*
 * See app.c.
 */
#include "own.h"

char *own_copy(char *to, const char *from)
{
	to[0] = from[0];
	return to;
}
