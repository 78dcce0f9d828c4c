/*
 * test_store.c - analyzer/store from the inside: what is found again, and when it is not.
 *
 * What is in the file, damage, concurrent processes and killed ones are looked at from
 * outside by test_store_file.py.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/run.h"
#include "analyzer/store/store.h"
#include "tests/unit/tree.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nsc_run run;
static struct nostd_bump *paths; /* lives as long as the group */
static struct nsc_run group;
static struct nostd_str db;

static struct nostd_span span(const char *text)
{
	return nostd_span_new(text, strlen(text));
}

static struct nsc_name path_name(const char *path)
{
	return nsc_name(run.names, tree_path(path));
}

/* A fresh run with the store of this test, as a new process would have it. */
static struct nsc_store *open_version(const char *version)
{
	struct nsc_store_options options = {0};

	nsc_run_init(&run);
	options.path = db;
	options.version = nostd_str_from_c(version);
	return nsc_store_open(&run, &options);
}

static struct nsc_store *open_store(void)
{
	return open_version("1");
}

static void close_store(struct nsc_store *store, bool commit)
{
	if (commit) {
		assert_true(nsc_store_commit(store, NULL));
	}
	nsc_store_close(store);
	assert_int_equal(run.diags->all.len, 0);
	nsc_run_release(&run);
}

static void assert_record(struct nostd_span record, const char *text)
{
	assert_int_equal(record.size, strlen(text));
	assert_memory_equal(record.ptr, text, record.size);
}

/* -- files --------------------------------------------------------------------------- */

static void put_file(struct nsc_store *store, const char *path, uint8_t kind,
		     const char *record)
{
	struct nsc_store_file file = {0};
	struct nsc_file_bytes bytes;
	struct nsc_err err = {0};

	assert_int_equal(nsc_host_open(tree_path(path).ptr, &bytes, &err), 0);
	file.kind = kind;
	file.path = path_name(path);
	file.id = &bytes.id;
	file.bytes = bytes.bytes;
	nsc_store_put_file(store, &file, span(record));
	nsc_host_close(&bytes);
}

static void a_record_is_found_by_content_and_kind(void **state)
{
	struct nsc_store *store = open_store();
	struct nostd_span record;

	(void)state;
	tree_file("f/a.o", "content");
	tree_file("f/b.o", "content");
	tree_file("f/c.o", "contend");
	assert_false(nsc_store_get_file(store, 1, path_name("f/a.o"), &record));
	put_file(store, "f/a.o", 1, "facts of a");
	close_store(store, true);

	store = open_store();
	assert_true(nsc_store_get_file(store, 1, path_name("f/a.o"), &record));
	assert_record(record, "facts of a");
	assert_true(nsc_store_get_file(store, 1, path_name("f/b.o"), &record));
	assert_record(record, "facts of a");
	assert_false(nsc_store_get_file(store, 1, path_name("f/c.o"), &record));
	assert_false(nsc_store_get_file(store, 2, path_name("f/a.o"), &record));
	assert_false(nsc_store_get_file(store, 1, path_name("f/none.o"), &record));
	close_store(store, true);
}

static void a_changed_file_of_the_same_size_and_time_is_not_the_old_one(void **state)
{
	const struct timespec times[2] = {{1000000000, 0}, {1000000000, 0}};
	struct nsc_store *store = open_store();
	struct nostd_span record;

	(void)state;
	tree_file("g/a.o", "content1");
	utimensat(AT_FDCWD, tree_path("g/a.o").ptr, times, 0);
	nsc_store_get_file(store, 1, path_name("g/a.o"), &record);
	put_file(store, "g/a.o", 1, "old");
	close_store(store, true);

	tree_file("g/a.o", "content2");
	utimensat(AT_FDCWD, tree_path("g/a.o").ptr, times, 0);
	store = open_store();
	assert_false(nsc_store_get_file(store, 1, path_name("g/a.o"), &record));
	close_store(store, true);
}

