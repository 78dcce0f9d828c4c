/*
 * test_nostd_btreemap.c - nostd/btreemap.h against a plain table.
 *
 * In:   random operations on maps whose keys and values own memory, with small nodes, odd
 *       ones and those of the default; maps whose comparison is no order; sorted input.
 * Out:  after each operation the invariants of the tree, all look-ups, iteration, ranges,
 *       cursors and the number of live blocks must be those of the model; every
 *       allocation fails once.
 */
#include "test_nostd_token.h"

/* Another allocator, though its blocks come from the same place. */
static const struct nostd_allocator second_allocator = {&watch_ops, NULL};

#define NOSTD_NAME small
#define NOSTD_K    struct token
#define NOSTD_V    struct token
#define NOSTD_Q    uint32_t
#define NOSTD_NODE 4
#define NOSTD_IN
#define NOSTD_CMP(a, b)      token_cmp(a, b)
#define NOSTD_CMP_Q(k, q)    token_cmp_id(k, q)
#define NOSTD_DROP_K(p)      token_drop(p)
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_K(to, p) token_clone(to, p)
#define NOSTD_CLONE_V(to, p) token_clone(to, p)
#include <nostd/btreemap.h>

#define NOSTD_NAME odd
#define NOSTD_K    struct token
#define NOSTD_V    struct token
#define NOSTD_Q    uint32_t
#define NOSTD_NODE 5
#define NOSTD_IN
#define NOSTD_CMP(a, b)      token_cmp(a, b)
#define NOSTD_CMP_Q(k, q)    token_cmp_id(k, q)
#define NOSTD_DROP_K(p)      token_drop(p)
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_K(to, p) token_clone(to, p)
#define NOSTD_CLONE_V(to, p) token_clone(to, p)
#include <nostd/btreemap.h>

#define NOSTD_NAME usual
#define NOSTD_K    struct token
#define NOSTD_V    struct token
#define NOSTD_Q    uint32_t
#define NOSTD_IN
#define NOSTD_CMP(a, b)      token_cmp(a, b)
#define NOSTD_CMP_Q(k, q)    token_cmp_id(k, q)
#define NOSTD_DROP_K(p)      token_drop(p)
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_K(to, p) token_clone(to, p)
#define NOSTD_CLONE_V(to, p) token_clone(to, p)
#include <nostd/btreemap.h>

#define NOSTD_NAME       words
#define NOSTD_K          uint16_t
#define NOSTD_V          uint64_t
#define NOSTD_LESS(a, b) any_size(*(a) < *(b))
#include <nostd/btreemap.h>

static bool chance(void)
{
	return random_below(3) == 0;
}

/* No order at all. */
#define NOSTD_NAME       chaos
#define NOSTD_K          struct token
#define NOSTD_V          uint32_t
#define NOSTD_NODE       4
#define NOSTD_LESS(a, b) (token_check(a), token_check(b), chance())
#define NOSTD_DROP_K(p)  token_drop(p)
#include <nostd/btreemap.h>

/* -- the model ----------------------------------------------------------------------- */

#define KEYS SCALED(300, 24)

/* Of a map whose allocations fail: keys 0, 2, 4 ... */
#define FEW SCALED(60, 12)

struct model {
	bool there[KEYS];
	uint32_t id[KEYS]; /* of the value */
	size_t len;
};

static void model_put(struct model *m, uint32_t key, uint32_t id)
{
	m->len += !m->there[key];
	m->there[key] = true;
	m->id[key] = id;
}

static void model_take(struct model *m, uint32_t key)
{
	m->len -= m->there[key];
	m->there[key] = false;
}

#define MAP small
#include "test_nostd_btreemap_stream.h"
#define MAP odd
#include "test_nostd_btreemap_stream.h"
#define MAP usual
#include "test_nostd_btreemap_stream.h"

/* -- a comparison that is no order --------------------------------------------------- */

