/*
 * test_map.c - the grammar of GNU ld's maps, line by line. Texts are as ld prints them;
 * tests/maps compares whole maps with what the linkers say.
 */
#include "tests/unit/map_case.h"

/* -- pulls --------------------------------------------------------------------------- */

static void a_pull_row_on_one_line_has_member_puller_and_symbol(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		PULLS "libalpha.a(alpha_start.o)     app/main.o (alpha_start)\n\n" MEMORY
			IMAGE);
	assert_int_equal(one.facts.pulls.len, 1);
	map_case_file_is(&one, one.facts.pulls.ptr[0].file, "libalpha.a",
			 "alpha_start.o");
	map_case_file_is(&one, one.facts.pulls.ptr[0].by, "", "app/main.o");
	assert_string_equal(map_case_name(&one, one.facts.pulls.ptr[0].symbol),
			    "alpha_start");
	assert_int_equal(one.facts.pulls.ptr[0].reason, NSC_PULL_REFERENCE);
	assert_int_equal(one.facts.pulls.ptr[0].line, 3);
	map_case_end(&one);
}

static void a_member_of_29_bytes_stands_on_a_line_of_its_own(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one,
			    PULLS "lib/libabcdefgh.a(ninetee28.o)  a.o (f)\n"
				  "lib/libabcdefghij.a(twenty9.o)\n"
				  "                              (g)\n\n" MEMORY IMAGE);
	assert_int_equal(one.facts.pulls.len, 2);
	map_case_file_is(&one, one.facts.pulls.ptr[1].file, "lib/libabcdefghij.a",
			 "twenty9.o");
	assert_int_equal(one.facts.pulls.ptr[1].by, NSC_NO_ROW);
	assert_int_equal(one.facts.pulls.ptr[1].reason, NSC_PULL_UNDEFINED);
	assert_int_equal(one.facts.pulls.ptr[1].line, 4);
	map_case_end(&one);
}

static void whole_archive_is_a_reason_and_no_symbol(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		PULLS "liba.a(a.o)                   (--whole-archive)\n\n" MEMORY IMAGE);
	assert_int_equal(one.facts.pulls.ptr[0].reason, NSC_PULL_WHOLE_ARCHIVE);
	assert_false(nsc_name_given(one.facts.pulls.ptr[0].symbol));
	assert_int_equal(one.facts.pulls.ptr[0].by, NSC_NO_ROW);
	map_case_end(&one);
}

static void a_demangled_symbol_is_the_last_balanced_group(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one,
			    PULLS "dir a/lib b (v2).a(ring.o)    dir (1)/main file (1).o "
				  "(operator delete(void*, unsigned int))\n"
				  "liba.a(b.o)                   liba.a(c (2).o) "
				  "(ns::f(int (*)(char), g<(a)1>))\n\n" MEMORY IMAGE);
	map_case_file_is(&one, one.facts.pulls.ptr[0].file, "dir a/lib b (v2).a",
			 "ring.o");
	map_case_file_is(&one, one.facts.pulls.ptr[0].by, "", "dir (1)/main file (1).o");
	assert_string_equal(map_case_name(&one, one.facts.pulls.ptr[0].symbol),
			    "operator delete(void*, unsigned int)");
	map_case_file_is(&one, one.facts.pulls.ptr[1].by, "liba.a", "c (2).o");
	assert_string_equal(map_case_name(&one, one.facts.pulls.ptr[1].symbol),
			    "ns::f(int (*)(char), g<(a)1>)");
	map_case_end(&one);
}

static void the_plugin_is_no_archive(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one, PULLS
		"liba.a(b.o)                   a.o (symbol from plugin) (b)\n\n" MEMORY
			IMAGE);
	map_case_file_is(&one, one.facts.pulls.ptr[0].by, "", "a.o");
	assert_true(one.facts.files.ptr[one.facts.pulls.ptr[0].by].from_plugin);
	assert_false(one.facts.files.ptr[one.facts.pulls.ptr[0].file].from_plugin);
	map_case_end(&one);
}

