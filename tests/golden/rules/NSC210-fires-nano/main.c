/* The remedy says what -u _printf_float does in this image. */
#include <stdio.h>

char line[20];

void _start(void)
{
	snprintf(line, sizeof(line), "%.2f", 1.5);
	for (;;) {
	}
}
