/*
 * test_object.c - the pure parts of analyzer/object: tables, names, ranges, archives,
 * line tables. Files as a whole are compared with other tools in tests/objects.
 */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/clone.h"
#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/archive.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/line.h"
#include "analyzer/object/object.h"
#include "analyzer/object/range.h"
#include "analyzer/object/reloc.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_text(struct nostd_str found, const char *wanted)
{
	assert_int_equal(found.len, strlen(wanted));
	assert_memory_equal(found.ptr, wanted, found.len);
}

/* -- relocation types ---------------------------------------------------------------- */

static void rows_of_every_machine_ascend(void **state)
{
	const struct nsc_reloc_row *rows;
	size_t table, count, i;
	uint16_t machine;

	(void)state;
	for (table = 0; (rows = nsc_reloc_rows(table, &count, &machine)); table++) {
		for (i = 0; i < count; i++) {
			assert_true(rows[i].first <= rows[i].last);
			assert_true(i == 0 || rows[i - 1].last < rows[i].first);
		}
	}
	assert_true(table > 10);
}

static void every_row_is_found_by_its_types_and_none_is_a_mere_address(void **state)
{
	const struct nsc_reloc_row *rows;
	size_t table, count, i;
	uint16_t machine;

	(void)state;
	for (table = 0; (rows = nsc_reloc_rows(table, &count, &machine)); table++) {
		const struct nsc_reloc_table *by_machine = nsc_reloc_table(machine);

		for (i = 0; i < count; i++) {
			assert_int_equal(nsc_reloc_row(by_machine, rows[i].first)->kind,
					 rows[i].kind);
			assert_int_equal(nsc_reloc_row(by_machine, rows[i].last)->kind,
					 rows[i].kind);
			assert_true(rows[i].kind != NSC_RELOC_ADDRESS ||
				    rows[i].patch != NSC_PATCH_NONE);
		}
	}
}

/* Numbers from the elf.h of glibc, which writes them down independently. */
static void known_types_have_their_kinds(void **state)
{
	static const struct {
		uint16_t machine;
		uint32_t type;
		uint8_t kind;
	} known[] = {
		{EM_ARM, R_ARM_NONE, NSC_RELOC_NONE},
		{EM_ARM, R_ARM_CALL, NSC_RELOC_CALL},
		{EM_ARM, R_ARM_THM_PC22, NSC_RELOC_CALL},
		{EM_ARM, R_ARM_THM_JUMP24, NSC_RELOC_CALL},
		{EM_ARM, R_ARM_ABS32, NSC_RELOC_ADDRESS},
		{EM_ARM, R_ARM_V4BX, NSC_RELOC_RELAX},
		{EM_ARM, R_ARM_TARGET1, NSC_RELOC_ADDRESS},
		{EM_AARCH64, R_AARCH64_CALL26, NSC_RELOC_CALL},
		{EM_AARCH64, R_AARCH64_ADR_PREL_PG_HI21, NSC_RELOC_ADDRESS},
		{EM_X86_64, R_X86_64_PLT32, NSC_RELOC_CALL},
		{EM_X86_64, R_X86_64_PC32, NSC_RELOC_ADDRESS},
		{EM_386, R_386_PC32, NSC_RELOC_CALL},
		{EM_386, R_386_GOTOFF, NSC_RELOC_ADDRESS},
		{EM_RISCV, R_RISCV_CALL_PLT, NSC_RELOC_CALL},
		{EM_RISCV, R_RISCV_RELAX, NSC_RELOC_RELAX},
		{EM_RISCV, R_RISCV_ALIGN, NSC_RELOC_RELAX},
		{EM_RISCV, R_RISCV_ADD32, NSC_RELOC_ADDRESS},
		{EM_RISCV, R_RISCV_PCREL_HI20, NSC_RELOC_ADDRESS},
		{EM_MIPS, R_MIPS_26, NSC_RELOC_CALL},
		{EM_MIPS, R_MIPS_HI16, NSC_RELOC_ADDRESS},
		{EM_PPC, R_PPC_REL24, NSC_RELOC_CALL},
		{EM_PPC, R_PPC_ADDR16_HA, NSC_RELOC_ADDRESS},
		{EM_PPC64, R_PPC64_REL24, NSC_RELOC_CALL},
		{EM_SPARC, R_SPARC_WDISP30, NSC_RELOC_CALL},
		{EM_SPARC, R_SPARC_HI22, NSC_RELOC_ADDRESS},
		{EM_68K, R_68K_PLT32, NSC_RELOC_CALL},
		{EM_SH, R_SH_IND12W, NSC_RELOC_CALL},
		{EM_SH, R_SH_ALIGN, NSC_RELOC_RELAX},
		{EM_S390, R_390_PLT32DBL, NSC_RELOC_CALL},
		{258, R_LARCH_64, NSC_RELOC_ADDRESS},
		{EM_CSKY, R_CKCORE_PCREL_JSR_IMM26BY2, NSC_RELOC_CALL},
		{EM_AVR, 18, NSC_RELOC_CALL},
		{EM_AVR, 31, NSC_RELOC_ADDRESS},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(known); i++) {
		const struct nsc_reloc_table *table = nsc_reloc_table(known[i].machine);

		assert_non_null(table);
		assert_int_equal(nsc_reloc_row(table, known[i].type)->kind,
				 known[i].kind);
	}
}

