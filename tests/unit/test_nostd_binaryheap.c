/*
 * test_nostd_binaryheap.c - nostd/binaryheap.h against a sorted array.
 *
 * In:   random operations on a heap whose elements own memory, and on plain data.
 * Out:  after each operation the invariants, the elements and the number of live blocks
 *       must be those of the model; every allocation fails once.
 */
#include "test_nostd_token.h"

#define NOSTD_NAME tokens
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_CMP(a, b)    token_cmp(a, b)
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_clone(to, p)
#include <nostd/binaryheap.h>

#define NOSTD_NAME       words
#define NOSTD_T          uint16_t
#define NOSTD_LESS(a, b) any_size(*(a) > *(b)) /* the least first */
#include <nostd/binaryheap.h>

static bool chance(void)
{
	return random_below(2) == 0;
}

/* No order at all. */
#define NOSTD_NAME       chaos
#define NOSTD_T          uint32_t
#define NOSTD_LESS(a, b) ((void)(a), (void)(b), chance())
#include <nostd/binaryheap.h>

/* -- the model: ids, ascending ------------------------------------------------------- */

#define MODEL_MAX SCALED(400, 24)

struct model {
	uint32_t id[2 * MODEL_MAX];
	size_t len;
};

static void model_add(struct model *m, uint32_t id)
{
	size_t at = m->len;

	for (; at != 0 && m->id[at - 1] > id; at--) {
		m->id[at] = m->id[at - 1];
	}
	m->id[at] = id;
	m->len++;
}

static int cmp_ids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a;
	uint32_t y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* `others`: live blocks that do not belong to the heap. */
static void check_tokens(const struct tokens *h, const struct model *m, size_t others)
{
	static uint32_t ids[2 * MODEL_MAX];
	struct tokens_iter it = tokens_iter(h);
	size_t i;

	assert_true(tokens_check_(h));
	assert_int_equal(h->len, m->len);
	assert_int_equal(tokens_is_empty(h), m->len == 0);
	for (i = 0; tokens_next(&it); i++) {
		token_check(it.value);
		ids[i] = it.value->id;
	}
	assert_int_equal(i, m->len);
	qsort(ids, m->len, sizeof(ids[0]), cmp_ids);
	assert_memory_equal(ids, m->id, m->len * sizeof(ids[0]));
	if (m->len != 0) {
		assert_int_equal(tokens_peek(h)->id, m->id[m->len - 1]);
		assert_ptr_equal(tokens_as_slice(h).ptr, tokens_peek(h));
	} else {
		assert_null(tokens_peek(h));
	}
	assert_int_equal(tokens_as_slice(h).len, m->len);
	assert_int_equal(watch.live, m->len + (h->cap != 0) + others);
}

static uint32_t random_id(void)
{
	return (uint32_t)random_below(random_below(2) ? 1000 : 8);
}

static void fill_tokens(struct tokens *h, struct model *m, size_t count)
{
	while (count-- != 0) {
		uint32_t id = random_id();

		tokens_push(h, token(id));
		model_add(m, id);
	}
}

static void step_add(struct tokens *h, struct model *m, size_t op)
{
	struct tokens other = tokens_new_in(&watch_allocator);
	size_t count = random_below(random_below(4) ? 5 : SCALED(60, 20));

	switch (op) {
	case 0:
		fill_tokens(&other, m, count);
		tokens_append(h, &other);
		assert_int_equal(other.len, 0);
		break;
	case 1:
		fill_tokens(&other, m, count);
		tokens_extend_from_slice(h, other.ptr, other.len);
		break;
	case 2:
		tokens_reserve(h, count);
		assert_true(h->cap >= h->len + count);
		break;
	case 3:
		count += h->cap - h->len;
		tokens_reserve_exact(h, count);
		assert_int_equal(h->cap, h->len + count);
		break;
	default:
		fill_tokens(h, m, 1);
		break;
	}
	tokens_drop(&other);
}

static void step_take(struct tokens *h, struct model *m, size_t op)
{
	uint32_t id = random_id();
	struct token t;
	struct token *top;

	switch (op) {
	case 0:
		t = tokens_push_pop(h, token(id));
		model_add(m, id);
		assert_int_equal(t.id, m->id[--m->len]);
		token_drop(&t);
		break;
	case 1:
		top = tokens_peek_mut(h);
		assert_int_equal(top != NULL, m->len != 0);
		if (top) {
			m->len--;
			model_add(m, id);
			token_drop(top);
			*top = token(id);
		}
		tokens_refresh(h);
		break;
	case 2:
		assert_int_equal(tokens_pop(h, NULL), m->len != 0);
		m->len -= m->len != 0;
		break;
	default:
		assert_int_equal(tokens_pop(h, &t), m->len != 0);
		if (m->len != 0) {
			assert_int_equal(t.id, m->id[--m->len]);
			token_drop(&t);
		}
		break;
	}
}