static void another_version_of_the_tool_finds_nothing(void **state)
{
	struct nsc_store *store = open_store();
	struct nostd_span record;
	struct nostd_str text;

	(void)state;
	tree_file("h/a.o", "content");
	put_file(store, "h/a.o", 1, "facts");
	nsc_store_put_answer(store, NOSTD_STR("gcc -v"), NOSTD_STR("answer"));
	close_store(store, true);
	store = open_version("2");
	assert_false(nsc_store_get_file(store, 1, path_name("h/a.o"), &record));
	assert_false(nsc_store_get_answer(store, NOSTD_STR("gcc -v"), &text));
	close_store(store, true);
	store = open_store();
	assert_true(nsc_store_get_file(store, 1, path_name("h/a.o"), &record));
	close_store(store, true);
}

static void what_is_not_committed_is_gone_but_is_there_until_then(void **state)
{
	struct nsc_store *store = open_store();
	struct nostd_span record;

	(void)state;
	tree_file("i/a.o", "content");
	put_file(store, "i/a.o", 1, "facts");
	assert_true(nsc_store_get_file(store, 1, path_name("i/a.o"), &record));
	assert_record(record, "facts");
	close_store(store, false);
	store = open_store();
	assert_false(nsc_store_get_file(store, 1, path_name("i/a.o"), &record));
	close_store(store, false);
}

static void the_digest_of_a_file_is_that_of_its_bytes(void **state)
{
	struct nsc_store *store = open_store();
	struct nsc_digest digest;

	(void)state;
	tree_file("j/a", "bytes");
	assert_true(nsc_store_digest(store, path_name("j/a"), &digest));
	assert_true(nsc_digest_eq(digest, nsc_digest(span("bytes"))));
	assert_false(nsc_store_digest(store, path_name("j/none"), &digest));
	assert_false(nsc_store_digest(store, path_name("j"), &digest));
	close_store(store, true);
}

static void answers_and_large_records_come_back_whole(void **state)
{
	struct nsc_store *store = open_store();
	struct nostd_string large = nostd_string_new();
	struct nostd_str text;
	size_t i;

	(void)state;
	for (i = 0; i < 3000000; i++) {
		nostd_string_push_byte(&large, (char)(i * 7919 >> 3));
	}
	nsc_store_put_answer(store, NOSTD_STR("large"), nostd_string_as_str(&large));
	nsc_store_put_answer(store, NOSTD_STR("empty"), NOSTD_STR(""));
	close_store(store, true);
	store = open_store();
	assert_true(nsc_store_get_answer(store, NOSTD_STR("large"), &text));
	assert_true(nostd_str_eq(text, nostd_string_as_str(&large)));
	assert_true(nsc_store_get_answer(store, NOSTD_STR("empty"), &text));
	assert_int_equal(text.len, 0);
	assert_false(nsc_store_get_answer(store, NOSTD_STR("other"), &text));
	close_store(store, true);
	nostd_string_drop(&large);
}

/* -- units --------------------------------------------------------------------------- */

/*
 * A project below `top`: m.c includes "own.h", <sys/types.h> and <far/one.h>; the folders
 * are searched in the order first, second, third. The headers stand in the second and
 * third.
 */
static const char *const project_files[] = {"m.c", "own.h", "second/sys/types.h",
					    "third/far/one.h"};
static const char *const project_folders[] = {"", "first", "second", "third", "missing"};
static const char *const project_spelled[] = {"own.h", "sys/types.h", "far/one.h",
					      "not/found.h"};

static struct nostd_str in_project(const char *top, const char *path)
{
	static char text[256];

	snprintf(text, sizeof(text), "%s%s%s", top, *path ? "/" : "", path);
	return tree_path(text);
}

static void make_project(const char *top)
{
	size_t i;

	for (i = 0; i < COUNT(project_files); i++) {
		tree_file(in_project(top, project_files[i]).ptr + strlen(tree_top) + 1,
			  project_files[i]);
	}
	tree_file(in_project(top, "first/other.h").ptr + strlen(tree_top) + 1, "");
	tree_file(in_project(top, "first/sys/other.h").ptr + strlen(tree_top) + 1, "");
}

