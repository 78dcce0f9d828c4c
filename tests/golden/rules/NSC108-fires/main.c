/* write() of newlib asks for _write, and libnosys has one: the link is green. */
#include <unistd.h>

__attribute__((noinline)) void hello(void)
{
	write(1, "hello", 5);
}

void _start(void)
{
	for (;;) {
		hello();
	}
}
