/*
 * test_map_parts.c - GNU ld's maps as a whole: cross references, headings in any
 * language, reports of vendors, lines that are not understood, maps that are cut.
 */
#include "tests/unit/map_case.h"

#include <nostd/string.h>

#include "analyzer/base/limits.h"

/* -- cross references -------------------------------------------------------------- */

#define CREF                          \
	"\nCross Reference Table\n\n" \
	"Symbol                                            File\n"

static void the_cross_reference_table_says_who_defines_what_the_map_places(void **state)
{
	static const char text[] =
		MEMORY "                0x00000010                        given = 0x10\n"
		       "\n.text           0x00000000        0x4\n"
		       " .text          0x00000000        0x4 b.o\n"
		       "                0x00000000                placed\n" IMAGE CREF
		       "given                                             a.o\n"
		       "placed                                            a.o\n"
		       "                                                  b.o\n"
		       "                                                  liba.a(c.o)\n"
		       "weak                                              a.o\n"
		       "                                                  b.o\n";
	static const enum nsc_cref_role roles[] = {
		NSC_CREF_MENTIONS, NSC_CREF_MENTIONS, NSC_CREF_DEFINES,
		NSC_CREF_MENTIONS, NSC_CREF_EITHER,   NSC_CREF_MENTIONS,
	};
	struct map_case one;
	size_t i;

	(void)state;
	map_case_read_whole(&one, text);
	assert_int_equal(one.facts.cref.len, 6);
	for (i = 0; i < 6; i++) {
		assert_int_equal(one.facts.cref.ptr[i].role, roles[i]);
	}
	assert_string_equal(map_case_name(&one, one.facts.cref.ptr[3].symbol), "placed");
	map_case_file_is(&one, one.facts.cref.ptr[3].file, "liba.a", "c.o");
	assert_true(one.facts.knows & NSC_MAP_CREF);
	map_case_end(&one);
}

static void long_names_are_split_where_a_known_file_begins(void **state)
{
	static const char text[] = MEMORY
		"LOAD dir x/a.o\n\n.text           0x00000000        0x4\n"
		" .text          0x00000000        0x4 dir x/a.o\n" IMAGE CREF
		/* 48, 49, 50 bytes */
		"n_of_48_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  dir x/a.o\n"
		"n_of_49_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa dir x/a.o\n"
		"n_of_50_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa dir x/a.o\n"
		"ns::very_long_name::operator()(unsigned int, char const*) dir x/a.o\n"
		"ns::very_long_name::operator()(unsigned int, long double) unknown.o\n";
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, text);
	assert_int_equal(one.facts.cref.len, 5);
	assert_int_equal(strlen(map_case_name(&one, one.facts.cref.ptr[0].symbol)), 48);
	assert_int_equal(strlen(map_case_name(&one, one.facts.cref.ptr[1].symbol)), 49);
	assert_int_equal(strlen(map_case_name(&one, one.facts.cref.ptr[2].symbol)), 50);
	assert_string_equal(map_case_name(&one, one.facts.cref.ptr[3].symbol),
			    "ns::very_long_name::operator()(unsigned int, char const*)");
	map_case_file_is(&one, one.facts.cref.ptr[3].file, "", "dir x/a.o");
	map_case_file_is(&one, one.facts.cref.ptr[4].file, "", "unknown.o");
	assert_int_equal(one.facts.files.len, 2);
	map_case_end(&one);
}

static void a_table_of_many_symbols_gives_each_row_its_name(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct map_case one;
	char name[16];
	size_t i;

	(void)state;
	nostd_string_push_str(&text, NOSTD_STR(MEMORY IMAGE CREF));
	for (i = 0; i < 1000; i++) {
		nostd_format(&text, "symbol_{:<42} f{}.o\n{:50}g.o\n", i, i, "");
	}
	map_case_read_whole(&one, nostd_string_c_str(&text));
	assert_int_equal(one.facts.cref.len, 2000);
	for (i = 0; i < 2000; i++) {
		nostd_format_to(name, sizeof(name), "symbol_{}", i / 2);
		assert_string_equal(map_case_name(&one, one.facts.cref.ptr[i].symbol),
				    name);
		assert_int_equal(one.facts.cref.ptr[i].role,
				 i % 2 == 0 ? NSC_CREF_EITHER : NSC_CREF_MENTIONS);
	}
	map_case_end(&one);
	nostd_string_drop(&text);
}

static void no_symbols_is_an_empty_table(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, MEMORY IMAGE CREF "No symbols\n");
	assert_int_equal(one.facts.cref.len, 0);
	map_case_end(&one);
}

