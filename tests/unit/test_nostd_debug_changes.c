/*
 * test_nostd_debug_changes.c - NOSTD_DEBUG sees every change of a container. Links
 * nostd_debug, not nostd.
 *
 * In:   an iterator, and every verb that changes what it goes through.
 * Out:  a panic at the next use of the iterator, and none before.
 */
#include "test_nostd_common.h"

#ifndef NOSTD_DEBUG
#error "this test needs NOSTD_DEBUG: link it with the target nostd_debug"
#endif

#define NOSTD_NAME     ints
#define NOSTD_T        int
#define NOSTD_EQ(a, b) (*(a) == *(b))
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

#define NOSTD_NAME       ids
#define NOSTD_T          int
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/btreeset.h>

#define NOSTD_NAME       heap
#define NOSTD_T          int
#define NOSTD_LESS(a, b) (*(a) < *(b))
#include <nostd/binaryheap.h>

#define NOSTD_NAME list
#define NOSTD_T    int
#include <nostd/linkedlist.h>

#define STALE "iterator used after its container changed"

/* In a function that has a list of them: does number `which` and returns true. */
#define CHANGE(done)                       \
	do {                               \
		if (which-- == 0) {        \
			assert_true(done); \
			return true;       \
		}                          \
	} while (0)
#define AND(statement) (statement, true)

/* The next use of the iterator panics; `which` change it was that should do that. */
#define assert_stale(next, it, which)                                                   \
	do {                                                                            \
		test_panic.expected = true;                                             \
		if (setjmp(test_panic.back) == 0) {                                     \
			(void)next(it);                                                 \
			fail_msg("no panic after change %zu", which);                   \
		}                                                                       \
		assert_memory_equal(test_panic.info.message.ptr, STALE, strlen(STALE)); \
	} while (0)

static bool is_odd(const int *elem, void *ctx)
{
	(void)ctx;
	return *elem % 2 != 0;
}

static bool is_odd_mut(int *elem, void *ctx)
{
	return is_odd(elem, ctx);
}

static bool is_odd_key(const int *key, int *value, void *ctx)
{
	(void)value;
	return is_odd(key, ctx);
}

static bool make_one(int *to, void *ctx)
{
	(void)ctx;
	*to = 1;
	return true;
}

static bool are_same(int *elem, int *kept, void *ctx)
{
	(void)ctx;
	return *elem == *kept;
}

static const int more[] = {7, 8};

/* Of a vector of 1, 2, 2, 3 without room for more; false: there are no more changes. */
static bool change_vec(struct ints *v, struct ints *other, size_t which)
{
	const struct ints_slice with = {more, 2};
	int out[4];

	CHANGE(ints_try_reserve(v, 1));
	CHANGE(ints_try_reserve_exact(v, 1));
	CHANGE(AND(ints_reserve(v, 100)));
	CHANGE(AND(ints_set_len(v, 3)));
	CHANGE(ints_pop(v, NULL) && AND(ints_shrink_to_fit(v)));
	CHANGE(AND(*other = ints_from_raw_parts(v->ptr, v->len, v->cap)) &&
	       ints_leak(v).len == 4);
	CHANGE(ints_try_push(v, 9));
	CHANGE(ints_try_insert(v, 1, 9));
	CHANGE(ints_try_append(v, other));
	CHANGE(ints_try_append(other, v));
	CHANGE(ints_try_extend_from_slice(v, more, 2));
	CHANGE(ints_try_extend_from_within(v, 0, 2));
	CHANGE(ints_try_insert_from_slice(v, 1, more, 2));
	CHANGE(ints_pop(v, NULL));
	CHANGE(ints_pop_if(v, is_odd_mut, NULL, NULL));
	CHANGE(AND(ints_truncate(v, 1)));
	CHANGE(AND(ints_clear(v)));
	CHANGE(ints_try_remove(v, 0, NULL));
	CHANGE(ints_try_swap_remove(v, 0, NULL));
	CHANGE(ints_try_drain(v, 1, 2, NULL));
	CHANGE(ints_try_splice(v, 1, 2, with, out));
	CHANGE(ints_try_splice(v, 1, 3, with, out));
	CHANGE(ints_try_split_off(v, 1, other));
	CHANGE(AND(ints_retain(v, is_odd, NULL)));
	CHANGE(AND(ints_retain_mut(v, is_odd_mut, NULL)));
	CHANGE(ints_extract_if(v, is_odd_mut, NULL, out) == 2);
	CHANGE(AND(ints_dedup_by(v, are_same, NULL)));
	CHANGE(AND(ints_dedup(v)));
	CHANGE(AND(ints_reverse(v)));
	CHANGE(ints_try_swap(v, 0, 1));
	CHANGE(ints_try_resize(v, 6, 1));
	CHANGE(ints_try_resize(v, 1, 1));
	CHANGE(ints_try_resize_with(v, 6, make_one, NULL));
	CHANGE(AND(ints_drop(v)));
	return false;
}