static struct nsc_digest unit_key(const char *top)
{
	return nsc_digest(span(top));
}

static void put_project(struct nsc_store *store, const char *top, const char *record)
{
	struct nsc_name folders[COUNT(project_folders)], spelled[COUNT(project_spelled)];
	struct nsc_store_input inputs[COUNT(project_files)];
	struct nsc_store_unit unit = {0};
	size_t i;

	for (i = 0; i < COUNT(project_files); i++) {
		inputs[i].path = nsc_name(run.names, in_project(top, project_files[i]));
		assert_true(nsc_store_digest(store, inputs[i].path, &inputs[i].digest));
	}
	for (i = 0; i < COUNT(project_folders); i++) {
		folders[i] = nsc_name(run.names, in_project(top, project_folders[i]));
	}
	for (i = 0; i < COUNT(project_spelled); i++) {
		spelled[i] = nsc_name_c(run.names, project_spelled[i]);
	}
	unit.key = unit_key(top);
	unit.inputs = inputs;
	unit.input_count = COUNT(inputs);
	unit.folders = folders;
	unit.folder_count = COUNT(folders);
	unit.spelled = spelled;
	unit.spelled_count = COUNT(spelled);
	nsc_store_put_unit(store, &unit, span(record));
}

/* Is the unit of this project found in a new run? */
static bool is_found(const char *top)
{
	struct nsc_store *store = open_store();
	struct nostd_span record;
	bool found = nsc_store_get_unit(store, unit_key(top), &record);

	if (found) {
		assert_record(record, "facts");
	}
	close_store(store, true);
	return found;
}

/* What is done to a project, and whether its unit may still be used afterwards. */
static const struct {
	const char *top;
	const char *makes;   /* a file to write, below the project */
	const char *removes; /* a file to take away */
	bool found;
} changes[] = {
	{"u1", NULL, NULL, true},
	{"u2", "second/sys/types.h", NULL, false}, /* an input changed */
	{"u3", NULL, "third/far/one.h", false},    /* an input is gone */
	{"u4", "first/sys/types.h", NULL, false},  /* a header shadows another */
	{"u5", "first/far/one.h", NULL, false},    /* so does one in a new folder */
	{"u6", "missing/own.h", NULL, false},      /* or in a folder that was missing */
	{"u7", "third/not/found.h", NULL, false},  /* what was in vain now is found */
	{"u8", "first/new.h", NULL, true},         /* a name that nobody spells */
	{"u9", "first/own.h", NULL, false},        /* a name spelled somewhere */
	{"u10", "elsewhere/types.h", NULL, true},  /* a folder that is not searched */
	{"u11", "first/sys/new.h", NULL, true},    /* an unspelled name, one level down */
	{"u12", NULL, "first/other.h", true},      /* a name less shadows nothing */
	{"u13", "other.c", NULL, true},            /* a source beside the first */
};

static void a_unit_is_found_until_something_it_depends_on_changes(void **state)
{
	struct nsc_store *store = open_store();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(changes); i++) {
		put_project(store, changes[i].top, "facts");
	}
	close_store(store, true);
	for (i = 0; i < COUNT(changes); i++) {
		assert_true(is_found(changes[i].top));
	}
	for (i = 0; i < COUNT(changes); i++) {
		if (changes[i].makes) {
			tree_file(in_project(changes[i].top, changes[i].makes).ptr +
					  strlen(tree_top) + 1,
				  "new");
		}
		if (changes[i].removes) {
			unlink(in_project(changes[i].top, changes[i].removes).ptr);
		}
		if (is_found(changes[i].top) != changes[i].found) {
			fail_msg("%s: %s", changes[i].top,
				 changes[i].found ? "lost" : "found");
		}
	}
}

static void a_link_that_begins_to_lead_somewhere_shadows(void **state)
{
	struct nsc_store *store = open_store();

	(void)state;
	put_project(store, "link", "facts");
	close_store(store, true);
	assert_true(is_found("link"));
	tree_file("link/target/one.h",
		  "new"); /* where first/far has pointed all the time */
	assert_false(is_found("link"));
}

