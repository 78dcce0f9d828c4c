/*
 * test_nostd_bump.c - <nostd/bump.h>: blocks never overlap, marks bring all back.
 *
 * In:   random blocks, marks, resets and resizes, on chunks and on a fixed buffer.
 * Out:  after each operation every live block must hold what was written into it.
 */
#include "test_nostd_common.h"

#include <nostd/bump.h>

#define BLOCKS SCALED(400, 16)
#define MARKS  8

struct block {
	unsigned char *ptr;
	struct nostd_layout layout;
	unsigned char fill;
};

struct model {
	struct block blocks[BLOCKS];
	size_t count;
	struct nostd_bump_mark marks[MARKS];
	size_t count_at[MARKS]; /* blocks when the mark was set */
	size_t used_at[MARKS];
	size_t mark_count;
	size_t peak;
};

static void check(const struct nostd_bump *arena, struct model *m)
{
	size_t used = nostd_bump_used(arena);
	size_t bytes = 0;
	size_t i;
	size_t k;

	for (i = 0; i < m->count; i++) {
		const struct block *b = &m->blocks[i];

		for (k = 0; k < b->layout.size; k++) {
			assert_int_equal(b->ptr[k], b->fill);
		}
		bytes += b->layout.size;
	}
	assert_true(used >= bytes);
	assert_true(nostd_bump_peak(arena) >= used);
	assert_true(nostd_bump_peak(arena) >= m->peak);
	m->peak = nostd_bump_peak(arena);
}

static void add_block(struct model *m, void *p, struct nostd_layout layout)
{
	struct block *b = &m->blocks[m->count++];

	b->ptr = p;
	b->layout = layout;
	b->fill = (unsigned char)random_bits();
	memset(p, b->fill, layout.size);
}

static struct nostd_layout some_layout(void)
{
	size_t size = random_below(20) == 0 ? random_below(SCALED(3000, 200))
					    : 1 + random_below(60);

	return nostd_layout_new(size == 0 ? 1 : size, (size_t)1 << random_below(8));
}

static void step_alloc(struct nostd_bump *arena, struct model *m, bool through_ops)
{
	struct nostd_layout want = some_layout();
	void *p = through_ops ? nostd_alloc(nostd_bump_in(arena), want)
			      : nostd_bump_try_alloc(arena, want);

	if (!p) {
		assert_null(arena->from);
		return;
	}
	assert_int_equal((uintptr_t)p & (want.align - 1), 0);
	add_block(m, p, want);
}

/* Only the newest block may grow; any may shrink. */
static void step_resize(struct nostd_bump *arena, struct model *m)
{
	size_t at = m->count == 0 ? 0 : m->count - 1 - random_below(m->count) % 3;
	struct block *b = &m->blocks[at];
	size_t size = 1 + random_below(SCALED(200, 60));

	if (m->count == 0) {
		return;
	}
	if (nostd_resize(nostd_bump_in(arena), b->ptr, b->layout, size)) {
		b->layout.size = size;
		memset(b->ptr, b->fill, size);
	} else {
		assert_true(size > b->layout.size);
	}
}

static void step_mark(struct nostd_bump *arena, struct model *m)
{
	if (m->mark_count < MARKS) {
		m->marks[m->mark_count] = nostd_bump_mark(arena);
		m->count_at[m->mark_count] = m->count;
		m->used_at[m->mark_count] = nostd_bump_used(arena);
		m->mark_count++;
	}
}

static void step_reset(struct nostd_bump *arena, struct model *m)
{
	size_t at = random_below(m->mark_count);

	if (m->mark_count == 0 || m->count == BLOCKS) {
		nostd_bump_clear(arena);
		assert_int_equal(nostd_bump_used(arena), 0);
		m->count = 0;
		m->mark_count = 0;
		return;
	}
	nostd_bump_reset(arena, m->marks[at]);
	m->count = m->count_at[at];
	assert_int_equal(nostd_bump_used(arena), m->used_at[at]);
	m->mark_count = at;
}

/* A block from before a mark must not change size after it: the mark holds its end. */
static bool resize_is_allowed(const struct model *m)
{
	return m->mark_count == 0 || m->count > m->count_at[m->mark_count - 1] + 3;
}

static void stream(struct nostd_bump *arena, unsigned long steps)
{
	static struct model m;

	memset(&m, 0, sizeof(m));
	while (steps-- != 0) {
		size_t op = random_below(12);

		if (op < 8 && m.count < BLOCKS) {
			step_alloc(arena, &m, op < 4);
		} else if (op < 10) {
			if (resize_is_allowed(&m)) {
				step_resize(arena, &m);
			}
		} else if (op == 10) {
			step_mark(arena, &m);
		} else if (random_below(4) == 0 || m.count == BLOCKS) {
			step_reset(arena, &m);
		}
		check(arena, &m);
	}
}