static void a_thin_archive_shows_its_members_as_paths(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		PULLS "alpha/start.o                 a (1).o (start)\n\n" MEMORY IMAGE);
	map_case_file_is(&one, one.facts.pulls.ptr[0].file, "", "alpha/start.o");
	map_case_file_is(&one, one.facts.pulls.ptr[0].by, "", "a (1).o");
	map_case_end(&one);
}

static void shared_libraries_are_pulled_as_needed(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		"As-needed library included to satisfy reference by file (symbol)\n\n"
		"libc.so.6                     a.o (snprintf@@GLIBC_2.2.5)\n\n" MEMORY
			IMAGE);
	assert_int_equal(one.facts.pulls.ptr[0].reason, NSC_PULL_AS_NEEDED);
	map_case_file_is(&one, one.facts.pulls.ptr[0].file, "", "libc.so.6");
	map_case_end(&one);
}

static void a_member_without_its_second_line_is_not_understood(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read(&one, PULLS "liba.a(b.o)\n\n" MEMORY IMAGE);
	assert_int_equal(one.facts.lines_unknown, 1);
	assert_int_equal(one.run.diags->all.ptr[0].at.line, 3);
	assert_int_equal(one.run.diags->all.ptr[0].kind, NSC_DIAG_NOT_ANALYSED);
	map_case_end(&one);
}

static void sentences_of_bfd_below_a_table_are_understood(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one, "Allocating common symbols\n"
		      "Common symbol       size              file\n\n"
		      "shared              0x4               a.o\n"
		      "Local IFUNC function `strcpy' in libc.a(strcpy.o)\n"
		      "a.o: dynamic relocation against `f' in read-only section `.text'\n"
		      "liba.a(b.o): r\xC3\xA9"
		      "adressage dynamique sur f\n"
		      "\nDiscarded input sections\n\n"
		      " .comment       0x00000000       0x10 a.o\n\n" MEMORY IMAGE);
	assert_int_equal(one.facts.commons.len, 1);
	assert_int_equal(one.facts.discarded.len, 1);
	map_case_end(&one);
}

/* -- common symbols, regions --------------------------------------------------------- */

static void a_common_name_of_19_bytes_wraps(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		"Allocating common symbols\n"
		"Common symbol       size              file\n\n"
		"eighteen_bytes_lon  0x4               a b.o\n"
		"nineteen_bytes_long\n"
		"                    0x190             liba.a(c.o)\n\n" MEMORY IMAGE);
	assert_int_equal(one.facts.commons.len, 2);
	map_case_file_is(&one, one.facts.commons.ptr[0].file, "", "a b.o");
	assert_string_equal(map_case_name(&one, one.facts.commons.ptr[1].name),
			    "nineteen_bytes_long");
	assert_int_equal(one.facts.commons.ptr[1].size, 0x190);
	map_case_file_is(&one, one.facts.commons.ptr[1].file, "liba.a", "c.o");
	map_case_end(&one);
}

static void regions_have_attributes_or_none(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		"Memory Configuration\n\n"
		"Name             Origin             Length             Attributes\n"
		"FLASH            0x08000000         0x00080000         xr\n"
		"data             0x000800           0x004000           a !xr\n"
		"CONFIG           0x02abfa           0x000002  \n"
		"*default*        0x00000000         0xffffffff\n\n"
		"Linker script and memory map\n\n" IMAGE);
	assert_int_equal(one.facts.regions.len, 4);
	assert_string_equal(map_case_name(&one, one.facts.regions.ptr[0].attributes),
			    "xr");
	assert_int_equal(one.facts.regions.ptr[0].length, 0x80000);
	assert_string_equal(map_case_name(&one, one.facts.regions.ptr[1].attributes),
			    "a !xr");
	assert_string_equal(map_case_name(&one, one.facts.regions.ptr[2].attributes), "");
	map_case_end(&one);
}

/* -- sections ------------------------------------------------------------------------ */

