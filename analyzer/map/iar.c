/*
 * iar.c - maps of IAR's ILINK.
 *
 *	*** PLACEMENT SUMMARY    blocks, each with rows of sections
 *	*** ENTRY LIST           symbols
 *	[1] = D:\\obj             what the numbers behind objects stand for
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. A block of the placement becomes an output section for each
 *       kind of memory in it. Data that is copied at start has no contents here: they
 *       are the "Initializer bytes" of another block. Libraries are named without
 *       folders. A map does not say who refers to what, nor what was dropped.
 *
 * Numbers have groups, "0x800'4ae8", since version 8. Seen: maps of 8.40 and 9.10 for
 * Arm, 4.20 for RL78.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024, LIBRARIES_MAX = 4096 };

enum part { PART_HEAD, PART_SKIPPED, PART_PLACEMENT, PART_ROWS, PART_ENTRIES, PART_END };

/* A row of the placement that waits: the rows below it may be what it consists of. */
struct row {
	size_t indent;
	struct nostd_str name, kind, object;
	uint64_t address, size;
	uint32_t line;
};

#define NOSTD_NAME number_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

struct iar {
	struct nsc_map_reader reader;
	enum part part;
	bool title_due;     /* behind a row of '*' */
	bool has_alignment; /* a column between address and size */
	bool totals_seen;
	struct nostd_str block; /* "P1" */
	bool in_block;
	uint8_t memory;        /* of the open output section */
	struct nostd_str name; /* stands alone: its row follows */
	bool has_row;
	struct row row;
	struct number_vec number_of; /* by row of files: the N of "[N]" */
};

/* -- numbers ------------------------------------------------------------------------- */

/* "0x800'4ae8" */
static bool take_hex(struct nostd_str *text, uint64_t *value)
{
	struct nostd_str rest = *text;
	uint64_t number = 0;
	size_t at;

	if (!nostd_str_strip_prefix(&rest, NOSTD_STR("0x"))) {
		return false;
	}
	for (at = 0; at < rest.len; at++) {
		unsigned digit = nsc_map_digit(rest.ptr[at]);

		if (digit < 16 && number >> 60 == 0) {
			number = number << 4 | digit;
		} else if (rest.ptr[at] != '\'') {
			break;
		}
	}
	if (at == 0 || (at < rest.len && !nsc_map_blank(rest.ptr[at]))) {
		return false;
	}
	*value = number;
	*text = nostd_str_skip(rest, at);
	nsc_map_skip_blanks(text);
	return true;
}

/* "main.o [1]"; NSC_NO_ROW: made by the linker. */
static uint32_t file_of(struct iar *of, struct nostd_str object)
{
	struct nostd_str name, number;
	uint64_t value;
	uint32_t row;

	object = nsc_map_trim_end(object);
	if (object.len == 0 || object.ptr[0] == '<' || object.ptr[0] == '-') {
		return NSC_NO_ROW;
	}
	value = 0;
	name = object;
	if (nostd_str_ends_with(object, NOSTD_STR("]")) &&
	    nostd_str_rsplit_once(object, '[', &name, &number)) {
		(void)nostd_str_strip_suffix(&number, NOSTD_STR("]"));
		if (!nostd_str_to_u64(number, 10, &value) || value >= LIBRARIES_MAX) {
			name = object;
			value = 0;
		}
	}
	row = nsc_map_file_row_as(&of->reader.files, object, NOSTD_STR(""),
				  nsc_map_trim_end(name));
	while (of->number_of.len <= row) {
		number_vec_push(&of->number_of, 0);
	}
	of->number_of.ptr[row] = (uint32_t)value;
	return row;
}

/* -- placement ----------------------------------------------------------------------- */

/* "ro code", "const"; "inited", "zero", "uninit". */
static uint8_t memory_of(const struct row *row)
{
	if (row->kind.len == 0) {
		return nostd_str_starts_with(row->object, NOSTD_STR("<for "))
			       ? NSC_MEMORY_READ
			       : NSC_MEMORY_ZERO;
	}
	return nostd_str_starts_with(row->kind, NOSTD_STR("ro")) ||
			       nostd_str_eq(row->kind, NOSTD_STR("const"))
		       ? NSC_MEMORY_READ
		       : NSC_MEMORY_ZERO;
}

