/* Link-time optimisation: what runs is in an object that the linker made, and was told to keep. */
#include <stdlib.h>

void _start(void)
{
	for (volatile int sum = 0;; sum += rand()) {
	}
}
