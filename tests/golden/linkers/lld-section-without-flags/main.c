#include <stdlib.h>

/* Collected: a map that drops nothing would not say that its linker collects. */
int never(int with)
{
	return with + 1;
}

int main(void)
{
	return rand();
}
