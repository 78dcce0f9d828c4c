/*
 * test_compdb_driver.c - asking compilers: who may be run, with what, and the request
 * that follows. The compilers are scripts that note how they were called.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"
#include "analyzer/compdb/adapt.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/driver.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/driver.h"
#include "analyzer/fact/request.h"

#define FOLDER "test_compdb_driver.tmp"

/* What arm-none-eabi-gcc 12.2.1 prints, shortened. $0.calls gets one line per call. */
static const char script[] =
	"#!/bin/sh\n"
	"printf '%s|' \"$PWD\" \"$@\" >> \"$0.calls\"; echo >> \"$0.calls\"\n"
	"case \"$*\" in *-mbroken*) echo 'cc: error: unknown -mbroken' >&2; exit 1;;\n"
	"*-mslow*) sleep 30;; esac\n"
	"cat >&2 <<E\n"
	"Using built-in specs.\n"
	"Target: riscv64-unknown-elf\n"
	"gcc version 12.2.1 20221205 (15:12.2.rel1-1)\n"
	"ignoring nonexistent directory \"/x\"\n"
	"#include \"...\" search starts here:\n"
	"#include <...> search starts here:\n"
	" /opt/tc/lib/gcc/riscv64-unknown-elf/12.2.1/include\n"
	" /opt/tc/lib/gcc/riscv64-unknown-elf/12.2.1/../../../../riscv/include\n"
	"End of search list.\n"
	"E\n"
	"cat <<E\n"
	"#define __SIZEOF_POINTER__ 4\n"
	"#define __STDC_VERSION__ 201112L\n"
	"#define __GNUC__ 12\n"
	"#define __AVR_ARCH__ 6\n"
	"#define _REENTRANT 1\n"
	"#define EMPTY\n"
	"E\n";

struct fixture {
	struct nsc_run run;
	struct nsc_compdb_facts facts;
	struct nsc_compile_command command;
	struct nostd_str globs[2];
	struct nsc_drivers *drivers;
	struct nsc_driver_policy policy;
	char here[4096];
};

static void write_text(const char *path, const char *text, unsigned mode)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};

	assert_int_equal(nsc_host_mkdirs(FOLDER "/path", &err), 0);
	assert_int_equal(nsc_host_write(path, nostd_span_new(text, strlen(text)), &err),
			 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* PATH holds FOLDER/path; FOLDER itself is not on it. */
static int set_up(void **state)
{
	static struct fixture fixture;
	struct nostd_string path = nostd_string_new();

	assert_non_null(getcwd(fixture.here, sizeof(fixture.here)));
	write_text(FOLDER "/path/riscv64-unknown-elf-gcc", script, 0755);
	write_text(FOLDER "/riscv64-unknown-elf-gcc", script, 0755);
	write_text(FOLDER "/path/mystery", script, 0755);
	write_text(FOLDER "/a.c", "int a;\n", 0644);
	unlink(FOLDER "/path/riscv64-unknown-elf-gcc.calls");
	unlink(FOLDER "/riscv64-unknown-elf-gcc.calls");
	unlink(FOLDER "/path/mystery.calls");
	nostd_format(&path, "{}/" FOLDER "/path:/usr/bin:/bin",
		     (const char *)fixture.here);
	assert_int_equal(setenv("PATH", nostd_string_c_str(&path), 1), 0);
	nostd_string_drop(&path);
	memset(&fixture.policy, 0, sizeof(fixture.policy));
	nsc_run_init(&fixture.run);
	fixture.drivers = nsc_drivers_new(&fixture.run, &fixture.policy);
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	nsc_run_release(&fixture->run);
	return 0;
}

static void set_command(struct fixture *fixture, const char *file, const char *text)
{
	struct nostd_str_words it = nostd_str_words(nostd_str_from_c(text));
	struct nostd_string folder = nostd_string_new_in(nsc_keep(&fixture->run));
	struct nostd_string path = nostd_string_new_in(nsc_keep(&fixture->run));

	nostd_format(&folder, "{}/" FOLDER, (const char *)fixture->here);
	nostd_format(&path, "{}/{}", nostd_string_as_str(&folder), file);
	nsc_compdb_facts_init(&fixture->facts, fixture->run.keep);
	fixture->command.folder =
		nsc_name(fixture->run.names, nostd_string_as_str(&folder));
	fixture->command.file = nsc_name(fixture->run.names, nostd_string_as_str(&path));
	fixture->command.gone = false;
	while (nostd_str_words_next(&it)) {
		nsc_name_vec_push(&fixture->facts.arguments,
				  nsc_name(fixture->run.names, it.word));
	}
	fixture->command.argument_first = 0;
	fixture->command.argument_count = (uint32_t)fixture->facts.arguments.len;
}

static const struct nsc_driver_facts *ask(struct fixture *fixture, const char *text,
					  struct nostd_str *why)
{
	struct nsc_invocation invocation;

	set_command(fixture, "a.c", text);
	nsc_invocation_read(fixture->run.names, &fixture->facts, &fixture->command,
			    fixture->run.keep, &invocation);
	return nsc_drivers_ask(fixture->drivers, &fixture->facts, &fixture->command,
			       &invocation, why);
}

static bool was_called(const char *program)
{
	struct nostd_string path = nostd_string_new();
	bool found;

	nostd_format(&path, FOLDER "/{}.calls", program);
	found = access(nostd_string_c_str(&path), F_OK) == 0;
	nostd_string_drop(&path);
	return found;
}

/* The calls of the compiler on PATH, as its script noted them. */
static void check_calls(const char *wanted)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;

	assert_int_equal(nsc_host_open(FOLDER "/path/riscv64-unknown-elf-gcc.calls",
				       &file, &err),
			 0);
	assert_int_equal(file.bytes.size, strlen(wanted));
	assert_memory_equal(file.bytes.ptr, wanted, file.bytes.size);
	nsc_host_close(&file);
}

