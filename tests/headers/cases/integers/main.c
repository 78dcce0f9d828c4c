/* <inttypes.h> for the types alone. */
#include <inttypes.h>

uint32_t low(uint64_t value)
{
	return (uint32_t)(value & UINT32_MAX);
}
