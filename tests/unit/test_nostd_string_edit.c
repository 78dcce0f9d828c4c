/*
 * test_nostd_string_edit.c - the operations of <nostd/string.h> that change the middle of
 * a string or make text of text, against the obvious way; and UTF-16.
 *
 * In:   random texts of code points of 1 to 4 bytes, ranges, text in the string itself.
 * Out:  content, NUL and live blocks as a plain buffer has them; every allocation fails
 *       once.
 */
#include "test_nostd_common.h"

#include <nostd/string.h>

/* A step makes at most five times as much of a text, and 99 bytes more. */
#define TEXT_MAX SCALED(4000, 500)
#define STEP_MAX SCALED(800, 80)

struct model {
	char text[TEXT_MAX];
	size_t len;
};

static void model_replace(struct model *m, size_t from, size_t to, const char *with,
			  size_t len)
{
	char copy[TEXT_MAX];

	memcpy(copy, with, len);
	memmove(m->text + from + len, m->text + to, m->len - to);
	memcpy(m->text + from, copy, len);
	m->len = m->len - (to - from) + len;
}

static void check_string(const struct nostd_string *s, const struct model *m)
{
	assert_int_equal(s->len, m->len);
	assert_true(s->len <= s->cap || s->cap == 0);
	assert_int_equal(s->ptr[s->len], '\0');
	assert_memory_equal(s->ptr, m->text, m->len);
	assert_int_equal(watch.live, s->cap != 0);
}

static const uint32_t codes[] = {'a', 'B', 'z', 'Z', '@', '[', 0xE9, 0x20AC, 0x1F600};

static uint32_t some_code(void)
{
	return codes[random_below(sizeof(codes) / sizeof(codes[0]))];
}

/* A place between two code points. */
static size_t some_place(const struct nostd_string *s)
{
	size_t at = random_below(s->len + 1);

	while (at < s->len && ((unsigned char)s->ptr[at] & 0xC0) == 0x80) {
		at++;
	}
	return at;
}

static struct nostd_str some_text(const struct nostd_string *s)
{
	static char text[80];
	size_t from = some_place(s);
	size_t to = some_place(s);
	size_t len = 0;
	size_t count = random_below(20);

	if (random_below(2) == 0 && from <= to && to - from < 100) {
		return nostd_str_new(s->ptr + from, to - from);
	}
	while (count-- != 0) {
		len += nostd_utf8_encode(some_code(), text + len);
	}
	return nostd_str_new(text, len);
}

static bool is_one_byte(uint32_t code, void *ctx)
{
	++*(size_t *)ctx;
	return code < 0x80;
}

static void step_retain(struct nostd_string *s, struct model *m)
{
	size_t chars = nostd_str_count_chars(nostd_string_as_str(s));
	size_t asked = 0;
	size_t kept = 0;
	size_t i;

	nostd_string_retain(s, is_one_byte, &asked);
	assert_int_equal(asked, chars);
	for (i = 0; i < m->len; i++) {
		if ((unsigned char)m->text[i] < 0x80) {
			m->text[kept++] = m->text[i];
		}
	}
	m->len = kept;
}

static void step_case(struct nostd_string *s, struct model *m, bool up)
{
	size_t i;

	if (up) {
		nostd_string_make_ascii_uppercase(s);
	} else {
		nostd_string_make_ascii_lowercase(s);
	}
	for (i = 0; i < m->len; i++) {
		char c = m->text[i];

		if (c >= (up ? 'a' : 'A') && c <= (up ? 'z' : 'Z')) {
			m->text[i] = (char)(up ? c - 32 : c + 32);
		}
	}
}

static void step_remove(struct nostd_string *s, struct model *m, size_t at)
{
	char bytes[4];
	uint32_t code;
	size_t size;

	if (at == m->len) {
		assert_false(nostd_string_try_remove(s, at, &code));
		return;
	}
	code = nostd_string_remove(s, at);
	size = nostd_utf8_encode(code, bytes);
	assert_memory_equal(m->text + at, bytes, size);
	model_replace(m, at, at + size, "", 0);
}

