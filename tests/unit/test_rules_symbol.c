/*
 * test_rules_symbol.c - how names are stripped, and what the symbol tables promise.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/symbol.h"

static const struct nsc_profile practical = {false, NSC_EDITION_C23};

static bool find(const char *name, struct nsc_symbol_meaning *out)
{
	return nsc_symbol_find(&practical, nostd_str_from_c(name), out);
}

static void expect_str(struct nostd_str text, const char *expected)
{
	if (!nostd_str_eq(text, nostd_str_from_c(expected))) {
		fail_msg("got \"%.*s\", expected \"%s\"", (int)text.len, text.ptr,
			 expected);
	}
}

static void test_a_decoration_is_stripped_to_the_function_itself(void **state)
{
	static const struct {
		const char *link;
		const char *name;
	} cases[] = {
		{"malloc", "malloc"},
		{"_malloc_r", "malloc"},
		{"__real_malloc", "malloc"},
		{"__imp_malloc", "malloc"},
		{"malloc@GLIBC_2.2.5", "malloc"},
		{"malloc@@GLIBC_2.2.5", "malloc"},
		{"__memcpy_chk", "memcpy"},
		{"__isoc99_sscanf", "sscanf"},
		{"__isoc23_strtol", "strtol"},
		{"__builtin_memcpy", "memcpy"},
		{"__imp__wfopen", "_wfopen"},
		{"sinf@@GLIBC_2.2.5", "sinf"},
		{"_vfprintf_r", "vfprintf"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nsc_symbol_meaning meaning;

		assert_true(find(cases[i].link, &meaning));
		expect_str(meaning.name, cases[i].name);
	}
}

static void test_a_sibling_keeps_its_name_and_takes_the_base(void **state)
{
	static const struct {
		const char *link;
		const char *base;
	} cases[] = {
		{"sinf", "sin"},
		{"sinl", "sin"},
		{"sinf128", "sin"},
		{"fopen64", "fopen"},
		{"getc_unlocked", "getc"},
		{"strcoll_l", "strcoll"},
		{"strcmp_P", "strcmp"},
		{"__exp_finite", "exp"},
		{"_wfopen", "fopen"},
		{"_Znwm", "operator new"},
		{"_ZnwmRKSt9nothrow_t", "operator new"},
		{"_ZdaPvSt11align_val_t", "operator delete[]"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nsc_symbol_meaning meaning;

		assert_true(find(cases[i].link, &meaning));
		expect_str(meaning.name, cases[i].link);
		expect_str(meaning.base, cases[i].base);
		assert_true(meaning.pattern.len > 0);
	}
}

static void test_a_pattern_alone_makes_nothing_known(void **state)
{
	static const char *const unknown[] = {
		"",
		"x",
		"foo_l",
		"foof",
		"_foo_r",
		"__foo_chk",
		"foo64",
		"foo_P",
		"x@@V",
		"__imp_foo",
		"__real_foo",
		"_l",
		"__chk",
		"_r",
		"*",
		"*@*",
		"@",
		"@malloc",
		"pool_l",
		"write_l",
		"read_unlockedx",
		"cellf",
		"selff",
		"__aeabi_foo",
		"__cxa_foo",
		"_Z1fv",
		"_ZN3foo3barEv",
		"a_l_l_l_l_l_l_l_l_l_l",
		"malloc_",
		"_malloc_",
		"mymalloc",
		"free_list",
		"__atomic_fetch_add_3",
		"__riscv_save_13",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct nsc_symbol_meaning meaning;

		if (find(unknown[i], &meaning)) {
			fail_msg("%s was found as %.*s", unknown[i],
				 (int)meaning.base.len, meaning.base.ptr);
		}
	}
}

static void test_a_name_not_found_leaves_the_answer_alone(void **state)
{
	struct nsc_symbol_meaning meaning;
	struct nsc_symbol_meaning before;

	(void)state;
	memset(&meaning, 0x5a, sizeof(meaning));
	before = meaning;
	assert_false(find("no_such_function_anywhere", &meaning));
	assert_memory_equal(&meaning, &before, sizeof(meaning));
}

static void test_names_unknown_on_purpose_are_not_stripped(void **state)
{
	struct nsc_symbol_meaning meaning;
	struct nostd_str reason = NOSTD_STR("");

	(void)state;
	assert_false(find("read64", &meaning));
	assert_true(nsc_symbol_unknown_reason(NOSTD_STR("read64"), &reason));
	assert_true(reason.len > 0);
	assert_false(find("deflateInit_", &meaning));
	assert_true(nsc_symbol_unknown_reason(NOSTD_STR("deflateInit_"), &reason));
	assert_false(nsc_symbol_unknown_reason(NOSTD_STR("malloc"), &reason));
	assert_false(nsc_symbol_unknown_reason(NOSTD_STR("no_such_function"), &reason));
}

static void test_fortify_adds_hardening_and_takes_the_memory4_trait(void **state)
{
	struct nsc_symbol_meaning plain;
	struct nsc_symbol_meaning checked;

	(void)state;
	assert_true(find("memcpy", &plain));
	assert_true(find("__memcpy_chk", &checked));
	assert_true(plain.traits & NSC_TRAIT_MEMORY4);
	assert_false(plain.traits & NSC_TRAIT_HARDENING);
	assert_true(checked.traits & NSC_TRAIT_HARDENING);
	assert_false(checked.traits & NSC_TRAIT_MEMORY4);
	assert_int_equal(checked.tier, plain.tier);
}

static void test_exactly_four_names_have_the_memory4_trait(void **state)
{
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < nsc_symbol_count(); i++) {
		struct nsc_symbol_meaning meaning;

		nsc_symbol_at(&practical, i, &meaning);
		count += (meaning.traits & NSC_TRAIT_MEMORY4) != 0;
	}
	assert_int_equal(count, 4);
}

static void test_heap_entries_are_the_family_and_not_its_neighbours(void **state)
{
	static const char *const entries[] = {
		"malloc",
		"calloc",
		"realloc",
		"free",
		"aligned_alloc",
		"posix_memalign",
		"_malloc_r",
		"_free_r",
		"_Znwj",
		"_ZdlPvj",
		"nostd_global_allocator",
	};
	static const char *const neighbours[] = {
		"sbrk",     "_sbrk",   "strdup",        "asprintf",
		"mallinfo", "_ZnwmPv", "__malloc_lock",
	};
	struct nsc_symbol_meaning meaning;

	(void)state;
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		assert_true(find(entries[i], &meaning));
		assert_true(meaning.traits & NSC_TRAIT_HEAP);
		assert_int_equal(meaning.tier, NSC_TIER_ALLOC);
	}
	for (size_t i = 0; i < sizeof(neighbours) / sizeof(neighbours[0]); i++) {
		assert_true(find(neighbours[i], &meaning));
		assert_false(meaning.traits & NSC_TRAIT_HEAP);
	}
}

static void test_registration_names_are_those_of_the_library(void **state)
{
	struct nsc_symbol_meaning meaning;

	(void)state;
	assert_true(find("nostd_global_allocator", &meaning));
	assert_true(meaning.traits & NSC_TRAIT_REGISTRATION);
	assert_true(find("nostd_panic_handler", &meaning));
	assert_true(meaning.traits & NSC_TRAIT_REGISTRATION);
	assert_int_equal(meaning.tier, NSC_TIER_CORE);
}

static void test_rows_are_sorted_and_each_finds_itself(void **state)
{
	struct nsc_symbol_meaning last;

	(void)state;
	assert_true(nsc_symbol_count() > 5000);
	for (size_t i = 0; i < nsc_symbol_count(); i++) {
		struct nsc_symbol_meaning row;
		struct nsc_symbol_meaning found;

		nsc_symbol_at(&practical, i, &row);
		assert_true(nsc_symbol_find(&practical, row.name, &found));
		assert_ptr_equal(found.base.ptr, row.base.ptr);
		assert_int_equal(found.pattern.len, 0);
		assert_int_not_equal(row.tier, NSC_TIER_UNKNOWN);
		assert_true(row.origin.len > 0);
		assert_true(i == 0 || nostd_str_cmp(last.name, row.name) < 0);
		last = row;
	}
}

/* Names are not NUL-terminated: what stands behind one must not matter. */
static void test_only_the_given_bytes_count(void **state)
{
	static const char text[] = "mallocator@@GLIBC_2.2.5";
	struct nsc_symbol_meaning meaning;

	(void)state;
	assert_true(nsc_symbol_find(&practical, nostd_str_new(text, 6), &meaning));
	expect_str(meaning.base, "malloc");
	assert_false(nsc_symbol_find(&practical, nostd_str_new(text, 10), &meaning));
	assert_false(nsc_symbol_find(&practical, nostd_str_new(NULL, 0), &meaning));
}

