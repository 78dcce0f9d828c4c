/* Near miss of NSC106: the same call, and abort is the target's own. */
#include <stdlib.h>

void abort(void)
{
	for (;;) {
	}
}

__attribute__((noinline)) void fail(void)
{
	abort();
}

void _start(void)
{
	for (;;) {
		if (*(volatile int *)0x40004000) {
			fail();
		}
	}
}
