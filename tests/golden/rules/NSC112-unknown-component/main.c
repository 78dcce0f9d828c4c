/* A budget for what is not there. */
#include <stdio.h>
#include <stdlib.h>

char line[32];
volatile int value;

__attribute__((noinline)) void show(void)
{
	snprintf(line, sizeof line, "%d", value);
}

__attribute__((noinline)) int pick(void)
{
	return abs(rand());
}

void _start(void)
{
	for (;;) {
		value = pick();
		show();
	}
}
