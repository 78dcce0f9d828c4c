/*
 * test_rules_tables.c - tiers, headers, rules, pages, libraries, rewrites and aliases.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/header.h"
#include "rules/library.h"
#include "rules/rewrite.h"
#include "rules/rule.h"
#include "rules/symbol.h"
#include "rules/tier.h"

static const struct nsc_profile practical = {false, NSC_EDITION_C23};

static void expect_str(struct nostd_str text, const char *expected)
{
	if (!nostd_str_eq(text, nostd_str_from_c(expected))) {
		fail_msg("got \"%.*s\", expected \"%s\"", (int)text.len, text.ptr,
			 expected);
	}
}

/* -- tiers and words ----------------------------------------------------------------- */

static void test_words_read_back_as_what_they_were_written_from(void **state)
{
	(void)state;
	for (int i = 0; i < NSC_TIER_UNKNOWN; i++) {
		enum nsc_tier tier;

		assert_true(nsc_tier_by_name(nsc_tier_name((enum nsc_tier)i), &tier));
		assert_int_equal(tier, i);
	}
	for (int i = 0; i < NSC_CAP_COUNT; i++) {
		enum nsc_capability capability;

		assert_true(nsc_capability_by_name(
			nsc_capability_name((enum nsc_capability)i), &capability));
		assert_int_equal(capability, i);
	}
	for (int i = 0; i < NSC_EDITION_COUNT; i++) {
		enum nsc_edition edition;

		assert_true(nsc_edition_by_name(nsc_edition_name((enum nsc_edition)i),
						&edition));
		assert_int_equal(edition, i);
	}
}

static void test_no_tier_is_asked_for_as_unknown(void **state)
{
	enum nsc_tier tier = NSC_TIER_STD;

	(void)state;
	assert_false(nsc_tier_by_name(NOSTD_STR("unknown"), &tier));
	assert_false(nsc_tier_by_name(NOSTD_STR("Core"), &tier));
	assert_false(nsc_tier_by_name(NOSTD_STR(""), &tier));
	assert_int_equal(tier, NSC_TIER_STD);
}

static void test_what_needs_an_os_drags_and_what_computes_does_not(void **state)
{
	static const enum nsc_capability drags[] = {
		NSC_CAP_HEAP,    NSC_CAP_IO,     NSC_CAP_FS,      NSC_CAP_NET,
		NSC_CAP_THREAD,  NSC_CAP_TIME,   NSC_CAP_PROCESS, NSC_CAP_ENV,
		NSC_CAP_SYSCALL, NSC_CAP_SIGNAL, NSC_CAP_DYNLINK, NSC_CAP_USERS,
	};
	static const enum nsc_capability pure[] = {
		NSC_CAP_ERRNO, NSC_CAP_LOCALE,  NSC_CAP_REENT, NSC_CAP_STRING,
		NSC_CAP_MATH,  NSC_CAP_CONVERT, NSC_CAP_FMT,   NSC_CAP_CTYPE,
		NSC_CAP_WIDE,  NSC_CAP_RUNTIME,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(drags) / sizeof(drags[0]); i++) {
		assert_true(nsc_capability_drags(drags[i]));
	}
	for (size_t i = 0; i < sizeof(pure) / sizeof(pure[0]); i++) {
		assert_false(nsc_capability_drags(pure[i]));
	}
}

static void test_a_cxx_edition_takes_over_a_c_library(void **state)
{
	(void)state;
	assert_int_equal(nsc_edition_of_c(NSC_EDITION_CXX23), NSC_EDITION_C17);
	assert_int_equal(nsc_edition_of_c(NSC_EDITION_CXX26), NSC_EDITION_C23);
	assert_int_equal(nsc_edition_of_c(NSC_EDITION_C99), NSC_EDITION_C99);
	assert_int_equal(nsc_edition_of_cxx(NSC_EDITION_C99), NSC_EDITION_CXX23);
	assert_int_equal(nsc_edition_of_cxx(NSC_EDITION_CXX11), NSC_EDITION_CXX11);
}

/* -- headers ------------------------------------------------------------------------- */

/* Tier of a header under strict with an edition, or UNKNOWN. */
static enum nsc_tier strict_tier(const char *name, enum nsc_edition edition)
{
	const struct nsc_profile profile = {true, edition};
	struct nsc_header_meaning meaning;

