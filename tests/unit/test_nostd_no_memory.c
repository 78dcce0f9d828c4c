/*
 * test_nostd_no_memory.c - the plain verbs of every type when there is no memory.
 *
 * In:   containers that are full, and an allocator that fails the next request.
 * Out:  the handler of the library is called, and the container is as it was.
 */
#include "test_nostd_common.h"

#include <nostd/string.h>

#define NOSTD_NAME      vec
#define NOSTD_T         uint32_t
#define NOSTD_EQ(a, b)  (*(a) == *(b))
#define NOSTD_CMP(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#include <nostd/vec.h>

#define NOSTD_NAME      deque
#define NOSTD_T         uint32_t
#define NOSTD_EQ(a, b)  (*(a) == *(b))
#define NOSTD_CMP(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#include <nostd/vecdeque.h>

#define NOSTD_NAME list
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/linkedlist.h>

#define NOSTD_NAME       heap
#define NOSTD_T          uint32_t
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/binaryheap.h>

#define NOSTD_NAME       tree
#define NOSTD_T          uint32_t
#define NOSTD_LESS(a, b) (*(a) < *(b))
#define NOSTD_IN
#include <nostd/btreeset.h>

#define NOSTD_NAME table
#define NOSTD_K    uint32_t
#define NOSTD_V    uint32_t
#include <nostd/hashmap.h>

#define NOSTD_NAME set
#define NOSTD_T    uint32_t
#include <nostd/hashset.h>

#define NOSTD_NAME box
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/box.h>

#define NOSTD_NAME rc
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/rc.h>

#define NOSTD_NAME       order
#define NOSTD_T          uint32_t
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/sort.h>

/* The next request fails, and nothing can grow in place. */
#define assert_no_memory(statement)                        \
	do {                                               \
		watch.tight = true;                        \
		watch.fail_at = 0;                         \
		assert_panics(statement, "out of memory"); \
		watch.fail_at = WATCH_NEVER;               \
	} while (0)

static const uint32_t some[9] = {5, 3, 8, 1, 9, 2, 7, 4, 6};

static void vectors(void **state)
{
	struct vec v = vec_new();
	struct vec other = vec_new();
	struct vec_slice with = {some, 9};

	(void)state;
	watch.tight = true;
	assert_no_memory(vec_push(&v, 1));
	assert_no_memory(vec_reserve(&v, 1));
	assert_no_memory(vec_reserve_exact(&v, 1));
	assert_no_memory((void)vec_with_capacity(3));
	assert_no_memory(vec_insert_from_slice(&v, 0, some, 9));
	assert_no_memory(vec_extend_from_slice(&v, some, 9));
	assert_no_memory(vec_resize(&v, 4, 0));
	assert_int_equal(v.cap, 0);
	vec_extend_from_slice(&v, some, 9);
	vec_shrink_to_fit(&v);
	assert_int_equal(v.cap, 9);
	other = vec_clone(&v);
	assert_no_memory(vec_insert(&v, 4, 1));
	assert_no_memory(vec_append(&v, &other));
	assert_no_memory(vec_splice(&v, 0, 1, with, NULL));
	assert_no_memory((void)vec_split_off(&v, 2));
	assert_no_memory(vec_extend_from_within(&v, 2, 5));
	assert_no_memory((void)vec_clone(&v));
	assert_int_equal(other.len, 9);
	assert_int_equal(v.len, 9);
	assert_memory_equal(v.ptr, some, sizeof(some));
	/* Nothing to add asks for nothing. */
	watch.fail_at = 0;
	vec_extend_from_slice(&v, some, 0);
	vec_reserve(&v, 0);
	watch.fail_at = WATCH_NEVER;
	vec_drop(&v);
	vec_drop(&other);
}

