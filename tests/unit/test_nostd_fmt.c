/*
 * test_nostd_fmt.c - <nostd/fmt.h> against snprintf.
 *
 * In:   every kind of argument with every flag; formats that do not fit; sinks that fail.
 * Out:  what snprintf prints for the same value, or what is written out here by hand.
 */
#include "test_nostd_common.h"

#include <inttypes.h>

#include <nostd/fmt.h>
#include <nostd/string.h>

#define assert_format(want, ...)                                                 \
	do {                                                                     \
		char got_[300];                                                  \
		size_t size_ = nostd_format_to(got_, sizeof(got_), __VA_ARGS__); \
		assert_string_equal(got_, want);                                 \
		assert_int_equal(size_, strlen(want));                           \
	} while (0)

static void every_type_has_a_default(void **state)
{
	struct nostd_string s = nostd_string_from_str(NOSTD_STR("owned"));
	const struct nostd_string *p = &s;
	char array[] = "array";
	const char *c_string = "const";
	_Bool yes = true;
	char c = 'c';

	(void)state;
	assert_format("-1 -2 -3 -4 -5", "{} {} {} {} {}", (signed char)-1, (short)-2, -3,
		      -4L, -5LL);
	assert_format("1 2 3 4 5", "{} {} {} {} {}", (unsigned char)1, (unsigned short)2,
		      3U, 4UL, 5ULL);
	assert_format("true false c", "{} {} {}", yes, (_Bool)0, c);
	assert_format("array const literal", "{} {} {}", array, c_string, "literal");
	assert_format("text owned owned owned", "{} {} {} {}", NOSTD_STR("text"), s, &s,
		      p);
	assert_format("0x0 0x1234", "{} {}", (void *)NULL,
		      (const void *)(uintptr_t)0x1234);
	assert_format("0x10 0x20", "{} {:p}", (volatile void *)(uintptr_t)16,
		      (const volatile void *)(uintptr_t)32);
	assert_format("(null)", "{}", (const char *)NULL);
	assert_format("|||", "{}|{}|{}|", "", nostd_str_new(NULL, 0), NOSTD_STR(""));
	nostd_string_drop(&s);
}

