/*
 * test_nostd_vec.c - <nostd/vec.h> against a plain array.
 *
 * In:   random operations on a vector whose elements own memory, and on plain data.
 * Out:  after each operation the elements, the capacity and the number of live blocks
 *       must be those of the model; every allocation fails once.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"
#include "test_nostd_model.h"

#include <nostd/bump.h>

#define NOSTD_NAME tokens
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_make(to, (p)->id)
#define NOSTD_EQ(a, b)     any_size((a)->id == (b)->id)
#include <nostd/vec.h>

#define NOSTD_NAME     words
#define NOSTD_T        uint16_t
#define NOSTD_EQ(a, b) (*(a) == *(b))
#include <nostd/vec.h>

#define NOSTD_NAME arena_words
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* -- the model ----------------------------------------------------------------------- */

static void model_dedup(struct model *m)
{
	size_t i;

	for (i = 1; i < m->len;) {
		if (m->id[i] == m->id[i - 1]) {
			(void)model_remove(m, i);
		} else {
			i++;
		}
	}
}

/* Every element is there once, and the vector's own block if it has one. */
static void check_tokens(const struct tokens *v, const struct model *m, size_t others)
{
	size_t i;

	assert_int_equal(v->len, m->len);
	assert_true(v->len <= v->cap);
	assert_true((v->cap == 0) == (v->ptr == NULL));
	for (i = 0; i < v->len; i++) {
		assert_int_equal(v->ptr[i].id, m->id[i]);
		assert_int_equal(*v->ptr[i].mem, (unsigned char)m->id[i]);
	}
	assert_int_equal(watch.live, m->len + (v->cap != 0) + others);
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

static bool is_odd_one(struct token *t, void *ctx)
{
	return is_odd(t, ctx);
}

/* Ids 2n and 2n + 1 are the same. */
static bool is_next_to(struct token *elem, struct token *kept, void *ctx)
{
	++*(size_t *)ctx;
	return elem->id / 2 == kept->id / 2;
}

static bool make_token(struct token *to, void *ctx)
{
	return token_make(to, (*(uint32_t *)ctx)++);
}

/* Elements of the model's second half of the array, as a slice to copy from. */
static void fill_tokens(struct tokens *v, struct model *m, size_t count)
{
	while (count-- != 0) {
		uint32_t id = (uint32_t)random_below(8);

		tokens_push(v, token(id));
		m->id[m->len++] = id;
	}
}

static void step_add(struct tokens *v, struct model *m, size_t op)
{
	uint32_t id = (uint32_t)random_below(8);
	size_t at = random_below(m->len + 1);
	size_t count = random_below(20);
	struct tokens other = tokens_new_in(&watch_allocator);
	struct token t;
	size_t i;

	switch (op) {
	case 0:
		tokens_push(v, token(id));
		m->id[m->len++] = id;
		break;
	case 1:
		tokens_insert(v, at, token(id));
		model_insert(m, at, id);
		break;
	case 2:
		fill_tokens(&other, m, count);
		tokens_append(v, &other);
		assert_int_equal(other.len, 0);
		break;
	case 3:
		fill_tokens(&other, m, count);
		tokens_extend_from_slice(v, other.ptr, other.len);
		break;
	case 4:
		t = token(id);
		count = m->len + count;
		tokens_resize(v, count, t);
		token_drop(&t);
		for (i = m->len; i < count; i++) {
			m->id[i] = id;
		}
		m->len = count;
		break;
	default:
		tokens_reserve(v, count);
		assert_true(v->cap >= v->len + count);
		break;
	}
	tokens_drop(&other);
}

static void step_remove(struct tokens *v, struct model *m, size_t op)
{
	size_t at = random_below(m->len);
	struct token t;
	uint32_t id;

	if (m->len == 0) {
		assert_false(tokens_pop(v, NULL));
		assert_false(tokens_try_remove(v, 0, NULL));
		assert_false(tokens_try_swap_remove(v, 0, NULL));
		return;
	}
	id = m->id[at];
	switch (op) {
	case 0:
		assert_true(tokens_pop(v, &t));
		assert_int_equal(t.id, m->id[--m->len]);
		token_drop(&t);
		break;
	case 1:
		assert_true(tokens_pop(v, NULL));
		m->len--;
		break;
	case 2:
		t = tokens_remove(v, at);
		assert_int_equal(t.id, model_remove(m, at));
		token_drop(&t);
		break;
	case 3:
		assert_true(tokens_try_remove(v, at, NULL));
		(void)model_remove(m, at);
		break;
	default:
		t = tokens_swap_remove(v, at);
		assert_int_equal(t.id, id);
		token_drop(&t);
		m->id[at] = m->id[m->len - 1];
		m->len--;
		break;
	}
}

static void step_whole(struct tokens *v, struct model *m, size_t op)
{
	struct tokens copy;
	size_t asked = 0;
	size_t kept = 0;
	size_t i;

	switch (op) {
	case 0:
		tokens_retain(v, is_odd, &asked);
		assert_int_equal(asked, m->len);
		for (i = 0; i < m->len; i++) {
			if ((m->id[i] & 1) != 0) {
				m->id[kept++] = m->id[i];
			}
		}
		m->len = kept;
		break;
	case 1:
		tokens_dedup(v);
		model_dedup(m);
		break;
	case 2:
		copy = tokens_clone(v);
		tokens_drop(v);
		*v = copy;
		break;
	case 3:
		i = random_below(m->len + 5);
		tokens_truncate(v, i);
		m->len = i < m->len ? i : m->len;
		break;
	case 4:
		tokens_shrink_to_fit(v);
		assert_int_equal(v->cap, v->len);
		break;
	case 5:
		tokens_reverse(v);
		for (i = 0; i < m->len / 2; i++) {
			uint32_t id = m->id[i];

			m->id[i] = m->id[m->len - 1 - i];
			m->id[m->len - 1 - i] = id;
		}
		break;
	default:
		if (random_below(4) == 0) {
			tokens_clear(v);
			m->len = 0;
		}
		break;
	}
}

static void model_remove_range(struct model *m, size_t from, size_t to)
{
	while (to-- > from) {
		(void)model_remove(m, to);
	}
}

/* Takes a range out, to keep or not, and puts other elements there. */
static void step_splice(struct tokens *v, struct model *m, bool drain)
{
	struct token out[2 * MODEL_MAX];
	struct tokens with = tokens_new_in(&watch_allocator);
	static struct model with_model;
	size_t from = random_below(m->len + 1);
	size_t to = from + random_below(m->len - from + 1);
	bool keep = random_below(2) == 0;
	size_t i;

	with_model.len = 0;
	if (drain) {
		tokens_drain(v, from, to, keep ? out : NULL);
	} else {
		fill_tokens(&with, &with_model, random_below(20));
		tokens_splice(v, from, to, tokens_as_slice(&with), keep ? out : NULL);
		tokens_set_len(&with, 0);
	}
	for (i = from; keep && i < to; i++) {
		assert_token(&out[i - from], m->id[i]);
		token_drop(&out[i - from]);
	}
	model_remove_range(m, from, to);
	for (i = 0; i < with_model.len; i++) {
		model_insert(m, from + i, with_model.id[i]);
	}
	tokens_drop(&with);
}

static void step_insert_many(struct tokens *v, struct model *m)
{
	struct tokens with = tokens_new_in(&watch_allocator);
	static struct model with_model;
	size_t at = random_below(m->len + 1);
	size_t from = random_below(m->len + 1);
	size_t to = from + random_below((m->len - from) / 4 + 1);
	size_t i;

	with_model.len = 0;
	fill_tokens(&with, &with_model, random_below(20));
	tokens_insert_from_slice(v, at, with.ptr, with.len);
	for (i = 0; i < with.len; i++) {
		model_insert(m, at + i, with.ptr[i].id);
	}
	tokens_extend_from_within(v, from, to);
	for (i = from; i < to; i++) {
		m->id[m->len++] = m->id[i];
	}
	tokens_drop(&with);
}

/* Those with an odd id, taken out or kept. */
static void step_odd(struct tokens *v, struct model *m, bool extract)
{
	struct token out[2 * MODEL_MAX];
	size_t asked = 0;
	size_t taken = 0;
	size_t kept = 0;
	size_t count;
	size_t i;

	if (extract) {
		count = tokens_extract_if(v, is_odd_one, &asked, out);
	} else {
		count = m->len;
		tokens_retain_mut(v, is_odd_and_grows, &asked);
	}
	assert_int_equal(asked, m->len);
	for (i = 0; i < m->len; i++) {
		bool odd = (m->id[i] & 1) != 0;

		if (extract && odd) {
			assert_token(&out[taken], m->id[i]);
			token_drop(&out[taken++]);
		} else if (extract || odd) {
			m->id[kept++] = m->id[i] + !extract;
		}
	}
	assert_int_equal(count, extract ? taken : m->len);
	m->len = kept;
}

static void step_dedup_by(struct tokens *v, struct model *m)
{
	size_t asked = 0;
	size_t i;

	tokens_dedup_by(v, is_next_to, &asked);
	assert_int_equal(asked, m->len ? m->len - 1 : 0);
	for (i = 1; i < m->len;) {
		if (m->id[i] / 2 == m->id[i - 1] / 2) {
			(void)model_remove(m, i);
		} else {
			i++;
		}
	}
}

/* Cut in two and joined again, by way of bare pointers. */
static void step_halves(struct tokens *v, struct model *m)
{
	struct tokens tail = tokens_split_off(v, random_below(m->len + 1));
	size_t cap = tail.cap;
	struct tokens_slice all = tokens_leak(&tail);

	assert_int_equal(v->len + all.len, m->len);
	assert_null(tail.ptr);
	tail = tokens_from_raw_parts_in(&watch_allocator, (struct token *)all.ptr,
					all.len, cap);
	tokens_append(v, &tail);
	tokens_drop(&tail);
}

static void step_more(struct tokens *v, struct model *m, size_t op)
{
	size_t count = random_below(20);
	uint32_t id = (uint32_t)random_below(8);
	size_t asked = 0;
	bool odd;

	switch (op) {
	case 0:
	case 1:
		step_splice(v, m, op == 1);
		break;
	case 2:
		step_insert_many(v, m);
		break;
	case 3:
	case 4:
		step_odd(v, m, op == 4);
		break;
	case 5:
		step_dedup_by(v, m);
		break;
	case 6:
		step_halves(v, m);
		break;
	case 7:
		odd = m->len != 0 && (m->id[m->len - 1] & 1) != 0;
		assert_int_equal(tokens_pop_if(v, is_odd_and_grows, &asked, NULL), odd);
		m->len -= odd;
		break;
	case 8:
		assert_true(tokens_try_resize_with(v, m->len + count, make_token, &id));
		for (id -= (uint32_t)count; count != 0; count--) {
			m->id[m->len++] = id++;
		}
		break;
	case 9:
		if (m->len != 0) {
			count = random_below(m->len);
			tokens_swap(v, 0, count);
			id = m->id[0];
			m->id[0] = m->id[count];
			m->id[count] = id;
		}
		break;
	case 10:
		tokens_reserve_exact(v, count);
		assert_true(v->cap >= m->len + count);
		break;
	default:
		tokens_shrink_to(v, m->len + 2);
		break;
	}
}

static void owning_elements_follow_the_model(void **state)
{
	static struct model m;
	struct tokens v = tokens_new_in(&watch_allocator);
	unsigned long steps = test_steps(20000);

	(void)state;
	m.len = 0;
	while (steps-- != 0) {
		size_t kind = random_below(10);

		if (kind < 4 && m.len < MODEL_MAX) {
			step_add(&v, &m, random_below(6));
		} else if (kind < 5 && m.len < MODEL_MAX / 2) {
			step_more(&v, &m, random_below(12));
		} else if (kind < 9) {
			step_remove(&v, &m, random_below(5));
		} else {
			step_whole(&v, &m, random_below(7));
		}
		check_tokens(&v, &m, 0);
	}
	tokens_drop(&v);
	assert_int_equal(watch.live, 0);
	tokens_drop(&v);
}

static void plain_elements_follow_the_model(void **state)
{
	static struct model m;
	struct words v = words_new();
	unsigned long steps = test_steps(20000);
	uint16_t some[20];
	size_t i;

	(void)state;
	m.len = 0;
	while (steps-- != 0) {
		size_t count = random_below(20);
		size_t at = random_below(m.len + 1);
		size_t op = random_below(5);

		switch (m.len < MODEL_MAX ? op : 4) {
		case 0:
			for (i = 0; i < count; i++) {
				some[i] = (uint16_t)random_bits();
				m.id[m.len++] = some[i];
			}
			words_extend_from_slice(&v, some, count);
			break;
		case 1:
			words_insert(&v, at, 7);
			model_insert(&m, at, 7);
			break;
		case 2:
			words_resize(&v, at, 3);
			m.len = at;
			break;
		case 3:
			assert_int_equal(words_try_remove(&v, at, &some[0]), at < m.len);
			if (at < m.len) {
				assert_int_equal(some[0], model_remove(&m, at));
			}
			break;
		default:
			if (m.len >= MODEL_MAX) {
				words_truncate(&v, 10);
				m.len = 10;
			}
			words_shrink_to_fit(&v);
			break;
		}
		assert_int_equal(v.len, m.len);
		assert_true(v.len <= v.cap);
		for (i = 0; i < v.len; i++) {
			assert_int_equal(v.ptr[i], m.id[i]);
		}
		assert_int_equal(watch.live, v.cap != 0);
	}
	words_drop(&v);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_push(struct tokens *v)
{
	struct token t;

	if (!token_make(&t, 5)) {
		return false;
	}
	if (!tokens_try_push(v, t)) {
		token_drop(&t); /* still ours */
		return false;
	}
	return true;
}

static bool op_insert(struct tokens *v)
{
	struct token t;

	if (!token_make(&t, 5)) {
		return false;
	}
	if (!tokens_try_insert(v, 1, t)) {
		token_drop(&t);
		return false;
	}
	return true;
}

static bool op_reserve(struct tokens *v)
{
	return tokens_try_reserve(v, 100);
}

static bool op_extend(struct tokens *v)
{
	struct token some[3];
	size_t i;
	bool ok;

	for (i = 0; i < 3; i++) {
		/* Not part of what may fail. */
		size_t fail_at = watch.fail_at;

		watch.fail_at = WATCH_NEVER;
		some[i] = token((uint32_t)i);
		watch.fail_at = fail_at;
	}
	ok = tokens_try_extend_from_slice(v, some, 3);
	for (i = 0; i < 3; i++) {
		token_drop(&some[i]);
	}
	return ok;
}

static bool op_resize(struct tokens *v)
{
	size_t fail_at = watch.fail_at;
	struct token t;
	bool ok;

	watch.fail_at = WATCH_NEVER;
	t = token(9);
	watch.fail_at = fail_at;
	ok = tokens_try_resize(v, v->len + 3, t);
	token_drop(&t);
	return ok;
}

static bool op_append(struct tokens *v)
{
	size_t fail_at = watch.fail_at;
	struct tokens other = tokens_new_in(&watch_allocator);
	bool ok;

	watch.fail_at = WATCH_NEVER;
	tokens_push(&other, token(1));
	watch.fail_at = fail_at;
	ok = tokens_try_append(v, &other);
	assert_int_equal(other.len, ok ? 0 : 1);
	tokens_drop(&other);
	return ok;
}

static bool op_clone(struct tokens *v)
{
	struct tokens copy;

	if (!tokens_try_clone(v, &copy)) {
		return false;
	}
	tokens_drop(&copy);
	return true;
}

static bool op_with_capacity(struct tokens *v)
{
	struct tokens other;

	(void)v;
	if (!tokens_try_with_capacity_in(&watch_allocator, 3, &other)) {
		return false;
	}
	tokens_drop(&other);
	return true;
}

static bool op_reserve_exact(struct tokens *v)
{
	return tokens_try_reserve_exact(v, 100);
}

static bool op_resize_with(struct tokens *v)
{
	uint32_t id = 3;

	return tokens_try_resize_with(v, v->len + 3, make_token, &id);
}

static bool op_extend_within(struct tokens *v)
{
	return tokens_try_extend_from_within(v, 1, 3);
}

static bool op_insert_many(struct tokens *v)
{
	struct token some[2] = {token(1), token(2)};
	bool ok = tokens_try_insert_from_slice(v, 1, some, 2);

	token_drop(&some[0]);
	token_drop(&some[1]);
	return ok;
}

static bool op_splice(struct tokens *v)
{
	struct token some[3] = {token(1), token(2), token(3)};
	struct tokens_slice with = {some, 3};
	size_t i;

	if (tokens_try_splice(v, 1, 2, with, NULL)) {
		return true;
	}
	for (i = 0; i < 3; i++) {
		token_drop(&some[i]); /* still ours */
	}
	return false;
}

static bool op_split_off(struct tokens *v)
{
	struct tokens tail;

	if (!tokens_try_split_off(v, 2, &tail)) {
		return false;
	}
	tokens_drop(&tail);
	return true;
}

TEST_SHRINKING(tokens, c->cap, 6)

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct tokens *) = {
		op_push,          op_insert,      op_reserve,       op_extend,
		op_resize,        op_append,      op_clone,         op_with_capacity,
		op_reserve_exact, op_resize_with, op_extend_within, op_insert_many,
		op_splice,        op_split_off,   op_shrink_to,     op_shrink_to_fit};
	struct model m = {{3, 1, 4, 1}, 4};
	size_t op;
	size_t n;

	(void)state;
	watch.tight = true;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		bool ok = false;

		for (n = 0; !ok; n++) {
			struct tokens v = tokens_new_in(&watch_allocator);
			size_t i;

			for (i = 0; i < m.len; i++) {
				tokens_push(&v, token(m.id[i]));
			}
			tokens_shrink_to_fit(&v);
			watch.fail_at = n;
			ok = ops[op](&v);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_tokens(&v, &m, 0);
			}
			tokens_drop(&v);
			assert_int_equal(watch.live, 0);
		}
		assert_true(n > 1);
	}
}

