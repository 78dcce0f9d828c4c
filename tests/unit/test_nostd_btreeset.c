/*
 * test_nostd_btreeset.c - nostd/btreeset.h against plain tables.
 *
 * In:   random operations on two sets whose elements own memory, and on the pair of them.
 * Out:  after each operation the invariants, the elements, the operations on both sets
 *       and the number of live blocks must be those of the model; every allocation fails
 *       once.
 */
#include "test_nostd_token.h"

#define NOSTD_NAME tokens
#define NOSTD_T    struct token
#define NOSTD_Q    uint32_t
#define NOSTD_NODE 6
#define NOSTD_IN
#define NOSTD_CMP(a, b)    token_cmp(a, b)
#define NOSTD_CMP_Q(p, q)  token_cmp_id(p, q)
#define NOSTD_DROP(p)      token_drop(p)
#define NOSTD_CLONE(to, p) token_clone(to, p)
#include <nostd/btreeset.h>

#define NOSTD_NAME       bytes
#define NOSTD_T          unsigned char
#define NOSTD_LESS(a, b) any_size(*(a) < *(b))
#include <nostd/btreeset.h>

/* Equal when the key is; the tag tells which one it is. */
struct tagged {
	uint16_t key, tag;
};

#define NOSTD_NAME       tags
#define NOSTD_T          struct tagged
#define NOSTD_NODE       4
#define NOSTD_LESS(a, b) ((a)->key < (b)->key)
#include <nostd/btreeset.h>

#define KEYS SCALED(120, 24)

/* Of a set whose allocations fail: keys 0, 2, 4 ... */
#define FEW SCALED(50, 12)

struct model {
	bool there[KEYS];
	size_t len;
};

static void model_set(struct model *m, uint32_t key, bool there)
{
	m->len += (size_t)there - (size_t)m->there[key];
	m->there[key] = there;
}

static size_t model_first(const struct model *m)
{
	size_t i = 0;

	while (i < KEYS && !m->there[i]) {
		i++;
	}
	return i;
}

static size_t model_last(const struct model *m)
{
	size_t i = KEYS;

	while (i != 0 && !m->there[i - 1]) {
		i--;
	}
	return i == 0 ? KEYS : i - 1;
}

static void check_tokens(const struct tokens *s, const struct model *m)
{
	struct tokens_iter it = tokens_iter(s);
	const struct token *first = tokens_first(s);
	const struct token *last = tokens_last(s);
	uint32_t i;

	assert_true(tokens_check_(s));
	assert_int_equal(tokens_len(s), m->len);
	for (i = 0; i < KEYS; i++) {
		const struct token *got = tokens_get(s, i);

		assert_int_equal(got != NULL, m->there[i]);
		assert_int_equal(tokens_contains(s, i), m->there[i]);
		if (got) {
			assert_int_equal(got->id, i);
			assert_true(tokens_next(&it));
			assert_ptr_equal(it.value, got);
		}
	}
	assert_false(tokens_next(&it));
	assert_int_equal(first ? first->id : KEYS, model_first(m));
	assert_int_equal(last ? last->id : KEYS, model_last(m));
}

/* `wanted`: in the left alone 1, in the right alone 2, in both 4. */
static void check_merge(struct tokens_merge merge, const struct model *a,
			const struct model *b, unsigned wanted)
{
	uint32_t i;

	for (i = 0; i < KEYS; i++) {
		unsigned where = a->there[i] && b->there[i] ? 4U
				 : a->there[i]              ? 1U
				 : b->there[i]              ? 2U
							    : 0U;

		if ((where & wanted) != 0) {
			assert_true(tokens_merge_next(&merge));
			token_check(merge.value);
			assert_int_equal(merge.value->id, i);
		}
	}
	assert_false(tokens_merge_next(&merge));
	assert_false(tokens_merge_next(&merge));
}