static void step_split(struct nostd_string *s, size_t at)
{
	struct nostd_string tail = nostd_string_split_off(s, at);

	assert_int_equal(s->len, at);
	nostd_string_push_str(s, nostd_string_as_str(&tail));
	nostd_string_drop(&tail);
}

static void step(struct nostd_string *s, struct model *m, size_t op)
{
	struct nostd_str text = some_text(s);
	size_t from = some_place(s);
	size_t to = some_place(s);
	uint32_t code = some_code();
	char bytes[4];
	size_t times;

	if (from > to) {
		size_t saved = from;

		from = to;
		to = saved;
	}
	switch (op) {
	case 0:
	case 1:
		model_replace(m, from, to, text.ptr, text.len);
		nostd_string_replace_range(s, from, to, text);
		break;
	case 2:
		model_replace(m, from, from, bytes, nostd_utf8_encode(code, bytes));
		nostd_string_insert(s, from, code);
		break;
	case 3:
		step_remove(s, m, from);
		break;
	case 4:
		model_replace(m, m->len, m->len, m->text + from, to - from);
		nostd_string_extend_from_within(s, from, to);
		break;
	case 5:
		step_split(s, from);
		break;
	case 6:
		step_retain(s, m);
		break;
	case 7:
	case 8:
		step_case(s, m, op == 7);
		break;
	case 9:
		nostd_string_shrink_to(s, m->len + random_below(2) * 9);
		break;
	case 10:
		nostd_string_reserve_exact(s, text.len);
		assert_true(s->cap - s->len >= text.len);
		break;
	default:
		times = random_below(4);
		for (to = 0; to < times; to++) {
			model_replace(m, m->len, m->len, text.ptr, text.len);
		}
		nostd_string_push_repeat(s, text, times);
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
	while (steps-- != 0) {
		step(&s, &m, random_below(12));
		check_string(&s, &m);
		if (m.len > STEP_MAX) {
			nostd_string_truncate(&s, 0);
			m.len = 0;
		}
	}
	nostd_string_drop(&s);
}

/* -- text of text -------------------------------------------------------------------- */

#define check_text(s, want)                                       \
	do {                                                      \
		assert_string_equal(nostd_string_c_str(s), want); \
		nostd_string_clear(s);                            \
	} while (0)

static void occurrences_are_replaced(void **state)
{
	struct nostd_string s = nostd_string_new();
	struct nostd_str text = NOSTD_STR("one, two, three");

	(void)state;
	nostd_string_push_replaced(&s, text, NOSTD_STR(", "), NOSTD_STR("/"),
				   NOSTD_NOT_FOUND);
	check_text(&s, "one/two/three");
	nostd_string_push_replaced(&s, text, NOSTD_STR(", "), NOSTD_STR(" and "), 1);
	check_text(&s, "one and two, three");
	nostd_string_push_replaced(&s, text, NOSTD_STR(", "), NOSTD_STR(""), 0);
	check_text(&s, "one, two, three");
	nostd_string_push_replaced(&s, text, NOSTD_STR("x"), NOSTD_STR("y"), 9);
	check_text(&s, "one, two, three");
	nostd_string_push_replaced(&s, NOSTD_STR("aaaa"), NOSTD_STR("aa"),
				   NOSTD_STR("ab"), 9);
	check_text(&s, "abab");
	/* As Rust's str::replace("", "-") and replacen("", "-", 2). */
	nostd_string_push_replaced(&s, NOSTD_STR("a\xC3\xA9z"), NOSTD_STR(""),
				   NOSTD_STR("-"), 99);
	check_text(&s, "-a-\xC3\xA9-z-");
	nostd_string_push_replaced(&s, NOSTD_STR("abc"), NOSTD_STR(""), NOSTD_STR("-"),
				   2);
	check_text(&s, "-a-bc");
	nostd_string_push_replaced(&s, NOSTD_STR(""), NOSTD_STR(""), NOSTD_STR("-"), 9);
	check_text(&s, "-");
	nostd_string_drop(&s);
}

static void parts_are_joined_and_repeated(void **state)
{
	const struct nostd_str parts[] = {NOSTD_STR_INIT("a"), NOSTD_STR_INIT(""),
					  NOSTD_STR_INIT("bc")};
	struct nostd_string s = nostd_string_new();

	(void)state;
	nostd_string_push_joined(&s, parts, 3, NOSTD_STR(", "));
	check_text(&s, "a, , bc");
	nostd_string_push_joined(&s, parts, 3, NOSTD_STR(""));
	check_text(&s, "abc");
	nostd_string_push_joined(&s, parts, 0, NOSTD_STR(", "));
	check_text(&s, "");
	nostd_string_push_repeat(&s, NOSTD_STR("ab"), 3);
	nostd_string_push_repeat(&s, nostd_string_as_str(&s), 1);
	nostd_string_push_repeat(&s, NOSTD_STR("ab"), 0);
	nostd_string_push_repeat(&s, NOSTD_STR(""), SIZE_MAX);
	check_text(&s, "abababababab");
	nostd_string_drop(&s);
}

/* What Unicode 15 chapter 3.9 shows in tables 3-8 and 3-11. */
static void what_is_no_utf8_is_replaced(void **state)
{
	struct nostd_string s = nostd_string_new();

	(void)state;
	nostd_string_push_utf8_lossy(&s,
				     NOSTD_STR("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"));
	check_text(&s, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
		       "A");
	nostd_string_push_utf8_lossy(&s,
				     NOSTD_STR("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"));
	check_text(&s, "\uFFFD\uFFFD\uFFFD\uFFFD"
		       "A");
	nostd_string_push_utf8_lossy(&s, NOSTD_STR("gr\xC3\xBC\xC3\x9F"));
	check_text(&s, "gr\xC3\xBC\xC3\x9F");
	nostd_string_push_utf8_lossy(&s, NOSTD_STR("end\xE2\x82"));
	check_text(&s, "end\uFFFD");
	nostd_string_push_utf8_lossy(&s, NOSTD_STR(""));
	check_text(&s, "");
	nostd_string_drop(&s);
}

static void every_code_point_survives_utf16(void **state)
{
	struct nostd_string s = nostd_string_new();
	uint16_t units[2];
	uint32_t code;
	uint32_t back;
	size_t count;

	(void)state;
	for (code = 0; code <= 0x110000; code += TEST_SHRINK) {
		bool scalar = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);

		count = nostd_utf16_encode(code, units);
		assert_int_equal(count, !scalar ? 0 : code < 0x10000 ? 1 : 2);
		if (scalar) {
			assert_int_equal(nostd_utf16_decode(units, count, &back), count);
			assert_int_equal(back, code);
			assert_int_equal(nostd_utf16_valid_up_to(units, count), count);
		}
		if (scalar && code / TEST_SHRINK % 97 == 0) {
			nostd_string_clear(&s);
			nostd_string_push_utf16(&s, units, count);
			assert_true(nostd_string_pop(&s, &back));
			assert_int_equal(back, code);
			assert_true(nostd_string_is_empty(&s));
		}
	}
	nostd_string_drop(&s);
}

