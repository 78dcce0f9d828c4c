/*
 * test_nostd_allocators.c - every allocator through the one interface.
 *
 * In:   random requests, resizes and returns, under a lock that an interrupt uses, too;
 *       alignments, sizes and regions of every kind. TEST_SUBJECT: only this row of
 *       `subjects`, counted from 0.
 * Out:  after each operation the allocator's own check, now and then every byte of every
 *       block; nothing outside of the region is ever touched; all comes back.
 */
#include "test_nostd_common.h"

#include <nostd/bump.h>
#include <nostd/debug.h>
#include <nostd/heap.h>
#include <nostd/pool.h>
#include <nostd/rt.h>
#include <nostd/small.h>

/* -- the lock, and the interrupt beside it ------------------------------------------- */

static void interrupt(void);

static struct {
	unsigned depth;
	size_t operations;
	bool interrupts; /* come in before each enter and after each leave */
	bool in_interrupt;
} locked;

static void lock_enter(void *ctx)
{
	assert_ptr_equal(ctx, &locked);
	assert_int_equal(locked.depth, 0);
	interrupt();
	locked.depth = 1;
	locked.operations++;
}

static void lock_leave(void *ctx)
{
	assert_ptr_equal(ctx, &locked);
	assert_int_equal(locked.depth, 1);
	locked.depth = 0;
	interrupt();
}

static const struct nostd_lock test_lock = {lock_enter, lock_leave, &locked};

/* -- the allocators ------------------------------------------------------------------ */

static struct nostd_heap heap;
static struct nostd_rt rt;
static struct nostd_small small;
static struct nostd_pool pool;
static struct nostd_debug debug;
static struct nostd_bump bump;

struct subject {
	const char *name;
	struct nostd_allocator in;
	/* From nothing, in this memory. False: too little memory. */
	bool (*make)(void *memory, size_t size);
	bool (*check)(const void **where);
	struct nostd_alloc_stats (*stats)(void);
	/* Makes it give back what it only holds for later. */
	void (*flush)(void);
	size_t size_max, align_max;
	size_t size_least; /* below this many bytes it need not have a block */
	bool locks;
};

static bool make_heap(void *memory, size_t size)
{
	memset(&heap, 0, sizeof(heap));
	heap.lock = &test_lock;
	return nostd_heap_add_region(&heap, memory, size);
}

static bool check_heap(const void **where)
{
	return nostd_heap_check(&heap, where);
}

static struct nostd_alloc_stats stats_heap(void)
{
	return nostd_heap_stats(&heap);
}

static void flush_heap(void)
{
	nostd_heap_trim(&heap);
}

static bool make_rt(void *memory, size_t size)
{
	memset(&rt, 0, sizeof(rt));
	rt.lock = &test_lock;
	return nostd_rt_add_region(&rt, memory, size);
}

static bool check_rt(const void **where)
{
	return nostd_rt_check(&rt, where);
}

static struct nostd_alloc_stats stats_rt(void)
{
	return nostd_rt_stats(&rt);
}

static void flush_nothing(void)
{
}

static bool make_small(void *memory, size_t size)
{
	return nostd_small_init(&small, memory, size, &test_lock);
}

static bool check_small(const void **where)
{
	return nostd_small_check(&small, where);
}

static struct nostd_alloc_stats stats_small(void)
{
	return nostd_small_stats(&small);
}

#define POOL_SIZE  48
#define POOL_ALIGN 16

static bool make_pool(void *memory, size_t size)
{
	return nostd_pool_init(&pool, memory, size,
			       nostd_layout_new(POOL_SIZE - 3, POOL_ALIGN), &test_lock);
}

static bool check_pool(const void **where)
{
	return nostd_pool_check(&pool, where);
}

static struct nostd_alloc_stats stats_pool(void)
{
	return nostd_pool_stats(&pool);
}

static void no_fault(void *ctx, const struct nostd_debug_fault *fault)
{
	(void)ctx;
	fail_msg("debug: %s: %p", fault->message, fault->ptr);
}