static void check_chaos(const struct chaos *m, size_t len, uint64_t sum)
{
	struct nostd_btree_shape shape = chaos_shape_();
	struct chaos_iter it = chaos_iter(m);
	size_t count = 0;

	assert_true(nostd_btree_check_(&m->tree, &shape));
	while (chaos_next(&it)) {
		token_check(it.key);
		assert_int_equal(it.key->id, *it.value);
		sum -= *it.value;
		count++;
	}
	assert_true(sum == 0);
	assert_int_equal(count, len);
}

static void read_chaos(struct chaos *m)
{
	struct token low = token(1);
	struct token high = token(2);
	struct chaos_iter it =
		chaos_range(m, NOSTD_INCLUDED, &low, NOSTD_EXCLUDED, &high);
	struct chaos_cursor c = chaos_lower_bound(m, NOSTD_EXCLUDED, &high);
	size_t count = 0;

	while (random_below(2) ? chaos_next(&it) : chaos_next_back(&it)) {
		token_check(it.key);
		assert_true(count++ <= 2 * chaos_len(m));
	}
	while (chaos_cursor_next(&c)) {
		token_check(c.key);
	}
	(void)chaos_get(m, low);
	token_drop(&low);
	token_drop(&high);
}

/* Moves elements between two maps, both ways. */
static void mix_chaos(struct chaos *m)
{
	struct token key = token(1);
	struct chaos rest = chaos_split_off(m, key);
	size_t len = chaos_len(m) + chaos_len(&rest);
	struct nostd_btree_shape shape = chaos_shape_();

	token_drop(&key);
	assert_true(nostd_btree_check_(&m->tree, &shape));
	assert_true(nostd_btree_check_(&rest.tree, &shape));
	while (!chaos_is_empty(&rest)) {
		uint32_t value = 0;
		struct chaos_cursor_mut c =
			chaos_upper_bound_mut(m, NOSTD_UNBOUNDED, NULL);

		assert_true(chaos_pop_first(&rest, &key, &value));
		if (!chaos_cursor_mut_try_insert_after(&c, key, value)) {
			assert_true(chaos_open_(m, &c.path, &key));
			chaos_as_leaf_(c.path.node[0])->values[c.path.at[0]] = value;
		}
	}
	assert_int_equal(chaos_len(m), len);
	chaos_drop(&rest);
}

static void no_order_loses_no_element(void **state)
{
	struct chaos m = chaos_new();
	unsigned long steps = test_steps(10000);
	uint64_t sum = 0;
	size_t len = 0;

	(void)state;
	while (steps-- != 0) {
		uint32_t id = (uint32_t)random_bits();
		uint32_t gone = 0;
		struct token key = token(id);

		switch (random_below(8)) {
		case 0:
		case 1:
		case 2:
			/* A replaced value would not fit its key: only new keys. */
			if (len < KEYS && !chaos_contains_key(&m, key)) {
				struct nostd_btree_path path;

				(void)chaos_seek_(&m, &key, &path);
				assert_true(chaos_open_(&m, &path, &key));
				chaos_as_leaf_(path.node[0])->values[path.at[0]] = id;
				sum += id;
				len++;
				break;
			}
			token_drop(&key);
			break;
		case 3:
		case 4:
			if (chaos_remove(&m, key, &gone)) {
				sum -= gone;
				len--;
			}
			token_drop(&key);
			break;
		case 5:
			token_drop(&key);
			if (chance() ? chaos_pop_last(&m, NULL, &gone)
				     : chaos_pop_first(&m, NULL, &gone)) {
				sum -= gone;
				len--;
			}
			break;
		case 6:
			token_drop(&key);
			read_chaos(&m);
			break;
		default:
			token_drop(&key);
			mix_chaos(&m);
			break;
		}
		check_chaos(&m, len, sum);
	}
	chaos_drop(&m);
}

/* -- sorted and large ---------------------------------------------------------------- */

