/*
 * test_base.c - the small parts of analyzer/base: failures, near words, digests, dates,
 * diagnostics.
 *
 * Digests were made with `xxhsum -H2`, days with `date -u -d DATE +%s` divided by 86,400.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/date.h"
#include "analyzer/base/diag.h"
#include "analyzer/base/digest.h"
#include "analyzer/base/err.h"
#include "analyzer/base/near.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- failures ------------------------------------------------------------------------ */

static void the_first_failure_wins_and_context_goes_in_front(void **state)
{
	struct nsc_err err = {0};

	(void)state;
	assert_int_equal(nsc_fail(&err, NSC_ERR_INPUT, "{}:{}: bad", "a.map", 41), -1);
	assert_int_equal(nsc_fail(&err, NSC_ERR_HOST, "later"), -1);
	assert_int_equal(nsc_while(&err, "target {}", "boot"), -1);
	assert_string_equal(err.text, "target boot: a.map:41: bad");
	assert_int_equal(err.kind, NSC_ERR_INPUT);
}

static void a_failure_that_is_too_long_is_cut_and_says_so(void **state)
{
	char text[2 * NSC_ERR_TEXT_SIZE];
	struct nsc_err err = {0};

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	nsc_fail(&err, NSC_ERR_INPUT, "{}", (const char *)text);
	assert_int_equal(strlen(err.text), NSC_ERR_TEXT_SIZE - 1);
	assert_string_equal(err.text + NSC_ERR_TEXT_SIZE - 4, "...");
	nsc_while(&err, "{}", (const char *)text);
	assert_int_equal(strlen(err.text), NSC_ERR_TEXT_SIZE - 1);
	assert_string_equal(err.text + NSC_ERR_TEXT_SIZE - 4, "...");
}

static void exit_codes_follow_the_kind(void **state)
{
	(void)state;
	assert_int_equal(nsc_err_exit_code(NSC_ERR_NONE), 0);
	assert_int_equal(nsc_err_exit_code(NSC_ERR_USAGE), 2);
	assert_int_equal(nsc_err_exit_code(NSC_ERR_CONFIG), 2);
	assert_int_equal(nsc_err_exit_code(NSC_ERR_INPUT), 2);
	assert_int_equal(nsc_err_exit_code(NSC_ERR_HOST), 3);
	assert_int_equal(nsc_err_exit_code(NSC_ERR_INTERNAL), 3);
}

/* -- near words ---------------------------------------------------------------------- */

static const char *nearest(const char *wanted, const char *const *words)
{
	static char text[256];
	struct nsc_near near;

	nsc_near_init(&near, nostd_str_from_c(wanted));
	for (; *words; words++) {
		nsc_near_offer(&near, nostd_str_from_c(*words));
	}
	nostd_format_to(text, sizeof(text), "{}", near.best);
	return text;
}

static void a_near_word_is_offered_and_a_far_one_is_not(void **state)
{
	static const char *const words[] = {"printf", "sprintf", "puts", "io", NULL};

	(void)state;
	assert_string_equal(nearest("pritnf", words), "printf"); /* a transposition */
	assert_string_equal(nearest("print", words), "printf");
	assert_string_equal(nearest("sprint", words), "sprintf");
	assert_string_equal(nearest("puts", words), "puts");
	assert_string_equal(nearest("malloc", words), "");
	assert_string_equal(nearest("", words), "");
	assert_string_equal(nearest("oi", words), "io");
}

static void of_equally_near_words_the_first_is_taken(void **state)
{
	static const char *const words[] = {"aab", "aac", NULL};

	(void)state;
	assert_string_equal(nearest("aaa", words), "aab");
}

/* Optimal string alignment by its recursive definition (Boytsov 2011, 2.2.2). */
static size_t reference(const char *a, size_t i, const char *b, size_t j)
{
	size_t best, other;

	if (i == 0 || j == 0) {
		return i + j;
	}
	best = reference(a, i - 1, b, j) + 1;
	other = reference(a, i, b, j - 1) + 1;
	best = other < best ? other : best;
	other = reference(a, i - 1, b, j - 1) + (a[i - 1] != b[j - 1]);
	best = other < best ? other : best;
	if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
		other = reference(a, i - 2, b, j - 2) + 1;
		best = other < best ? other : best;
	}
	return best;
}

