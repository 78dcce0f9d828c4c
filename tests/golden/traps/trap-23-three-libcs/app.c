/*
 * Trap 23: the same call weighs differently in each libc. strtod is core by its name; in
 * newlib and newlib-nano it brings heap and streams, in picolibc nothing.
 */
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