static void names_wrap_at_14_bytes_in_rows_and_at_15_in_outputs(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		MEMORY "\n.fourteen_chrs 0x08000000        0xc\n"
		       " .thirteen_chr  0x08000000        0x4 a.o\n"
		       " .fourteen_chrs\n"
		       "                0x08000004        0x8 liba.a(b.o)\n"
		       "\n.fifteen_bytes_\n"
		       "                0x20000000        0x0 load address 0x08000010\n"
		       "\n.bare\n" IMAGE);
	assert_int_equal(one.facts.outputs.len, 2);
	assert_int_equal(one.facts.sections.len, 2);
	assert_string_equal(map_case_name(&one, one.facts.sections.ptr[1].name),
			    ".fourteen_chrs");
	assert_int_equal(one.facts.sections.ptr[1].address, 0x08000004);
	assert_int_equal(one.facts.sections.ptr[1].output, 0);
	assert_string_equal(map_case_name(&one, one.facts.outputs.ptr[1].name),
			    ".fifteen_bytes_");
	assert_true(one.facts.outputs.ptr[1].has_load_address);
	assert_int_equal(one.facts.outputs.ptr[1].load_address, 0x08000010);
	assert_false(one.facts.outputs.ptr[0].has_load_address);
	assert_int_equal(one.facts.outputs.ptr[0].load_address, 0x08000000);
	map_case_end(&one);
}

static void a_name_may_have_blanks(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one,
			    MEMORY "\n.text           0x00000000        0x8\n"
				   " a b            0x00000000        0x4 dir x/a.o\n"
				   " my long section name\n"
				   "                0x00000004        0x4 a.o\n" IMAGE);
	assert_string_equal(map_case_name(&one, one.facts.sections.ptr[0].name), "a b");
	map_case_file_is(&one, one.facts.sections.ptr[0].file, "", "dir x/a.o");
	assert_string_equal(map_case_name(&one, one.facts.sections.ptr[1].name),
			    "my long section name");
	map_case_end(&one);
}

static void patterns_and_statements_are_no_sections(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		MEMORY "\n.text           0x00000000       0x1d\n"
		       " *(.text .text.*)\n"
		       " *crtbegin?.o(.ctors)\n"
		       " *(SORT_BY_NAME(.x) EXCLUDE_FILE(*b.o) .y)\n"
		       " CONSTRUCTORS\n CREATE_OBJECT_SYMBOLS\n FILL mask 0x90\n"
		       " *(.data)\n"
		       "                0x00000000        0x4 LONG 0x8000 _top\n"
		       "                0x00000004        0x1 BYTE 0x1\n"
		       "                0x00000005        0x4 RELOC R_ARM_ABS32 f+0x0\n"
		       " *fill*         0x00000009       0x10 90\n"
		       " *fill*         0x00000019        0x4 \n" IMAGE);
	assert_int_equal(one.facts.sections.len, 5);
	assert_int_equal(one.facts.sections.ptr[0].kind, NSC_PLACED_DATA);
	assert_string_equal(map_case_name(&one, one.facts.sections.ptr[0].name), "LONG");
	assert_int_equal(one.facts.sections.ptr[0].file, NSC_NO_ROW);
	assert_string_equal(map_case_name(&one, one.facts.sections.ptr[2].name), "RELOC");
	assert_int_equal(one.facts.sections.ptr[3].kind, NSC_PLACED_FILL);
	assert_int_equal(one.facts.sections.ptr[4].size, 4);
	map_case_end(&one);
}

static void the_linkers_own_files_are_no_files(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		MEMORY "\n.text           0x00000000       0x18\n"
		       " .glue_7        0x00000000        0x8 linker stubs\n"
		       " .idata$2       0x00000008        0x8 dll stuff\n"
		       " .x             0x00000010        0x8 arm-ld generated\n" IMAGE);
	assert_int_equal(one.facts.files.len, 0);
	assert_int_equal(one.facts.sections.ptr[0].kind, NSC_PLACED_STUBS);
	assert_int_equal(one.facts.sections.ptr[2].kind, NSC_PLACED_STUBS);
	assert_int_equal(one.facts.sections.ptr[2].file, NSC_NO_ROW);
	map_case_end(&one);
}

