/*
 * test_constructs.c - the table of constructs speaks of constructs that there are, and
 * finds what a name comes of.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analyzer/fact/unit.h"
#include "rules/construct.h"

static const struct nsc_emitter *find(const char *construct, const char *name,
				      uint32_t bytes)
{
	return nsc_emitter_find(nostd_str_from_c(construct), nostd_str_from_c(name),
				bytes);
}

static void every_row_names_a_construct_and_every_construct_has_a_row(void **state)
{
	bool met[NSC_CONSTRUCT_COUNT] = {false};
	size_t i;
	uint8_t k;

	(void)state;
	for (i = 0; i < nsc_emitter_count(); i++) {
		struct nostd_str slug = nsc_emitter_at(i)->construct;

		assert_non_null(nsc_construct_phrase_of(slug));
		for (k = 0; k < NSC_CONSTRUCT_COUNT; k++) {
			met[k] |= nostd_str_eq(slug,
					       nostd_str_from_c(nsc_construct_slug(k)));
		}
	}
	for (k = 0; k < NSC_CONSTRUCT_COUNT; k++) {
		assert_true(met[k]);
	}
}

static void sizes_tell_rows_apart(void **state)
{
	(void)state;
	assert_non_null(find("division", "__aeabi_ldivmod", 8));
	assert_null(find("division", "__aeabi_ldivmod", 4));
	assert_non_null(find("division", "__aeabi_ldivmod", 0));
	assert_non_null(find("division", "__udivsi3", 4));
	assert_non_null(find("float-multiplication", "__muldf3", 8));
	assert_null(find("float-multiplication", "__muldf3", 4));
	assert_null(find("loop", "__muldf3", 0));
}

static void globs_stand_for_text_and_characters(void **state)
{
	(void)state;
	assert_non_null(find("struct-copy", "__aeabi_memcpy", 64));
	assert_non_null(find("struct-copy", "__aeabi_memcpy4", 64));
	assert_null(find("struct-copy", "__aeabi_memset4", 64));
	assert_non_null(find("builtin", "__popcountdi2", 8));
	assert_null(find("builtin", "__popcount", 8));
	assert_non_null(find("cleanup", "_ZN5thingD1Ev", 0));
	assert_null(find("cleanup", "_ZN5thingC1Ev", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_row_names_a_construct_and_every_construct_has_a_row),
		cmocka_unit_test(sizes_tell_rows_apart),
		cmocka_unit_test(globs_stand_for_text_and_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