static void the_answer_is_understood(void **state)
{
	struct fixture *fixture = *state;
	const struct nsc_names *names = fixture->run.names;
	struct nostd_str why;
	const struct nsc_driver_facts *facts =
		ask(fixture, "riscv64-unknown-elf-gcc -c a.c", &why);

	assert_non_null(facts);
	assert_string_equal(nsc_name_chars(names, facts->triple), "riscv64-unknown-elf");
	assert_string_equal(nsc_name_chars(names, facts->version),
			    "gcc version 12.2.1 20221205 (15:12.2.rel1-1)");
	assert_int_equal(facts->pointer_bits, 32);
	assert_int_equal(facts->folders.len, 2);
	assert_string_equal(nsc_name_chars(names, facts->folders.ptr[1]),
			    "/opt/tc/riscv/include");
	assert_int_equal(facts->own.len, 1);
	assert_int_equal(facts->defines.len, 6);
	assert_string_equal(nsc_name_chars(names, facts->defines.ptr[5]), "EMPTY=");
}

static void only_our_arguments_are_passed_in_our_folder(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_str why;

	assert_non_null(
		ask(fixture,
		    "riscv64-unknown-elf-gcc -march=rv32imac -O2 --specs=nano.specs "
		    "--sysroot=sys -DX -I. -fplugin=evil.so -B. -wrapper evil,x "
		    "-Xclang -load -Wall -std=c11 -ftrapv -c a.c -o a.o",
		    &why));
	{
		struct nostd_string wanted = nostd_string_new();

		nostd_format(
			&wanted,
			"/|-march=rv32imac|-O2|--specs=nano.specs|--sysroot={}/" FOLDER
			"/sys|-std=c11|-E|-dM|-v|-x|c|/dev/null|\n",
			(const char *)fixture->here);
		check_calls(nostd_string_c_str(&wanted));
		nostd_string_drop(&wanted);
	}
}

