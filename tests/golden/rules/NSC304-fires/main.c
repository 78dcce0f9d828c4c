/* Names with two definitions, of which the wrong one counts. */
#include <stdlib.h>

int left(int value);
int right(int value);

/* Common: 8 bytes here, 16 in other.c. */
char shared[8];

__attribute__((weak)) int hook(int value)
{
	return value;
}

/* A handler of the vector table; isr.c in libleft.a has the real one. */
__attribute__((weak)) void tick(void)
{
}

int main(void)
{
	int *memory = malloc(8);

	tick();
	return memory == 0 ? hook(shared[0]) : left(1) + right(2);
}
