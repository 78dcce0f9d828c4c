/* Parameters and locals that are called like functions of the header. */
#include <stdio.h>

int sum(int remove, int rename)
{
	int getc = remove + rename;

	return getc * 2;
}
