/*
 * test_nostd_allocator_faults.c - what each allocator says when something is wrong, and
 * what its header promises beyond the common interface.
 *
 * In:   broken lists and heads; blocks given back wrongly; an adversary.
 * Out:  a check that fails, for each byte on its own; the bound of rt.h.
 */
#include "test_nostd_common.h"

#include <nostd/bump.h>
#include <nostd/heap.h>
#include <nostd/pool.h>
#include <nostd/rt.h>
#include <nostd/small.h>

/* Whole runs of the heap take more than the smallest machines have: not there. */
#define SPACIOUS (TEST_SHRINK <= 8)

static _Alignas(SPACIOUS ? 4096 : 64) unsigned char room[SPACIOUS ? 65536L : 2048];

static struct nostd_layout layout(size_t size, size_t align)
{
	return nostd_layout_new(size, align);
}

/* -- pool ---------------------------------------------------------------------------- */

struct message {
	double at;
	char text[13];
};

static void pool_has_all_of_its_blocks(void **state)
{
	static _Alignas(
		struct message) unsigned char memory[NOSTD_POOL_BYTES(struct message, 5)];
	struct nostd_pool pool;
	void *blocks[5];
	struct nostd_alloc_stats stats;
	size_t i;

	(void)state;
	assert_int_equal(sizeof(memory), 5 * sizeof(struct message));
	assert_true(nostd_pool_init(&pool, memory, sizeof(memory),
				    NOSTD_LAYOUT_OF(struct message), NULL));
	for (i = 0; i < 5; i++) {
		blocks[i] = nostd_pool_take(&pool);
		assert_ptr_equal(blocks[i], memory + i * sizeof(struct message));
	}
	assert_null(nostd_pool_take(&pool));
	nostd_pool_give(&pool, blocks[3]);
	nostd_pool_give(&pool, NULL);
	assert_ptr_equal(nostd_pool_take(&pool), blocks[3]);
	nostd_pool_give(&pool, blocks[0]);
	stats = nostd_pool_stats(&pool);
	assert_int_equal(stats.used, 4 * sizeof(struct message));
	assert_int_equal(stats.free, sizeof(struct message));
	assert_int_equal(stats.peak, sizeof(memory));
	assert_int_equal(stats.largest, sizeof(struct message));
	assert_int_equal(stats.failures, 1);
	assert_true(nostd_pool_check(&pool, NULL));
}

static void pool_finds_blocks_that_are_not_its_own(void **state)
{
	struct nostd_pool pool;
	const void *where;
	void *first;
	void *second;

	(void)state;
	assert_true(nostd_pool_init(&pool, room, 640, layout(64, 8), NULL));
	first = nostd_pool_take(&pool);
	second = nostd_pool_take(&pool);
	nostd_pool_give(&pool, first);
	nostd_pool_give(&pool, second);
	assert_true(nostd_pool_check(&pool, &where));
	assert_null(where);
	nostd_pool_give(&pool, first); /* twice: a circle */
	assert_false(nostd_pool_check(&pool, &where));
	assert_true(where == first || where == second);
	assert_false(nostd_pool_check(&pool, NULL));

	assert_true(nostd_pool_init(&pool, room, 640, layout(64, 8), NULL));
	first = nostd_pool_take(&pool);
	nostd_pool_give(&pool, (unsigned char *)first + 8);
	assert_false(nostd_pool_check(&pool, &where));
	assert_ptr_equal(where, (unsigned char *)first + 8);

	assert_true(nostd_pool_init(&pool, room, 640, layout(64, 8), NULL));
	nostd_pool_give(&pool, room + 64); /* never given out */
	assert_false(nostd_pool_check(&pool, &where));
	assert_ptr_equal(where, room + 64);
}

