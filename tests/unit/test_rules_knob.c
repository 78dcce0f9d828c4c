/*
 * test_rules_knob.c - configuration macros of libraries.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/knob.h"

static const struct nsc_knob *find(const char *library, const char *macro)
{
	size_t i;

	for (i = 0; i < nsc_knob_count(); i++) {
		const struct nsc_knob *knob = nsc_knob_at(i);

		if (nostd_str_eq(knob->library, nostd_str_from_c(library)) &&
		    nostd_str_eq(knob->macro, nostd_str_from_c(macro))) {
			return knob;
		}
	}
	fail_msg("no row %s, %s", library, macro);
	return NULL;
}

static void test_a_row_says_how_its_macro_is_set(void **state)
{
	(void)state;
	assert_int_equal(find("miniz", "MINIZ_NO_STDIO")->action, NSC_KNOB_DEFINE);
	assert_int_equal(find("miniz", "MINIZ_NO_STDIO")->value.len, 0);
	assert_true(nostd_str_eq(find("lz4", "LZ4_HEAPMODE")->value, NOSTD_STR("0")));
	assert_int_equal(find("jansson", "USE_URANDOM")->action, NSC_KNOB_UNDEFINE);
	assert_int_equal(find("uthash", "uthash_malloc")->action, NSC_KNOB_REPLACE);
	assert_true(nostd_str_eq(find("sqlite", "SQLITE_ZERO_MALLOC")->with,
				 NOSTD_STR("SQLITE_ENABLE_MEMSYS5")));
}

static void test_rows_are_sorted_and_whole(void **state)
{
	size_t i;

	(void)state;
	assert_true(nsc_knob_count() > 100);
	for (i = 0; i < nsc_knob_count(); i++) {
		const struct nsc_knob *knob = nsc_knob_at(i);
		const struct nsc_knob *last = nsc_knob_at(i == 0 ? 0 : i - 1);
		int order = nostd_str_cmp(last->library, knob->library);

		assert_true(knob->header.len != 0 && knob->source.len != 0);
		assert_true(i == 0 || order < 0 ||
			    (order == 0 && nostd_str_cmp(last->macro, knob->macro) < 0));
	}
}

static void test_a_library_is_told_by_the_end_of_its_headers_path(void **state)
{
	const struct nsc_knob *lz4 = find("lz4", "LZ4_HEAPMODE");
	const struct nsc_knob *lwip = find("lwip", "NO_SYS");

	(void)state;
	assert_true(nsc_knob_is_of(lz4, NOSTD_STR("/src/lz4/lib/lz4.h")));
	assert_true(nsc_knob_is_of(lz4, NOSTD_STR("lz4.h")));
	assert_false(nsc_knob_is_of(lz4, NOSTD_STR("/src/mylz4.h")));
	assert_false(nsc_knob_is_of(lz4, NOSTD_STR("/src/lz4.h/other.h")));
	assert_true(nsc_knob_is_of(lwip, NOSTD_STR("/include/lwip/init.h")));
	assert_false(nsc_knob_is_of(lwip, NOSTD_STR("/include/init.h")));
}

static void test_what_leaves_is_named_by_whole_words(void **state)
{
	const struct nsc_knob *miniz = find("miniz", "MINIZ_NO_MALLOC");

	(void)state;
	assert_true(nsc_knob_names(miniz, NOSTD_STR("malloc")));
	assert_true(nsc_knob_names(miniz, NOSTD_STR("free")));
	assert_false(nsc_knob_names(miniz, NOSTD_STR("alloc")));
	assert_false(nsc_knob_names(miniz, NOSTD_STR("")));
}

static void test_a_macro_that_names_a_system_is_nobodys_choice(void **state)
{
	(void)state;
	assert_true(nsc_knob_is_platform(NOSTD_STR("WIN32")));
	assert_false(nsc_knob_is_platform(NOSTD_STR("NDEBUG")));
	assert_false(nsc_knob_is_platform(NOSTD_STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_row_says_how_its_macro_is_set),
		cmocka_unit_test(test_rows_are_sorted_and_whole),
		cmocka_unit_test(test_a_library_is_told_by_the_end_of_its_headers_path),
		cmocka_unit_test(test_what_leaves_is_named_by_whole_words),
		cmocka_unit_test(test_a_macro_that_names_a_system_is_nobodys_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
