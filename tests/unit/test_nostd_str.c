/*
 * test_nostd_str.c - <nostd/str.h>: compare, cut, search, split, numbers.
 *
 * In:   fixed cases, and random texts over small alphabets, where searches go wrong.
 * Out:  what a naive search, strtoull and strtoll say.
 */
#include "test_nostd_common.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>

#include <nostd/span.h>
#include <nostd/str.h>

#define assert_str(text, literal)                                   \
	do {                                                        \
		struct nostd_str text_ = (text);                    \
		assert_int_equal(text_.len, sizeof(literal) - 1);   \
		assert_memory_equal(text_.ptr, literal, text_.len); \
	} while (0)

static const struct nostd_str nothing = {NULL, 0};

static void the_null_text_is_empty_everywhere(void **state)
{
	struct nostd_str a;
	struct nostd_str b;
	struct nostd_str_split split = nostd_str_split(nothing, ',');
	struct nostd_str_lines lines = nostd_str_lines(nothing);
	struct nostd_str_words words = nostd_str_words(nothing);
	struct nostd_str_chars chars = nostd_str_chars(nothing);
	uint64_t number;

	(void)state;
	assert_true(nostd_str_is_empty(nothing));
	assert_true(nostd_str_eq(nothing, NOSTD_STR("")));
	assert_int_equal(nostd_str_cmp(nothing, NOSTD_STR("")), 0);
	assert_true(nostd_str_cmp(nothing, NOSTD_STR("a")) < 0);
	assert_true(nostd_str_starts_with(nothing, nothing));
	assert_true(nostd_str_ends_with(nothing, nothing));
	assert_int_equal(nostd_str_take(nothing, 5).len, 0);
	assert_int_equal(nostd_str_skip(nothing, 5).len, 0);
	assert_int_equal(nostd_str_trim(nothing).len, 0);
	assert_int_equal(nostd_str_find(nothing, NOSTD_STR("a")), NOSTD_NOT_FOUND);
	assert_int_equal(nostd_str_find(nothing, nothing), 0);
	assert_int_equal(nostd_str_rfind(nothing, nothing), 0);
	assert_int_equal(nostd_str_find_byte(nothing, 'a'), NOSTD_NOT_FOUND);
	assert_int_equal(nostd_str_rfind_byte(nothing, 'a'), NOSTD_NOT_FOUND);
	assert_false(nostd_str_split_once(nothing, ',', &a, &b));
	assert_true(nostd_str_split_next(&split));
	assert_int_equal(split.part.len, 0);
	assert_false(nostd_str_split_next(&split));
	assert_false(nostd_str_lines_next(&lines));
	assert_false(nostd_str_words_next(&words));
	assert_false(nostd_str_chars_next(&chars));
	assert_int_equal(nostd_str_valid_up_to(nothing), 0);
	assert_int_equal(nostd_str_count_chars(nothing), 0);
	assert_false(nostd_str_to_u64(nothing, 10, &number));
	assert_int_equal(nostd_str_from_c(NULL).len, 0);
	assert_str(nostd_str_from_c("abc"), "abc");
	assert_int_equal(nostd_span_new(NULL, 0).size, 0);
}

static void literals_know_their_length(void **state)
{
	static const struct nostd_str table[] = {NOSTD_STR_INIT("one"),
						 NOSTD_STR_INIT("")};

	(void)state;
	assert_str(table[0], "one");
	assert_str(table[1], "");
	assert_str(NOSTD_STR("a\0b"), "a\0b");
}

static void comparison_is_bytewise(void **state)
{
	(void)state;
	assert_true(nostd_str_cmp(NOSTD_STR("a"), NOSTD_STR("ab")) < 0);
	assert_true(nostd_str_cmp(NOSTD_STR("b"), NOSTD_STR("ab")) > 0);
	assert_true(nostd_str_cmp(NOSTD_STR("\x7F"), NOSTD_STR("\x80")) < 0);
	assert_true(nostd_str_cmp(NOSTD_STR("a\0b"), NOSTD_STR("a\0c")) < 0);
	assert_false(nostd_str_eq(NOSTD_STR("a\0b"), NOSTD_STR("a\0c")));
	assert_true(nostd_str_eq_ignore_case(NOSTD_STR("aBz@[`{"), NOSTD_STR("AbZ@[`{")));
	assert_false(nostd_str_eq_ignore_case(NOSTD_STR("@"), NOSTD_STR("`")));
	assert_false(nostd_str_eq_ignore_case(NOSTD_STR("["), NOSTD_STR("{")));
	assert_false(nostd_str_eq_ignore_case(NOSTD_STR("a"), NOSTD_STR("aa")));
	assert_true(nostd_str_starts_with(NOSTD_STR("abc"), NOSTD_STR("ab")));
	assert_false(nostd_str_starts_with(NOSTD_STR("ab"), NOSTD_STR("abc")));
	assert_true(nostd_str_ends_with(NOSTD_STR("abc"), NOSTD_STR("bc")));
	assert_false(nostd_str_ends_with(NOSTD_STR("bc"), NOSTD_STR("abc")));
	assert_false(nostd_str_ends_with(NOSTD_STR("abc"), NOSTD_STR("ab")));
}

