/* Comments that allow a leak: one with a reason. */
#include <stdlib.h>

int roll(void)
{
	/* nostd-check: allow(hosted-symbol) the simulator is seeded so */
	return rand();
}
