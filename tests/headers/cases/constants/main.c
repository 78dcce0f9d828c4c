/* Macros alone. */
#include <errno.h>
#include <stdio.h>

int check(int c)
{
	return c == EOF ? -EINVAL : 0;
}
