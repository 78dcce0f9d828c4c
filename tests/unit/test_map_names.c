/*
 * test_map_names.c - the intern table as the map reader uses it: many texts at once,
 * texts that end others, room made ahead; against one text at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/fmt.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"

enum { MANY = 20000, TEXT_SIZE = 24 };

static char text_of[MANY][TEXT_SIZE];
static struct nostd_str texts[MANY];
static struct nsc_name together[MANY];

static void make_texts(void)
{
	size_t i;

	for (i = 0; i < MANY; i++) {
		/* every fourth is one of a few, so that a batch has repeats in itself */
		nostd_format_to(text_of[i], TEXT_SIZE, i % 4 == 0 ? "n{}" : "name_{}",
				i % 4 == 0 ? i % 28 : i);
		texts[i] = nostd_str_from_c(text_of[i]);
	}
}

static void names_asked_for_together_are_those_asked_for_one_by_one(void **state)
{
	struct nsc_run a, b;
	size_t i;

	(void)state;
	make_texts();
	nsc_run_init(&a);
	nsc_run_init(&b);
	nsc_name_all(a.names, texts, MANY, together);
	for (i = 0; i < MANY; i++) {
		assert_int_equal(nsc_name(b.names, texts[i]).ix, together[i].ix);
		assert_string_equal(nsc_name_chars(a.names, together[i]), text_of[i]);
		assert_int_equal(nsc_name_text(a.names, together[i]).len, texts[i].len);
		assert_int_equal(nsc_name_find(a.names, texts[i]).ix, together[i].ix);
	}
	assert_int_equal(nsc_names_count(a.names), nsc_names_count(b.names));
	nsc_run_release(&a);
	nsc_run_release(&b);
}

static void room_made_ahead_changes_no_name(void **state)
{
	struct nsc_run a, b;
	size_t i;

	(void)state;
	make_texts();
	nsc_run_init(&a);
	nsc_run_init(&b);
	for (i = 0; i < MANY; i++) {
		if (i % 5000 == 100) {
			nsc_names_reserve(a.names, 3 * MANY);
		}
		assert_int_equal(nsc_name(a.names, texts[i]).ix,
				 nsc_name(b.names, texts[i]).ix);
	}
	for (i = 0; i < MANY; i++) {
		assert_string_equal(nsc_name_chars(a.names, nsc_name(a.names, texts[i])),
				    text_of[i]);
	}
	nsc_run_release(&a);
	nsc_run_release(&b);
}

static void a_text_that_ends_the_one_before_is_a_name_of_its_own(void **state)
{
	struct nsc_name section, symbol, shorter, none;
	struct nsc_run run;

	(void)state;
	nsc_run_init(&run);
	section = nsc_name_c(run.names, ".text.main");
	symbol = nsc_name_c(run.names, "main");
	shorter = nsc_name_c(run.names, "in");
	none = nsc_name_c(run.names, "");
	assert_string_equal(nsc_name_chars(run.names, section), ".text.main");
	assert_string_equal(nsc_name_chars(run.names, symbol), "main");
	assert_int_equal(nsc_name_text(run.names, symbol).len, 4);
	assert_string_equal(nsc_name_chars(run.names, shorter), "in");
	assert_int_equal(none.ix, 0);
	assert_int_equal(nsc_name_find(run.names, NOSTD_STR("ain")).ix, 0);
	assert_int_equal(nsc_names_count(run.names), 4);
	nsc_run_release(&run);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_asked_for_together_are_those_asked_for_one_by_one),
		cmocka_unit_test(room_made_ahead_changes_no_name),
		cmocka_unit_test(a_text_that_ends_the_one_before_is_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
