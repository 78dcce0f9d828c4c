/*
 * test_nostd_vecdeque.c - <nostd/vecdeque.h> against a plain array.
 *
 * In:   random operations on a queue whose elements own memory, and on plain data.
 * Out:  after each operation the elements, where they lie and the number of live blocks
 *       must be those of the model; every allocation fails once.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"
#include "test_nostd_model.h"

#define NOSTD_NAME queue
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_make(to, (p)->id)
#define NOSTD_EQ(a, b)     any_size((a)->id == (b)->id)
#define NOSTD_CMP(a, b)    any_size((a)->id<(b)->id ? -1 : (a)->id>(b)->id)
#include <nostd/vecdeque.h>

#define NOSTD_NAME      bytes
#define NOSTD_T         unsigned char
#define NOSTD_CMP(a, b) (*(a) - *(b))
#include <nostd/vecdeque.h>

/* -- the model ----------------------------------------------------------------------- */

/* Longer ones only get shorter. */
#define QUEUE_MAX SCALED(200, 24)

static void model_rotate(struct model *m, size_t count)
{
	while (count-- != 0) {
		m->id[m->len] = m->id[0];
		memmove(m->id, m->id + 1, m->len * sizeof(m->id[0]));
	}
}

/* Every element once, by index, by iterators from both ends, and by the two arrays. */
static void check_queue(const struct queue *d, const struct model *m)
{
	struct queue_slice part[2];
	struct queue_iter it = queue_iter(d);
	struct queue_iter back = queue_iter(d);
	size_t i;

	assert_int_equal(d->len, m->len);
	assert_true(d->len <= d->cap);
	assert_true((d->cap == 0) == (d->ptr == NULL));
	assert_true(d->head < d->cap || d->head == 0);
	queue_as_slices(d, &part[0], &part[1]);
	assert_int_equal(part[0].len + part[1].len, m->len);
	for (i = 0; i < m->len; i++) {
		assert_token(queue_at(d, i), m->id[i]);
		assert_true(queue_next(&it));
		assert_ptr_equal(it.value, queue_at(d, i));
		assert_true(queue_next_back(&back));
		assert_ptr_equal(back.value, queue_at(d, m->len - 1 - i));
		assert_ptr_equal(i < part[0].len ? part[0].ptr + i
						 : part[1].ptr + (i - part[0].len),
				 queue_at(d, i));
	}
	assert_false(queue_next(&it));
	assert_false(queue_next_back(&back));
	assert_ptr_equal(queue_front(d), m->len ? queue_at(d, 0) : NULL);
	assert_ptr_equal(queue_back(d), m->len ? queue_at(d, m->len - 1) : NULL);
	assert_null(queue_get(d, m->len));
	assert_int_equal(watch.live, m->len + (d->cap != 0));
}

static bool is_odd(struct token const *t, void *ctx)
{
	++*(size_t *)ctx;
	return (t->id & 1) != 0;
}

/* The id of those it keeps is one more. */
static bool is_odd_and_grows(struct token *t, void *ctx)
{
	bool odd = is_odd(t, ctx);

	if (odd) {
		t->id++;
		*t->mem = (unsigned char)t->id;
	}
	return odd;
}

static bool make_token(struct token *to, void *ctx)
{
	return token_make(to, (*(uint32_t *)ctx)++);
}

static void fill(struct queue *d, struct model *m, size_t count)
{
	while (count-- != 0) {
		uint32_t id = (uint32_t)random_below(8);

		if (random_below(2) == 0) {
			queue_push_back(d, token(id));
			model_insert(m, m->len, id);
		} else {
			queue_push_front(d, token(id));
			model_insert(m, 0, id);
		}
	}
}

static void append_some(struct queue *d, struct model *m, bool copies)
{
	static struct model other_model;
	struct queue other = queue_new_in(&watch_allocator);
	size_t i;

	other_model.len = 0;
	fill(&other, &other_model, random_below(20));
	if (copies) {
		struct token *all = queue_make_contiguous(&other);

		queue_extend_from_slice(d, all, other.len);
	} else {
		queue_append(d, &other);
		assert_int_equal(other.len, 0);
	}
	for (i = 0; i < other_model.len; i++) {
		m->id[m->len++] = other_model.id[i];
	}
	queue_drop(&other);
}

