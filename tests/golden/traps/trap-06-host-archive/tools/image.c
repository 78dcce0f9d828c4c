/* Compiled for the build machine, and for nothing else. */
#include <stdio.h>

void say(void)
{
	puts("made");
}