static void the_size_before_relaxing_belongs_to_the_row_above(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(
		&one,
		"Discarded input sections\n\n"
		" .foo           0x00000000        0x2 a.o\n"
		"                                  0x9 (size before relaxing)\n\n" MEMORY
		"\n.comment        0x00000000       0x27\n"
		" .comment       0x00000000       0x27 a.o\n"
		"                                 0x28 (taille avant relaxe)\n" IMAGE);
	assert_int_equal(one.facts.discarded.ptr[0].size_before, 9);
	assert_int_equal(one.facts.sections.ptr[0].size, 0x27);
	assert_int_equal(one.facts.sections.ptr[0].size_before, 0x28);
	assert_false(one.facts.outputs.ptr[0].allocated);
	map_case_end(&one);
}

static void a_section_without_a_name_has_the_empty_one(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one,
			    MEMORY "\n.text           0x00000000        0x4\n"
				   "                0x00000000        0x4 a.o\n" IMAGE);
	assert_int_equal(one.facts.sections.len, 1);
	assert_string_equal(map_case_name(&one, one.facts.sections.ptr[0].name), "");
	map_case_end(&one);
}

static void common_sections_are_told_apart(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, MEMORY
			    "\n.bss            0x00000000        0x4\n"
			    " COMMON         0x00000000        0x4 a.o\n"
			    "                0x00000000                counter\n" IMAGE);
	assert_int_equal(one.facts.sections.ptr[0].kind, NSC_PLACED_COMMON);
	assert_int_equal(one.facts.symbols.ptr[0].section, 0);
	map_case_end(&one);
}

/* -- symbols and assignments --------------------------------------------------------- */

static const struct nsc_map_symbol *symbol_is(const struct map_case *one, size_t row,
					      const char *name,
					      enum nsc_map_symbol_kind kind)
{
	const struct nsc_map_symbol *symbol = &one->facts.symbols.ptr[row];

	assert_true(row < one->facts.symbols.len);
	assert_string_equal(map_case_name(one, symbol->name), name);
	assert_int_equal(symbol->kind, kind);
	return symbol;
}

static void demangled_symbols_keep_their_blanks_and_signs(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, MEMORY
			    "\n.text           0x00000000        0x4\n"
			    " .text          0x00000000        0x4 a.o\n"
			    "                0x00000000                (anonymous "
			    "namespace)::f(int)\n"
			    "                0x00000002                "
			    "ns::T::operator=(ns::T const&)\n"
			    "                0x00000002                <alloc::Box<dyn "
			    "Fn(u8), Output = "
			    "u8> as core::Drop>::drop\n"
			    "                0x00000003        (local) helper\n" IMAGE);
	assert_int_equal(one.facts.symbols.len, 4);
	symbol_is(&one, 0, "(anonymous namespace)::f(int)", NSC_MAP_SYMBOL_PLACED);
	symbol_is(&one, 1, "ns::T::operator=(ns::T const&)", NSC_MAP_SYMBOL_PLACED);
	symbol_is(&one, 2, "<alloc::Box<dyn Fn(u8), Output = u8> as core::Drop>::drop",
		  NSC_MAP_SYMBOL_PLACED);
	assert_int_equal(symbol_is(&one, 3, "helper", NSC_MAP_SYMBOL_LOCAL)->section, 0);
	map_case_end(&one);
}

static void assignments_have_a_value_or_say_why_not(void **state)
{
	static const char text[] = MEMORY
		"                0x20020000                        _top = (ORIGIN (RAM) "
		"+ "
		"LENGTH (RAM))\n"
		"                0x08000020                        . = ALIGN (0x4)\n"
		"                [0x08000040]                      twice = .\n"
		"                [!provide]                        PROVIDE (etext = .)\n"
		"                0x00800200                PROVIDE (__data_start, .)\n"
		"                0x00000001                        HIDDEN (h = 0x1)\n"
		"                *undef*                           lost = (a + b)\n"
		"                [unresolved]                      gone = a\n"
		"                0x00000001                        ASSERT ((a < b), no "
		"room\n"
		"for it (at all)\n" IMAGE;
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, text);
	assert_int_equal(one.facts.symbols.len, 7);
	assert_int_equal(symbol_is(&one, 0, "_top", NSC_MAP_SYMBOL_ASSIGNED)->address,
			 0x20020000);
	assert_string_equal(map_case_name(&one, one.facts.symbols.ptr[0].expression),
			    "(ORIGIN (RAM) + LENGTH (RAM))");
	assert_int_equal(symbol_is(&one, 1, "twice", NSC_MAP_SYMBOL_ASSIGNED)->address,
			 0x08000040);
	symbol_is(&one, 2, "etext", NSC_MAP_SYMBOL_UNUSED);
	assert_int_equal(
		symbol_is(&one, 3, "__data_start", NSC_MAP_SYMBOL_PROVIDED)->address,
		0x800200);
	assert_string_equal(map_case_name(&one, one.facts.symbols.ptr[3].expression),
			    ".");
	symbol_is(&one, 4, "h", NSC_MAP_SYMBOL_ASSIGNED);
	symbol_is(&one, 5, "lost", NSC_MAP_SYMBOL_UNRESOLVED);
	symbol_is(&one, 6, "gone", NSC_MAP_SYMBOL_UNRESOLVED);
	map_case_end(&one);
}

