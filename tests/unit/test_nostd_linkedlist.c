/*
 * test_nostd_linkedlist.c - nostd/linkedlist.h against a plain array.
 *
 * In:   random operations on a list whose elements own memory, through the list and
 *       through a cursor; the same between lists of two allocators.
 * Out:  after each operation the links, the elements and the number of live blocks must
 *       be those of the model; every allocation fails once.
 */
#include "test_nostd_token.h"

#define NOSTD_NAME tokens
#define NOSTD_T    struct token
#define NOSTD_IN
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_clone(to, p)
#define NOSTD_EQ(a, b)     any_size(token_cmp(a, b) == 0)
#include <nostd/linkedlist.h>

#define NOSTD_NAME words
#define NOSTD_T    uint16_t
#include <nostd/linkedlist.h>

/* Another allocator, though its blocks come from the same place. */
static const struct nostd_allocator second_allocator = {&watch_ops, NULL};

/* -- the model ----------------------------------------------------------------------- */

#define MODEL_MAX SCALED(300, 24)

struct model {
	uint32_t id[2 * MODEL_MAX];
	size_t len;
};

static void model_insert(struct model *m, size_t at, uint32_t id)
{
	memmove(m->id + at + 1, m->id + at, (m->len - at) * sizeof(m->id[0]));
	m->id[at] = id;
	m->len++;
}

static void model_remove(struct model *m, size_t at)
{
	m->len--;
	memmove(m->id + at, m->id + at + 1, (m->len - at) * sizeof(m->id[0]));
}

/* `others`: live blocks that do not belong to the list. */
static void check_tokens(struct tokens *l, const struct model *m, size_t others)
{
	struct tokens_iter it = tokens_iter(l);
	struct tokens_iter_mut mut = tokens_iter_mut(l);
	size_t meet = random_below(m->len + 1);
	size_t i;

	assert_true(tokens_check_(l));
	assert_int_equal(tokens_len(l), m->len);
	assert_int_equal(tokens_is_empty(l), m->len == 0);
	for (i = 0; tokens_next(&it); i++) {
		token_check(it.value);
		assert_int_equal(it.value->id, m->id[i]);
	}
	assert_int_equal(i, m->len);
	assert_false(tokens_next(&it) || tokens_next_back(&it));
	/* From both ends to where they meet. */
	for (i = 0; i < meet; i++) {
		assert_true(tokens_next_mut(&mut));
		assert_int_equal(mut.value->id, m->id[i]);
	}
	for (i = m->len; i > meet; i--) {
		assert_true(tokens_next_back_mut(&mut));
		assert_int_equal(mut.value->id, m->id[i - 1]);
	}
	assert_false(tokens_next_mut(&mut) || tokens_next_back_mut(&mut));
	assert_int_equal(watch.live, 2 * m->len + others);
	if (m->len != 0) {
		assert_int_equal(tokens_front(l)->id, m->id[0]);
		assert_int_equal(tokens_back(l)->id, m->id[m->len - 1]);
	} else {
		assert_true(!tokens_front(l) && !tokens_back(l));
	}
}

/* Elements for `l`, the model has them at `at`. */
static void fill_tokens(struct tokens *l, struct model *m, size_t at, size_t count)
{
	for (; count != 0; count--, at++) {
		uint32_t id = (uint32_t)random_below(50);

		tokens_push_back(l, token(id));
		model_insert(m, at, id);
	}
}

static struct tokens some_list(void)
{
	return tokens_new_in(random_below(3) == 0 ? &second_allocator : &watch_allocator);
}

/* -- through the list ---------------------------------------------------------------- */

static void step_ends(struct tokens *l, struct model *m, size_t op)
{
	uint32_t id = (uint32_t)random_below(50);
	struct token t = {0, NULL};

	switch (op) {
	case 0:
		assert_int_equal(tokens_pop_front(l, &t), m->len != 0);
		if (m->len != 0) {
			assert_int_equal(t.id, m->id[0]);
			token_drop(&t);
			model_remove(m, 0);
		}
		break;
	case 1:
		assert_int_equal(tokens_pop_back(l, &t), m->len != 0);
		if (m->len != 0) {
			assert_int_equal(t.id, m->id[m->len - 1]);
			token_drop(&t);
			m->len--;
		}
		break;
	case 2:
		assert_int_equal(tokens_pop_front(l, NULL), m->len != 0);
		if (m->len != 0) {
			model_remove(m, 0);
		}
		break;
	case 3:
		tokens_push_front(l, token(id));
		model_insert(m, 0, id);
		break;
	default:
		fill_tokens(l, m, m->len, 1);
		break;
	}
}