static void queues(void **state)
{
	struct deque d = deque_new();
	struct deque other;

	(void)state;
	watch.tight = true;
	assert_no_memory(deque_push_back(&d, 1));
	assert_no_memory(deque_push_front(&d, 1));
	assert_no_memory(deque_reserve(&d, 1));
	assert_no_memory(deque_reserve_exact(&d, 1));
	assert_no_memory((void)deque_with_capacity(3));
	assert_no_memory(deque_resize(&d, 4, 0));
	deque_extend_from_slice(&d, some, 9);
	deque_shrink_to_fit(&d);
	other = deque_clone(&d);
	while (d.len < d.cap) {
		deque_push_back(&d, 0);
	}
	assert_no_memory(deque_insert(&d, 4, 1));
	assert_no_memory(deque_extend_from_slice(&d, some, 9));
	assert_no_memory(deque_append(&d, &other));
	assert_no_memory((void)deque_split_off(&d, 2));
	assert_no_memory((void)deque_clone(&d));
	assert_int_equal(other.len, 9);
	assert_int_equal(deque_index_of(&d, &some[4]), 4);
	assert_true(deque_contains(&d, &some[8]));
	assert_false(deque_contains(&d, &(uint32_t){77}));
	deque_drop(&d);
	deque_drop(&other);
}

static void lists(void **state)
{
	static const struct nostd_allocator another = {&watch_ops, &watch};
	struct list l = list_new_in(&watch_allocator);
	struct list far = list_new_in(&another);
	struct list_cursor c = list_cursor_front(&l);

	(void)state;
	assert_no_memory(list_push_back(&l, 1));
	assert_no_memory(list_push_front(&l, 1));
	assert_no_memory(list_cursor_insert_before(&c, 1));
	assert_no_memory(list_cursor_insert_after(&c, 1));
	list_push_back(&l, 1);
	list_push_back(&far, 2);
	/* Elements of another allocator are copied, which takes memory. */
	c = list_cursor_front(&l);
	assert_no_memory(list_append(&l, &far));
	assert_no_memory(list_cursor_splice_before(&c, &far));
	assert_no_memory(list_cursor_splice_after(&c, &far));
	assert_panics((void)list_split_off(&l, 2), "index or length out of range");
	assert_int_equal(list_len(&l), 1);
	assert_int_equal(list_len(&far), 1);
	list_drop(&l);
	list_drop(&far);
}

static void heaps(void **state)
{
	struct heap h = heap_new();
	struct heap other;

	(void)state;
	watch.tight = true;
	assert_no_memory(heap_push(&h, 1));
	assert_no_memory(heap_reserve(&h, 1));
	assert_no_memory((void)heap_with_capacity(3));
	assert_no_memory(heap_extend_from_slice(&h, some, 9));
	heap_extend_from_slice(&h, some, 9);
	heap_shrink_to_fit(&h);
	other = heap_clone(&h);
	assert_no_memory(heap_append(&h, &other));
	assert_no_memory((void)heap_clone(&h));
	assert_int_equal(h.len, 9);
	assert_int_equal(other.len, 9);
	heap_drop(&h);
	heap_drop(&other);
}

static void trees(void **state)
{
	struct tree t = tree_new_in(&watch_allocator);
	struct tree other = tree_new_in(&watch_allocator);
	struct tree_cursor_mut c;
	uint32_t i;

	(void)state;
	assert_no_memory((void)tree_insert(&t, 1));
	assert_no_memory((void)tree_replace(&t, 1, NULL));
	for (i = 0; i < SCALED(200, 20); i++) {
		(void)tree_insert(&t, 2 * i);
		(void)tree_insert(&other, 2 * i + 1);
	}
	assert_no_memory(tree_append(&t, &other));
	/* In the first leaf: between two of them no leaf has to be cut. */
	assert_no_memory((void)tree_split_off(&t, 2));
	assert_no_memory((void)tree_clone(&t));
	c = tree_lower_bound_mut(&t, NOSTD_INCLUDED, &(uint32_t){10});
	assert_panics(tree_cursor_mut_insert_before(&c, 77), "key out of order");
	assert_panics(tree_cursor_mut_insert_after(&c, 77), "key out of order");
	assert_int_equal(tree_len(&t), SCALED(200, 20));
	assert_int_equal(tree_len(&other), SCALED(200, 20));
	tree_drop(&t);
	tree_drop(&other);
}