static void up_to_sixteen_arguments(void **state)
{
	(void)state;
	assert_format("", "");
	assert_format("1", "{}", 1);
	assert_format("12", "{}{}", 1, 2);
	assert_format("123", "{}{}{}", 1, 2, 3);
	assert_format("1234", "{}{}{}{}", 1, 2, 3, 4);
	assert_format("12345", "{}{}{}{}{}", 1, 2, 3, 4, 5);
	assert_format("123456", "{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6);
	assert_format("1234567", "{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7);
	assert_format("12345678", "{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8);
	assert_format("123456789", "{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8, 9);
	assert_format("123456789a", "{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8, 9,
		      "a");
	assert_format("123456789ab", "{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8, 9,
		      "a", "b");
	assert_format("123456789abc", "{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8,
		      9, "a", "b", "c");
	assert_format("123456789abcd", "{}{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7,
		      8, 9, "a", "b", "c", "d");
	assert_format("123456789abcde", "{}{}{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6,
		      7, 8, 9, "a", "b", "c", "d", "e");
	assert_format("123456789abcdef", "{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5,
		      6, 7, 8, 9, "a", "b", "c", "d", "e", "f");
	assert_format("123456789abcdefg", "{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4,
		      5, 6, 7, 8, 9, "a", "b", "c", "d", "e", "f", "g");
}

static void examples_of_the_manual(void **state)
{
	(void)state;
	assert_format("{}", "{{}}");
	assert_format("{1}", "{{{}}}", 1);
	assert_format("      ab|ab      |   ab   |***ab***", "{:>8}|{:<8}|{:^8}|{:*^8}",
		      "ab", "ab", "ab", "ab");
	assert_format("     -42|-42     |  -42   |-0000042", "{:8}|{:<8}|{:^8}|{:08}",
		      -42, -42, -42, -42);
	assert_format("ff FF 0xff 0xFF 0x000000ff", "{:x} {:X} {:#x} {:#X} {:#010x}", 255,
		      255, 255, 255, 255);
	assert_format("101 0b101 17 0o17", "{:b} {:#b} {:o} {:#o}", 5, 5, 15, 15);
	assert_format("+5 -5 +0", "{:+} {:+} {:+}", 5, -5, 0U);
	assert_format("€ A x 120", "{:c} {:c} {:c} {:d}", 0x20AC, 65U, 'x', 'x');
	assert_format("abc| abc|äöü", "{:.3}|{:>4.3}|{:.3}", "abcdef", "abcdef", "äöüß");
	assert_format("    7|    8|abc", "{:{}}|{:>{}}|{:.{}}", 7, 5, 8, 5, "abcdef", 3);
	assert_format(" äö|→→äö", "{:>3}|{:→>4}", "äö", "äö");
	assert_format("<<a|>>a|^a^", "{:<>3}|{:>>3}|{:^^3}", "a", "a", "a");
	assert_format("1 0 0b1", "{:d} {:x} {:#b}", (_Bool)1, (_Bool)0, (_Bool)1);
	assert_format("ff", "{:x}", (void *)(uintptr_t)255);
}

static void quotes_escape_what_is_not_printable(void **state)
{
	(void)state;
	assert_format("\"a\\\"b\\\\c\\n\\r\\t\\x00\\x1b\\x7f\"", "{:?}",
		      NOSTD_STR("a\"b\\c\n\r\t\0\x1b\x7f"));
	assert_format("\"it's ä€😀\"", "{:?}", "it's ä€😀");
	assert_format("\"\\xff\\xe2\\x82 \\xc3\"", "{:?}", "\xFF\xE2\x82 \xC3");
	assert_format("\"\xEF\xBF\xBD\"", "{:?}", "\xEF\xBF\xBD"); /* U+FFFD itself */
	assert_format("  \"a\"|\"a\"  ", "{:>5?}|{:<5?}", "a", "a");
	assert_format("'a' '\\'' '\"' '\\xff'", "{:?} {:?} {:?} {:?}", (char)'a',
		      (char)'\'', (char)'"', (char)'\xFF');
}

/* Every scalar value is as long as what starts with such a byte; 0: nothing does. */
static size_t size_by_first(unsigned char byte)
{
	return byte < 0x80 ? 1 : byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* The model: what encodes a scalar value stays, of all else each byte is \xNN. */
static void model_quotes(const unsigned char *p, size_t len, char *want)
{
	size_t at;
	size_t size;
	size_t i;
	uint32_t code;
	char again[4];

	*want++ = '"';
	for (at = 0; at < len; at += size) {
		size = size_by_first(p[at]);
		code = p[at] & (0x7FU >> (size == 1 ? 0 : size));
		for (i = 1; i < size && at + i < len; i++) {
			code = code << 6 | (p[at + i] & 0x3FU);
		}
		if (size != 0 && at + size <= len && code >= 0x20 && code != 0x7F &&
		    nostd_utf8_encode(code, again) == size &&
		    memcmp(again, p + at, size) == 0) {
			memcpy(want, p + at, size);
			want += size;
		} else {
			want += sprintf(want, "\\x%02x", p[at]);
			size = 1;
		}
	}
	memcpy(want, "\"", 2);
}

/* All that is cut short, overlong, a surrogate, too great, or a part of such. */
static void quotes_escape_every_malformed_byte(void **state)
{
	static const unsigned char edges[] = {0x00, 'z',  0x7F, 0x80, 0x8F, 0x90,
					      0x9F, 0xA0, 0xBD, 0xBF, 0xC0, 0xC2,
					      0xDF, 0xE0, 0xE2, 0xED, 0xEF, 0xF0,
					      0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
	const size_t count = sizeof(edges);
	unsigned char p[5];
	char want[40];
	size_t len;
	size_t i;
	size_t rest;

	(void)state;
	for (i = 0; i < count * count * count * count; i++) {
		rest = i;
		for (len = 0; len < 4; len++) {
			p[len] = edges[rest % count];
			rest /= count;
		}
		p[4] = edges[i % 7 * 3];
		for (len = i % 64 == 0 ? 1 : 4; len <= 5; len++) {
			model_quotes(p, len, want);
			assert_format(want, "{:?}", nostd_str_new((const char *)p, len));
		}
	}
	assert_format("\"\\xf0\\x9f\\x98z\"|    \"\\xf0\\x9f\\x98\"", "{:?}|{:>18?}",
		      NOSTD_STR("\xF0\x9F\x98z"), NOSTD_STR("\xF0\x9F\x98"));
}

static void unsigned_code_points_that_are_none_are_replaced(void **state)
{
	(void)state;
	assert_format("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "{:c}{:c}{:c}", 0xD800, -1,
		      0x110000ULL);
}

/* -- against snprintf ---------------------------------------------------------------- */

struct flags {
	char align; /* 0, '<', '>' */
	bool plus, alternate, zeros;
	int width;
	char type;
};

static void build_formats(const struct flags *f, char *ours, char *theirs)
{
	/* printf's 0 does not go with its -. */
	sprintf(ours, "{:%s%s%s%s%.0d%c}",
		f->align == '<'   ? "<"
		: f->align == '>' ? ">"
				  : "",
		f->plus ? "+" : "", f->alternate ? "#" : "", f->zeros ? "0" : "",
		f->width, f->type);
	sprintf(theirs, "%%%s%s%s%s%.0d%s%c", f->align == '<' ? "-" : "",
		f->plus ? "+" : "", f->alternate ? "#" : "", f->zeros ? "0" : "",
		f->width, "ll", f->type == 'd' ? 'd' : f->type);
}

/* One value as each of the types it fits, signed and unsigned. */
static void check_value(const struct flags *f, uint64_t bits)
{
	char ours[32];
	char theirs[32];
	char want[100];

	build_formats(f, ours, theirs);
	if (f->type == 'd') {
		snprintf(want, sizeof(want), theirs, (long long)(int64_t)bits);
		assert_format(want, ours, (int64_t)bits);
		snprintf(want, sizeof(want), theirs, (long long)(int32_t)bits);
		assert_format(want, ours, (int32_t)bits);
		snprintf(want, sizeof(want), theirs, (long long)(int16_t)bits);
		assert_format(want, ours, (int16_t)bits);
		snprintf(want, sizeof(want), theirs, (long long)(int8_t)bits);
		assert_format(want, ours, (int8_t)bits);
		snprintf(want, sizeof(want), theirs, (long long)(bits >> 1));
		assert_format(want, ours, bits >> 1);
		return;
	}
	snprintf(want, sizeof(want), theirs, (unsigned long long)bits);
	assert_format(want, ours, bits);
	assert_format(want, ours, (int64_t)bits);
	snprintf(want, sizeof(want), theirs, (unsigned long long)(uint32_t)bits);
	assert_format(want, ours, (uint32_t)bits);
	assert_format(want, ours, (int32_t)bits);
	snprintf(want, sizeof(want), theirs, (unsigned long long)(uint16_t)bits);
	assert_format(want, ours, (uint16_t)bits);
	assert_format(want, ours, (int16_t)bits);
	snprintf(want, sizeof(want), theirs, (unsigned long long)(uint8_t)bits);
	assert_format(want, ours, (uint8_t)bits);
	assert_format(want, ours, (int8_t)bits);
}

static uint64_t some_value(void)
{
	uint64_t x = random_bits() >> random_below(64);

	switch (random_below(4)) {
	case 0:
		return ((uint64_t)1 << random_below(64)) - random_below(3);
	case 1: {
		uint64_t power = 1;
		size_t n = random_below(20);

		while (n-- != 0) {
			power *= 10;
		}
		return power - random_below(3);
	}
	default:
		return x;
	}
}

static void random_numbers_agree_with_snprintf(void **state)
{
	unsigned long steps = test_steps(30000);

	(void)state;
	while (steps-- != 0) {
		struct flags f = {0};
		uint64_t value = some_value();

		f.align = "\0<>"[random_below(3)];
		f.width = random_below(2) ? (int)random_below(30) : 0;
		f.type = "dxXo"[random_below(4)];
		f.plus = f.type == 'd' && random_below(2);
		/* Prefixes: ours are 0o and 0x, also for 0 and X; printf's are not. */
		f.alternate = f.type == 'x' && (uint8_t)value != 0 && random_below(2);
		f.zeros = f.align == 0 && f.width != 0 && random_below(2);
		check_value(&f, value);
	}
}

static void binary_reads_back(void **state)
{
	unsigned long steps = test_steps(5000);

	(void)state;
	while (steps-- != 0) {
		uint64_t value = some_value();
		char text[80];
		uint64_t back;

		(void)nostd_format_to(text, sizeof(text), "{:b}", value);
		assert_true(nostd_str_to_u64(nostd_str_from_c(text), 2, &back));
		assert_true(back == value);
	}
}

static void random_texts_agree_with_snprintf(void **state)
{
	unsigned long steps = test_steps(20000);

	(void)state;
	while (steps-- != 0) {
		int width = (int)random_below(30);
		int precision = (int)random_below(30);
		char text[30];
		size_t len = random_below(sizeof(text));
		char want[100];
		size_t i;

		for (i = 0; i < len; i++) {
			text[i] = (char)(' ' + random_below(95));
		}
		text[len] = '\0';
		snprintf(want, sizeof(want), "%*.*s|%-*.*s", width, precision, text,
			 width, precision, text);
		assert_format(want, "{:>{}.{}}|{:<{}.{}s}", text, width, precision,
			      nostd_str_new(text, len), width, precision);
	}
}

/* -- formats that do not fit --------------------------------------------------------- */

#ifndef NOSTD_DEBUG
/* The same format from a variable, as the compiler has nothing to say about it. */
static void wrong_formats_are_marked(void **state)
{
	static const struct {
		const char *format, *want;
	} cases[] = {
		{"{} {} {}", "7 x {!missing}"},
		{"none", "none{!extra}"},
		{"{}", "7{!extra}"},
		{"{", "{!spec}{!extra}"},
		{"}", "{!spec}{!extra}"},
		{"{} } {}", "7 {!spec} x"},
		{"{x}{}", "{!spec}x"},
		{"{:y} {}", "{!spec} x"},
		{"{:5", "{!spec}{!extra}"},
		{"{:", "{!spec}{!extra}"},
		{"{:99999999999999999999999999}{}", "{!spec}x"},
		{"{:.99999999999999999999999999}{}", "{!spec}x"},
		{"{:s} {}", "{!type} x"},
		{"{:?} {}", "{!type} x"},
		{"{:p} {}", "{!type} x"},
		{"{} {:x}", "7 {!type}"},
		{"{} {:c}", "7 {!type}"},
		{"{:{}}", "{!spec}"},
		{"{:{x}}{}", "{!spec}x"},
		{"{} {:{}}", "7 {!spec}"},
		{"{:\xC3\xA4>3}{}", "\xC3\xA4\xC3\xA4"
				    "7x"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_format(cases[i].want, cases[i].format, 7, "x");
	}
	assert_format("{!type}", "{:s}", (void *)NULL);
	assert_format("{!type}", "{:c}", (_Bool)1);
	assert_format("{!spec}", "{:{}}", 1, -1);
	assert_format("{!missing}", "{}");
}

/* Whatever the format: no read outside of it or of the arguments. */
static void random_formats_do_no_harm(void **state)
{
	static const char alphabet[] = "{{{}}}}:<>^+#0123.dxs?c*\xC3\xA4\xF0p ";
	unsigned long steps = test_steps(100000);

	(void)state;
	while (steps-- != 0) {
		size_t len = random_below(12);
		char *format = malloc(len + 1);
		char got[200];
		size_t i;
		size_t k;

		assert_non_null(format);
		for (i = 0; i < len; i++) {
			format[i] = alphabet[random_below(sizeof(alphabet) - 1)];
		}
		format[len] = '\0';
		k = nostd_format_to(got, sizeof(got), format, 7, "text", 'c');
		assert_int_equal(strlen(got), k < sizeof(got) ? k : sizeof(got) - 1);
		free(format);
	}
}
#endif

/* -- sinks and buffers --------------------------------------------------------------- */

static void buffers_are_cut_between_code_points(void **state)
{
	const char *whole = "aä€😀z";
	size_t size;

	(void)state;
	for (size = 0; size <= 13; size++) {
		char *buf = malloc(size + 1);
		size_t keep = size == 0 ? 0 : size - 1;

		assert_non_null(buf);
		buf[size] = 'x';
		assert_int_equal(nostd_format_to(size ? buf : NULL, size, "a{}{}{}z", "ä",
						 "€", "😀"),
				 strlen(whole));
		keep = keep > strlen(whole) ? strlen(whole) : keep;
		while (((unsigned char)whole[keep] & 0xC0) == 0x80) {
			keep--;
		}
		if (size != 0) {
			assert_int_equal(strlen(buf), keep);
			assert_memory_equal(buf, whole, keep);
		}
		assert_int_equal(buf[size], 'x');
		free(buf);
	}
}

struct failing {
	size_t left; /* writes that work */
	size_t asked;
};

static bool write_failing(void *self, struct nostd_str text)
{
	struct failing *f = self;

	assert_true(text.len != 0);
	f->asked++;
	if (f->left == 0) {
		return false;
	}
	f->left--;
	return true;
}

static void a_sink_that_fails_ends_it(void **state)
{
	struct failing f = {SIZE_MAX, 0};
	struct nostd_sink sink = {write_failing, &f};
	size_t writes;
	size_t n;

	(void)state;
	assert_true(nostd_try_format_sink(sink, "a{:>40}{{{:?}{:^#9x}{:+05}{:→<3c}", "b",
					  "c\n\xFF", 9, 5, 'x'));
	writes = f.asked;
	for (n = 0; n < writes; n++) {
		f.left = n;
		f.asked = 0;
		assert_false(nostd_try_format_sink(sink,
						   "a{:>40}{{{:?}{:^#9x}{:+05}{:→<3c}",
						   "b", "c\n\xFF", 9, 5, 'x'));
		assert_int_equal(f.asked, n + 1);
	}
}

/* The macro of the manual: a function of one's own on top. */
static size_t shout_args(char *buf, size_t size, const char *format,
			 const struct nostd_fmt_arg *args, size_t count)
{
	size_t len = nostd_format_to_args(buf, size, format, args, count);

	assert_true(len + 1 < size);
	buf[len] = '!';
	buf[len + 1] = '\0';
	return len + 1;
}

#define shout(buf, ...) shout_args(buf, sizeof(buf), NOSTD_FMT_ARGS(__VA_ARGS__))

static void own_functions_take_the_arguments(void **state)
{
	char buf[40];

	(void)state;
	assert_int_equal(shout(buf, "{} and {:?}", 1, "b"), 10);
	assert_string_equal(buf, "1 and \"b\"!");
	assert_int_equal(shout(buf, "plain"), 6);
	assert_string_equal(buf, "plain!");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(every_type_has_a_default),
		TEST(up_to_sixteen_arguments),
		TEST(examples_of_the_manual),
		TEST(quotes_escape_what_is_not_printable),
		TEST(quotes_escape_every_malformed_byte),
		TEST(unsigned_code_points_that_are_none_are_replaced),
		TEST(random_numbers_agree_with_snprintf),
		TEST(binary_reads_back),
		TEST(random_texts_agree_with_snprintf),
#ifndef NOSTD_DEBUG
		TEST(wrong_formats_are_marked),
		TEST(random_formats_do_no_harm),
#endif
		TEST(buffers_are_cut_between_code_points),
		TEST(a_sink_that_fails_ends_it),
		TEST(own_functions_take_the_arguments),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
