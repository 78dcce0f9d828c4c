/*
 * The only macro that would take the call away takes a type away as well.
 */
#include <stdio.h>

#ifndef APP_SMALL
typedef int app_number;
#endif

void app_say(void)
{
#ifndef APP_SMALL
	puts("x");
#endif
}

app_number app_last;