static void an_unknown_machine_or_type_stores_an_address(void **state)
{
	(void)state;
	assert_null(nsc_reloc_table(0x7777));
	assert_int_equal(nsc_reloc_row(NULL, 0)->kind, NSC_RELOC_ADDRESS);
	assert_int_equal(nsc_reloc_row(nsc_reloc_table(EM_ARM), 70000)->kind,
			 NSC_RELOC_ADDRESS);
}

/* -- clone suffixes ------------------------------------------------------------------ */

static void clone_suffixes_are_taken_off(void **state)
{
	static const char *const cases[][2] = {
		{"f", "f"},
		{"f.part.0", "f"},
		{"f.isra.12", "f"},
		{"f.constprop.0.isra.0", "f"},
		{"f.cold", "f"},
		{"f.cold.3", "f"},
		{"f.part.0.cold", "f"},
		{"f.lto_priv.7", "f"},
		{"_ZN1a1bEv.part.0", "_ZN1a1bEv"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_text(nsc_clone_origin(nostd_str_from_c(cases[i][0])), cases[i][1]);
	}
}

static void names_that_only_look_like_clones_stay(void **state)
{
	static const char *const names[] = {
		"",       ".part.0",     "f.part", "f.part.",  "f.part.x", "f.0",
		"part.0", "fpart.0",     ".cold",  "f.colder", "f.cold.",  ".isra.0",
		"f.isra", "f.constprop", "f.LC0",  "f.1234",   "f..part0",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++) {
		assert_text(nsc_clone_origin(nostd_str_from_c(names[i])), names[i]);
	}
}

/* -- ranges -------------------------------------------------------------------------- */

struct world {
	struct nsc_run run;
	struct nsc_range_vec ranges;
};

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	nsc_run_init(&world->run);
	world->ranges = nsc_range_vec_new_in(nsc_scratch(&world->run));
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	nsc_run_release(&world->run);
	free(world);
	return 0;
}

static void add(struct world *world, uint64_t low, uint64_t high, uint32_t depth)
{
	struct nsc_range range = {low, high, depth, (uint32_t)world->ranges.len,
				  (uint32_t)world->ranges.len};

	nsc_range_vec_push(&world->ranges, range);
}

/* What wins by the contract, found by looking at every range. */
static const struct nsc_range *by_model(const struct nsc_range_vec *all, uint64_t address)
{
	const struct nsc_range *best = NULL;
	size_t i;

	for (i = 0; i < all->len; i++) {
		const struct nsc_range *one = &all->ptr[i];

		if (address < one->low || address >= one->high) {
			continue;
		}
		if (!best || one->depth > best->depth ||
		    (one->depth == best->depth &&
		     (one->low > best->low ||
		      (one->low == best->low &&
		       (one->high < best->high ||
			(one->high == best->high && one->order > best->order)))))) {
			best = one;
		}
	}
	return best;
}