static void sizes_near_the_limit_are_refused(void **state)
{
	struct words v = words_new();
	struct words other;
	size_t sizes[32];
	size_t count = nasty_sizes(sizeof(uint16_t), sizes);
	uint16_t one = 1;
	struct words_slice slice = {&one, 0};
	size_t i;

	(void)state;
	words_push(&v, one);
	for (i = 0; i < count; i++) {
		assert_false(words_try_reserve(&v, sizes[i]));
		assert_false(words_try_with_capacity(sizes[i], &other));
		assert_false(words_try_resize(&v, sizes[i], one));
		assert_false(words_try_extend_from_slice(&v, &one, sizes[i]));
		assert_false(words_try_insert(&v, sizes[i], one));
		assert_false(words_try_remove(&v, sizes[i], &one));
		assert_false(words_try_swap_remove(&v, sizes[i], &one));
		assert_false(words_try_reserve_exact(&v, sizes[i]));
		assert_false(words_try_drain(&v, 0, sizes[i], NULL));
		assert_false(words_try_drain(&v, sizes[i], 1, NULL));
		assert_false(words_try_splice(&v, 0, sizes[i], words_as_slice(&v), NULL));
		slice.len = sizes[i];
		assert_false(words_try_splice(&v, 0, 0, slice, NULL));
		assert_false(words_try_split_off(&v, sizes[i], &other));
		assert_false(words_try_insert_from_slice(&v, sizes[i], &one, 1));
		assert_false(words_try_insert_from_slice(&v, 0, &one, sizes[i]));
		assert_false(words_try_extend_from_within(&v, 0, sizes[i]));
		assert_false(words_try_extend_from_within(&v, sizes[i], 0));
		assert_false(words_try_swap(&v, 0, sizes[i]));
		words_shrink_to(&v, sizes[i]);
		assert_null(words_get(&v, sizes[i]));
		words_truncate(&v, sizes[i]);
		assert_int_equal(v.len, 1);
	}
	words_drop(&v);
}

