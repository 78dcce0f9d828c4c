/*
 * test_nostd_string.c - <nostd/string.h> against a plain buffer.
 *
 * In:   random operations, among them text that points into the string itself.
 * Out:  after each operation content, NUL, capacity and live blocks must be those of the
 *       model; every allocation fails once.
 */
#include "test_nostd_common.h"

#include <nostd/bump.h>
#include <nostd/string.h>

/* Steps add at most 99 bytes to this many. */
#define MODEL_MAX SCALED(1800, 100)

struct model {
	char text[2 * MODEL_MAX];
	size_t len;
};

static void model_insert(struct model *m, size_t at, const char *text, size_t len)
{
	char copy[100];

	memcpy(copy, text, len);
	memmove(m->text + at + len, m->text + at, m->len - at);
	memcpy(m->text + at, copy, len);
	m->len += len;
}

static void model_remove(struct model *m, size_t from, size_t to)
{
	memmove(m->text + from, m->text + to, m->len - to);
	m->len -= to - from;
}

static void check_string(const struct nostd_string *s, const struct model *m)
{
	assert_int_equal(s->len, m->len);
	assert_true(s->len <= s->cap || s->cap == 0);
	assert_int_equal(s->ptr[s->len], '\0');
	assert_int_equal(nostd_string_is_empty(s), m->len == 0);
	assert_memory_equal(s->ptr, m->text, m->len);
	assert_int_equal(watch.live, s->cap != 0);
}

/* A text from outside, or a part of the string itself. */
static struct nostd_str some_text(const struct nostd_string *s, bool inside)
{
	static char text[64];
	size_t from;
	size_t i;

	if (inside) {
		from = random_below(s->len + 1);
		return nostd_str_new(s->ptr + from,
				     random_below(s->len - from + 1) % 100);
	}
	for (i = 0; i < sizeof(text); i++) {
		text[i] = (char)random_below(256);
	}
	return nostd_str_new(text, random_below(sizeof(text)));
}

/* The code points of the ends of each length, and of some between. */
static uint32_t some_code(void)
{
	static const uint32_t codes[] = {0,      0x41,    0x7F,     0x80,
					 0x7FF,  0x800,   0xD7FF,   0xE000,
					 0xFFFF, 0x10000, 0x10FFFF, 0x20AC};

	return codes[random_below(sizeof(codes) / sizeof(codes[0]))];
}

static void step_add(struct nostd_string *s, struct model *m, size_t op)
{
	struct nostd_str text = some_text(s, random_below(2) == 0);
	size_t at = random_below(m->len + 1);
	uint32_t code = some_code();
	char bytes[5];
	uint32_t back;
	size_t size;

	switch (op) {
	case 0:
		model_insert(m, m->len, text.ptr, text.len);
		nostd_string_push_str(s, text);
		break;
	case 1:
		model_insert(m, at, text.ptr, text.len);
		nostd_string_insert_str(s, at, text);
		break;
	case 2:
		nostd_string_push_byte(s, '\xFF');
		m->text[m->len++] = '\xFF';
		break;
	case 3:
		size = nostd_utf8_encode(code, bytes);
		nostd_string_push(s, code);
		model_insert(m, m->len, bytes, size);
		check_string(s, m);
		assert_true(nostd_string_pop(s, &back));
		assert_int_equal(back, code);
		m->len -= size;
		break;
	case 4:
		size = (size_t)snprintf(bytes, sizeof(bytes), "%u", (unsigned)at % 1000);
		nostd_format(s, "{}", at % 1000);
		model_insert(m, m->len, bytes, size);
		break;
	default:
		nostd_string_reserve(s, text.len);
		assert_true(s->cap - s->len >= text.len);
		break;
	}
}

static void step_remove(struct nostd_string *s, struct model *m, size_t op)
{
	size_t to = random_below(m->len + 1);
	size_t from = random_below(to + 1);
	struct nostd_string copy;
	uint32_t code;

	switch (op) {
	case 0:
		nostd_string_truncate(s, to);
		m->len = to;
		break;
	case 1:
		nostd_string_remove_range(s, from, to);
		model_remove(m, from, to);
		break;
	case 2:
		assert_int_equal(nostd_string_pop(s, &code), m->len != 0);
		assert_true(s->len <= m->len && m->len - s->len <= 4);
		m->len = s->len;
		break;
	case 3:
		copy = nostd_string_clone(s);
		assert_true(nostd_string_eq(s, &copy));
		nostd_string_drop(s);
		*s = copy;
		break;
	default:
		nostd_string_clear(s);
		m->len = 0;
		break;
	}
}