/* -- parts and forms --------------------------------------------------------------- */

static void headings_in_other_languages_are_known_by_their_rows(void **state)
{
	static const char text[] =
		"Membre d'archive inclu\n\n"
		"liba.a(a.o)                   main.o (f)\n\n"
		"Fusion des propri\xC3\xA9t\xC3\xA9s\n\n"
		"Propri\xC3\xA9t\xC3\xA9 supprim\xC3\xA9"
		"e 0xc0000002 dans a.o (0x3)\n\n"
		"Biblioth\xC3\xA8que au besoin\n\n"
		"libc.so.6                     a.o (puts@@GLIBC_2.2.5)\n\n"
		"Symboles communs\nSymbole             taille            fichier\n\n"
		"un_nom_qui_ne_tient_pas_sur_la_ligne\n"
		"                    0x4               a.o\n\n"
		"\xE8\x88\x8D\xE5\xBC\x83\n\n"
		" .section_longue\n"
		"                0x00000000        0x4 a.o\n\n"
		"Configuration m\xC3\xA9moire\n\n"
		"Nom              Origine            Longueur           Attributs\n"
		"*default*        0x00000000         0xffffffff\n\n"
		"Projection m\xC3\xA9moire\n\nLOAD main.o\n\n"
		".data           0x20000000        0x0 adresse 0x08000000\n" IMAGE
		"\n\xE4\xBA\xA4\xE5\x8F\x89\xE5\xBC\x95\xE7\x94\xA8\n\n"
		"\xE7\xAC\xA6\xE5\x8F\xB7                                            "
		"\xE6\x96\x87\xE4\xBB\xB6\n"
		"f                                                 liba.a(a.o)\n";
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, text);
	assert_int_equal(one.facts.pulls.len, 2);
	assert_int_equal(one.facts.pulls.ptr[0].reason, NSC_PULL_REFERENCE);
	assert_int_equal(one.facts.pulls.ptr[1].reason, NSC_PULL_AS_NEEDED);
	assert_int_equal(one.facts.commons.len, 1);
	assert_int_equal(one.facts.discarded.len, 1);
	assert_int_equal(one.facts.regions.len, 1);
	assert_int_equal(one.facts.loads.len, 1);
	assert_int_equal(one.facts.outputs.ptr[0].load_address, 0x08000000);
	assert_int_equal(one.facts.cref.len, 1);
	map_case_end(&one);
}

static void nothing_discarded_is_known_too(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one,
			    "There are no discarded input sections\n\n" MEMORY IMAGE);
	assert_true(one.facts.knows & NSC_MAP_DISCARDED);
	map_case_end(&one);
	map_case_read_whole(&one, PULLS
			    "liba.a(a.o)                   main.o (f)\n\n"
			    "Il n'y a rien d'\xC3\xA9limin\xC3\xA9\n\n" MEMORY IMAGE);
	assert_false(one.facts.knows & NSC_MAP_DISCARDED);
	map_case_end(&one);
}

static void what_a_driver_printed_before_the_map_is_passed_over(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one, "Microchip Technology Inc, v1.25 (A)\n\nCommand:\n  -p24F \\\n\n"
		      "Optional library x.a not found\n"
		      "Archive member included because of file (symbol)\n\n"
		      "liba.a(a.XXeo)                main.o (_f)\n\n\n"
		      "xc16-ld 1.25 (A)\n\nProgram Memory  [Origin = 0x200]\n\n"
		      ".text                        0x200               0xf3a\n\n" MEMORY
			      IMAGE);
	assert_int_equal(one.facts.pulls.len, 1);
	assert_int_equal(one.facts.outputs.len, 0);
	map_case_end(&one);
}

static void a_report_behind_the_map_ends_it(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, MEMORY
			    "\n.text           0x00000000        0x4\n"
			    " .text          0x00000000        0x4 a.o\n" IMAGE
			    "\nInput files and contributions to output file.\n\n"
			    "a.o\n\n.text                              0x4\t(text)\n"
			    "  .text.main                  0x4\n" CREF
			    "f                                                 a.o\n");
	assert_int_equal(one.facts.outputs.len, 1);
	assert_int_equal(one.facts.sections.len, 1);
	assert_int_equal(one.facts.cref.len, 1);
	map_case_end(&one);
}