static void plain_verbs_panic(void **state)
{
	struct words v = words_new();

	(void)state;
	words_push(&v, 1);
	assert_panics(words_at(&v, 1), "index or length out of range");
	assert_int_equal(test_panic.info.value, 1);
	assert_int_equal(test_panic.info.limit, 1);
	assert_true(test_panic.info.caller || !NOSTD_CALLER());
	assert_panics(words_insert(&v, 2, 1), "index or length out of range");
	assert_panics(words_remove(&v, 1), "index or length out of range");
	assert_panics(words_swap_remove(&v, 7), "index or length out of range");
	assert_panics(words_drain(&v, 0, 2, NULL), "index or length out of range");
	assert_panics(words_drain(&v, 1, 0, NULL), "index or length out of range");
	assert_panics(words_splice(&v, 2, 1, words_as_slice(&v), NULL),
		      "index or length out of range");
	assert_panics(words_split_off(&v, 2), "index or length out of range");
	assert_panics(words_swap(&v, 0, 1), "index or length out of range");
	assert_panics(words_extend_from_within(&v, 0, 2), "index or length out of range");
	assert_panics(words_insert_from_slice(&v, 2, v.ptr, 1),
		      "index or length out of range");
	assert_panics(words_reserve_exact(&v, SIZE_MAX), "capacity overflow");
	assert_panics(words_reserve(&v, SIZE_MAX), "capacity overflow");
	words_shrink_to_fit(&v);
	watch.fail_at = 0;
	assert_panics(words_reserve(&v, 1000), "out of memory");
	assert_int_equal(test_panic.info.value, 2002);
	assert_int_equal(v.len, 1);
	words_drop(&v);
}

