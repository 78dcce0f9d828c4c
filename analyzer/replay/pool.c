/*
 * pool.c - merged strings and constants. See pool.h.
 */
#include "analyzer/replay/pool.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"

struct entry {
	const unsigned char *bytes;
	size_t size;
	uint64_t align; /* bytes; a power of two */
};

static int compare_bytes(const struct entry *a, const struct entry *b)
{
	size_t size = a->size < b->size ? a->size : b->size;
	int order = memcmp(a->bytes, b->bytes, size);

	return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

/* By the reversed bytes, so that a string stands right before those that end in it. */
static int compare_tails(const struct entry *a, const struct entry *b)
{
	size_t i;

	for (i = 1; i <= a->size && i <= b->size; i++) {
		unsigned char left = a->bytes[a->size - i], right = b->bytes[b->size - i];

		if (left != right) {
			return left < right ? -1 : 1;
		}
	}
	return (a->size > b->size) - (a->size < b->size);
}

#define NOSTD_NAME entries
#define NOSTD_T    struct entry
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      by_bytes
#define NOSTD_T         struct entry
#define NOSTD_CMP(a, b) compare_bytes((a), (b))
#include <nostd/sort.h>
#define NOSTD_NAME      by_tail
#define NOSTD_T         struct entry
#define NOSTD_CMP(a, b) compare_tails((a), (b))
#include <nostd/sort.h>

struct nsc_pool {
	struct entries entries;
	uint32_t entry_size;
	bool strings;
};

struct nsc_pool *nsc_pool_new(struct nsc_run *run, uint32_t entry_size, bool strings)
{
	struct nsc_pool *pool = nostd_bump_new(run->scratch, struct nsc_pool);

	pool->entries = entries_new_in(nsc_scratch(run));
	pool->entry_size = entry_size == 0 ? 1 : entry_size;
	pool->strings = strings;
	return pool;
}

/* A string keeps the alignment that its offset has, up to the section's. */
static uint64_t align_at(size_t offset, uint64_t align)
{
	uint64_t own = offset == 0 ? align : (uint64_t)(offset & (~offset + 1));

	return own < align ? own : align;
}

static bool is_end(const unsigned char *at, uint32_t entry_size)
{
	uint32_t i;

	for (i = 0; i < entry_size; i++) {
		if (at[i] != 0) {
			return false;
		}
	}
	return true;
}

static size_t string_size(struct nostd_span bytes, size_t from, uint32_t entry_size)
{
	size_t at = from;

	while (at + entry_size <= bytes.size) {
		at += entry_size;
		if (is_end(bytes.ptr + at - entry_size, entry_size)) {
			return at - from;
		}
	}
	return bytes.size - from;
}

/* Zeros that only align the next string are no string of their own. */
static size_t skip_padding(struct nostd_span bytes, size_t at, uint64_t align)
{
	while (at < bytes.size && bytes.ptr[at] == 0 && (at & (align - 1)) != 0) {
		at++;
	}
	return at;
}

void nsc_pool_add(struct nsc_pool *pool, struct nostd_span bytes, uint64_t align)
{
	size_t at = 0;

	while (at < bytes.size) {
		struct entry entry;

		entry.bytes = bytes.ptr + at;
		entry.size = pool->strings ? string_size(bytes, at, pool->entry_size)
					   : pool->entry_size;
		if (entry.size > bytes.size - at) {
			entry.size = bytes.size - at;
		}
		entry.align = pool->strings ? align_at(at, align) : align;
		entries_push(&pool->entries, entry);
		at += entry.size;
		if (pool->strings) {
			at = skip_padding(bytes, at, align);
		}
	}
}

/* Equal entries become one, with the strictest alignment of them. */
static void drop_equal(struct entries *all)
{
	size_t kept = 0, i;

	if (all->len == 0) {
		return;
	}
	by_bytes_sort_unstable(all->ptr, all->len);
	for (i = 1; i < all->len; i++) {
		if (compare_bytes(&all->ptr[kept], &all->ptr[i]) == 0) {
			if (all->ptr[i].align > all->ptr[kept].align) {
				all->ptr[kept].align = all->ptr[i].align;
			}
		} else {
			all->ptr[++kept] = all->ptr[i];
		}
	}
	entries_truncate(all, kept + 1);
}

static bool is_tail_of(const struct entry *shorter, const struct entry *longer)
{
	size_t at = longer->size - shorter->size;

	return shorter->size <= longer->size && (at & (shorter->align - 1)) == 0 &&
	       shorter->align <= longer->align &&
	       memcmp(longer->bytes + at, shorter->bytes, shorter->size) == 0;
}

/* From the end: each string is compared with the last one kept, which may end in it. */
static void drop_tails(struct entries *all)
{
	size_t kept, i;

	if (all->len == 0) {
		return;
	}
	by_tail_sort_unstable(all->ptr, all->len);
	kept = all->len - 1;
	for (i = all->len - 1; i > 0; i--) {
		if (!is_tail_of(&all->ptr[i - 1], &all->ptr[kept])) {
			all->ptr[--kept] = all->ptr[i - 1];
		}
	}
	for (i = kept; i < all->len; i++) {
		all->ptr[i - kept] = all->ptr[i];
	}
	entries_truncate(all, all->len - kept);
}

uint64_t nsc_pool_size(struct nsc_pool *pool)
{
	uint64_t size = 0;
	size_t i;

	drop_equal(&pool->entries);
	if (pool->strings) {
		drop_tails(&pool->entries);
	}
	for (i = 0; i < pool->entries.len; i++) {
		const struct entry *entry = &pool->entries.ptr[i];

		size = (size + entry->align - 1) & ~(entry->align - 1);
		size += entry->size;
	}
	return size;
}