static void check_both(const struct tokens *a, const struct tokens *b,
		       const struct model *ma, const struct model *mb)
{
	size_t common = 0;
	size_t i;

	for (i = 0; i < KEYS; i++) {
		common += ma->there[i] && mb->there[i];
	}
	check_merge(tokens_union(a, b), ma, mb, 7);
	check_merge(tokens_intersection(a, b), ma, mb, 4);
	check_merge(tokens_difference(a, b), ma, mb, 1);
	check_merge(tokens_symmetric_difference(a, b), ma, mb, 3);
	assert_int_equal(tokens_is_subset(a, b), common == ma->len);
	assert_int_equal(tokens_is_superset(a, b), common == mb->len);
	assert_int_equal(tokens_is_disjoint(a, b), common == 0);
}

static bool keep_some(struct token const *t, void *ctx)
{
	if (random_below(3) != 0) {
		return true;
	}
	model_set(ctx, t->id, false);
	return false;
}

static void take_step(struct tokens *s, struct model *m, uint32_t key)
{
	bool there = m->there[key];
	struct token t = {0, NULL};

	switch (random_below(4)) {
	case 0:
		assert_int_equal(tokens_remove(s, key), there);
		break;
	case 1:
		assert_int_equal(tokens_take(s, key, &t), there);
		break;
	case 2:
		assert_int_equal(tokens_pop_first(s, &t), m->len != 0);
		key = (uint32_t)model_first(m);
		break;
	default:
		assert_int_equal(tokens_pop_last(s, &t), m->len != 0);
		key = (uint32_t)model_last(m);
		break;
	}
	if (t.mem) {
		assert_int_equal(t.id, key);
		token_drop(&t);
	}
	if (key < KEYS) {
		model_set(m, key, false);
	}
}

static void put_step(struct tokens *s, struct model *m, uint32_t key)
{
	enum nostd_put want = m->there[key] ? NOSTD_REPLACED : NOSTD_INSERTED;
	struct token t = {0, NULL};

	switch (random_below(3)) {
	case 0:
		assert_int_equal(tokens_replace(s, token(key), &t), want);
		assert_int_equal(t.mem != NULL, m->there[key]);
		if (t.mem) {
			token_drop(&t);
		}
		break;
	case 1:
		assert_int_equal(tokens_replace(s, token(key), NULL), want);
		break;
	default:
		assert_int_equal(tokens_insert(s, token(key)), want);
		break;
	}
	model_set(m, key, true);
}

static void whole_step(struct tokens *s, struct model *m, uint32_t key)
{
	struct tokens other = tokens_new_in(&watch_allocator);
	uint32_t i;

	switch (random_below(5)) {
	case 0:
		tokens_retain(s, keep_some, m);
		break;
	case 1:
		for (i = 0; i < 20; i++) {
			tokens_insert(&other, token((key + i * i) % KEYS));
			model_set(m, (key + i * i) % KEYS, true);
		}
		tokens_append(s, &other);
		break;
	case 2:
		other = tokens_split_off(s, key);
		for (i = key; i < KEYS; i++) {
			assert_int_equal(tokens_contains(&other, i), m->there[i]);
			model_set(m, i, false);
		}
		break;
	case 3:
		other = tokens_clone(s);
		tokens_drop(s);
		*s = other;
		other = tokens_new_in(&watch_allocator);
		break;
	default:
		if (random_below(8) == 0) {
			tokens_clear(s);
			memset(m, 0, sizeof(*m));
		}
		break;
	}
	tokens_drop(&other);
}

static void two_sets_follow_the_model(void **state)
{
	static struct model m[2];
	struct tokens s[2] = {tokens_new_in(&watch_allocator),
			      tokens_new_in(&watch_allocator)};
	unsigned long steps = test_steps(10000);

	(void)state;
	memset(m, 0, sizeof(m));
	while (steps-- != 0) {
		size_t which = random_below(2);
		uint32_t key = (uint32_t)random_below(KEYS);
		size_t kind = random_below(30);

		if (kind == 0) {
			whole_step(&s[which], &m[which], key);
		} else if (kind < 18) {
			put_step(&s[which], &m[which], key);
		} else {
			take_step(&s[which], &m[which], key);
		}
		check_tokens(&s[which], &m[which]);
		check_both(&s[0], &s[1], &m[0], &m[1]);
	}
	tokens_drop(&s[0]);
	tokens_drop(&s[1]);
}