static void random_blocks_on_chunks(void **state)
{
	struct nostd_bump arena;
	size_t round;

	(void)state;
	for (round = 0; round < 10; round++) {
		nostd_bump_init(&arena, &watch_allocator,
				random_below(SCALED(5000, 300)));
		stream(&arena, test_steps(3000));
		nostd_bump_release(&arena);
		assert_int_equal(watch.live, 0);
		assert_int_equal(nostd_bump_used(&arena), 0);
	}
}

static void random_blocks_in_a_buffer(void **state)
{
	static unsigned char buf[SCALED(20000, 1200)];
	struct nostd_bump arena;
	size_t round;

	(void)state;
	for (round = 0; round < 10; round++) {
		size_t from = random_below(64);

		nostd_bump_init_fixed(&arena, buf + from, sizeof(buf) - from);
		stream(&arena, test_steps(3000));
		nostd_bump_release(&arena);
	}
	assert_int_equal(watch.requests, 0);
}

/* -- promises one by one ------------------------------------------------------------- */

static void typed_blocks_are_zero_and_texts_end_in_nul(void **state)
{
	struct nostd_bump arena;
	struct nostd_str text;
	uint64_t *numbers;
	void **pointer;
	size_t i;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 0);
	for (i = 0; i < 50; i++) {
		memset(nostd_bump_alloc(&arena, nostd_layout_new(40, 1)), 0xFF, 40);
	}
	nostd_bump_clear(&arena);
	numbers = nostd_bump_array(&arena, uint64_t, 100);
	for (i = 0; i < 100; i++) {
		assert_int_equal(numbers[i], 0);
	}
	pointer = nostd_bump_new(&arena, void *);
	assert_null(*pointer);
	text = nostd_bump_str(&arena, nostd_str_new("ab\0cd", 5));
	assert_int_equal(text.len, 5);
	assert_memory_equal(text.ptr, "ab\0cd", 6);
	text = nostd_bump_str(&arena, nostd_str_new(NULL, 0));
	assert_int_equal(text.len, 0);
	assert_string_equal(text.ptr, "");
	nostd_bump_release(&arena);
}

static void the_newest_block_grows_in_place(void **state)
{
	static unsigned char buf[256];
	const struct nostd_layout ten = {10, 1};
	struct nostd_bump arena;
	unsigned char *a;
	unsigned char *b;

	(void)state;
	nostd_bump_init_fixed(&arena, buf, sizeof(buf));
	a = nostd_alloc(nostd_bump_in(&arena), ten);
	b = nostd_alloc(nostd_bump_in(&arena), ten);
	assert_false(nostd_resize(nostd_bump_in(&arena), a, ten, 11));
	assert_true(nostd_resize(nostd_bump_in(&arena), a, ten, 9));
	assert_true(nostd_resize(nostd_bump_in(&arena), b, ten, 100));
	b[99] = 1;
	assert_false(
		nostd_resize(nostd_bump_in(&arena), b, nostd_layout_new(100, 1), 257));
	assert_int_equal(b[99], 1);
	nostd_bump_release(&arena);
}

static void nothing_is_added_to_a_block(void **state)
{
	static unsigned char buf[64];
	struct nostd_bump arena;
	size_t i;

	(void)state;
	nostd_bump_init_fixed(&arena, buf, sizeof(buf));
#ifndef NOSTD_ASAN
	for (i = 0; i < 64; i++) {
		assert_ptr_equal(nostd_bump_try_alloc(&arena, nostd_layout_new(1, 1)),
				 buf + i);
	}
#else
	for (i = 0; i < 4; i++) {
		assert_non_null(nostd_bump_try_alloc(&arena, nostd_layout_new(8, 1)));
	}
#endif
	assert_null(nostd_bump_try_alloc(&arena, nostd_layout_new(1, 1)));
	assert_non_null(nostd_bump_try_alloc(&arena, nostd_layout_new(0, 1)));
	nostd_bump_release(&arena);
}

#ifdef NOSTD_ASAN
int __asan_address_is_poisoned(const volatile void *at);

