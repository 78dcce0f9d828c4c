/*
 * A leak behind a macro that the file asks for, in a target of CMake.
 */
#include <stdio.h>

int ticks;

#ifndef APP_QUIET
static void say(int value)
{
	printf("%d\n", value);
}
#else
#define say(value) ((void)(value))
#endif

void app_tick(void)
{
	ticks++;
	say(ticks);
}

void app_line(char *to)
{
	sprintf(to, "%d!", ticks);
}
