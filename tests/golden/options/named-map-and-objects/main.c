/* Objects that are named beside their map are of its image, wherever they lie now. */
#include <stdlib.h>

void _start(void)
{
	for (volatile int sum = 0;; sum += rand()) {
	}
}