static void free_space_is_poisoned(void **state)
{
	struct nostd_bump arena;
	struct nostd_bump_mark mark;
	unsigned char *a;
	unsigned char *b;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 1000);
	a = nostd_bump_alloc(&arena, nostd_layout_new(13, 1));
	mark = nostd_bump_mark(&arena);
	b = nostd_bump_alloc(&arena, nostd_layout_new(1, 1));
	assert_false(__asan_address_is_poisoned(a));
	assert_false(__asan_address_is_poisoned(a + 12));
	assert_true(__asan_address_is_poisoned(a + 13));
	assert_false(__asan_address_is_poisoned(b));
	assert_true(__asan_address_is_poisoned(b + 1));
	nostd_bump_reset(&arena, mark);
	assert_false(__asan_address_is_poisoned(a + 12));
	assert_true(__asan_address_is_poisoned(b));
	nostd_bump_release(&arena);
}

/* What a reset keeps for the next chunk, until it is that. */
static void a_spare_chunk_is_poisoned(void **state)
{
	struct nostd_bump arena;
	unsigned char *a;
	unsigned char *b;
	size_t i;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 200);
	a = nostd_bump_alloc(&arena, nostd_layout_new(100, 1));
	nostd_bump_clear(&arena);
	for (i = 0; i < 100; i++) {
		assert_true(__asan_address_is_poisoned(a + i));
	}
	b = nostd_bump_alloc(&arena, nostd_layout_new(50, 1));
	assert_ptr_equal(b, a);
	memset(b, 1, 50);
	assert_true(__asan_address_is_poisoned(b + 50));
	/* The next one is larger, and kept instead: the first goes back as it came. */
	(void)nostd_bump_alloc(&arena, nostd_layout_new(300, 1));
	nostd_bump_clear(&arena);
	assert_int_equal(watch.live, 1);
	nostd_bump_release(&arena);
}
#endif

static void a_reset_keeps_one_chunk_and_release_none(void **state)
{
	struct nostd_bump arena;
	struct nostd_bump_mark mark;
	size_t requests;
	size_t i;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 128);
	(void)nostd_bump_alloc(&arena, nostd_layout_new(64, 8));
	mark = nostd_bump_mark(&arena);
	for (i = 0; i < SCALED(100, 8); i++) {
		(void)nostd_bump_alloc(&arena, nostd_layout_new(100, 8));
	}
	assert_true(watch.live > 2);
	nostd_bump_reset(&arena, mark);
	assert_int_equal(watch.live, 2);
	requests = watch.requests;
	for (i = 0; i < SCALED(100, 8); i++) {
		(void)nostd_bump_alloc(&arena, nostd_layout_new(100, 8));
		nostd_bump_reset(&arena, mark);
	}
	assert_int_equal(watch.requests, requests);
	nostd_bump_release(&arena);
	assert_int_equal(watch.live, 0);
	(void)nostd_bump_alloc(&arena, nostd_layout_new(1, 1));
	nostd_bump_release(&arena);
}

/* -- failure ------------------------------------------------------------------------- */

static void each_chunk_can_fail(void **state)
{
	const struct nostd_layout want = {SCALED(3000, 300), 16};
	size_t n;

	(void)state;
	for (n = 0; n < 3; n++) {
		struct nostd_bump arena;
		size_t used;
		void *p;

		nostd_bump_init(&arena, &watch_allocator, SCALED(4096, 400));
		(void)nostd_bump_alloc(&arena, nostd_layout_new(SCALED(2000, 200), 1));
		used = nostd_bump_used(&arena);
		/* The large chunk fails, then the small one does not; or both do. */
		watch.fail_at = 0;
		p = n == 2 ? NULL : nostd_bump_try_alloc(&arena, want);
		watch.fail_at = WATCH_NEVER;
		assert_true(n == 2 || p != NULL);
		assert_true(p != NULL || nostd_bump_used(&arena) == used);
		nostd_bump_release(&arena);
		assert_int_equal(watch.live, 0);
	}
}

#define MANY SCALED(3000, 300) /* bytes, more than a chunk has left */

static void *op_alloc(struct nostd_bump *arena)
{
	return nostd_bump_try_alloc(arena, nostd_layout_new(MANY, 16));
}

static void *op_alloc_array(struct nostd_bump *arena)
{
	return nostd_bump_try_array(arena, uint16_t, MANY / 2);
}

static void *op_str(struct nostd_bump *arena)
{
	static const char text[MANY];
	struct nostd_str copy;

	if (!nostd_bump_try_str(arena, nostd_str_new(text, MANY), &copy)) {
		return NULL;
	}
	assert_memory_equal(copy.ptr, text, MANY);
	return (void *)(uintptr_t)copy.ptr;
}

