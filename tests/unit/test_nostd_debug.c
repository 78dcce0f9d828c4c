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

#define NOSTD_NAME       tree
#define NOSTD_K          int
#define NOSTD_V          int
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/btreemap.h>

#define NOSTD_NAME       heap
#define NOSTD_T          int
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/binaryheap.h>

#define NOSTD_NAME list
#define NOSTD_T    int
#include <nostd/linkedlist.h>

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

static void a_stale_tree_iterator_panics(void **state)
{
	struct tree m = tree_new();
	struct tree other = tree_new();
	struct tree_iter it;
	struct tree_cursor c;
	struct tree_cursor_mut cm;

	(void)state;
	tree_insert(&m, 1, 1);
	it = tree_iter(&m);
	c = tree_lower_bound(&m, NOSTD_UNBOUNDED, NULL);
	tree_insert(&m, 1, 2); /* no new key: nothing moves */
	assert_true(tree_next(&it) && tree_cursor_next(&c));
	tree_insert(&m, 2, 2);
	assert_panics(tree_next(&it), STALE);
	assert_panics(tree_cursor_prev(&c), STALE);
	cm = tree_lower_bound_mut(&m, NOSTD_UNBOUNDED, NULL);
	tree_cursor_mut_insert_before(&cm, 0, 0); /* its own change */
	assert_true(tree_cursor_mut_remove_next(&cm, NULL, NULL));
	assert_true(tree_cursor_mut_next(&cm));
	assert_true(tree_remove(&m, 2, NULL));
	assert_panics(tree_cursor_mut_prev(&cm), STALE);
	it = tree_iter(&m);
	tree_insert(&other, 5, 5);
	tree_append(&m, &other);
	assert_panics(tree_next_back(&it), STALE);
	it = tree_iter(&m);
	tree_drop(&m);
	assert_panics(tree_next(&it), STALE);
}

static void a_stale_heap_iterator_panics(void **state)
{
	struct heap h = heap_new();
	struct heap_iter it;

	(void)state;
	heap_push(&h, 1);
	it = heap_iter(&h);
	assert_true(heap_next(&it));
	heap_push(&h, 2);
	assert_panics(heap_next(&it), STALE);
	it = heap_iter(&h);
	assert_true(heap_pop(&h, NULL));
	assert_panics(heap_next(&it), STALE);
	heap_drop(&h);
}

static void a_stale_list_cursor_panics(void **state)
{
	struct list l = list_new();
	struct list_iter it;
	struct list_cursor c;

	(void)state;
	list_push_back(&l, 1);
	it = list_iter(&l);
	c = list_cursor_front(&l);
	list_cursor_insert_after(&c, 2); /* its own change */
	list_cursor_move_next(&c);
	assert_int_equal(*list_cursor_current(&c), 2);
	assert_panics(list_next(&it), STALE);
	list_push_front(&l, 0);
	assert_panics(list_cursor_move_next(&c), STALE);
	it = list_iter(&l);
	list_clear(&l);
	assert_panics(list_next_back(&it), STALE);
}

static void appending_to_itself_panics(void **state)
{
	static const char text[] = "container appended to itself";
	struct ints v = ints_new();
	struct queue q = queue_new();
	struct tree m = tree_new();
	struct heap h = heap_new();
	struct list l = list_new();
	struct list_cursor c;

	(void)state;
	ints_push(&v, 1);
	queue_push_back(&q, 1);
	tree_insert(&m, 1, 1);
	heap_push(&h, 1);
	list_push_back(&l, 1);
	c = list_cursor_front(&l);
	assert_panics(ints_append(&v, &v), text);
	assert_panics(queue_append(&q, &q), text);
	assert_panics(tree_append(&m, &m), text);
	assert_panics(heap_append(&h, &h), text);
	assert_panics(list_append(&l, &l), text);
	assert_panics(list_cursor_splice_before(&c, &l), text);
	assert_panics(list_cursor_splice_after(&c, &l), text);
	assert_int_equal(v.len + q.len + m.tree.len + h.len + l.list.len, 5);
	ints_drop(&v);
	queue_drop(&q);
	tree_drop(&m);
	heap_drop(&h);
	list_drop(&l);
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
		TEST(a_stale_tree_iterator_panics),   TEST(a_stale_heap_iterator_panics),
		TEST(a_stale_list_cursor_panics),     TEST(appending_to_itself_panics),
		TEST(a_wrong_format_panics),          TEST(the_order_of_maps_differs),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
