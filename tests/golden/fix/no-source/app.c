/*
 * An object without a database: no source shows the call.
 */
#include <stdio.h>

void app_say(void)
{
	puts("x");
}