/* Around rt without a lock, whose figures are the ones looked at. */
static bool make_debug(void *memory, size_t size)
{
	static const struct nostd_allocator inner = {&nostd_rt_ops, &rt};

	memset(&rt, 0, sizeof(rt));
	nostd_debug_init(&debug, &inner, no_fault, NULL, &test_lock);
	return nostd_rt_add_region(&rt, memory, size);
}

static bool check_debug(const void **where)
{
	return nostd_debug_check(&debug, where) && nostd_rt_check(&rt, where);
}

static void flush_debug(void)
{
	nostd_debug_flush(&debug);
}

static bool make_bump(void *memory, size_t size)
{
	nostd_bump_init_fixed(&bump, memory, size);
	return size != 0;
}

static bool check_bump(const void **where)
{
	return nostd_bump_check(&bump, where);
}

static struct nostd_alloc_stats stats_bump(void)
{
	return nostd_bump_stats(&bump);
}

/* A heap whose regions are odd pieces, far smaller than what it is given. */
static bool make_pieces(void *memory, size_t size)
{
	unsigned char *next = (unsigned char *)memory;
	size_t left = size;
	bool any = false;

	memset(&heap, 0, sizeof(heap));
	heap.lock = &test_lock;
	while (left != 0) {
		size_t piece = 1 + random_below(SCALED(9000, 900));

		piece = piece > left ? left : piece;
		any = nostd_heap_add_region(&heap, next, piece) || any;
		next += piece;
		left -= piece;
	}
	return any;
}

#define ANY NOSTD_SIZE_LIMIT

static const struct subject subjects[] = {
	{"heap",
	 {&nostd_heap_ops, &heap},
	 make_heap,
	 check_heap,
	 stats_heap,
	 flush_heap,
	 ANY,
	 ANY,
	 2 * sizeof(void *) << NOSTD_HEAP_RUN_SHIFT_ >> 3,
	 true},
	{"pieces",
	 {&nostd_heap_ops, &heap},
	 make_pieces,
	 check_heap,
	 stats_heap,
	 flush_heap,
	 ANY,
	 ANY,
	 ANY,
	 true},
	{"rt",
	 {&nostd_rt_ops, &rt},
	 make_rt,
	 check_rt,
	 stats_rt,
	 flush_nothing,
	 ANY,
	 ANY,
	 14 * sizeof(void *),
	 true},
	{"small",
	 {&nostd_small_ops, &small},
	 make_small,
	 check_small,
	 stats_small,
	 flush_nothing,
	 ANY,
	 ANY,
	 16,
	 true},
	{"pool",
	 {&nostd_pool_ops, &pool},
	 make_pool,
	 check_pool,
	 stats_pool,
	 flush_nothing,
	 POOL_SIZE,
	 POOL_ALIGN,
	 POOL_SIZE + POOL_ALIGN,
	 true},
	{"debug",
	 {&nostd_debug_ops, &debug},
	 make_debug,
	 check_debug,
	 stats_rt,
	 flush_debug,
	 ANY,
	 ANY,
	 30 * sizeof(void *),
	 true},
	{"bump",
	 {&nostd_bump_ops, &bump},
	 make_bump,
	 check_bump,
	 stats_bump,
	 flush_nothing,
	 ANY,
	 ANY,
	 16,
	 false},
};

#ifdef TEST_SUBJECT
#define FIRST_SUBJECT (subjects + TEST_SUBJECT)
#define SUBJECTS_END  (FIRST_SUBJECT + 1)
#else
#define FIRST_SUBJECT subjects
#define SUBJECTS_END  (subjects + sizeof(subjects) / sizeof(subjects[0]))
#endif

static const struct subject *now; /* the one under test */

/* -- the region, and what lies around it --------------------------------------------- */

#define REGION       SCALED(131072, 2048)
#define REGION_LEAST SCALED(4096, 1024)
#define FENCE        SCALED(512, 16)
#define FENCED       0xEE

static _Alignas(WATCH_ALIGN) unsigned char room[REGION + 2 * FENCE + 64];
static unsigned char *region_begin;
static size_t region_size;

static bool make_at(size_t offset, size_t size)
{
	nostd_bump_release(&bump); /* takes its poison away */
	memset(&bump, 0, sizeof(bump));
	region_begin = room + FENCE + offset;
	memset(region_begin - FENCE, FENCED, size + 2 * FENCE);
	region_size = size;
	memset(region_begin, 0x5A, size);
	return now->make(region_begin, size);
}