static void the_deepest_range_wins(void **state)
{
	struct world *world = *state;
	struct nsc_sweep sweep;

	add(world, 0, 100, 1);
	add(world, 10, 50, 2);
	add(world, 20, 30, 3);
	add(world, 25, 60, 2);
	nsc_sweep_init(&sweep, &world->ranges, world->run.scratch);
	assert_int_equal(nsc_sweep_at(&sweep, 0)->what, 0);
	assert_int_equal(nsc_sweep_at(&sweep, 10)->what, 1);
	assert_int_equal(nsc_sweep_at(&sweep, 25)->what, 2);
	assert_int_equal(nsc_sweep_at(&sweep, 30)->what, 3);
	assert_int_equal(nsc_sweep_at(&sweep, 60)->what, 0);
	assert_null(nsc_sweep_at(&sweep, 100));
}

static void a_sweep_agrees_with_a_model_on_random_ranges(void **state)
{
	struct world *world = *state;
	unsigned round, i;

	srand(1);
	for (round = 0; round < 300; round++) {
		struct nsc_sweep sweep;
		uint64_t address;

		nsc_range_vec_clear(&world->ranges);
		for (i = 0; i < (unsigned)rand() % 40; i++) {
			uint64_t low = (uint64_t)rand() % 60;

			add(world, low, low + (uint64_t)rand() % 20,
			    (uint32_t)rand() % 4);
		}
		nsc_sweep_init(&sweep, &world->ranges, world->run.scratch);
		for (address = 0; address < 90; address += 1 + (uint64_t)rand() % 2) {
			assert_ptr_equal(nsc_sweep_at(&sweep, address),
					 by_model(&world->ranges, address));
		}
	}
}

/* -- numbers ------------------------------------------------------------------------- */

static void numbers_are_read_in_the_order_of_their_file(void **state)
{
	static const unsigned char bytes[] = {1,    2,    3,    4,    0x7f,
					      0x80, 0x7f, 0xe5, 0x8e, 0x26};
	struct nsc_cursor little =
		nsc_cursor(nostd_span_new(bytes, sizeof(bytes)), false);
	struct nsc_cursor big = nsc_cursor(nostd_span_new(bytes, sizeof(bytes)), true);

	(void)state;
	assert_int_equal(nsc_cursor_uint(&little, 4), 0x04030201);
	assert_int_equal(nsc_cursor_uint(&big, 3), 0x010203);
	assert_true(nsc_cursor_sleb(&little) == (uint64_t)-1);
	assert_true(nsc_cursor_sleb(&little) == (uint64_t)-128);
	assert_int_equal(nsc_cursor_uleb(&little), 624485);
	assert_false(little.bad);
	assert_int_equal(nsc_cursor_uint(&little, 1), 0);
	assert_true(little.bad);
}

static void a_number_cut_short_is_bad_and_zero(void **state)
{
	static const unsigned char bytes[] = {0x80, 0x80};
	struct nsc_cursor cursor =
		nsc_cursor(nostd_span_new(bytes, sizeof(bytes)), false);

	(void)state;
	assert_int_equal(nsc_cursor_uleb(&cursor), 0);
	assert_true(cursor.bad);
	cursor = nsc_cursor(nostd_span_new(NULL, 0), false);
	assert_int_equal(nsc_cursor_text(&cursor).len, 0);
	assert_true(cursor.bad);
}

/* -- archives ------------------------------------------------------------------------ */

#define HEADER(name, size) name "0           0     0     644     " size "`\n"

/* clang-format off */
static const char four_members[] =
	"!<arch>\n"
	HEADER("//              ", "18        ") "a_long_name.text/\n"
	HEADER("short/          ", "3         ") "one\n"
	HEADER("/0              ", "2         ") "xy"
	HEADER("#1/4            ", "7         ") "bsd\0" "abc\n"
	HEADER("plain           ", "0         ");

static const char wrong_size[] =
	"!<arch>\n"
	HEADER("one/            ", "999999    ") "11"
	HEADER("two/            ", "2         ") "22";