static void test_a_libc_is_known_by_its_api_and_libgcc_is_not(void **state)
{
	(void)state;
	assert_true(nsc_symbol_is_libc_api(NOSTD_STR("malloc")));
	assert_true(nsc_symbol_is_libc_api(NOSTD_STR("_printf_r")));
	assert_true(nsc_symbol_is_libc_api(NOSTD_STR("sinf")));
	assert_false(nsc_symbol_is_libc_api(NOSTD_STR("__udivdi3")));
	assert_false(nsc_symbol_is_libc_api(NOSTD_STR("nostd_panic_handler")));
	assert_false(nsc_symbol_is_libc_api(NOSTD_STR("_Znwm")));
	assert_false(nsc_symbol_is_libc_api(NOSTD_STR("my_function")));
}

static void test_libraries_that_define_a_name_are_listed(void **state)
{
	struct nsc_symbol_meaning meaning;

	(void)state;
	assert_true(find("malloc", &meaning));
	assert_true(meaning.providers & 1u << NSC_PROVIDER_INDEX_NEWLIB);
	assert_true(meaning.providers & 1u << NSC_PROVIDER_INDEX_AVR);
	assert_true(find("__errno", &meaning));
	assert_true(meaning.providers & 1u << NSC_PROVIDER_INDEX_NANO);
	assert_false(meaning.providers & 1u << NSC_PROVIDER_INDEX_GLIBC);
	assert_true(find("_sbrk", &meaning));
	assert_true(meaning.providers & 1u << NSC_PROVIDER_INDEX_NOSYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_decoration_is_stripped_to_the_function_itself),
		cmocka_unit_test(test_a_sibling_keeps_its_name_and_takes_the_base),
		cmocka_unit_test(test_a_pattern_alone_makes_nothing_known),
		cmocka_unit_test(test_a_name_not_found_leaves_the_answer_alone),
		cmocka_unit_test(test_names_unknown_on_purpose_are_not_stripped),
		cmocka_unit_test(test_fortify_adds_hardening_and_takes_the_memory4_trait),
		cmocka_unit_test(test_exactly_four_names_have_the_memory4_trait),
		cmocka_unit_test(test_heap_entries_are_the_family_and_not_its_neighbours),
		cmocka_unit_test(test_registration_names_are_those_of_the_library),
		cmocka_unit_test(test_rows_are_sorted_and_each_finds_itself),
		cmocka_unit_test(test_only_the_given_bytes_count),
		cmocka_unit_test(test_a_libc_is_known_by_its_api_and_libgcc_is_not),
		cmocka_unit_test(test_libraries_that_define_a_name_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