static void line_ends_and_a_byte_order_mark_do_not_matter(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		"\xEF\xBB\xBFMemory Configuration\r\n\r\n"
		"Name             Origin             Length             Attributes\r\n"
		"*default*        0x00000000         0xffffffff\r\n\r\n"
		"Linker script and memory map\r\n\r\n"
		"LOAD C:\\lib\\a.o\r\n\r\n"
		".text           0x00000000        0x4\r\n"
		" .text          0x00000000        0x4 C:\\lib/mixed\\liba.a(b.obj)\r\n"
		"OUTPUT(a.exe pei-x86-64)\r\n");
	map_case_file_is(&one, one.facts.sections.ptr[0].file, "C:\\lib/mixed\\liba.a",
			 "b.obj");
	assert_string_equal(map_case_name(&one, one.facts.loads.ptr[0].path),
			    "C:\\lib\\a.o");
	map_case_end(&one);
}

static void a_file_has_one_row_however_often_it_is_named(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, PULLS
			    "liba.a(a.o)                   main.o (f)\n\n" MEMORY
			    "\n.text           0x00000000        0x8\n"
			    " .text          0x00000000        0x4 main.o\n"
			    " .text          0x00000004        0x4 liba.a(a.o)\n" IMAGE);
	assert_int_equal(one.facts.files.len, 2);
	assert_int_equal(one.facts.sections.ptr[1].file, one.facts.pulls.ptr[0].file);
	map_case_end(&one);
}

/* -- lines that are not understood, maps that are cut ------------------------------ */

static void twenty_unknown_lines_are_told_and_the_rest_counted(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct map_case one;
	int i;

	(void)state;
	nostd_string_push_str(&text, NOSTD_STR(MEMORY));
	for (i = 0; i < 25; i++) {
		nostd_format(&text, "strange line {}\n", i);
	}
	nostd_string_push_str(&text, NOSTD_STR(IMAGE));
	map_case_read(&one, nostd_string_c_str(&text));
	assert_int_equal(one.ret, 0);
	assert_int_equal(one.facts.lines_unknown, 25);
	assert_int_equal(one.run.diags->all.len, 21);
	assert_string_equal(map_case_name(&one, one.run.diags->all.ptr[20].text),
			    "5 more lines not understood by the reader of GNU ld's maps");
	assert_true(nsc_diags_incomplete(one.run.diags, (struct nsc_name){0}));
	assert_int_equal(one.facts.lines, 8 + 25);
	map_case_end(&one);
	nostd_string_drop(&text);
}

static void a_line_over_the_limit_is_not_understood(void **state)
{
	struct nostd_string text = nostd_string_new();
	struct map_case one;

	(void)state;
	nostd_string_push_str(&text, NOSTD_STR(MEMORY));
	while (text.len < NSC_LIMIT_MAP_LINE + sizeof(MEMORY)) {
		nostd_string_push_str(&text, NOSTD_STR("an_endless_name"));
	}
	nostd_string_push_str(&text, NOSTD_STR("\n" IMAGE));
	map_case_read(&one, nostd_string_c_str(&text));
	assert_int_equal(one.facts.lines_unknown, 1);
	assert_false(one.facts.truncated);
	map_case_end(&one);
	nostd_string_drop(&text);
}

static void numbers_of_more_than_64_bits_are_not_read(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read(&one,
		      MEMORY "\n.text           0x00000000000000001        0x4\n" IMAGE);
	assert_int_equal(one.facts.outputs.len, 0);
	assert_int_equal(one.facts.lines_unknown, 1);
	map_case_end(&one);
}

/* The map is cut, and one diagnostic says so and what is missing. */
static void is_cut(const char *text, const char *missing)
{
	struct map_case one;
	const char *told;

	map_case_read(&one, text);
	assert_int_equal(one.ret, 0);
	assert_true(one.facts.truncated);
	assert_int_equal(one.facts.lines_unknown, 0);
	assert_int_equal(one.run.diags->all.len, 1);
	told = map_case_name(&one, one.run.diags->all.ptr[0].text);
	if (!strstr(told, missing)) {
		fail_msg("expected \"%s\", told: %s", missing, told);
	}
	assert_true(nsc_diags_incomplete(one.run.diags, (struct nsc_name){0}));
	map_case_end(&one);
}

