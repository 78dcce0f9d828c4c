/*
 * test_compdb_command.c - names of compilers, options, what a command says by itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/compdb/command.h"
#include "analyzer/compdb/option.h"
#include "analyzer/fact/compdb.h"

/* -- names --------------------------------------------------------------------------- */

static void check_name(const char *program, enum nsc_compiler family, const char *target,
		       bool cxx)
{
	struct nsc_compiler_name name = nsc_compiler_name(nostd_str_from_c(program));

	assert_int_equal(name.family, family);
	assert_true(nostd_str_eq(name.target, nostd_str_from_c(target)));
	assert_int_equal(name.cxx, cxx);
}

static void compilers_are_known_by_the_end_of_their_name(void **state)
{
	(void)state;
	check_name("gcc", NSC_COMPILER_GCC, "", false);
	check_name("/usr/bin/arm-none-eabi-gcc-12.2.1", NSC_COMPILER_GCC, "arm-none-eabi",
		   false);
	check_name("arm-none-eabi-g++", NSC_COMPILER_GCC, "arm-none-eabi", true);
	check_name("C:\\gcc\\bin\\avr-gcc.exe", NSC_COMPILER_GCC, "avr", false);
	check_name("clang++-19", NSC_COMPILER_CLANG, "", true);
	check_name("x86_64-w64-mingw32-gcc-12-posix", NSC_COMPILER_GCC,
		   "x86_64-w64-mingw32", false);
	check_name("clang-cl", NSC_COMPILER_VENDOR, "clang", false);
	check_name("armclang", NSC_COMPILER_VENDOR, "", false);
	check_name("/opt/iar/iccarm.exe", NSC_COMPILER_VENDOR, "", false);
	check_name("gcc-ar", NSC_COMPILER_UNKNOWN, "", false);
	check_name("mygcc", NSC_COMPILER_UNKNOWN, "", false);
	check_name("", NSC_COMPILER_UNKNOWN, "", false);
	check_name("12-12", NSC_COMPILER_UNKNOWN, "", false);
}

static size_t skipped(const char *text)
{
	struct nostd_str words[16];
	struct nostd_str_words it = nostd_str_words(nostd_str_from_c(text));
	size_t count = 0;

	while (nostd_str_words_next(&it)) {
		words[count++] = it.word;
	}
	return nsc_compiler_skip_wrappers(words, count);
}

static void wrappers_are_skipped_with_their_options(void **state)
{
	(void)state;
	assert_int_equal(skipped("gcc -c a.c"), 0);
	assert_int_equal(skipped("ccache gcc -c a.c"), 1);
	assert_int_equal(skipped("env -u A -i B=c gcc"), 5);
	assert_int_equal(skipped("nice -n 5 ccache gcc"), 4);
	assert_int_equal(skipped("ccache some-compiler -c a.c"), 1);
	assert_int_equal(skipped("unknown -c gcc"), 0);
	assert_int_equal(skipped("ccache"), 0);
}

/* -- the table ----------------------------------------------------------------------- */

static void options_are_in_byte_order_and_single(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i < nsc_option_count; i++) {
		assert_true(nostd_str_cmp(nsc_options[i - 1].name, nsc_options[i].name) <
			    0);
	}
	for (i = 0; i < nsc_option_count; i++) {
		const struct nsc_option *option = &nsc_options[i];

		assert_true(option->name.len >= 2 && option->name.ptr[0] == '-');
		assert_int_equal(option->action == NSC_ACTION_REPLACE,
				 option->as.len != 0);
	}
}

/* What must never reach a compiler or libclang (driver.h). */
static void options_that_run_or_load_something_go_nowhere(void **state)
{
	static const char *const bad[] = {"-fplugin=x.so",
					  "-fpass-plugin=x.so",
					  "-wrapper",
					  "-Xclang",
					  "-mllvm",
					  "-iplugindir=x",
					  "-Xassembler",
					  "-Xlinker",
					  "-fplugin-arg-x-y=z"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct nostd_str words[2] = {nostd_str_from_c(bad[i]), NOSTD_STR("v")};
		struct nsc_argument argument = nsc_option_read(words, 2);

		assert_int_equal(argument.option->action, NSC_ACTION_DROP);
		assert_int_equal(argument.option->ask, NSC_ASK_NO);
	}
}

static void check_option(const char *a, const char *b, const char *name,
			 const char *value, size_t words)
{
	struct nostd_str text[2] = {nostd_str_from_c(a), nostd_str_from_c(b)};
	struct nsc_argument argument = nsc_option_read(text, b ? 2 : 1);

	assert_non_null(argument.option);
	assert_true(nostd_str_eq(argument.option->name, nostd_str_from_c(name)));
	assert_true(nostd_str_eq(argument.value, nostd_str_from_c(value)));
	assert_int_equal(argument.words, words);
}

