/*
 * test_nostd_hashset.c - <nostd/hashset.h> against a table of flags.
 *
 * In:   random operations on sets of keys that own memory, and on two of them at once.
 * Out:  after each operation every key is there or not as the model says, and no block is
 *       lost; every allocation fails once. The table below: test_nostd_hashmap.c.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"

#include <nostd/hash.h>

static nostd_hash hash_id(uint32_t id, nostd_hash seed)
{
	return nostd_hash_u32(id % 16, seed); /* some meet */
}

#define NOSTD_NAME tokens
#define NOSTD_T    struct token
#define NOSTD_Q    uint32_t
#define NOSTD_IN
#define NOSTD_HASH(p, seed)   hash_id((p)->id, seed)
#define NOSTD_HASH_Q(p, seed) hash_id(*(p), seed)
#define NOSTD_EQ(a, b)        any_size((a)->id == (b)->id)
#define NOSTD_EQ_Q(k, q)      any_size((k)->id == *(q))
#define NOSTD_DROP(p)         token_drop(p)
#define NOSTD_CLONE(to, p)    token_make(to, (p)->id)
#include <nostd/hashset.h>

#define NOSTD_NAME numbers
#define NOSTD_T    uint64_t
#include <nostd/hashset.h>

#define KEYS 60

struct model {
	bool there[KEYS];
	size_t len;
	size_t asked;
};

static void check_set(const struct tokens *s, const struct model *m, size_t others)
{
	struct tokens_iter it = tokens_iter(s);
	bool seen[KEYS] = {false};
	size_t count = 0;
	uint32_t id;

	assert_int_equal(tokens_len(s), m->len);
	assert_true(tokens_is_empty(s) == (m->len == 0));
	assert_true(tokens_capacity(s) >= m->len);
	for (id = 0; id < KEYS; id++) {
		assert_int_equal(tokens_contains(s, id), m->there[id]);
		assert_int_equal(tokens_get(s, id) != NULL, m->there[id]);
	}
	while (tokens_next(&it)) {
		assert_token(it.value, it.value->id);
		assert_true(m->there[it.value->id] && !seen[it.value->id]);
		seen[it.value->id] = true;
		count++;
	}
	assert_int_equal(count, m->len);
	assert_int_equal(watch.live, m->len + (s->table.ctrl != NULL) + others);
}

static void model_set(struct model *m, uint32_t id, bool there)
{
	m->len += there;
	m->len -= m->there[id];
	m->there[id] = there;
}

static bool is_odd(struct token const *t, void *ctx)
{
	((struct model *)ctx)->asked++;
	return (t->id & 1) != 0;
}

static void step_one(struct tokens *s, struct model *m, size_t op)
{
	uint32_t id = (uint32_t)random_below(KEYS);
	bool there = m->there[id];
	enum nostd_put put = there ? NOSTD_REPLACED : NOSTD_INSERTED;
	const struct token *before = tokens_get(s, id);
	const void *mem = before ? before->mem : NULL;
	struct token t = {0, NULL};

	switch (op) {
	case 0:
	case 1:
		assert_int_equal(tokens_insert(s, token(id)), put);
		assert_true(!mem ||
			    tokens_get(s, id)->mem == mem); /* the old one stays */
		model_set(m, id, true);
		break;
	case 2:
		assert_int_equal(tokens_replace(s, token(id), &t), put);
		if (there) {
			assert_ptr_equal(t.mem, mem);
			token_drop(&t);
		}
		model_set(m, id, true);
		break;
	case 3:
		assert_int_equal(tokens_replace(s, token(id), NULL), put);
		model_set(m, id, true);
		break;
	case 4:
		assert_int_equal(tokens_take(s, id, &t), there);
		if (there) {
			assert_ptr_equal(t.mem, mem);
			token_drop(&t);
		}
		model_set(m, id, false);
		break;
	default:
		assert_int_equal(tokens_remove(s, id), there);
		model_set(m, id, false);
		break;
	}
}

static void step_all(struct tokens *s, struct model *m, size_t op)
{
	struct tokens copy;
	struct token gone;
	size_t len = m->len;
	size_t at = 0;
	uint32_t id;

	m->asked = 0;
	switch (op) {
	case 0:
		tokens_retain(s, is_odd, m);
		assert_int_equal(m->asked, len);
		for (id = 0; id < KEYS; id += 2) {
			model_set(m, id, false);
		}
		break;
	case 1:
		while (tokens_extract_if(s, &at, is_odd, m, &gone)) {
			assert_int_equal(gone.id & 1, 1);
			model_set(m, gone.id, false);
			token_drop(&gone);
			check_set(s, m, 0);
		}
		assert_int_equal(m->asked, len);
		break;
	case 2:
		while (tokens_drain(s, &at, &gone)) {
			model_set(m, gone.id, false);
			token_drop(&gone);
		}
		assert_int_equal(m->len, 0);
		break;
	case 3:
		copy = tokens_clone(s);
		assert_true(tokens_eq(&copy, s));
		tokens_drop(s);
		*s = copy;
		break;
	case 4:
		tokens_shrink_to_fit(s);
		break;
	case 5:
		tokens_reserve(s, random_below(30));
		break;
	default:
		tokens_clear(s);
		memset(m, 0, sizeof(*m));
		break;
	}
}

static void keys_follow_the_model(void **state)
{
	static struct model m;
	struct tokens s =
		tokens_with_seed_in(&watch_allocator, (nostd_hash)random_bits());
	unsigned long steps = test_steps(20000);

	(void)state;
	memset(&m, 0, sizeof(m));
	while (steps-- != 0) {
		if (random_below(50) == 0) {
			step_all(&s, &m, random_below(7));
		} else {
			step_one(&s, &m, random_below(6));
		}
		check_set(&s, &m, 0);
	}
	tokens_drop(&s);
	tokens_drop(&s);
}

