/*
 * gen_memory.c - where the lists of the generators get their memory on the build host.
 *
 * In:   requests of <nostd/...>.
 * Out:  blocks of the host's heap; status 1 and a sentence when there are no more, or
 *       when a list was used wrongly. The only malloc of the generators.
 */
#include <stdio.h>
#include <stdlib.h>

#include <nostd/alloc.h>
#include <nostd/panic.h>

static void *host_alloc(void *self, struct nostd_layout want)
{
	(void)self;
	/* Nothing here is aligned to more than malloc gives. */
	return want.align <= _Alignof(max_align_t) ? malloc(want.size) : NULL;
}

static void host_dealloc(void *self, void *block, struct nostd_layout have)
{
	(void)self;
	(void)have;
	free(block);
}

static const struct nostd_alloc_ops host_ops = {
	.alloc = host_alloc,
	.dealloc = host_dealloc,
};

NOSTD_GLOBAL_ALLOCATOR(&host_ops, NULL);

void nostd_alloc_error_handler(struct nostd_layout want)
{
	fprintf(stderr, "out of memory: %zu bytes were asked for\n", want.size);
	exit(1);
}

void nostd_panic_handler(const struct nostd_panic *info)
{
	fprintf(stderr, "bug: %.*s\n", (int)info->message.len, info->message.ptr);
	exit(1);
}
