/* Trap 17: each of these mentions a hosted name, and none uses it. */
#include <stdio.h>
#include <stdlib.h>

static int never_called(void)
{
	return rand();
}

static inline void *never_called_either(void)
{
	return malloc(8);
}

unsigned sizes(void)
{
	return sizeof(rand()) + sizeof(*fopen("a", "r")) + _Alignof(FILE);
}

int dead(void)
{
	if (0) {
		return puts("never");
	}
	return 0 && system("never");
}
