/*
 * Near miss of NSC301: the same dead function extracts malloc's member; nothing in the
 * image refers to it, not even weakly. It is a note: the next change may make it live.
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