static void step_add(struct queue *d, struct model *m, size_t op)
{
	uint32_t id = (uint32_t)random_below(8);
	size_t at = random_below(m->len + 1);
	size_t count = random_below(20);
	size_t want = m->len + count;
	struct token t;

	switch (op) {
	case 0:
		queue_insert(d, at, token(id));
		model_insert(m, at, id);
		break;
	case 1:
		append_some(d, m, false);
		break;
	case 2:
		append_some(d, m, true);
		break;
	case 3:
		t = token(id);
		queue_resize(d, want, t);
		token_drop(&t);
		while (m->len < want) {
			m->id[m->len++] = id;
		}
		break;
	case 4:
		assert_true(queue_try_resize_with(d, want, make_token, &id));
		id -= (uint32_t)count;
		while (m->len < want) {
			m->id[m->len++] = id++;
		}
		break;
	case 5:
		queue_reserve_exact(d, count);
		assert_true(d->cap >= want);
		break;
	case 6:
		queue_reserve(d, count);
		assert_true(d->cap >= want);
		break;
	default:
		fill(d, m, 3);
		break;
	}
}

static void step_remove(struct queue *d, struct model *m, size_t op)
{
	size_t at = random_below(m->len);
	size_t asked = 0;
	struct token t;

	if (m->len == 0) {
		assert_false(queue_pop_back(d, NULL));
		assert_false(queue_pop_front(d, NULL));
		assert_false(queue_try_remove(d, 0, NULL));
		assert_false(queue_try_swap_remove_back(d, 0, NULL));
		assert_false(queue_try_swap_remove_front(d, 0, NULL));
		return;
	}
	switch (op) {
	case 0:
		assert_true(queue_pop_back(d, &t));
		assert_token(&t, m->id[--m->len]);
		break;
	case 1:
		assert_true(queue_pop_front(d, &t));
		assert_token(&t, model_remove(m, 0));
		break;
	case 2:
		t = queue_remove(d, at);
		assert_token(&t, model_remove(m, at));
		break;
	case 3:
		t = queue_swap_remove_back(d, at);
		assert_token(&t, m->id[at]);
		m->id[at] = m->id[m->len - 1];
		m->len--;
		break;
	case 4:
		t = queue_swap_remove_front(d, at);
		assert_token(&t, m->id[at]);
		m->id[at] = m->id[0];
		(void)model_remove(m, 0);
		break;
	case 5:
		assert_true(queue_pop_front_if(d, is_odd_and_grows, &asked, NULL) ==
			    ((m->id[0] & 1) != 0));
		if ((m->id[0] & 1) != 0) {
			(void)model_remove(m, 0);
		}
		return;
	case 6:
		assert_true(queue_pop_back_if(d, is_odd_and_grows, &asked, NULL) ==
			    ((m->id[m->len - 1] & 1) != 0));
		m->len -= m->id[m->len - 1] & 1;
		return;
	default:
		assert_true(queue_try_remove(d, at, NULL));
		(void)model_remove(m, at);
		return;
	}
	token_drop(&t);
}

static void drain_some(struct queue *d, struct model *m)
{
	struct token out[QUEUE_MAX * 2];
	size_t from = random_below(m->len + 1);
	size_t to = from + random_below(m->len - from + 1);
	bool keep = random_below(2) == 0;

	queue_drain(d, from, to, keep ? out : NULL);
	for (; from < to; to--) {
		uint32_t id = model_remove(m, to - 1);

		if (keep) {
			assert_token(&out[to - 1 - from], id);
			token_drop(&out[to - 1 - from]);
		}
	}
}

