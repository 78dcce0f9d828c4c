/*
 * test_nostd_float_bits.c - float and double, bit by bit: what also runs where there is
 * no C library, and where a double has 32 bits. test_nostd_float.c has the rest.
 *
 * In:   texts and the bits they are to be read as; random bit patterns.
 * Out:  the same bits; texts that read back as what was printed, in every form. On a host
 *       the table is what strtof and strtod say.
 */
#include "test_nostd_common.h"

#include <nostd/float.h>
#include <nostd/fmt.h>

static uint32_t float_bits(float x)
{
	uint32_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

static float float_of(uint32_t bits)
{
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* Of a double of 32 bits: those. */
static uint64_t double_bits(double x)
{
	uint64_t bits = 0;
	uint32_t narrow;

	if (sizeof(x) == sizeof(bits)) {
		memcpy(&bits, &x, sizeof(x));
		return bits;
	}
	memcpy(&narrow, &x, sizeof(narrow));
	return narrow;
}

static double double_of(uint64_t bits)
{
	uint32_t narrow = (uint32_t)bits;
	double x;

	memcpy(&x, sizeof(x) == sizeof(bits) ? (const void *)&bits : &narrow, sizeof(x));
	return x;
}

static const struct {
	const char *text;
	uint32_t narrow;
	uint64_t wide;
} table[] = {
	{"0", UINT32_C(0x00000000), UINT64_C(0x0000000000000000)},
	{"-0", UINT32_C(0x80000000), UINT64_C(0x8000000000000000)},
	{"1", UINT32_C(0x3F800000), UINT64_C(0x3FF0000000000000)},
	{"-1.5", UINT32_C(0xBFC00000), UINT64_C(0xBFF8000000000000)},
	{".5", UINT32_C(0x3F000000), UINT64_C(0x3FE0000000000000)},
	{"5.", UINT32_C(0x40A00000), UINT64_C(0x4014000000000000)},
	{"0.1", UINT32_C(0x3DCCCCCD), UINT64_C(0x3FB999999999999A)},
	{"0.3", UINT32_C(0x3E99999A), UINT64_C(0x3FD3333333333333)},
	{"00012.500", UINT32_C(0x41480000), UINT64_C(0x4029000000000000)},
	{"1E+2", UINT32_C(0x42C80000), UINT64_C(0x4059000000000000)},
	{"1e-2", UINT32_C(0x3C23D70A), UINT64_C(0x3F847AE147AE147B)},
	{"1e400", UINT32_C(0x7F800000), UINT64_C(0x7FF0000000000000)},
	{"-1e400", UINT32_C(0xFF800000), UINT64_C(0xFFF0000000000000)},
	{"1e-400", UINT32_C(0x00000000), UINT64_C(0x0000000000000000)},
	{"3.4028235e38", UINT32_C(0x7F7FFFFF), UINT64_C(0x47EFFFFFE54DAFF8)},
	{"3.4028235677973366e38", UINT32_C(0x7F7FFFFF), UINT64_C(0x47EFFFFFF0000000)},
	{"3.4028236e38", UINT32_C(0x7F800000), UINT64_C(0x47EFFFFFF514A7BC)},
	{"1.1754944e-38", UINT32_C(0x00800000), UINT64_C(0x381000000B3AEEAB)},
	{"1.1754942e-38", UINT32_C(0x007FFFFF), UINT64_C(0x380FFFFFBB1DD6A1)},
	{"7.0064923e-46", UINT32_C(0x00000000), UINT64_C(0x368FFFFFFE57D2BC)},
	{"7.0064924e-46", UINT32_C(0x00000001), UINT64_C(0x369000000300B570)},
	{"1.4e-45", UINT32_C(0x00000001), UINT64_C(0x369FF868BF4D956A)},
	{"16777217", UINT32_C(0x4B800000), UINT64_C(0x4170000010000000)},
	{"16777217.01", UINT32_C(0x4B800001), UINT64_C(0x417000001028F5C3)},
	{"9007199254740993", UINT32_C(0x5A000000), UINT64_C(0x4340000000000000)},
	{"9007199254740992.999999999", UINT32_C(0x5A000000),
	 UINT64_C(0x4340000000000000)},
	{"123456789012345678901234567890", UINT32_C(0x6FC77488),
	 UINT64_C(0x45F8EE90FF6C373E)},
	{"1.7976931348623157e308", UINT32_C(0x7F800000), UINT64_C(0x7FEFFFFFFFFFFFFF)},
	{"1.7976931348623159e308", UINT32_C(0x7F800000), UINT64_C(0x7FF0000000000000)},
	{"2.4703282292062327e-324", UINT32_C(0x00000000), UINT64_C(0x0000000000000000)},
	{"2.4703282292062328e-324", UINT32_C(0x00000000), UINT64_C(0x0000000000000001)},
	{"4.9e-324", UINT32_C(0x00000000), UINT64_C(0x0000000000000001)},
	{"2.2250738585072011e-308", UINT32_C(0x00000000), UINT64_C(0x000FFFFFFFFFFFFF)},
	{"8.41789434999999999999e-45", UINT32_C(0x00000006),
	 UINT64_C(0x36C807621896D75E)},
};

static void texts_are_read_as_their_bits(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct nostd_str text = nostd_str_from_c(table[i].text);
		uint64_t want = sizeof(double) == 8 ? table[i].wide : table[i].narrow;
		float f;
		double d;

		assert_true(nostd_str_to_float(text, &f));
		assert_true(float_bits(f) == table[i].narrow);
		assert_true(nostd_str_to_double(text, &d));
		assert_true(double_bits(d) == want);
#if TEST_SHRINK == 1
		assert_true(float_bits(strtof(table[i].text, NULL)) == table[i].narrow);
		assert_true(double_bits(strtod(table[i].text, NULL)) == table[i].wide);
#endif
	}
}

/* 400 digits before the point or behind it: the longest that a double takes. */
static char text[SCALED(400, 80)];

static void floats_read_back(float x)
{
	static const char *const forms[] = {"{}", "{:e}", "{:?}", "{:.9e}"};
	size_t i;
	float back;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		assert_true(nostd_format_to(text, sizeof(text), forms[i], x) <
			    sizeof(text));
		assert_true(nostd_str_to_float(nostd_str_from_c(text), &back));
		assert_true(float_bits(back) == float_bits(x));
	}
}