static void values_are_joined_or_apart(void **state)
{
	struct nostd_str file = NOSTD_STR("a.c"), dash = NOSTD_STR("-");

	(void)state;
	check_option("-Ifoo", "x", "-I", "foo", 1);
	check_option("-I", "foo", "-I", "foo", 2);
	check_option("-I", NULL, "-I", "", 1);
	check_option("-isystem", "foo", "-isystem", "foo", 2);
	check_option("-include", "a.h", "-include", "a.h", 2);
	check_option("-include-pch", "a.h", "-include-pch", "a.h", 2);
	check_option("-Wp,-DX,-MD,y", "x", "-Wp,", "-DX,-MD,y", 1);
	check_option("-Wall", "x", "-W", "all", 1);
	check_option("-mcpu=cortex-m4", "x", "-m", "cpu=cortex-m4", 1);
	check_option("-march=rv32i", "x", "-march=", "rv32i", 1);
	check_option("-fno-builtin-printf", "x", "-fno-builtin-", "printf", 1);
	check_option("-fno-builtin", "x", "-fno-builtin", "", 1);
	check_option("-ftree-vectorize", "x", "-f", "tree-vectorize", 1);
	assert_null(nsc_option_read(&file, 1).option);
	assert_null(nsc_option_read(&dash, 1).option);
}

/* -- a whole command ----------------------------------------------------------------- */

struct fixture {
	struct nsc_run run;
	struct nsc_compdb_facts facts;
	struct nsc_compile_command command;
	struct nsc_invocation invocation;
};

static void read_command(struct fixture *fixture, const char *file, const char *text)
{
	struct nostd_str_words it = nostd_str_words(nostd_str_from_c(text));

	nsc_run_init(&fixture->run);
	nsc_compdb_facts_init(&fixture->facts, fixture->run.keep);
	fixture->command.folder = nsc_name_c(fixture->run.names, "/b");
	fixture->command.file = nsc_name_c(fixture->run.names, file);
	fixture->command.argument_first = 0;
	while (nostd_str_words_next(&it)) {
		nsc_name_vec_push(&fixture->facts.arguments,
				  nsc_name(fixture->run.names, it.word));
	}
	fixture->command.argument_count = (uint32_t)fixture->facts.arguments.len;
	nsc_invocation_read(fixture->run.names, &fixture->facts, &fixture->command,
			    fixture->run.keep, &fixture->invocation);
}

static void check_list(struct fixture *fixture, const struct nsc_name_vec *list,
		       const char *wanted)
{
	struct nostd_string text = nostd_string_new();
	size_t i;

	for (i = 0; i < list->len; i++) {
		nostd_format(&text, "[{}]",
			     nsc_name_text(fixture->run.names, list->ptr[i]));
	}
	assert_string_equal(nostd_string_c_str(&text), wanted);
	nostd_string_drop(&text);
}

static void a_command_says_folders_macros_and_flags(void **state)
{
	struct fixture fixture;
	const struct nsc_invocation *it = &fixture.invocation;

	(void)state;
	read_command(
		&fixture, "/b/a.c",
		"arm-none-eabi-gcc -I. -Iinc/../x -isystem /s -iquote q -DA -DB=c -UD "
		"-include f.h -ffreestanding -fno-builtin -nostdinc -nostdlib -c a.c");
	assert_int_equal(it->compiler, NSC_COMPILER_GCC);
	assert_int_equal(it->language, NSC_LANGUAGE_C);
	assert_string_equal(nsc_name_chars(fixture.run.names, it->triple),
			    "arm-none-eabi");
	check_list(&fixture, &it->folders, "[/b][/b/x][/s][/b/q]");
	check_list(&fixture, &it->defines, "[A][B=c][-D]");
	check_list(&fixture, &it->forced, "[f.h]");
	assert_int_equal(it->freestanding, NSC_FLAG_ON);
	assert_int_equal(it->builtins, NSC_FLAG_OFF);
	assert_true(it->nostdinc);
	assert_true(it->nostdlib);
	nsc_run_release(&fixture.run);
}

static enum nsc_language language(const char *file, const char *text)
{
	struct fixture fixture;
	enum nsc_language found;

	read_command(&fixture, file, text);
	found = fixture.invocation.language;
	nsc_run_release(&fixture.run);
	return found;
}