static void a_map_that_is_cut_says_what_is_missing(void **state)
{
	(void)state;
	is_cut(PULLS "liba.a(a.o)                   main.o (f)\n", "the memory map");
	is_cut(PULLS "liba.a(a.o)\n", "the rest of a row");
	is_cut(PULLS "liba.a(a.o)                   main.o (f", "the rest of a row");
	is_cut(MEMORY "LOAD a.o\n", "OUTPUT");
	is_cut(MEMORY "LOAD a.o\n\n.text           0x00000000       0x10\n"
		      " .text.a_long_name\n",
	       "the rest of a row");
	is_cut(MEMORY IMAGE CREF, "the rows of the cross reference table");
	is_cut(MEMORY IMAGE "\n.debug_info     0x00000000     0x1000\n"
			    " .debug_info    0x00000000       0x10 a.o\n",
	       "the rest of the last section");
	is_cut(MEMORY IMAGE "\n.debug          0x00000000       0x10\n"
			    " .debug_info_of_a_name\n                0x000",
	       "the end of the line");
	is_cut(MEMORY IMAGE "\n.debug          0x00000000       0x10\n"
			    " .debug         0x00000000       0x10 liba.a(b",
	       "the end of the line");
}

static void a_second_map_in_the_file_is_told_and_not_read(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read(&one,
		      MEMORY "LOAD a.o\n" IMAGE "\n" PULLS
			     "liba.a(a.o)                   main.o (f)\n\n" MEMORY IMAGE);
	assert_int_equal(one.ret, 0);
	assert_int_equal(one.facts.pulls.len, 0);
	assert_false(one.facts.truncated);
	assert_int_equal(one.run.diags->all.len, 1);
	assert_int_equal(one.run.diags->all.ptr[0].at.line, 11);
	assert_true(nsc_diags_incomplete(one.run.diags, (struct nsc_name){0}));
	map_case_end(&one);
}

static void a_message_ends_where_rows_begin_again(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one, MEMORY
		"                0x00000001                        ASSERT "
		"((a < b), a message (that\n  has no end\n"
		"                0x00000010                        b = 0x10\n" IMAGE);
	assert_int_equal(one.facts.symbols.len, 1);
	map_case_end(&one);
}

static void a_missing_last_line_end_alone_cuts_nothing(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, MEMORY "OUTPUT(a.elf elf32-littlearm)");
	map_case_end(&one);
	map_case_read_whole(&one,
			    MEMORY "LOAD a.o\n\n.text           0x00000000        0x8\n"
				   " .text          0x00000000        0x4 a.o\n" IMAGE
				   "\n.x             0x00000004        0x4\n"
				   " .x             0x00000004        0x4 a.o");
	map_case_end(&one);
}

static void what_was_read_of_a_cut_map_stays(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read(&one, PULLS "liba.a(a.o)                   main.o (f)\n\n" MEMORY
				  "\n.text           0x00000000        0x8\n"
				  " .text          0x00000000        0x4 main.o\n"
				  "                0x00000000                f\n"
				  " .text.an_unfinished_row\n");
	assert_true(one.facts.truncated);
	assert_int_equal(one.facts.pulls.len, 1);
	assert_int_equal(one.facts.sections.len, 1);
	assert_string_equal(map_case_name(&one, one.facts.symbols.ptr[0].name), "f");
	map_case_end(&one);
}

/* -- reasons alone ----------------------------------------------------------------- */

static void read_pulls(struct map_case *one, const char *text)
{
	memset(one, 0, sizeof(*one));
	nsc_run_init(&one->run);
	nsc_map_facts_init(&one->facts, one->run.keep);
	one->ret = nsc_map_parse_pulls(&one->run, nsc_name_c(one->run.names, "x.map"),
				       nostd_span_new(text, strlen(text)), &one->facts,
				       &one->err);
	assert_int_equal(one->ret, 0);
}

/* The rest has a line that nobody understands, which the whole map is refused for. */
static void reasons_are_read_without_the_rest_of_the_map(void **state)
{
	static const char *const reasons[] = {
		PULLS "liba.a(a.o)                   main.o (f)\n\n"
		      "As-needed library included to satisfy reference by file "
		      "(symbol)\n\n"
		      "libc.so.6                     main.o (exit)\n\n",
		"Archive member included because of file (symbol)\n\n"
		"liba.a(a.o)                   main.o (f)\n\n",
		"Membre d'archive inclu pour satisfaire la reference (symbole)\n\n"
		"liba.a(a.o)                   main.o (f)\n\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		struct nostd_string text = nostd_string_new();
		struct map_case one;

		nostd_string_push_str(&text, nostd_str_from_c(reasons[i]));
		nostd_string_push_str(&text, NOSTD_STR(MEMORY "?\n" IMAGE));
		read_pulls(&one, nostd_string_c_str(&text));
		assert_int_equal(one.facts.pulls.len, i == 0 ? 2 : 1);
		map_case_file_is(&one, one.facts.pulls.ptr[0].file, "liba.a", "a.o");
		assert_true(one.facts.knows & NSC_MAP_PULLS);
		assert_int_equal(one.facts.outputs.len + one.run.diags->all.len, 0);
		map_case_end(&one);
		nostd_string_drop(&text);
	}
}

