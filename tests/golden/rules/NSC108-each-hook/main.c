/* puts() leads to seven hooks of libnosys, each by a way of its own. */
#include <stdio.h>

__attribute__((noinline)) void hello(void)
{
	puts("hello");
}

void _start(void)
{
	for (;;) {
		hello();
	}
}