static void the_distance_is_the_number_of_edits(void **state)
{
	static const char *const words[] = {"a",    "ab",   "ba",   "abc",  "acb",
					    "bca",  "abcd", "badc", "dcba", "aabb",
					    "abab", "bbbb", "cabd", "bdac"};
	size_t i, j, compared = 0;

	(void)state;
	for (i = 0; i < COUNT(words); i++) {
		for (j = 0; j < COUNT(words); j++) {
			size_t a = strlen(words[i]), b = strlen(words[j]);
			size_t edits = reference(words[i], a, words[j], b);
			struct nsc_near near;

			nsc_near_init(&near, nostd_str_from_c(words[i]));
			nsc_near_offer(&near, nostd_str_from_c(words[j]));
			if (edits > ((a > b ? a : b) + 2) / 3) {
				assert_int_equal(near.best.len, 0);
			} else {
				assert_int_equal(near.distance, edits);
				compared++;
			}
		}
	}
	assert_true(compared > 20);
}

static void words_of_any_length_are_compared(void **state)
{
	char a[4096], b[4096];
	struct nsc_near near;

	(void)state;
	memset(a, 'a', sizeof(a));
	memset(b, 'a', sizeof(b));
	nsc_near_init(&near, nostd_str_new(a, sizeof(a)));
	nsc_near_offer(&near, nostd_str_new(b, sizeof(b)));
	assert_int_equal(near.best.len, sizeof(b));
	nsc_near_offer(&near, nostd_str_new(b, 96));
	assert_int_equal(near.best.len, sizeof(b));
}

/* -- digests ------------------------------------------------------------------------- */

static void a_digest_is_xxh3_128(void **state)
{
	char hex[NSC_DIGEST_HEX_SIZE];

	(void)state;
	nsc_digest_hex(nsc_digest(nostd_span_new("", 0)), hex);
	assert_string_equal(hex, "99aa06d3014798d86001c324468d497f");
	nsc_digest_hex(nsc_digest(nostd_span_new("nostd-check", 11)), hex);
	assert_string_equal(hex, "d3671dfbd63fe7151215df097ad5d64e");
}

static void parts_are_framed_by_their_sizes(void **state)
{
	struct nsc_digester a, b;

	(void)state;
	nsc_digester_init(&a);
	nsc_digester_add_str(&a, NOSTD_STR("ab"));
	nsc_digester_add_str(&a, NOSTD_STR("c"));
	nsc_digester_init(&b);
	nsc_digester_add_str(&b, NOSTD_STR("a"));
	nsc_digester_add_str(&b, NOSTD_STR("bc"));
	assert_false(nsc_digest_eq(nsc_digester_finish(&a), nsc_digester_finish(&b)));
	nsc_digester_init(&b);
	nsc_digester_add_str(&b, NOSTD_STR("ab"));
	nsc_digester_add(&b, nostd_span_new("c", 1));
	assert_true(nsc_digest_eq(nsc_digester_finish(&a), nsc_digester_finish(&b)));
	/* finishing is no end: the same again, and more can follow */
	assert_true(nsc_digest_eq(nsc_digester_finish(&a), nsc_digester_finish(&a)));
	nsc_digester_add_u64(&a, 0);
	assert_false(nsc_digest_eq(nsc_digester_finish(&a), nsc_digester_finish(&b)));
}

static void a_digest_is_read_back_from_its_digits_and_nothing_else_is(void **state)
{
	struct nsc_digest digest = nsc_digest(nostd_span_new("x", 1)), back = {0, 0};
	char hex[NSC_DIGEST_HEX_SIZE];

	(void)state;
	nsc_digest_hex(digest, hex);
	assert_true(nsc_digest_parse(nostd_str_from_c(hex), &back));
	assert_true(nsc_digest_eq(digest, back));
	assert_false(nsc_digest_parse(nostd_str_take(nostd_str_from_c(hex), 31), &back));
	assert_false(
		nsc_digest_parse(NOSTD_STR("0x000000000000000000000000000000"), &back));
	assert_false(
		nsc_digest_parse(NOSTD_STR("000000000000000000000000000000000"), &back));
	assert_false(
		nsc_digest_parse(NOSTD_STR("+0000000000000000000000000000000"), &back));
	assert_true(nsc_digest_eq(digest, back));
}

/* -- dates --------------------------------------------------------------------------- */

