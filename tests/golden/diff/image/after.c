/*
 * The release after it: scale() grew, checksum() and its table are gone, jitter() is new
 * and brings rand() of the libc; the text of a number brings utoa(), and so does dump().
 */
#include <stdlib.h>

char *utoa(unsigned value, char *text, int base);

volatile unsigned out;
static char text[12];

__attribute__((noinline)) static unsigned scale(unsigned value)
{
	return value > 100 ? 100 : value * 3;
}

__attribute__((noinline)) static unsigned jitter(void)
{
	return (unsigned)rand() & 7;
}

__attribute__((noinline)) static void dump(unsigned value)
{
	utoa(value, text, 16);
}

void _start(void)
{
	out = scale(jitter());
	utoa(out, text, 10);
	dump(out);
}