static void a_unit_with_other_arguments_is_another_unit(void **state)
{
	struct nsc_store *store = open_store();
	struct nostd_span record;

	(void)state;
	put_project(store, "key", "facts");
	close_store(store, true);
	store = open_store();
	assert_true(nsc_store_get_unit(store, unit_key("key"), &record));
	assert_false(nsc_store_get_unit(store, unit_key("key -DX"), &record));
	close_store(store, true);
}

/* A run during which a thing of the project gets another name. */
static void put_while_moving(const char *top, const char *from, const char *to)
{
	struct nsc_store *store = open_store();

	assert_int_equal(rename(tree_path(from).ptr, tree_path(to).ptr), 0);
	put_project(store, top, "facts");
	close_store(store, true);
}

static void a_unit_is_not_kept_when_a_spelled_name_came_during_the_run(void **state)
{
	struct nsc_store *store = open_store();

	(void)state;
	tree_file("made/first/own.h", "now");
	put_project(store, "made", "facts");
	close_store(store, true);
	assert_false(is_found("made"));
	put_while_moving("moved", "moved/first/other.h", "moved/first/own.h");
	assert_false(is_found("moved"));
	put_while_moving("folder", "folder/first", "folder/missing");
	assert_false(is_found("folder"));
}

/* Like the store itself, when it lies where headers are looked for. */
static void a_unit_is_kept_when_other_names_come_and_go_during_the_run(void **state)
{
	struct nsc_store *store = open_store();

	(void)state;
	tree_file("busy/first/before.sqlite", "");
	put_project(store, "busy", "facts");
	tree_file("busy/first/after.sqlite", "");
	unlink(tree_path("busy/first/before.sqlite").ptr);
	close_store(store, true);
	assert_true(is_found("busy"));
	tree_file("busy/first/own.h", "later");
	assert_false(is_found("busy"));
}

static void a_unit_put_twice_is_the_second(void **state)
{
	struct nsc_store *store = open_store();

	(void)state;
	put_project(store, "twice", "old");
	close_store(store, true);
	store = open_store();
	put_project(store, "twice", "older");
	put_project(store, "twice", "facts");
	close_store(store, true);
	assert_true(is_found("twice"));
}

/* -- images -------------------------------------------------------------------------- */

static struct nsc_store_reference reference(const char *file, const char *function,
					    const char *symbol, uint8_t state)
{
	struct nsc_store_reference row = {nsc_name_c(run.names, file),
					  nsc_name_c(run.names, function),
					  nsc_name_c(run.names, symbol), state};

	return row;
}

static enum nsc_store_state state_of(struct nsc_store *store, const char *target,
				     const char *file, const char *function,
				     const char *symbol)
{
	struct nsc_store_reference row = reference(file, function, symbol, 0);

	return nsc_store_image_state(store, nsc_name_c(run.names, target), &row);
}

static void the_last_image_of_a_target_is_remembered(void **state)
{
	struct nsc_store *store = open_store();
	struct nsc_store_reference rows[3] = {
		reference("a.c", "f", "printf", NSC_STORE_LIVE),
		reference("a.c", "g", "printf", NSC_STORE_EXTRACTED),
		reference("", "", "malloc", NSC_STORE_REFERENCED)};

	(void)state;
	nsc_store_put_image(store, nsc_name_c(run.names, "boot"), rows, 3);
	close_store(store, true);
	store = open_store();
	assert_int_equal(state_of(store, "boot", "a.c", "f", "printf"), NSC_STORE_LIVE);
	assert_int_equal(state_of(store, "boot", "a.c", "g", "printf"),
			 NSC_STORE_EXTRACTED);
	assert_int_equal(state_of(store, "boot", "", "", "malloc"), NSC_STORE_REFERENCED);
	assert_int_equal(state_of(store, "boot", "a.c", "h", "printf"),
			 NSC_STORE_UNKNOWN);
	assert_int_equal(state_of(store, "app", "a.c", "f", "printf"), NSC_STORE_UNKNOWN);
	rows[0] = reference("a.c", "f", "printf", NSC_STORE_EXTRACTED);
	nsc_store_put_image(store, nsc_name_c(run.names, "boot"), rows, 1);
	close_store(store, true);
	store = open_store();
	assert_int_equal(state_of(store, "boot", "a.c", "f", "printf"),
			 NSC_STORE_EXTRACTED);
	assert_int_equal(state_of(store, "boot", "a.c", "g", "printf"),
			 NSC_STORE_UNKNOWN);
	close_store(store, true);
}

