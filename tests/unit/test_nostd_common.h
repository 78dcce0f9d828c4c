/*
 * test_nostd_common.h - what the tests of nostd share: random numbers, an allocator that
 * watches and can fail, and panics that come back.
 *
 * In:   argv[1], the seed (default 1); argv[2], a factor for the number of random steps;
 *       argv[3], a pattern of names: only these tests.
 *       TEST_SHRINK, by which sizes and steps are divided where memory is short
 *       (tests/bare-metal). With TEST_STREAM a fuzzer says what happens
 *       (tests/fuzz/nostd_stream.c).
 * Out:  test_arguments, which prints the seed; the global allocator and the panic handler
 *       of the test program. Each test is one source file, so all of it is static.
 */
#ifndef NSC_TESTS_UNIT_TEST_NOSTD_COMMON_H
#define NSC_TESTS_UNIT_TEST_NOSTD_COMMON_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/alloc.h>
#include <nostd/panic.h>

#define TEST_UNUSED __attribute__((unused))

#ifndef TEST_SHRINK
#define TEST_SHRINK 1
#endif

/* Of a walk over all of something: where it would take hours, each such is looked at. */
#define TEST_STRIDE (TEST_SHRINK == 1 ? 1 : 2 * TEST_SHRINK + 3)

/* A size, or what is left of it, but no less than what makes sense. */
#define SCALED(size, least) \
	((size) / TEST_SHRINK > (least) ? (size) / TEST_SHRINK : (least))

/* -- random numbers ------------------------------------------------------------------ */

static uint64_t test_seed = 1;
static unsigned long test_factor = 1;
static uint64_t test_state;

/* Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. */
TEST_UNUSED static uint64_t random_bits(void)
{
	uint64_t z = test_state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

#ifdef TEST_STREAM
/* What decides; where it ends, random_bits() goes on. */
static const unsigned char *test_input;
static size_t test_input_size;

/* Takes no more bytes than `limit` needs, so that a byte of the input is a decision. */
TEST_UNUSED static size_t random_below(size_t limit)
{
	uint64_t bits = 0;
	size_t left;

	if (limit <= 1) {
		return 0;
	}
	for (left = limit - 1; left != 0; left >>= 8) {
		if (test_input_size == 0) {
			return (size_t)(random_bits() % limit);
		}
		bits = bits << 8 | *test_input++;
		test_input_size--;
	}
	return (size_t)(bits % limit);
}

/* As many as the input has decisions for. */
TEST_UNUSED static unsigned long test_steps(unsigned long count)
{
	return count < test_input_size / 2 + 1 ? count : test_input_size / 2 + 1;
}
#else
/* 0 to limit - 1; 0 when limit is 0. */
TEST_UNUSED static size_t random_below(size_t limit)
{
	return limit == 0 ? 0 : (size_t)(random_bits() % limit);
}

/* How many random steps a test takes: one at least. */
TEST_UNUSED static unsigned long test_steps(unsigned long count)
{
	unsigned long steps = count * test_factor / TEST_SHRINK;

	return steps != 0 ? steps : 1;
}
#endif

/* -- comparisons --------------------------------------------------------------------- */

/* The same sign, any size: what a comparison or a predicate may as well say. */
TEST_UNUSED static int any_size(int sign)
{
	static const int sizes[] = {1, 4, 2, INT_MAX, 256};
	static unsigned turn;
	int size = sizes[turn++ % 5];

	return sign > 0 ? size : sign == 0 ? 0 : size == INT_MAX ? -INT_MAX - 1 : -size;
}

/* -- panics -------------------------------------------------------------------------- */

static struct {
	bool expected;
	jmp_buf back;
	struct nostd_panic info;
} test_panic;

void nostd_panic_handler(const struct nostd_panic *info)
{
	if (!test_panic.expected) {
		fprintf(stderr, "seed %llu: panic: %.*s (%zu, %zu)\n",
			(unsigned long long)test_seed, (int)info->message.len,
			info->message.ptr, info->value, info->limit);
		abort();
	}
	test_panic.info = *info;
	test_panic.expected = false;
	longjmp(test_panic.back, 1);
}

/* The statement must panic with this message. Locals it changes are lost. */
#define assert_panics(statement, text)                                                \
	do {                                                                          \
		test_panic.expected = true;                                           \
		if (setjmp(test_panic.back) == 0) {                                   \
			statement;                                                    \
			test_panic.expected = false;                                  \
			fail_msg("no panic: %s", #statement);                         \
		}                                                                     \
		assert_int_equal(test_panic.info.message.len, strlen(text));          \
		assert_memory_equal(test_panic.info.message.ptr, text, strlen(text)); \
	} while (0)

/* -- the watching allocator ---------------------------------------------------------- */

#ifndef WATCH_BLOCKS
#define WATCH_BLOCKS SCALED(8192, 128)
#endif
#define WATCH_NEVER SIZE_MAX
/* More is refused, as if there were no memory. Bytes. */
#define WATCH_LIMIT ((size_t)((1UL << 22) / TEST_SHRINK / TEST_SHRINK))
#define WATCH_ALIGN SCALED(4096, 64)

struct watch_block {
	unsigned char *ptr; /* NULL: free */
	struct nostd_layout layout;
	size_t room; /* bytes it can grow to in place */
	void *raw;
};

static struct {
	struct watch_block blocks[WATCH_BLOCKS];
	size_t live;     /* blocks */
	size_t requests; /* allocations asked for */
	bool tight;      /* no block can grow in place */
	bool rigid;      /* nor shrink */
	size_t fail_at;  /* so many requests from now one fails; WATCH_NEVER: none */
} watch = {.fail_at = WATCH_NEVER};

static struct watch_block *watch_find(const void *p)
{
	size_t i;

	for (i = 0; i < WATCH_BLOCKS; i++) {
		if (watch.blocks[i].ptr == p) {
			return &watch.blocks[i];
		}
	}
	return NULL;
}

/* Each third block has some room to grow, so that both ways of growing are seen. */
static void *watch_alloc(void *self, struct nostd_layout want)
{
	struct watch_block *block = watch_find(NULL);
	size_t slack = !watch.tight && random_below(3) == 0
			       ? 1 + random_below(SCALED(64, 4))
			       : 0;

	(void)self;
	assert_true(want.size != 0);
	assert_true(nostd_layout_is_valid(want));
	watch.requests++;
	if (watch.fail_at != WATCH_NEVER && watch.fail_at-- == 0) {
		watch.fail_at = WATCH_NEVER;
		return NULL;
	}
	if (want.size > WATCH_LIMIT || want.align > WATCH_ALIGN) {
		return NULL;
	}
	assert_non_null(block);
	block->layout = want;
	block->room = want.size + slack;
	block->raw = malloc(block->room + want.align - 1);
	assert_non_null(block->raw);
	block->ptr =
		(unsigned char *)block->raw + (-(uintptr_t)block->raw & (want.align - 1));
	memset(block->ptr, 0xA5, block->room);
	watch.live++;
	return block->ptr;
}

static void watch_check(const struct watch_block *block, void *p,
			struct nostd_layout have)
{
	assert_non_null(p);
	assert_non_null(block);
	assert_int_equal(block->layout.size, have.size);
	assert_int_equal(block->layout.align, have.align);
}

static bool watch_resize(void *self, void *p, struct nostd_layout have, size_t size)
{
	struct watch_block *block = watch_find(p);

	(void)self;
	watch_check(block, p, have);
	assert_true(size != 0);
	if (watch.rigid || size > block->room) {
		return false;
	}
	block->layout.size = size;
	return true;
}

static void watch_dealloc(void *self, void *p, struct nostd_layout have)
{
	struct watch_block *block = watch_find(p);

	(void)self;
	watch_check(block, p, have);
	memset(block->ptr, 0xDD, block->room);
	free(block->raw);
	block->ptr = NULL;
	watch.live--;
}

static const struct nostd_alloc_ops watch_ops = {watch_alloc, NULL, watch_resize,
						 watch_dealloc};
NOSTD_GLOBAL_ALLOCATOR(&watch_ops, NULL);

TEST_UNUSED static const struct nostd_allocator watch_allocator = {&watch_ops, NULL};

TEST_UNUSED static int assert_nothing_live(void **state)
{
	(void)state;
	watch.fail_at = WATCH_NEVER;
	return watch.live == 0 ? 0 : -1;
}

/* -- shrinking ----------------------------------------------------------------------- */

/* For sweeps, of a container `c` of a type: its block has to move to become smaller. */
#define TEST_SHRINKING(type, cap, to)                  \
	static size_t shrinking_begins(struct type *c) \
	{                                              \
		size_t fail_at = watch.fail_at;        \
		watch.fail_at = WATCH_NEVER;           \
		type##_reserve(c, 20);                 \
		watch.fail_at = fail_at;               \
		watch.rigid = true;                    \
		return cap;                            \
	}                                              \
	static bool op_shrink_to(struct type *c)       \
	{                                              \
		size_t before = shrinking_begins(c);   \
		type##_shrink_to(c, to);               \
		watch.rigid = false;                   \
		return cap < before;                   \
	}                                              \
	static bool op_shrink_to_fit(struct type *c)   \
	{                                              \
		size_t before = shrinking_begins(c);   \
		type##_shrink_to_fit(c);               \
		watch.rigid = false;                   \
		return cap < before;                   \
	}

/* -- sizes --------------------------------------------------------------------------- */

/* Sizes where arithmetic goes wrong, for elements of `size` bytes. Returns how many. */
TEST_UNUSED static size_t nasty_sizes(size_t size, size_t out[32])
{
	const size_t around[] = {SIZE_MAX,
				 SIZE_MAX / 2,
				 SIZE_MAX / size,
				 SIZE_MAX / 2 / size,
				 SIZE_MAX - size,
				 NOSTD_SIZE_LIMIT - size,
				 (size_t)1 << (sizeof(size_t) * 8 - 1)};
	size_t count = 0;
	size_t i;

	for (i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		out[count++] = around[i];
		out[count++] = around[i] - 1;
		if (around[i] != SIZE_MAX) {
			out[count++] = around[i] + 1;
		}
	}
	return count;
}

/* -- main ---------------------------------------------------------------------------- */

TEST_UNUSED static void test_arguments(int argc, char **argv)
{
	if (argc > 1) {
		test_seed = strtoull(argv[1], NULL, 0);
	}
	if (argc > 2) {
		test_factor = strtoul(argv[2], NULL, 0);
	}
	if (argc > 3) {
		cmocka_set_test_filter(argv[3]);
	}
	printf("seed %llu, factor %lu\n", (unsigned long long)test_seed, test_factor);
	fflush(stdout);
}

/* Each test starts with the seed, so that one alone gives the same steps. */
TEST_UNUSED static int test_restart(void **state)
{
	(void)state;
	test_state = test_seed;
	watch.requests = 0;
	watch.tight = false;
	watch.rigid = false;
	watch.fail_at = WATCH_NEVER;
	return 0;
}

#define TEST(function) \
	cmocka_unit_test_setup_teardown(function, test_restart, assert_nothing_live)

#endif
