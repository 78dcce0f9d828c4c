/*
 * memory.c - the heap, and what happens when it is empty or we have a bug.
 *
 * The second place that may end the process (the first is cmd/main.c): nobody above can
 * do anything about either.
 */
#include <stdio.h>
#include <stdlib.h>

#include <nostd/alloc.h>
#include <nostd/panic.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/host/host.h"

enum { EXIT_INTERNAL = 3 };

static void *host_alloc(void *self, struct nostd_layout want)
{
	void *block;

	(void)self;
	if (want.align <= _Alignof(max_align_t)) {
		return malloc(want.size);
	}
	return posix_memalign(&block, want.align, want.size) == 0 ? block : NULL;
}

static void host_dealloc(void *self, void *block, struct nostd_layout have)
{
	(void)self;
	(void)have;
	free(block);
}

static const struct nostd_alloc_ops host_ops = {
	.alloc = host_alloc,
	.alloc_zeroed = NULL,
	.resize = NULL,
	.dealloc = host_dealloc,
};

const struct nostd_allocator nsc_host_heap = {&host_ops, NULL};

NOSTD_GLOBAL_ALLOCATOR(&host_ops, NULL);

void nostd_alloc_error_handler(struct nostd_layout want)
{
	fprintf(stderr, "nostd-check: out of memory: %zu bytes were asked for\n",
		want.size);
	exit(EXIT_INTERNAL);
}

void nostd_panic_handler(const struct nostd_panic *info)
{
	fprintf(stderr, "nostd-check: bug: %.*s (value %zu, limit %zu) at %s:%u\n",
		(int)info->message.len, info->message.ptr, info->value, info->limit,
		info->file ? info->file : "?", info->line);
	abort();
}

void nsc_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "nostd-check: bug: %s at %s:%d\n", what, file, line);
	abort();
}

void *nsc_host_alloc(size_t size)
{
	void *block = malloc(size);

	if (!block) {
		nostd_alloc_error_handler(nostd_layout_new(size, 1));
	}
	return block;
}

void nsc_host_free(void *block)
{
	free(block);
}
