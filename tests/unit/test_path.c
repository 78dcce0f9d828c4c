/*
 * test_path.c - analyzer/base/path: paths as text, globs, and how paths are shown.
 *
 * Globs are compared with their definition, written down recursively, on all short
 * patterns and paths; joining with what the system's realpath says of folders that exist.
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

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "tests/unit/tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

static void assert_text(struct nostd_str text, const char *expected)
{
	if (!nostd_str_eq(text, nostd_str_from_c(expected))) {
		fail_msg("found \"%.*s\", expected \"%s\"", (int)text.len, text.ptr,
			 expected);
	}
}

/* -- as text ------------------------------------------------------------------------- */

static const char *const normal[][2] = {
	{"", "."},
	{".", "."},
	{"./", "."},
	{"a", "a"},
	{"a/", "a"},
	{"a//b", "a/b"},
	{"a/./b/../c//d", "a/c/d"},
	{"a/..", "."},
	{"..", ".."},
	{"../..", "../.."},
	{"../a/..", ".."},
	{"a/../..", ".."},
	{"a/../../b", "../b"},
	{"/", "/"},
	{"//", "/"},
	{"/..", "/"},
	{"/../a", "/a"},
	{"/a/../../b", "/b"},
	{"...", "..."},
	{"a/...", "a/..."},
	{"..a/b", "..a/b"},
	{"a\\b", "a\\b"}, /* a letter on POSIX */
	{"C:/a/../b", "C:/b"},
	{"C:\\a\\.\\b", "C:/a/b"},
	{"c:\\..\\x", "c:/x"},
	{"C:", "C:"},
	{"C:a", "C:a"},
	{"\\\\server\\share\\x", "/server/share/x"},
};

static void dots_and_double_slashes_are_resolved_by_text(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(normal); i++) {
		struct nostd_str path =
			nsc_path_normal(run.keep, nostd_str_from_c(normal[i][0]));

		assert_text(path, normal[i][1]);
		assert_int_equal(path.ptr[path.len], '\0');
		/* normal is normal already */
		assert_text(nsc_path_normal(run.keep, path), normal[i][1]);
	}
}

static void an_absolute_path_stays_where_it_is_when_joined(void **state)
{
	(void)state;
	assert_text(nsc_path_join(run.keep, NOSTD_STR("/a/b"), NOSTD_STR("c")), "/a/b/c");
	assert_text(nsc_path_join(run.keep, NOSTD_STR("/a/b"), NOSTD_STR("../c")),
		    "/a/c");
	assert_text(nsc_path_join(run.keep, NOSTD_STR("/a/b"), NOSTD_STR("/c")), "/c");
	assert_text(nsc_path_join(run.keep, NOSTD_STR("/a/b"), NOSTD_STR("")), "/a/b");
	assert_text(nsc_path_join(run.keep, NOSTD_STR(""), NOSTD_STR("c")), "c");
	assert_text(nsc_path_join(run.keep, NOSTD_STR("/"), NOSTD_STR("c")), "/c");
	assert_text(nsc_path_join(run.keep, NOSTD_STR("/a"), NOSTD_STR("C:\\x")), "C:/x");
	assert_text(nsc_path_join(run.keep, NOSTD_STR("C:\\a"), NOSTD_STR("b/c")),
		    "C:/a/b/c");
}

static void joining_agrees_with_the_file_system(void **state)
{
	static const char *const parts[] = {".", "..", "a", "b", "a/../b", "b//./b", "/"};
	size_t i, j;

	(void)state;
	tree_folder("a/b/a");
	tree_folder("a/b/b");
	tree_folder("b/b/a");
	tree_folder("b/b/b");
	tree_folder("a/a/b/b");
	for (i = 0; i < COUNT(parts); i++) {
		for (j = 0; j < COUNT(parts); j++) {
			struct nostd_str left = nsc_path_join(run.keep, tree_path("a/b"),
							      nostd_str_from_c(parts[i]));
			struct nostd_str joined =
				nsc_path_join(run.keep, left, nostd_str_from_c(parts[j]));
			struct nostd_string raw = nostd_string_new_in(nsc_keep(&run));
			struct nostd_str real;

			nostd_format(&raw, "{}/{}",
				     parts[i][0] == '/' ? NOSTD_STR("/") : left,
				     parts[j]);
			if (parts[j][0] == '/') {
				continue;
			}
			real = nsc_host_real(run.keep, nostd_string_c_str(&raw));
			if (real.len != 0) {
				assert_text(joined, real.ptr);
			}
		}
	}
}