/* A chunk that is refused may be asked for again, smaller. */
static void each_allocation_of_each_operation_can_fail(void **state)
{
	static void *(*const ops[])(struct nostd_bump *) = {op_alloc, op_alloc_array,
							    op_str};
	size_t op;
	size_t n;

	(void)state;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		bool enough = false;

		for (n = 0; !enough; n++) {
			struct nostd_bump arena;
			size_t used;
			void *p;

			nostd_bump_init(&arena, &watch_allocator, 64);
			(void)nostd_bump_alloc(&arena, nostd_layout_new(40, 1));
			used = nostd_bump_used(&arena);
			watch.fail_at = n;
			p = ops[op](&arena);
			enough = watch.fail_at != WATCH_NEVER;
			watch.fail_at = WATCH_NEVER;
			if (p) {
				memset(p, 0x5A, MANY);
			} else {
				assert_int_equal(nostd_bump_used(&arena), used);
			}
			assert_true(p || !enough);
			nostd_bump_release(&arena);
			assert_int_equal(watch.live, 0);
		}
		assert_true(n > 1);
	}
}

static void no_memory_at_all_is_null(void **state)
{
	struct nostd_bump arena;
	struct nostd_str text;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 64);
	assert_null(nostd_bump_try_alloc(&arena, nostd_layout_new(WATCH_LIMIT + 1, 1)));
	assert_null(nostd_bump_try_array(&arena, uint64_t, WATCH_LIMIT));
	assert_false(nostd_bump_try_str(&arena, nostd_str_new("x", WATCH_LIMIT), &text));
	assert_int_equal(nostd_bump_used(&arena), 0);
	assert_non_null(nostd_bump_try_new(&arena, uint64_t));
	nostd_bump_release(&arena);
}

static void sizes_near_the_limit_are_refused(void **state)
{
	static unsigned char buf[100];
	struct nostd_bump arena[2];
	struct nostd_str text;
	size_t sizes[32];
	size_t count = nasty_sizes(sizeof(uint64_t), sizes);
	size_t i;
	size_t k;

	(void)state;
	nostd_bump_init(&arena[0], &watch_allocator, 64);
	nostd_bump_init_fixed(&arena[1], buf, sizeof(buf));
	for (k = 0; k < 2; k++) {
		(void)nostd_bump_alloc(&arena[k], nostd_layout_new(3, 1));
		for (i = 0; i < count; i++) {
			size_t align;

			for (align = 1; align != 0 && align <= 4096; align *= 2) {
				assert_null(nostd_bump_try_alloc(
					&arena[k], nostd_layout_new(sizes[i], align)));
			}
			assert_null(nostd_bump_try_array(&arena[k], uint64_t, sizes[i]));
			assert_false(nostd_bump_try_str(
				&arena[k], nostd_str_new("x", sizes[i]), &text));
		}
		assert_null(
			nostd_alloc(nostd_bump_in(&arena[k]), nostd_layout_new(1, 3)));
		assert_null(
			nostd_alloc(nostd_bump_in(&arena[k]), nostd_layout_new(1, 0)));
		nostd_bump_release(&arena[k]);
	}
}

static void plain_verbs_panic(void **state)
{
	static unsigned char buf[32];
	struct nostd_bump arena;

	(void)state;
	nostd_bump_init_fixed(&arena, buf, sizeof(buf));
	assert_panics(nostd_bump_alloc(&arena, nostd_layout_new(33, 1)), "out of memory");
	assert_int_equal(test_panic.info.value, 33);
	assert_panics((void)nostd_bump_array(&arena, uint64_t, 5), "out of memory");
	assert_panics((void)nostd_bump_array(&arena, uint64_t, SIZE_MAX / 4),
		      "capacity overflow");
	assert_panics(nostd_bump_str(&arena, nostd_str_new("x", SIZE_MAX)),
		      "capacity overflow");
	nostd_bump_release(&arena);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(random_blocks_on_chunks),
		TEST(random_blocks_in_a_buffer),
		TEST(typed_blocks_are_zero_and_texts_end_in_nul),
		TEST(the_newest_block_grows_in_place),
		TEST(nothing_is_added_to_a_block),
#ifdef NOSTD_ASAN
		TEST(free_space_is_poisoned),
		TEST(a_spare_chunk_is_poisoned),
#endif
		TEST(a_reset_keeps_one_chunk_and_release_none),
		TEST(each_chunk_can_fail),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(no_memory_at_all_is_null),
		TEST(sizes_near_the_limit_are_refused),
		TEST(plain_verbs_panic),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
