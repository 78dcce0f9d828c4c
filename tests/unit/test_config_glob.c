/*
 * test_config_glob.c - analyzer/config/glob: patterns of paths and names.
 *
 * nsc_pattern_match is compared with the obvious recursive definition on all short texts.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <nostd/bump.h>

#include "analyzer/base/pattern.h"
#include "analyzer/base/run.h"
#include "analyzer/config/glob.h"
#include "tests/unit/tree.h"

static struct nsc_run run;

static int set_up(void **state)
{
	(void)state;
	nsc_run_init(&run);
	return tree_make(run.keep);
}

static int tear_down(void **state)
{
	int ret = tree_remove();

	(void)state;
	nsc_run_release(&run);
	return ret;
}

static const struct {
	const char *glob, *path;
	bool matches;
} path_rows[] = {
	{"a.c", "/r/a.c", true},
	{"a.c", "/r/b.c", false},
	{"a.c", "/r/x/a.c", false},
	{"src", "/r/src/a/b.c", true}, /* a folder is all that is in it */
	{"src/", "/r/src/a/b.c", true},
	{"src", "/r/srcs/a.c", false},
	{"./src/../src/a.c", "/r/src/a.c", true},
	{"*.c", "/r/a.c", true},
	{"*.c", "/r/x/a.c", false},
	{"**/*.c", "/r/a.c", true},
	{"**/*.c", "/r/x/y/a.c", true},
	{"x/**", "/r/x/y/a.c", true},
	{"x/**", "/r/y/a.c", false},
	{"x/**/z/?.c", "/r/x/z/a.c", true},
	{"x/**/z/?.c", "/r/x/y/z/ab.c", false},
	{"X/*.c", "/r/x/a.c", false}, /* case counts */
	{"../o/*.o", "/o/a.o", true},
	{"/abs/*.o", "/abs/a.o", true},
	{"/abs/*.o", "/r/abs/a.o", false},
	{"**", "/r/a", true},
	{"**", "/q/a", false},
};

static void a_path_pattern_is_relative_to_its_folder(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(path_rows) / sizeof(path_rows[0]); i++) {
		struct nsc_glob glob = nsc_glob_make(&run, NOSTD_STR("/r"),
						     nostd_str_from_c(path_rows[i].glob));
		bool matches = nsc_globs_match(run.names, &glob, 1,
					       nostd_str_from_c(path_rows[i].path));

		if (matches != path_rows[i].matches) {
			fail_msg("%s and %s: %d", path_rows[i].glob, path_rows[i].path,
				 matches);
		}
	}
}

static void a_wildcard_above_the_patterns_folder_is_a_letter(void **state)
{
	struct nsc_glob glob =
		nsc_glob_make(&run, NOSTD_STR("/a*b/[x]"), NOSTD_STR("*.c"));

	(void)state;
	assert_true(nsc_globs_match(run.names, &glob, 1, NOSTD_STR("/a*b/[x]/m.c")));
	assert_false(nsc_globs_match(run.names, &glob, 1, NOSTD_STR("/aab/[x]/m.c")));
}

/* What expands to what, joined by blanks, relative to the tree. */
static const char *expanded(const char *const *texts, size_t *missing_count)
{
	struct nsc_glob_vec globs = nsc_glob_vec_new_in(nsc_keep(&run));
	struct nsc_glob_vec missing = nsc_glob_vec_new_in(nsc_keep(&run));
	struct nsc_said_text_vec out = nsc_said_text_vec_new_in(nsc_keep(&run));
	static char text[1024];
	size_t i;

	for (; *texts; texts++) {
		nsc_glob_vec_push(&globs, nsc_glob_make(&run, tree_path(""),
							nostd_str_from_c(*texts)));
	}
	nsc_globs_expand(&run, &globs, &out, &missing);
	text[0] = '\0';
	for (i = 0; i < out.len; i++) {
		strcat(text,
		       nsc_name_chars(run.names, out.ptr[i].text) + strlen(tree_top) + 1);
		strcat(text, " ");
	}
	*missing_count = missing.len;
	return text;
}

