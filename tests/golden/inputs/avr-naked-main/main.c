/* A boot loader without a prologue: gcc takes C in a naked function, clang only parses it. */
#include <stdlib.h>

int main(void) __attribute__((naked, section(".init9")));

int main(void)
{
	for (;;) {
		exit(rand());
	}
}