static bool is_odd(struct token const *t, void *ctx)
{
	++*(size_t *)ctx;
	return (t->id & 1) != 0;
}

static void keep_odd(struct tokens *l, struct model *m)
{
	size_t asked = 0;
	size_t len = m->len;
	size_t kept = 0;
	size_t i;

	tokens_retain(l, is_odd, &asked);
	assert_int_equal(asked, len);
	for (i = 0; i < len; i++) {
		if ((m->id[i] & 1) != 0) {
			m->id[kept++] = m->id[i];
		}
	}
	m->len = kept;
}

static void step_whole(struct tokens *l, struct model *m, size_t op)
{
	size_t at = random_below(m->len + 1);
	struct tokens other = some_list();
	struct token t = token((uint32_t)random_below(50));
	bool there = false;
	size_t i;

	switch (op) {
	case 0:
		fill_tokens(&other, m, m->len, random_below(8));
		tokens_append(l, &other);
		assert_int_equal(tokens_len(&other), 0);
		break;
	case 1:
		other = tokens_split_off(l, at);
		assert_true(tokens_check_(l) && tokens_check_(&other));
		assert_int_equal(tokens_len(l), at);
		tokens_append(l, &other);
		break;
	case 2:
		keep_odd(l, m);
		break;
	case 3:
		other = tokens_clone(l);
		tokens_drop(l);
		*l = other;
		other = tokens_new_in(&watch_allocator);
		break;
	case 4:
		for (i = 0; i < m->len; i++) {
			there = there || m->id[i] == t.id;
		}
		assert_int_equal(tokens_contains(l, &t), there);
		break;
	default:
		if (random_below(8) == 0) {
			tokens_clear(l);
			m->len = 0;
		}
		break;
	}
	token_drop(&t);
	tokens_drop(&other);
}

static void lists_follow_the_model(void **state)
{
	static struct model m;
	struct tokens l = tokens_new_in(&watch_allocator);
	unsigned long steps = test_steps(20000);

	(void)state;
	m.len = 0;
	while (steps-- != 0) {
		if (m.len >= MODEL_MAX) {
			tokens_clear(&l);
			m.len = 0;
		} else if (random_below(3) != 0) {
			step_ends(&l, &m, random_below(7));
		} else {
			step_whole(&l, &m, random_below(6));
		}
		check_tokens(&l, &m, 0);
	}
	tokens_drop(&l);
	assert_int_equal(watch.live, 0);
	tokens_drop(&l);
}

/*
 * -- through a cursor; `at` is its index, the model's length when at none -------------
 */

static void check_cursor(const struct tokens_cursor *c, const struct model *m, size_t at)
{
	struct token *current = tokens_cursor_current(c);
	struct token *next = tokens_cursor_peek_next(c);
	struct token *prev = tokens_cursor_peek_prev(c);
	size_t after = at == m->len ? 0 : at + 1;
	size_t before = at == 0 ? m->len : at - 1; /* the ring of all and none */

	assert_int_equal(current != NULL, at < m->len);
	assert_true(!current || current->id == m->id[at]);
	assert_int_equal(tokens_cursor_index(c), at < m->len ? at : NOSTD_NOT_FOUND);
	assert_int_equal(next != NULL, after < m->len);
	assert_true(!next || next->id == m->id[after]);
	assert_int_equal(prev != NULL, before < m->len);
	assert_true(!prev || prev->id == m->id[before]);
}