static const char with_index[] =
	"!<arch>\n"
	HEADER("/               ", "18        ")
	"\0\0\0\2" "\0\0\0\x56" "\0\0\0\x08" "b\0" "ab\0" "\n";
/* clang-format on */

static void members_have_their_names_and_contents(void **state)
{
	static const char *const names[] = {"short", "a_long_name.text", "bsd", "plain"};
	static const char *const contents[] = {"one", "xy", "abc", ""};
	struct nsc_archive archive;
	struct nsc_archive_member member;
	size_t i;

	(void)state;
	nsc_archive_open(&archive,
			 nostd_span_new(four_members, sizeof(four_members) - 1));
	for (i = 0; i < COUNT(names); i++) {
		assert_int_equal(nsc_archive_next(&archive, &member), NSC_ARCHIVE_MEMBER);
		assert_text(member.name, names[i]);
		assert_text(nostd_str_new((const char *)member.content.ptr,
					  member.content.size),
			    contents[i]);
		assert_null(member.problem);
	}
	assert_int_equal(nsc_archive_next(&archive, &member), NSC_ARCHIVE_END);
}

static void a_member_of_the_wrong_size_costs_itself_only(void **state)
{
	struct nsc_archive archive;
	struct nsc_archive_member member;

	(void)state;
	nsc_archive_open(&archive, nostd_span_new(wrong_size, sizeof(wrong_size) - 1));
	assert_int_equal(nsc_archive_next(&archive, &member), NSC_ARCHIVE_DAMAGE);
	assert_int_equal(member.header, 8);
	assert_int_equal(nsc_archive_next(&archive, &member), NSC_ARCHIVE_MEMBER);
	assert_text(member.name, "two");
	assert_int_equal(nsc_archive_next(&archive, &member), NSC_ARCHIVE_END);
}

static void an_index_is_read_in_its_order(void **state)
{
	struct nsc_archive archive;
	struct nsc_archive_index index;
	struct nsc_archive_entry_text entry;

	(void)state;
	nsc_archive_open(&archive, nostd_span_new(with_index, sizeof(with_index) - 1));
	assert_true(nsc_archive_index_open(&archive, &index));
	assert_int_equal(nsc_archive_index_next(&index, &entry), 1);
	assert_text(entry.symbol, "b");
	assert_int_equal(entry.header, 0x56);
	assert_int_equal(nsc_archive_index_next(&index, &entry), 1);
	assert_text(entry.symbol, "ab");
	assert_int_equal(entry.header, 8);
	assert_int_equal(nsc_archive_index_next(&index, &entry), 0);
}

/* -- line tables --------------------------------------------------------------------- */

static struct nsc_place place_at(struct world *world, struct nsc_lines *lines,
				 uint64_t address)
{
	struct nsc_sweep sweep;
	const struct nsc_range *range;
	struct nsc_place nowhere = {{0}, 0, 0};

	nsc_sweep_init(&sweep, &lines->ranges, world->run.scratch);
	range = nsc_sweep_at(&sweep, address);
	return range ? nsc_lines_place(lines, range->what) : nowhere;
}

static void assert_place(struct world *world, struct nsc_place at, const char *file,
			 uint32_t line)
{
	assert_text(nsc_name_text(world->run.names, at.file), file);
	assert_int_equal(at.line, line);
}

/*
 * Version 2, by hand (DWARF 2, 6.2): two folders, two files; rows 0x10 line 5 of a.c,
 * 0x14 line 7 of b.h, end at 0x1a.
 */