static void a_map_without_a_table_of_reasons_had_none(void **state)
{
	struct map_case one;

	(void)state;
	read_pulls(&one, MEMORY IMAGE);
	assert_int_equal(one.facts.pulls.len, 0);
	assert_true(one.facts.knows & NSC_MAP_PULLS);
	map_case_end(&one);
}

static void a_map_that_is_cut_in_its_reasons_is_cut(void **state)
{
	struct map_case one;

	(void)state;
	read_pulls(&one, PULLS "liba.a(a.o)                   main.o (f)\n\n"
			       "liba.a(a_member_with_a_long_name.o)\n");
	assert_true(one.facts.truncated);
	assert_int_equal(one.facts.pulls.len, 1);
	map_case_end(&one);
}

/* -- members without a name -------------------------------------------------------- */

/* "dir/" has no stem: found by fuzzing, as a write through a row that is none. */
static void a_member_of_sdcc_that_ends_in_a_slash_is_its_own_module(void **state)
{
	static const char text[] =
		"\fASxxxx Linker V03.00 + NoICE + sdld,  page 1.\n"
		"Libraries Linked                          [ object file ]\n\n"
		"lib/mcs51.lib                             [ dir/ ]\n";
	struct map_case one;

	(void)state;
	map_case_read(&one, text);
	assert_int_equal(one.ret, 0);
	assert_int_equal(one.facts.files.len, 1);
	map_case_file_is(&one, 0, "lib/mcs51.lib", "dir/");
	map_case_end(&one);
}

/* Found by fuzzing: its rows went to the first output section, which there may not be. */
static void rows_of_an_armlink_region_that_is_not_understood_are_not_either(void **state)
{
	static const char text[] =
		"Component: Arm Compiler 6.22 Tool: armlink [5ee90200]\n\n"
		"====================\n\n"
		"Memory Map of the image\n\n"
		"    Execution Region ER_IROM1 (somewhere)\n\n"
		"    0x00000000   0x00000000   0x000000c0   Data   RO    1    RESET   "
		"a.o\n"
		"\n====================\n";
	struct map_case one;

	(void)state;
	map_case_read(&one, text);
	assert_int_equal(one.ret, 0);
	assert_int_equal(one.facts.lines_unknown, 2);
	assert_int_equal(one.facts.outputs.len + one.facts.sections.len, 0);
	map_case_end(&one);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_cross_reference_table_says_who_defines_what_the_map_places),
		cmocka_unit_test(long_names_are_split_where_a_known_file_begins),
		cmocka_unit_test(a_table_of_many_symbols_gives_each_row_its_name),
		cmocka_unit_test(no_symbols_is_an_empty_table),
		cmocka_unit_test(headings_in_other_languages_are_known_by_their_rows),
		cmocka_unit_test(nothing_discarded_is_known_too),
		cmocka_unit_test(what_a_driver_printed_before_the_map_is_passed_over),
		cmocka_unit_test(a_report_behind_the_map_ends_it),
		cmocka_unit_test(line_ends_and_a_byte_order_mark_do_not_matter),
		cmocka_unit_test(a_file_has_one_row_however_often_it_is_named),
		cmocka_unit_test(twenty_unknown_lines_are_told_and_the_rest_counted),
		cmocka_unit_test(a_line_over_the_limit_is_not_understood),
		cmocka_unit_test(numbers_of_more_than_64_bits_are_not_read),
		cmocka_unit_test(a_map_that_is_cut_says_what_is_missing),
		cmocka_unit_test(a_second_map_in_the_file_is_told_and_not_read),
		cmocka_unit_test(a_message_ends_where_rows_begin_again),
		cmocka_unit_test(a_missing_last_line_end_alone_cuts_nothing),
		cmocka_unit_test(what_was_read_of_a_cut_map_stays),
		cmocka_unit_test(reasons_are_read_without_the_rest_of_the_map),
		cmocka_unit_test(a_map_without_a_table_of_reasons_had_none),
		cmocka_unit_test(a_map_that_is_cut_in_its_reasons_is_cut),
		cmocka_unit_test(
			rows_of_an_armlink_region_that_is_not_understood_are_not_either),
		cmocka_unit_test(a_member_of_sdcc_that_ends_in_a_slash_is_its_own_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