static void cursor_insert(struct tokens_cursor *c, struct model *m, size_t *at, size_t op)
{
	size_t none = *at == m->len;
	size_t after = none ? 0 : *at + 1;
	size_t before = *at;
	uint32_t id = (uint32_t)random_below(50);
	struct tokens other = some_list();
	size_t count = random_below(5);

	switch (op) {
	case 0:
		tokens_cursor_insert_before(c, token(id));
		model_insert(m, before, id);
		*at += 1;
		break;
	case 1:
		tokens_cursor_insert_after(c, token(id));
		model_insert(m, after, id);
		*at += none;
		break;
	case 2:
		fill_tokens(&other, m, before, count);
		tokens_cursor_splice_before(c, &other);
		*at += count;
		break;
	default:
		fill_tokens(&other, m, after, count);
		tokens_cursor_splice_after(c, &other);
		*at += none ? count : 0;
		break;
	}
	assert_int_equal(tokens_len(&other), 0);
	tokens_drop(&other);
}

static void cursor_remove(struct tokens_cursor *c, struct model *m, size_t *at, size_t op)
{
	struct tokens gone = tokens_new_in(&watch_allocator);
	size_t len = m->len;
	struct token t = {0, NULL};

	switch (op) {
	case 0:
		assert_int_equal(tokens_cursor_remove_current(c, NULL), *at < len);
		if (*at < len) {
			model_remove(m, *at);
		}
		break;
	case 1:
		assert_int_equal(tokens_cursor_remove_current(c, &t), *at < len);
		if (*at < len) {
			assert_int_equal(t.id, m->id[*at]);
			token_drop(&t);
			model_remove(m, *at);
		}
		break;
	case 2:
		gone = tokens_cursor_split_before(c);
		assert_int_equal(tokens_len(&gone), *at);
		memmove(m->id, m->id + *at, (len - *at) * sizeof(m->id[0]));
		m->len -= *at;
		*at = 0;
		break;
	default:
		gone = tokens_cursor_split_after(c);
		m->len = *at == len ? 0 : *at + 1;
		*at = *at == len ? 0 : *at;
		assert_int_equal(tokens_len(&gone), len - m->len);
		break;
	}
	assert_true(tokens_check_(&gone));
	tokens_drop(&gone);
}

static void cursors_follow_the_model(void **state)
{
	static struct model m;
	struct tokens l = tokens_new_in(&watch_allocator);
	struct tokens_cursor c = tokens_cursor_back(&l);
	unsigned long steps = test_steps(20000);
	size_t at = 0;

	(void)state;
	m.len = 0;
	while (steps-- != 0) {
		size_t op = random_below(12);

		if (op < 4 && m.len < MODEL_MAX) {
			cursor_insert(&c, &m, &at, op);
		} else if (op < 6) {
			cursor_remove(&c, &m, &at, random_below(20) ? op & 1 : op - 2);
		} else if (op < 8) {
			tokens_cursor_move_next(&c);
			at = at == m.len ? 0 : at + 1;
		} else if (op < 10) {
			tokens_cursor_move_prev(&c);
			at = at == 0 ? m.len : at - 1;
		} else if (random_below(10) == 0) {
			c = op == 10 ? tokens_cursor_front(&l) : tokens_cursor_back(&l);
			at = op == 10 || m.len == 0 ? 0 : m.len - 1;
		}
		check_cursor(&c, &m, at);
		check_tokens(&l, &m, 0);
	}
	tokens_drop(&l);
}

/* -- failure ------------------------------------------------------------------------- */

static bool push_either(struct tokens *l, bool front)
{
	struct token t = token(5);
	bool ok = front ? tokens_try_push_front(l, t) : tokens_try_push_back(l, t);

	if (!ok) {
		token_drop(&t); /* still ours */
	}
	return ok;
}

static bool op_push_back(struct tokens *l)
{
	return push_either(l, false);
}

static bool op_push_front(struct tokens *l)
{
	return push_either(l, true);
}

static bool insert_either(struct tokens *l, bool before)
{
	struct tokens_cursor c = tokens_cursor_back(l);
	struct token t = token(5);
	bool ok = before ? tokens_cursor_try_insert_before(&c, t)
			 : tokens_cursor_try_insert_after(&c, t);

	assert_int_equal(tokens_cursor_current(&c)->id, 4);
	if (!ok) {
		token_drop(&t);
	}
	return ok;
}

static bool op_insert_before(struct tokens *l)
{
	return insert_either(l, true);
}

static bool op_insert_after(struct tokens *l)
{
	return insert_either(l, false);
}

