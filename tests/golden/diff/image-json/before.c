/*
 * What JSON says of a symbol that grew, one that came and one that went.
 */
volatile unsigned out;

__attribute__((noinline)) static unsigned scale(unsigned value)
{
	return value * 3;
}

__attribute__((noinline)) static void old(void)
{
	out = 1;
}

void _start(void)
{
	old();
	out = scale(out);
}