static void pool_refuses_bad_blocks(void **state)
{
	struct nostd_pool pool;

	(void)state;
	assert_false(nostd_pool_init(&pool, room, 640, layout(0, 8), NULL));
	assert_null(nostd_pool_take(&pool));
	assert_false(nostd_pool_init(&pool, room, 640, layout(8, 3), NULL));
	assert_null(nostd_pool_take(&pool));
	assert_false(nostd_pool_init(&pool, room, 640, layout(SIZE_MAX, 1), NULL));
	assert_false(
		nostd_pool_init(&pool, room, 640, layout(NOSTD_SIZE_LIMIT, 1), NULL));
	assert_false(nostd_pool_init(&pool, room, 63, layout(64, 8), NULL));
	assert_false(nostd_pool_init(&pool, room + 1, 64, layout(64, 8), NULL));
	assert_false(nostd_pool_init(&pool, NULL, 0, layout(64, 8), NULL));
	assert_null(nostd_pool_take(&pool));
	assert_true(nostd_pool_check(&pool, NULL));
	assert_int_equal(nostd_pool_stats(&pool).largest, 0);
	assert_true(nostd_pool_init(&pool, room + 1, 72, layout(64, 8), NULL));
	assert_ptr_equal(nostd_pool_take(&pool), room + 8);
	assert_true(nostd_pool_init(&pool, room, sizeof(void *), layout(1, 1), NULL));
	assert_non_null(nostd_pool_take(&pool));
	assert_null(nostd_pool_take(&pool));
}

/* -- rt ------------------------------------------------------------------------------ */

#define GRAIN NOSTD_TAGS_GRAIN_

/* b(s) and c(b) of rt.h, from their definition there. */
static size_t block_of(size_t size)
{
	size_t b = (size + sizeof(size_t) + GRAIN - 1) / GRAIN * GRAIN;

	return b < 4 * sizeof(size_t) ? 4 * sizeof(size_t) : b;
}

static size_t class_step(size_t b)
{
	size_t power = 1;

	while (power <= b / 2) {
		power *= 2;
	}
	return power / 4;
}

static size_t class_above(size_t b)
{
	return (b / class_step(b) + 1) * class_step(b);
}

static struct nostd_rt rt;
static const struct nostd_allocator rt_in = {&nostd_rt_ops, &rt};

/* A heap with exactly so many bytes in blocks. */
static void start_rt(size_t bytes)
{
	size_t size = bytes;

	do {
		memset(&rt, 0, sizeof(rt));
		(void)nostd_rt_add_region(&rt, room, size++);
	} while (rt.tags.total < bytes);
	assert_int_equal(rt.tags.total, bytes);
}

/* A request that makes a block of so many bytes. */
static void *rt_block(size_t bytes)
{
	return nostd_alloc(&rt_in, layout(bytes - sizeof(size_t), 1));
}

static void rt_free(void *p, size_t bytes)
{
	nostd_dealloc(&rt_in, p, layout(bytes - sizeof(size_t), 1));
}

/*
 * k small blocks keep k + 1 free ones apart. All of these are the largest of the class of
 * b, and larger than b, but for the newest one, which is just too small, and which is the
 * only one of its class that is looked at.
 */
static void drive_to_the_bound(size_t b, size_t k)
{
	size_t least = 4 * sizeof(size_t);
	size_t high = class_above(b) - GRAIN;
	size_t low = b - GRAIN;
	void *large[8];
	size_t bytes = k * (least + high) + low;
	struct nostd_alloc_stats stats;
	size_t i;
	void *first;

	assert_true(class_above(low) == class_above(b) && high > b);
	if (bytes > sizeof(room) - 8 * sizeof(size_t)) {
		return;
	}
	start_rt(bytes);
	first = rt_block(low);
	for (i = 0; i < k; i++) {
		assert_non_null(rt_block(least));
		large[i] = rt_block(high);
		assert_non_null(large[i]);
	}
	assert_int_equal(nostd_rt_stats(&rt).free, 0);
	while (i != 0) {
		rt_free(large[--i], high);
	}
	rt_free(first, low);
	assert_null(rt_block(b));
	stats = nostd_rt_stats(&rt);
	assert_int_equal(stats.used, k * least);
	assert_int_equal(bytes, stats.used + (k + 1) * high - (high - low));
	/* And what it says can be had, can be had. */
	assert_int_equal(stats.largest, low - sizeof(size_t));
	assert_non_null(nostd_alloc(&rt_in, layout(stats.largest, 1)));
	assert_true(nostd_rt_check(&rt, NULL));
}

