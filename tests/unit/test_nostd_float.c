/*
 * test_nostd_float.c - float and double printed and read, against the C library of the
 * host.
 *
 * In:   random bit patterns, all powers of two and ten, numbers half way between
 *       neighbours.
 * Out:  exact forms must equal printf's, texts must read as strtod and strtof read them,
 *       the shortest form must read back and be the shortest.
 */
#include "test_nostd_common.h"

#include <float.h>
#include <math.h>

#include <nostd/float.h>
#include <nostd/fmt.h>

static double double_of(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static float float_of(uint32_t bits)
{
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static bool same_double(double a, double b)
{
	return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

static bool same_float(float a, float b)
{
	return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

/* -- reading ------------------------------------------------------------------------- */

static void reads_as_strtod(const char *text)
{
	float f = 42;
	double d = 42;

	if (!nostd_str_to_double(nostd_str_from_c(text), &d) ||
	    !same_double(d, strtod(text, NULL))) {
		fail_msg("seed %llu: double %.80s: %a, not %a",
			 (unsigned long long)test_seed, text, d, strtod(text, NULL));
	}
	if (!nostd_str_to_float(nostd_str_from_c(text), &f) ||
	    !same_float(f, strtof(text, NULL))) {
		fail_msg("seed %llu: float %.80s: %a, not %a",
			 (unsigned long long)test_seed, text, (double)f,
			 (double)strtof(text, NULL));
	}
}

static void test_texts(void **state)
{
	static const char *const texts[] = {
		"0",
		"-0",
		"+0",
		"0.0",
		".5",
		"5.",
		"00012.500",
		"1e0",
		"1E+2",
		"1e-2",
		"1e400",
		"-1e400",
		"1e-400",
		"1e999999999999999999999",
		"1e-999999999999999999",
		"0e999999999999999999999",
		"inf",
		"-Infinity",
		"+INF",
		"nan",
		"NaN",
		"1.7976931348623157e308",
		"1.7976931348623158e308",
		"1.7976931348623159e308",
		"179769313486231580793728971405303415079934132710037826936173778980444968"
		"292764"
		"750946649017977587207096330286416692887910946555547851940402630657488671"
		"5058"
		"206819089020007083836762738548458177115317644757302700698555713669596228"
		"4291"
		"4819860834936475292719074168444365510704342711559699508093042880",
		"2.4703282292062327e-324",
		"2.4703282292062328e-324",
		"4.9e-324",
		"2.2250738585072011e-308",
		"2.2250738585072014e-308",
		"3.4028235e38",
		"3.4028235677973366e38",
		"3.4028236e38",
		"1.1754944e-38",
		"7.0064923e-46",
		"7.0064924e-46",
		"1.4e-45",
		"9007199254740993",
		"9007199254740992.999999999",
		"9007199254740993.000000000000000000000000000000001",
		"16777217",
		"16777217.01",
		"0.1",
		"0.3",
		"123456789012345678901234567890",
		"8.41789434999999999999e-45",
		"6.631236846766476e-316",
		"3.2378839133029012895883524125015321748630947e-319",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		reads_as_strtod(texts[i]);
	}
}

static void test_no_numbers(void **state)
{
	static const char *const texts[] = {
		"",        "-",
		"+",       ".",
		"e5",      "1e",
		"1e+",     "1e-",
		" 1",      "1 ",
		"0x1p3",   "1.2.3",
		"--1",     "1_000",
		"infinit", "nan(1)",
		"i",       "1e5.0",
		"-.",      ".e1",
		"1f",      "\xef\xbc\x91",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		double d = 42;
		float f = 42;

		assert_false(nostd_str_to_double(nostd_str_from_c(texts[i]), &d));
		assert_false(nostd_str_to_float(nostd_str_from_c(texts[i]), &f));
		assert_true(same_double(d, 42) && same_float(f, 42));
	}
}

/* Digits by the hundred, with the point anywhere. */
static void test_long_texts(void **state)
{
	static char text[2400];
	unsigned long n;

	(void)state;
	for (n = 0; n < test_steps(300); n++) {
		size_t len = 1 + random_below(random_below(4) == 0 ? 2000 : 60);
		size_t i;

		for (i = 0; i < len; i++) {
			text[i] = (char)('0' + (char)random_below(10));
			if (random_below(8) == 0) {
				text[i] = random_below(2) == 0 ? '0' : '9';
			}
		}
		if (random_below(2) == 0) {
			text[random_below(len)] = '.';
		}
		if (len == 1 && text[0] == '.') {
			text[0] = '0';
		}
		snprintf(text + len, sizeof(text) - len, "e%d",
			 (int)random_below(700) - 350 -
				 (random_below(3) == 0 ? (int)len : 0));
		reads_as_strtod(text);
	}
}

/* Exactly half way between two neighbours, and one digit to each side of it. */
static void test_halves(void **state)
{
	static char text[1200];
	unsigned long n;

	(void)state;
	for (n = 0; n < test_steps(200); n++) {
		uint64_t bits =
			random_bits() & ((UINT64_C(0x7FE) << 52) | (UINT64_MAX >> 12));
		uint32_t narrow = (uint32_t)random_bits() & 0x7EFFFFFFU;
		long double half = ((long double)double_of(bits) +
				    (long double)double_of(bits + 1)) /
				   2;
		size_t len;

		snprintf(text, sizeof(text), "%.1080Le", half);
		reads_as_strtod(text);
		len = (size_t)(strchr(text, 'e') - text);
		text[len - 1] = '1';
		reads_as_strtod(text);
		snprintf(text, sizeof(text), "%.200e",
			 ((double)float_of(narrow) + (double)float_of(narrow + 1)) / 2);
		reads_as_strtod(text);
	}
}

/* -- printing ------------------------------------------------------------------------ */

static char ours[2400], theirs[2400];

static void prints_as(const char *what, double x)
{
	if (strcmp(ours, theirs) != 0) {
		fail_msg("seed %llu: %s of %a: %.200s, not %.200s",
			 (unsigned long long)test_seed, what, x, ours, theirs);
	}
}

/* printf writes at least two digits of an exponent and a plus before it. */
static void plain_exponent(char *text)
{
	char *e = strchr(text, 'e');
	int value;

	if (e) {
		value = atoi(e + 1);
		snprintf(e + 1, 8, "%d", value);
	}
}

static void check_exact(double x)
{
	int places = (int)random_below(random_below(8) == 0 ? 1100 : 25);

	if (isnan(x) || isinf(x)) {
		return;
	}
	nostd_format_to(ours, sizeof(ours), "{:.{}}", x, places);
	snprintf(theirs, sizeof(theirs), "%.*f", places, x);
	prints_as("exact", x);
	nostd_format_to(ours, sizeof(ours), "{:+.{}e}", x, places);
	snprintf(theirs, sizeof(theirs), "%+.*e", places, x);
	plain_exponent(theirs);
	prints_as("exact with exponent", x);
	nostd_format_to(ours, sizeof(ours), "{:030.{}}", x, places);
	snprintf(theirs, sizeof(theirs), "%030.*f", places, x);
	prints_as("exact with zeros", x);
}

/* The fewest digits with which some text in scientific form reads back as x. */
static void check_shortest_double(double x)
{
	double back;
	char *e;
	size_t digits;

	nostd_format_to(ours, sizeof(ours), "{:e}", x);
	assert_true(nostd_str_to_double(nostd_str_from_c(ours), &back));
	if (!same_double(back, x)) {
		fail_msg("seed %llu: %a is printed as %s", (unsigned long long)test_seed,
			 x, ours);
	}
	e = strchr(ours, 'e');
	digits = (size_t)(e - ours) - (ours[0] == '-') - (strchr(ours, '.') ? 1 : 0);
	for (; digits > 1; digits--) {
		/* The nearest shorter one reads as another number. */
		snprintf(theirs, sizeof(theirs), "%.*e", (int)digits - 2, x);
		assert_false(same_double(strtod(theirs, NULL), x));
	}
	nostd_format_to(ours, sizeof(ours), "{}", x);
	assert_true(same_double(strtod(ours, NULL), x));
	nostd_format_to(ours, sizeof(ours), "{:?}", x);
	assert_true(same_double(strtod(ours, NULL), x));
	assert_non_null(strpbrk(ours, ".en"));
}

static void check_shortest_float(float x)
{
	float back;
	size_t digits;

	nostd_format_to(ours, sizeof(ours), "{:e}", x);
	assert_true(nostd_str_to_float(nostd_str_from_c(ours), &back));
	if (!same_float(back, x)) {
		fail_msg("seed %llu: %a is printed as %s", (unsigned long long)test_seed,
			 (double)x, ours);
	}
	digits = (size_t)(strchr(ours, 'e') - ours) - (ours[0] == '-') -
		 (strchr(ours, '.') ? 1 : 0);
	for (; digits > 1; digits--) {
		snprintf(theirs, sizeof(theirs), "%.*e", (int)digits - 2, (double)x);
		assert_false(same_float(strtof(theirs, NULL), x));
	}
	nostd_format_to(ours, sizeof(ours), "{}", x);
	assert_true(same_float(strtof(ours, NULL), x));
}

static void check_both(double x, float f)
{
	if (!isnan(x) && !isinf(x)) {
		check_exact(x);
		check_shortest_double(x);
	}
	if (!isnan(f) && !isinf(f)) {
		check_exact((double)f);
		check_shortest_float(f);
	}
}

static void test_random_bits(void **state)
{
	unsigned long n;

	(void)state;
	for (n = 0; n < test_steps(2000); n++) {
		uint64_t bits = random_bits();

		check_both(double_of(bits), float_of((uint32_t)bits));
		/* Few digits, as people write them. */
		check_both((double)(int64_t)(bits % 20000000) / 1000.0,
			   (float)(bits % 20000) / 100.0F);
	}
}

static void test_powers(void **state)
{
	int e;

	(void)state;
	for (e = -1074; e < 1024; e++) {
		double x = ldexp(1, e);

		check_both(x, (float)x);
		check_both(nextafter(x, 0), nextafterf((float)x, 0));
		check_both(-nextafter(x, INFINITY), -(float)x);
	}
	for (e = -324; e <= 308; e++) {
		char text[16];
		double x;

		snprintf(text, sizeof(text), "1e%d", e);
		x = strtod(text, NULL);
		check_both(x, strtof(text, NULL));
		check_both(nextafter(x, 0), nextafterf((float)x, INFINITY));
	}
}

/* What people expect, worked out by hand and as Rust's format! prints it. */
static void test_forms(void **state)
{
#define forms(text, ...)                                          \
	do {                                                      \
		nostd_format_to(ours, sizeof(ours), __VA_ARGS__); \
		assert_string_equal(ours, text);                  \
	} while (0)
	(void)state;
	forms("0 -0 1 1.5 0.1", "{} {} {} {} {}", 0.0, -0.0, 1.0, 1.5, 0.1);
	forms("0.1 0.3 16777216", "{} {} {}", 0.1F, 0.3F, 16777216.0F);
	forms("0.30000000000000004", "{}", 0.30000000000000004); /* 0.1 + 0.2 */
	forms("1000000000000000000000 0.000001", "{} {}", 1e21, 1e-6);
	forms("1.0 -0.0 1e16 1234567890123456.0", "{:?} {:?} {:?} {:?}", 1.0, -0.0, 1e16,
	      1234567890123456.0);
	forms("0.0001 1e-5 1.5e300", "{:?} {:?} {:?}", 1e-4, 1e-5, 1.5e300);
	forms("0e0 1e0 1.5e2 1E-7", "{:e} {:e} {:e} {:E}", 0.0, 1.0, 150.0, 1e-7);
	forms("NaN inf -inf +inf", "{} {} {} {:+}", (double)NAN, (double)INFINITY,
	      -(double)INFINITY, (double)INFINITY);
	forms("   inf|NaN   |  -inf", "{:06}|{:<6}|{:>6}", (double)INFINITY, (double)NAN,
	      -(double)INFINITY);
	forms("2 4 0 2 -2", "{:.0} {:.0} {:.0} {:.0} {:.0}", 2.5, 3.5, 0.5, 1.5, -2.5);
	forms("10.00 0.13 0.12 1.00 100", "{:.2} {:.2} {:.2} {:.2} {:.0}", 9.999, 0.126,
	      0.125, 0.996, 99.5);
	forms("0.00 0.01 0.1 0.2", "{:.2} {:.2} {:.1} {:.1}", 0.004, 0.006, 0.05, 0.25);
	forms("1.0e1 9.9e0 1e1", "{:.1e} {:.1e} {:.0e}", 9.96, 9.94, 9.6);
	forms("   1.50|1.50   |+0001.50|**1.5**", "{:7.2}|{:<7.2}|{:+08.2}|{:*^7}", 1.5,
	      1.5, 1.5, 1.5);
#ifndef NOSTD_DEBUG /* a panic there: test_nostd_debug.c */
	forms("{!type}", "{:x}", 1.0);
#endif
	assert_int_equal(nostd_format_to(NULL, 0, "{:.2000}", 1.0), 2002);
#undef forms
}

/* -- printers of one's own ----------------------------------------------------------- */

struct pair {
	int a, b;
};

static bool print_pair(struct nostd_sink sink, const struct nostd_fmt_spec *spec,
		       const void *value)
{
	const struct pair *pair = value;
	char text[32];

	nostd_format_to(text, sizeof(text), "({}, {})", pair->a, pair->b);
	return spec->type == 0 ? nostd_fmt_pad(sink, spec, nostd_str_from_c(text))
			       : nostd_fmt_wrong_type(sink);
}

static void test_own_printer(void **state)
{
	struct pair pair = {1, -2};

	(void)state;
	nostd_format_to(ours, sizeof(ours), "{}|{:>9}|{:.3}",
			nostd_fmt_by(print_pair, &pair), nostd_fmt_by(print_pair, &pair),
			nostd_fmt_by(print_pair, &pair));
	assert_string_equal(ours, "(1, -2)|  (1, -2)|(1,");
#ifndef NOSTD_DEBUG
	nostd_format_to(ours, sizeof(ours), "{:x}", nostd_fmt_by(print_pair, &pair));
	assert_string_equal(ours, "{!type}");
#endif
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_texts),  TEST(test_no_numbers),  TEST(test_long_texts),
		TEST(test_halves), TEST(test_random_bits), TEST(test_powers),
		TEST(test_forms),  TEST(test_own_printer),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
