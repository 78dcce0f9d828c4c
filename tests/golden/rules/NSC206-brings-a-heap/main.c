/* NSC206: what FORTIFY calls of newlib brings a heap by raise(); the flag takes it away. */
#include <string.h>

char source[64];
volatile unsigned size;

__attribute__((noinline)) int copy(unsigned count)
{
	char buffer[64];

	memcpy(buffer, source, count);
	__asm__ volatile("" : : "r"(buffer) : "memory");
	return buffer[0];
}

void _start(void)
{
	for (;;) {
		copy(size);
	}
}
