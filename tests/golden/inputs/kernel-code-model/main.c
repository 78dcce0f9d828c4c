/* gcc refuses -mcmodel=kernel with the -fPIE that it has by default: it is asked with -fno-PIE. */
#include <stdint.h>

uintptr_t top(void)
{
	return UINTPTR_MAX;
}
