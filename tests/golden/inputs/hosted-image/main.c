/*
 * A map that is named, of an image with a dynamic loader's name in it (-pie): it counts as
 * linked for an operating system. What makes it be checked is named, and does it.
 */
extern int rand(void);

void _start(void)
{
	for (;;) {
		*(volatile int *)0x40004000 = rand();
	}
}