static void equal_questions_are_asked_once(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_str why;
	const struct nsc_driver_facts *first =
		ask(fixture, "riscv64-unknown-elf-gcc -mabi=a -DX -c a.c", &why);

	assert_ptr_equal(first,
			 ask(fixture, "riscv64-unknown-elf-gcc -c a.c -mabi=a", &why));
	check_calls("/|-mabi=a|-E|-dM|-v|-x|c|/dev/null|\n");
	assert_non_null(
		ask(fixture, "riscv64-unknown-elf-gcc -x c++ -mabi=a -c a.c", &why));
	assert_int_equal(nsc_drivers_count(fixture->drivers), 2);
	assert_ptr_equal(nsc_drivers_get(fixture->drivers, 0), first);
}

static void programs_off_the_path_are_not_run(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_string command = nostd_string_new();
	struct nostd_str why;

	assert_null(ask(fixture, "./riscv64-unknown-elf-gcc -c a.c", &why));
	assert_true(nostd_str_contains(why, NOSTD_STR("is not on PATH")));
	nostd_format(&command, "{}/" FOLDER "/path/../riscv64-unknown-elf-gcc -c a.c",
		     (const char *)fixture->here);
	assert_null(ask(fixture, nostd_string_c_str(&command), &why));
	assert_false(was_called("riscv64-unknown-elf-gcc"));
	assert_null(ask(fixture, "absent-gcc -c a.c", &why));
	assert_null(ask(fixture, "/nowhere/gcc -c a.c", &why));
	assert_true(nostd_str_contains(why, NOSTD_STR("does not exist")));
	nostd_string_drop(&command);
}

static void unknown_names_are_not_run_even_on_the_path(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_str why;

	assert_null(ask(fixture, "mystery -c a.c", &why));
	assert_null(ask(fixture, "iccarm -c a.c", &why));
	assert_false(was_called("path/mystery"));
}

static void a_glob_allows_what_the_path_does_not(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_string glob = nostd_string_new();
	struct nostd_str why;

	nostd_format(&glob, "{}/" FOLDER "/*-gcc", (const char *)fixture->here);
	fixture->globs[0] = nostd_string_as_str(&glob);
	fixture->policy.globs = fixture->globs;
	fixture->policy.glob_count = 1;
	fixture->drivers = nsc_drivers_new(&fixture->run, &fixture->policy);
	assert_non_null(ask(fixture, "./riscv64-unknown-elf-gcc -c a.c", &why));
	assert_true(was_called("riscv64-unknown-elf-gcc"));
	nostd_string_drop(&glob);
}

static void specs_with_a_path_are_refused(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_str why;

	assert_null(ask(fixture, "riscv64-unknown-elf-gcc --specs=./evil.specs -c a.c",
			&why));
	assert_null(ask(fixture, "riscv64-unknown-elf-gcc -specs=/t/evil.specs -c a.c",
			&why));
	assert_null(
		ask(fixture, "riscv64-unknown-elf-gcc --config x/e.cfg -c a.c", &why));
	assert_null(ask(fixture, "riscv64-unknown-elf-gcc -mmcu=../../x -c a.c", &why));
	assert_true(nostd_str_contains(why, NOSTD_STR("-mmcu=../../x")));
	assert_false(was_called("path/riscv64-unknown-elf-gcc"));
}

static void a_compiler_that_fails_or_hangs_is_told(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_str why;

	assert_null(ask(fixture, "riscv64-unknown-elf-gcc -mbroken -c a.c", &why));
	assert_true(nostd_str_contains(why, NOSTD_STR("error: unknown -mbroken")));
	fixture->policy.seconds_max = 1;
	fixture->drivers = nsc_drivers_new(&fixture->run, &fixture->policy);
	assert_null(ask(fixture, "riscv64-unknown-elf-gcc -mslow -c a.c", &why));
	assert_true(nostd_str_contains(why, NOSTD_STR("took too long")));
	assert_int_equal(nsc_drivers_count(fixture->drivers), 0);
}

