/*
 * An image for x86-64 without start files: GNU ld puts the build id, and what a
 * position-independent image needs, under this object, which has no such sections.
 */
void _start(void);

void _start(void)
{
	for (;;) {
		*(volatile int *)0x1000 = 1;
	}
}