static void cuts_stay_inside(void **state)
{
	struct nostd_str text = NOSTD_STR("abcdef");
	struct nostd_str out = nothing;
	size_t sizes[32];
	size_t count = nasty_sizes(1, sizes);
	size_t i;

	(void)state;
	assert_str(nostd_str_take(text, 2), "ab");
	assert_str(nostd_str_skip(text, 2), "cdef");
	assert_str(nostd_str_slice(text, 2, 4), "cd");
	assert_str(nostd_str_slice(text, 6, 6), "");
	assert_true(nostd_str_try_slice(text, 0, 6, &out));
	assert_str(out, "abcdef");
	assert_false(nostd_str_try_slice(text, 4, 3, &out));
	for (i = 0; i < count; i++) {
		assert_str(nostd_str_take(text, sizes[i]), "abcdef");
		assert_str(nostd_str_skip(text, sizes[i]), "");
		assert_false(nostd_str_try_slice(text, 0, sizes[i], &out));
		assert_false(nostd_str_try_slice(text, sizes[i], sizes[i], &out));
		assert_false(nostd_str_try_slice(text, sizes[i], 3, &out));
	}
	assert_str(out, "abcdef");
	assert_true(nostd_str_strip_prefix(&text, NOSTD_STR("ab")));
	assert_false(nostd_str_strip_prefix(&text, NOSTD_STR("ab")));
	assert_true(nostd_str_strip_suffix(&text, NOSTD_STR("f")));
	assert_false(nostd_str_strip_suffix(&text, NOSTD_STR("cdef")));
	assert_str(text, "cde");
}

static void wrong_slices_panic(void **state)
{
	(void)state;
	assert_panics(nostd_str_slice(NOSTD_STR("abc"), 0, 4),
		      "index or length out of range");
	assert_int_equal(test_panic.info.value, 4);
	assert_int_equal(test_panic.info.limit, 3);
	assert_panics(nostd_str_slice(NOSTD_STR("abc"), 3, 2),
		      "index or length out of range");
}

static void blanks_are_those_of_isspace(void **state)
{
	int c;

	(void)state;
	for (c = 0; c < 256; c++) {
		assert_int_equal(nostd_is_blank((char)c), isspace(c) != 0);
	}
	assert_str(nostd_str_trim(NOSTD_STR(" \t\r\n\v\f a b \t")), "a b");
	assert_str(nostd_str_trim_start(NOSTD_STR("  a ")), "a ");
	assert_str(nostd_str_trim_end(NOSTD_STR("  a ")), "  a");
	assert_str(nostd_str_trim(NOSTD_STR(" \n ")), "");
}

/* -- search -------------------------------------------------------------------------- */

static size_t naive_find(struct nostd_str text, struct nostd_str what)
{
	size_t at;

	for (at = 0; at + what.len <= text.len; at++) {
		if (memcmp(text.ptr + at, what.ptr, what.len) == 0) {
			return at;
		}
	}
	return NOSTD_NOT_FOUND;
}

static size_t naive_rfind(struct nostd_str text, struct nostd_str what)
{
	size_t at;

	for (at = text.len + 1; at-- > 0;) {
		if (at + what.len <= text.len &&
		    memcmp(text.ptr + at, what.ptr, what.len) == 0) {
			return at;
		}
	}
	return NOSTD_NOT_FOUND;
}

/* In a block of its own, so that a read past the end is seen. */
static struct nostd_str copy_exactly(const char *text, size_t len, void **block)
{
	*block = malloc(len + (len == 0));
	assert_non_null(*block);
	memcpy(*block, text, len);
	return nostd_str_new(*block, len);
}