static void retain_some(struct queue *d, struct model *m, bool grow)
{
	size_t asked = 0;
	size_t kept = 0;
	size_t i;

	if (grow) {
		queue_retain_mut(d, is_odd_and_grows, &asked);
	} else {
		queue_retain(d, is_odd, &asked);
	}
	assert_int_equal(asked, m->len);
	for (i = 0; i < m->len; i++) {
		if ((m->id[i] & 1) != 0) {
			m->id[kept++] = m->id[i] + grow;
		}
	}
	m->len = kept;
}

static void step_whole(struct queue *d, struct model *m, size_t op)
{
	size_t at = random_below(m->len + 1);
	struct queue other;
	struct token *all;

	switch (op) {
	case 0:
		queue_rotate_left(d, at);
		model_rotate(m, at);
		break;
	case 1:
		queue_rotate_right(d, at);
		model_rotate(m, m->len - at);
		break;
	case 2:
		other = queue_clone(d);
		queue_drop(d);
		*d = other;
		break;
	case 3:
		other = queue_split_off(d, at);
		assert_int_equal(other.len, m->len - at);
		queue_append(d, &other);
		queue_drop(&other);
		break;
	case 4:
		all = queue_make_contiguous(d);
		assert_ptr_equal(all, m->len ? queue_at(d, 0) : all);
		assert_true(d->head + d->len <= d->cap);
		break;
	case 5:
		queue_shrink_to(d, m->len + 3);
		assert_true(d->cap <= m->len + 3 || d->cap >= m->len);
		break;
	case 6:
		queue_shrink_to_fit(d);
		assert_int_equal(d->cap, m->len);
		break;
	case 7:
		drain_some(d, m);
		break;
	case 8:
		retain_some(d, m, random_below(2) == 0);
		break;
	case 9:
		if (m->len != 0) {
			uint32_t id = m->id[0];

			at = random_below(m->len);
			queue_swap(d, 0, at);
			m->id[0] = m->id[at];
			m->id[at] = id;
		}
		break;
	default:
		queue_truncate(d, at);
		m->len = at;
		break;
	}
}

static void owning_elements_follow_the_model(void **state)
{
	static struct model m;
	struct queue d = queue_new_in(&watch_allocator);
	unsigned long steps = test_steps(20000);

	(void)state;
	m.len = 0;
	while (steps-- != 0) {
		size_t kind = random_below(10);

		if (kind < 4 && m.len < QUEUE_MAX) {
			step_add(&d, &m, random_below(9));
		} else if (kind < 8) {
			step_remove(&d, &m, random_below(8));
		} else {
			step_whole(&d, &m, random_below(11));
		}
		check_queue(&d, &m);
	}
	queue_drop(&d);
	assert_int_equal(watch.live, 0);
	queue_drop(&d);
}

/* -- each way the elements can lie --------------------------------------------------- */

/* A queue of `cap`, the front at `head`, holding 0, 1, ... len - 1. */
static struct bytes lay_out(size_t cap, size_t head, size_t len)
{
	struct bytes d = bytes_new();
	size_t i;

	bytes_reserve_exact(&d, cap);
	assert_int_equal(d.cap, cap);
	for (i = 0; i < head; i++) {
		bytes_push_back(&d, 0xEE);
		assert_true(bytes_pop_front(&d, NULL));
	}
	for (i = 0; i < len; i++) {
		bytes_push_back(&d, (unsigned char)i);
	}
	assert_int_equal(d.head, head % cap);
	return d;
}

static void check_bytes(const struct bytes *d, size_t len)
{
	size_t i;

	assert_int_equal(d->len, len);
	for (i = 0; i < len; i++) {
		assert_int_equal(*bytes_at(d, i), i);
	}
}

static void try_layout(size_t cap, size_t head, size_t len)
{
	struct bytes d = lay_out(cap, head, len);
	unsigned char *all = bytes_make_contiguous(&d);
	size_t i;

	for (i = 0; i < len; i++) {
		assert_int_equal(all[i], i);
	}
	check_bytes(&d, len);
	bytes_drop(&d);
	d = lay_out(cap, head, len);
	bytes_shrink_to_fit(&d);
	assert_int_equal(d.cap, len);
	check_bytes(&d, len);
	bytes_drop(&d);
	for (i = 1; i < 12; i++) {
		d = lay_out(cap, head, len);
		bytes_reserve_exact(&d, cap - len + i);
		assert_int_equal(d.cap, cap + i);
		check_bytes(&d, len);
		bytes_drop(&d);
	}
	for (i = 0; i <= len; i++) {
		d = lay_out(cap, head, len);
		bytes_insert(&d, i, 0xAB);
		assert_int_equal(bytes_remove(&d, i), 0xAB);
		check_bytes(&d, len);
		bytes_drop(&d);
	}
}