static const char *const split[][5] = {
	/* path, base, folder, stem, suffix */
	{"a/b.c", "b.c", "a", "b", ".c"},
	{"b.c", "b.c", ".", "b", ".c"},
	{"/b", "b", "/", "b", ""},
	{"/a/b.tar.gz", "b.tar.gz", "/a", "b.tar", ".gz"},
	{"a.d/b", "b", "a.d", "b", ""},
	{".x", ".x", ".", ".x", ""},
	{"a/.x.y", ".x.y", "a", ".x", ".y"},
	{"a.", "a.", ".", "a", "."},
	{"C:\\a\\b.c", "b.c", "C:\\a", "b", ".c"},
	{"a\\b.c", "a\\b.c", ".", "a\\b", ".c"},
	{"", "", ".", "", ""},
	{"a/", "", "a", "", ""},
};

static void a_path_has_a_base_a_folder_a_stem_and_a_suffix(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(split); i++) {
		struct nostd_str path = nostd_str_from_c(split[i][0]);

		assert_text(nsc_path_base(path), split[i][1]);
		assert_text(nsc_path_folder(path), split[i][2]);
		assert_text(nsc_path_stem(path), split[i][3]);
		assert_text(nsc_path_suffix(path), split[i][4]);
	}
}

static void what_is_absolute_on_either_system_is_absolute(void **state)
{
	static const char *const yes[] = {"/", "/a", "C:/", "c:\\x", "\\\\server", "//x"};
	static const char *const no[] = {
		"", "a", "./a", "C:", "C:a", "\\a", "1:/x", "a:b/c"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(yes); i++) {
		assert_true(nsc_path_absolute(nostd_str_from_c(yes[i])));
	}
	for (i = 0; i < COUNT(no); i++) {
		assert_false(nsc_path_absolute(nostd_str_from_c(no[i])));
	}
}

static void within_counts_whole_components(void **state)
{
	(void)state;
	assert_true(nsc_path_within(NOSTD_STR("/a/b"), NOSTD_STR("/a")));
	assert_true(nsc_path_within(NOSTD_STR("/a"), NOSTD_STR("/a")));
	assert_false(nsc_path_within(NOSTD_STR("/ab"), NOSTD_STR("/a")));
	assert_false(nsc_path_within(NOSTD_STR("/"), NOSTD_STR("/a")));
	assert_true(nsc_path_within(NOSTD_STR("/a"), NOSTD_STR("/")));
	assert_true(nsc_path_within(NOSTD_STR("/"), NOSTD_STR("/")));
}

