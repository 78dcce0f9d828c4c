/*
 * test_nostd_hashmap.c - <nostd/hashmap.h> against a table, with good and bad hashes.
 *
 * In:   random operations; hashes that spread, that collide in the low bits, that are all
 *       the same. Built three times: SSE2, NOSTD_NO_SIMD, NOSTD_NARROW_GROUPS.
 * Out:  after each operation every key is found or not as the model says, and each
 *       control byte is what table.h promises; every allocation fails once.
 */
#include "test_nostd_common.h"
#include "test_nostd_elem.h"

#include <nostd/string.h>

static bool make_token(struct token *to, void *ctx)
{
	return token_make(to, *(uint32_t *)ctx);
}

/* -- the model ----------------------------------------------------------------------- */

#define KEYS SCALED(150, 20)

struct model {
	bool there[KEYS];
	uint32_t id[KEYS];
	size_t len;
	size_t asked; /* keys a function was asked about */
};

static void model_put(struct model *model, uint32_t key, uint32_t id)
{
	model->len += !model->there[key];
	model->there[key] = true;
	model->id[key] = id;
}

static void model_take(struct model *model, uint32_t key)
{
	model->len -= model->there[key];
	model->there[key] = false;
}

/* -- maps ---------------------------------------------------------------------------- */

#define NOSTD_NAME plain
#define NOSTD_K    uint32_t
#define NOSTD_V    struct token
#define NOSTD_IN
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_V(to, p) token_make(to, (p)->id)
#include <nostd/hashmap.h>
#define MAP               plain
#define MAP_HASH(p, seed) NOSTD_HASH_DEFAULT(p, seed)
#include "test_nostd_hashmap_stream.h"

/* Few places to start from, one tag. */
#define NOSTD_NAME crowded
#define NOSTD_K    uint32_t
#define NOSTD_V    struct token
#define NOSTD_IN
#define NOSTD_HASH(p, seed)  ((void)(seed), (nostd_hash)(*(p)&3))
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_V(to, p) token_make(to, (p)->id)
#include <nostd/hashmap.h>
#define MAP               crowded
#define MAP_HASH(p, seed) ((void)(seed), (nostd_hash)(*(p)&3))
#include "test_nostd_hashmap_stream.h"

/* All the same, at the end of the table. */
#define NOSTD_NAME same
#define NOSTD_K    uint32_t
#define NOSTD_V    struct token
#define NOSTD_IN
#define NOSTD_HASH(p, seed)  ((void)(seed), (void)(p), (nostd_hash)-1)
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_V(to, p) token_make(to, (p)->id)
#include <nostd/hashmap.h>
#define MAP               same
#define MAP_HASH(p, seed) ((void)(seed), (void)(p), (nostd_hash)-1)
#include "test_nostd_hashmap_stream.h"

/* Every tag, neighbouring places. */
#define NOSTD_NAME rows
#define NOSTD_K    uint32_t
#define NOSTD_V    struct token
#define NOSTD_IN
#define NOSTD_HASH(p, seed) \
	((void)(seed), (nostd_hash) * (p) | (nostd_hash) * (p) << (NOSTD_HASH_BITS - 7))
#define NOSTD_DROP_V(p)      token_drop(p)
#define NOSTD_CLONE_V(to, p) token_make(to, (p)->id)
#include <nostd/hashmap.h>
#define MAP rows
#define MAP_HASH(p, seed) \
	((void)(seed), (nostd_hash) * (p) | (nostd_hash) * (p) << (NOSTD_HASH_BITS - 7))
#include "test_nostd_hashmap_stream.h"

static void string_drop(struct nostd_string *s)
{
	nostd_string_drop(s);
}

#define NOSTD_NAME names
#define NOSTD_K    struct nostd_string
#define NOSTD_V    struct nostd_string
#define NOSTD_Q    struct nostd_str
#define NOSTD_IN
#define NOSTD_DROP_K(p)      string_drop(p)
#define NOSTD_DROP_V(p)      string_drop(p)
#define NOSTD_CLONE_K(to, p) nostd_string_try_clone(p, to)
#define NOSTD_CLONE_V(to, p) nostd_string_try_clone(p, to)
#include <nostd/hashmap.h>

#define NOSTD_NAME counts
#define NOSTD_K    struct nostd_str
#define NOSTD_V    size_t
#include <nostd/hashmap.h>

#define NOSTD_NAME wide
#define NOSTD_K    uint64_t
#define NOSTD_V    uint64_t
#include <nostd/hashmap.h>

/* -- owned keys ---------------------------------------------------------------------- */

static struct nostd_string owned(const char *text)
{
	return nostd_string_from_str_in(&watch_allocator, nostd_str_from_c(text));
}