static void every_change_of_a_vector_is_seen(void **state)
{
	struct ints v;
	struct ints other = ints_new();
	struct ints_iter it;
	size_t which;
	bool done = true;

	(void)state;
	watch.tight = true;
	for (which = 0; done; which++) {
		v = ints_new();
		ints_reserve_exact(&v, 4);
		ints_extend_from_slice(&v, (const int[]){1, 2, 2, 3}, 4);
		it = ints_iter(&v);
		done = change_vec(&v, &other, which);
		if (done) {
			assert_stale(ints_next, &it, which);
		}
		ints_drop(&v);
		ints_drop(&other);
	}
	assert_int_equal(which, 34 + 1);
}

/* Of a queue of 1, 2, 2, 3 in two parts, without room for more. */
static bool change_queue(struct queue *q, struct queue *other, size_t which)
{
	CHANGE(queue_try_reserve(q, 1));
	CHANGE(queue_try_reserve_exact(q, 1));
	CHANGE(AND(queue_reserve(q, 100)));
	CHANGE(queue_pop_back(q, NULL) && AND(queue_shrink_to_fit(q)));
	CHANGE(queue_make_contiguous(q) != NULL);
	CHANGE(queue_try_push_back(q, 9));
	CHANGE(queue_try_push_front(q, 9));
	CHANGE(queue_try_insert(q, 1, 9));
	CHANGE(queue_try_append(q, other));
	CHANGE(queue_try_append(other, q));
	CHANGE(queue_try_extend_from_slice(q, more, 2));
	CHANGE(queue_pop_back(q, NULL));
	CHANGE(queue_pop_front(q, NULL));
	CHANGE(queue_pop_back_if(q, is_odd_mut, NULL, NULL));
	CHANGE(queue_pop_front_if(q, is_odd_mut, NULL, NULL));
	CHANGE(AND(queue_truncate(q, 1)));
	CHANGE(AND(queue_clear(q)));
	CHANGE(queue_try_remove(q, 0, NULL));
	CHANGE(queue_try_swap_remove_back(q, 0, NULL));
	CHANGE(queue_try_swap_remove_front(q, 3, NULL));
	CHANGE(queue_try_drain(q, 1, 2, NULL));
	CHANGE(AND(queue_retain(q, is_odd, NULL)));
	CHANGE(AND(queue_retain_mut(q, is_odd_mut, NULL)));
	CHANGE(AND(queue_drop(other)) && queue_try_split_off(q, 1, other));
	CHANGE(queue_try_swap(q, 0, 1));
	CHANGE(queue_try_rotate_left(q, 1));
	CHANGE(queue_try_rotate_right(q, 1));
	CHANGE(queue_try_resize(q, 6, 1));
	CHANGE(queue_try_resize(q, 1, 1));
	CHANGE(queue_try_resize_with(q, 6, make_one, NULL));
	CHANGE(AND(queue_drop(q)));
	return false;
}

static void every_change_of_a_queue_is_seen(void **state)
{
	struct queue q;
	struct queue other;
	struct queue_iter it;
	size_t which;
	bool done = true;

	(void)state;
	watch.tight = true;
	for (which = 0; done; which++) {
		q = queue_new();
		other = queue_new();
		queue_reserve_exact(&q, 4);
		queue_push_back(&q, 2);
		queue_push_back(&q, 3);
		queue_push_front(&q, 2);
		queue_push_front(&q, 1);
		queue_push_back(&other, 4);
		it = queue_iter(&q);
		done = change_queue(&q, &other, which);
		if (done) {
			assert_stale(queue_next, &it, which);
		}
		queue_drop(&q);
		queue_drop(&other);
	}
	assert_int_equal(which, 31 + 1);
}

