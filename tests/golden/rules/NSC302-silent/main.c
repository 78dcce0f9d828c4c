/* Near miss of NSC302: the same source with -ffunction-sections; roll() is discarded. */
#include <stdlib.h>

int roll(void)
{
	return rand();
}

void _start(void)
{
	for (;;) {
	}
}
