/*
 * The release before: a table that is scaled, and a checksum.
 */
static const unsigned char table[16] = {1, 2, 3};
volatile unsigned out;

__attribute__((noinline)) static unsigned checksum(void)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < sizeof(table); i++) {
		sum = sum << 1 ^ table[i];
	}
	return sum;
}

__attribute__((noinline)) static unsigned scale(unsigned value)
{
	return value * 3;
}

void _start(void)
{
	out = scale(checksum());
}
