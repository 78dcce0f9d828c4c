/*
 * A function that runs from RAM, alone and with what it calls.
 */
static volatile int done;

__attribute__((noinline, section(".fast.scale"))) int scale(int value)
{
	return value * 3;
}

__attribute__((noinline, long_call, section(".fast.step"))) int step(int value)
{
	return scale(value) + scale(value + 1);
}

/* What the linker drops shows in the map that it collects. */
int unused(int value)
{
	return value + done;
}

void _start(void)
{
	for (;;) {
		done += step(done);
	}
}
