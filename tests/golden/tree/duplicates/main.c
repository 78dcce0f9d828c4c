/*
 * clamp() is in a header and has a copy in both files; count is a name of the compiler's.
 */
#include "clamp.h"

volatile unsigned out;
void part(void);

void _start(void)
{
	static unsigned count;

	out = clamp(out + ++count);
	part();
}