static const struct {
	const char *text;
	int64_t days;
} dates[] = {
	{"1970-01-01", 0},       {"1969-12-31", -1},      {"2000-02-29", 11016},
	{"2027-01-01", 20819},   {"1900-02-28", -25509},  {"2100-03-01", 47541},
	{"0001-01-01", -719162}, {"9999-12-31", 2932896}, {"2024-02-29", 19782},
};

static const char *const no_dates[] = {
	"",           "2027-1-1",    "2027-01-32", "2027-00-01", "2027-13-01",
	"2027-01-00", "2027-02-29",  "2100-02-29", "1900-02-29", "0000-01-01",
	"2027/01/01", "2027-01-01 ", "+027-01-01", "2027--1-01", "20270101",
	"2027-01-0a", "2027-04-31",  "-001-01-01",
};

static void a_date_is_a_day_that_exists(void **state)
{
	char text[NSC_DATE_SIZE];
	int64_t days = 4711;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(no_dates); i++) {
		if (nsc_date_parse(nostd_str_from_c(no_dates[i]), &days)) {
			fail_msg("%s is a date", no_dates[i]);
		}
	}
	assert_int_equal(days, 4711);
	for (i = 0; i < COUNT(dates); i++) {
		assert_true(nsc_date_parse(nostd_str_from_c(dates[i].text), &days));
		assert_int_equal(days, dates[i].days);
		nsc_date_text(days, text);
		assert_string_equal(text, dates[i].text);
	}
}

/* gmtime_r is the C library's own calendar. */
static void every_day_of_four_centuries_is_the_c_librarys(void **state)
{
	int64_t day, back;

	(void)state;
	for (day = -200 * 366; day < 200 * 366; day++) {
		time_t seconds = (time_t)day * 86400;
		char ours[NSC_DATE_SIZE], theirs[16];
		struct tm tm;

		gmtime_r(&seconds, &tm);
		strftime(theirs, sizeof(theirs), "%Y-%m-%d", &tm);
		nsc_date_text(day, ours);
		assert_string_equal(ours, theirs);
		assert_true(nsc_date_parse(nostd_str_from_c(theirs), &back));
		assert_int_equal(back, day);
	}
}

/* -- diagnostics --------------------------------------------------------------------- */

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

static struct nsc_place place(const char *file, uint32_t line, uint32_t column)
{
	return nsc_place(nsc_name_c(run.names, file), line, column);
}

static void an_exact_repeat_is_dropped_and_nothing_else(void **state)
{
	(void)state;
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 1, 2), "x {}", 1);
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 1, 2), "x 1");
	assert_int_equal(run.diags->all.len, 1);
	nsc_diag(run.diags, NSC_DIAG_NOTE, place("a", 1, 2), "x 1");
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("b", 1, 2), "x 1");
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 2, 2), "x 1");
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 1, 3), "x 1");
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 1, 2), "x 2");
	run.diags->target = nsc_name_c(run.names, "boot");
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 1, 2), "x 1");
	assert_int_equal(run.diags->all.len, 7);
}

static void they_are_sorted_by_target_place_kind_and_text(void **state)
{
	static const struct {
		const char *target, *file;
		uint32_t line, column;
		enum nsc_diag_kind kind;
		const char *text;
	} order[] = {
		{"", "", 0, 0, NSC_DIAG_NOTE, "a"},
		{"", "a", 1, 1, NSC_DIAG_NOTE, "a"},
		{"", "a", 1, 1, NSC_DIAG_NOTE, "b"},
		{"", "a", 1, 1, NSC_DIAG_STALE, "a"},
		{"", "a", 1, 2, NSC_DIAG_NOTE, "a"},
		{"", "a", 2, 1, NSC_DIAG_NOTE, "a"},
		{"", "a", 10, 1, NSC_DIAG_NOTE, "a"},
		{"", "b", 1, 1, NSC_DIAG_NOTE, "a"},
		{"app", "a", 1, 1, NSC_DIAG_NOTE, "a"},
		{"boot", "a", 1, 1, NSC_DIAG_NOTE, "a"},
	};
	struct nsc_mounts none;
	size_t i;

	(void)state;
	nsc_mounts_init(&none, run.keep, run.names);
	for (i = COUNT(order); i > 0;
	     i--) { /* names get their numbers the other way round */
		size_t at = (i * 7) % COUNT(order);

		run.diags->target = nsc_name_c(run.names, order[at].target);
		nsc_diag(run.diags, order[at].kind,
			 place(order[at].file, order[at].line, order[at].column), "{}",
			 order[at].text);
	}
	nsc_diags_sort(run.diags, &none);
	assert_int_equal(run.diags->all.len, COUNT(order));
	for (i = 0; i < COUNT(order); i++) {
		const struct nsc_diag *diag = &run.diags->all.ptr[i];

		assert_string_equal(nsc_name_chars(run.names, diag->target),
				    order[i].target);
		assert_string_equal(nsc_name_chars(run.names, diag->at.file),
				    order[i].file);
		assert_int_equal(diag->at.line, order[i].line);
		assert_int_equal(diag->at.column, order[i].column);
		assert_int_equal(diag->kind, order[i].kind);
		assert_string_equal(nsc_name_chars(run.names, diag->text), order[i].text);
	}
}

