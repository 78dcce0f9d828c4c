/* printf is the target's own, but gcc makes puts of this call, and puts is the libc's. */
#include <stddef.h>

static volatile char port;

__attribute__((used)) int printf(const char *format, ...)
{
	size_t i;

	for (i = 0; format[i]; i++) {
		port = format[i];
	}
	return (int)i;
}

__attribute__((noinline)) void hello(void)
{
	printf("hello\n");
}

void _start(void)
{
	for (;;) {
		hello();
	}
}