static void random_operations_follow_the_model(void **state)
{
	static struct model m;
	struct nostd_string s = nostd_string_new();
	unsigned long steps = test_steps(30000);

	(void)state;
	m.len = 0;
	check_string(&s, &m);
	while (steps-- != 0) {
		if (m.len < MODEL_MAX && random_below(10) < 8) {
			step_add(&s, &m, random_below(6));
		} else {
			step_remove(&s, &m, random_below(random_below(8) == 0 ? 5 : 4));
		}
		check_string(&s, &m);
	}
	nostd_string_drop(&s);
	assert_int_equal(watch.live, 0);
	assert_string_equal(nostd_string_c_str(&s), "");
	nostd_string_drop(&s);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_push_str(struct nostd_string *s)
{
	return nostd_string_try_push_str(s, NOSTD_STR("0123456789"));
}

static bool op_push_itself(struct nostd_string *s)
{
	return nostd_string_try_push_str(s, nostd_string_as_str(s));
}

static bool op_insert_itself(struct nostd_string *s)
{
	return nostd_string_try_insert_str(s, 3, nostd_string_as_str(s));
}

static bool op_push_byte(struct nostd_string *s)
{
	return nostd_string_try_push_byte(s, 'x');
}

static bool op_push(struct nostd_string *s)
{
	return nostd_string_try_push(s, 0x20AC);
}

static bool op_reserve(struct nostd_string *s)
{
	return nostd_string_try_reserve(s, 1);
}

static bool op_format(struct nostd_string *s)
{
	return nostd_try_format(s, "{:>9} and {}", 5, "a text that needs another growth");
}

static bool op_clone(struct nostd_string *s)
{
	struct nostd_string copy;
	bool ok = nostd_string_try_clone(s, &copy);

	if (ok) {
		nostd_string_drop(&copy);
	}
	return ok;
}

static bool op_with_capacity(struct nostd_string *s)
{
	struct nostd_string other;
	bool ok = nostd_string_try_with_capacity(5, &other);

	(void)s;
	if (ok) {
		nostd_string_drop(&other);
	}
	return ok;
}

static bool op_from_str(struct nostd_string *s)
{
	struct nostd_string other;
	bool ok = nostd_string_try_from_str(nostd_string_as_str(s), &other);

	if (ok) {
		nostd_string_drop(&other);
	}
	return ok;
}

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct nostd_string *) = {
		op_push_str,      op_push_itself, op_insert_itself, op_push_byte,
		op_push,          op_reserve,     op_format,        op_clone,
		op_with_capacity, op_from_str};
	struct model m = {"exactly fifteen", 15};
	size_t op;
	size_t n;

	(void)state;
	watch.tight = true;
	for (op = 0; op < sizeof(ops) / sizeof(ops[0]); op++) {
		for (n = 0;; n++) {
			struct nostd_string s =
				nostd_string_from_str(NOSTD_STR("exactly fifteen"));
			bool ok;

			assert_int_equal(s.cap, s.len);
			watch.fail_at = n;
			ok = ops[op](&s);
			watch.fail_at = WATCH_NEVER;
			if (!ok) {
				check_string(&s, &m);
			}
			nostd_string_drop(&s);
			assert_int_equal(watch.live, 0);
			if (ok) {
				break;
			}
		}
		assert_true(n > 0);
	}
}

static void sizes_near_the_limit_are_refused(void **state)
{
	struct nostd_string s = nostd_string_from_str(NOSTD_STR("abc"));
	struct nostd_string other;
	size_t sizes[32];
	size_t count = nasty_sizes(1, sizes);
	size_t i;

	(void)state;
	for (i = 0; i < count; i++) {
		struct nostd_str huge = nostd_str_new("x", sizes[i]);

		assert_false(nostd_string_try_reserve(&s, sizes[i]));
		assert_false(nostd_string_try_with_capacity(sizes[i], &other));
		assert_false(nostd_string_try_push_str(&s, huge));
		assert_false(nostd_string_try_insert_str(&s, 0, huge));
		assert_false(nostd_string_try_insert_str(&s, sizes[i], NOSTD_STR("x")));
		assert_false(nostd_string_try_remove_range(&s, 0, sizes[i]));
		assert_false(nostd_string_try_remove_range(&s, sizes[i], sizes[i]));
		nostd_string_truncate(&s, sizes[i]);
		assert_string_equal(s.ptr, "abc");
	}
	nostd_string_drop(&s);
}

