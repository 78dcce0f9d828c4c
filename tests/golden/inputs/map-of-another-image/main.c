/* app.elf is made of app.debug, and laid out otherwise; the map is app.debug's. */
#include <stdlib.h>

int _start(void)
{
	return rand();
}
