/* Comments that allow a leak: one without a reason allows nothing. */
#include <stdlib.h>

int roll(void)
{
	/* nostd-check: allow(hosted-symbol) */
	return rand();
}
