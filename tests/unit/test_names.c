/*
 * test_names.c - analyzer/base/names: every text once, and the order of what is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/base/run.h"

static struct nsc_run run;

static int set_up(void **state)
{
	(void)state;
	nsc_run_init(&run);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nsc_run_release(&run);
	return 0;
}

static void equal_texts_have_one_name_and_others_have_others(void **state)
{
	struct nsc_name a = nsc_name_c(run.names, "printf");

	(void)state;
	assert_true(nsc_name_eq(a, nsc_name(run.names, NOSTD_STR("printf"))));
	assert_false(nsc_name_eq(a, nsc_name_c(run.names, "Printf")));
	assert_false(nsc_name_eq(a, nsc_name_c(run.names, "print")));
	assert_int_equal(nsc_names_count(run.names), 4);
}

static void the_empty_text_is_the_name_of_all_zero(void **state)
{
	const struct nsc_name none = {0};

	(void)state;
	assert_true(nsc_name_eq(nsc_name_c(run.names, ""), none));
	assert_true(nsc_name_eq(nsc_name_c(run.names, NULL), none));
	assert_false(nsc_name_given(none));
	assert_int_equal(nsc_name_text(run.names, none).len, 0);
	assert_string_equal(nsc_name_chars(run.names, none), "");
}

static void a_text_may_hold_any_bytes_and_outlives_its_source(void **state)
{
	char text[5] = {'a', '\0', '\xff', 'b', 'x'};
	struct nsc_name name = nsc_name(run.names, nostd_str_new(text, 4));

	(void)state;
	memset(text, 'z', sizeof(text));
	assert_int_equal(nsc_name_text(run.names, name).len, 4);
	assert_memory_equal(nsc_name_text(run.names, name).ptr,
			    "a\0\xff"
			    "b",
			    5);
	assert_false(nsc_name_eq(name, nsc_name_c(run.names, "a")));
}

static void finding_does_not_add(void **state)
{
	uint32_t before = nsc_names_count(run.names);

	(void)state;
	assert_false(nsc_name_given(nsc_name_find(run.names, NOSTD_STR("none"))));
	assert_int_equal(nsc_names_count(run.names), before);
	nsc_name_c(run.names, "some");
	assert_true(nsc_name_given(nsc_name_find(run.names, NOSTD_STR("some"))));
}

static void two_hundred_thousand_names_are_all_found_again(void **state)
{
	static struct nsc_name names[200000];
	char text[32];
	size_t i;

	(void)state;
	for (i = 0; i < 200000; i++) {
		snprintf(text, sizeof(text), "_ZN3foo%zuEv",
			 i * 2654435761U % 1000000007U);
		names[i] = nsc_name_c(run.names, text);
	}
	assert_int_equal(nsc_names_count(run.names), 200001);
	for (i = 0; i < 200000; i++) {
		snprintf(text, sizeof(text), "_ZN3foo%zuEv",
			 i * 2654435761U % 1000000007U);
		assert_true(nsc_name_eq(names[i], nsc_name_find(run.names,
								nostd_str_from_c(text))));
		assert_string_equal(nsc_name_chars(run.names, names[i]), text);
	}
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void the_order_is_that_of_the_bytes_not_of_first_use(void **state)
{
	static const char *const order[] = {"",   "A",  "Z", "_a",      "a",
					    "a.", "aa", "b", "\xc3\xbc"};
	enum { SIZE = sizeof(order) / sizeof(order[0]) };
	size_t i, j;

	(void)state;
	for (i = SIZE; i > 0; i--) {
		nsc_name_c(run.names, order[i - 1]);
	}
	for (i = 0; i < SIZE; i++) {
		for (j = 0; j < SIZE; j++) {
			struct nsc_name a = nsc_name_c(run.names, order[i]);
			struct nsc_name b = nsc_name_c(run.names, order[j]);

			assert_int_equal(sign(nsc_name_cmp(run.names, a, b)),
					 sign((int)i - (int)j));
		}
	}
}

static void places_are_ordered_by_file_line_and_column(void **state)
{
	struct nsc_name b = nsc_name_c(run.names, "b"), a = nsc_name_c(run.names, "a");
	const struct nsc_place order[] = {{{0}, 9, 9},       {a, 0, 0},  {a, 0, 1},
					  {a, 2, 1},         {a, 10, 0}, {b, 1, 1},
					  {b, UINT32_MAX, 1}};
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		for (j = 0; j < sizeof(order) / sizeof(order[0]); j++) {
			assert_int_equal(
				sign(nsc_place_cmp(run.names, order[i], order[j])),
				sign((int)i - (int)j));
		}
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(equal_texts_have_one_name_and_others_have_others),
		CASE(the_empty_text_is_the_name_of_all_zero),
		CASE(a_text_may_hold_any_bytes_and_outlives_its_source),
		CASE(finding_does_not_add),
		CASE(two_hundred_thousand_names_are_all_found_again),
		CASE(the_order_is_that_of_the_bytes_not_of_first_use),
		CASE(places_are_ordered_by_file_line_and_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
