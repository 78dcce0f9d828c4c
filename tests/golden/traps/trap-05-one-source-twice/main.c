/* Trap 5: one source, compiled for two stages; only the second formats. */
#include <stdio.h>

char line[16];

void *_sbrk(int more)
{
	return line + more;
}

__attribute__((noinline)) void show(int value)
{
#ifdef STAGE_APP
	snprintf(line, sizeof(line), "%d", value);
#else
	line[0] = (char)('0' + value % 10);
#endif
}

void _start(void)
{
	for (;;) {
		show(*(volatile int *)0x40004000);
	}
}