static void stored_answers_hold_while_the_program_is_the_same(void **state)
{
	struct fixture *fixture = *state;
	struct nostd_str why;
	const struct nsc_driver_facts *first =
		ask(fixture, "riscv64-unknown-elf-gcc -c a.c", &why);
	struct nsc_drivers *second = nsc_drivers_new(&fixture->run, &fixture->policy);

	nsc_drivers_add(second, first);
	fixture->drivers = second;
	assert_ptr_equal(ask(fixture, "riscv64-unknown-elf-gcc -c a.c", &why), first);
	write_text(FOLDER "/path/riscv64-unknown-elf-gcc", script, 0700);
	fixture->drivers = nsc_drivers_new(&fixture->run, &fixture->policy);
	nsc_drivers_add(fixture->drivers, first);
	assert_int_equal(nsc_drivers_count(fixture->drivers), 0);
}

/* -- requests ------------------------------------------------------------------------ */

static void adapt(struct fixture *fixture, const char *file, const char *text,
		  struct nsc_unit_request *out)
{
	set_command(fixture, file, text);
	nsc_unit_request_init(out, fixture->run.keep);
	nsc_adapt(&fixture->run, fixture->drivers, &fixture->facts, &fixture->command,
		  out);
}

static void check_arguments(struct fixture *fixture,
			    const struct nsc_unit_request *request, const char *wanted)
{
	struct nostd_string text = nostd_string_new();
	size_t i;

	for (i = 0; i < request->arguments.len; i++) {
		struct nostd_str word =
			nsc_name_text(fixture->run.names, request->arguments.ptr[i]);

		if (!nostd_str_starts_with(word, NOSTD_STR("-working-directory="))) {
			nostd_format(&text, "{} ", word);
		}
	}
	assert_string_equal(nostd_string_c_str(&text), wanted);
	nostd_string_drop(&text);
}

static void a_request_has_target_folders_and_known_options(void **state)
{
	struct fixture *fixture = *state;
	struct nsc_unit_request request;

	adapt(fixture, "a.c",
	      "riscv64-unknown-elf-gcc -march=rv32imac_zicsr_zifencei -mabi=ilp32 -Os "
	      "-ffunction-sections -fshort-enums -Wall -Wp,-MMD,x.d,-DP -Xpreprocessor "
	      "-DQ "
	      "-fplan9-extensions -fno-freestanding -DA=1 -Iinc -MD -MF x -g3 -c a.c -o "
	      "a.o",
	      &request);
	assert_int_equal(request.kind, NSC_REQUEST_PARSE);
	assert_int_equal(request.pointer_bits, 32);
	check_arguments(fixture, &request,
			"--target=riscv32-unknown-elf -x c -std=gnu11 -D__AVR_ARCH__=6 "
			"-D_REENTRANT=1 -DEMPTY= -march=rv32imac -mabi=ilp32 -Os "
			"-fshort-enums -DP -DQ -fms-extensions -fhosted -DA=1 -Iinc "
			"-nostdinc -isystem "
			"/opt/tc/lib/gcc/riscv64-unknown-elf/12.2.1/include -isystem "
			"/opt/tc/riscv/include -w -Wno-everything -ferror-limit=0 ");
	assert_int_equal(request.compiler_folders.len, 1);
}

static void nostdinc_adds_no_folders(void **state)
{
	struct fixture *fixture = *state;
	struct nsc_unit_request request;

	adapt(fixture, "a.c",
	      "riscv64-unknown-elf-gcc -nostdinc -isystem /x/lib/gcc/rv/12/include "
	      "-std=c23 -mmcu=new -c a.c",
	      &request);
	check_arguments(fixture, &request,
			"--target=riscv32-unknown-elf -x c -std=gnu11 -D__AVR_ARCH__=6 "
			"-D_REENTRANT=1 -DEMPTY= -nostdinc -isystem "
			"/x/lib/gcc/rv/12/include -std=c2x -mmcu=avr6 -w -Wno-everything "
			"-ferror-limit=0 ");
	assert_int_equal(request.compiler_folders.len, 1);
}