static void rt_attains_its_bound(void **state)
{
	size_t b;

	(void)state;
	for (b = 16 * GRAIN; b < 256 * GRAIN; b += GRAIN) {
		if (b % class_step(b) != 0 && class_above(b) - GRAIN > b) {
			drive_to_the_bound(b, 8);
			drive_to_the_bound(b, 1);
		}
	}
}

struct rt_block {
	void *ptr;
	struct nostd_layout layout;
};

static struct rt_block rt_blocks[64];

/* What rt.h says must be there when a request fails. */
static void check_failure(size_t size, size_t k)
{
	struct nostd_alloc_stats stats = nostd_rt_stats(&rt);

	assert_true(stats.used + stats.free <=
		    stats.used + (k + 1) * (class_above(block_of(size)) - GRAIN));
}

/* Requests, returns and resizes of at most `most` bytes, never more than k blocks. */
static size_t rt_stream(size_t k, size_t most, unsigned long steps)
{
	size_t count = 0;
	size_t failures = 0;

	while (steps-- != 0) {
		size_t size = random_below(3) == 0 ? 1 + random_below(most) : most;
		struct rt_block *b = &rt_blocks[random_below(count)];

		size = random_below(3) == 0 ? 1 : size;
		if (count < k && random_below(8) < 5) {
			b = &rt_blocks[count];
			b->layout = layout(size, 1);
			b->ptr = nostd_alloc(&rt_in, b->layout);
			count += b->ptr != NULL;
			failures += b->ptr == NULL;
			if (!b->ptr) {
				check_failure(size, count);
			}
		} else if (count != 0 && random_below(3) == 0) {
			if (nostd_resize(&rt_in, b->ptr, b->layout, size)) {
				b->layout.size = size;
			}
		} else if (count != 0) {
			nostd_dealloc(&rt_in, b->ptr, b->layout);
			*b = rt_blocks[--count];
		}
		assert_true(nostd_rt_check(&rt, NULL));
	}
	return failures;
}

static void rt_never_fails_above_its_bound(void **state)
{
	size_t round;

	(void)state;
	for (round = 0; round < test_steps(40); round++) {
		size_t k = 1 + random_below(SCALED(40, 4));
		size_t most = 1 + random_below(SCALED(500, 60));
		size_t b = block_of(most);
		size_t enough = k * (b + GRAIN) + (k + 1) * (class_above(b) - GRAIN) +
				4 * sizeof(size_t) + 2 * GRAIN;

		memset(&rt, 0, sizeof(rt));
		assert_true(nostd_rt_add_region(&rt, room + random_below(64), enough));
		assert_int_equal(rt_stream(k, most, 1500), 0);
		/* Far below it there are failures, each of which the bound explains. */
		memset(&rt, 0, sizeof(rt));
		if (nostd_rt_add_region(&rt, room, enough / 4)) {
			(void)rt_stream(k, most, 1500);
		}
	}
}

/* -- what the checks find ------------------------------------------------------------ */

#if SPACIOUS
static bool heap_is_broken(void *self)
{
	return !nostd_heap_check((const struct nostd_heap *)self, NULL);
}
#endif

static bool rt_is_broken(void *self)
{
	return !nostd_rt_check((const struct nostd_rt *)self, NULL);
}

static bool small_is_broken(void *self)
{
	return !nostd_small_check((const struct nostd_small *)self, NULL);
}

