/* The good file beside the bad one: its leak is still found. */
#include <stdio.h>

void report(int value)
{
	printf("%d\n", value);
}