static void doubles_read_back(double x)
{
	static const char *const forms[] = {"{:e}", "{:?}", "{:.17e}"};
	size_t i;
	double back;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		assert_true(nostd_format_to(text, sizeof(text), forms[i], x) <
			    sizeof(text));
		assert_true(nostd_str_to_double(nostd_str_from_c(text), &back));
		assert_true(double_bits(back) == double_bits(x));
	}
}

static void random_bits_read_back(void **state)
{
	const uint64_t inf =
		sizeof(double) == 8 ? UINT64_C(0x7FF) << 52 : UINT32_C(0xFF) << 23;
	unsigned long steps = test_steps(4000);

	(void)state;
	while (steps-- != 0) {
		uint64_t bits = random_bits();
		uint32_t narrow = (uint32_t)(bits >> 32);

		if ((narrow & 0x7F800000U) != 0x7F800000U) {
			floats_read_back(float_of(narrow));
		}
		if ((bits & inf) != inf) {
			doubles_read_back(double_of(bits));
		}
	}
	/* The least, the least normal one and the greatest of each. */
	floats_read_back(float_of(1));
	floats_read_back(float_of(0x00800000));
	floats_read_back(float_of(0x7F7FFFFF));
	doubles_read_back(double_of(1));
	doubles_read_back(double_of(inf - 1));
}

#define forms(want, ...)                                          \
	do {                                                      \
		nostd_format_to(text, sizeof(text), __VA_ARGS__); \
		assert_string_equal(text, want);                  \
	} while (0)

/* Of numbers that are the same in 32 bits and in 64, or whose shortest text is. */
static void forms_are_those_of_either_width(void **state)
{
	(void)state;
	forms("0 -0 1 1.5 0.1", "{} {} {} {} {}", 0.0, -0.0, 1.0, 1.5, 0.1);
	forms("0.1 0.3 16777216", "{} {} {}", 0.1F, 0.3F, 16777216.0F);
	forms("1.0 -0.0 1e16 0.0001 1e-5", "{:?} {:?} {:?} {:?} {:?}", 1.0, -0.0, 1e16,
	      1e-4, 1e-5);
	forms("0e0 1e0 1.5e2 1E-7", "{:e} {:e} {:e} {:E}", 0.0, 1.0, 150.0, 1e-7);
	forms("2 4 0 2 -2", "{:.0} {:.0} {:.0} {:.0} {:.0}", 2.5, 3.5, 0.5, 1.5, -2.5);
	forms("0.0009765625 1099511627776", "{:.10} {:.0}", 0x1p-10, 0x1p40);
	forms("   1.50|1.50   |+0001.50|**1.5**", "{:7.2}|{:<7.2}|{:+08.2}|{:*^7}", 1.5,
	      1.5, 1.5, 1.5);
	forms("inf -inf", "{} {}", float_of(0x7F800000), float_of(0xFF800000));
	forms("NaN", "{}", float_of(0x7FC00000));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(texts_are_read_as_their_bits),
		TEST(random_bits_read_back),
		TEST(forms_are_those_of_either_width),
	};

	test_arguments(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