static void sorted_input_and_many_keys(void **state)
{
	const size_t count = SCALED(20000, 70) / TEST_SHRINK;
	struct words m = words_new();
	struct words_iter it;
	size_t way;
	size_t i;

	(void)state;
	for (way = 0; way < 3; way++) {
		for (i = 0; i < count; i++) {
			/* Up, down, and by a step that is prime to the modulus. */
			size_t key = way == 0   ? i
				     : way == 1 ? count - 1 - i
						: (uint32_t)i * 7919 % count;

			assert_int_equal(words_insert(&m, (uint16_t)key, key),
					 NOSTD_INSERTED);
			assert_true(i % 1000 != 0 || words_check_(&m));
		}
		assert_true(words_check_(&m));
		it = words_iter(&m);
		for (i = 0; words_next(&it); i++) {
			assert_true(*it.key == i && *it.value == i);
		}
		assert_int_equal(i, count);
		for (i = 0; i < count; i++) {
			size_t key = way == 0   ? i
				     : way == 1 ? count - 1 - i
						: (uint32_t)i * 7919 % count;

			assert_int_equal(*words_get(&m, (uint16_t)key), key);
			assert_true(words_remove(&m, (uint16_t)key, NULL));
			assert_true(i % 1000 != 0 || words_check_(&m));
		}
		assert_int_equal(watch.live, 0);
	}
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_insert(struct small *m)
{
	struct token k = token(2 * (uint32_t)random_below(FEW) + 1);
	struct token v = token(7);
	enum nostd_put put = small_try_insert(m, k, v);

	if (put == NOSTD_FAILED) {
		token_drop(&k);
		token_drop(&v);
	}
	return put == NOSTD_INSERTED;
}

static bool op_get_or_insert(struct small *m)
{
	struct token k = token(2 * (uint32_t)random_below(FEW) + 1);
	struct token v = token(7);
	bool ok = small_try_get_or_insert(m, k, v) != NULL;

	if (!ok) {
		token_drop(&k);
		token_drop(&v);
	}
	return ok;
}

static bool op_entry(struct small *m)
{
	struct token k = token(2 * (uint32_t)random_below(60) + 1);
	bool fresh;
	struct token *at = small_try_entry(m, k, &fresh);

	if (!at) {
		token_drop(&k);
		return false;
	}
	assert_true(fresh);
	*at = token(7);
	return true;
}

static bool op_get_or_insert_with(struct small *m)
{
	struct token k = token(2 * (uint32_t)random_below(60) + 1);
	uint32_t id = 7;

	if (!small_try_get_or_insert_with(m, k, small_make, &id)) {
		token_drop(&k);
		return false;
	}
	return true;
}

static bool op_cursor(struct small *m)
{
	uint32_t key = 2 * (uint32_t)random_below(FEW) + 1;
	struct small_cursor_mut c = small_lower_bound_mut(m, NOSTD_INCLUDED, &key);
	struct token k = token(key);
	struct token v = token(7);
	bool ok = random_below(2) ? small_cursor_mut_try_insert_before(&c, k, v)
				  : small_cursor_mut_try_insert_after(&c, k, v);

	if (!ok) {
		token_drop(&k);
		token_drop(&v);
	}
	return ok;
}

static bool append(struct small *m, const struct nostd_allocator *in)
{
	struct small other = small_new_in(in);
	struct small half = small_new_in(in);
	size_t fail_at = watch.fail_at;
	size_t i;
	bool ok;

	/* Of two, so that its nodes are full, and the sum needs more levels. */
	watch.fail_at = WATCH_NEVER;
	for (i = 0; i < 20; i++) {
		small_insert(i % 2 ? &other : &half, token((uint32_t)i * 3), token(1));
	}
	small_append(&other, &half);
	watch.fail_at = fail_at;
	ok = small_try_append(m, &other);
	watch.fail_at = WATCH_NEVER;
	assert_int_equal(small_len(&other), ok ? 0 : 20);
	assert_true(small_check_(&other));
	small_drop(&other);
	return ok;
}

static bool op_append(struct small *m)
{
	return append(m, &watch_allocator);
}

static bool op_append_foreign(struct small *m)
{
	return append(m, &second_allocator);
}

static bool op_split_off(struct small *m)
{
	uint32_t key = (uint32_t)random_below(2 * FEW);
	size_t len = small_len(m);
	struct small rest;

	if (!small_try_split_off(m, key, &rest)) {
		return false;
	}
	assert_int_equal(small_len(m) + small_len(&rest), len);
	assert_true(small_check_(m) && small_check_(&rest));
	small_drop(&rest);
	return true;
}

static bool op_clone(struct small *m)
{
	struct small copy;

	if (!small_try_clone(m, &copy)) {
		return false;
	}
	assert_true(small_check_(&copy));
	small_drop(&copy);
	return true;
}

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct small *) = {
		op_insert, op_get_or_insert, op_entry,          op_get_or_insert_with,
		op_cursor, op_append,        op_append_foreign, op_split_off,
		op_clone};
	static struct model model;
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
				struct small m = small_new_in(&watch_allocator);

				memset(&model, 0, sizeof(model));
				for (i = 0; i < len; i++) {
					small_insert(&m, token(2 * i), token(i));
					model_put(&model, 2 * i, i);
				}
				test_state = test_seed + len; /* the same key again */
				watch.fail_at = n;
				ok = ops[op](&m);
				watch.fail_at = WATCH_NEVER;
				assert_true(small_check_(&m));
				if (!ok) {
					small_check(&m, &model, 0);
				}
				small_drop(&m);
				assert_int_equal(watch.live, 0);
			}
			failed[op] = failed[op] || n > 2;
		}
		assert_true(failed[op]);
	}
}

