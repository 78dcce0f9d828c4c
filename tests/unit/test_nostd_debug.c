/*
 * test_nostd_debug.c - what NOSTD_DEBUG adds. Links nostd_debug, not nostd.
 *
 * In:   iterators used after their container changed; formats that do not fit.
 * Out:  a panic each time, and none for what is allowed.
 */
#include "test_nostd_common.h"

#include <nostd/fmt.h>

#ifndef NOSTD_DEBUG
#error "this test needs NOSTD_DEBUG: link it with the target nostd_debug"
#endif

#define NOSTD_NAME ints
#define NOSTD_T    int
#include <nostd/vec.h>

#define NOSTD_NAME queue
#define NOSTD_T    int
#include <nostd/vecdeque.h>

#define NOSTD_NAME set
#define NOSTD_T    int
#include <nostd/hashset.h>

#define NOSTD_NAME map
#define NOSTD_K    int
#define NOSTD_V    int
#include <nostd/hashmap.h>

#define STALE "iterator used after its container changed"

static void a_stale_vector_iterator_panics(void **state)
{
	struct ints v = ints_new();
	struct ints_iter it;
	struct ints_iter_mut mut;

	(void)state;
	ints_push(&v, 1);
	ints_push(&v, 2);
	it = ints_iter(&v);
	assert_true(ints_next(&it));
	v.ptr[0] = 5;
	(void)ints_get(&v, 0);
	assert_true(ints_next(&it));
	assert_false(ints_next(&it));
	it = ints_iter(&v);
	ints_push(&v, 3);
	assert_panics(ints_next(&it), STALE);
	mut = ints_iter_mut(&v);
	assert_true(ints_pop(&v, NULL));
	assert_panics(ints_next_mut(&mut), STALE);
	it = ints_iter(&v);
	ints_clear(&v);
	assert_panics(ints_next(&it), STALE);
	it = ints_iter(&v);
	ints_drop(&v);
	assert_panics(ints_next(&it), STALE);
}

static void a_stale_queue_iterator_panics(void **state)
{
	struct queue q = queue_new();
	struct queue_iter it;
	struct queue_iter_mut mut;

	(void)state;
	queue_push_back(&q, 1);
	queue_push_front(&q, 2);
	it = queue_iter(&q);
	*queue_at(&q, 0) = 5;
	assert_true(queue_next(&it) && queue_next_back(&it));
	assert_false(queue_next(&it));
	it = queue_iter(&q);
	queue_push_front(&q, 3);
	assert_panics(queue_next(&it), STALE);
	mut = queue_iter_mut(&q);
	queue_rotate_left(&q, 1);
	assert_panics(queue_next_back_mut(&mut), STALE);
	it = queue_iter(&q);
	queue_drop(&q);
	assert_panics(queue_next_back(&it), STALE);
}

static void a_stale_set_iterator_panics(void **state)
{
	struct set s = set_new();
	struct set other = set_new();
	struct set_iter it;
	struct set_merge both;
	size_t at = 0;
	int gone;

	(void)state;
	set_insert(&s, 1);
	it = set_iter(&s);
	set_insert(&s, 1); /* nothing new */
	assert_true(set_next(&it));
	both = set_union(&s, &other);
	set_insert(&s, 2);
	assert_panics(set_merge_next(&both), STALE);
	it = set_iter(&s);
	assert_true(set_drain(&s, &at, &gone));
	assert_panics(set_next(&it), STALE);
	it = set_iter(&s);
	set_shrink_to_fit(&s);
	assert_panics(set_next(&it), STALE);
	set_drop(&s);
}

static void a_stale_map_iterator_panics(void **state)
{
	struct map m = map_new();
	struct map_iter it;

	(void)state;
	map_insert(&m, 1, 1);
	it = map_iter(&m);
	map_insert(&m, 1, 2); /* no new key: nothing moves */
	*map_get_mut(&m, 1) = 3;
	assert_true(map_next(&it));
	assert_false(map_next(&it));
	it = map_iter(&m);
	map_insert(&m, 2, 2);
	assert_panics(map_next(&it), STALE);
	it = map_iter(&m);
	assert_true(map_remove(&m, 2, NULL));
	assert_panics(map_next(&it), STALE);
	it = map_iter(&m);
	map_drop(&m);
	assert_panics(map_next(&it), STALE);
}

static void a_wrong_format_panics(void **state)
{
	static const char *const formats[] = {"{}",      "{} {} {}", "{:y} {}",
					      "{:s} {}", "}",        "{"};
	char buf[40];
	volatile size_t i;

	(void)state;
	for (i = 0; i < 6; i++) {
		test_panic.expected = true;
		if (setjmp(test_panic.back) == 0) {
			(void)nostd_format_to(buf, sizeof(buf), formats[i], 1, 2);
			fail_msg("no panic for %s", formats[i]);
		}
		assert_memory_equal(test_panic.info.message.ptr, "{!", 2);
	}
}

static void the_order_of_maps_differs(void **state)
{
	struct map a = map_new();
	struct map b = map_with_seed(1);

	(void)state;
	assert_true(a.table.seed != 0);
	assert_true(a.table.seed != b.table.seed);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stale_vector_iterator_panics), TEST(a_stale_queue_iterator_panics),
		TEST(a_stale_set_iterator_panics),    TEST(a_stale_map_iterator_panics),
		TEST(a_wrong_format_panics),          TEST(the_order_of_maps_differs),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