/* -- two sets ------------------------------------------------------------------------ */

/* The iterator gives each key of `want` once, out of `from` if both have it. */
static void check_both(struct numbers_merge it, uint64_t want)
{
	uint64_t seen = 0;

	while (numbers_merge_next(&it)) {
		uint64_t bit = (uint64_t)1 << *it.value;

		assert_true((want & bit) != 0);
		assert_true((seen & bit) == 0);
		seen |= bit;
	}
	assert_false(numbers_merge_next(&it));
	assert_true(seen == want);
}

static struct numbers from_bits(uint64_t bits)
{
	struct numbers s = numbers_with_seed((nostd_hash)random_bits());
	uint64_t i;

	for (i = 0; i < 64; i++) {
		if ((bits >> i & 1) != 0) {
			numbers_insert(&s, i);
		}
	}
	return s;
}

static void two_sets_combine_as_bits_do(void **state)
{
	size_t steps = SCALED(2000, 1);

	(void)state;
	while (steps-- != 0) {
		uint64_t a = random_bits() & random_bits() & random_bits();
		uint64_t b = random_below(3) == 0   ? a & random_bits()
			     : random_below(3) == 0 ? random_bits() & ~a
						    : random_bits();
		struct numbers left = from_bits(random_below(20) == 0 ? a = 0 : a);
		struct numbers right = from_bits(random_below(20) == 0 ? b = a : b);

		check_both(numbers_union(&left, &right), a | b);
		check_both(numbers_intersection(&left, &right), a & b);
		check_both(numbers_difference(&left, &right), a & ~b);
		check_both(numbers_symmetric_difference(&left, &right), a ^ b);
		assert_int_equal(numbers_is_subset(&left, &right), (a & ~b) == 0);
		assert_int_equal(numbers_is_superset(&left, &right), (b & ~a) == 0);
		assert_int_equal(numbers_is_disjoint(&left, &right), (a & b) == 0);
		assert_int_equal(numbers_eq(&left, &right), a == b);
		numbers_drop(&left);
		numbers_drop(&right);
	}
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_insert(struct tokens *s)
{
	struct token t = token(50);

	if (tokens_try_insert(s, t) != NOSTD_FAILED) {
		return true;
	}
	token_drop(&t); /* still ours */
	return false;
}

static bool op_replace(struct tokens *s)
{
	struct token t = token(50);

	if (tokens_try_replace(s, t, NULL) != NOSTD_FAILED) {
		return true;
	}
	token_drop(&t);
	return false;
}

static bool op_reserve(struct tokens *s)
{
	return tokens_try_reserve(s, 20);
}

static bool op_clone(struct tokens *s)
{
	struct tokens copy;

	if (!tokens_try_clone(s, &copy)) {
		return false;
	}
	tokens_drop(&copy);
	return true;
}

static bool op_with_capacity(struct tokens *s)
{
	struct tokens other;

	(void)s;
	if (!tokens_try_with_capacity_in(&watch_allocator, 9, &other)) {
		return false;
	}
	tokens_drop(&other);
	return true;
}

TEST_SHRINKING(tokens, nostd_table_buckets(&c->table), 9)

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct tokens *) = {op_insert,        op_replace,
						       op_reserve,       op_clone,
						       op_with_capacity, op_shrink_to,
						       op_shrink_to_fit};
	size_t op;
	size_t n;

	(void)state;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (n = 0;; n++) {
			struct tokens s = tokens_with_capacity_in(&watch_allocator, 7);
			struct model m = {{false}, 0, 0};
			uint32_t id;
			bool ok;

			for (id = 0; id < 7; id++) {
				tokens_insert(&s, token(id));
				model_set(&m, id, true);
			}
			assert_int_equal(s.table.room, 0);
			watch.fail_at = n;
			ok = ops[op](&s);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_set(&s, &m, 0);
			}
			tokens_drop(&s);
			assert_int_equal(watch.live, 0);
			if (ok) {
				break;
			}
		}
		assert_true(n > 0);
	}
}

static void plain_verbs_panic(void **state)
{
	struct numbers s = numbers_new();
	struct numbers other;
	size_t sizes[32];
	size_t count = nasty_sizes(sizeof(uint64_t), sizes);
	size_t i;

	(void)state;
	for (i = 0; i < count; i++) {
		assert_false(numbers_try_reserve(&s, sizes[i]));
		assert_false(numbers_try_with_capacity(sizes[i], &other));
		numbers_shrink_to(&s, sizes[i]);
	}
	assert_panics(numbers_reserve(&s, SIZE_MAX), "capacity overflow");
	watch.fail_at = 0;
	assert_panics(numbers_insert(&s, 1), "out of memory");
	watch.fail_at = 0;
	assert_panics(numbers_replace(&s, 1, NULL), "out of memory");
	numbers_insert(&s, 1);
	watch.fail_at = 0;
	assert_panics(numbers_clone(&s), "out of memory");
	numbers_drop(&s);
}

static void a_key_costs_its_size_and_a_byte(void **state)
{
	const size_t buckets = SCALED(128, 32);
	struct numbers s = numbers_new();

	(void)state;
	watch.tight = true;
	assert_int_equal(sizeof(struct numbers_entry), sizeof(uint64_t));
	numbers_reserve(&s, buckets / 8 * 7);
	assert_int_equal(
		watch_find(s.table.ctrl - buckets * sizeof(uint64_t))->layout.size,
		buckets * (sizeof(uint64_t) + 1) + NOSTD_GROUP);
	numbers_drop(&s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_follow_the_model),
		TEST(two_sets_combine_as_bits_do),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(plain_verbs_panic),
		TEST(a_key_costs_its_size_and_a_byte),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
