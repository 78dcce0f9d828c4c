/*
 * Near miss of NSC301: the same dead function extracts malloc's member, and nothing in the
 * image refers to it, weakly or otherwise. It is a note: the next change may make it live.
 */
#include <stdlib.h>

void *never_called(unsigned size)
{
	return malloc(size);
}

void _start(void)
{
	for (;;) {
	}
}
