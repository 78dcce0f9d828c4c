/* An exemption that gives no reason: it is in force, and it is told. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

static unsigned seed;

__attribute__((noinline)) int roll(void)
{
	return rand_r(&seed); // nostd-check: allow(hosted-symbol)
}

void _start(void)
{
	for (;;) {
		roll();
	}
}