/* -- the rest ------------------------------------------------------------------------ */

static void all_zero_is_an_empty_vector(void **state)
{
	struct words v;

	(void)state;
	memset(&v, 0, sizeof(v));
	assert_true(words_is_empty(&v));
	assert_null(words_first(&v));
	assert_null(words_last(&v));
	assert_null(words_get(&v, 0));
	assert_int_equal(words_as_slice(&v).len, 0);
	words_reverse(&v);
	words_dedup(&v);
	words_truncate(&v, 0);
	words_shrink_to_fit(&v);
	words_extend_from_slice(&v, NULL, 0);
	assert_int_equal(watch.requests, 0);
	words_push(&v, 9);
	assert_int_equal(*words_first(&v), 9);
	assert_ptr_equal(words_first(&v), words_last(&v));
	words_drop(&v);
}

static void growth_doubles(void **state)
{
	const size_t most = SCALED(4096, 64);
	struct words v = words_new();
	size_t requests = 0;
	size_t i;

	(void)state;
	watch.tight = true;
	for (i = 0; i < most; i++) {
		words_push(&v, 1);
		assert_true(v.cap == 4 || v.cap <= 2 * v.len);
	}
	assert_int_equal(v.cap, most);
	for (i = 4; i <= most; i *= 2) {
		requests++;
	}
	assert_int_equal(watch.requests, requests);
	words_reserve(&v, 1);
	assert_int_equal(v.cap, 2 * most);
	words_reserve(&v, 5 * most);
	assert_int_equal(v.cap, 6 * most);
	words_drop(&v);
}

