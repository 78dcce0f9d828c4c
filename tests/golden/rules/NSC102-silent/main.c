/* Near miss of NSC102: headers that C11 4p6 asks of a freestanding implementation. */
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

int32_t twice(int32_t x)
{
	return x > INT_MAX / 2 ? 0 : 2 * x;
}
