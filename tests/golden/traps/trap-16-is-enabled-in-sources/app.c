/* Trap 16: guarded by a constant that is 0; the function exists nowhere. */
#include <stdio.h>
#include <stdlib.h>

#define IS_ENABLED(option) (option)
#define CONFIG_TRACE       0
#define CONFIG_ROLL        1

void trace_to_nowhere(int value);

int work(int value)
{
	if (IS_ENABLED(CONFIG_TRACE)) {
		trace_to_nowhere(value);
		printf("%d\n", value);
	}
	if (IS_ENABLED(CONFIG_ROLL) && value > 3) {
		value += rand();
	}
	return IS_ENABLED(CONFIG_TRACE) ? atexit(0) : value;
}