/*
 * Each byte that the allocator wrote beside the blocks in use, one at a time: most of the
 * changes make the check fail, none of them makes it crash or go on for ever. Returns how
 * many were found.
 */
static size_t break_each_byte(void *self, bool (*is_broken)(void *), unsigned char *bytes,
			      size_t size)
{
	size_t found = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		bytes[i] ^= 0xFF;
		found += is_broken(self);
		bytes[i] ^= 0xFF;
		assert_false(is_broken(self));
	}
	return found;
}

/* All the bytes but the links of used blocks, which are the users'. */
static size_t break_block(void *self, bool (*is_broken)(void *), void *p, size_t bytes)
{
	unsigned char *begin = (unsigned char *)p - sizeof(size_t);

	return break_each_byte(self, is_broken, begin, bytes);
}

#define BREAK_FIELD(self, is_broken, field)                                          \
	assert_int_equal(break_each_byte(self, is_broken, (unsigned char *)&(field), \
					 sizeof(field)),                             \
			 sizeof(field))

static void check_finds_any_broken_tag(void **state)
{
	unsigned char *p;
	unsigned char *q;
	size_t link = sizeof(size_t);

	(void)state;
	start_rt(SCALED(4096, 1024));
	p = (unsigned char *)rt_block(256);
	q = (unsigned char *)rt_block(256);
	assert_non_null(rt_block(256));
	rt_free(q, 256);
	BREAK_FIELD(&rt, rt_is_broken, rt.tags.levels);
	BREAK_FIELD(&rt, rt_is_broken, rt.tags.classes);
	BREAK_FIELD(&rt, rt_is_broken, rt.tags.lists);
	BREAK_FIELD(&rt, rt_is_broken, rt.tags.total);
	BREAK_FIELD(&rt, rt_is_broken, rt.tags.used);
	assert_int_equal(break_block(&rt, rt_is_broken, p, link), link);
	assert_int_equal(break_block(&rt, rt_is_broken, q, 3 * link), 3 * link);
	/* The free block's size at its end, and the next block's head. */
	assert_int_equal(break_block(&rt, rt_is_broken, q + 256 - link, 2 * link),
			 2 * link);
}

static struct nostd_heap heap;
static const struct nostd_allocator heap_in = {&nostd_heap_ops, &heap};

#if SPACIOUS
static void check_finds_any_broken_run(void **state)
{
	static void *blocks[2000];
	size_t count = ((size_t)5 << NOSTD_HEAP_RUN_SHIFT_) / 2 / 24;
	size_t i;
	unsigned char *run;

	(void)state;
	memset(&heap, 0, sizeof(heap));
	assert_true(nostd_heap_add_region(&heap, room, sizeof(room)));
	for (i = 0; i < count; i++) {
		blocks[i] = nostd_alloc(&heap_in, layout(24, 8));
	}
	assert_false(heap_is_broken(&heap));
	for (i = 0; i < count; i += 7) {
		nostd_dealloc(&heap_in, blocks[i], layout(24, 8));
	}
	assert_non_null(heap.classes[2].current);
	assert_non_null(heap.classes[2].partial);
	BREAK_FIELD(&heap, heap_is_broken, heap.classes);
	BREAK_FIELD(&heap, heap_is_broken, heap.tags.lists);
	/* A run's links, numbers and state, and the link in its first free block. */
	run = (unsigned char *)heap.classes[2].partial;
	assert_true(break_each_byte(&heap, heap_is_broken, run, sizeof(void *)) >=
		    sizeof(void *) - 1);
	assert_int_equal(break_each_byte(&heap, heap_is_broken, run + sizeof(void *),
					 2 * sizeof(void *) + 10),
			 2 * sizeof(void *) + 10);
	assert_int_equal(break_each_byte(&heap, heap_is_broken, *(unsigned char **)run,
					 sizeof(void *)),
			 sizeof(void *));
	for (i = 0; i < count; i++) {
		if (i % 7 != 0) {
			nostd_dealloc(&heap_in, blocks[i], layout(24, 8));
		}
	}
	nostd_heap_trim(&heap);
	assert_int_equal(heap.tags.used, 0);
	assert_false(heap_is_broken(&heap));
}
#endif

