/*
 * test_nostd_debug_allocator.c - <nostd/debug.h>: each fault is told, once and as it is.
 *
 * In:   writes beside and after blocks, blocks given back wrongly, broken heads.
 * Out:  the right fault for the right block; nothing left behind.
 */
#include "test_nostd_common.h"

#include <nostd/debug.h>
#include <nostd/rt.h>

static _Alignas(16) unsigned char room[SCALED(65536, 2048)];

static struct nostd_layout layout(size_t size, size_t align)
{
	return nostd_layout_new(size, align);
}

static struct nostd_rt inner_heap;
static const struct nostd_allocator inner = {&nostd_rt_ops, &inner_heap};
static struct nostd_debug debug;
static struct nostd_debug_fault last;
static unsigned faults;

static void remember(void *ctx, const struct nostd_debug_fault *fault)
{
	assert_ptr_equal(ctx, &last);
	last = *fault;
	faults++;
}

static void start_debug(void)
{
	memset(&inner_heap, 0, sizeof(inner_heap));
	memset(&last, 0, sizeof(last));
	faults = 0;
	assert_true(nostd_rt_add_region(&inner_heap, room, sizeof(room)));
	nostd_debug_init(&debug, &inner, remember, &last, NULL);
}

static unsigned char *get(size_t size)
{
	unsigned char *p = nostd_alloc(&debug.allocator, layout(size, 8));

	assert_non_null(p);
	return p;
}

static void give(void *p, size_t size)
{
	nostd_dealloc(&debug.allocator, p, layout(size, 8));
}

/* One fault, this one, of the block at p. Nothing is left behind. */
static void expect(enum nostd_debug_kind kind, const void *p)
{
	assert_int_equal(faults, 1);
	assert_int_equal(last.kind, kind);
	assert_ptr_equal(last.ptr, p);
	assert_non_null(last.message);
	faults = 0;
}

static void expect_nothing_left(void)
{
	nostd_debug_flush(&debug);
	assert_int_equal(faults, 0);
	assert_null(nostd_debug_live(&debug));
	assert_int_equal(nostd_rt_stats(&inner_heap).used, 0);
	assert_int_equal(nostd_debug_stats(&debug).used, 0);
	assert_true(nostd_rt_check(&inner_heap, NULL));
}

static void debug_finds_writes_beside_blocks(void **state)
{
	unsigned char *p;
	const void *where;
	size_t i;

	(void)state;
	start_debug();
	for (i = 1; i <= NOSTD_DEBUG_GUARD_BYTES; i++) {
		p = get(21);
		p[-(ptrdiff_t)i] ^= 1;
		assert_false(nostd_debug_check(&debug, &where));
		assert_ptr_equal(where, p);
		give(p, 21);
		expect(NOSTD_DEBUG_BEFORE, p);
		p = get(21);
		p[20 + i] ^= 1;
		assert_false(nostd_debug_check(&debug, NULL));
		give(p, 21);
		expect(NOSTD_DEBUG_BEHIND, p);
		assert_int_equal(last.layout.size, 21);
		assert_int_equal(last.layout.align, 8);
	}
	assert_true(nostd_debug_check(&debug, &where));
	assert_null(where);
	expect_nothing_left();
}

static void debug_finds_writes_after_return(void **state)
{
	unsigned char *p;
	const void *where;
	size_t i;

	(void)state;
	start_debug();
	p = get(100);
	give(p, 100);
	assert_true(nostd_debug_check(&debug, NULL));
	for (i = 0; i < 100; i++) {
		assert_int_equal(p[i], NOSTD_DEBUG_GONE);
	}
	p[99] = 1;
	assert_false(nostd_debug_check(&debug, &where));
	assert_ptr_equal(where, p);
	for (i = 0; i < debug.keep; i++) {
		assert_int_equal(faults, 0);
		give(get(10), 10);
	}
	expect(NOSTD_DEBUG_AFTER, p);
	expect_nothing_left();
	p = get(5);
	give(p, 5);
	p[0]++;
	nostd_debug_flush(&debug);
	expect(NOSTD_DEBUG_AFTER, p);
	expect_nothing_left();
}

static void debug_finds_blocks_given_back_wrongly(void **state)
{
	unsigned char *p;
	unsigned char *q;

	(void)state;
	start_debug();
	p = get(30);
	q = get(31);
	give(p + 8, 30);
	expect(NOSTD_DEBUG_NOT_LIVE, p + 8);
	give(&last, 30);
	expect(NOSTD_DEBUG_NOT_LIVE, &last);
	give(p, 30);
	assert_int_equal(faults, 0);
	give(p, 30);
	expect(NOSTD_DEBUG_TWICE, p);
	assert_int_equal(last.serial, 1);
	assert_false(nostd_resize(&debug.allocator, p, layout(30, 8), 20));
	expect(NOSTD_DEBUG_TWICE, p);
	nostd_debug_flush(&debug);
	give(p, 30);
	expect(NOSTD_DEBUG_NOT_LIVE, p);
	give(q, 30);
	expect(NOSTD_DEBUG_WRONG_LAYOUT, q);
	assert_int_equal(last.said.size, 30);
	assert_int_equal(last.layout.size, 31);
	assert_int_equal(last.serial, 2);
	expect_nothing_left();
	q = get(31);
	nostd_dealloc(&debug.allocator, q, layout(31, 4));
	expect(NOSTD_DEBUG_WRONG_LAYOUT, q);
	q = get(31);
	assert_false(nostd_resize(&debug.allocator, q, layout(32, 8), 64));
	expect(NOSTD_DEBUG_WRONG_LAYOUT, q);
	give(q, 31);
	expect_nothing_left();
}

