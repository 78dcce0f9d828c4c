/*
 * test_host.c - analyzer/base/host: files, folders, other programs, sinks.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <nostd/fmt.h>

#include "analyzer/base/run.h"
#include "tests/unit/tree.h"

static struct nsc_run run;
static struct nsc_err err;

static int set_up(void **state)
{
	(void)state;
	memset(&err, 0, sizeof(err));
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

/* -- files --------------------------------------------------------------------------- */

static void a_file_is_mapped_with_its_identity(void **state)
{
	struct nsc_file_bytes file;
	struct nsc_file_id id;

	(void)state;
	tree_file("a", "content");
	assert_int_equal(nsc_host_open(tree_path("a").ptr, &file, &err), 0);
	assert_int_equal(file.bytes.size, 7);
	assert_memory_equal(file.bytes.ptr, "content", 7);
	assert_int_equal(nsc_host_look(tree_path("a").ptr, &id), NSC_FILE_REGULAR);
	assert_memory_equal(&id, &file.id, sizeof(id));
	assert_int_equal(id.size, 7);
	nsc_host_close(&file);
	assert_int_equal(file.bytes.size, 0);
	nsc_host_close(&file);
}

static void an_empty_file_has_bytes_that_are_not_null(void **state)
{
	struct nsc_file_bytes file;

	(void)state;
	tree_file("a", "");
	assert_int_equal(nsc_host_open(tree_path("a").ptr, &file, &err), 0);
	assert_int_equal(file.bytes.size, 0);
	assert_non_null(file.bytes.ptr);
	nsc_host_close(&file);
}