static void check_fences(void)
{
	const unsigned char *p;

	for (p = region_begin - FENCE; p < region_begin; p++) {
		assert_int_equal(*p, FENCED);
	}
	for (p = region_begin + region_size; p < region_begin + region_size + FENCE;
	     p++) {
		assert_int_equal(*p, FENCED);
	}
}

static void check_allocator(const char *after)
{
	const void *where = NULL;

	if (!now->check(&where)) {
		fail_msg("%s, seed %llu: broken after %s, at %p", now->name,
			 (unsigned long long)test_seed, after, where);
	}
	assert_null(where);
}

/* -- the model ----------------------------------------------------------------------- */

#define BLOCKS SCALED(2000, 60)

struct block {
	unsigned char *ptr;
	struct nostd_layout layout;
	unsigned char seed;
};

static struct block blocks[BLOCKS];
static size_t block_count;

static void fill(const struct block *b, size_t from)
{
	size_t i;

	for (i = from; i < b->layout.size; i++) {
		b->ptr[i] = (unsigned char)(b->seed + i * 7);
	}
}

static void check_bytes(const struct block *b, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (b->ptr[i] != (unsigned char)(b->seed + i * 7)) {
			fail_msg("%s, seed %llu: byte %zu of a block of %zu is not its "
				 "own",
				 now->name, (unsigned long long)test_seed, i,
				 b->layout.size);
		}
	}
}

static void check_blocks(void)
{
	size_t i;

	for (i = 0; i < block_count; i++) {
		check_bytes(&blocks[i], blocks[i].layout.size);
	}
	check_fences();
}

static void check_place(const struct block *b)
{
	assert_int_equal((uintptr_t)b->ptr & (b->layout.align - 1), 0);
	assert_true(b->ptr >= region_begin);
	assert_true(b->layout.size <= region_size);
	assert_true((size_t)(b->ptr - region_begin) <= region_size - b->layout.size);
}

/* Each operation takes the lock once, and does not keep it. */
static size_t lock_before;

static void begin_operation(void)
{
	lock_before = locked.operations;
}

static void end_operation(bool always)
{
	if (now->locks && !locked.interrupts) {
		assert_true(locked.operations - lock_before <= 1);
		assert_true(!always || locked.operations - lock_before == 1);
	}
	assert_int_equal(locked.depth, 0);
}

static bool add_block(struct nostd_layout want, bool zeroed)
{
	struct block b;
	size_t i;

	if (block_count == BLOCKS) {
		return false;
	}
	begin_operation();
	b.layout = want;
	b.seed = (unsigned char)random_bits();
	b.ptr = (unsigned char *)(zeroed ? nostd_alloc_zeroed(&now->in, want)
					 : nostd_alloc(&now->in, want));
	end_operation(now->locks);
	check_allocator("alloc");
	if (!b.ptr) {
		return false;
	}
	check_place(&b);
	assert_true(want.size <= now->size_max && want.align <= now->align_max);
	for (i = 0; zeroed && i < want.size; i++) {
		assert_int_equal(b.ptr[i], 0);
	}
	fill(&b, 0);
	blocks[block_count++] = b;
	return true;
}

static void remove_block(size_t at)
{
	struct block b = blocks[at];

	check_bytes(&b, b.layout.size);
	begin_operation();
	blocks[at] = blocks[--block_count];
	nostd_dealloc(&now->in, b.ptr, b.layout);
	end_operation(now->locks);
	check_allocator("dealloc");
}

static bool resize_block(size_t at, size_t size)
{
	struct block *b = &blocks[at];
	size_t old = b->layout.size;
	bool done;

	begin_operation();
	done = nostd_resize(&now->in, b->ptr, b->layout, size);
	end_operation(false);
	check_allocator("resize");
	check_bytes(b, done && size < old ? size : old);
	if (done) {
		b->layout.size = size;
		check_place(b);
		fill(b, old);
	}
	return done;
}

