/* Near miss of NSC111: picolibc's strtod brings neither heap nor streams. */
#include <stdlib.h>

__attribute__((noinline)) double number(const char *text)
{
	return strtod(text, NULL);
}

void _start(void)
{
	for (;;) {
		*(volatile double *)0x40004008 = number((const char *)0x40004000);
	}
}