static bool make_name(struct nostd_string *to, void *ctx)
{
	(void)ctx;
	return nostd_string_try_from_str_in(&watch_allocator, NOSTD_STR("made"), to);
}

static void replacing_drops_the_new_key_and_the_old_value(void **state)
{
	struct names m = names_new_in(&watch_allocator);
	struct nostd_string old;
	bool fresh;

	(void)state;
	assert_int_equal(names_insert(&m, owned("key"), owned("one")), NOSTD_INSERTED);
	assert_int_equal(names_insert(&m, owned("key"), owned("two")), NOSTD_REPLACED);
	assert_int_equal(names_len(&m), 1);
	assert_int_equal(watch.live, 3);
	assert_string_equal(names_get(&m, NOSTD_STR("key"))->ptr, "two");
	assert_string_equal(names_get_key(&m, NOSTD_STR("key"))->ptr, "key");
	assert_null(names_get_key(&m, NOSTD_STR("kex")));
	assert_string_equal(names_get_or_insert(&m, owned("key"), owned("three"))->ptr,
			    "two");
	assert_string_equal(
		names_try_get_or_insert_with(&m, owned("key"), make_name, NULL)->ptr,
		"two");
	assert_string_equal(names_try_entry(&m, owned("key"), &fresh)->value.ptr, "two");
	assert_false(fresh);
	assert_int_equal(watch.live, 3);
	assert_true(names_remove(&m, NOSTD_STR("key"), &old));
	assert_string_equal(old.ptr, "two");
	assert_int_equal(watch.live, 2);
	nostd_string_drop(&old);
	names_drop(&m);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_insert(struct names *m)
{
	struct nostd_string k;
	struct nostd_string v;
	bool ok;

	if (!nostd_string_try_from_str_in(&watch_allocator, NOSTD_STR("new"), &k)) {
		return false;
	}
	if (!nostd_string_try_from_str_in(&watch_allocator, NOSTD_STR("new"), &v)) {
		nostd_string_drop(&k);
		return false;
	}
	ok = names_try_insert(m, k, v) != NOSTD_FAILED;
	if (!ok) {
		nostd_string_drop(&k); /* both are still ours */
		nostd_string_drop(&v);
	}
	return ok;
}

static bool op_get_or_insert(struct names *m)
{
	struct nostd_string k = nostd_string_new_in(&watch_allocator);

	return names_try_get_or_insert(m, k, k) != NULL;
}

static bool op_get_or_insert_with(struct names *m)
{
	struct nostd_string k = nostd_string_new_in(&watch_allocator);

	return names_try_get_or_insert_with(m, k, make_name, NULL) != NULL;
}

static bool op_entry(struct names *m)
{
	struct nostd_string k = nostd_string_new_in(&watch_allocator);
	bool fresh;
	struct names_entry *entry = names_try_entry(m, k, &fresh);

	if (entry) {
		assert_true(fresh);
		entry->value = k;
	}
	return entry != NULL;
}

static bool op_reserve(struct names *m)
{
	return names_try_reserve(m, 20);
}

static bool op_clone(struct names *m)
{
	struct names copy;

	if (!names_try_clone(m, &copy)) {
		return false;
	}
	assert_int_equal(names_len(&copy), names_len(m));
	names_drop(&copy);
	return true;
}

static bool op_with_capacity(struct names *m)
{
	struct names other;

	(void)m;
	if (!names_try_with_capacity_in(&watch_allocator, 9, &other)) {
		return false;
	}
	names_drop(&other);
	return true;
}

static struct names seven_names(void)
{
	struct names m = names_with_capacity_in(&watch_allocator, 7);
	char text[2] = "a";

	for (; text[0] < 'h'; text[0]++) {
		names_insert(&m, owned(text), owned(text));
	}
	return m;
}

static void check_seven_names(const struct names *m)
{
	char text[2] = "a";

	assert_int_equal(names_len(m), 7);
	assert_int_equal(watch.live, 15);
	for (; text[0] < 'h'; text[0]++) {
		assert_string_equal(names_get(m, nostd_str_from_c(text))->ptr, text);
	}
}

TEST_SHRINKING(names, nostd_table_buckets(&c->table), 9)

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct names *) = {
		op_insert,        op_get_or_insert, op_get_or_insert_with,
		op_entry,         op_reserve,       op_clone,
		op_with_capacity, op_shrink_to,     op_shrink_to_fit};
	size_t op;
	size_t n;

	(void)state;
	watch.tight = true;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (n = 0;; n++) {
			struct names m = seven_names();
			bool ok;

			assert_int_equal(m.table.room, 0);
			watch.fail_at = n;
			ok = ops[op](&m);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_seven_names(&m);
			}
			names_drop(&m);
			assert_int_equal(watch.live, 0);
			if (ok) {
				break;
			}
		}
		assert_true(n > 0);
	}
}