static void check_finds_any_broken_granule(void **state)
{
	struct nostd_small small;
	const struct nostd_allocator small_in = {&nostd_small_ops, &small};
	unsigned char *p;

	(void)state;
	assert_true(nostd_small_init(&small, room, 1024, NULL));
	p = (unsigned char *)nostd_alloc(&small_in, layout(24, 4));
	assert_non_null(nostd_alloc(&small_in, layout(24, 4)));
	nostd_dealloc(&small_in, p, layout(24, 4));
	assert_int_equal(break_each_byte(&small, small_is_broken, p, 4), 4);
	assert_int_equal(break_each_byte(&small, small_is_broken, small.base, 4), 4);
	BREAK_FIELD(&small, small_is_broken, small.free);
	nostd_dealloc(&small_in, p, layout(24, 4)); /* twice */
	assert_true(small_is_broken(&small));
	assert_false(nostd_small_init(&small, room, 7, NULL));
	assert_false(nostd_small_init(&small, room + 1, 10, NULL));
	assert_true(nostd_small_init(&small, room + 1, 11, NULL));
}

static bool bump_is_broken(void *self)
{
	return !nostd_bump_check((const struct nostd_bump *)self, NULL);
}

static void check_finds_a_broken_arena(void **state)
{
	struct nostd_bump arena;
	const void *where;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 64);
	assert_false(bump_is_broken(&arena));
	while (arena.older_bytes < 500) {
		assert_non_null(nostd_bump_try_alloc(&arena, layout(24, 4)));
	}
	BREAK_FIELD(&arena, bump_is_broken, arena.older_bytes);
	BREAK_FIELD(&arena, bump_is_broken, arena.end);
	arena.next = arena.end + 1;
	assert_false(nostd_bump_check(&arena, &where));
	assert_ptr_equal(where, &arena);
	arena.next = arena.end;
	assert_true(nostd_bump_check(&arena, &where));
	assert_null(where);
	assert_int_equal(nostd_bump_stats(&arena).free, 0);
	watch.fail_at = 0;
	assert_null(nostd_bump_try_alloc(&arena, layout(4000, 4)));
	watch.fail_at = WATCH_NEVER;
	assert_int_equal(nostd_bump_stats(&arena).failures, 1);
	nostd_bump_release(&arena);
}

/* -- heap ---------------------------------------------------------------------------- */

static void heap_of_zeros_is_empty(void **state)
{
	(void)state;
	memset(&heap, 0, sizeof(heap));
	assert_null(nostd_alloc(&heap_in, layout(1, 1)));
	assert_null(nostd_alloc(&heap_in, layout(5000, 1)));
	assert_int_equal(nostd_heap_stats(&heap).failures, 2);
	assert_true(nostd_heap_check(&heap, NULL));
	nostd_heap_trim(&heap);
	memset(&rt, 0, sizeof(rt));
	assert_null(nostd_alloc(&rt_in, layout(1, 1)));
	assert_int_equal(nostd_rt_stats(&rt).failures, 1);
	assert_int_equal(nostd_rt_stats(&rt).largest, 0);
	assert_true(nostd_rt_check(&rt, NULL));
	assert_false(nostd_rt_add_region(&rt, NULL, 0));
	assert_false(nostd_heap_add_region(&heap, NULL, 0));
}

