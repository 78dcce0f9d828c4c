/*
 * test_compdb.c - databases: both forms, wrong ones, response files, wrappers, repeats.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/compdb.h"
#include "analyzer/fact/compdb.h"

struct fixture {
	struct nsc_run run;
	struct nsc_compdb_facts facts;
	struct nsc_err err;
	int ret;
};

static void parse_text(struct fixture *fixture, struct nostd_str text)
{
	nsc_run_init(&fixture->run);
	nsc_compdb_facts_init(&fixture->facts, fixture->run.keep);
	fixture->err.kind = NSC_ERR_NONE;
	fixture->ret =
		nsc_compdb_parse(&fixture->run, NOSTD_STR("/db/compile_commands.json"),
				 nostd_span_new(text.ptr, text.len), &fixture->facts,
				 &fixture->err);
}

static void parse(struct fixture *fixture, const char *text)
{
	parse_text(fixture, nostd_str_from_c(text));
}

static void end(struct fixture *fixture)
{
	nsc_run_release(&fixture->run);
}

static const char *chars(const struct fixture *fixture, struct nsc_name name)
{
	return nsc_name_chars(fixture->run.names, name);
}

/* Row `i` as "folder file object: arg arg". */
static void check_row(const struct fixture *fixture, size_t i, const char *wanted)
{
	const struct nsc_compile_command *row = &fixture->facts.commands.ptr[i];
	struct nostd_string text = nostd_string_new();
	uint32_t a;

	assert_true(i < fixture->facts.commands.len);
	nostd_format(&text, "{} {} {}:", chars(fixture, row->folder),
		     chars(fixture, row->file), chars(fixture, row->object));
	for (a = 0; a < row->argument_count; a++) {
		nostd_format(
			&text, " {}",
			chars(fixture,
			      fixture->facts.arguments.ptr[row->argument_first + a]));
	}
	assert_string_equal(nostd_string_c_str(&text), wanted);
	nostd_string_drop(&text);
}

/* Diagnostic `i` as "line:column kind text". */
static void check_diag(const struct fixture *fixture, size_t i, const char *wanted)
{
	const struct nsc_diag *diag = &fixture->run.diags->all.ptr[i];
	struct nostd_string text = nostd_string_new();

	assert_true(i < fixture->run.diags->all.len);
	nostd_format(&text, "{}:{} {} {}", diag->at.line, diag->at.column,
		     nsc_diag_rule(diag->kind) ? nsc_diag_rule(diag->kind) : "-",
		     chars(fixture, diag->text));
	assert_string_equal(nostd_string_c_str(&text), wanted);
	nostd_string_drop(&text);
}

static void both_forms_give_the_same_row(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture,
	      "[{\"directory\":\"/"
	      "b\",\"file\":\"a.c\",\"arguments\":[\"cc\",\"-c\",\"a.c\"]},"
	      "{\"directory\":\"/b\",\"file\":\"b.c\",\"command\":\"cc -c 'b.c'\"}]");
	assert_int_equal(fixture.ret, 0);
	check_row(&fixture, 0, "/b /b/a.c /b/a.o: cc -c a.c");
	check_row(&fixture, 1, "/b /b/b.c /b/b.o: cc -c b.c");
	assert_true(fixture.facts.commands.ptr[0].gone);
	end(&fixture);
}

static void folders_are_relative_to_the_database(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture, "[{\"directory\":\"sub/./x/..\",\"file\":\"../a.c\","
			"\"command\":\"cc -c ../a.c -o out/a.obj\"}]");
	check_row(&fixture, 0,
		  "/db/sub /db/a.c /db/sub/out/a.obj: cc -c ../a.c -o out/a.obj");
	end(&fixture);
}

static void objects_come_from_o_then_output_then_the_source(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture,
	      "[{\"directory\":\"/b\",\"file\":\"s/a.c\",\"command\":\"cc -c s/a.c "
	      "-ox.o\","
	      "\"output\":\"y.o\"},"
	      "{\"directory\":\"/b\",\"file\":\"s/a.c\",\"command\":\"cc -c s/a.c\","
	      "\"output\":\"y.o\"},"
	      "{\"directory\":\"/b\",\"file\":\"s/a.c\",\"command\":\"cc -S s/a.c "
	      "-oc.h\"},"
	      "{\"directory\":\"/b\",\"file\":\"s/a.c\",\"command\":\"cc -E s/a.c\"}]");
	check_row(&fixture, 0, "/b /b/s/a.c /b/x.o: cc -c s/a.c -ox.o");
	check_row(&fixture, 1, "/b /b/s/a.c /b/y.o: cc -c s/a.c");
	check_row(&fixture, 2, "/b /b/s/a.c : cc -S s/a.c -oc.h");
	check_row(&fixture, 3, "/b /b/s/a.c : cc -E s/a.c");
	end(&fixture);
}

