/* roll() is in no image, yet the exemption is in use: what it covers is a note. */
#include <stdlib.h>

int roll(void)
{
	return rand();
}

void _start(void)
{
	for (;;) {
	}
}