#if SPACIOUS
/* A heap that is too small for runs has small blocks all the same. */
static void heap_without_room_for_a_run(void **state)
{
	static void *blocks[2000];
	size_t count = 0;
	size_t i;

	(void)state;
	memset(&heap, 0, sizeof(heap));
	assert_true(nostd_heap_add_region(&heap, room + 16, 400));
	while ((blocks[count] = nostd_alloc(&heap_in, layout(20, 4))) != NULL) {
		count++;
		assert_true(nostd_heap_check(&heap, NULL));
	}
	assert_true(count >= 400 / 64);
	/* Memory for runs comes later; those blocks go back as they came. */
	assert_true(nostd_heap_add_region(&heap, room + 416, sizeof(room) - 416));
	blocks[count] = nostd_alloc(&heap_in, layout(20, 4));
	assert_non_null(blocks[count++]);
	assert_int_equal(heap.strays, count - 1);
	for (i = 0; i < count; i++) {
		nostd_dealloc(&heap_in, blocks[i], layout(20, 4));
		assert_true(nostd_heap_check(&heap, NULL));
	}
	nostd_heap_trim(&heap);
	assert_int_equal(heap.strays, 0);
	assert_int_equal(heap.tags.used, 0);
}

/* Every run comes back whole: no class keeps what another one needs. */
static void heap_runs_serve_every_class_in_turn(void **state)
{
	static void *blocks[9000];
	size_t size;

	(void)state;
	memset(&heap, 0, sizeof(heap));
	assert_true(nostd_heap_add_region(&heap, room, sizeof(room)));
	for (size = NOSTD_HEAP_SMALL_; size >= 8; size = size * 3 / 4) {
		size_t count = 0;

		while ((blocks[count] = nostd_alloc(&heap_in, layout(size, 8)))) {
			count++;
		}
		assert_true(count * size > sizeof(room) / 2);
		while (count != 0) {
			nostd_dealloc(&heap_in, blocks[--count], layout(size, 8));
		}
		assert_true(nostd_heap_check(&heap, NULL));
		assert_int_equal(nostd_heap_stats(&heap).used, 0);
	}
}

static unsigned char big[(size_t)40 << 15]; /* more than all spare runs */

/* Runs that nobody uses are kept, but not many; the rest goes back at once. */
static void heap_keeps_few_spare_runs(void **state)
{
	static void *blocks[sizeof(big) / 64];
	struct nostd_alloc_stats first;
	size_t count = 0;
	size_t i;

	(void)state;
	memset(&heap, 0, sizeof(heap));
	assert_true(nostd_heap_add_region(&heap, big, sizeof(big)));
	first = nostd_heap_stats(&heap);
	while ((blocks[count] = nostd_alloc(&heap_in, layout(64, 8))) != NULL) {
		count++;
	}
	for (i = 0; i < count; i++) {
		nostd_dealloc(&heap_in, blocks[i], layout(64, 8));
	}
	assert_true(heap.spare_count != 0);
	assert_true(heap.tags.used <= 20 * ((size_t)1 << NOSTD_HEAP_RUN_SHIFT_));
	assert_int_equal(nostd_heap_stats(&heap).used, 0);
	BREAK_FIELD(&heap, heap_is_broken, heap.spare);
	BREAK_FIELD(&heap, heap_is_broken, heap.spare_count);
	assert_int_equal(break_each_byte(&heap, heap_is_broken,
					 (unsigned char *)heap.spare + sizeof(void *),
					 sizeof(void *)),
			 sizeof(void *));
	/* They serve another class, and what they take is there when it is needed. */
	blocks[0] = nostd_alloc(&heap_in, layout(24, 8));
	assert_non_null(blocks[0]);
	nostd_dealloc(&heap_in, blocks[0], layout(24, 8));
	blocks[0] = nostd_alloc(&heap_in, layout(first.largest, 1));
	assert_non_null(blocks[0]);
	assert_int_equal(heap.spare_count, 0);
	nostd_dealloc(&heap_in, blocks[0], layout(first.largest, 1));
	assert_true(nostd_heap_check(&heap, NULL));
}