static void plain_verbs_end_in_the_handler(void **state)
{
	struct words m = words_new();
	uint16_t low = 5;
	struct words_cursor_mut c;

	(void)state;
	watch.fail_at = 0;
	assert_panics(words_insert(&m, 1, 1), "out of memory");
	watch.fail_at = 0;
	assert_panics(words_get_or_insert(&m, 1, 1), "out of memory");
	assert_true(words_is_empty(&m));
	words_insert(&m, 9, 9);
	watch.fail_at = 0;
	assert_panics(words_clone(&m), "out of memory");
	c = words_lower_bound_mut(&m, NOSTD_INCLUDED, &low);
	assert_panics(words_cursor_mut_insert_after(&c, 9, 1), "key out of order");
	words_cursor_mut_insert_before(&c, 8, 1);
	assert_panics(words_cursor_mut_insert_before(&c, 8, 1), "key out of order");
	words_drop(&m);
}

/* What the checks above rely on. */
static void the_walker_sees_what_is_wrong(void **state)
{
	struct small m = small_new_in(&watch_allocator);
	struct nostd_btree sound;
	struct small_inner_ *root;
	struct nostd_btree_node *leaf;
	struct token saved;
	size_t len;
	uint32_t i;

	(void)state;
	for (i = 0; i < 20; i++) {
		small_insert(&m, token(i), token(i));
	}
	sound = m.tree;
	root = small_as_inner_(sound.root);
	leaf = sound.first->next;
	len = leaf->len;
	assert_true(small_check_(&m) && sound.height > 1);
	m.tree.len--;
	assert_false(small_check_(&m));
	m.tree.len = 0;
	assert_false(small_check_(&m));
	m.tree = sound;
	m.tree.height = NOSTD_BTREE_LEVELS + 1;
	assert_false(small_check_(&m));
	m.tree = sound;
	m.tree.last = leaf;
	assert_false(small_check_(&m));
	m.tree = sound;
	leaf->prev = NULL;
	assert_false(small_check_(&m));
	leaf->prev = sound.first;
	leaf->len = 1; /* too few */
	assert_false(small_check_(&m));
	leaf->len = len;
	root->node.len += 4; /* too many */
	assert_false(small_check_(&m));
	root->node.len -= 4;
	saved = root->keys[0];
	root->keys[0].id++; /* no copy */
	assert_false(small_check_(&m));
	root->keys[0] = saved;
	saved = small_as_leaf_(leaf)->keys[1];
	small_as_leaf_(leaf)->keys[1] = small_as_leaf_(leaf)->keys[0]; /* no order */
	assert_false(small_check_(&m));
	small_as_leaf_(leaf)->keys[1] = saved;
	assert_true(small_check_(&m));
	small_drop(&m);
}