static void half_a_pair_is_no_utf16(void **state)
{
	static const uint16_t units[] = {'a', 0xD83D, 0xDE00, 0xDE00,
					 'b', 0xD83D, 'c',    0xD83D};
	struct nostd_string s = nostd_string_new();

	(void)state;
	assert_int_equal(nostd_utf16_valid_up_to(units, 8), 3);
	assert_int_equal(nostd_utf16_valid_up_to(units + 4, 4), 1);
	assert_int_equal(nostd_utf16_valid_up_to(units, 2), 1);
	assert_int_equal(nostd_utf16_valid_up_to(NULL, 0), 0);
	assert_false(nostd_string_try_push_utf16(&s, units, 8));
	assert_true(nostd_string_try_push_utf16(&s, units, 3));
	check_text(&s, "a\xF0\x9F\x98\x80");
	nostd_string_push_utf16_lossy(&s, units, 8);
	check_text(&s, "a\xF0\x9F\x98\x80\uFFFD"
		       "b\uFFFD"
		       "c\uFFFD");
	assert_panics(nostd_string_push_utf16(&s, units, 8), "text that is not UTF-16");
	nostd_string_drop(&s);
}

/* -- failure ------------------------------------------------------------------------- */

static bool op_insert(struct nostd_string *s)
{
	return nostd_string_try_insert(s, 3, 0x20AC);
}