static void random_searches_agree_with_naive_ones(void **state)
{
	char letters[200];
	unsigned long steps = test_steps(60000);
	size_t i;

	(void)state;
	while (steps-- != 0) {
		size_t alphabet = 1 + random_below(3);
		size_t len = random_below(random_below(4) ? 30 : 150);
		size_t from = random_below(len + 1);
		size_t size = random_below(len - from + 1);
		struct nostd_str text;
		struct nostd_str what;
		void *blocks[2];
		char byte;

		for (i = 0; i < len; i++) {
			letters[i] = (char)('a' + random_below(alphabet));
		}
		/* Periodic texts are the hard ones. */
		if (random_below(2) == 0 && len > 3) {
			size_t period = 1 + random_below(len / 2);

			for (i = period; i < len; i++) {
				letters[i] = letters[i - period];
			}
		}
		text = copy_exactly(letters, len, &blocks[0]);
		if (random_below(3) == 0 && size != 0) {
			letters[from + random_below(size)] = 'b';
		}
		what = copy_exactly(letters + from, size, &blocks[1]);
		assert_int_equal(nostd_str_find(text, what), naive_find(text, what));
		assert_int_equal(nostd_str_rfind(text, what), naive_rfind(text, what));
		assert_int_equal(nostd_str_contains(text, what),
				 naive_find(text, what) != NOSTD_NOT_FOUND);
		byte = (char)('a' + random_below(3));
		what = nostd_str_new(&byte, 1);
		assert_int_equal(nostd_str_find_byte(text, byte), naive_find(text, what));
		assert_int_equal(nostd_str_rfind_byte(text, byte),
				 naive_rfind(text, what));
		free(blocks[0]);
		free(blocks[1]);
	}
}

/* All needles up to 6 and texts up to 10 letters of two. */
static void all_short_searches_agree_with_naive_ones(void **state)
{
	char text[10];
	char what[6];
	size_t n;
	size_t k;
	unsigned a;
	unsigned b;

	(void)state;
	for (a = 1; a < 1U << 11; a += (TEST_STRIDE + 7) / 8) {
		for (n = 0; a >> (n + 1) != 0; n++) {
			text[n] = (a >> n & 1) != 0 ? 'x' : 'y';
		}
		for (b = 1; b < 1U << 7; b++) {
			struct nostd_str t = nostd_str_new(text, n);
			struct nostd_str w;

			for (k = 0; b >> (k + 1) != 0; k++) {
				what[k] = (b >> k & 1) != 0 ? 'x' : 'y';
			}
			w = nostd_str_new(what, k);
			assert_int_equal(nostd_str_find(t, w), naive_find(t, w));
			assert_int_equal(nostd_str_rfind(t, w), naive_rfind(t, w));
		}
	}
}

static void every_byte_is_found_at_every_offset(void **state)
{
	char text[40];
	size_t at;
	int c;

	(void)state;
	for (c = 0; c < 256; c++) {
		memset(text, c == 0xFF ? 0 : c + 1, sizeof(text));
		for (at = 0; at < sizeof(text); at++) {
			char saved = text[at];

			text[at] = (char)c;
			assert_int_equal(
				nostd_str_find_byte(nostd_str_new(text, sizeof(text)),
						    (char)c),
				at);
			text[at] = saved;
		}
	}
}

/* The worst input of a naive search; quadratic time would run for minutes. */
static void search_is_linear(void **state)
{
	static char text[(1UL << 22) / TEST_SHRINK / TEST_SHRINK];
	const size_t half = sizeof(text) / 2;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[half - 1] = 'b';
	assert_int_equal(nostd_str_find(nostd_str_new(text + half, half),
					nostd_str_new(text, half)),
			 NOSTD_NOT_FOUND);
	assert_int_equal(nostd_str_rfind(nostd_str_new(text + half, half),
					 nostd_str_new(text, half)),
			 NOSTD_NOT_FOUND);
	text[half / 2] = 'b';
	assert_int_equal(nostd_str_rfind(nostd_str_new(text + half, half),
					 nostd_str_new(text + half / 2, half / 4)),
			 NOSTD_NOT_FOUND);
}

/* -- split --------------------------------------------------------------------------- */

static void split_once_cuts_at_the_first_or_last(void **state)
{
	struct nostd_str text = NOSTD_STR("a:b:c");
	struct nostd_str before = nothing;
	struct nostd_str after = nothing;

	(void)state;
	assert_true(nostd_str_split_once(text, ':', &before, &after));
	assert_str(before, "a");
	assert_str(after, "b:c");
	assert_true(nostd_str_rsplit_once(text, ':', &before, &after));
	assert_str(before, "a:b");
	assert_str(after, "c");
	assert_true(nostd_str_split_once(NOSTD_STR(":"), ':', &before, &after));
	assert_str(before, "");
	assert_str(after, "");
	before = after = NOSTD_STR("kept");
	assert_false(nostd_str_split_once(text, ';', &before, &after));
	assert_false(nostd_str_rsplit_once(text, ';', &before, &after));
	assert_str(before, "kept");
	assert_str(after, "kept");
	/* Outputs may be the input. */
	assert_true(nostd_str_split_once(text, ':', &before, &text));
	assert_str(text, "b:c");
	assert_true(nostd_str_split_once(text, ':', &text, &after));
	assert_str(text, "b");
}

