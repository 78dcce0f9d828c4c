/* A program of the build machine, and nothing else in the database. */
#include <stdio.h>

int main(void)
{
	puts("host");
	return 0;
}