static void only_a_file_is_opened_and_a_pipe_is_not_waited_for(void **state)
{
	struct nsc_file_bytes file;
	struct nostd_str path = tree_path("");

	(void)state;
	assert_int_equal(nsc_host_open(path.ptr, &file, &err), -1);
	assert_non_null(strstr(err.text, ": expected a file, found a folder"));
	assert_int_equal(err.kind, NSC_ERR_INPUT);
	memset(&err, 0, sizeof(err));
	assert_int_equal(mkfifo(tree_path("pipe").ptr, 0600), 0);
	assert_int_equal(nsc_host_open(tree_path("pipe").ptr, &file, &err), -1);
	assert_non_null(strstr(err.text, ": expected a file, found a device or pipe"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(nsc_host_open("/dev/zero", &file, &err), -1);
	assert_non_null(strstr(err.text, "device or pipe"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(nsc_host_open(tree_path("none").ptr, &file, &err), -1);
	assert_non_null(strstr(err.text, "No such file"));
}

static void kinds_are_told_apart_and_links_followed(void **state)
{
	(void)state;
	tree_file("a", "");
	assert_int_equal(symlink("a", tree_path("link").ptr), 0);
	assert_int_equal(symlink("none", tree_path("dangling").ptr), 0);
	assert_int_equal(mkfifo(tree_path("pipe").ptr, 0600), 0);
	assert_int_equal(nsc_host_look(tree_path("a").ptr, NULL), NSC_FILE_REGULAR);
	assert_int_equal(nsc_host_look(tree_path("link").ptr, NULL), NSC_FILE_REGULAR);
	assert_int_equal(nsc_host_look(tree_path("").ptr, NULL), NSC_FILE_FOLDER);
	assert_int_equal(nsc_host_look(tree_path("pipe").ptr, NULL), NSC_FILE_OTHER);
	assert_int_equal(nsc_host_look(tree_path("none").ptr, NULL), NSC_FILE_NONE);
	assert_int_equal(nsc_host_look(tree_path("dangling").ptr, NULL), NSC_FILE_NONE);
}

static void a_file_is_written_whole_over_an_older_one(void **state)
{
	struct nsc_dir_entry *entries;
	struct nsc_file_bytes file;
	struct stat st;
	size_t count;

	(void)state;
	tree_file("d/a", "old and longer");
	assert_int_equal(
		nsc_host_write(tree_path("d/a").ptr, nostd_span_new("new", 3), &err), 0);
	assert_int_equal(nsc_host_open(tree_path("d/a").ptr, &file, &err), 0);
	assert_int_equal(file.bytes.size, 3);
	nsc_host_close(&file);
	assert_int_equal(stat(tree_path("d/a").ptr, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_true(nsc_host_list(run.keep, tree_path("d").ptr, &entries, &count));
	assert_int_equal(count, 1); /* nothing is left beside it */
	assert_int_equal(nsc_host_write(tree_path("none/a").ptr, nostd_span_new("x", 1),
					&err),
			 -1);
	assert_int_equal(err.kind, NSC_ERR_HOST);
}

static void a_file_that_is_written_keeps_its_mode_and_its_links(void **state)
{
	struct nsc_file_bytes file;
	struct stat st;

	(void)state;
	tree_file("tool", "old");
	assert_int_equal(chmod(tree_path("tool").ptr, 0750), 0);
	assert_int_equal(symlink("tool", tree_path("name").ptr), 0);
	assert_int_equal(
		nsc_host_write(tree_path("name").ptr, nostd_span_new("new", 3), &err), 0);
	assert_int_equal(lstat(tree_path("name").ptr, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(tree_path("tool").ptr, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0750);
	assert_int_equal(nsc_host_open(tree_path("tool").ptr, &file, &err), 0);
	assert_memory_equal(file.bytes.ptr, "new", 3);
	nsc_host_close(&file);
}

static void folders_are_made_with_their_parents(void **state)
{
	(void)state;
	assert_int_equal(nsc_host_mkdirs(tree_path("a/b/c").ptr, &err), 0);
	assert_int_equal(nsc_host_mkdirs(tree_path("a/b/c").ptr, &err), 0);
	assert_int_equal(nsc_host_look(tree_path("a/b/c").ptr, NULL), NSC_FILE_FOLDER);
	tree_file("file", "");
	assert_int_equal(nsc_host_mkdirs(tree_path("file").ptr, &err), -1);
	assert_non_null(strstr(err.text, "/file: expected a folder, found a file"));
	memset(&err, 0, sizeof(err));
	assert_int_equal(nsc_host_mkdirs(tree_path("file/x").ptr, &err), -1);
}

static void a_file_is_moved_and_taken_away(void **state)
{
	(void)state;
	tree_file("a", "1");
	tree_file("b", "2");
	assert_int_equal(nsc_host_rename(tree_path("a").ptr, tree_path("b").ptr, &err),
			 0);
	assert_int_equal(nsc_host_look(tree_path("a").ptr, NULL), NSC_FILE_NONE);
	assert_int_equal(nsc_host_remove(tree_path("b").ptr, &err), 0);
	assert_int_equal(nsc_host_remove(tree_path("b").ptr, &err), 0);
	assert_int_equal(nsc_host_rename(tree_path("a").ptr, tree_path("b").ptr, &err),
			 -1);
	memset(&err, 0, sizeof(err));
	tree_folder("folder");
	assert_int_equal(nsc_host_remove(tree_path("folder").ptr, &err), -1);
}

static void a_folder_is_listed_in_byte_order(void **state)
{
	static const char *const names[] = {"A", "Z", "_", "a", "link", "none", "z"};
	struct nsc_dir_entry *entries;
	size_t count, i;

	(void)state;
	for (i = 7; i > 0; i--) {
		if (i != 5 && i != 6) {
			tree_file(names[i - 1], "");
		}
	}
	assert_int_equal(symlink("..", tree_path("link").ptr), 0);
	assert_int_equal(symlink("nowhere", tree_path("none").ptr), 0);
	assert_true(nsc_host_list(run.keep, tree_path("").ptr, &entries, &count));
	assert_int_equal(count, 7);
	for (i = 0; i < 7; i++) {
		assert_string_equal(entries[i].name.ptr, names[i]);
		assert_int_equal(entries[i].is_link, i == 4 || i == 5);
		assert_int_equal(entries[i].kind, i == 4   ? NSC_FILE_FOLDER
						  : i == 5 ? NSC_FILE_NONE
							   : NSC_FILE_REGULAR);
	}
	assert_false(nsc_host_list(run.keep, tree_path("nowhere").ptr, &entries, &count));
	assert_int_equal(count, 0);
	assert_false(nsc_host_list(run.keep, tree_path("a").ptr, &entries, &count));
}

static void real_paths_and_the_working_folder_are_absolute(void **state)
{
	char there[4096];

	(void)state;
	tree_file("d/a", "");
	assert_int_equal(symlink("d", tree_path("link").ptr), 0);
	assert_string_equal(nsc_host_real(run.keep, tree_path("link/../d/a").ptr).ptr,
			    realpath(tree_path("d/a").ptr, there));
	assert_int_equal(nsc_host_real(run.keep, tree_path("none").ptr).len, 0);
	assert_string_equal(nsc_host_cwd(run.keep).ptr, getcwd(there, sizeof(there)));
	assert_true(nsc_host_look(nsc_host_self(run.keep).ptr, NULL) == NSC_FILE_REGULAR);
}

static void a_program_is_found_on_the_path(void **state)
{
	const char *path = getenv("PATH");
	struct nostd_str kept = nostd_bump_str(run.keep, nostd_str_from_c(path));

	(void)state;
	tree_file("first/tool", "#!/bin/sh\n");
	tree_file("second/tool", "#!/bin/sh\n");
	tree_folder("first/folder");
	assert_int_equal(chmod(tree_path("second/tool").ptr, 0755), 0);
	setenv("PATH", tree_path("first:").ptr, 1);
	assert_int_equal(nsc_host_which(run.keep, NOSTD_STR("tool")).len, 0);
	{
		struct nostd_string both = nostd_string_new();

		nostd_format(&both, "{}:{}", tree_path("first"), tree_path("second"));
		setenv("PATH", nostd_string_c_str(&both), 1);
		nostd_string_drop(&both);
	}
	/* what may not be run, and folders, are passed over */
	assert_string_equal(nsc_host_which(run.keep, NOSTD_STR("tool")).ptr,
			    tree_path("second/tool").ptr);
	assert_int_equal(nsc_host_which(run.keep, NOSTD_STR("folder")).len, 0);
	assert_int_equal(nsc_host_which(run.keep, NOSTD_STR("none")).len, 0);
	setenv("PATH", kept.ptr, 1);
}

/* -- environment and clock -------------------------------------------------------- */

static void variables_are_listed_by_their_prefix(void **state)
{
	struct nostd_str *names;
	size_t count;

	(void)state;
	setenv("NSC_TEST_B", "2", 1);
	setenv("NSC_TEST_A", "1=1", 1);
	setenv("NSC_TESTS", "3", 1);
	names = nsc_host_env_names(run.keep, NOSTD_STR("NSC_TEST_"), &count);
	assert_int_equal(count, 2);
	assert_string_equal(names[0].ptr, "NSC_TEST_A");
	assert_string_equal(names[1].ptr, "NSC_TEST_B");
	assert_string_equal(nsc_host_env("NSC_TEST_A"), "1=1");
	assert_null(nsc_host_env("NSC_TEST_C"));
}

static void today_can_be_set_by_a_test(void **state)
{
	(void)state;
	setenv("NSC_TODAY", "2027-01-01", 1);
	assert_int_equal(nsc_host_today(), 20819);
	setenv("NSC_TODAY", "no date", 1);
	assert_int_equal(nsc_host_today(), time(NULL) / 86400);
	unsetenv("NSC_TODAY");
	assert_int_equal(nsc_host_today(), time(NULL) / 86400);
	assert_true(llabs(nsc_host_now() / 1000000000 - (int64_t)time(NULL)) < 10);
	assert_true(nsc_host_cpus() >= 1);
}

/* -- other programs --------------------------------------------------------------- */

static int shell(const char *script, struct nsc_command *command,
		 struct nsc_command_result *result)
{
	const char *argv[] = {"/bin/sh", "-c", script, NULL};

	command->argv = argv;
	return nsc_host_run(run.keep, command, result, &err);
}

static int seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int)now.tv_sec;
}

static void a_programs_output_and_status_are_taken(void **state)
{
	const char *const env[] = {"NSC_TEST_X=y z", NULL};
	struct nsc_command command = {0};
	struct nsc_command_result result;
	char folder[4096];

	(void)state;
	command.env = env;
	command.folder = tree_path("").ptr;
	assert_int_equal(
		shell("printf '%s|' \"$NSC_TEST_X\"; pwd -P; echo err >&2; read x && "
		      "echo input; exit 7",
		      &command, &result),
		0);
	assert_int_equal(result.status, 7);
	assert_false(result.timed_out);
	assert_true(nostd_str_starts_with(result.out, NOSTD_STR("y z|/")));
	assert_non_null(realpath(tree_path("").ptr, folder));
	assert_true(nostd_str_contains(result.out, nostd_str_from_c(folder)));
	assert_false(nostd_str_contains(result.out, NOSTD_STR("input")));
	assert_true(nostd_str_eq(result.err_text, NOSTD_STR("err\n")));
}

static void a_program_that_is_not_there_is_a_failure(void **state)
{
	const char *argv[] = {"/none/such", NULL};
	struct nsc_command command = {0};
	struct nsc_command_result result;

	(void)state;
	command.argv = argv;
	assert_int_equal(nsc_host_run(run.keep, &command, &result, &err), -1);
	assert_string_equal(err.text, "/none/such: No such file or directory");
	memset(&err, 0, sizeof(err));
	command.folder = "/none/folder";
	assert_int_equal(shell("true", &command, &result), -1);
}

static void a_program_that_hangs_is_killed_with_its_children(void **state)
{
	struct nsc_command command = {0};
	struct nsc_command_result result;
	int begin = seconds_of(CLOCK_MONOTONIC);

	(void)state;
	command.seconds_max = 1;
	assert_int_equal(shell("echo begun; sleep 60 & echo $! >&2; sleep 60", &command,
			       &result),
			 0);
	assert_true(result.timed_out);
	assert_int_equal(result.status, -1);
	assert_true(nostd_str_eq(result.out, NOSTD_STR("begun\n")));
	assert_true(seconds_of(CLOCK_MONOTONIC) - begin < 20);
	{
		int pid = atoi(nostd_bump_str(run.keep, result.err_text).ptr);
		int tries;

		/* killed, and gone as soon as init has seen it */
		for (tries = 0; tries < 1000 && kill(pid, 0) == 0; tries++) {
			char path[64], line[256] = "";
			FILE *stat_file;

			snprintf(path, sizeof(path), "/proc/%d/stat", pid);
			stat_file = fopen(path, "r");
			if (stat_file) {
				if (!fgets(line, sizeof(line), stat_file)) {
					line[0] = '\0';
				}
				fclose(stat_file);
			}
			if (strstr(line, ") Z ")) {
				break;
			}
			usleep(10000);
		}
		assert_true(tries < 1000);
	}
}

static void a_program_that_closes_its_output_and_stays_is_killed(void **state)
{
	struct nsc_command command = {0};
	struct nsc_command_result result;

	(void)state;
	command.seconds_max = 1;
	assert_int_equal(shell("exec >&- 2>&-; sleep 60", &command, &result), 0);
	assert_true(result.timed_out);
	assert_int_equal(result.status, -1);
}

static void a_program_that_says_too_much_is_stopped(void **state)
{
	struct nsc_command command = {0};
	struct nsc_command_result result;

	(void)state;
	command.output_max = 100000;
	assert_int_equal(
		shell("while :; do echo 0123456789012345678901234567890123456789; done",
		      &command, &result),
		-1);
	assert_string_equal(err.text, "/bin/sh: too much output");
	memset(&err, 0, sizeof(err));
	command.output_max = 100;
	assert_int_equal(shell("head -c 100 /dev/zero", &command, &result), 0);
	assert_int_equal(result.out.len, 100);
	assert_int_equal(shell("head -c 101 /dev/zero >&2", &command, &result), -1);
}

static void a_program_that_is_killed_has_no_status(void **state)
{
	struct nsc_command command = {0};
	struct nsc_command_result result;

	(void)state;
	assert_int_equal(shell("kill -SEGV $$", &command, &result), 0);
	assert_int_equal(result.status, -1);
	assert_false(result.timed_out);
}

static void much_output_on_both_streams_blocks_nobody(void **state)
{
	struct nsc_command command = {0};
	struct nsc_command_result result;

	(void)state;
	assert_int_equal(
		shell("i=0; while [ $i -lt 2000 ]; do echo "
		      "0123456789012345678901234567890123456789012345678901234567890123;"
		      " echo 012345678901234567890123456789 >&2; i=$((i + 1)); done",
		      &command, &result),
		0);
	assert_int_equal(result.out.len, 2000 * 65);
	assert_int_equal(result.err_text.len, 2000 * 31);
}

/* Whoever started us may have said that nobody waits for children. */
static void an_unknown_status_is_no_success(void **state)
{
	struct nsc_command command = {0};
	struct nsc_command_result result;

	(void)state;
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(shell("exit 3", &command, &result), 0);
	signal(SIGCHLD, SIG_DFL);
	assert_int_equal(result.status, -1);
}

/* -- sinks --------------------------------------------------------------------------- */

static void write_text(struct nsc_out *out, size_t times)
{
	struct nostd_sink sink = nsc_out_sink(out);
	size_t i;

	for (i = 0; i < times; i++) {
		nostd_try_format_sink(sink, "{:>9}\n", i);
	}
}

static void a_sink_writes_what_it_is_given(void **state)
{
	struct nsc_file_bytes file;
	struct nsc_out *out;

	(void)state;
	assert_int_equal(nsc_out_file(run.keep, tree_path("out").ptr, &out, &err), 0);
	write_text(out, 100000);
	assert_int_equal(nsc_out_close(out, &err), 0);
	assert_int_equal(nsc_host_open(tree_path("out").ptr, &file, &err), 0);
	assert_int_equal(file.bytes.size, 1000000);
	assert_memory_equal(file.bytes.ptr + 999990, "    99999\n", 10);
	nsc_host_close(&file);
	assert_int_equal(nsc_out_file(run.keep, tree_path("none/out").ptr, &out, &err),
			 -1);
}

static void a_full_disk_is_told_when_it_is_closed(void **state)
{
	struct nsc_out *out;

	(void)state;
	assert_int_equal(nsc_out_file(run.keep, "/dev/full", &out, &err), 0);
	write_text(out, 100000);
	assert_int_equal(nsc_out_close(out, &err), -1);
	assert_string_equal(err.text, "/dev/full: No space left on device");
	assert_int_equal(err.kind, NSC_ERR_HOST);
}

static void a_reader_that_went_away_is_no_failure(void **state)
{
	struct nsc_out *out;
	int fds[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fds), 0);
	close(fds[0]);
	out = nsc_out_fd(run.keep, fds[1]);
	write_text(out, 100000);
	assert_int_equal(nsc_out_close(out, &err), 0);
	close(fds[1]);
}

/* Sizes on both sides of where blocks are no longer the C library's. */
static void blocks_of_each_size_are_whole_and_come_back(void **state)
{
	static const size_t sizes[] = {1,
				       4096,
				       ((size_t)1 << 20) - 1,
				       (size_t)1 << 20,
				       ((size_t)8 << 20) - 1,
				       (size_t)8 << 20,
				       ((size_t)8 << 20) + 1,
				       (size_t)33 << 20};
	static const size_t aligns[] = {1, 64, 4096};
	size_t i;

	(void)state;
	for (i = 0; i < 3 * sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t size = sizes[i / 3];
		struct nostd_layout want = nostd_layout_new(size, aligns[i % 3]);
		unsigned char *zeroes = nostd_alloc_zeroed(&nsc_host_heap, want);
		unsigned char *block = nostd_alloc(&nsc_host_heap, want);

		assert_non_null(zeroes);
		assert_non_null(block);
		assert_int_equal((uintptr_t)zeroes % want.align, 0);
		assert_int_equal((uintptr_t)block % want.align, 0);
		memset(block, 1, size);
		assert_int_equal(zeroes[0], 0);
		assert_memory_equal(zeroes, zeroes + size - size / 2, size / 2);
		nostd_dealloc(&nsc_host_heap, zeroes, want);
		assert_memory_equal(block, block + size - size / 2, size / 2);
		assert_int_equal(block[size - 1], 1);
		nostd_dealloc(&nsc_host_heap, block, want);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_file_is_mapped_with_its_identity),
		CASE(an_empty_file_has_bytes_that_are_not_null),
		CASE(only_a_file_is_opened_and_a_pipe_is_not_waited_for),
		CASE(kinds_are_told_apart_and_links_followed),
		CASE(a_file_is_written_whole_over_an_older_one),
		CASE(a_file_that_is_written_keeps_its_mode_and_its_links),
		CASE(folders_are_made_with_their_parents),
		CASE(a_file_is_moved_and_taken_away),
		CASE(a_folder_is_listed_in_byte_order),
		CASE(real_paths_and_the_working_folder_are_absolute),
		CASE(a_program_is_found_on_the_path),
		CASE(variables_are_listed_by_their_prefix),
		CASE(today_can_be_set_by_a_test),
		CASE(a_programs_output_and_status_are_taken),
		CASE(a_program_that_is_not_there_is_a_failure),
		CASE(a_program_that_hangs_is_killed_with_its_children),
		CASE(a_program_that_closes_its_output_and_stays_is_killed),
		CASE(a_program_that_says_too_much_is_stopped),
		CASE(a_program_that_is_killed_has_no_status),
		CASE(much_output_on_both_streams_blocks_nobody),
		CASE(an_unknown_status_is_no_success),
		CASE(a_sink_writes_what_it_is_given),
		CASE(a_full_disk_is_told_when_it_is_closed),
		CASE(a_reader_that_went_away_is_no_failure),
		CASE(blocks_of_each_size_are_whole_and_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
