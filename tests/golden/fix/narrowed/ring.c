/*
 * See app.c: -DRING_OFF is no remedy.
 */
#include <stdlib.h>

#ifndef RING_OFF
int ring_put(int value)
{
	return rand() + value;
}
#endif
