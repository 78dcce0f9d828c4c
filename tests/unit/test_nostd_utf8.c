/*
 * test_nostd_utf8.c - UTF-8 of <nostd/str.h> against the grammar of RFC 3629.
 *
 * In:   every sequence of up to three bytes, every four bytes around the limits, every
 *       code point, and random texts.
 * Out:  what the table below says, which is the grammar of RFC 3629 section 4 as it
 *       stands there; the library has none such.
 */
#include "test_nostd_common.h"

#include <nostd/str.h>

/* UTF8-1 to UTF8-4, one row per alternative: for each byte the least and greatest. */
static const struct {
	size_t size;
	unsigned char range[4][2];
} grammar[] = {
	{1, {{0x00, 0x7F}}},
	{2, {{0xC2, 0xDF}, {0x80, 0xBF}}},
	{3, {{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}}},
	{3, {{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}}},
	{3, {{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}}},
	{3, {{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}}},
	{4, {{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
	{4, {{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}}},
	{4, {{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}}},
};

#define ROWS (sizeof(grammar) / sizeof(grammar[0]))

/* How many bytes at `p` fit a row; *whole when they are all of it. */
static size_t longest_match(const unsigned char *p, size_t len, bool *whole)
{
	size_t best = 0;
	size_t row;

	*whole = false;
	for (row = 0; row < ROWS; row++) {
		size_t n = 0;

		while (n < len && n < grammar[row].size &&
		       p[n] >= grammar[row].range[n][0] &&
		       p[n] <= grammar[row].range[n][1]) {
			n++;
		}
		if (n == grammar[row].size) {
			*whole = true;
			return n;
		}
		best = n > best ? n : best;
	}
	return best;
}

static size_t model_valid_up_to(const unsigned char *p, size_t len)
{
	size_t at = 0;
	bool whole;

	while (at < len) {
		size_t n = longest_match(p + at, len - at, &whole);

		if (!whole) {
			return at;
		}
		at += n;
	}
	return at;
}

static void check(const unsigned char *p, size_t len)
{
	struct nostd_str text = nostd_str_new((const char *)p, len);
	struct nostd_str_chars it = nostd_str_chars(text);
	size_t at = 0;
	bool whole;

	if (nostd_str_valid_up_to(text) != model_valid_up_to(p, len)) {
		fail_msg("%02x %02x %02x %02x", p[0], len > 1 ? p[1] : 0,
			 len > 2 ? p[2] : 0, len > 3 ? p[3] : 0);
	}
	while (nostd_str_chars_next(&it)) {
		size_t n = longest_match(p + at, len - at, &whole);

		n = n == 0 ? 1 : n;
		if (it.text.len != n || it.text.ptr != text.ptr + at ||
		    (!whole && it.code != NOSTD_REPLACEMENT)) {
			fail_msg("%02x %02x at %zu: %zu bytes", p[0], p[1], at,
				 it.text.len);
		}
		at += n;
	}
	assert_int_equal(at, len);
}

static void all_sequences_of_three_bytes(void **state)
{
	unsigned char p[3];
	uint32_t i;

	(void)state;
	for (i = 0; i < UINT32_C(1) << 24; i += TEST_STRIDE) {
		p[0] = (unsigned char)(i >> 16);
		p[1] = (unsigned char)(i >> 8);
		p[2] = (unsigned char)i;
		/* What follows a whole one-byte code point was seen with it in front. */
		if (p[0] != 0 && p[0] < 0x80) {
			i |= TEST_STRIDE == 1 ? 0xFFFF : 0;
			continue;
		}
		check(p, 3);
	}
	for (i = 0; i < 256; i++) {
		p[0] = (unsigned char)i;
		check(p, 1);
	}
}

static void four_bytes_around_every_limit(void **state)
{
	static const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
					      0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED,
					      0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
	const uint32_t count = sizeof(edges);
	unsigned char p[4];
	uint32_t i;

	(void)state;
	for (i = 0; i < count * count * count * count; i += TEST_STRIDE) {
		p[0] = edges[i % count];
		p[1] = edges[i / count % count];
		p[2] = edges[i / count / count % count];
		p[3] = edges[i / count / count / count];
		check(p, 4);
	}
}

/* The next one to look at: each one near a limit, and each stride in between. */
static uint32_t next_code(uint32_t code)
{
	static const uint32_t limits[] = {0x80, 0x800, 0xD800, 0xE000, 0x10000, 0x110000};
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		uint32_t least = limits[i] - 3;

		if (code < limits[i] + 3 && code + TEST_STRIDE > least) {
			return code < least ? least : code + 1;
		}
	}
	return code + TEST_STRIDE;
}

/* Encoding by division, as RFC 3629 section 3 describes it in words. */
static void every_scalar_value_goes_there_and_back(void **state)
{
	uint32_t code;

	(void)state;
	for (code = 0; code <= 0x110100; code = next_code(code)) {
		char bytes[4];
		size_t size = nostd_utf8_encode(code, bytes);
		bool scalar = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
		uint32_t back;
		uint32_t value = 0;
		size_t i;

		if (!scalar) {
			assert_int_equal(size, 0);
			continue;
		}
		assert_int_equal(size, 1 + (code >= 0x80) + (code >= 0x800) +
					       (code >= 0x10000));
		for (i = 0; i < size; i++) {
			value = value * 64 + (unsigned char)bytes[i] % 64;
		}
		if (size > 1) {
			/* The bits of the first byte that say how many follow. */
			value %= (uint32_t)1 << (size * 5 + 1);
		} else {
			value = (unsigned char)bytes[0];
		}
		assert_int_equal(value, code);
		assert_int_equal(nostd_utf8_decode(nostd_str_new(bytes, size), &back),
				 size);
		assert_int_equal(back, code);
		check((const unsigned char *)bytes, size);
	}
}

/* Stretches of ASCII and of the rest, both shorter and longer than any block. */
static void random_texts_with_errors(void **state)
{
	static unsigned char text[SCALED(2000, 200)];
	unsigned long steps = test_steps(20000);

	(void)state;
	while (steps-- != 0) {
		size_t len = 0;
		size_t codes = 0;
		size_t want =
			1 + random_below(random_below(10) ? 100 : sizeof(text) - 10);
		size_t stretch = 0;
		uint32_t limit = 0;

		while (len < want) {
			size_t size;

			if (stretch-- == 0) {
				stretch = random_below(random_below(2) ? 4 : 200);
				limit = limit == 128 ? 0x110000 : 128;
			}
			size = nostd_utf8_encode((uint32_t)(random_bits() % limit),
						 (char *)text + len);
			len += size;
			codes += size != 0;
		}
		assert_int_equal(nostd_str_count_chars(nostd_str_new((char *)text, len)),
				 codes);
		check(text, len);
		text[random_below(len)] = (unsigned char)random_bits();
		check(text, len);
		check(text, random_below(len) + 1);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(all_sequences_of_three_bytes),
		TEST(four_bytes_around_every_limit),
		TEST(every_scalar_value_goes_there_and_back),
		TEST(random_texts_with_errors),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
