/*
 * odd() and even() call each other: (*) says that their callees are being shown.
 */
volatile unsigned out;

unsigned odd(unsigned value);
unsigned even(unsigned value);
void unused(void);

__attribute__((noinline)) unsigned odd(unsigned value)
{
	return value == 0 ? 0 : even(value - 1) + out;
}

__attribute__((noinline)) unsigned even(unsigned value)
{
	return value == 0 ? 1 : odd(value - 1) + out;
}

/* Nobody calls it: the linker discards it, by which the map shows that it collects. */
void unused(void)
{
}

void _start(void)
{
	out = even(out);
}