static void elements_may_lie_anywhere(void **state)
{
	size_t cap;
	size_t head;
	size_t len;

	(void)state;
	for (cap = 1; cap < 9; cap++) {
		for (head = 0; head < cap; head++) {
			for (len = 0; len <= cap; len++) {
				try_layout(cap, head, len);
			}
		}
	}
}

static bool is_less(unsigned char const *elem, void *ctx)
{
	return *elem < *(unsigned char *)ctx;
}

static void searches_find_across_the_end(void **state)
{
	struct bytes d = lay_out(16, 11, 16);
	struct bytes_iter it;
	struct bytes_iter_mut mut = bytes_range_mut(&d, 3, 99);
	unsigned char key;
	size_t sum = 0;

	(void)state;
	for (key = 0; key < 16; key++) {
		assert_int_equal(bytes_binary_search(&d, &key), key);
		assert_int_equal(bytes_lower_bound(&d, &key), key);
		assert_int_equal(bytes_partition_point(&d, is_less, &key), key);
	}
	assert_int_equal(bytes_binary_search(&d, &key), NOSTD_NOT_FOUND);
	assert_int_equal(bytes_lower_bound(&d, &key), 16);
	it = bytes_range(&d, 4, 7);
	while (bytes_next_back(&it)) {
		sum = sum * 10 + *it.value;
	}
	assert_int_equal(sum, 654);
	while (bytes_next_mut(&mut) && bytes_next_back_mut(&mut)) {
		*mut.value = 1;
	}
	for (sum = 0, it = bytes_iter(&d); bytes_next(&it);) {
		sum += *it.value;
	}
	/* The back half of 3 to 15 is six ones now; 9 is its middle. */
	assert_int_equal(sum, 0 + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 6);
	bytes_drop(&d);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_push_back(struct queue *d)
{
	struct token t = token(5);

	if (queue_try_push_back(d, t)) {
		return true;
	}
	token_drop(&t); /* still ours */
	return false;
}

static bool op_push_front(struct queue *d)
{
	struct token t = token(5);

	if (queue_try_push_front(d, t)) {
		return true;
	}
	token_drop(&t);
	return false;
}

static bool op_insert(struct queue *d)
{
	struct token t = token(5);

	if (queue_try_insert(d, 1, t)) {
		return true;
	}
	token_drop(&t);
	return false;
}

static bool op_reserve(struct queue *d)
{
	return queue_try_reserve(d, 9);
}

static bool op_reserve_exact(struct queue *d)
{
	return queue_try_reserve_exact(d, 9);
}

static bool op_extend(struct queue *d)
{
	struct token some[3] = {token(1), token(2), token(3)};
	bool ok = queue_try_extend_from_slice(d, some, 3);
	size_t i;

	for (i = 0; i < 3; i++) {
		token_drop(&some[i]);
	}
	return ok;
}

static bool op_resize(struct queue *d)
{
	struct token t = token(9);
	bool ok = queue_try_resize(d, d->len + 3, t);

	token_drop(&t);
	return ok;
}

static bool op_resize_with(struct queue *d)
{
	uint32_t id = 3;

	return queue_try_resize_with(d, d->len + 3, make_token, &id);
}

static bool op_append(struct queue *d)
{
	size_t fail_at = watch.fail_at;
	struct queue other = queue_new_in(&watch_allocator);
	bool ok;

	watch.fail_at = WATCH_NEVER;
	queue_push_back(&other, token(1));
	watch.fail_at = fail_at;
	ok = queue_try_append(d, &other);
	assert_int_equal(other.len, ok ? 0 : 1);
	queue_drop(&other);
	return ok;
}

static bool op_clone(struct queue *d)
{
	struct queue copy;

	if (!queue_try_clone(d, &copy)) {
		return false;
	}
	queue_drop(&copy);
	return true;
}

static bool op_split_off(struct queue *d)
{
	struct queue tail;

	if (!queue_try_split_off(d, 2, &tail)) {
		return false;
	}
	assert_int_equal(tail.len, 2);
	queue_drop(&tail);
	return true;
}

static bool op_with_capacity(struct queue *d)
{
	struct queue other;

	(void)d;
	if (!queue_try_with_capacity_in(&watch_allocator, 3, &other)) {
		return false;
	}
	queue_drop(&other);
	return true;
}

TEST_SHRINKING(queue, c->cap, 6)

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct queue *) = {
		op_push_back,     op_push_front,   op_insert,    op_reserve,
		op_reserve_exact, op_extend,       op_resize,    op_resize_with,
		op_append,        op_clone,        op_split_off, op_with_capacity,
		op_shrink_to,     op_shrink_to_fit};
	struct model m = {{3, 1, 4, 1}, 4};
	size_t op;
	size_t n;

	(void)state;
	watch.tight = true;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (n = 0;; n++) {
			struct queue d = queue_new_in(&watch_allocator);
			bool ok;

			queue_push_back(&d, token(4));
			queue_push_back(&d, token(1));
			queue_push_front(&d, token(1));
			queue_push_front(&d, token(3)); /* full, and across the end */
			assert_int_equal(d.cap, 4);
			assert_int_equal(d.head, 2);
			watch.fail_at = n;
			ok = ops[op](&d);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_queue(&d, &m);
			}
			queue_drop(&d);
			assert_int_equal(watch.live, 0);
			if (ok) {
				break;
			}
		}
		assert_true(n > 0);
	}
}