/* Of a hash set of 1, 2, 3 and perhaps 4. */
static bool change_set(struct set *s, size_t which)
{
	size_t at = 0;
	int gone;

	CHANGE(set_try_reserve(s, 100));
	CHANGE(AND(set_shrink_to_fit(s)));
	CHANGE(set_try_insert(s, 9) == NOSTD_INSERTED);
	CHANGE(set_try_replace(s, 9, NULL) == NOSTD_INSERTED);
	CHANGE(set_take(s, 1, &gone));
	CHANGE(set_remove(s, 1));
	CHANGE(set_extract_if(s, &at, is_odd, NULL, &gone));
	CHANGE(set_drain(s, &at, &gone));
	CHANGE(AND(set_retain(s, is_odd, NULL)));
	CHANGE(AND(set_clear(s)));
	CHANGE(AND(set_drop(s)));
	return false;
}

/* In either set, and whether or not the iterator was at its end. */
static void every_change_of_two_hash_sets_is_seen(void **state)
{
	static struct set_merge (*const verbs[])(const struct set *,
						 const struct set *) = {
		set_union, set_intersection, set_difference, set_symmetric_difference};
	struct set two[2];
	struct set_merge both;
	struct set_iter it;
	size_t which;
	int i;
	bool done = true;

	(void)state;
	for (which = 0; done; which++) {
		two[0] = set_new();
		two[1] = set_new();
		for (i = 0; i < 7; i++) {
			set_insert(&two[i / 3 % 2], i / 3 == 2 ? 4 : 1 + i % 3);
		}
		it = set_iter(&two[which % 2]);
		both = verbs[which / 4 % 4](&two[0], &two[1]);
		while (which / 2 % 2 != 0 && set_merge_next(&both)) { /* to its end */
		}
		done = change_set(&two[which % 2], which / 16);
		if (done) {
			assert_stale(set_merge_next, &both, which);
			assert_stale(set_next, &it, which);
		}
		set_drop(&two[0]);
		set_drop(&two[1]);
	}
	assert_int_equal(which, 11 * 16 + 1);
}

static void taking_out_of_a_hash_set_sees_what_came_meanwhile(void **state)
{
	struct set s;
	size_t which;
	size_t at;
	int gone;
	int i;

	(void)state;
	for (which = 0; which < 6; which++) {
		s = set_new();
		for (i = 0; i < 50; i++) {
			set_insert(&s, i);
		}
		for (at = 0; at == 0;) {
			assert_true(set_drain(&s, &at, &gone));
		}
		(void)set_remove(&s, 7); /* what else goes is no matter */
		assert_true(set_extract_if(&s, &at, NULL, NULL, &gone));
		if (which % 3 == 0) {
			set_insert(&s, 100);
		} else if (which % 3 == 1) {
			set_reserve(&s, 500);
		} else {
			set_shrink_to_fit(&s);
		}
		if (which < 3) {
			assert_panics(set_drain(&s, &at, &gone), STALE);
		} else {
			assert_panics(set_extract_if(&s, &at, is_odd, NULL, &gone),
				      STALE);
		}
		at = 0; /* from the start */
		assert_true(set_drain(&s, &at, &gone));
		set_drop(&s);
	}
}

/* Of a map of 1, 2, 3. */
static bool change_map(struct map *m, size_t which)
{
	struct map_entry entry;
	size_t at = 0;
	bool fresh;

	CHANGE(map_try_reserve(m, 100));
	CHANGE(AND(map_shrink_to(m, 3)));
	CHANGE(map_try_insert(m, 9, 9) == NOSTD_INSERTED);
	CHANGE(map_try_get_or_insert(m, 9, 9) != NULL);
	CHANGE(map_try_get_or_insert_with(m, 9, make_one, NULL) != NULL);
	CHANGE(map_try_entry(m, 9, &fresh) != NULL);
	CHANGE(map_remove(m, 1, NULL));
	CHANGE(map_remove_entry(m, 1, NULL, NULL));
	CHANGE(map_extract_if(m, &at, is_odd_key, NULL, &entry));
	CHANGE(map_drain(m, &at, &entry));
	CHANGE(AND(map_retain(m, is_odd_key, NULL)));
	CHANGE(AND(map_clear(m)));
	CHANGE(AND(map_drop(m)));
	return false;
}

static void every_change_of_a_map_is_seen(void **state)
{
	struct map m;
	struct map_iter it;
	struct map_iter_mut mut;
	size_t which;
	bool done = true;
	int i;

	(void)state;
	for (which = 0; done; which++) {
		m = map_new();
		for (i = 1; i < 4; i++) {
			map_insert(&m, i, i);
		}
		it = map_iter(&m);
		mut = map_iter_mut(&m);
		done = change_map(&m, which);
		if (done) {
			assert_stale(map_next, &it, which);
			assert_stale(map_next_mut, &mut, which);
		}
		map_drop(&m);
	}
	assert_int_equal(which, 13 + 1);
}

