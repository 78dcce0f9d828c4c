/*
 * Nobody wrote a call: a variable per thread becomes a helper of libgcc on AVR, which takes
 * its room from malloc.
 */
_Thread_local int depth;

__attribute__((noinline)) int enter(void)
{
	return ++depth;
}

int main(void)
{
	for (;;) {
		*(volatile int *)0x100 = enter();
	}
}
