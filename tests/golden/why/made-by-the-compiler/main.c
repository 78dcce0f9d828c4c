/* Nobody wrote a call: a 64-bit division is one on this machine. Core, and no finding. */
__attribute__((noinline)) unsigned long long divide(unsigned long long a,
						    unsigned long long b)
{
	return a / b;
}

void _start(void)
{
	volatile unsigned long long *port = (volatile unsigned long long *)0x40004000;

	for (;;) {
		*port = divide(*port, *port);
	}
}
