/* <stdio.h> is included for a type that nothing here uses; the code itself needs no libc. */
#include <stdio.h>

int twice(int x)
{
	return 2 * x;
}