/* Puts the parts between bars: what an iterator gives is easy to read then. */
static void join(char *out, struct nostd_str part)
{
	strncat(out, part.ptr, part.len);
	strcat(out, "|");
}

static void iterators_give_the_parts_in_order(void **state)
{
	static const struct {
		const char *text, *parts, *lines, *words;
	} cases[] = {
		{"", "|", "", ""},
		{",", "||", ",|", ",|"},
		{"a", "a|", "a|", "a|"},
		{"a,b", "a|b|", "a,b|", "a,b|"},
		{",a,,b,", "|a||b||", ",a,,b,|", ",a,,b,|"},
		{"a\nb", "a\nb|", "a|b|", "a|b|"},
		{"a\nb\n", "a\nb\n|", "a|b|", "a|b|"},
		{"\n\n", "\n\n|", "||", ""},
		{"a\r\n\r\nb\r", "a\r\n\r\nb\r|", "a||b\r|", "a|b|"},
		{"a\rb\n", "a\rb\n|", "a\rb|", "a|b|"},
		{" a  b\t", " a  b\t|", " a  b\t|", "a|b|"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nostd_str text = nostd_str_from_c(cases[i].text);
		struct nostd_str_split split = nostd_str_split(text, ',');
		struct nostd_str_lines lines = nostd_str_lines(text);
		struct nostd_str_words words = nostd_str_words(text);
		char out[3][100] = {"", "", ""};
		size_t number = 0;

		while (nostd_str_split_next(&split)) {
			join(out[0], split.part);
		}
		while (nostd_str_lines_next(&lines)) {
			join(out[1], lines.line);
			assert_int_equal(lines.number, ++number);
		}
		while (nostd_str_words_next(&words)) {
			join(out[2], words.word);
		}
		assert_string_equal(out[0], cases[i].parts);
		assert_string_equal(out[1], cases[i].lines);
		assert_string_equal(out[2], cases[i].words);
		assert_false(nostd_str_split_next(&split));
		assert_false(nostd_str_lines_next(&lines));
		assert_false(nostd_str_words_next(&words));
	}
}

/* -- numbers ------------------------------------------------------------------------- */

/* What strtoull accepts beyond us: blanks, signs, a prefix in base 16, the empty text. */
static bool strict(const char *text, unsigned base, bool is_signed)
{
	const char *digits = text;

	if (is_signed && (*digits == '-' || *digits == '+')) {
		digits++;
	}
	if (base == 16 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) {
		return false;
	}
	return isalnum((unsigned char)*digits) != 0;
}

static void check_number(const char *text, unsigned base)
{
	struct nostd_str s = nostd_str_from_c(text);
	bool has_prefix =
		base == 0 && text[text[0] == '-' || text[0] == '+'] == '0' &&
		tolower((unsigned char)text[1 + (text[0] == '-' || text[0] == '+')]) ==
			'x';
	int c_base = base == 0 ? (has_prefix ? 16 : 10) : (int)base;
	unsigned long long want;
	long long want_signed;
	uint64_t u64 = 77;
	int64_t i64 = 77;
	uint32_t u32 = 77;
	int32_t i32 = 77;
	size_t size = 77;
	char *end;
	bool ok;

	errno = 0;
	want = strtoull(text, &end, c_base);
	ok = strict(text, base, false) && errno == 0 && *end == '\0' && end != text &&
	     !(has_prefix && text[2] == '\0');
	assert_int_equal(nostd_str_to_u64(s, base, &u64), ok);
	assert_true(u64 == (ok ? want : 77));
	assert_int_equal(nostd_str_to_size(s, base, &size), ok && want <= SIZE_MAX);
	assert_int_equal(size, ok && want <= SIZE_MAX ? want : 77);
	ok = ok && want <= UINT32_MAX;
	assert_int_equal(nostd_str_to_u32(s, base, &u32), ok);
	assert_int_equal(u32, ok ? want : 77);

	errno = 0;
	want_signed = strtoll(text, &end, c_base);
	ok = strict(text, base, true) && errno == 0 && *end == '\0' && end != text;
	assert_int_equal(nostd_str_to_i64(s, base, &i64), ok);
	assert_true(i64 == (ok ? want_signed : 77));
	ok = ok && want_signed >= INT32_MIN && want_signed <= INT32_MAX;
	assert_int_equal(nostd_str_to_i32(s, base, &i32), ok);
	assert_int_equal(i32, ok ? want_signed : 77);
}

static void fixed_numbers_agree_with_strtoull(void **state)
{
	static const char *const texts[] = {
		"",
		"0",
		"00",
		"-0",
		"+0",
		"1",
		"-1",
		"+1",
		"--1",
		"-",
		"+",
		" 1",
		"1 ",
		"1a",
		"a",
		"F",
		"fg",
		"0x",
		"0x1",
		"0X1f",
		"-0x10",
		"0x-1",
		"4294967295",
		"4294967296",
		"2147483647",
		"2147483648",
		"-2147483648",
		"-2147483649",
		"18446744073709551615",
		"18446744073709551616",
		"18446744073709551625",
		"99999999999999999999999",
		"9223372036854775807",
		"9223372036854775808",
		"-9223372036854775808",
		"-9223372036854775809",
		"ffffffffffffffff",
		"10000000000000000",
		"7fffffffffffffff",
		"-8000000000000000",
		"000000000000000000000000000000001",
		"zz",
		"1_0",
		"1.0",
	};
	static const unsigned bases[] = {10, 16, 2, 8, 36};
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (k = 0; k < 5; k++) {
			check_number(texts[i], bases[k]);
		}
	}
}