static void regions_reach_where_they_can(void **state)
{
	static struct nostd_small small;
	struct nostd_pool pool;
#if TEST_SHRINK == 1
	unsigned char *huge = (unsigned char *)malloc((size_t)100 << 20);
	struct nostd_alloc_stats stats;
#endif

	(void)state;
	assert_true(nostd_small_init(&small, big, sizeof(big), NULL));
	assert_int_equal(nostd_small_stats(&small).free, (size_t)UINT16_MAX * 4);
	assert_true(nostd_small_check(&small, NULL));
	/* The end of the address space: nothing there, but no wrap either. */
	memset(&rt, 0, sizeof(rt));
	assert_false(nostd_rt_add_region(&rt, (void *)(UINTPTR_MAX - 16), 100));
	assert_false(nostd_rt_add_region(&rt, (void *)UINTPTR_MAX, SIZE_MAX));
	memset(&heap, 0, sizeof(heap));
	assert_false(nostd_heap_add_region(&heap, (void *)(UINTPTR_MAX - 16), 100));
	assert_false(nostd_heap_add_region(&heap, (void *)(UINTPTR_MAX - 16), SIZE_MAX));
	assert_true(nostd_heap_check(&heap, NULL));
	assert_false(nostd_small_init(&small, (void *)UINTPTR_MAX, SIZE_MAX, NULL));
	assert_false(nostd_pool_init(&pool, (void *)(UINTPTR_MAX - 16), SIZE_MAX,
				     layout(64, 8), NULL));
#if TEST_SHRINK == 1
	/* More than one block can have, where size_t is narrow. */
	assert_non_null(huge);
	assert_true(nostd_rt_add_region(&rt, huge, (size_t)100 << 20));
	stats = nostd_rt_stats(&rt);
	assert_true(stats.free > (size_t)99 << 20);
	assert_true(stats.largest <= NOSTD_RT_LARGEST);
	assert_non_null(nostd_alloc(&rt_in, layout(stats.largest, 1)));
	assert_true(nostd_rt_check(&rt, NULL));
	free(huge);
#endif
}

static void regions_add_up(void **state)
{
	struct nostd_alloc_stats stats;
	void *p;

	(void)state;
	memset(&rt, 0, sizeof(rt));
	assert_true(nostd_rt_add_region(&rt, room, 1000));
	assert_true(nostd_rt_add_region(&rt, room + 30000, 9000));
	assert_true(nostd_rt_add_region(&rt, room + 1000, 500));
	stats = nostd_rt_stats(&rt);
	assert_true(stats.free > 10000 && stats.free < 10500);
	assert_true(stats.largest > 8800);
	p = nostd_alloc(&rt_in, layout(stats.largest, 1));
	assert_true((unsigned char *)p >= room + 30000);
	assert_null(nostd_alloc(&rt_in, layout(1200, 1)));
	assert_non_null(nostd_alloc(&rt_in, layout(800, 1)));
	assert_non_null(nostd_alloc(&rt_in, layout(300, 1)));
	assert_true(nostd_rt_check(&rt, NULL));
}
#endif

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(pool_has_all_of_its_blocks),
		TEST(pool_finds_blocks_that_are_not_its_own),
		TEST(pool_refuses_bad_blocks),
		TEST(rt_attains_its_bound),
		TEST(rt_never_fails_above_its_bound),
		TEST(check_finds_any_broken_tag),
		TEST(check_finds_any_broken_granule),
		TEST(check_finds_a_broken_arena),
		TEST(heap_of_zeros_is_empty),
#if SPACIOUS
		TEST(check_finds_any_broken_run),
		TEST(heap_without_room_for_a_run),
		TEST(heap_runs_serve_every_class_in_turn),
		TEST(heap_keeps_few_spare_runs),
		TEST(regions_reach_where_they_can),
		TEST(regions_add_up),
#endif
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
