/* Trap 27: grep for calloc, printf or free finds nothing in this file. */
#include "lib.h"

void *make(unsigned count)
{
	void *all = lib_calloc(count, 8);

	lib_printf("%p %u\n", all, count);
	return all;
}

void drop(void *all)
{
	lib_free(all);
}