static void random_numbers_agree_with_strtoull(void **state)
{
	unsigned long steps = test_steps(TEST_SHRINK == 1 ? 100000 : 20000);

	(void)state;
	while (steps-- != 0) {
		unsigned base = 2 + (unsigned)random_below(35);
		size_t len = random_below(base < 4 ? 70 : 24);
		char text[80];
		size_t i = 0;

		if (random_below(4) == 0) {
			text[i++] = "+-"[random_below(2)];
		}
		for (; i < len; i++) {
			size_t digit = random_below(base);

			text[i] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
			if (random_below(2) == 0) {
				text[i] = (char)toupper(text[i]);
			}
		}
		text[i] = '\0';
		check_number(text, base);
		/* Values around the limits. */
		snprintf(text, sizeof(text), "%" PRIu64,
			 ((uint64_t)1 << random_below(64)) - random_below(2));
		check_number(text, 10);
		snprintf(text, sizeof(text), "%" PRId64, (int64_t)random_bits());
		check_number(text, 10);
	}
}

static void base_zero_goes_by_the_prefix(void **state)
{
	uint64_t out = 5;
	int64_t i64;

	(void)state;
	assert_true(nostd_str_to_u64(NOSTD_STR("0x1F"), 0, &out) && out == 31);
	assert_true(nostd_str_to_u64(NOSTD_STR("0Xff"), 0, &out) && out == 255);
	assert_true(nostd_str_to_u64(NOSTD_STR("010"), 0, &out) && out == 10);
	assert_true(nostd_str_to_u64(NOSTD_STR("19"), 0, &out) && out == 19);
	assert_true(nostd_str_to_i64(NOSTD_STR("-0x10"), 0, &i64) && i64 == -16);
	assert_false(nostd_str_to_u64(NOSTD_STR("0x"), 0, &out));
	assert_false(nostd_str_to_u64(NOSTD_STR("x1"), 0, &out));
	assert_false(nostd_str_to_u64(NOSTD_STR("1"), 1, &out));
	assert_false(nostd_str_to_u64(NOSTD_STR("1"), 37, &out));
	assert_int_equal(out, 19);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(the_null_text_is_empty_everywhere),
		TEST(literals_know_their_length),
		TEST(comparison_is_bytewise),
		TEST(cuts_stay_inside),
		TEST(wrong_slices_panic),
		TEST(blanks_are_those_of_isspace),
		TEST(random_searches_agree_with_naive_ones),
		TEST(all_short_searches_agree_with_naive_ones),
		TEST(every_byte_is_found_at_every_offset),
		TEST(search_is_linear),
		TEST(split_once_cuts_at_the_first_or_last),
		TEST(iterators_give_the_parts_in_order),
		TEST(fixed_numbers_agree_with_strtoull),
		TEST(random_numbers_agree_with_strtoull),
		TEST(base_zero_goes_by_the_prefix),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
