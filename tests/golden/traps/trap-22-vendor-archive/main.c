/* Trap 22: the leak is in an archive that came without sources or debug information. */
int acme_seed(void);

void _start(void)
{
	for (;;) {
		*(volatile int *)0x40004000 = acme_seed();
	}
}
