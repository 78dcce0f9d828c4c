/*
 * test_config_exempt.c - analyzer/config/exempt: which comments are exemptions, for which
 * lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/config/exempt.h"

#define M "nostd-check: "

/*
 * A text and what is found in it: "line first-last state rule|symbol|reason;" for each.
 * At that line and the column found the marker must stand. State is k (ok), n (no reason)
 * or m (malformed; its fault is not compared).
 */
static const struct {
	const char *path, *text, *found;
} rows[] = {
	/* on the line, or on the line above */
	{"a.c", "f(); // " M "allow(x) why\ng();\n", "1 1-1 k x||why;"},
	{"a.c", "f(); /* " M "allow(x) why */\ng();\n", "1 1-1 k x||why;"},
	{"a.c", "// " M "allow(x) why\nf();\ng();\n", "1 1-2 k x||why;"},
	{"a.c", "/* " M "allow(x) why */\nf();\ng();\n", "1 1-2 k x||why;"},
	{"a.c", "/* " M "allow(x) why */ f();\ng();\n", "1 1-1 k x||why;"},
	{"a.c", "// " M "allow(x) a\n\n/* b */\n// " M "allow(y) c\n  f();\n",
	 "1 1-5 k x||a;4 4-5 k y||c;"},
	{"a.c", "f();\n// " M "allow(x) why", "2 2-2 k x||why;"},
	{"a.c", "/* " M "allow(x) why it\n * goes on\n * so */\n\nf();\n",
	 "1 1-5 k x||why it goes on so;"},
	{"a.c", "f( /* " M "allow(x) why\n */ 1);\ng();\n", "1 1-2 k x||why;"},
	{"a.c", "// " M "allow(x) why \\\n  it goes on\nf();\n",
	 "1 1-3 k x||why it goes on;"},
	{"a.c", "f(); // " M "allow(x) why\r\ng();\r\n", "1 1-1 k x||why;"},
	/* what stands in the parentheses */
	{"a.c", "f(); // " M "allow(NSC101, printf) why", "1 1-1 k NSC101|printf|why;"},
	{"a.c", "f(); // " M "allow( a , b* ): why - not", "1 1-1 k a|b*|why - not;"},
	{"a.cpp", "f(); // " M "allow(a, std::f(int, char)) w",
	 "1 1-1 k a|std::f(int, char)|w;"},
	{"a.c", "f(); //nostd-check:allow(x)why", "1 1-1 k x||why;"},
	{"a.c", "f(); ///  " M "  allow  (x)  why  ", "1 1-1 k x||why;"},
	{"a.c", "f(); /** " M "allow(x) why */", "1 1-1 k x||why;"},
	{"a.c", "f(); //!< " M "allow(x) why", "1 1-1 k x||why;"},
	/* no reason, no sense */
	{"a.c", "f(); // " M "allow(x)\n", "1 1-1 n x||;"},
	{"a.c", "f(); /* " M "allow(x) - */\n", "1 1-1 n x||;"},
	{"a.c", "f(); /* " M "allow(x)\n *\n */\n", "1 1-3 n x||;"},
	{"a.c", "f(); // " M "allow x why", "1 1-1 m ||;"},
	{"a.c", "f(); // " M "allow() why", "1 1-1 m ||;"},
	{"a.c", "f(); // " M "allow(x why", "1 1-1 m ||;"},
	{"a.c", "f(); // " M "deny(x) why", "1 1-1 m ||;"},
	{"a.c", "f(); // nostd-check allow(x) why", "1 1-1 m ||;"},
	/* near misses */
	{"a.c", "f(); // nostd-check is a tool", ""},
	{"a.c", "f(); // see nostd-check: allow(x) why", ""},
	{"a.c", "f(\"// " M "allow(x) why\");", ""},
	{"a.c", "f(\"\\\"/* " M "allow(x) why */\");", ""},
	{"a.c", "f('\"'); // " M "allow(x) why", "1 1-1 k x||why;"},
	{"a.c", "f('\\''); // " M "allow(x) why", "1 1-1 k x||why;"},
	{"a.c", "f(1'000'000, '\"'); // " M "allow(x) why", "1 1-1 k x||why;"},
	{"a.cpp", "f(R\"x(\n)\" // " M "allow(x) why\n)x\");", ""},
	{"a.cpp", "f(u8R\"(\")\"); // " M "allow(x) why", "1 1-1 k x||why;"},
	{"a.c", "FOUR\"(\" // " M "allow(x) why", "1 1-1 k x||why;"},
	{"a.c", "#error don't\nf(); // " M "allow(x) why", "2 2-2 k x||why;"},
	{"a.c", "f(\"open\n// " M "allow(x) why\n", "2 2-2 k x||why;"},
	{"a.c", "f(\"a\\\n// " M "allow(x) b\");\n", ""},
	{"a.c", "/* a // */ f(); // " M "allow(x) why", "1 1-1 k x||why;"},
	{"a.c", "// a \\\n " M "allow(x) why\n", ""},
	{"a.c", "/* " M "allow(x) not closed", "1 1-1 k x||not closed;"},
	{"a.c", "# " M "allow(x) why\n", ""},
	/* assembly */
	{"a.S", "bl f @ " M "allow(x) why\n", "1 1-1 k x||why;"},
	{"a.s", "call f # " M "allow(x) why\n", "1 1-1 k x||why;"},
	{"a.S", "bl f ; " M "allow(x) why\n", "1 1-1 k x||why;"},
	{"a.S", "@ " M "allow(x) why\n@ another's\n bl f\n", "1 1-3 k x||why;"},
	{"a.S", "// " M "allow(x) why\n#include <a.h>\n", "1 1-2 k x||why;"},
	{"a.S", "mov r0, #'\"' /* " M "allow(x) why */\n", "1 1-1 k x||why;"},
	{"a.s", ".byte 'a, '\\n // " M "allow(x) why\n", "1 1-1 k x||why;"},
	{"a.S", "# a /* b\n " M "allow(x) why */ bl f\n", ""},
	{"a.s", ".ascii \"@ " M "allow(x) why\"\n", ""},
};

