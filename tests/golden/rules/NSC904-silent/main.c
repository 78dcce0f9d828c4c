/* The vendor's archive is no libc that anybody knows, and nobody's source is here. */
int acme_radio_on(int channel);

void _start(void)
{
	for (;;) {
		*(volatile int *)0x40004000 = acme_radio_on(7);
	}
}