static void enter_output(struct iar *of, const struct row *row)
{
	uint8_t memory = memory_of(row);
	struct nsc_map_output *output;

	if (of->reader.output == NSC_NO_ROW || memory != of->memory) {
		nsc_map_add_output(&of->reader, of->block, row->address, 0)->memory =
			memory;
		of->memory = memory;
	}
	output = &of->reader.out->outputs.ptr[of->reader.output];
	if (row->address + row->size > output->address + output->size) {
		output->size = row->address + row->size - output->address;
	}
}

static void add_row(struct iar *of, const struct row *row)
{
	enum nsc_placement_kind kind = NSC_PLACED_INPUT;
	uint32_t file = file_of(of, row->object);

	enter_output(of, row);
	if (file == NSC_NO_ROW) {
		kind = nostd_str_starts_with(row->object, NOSTD_STR("<Block"))
			       ? NSC_PLACED_FILL
			       : NSC_PLACED_STUBS;
	}
	nsc_map_add_section(&of->reader, kind, row->name, file,
			    (struct nsc_map_extent){row->address, row->size})
		->line = row->line;
}

/* What waited stands for itself, unless the next row is a part of it. */
static void settle(struct iar *of, const struct row *next)
{
	bool is_whole = next && next->indent > of->row.indent &&
			next->address >= of->row.address &&
			next->address + next->size <= of->row.address + of->row.size;

	if (of->has_row && !is_whole) {
		add_row(of, &of->row);
	}
	of->has_row = false;
}

/* "[NAME] [KIND] ADDRESS [ALIGNMENT] SIZE OBJECT" */
static bool split_row(struct iar *of, struct nostd_str line, struct row *row)
{
	struct nostd_str text = line;
	uint64_t alignment;
	size_t at;

	memset(row, 0, sizeof(*row));
	row->indent = nsc_map_skip_blanks(&text);
	row->line = of->reader.lines.number;
	row->name = of->name;
	at = nostd_str_find(text, NOSTD_STR("0x"));
	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	row->kind = nsc_map_trim_end(nostd_str_take(text, at));
	text = nostd_str_skip(text, at);
	if (row->name.len == 0) {
		at = nostd_str_find(row->kind, NOSTD_STR("  "));
		row->name =
			at == NOSTD_NOT_FOUND ? row->kind : nostd_str_take(row->kind, at);
		row->kind = nostd_str_skip(row->kind, row->name.len);
		nsc_map_skip_blanks(&row->kind);
	}
	if (!take_hex(&text, &row->address)) {
		return false;
	}
	if (of->has_alignment && nsc_map_take_decimal(&text, &alignment)) {
		nsc_map_skip_blanks(&text);
	}
	if (!take_hex(&text, &row->size)) {
		return false;
	}
	row->object = text;
	return row->name.len != 0;
}

/* "\"P4\", part 2 of 3:      0x2c8" */
static bool block_line(struct iar *of, struct nostd_str line)
{
	struct nostd_str rest = nostd_str_skip(line, 1);
	size_t at = nostd_str_find_byte(rest, '"');

	if (line.ptr[0] != '"' || at == NOSTD_NOT_FOUND) {
		return false;
	}
	settle(of, NULL);
	of->block = nostd_str_take(rest, at);
	of->in_block = true;
	of->reader.output = NSC_NO_ROW;
	return true;
}

static bool row_line(struct iar *of, struct nostd_str line)
{
	struct nostd_str text = line;
	struct row row;

	if (!nsc_map_blank(line.ptr[0])) {
		if (nostd_str_starts_with(line, NOSTD_STR("Unused ranges:"))) {
			settle(of, NULL);
			of->part = PART_SKIPPED;
			return true;
		}
		return block_line(of, line);
	}
	nsc_map_skip_blanks(&text);
	if (nostd_str_starts_with(text, NOSTD_STR("- 0x")) ||
	    nostd_str_starts_with(text, NOSTD_STR("----"))) {
		return true; /* where a block ends; column titles */
	}
	if (!of->in_block) {
		return false;
	}
	if (!nostd_str_contains(text, NOSTD_STR("0x")) && of->name.len == 0) {
		of->name = nsc_map_trim_end(text);
		return true;
	}
	if (!split_row(of, line, &row)) {
		return false;
	}
	of->name = NOSTD_STR("");
	settle(of, &row);
	of->row = row;
	of->has_row = true;
	return true;
}