static void a_line_table_gives_file_and_line(void **state)
{
	/* clang-format off */
	static const unsigned char table[] = {
		61, 0, 0, 0, 2, 0, 37, 0, 0, 0,	/* length .. header_length */
		2, 1, 0xfb, 14, 10,		/* instruction size .. opcode_base */
		0, 1, 1, 1, 1, 0, 0, 0, 1,	/* operands of the opcodes */
		'i', 'n', 'c', 0, '/', 'x', 0, 0,
		'a', '.', 'c', 0, 0, 0, 0,
		'b', '.', 'h', 0, 1, 0, 0, 0,
		0, 5, 2, 0x10, 0, 0, 0,		/* set_address 0x10 */
		3, 4, 1,			/* advance_line 4, copy: line 5 */
		4, 2,				/* set_file 2 */
		45,				/* special: 2 instructions, 2 lines */
		2, 3,				/* advance_pc 3 instructions */
		0, 1, 1,			/* end_sequence */
	};
	/* clang-format on */
	struct world *world = *state;
	struct nsc_line_root_vec roots =
		nsc_line_root_vec_new_in(nsc_scratch(&world->run));
	struct nsc_line_root root = {0, {"/build", 6}};
	struct nsc_line_sections sections = {
		{table, sizeof(table)}, {NULL, 0}, {NULL, 0}, false, &roots};
	struct nsc_lines lines;

	assert_int_equal(sizeof(table) - 4, table[0]);
	nsc_line_root_vec_push(&roots, root);
	nsc_lines_init(&lines, &world->run, 1000);
	nsc_lines_dwarf(&lines, &sections);
	assert_null(lines.problem);
	assert_place(world, place_at(world, &lines, 0x0f), "", 0);
	assert_place(world, place_at(world, &lines, 0x10), "/build/a.c", 5);
	assert_place(world, place_at(world, &lines, 0x13), "/build/a.c", 5);
	assert_place(world, place_at(world, &lines, 0x14), "/build/inc/b.h", 7);
	assert_place(world, place_at(world, &lines, 0x19), "/build/inc/b.h", 7);
	assert_place(world, place_at(world, &lines, 0x1a), "", 0);
}

/* One unit by hand: N_UNDF, N_SO twice, N_FUN, two N_SLINE, the end of the function. */
static void stabs_give_file_and_line(void **state)
{
	static const char texts[] = "\0/src/\0a.c\0f:F1\0";
	/* clang-format off */
	static const unsigned char stabs[] = {
		0, 0, 0, 0, 0x00, 0, 0, 0, 16, 0, 0, 0,	/* size of texts */
		1, 0, 0, 0, 0x64, 0, 0, 0, 0, 1, 0, 0,	/* N_SO */
		7, 0, 0, 0, 0x64, 0, 0, 0, 0, 1, 0, 0,
		11, 0, 0, 0, 0x24, 0, 3, 0, 0, 1, 0, 0,	/* N_FUN at 0x100 */
		0, 0, 0, 0, 0x44, 0, 4, 0, 0, 0, 0, 0,	/* N_SLINE 4 */
		0, 0, 0, 0, 0x44, 0, 6, 0, 8, 0, 0, 0,	/* N_SLINE 6, 8 bytes on */
		0, 0, 0, 0, 0x24, 0, 0, 0, 12, 0, 0, 0,	/* its end */
	};
	/* clang-format on */
	struct world *world = *state;
	struct nsc_stab_sections sections = {{stabs, sizeof(stabs)},
					     {(const unsigned char *)texts,
					      sizeof(texts)},
					     false};
	struct nsc_lines lines;

	nsc_lines_init(&lines, &world->run, 1000);
	nsc_lines_stabs(&lines, &sections);
	assert_null(lines.problem);
	assert_place(world, place_at(world, &lines, 0x100), "/src/a.c", 4);
	assert_place(world, place_at(world, &lines, 0x107), "/src/a.c", 4);
	assert_place(world, place_at(world, &lines, 0x10b), "/src/a.c", 6);
	assert_place(world, place_at(world, &lines, 0x10c), "", 0);
	assert_int_equal(lines.source, 0);
}

/* -- the front door ------------------------------------------------------------------ */

static void files_are_told_by_their_first_bytes(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		bool ours;
	} cases[] = {
		{"\177ELF", 4, true},
		{"\177EL", 3, false},
		{"!<arch>\n", 8, true},
		{"!<thin>\n", 8, true},
		{"!<arch>", 7, false},
		{"BC\xc0\xde", 4, true},
		{"\xde\xc0\x17\x0b", 4, true},
		{"Archive", 7, false},
		{"", 0, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(
			nsc_object_is(nostd_span_new(cases[i].bytes, cases[i].size)),
			cases[i].ours);
	}
}