static void realloc_block(size_t at, size_t size)
{
	struct block b = blocks[at];
	size_t old = b.layout.size;

	b.ptr = (unsigned char *)nostd_realloc(&now->in, b.ptr, b.layout, size);
	check_allocator("realloc");
	if (!b.ptr) {
		check_bytes(&blocks[at], old);
		return;
	}
	b.layout.size = size;
	check_place(&b);
	check_bytes(&b, size < old ? size : old);
	fill(&b, size < old ? size : old);
	blocks[at] = b;
}

/* -- the interrupt ------------------------------------------------------------------- */

#define INTERRUPT_BLOCKS 8

static struct block urgent[INTERRUPT_BLOCKS];

static void interrupt(void)
{
	struct block *b = &urgent[random_below(INTERRUPT_BLOCKS)];

	if (!locked.interrupts || locked.in_interrupt) {
		return;
	}
	locked.in_interrupt = true;
	if (b->ptr) {
		check_bytes(b, b->layout.size);
		nostd_dealloc(&now->in, b->ptr, b->layout);
		b->ptr = NULL;
	} else {
		b->layout = nostd_layout_new(1 + random_below(200),
					     (size_t)1 << random_below(5));
		b->seed = (unsigned char)random_bits();
		b->ptr = (unsigned char *)nostd_alloc(&now->in, b->layout);
		if (b->ptr) {
			check_place(b);
			fill(b, 0);
		}
	}
	check_allocator("an interrupt");
	locked.in_interrupt = false;
}

static void end_interrupts(void)
{
	size_t i;

	locked.interrupts = false;
	for (i = 0; i < INTERRUPT_BLOCKS; i++) {
		if (urgent[i].ptr) {
			check_bytes(&urgent[i], urgent[i].layout.size);
			nostd_dealloc(&now->in, urgent[i].ptr, urgent[i].layout);
			urgent[i].ptr = NULL;
		}
	}
}

/* -- streams ------------------------------------------------------------------------- */

static size_t some_size(void)
{
	switch (random_below(16)) {
	case 0:
		return 1 + random_below(SCALED(9000, 300));
	case 1:
	case 2:
	case 3:
		return 1 + random_below(SCALED(900, 60));
	case 4:
		return ((size_t)1 << random_below(13)) + random_below(3);
	default:
		return 1 + random_below(100);
	}
}

static struct nostd_layout some_layout(void)
{
	size_t align = random_below(4) == 0 ? (size_t)1 << random_below(13)
					    : (size_t)1 << random_below(5);

	return nostd_layout_new(some_size(), align);
}

/* `fullness` in 16ths: how often a block is added rather than removed. */
static void step(size_t fullness)
{
	size_t op = random_below(16);

	if (op < 3) {
		if (block_count != 0) {
			(void)resize_block(random_below(block_count), some_size());
		}
	} else if (op == 3) {
		if (block_count != 0) {
			realloc_block(random_below(block_count), some_size());
		}
	} else if (random_below(16) < fullness) {
		(void)add_block(some_layout(), random_below(4) == 0);
	} else if (block_count != 0) {
		remove_block(random_below(block_count));
	}
}

static void check_stats(size_t total)
{
	struct nostd_alloc_stats stats = now->stats();
	size_t bytes = 0;
	size_t i;

	for (i = 0; i < block_count; i++) {
		bytes += blocks[i].layout.size;
	}
	assert_int_equal(stats.used + stats.free, total);
	assert_true(stats.used >= bytes);
	assert_true(stats.peak >= stats.used);
	assert_true(stats.largest <= stats.free);
}

/* In random order. What there was at first, there is again. */
static void remove_all(struct nostd_alloc_stats first)
{
	struct nostd_alloc_stats last;
	void *all;

	while (block_count != 0) {
		remove_block(random_below(block_count));
	}
	now->flush();
	check_allocator("the last dealloc");
	check_fences();
	last = now->stats();
	if (now->in.ops == &nostd_bump_ops) {
		return; /* an arena: blocks do not come back */
	}
	assert_int_equal(last.used, first.used);
	assert_int_equal(last.free, first.free);
	/* Of several pieces, any of the largest class may be the one that is told. */
	assert_true(last.largest == first.largest || now->make == make_pieces);
	if (last.largest != 0 && now->in.ops != &nostd_debug_ops) {
		all = nostd_alloc(&now->in, nostd_layout_new(last.largest, 1));
		assert_non_null(all);
		check_allocator("the largest block");
		nostd_dealloc(&now->in, all, nostd_layout_new(last.largest, 1));
		check_allocator("its return");
	}
}

