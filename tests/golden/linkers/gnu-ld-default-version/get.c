#include <stdlib.h>

__asm__(".symver get_v1, get@@V1");

int get_v1(void)
{
	return rand();
}