	if (!nsc_header_find(&profile, nostd_str_from_c(name), &meaning)) {
		return NSC_TIER_UNKNOWN;
	}
	return meaning.tier;
}

static enum nsc_tier header_tier(const char *name)
{
	struct nsc_header_meaning meaning;

	if (!nsc_header_find(&practical, nostd_str_from_c(name), &meaning)) {
		return NSC_TIER_UNKNOWN;
	}
	return meaning.tier;
}

/* ISO/IEC 9899 clause 4, edition by edition. */
static void test_freestanding_headers_by_edition(void **state)
{
	static const struct {
		const char *name;
		enum nsc_edition since;
	} headers[] = {
		{"float.h", NSC_EDITION_C89},       {"limits.h", NSC_EDITION_C89},
		{"stdarg.h", NSC_EDITION_C89},      {"stddef.h", NSC_EDITION_C89},
		{"iso646.h", NSC_EDITION_C95},      {"stdbool.h", NSC_EDITION_C99},
		{"stdint.h", NSC_EDITION_C99},      {"stdalign.h", NSC_EDITION_C11},
		{"stdnoreturn.h", NSC_EDITION_C11}, {"stdbit.h", NSC_EDITION_C23},
		{"stdckdint.h", NSC_EDITION_C23},   {"string.h", NSC_EDITION_C23},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		for (int edition = NSC_EDITION_C95; edition <= NSC_EDITION_C23;
		     edition++) {
			bool core = edition >= (int)headers[i].since ||
				    headers[i].since == NSC_EDITION_C89;

			assert_int_equal(strict_tier(headers[i].name,
						     (enum nsc_edition)edition),
					 core ? NSC_TIER_CORE : NSC_TIER_STD);
		}
		assert_int_equal(header_tier(headers[i].name), NSC_TIER_CORE);
	}
}

static void test_hosted_headers_are_std_in_both_profiles(void **state)
{
	static const char *const names[] = {
		"stdio.h",      "errno.h",    "signal.h",  "time.h",  "locale.h",
		"assert.h",     "unistd.h",   "pthread.h", "fcntl.h", "sys/stat.h",
		"sys/socket.h", "linux/fs.h", "iostream",  "thread",  "wctype.h",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(header_tier(names[i]), NSC_TIER_STD);
		assert_int_equal(strict_tier(names[i], NSC_EDITION_C23), NSC_TIER_STD);
	}
}

static void test_mixed_headers_take_their_lowest_tier(void **state)
{
	struct nsc_header_meaning meaning;

	(void)state;
	assert_true(nsc_header_find(&practical, NOSTD_STR("stdlib.h"), &meaning));
	assert_true(meaning.mixed);
	assert_int_equal(meaning.tier, NSC_TIER_CORE);
	assert_true(nsc_header_find(&practical, NOSTD_STR("stdio.h"), &meaning));
	assert_false(meaning.mixed);
	assert_int_equal(strict_tier("math.h", NSC_EDITION_C23), NSC_TIER_STD);
	assert_int_equal(header_tier("math.h"), NSC_TIER_CORE);
}

static void test_a_folder_row_covers_what_lies_in_it(void **state)
{
	struct nsc_header_meaning meaning;

	(void)state;
	assert_true(
		nsc_header_find(&practical, NOSTD_STR("linux/spi/spidev.h"), &meaning));
	assert_int_equal(meaning.capability, NSC_CAP_SYSCALL);
	assert_int_equal(header_tier("avr/io.h"), NSC_TIER_CORE);
	assert_int_equal(header_tier("./stdio.h"), NSC_TIER_STD);
	assert_int_equal(header_tier("linux/"), NSC_TIER_UNKNOWN);
	assert_int_equal(header_tier("mylinux/fs.h"), NSC_TIER_UNKNOWN);
	assert_int_equal(header_tier("my.h"), NSC_TIER_UNKNOWN);
	assert_int_equal(header_tier(""), NSC_TIER_UNKNOWN);
}