static void what_cannot_be_asked_is_refused_unless_all_is_said(void **state)
{
	struct fixture *fixture = *state;
	struct nsc_unit_request request;

	adapt(fixture, "a.c", "arm-absent-eabi-gcc -c a.c", &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
	assert_int_equal(request.arguments.len, 0);
	adapt(fixture, "a.c", "arm-absent-eabi-gcc -nostdinc -mcpu=cortex-m0 -c a.c",
	      &request);
	assert_int_equal(request.kind, NSC_REQUEST_PARSE);
	check_arguments(fixture, &request,
			"--target=arm-absent-eabi -x c -nostdinc -mcpu=cortex-m0 -w "
			"-Wno-everything -ferror-limit=0 ");
	adapt(fixture, "a.c", "arm-absent-eabi-gcc -nostdinc --specs=x.specs -c a.c",
	      &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
	adapt(fixture, "a.c", "iccarm -nostdinc --target=arm-none-eabi a.c", &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
	adapt(fixture, "a.c", "absent-gcc -nostdinc -c a.c", &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
}

static void incomplete_commands_are_refused(void **state)
{
	struct fixture *fixture = *state;
	struct nsc_unit_request request;

	adapt(fixture, "a.c", "riscv64-unknown-elf-gcc @missing.rsp -c a.c", &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
	adapt(fixture, "a.f90", "riscv64-unknown-elf-gcc -c a.f90", &request);
	assert_int_equal(request.kind, NSC_REQUEST_SKIPPED);
	adapt(fixture, "a.c", "riscv64-unknown-elf-gcc -mint8 -c a.c", &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
	set_command(fixture, "a.c", "riscv64-unknown-elf-gcc -c a.c");
	fixture->command.gone = true;
	nsc_unit_request_init(&request, fixture->run.keep);
	nsc_adapt(&fixture->run, fixture->drivers, &fixture->facts, &fixture->command,
		  &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
}

static void assembly_is_preprocessed_by_its_own_compiler(void **state)
{
	struct fixture *fixture = *state;
	struct nsc_unit_request request;
	struct nostd_string wanted = nostd_string_new();
	const char *here = fixture->here;

	adapt(fixture, "a.S",
	      "riscv64-unknown-elf-gcc -march=rv32i -DA -Iinc -include a.c -include no.h "
	      "-fplugin=x -Wa,-x -Wp,-DW -c a.S -o a.o",
	      &request);
	assert_int_equal(request.kind, NSC_REQUEST_PREPROCESS);
	nostd_format(&wanted,
		     "{}/" FOLDER "/path/riscv64-unknown-elf-gcc -march=rv32i -DA "
		     "-I {}/" FOLDER "/inc -include {}/" FOLDER
		     "/a.c -include no.h -DW -E "
		     "-x assembler-with-cpp {}/" FOLDER "/a.S ",
		     here, here, here, here);
	{
		struct nostd_string found = nostd_string_new();
		size_t i;

		for (i = 0; i < request.arguments.len; i++) {
			nostd_format(&found, "{} ",
				     nsc_name_text(fixture->run.names,
						   request.arguments.ptr[i]));
		}
		assert_string_equal(nostd_string_c_str(&found),
				    nostd_string_c_str(&wanted));
		nostd_string_drop(&found);
	}
	adapt(fixture, "a.s", "riscv64-unknown-elf-gcc -c a.s", &request);
	assert_int_equal(request.kind, NSC_REQUEST_SCAN);
	adapt(fixture, "a.S", "absent-gcc -c a.S", &request);
	assert_int_equal(request.kind, NSC_REQUEST_REFUSED);
	nostd_string_drop(&wanted);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_answer_is_understood),
		CASE(only_our_arguments_are_passed_in_our_folder),
		CASE(equal_questions_are_asked_once),
		CASE(programs_off_the_path_are_not_run),
		CASE(unknown_names_are_not_run_even_on_the_path),
		CASE(a_glob_allows_what_the_path_does_not),
		CASE(specs_with_a_path_are_refused),
		CASE(a_compiler_that_fails_or_hangs_is_told),
		CASE(stored_answers_hold_while_the_program_is_the_same),
		CASE(a_request_has_target_folders_and_known_options),
		CASE(nostdinc_adds_no_folders),
		CASE(what_cannot_be_asked_is_refused_unless_all_is_said),
		CASE(incomplete_commands_are_refused),
		CASE(assembly_is_preprocessed_by_its_own_compiler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