static void a_full_map_without_memory_still_replaces(void **state)
{
	struct names m = seven_names();
	struct nostd_string k = owned("c");
	struct nostd_string v = owned("other");

	(void)state;
	watch.fail_at = 0;
	assert_int_equal(names_try_insert(&m, k, v), NOSTD_REPLACED);
	watch.fail_at = WATCH_NEVER;
	assert_string_equal(names_get(&m, NOSTD_STR("c"))->ptr, "other");
	names_drop(&m);
}

static void sizes_near_the_limit_are_refused(void **state)
{
	struct wide m = wide_new();
	struct wide other;
	size_t sizes[32];
	size_t count = nasty_sizes(16, sizes);
	size_t i;

	(void)state;
	wide_insert(&m, 1, 2);
	for (i = 0; i < count; i++) {
		assert_false(wide_try_reserve(&m, sizes[i]));
		assert_false(wide_try_with_capacity(sizes[i], &other));
	}
	assert_int_equal(*wide_get(&m, 1), 2);
	wide_drop(&m);
}

static void plain_verbs_panic(void **state)
{
	struct wide m = wide_new();

	(void)state;
	assert_panics(wide_reserve(&m, SIZE_MAX), "capacity overflow");
	assert_panics(wide_reserve(&m, SIZE_MAX / 64), "out of memory");
	watch.fail_at = 0;
	assert_panics(wide_insert(&m, 1, 2), "out of memory");
	watch.fail_at = 0;
	assert_panics(wide_get_or_insert(&m, 1, 2), "out of memory");
	assert_true(wide_is_empty(&m));
}

/* -- the rest ------------------------------------------------------------------------ */

static void all_zero_is_an_empty_map(void **state)
{
	struct counts m;
	struct counts_iter it;

	(void)state;
	memset(&m, 0, sizeof(m));
	it = counts_iter(&m);
	assert_false(counts_next(&it));
	assert_null(counts_get(&m, NOSTD_STR("x")));
	assert_false(counts_remove(&m, NOSTD_STR("x"), NULL));
	counts_clear(&m);
	counts_drop(&m);
	assert_int_equal(watch.requests, 0);
	++*counts_get_or_insert(&m, NOSTD_STR("x"), 0);
	++*counts_get_or_insert(&m, NOSTD_STR("x"), 0);
	assert_int_equal(*counts_get(&m, NOSTD_STR("x")), 2);
	counts_drop(&m);
}

static void reserved_room_needs_no_memory(void **state)
{
	struct wide m = wide_new();
	uint64_t i;

	(void)state;
	wide_reserve(&m, SCALED(1000, 28));
	watch.fail_at = 0;
	for (i = 0; i < SCALED(1000, 28); i++) {
		assert_int_equal(wide_try_insert(&m, i << 32, i), NOSTD_INSERTED);
	}
	watch.fail_at = WATCH_NEVER;
	wide_drop(&m);
}

/* Insert and remove, always a new key: tombstones must not make the table grow. */
static void churn_does_not_grow_the_table(void **state)
{
	const size_t live = SCALED(100, 12);
	struct wide m = wide_new();
	uint64_t i;

	(void)state;
	for (i = 0; i < SCALED(200000, 3000); i++) {
		wide_insert(&m, i, i);
		assert_true(i < live || wide_remove(&m, i - live, NULL));
	}
	assert_int_equal(wide_len(&m), live);
	assert_in_range(m.table.mask + 1, live, 6 * live);
	wide_drop(&m);
}

static void many_keys_are_found_and_no_others(void **state)
{
	struct wide m = wide_new();
	const uint64_t count = SCALED(60000, 50) / TEST_SHRINK;
	uint64_t i;
	uint64_t sum = 0;
	struct wide_iter it;

	(void)state;
	for (i = 0; i < count; i++) {
		wide_insert(&m, i * 4096, i);
	}
	for (i = 0; i < count; i++) {
		assert_int_equal(*wide_get(&m, i * 4096), i);
		assert_null(wide_get(&m, i * 4096 + 1));
	}
	it = wide_iter(&m);
	while (wide_next(&it)) {
		sum += *it.value;
	}
	assert_int_equal(sum, count * (count - 1) / 2);
	wide_drop(&m);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero_is_an_empty_map),
		TEST(plain_stream),
		TEST(crowded_stream),
		TEST(same_stream),
		TEST(rows_stream),
		TEST(replacing_drops_the_new_key_and_the_old_value),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(a_full_map_without_memory_still_replaces),
		TEST(sizes_near_the_limit_are_refused),
		TEST(plain_verbs_panic),
		TEST(reserved_room_needs_no_memory),
		TEST(churn_does_not_grow_the_table),
		TEST(many_keys_are_found_and_no_others),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