/*
 * A tree of 16 levels is full: what needs a level more is refused, and nothing changes.
 */
static void a_level_too_many_is_refused(void **state)
{
	struct nostd_btree_shape shape = words_shape_();
	struct nostd_btree_node *nodes[NOSTD_BTREE_LEVELS];
	struct nostd_btree_path path;
	struct nostd_btree t = {0};
	size_t requests = watch.requests;
	uint16_t key = 1;
	size_t i;

	(void)state;
	/* Only the path is looked at before the refusal. */
	for (i = 0; i < NOSTD_BTREE_LEVELS; i++) {
		nodes[i] = calloc(1, i == 0 ? shape.leaf.size : shape.inner.size);
		assert_non_null(nodes[i]);
		nodes[i]->len = shape.cap;
		path.node[i] = nodes[i];
		path.at[i] = 0;
	}
	t.root = nodes[NOSTD_BTREE_LEVELS - 1];
	t.height = NOSTD_BTREE_LEVELS;
	t.len = 1000;
	assert_false(nostd_btree_insert_(&t, &watch_allocator, &path, &key, &shape));
	assert_int_equal(watch.requests, requests);
	assert_int_equal(t.len, 1000);
	assert_int_equal(nodes[0]->len, shape.cap);
	for (i = 0; i < NOSTD_BTREE_LEVELS; i++) {
		free(nodes[i]);
	}
}

static void all_zero_is_an_empty_map(void **state)
{
	struct words m;
	struct words other;
	struct words_iter it;
	struct words_cursor c;
	struct words_cursor_mut cm;
	const uint16_t *key = NULL;
	const uint64_t *value = NULL;

	(void)state;
	memset(&m, 0, sizeof(m));
	assert_true(words_is_empty(&m) && words_check_(&m));
	assert_true(!words_get(&m, 1) && !words_get_mut(&m, 1) && !words_get_key(&m, 1));
	assert_false(words_first_key_value(&m, &key, &value));
	assert_false(words_last_key_value(&m, &key, &value));
	assert_false(words_remove(&m, 1, NULL));
	assert_false(words_pop_first(&m, NULL, NULL) || words_pop_last(&m, NULL, NULL));
	it = words_iter(&m);
	assert_false(words_next(&it) || words_next_back(&it));
	c = words_upper_bound(&m, NOSTD_UNBOUNDED, NULL);
	assert_false(words_cursor_next(&c) || words_cursor_prev(&c));
	cm = words_upper_bound_mut(&m, NOSTD_UNBOUNDED, NULL);
	assert_false(words_cursor_mut_next(&cm) || words_cursor_mut_prev(&cm));
	assert_false(words_cursor_mut_remove_next(&cm, NULL, NULL));
	other = words_clone(&m);
	words_append(&m, &other);
	other = words_split_off(&m, 3);
	assert_true(words_is_empty(&other));
	assert_int_equal(watch.requests, 0);
	cm = words_upper_bound_mut(&m, NOSTD_UNBOUNDED, NULL);
	assert_true(words_cursor_mut_try_insert_before(&cm, 7, 7));
	assert_true(words_cursor_mut_try_insert_after(&cm, 9, 9));
	assert_true(words_first_key_value(&m, &key, &value));
	assert_true(*key == 7 && *value == 7);
	assert_true(words_last_key_value(&m, &key, &value));
	assert_true(*key == 9 && *value == 9);
	words_drop(&m);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_is_an_empty_map),
		TEST(small_stream),
		TEST(odd_stream),
		TEST(usual_stream),
		TEST(no_order_loses_no_element),
		TEST(sorted_input_and_many_keys),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(plain_verbs_end_in_the_handler),
		TEST(the_walker_sees_what_is_wrong),
		TEST(a_level_too_many_is_refused),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