/* Directives of the configuration; then the titles of the rows' columns. */
static bool placement_line(struct iar *of, struct nostd_str line)
{
	struct nostd_str text = line;

	nsc_map_skip_blanks(&text);
	if (nostd_str_starts_with(text, NOSTD_STR("Section ")) &&
	    nostd_str_contains(text, NOSTD_STR(" Kind ")) &&
	    nostd_str_contains(text, NOSTD_STR(" Address "))) {
		of->has_alignment = nostd_str_contains(text, NOSTD_STR(" Alignment "));
		of->part = PART_ROWS;
	}
	return true;
}

/* -- symbols ------------------------------------------------------------------------- */

/* "ADDRESS [SIZE] [TYPE] Gb|Lc|Wk OBJECT" */
static bool add_entry(struct iar *of, struct nostd_str name, struct nostd_str text)
{
	enum nsc_map_symbol_kind kind = NSC_MAP_SYMBOL_PLACED;
	uint64_t address, size = 0;
	bool is_code = false;
	struct nostd_str word;

	if (!take_hex(&text, &address)) {
		return false;
	}
	(void)take_hex(&text, &size);
	for (;;) {
		word = nsc_map_take_word(&text);
		nsc_map_skip_blanks(&text);
		if (word.len == 0) {
			return false;
		}
		is_code = is_code || nostd_str_eq(word, NOSTD_STR("Code"));
		if (nostd_str_eq(word, NOSTD_STR("Lc"))) {
			kind = NSC_MAP_SYMBOL_LOCAL;
			break;
		}
		if (nostd_str_eq(word, NOSTD_STR("Gb")) ||
		    nostd_str_eq(word, NOSTD_STR("Wk"))) {
			break;
		}
	}
	nsc_map_add_symbol(&of->reader, kind, name,
			   is_code ? address & ~(uint64_t)1 : address, size)
		->section = NSC_NO_ROW;
	return true;
}

static bool entry_line(struct iar *of, struct nostd_str line)
{
	struct nostd_str text = line;
	size_t at;

	if (nostd_str_starts_with(line, NOSTD_STR("Entry  ")) ||
	    nostd_str_starts_with(line, NOSTD_STR("-----"))) {
		return true;
	}
	if (line.ptr[0] == '[') {
		return false;
	}
	at = nostd_str_find(line, NOSTD_STR(" 0x"));
	if (at == NOSTD_NOT_FOUND) {
		of->name = nsc_map_trim_end(line);
		return !nsc_map_blank(line.ptr[0]);
	}
	text = nostd_str_skip(line, at + 1);
	if (!nsc_map_blank(line.ptr[0])) {
		of->name = nsc_map_trim_end(nostd_str_take(line, at));
	}
	return of->name.len != 0 && add_entry(of, of->name, text);
}

/* -- the end: what "[N]" stands for, totals ------------------------------------------ */

static bool is_library(struct nostd_str path)
{
	return nostd_str_ends_with(path, NOSTD_STR(".a")) ||
	       nostd_str_ends_with(path, NOSTD_STR(".lib"));
}

/* Objects lie in a folder, members in a library. */
static void give_place(struct iar *of, uint32_t number, struct nostd_str path)
{
	struct nsc_names *names = of->reader.run->names;
	struct nsc_map_file_vec *files = &of->reader.out->files;
	char joined[1024];
	size_t i;

	for (i = 0; i < files->len && i < of->number_of.len; i++) {
		struct nostd_str name = nsc_name_text(names, files->ptr[i].name);

		if (of->number_of.ptr[i] != number) {
			continue;
		}
		if (is_library(path)) {
			files->ptr[i].archive = nsc_name(names, path);
		} else if (path.len + name.len + 1 < sizeof(joined)) {
			memcpy(joined, path.ptr, path.len);
			joined[path.len] = '\\';
			memcpy(joined + path.len + 1, name.ptr, name.len);
			files->ptr[i].name = nsc_name(
				names, nostd_str_new(joined, path.len + 1 + name.len));
		}
		of->number_of.ptr[i] = 0; /* done */
	}
}