static void the_common_folder_holds_both(void **state)
{
	static const char *const rows[][3] = {
		{"/a/b", "/a/c", "/a"},     {"/a/b", "/a/b", "/a/b"},
		{"/a/b", "/a/b/c", "/a/b"}, {"/a/b/c", "/a/b", "/a/b"},
		{"/ab", "/ac", "/"},        {"/a", "/", "/"},
		{"/", "/a", "/"},           {"/a/bc", "/a/b", "/a"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		assert_text(nsc_path_common(nostd_str_from_c(rows[i][0]),
					    nostd_str_from_c(rows[i][1])),
			    rows[i][2]);
	}
}

/* -- globs --------------------------------------------------------------------------- */

/*
 * The definition. `at_start`: the pattern stands at its beginning or behind a '/', so
 * that "**" with a '/' behind it is any number of folders, also none.
 */
static bool reference(const char *glob, const char *path, bool at_start)
{
	const char *rest;

	if (*glob == '\0') {
		return *path == '\0';
	}
	if (at_start && strncmp(glob, "**/", 3) == 0) {
		if (reference(glob + 3, path, true)) {
			return true;
		}
		for (rest = path; (rest = strchr(rest, '/')) != NULL;) {
			if (reference(glob + 3, ++rest, true)) {
				return true;
			}
		}
		return false;
	}
	if (strncmp(glob, "**", 2) == 0) {
		for (rest = path;; rest++) {
			if (reference(glob + 2, rest, false)) {
				return true;
			}
			if (*rest == '\0') {
				return false;
			}
		}
	}
	if (*glob == '*') {
		return reference(glob + 1, path, false) ||
		       (*path != '\0' && *path != '/' &&
			reference(glob, path + 1, false));
	}
	if (*path == '\0' || (*glob == '?' ? *path == '/' : *glob != *path)) {
		return false;
	}
	return reference(glob + 1, path + 1, *glob == '/');
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

static void compare(const char *glob, const char *path)
{
	bool matches = nsc_path_match(nostd_str_from_c(glob), nostd_str_from_c(path));

	if (matches != reference(glob, path, true)) {
		fail_msg("glob \"%s\", path \"%s\": %s", glob, path,
			 matches ? "matches" : "does not match");
	}
}

static void a_glob_matches_what_its_definition_says(void **state)
{
	char glob[8] = "";
	size_t count = 0;

	(void)state;
	do {
		char path[8] = "";

		do {
			compare(glob, path);
			count++;
		} while (next_text(path, "ab/", 5));
	} while (next_text(glob, "a*?/", 6));
	assert_true(count > 1900000);
}

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % limit;
}

static void long_globs_match_what_their_definition_says(void **state)
{
	static const char *const pieces[] = {"a", "b", "*", "**", "**/", "/", "?", "a/"};
	size_t i, matched = 0;

	(void)state;
	for (i = 0; i < 200000; i++) {
		char glob[64] = "", path[16];
		size_t size = random_below(12), p, count = 1 + random_below(7);

		for (p = 0; p < size; p++) {
			path[p] = "ab/"[random_below(3)];
		}
		path[size] = '\0';
		for (p = 0; p < count; p++) {
			strcat(glob, pieces[random_below(COUNT(pieces))]);
		}
		compare(glob, path);
		matched += reference(glob, path, true);
	}
	assert_true(matched > 5000);
}

static void examples_of_globs(void **state)
{
	static const struct {
		const char *glob, *path;
		bool matches;
	} rows[] = {
		{"kernel/**", "kernel/a/b.c", true},
		{"kernel/**", "kernel", false},
		{"kernel/**", "kernels/a.c", false},
		{"**/*.c", "a.c", true},
		{"**/*.c", "x/y/a.c", true},
		{"*.c", "x/a.c", false},
		{"a/**/b", "a/b", true},
		{"a/**/b", "a/x/y/b", true},
		{"a/**/b", "a/xb", false},
		{"a**b", "a/x/b", true},
		{"a**/b", "ab", false},
		{"?.c", "a.c", true},
		{"?.c", "/.c", false},
		{"A.c", "a.c", false},
		{"[ab].c", "a.c", false}, /* no classes */
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		assert_int_equal(nsc_path_match(nostd_str_from_c(rows[i].glob),
						nostd_str_from_c(rows[i].path)),
				 rows[i].matches);
	}
}

static void no_glob_takes_more_than_its_length_times_the_paths(void **state)
{
	char glob[2001], path[20001];
	clock_t begin = clock();
	size_t i;

	(void)state;
	for (i = 0; i < 2000; i += 4) {
		memcpy(glob + i, i % 8 ? "*a*a" : "**/a", 4);
	}
	glob[1999] = 'b';
	glob[2000] = '\0';
	for (i = 0; i < 20000; i++) {
		path[i] = i % 3 == 2 ? '/' : 'a';
	}
	path[20000] = '\0';
	assert_false(nsc_path_match(nostd_str_from_c(glob), nostd_str_from_c(path)));
	assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
}

/* -- how paths are shown ---------------------------------------------------------- */

static void the_deepest_mount_names_a_path(void **state)
{
	static const char *const rows[][2] = {
		{"/r/src/a.c", "src/a.c"},
		{"/r", "."},
		{"/r/build/x.o", "{build}/x.o"},
		{"/r/build", "{build}"},
		{"/r/builds/x.o", "builds/x.o"},
		{"/opt/gcc/lib/libc.a", "{toolchain}/lib/libc.a"},
		{"/etc/passwd", "{system}/etc/passwd"},
		{"relative.c", "relative.c"},
	};
	struct nsc_mounts mounts;
	size_t i;

	(void)state;
	nsc_mounts_init(&mounts, run.keep, run.names);
	nsc_mounts_add(&mounts, NOSTD_STR("/r"), "");
	nsc_mounts_add(&mounts, NOSTD_STR("/r/build"), "{build}");
	nsc_mounts_add(&mounts, NOSTD_STR("/opt/gcc"), "{toolchain}");
	nsc_mounts_add(&mounts, NOSTD_STR("/"), "{system}");
	nsc_mounts_add(&mounts, NOSTD_STR("/r"), "{later}");
	for (i = 0; i < COUNT(rows); i++) {
		struct nsc_name shown =
			nsc_mounts_show(&mounts, nsc_name_c(run.names, rows[i][0]));

		assert_string_equal(nsc_name_chars(run.names, shown), rows[i][1]);
	}
}

static void without_a_mount_a_path_is_shown_as_it_is(void **state)
{
	struct nsc_name path = nsc_name_c(run.names, "/r/a.c");
	struct nsc_mounts mounts;

	(void)state;
	nsc_mounts_init(&mounts, run.keep, run.names);
	assert_true(nsc_name_eq(nsc_mounts_show(&mounts, path), path));
}

/* A tool chain's file and one of the tree, wherever the tree lies. */
static void places_are_ordered_as_they_are_shown(void **state)
{
	static const char *const roots[] = {"/a", "/p", "/z"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(roots); i++) {
		struct nsc_name inside = nsc_name(
			run.names, nsc_path_join(run.scratch, nostd_str_from_c(roots[i]),
						 NOSTD_STR("main.c")));
		struct nsc_name outside = nsc_name_c(run.names, "/opt/crt0.S");
		struct nsc_mounts mounts;

		nsc_mounts_init(&mounts, run.keep, run.names);
		nsc_mounts_add(&mounts, nostd_str_from_c(roots[i]), "");
		assert_true(nsc_mounts_cmp(&mounts, nsc_place(outside, 9, 1),
					   nsc_place(inside, 1, 1)) < 0);
		assert_true(nsc_mounts_cmp(&mounts, nsc_place(inside, 1, 1),
					   nsc_place(outside, 9, 1)) > 0);
		assert_true(nsc_mounts_cmp(&mounts, nsc_place(inside, 9, 1),
					   nsc_place(inside, 10, 1)) < 0);
		assert_int_equal(nsc_mounts_cmp(&mounts, nsc_place(inside, 9, 2),
						nsc_place(inside, 9, 2)),
				 0);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(dots_and_double_slashes_are_resolved_by_text),
		CASE(an_absolute_path_stays_where_it_is_when_joined),
		CASE(joining_agrees_with_the_file_system),
		CASE(a_path_has_a_base_a_folder_a_stem_and_a_suffix),
		CASE(what_is_absolute_on_either_system_is_absolute),
		CASE(within_counts_whole_components),
		CASE(the_common_folder_holds_both),
		CASE(a_glob_matches_what_its_definition_says),
		CASE(long_globs_match_what_their_definition_says),
		CASE(examples_of_globs),
		CASE(no_glob_takes_more_than_its_length_times_the_paths),
		CASE(the_deepest_mount_names_a_path),
		CASE(places_are_ordered_as_they_are_shown),
		CASE(without_a_mount_a_path_is_shown_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
