/* Trap 10: none of these calls has its own name in the object. */
#include <stdio.h>

void hello(void)
{
	printf("hello\n");
}

void letter(int one)
{
	printf("%c", one);
}