static void stream(size_t offset, size_t size, unsigned long steps)
{
	struct nostd_alloc_stats first;
	unsigned long i;
	size_t fullness = 8;

	assert_true(make_at(offset, size));
	check_allocator("the beginning");
	first = now->stats();
	assert_int_equal(first.used, 0);
	for (i = 0; i < steps; i++) {
		if (i % 512 == 0) {
			fullness = 5 + random_below(8);
		}
		step(fullness);
		if (i % 128 == 0) {
			check_blocks();
			check_stats(first.free);
		}
	}
	end_interrupts();
	remove_all(first);
}

static size_t some_region(void)
{
	size_t size = REGION >> random_below(6);

	return size < REGION_LEAST ? REGION_LEAST : size;
}

static void streams_keep_every_byte(void **state)
{
	size_t round;

	(void)state;
	for (now = FIRST_SUBJECT; now != SUBJECTS_END; now++) {
		for (round = 0; round < 6 * test_factor; round++) {
			stream(random_below(64), some_region(), SCALED(3000, 100));
		}
	}
}

static void stream_with_interrupts(unsigned long steps)
{
	locked.interrupts = now->locks; /* while regions are added, too */
	assert_true(make_at(0, SCALED(16384, 1024)));
	while (locked.interrupts && steps-- != 0) {
		step(8);
		if (steps % 64 == 0) {
			now->flush();
		}
		(void)now->stats();
	}
	check_blocks();
	end_interrupts();
	while (block_count != 0) {
		remove_block(block_count - 1);
	}
}

static void interrupts_come_in_beside_every_lock(void **state)
{
	(void)state;
	for (now = FIRST_SUBJECT; now != SUBJECTS_END; now++) {
		stream_with_interrupts(test_steps(4000));
	}
}

/* -- exhaustion ---------------------------------------------------------------------- */

static void all_memory_comes_back(void **state)
{
	size_t size;

	(void)state;
	for (now = FIRST_SUBJECT; now != SUBJECTS_END; now++) {
		for (size = 1; size < SCALED(3000, 200);
		     size += 1 + size / 2 + random_below(9)) {
			struct nostd_alloc_stats first;
			struct nostd_alloc_stats full;

			assert_true(make_at(random_below(32), SCALED(20000, 1500)));
			first = now->stats();
			while (add_block(nostd_layout_new(size, 1), false)) {
			}
			check_blocks();
			full = now->stats();
			if (size <= now->size_max && block_count != BLOCKS) {
				assert_int_equal(full.failures - first.failures, 1);
				assert_true(full.largest < size ||
					    now->in.ops == &nostd_debug_ops);
			}
			remove_all(first);
			block_count = 0;
		}
	}
}

/* Every size of region at every offset: it has a block, or says that it has none. */
static void regions_of_any_size_and_place(void **state)
{
	size_t offset;
	size_t size;

	(void)state;
	for (now = FIRST_SUBJECT; now != SUBJECTS_END; now++) {
		for (size = 0; size < 700; size += 1 + size / 40) {
			for (offset = 0; offset < 17; offset++) {
				struct nostd_alloc_stats first;
				bool any;

				if (!make_at(offset, size)) {
					assert_true(size < now->size_least);
					check_fences();
					continue;
				}
				check_allocator("a small region");
				first = now->stats();
				any = add_block(nostd_layout_new(1, 1), false);
				assert_true(any || size < now->size_least);
				while (add_block(some_layout(), false)) {
				}
				check_blocks();
				remove_all(first);
				block_count = 0;
			}
		}
	}
}

/* -- every alignment, size and resize ----------------------------------------------- */

static size_t matrix_sizes(size_t out[80])
{
	size_t count = 0;
	size_t size;

	for (size = 1; size <= SCALED(4096, 32); size *= 2) {
		if (size > 2) {
			out[count++] = size - 1;
		}
		out[count++] = size;
		out[count++] = size + 1;
		out[count++] = size + size / 2;
	}
	return count;
}

