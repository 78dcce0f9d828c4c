/*
 * A linked image: the objects say what is there, the sources what would take it away.
 */
#include <stdlib.h>

int app_state;

void _start(void)
{
#ifndef APP_NO_SEED
	srand(1);
#endif
	app_state++;
}