static bool op_replace_range(struct nostd_string *s)
{
	return nostd_string_try_replace_range(s, 1, 3, nostd_string_as_str(s));
}

static bool op_extend_within(struct nostd_string *s)
{
	return nostd_string_try_extend_from_within(s, 1, 5);
}

static bool op_reserve_exact(struct nostd_string *s)
{
	return nostd_string_try_reserve_exact(s, 1);
}

static bool op_split_off(struct nostd_string *s)
{
	struct nostd_string tail;

	if (!nostd_string_try_split_off(s, 3, &tail)) {
		return false;
	}
	nostd_string_drop(&tail);
	return true;
}

static bool op_utf8_lossy(struct nostd_string *s)
{
	return nostd_string_try_push_utf8_lossy(
		s, NOSTD_STR("\xFF and another longer text\xFF"));
}

static bool op_utf16(struct nostd_string *s)
{
	static const uint16_t units[40] = {1, 2, 3};

	return nostd_string_try_push_utf16(s, units, 40);
}

static bool op_repeat(struct nostd_string *s)
{
	return nostd_string_try_push_repeat(s, nostd_string_as_str(s), 9);
}

static bool op_replaced(struct nostd_string *s)
{
	return nostd_string_try_push_replaced(s, NOSTD_STR("a-b-c"), NOSTD_STR("-"),
					      NOSTD_STR("a longer text than that"), 9);
}

static bool op_replaced_all(struct nostd_string *s)
{
	return nostd_string_try_push_replaced(s, NOSTD_STR("a-b-c"), NOSTD_STR(""),
					      NOSTD_STR("a longer text than that"), 9);
}

static bool op_joined(struct nostd_string *s)
{
	const struct nostd_str parts[] = {NOSTD_STR_INIT("a"), NOSTD_STR_INIT("b")};

	return nostd_string_try_push_joined(s, parts, 2,
					    NOSTD_STR("a long text to join"));
}

TEST_SHRINKING(nostd_string, c->cap, 17)

