/* A line is formatted with the libc's snprintf: std, whatever else is fine about it. */
#include <stdio.h>

#include "board.h"

static char line[32];

static void report(int value)
{
	snprintf(line, sizeof(line), "value %d", value);
	board_print(line);
}

void _start(void)
{
	for (;;) {
		report(board_read());
	}
}