static bool is_odd(struct token const *t, void *ctx)
{
	++*(size_t *)ctx;
	return (t->id & 1) != 0;
}

static void keep_odd(struct tokens *h, struct model *m)
{
	size_t asked = 0;
	size_t kept = 0;
	size_t i;

	tokens_retain(h, is_odd, &asked);
	assert_int_equal(asked, m->len);
	for (i = 0; i < m->len; i++) {
		if ((m->id[i] & 1) != 0) {
			m->id[kept++] = m->id[i];
		}
	}
	m->len = kept;
}

static void step_whole(struct tokens *h, struct model *m, size_t op)
{
	struct tokens_parts parts;
	struct tokens copy;
	size_t i;

	switch (op) {
	case 0:
		keep_odd(h, m);
		break;
	case 1:
		copy = tokens_clone(h);
		assert_int_equal(copy.cap, copy.len);
		tokens_drop(h);
		*h = copy;
		break;
	case 2:
		tokens_shrink_to(h, 10);
		assert_true(h->cap <= 10 || h->cap == h->len);
		tokens_shrink_to_fit(h);
		assert_int_equal(h->cap, h->len);
		break;
	case 3:
		parts = tokens_into_sorted(h);
		assert_true(h->len == 0 && h->cap == 0 && !h->ptr);
		assert_int_equal(parts.len, m->len);
		for (i = 0; i < m->len; i++) {
			assert_int_equal(parts.ptr[i].id, m->id[i]);
		}
		*h = tokens_from_parts_in(&watch_allocator, parts);
		break;
	case 4:
		parts = tokens_into_parts(h);
		copy = tokens_from_slice_in(&watch_allocator, parts.ptr, parts.len);
		*h = tokens_from_parts_in(&watch_allocator, parts);
		tokens_drop(h);
		*h = copy;
		break;
	default:
		if (random_below(4) == 0) {
			tokens_clear(h);
			m->len = 0;
		}
		break;
	}
}

static void owning_elements_follow_the_model(void **state)
{
	static struct model m;
	struct tokens h = tokens_new_in(&watch_allocator);
	unsigned long steps = test_steps(10000);

	(void)state;
	m.len = 0;
	while (steps-- != 0) {
		size_t kind = random_below(10);

		if (kind < 5 && m.len < MODEL_MAX) {
			step_add(&h, &m, random_below(8));
		} else if (kind < 9) {
			step_take(&h, &m, random_below(5));
		} else {
			step_whole(&h, &m, random_below(6));
		}
		check_tokens(&h, &m, 0);
	}
	tokens_drop(&h);
	assert_int_equal(watch.live, 0);
	tokens_drop(&h);
}

static void plain_elements_come_out_in_order(void **state)
{
	uint16_t some[SCALED(200, 40)];
	size_t count;
	size_t i;

	(void)state;
	for (count = 0; count <= sizeof(some) / sizeof(some[0]); count++) {
		struct words h;
		struct words_parts parts;
		uint16_t last = 0;
		uint16_t got = 0;

		for (i = 0; i < count; i++) {
			some[i] = (uint16_t)random_below(count * 2);
		}
		h = words_from_slice(some, count);
		assert_true(words_check_(&h));
		for (i = 0; i < count / 2; i++) {
			assert_true(words_pop(&h, &got));
			assert_true(words_check_(&h));
			assert_true(got >= last);
			last = got;
		}
		parts = words_into_sorted(&h);
		assert_int_equal(parts.len, count - count / 2);
		for (i = 0; i < parts.len; i++) {
			assert_true(parts.ptr[i] >= last);
			assert_true(i == 0 || parts.ptr[i] <= parts.ptr[i - 1]);
		}
		h = words_from_parts(parts);
		words_drop(&h);
	}
}

/* -- a comparison that is no order --------------------------------------------------- */