static void tables(void **state)
{
	struct table m = table_new();
	struct table copy;
	struct set s = set_new();
	uint32_t i;

	(void)state;
	assert_no_memory((void)table_insert(&m, 1, 1));
	assert_no_memory((void)table_get_or_insert(&m, 1, 1));
	assert_no_memory(table_reserve(&m, 1));
	assert_no_memory((void)table_with_capacity(3));
	assert_no_memory((void)set_insert(&s, 1));
	assert_no_memory(set_reserve(&s, 1));
	/* The table that is too large for any memory says so. */
	assert_panics(table_reserve(&m, SIZE_MAX), "capacity overflow");
	for (i = 0; i < 9; i++) {
		(void)table_insert(&m, some[i], i);
		(void)set_insert(&s, some[i]);
	}
	assert_no_memory((void)table_clone(&m));
	assert_no_memory((void)set_clone(&s));
	copy = table_clone(&m);
	assert_int_equal(table_len(&copy), 9);
	table_shrink_to(&copy, 0);
	table_reserve(&copy, SCALED(100, 40));
	table_shrink_to(&copy, 20);
	assert_true(table_capacity(&copy) < SCALED(100, 40));
	table_shrink_to(&copy, SCALED(100, 40) - 10);
	assert_int_equal(table_len(&copy), 9);
	table_drop(&copy);
	table_drop(&m);
	set_drop(&s);
}

static void single_values(void **state)
{
	struct box b;
	struct box copy;
	struct rc r;
	uint32_t numbers[9];

	(void)state;
	assert_no_memory((void)box_new_in(&watch_allocator, 1));
	assert_no_memory((void)rc_new_in(&watch_allocator, 1));
	b = box_new_in(&watch_allocator, 7);
	assert_no_memory((void)box_clone(&b));
	copy = box_clone(&b);
	assert_int_equal(*copy.ptr, 7);
	box_drop(&copy);
	box_drop(&b);
	assert_true(rc_try_new_zeroed_in(&watch_allocator, &r));
	assert_int_equal(*r.ptr, 0);
	rc_drop(&r);
	watch.fail_at = 0;
	assert_false(rc_try_new_zeroed_in(&watch_allocator, &r));
	/* A stable sort does without the memory. */
	memcpy(numbers, some, sizeof(some));
	watch.fail_at = 0;
	order_sort_stable_in(numbers, 9, &watch_allocator);
	watch.fail_at = WATCH_NEVER;
	assert_int_equal(numbers[0], 1);
	assert_int_equal(numbers[8], 9);
}

static void strings(void **state)
{
	struct nostd_string s = nostd_string_new();

	(void)state;
	watch.tight = true;
	assert_no_memory(nostd_string_push_str(&s, NOSTD_STR("text")));
	assert_no_memory(nostd_string_push_byte(&s, 'x'));
	assert_no_memory(nostd_string_push(&s, 'x'));
	assert_no_memory(nostd_string_push(&s, 0x1F600));
	assert_no_memory(nostd_string_push_repeat(&s, NOSTD_STR("ab"), 5));
	assert_no_memory(nostd_string_insert_str(&s, 0, NOSTD_STR("text")));
	assert_no_memory(
		(void)nostd_string_from_str_in(&watch_allocator, NOSTD_STR("text")));
	assert_panics(nostd_string_push(&s, 0xD800), "not a Unicode scalar value");
	nostd_string_push_str(&s, NOSTD_STR("text"));
	assert_panics(nostd_string_insert_str(&s, 5, NOSTD_STR("x")),
		      "index or length out of range");
	assert_panics(nostd_string_remove_range(&s, 0, 5),
		      "index or length out of range");
	assert_panics(nostd_string_remove_range(&s, 3, 2),
		      "index or length out of range");
	assert_string_equal(nostd_string_c_str(&s), "text");
	nostd_string_drop(&s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(vectors), TEST(queues), TEST(lists),         TEST(heaps),
		TEST(trees),   TEST(tables), TEST(single_values), TEST(strings),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