static void test_cxx_headers_turn_core_with_their_edition(void **state)
{
	(void)state;
	assert_int_equal(strict_tier("bit", NSC_EDITION_CXX17), NSC_TIER_STD);
	assert_int_equal(strict_tier("bit", NSC_EDITION_CXX20), NSC_TIER_CORE);
	assert_int_equal(strict_tier("bit", NSC_EDITION_C99), NSC_TIER_CORE);
	assert_int_equal(strict_tier("utility", NSC_EDITION_CXX20), NSC_TIER_STD);
	assert_int_equal(strict_tier("utility", NSC_EDITION_CXX23), NSC_TIER_CORE);
	assert_int_equal(strict_tier("vector", NSC_EDITION_CXX26), NSC_TIER_STD);
}

static void test_header_rows_are_sorted_and_each_finds_itself(void **state)
{
	struct nsc_header_meaning last;

	(void)state;
	for (size_t i = 0; i < nsc_header_count(); i++) {
		struct nsc_header_meaning row;
		struct nsc_header_meaning found;

		nsc_header_at(&practical, i, &row);
		assert_true(nsc_header_find(&practical, row.name, &found));
		assert_ptr_equal(found.name.ptr, row.name.ptr);
		assert_true(i == 0 || nostd_str_cmp(last.name, row.name) < 0);
		last = row;
	}
}

/* -- rules --------------------------------------------------------------------------- */

static void test_severities_are_as_decided(void **state)
{
	static const int errors[] = {101, 103, 104, 105, 106, 107, 108, 109, 110, 111,
				     112, 201, 202, 203, 902, 903, 905, 951, 952, 953};
	static const int warnings[] = {102, 205, 206, 207, 208, 209, 303, 401, 954};
	char id[8] = "NSC";

	(void)state;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		snprintf(id + 3, 4, "%d", errors[i]);
		assert_int_equal(nsc_rule_find(nostd_str_from_c(id))->severity,
				 NSC_SEVERITY_ERROR);
	}
	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++) {
		snprintf(id + 3, 4, "%d", warnings[i]);
		assert_int_equal(nsc_rule_find(nostd_str_from_c(id))->severity,
				 NSC_SEVERITY_WARNING);
	}
}

static void test_off_by_default_are_soft_float_format_and_math_errno(void **state)
{
	(void)state;
	for (int i = 0; i < NSC_RULE_COUNT; i++) {
		bool off = i == NSC_RULE_204 || i == NSC_RULE_208 || i == NSC_RULE_210;

		assert_int_equal(nsc_rule_at((enum nsc_rule_id)i)->on, !off);
	}
}

static void test_rules_judged_now_are_these(void **state)
{
	static const enum nsc_rule_id judged[] = {
		NSC_RULE_101, NSC_RULE_102, NSC_RULE_103, NSC_RULE_104, NSC_RULE_105,
		NSC_RULE_106, NSC_RULE_107, NSC_RULE_108, NSC_RULE_109, NSC_RULE_110,
		NSC_RULE_111, NSC_RULE_112, NSC_RULE_201, NSC_RULE_202, NSC_RULE_203,
		NSC_RULE_204, NSC_RULE_205, NSC_RULE_206, NSC_RULE_207, NSC_RULE_208,
		NSC_RULE_209, NSC_RULE_210, NSC_RULE_301, NSC_RULE_302, NSC_RULE_303,
		NSC_RULE_304, NSC_RULE_401, NSC_RULE_901, NSC_RULE_902, NSC_RULE_903,
		NSC_RULE_904, NSC_RULE_905, NSC_RULE_951, NSC_RULE_952, NSC_RULE_953,
	};
	size_t next = 0;

	(void)state;
	for (int i = 0; i < NSC_RULE_COUNT; i++) {
		bool now = next < sizeof(judged) / sizeof(judged[0]) &&
			   judged[next] == (enum nsc_rule_id)i;

		next += now;
		assert_int_equal(nsc_rule_at((enum nsc_rule_id)i)->judged, now);
	}
	assert_int_equal(next, sizeof(judged) / sizeof(judged[0]));
}

static void test_a_rule_is_found_by_id_and_by_slug(void **state)
{
	const struct nsc_rule *rule = nsc_rule_at(NSC_RULE_101);

	(void)state;
	expect_str(rule->id, "NSC101");
	assert_ptr_equal(nsc_rule_find(NOSTD_STR("NSC101")), rule);
	assert_ptr_equal(nsc_rule_find(NOSTD_STR("nsc101")), rule);
	assert_ptr_equal(nsc_rule_find(NOSTD_STR("hosted-symbol")), rule);
	assert_null(nsc_rule_find(NOSTD_STR("101")));
	assert_null(nsc_rule_find(NOSTD_STR("NSC1011")));
	assert_null(nsc_rule_find(NOSTD_STR("hosted")));
	assert_null(nsc_rule_find(NOSTD_STR("")));
}

