/* Behind the first functions. */
int first(void)
{
	return 1;
}
#include <stdio.h>
int second(int c)
{
	return c != EOF;
}