static void languages_follow_x_suffix_and_driver(void **state)
{
	(void)state;
	assert_int_equal(language("/b/a.c", "gcc -c a.c"), NSC_LANGUAGE_C);
	assert_int_equal(language("/b/a.c", "g++ -c a.c"), NSC_LANGUAGE_CXX);
	assert_int_equal(language("/b/a.C", "gcc -c a.C"), NSC_LANGUAGE_CXX);
	assert_int_equal(language("/b/a.S", "gcc -c a.S"), NSC_LANGUAGE_ASM_CPP);
	assert_int_equal(language("/b/a.s", "gcc -c a.s"), NSC_LANGUAGE_ASM);
	assert_int_equal(language("/b/a.x", "gcc -xc++ -c a.x"), NSC_LANGUAGE_CXX);
	assert_int_equal(language("/b/a.c", "gcc -x c++ b -x none -c a.c"),
			 NSC_LANGUAGE_C);
	assert_int_equal(language("/b/a.c", "gcc -c a.c -x c++"), NSC_LANGUAGE_C);
	assert_int_equal(language("/b/a.s", "gcc -x assembler-with-cpp -c a.s"),
			 NSC_LANGUAGE_ASM_CPP);
	assert_int_equal(language("/b/a.f90", "gcc -c a.f90"), NSC_LANGUAGE_OTHER);
	assert_int_equal(language("/b/a.m", "gcc -c a.m"), NSC_LANGUAGE_OTHER);
	assert_int_equal(language("/b/a.c", "gcc -x objective-c a.c"),
			 NSC_LANGUAGE_OTHER);
}

static bool is_freestanding(const char *text, const char *triple)
{
	struct fixture fixture;
	bool found;

	read_command(&fixture, "/b/a.c", text);
	found = nsc_invocation_is_freestanding(fixture.run.names, &fixture.invocation,
					       nsc_name_c(fixture.run.names, triple));
	nsc_run_release(&fixture.run);
	return found;
}

/* decisions.md 12 */
static void freestanding_is_a_bare_target_or_a_flag(void **state)
{
	(void)state;
	assert_true(is_freestanding("gcc -ffreestanding -c a.c", ""));
	assert_true(is_freestanding("gcc -fno-hosted -c a.c", ""));
	assert_false(is_freestanding("gcc -ffreestanding -fhosted -c a.c", ""));
	assert_true(is_freestanding("gcc -fhosted -ffreestanding -c a.c", ""));
	assert_false(is_freestanding("gcc -c a.c", ""));
	assert_false(is_freestanding("gcc -c a.c", "x86_64-linux-gnu"));
	assert_true(is_freestanding("arm-none-eabi-gcc -fhosted -c a.c", ""));
	assert_true(is_freestanding("avr-gcc -c a.c", ""));
	assert_true(is_freestanding("clang --target=riscv32-unknown-elf -c a.c", ""));
	assert_true(is_freestanding("clang -target thumbv7em-none-eabi -c a.c", ""));
	assert_false(is_freestanding("musl-gcc -c a.c", ""));
	assert_false(is_freestanding("aarch64-none-linux-gnu-gcc -c a.c", ""));
}

static void bare_triples_have_no_system(void **state)
{
	static const char *const bare[] = {
		"arm-none-eabi",       "riscv64-unknown-elf", "avr",
		"x86_64-unknown-none", "arm-zephyr-eabi",     "xtensa-esp32-elf",
		"x86_64-unknown-uefi"};
	static const char *const hosted[] = {
		"x86_64-linux-gnu",    "aarch64-none-linux-gnu", "x86_64-w64-mingw32",
		"arm-linux-gnueabihf", "x86_64-apple-darwin20",  "wasm32-wasi",
		"arm-rtems6",          "i386-unknown-freebsd13", ""};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bare) / sizeof(bare[0]); i++) {
		assert_true(nsc_triple_is_bare(nostd_str_from_c(bare[i])));
	}
	for (i = 0; i < sizeof(hosted) / sizeof(hosted[0]); i++) {
		assert_false(nsc_triple_is_bare(nostd_str_from_c(hosted[i])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compilers_are_known_by_the_end_of_their_name),
		cmocka_unit_test(wrappers_are_skipped_with_their_options),
		cmocka_unit_test(options_are_in_byte_order_and_single),
		cmocka_unit_test(options_that_run_or_load_something_go_nowhere),
		cmocka_unit_test(values_are_joined_or_apart),
		cmocka_unit_test(a_command_says_folders_macros_and_flags),
		cmocka_unit_test(languages_follow_x_suffix_and_driver),
		cmocka_unit_test(freestanding_is_a_bare_target_or_a_flag),
		cmocka_unit_test(bare_triples_have_no_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