static void several_commands_for_one_file_stay_apart(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture,
	      "[{\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"cc -DA -c a.c\"},"
	      "{\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"cc -DB -c a.c\"},"
	      "{\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"cc  -DA -c "
	      "\\\"a.c\\\"\"},"
	      "{\"directory\":\"/c\",\"file\":\"/b/a.c\",\"command\":\"cc -DA -c "
	      "a.c\"}]");
	assert_int_equal(fixture.facts.commands.len, 3);
	assert_int_equal(fixture.facts.repeated, 1);
	end(&fixture);
}

static void wrappers_leave_the_compiler_first(void **state)
{
	static const char *const commands[] = {
		"ccache cc -c a.c",
		"/usr/bin/ccache base_dir=/x cc -c a.c",
		"distcc sccache cc -c a.c",
		"env -u LANG CC=x LC_ALL=C cc -c a.c",
		"/opt/tools/launch cc -c a.c",
		"cmake -E env A=b cc -c a.c",
		"icecc cc -c a.c",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct nostd_string text = nostd_string_new();
		struct fixture fixture;

		nostd_format(
			&text,
			"[{{\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"{}\"}}]",
			commands[i]);
		parse_text(&fixture, nostd_string_as_str(&text));
		check_row(&fixture, 0, "/b /b/a.c /b/a.o: cc -c a.c");
		end(&fixture);
		nostd_string_drop(&text);
	}
}

static void windows_commands_are_split_their_way(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture,
	      "[{\"directory\":\"C:\\\\w\\\\b\",\"file\":\"..\\\\s\\\\a.c\","
	      "\"command\":\"\\\"C:\\\\gcc 12\\\\arm-none-eabi-gcc.exe\\\" "
	      "-I..\\\\inc -DN=\\\\\\\"x\\\\\\\" -c ..\\\\s\\\\a.c -o a.obj\"}]");
	check_row(&fixture, 0,
		  "C:/w/b C:/w/s/a.c C:/w/b/a.obj: C:\\gcc 12\\arm-none-eabi-gcc.exe "
		  "-I..\\inc -DN=\"x\" -c ..\\s\\a.c -o a.obj");
	end(&fixture);
}

static void wrong_json_fails_with_its_place(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture, "[\n  {\"directory\": \"/b\",\n   \"file\" \"a.c\"}\n]");
	assert_int_equal(fixture.ret, -1);
	assert_int_equal(fixture.err.kind, NSC_ERR_INPUT);
	assert_string_equal(fixture.err.text,
			    "/db/compile_commands.json:3:11: expected ':' behind a key");
	end(&fixture);
	parse(&fixture, "");
	assert_int_equal(fixture.ret, -1);
	end(&fixture);
	parse(&fixture, "{}");
	assert_int_equal(fixture.ret, -1);
	end(&fixture);
	parse(&fixture, "[]");
	assert_int_equal(fixture.ret, 0);
	end(&fixture);
}

static void wrong_entries_are_told_and_the_rest_is_used(void **state)
{
	struct fixture fixture;

	(void)state;
	parse(&fixture,
	      "[3,\n"
	      "{\"file\":\"a.c\",\"command\":\"cc a.c\"},\n"
	      "{\"directory\":\"/b\",\"command\":\"cc a.c\"},\n"
	      "{\"directory\":\"/b\",\"file\":\"a.c\"},\n"
	      "{\"directory\":\"/b\",\"file\":\"a.c\",\"arguments\":[]},\n"
	      "{\"directory\":\"/b\",\"file\":\"a.c\",\"arguments\":[\"cc\",1]},\n"
	      "{\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"  \"},\n"
	      "{\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"cc 'a.c\"},\n"
	      "   {\"directory\":\"/b\",\"file\":\"a.c\",\"command\":\"cc -c a.c\"}]");
	assert_int_equal(fixture.ret, 0);
	assert_int_equal(fixture.facts.commands.len, 1);
	assert_int_equal(fixture.facts.commands.ptr[0].at.line, 9);
	assert_int_equal(fixture.facts.commands.ptr[0].at.column, 4);
	check_diag(&fixture, 0, "1:2 NSC901 found an entry that is not an object");
	check_diag(&fixture, 1,
		   "2:1 NSC901 found an entry without a \"directory\" string");
	check_diag(&fixture, 2, "3:1 NSC901 found an entry without a \"file\" string");
	check_diag(&fixture, 3,
		   "4:1 NSC901 found an entry without an \"arguments\" list or a "
		   "\"command\" string");
	check_diag(&fixture, 4, "5:1 NSC901 found an entry whose command is empty");
	check_diag(&fixture, 5,
		   "6:1 NSC901 found an entry with an argument that is not a string");
	check_diag(&fixture, 6, "7:1 NSC901 found an entry whose command is empty");
	check_diag(&fixture, 7,
		   "8:1 NSC901 found an entry whose command ends inside quotes");
	check_diag(&fixture, 8, "9:4 - the file /b/a.c does not exist");
	end(&fixture);
}