/* Of an ordered map of 1, 2, 3; another has 2, 5. */
static bool change_tree(struct tree *m, struct tree *other, size_t which)
{
	struct tree_cursor_mut c = tree_lower_bound_mut(m, NOSTD_INCLUDED, &(int){2});
	bool fresh;

	CHANGE(tree_try_insert(m, 9, 9) == NOSTD_INSERTED);
	CHANGE(tree_try_get_or_insert(m, 9, 9) != NULL);
	CHANGE(tree_try_get_or_insert_with(m, 9, make_one, NULL) != NULL);
	CHANGE(tree_try_entry(m, 9, &fresh) != NULL);
	CHANGE(tree_remove(m, 1, NULL));
	CHANGE(tree_remove_entry(m, 1, NULL, NULL));
	CHANGE(tree_pop_first(m, NULL, NULL));
	CHANGE(tree_pop_last(m, NULL, NULL));
	CHANGE(tree_try_append(m, other));
	CHANGE(tree_try_append(other, m));
	CHANGE(AND(tree_drop(other)) && tree_try_split_off(m, 2, other));
	CHANGE(AND(tree_retain(m, is_odd_key, NULL)));
	CHANGE(tree_cursor_mut_remove_next(&c, NULL, NULL));
	CHANGE(tree_cursor_mut_remove_prev(&c, NULL, NULL));
	CHANGE(tree_extract_if(&c, is_odd_key, NULL, NULL, NULL));
	CHANGE(tree_remove(m, 2, NULL) &&
	       AND(c = tree_lower_bound_mut(m, NOSTD_INCLUDED, &(int){2})) &&
	       tree_cursor_mut_try_insert_after(&c, 2, 2));
	CHANGE(tree_remove(m, 2, NULL) &&
	       AND(c = tree_lower_bound_mut(m, NOSTD_INCLUDED, &(int){2})) &&
	       tree_cursor_mut_try_insert_before(&c, 2, 2));
	CHANGE(AND(tree_clear(m)));
	CHANGE(AND(tree_drop(m)));
	return false;
}

static void every_change_of_an_ordered_map_is_seen(void **state)
{
	struct tree m;
	struct tree other;
	struct tree_iter it;
	struct tree_cursor c;
	size_t which;
	bool done = true;
	int i;

	(void)state;
	for (which = 0; done; which++) {
		m = tree_new();
		other = tree_new();
		for (i = 1; i < 4; i++) {
			tree_insert(&m, i, i);
		}
		tree_insert(&other, 2, 2);
		tree_insert(&other, 5, 5);
		it = tree_iter(&m);
		c = tree_lower_bound(&m, NOSTD_UNBOUNDED, NULL);
		done = change_tree(&m, &other, which);
		if (done) {
			assert_stale(tree_next, &it, which);
			assert_stale(tree_cursor_next, &c, which);
		}
		tree_drop(&m);
		tree_drop(&other);
	}
	assert_int_equal(which, 19 + 1);
}

/* What a set has that a map does not, and some that both have. */
static bool change_ids(struct ids *s, size_t which)
{
	struct ids other = ids_new();

	CHANGE(ids_try_insert(s, 9) == NOSTD_INSERTED);
	CHANGE(ids_try_replace(s, 9, NULL) == NOSTD_INSERTED);
	CHANGE(ids_take(s, 1, NULL));
	CHANGE(ids_remove(s, 1));
	CHANGE(ids_pop_last(s, NULL));
	CHANGE(AND(ids_retain(s, is_odd, NULL)));
	CHANGE(ids_try_append(s, &other));
	CHANGE(AND(ids_clear(s)));
	return false;
}

static void every_change_of_two_ordered_sets_is_seen(void **state)
{
	static struct ids_merge (*const verbs[])(const struct ids *,
						 const struct ids *) = {
		ids_union, ids_intersection, ids_difference, ids_symmetric_difference};
	struct ids two[2];
	struct ids_merge both;
	size_t which;
	bool done = true;
	int i;

	(void)state;
	for (which = 0; done; which++) {
		two[0] = ids_new();
		two[1] = ids_new();
		for (i = 0; i < 7; i++) {
			ids_insert(&two[i / 3 % 2], i / 3 == 2 ? 4 : 1 + i % 3);
		}
		both = verbs[which / 4 % 4](&two[0], &two[1]);
		while (which / 2 % 2 != 0 && ids_merge_next(&both)) { /* to its end */
		}
		done = change_ids(&two[which % 2], which / 16);
		if (done) {
			assert_stale(ids_merge_next, &both, which);
		}
		ids_drop(&two[0]);
		ids_drop(&two[1]);
	}
	assert_int_equal(which, 8 * 16 + 1);
}

