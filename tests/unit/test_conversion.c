/*
 * test_conversion.c - conversions of format strings, and the entries of policies.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nostd/string.h>

#include "analyzer/base/conversion.h"
#include "analyzer/base/host/host.h"

/* What is found in a format, as "offset:text:length:letter" with blanks between. */
static const struct {
	enum nsc_format_family family;
	const char *format, *found;
} formats[] = {
	{NSC_FORMAT_PRINTF, "", ""},
	{NSC_FORMAT_PRINTF, "no 100 %% of it", ""},
	{NSC_FORMAT_PRINTF, "%", ""},
	{NSC_FORMAT_PRINTF, "%5.", ""},
	{NSC_FORMAT_PRINTF, "%%f%f", "3:%f::f"},
	{NSC_FORMAT_PRINTF, "%-+ #0'5.2lld|", "0:%-+ #0'5.2lld:ll:d"},
	{NSC_FORMAT_PRINTF, "%-*.*f", "0:%-*.*f::f"},
	{NSC_FORMAT_PRINTF, "%*-5d", "0:%*-::-"},
	{NSC_FORMAT_PRINTF, "%.-5d", "0:%.-5d::d"},
	{NSC_FORMAT_PRINTF, "%lf %Lf %lld", "0:%lf::f 4:%Lf:L:f 8:%lld:ll:d"},
	{NSC_FORMAT_PRINTF, "%2$s%1$*3$d", "0:%2$s::s 4:%1$*3$d::d"},
	{NSC_FORMAT_PRINTF, "%m%C%S", "0:%m::m 2:%C::C 4:%S::S"},
	{NSC_FORMAT_PRINTF, "%I64u%Id%wf32x%w8d",
	 "0:%I64u:I64:u 5:%Id::d 8:%wf32x:wf32:x 14:%w8d:w8:d"},
	{NSC_FORMAT_PRINTF, "%[", "0:%[::["},
	{NSC_FORMAT_SCANF, "%*d%*5hhx", "0:%*d::d 3:%*5hhx:hh:x"},
	{NSC_FORMAT_SCANF, "%lf %Lf", "0:%lf:l:f 4:%Lf:L:f"},
	{NSC_FORMAT_SCANF, "%ms%5m[a]%m%", "0:%ms::s 3:%5m[a]::["},
	{NSC_FORMAT_SCANF, "%[]%f]%[^]%n]%n", "0:%[]%f]::[ 6:%[^]%n]::[ 13:%n::n"},
	{NSC_FORMAT_SCANF, "%[abc", "0:%[abc::["},
};

static void every_conversion_is_found_with_its_parts(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		struct nsc_conversion one;
		struct nostd_string found = nostd_string_new_in(&nsc_host_heap);
		size_t at = 0;

		while (nsc_conversion_next(nostd_str_from_c(formats[i].format),
					   formats[i].family, &at, &one)) {
			nostd_format(&found, "{}{}:{}:{}:{:c}", found.len == 0 ? "" : " ",
				     one.offset, one.text, one.length, one.letter);
		}
		assert_true(nostd_str_eq(nostd_string_as_str(&found),
					 nostd_str_from_c(formats[i].found)));
		nostd_string_drop(&found);
	}
}

static void a_format_ends_at_its_first_nul(void **state)
{
	struct nsc_conversion one;
	size_t at = 0;

	(void)state;
	assert_true(nsc_conversion_next(nostd_str_new("%d\0%f", 5), NSC_FORMAT_PRINTF,
					&at, &one));
	assert_int_equal(one.letter, 'd');
	assert_false(nsc_conversion_next(nostd_str_new("%d\0%f", 5), NSC_FORMAT_PRINTF,
					 &at, &one));
}

/* Does the entry name the conversion, and does it exactly? */
static const struct {
	const char *entry, *conversion;
	bool names, exactly;
} pairs[] = {
	{"%f", "%5.2f", true, true},        {"%f", "%lf", true, true},
	{"%f", "%Lf", true, false},         {"%f", "%F", true, true},
	{"%f", "%e", false, false},         {"%Lf", "%f", false, false},
	{"%n", "%hhn", true, false},        {"%hhn", "%n", false, false},
	{"%d", "%lld", true, false},        {"%lld", "%+lld", true, true},
	{"%x", "%X", false, false},         {"%s", "%S", false, false},
	{"%s", "%2$s", true, true},         {"any", "%p", true, true},
	{"float", "%+A", true, true},       {"float", "%d", false, false},
	{"long-long", "%lld", true, true},  {"long-long", "%I64x", true, true},
	{"long-long", "%Lf", false, false}, {"long-long", "%ld", false, false},
	{"wide", "%ls", true, true},        {"wide", "%C", true, true},
	{"wide", "%ld", false, false},      {"positional", "%1$d", true, true},
	{"positional", "%d", false, false},
};

static void entries_name_conversions(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct nsc_conversion_entry entry;
		struct nsc_conversion one;
		size_t at = 0;

		assert_true(nsc_conversion_entry_read(nostd_str_from_c(pairs[i].entry),
						      &entry));
		assert_true(nsc_conversion_next(nostd_str_from_c(pairs[i].conversion),
						NSC_FORMAT_PRINTF, &at, &one));
		assert_int_equal(nsc_conversion_entry_names(&entry, &one, false),
				 pairs[i].names);
		assert_int_equal(nsc_conversion_entry_names(&entry, &one, true),
				 pairs[i].exactly);
	}
}

/* "%ms" is one more than "%s": an entry of the latter denies both. */
static void memory_that_scanf_takes_is_named_apart(void **state)
{
	struct nsc_conversion_entry plain, taking;
	struct nsc_conversion one;
	size_t at = 0;

	(void)state;
	assert_true(nsc_conversion_entry_read(NOSTD_STR("%s"), &plain));
	assert_true(nsc_conversion_entry_read(NOSTD_STR("%ms"), &taking));
	assert_true(nsc_conversion_next(NOSTD_STR("%ms%s"), NSC_FORMAT_SCANF, &at, &one));
	assert_true(nsc_conversion_entry_names(&plain, &one, false));
	assert_false(nsc_conversion_entry_names(&plain, &one, true));
	assert_true(nsc_conversion_entry_names(&taking, &one, true));
	assert_true(nsc_conversion_next(NOSTD_STR("%ms%s"), NSC_FORMAT_SCANF, &at, &one));
	assert_false(nsc_conversion_entry_names(&taking, &one, false));
}

static void other_texts_are_no_entries(void **state)
{
	static const char *const texts[] = {"",     "%",      "f",   "%5f",   "%.2f",
					    "%%",   "%k",     "%fx", "%hhhd", "%*d",
					    "%1$d", "floats", "ANY", "% d",   "%[a]"};
	struct nsc_conversion_entry entry;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(
			nsc_conversion_entry_read(nostd_str_from_c(texts[i]), &entry));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_conversion_is_found_with_its_parts),
		cmocka_unit_test(a_format_ends_at_its_first_nul),
		cmocka_unit_test(entries_name_conversions),
		cmocka_unit_test(memory_that_scanf_takes_is_named_apart),
		cmocka_unit_test(other_texts_are_no_entries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
