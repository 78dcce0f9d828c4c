/* Two images in a build folder; the one that is named is asked for. */
#ifdef OTHER
#include <stdlib.h>
#else
static int rand(void)
{
	return 4;
}
#endif

void _start(void)
{
	for (volatile int sum = 0;; sum += rand()) {
	}
}