/* The tail of a shrunk block may fail to move; nothing is lost. */
static void shrinking_may_fail(void **state)
{
	struct model m = {{9, 8, 7}, 3};
	struct queue d = queue_with_capacity_in(&watch_allocator, 40);

	(void)state;
	watch.tight = true;
	queue_push_back(&d, token(8));
	queue_push_back(&d, token(7));
	queue_push_front(&d, token(9));
	check_queue(&d, &m);
	queue_shrink_to_fit(&d);
	check_queue(&d, &m);
	queue_shrink_to(&d, 10);
	assert_int_equal(d.cap, 3);
	queue_drop(&d);
}

static void sizes_near_the_limit_are_refused(void **state)
{
	struct bytes d = bytes_new();
	struct bytes other;
	size_t sizes[32];
	size_t count = nasty_sizes(1, sizes);
	unsigned char one = 1;
	size_t i;

	(void)state;
	bytes_push_back(&d, one);
	for (i = 0; i < count; i++) {
		if (sizes[i] == 0) {
			continue;
		}
		assert_false(bytes_try_reserve(&d, sizes[i]));
		assert_false(bytes_try_reserve_exact(&d, sizes[i]));
		assert_false(bytes_try_with_capacity(sizes[i], &other));
		assert_false(bytes_try_resize(&d, sizes[i], one));
		assert_false(bytes_try_extend_from_slice(&d, &one, sizes[i]));
		assert_false(bytes_try_insert(&d, sizes[i], one));
		assert_false(bytes_try_remove(&d, sizes[i], &one));
		assert_false(bytes_try_swap_remove_back(&d, sizes[i], &one));
		assert_false(bytes_try_swap_remove_front(&d, sizes[i], &one));
		assert_false(bytes_try_drain(&d, 0, sizes[i], NULL));
		assert_false(bytes_try_drain(&d, sizes[i], 0, NULL));
		assert_false(bytes_try_split_off(&d, sizes[i], &other));
		assert_false(bytes_try_swap(&d, 0, sizes[i]));
		assert_false(bytes_try_rotate_left(&d, sizes[i]));
		assert_false(bytes_try_rotate_right(&d, sizes[i]));
		assert_null(bytes_get(&d, sizes[i]));
		bytes_truncate(&d, sizes[i]);
		bytes_shrink_to(&d, sizes[i]);
		assert_int_equal(d.len, 1);
	}
	bytes_drop(&d);
}