static void debug_refuses_what_no_caller_should_ask(void **state)
{
	unsigned char *p;

	(void)state;
	start_debug();
	assert_null(nostd_debug_ops.alloc(&debug, layout(0, 8)));
	expect(NOSTD_DEBUG_BAD_LAYOUT, NULL);
	assert_null(nostd_debug_ops.alloc_zeroed(&debug, layout(8, 3)));
	expect(NOSTD_DEBUG_BAD_LAYOUT, NULL);
	assert_null(nostd_debug_ops.alloc(&debug, layout(NOSTD_SIZE_LIMIT, 8)));
	expect(NOSTD_DEBUG_BAD_LAYOUT, NULL);
	assert_null(nostd_debug_ops.alloc(&debug, layout(NOSTD_SIZE_LIMIT, 1)));
	assert_null(nostd_debug_ops.alloc(&debug, layout(1, NOSTD_SIZE_LIMIT / 2 + 1)));
	assert_int_equal(faults, 0);
	p = get(8);
	assert_false(nostd_debug_ops.resize(&debug, p, layout(8, 8), 0));
	expect(NOSTD_DEBUG_BAD_LAYOUT, p);
	give(p, 8);
	assert_int_equal(nostd_debug_stats(&debug).failures, 5);
	expect_nothing_left();
}

static void debug_says_when_a_head_is_gone(void **state)
{
	unsigned char *p;
	unsigned char *q;
	const void *where;

	(void)state;
	start_debug();
	p = get(40);
	q = get(40);
	memset(q - NOSTD_DEBUG_GUARD_BYTES - 4, 0, 4);
	assert_false(nostd_debug_check(&debug, &where));
	assert_ptr_equal(where, q);
	give(q, 40);
	expect(NOSTD_DEBUG_HEAD, q);
	give(p, 40); /* behind the broken head: not known */
	expect(NOSTD_DEBUG_HEAD, p);

	start_debug();
	p = get(40);
	give(p, 40);
	memset(p - NOSTD_DEBUG_GUARD_BYTES - 4, 0, 4);
	assert_false(nostd_debug_check(&debug, NULL));
	nostd_debug_flush(&debug);
	expect(NOSTD_DEBUG_HEAD, NULL);
}

static void debug_lists_leaks_and_fails_on_demand(void **state)
{
	const struct nostd_debug_block *leak;
	unsigned char *p;
	unsigned char *q;
	size_t i;

	(void)state;
	start_debug();
	p = get(10);
	q = get(20);
	assert_int_equal(q[0], NOSTD_DEBUG_NEW);
	leak = nostd_debug_live(&debug);
	assert_ptr_equal(nostd_debug_memory(leak), q);
	assert_int_equal(leak->layout.size, 20);
	assert_int_equal(leak->serial, 2);
	assert_ptr_equal(nostd_debug_memory(leak->next), p);
	assert_null(leak->next->next);
	assert_int_equal(debug.blocks, 2);
	assert_int_equal(nostd_debug_stats(&debug).used, 30);
	give(q, 20);
	give(p, 10);
	assert_int_equal(nostd_debug_stats(&debug).peak, 30);
	for (i = 1; i < 5; i++) {
		size_t k;

		nostd_debug_fail_nth(&debug, i);
		for (k = 1; k < i; k++) {
			give(get(3), 3);
		}
		assert_null(nostd_alloc_zeroed(&debug.allocator, layout(3, 1)));
		give(get(3), 3);
	}
	nostd_debug_fail_nth(&debug, 1);
	nostd_debug_fail_nth(&debug, 0);
	p = get(7);
	assert_true(nostd_resize(&debug.allocator, p, layout(7, 8), 9));
	assert_int_equal(p[8], NOSTD_DEBUG_NEW);
	debug.no_growing = true;
	assert_false(nostd_resize(&debug.allocator, p, layout(9, 8), 10));
	assert_true(nostd_resize(&debug.allocator, p, layout(9, 8), 8));
	give(p, 8);
	assert_int_equal(nostd_debug_stats(&debug).failures, 4);
	expect_nothing_left();
}

/* What is held goes back when there is no other memory. */
static void debug_gives_back_what_it_holds(void **state)
{
	size_t most;
	unsigned char *p;

	(void)state;
	start_debug();
	most = nostd_rt_stats(&inner_heap).largest - 200;
	debug.keep = 100;
	p = get(most);
	give(p, most);
	p = get(most);
	give(p, most);
	assert_int_equal(faults, 0);
	expect_nothing_left();
	debug.keep = 0;
	give(get(10), 10);
	assert_int_equal(debug.gone_count, 0);
	expect_nothing_left();
}

static void debug_panics_when_asked_to(void **state)
{
	(void)state;
	start_debug();
	nostd_debug_init(&debug, &inner, nostd_debug_panic, NULL, NULL);
	assert_panics(give(room, 8),
		      "not a block of this allocator, or given back before");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(debug_finds_writes_beside_blocks),
		TEST(debug_finds_writes_after_return),
		TEST(debug_finds_blocks_given_back_wrongly),
		TEST(debug_refuses_what_no_caller_should_ask),
		TEST(debug_says_when_a_head_is_gone),
		TEST(debug_lists_leaks_and_fails_on_demand),
		TEST(debug_gives_back_what_it_holds),
		TEST(debug_panics_when_asked_to),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
