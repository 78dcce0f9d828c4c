/* Near miss of NSC953: the same exemption, with its reason. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

static unsigned seed;

__attribute__((noinline)) int roll(void)
{
	return rand_r(&seed); // nostd-check: allow(hosted-symbol) only the self test rolls dice
}

void _start(void)
{
	for (;;) {
		roll();
	}
}