static void test_every_rule_has_a_page_that_says_whether_it_is_judged(void **state)
{
	const struct nostd_str later = NOSTD_STR("Not judged by this version");

	(void)state;
	for (int i = 0; i < NSC_RULE_COUNT; i++) {
		const struct nsc_rule *rule = nsc_rule_at((enum nsc_rule_id)i);
		struct nostd_str page;

		assert_true(nsc_page_find(rule->id, &page));
		assert_true(nostd_str_contains(page, rule->id));
		assert_true(nostd_str_contains(page, rule->slug));
		assert_int_equal(nostd_str_contains(page, later), !rule->judged);
		assert_true(!rule->judged ||
			    nostd_str_contains(page, NOSTD_STR("Near miss")));
	}
	assert_true(nsc_page_count() > NSC_RULE_COUNT);
}

static void test_topics_have_pages(void **state)
{
	struct nostd_str page;

	(void)state;
	assert_true(nsc_page_find(NOSTD_STR("tiers"), &page));
	assert_true(nsc_page_find(NOSTD_STR("memory-functions"), &page));
	assert_false(nsc_page_find(NOSTD_STR("no-such-page"), &page));
}

/* The remedy of a rule with these values, in a buffer of 400 bytes. */
static struct nostd_str remedy(enum nsc_rule_id rule,
			       const struct nsc_remedy_values *values)
{
	static char buf[400];
	size_t len = nsc_remedy_format(nsc_rule_at(rule), values, buf, sizeof(buf));

	assert_true(len <= sizeof(buf));
	return nostd_str_new(buf, len);
}

static void test_a_remedy_leaves_out_what_it_has_no_value_for(void **state)
{
	struct nsc_remedy_values values = {.symbol = NOSTD_STR("strtok")};

	(void)state;
	expect_str(remedy(NSC_RULE_101, &values),
		   "Provide strtok in the target's own code. Or allow it for this target "
		   "with "
		   "a reason.");
	values.use_instead = NOSTD_STR("strtok_r");
	expect_str(remedy(NSC_RULE_101, &values),
		   "Use strtok_r instead of strtok. Provide strtok in the target's own "
		   "code. "
		   "Or allow it for this target with a reason.");
}

static void test_a_remedy_says_how_long_it_is_when_it_does_not_fit(void **state)
{
	const struct nsc_remedy_values values = {.symbol = NOSTD_STR("strtok")};
	size_t whole = remedy(NSC_RULE_101, &values).len;
	char buf[9] = "........";

	(void)state;
	assert_int_equal(nsc_remedy_format(nsc_rule_at(NSC_RULE_101), &values, buf, 7),
			 whole);
	assert_string_equal(buf, "Provide.");
	assert_int_equal(nsc_remedy_format(nsc_rule_at(NSC_RULE_101), &values, NULL, 0),
			 whole);
}

static void test_every_remedy_still_says_something_with_few_values(void **state)
{
	const struct nsc_remedy_values values = {.symbol = NOSTD_STR("name"),
						 .header = NOSTD_STR("name.h"),
						 .capability = NOSTD_STR("io")};

	(void)state;
	for (int i = 0; i < NSC_RULE_COUNT; i++) {
		struct nostd_str text = remedy((enum nsc_rule_id)i, &values);

		assert_true(text.len > 0);
		assert_false(nostd_str_contains(text, NOSTD_STR("{")));
		assert_true(nostd_str_ends_with(text, NOSTD_STR(".")));
	}
}

static void test_a_severity_has_a_name_and_a_level(void **state)
{
	enum nsc_severity severity;

	(void)state;
	assert_true(nsc_severity_by_name(NOSTD_STR("deny"), &severity));
	assert_int_equal(severity, NSC_SEVERITY_ERROR);
	assert_true(nsc_severity_by_name(NOSTD_STR("error"), &severity));
	assert_int_equal(severity, NSC_SEVERITY_ERROR);
	assert_true(nsc_severity_by_name(NOSTD_STR("allow"), &severity));
	assert_int_equal(severity, NSC_SEVERITY_OFF);
	assert_false(nsc_severity_by_name(NOSTD_STR("fatal"), &severity));
	expect_str(nsc_severity_name(NSC_SEVERITY_WARNING), "warning");
	expect_str(nsc_severity_level(NSC_SEVERITY_WARNING), "warn");
}

