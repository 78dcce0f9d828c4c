/*
 * test_compdb_quote.c - words of command lines. Expectations: dash 0.5.12 (`printf '[%s]'
 * ...`) for POSIX, gcc 12.2 (`gcc -### @file`) for response files, Microsoft's
 * documentation ("Parsing C command-line arguments", the table of examples) for Windows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/host/host.h"
#include "analyzer/compdb/quote.h"

/* The words as "[a][b]". */
static void check(enum nsc_quoting quoting, const char *text, const char *wanted)
{
	struct nostd_string found = nostd_string_new();
	struct nostd_bump arena;
	struct nsc_quote it;

	nostd_bump_init(&arena, &nsc_host_heap, 0);
	it = nsc_quote_words(&arena, quoting, nostd_str_from_c(text));
	while (nsc_quote_next(&it)) {
		nostd_format(&found, "[{}]{}", it.word, it.open ? "!" : "");
	}
	assert_string_equal(nostd_string_c_str(&found), wanted);
	nostd_string_drop(&found);
	nostd_bump_release(&arena);
}

static void blanks_separate_and_nothing_is_expanded(void **state)
{
	(void)state;
	check(NSC_QUOTING_POSIX, "  cc\t-c  a.c\n", "[cc][-c][a.c]");
	check(NSC_QUOTING_POSIX, "cc $HOME `id` *.c ; rm -rf x",
	      "[cc][$HOME][`id`][*.c][;][rm][-rf][x]");
	check(NSC_QUOTING_POSIX, "", "");
	check(NSC_QUOTING_POSIX, "  ", "");
}

static void posix_quotes_follow_the_shell(void **state)
{
	(void)state;
	check(NSC_QUOTING_POSIX, "-DX='a b' -DY=\"c d\" ''", "[-DX=a b][-DY=c d][]");
	check(NSC_QUOTING_POSIX, "'-DV=\"1.0\"' -DV=\\\"1\\\"",
	      "[-DV=\"1.0\"][-DV=\"1\"]");
	check(NSC_QUOTING_POSIX, "\"a\\\"b\\\\c\\$d\\`e\\n\"", "[a\"b\\c$d`e\\n]");
	check(NSC_QUOTING_POSIX, "'a\\b' a\\ b a\\\nb", "[a\\b][a b][ab]");
	check(NSC_QUOTING_POSIX, "x'y'\"z\"", "[xyz]");
}

static void posix_text_that_ends_in_quotes_says_so(void **state)
{
	(void)state;
	check(NSC_QUOTING_POSIX, "cc 'a b", "[cc][a b]!");
	check(NSC_QUOTING_POSIX, "cc a\\", "[cc][a]");
}

static void gcc_backslash_quotes_everything_everywhere(void **state)
{
	(void)state;
	check(NSC_QUOTING_GCC, "-DX=\\\"a\\\" 'a\\b' \"c\\d\"", "[-DX=\"a\"][ab][cd]");
	check(NSC_QUOTING_GCC, "-I'a b'/c\n-Dx", "[-Ia b/c][-Dx]");
	check(NSC_QUOTING_GCC, "C:\\\\x\\\\y a\\ b", "[C:\\x\\y][a b]");
}

static void microsoft_counts_backslashes_before_quotes(void **state)
{
	(void)state;
	check(NSC_QUOTING_MICROSOFT, "p \"a b c\" d e", "[p][a b c][d][e]");
	check(NSC_QUOTING_MICROSOFT, "p \"ab\\\"c\" \"\\\\\" d", "[p][ab\"c][\\][d]");
	check(NSC_QUOTING_MICROSOFT, "p a\\\\\\b d\"e f\"g h", "[p][a\\\\\\b][de fg][h]");
	check(NSC_QUOTING_MICROSOFT, "p a\\\\\\\"b c d", "[p][a\\\"b][c][d]");
	check(NSC_QUOTING_MICROSOFT, "p a\\\\\\\\\"b c\" d e", "[p][a\\\\b c][d][e]");
	check(NSC_QUOTING_MICROSOFT, "p \"a\"\"b\"", "[p][a\"b]");
	check(NSC_QUOTING_MICROSOFT, "p 'a b'", "[p]['a][b']");
}

static void microsoft_program_keeps_its_backslashes(void **state)
{
	(void)state;
	check(NSC_QUOTING_MICROSOFT, "\"C:\\Program Files\\gcc.exe\" -c ..\\a.c",
	      "[C:\\Program Files\\gcc.exe][-c][..\\a.c]");
	check(NSC_QUOTING_MICROSOFT, "C:\\bin\\gcc.exe -DX=\\\"y\\\"",
	      "[C:\\bin\\gcc.exe][-DX=\"y\"]");
}

static bool is_windows(const char *folder, const char *command)
{
	return nsc_quote_is_windows(nostd_str_from_c(folder), nostd_str_from_c(command));
}

static void windows_is_told_by_drive_or_exe(void **state)
{
	(void)state;
	assert_true(is_windows("C:\\src", "gcc -c a.c"));
	assert_true(is_windows("c:/src", "gcc -c a.c"));
	assert_true(is_windows("/x", "\"C:/a b/gcc.exe\" -c a.c"));
	assert_true(is_windows("/x", "arm-none-eabi-gcc.EXE -c a.c"));
	assert_false(is_windows("/x", "gcc -DX=\\\"C:\\\\x\\\" -c a.c"));
	assert_false(is_windows("/x", "/usr/bin/gcc -c a.exe"));
	assert_false(is_windows("", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_separate_and_nothing_is_expanded),
		cmocka_unit_test(posix_quotes_follow_the_shell),
		cmocka_unit_test(posix_text_that_ends_in_quotes_says_so),
		cmocka_unit_test(gcc_backslash_quotes_everything_everywhere),
		cmocka_unit_test(microsoft_counts_backslashes_before_quotes),
		cmocka_unit_test(microsoft_program_keeps_its_backslashes),
		cmocka_unit_test(windows_is_told_by_drive_or_exe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