static void files_that_are_gone_are_counted_after_some(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct fixture fixture;
	unsigned i;

	(void)state;
	for (i = 0; i < NSC_LIMIT_TOLD + 5; i++) {
		nostd_format(
			&text,
			"{}{{\"directory\":\"/b\",\"file\":\"{}.c\",\"command\":\"cc\"}}",
			i == 0 ? "[" : ",", i);
	}
	nostd_string_push_byte(&text, ']');
	parse_text(&fixture, nostd_string_as_str(&text));
	assert_int_equal(fixture.run.diags->all.len, NSC_LIMIT_TOLD + 1);
	check_diag(&fixture, NSC_LIMIT_TOLD, "0:0 - 5 more files do not exist");
	end(&fixture);
	nostd_string_drop(&text);
}

/* -- response files ------------------------------------------------------------------ */

static const char *folder(void)
{
	return "test_compdb.tmp";
}

static void write_file(const char *name, struct nostd_str text)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nostd_string path = nostd_string_new();

	assert_int_equal(nsc_host_mkdirs(folder(), &err), 0);
	nostd_format(&path, "{}/{}", folder(), name);
	assert_int_equal(nsc_host_write(nostd_string_c_str(&path),
					nostd_span_new(text.ptr, text.len), &err),
			 0);
	nostd_string_drop(&path);
}

static void parse_at_folder(struct fixture *fixture, const char *command)
{
	struct nostd_string text = nostd_string_new();
	struct nostd_bump arena;

	nostd_bump_init(&arena, &nsc_host_heap, 0);
	nostd_format(&text,
		     "[{{\"directory\":\"{}/{}\",\"file\":\"/a.c\",\"command\":\"{}\"}}]",
		     nsc_host_cwd(&arena), folder(), command);
	parse_text(fixture, nostd_string_as_str(&text));
	nostd_bump_release(&arena);
	nostd_string_drop(&text);
}

/* The arguments of the only row. */
static void check_arguments(const struct fixture *fixture, const char *wanted)
{
	const struct nsc_name_vec *arguments = &fixture->facts.arguments;
	struct nostd_string text = nostd_string_new();
	size_t i;

	for (i = 0; i < arguments->len; i++) {
		nostd_format(&text, "[{}]", chars(fixture, arguments->ptr[i]));
	}
	assert_string_equal(nostd_string_c_str(&text), wanted);
	nostd_string_drop(&text);
}

static void response_files_are_read_in_place(void **state)
{
	struct fixture fixture;

	(void)state;
	write_file("inner.rsp", NOSTD_STR("-DB='c d'\n"));
	write_file("outer.rsp", NOSTD_STR("-DA @inner.rsp\n-I\"x y\" -DQ=\\\"q\\\""));
	parse_at_folder(&fixture, "cc @outer.rsp -c /a.c");
	check_arguments(&fixture, "[cc][-DA][-DB=c d][-Ix y][-DQ=\"q\"][-c][/a.c]");
	end(&fixture);
}

static void a_missing_response_file_stays_and_is_told(void **state)
{
	struct fixture fixture;

	(void)state;
	parse_at_folder(&fixture, "cc @missing.rsp -c /a.c @");
	check_arguments(&fixture, "[cc][@missing.rsp][-c][/a.c][@]");
	check_diag(
		&fixture, 0,
		"1:2 - response file missing.rsp: cannot be read, so the command is not "
		"complete");
	end(&fixture);
}

static void response_files_that_name_themselves_end(void **state)
{
	struct fixture fixture;

	(void)state;
	write_file("self.rsp", NOSTD_STR("-DX @self.rsp @self.rsp"));
	parse_at_folder(&fixture, "cc @self.rsp");
	assert_int_equal(fixture.ret, 0);
	assert_true(fixture.facts.arguments.len <= NSC_LIMIT_ARGUMENTS);
	assert_true(fixture.run.diags->all.len >= 1);
	end(&fixture);
}

