/*
 * Trap 20: localtime pulls more than twenty members into the link, and not one byte of them
 * is in the image. The first table of the map alone would call this a disaster.
 */
#include <time.h>

int hour_of(time_t seconds)
{
	return localtime(&seconds)->tm_hour;
}

void _start(void)
{
	for (;;) {
	}
}