/* Does the marker stand at this place? */
static bool is_marked(struct nostd_str text, struct nsc_place at)
{
	struct nostd_str_lines it = nostd_str_lines(text);

	while (nostd_str_lines_next(&it)) {
		if (it.number == at.line) {
			return nostd_str_starts_with(nostd_str_skip(it.line,
								    at.column - 1),
						     NOSTD_STR("nostd-check"));
		}
	}
	return false;
}

static void describe(const struct nsc_run *run, const struct nsc_exemption_vec *found,
		     struct nostd_string *out)
{
	size_t i;

	for (i = 0; i < found->len; i++) {
		const struct nsc_exemption *one = &found->ptr[i];

		nostd_format(out, "{} {}-{} {:c} {}|{}|{};", one->at.line,
			     one->line_first, one->line_last, "knm"[one->state],
			     nsc_name_text(run->names, one->rule),
			     nsc_name_text(run->names, one->symbol),
			     nsc_name_text(run->names, one->reason));
	}
}

static void exemptions_are_found_in_comments_and_nowhere_else(void **state)
{
	size_t i, f;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nsc_exemption_vec found;
		struct nostd_string text;
		struct nsc_run run;

		nsc_run_init(&run);
		found = nsc_exemption_vec_new_in(nsc_keep(&run));
		text = nostd_string_new_in(nsc_keep(&run));
		nsc_exemptions_scan(&run, nsc_name_c(run.names, rows[i].path),
				    nostd_str_from_c(rows[i].text), &found);
		describe(&run, &found, &text);
		for (f = 0; f < found.len; f++) {
			assert_true(is_marked(nostd_str_from_c(rows[i].text),
					      found.ptr[f].at));
		}
		if (!nostd_str_eq(nostd_string_as_str(&text),
				  nostd_str_from_c(rows[i].found))) {
			fail_msg("in\n%s\nfound    %s\nexpected %s", rows[i].text,
				 nostd_string_c_str(&text), rows[i].found);
		}
		nsc_run_release(&run);
	}
}

static void a_malformed_one_says_what_was_found_and_expected(void **state)
{
	struct nsc_exemption_vec found;
	struct nsc_run run;

	(void)state;
	nsc_run_init(&run);
	found = nsc_exemption_vec_new_in(nsc_keep(&run));
	nsc_exemptions_scan(&run, nsc_name_c(run.names, "a.c"),
			    NOSTD_STR("// nostd-check: forgive(x) y"), &found);
	assert_int_equal(found.len, 1);
	assert_string_equal(nsc_name_chars(run.names, found.ptr[0].fault),
			    "found something else than `allow`, expected `nostd-check: "
			    "allow(RULE) reason` or `allow(RULE, SYMBOL) reason`");
	nsc_run_release(&run);
}

/* Every text cut off at every byte: nothing is read behind its end. */
static void no_cut_off_text_is_read_beyond(void **state)
{
	size_t i, size;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nostd_str text = nostd_str_from_c(rows[i].text);

		for (size = 0; size <= text.len; size++) {
			char *exact = test_malloc(size + 1);
			struct nsc_exemption_vec found;
			struct nsc_run run;

			nsc_run_init(&run);
			found = nsc_exemption_vec_new_in(nsc_keep(&run));
			nostd_mem_copy(exact + 1, text.ptr, size);
			nsc_exemptions_scan(&run, nsc_name_c(run.names, rows[i].path),
					    nostd_str_new(exact + 1, size), &found);
			nsc_run_release(&run);
			test_free(exact);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exemptions_are_found_in_comments_and_nowhere_else),
		cmocka_unit_test(a_malformed_one_says_what_was_found_and_expected),
		cmocka_unit_test(no_cut_off_text_is_read_beyond),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
