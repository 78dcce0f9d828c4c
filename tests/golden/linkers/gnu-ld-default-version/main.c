/*
 * A definition of get@@V1 is one of get, for the linker and for us: nobody is missing, and
 * the leak behind it is found. The map says that the member came in for get@@V1, and not
 * who asked.
 */
int get(void);

void _start(void)
{
	for (;;) {
		*(volatile int *)0x40004000 = get();
	}
}