/* Of a heap of 1, 2, 3, 4 without room for more. */
static bool change_heap(struct heap *h, struct heap *other, size_t which)
{
	CHANGE(heap_try_reserve(h, 1));
	CHANGE(heap_try_reserve_exact(h, 1));
	CHANGE(heap_pop(h, NULL) && AND(heap_shrink_to_fit(h)));
	CHANGE(heap_try_push(h, 9));
	CHANGE(heap_pop(h, NULL));
	CHANGE(heap_push_pop(h, 0) == 4);
	CHANGE(AND(*heap_peek_mut(h) = 0) && AND(heap_refresh(h)));
	CHANGE(heap_try_append(h, other));
	CHANGE(heap_try_append(other, h));
	CHANGE(AND(heap_retain(h, is_odd, NULL)));
	CHANGE(heap_try_extend_from_slice(h, more, 2));
	CHANGE(AND(heap_drop(other)) &&
	       AND(*other = heap_from_parts(heap_into_parts(h))));
	CHANGE(AND(heap_drop(other)) &&
	       AND(*other = heap_from_parts(heap_into_sorted(h))));
	CHANGE(AND(heap_clear(h)));
	CHANGE(AND(heap_drop(h)));
	return false;
}

static void every_change_of_a_heap_is_seen(void **state)
{
	struct heap h;
	struct heap other;
	struct heap_iter it;
	size_t which;
	bool done = true;

	(void)state;
	watch.tight = true;
	for (which = 0; done; which++) {
		h = heap_from_slice((const int[]){1, 2, 3, 4}, 4);
		other = heap_from_slice(more, 2);
		it = heap_iter(&h);
		done = change_heap(&h, &other, which);
		if (done) {
			assert_stale(heap_next, &it, which);
		}
		heap_drop(&h);
		heap_drop(&other);
	}
	assert_int_equal(which, 15 + 1);
}

/* Of a list of 1, 2, 3; another has 4. */
static bool change_list(struct list *l, struct list *other, size_t which)
{
	struct list_cursor c = list_cursor_front(l);

	list_cursor_move_next(&c);
	CHANGE(list_try_push_back(l, 9));
	CHANGE(list_try_push_front(l, 9));
	CHANGE(list_pop_back(l, NULL));
	CHANGE(list_pop_front(l, NULL));
	CHANGE(list_try_append(l, other));
	CHANGE(list_try_append(other, l));
	CHANGE(AND(list_retain(l, is_odd, NULL)));
	CHANGE(list_cursor_try_insert_before(&c, 9));
	CHANGE(list_cursor_try_insert_after(&c, 9));
	CHANGE(list_cursor_remove_current(&c, NULL));
	CHANGE(list_cursor_try_splice_before(&c, other));
	CHANGE(list_cursor_try_splice_after(&c, other));
	CHANGE(AND(list_drop(other)) && list_try_split_off(l, 1, other));
	CHANGE(AND(list_drop(other)) && AND(*other = list_cursor_split_before(&c)));
	CHANGE(AND(list_drop(other)) && AND(*other = list_cursor_split_after(&c)));
	CHANGE(AND(list_clear(l)));
	CHANGE(AND(list_drop(l)));
	return false;
}

static void every_change_of_a_list_is_seen(void **state)
{
	struct list l;
	struct list other;
	struct list_iter it;
	size_t which;
	bool done = true;
	int i;

	(void)state;
	for (which = 0; done; which++) {
		l = list_new();
		other = list_new();
		for (i = 1; i < 4; i++) {
			list_push_back(&l, i);
		}
		list_push_back(&other, 4);
		it = list_iter(&l);
		done = change_list(&l, &other, which);
		if (done) {
			assert_stale(list_next, &it, which);
		}
		list_drop(&l);
		list_drop(&other);
	}
	assert_int_equal(which, 17 + 1);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(every_change_of_a_vector_is_seen),
		TEST(every_change_of_a_queue_is_seen),
		TEST(every_change_of_two_hash_sets_is_seen),
		TEST(taking_out_of_a_hash_set_sees_what_came_meanwhile),
		TEST(every_change_of_a_map_is_seen),
		TEST(every_change_of_an_ordered_map_is_seen),
		TEST(every_change_of_two_ordered_sets_is_seen),
		TEST(every_change_of_a_heap_is_seen),
		TEST(every_change_of_a_list_is_seen),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