static void each_allocation_of_each_operation_can_fail(void **state)
{
	static bool (*const ops[])(struct nostd_string *) = {
		op_insert,       op_replace_range, op_extend_within, op_reserve_exact,
		op_split_off,    op_utf8_lossy,    op_utf16,         op_repeat,
		op_replaced,     op_replaced_all,  op_joined,        op_shrink_to,
		op_shrink_to_fit};
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

static void what_makes_it_shorter_needs_no_memory(void **state)
{
	struct nostd_string s = nostd_string_from_str(NOSTD_STR("exactly fifteen"));

	(void)state;
	watch.fail_at = 0;
	assert_true(nostd_string_try_replace_range(&s, 8, 15, NOSTD_STR("fifteen")));
	assert_true(nostd_string_try_replace_range(&s, 0, 8, NOSTD_STR("")));
	nostd_string_shrink_to_fit(&s); /* fails, and nothing happens */
	assert_string_equal(s.ptr, "fifteen");
	watch.fail_at = WATCH_NEVER;
	nostd_string_shrink_to_fit(&s);
	assert_int_equal(s.cap, 7);
	nostd_string_clear(&s);
	nostd_string_shrink_to_fit(&s);
	assert_int_equal(watch.live, 0);
}

static void sizes_near_the_limit_are_refused(void **state)
{
	struct nostd_string s = nostd_string_from_str(NOSTD_STR("abc"));
	struct nostd_string other;
	size_t sizes[32];
	size_t count = nasty_sizes(2, sizes);
	uint32_t code;
	size_t i;

	(void)state;
	for (i = 0; i < count; i++) {
		assert_false(nostd_string_try_reserve_exact(&s, sizes[i]));
		assert_false(nostd_string_try_insert(&s, sizes[i], 'x'));
		assert_false(nostd_string_try_remove(&s, sizes[i], &code));
		assert_false(nostd_string_try_extend_from_within(&s, 0, sizes[i]));
		assert_false(nostd_string_try_extend_from_within(&s, sizes[i], 1));
		assert_false(
			nostd_string_try_replace_range(&s, 0, sizes[i], NOSTD_STR("")));
		assert_false(
			nostd_string_try_replace_range(&s, sizes[i], 1, NOSTD_STR("")));
		assert_false(nostd_string_try_split_off(&s, sizes[i], &other));
		assert_false(nostd_string_try_push_repeat(&s, NOSTD_STR("ab"), sizes[i]));
		nostd_string_shrink_to(&s, sizes[i]);
		assert_string_equal(s.ptr, "abc");
	}
	nostd_string_drop(&s);
}

static void plain_verbs_panic(void **state)
{
	struct nostd_string s = nostd_string_new();
	const struct nostd_str part = NOSTD_STR_INIT("a text of some length");
	static const uint16_t units[20] = {'a'};

	(void)state;
	watch.tight = true;
	nostd_string_push_str(&s, NOSTD_STR("exactly fifteen"));
	assert_panics(nostd_string_insert(&s, 16, 'x'), "index or length out of range");
	assert_panics(nostd_string_insert(&s, 0, 0xD800), "not a Unicode scalar value");
	assert_panics(nostd_string_remove(&s, 15), "index or length out of range");
	assert_panics(nostd_string_replace_range(&s, 0, 16, part),
		      "index or length out of range");
	assert_panics(nostd_string_replace_range(&s, 2, 1, part),
		      "index or length out of range");
	assert_panics(nostd_string_extend_from_within(&s, 0, 16),
		      "index or length out of range");
	assert_panics(nostd_string_split_off(&s, 16), "index or length out of range");
	assert_panics(nostd_string_reserve_exact(&s, SIZE_MAX), "capacity overflow");
	assert_panics(nostd_string_push_repeat(&s, part, SIZE_MAX), "capacity overflow");
	watch.fail_at = 0;
	assert_panics(nostd_string_split_off(&s, 1), "out of memory");
	watch.fail_at = 0;
	assert_panics(nostd_string_replace_range(&s, 0, 1, part), "out of memory");
	watch.fail_at = 0;
	assert_panics(nostd_string_extend_from_within(&s, 0, 1), "out of memory");
	watch.fail_at = 0;
	assert_panics(nostd_string_push_utf8_lossy(&s, part), "out of memory");
	watch.fail_at = 0;
	assert_panics(nostd_string_push_utf16_lossy(&s, units, 20), "out of memory");
	watch.fail_at = 0;
	assert_panics(nostd_string_push_replaced(&s, part, part, part, 1),
		      "out of memory");
	watch.fail_at = 0;
	assert_panics(nostd_string_push_joined(&s, &part, 1, part), "out of memory");
	assert_string_equal(s.ptr, "exactly fifteen");
	nostd_string_drop(&s);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(random_operations_follow_the_model),
		TEST(occurrences_are_replaced),
		TEST(parts_are_joined_and_repeated),
		TEST(what_is_no_utf8_is_replaced),
		TEST(every_code_point_survives_utf16),
		TEST(half_a_pair_is_no_utf16),
		TEST(each_allocation_of_each_operation_can_fail),
		TEST(what_makes_it_shorter_needs_no_memory),
		TEST(sizes_near_the_limit_are_refused),
		TEST(plain_verbs_panic),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