static void plain_verbs_panic(void **state)
{
	struct bytes d = bytes_new();

	(void)state;
	bytes_push_back(&d, 1);
	assert_panics(bytes_at(&d, 1), "index or length out of range");
	assert_panics(bytes_insert(&d, 2, 1), "index or length out of range");
	assert_panics(bytes_remove(&d, 1), "index or length out of range");
	assert_panics(bytes_swap_remove_back(&d, 7), "index or length out of range");
	assert_panics(bytes_swap_remove_front(&d, 7), "index or length out of range");
	assert_panics(bytes_drain(&d, 0, 2, NULL), "index or length out of range");
	assert_panics(bytes_drain(&d, 1, 0, NULL), "index or length out of range");
	assert_panics(bytes_split_off(&d, 2), "index or length out of range");
	assert_panics(bytes_swap(&d, 0, 1), "index or length out of range");
	assert_panics(bytes_rotate_left(&d, 2), "index or length out of range");
	assert_panics(bytes_rotate_right(&d, 2), "index or length out of range");
	assert_panics(bytes_reserve(&d, SIZE_MAX), "capacity overflow");
	bytes_shrink_to_fit(&d);
	watch.fail_at = 0;
	assert_panics(bytes_reserve_exact(&d, 1000), "out of memory");
	assert_int_equal(test_panic.info.value, 1001);
	watch.fail_at = 0;
	assert_panics(bytes_clone(&d), "out of memory");
	assert_int_equal(d.len, 1);
	bytes_drop(&d);
}

#define assert_no_room(statement)                          \
	do {                                               \
		watch.fail_at = 0;                         \
		assert_panics(statement, "out of memory"); \
		assert_int_equal(d.len, 1);                \
	} while (0)

static void plain_verbs_without_memory_panic(void **state)
{
	struct bytes d = bytes_new();
	struct bytes other = bytes_new();
	unsigned char two[2] = {1, 2};

	(void)state;
	watch.tight = true;
	bytes_reserve_exact(&d, 1);
	bytes_push_back(&d, 1);
	bytes_push_back(&other, 1);
	assert_no_room(bytes_push_back(&d, 1));
	assert_no_room(bytes_push_front(&d, 1));
	assert_no_room(bytes_insert(&d, 0, 1));
	assert_no_room(bytes_append(&d, &other));
	assert_no_room(bytes_extend_from_slice(&d, two, 2));
	assert_no_room(bytes_resize(&d, 2, 1));
	assert_no_room(bytes_split_off(&d, 0));
	bytes_drop(&d);
	bytes_drop(&other);
}

static void all_zero_is_an_empty_queue(void **state)
{
	struct bytes d;
	struct bytes_slice a;
	struct bytes_slice b;
	struct bytes_iter it;

	(void)state;
	memset(&d, 0, sizeof(d));
	assert_true(bytes_is_empty(&d));
	assert_null(bytes_front(&d));
	assert_null(bytes_back(&d));
	bytes_as_slices(&d, &a, &b);
	assert_int_equal(a.len + b.len, 0);
	assert_null(bytes_make_contiguous(&d));
	it = bytes_iter(&d);
	assert_false(bytes_next(&it));
	bytes_rotate_left(&d, 0);
	bytes_clear(&d);
	bytes_shrink_to_fit(&d);
	bytes_extend_from_slice(&d, NULL, 0);
	assert_int_equal(watch.requests, 0);
	bytes_push_front(&d, 9);
	assert_int_equal(*bytes_front(&d), 9);
	bytes_drop(&d);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_is_an_empty_queue),
		TEST(owning_elements_follow_the_model),
		TEST(elements_may_lie_anywhere),
		TEST(searches_find_across_the_end),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(shrinking_may_fail),
		TEST(sizes_near_the_limit_are_refused),
		TEST(plain_verbs_panic),
		TEST(plain_verbs_without_memory_panic),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