/* -- without a store -------------------------------------------------------------- */

static void without_a_path_all_look_ups_miss_and_digests_are_right(void **state)
{
	struct nostd_span record;
	struct nsc_digest digest;
	struct nsc_store *store;
	struct nostd_str text;

	(void)state;
	db = NOSTD_STR("");
	store = open_store();
	assert_false(nsc_store_usable(store));
	tree_file("k/a.o", "content");
	put_file(store, "k/a.o", 1, "facts");
	assert_false(nsc_store_get_file(store, 1, path_name("k/a.o"), &record));
	assert_false(nsc_store_get_unit(store, unit_key("u1"), &record));
	put_project(store, "twice", "facts");
	nsc_store_put_answer(store, NOSTD_STR("q"), NOSTD_STR("a"));
	assert_false(nsc_store_get_answer(store, NOSTD_STR("q"), &text));
	assert_int_equal(state_of(store, "boot", "a.c", "f", "printf"),
			 NSC_STORE_UNKNOWN);
	assert_true(nsc_store_digest(store, path_name("k/a.o"), &digest));
	assert_true(nsc_digest_eq(digest, nsc_digest(span("content"))));
	assert_false(nsc_store_commit(store, NULL));
	close_store(store, false);
}

static void the_place_is_the_given_one_or_the_users_cache_or_the_build_folder(
	void **state)
{
	char hex[NSC_DIGEST_HEX_SIZE], expected[128];

	(void)state;
	nsc_run_init(&run);
	nsc_digest_hex(nsc_digest(span("/r")), hex);
	assert_string_equal(nsc_store_path(&run, NOSTD_STR("/x.db"), NOSTD_STR("/r"),
					   NOSTD_STR("/b"))
				    .ptr,
			    "/x.db");
	setenv("XDG_CACHE_HOME", "/cache", 1);
	snprintf(expected, sizeof(expected), "/cache/nostd-check/%s.sqlite", hex);
	assert_string_equal(
		nsc_store_path(&run, NOSTD_STR(""), NOSTD_STR("/r"), NOSTD_STR("/b")).ptr,
		expected);
	setenv("XDG_CACHE_HOME", "relative", 1);
	setenv("HOME", "/home/u", 1);
	snprintf(expected, sizeof(expected), "/home/u/.cache/nostd-check/%s.sqlite", hex);
	assert_string_equal(
		nsc_store_path(&run, NOSTD_STR(""), NOSTD_STR("/r"), NOSTD_STR("/b")).ptr,
		expected);
	unsetenv("HOME");
	assert_string_equal(
		nsc_store_path(&run, NOSTD_STR(""), NOSTD_STR("/r"), NOSTD_STR("/b")).ptr,
		"/b/nostd-check.sqlite");
	assert_int_equal(
		nsc_store_path(&run, NOSTD_STR(""), NOSTD_STR("/r"), NOSTD_STR("")).len,
		0);
	nsc_run_release(&run);
}

/* -- queries ---------------------------------------------------------------------- */

static bool append_row(void *self, const struct nostd_str *cells, size_t count)
{
	struct nostd_string *out = self;
	size_t i;

	for (i = 0; i < count; i++) {
		nostd_format(out, "{}{}", i ? "|" : "",
			     cells[i].ptr ? cells[i] : NOSTD_STR("NULL"));
	}
	nostd_string_push_byte(out, '\n');
	return true;
}