static void no_order_loses_no_element(void **state)
{
	struct chaos h = chaos_new();
	uint64_t sum = 0;
	size_t len = 0;
	unsigned long steps = test_steps(20000);
	uint32_t x;
	size_t i;

	(void)state;
	while (steps-- != 0) {
		x = (uint32_t)random_bits();
		switch (random_below(5)) {
		case 0:
		case 1:
			chaos_push(&h, x);
			sum += x;
			len++;
			break;
		case 2:
			sum += x;
			sum -= chaos_push_pop(&h, x);
			break;
		case 3:
			h = chaos_from_parts(chaos_into_sorted(&h));
			break;
		default:
			if (chaos_pop(&h, &x)) {
				sum -= x;
				len--;
			}
			break;
		}
		assert_int_equal(h.len, len);
	}
	for (i = 0; i < h.len; i++) {
		sum -= h.ptr[i];
	}
	assert_true(sum == 0);
	chaos_drop(&h);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_push(struct tokens *h)
{
	struct token t = token(5);
	bool ok = tokens_try_push(h, t);

	if (!ok) {
		token_drop(&t); /* still ours */
	}
	return ok;
}

static bool op_reserve(struct tokens *h)
{
	return tokens_try_reserve(h, 100);
}

static bool op_reserve_exact(struct tokens *h)
{
	return tokens_try_reserve_exact(h, 100);
}

static bool op_extend(struct tokens *h)
{
	struct token some[3] = {token(1), token(2), token(3)};
	bool ok = tokens_try_extend_from_slice(h, some, 3);
	size_t i;

	for (i = 0; i < 3; i++) {
		token_drop(&some[i]);
	}
	return ok;
}

static bool op_append(struct tokens *h)
{
	struct tokens other = tokens_new_in(&watch_allocator);
	size_t fail_at = watch.fail_at;
	bool ok;

	watch.fail_at = WATCH_NEVER;
	tokens_push(&other, token(1));
	watch.fail_at = fail_at;
	ok = tokens_try_append(h, &other);
	assert_int_equal(other.len, ok ? 0 : 1);
	tokens_drop(&other);
	return ok;
}

static bool op_clone(struct tokens *h)
{
	struct tokens copy;

	if (!tokens_try_clone(h, &copy)) {
		return false;
	}
	tokens_drop(&copy);
	return true;
}

static bool op_from_slice(struct tokens *h)
{
	struct tokens copy;

	if (!tokens_try_from_slice_in(&watch_allocator, h->ptr, h->len, &copy)) {
		return false;
	}
	assert_true(tokens_check_(&copy));
	tokens_drop(&copy);
	return true;
}

static bool op_with_capacity(struct tokens *h)
{
	struct tokens other;

	(void)h;
	if (!tokens_try_with_capacity_in(&watch_allocator, 3, &other)) {
		return false;
	}
	tokens_drop(&other);
	return true;
}

TEST_SHRINKING(tokens, c->cap, 6)

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct tokens *) = {
		op_push,      op_reserve,      op_reserve_exact, op_extend,
		op_append,    op_clone,        op_from_slice,    op_with_capacity,
		op_shrink_to, op_shrink_to_fit};
	struct model m = {{1, 1, 3, 4}, 4};
	size_t op;
	size_t n;
	size_t i;

	(void)state;
	watch.tight = true;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		bool ok = false;

		for (n = 0; !ok; n++) {
			struct tokens h = tokens_new_in(&watch_allocator);

			for (i = 0; i < m.len; i++) {
				tokens_push(&h, token(m.id[i]));
			}
			tokens_shrink_to_fit(&h);
			watch.fail_at = n;
			ok = ops[op](&h);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_tokens(&h, &m, 0);
			}
			tokens_drop(&h);
			assert_int_equal(watch.live, 0);
		}
		assert_true(n > 1);
	}
}

static void sizes_near_the_limit_are_refused(void **state)
{
	struct words h = words_new();
	struct words other;
	size_t sizes[32];
	size_t count = nasty_sizes(sizeof(uint16_t), sizes);
	uint16_t one = 1;
	size_t i;

	(void)state;
	watch.tight = true;
	words_push(&h, one);
	for (i = 0; i < count; i++) {
		assert_false(words_try_reserve(&h, sizes[i]));
		assert_false(words_try_reserve_exact(&h, sizes[i]));
		assert_false(words_try_with_capacity(sizes[i], &other));
		assert_false(words_try_from_slice(&one, sizes[i], &other));
		assert_false(words_try_extend_from_slice(&h, &one, sizes[i]));
		words_shrink_to(&h, sizes[i]);
		assert_true(words_check_(&h));
		assert_int_equal(h.len, 1);
	}
	assert_panics(words_reserve(&h, SIZE_MAX), "capacity overflow");
	words_shrink_to_fit(&h);
	watch.fail_at = 0;
	assert_panics(words_reserve_exact(&h, 1000), "out of memory");
	assert_int_equal(h.len, 1);
	words_drop(&h);
}

static void all_zero_is_an_empty_heap(void **state)
{
	struct words h, other;
	struct words_parts parts;
	uint16_t x = 7;

	(void)state;
	memset(&h, 0, sizeof(h));
	memset(&other, 0, sizeof(other));
	words_append(&h, &other);
	assert_true(words_is_empty(&h));
	assert_null(words_peek(&h));
	assert_null(words_peek_mut(&h));
	assert_false(words_pop(&h, &x));
	words_refresh(&h);
	words_shrink_to_fit(&h);
	words_clear(&h);
	words_extend_from_slice(&h, NULL, 0);
	assert_int_equal(words_push_pop(&h, 7), 7);
	parts = words_into_sorted(&h);
	assert_true(!parts.ptr && parts.len == 0 && parts.cap == 0);
	h = words_from_parts(parts);
	assert_int_equal(watch.requests, 0);
	words_drop(&h);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_is_an_empty_heap),
		TEST(owning_elements_follow_the_model),
		TEST(plain_elements_come_out_in_order),
		TEST(no_order_loses_no_element),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(sizes_near_the_limit_are_refused),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
