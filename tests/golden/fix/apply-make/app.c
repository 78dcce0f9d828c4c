/*
 * Two macros, each given by the command, that decide about a leak each.
 */
#include <stdio.h>
#include <stdlib.h>

void app_say(int value)
{
#ifdef USE_STDIO
	printf("%d\n", value);
#else
	(void)value;
#endif
}

#if USE_EXIT
void app_stop(void)
{
	exit(1);
}
#endif
