/*
 * Nobody calls never_called, and its section is discarded. But it made the linker take
 * malloc's member, and so the weak reference in newlib's __register_exitproc, which crt0
 * reaches, binds: malloc is in the image.
 */
#include <stdlib.h>

void *never_called(unsigned size)
{
	return malloc(size);
}

int main(void)
{
	return 0;
}
