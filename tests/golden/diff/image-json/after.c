volatile unsigned out;

__attribute__((noinline)) static unsigned scale(unsigned value)
{
	return value > 100 ? 100 : value * 3;
}

__attribute__((noinline)) static void fresh(void)
{
	static unsigned count[4];

	out = ++count[out & 3];
}

void _start(void)
{
	fresh();
	out = scale(out);
}
