/*
 * cmocka.h - as much of cmocka as the tests of nostd use, for images without a libc.
 *
 * Out:  the same names. A check that fails says file and line, and ends the image; values
 *       are not printed, for on AVR each text takes RAM.
 */
#ifndef NSC_TESTS_BARE_METAL_SHIM_CMOCKA_H
#define NSC_TESTS_BARE_METAL_SHIM_CMOCKA_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct CMUnitTest {
	void (*test)(void **state);
	int (*setup)(void **state);    /* NULL: none; 0: it went well */
	int (*teardown)(void **state); /* likewise */
};

int shim_unsaid(const char *format, ...);
_Noreturn void shim_fail(const char *file, unsigned line);

/* Says that this test of `count` has passed. */
void shim_passed(size_t number, size_t count);

/* The tests' main(), by -Dmain=test_main. */
int test_main(int argc, char **argv);

#define shim_check(holds) ((holds) ? (void)0 : shim_fail(__FILE__, __LINE__))

/* Runs the tests in order; 0. */
static inline int shim_run(const struct CMUnitTest *tests, size_t count)
{
	void *state = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		shim_check(!tests[i].setup || tests[i].setup(&state) == 0);
		tests[i].test(&state);
		shim_check(!tests[i].teardown || tests[i].teardown(&state) == 0);
		shim_passed(i + 1, count);
	}
	return 0;
}

/* A cast of a pointer to a wider number would warn. */
#define shim_number(x)             ((unsigned long long)(x))

#define assert_true(x)             shim_check(x)
#define assert_false(x)            shim_check(!(x))
#define assert_null(x)             shim_check((x) == NULL)
#define assert_non_null(x)         shim_check((x) != NULL)
#define assert_ptr_equal(a, b)     shim_check((const void *)(a) == (const void *)(b))
#define assert_ptr_not_equal(a, b) shim_check((const void *)(a) != (const void *)(b))
#define assert_int_equal(a, b)     shim_check(shim_number(a) == shim_number(b))
#define assert_int_not_equal(a, b) shim_check(shim_number(a) != shim_number(b))
#define assert_in_range(x, least, most)                    \
	shim_check(shim_number(x) >= shim_number(least) && \
		   shim_number(x) <= shim_number(most))
#define assert_memory_equal(a, b, size) shim_check(memcmp(a, b, size) == 0)
#define assert_string_equal(a, b)       shim_check(strcmp(a, b) == 0)
/* The text is not even evaluated. */
#define fail_msg(...) \
	((void)sizeof(shim_unsaid(__VA_ARGS__)), shim_fail(__FILE__, __LINE__))

#define cmocka_unit_test(test)   \
	{                        \
		test, NULL, NULL \
	}
#define cmocka_unit_test_setup_teardown(test, setup, teardown) \
	{                                                      \
		test, setup, teardown                          \
	}
/* Boards have no arguments. */
#define cmocka_set_test_filter(pattern) ((void)(pattern))
#define cmocka_run_group_tests(tests, setup, teardown) \
	shim_run(tests, sizeof(tests) / sizeof((tests)[0]))

#endif