/* "[1] = D:\\obj" */
static bool legend_line(struct iar *of, struct nostd_str line)
{
	struct nostd_str number, path;
	uint64_t value;

	if (!nostd_str_strip_prefix(&line, NOSTD_STR("[")) ||
	    !nostd_str_split_once(line, ']', &number, &path) ||
	    !nostd_str_to_u64(number, 10, &value) || value == 0 ||
	    value >= LIBRARIES_MAX) {
		return false;
	}
	nsc_map_skip_blanks(&path);
	if (!nostd_str_strip_prefix(&path, NOSTD_STR("= "))) {
		return false;
	}
	give_place(of, (uint32_t)value, nsc_map_trim_end(path));
	return true;
}

static bool end_line(struct iar *of, struct nostd_str line)
{
	nsc_map_skip_blanks(&line);
	if (nostd_str_contains(line, NOSTD_STR(" bytes of ")) ||
	    nostd_str_starts_with(line, NOSTD_STR("Errors:")) ||
	    nostd_str_starts_with(line, NOSTD_STR("Warnings:"))) {
		of->totals_seen = true;
		return true;
	}
	return false;
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_stars(struct nostd_str line)
{
	size_t i;

	for (i = 0; i < line.len && line.ptr[i] == '*'; i++) {
	}
	return line.len >= 20 && i == line.len;
}

static bool title_line(struct iar *of, struct nostd_str line)
{
	static const struct nostd_str skipped[] = {
		NOSTD_STR_INIT("RUNTIME MODEL ATTRIBUTES"),
		NOSTD_STR_INIT("RUNTIME ATTRIBUTES"),
		NOSTD_STR_INIT("HEAP SELECTION"),
		NOSTD_STR_INIT("INIT TABLE"),
		NOSTD_STR_INIT("STACK USAGE"),
		NOSTD_STR_INIT("MODULE SUMMARY"),
		NOSTD_STR_INIT("RESERVED RANGES"),
		NOSTD_STR_INIT("MESSAGES"),
	};
	size_t i;

	settle(of, NULL);
	of->name = NOSTD_STR("");
	if (nostd_str_starts_with(line, NOSTD_STR("PLACEMENT SUMMARY"))) {
		of->part = PART_PLACEMENT;
		return true;
	}
	if (nostd_str_starts_with(line, NOSTD_STR("ENTRY LIST"))) {
		of->part = PART_ENTRIES;
		return true;
	}
	of->part = PART_SKIPPED;
	for (i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++) {
		if (nostd_str_starts_with(line, skipped[i])) {
			return true;
		}
	}
	return false;
}

static bool part_line(struct iar *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD:
	case PART_SKIPPED:
		return true;
	case PART_PLACEMENT:
		return placement_line(of, line);
	case PART_ROWS:
		return row_line(of, line);
	case PART_ENTRIES:
	case PART_END:
		if (legend_line(of, line) || end_line(of, line)) {
			of->part = PART_END;
			return true;
		}
		return of->part == PART_ENTRIES && entry_line(of, line);
	}
	return false;
}

static bool text_line(struct iar *of, struct nostd_str line)
{
	if (of->part == PART_HEAD && line.ptr[0] == '#') {
		return true;
	}
	if (is_stars(line)) {
		of->title_due = true;
		return true;
	}
	if (nostd_str_strip_prefix(&line, NOSTD_STR("***"))) {
		nsc_map_skip_blanks(&line);
		if (of->title_due && line.len != 0) {
			of->title_due = false;
			return title_line(of, line);
		}
		return true;
	}
	if (of->part == PART_SKIPPED && (legend_line(of, line) || end_line(of, line))) {
		of->part = PART_END;
		return true;
	}
	return part_line(of, line);
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct iar of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(
		&of.reader, run, text, out,
		(struct nsc_map_kind){"IAR ILINK",
				      NSC_MAP_SECTIONS | NSC_MAP_PARTS | NSC_MAP_SYMBOLS |
					      NSC_MAP_SYMBOL_SIZES | NSC_MAP_BASE_NAMES});
	of.number_of = number_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	settle(&of, NULL);
	nsc_map_place_symbols(&of.reader);
	nsc_map_reader_end(&of.reader, of.totals_seen ? NULL : "the totals");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nostd_str_starts_with(line, NOSTD_STR("# IAR ELF Linker"))) {
			return true;
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_iar = {
	.name = "iar-ilink",
	.title = "IAR ILINK",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