/* chain0.rsp holds chain1.rsp, and so on; the last of `count` holds -DEND. */
static void write_chain(unsigned count)
{
	char name[32], text[32];
	unsigned i;

	for (i = 0; i < count; i++) {
		nostd_format_to(name, sizeof(name), "chain{}.rsp", i);
		nostd_format_to(text, sizeof(text), "@chain{}.rsp", i + 1);
		write_file(name,
			   i + 1 < count ? nostd_str_from_c(text) : NOSTD_STR("-DEND"));
	}
}

static void response_files_nest_to_a_limit(void **state)
{
	struct fixture fixture;
	char wanted[96];

	(void)state;
	write_chain(NSC_LIMIT_RESPONSE_DEPTH);
	parse_at_folder(&fixture, "cc @chain0.rsp -c /a.c");
	check_arguments(&fixture, "[cc][-DEND][-c][/a.c]");
	end(&fixture);
	write_chain(NSC_LIMIT_RESPONSE_DEPTH + 1);
	parse_at_folder(&fixture, "cc @chain0.rsp -c /a.c");
	nostd_format_to(wanted, sizeof(wanted), "[cc][@chain{}.rsp][-c][/a.c]",
			(int)NSC_LIMIT_RESPONSE_DEPTH);
	check_arguments(&fixture, wanted);
	nostd_format_to(wanted, sizeof(wanted),
			"1:2 - response file chain{}.rsp: nested too deeply",
			(int)NSC_LIMIT_RESPONSE_DEPTH);
	check_diag(&fixture, 0, wanted);
	end(&fixture);
}

static void response_files_have_so_many_bytes_in_all(void **state)
{
	struct nostd_string blanks = nostd_string_new();
	struct fixture fixture;

	(void)state;
	nostd_string_reserve(&blanks, NSC_LIMIT_RESPONSE_SIZE);
	while (blanks.len < NSC_LIMIT_RESPONSE_SIZE - 4) {
		nostd_string_push_byte(&blanks, ' ');
	}
	write_file("large.rsp", nostd_string_as_str(&blanks));
	write_file("four.rsp", NOSTD_STR("-DA "));
	write_file("five.rsp", NOSTD_STR("-DAB "));
	parse_at_folder(&fixture, "cc @large.rsp @four.rsp");
	check_arguments(&fixture, "[cc][-DA]");
	end(&fixture);
	parse_at_folder(&fixture, "cc @large.rsp @five.rsp");
	check_arguments(&fixture, "[cc][@five.rsp]");
	check_diag(&fixture, 0,
		   "1:2 - response file five.rsp: larger than any command can be");
	end(&fixture);
	nostd_string_drop(&blanks);
}

static void a_response_file_may_hold_the_compiler(void **state)
{
	struct fixture fixture;

	(void)state;
	write_file("all.rsp", NOSTD_STR("ccache cc -c /a.c -o /o/a.o"));
	parse_at_folder(&fixture, "@all.rsp");
	check_arguments(&fixture, "[cc][-c][/a.c][-o][/o/a.o]");
	assert_string_equal(chars(&fixture, fixture.facts.commands.ptr[0].object),
			    "/o/a.o");
	end(&fixture);
	write_file("empty.rsp", NOSTD_STR(" \n"));
	parse_at_folder(&fixture, "@empty.rsp");
	assert_int_equal(fixture.facts.commands.len, 0);
	check_diag(&fixture, 0, "1:2 NSC901 found an entry whose response file is empty");
	end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_give_the_same_row),
		cmocka_unit_test(folders_are_relative_to_the_database),
		cmocka_unit_test(objects_come_from_o_then_output_then_the_source),
		cmocka_unit_test(several_commands_for_one_file_stay_apart),
		cmocka_unit_test(wrappers_leave_the_compiler_first),
		cmocka_unit_test(windows_commands_are_split_their_way),
		cmocka_unit_test(wrong_json_fails_with_its_place),
		cmocka_unit_test(wrong_entries_are_told_and_the_rest_is_used),
		cmocka_unit_test(files_that_are_gone_are_counted_after_some),
		cmocka_unit_test(response_files_are_read_in_place),
		cmocka_unit_test(a_missing_response_file_stays_and_is_told),
		cmocka_unit_test(response_files_that_name_themselves_end),
		cmocka_unit_test(response_files_nest_to_a_limit),
		cmocka_unit_test(response_files_have_so_many_bytes_in_all),
		cmocka_unit_test(a_response_file_may_hold_the_compiler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