/* -- which of two equal elements stays ----------------------------------------------- */

static struct tagged pair(size_t key, uint16_t tag)
{
	struct tagged t = {(uint16_t)key, tag};

	return t;
}

static void insert_keeps_and_replace_replaces(void **state)
{
	const size_t count = SCALED(100, 40);
	struct tags s = tags_new();
	struct tags other = tags_new();
	struct tags_merge both;
	struct tagged old;
	size_t i;

	(void)state;
	for (i = 0; i < count; i++) {
		tags_insert(&s, pair(i, 1));
		tags_insert(&s, pair(i, 2));
		assert_int_equal(tags_get(&s, pair(i, 0))->tag, 1);
	}
	for (i = 0; i < count; i++) {
		assert_int_equal(tags_replace(&s, pair(i, 3), &old), NOSTD_REPLACED);
		assert_int_equal(old.tag, 1);
		assert_int_equal(tags_get(&s, pair(i, 0))->tag, 3);
		assert_true(tags_check_(&s));
		tags_insert(&other, pair(i, 4));
	}
	both = tags_intersection(&s, &other);
	for (i = 0; tags_merge_next(&both); i++) {
		assert_int_equal(both.value->tag, 3);
	}
	assert_int_equal(i, count);
	tags_append(&s, &other);
	assert_int_equal(tags_len(&s), count);
	for (i = 0; i < count; i++) {
		assert_int_equal(tags_get(&s, pair(i, 0))->tag, 3);
	}
	assert_true(tags_check_(&s));
	tags_drop(&s);
}

/* -- ranges and cursors -------------------------------------------------------------- */

static void every_range_of_a_small_set(void **state)
{
	static const unsigned char in[] = {1, 3, 5, 7, 9};
	struct bytes s = bytes_new();
	unsigned char low;
	unsigned char high;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(in); i++) {
		bytes_insert(&s, in[i]);
	}
	for (low = 0; low < 11; low++) {
		for (high = 0; high < 11; high++) {
			struct bytes_iter it = bytes_range(&s, NOSTD_INCLUDED, &low,
							   NOSTD_EXCLUDED, &high);
			struct bytes_iter back = it;
			size_t count = 0;
			size_t want = 0;

			for (i = 0; i < sizeof(in); i++) {
				want += in[i] >= low && in[i] < high;
			}
			while (bytes_next(&it)) {
				assert_true(*it.value >= low && *it.value < high);
				count++;
			}
			assert_int_equal(count, want);
			while (bytes_next_back(&back)) {
				assert_true(*back.value >= low && *back.value < high);
				count--;
			}
			assert_int_equal(count, 0);
		}
	}
	bytes_drop(&s);
}