static void files_on_disk_come_sorted_and_once(void **state)
{
	static const char *const some[] = {"**/*.o", "b/x.o", "*.a", "none/*.q", NULL};
	static const char *const folder[] = {"b", NULL};
	static const char *const shallow[] = {"*/*.o", NULL};
	size_t missing;

	(void)state;
	tree_file("z.o", "");
	tree_file("b/x.o", "");
	tree_file("b/c/y.o", "");
	tree_file("b/c/y.c", "");
	tree_file("lib.a", "");
	assert_string_equal(expanded(some, &missing), "b/c/y.o b/x.o lib.a z.o ");
	assert_int_equal(missing, 1);
	assert_string_equal(expanded(folder, &missing), "b/c/y.c b/c/y.o b/x.o ");
	assert_int_equal(missing, 0);
	assert_string_equal(expanded(shallow, &missing), "b/x.o ");
}

static void a_circle_of_links_ends(void **state)
{
	static const char *const all[] = {"**", NULL};
	size_t missing;

	(void)state;
	tree_file("a/b/x.o", "");
	assert_int_equal(symlink("..", tree_path("a/b/up").ptr), 0);
	assert_int_equal(symlink("x.o", tree_path("a/b/y.o").ptr), 0);
	assert_int_equal(symlink("gone", tree_path("a/b/z.o").ptr), 0);
	assert_string_equal(expanded(all, &missing), "a/b/x.o a/b/y.o ");
}

/* The definition: one letter after the other, every length of a star tried. */
static bool reference(const char *pattern, const char *name)
{
	if (*pattern == '\0') {
		return *name == '\0';
	}
	if (*pattern == '*') {
		return reference(pattern + 1, name) ||
		       (*name != '\0' && reference(pattern, name + 1));
	}
	return *name != '\0' && (*pattern == '?' || *pattern == *name) &&
	       reference(pattern + 1, name + 1);
}

/* The next text over an alphabet, shorter ones first; false: all were there. */
static bool next_text(char *text, const char *alphabet, size_t size_max)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++) {
		const char *at = strchr(alphabet, text[i]);

		if (at[1] != '\0') {
			text[i] = at[1];
			return true;
		}
		text[i] = alphabet[0];
	}
	if (i == size_max) {
		return false;
	}
	text[i] = alphabet[0];
	text[i + 1] = '\0';
	return true;
}

static void a_name_pattern_is_what_its_definition_says(void **state)
{
	char pattern[8] = "";
	size_t count = 0;

	(void)state;
	do {
		char name[8] = "";

		do {
			bool matches = nsc_pattern_match(nostd_str_from_c(pattern),
							 nostd_str_from_c(name));

			if (matches != reference(pattern, name)) {
				fail_msg("%s and %s: %d", pattern, name, matches);
			}
			count++;
		} while (next_text(name, "ab/", 5));
	} while (next_text(pattern, "a*?/", 5));
	assert_true(count > 400000);
}

static void a_pattern_of_many_stars_takes_no_forever(void **state)
{
	char pattern[101], name[20001];

	(void)state;
	memset(name, 'a', 20000);
	name[20000] = '\0';
	memset(pattern, '*', 100);
	pattern[0] = 'a';
	pattern[99] = 'b';
	pattern[100] = '\0';
	assert_false(
		nsc_pattern_match(nostd_str_from_c(pattern), nostd_str_from_c(name)));
	assert_true(nsc_pattern_match(NOSTD_STR("operator new*"),
				      NOSTD_STR("operator new[](unsigned int)")));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_path_pattern_is_relative_to_its_folder),
		CASE(a_wildcard_above_the_patterns_folder_is_a_letter),
		CASE(files_on_disk_come_sorted_and_once),
		CASE(a_circle_of_links_ends),
		CASE(a_name_pattern_is_what_its_definition_says),
		CASE(a_pattern_of_many_stars_takes_no_forever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