static bool move_other(struct tokens *l, size_t how)
{
	struct tokens other = tokens_new_in(&second_allocator);
	struct tokens_cursor c = tokens_cursor_front(l);
	size_t fail_at = watch.fail_at;
	bool ok;

	watch.fail_at = WATCH_NEVER;
	tokens_push_back(&other, token(1));
	tokens_push_back(&other, token(2));
	watch.fail_at = fail_at;
	switch (how) {
	case 0:
		ok = tokens_try_append(l, &other);
		break;
	case 1:
		ok = tokens_cursor_try_splice_before(&c, &other);
		break;
	default:
		ok = tokens_cursor_try_splice_after(&c, &other);
		break;
	}
	assert_int_equal(tokens_len(&other), ok ? 0 : 2);
	tokens_drop(&other);
	return ok;
}

static bool op_append(struct tokens *l)
{
	return move_other(l, 0);
}

static bool op_splice_before(struct tokens *l)
{
	return move_other(l, 1);
}

static bool op_splice_after(struct tokens *l)
{
	return move_other(l, 2);
}

static bool op_clone(struct tokens *l)
{
	struct tokens copy;

	if (!tokens_try_clone(l, &copy)) {
		return false;
	}
	tokens_drop(&copy);
	return true;
}

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct tokens *) = {op_push_back,     op_push_front,
						       op_insert_before, op_insert_after,
						       op_append,        op_splice_before,
						       op_splice_after,  op_clone};
	struct model m = {{3, 1, 4}, 3};
	size_t op;
	size_t n;
	size_t i;

	(void)state;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		bool ok = false;

		for (n = 0; !ok; n++) {
			struct tokens l = tokens_new_in(&watch_allocator);

			for (i = 0; i < m.len; i++) {
				tokens_push_back(&l, token(m.id[i]));
			}
			watch.fail_at = n;
			ok = ops[op](&l);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_tokens(&l, &m, 0);
			}
			tokens_drop(&l);
			assert_int_equal(watch.live, 0);
		}
		assert_true(n > 1);
	}
}

static void indices_out_of_range_are_refused(void **state)
{
	struct words l = words_new();
	struct words rest;
	size_t sizes[32];
	size_t count = nasty_sizes(sizeof(uint16_t), sizes);
	size_t i;

	(void)state;
	words_push_back(&l, 1);
	for (i = 0; i < count; i++) {
		assert_false(words_try_split_off(&l, sizes[i], &rest));
		assert_int_equal(words_len(&l), 1);
	}
	assert_panics(words_split_off(&l, 2), "index or length out of range");
	watch.fail_at = 0;
	assert_panics(words_push_front(&l, 2), "out of memory");
	watch.fail_at = 0;
	assert_panics(words_clone(&l), "out of memory");
	words_drop(&l);
}

static void elements_do_not_move(void **state)
{
	struct words a = words_new();
	struct words b = words_new();
	uint16_t *seven;

	(void)state;
	words_push_back(&a, 7);
	seven = words_front(&a);
	words_push_front(&a, 6);
	words_push_back(&b, 5);
	words_append(&b, &a);
	a = words_split_off(&b, 1);
	assert_true(words_pop_front(&a, NULL));
	assert_ptr_equal(words_front(&a), seven);
	assert_int_equal(*seven, 7);
	words_drop(&a);
	words_drop(&b);
}

static void all_zero_is_an_empty_list(void **state)
{
	struct words l;
	struct words other;
	struct words_cursor c;

	(void)state;
	memset(&l, 0, sizeof(l));
	assert_true(words_is_empty(&l));
	assert_true(!words_front(&l) && !words_back(&l));
	assert_false(words_pop_back(&l, NULL) || words_pop_front(&l, NULL));
	other = words_split_off(&l, 0);
	words_append(&l, &other);
	c = words_cursor_front(&l);
	words_cursor_move_next(&c);
	words_cursor_move_prev(&c);
	assert_false(words_cursor_remove_current(&c, NULL));
	assert_int_equal(words_cursor_index(&c), NOSTD_NOT_FOUND);
	other = words_cursor_split_after(&c);
	words_cursor_splice_after(&c, &other);
	assert_int_equal(watch.requests, 0);
	words_drop(&l);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_is_an_empty_list),
		TEST(lists_follow_the_model),
		TEST(cursors_follow_the_model),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(indices_out_of_range_are_refused),
		TEST(elements_do_not_move),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
