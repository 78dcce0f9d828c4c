/*
 * shared_main.c - runs check_shared() of fixtures/nostd/check on the host.
 */
#include <stdio.h>
#include <stdlib.h>

#include <nostd/bump.h>
#include <nostd/panic.h>

#include "fixtures/nostd/check/shared.h"

static unsigned char memory[65536];
static struct nostd_bump heap;
NOSTD_GLOBAL_ALLOCATOR(&nostd_bump_ops, &heap);

void nostd_panic_handler(const struct nostd_panic *info)
{
	(void)info;
	abort();
}

int main(void)
{
	unsigned bad;

	nostd_bump_init_fixed(&heap, memory, sizeof(memory));
	bad = check_shared(&nostd_global_allocator);
	printf("%u wrong\n", bad);
	return bad == 0 ? 0 : 1;
}
