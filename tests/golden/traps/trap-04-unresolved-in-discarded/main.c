/*
 * Trap 4: undefined names in sections that are collected do not fail a link. debug_dump
 * is in no image; printf, which nobody defines, is a note, and board_dump no finding.
 */
#include <stdio.h>

void board_dump(void);

void debug_dump(int value)
{
	printf("value %d", value);
	board_dump();
}

void _start(void)
{
	for (;;) {
	}
}