static void a_hundred_thousand_of_them_take_no_minutes(void **state)
{
	clock_t begin = clock();
	struct nsc_mounts none;
	uint32_t i;

	(void)state;
	nsc_mounts_init(&none, run.keep, run.names);
	for (i = 0; i < 100000; i++) {
		nsc_diag(run.diags, NSC_DIAG_WARNING, place("a.map", 100000 - i, 1),
			 "line {}", i);
	}
	nsc_diags_sort(run.diags, &none);
	assert_int_equal(run.diags->all.len, 100000);
	assert_int_equal(run.diags->all.ptr[0].at.line, 1);
	assert_int_equal(run.diags->all.ptr[99999].at.line, 100000);
	/* The square of it took minutes; sanitizers make a second of it at most. */
	assert_true(clock() - begin < 20 * CLOCKS_PER_SEC);
}

static void only_some_kinds_make_a_verdict_incomplete(void **state)
{
	struct nsc_name boot = nsc_name_c(run.names, "boot");
	struct nsc_name app = nsc_name_c(run.names, "app");

	(void)state;
	run.diags->target = boot;
	nsc_diag(run.diags, NSC_DIAG_NOTE, place("a", 1, 1), "x");
	nsc_diag(run.diags, NSC_DIAG_WARNING, place("a", 1, 1), "x");
	assert_false(nsc_diags_incomplete(run.diags, boot));
	nsc_diag(run.diags, NSC_DIAG_STALE, place("a", 1, 1), "x");
	assert_true(nsc_diags_incomplete(run.diags, boot));
	assert_false(nsc_diags_incomplete(run.diags, app));
	run.diags->target.ix = 0;
	nsc_diag(run.diags, NSC_DIAG_NOTHING, place("a", 1, 1), "x");
	assert_true(nsc_diags_incomplete(run.diags, app));
	assert_string_equal(nsc_diag_rule(NSC_DIAG_NOT_ANALYSED), "NSC901");
	assert_string_equal(nsc_diag_rule(NSC_DIAG_STALE), "NSC902");
	assert_string_equal(nsc_diag_rule(NSC_DIAG_LTO), "NSC903");
	assert_string_equal(nsc_diag_rule(NSC_DIAG_NOTHING), "NSC905");
	assert_null(nsc_diag_rule(NSC_DIAG_NOTE));
	assert_null(nsc_diag_rule(NSC_DIAG_WARNING));
}

#define WITH_RUN(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_failure_wins_and_context_goes_in_front),
		cmocka_unit_test(a_failure_that_is_too_long_is_cut_and_says_so),
		cmocka_unit_test(exit_codes_follow_the_kind),
		cmocka_unit_test(a_near_word_is_offered_and_a_far_one_is_not),
		cmocka_unit_test(of_equally_near_words_the_first_is_taken),
		cmocka_unit_test(the_distance_is_the_number_of_edits),
		cmocka_unit_test(words_of_any_length_are_compared),
		cmocka_unit_test(a_digest_is_xxh3_128),
		cmocka_unit_test(parts_are_framed_by_their_sizes),
		cmocka_unit_test(
			a_digest_is_read_back_from_its_digits_and_nothing_else_is),
		cmocka_unit_test(a_date_is_a_day_that_exists),
		cmocka_unit_test(every_day_of_four_centuries_is_the_c_librarys),
		WITH_RUN(an_exact_repeat_is_dropped_and_nothing_else),
		WITH_RUN(they_are_sorted_by_target_place_kind_and_text),
		WITH_RUN(a_hundred_thousand_of_them_take_no_minutes),
		WITH_RUN(only_some_kinds_make_a_verdict_incomplete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
