/*
 * memory.c - the heap, and what happens when it is empty or we have a bug.
 *
 * The second place that may end the process (the first is cmd/main.c): nobody above can
 * do anything about either.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <nostd/alloc.h>
#include <nostd/bump.h>
#include <nostd/panic.h>

#include "analyzer/base/bug.h"
#include "analyzer/base/host/host.h"

enum { EXIT_INTERNAL = 3 };

/* Of x86-64, and of AArch64 and RISC-V with pages of 4 KiB. */
#define HUGE_PAGE ((size_t)2 << 20)
/* From here on what a huge page touches in vain is little beside the block. */
#define MAPPED_LEAST (4 * HUGE_PAGE)
/* No ABI of Linux has larger ones. */
#define PAGE ((size_t)64 << 10)

#if defined(__SANITIZE_ADDRESS__)
#define FROM_HEAP_ALONE true /* which looks at each block */
#elif defined(__has_feature)
#define FROM_HEAP_ALONE __has_feature(address_sanitizer)
#else
#define FROM_HEAP_ALONE false
#endif

static void *map_pages(size_t size, int more)
{
	void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | more, -1, 0);

	return mapped == MAP_FAILED ? NULL : mapped;
}

/*
 * A full chunk of an arena: it is used to its end, so its pages come at once, not each by
 * a fault of its own.
 */
static bool is_chunk(struct nostd_layout want)
{
	return !FROM_HEAP_ALONE && want.size == NOSTD_BUMP_CHUNK_LIMIT &&
	       want.align <= _Alignof(max_align_t);
}

/*
 * Large blocks are mapped, each alone, and aligned for huge pages: a link map of 100 MB
 * takes three quarters of the time, with half of the page faults.
 */
static bool is_mapped(struct nostd_layout want)
{
	return !FROM_HEAP_ALONE && want.size >= MAPPED_LEAST && want.align <= HUGE_PAGE;
}

/* The bytes of a mapped block. No layout is larger than PTRDIFF_MAX. */
static size_t mapped_size(struct nostd_layout want)
{
	return (want.size + PAGE - 1) & ~(PAGE - 1);
}

static void *map_block(size_t size)
{
	unsigned char *mapped = map_pages(size + HUGE_PAGE, 0);
	size_t front = (0 - (uintptr_t)mapped) & (HUGE_PAGE - 1);

	if (!mapped) {
		return NULL;
	}
	if (front != 0) {
		munmap(mapped, front);
	}
	munmap(mapped + front + size, HUGE_PAGE - front);
	(void)madvise(mapped + front, size, MADV_HUGEPAGE); /* a wish, no more */
	return mapped + front;
}

static void *host_alloc(void *self, struct nostd_layout want)
{
	void *block;

	(void)self;
	if (is_chunk(want)) {
		return map_pages(want.size, MAP_POPULATE);
	}
	if (is_mapped(want)) {
		return map_block(mapped_size(want));
	}
	if (want.align <= _Alignof(max_align_t)) {
		return malloc(want.size);
	}
	return posix_memalign(&block, want.align, want.size) == 0 ? block : NULL;
}

static void *host_alloc_zeroed(void *self, struct nostd_layout want)
{
	bool from_heap = !is_mapped(want) && !is_chunk(want);
	void *block;

	if (from_heap && want.align <= _Alignof(max_align_t)) {
		return calloc(1, want.size);
	}
	block = host_alloc(self, want);
	if (block && from_heap) {
		memset(block, 0, want.size);
	}
	return block;
}

static void host_dealloc(void *self, void *block, struct nostd_layout have)
{
	(void)self;
	if (is_mapped(have) || is_chunk(have)) {
		munmap(block, mapped_size(have));
	} else {
		free(block);
	}
}

static const struct nostd_alloc_ops host_ops = {
	.alloc = host_alloc,
	.alloc_zeroed = host_alloc_zeroed,
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