static void iterators_see_every_element_once_in_order(void **state)
{
	struct words v = words_new();
	struct words_iter it;
	struct words_iter_mut mut;
	uint16_t wanted = 42;
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++) {
		words_push(&v, (uint16_t)i);
	}
	mut = words_iter_mut(&v);
	while (words_next_mut(&mut)) {
		*mut.value = (uint16_t)(*mut.value * 2);
	}
	it = words_iter(&v);
	for (i = 0; words_next(&it); i++) {
		assert_int_equal(*it.value, 2 * i);
	}
	assert_int_equal(i, 100);
	assert_false(words_next(&it));
	assert_int_equal(words_index_of(&v, &wanted), 21);
	assert_true(words_contains(&v, &wanted));
	wanted = 43;
	assert_int_equal(words_index_of(&v, &wanted), NOSTD_NOT_FOUND);
	words_drop(&v);
}

static void vectors_live_in_arenas(void **state)
{
	struct nostd_bump arena;
	struct arena_words v;
	struct arena_words w;
	uint32_t i;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 64);
	v = arena_words_new_in(nostd_bump_in(&arena));
	w = arena_words_with_capacity_in(nostd_bump_in(&arena), 3);
	for (i = 0; i < SCALED(5000, 64); i++) {
		arena_words_push(&v, i);
		if (i % 7 == 0) {
			arena_words_push(&w, i);
		}
	}
	for (i = 0; i < v.len; i++) {
		assert_int_equal(v.ptr[i], i);
		assert_int_equal(w.ptr[i / 7], i / 7 * 7);
	}
	arena_words_drop(&v);
	nostd_bump_release(&arena);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_is_an_empty_vector),
		TEST(owning_elements_follow_the_model),
		TEST(plain_elements_follow_the_model),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(sizes_near_the_limit_are_refused),
		TEST(plain_verbs_panic),
		TEST(growth_doubles),
		TEST(iterators_see_every_element_once_in_order),
		TEST(vectors_live_in_arenas),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