static const char *query(const char *sql)
{
	static struct nostd_string text;
	struct nsc_store_rows rows = {append_row, &text};
	static struct nsc_err err;

	text = nostd_string_new_in(nostd_bump_in(paths));
	memset(&err, 0, sizeof(err));
	if (nsc_store_query(db, nostd_str_from_c(sql), rows, &err) < 0) {
		return err.text;
	}
	return nostd_string_c_str(&text);
}

static void one_select_may_be_asked_and_nothing_else(void **state)
{
	struct nsc_store *store = open_store();
	struct nsc_store_history history = {0};

	(void)state;
	history.run.version = NOSTD_STR("1.0");
	history.run.command = NOSTD_STR("check");
	history.run.exit_code = 1;
	assert_true(nsc_store_commit(store, &history));
	close_store(store, false);
	assert_string_equal(query("SELECT run, version, verdict, exit_code FROM runs"),
			    "run|version|verdict|exit_code\n1|1.0|NULL|1\n");
	assert_string_equal(
		query(" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
		      "FROM n WHERE i < 3) SELECT sum(i) FROM n; "),
		"sum(i)\n6\n");
	assert_string_equal(query(""), "query: found nothing, expected a SELECT");
	assert_string_equal(query("SELECT 1; SELECT 2"),
			    "query: found text behind the first statement, expected one");
	assert_string_equal(query("SELECT x"), "query: no such column: x");
	assert_string_equal(query("DELETE FROM run"), "query: not authorized");
	assert_string_equal(query("ATTACH 'x' AS y"), "query: not authorized");
	assert_string_equal(query("PRAGMA journal_mode = DELETE"),
			    "query: not authorized");
	assert_string_equal(query("SELECT load_extension('x')"),
			    "query: not authorized to use function: load_extension");
	db = tree_path("none.sqlite");
	assert_string_equal(query("SELECT 1") + strlen(tree_top),
			    "/none.sqlite: unable to open database file");
}

/* ------------------------------------------------------------------------------------ */

/* Projects at rest: what has come within two seconds is not trusted. */
static int set_up_group(void **state)
{
	static const char *const others[] = {"link", "key",   "busy",  "twice",
					     "made", "moved", "folder"};
	const struct timespec rest = {2, 200000000};
	size_t i;

	(void)state;
	nsc_run_init(&group);
	paths = group.keep;
	if (tree_make(paths) != 0) {
		return -1;
	}
	for (i = 0; i < COUNT(changes); i++) {
		make_project(changes[i].top);
	}
	for (i = 0; i < COUNT(others); i++) {
		make_project(others[i]);
	}
	tree_folder("link/first");
	if (symlink("../target", tree_path("link/first/far").ptr) != 0) {
		return -1;
	}
	return nanosleep(&rest, NULL);
}

static int tear_down_group(void **state)
{
	int ret = tree_remove();

	(void)state;
	nsc_run_release(&group);
	return ret;
}

static int set_up(void **state)
{
	static int number;
	char text[64];

	(void)state;
	snprintf(text, sizeof(text), "db/%d.sqlite", ++number);
	db = tree_path(text);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_unit_is_not_kept_when_a_spelled_name_came_during_the_run),
		CASE(a_unit_is_kept_when_other_names_come_and_go_during_the_run),
		CASE(a_unit_is_found_until_something_it_depends_on_changes),
		CASE(a_link_that_begins_to_lead_somewhere_shadows),
		CASE(a_unit_with_other_arguments_is_another_unit),
		CASE(a_unit_put_twice_is_the_second),
		CASE(a_record_is_found_by_content_and_kind),
		CASE(a_changed_file_of_the_same_size_and_time_is_not_the_old_one),
		CASE(another_version_of_the_tool_finds_nothing),
		CASE(what_is_not_committed_is_gone_but_is_there_until_then),
		CASE(the_digest_of_a_file_is_that_of_its_bytes),
		CASE(answers_and_large_records_come_back_whole),
		CASE(the_last_image_of_a_target_is_remembered),
		CASE(without_a_path_all_look_ups_miss_and_digests_are_right),
		CASE(the_place_is_the_given_one_or_the_users_cache_or_the_build_folder),
		CASE(one_select_may_be_asked_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, set_up_group, tear_down_group);
}
