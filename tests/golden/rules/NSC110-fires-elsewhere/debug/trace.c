/* Here it is allowed. */
#include <stdio.h>

char trace_line[16];

void trace(int value)
{
	snprintf(trace_line, sizeof(trace_line), "%d", value);
}
