/* A hosted header of which nothing is used: a warning at the directive. */
#include <stdint.h>
#include <stdio.h>

uint32_t twice(uint32_t value)
{
	return 2 * value;
}