static void a_cursor_inserts_in_order_only(void **state)
{
	struct bytes s = bytes_new();
	struct bytes_cursor_mut c = bytes_lower_bound_mut(&s, NOSTD_UNBOUNDED, NULL);
	unsigned char i;
	unsigned char out;

	(void)state;
	for (i = 0; i < 200; i++) {
		bytes_cursor_mut_insert_before(&c, i);
		assert_false(bytes_cursor_mut_try_insert_before(&c, i));
	}
	assert_true(bytes_check_(&s));
	assert_int_equal(bytes_len(&s), 200);
	for (i = 200; i != 0; i--) {
		assert_true(bytes_cursor_mut_remove_prev(&c, &out));
		assert_int_equal(out, i - 1);
	}
	assert_false(bytes_cursor_mut_remove_prev(&c, &out));
	assert_true(bytes_is_empty(&s));
	assert_int_equal(watch.live, 0);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_insert(struct tokens *s)
{
	struct token t = token(2 * (uint32_t)random_below(40) + 1);
	enum nostd_put put = tokens_try_insert(s, t);

	if (put == NOSTD_FAILED) {
		token_drop(&t);
	}
	return put == NOSTD_INSERTED;
}

static bool op_replace(struct tokens *s)
{
	struct token t = token(2 * (uint32_t)random_below(40) + 1);
	enum nostd_put put = tokens_try_replace(s, t, NULL);

	if (put == NOSTD_FAILED) {
		token_drop(&t);
	}
	return put == NOSTD_INSERTED;
}

static bool op_clone(struct tokens *s)
{
	struct tokens copy;

	if (!tokens_try_clone(s, &copy)) {
		return false;
	}
	assert_true(tokens_check_(&copy));
	tokens_drop(&copy);
	return true;
}

static bool cursor_inserts(struct tokens *s, bool before)
{
	uint32_t key = 2 * (uint32_t)random_below(40) + 1;
	struct tokens_cursor_mut c = tokens_lower_bound_mut(s, NOSTD_INCLUDED, &key);
	struct token t = token(key);
	bool ok = before ? tokens_cursor_mut_try_insert_before(&c, t)
			 : tokens_cursor_mut_try_insert_after(&c, t);

	if (!ok) {
		token_drop(&t);
	}
	return ok;
}

static bool op_cursor_before(struct tokens *s)
{
	return cursor_inserts(s, true);
}

static bool op_cursor_after(struct tokens *s)
{
	return cursor_inserts(s, false);
}

static bool append(struct tokens *s, const struct nostd_allocator *in)
{
	struct tokens other = tokens_new_in(in);
	struct tokens half = tokens_new_in(in);
	size_t fail_at = watch.fail_at;
	uint32_t i;
	bool ok;

	/* Of two, so that its nodes are full, and the sum needs more levels. */
	watch.fail_at = WATCH_NEVER;
	for (i = 0; i < 20; i++) {
		tokens_insert(i % 2 ? &other : &half, token(i * 3));
	}
	tokens_append(&other, &half);
	watch.fail_at = fail_at;
	ok = tokens_try_append(s, &other);
	watch.fail_at = WATCH_NEVER;
	assert_int_equal(tokens_len(&other), ok ? 0 : 20);
	assert_true(tokens_check_(&other));
	tokens_drop(&other);
	return ok;
}

static bool op_append(struct tokens *s)
{
	return append(s, &watch_allocator);
}

static bool op_append_foreign(struct tokens *s)
{
	static const struct nostd_allocator second = {&watch_ops, &watch};

	return append(s, &second);
}

static bool op_split_off(struct tokens *s)
{
	uint32_t key = (uint32_t)random_below(2 * FEW);
	size_t len = tokens_len(s);
	struct tokens rest;

	if (!tokens_try_split_off(s, key, &rest)) {
		return false;
	}
	assert_int_equal(tokens_len(s) + tokens_len(&rest), len);
	assert_true(tokens_check_(s) && tokens_check_(&rest));
	tokens_drop(&rest);
	return true;
}

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct tokens *) = {
		op_insert, op_replace,        op_cursor_before, op_cursor_after,
		op_append, op_append_foreign, op_split_off,     op_clone};
	static struct model m;
	bool failed[sizeof(ops) / sizeof(ops[0])] = {false};
	size_t op;
	size_t n;
	uint32_t i;
	uint32_t len;

	(void)state;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (len = 0; len < FEW; len++) {
			bool ok = false;

			for (n = 0; !ok; n++) {
				struct tokens s = tokens_new_in(&watch_allocator);

				memset(&m, 0, sizeof(m));
				for (i = 0; i < len; i++) {
					tokens_insert(&s, token(2 * i));
					model_set(&m, 2 * i, true);
				}
				test_state = test_seed + len; /* the same key again */
				watch.fail_at = n;
				ok = ops[op](&s);
				watch.fail_at = WATCH_NEVER;
				assert_true(tokens_check_(&s));
				if (!ok) {
					check_tokens(&s, &m);
				}
				tokens_drop(&s);
				assert_int_equal(watch.live, 0);
			}
			/* To cut a small set takes one node. */
			failed[op] =
				failed[op] || n > 2 || (ops[op] == op_split_off && n > 1);
		}
		assert_true(failed[op]);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(two_sets_follow_the_model),
		TEST(insert_keeps_and_replace_replaces),
		TEST(every_range_of_a_small_set),
		TEST(a_cursor_inserts_in_order_only),
		TEST(each_allocation_of_each_operation_can_fail),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