/* -- libraries ----------------------------------------------------------------------- */

static void expect_role(const char *path, int role)
{
	const struct nsc_library *library = nsc_library_find(nostd_str_from_c(path));

	if (!library || (int)library->role != role) {
		fail_msg("%s: role %d, expected %d", path,
			 library ? (int)library->role : -1, role);
	}
}

static void test_archives_have_the_role_of_their_base_name(void **state)
{
	(void)state;
	expect_role("libc.a", NSC_ROLE_LIBC);
	expect_role("/usr/lib/arm-none-eabi/lib/libc_nano.a", NSC_ROLE_LIBC);
	expect_role("C:\\tools\\lib\\libg.a", NSC_ROLE_LIBC);
	expect_role("libm.a", NSC_ROLE_LIBM);
	expect_role("libnosys.a", NSC_ROLE_STUB);
	expect_role("librdimon_nano.a", NSC_ROLE_STUB);
	expect_role("libsemihost.a", NSC_ROLE_STUB);
	expect_role("libgcc.a", NSC_ROLE_RUNTIME);
	expect_role("libclang_rt.builtins-armv7m.a", NSC_ROLE_RUNTIME);
	expect_role("libclang_rt.asan-x86_64.a", NSC_ROLE_INSTRUMENTATION);
	expect_role("libgcov.a", NSC_ROLE_INSTRUMENTATION);
	expect_role("libstdc++_nano.a", NSC_ROLE_CXX);
	expect_role("libc++abi.a", NSC_ROLE_CXX);
	expect_role("libsupc++.a", NSC_ROLE_CXX);
	expect_role("libpthread.a", NSC_ROLE_OS);
	expect_role("libatomic.a", NSC_ROLE_RUNTIME);
	expect_role("crt0.o", NSC_ROLE_STARTUP);
	expect_role("crtbeginS.o", NSC_ROLE_STARTUP);
	expect_role("crtatmega328p.o", NSC_ROLE_STARTUP);
	expect_role("rdimon-crt0.o", NSC_ROLE_STARTUP);
	expect_role("libc.so.6", NSC_ROLE_LIBC);
}

static void test_archives_that_only_begin_like_a_libc_have_no_role(void **state)
{
	static const char *const names[] = {
		"libcrypto.a",
		"libcurl.a",
		"libcmocka.a",
		"libcurses.a",
		"libmbedtls.a",
		"libgpio.a",
		"main.o",
		"libcoap.a",
		"mylibc.a",
		"libc.a.o",
		"",
		"/",
		"libc.a/main.o",
		"libmatrix.a",
		"libgraph.a",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_null(nsc_library_find(nostd_str_from_c(names[i])));
	}
}

static void test_roles_stand_on_their_side_of_the_boundary(void **state)
{
	(void)state;
	assert_int_equal(nsc_role_side(NSC_ROLE_LIBC), NSC_SIDE_HOSTED);
	assert_int_equal(nsc_role_side(NSC_ROLE_STUB), NSC_SIDE_HOSTED);
	assert_int_equal(nsc_role_side(NSC_ROLE_RUNTIME), NSC_SIDE_RUNTIME);
	assert_int_equal(nsc_role_side(NSC_ROLE_STARTUP), NSC_SIDE_STARTUP);
}

/* -- rewrites and aliases ------------------------------------------------------------ */

static void test_a_rewritten_name_leads_back_to_what_was_written(void **state)
{
	const struct nsc_rewrite *rewrite = NULL;
	size_t count = nsc_rewrites_to(NOSTD_STR("puts"), &rewrite);
	bool printf_seen = false;

	(void)state;
	assert_true(count >= 1);
	for (size_t i = 0; i < count; i++) {
		expect_str(rewrite[i].emitted, "puts");
		printf_seen |= nostd_str_eq(rewrite[i].written, NOSTD_STR("printf"));
	}
	assert_true(printf_seen);
	assert_int_equal(nsc_rewrites_to(NOSTD_STR("printf"), &rewrite), 0);
}