static void check_one_resize(struct nostd_layout want, size_t size)
{
	if (!add_block(want, false)) {
		return;
	}
	(void)resize_block(block_count - 1, size);
	realloc_block(block_count - 1, want.size);
	assert_int_equal(blocks[block_count - 1].layout.size, want.size);
	remove_block(block_count - 1);
}

/* Between two neighbours, the right one of which goes now and then. */
static void check_matrix(size_t align, const size_t *sizes, size_t count)
{
	size_t from;
	size_t to;

	for (from = 0; from < count; from++) {
		(void)add_block(nostd_layout_new(24, 8), false);
		for (to = 0; to < count; to++) {
			struct nostd_layout want = nostd_layout_new(sizes[from], align);
			size_t before = block_count;

			check_one_resize(want, sizes[to]);
			if (add_block(want, (to & 1) != 0) &&
			    add_block(nostd_layout_new(1 + to, 1), false)) {
				if ((to & 2) != 0) {
					remove_block(block_count - 1);
				}
				(void)resize_block(before, sizes[to]);
				(void)resize_block(before, sizes[from]);
			}
			while (block_count > before) {
				remove_block(before);
			}
		}
		check_blocks();
		while (block_count != 0) {
			remove_block(0);
		}
		if (now->in.ops == &nostd_bump_ops) {
			nostd_bump_clear(&bump);
		}
	}
}

static void every_alignment_size_and_resize(void **state)
{
	size_t sizes[80];
	size_t count = matrix_sizes(sizes);
	size_t align;

	(void)state;
	for (now = FIRST_SUBJECT; now != SUBJECTS_END; now++) {
		for (align = 1; align <= SCALED(4096, 32); align *= 2) {
			assert_true(make_at(0, SCALED(65536, 2048)));
			check_matrix(align, sizes, count);
		}
	}
}

/* -- sizes that cannot be ------------------------------------------------------------ */

static void refuse_all(size_t size, size_t align)
{
	struct nostd_layout want = nostd_layout_new(size, align);

	if (size <= region_size) {
		return;
	}
	assert_null(nostd_alloc(&now->in, want));
	assert_null(nostd_alloc_zeroed(&now->in, want));
	assert_false(nostd_resize(&now->in, blocks[0].ptr, blocks[0].layout, size));
	assert_null(nostd_realloc(&now->in, blocks[0].ptr, blocks[0].layout, size));
	check_allocator("a refusal");
	check_bytes(&blocks[0], blocks[0].layout.size);
}

/* A loader may put the region across a multiple of any power of two. */
static bool region_holds_multiple(size_t align)
{
	return ((0 - (size_t)(uintptr_t)region_begin) & (align - 1)) < region_size;
}

static void sizes_near_the_limits_are_refused(void **state)
{
	size_t sizes[32];
	size_t k;
	size_t align;

	(void)state;
	for (now = FIRST_SUBJECT; now != SUBJECTS_END; now++) {
		assert_true(make_at(8, SCALED(8192, 1024)));
		assert_true(add_block(nostd_layout_new(40, 8), false));
		for (align = 1; align != 0; align <<= 1) {
			size_t count = nasty_sizes(align, sizes);

			for (k = 0; k < count; k++) {
				refuse_all(sizes[k], align);
			}
			refuse_all(NOSTD_SIZE_LIMIT - (align - 1), align);
			refuse_all(NOSTD_TAGS_MOST_ - sizeof(size_t), align);
			refuse_all(NOSTD_TAGS_MOST_ - sizeof(size_t) + 1, align);
			if (!region_holds_multiple(align)) {
				assert_null(nostd_alloc(&now->in,
							nostd_layout_new(1, align)));
			}
		}
		remove_block(0);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(streams_keep_every_byte),
		TEST(interrupts_come_in_beside_every_lock),
		TEST(all_memory_comes_back),
		TEST(regions_of_any_size_and_place),
		TEST(every_alignment_size_and_resize),
		TEST(sizes_near_the_limits_are_refused),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
