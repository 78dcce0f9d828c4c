/* Nobody defines malloc; the link goes through because it was told to. */
#include <stdlib.h>

void *node_new(void)
{
	return malloc(32);
}

void _start(void)
{
	void *volatile node = node_new();

	for (;;) {
		(void)node;
	}
}