static void plain_verbs_panic(void **state)
{
	struct nostd_string s = nostd_string_from_str(NOSTD_STR("abc"));

	(void)state;
	assert_panics(nostd_string_insert_str(&s, 4, NOSTD_STR("x")),
		      "index or length out of range");
	assert_panics(nostd_string_remove_range(&s, 0, 4),
		      "index or length out of range");
	assert_panics(nostd_string_remove_range(&s, 2, 1),
		      "index or length out of range");
	assert_panics(nostd_string_push(&s, 0xD800), "not a Unicode scalar value");
	assert_panics(nostd_string_reserve(&s, SIZE_MAX), "capacity overflow");
	watch.fail_at = 0;
	assert_panics(nostd_string_reserve(&s, 1000), "out of memory");
	assert_int_equal(test_panic.info.value, 1004);
	watch.fail_at = 0;
	assert_panics(nostd_format(&s, "{:>1000}", 1), "out of memory");
	assert_string_equal(s.ptr, "abc");
	nostd_string_drop(&s);
}

/* Blocks are powers of two, the NUL included. */
static void growth_doubles(void **state)
{
	const size_t most = SCALED(4096, 64) - 1;
	struct nostd_string s = nostd_string_new();
	size_t requests = 0;
	size_t i;

	(void)state;
	watch.tight = true;
	for (i = 0; i < most; i++) {
		nostd_string_push_byte(&s, 'x');
		assert_true(s.cap == 15 || s.cap <= 2 * s.len);
	}
	assert_int_equal(s.cap, most);
	for (i = 16; i <= most + 1; i *= 2) {
		requests++;
	}
	assert_int_equal(watch.requests, requests);
	nostd_string_reserve(&s, 5 * most);
	assert_int_equal(s.cap, 6 * most);
	nostd_string_drop(&s);
}

static void literals_are_appended_in_line(void **state)
{
	struct nostd_string s = nostd_string_with_capacity(40);

	(void)state;
	nostd_string_push_str(&s, NOSTD_STR("one, "));
	nostd_string_push_str(&s, NOSTD_STR(""));
	nostd_string_push_str(&s, NOSTD_STR("two, "));
	nostd_string_push_str(&s, NOSTD_STR("a literal of more than sixteen"));
	assert_string_equal(s.ptr, "one, two, a literal of more than sixteen");
	assert_int_equal(s.len, 40);
	nostd_string_push_str(&s, NOSTD_STR("!"));
	assert_string_equal(s.ptr, "one, two, a literal of more than sixteen!");
	nostd_string_drop(&s);
}

static void no_code_point_is_no_character(void **state)
{
	struct nostd_string s = nostd_string_new();

	(void)state;
	assert_false(nostd_string_try_push(&s, 0xD800));
	assert_false(nostd_string_try_push(&s, 0xDFFF));
	assert_false(nostd_string_try_push(&s, 0x110000));
	assert_false(nostd_string_try_push(&s, UINT32_MAX));
	assert_int_equal(s.len, 0);
	assert_int_equal(watch.requests, 0);
}

static void pop_takes_what_iteration_sees_last(void **state)
{
	struct nostd_string s = nostd_string_from_str(NOSTD_STR("a\xC3\xA4\x80\xE2\x82"));
	uint32_t code;

	(void)state;
	assert_true(nostd_string_pop(&s, &code));
	assert_int_equal(code, NOSTD_REPLACEMENT); /* the start of a code point */
	assert_int_equal(s.len, 4);
	assert_true(nostd_string_pop(&s, &code));
	assert_int_equal(code, NOSTD_REPLACEMENT); /* no part of one */
	assert_int_equal(s.len, 3);
	assert_true(nostd_string_pop(&s, &code));
	assert_int_equal(code, 0xE4);
	assert_true(nostd_string_pop(&s, &code));
	assert_int_equal(code, 'a');
	assert_false(nostd_string_pop(&s, &code));
	nostd_string_drop(&s);
}

static void strings_live_in_arenas(void **state)
{
	struct nostd_bump arena;
	struct nostd_string s;
	char last[8];
	size_t size;
	size_t i;

	(void)state;
	nostd_bump_init(&arena, &watch_allocator, 32);
	s = nostd_string_new_in(nostd_bump_in(&arena));
	for (i = 0; i < SCALED(1000, 100); i++) {
		nostd_format(&s, "{},", i);
	}
	assert_int_equal(s.len, 10 * 2 + 90 * 3 + (i - 100) * 4);
	assert_true(nostd_str_starts_with(nostd_string_as_str(&s), NOSTD_STR("0,1,2,")));
	size = (size_t)snprintf(last, sizeof(last), "%u", (unsigned)i - 1);
	nostd_string_truncate(&s, s.len - 1);
	assert_true(
		nostd_str_ends_with(nostd_string_as_str(&s), nostd_str_new(last, size)));
	nostd_bump_release(&arena);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(no_code_point_is_no_character),
		TEST(random_operations_follow_the_model),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(sizes_near_the_limit_are_refused),
		TEST(plain_verbs_panic),
		TEST(growth_doubles),
		TEST(literals_are_appended_in_line),
		TEST(pop_takes_what_iteration_sees_last),
		TEST(strings_live_in_arenas),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