static void test_a_construct_has_no_written_name(void **state)
{
	const struct nsc_rewrite *rewrite = NULL;
	size_t count = nsc_rewrites_to(NOSTD_STR("__cxa_guard_acquire"), &rewrite);

	(void)state;
	assert_int_equal(count, 1);
	assert_int_equal(rewrite->written.len, 0);
	expect_str(rewrite->stop, "-fno-threadsafe-statics");
}

static void test_rewrites_and_their_names_are_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < nsc_rewrite_count(); i++) {
		const struct nsc_rewrite *row = nsc_rewrite_at(i);
		struct nsc_symbol_meaning meaning;

		assert_true(nsc_symbol_find(&practical, row->emitted, &meaning));
		if (row->written.len > 0) {
			assert_true(nsc_symbol_find(&practical, row->written, &meaning));
		}
		assert_true(row->when.len > 0);
	}
}

static void test_an_alias_leads_from_the_link_name_to_the_source(void **state)
{
	const struct nsc_alias *alias = NULL;

	(void)state;
	assert_int_equal(nsc_aliases_of(NOSTD_STR("__errno"), &alias), 1);
	expect_str(alias->source, "errno");
	assert_int_equal(nsc_aliases_of(NOSTD_STR("__assert_func"), &alias), 1);
	expect_str(alias->source, "assert");
	assert_int_equal(nsc_aliases_of(NOSTD_STR("_setjmp"), &alias), 1);
	expect_str(alias->source, "setjmp");
	assert_true(nsc_aliases_of(NOSTD_STR("_ctype_"), &alias) > 10);
	expect_str(alias[0].source, "isalnum");
	expect_str(alias[1].source, "isalpha");
	assert_int_equal(nsc_aliases_of(NOSTD_STR("errno"), &alias), 0);
	for (size_t i = 0; i < nsc_alias_count(); i++) {
		struct nsc_symbol_meaning meaning;

		assert_true(nsc_symbol_find(&practical, nsc_alias_at(i)->link, &meaning));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_read_back_as_what_they_were_written_from),
		cmocka_unit_test(test_no_tier_is_asked_for_as_unknown),
		cmocka_unit_test(test_what_needs_an_os_drags_and_what_computes_does_not),
		cmocka_unit_test(test_a_cxx_edition_takes_over_a_c_library),
		cmocka_unit_test(test_freestanding_headers_by_edition),
		cmocka_unit_test(test_hosted_headers_are_std_in_both_profiles),
		cmocka_unit_test(test_mixed_headers_take_their_lowest_tier),
		cmocka_unit_test(test_a_folder_row_covers_what_lies_in_it),
		cmocka_unit_test(test_cxx_headers_turn_core_with_their_edition),
		cmocka_unit_test(test_header_rows_are_sorted_and_each_finds_itself),
		cmocka_unit_test(test_severities_are_as_decided),
		cmocka_unit_test(
			test_off_by_default_are_soft_float_format_and_math_errno),
		cmocka_unit_test(test_rules_judged_now_are_these),
		cmocka_unit_test(test_a_rule_is_found_by_id_and_by_slug),
		cmocka_unit_test(
			test_every_rule_has_a_page_that_says_whether_it_is_judged),
		cmocka_unit_test(test_topics_have_pages),
		cmocka_unit_test(test_a_remedy_leaves_out_what_it_has_no_value_for),
		cmocka_unit_test(test_a_remedy_says_how_long_it_is_when_it_does_not_fit),
		cmocka_unit_test(test_every_remedy_still_says_something_with_few_values),
		cmocka_unit_test(test_a_severity_has_a_name_and_a_level),
		cmocka_unit_test(test_archives_have_the_role_of_their_base_name),
		cmocka_unit_test(test_archives_that_only_begin_like_a_libc_have_no_role),
		cmocka_unit_test(test_roles_stand_on_their_side_of_the_boundary),
		cmocka_unit_test(test_a_rewritten_name_leads_back_to_what_was_written),
		cmocka_unit_test(test_a_construct_has_no_written_name),
		cmocka_unit_test(test_rewrites_and_their_names_are_known),
		cmocka_unit_test(test_an_alias_leads_from_the_link_name_to_the_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