/* An address at which nothing is: who looks at a byte before the size is a crash. */
static void a_file_over_the_limit_is_not_looked_at(void **state)
{
	struct world *world = *state;
	struct nostd_span bytes = {(const unsigned char *)16,
				   (size_t)(NSC_LIMIT_OBJECT_SIZE + 1)};
	struct nsc_object_facts facts;
	struct nsc_err err = {NSC_ERR_NONE, ""};

	assert_int_equal(nsc_object_parse(&world->run, nsc_name_c(world->run.names, "/o"),
					  bytes, &facts, &err),
			 -1);
	assert_string_equal(err.text, "/o: more than 17179869184 bytes");
	assert_int_equal(facts.members.len, 0);
}

/* A sparse file of `size` bytes. */
static void write_sparse(const char *path, long size)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fseek(file, size - 1, SEEK_SET), 0);
	assert_int_equal(fputc(0, file), 0);
	assert_int_equal(fclose(file), 0);
}

/* How many diagnostics have these words. */
static size_t count_told(struct nsc_run *run, const char *words)
{
	size_t i, count = 0;

	for (i = 0; i < run->diags->all.len; i++) {
		count += strstr(nsc_name_chars(run->names, run->diags->all.ptr[i].text),
				words) != NULL;
	}
	return count;
}

/* Five members are one file, of which four are as much as all may have. */
static void the_files_of_a_thin_archive_have_so_many_bytes_in_all(void **state)
{
	struct world *world = *state;
	struct nostd_bump *keep = world->run.keep;
	struct nostd_string text = nostd_string_new_in(nostd_bump_in(keep));
	struct nostd_string path = nostd_string_new_in(nostd_bump_in(keep));
	struct nsc_object_facts facts;
	struct nsc_err err = {NSC_ERR_NONE, ""};
	unsigned i;

	write_sparse("test_object_quarter.o", (long)(NSC_LIMIT_THIN_SIZE / 4));
	nostd_format(&text, "!<thin>\n{:<48}{:<10}`\n{}", "//", 24,
		     "test_object_quarter.o/\n\n");
	for (i = 0; i < 5; i++) {
		nostd_format(&text, "{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", "/0", 0, 0, 0,
			     644, NSC_LIMIT_THIN_SIZE / 4);
	}
	nostd_format(&path, "{}/thin.a", nsc_host_cwd(keep));
	nsc_object_parse(&world->run,
			 nsc_name(world->run.names, nostd_string_as_str(&path)),
			 nostd_span_new(text.ptr, text.len), &facts, &err);
	remove("test_object_quarter.o");
	assert_int_equal(count_told(&world->run,
				    "the files of this archive have more than "
				    "8589934592 bytes"),
			 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_every_machine_ascend),
		cmocka_unit_test(
			every_row_is_found_by_its_types_and_none_is_a_mere_address),
		cmocka_unit_test(known_types_have_their_kinds),
		cmocka_unit_test(an_unknown_machine_or_type_stores_an_address),
		cmocka_unit_test(clone_suffixes_are_taken_off),
		cmocka_unit_test(names_that_only_look_like_clones_stay),
		cmocka_unit_test_setup_teardown(the_deepest_range_wins, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			a_sweep_agrees_with_a_model_on_random_ranges, set_up, tear_down),
		cmocka_unit_test(numbers_are_read_in_the_order_of_their_file),
		cmocka_unit_test(a_number_cut_short_is_bad_and_zero),
		cmocka_unit_test(members_have_their_names_and_contents),
		cmocka_unit_test(a_member_of_the_wrong_size_costs_itself_only),
		cmocka_unit_test(an_index_is_read_in_its_order),
		cmocka_unit_test_setup_teardown(a_line_table_gives_file_and_line, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(stabs_give_file_and_line, set_up,
						tear_down),
		cmocka_unit_test(files_are_told_by_their_first_bytes),
		cmocka_unit_test_setup_teardown(a_file_over_the_limit_is_not_looked_at,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_files_of_a_thin_archive_have_so_many_bytes_in_all, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