static void the_link_line_is_kept_in_order(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one, MEMORY
			    "LOAD crt0.o\nTARGET(elf32-littlearm)\n"
			    "Address of section .text set to 0x10000\n"
			    ".text adresi atanm\xC4\xB1\xC5\x9F"
			    "0x10000\n"
			    "\xD0\x90\xD0\xB4\xD1\x80\xD0\xB5\xD1\x81 .data: 0x20000\n"
			    "START GROUP\nLOAD dir x/libc.a\nEND GROUP\n"
			    "INSERT AFTER .text\n" IMAGE "LOAD linker stubs\n");
	/* What the linker makes itself is no file that could be read. */
	assert_int_equal(one.facts.loads.len, 4);
	assert_int_equal(one.facts.loads.ptr[1].kind, NSC_LOAD_GROUP_START);
	assert_string_equal(map_case_name(&one, one.facts.loads.ptr[2].path),
			    "dir x/libc.a");
	assert_int_equal(one.facts.loads.ptr[3].kind, NSC_LOAD_GROUP_END);
	assert_string_equal(map_case_name(&one, one.facts.output), "a.elf");
	assert_string_equal(map_case_name(&one, one.facts.target), "elf32-littlearm");
	map_case_end(&one);
}

static void sections_after_the_image_are_read(void **state)
{
	struct map_case one;

	(void)state;
	map_case_read_whole(&one,
			    MEMORY IMAGE "\n.debug_info     0x00000000       0x10\n"
					 " .debug_info    0x00000000       0x10 a.o\n");
	assert_int_equal(one.facts.outputs.len, 1);
	assert_int_equal(one.facts.sections.ptr[0].output, 0);
	map_case_end(&one);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pull_row_on_one_line_has_member_puller_and_symbol),
		cmocka_unit_test(a_member_of_29_bytes_stands_on_a_line_of_its_own),
		cmocka_unit_test(whole_archive_is_a_reason_and_no_symbol),
		cmocka_unit_test(a_demangled_symbol_is_the_last_balanced_group),
		cmocka_unit_test(the_plugin_is_no_archive),
		cmocka_unit_test(a_thin_archive_shows_its_members_as_paths),
		cmocka_unit_test(shared_libraries_are_pulled_as_needed),
		cmocka_unit_test(a_member_without_its_second_line_is_not_understood),
		cmocka_unit_test(sentences_of_bfd_below_a_table_are_understood),
		cmocka_unit_test(a_common_name_of_19_bytes_wraps),
		cmocka_unit_test(regions_have_attributes_or_none),
		cmocka_unit_test(names_wrap_at_14_bytes_in_rows_and_at_15_in_outputs),
		cmocka_unit_test(a_name_may_have_blanks),
		cmocka_unit_test(patterns_and_statements_are_no_sections),
		cmocka_unit_test(the_linkers_own_files_are_no_files),
		cmocka_unit_test(the_size_before_relaxing_belongs_to_the_row_above),
		cmocka_unit_test(a_section_without_a_name_has_the_empty_one),
		cmocka_unit_test(common_sections_are_told_apart),
		cmocka_unit_test(demangled_symbols_keep_their_blanks_and_signs),
		cmocka_unit_test(assignments_have_a_value_or_say_why_not),
		cmocka_unit_test(the_link_line_is_kept_in_order),
		cmocka_unit_test(sections_after_the_image_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
