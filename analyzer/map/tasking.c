/*
 * tasking.c - maps of TASKING's linkers (TriCore, Arm, 8051, PCP and others).
 *
 *	****  Processed Files  ****     members: their archive, the symbol they came for
 *	****  Link Result  ****         what went into which section
 *	****  Cross References  ****    who refers to a symbol
 *	****  Locate Result  ****       sections and symbols with their addresses
 *	****  Removed Sections  ****
 *
 * In:   the text of a map. All is in tables drawn with '|' and '-'; a cell that is wider
 *       than its column goes on in the next line.
 * Out:  facts; see map.h. Sections have numbers, "NAME (21467)", by which the tables are
 *       joined; "[NAME]" is where NAME is loaded. Files are named without
 *       folders. The member's symbol is told, not who asked: that is the first file that
 *       refers to it in the cross references.
 *
 * Seen: maps of the TriCore linker 6.3.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 16 * 1024, CELLS_MAX = 12 };

enum part {
	PART_SKIPPED,
	PART_FILES,
	PART_LINKED,
	PART_CREF,
	PART_LOCATE, /* of it, what stands under no title that follows */
	PART_SECTIONS,
	PART_SYMBOLS,
	PART_COMBINED,
	PART_REMOVED
};

/* From a section's number to its row of outputs. */
#define NOSTD_NAME section_rows
#define NOSTD_K    uint64_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME flag_vec
#define NOSTD_T    uint8_t
#define NOSTD_IN
#include <nostd/vec.h>

struct tasking {
	struct nsc_map_reader reader;
	enum part part;
	bool in_table, header_due;
	size_t edges[CELLS_MAX + 1]; /* where the table has its '|' */
	size_t cells;
	struct nostd_str row[CELLS_MAX]; /* the one that may go on */
	uint32_t row_line;
	bool has_row, full[CELLS_MAX]; /* its last line filled the cell */
	bool sections_seen;
	uint32_t output; /* of the last row of the link result */
	uint64_t reach;  /* of its pieces so far */
	struct section_rows outputs;
	struct flag_vec located; /* by row of outputs */
};

/* -- sections by number -------------------------------------------------------------- */

/* ".text.f (123)": its name and number. */
static bool split_number(struct nostd_str text, struct nostd_str *name, uint64_t *number)
{
	struct nostd_str inside;

	if (!nsc_map_split_group(text, name, &inside) ||
	    !nostd_str_to_u64(inside, 10, number)) {
		return false;
	}
	*name = nsc_map_trim_end(*name);
	return name->len != 0;
}

/* What is written at start: its contents, if it has any, are in "[NAME]". */
static uint8_t memory_of(struct nostd_str name)
{
	static const struct nostd_str zero[] = {
		NOSTD_STR_INIT(".bss"),   NOSTD_STR_INIT(".zbss"),
		NOSTD_STR_INIT(".data"),  NOSTD_STR_INIT(".zdata"),
		NOSTD_STR_INIT(".sdata"), NOSTD_STR_INIT(".sbss"),
		NOSTD_STR_INIT("ustack"), NOSTD_STR_INIT("istack"),
		NOSTD_STR_INIT("csa"),    NOSTD_STR_INIT("heap"),
		NOSTD_STR_INIT("stack"),
	};
	size_t i;

	for (i = 0; i < sizeof(zero) / sizeof(zero[0]); i++) {
		if (nostd_str_starts_with(name, zero[i])) {
			return NSC_MEMORY_ZERO;
		}
	}
	return NSC_MEMORY_READ;
}

static uint32_t output_row(struct tasking *of, struct nostd_str name, uint64_t number,
			   uint64_t size)
{
	uint32_t *known = section_rows_get_mut(&of->outputs, number);

	if (known) {
		return *known;
	}
	nsc_map_add_output(&of->reader, name, 0, size)->memory = memory_of(name);
	section_rows_insert(&of->outputs, number, of->reader.output);
	flag_vec_push(&of->located, 0);
	return of->reader.output;
}

static bool take_hex(struct nostd_str text, uint64_t *value)
{
	return nsc_map_take_hex(&text, value) && text.len == 0;
}

/* -- rows ---------------------------------------------------------------------------- */

static uint32_t file_of(struct tasking *of, struct nostd_str name)
{
	return nsc_map_file_row_as(&of->reader.files, name, NOSTD_STR(""), name);
}

/* File | From archive | Symbol causing the extraction */
static bool file_row(struct tasking *of)
{
	struct nsc_names *names = of->reader.run->names;
	struct nsc_map_pull pull = {0};

	if (of->row[0].len == 0) {
		return false;
	}
	pull.file = file_of(of, of->row[0]);
	if (of->row[1].len == 0) {
		return of->row[2].len == 0;
	}
	of->reader.out->files.ptr[pull.file].archive = nsc_name(names, of->row[1]);
	pull.by = NSC_NO_ROW;
	pull.symbol = nsc_name(names, of->row[2]);
	pull.reason = NSC_PULL_UNDEFINED; /* until the cross references name a file */
	pull.line = of->row_line;
	nsc_map_pull_vec_push(&of->reader.out->pulls, pull);
	return true;
}

/* Equal sections of several files are linked once: the others have no bytes of theirs. */
static void add_piece(struct tasking *of, struct nostd_str name,
		      struct nsc_map_extent extent)
{
	bool has_file = of->row[0].len != 0;
	uint64_t size = extent.size;
	struct nsc_map_section *piece;

	if (size != 0 && extent.address + size <= of->reach) {
		extent.size = 0;
	} else {
		of->reach = extent.address + size;
	}
	piece = nsc_map_add_section(&of->reader,
				    has_file ? NSC_PLACED_INPUT : NSC_PLACED_STUBS, name,
				    has_file ? file_of(of, of->row[0]) : NSC_NO_ROW,
				    extent);
	piece->size_before = size != extent.size ? size : 0;
	piece->line = of->row_line;
}

/* [in] File | Section | Size | [out] Offset | Section | Size; out empty: as above */
static bool linked_row(struct tasking *of)
{
	struct nsc_map_extent extent;
	struct nostd_str name;
	uint64_t number, size;

	if (of->row[4].len != 0) {
		if (!split_number(of->row[4], &name, &number) ||
		    !take_hex(of->row[5], &size)) {
			return false;
		}
		of->output = output_row(of, name, number, size);
		of->reach = 0;
	}
	if (of->output == NSC_NO_ROW || !split_number(of->row[1], &name, &number) ||
	    !take_hex(of->row[2], &extent.size) ||
	    !take_hex(of->row[3], &extent.address)) {
		return false;
	}
	of->reader.output = of->output;
	add_piece(of, name, extent);
	return true;
}

/* Definition file | section | Symbol | Referenced in: "a.o, b.o" */
static bool cref_row(struct tasking *of)
{
	struct nostd_str list = of->row[3], name;
	uint32_t definer = NSC_NO_ROW, file;

	if (of->row[0].len != 0) {
		definer = file_of(of, of->row[0]);
		nsc_map_add_cref(&of->reader, nsc_name(of->reader.run->names, of->row[2]),
				 definer, NSC_CREF_DEFINES);
	}
	while (list.len != 0) {
		if (!nostd_str_split_once(list, ',', &name, &list)) {
			name = list;
			list = NOSTD_STR("");
		}
		nsc_map_skip_blanks(&name);
		name = nsc_map_trim_end(name);
		if (name.len == 0) {
			return false;
		}
		file = file_of(of, name);
		if (file != definer) {
			nsc_map_add_cref(&of->reader,
					 nsc_name(of->reader.run->names, of->row[2]),
					 file, NSC_CREF_MENTIONS);
		}
	}
	return true;
}

/* Chip | Group | Section | Size | Space addr | Chip addr | Alignment */
static bool section_row(struct tasking *of)
{
	struct nsc_map_output *output;
	uint64_t number, size, address;
	struct nostd_str name;
	uint32_t row;

	if (!split_number(of->row[2], &name, &number) || !take_hex(of->row[3], &size) ||
	    !take_hex(of->row[4], &address)) {
		return false;
	}
	row = output_row(of, name, number, size);
	output = &of->reader.out->outputs.ptr[row];
	output->address = address;
	output->load_address = address;
	output->size = size;
	of->located.ptr[row] = 1;
	return true;
}

/* Name | Space addr | Space */
static bool symbol_row(struct tasking *of)
{
	uint64_t address;

	if (of->row[0].len == 0 || !take_hex(of->row[1], &address)) {
		return false;
	}
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, of->row[0], address, 0)
		->section = NSC_NO_ROW;
	return true;
}

/* [in] Section | Size | [out] Offset | Section: pieces go into another section */
static bool combined_row(struct tasking *of)
{
	struct nsc_map_facts *out = of->reader.out;
	uint64_t from, to, offset;
	struct nostd_str name;
	uint32_t old, row;
	size_t i;

	if (of->row[3].len != 0) {
		if (!split_number(of->row[3], &name, &to)) {
			return false;
		}
		of->output = output_row(of, name, to, 0);
	}
	if (of->output == NSC_NO_ROW || !split_number(of->row[0], &name, &from) ||
	    !take_hex(of->row[2], &offset)) {
		return false;
	}
	row = of->output;
	old = output_row(of, name, from, 0);
	for (i = 0; i < out->sections.len && old != row; i++) {
		if (out->sections.ptr[i].output == old) {
			out->sections.ptr[i].output = row;
			out->sections.ptr[i].address += offset;
		}
	}
	out->outputs.ptr[old].size = 0;
	out->outputs.ptr[old].address = out->outputs.ptr[row].address + offset;
	out->outputs.ptr[old].load_address = out->outputs.ptr[old].address;
	of->located.ptr[old] = 1;
	return true;
}

/* Section | File | Library | Symbol | Reason */
static bool removed_row(struct tasking *of)
{
	struct nostd_str name;
	uint64_t number;

	if (!split_number(of->row[0], &name, &number)) {
		return false;
	}
	nsc_map_add_discarded(&of->reader, name,
			      of->row[1].len != 0 ? file_of(of, of->row[1]) : NSC_NO_ROW,
			      0);
	return true;
}

/* -- tables -------------------------------------------------------------------------- */

static const struct {
	enum part part;
	size_t cells;
	size_t key; /* the cell that a row has in its first line only */
	bool (*row)(struct tasking *of);
} tables[] = {
	{PART_FILES, 3, 0, file_row},      {PART_LINKED, 6, 2, linked_row},
	{PART_CREF, 4, 2, cref_row},       {PART_SECTIONS, 7, 3, section_row},
	{PART_SYMBOLS, 3, 1, symbol_row},  {PART_COMBINED, 4, 1, combined_row},
	{PART_REMOVED, 5, 4, removed_row},
};

static size_t table_of(enum part part)
{
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (tables[i].part == part) {
			break;
		}
	}
	return i;
}

/* The row is complete. */
static bool finish_row(struct tasking *of)
{
	size_t table = table_of(of->part);

	if (!of->has_row) {
		return true;
	}
	of->has_row = false;
	return tables[table].row(of);
}

/* "| File | Section |": where the cells are. */
static bool header_line(struct tasking *of, struct nostd_str line)
{
	size_t i, count = 0;

	for (i = 0; i < line.len && count <= CELLS_MAX; i++) {
		if (line.ptr[i] == '|') {
			of->edges[count++] = i;
		}
	}
	of->header_due = false;
	of->cells = count - 1;
	return count == tables[table_of(of->part)].cells + 1;
}

/* The cell without its blanks at the end; false: there is no such cell. */
static bool take_cell(const struct tasking *of, struct nostd_str line, size_t cell,
		      struct nostd_str *text, bool *full)
{
	size_t from = of->edges[cell] + 2, stop = of->edges[cell + 1];

	if (line.len <= stop || line.ptr[stop] != '|' || stop < from + 1) {
		return false;
	}
	*text = nsc_map_trim_end(nostd_str_new(line.ptr + from, stop - 1 - from));
	*full = text->len == stop - 1 - from;
	return true;
}

/* A cell that was full goes on at once, another behind a blank. */
static struct nostd_str joined(struct tasking *of, struct nostd_str a, bool full,
			       struct nostd_str b)
{
	size_t size = a.len + !full + b.len;
	struct nostd_layout layout = {size, 1};
	char *text = nostd_bump_alloc(of->reader.run->scratch, layout);

	memcpy(text, a.ptr, a.len);
	text[a.len] = ' ';
	memcpy(text + a.len + !full, b.ptr, b.len);
	return nostd_str_new(text, size);
}

static bool cells_line(struct tasking *of, struct nostd_str line)
{
	size_t key = tables[table_of(of->part)].key, i;
	struct nostd_str cells[CELLS_MAX] = {{NULL, 0}};
	bool full[CELLS_MAX] = {false}, good = true;

	for (i = 0; i < of->cells; i++) {
		if (!take_cell(of, line, i, &cells[i], &full[i])) {
			return false;
		}
	}
	if (cells[key].len != 0) {
		good = finish_row(of);
		memcpy(of->row, cells, sizeof(of->row));
		memcpy(of->full, full, sizeof(of->full));
		of->row_line = of->reader.lines.number;
		of->has_row = true;
		return good;
	}
	if (!of->has_row) {
		return false;
	}
	for (i = 0; i < of->cells; i++) {
		if (cells[i].len != 0) {
			of->row[i] = of->row[i].len == 0 ? cells[i]
							 : joined(of, of->row[i],
								  of->full[i], cells[i]);
			of->full[i] = full[i];
		}
	}
	return true;
}

/* Of a table that is read. */
static bool table_line(struct tasking *of, struct nostd_str line)
{
	bool good;

	if (nostd_str_starts_with(line, NOSTD_STR("+-"))) {
		good = finish_row(of);
		of->in_table = !of->in_table;
		of->header_due = of->in_table;
		of->output = NSC_NO_ROW;
		return good;
	}
	/* "=====" below a title, "+ Space mpe:vtc:linear (MAU = 8bit)" */
	if (!of->in_table) {
		return nostd_str_starts_with(line, NOSTD_STR("==")) ||
		       nostd_str_starts_with(line, NOSTD_STR("+ Space "));
	}
	if (nostd_str_starts_with(line, NOSTD_STR("|=")) ||
	    nostd_str_starts_with(line, NOSTD_STR("|-"))) {
		good = finish_row(of);
		of->output = line.ptr[1] == '-' ? NSC_NO_ROW : of->output;
		return good;
	}
	if (line.ptr[0] != '|') {
		return false;
	}
	return of->header_due ? header_line(of, line) : cells_line(of, line);
}

/* -- parts --------------------------------------------------------------------------- */

static const struct {
	struct nostd_str title;
	enum part part;
	unsigned knows;
} parts[] = {
	{NOSTD_STR_INIT("Tool and Invocation"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Used Resources"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Processed Files"), PART_FILES, NSC_MAP_PULLS},
	{NOSTD_STR_INIT("Link Result"), PART_LINKED, NSC_MAP_SECTIONS},
	{NOSTD_STR_INIT("Module Local Symbols"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Cross References"), PART_CREF, NSC_MAP_CREF},
	{NOSTD_STR_INIT("Call Graph"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Overlay"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Locate Result"), PART_LOCATE, 0},
	{NOSTD_STR_INIT("Locate Rules"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Removed Sections"), PART_REMOVED, NSC_MAP_DISCARDED},
};

/* "****  Link Result  ****" */
static bool is_part(struct tasking *of, struct nostd_str line, bool *known)
{
	struct nostd_str text = nsc_map_trim_end(line);
	size_t i;

	if (text.len < 8 || !nostd_str_starts_with(text, NOSTD_STR("****")) ||
	    !nostd_str_ends_with(text, NOSTD_STR("****"))) {
		return false;
	}
	while (text.len != 0 && text.ptr[0] == '*') {
		text = nostd_str_skip(text, 1);
	}
	while (text.len != 0 && text.ptr[text.len - 1] == '*') {
		text.len--;
	}
	nsc_map_skip_blanks(&text);
	text = nsc_map_trim_end(text);
	*known = finish_row(of) && !of->in_table;
	of->in_table = false;
	of->part = PART_SKIPPED;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (nostd_str_eq(text, parts[i].title)) {
			of->part = parts[i].part;
			of->reader.out->knows |= parts[i].knows;
			return true;
		}
	}
	*known = false;
	return true;
}

/* "* Symbols (sorted on name)", of the locate result. */
static bool locate_title(struct tasking *of, struct nostd_str line)
{
	if (nostd_str_starts_with(line, NOSTD_STR("* Sections"))) {
		of->part = PART_SECTIONS;
		of->sections_seen = true;
	} else if (nostd_str_starts_with(line, NOSTD_STR("* Symbols (sorted on name)"))) {
		of->part = PART_SYMBOLS;
		of->reader.out->knows |= NSC_MAP_SYMBOLS;
	} else if (nostd_str_starts_with(line, NOSTD_STR("* Combined sections"))) {
		of->part = PART_COMBINED;
	} else {
		of->part = PART_LOCATE;
	}
	return nostd_str_starts_with(line, NOSTD_STR("* Symbols (sorted on ")) ||
	       nostd_str_starts_with(line, NOSTD_STR("* Task entry addresses")) ||
	       of->part != PART_LOCATE;
}

static bool text_line(struct tasking *of, struct nostd_str line)
{
	bool known;

	if (is_part(of, line, &known)) {
		return known;
	}
	switch (of->part) {
	case PART_SKIPPED:
		return true;
	case PART_LOCATE:
	case PART_SECTIONS:
	case PART_SYMBOLS:
	case PART_COMBINED:
		if (!of->in_table && nostd_str_starts_with(line, NOSTD_STR("* "))) {
			return locate_title(of, line);
		}
		return of->part == PART_LOCATE || table_line(of, line);
	case PART_FILES:
	case PART_LINKED:
	case PART_CREF:
	case PART_REMOVED:
		return table_line(of, line);
	}
	return false;
}

/* -- the end ------------------------------------------------------------------------- */

/* Pieces are told by their offsets. What has none is made by the linker. */
static void place_pieces(struct tasking *of)
{
	struct nsc_map_facts *out = of->reader.out;
	struct flag_vec has_piece = flag_vec_new_in(nsc_scratch(of->reader.run));
	size_t i;

	for (i = 0; i < out->outputs.len; i++) {
		flag_vec_push(&has_piece, 0);
	}
	for (i = 0; i < out->sections.len; i++) {
		struct nsc_map_section *piece = &out->sections.ptr[i];

		piece->address += out->outputs.ptr[piece->output].address;
		has_piece.ptr[piece->output] = 1;
	}
	for (i = 0; i < out->outputs.len; i++) {
		const struct nsc_map_output *output = &out->outputs.ptr[i];

		if (!has_piece.ptr[i] && output->size != 0) {
			of->reader.output = (uint32_t)i;
			nsc_map_add_section(
				&of->reader, NSC_PLACED_STUBS,
				nsc_name_text(of->reader.run->names, output->name),
				NSC_NO_ROW,
				(struct nsc_map_extent){output->address, output->size})
				->line = output->line;
		}
	}
}

/* From a symbol's name to the first row of cross references that mentions it. */
#define NOSTD_NAME mention_rows
#define NOSTD_K    uint32_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

static void find_pullers(struct tasking *of)
{
	struct nsc_map_facts *out = of->reader.out;
	struct mention_rows mentions = mention_rows_new_in(nsc_scratch(of->reader.run));
	size_t i;

	for (i = 0; i < out->cref.len; i++) {
		const struct nsc_map_cref *row = &out->cref.ptr[i];

		if (row->role == NSC_CREF_MENTIONS &&
		    !mention_rows_get_mut(&mentions, row->symbol.ix)) {
			mention_rows_insert(&mentions, row->symbol.ix, row->file);
		}
	}
	for (i = 0; i < out->pulls.len; i++) {
		struct nsc_map_pull *pull = &out->pulls.ptr[i];
		uint32_t *by = mention_rows_get_mut(&mentions, pull->symbol.ix);

		if (by && *by != pull->file) {
			pull->by = *by;
			pull->reason = NSC_PULL_REFERENCE;
		}
	}
}

/* By name, the rows of outputs that have it, the first in front. */
#define NOSTD_NAME name_rows
#define NOSTD_K    uint32_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

/* "[NAME]" is where NAME is loaded; several of one name are in the same order. */
static void settle_copies(struct tasking *of)
{
	struct nsc_names *names = of->reader.run->names;
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	struct name_rows rows = name_rows_new_in(nsc_scratch(of->reader.run));
	size_t i;

	for (i = 0; i < outputs->len; i++) {
		struct nsc_map_output *copy = &outputs->ptr[i];
		struct nostd_str text = nsc_name_text(names, copy->name);
		struct nsc_map_output *to = NULL;
		struct nsc_name name;
		uint32_t *from, row;

		if (!nostd_str_strip_prefix(&text, NOSTD_STR("[")) ||
		    !nostd_str_strip_suffix(&text, NOSTD_STR("]"))) {
			continue;
		}
		name = nsc_name(names, text);
		from = name_rows_get_mut(&rows, name.ix);
		for (row = from ? *from : 0; row < outputs->len && !to; row++) {
			to = outputs->ptr[row].name.ix == name.ix ? &outputs->ptr[row]
								  : NULL;
		}
		name_rows_insert(&rows, name.ix, row);
		if (to) {
			to->memory = NSC_MEMORY_WRITE;
			to->load_address = copy->address;
			to->has_load_address = true;
			copy->allocated = false;
		}
	}
}

static const char *missing(const struct tasking *of)
{
	size_t i;

	if (of->in_table) {
		return "the rest of a table";
	}
	if (!of->sections_seen) {
		return "the located sections";
	}
	for (i = 0; i < of->located.len; i++) {
		if (!of->located.ptr[i]) {
			return "where each section lies";
		}
	}
	return NULL;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct tasking of;
	struct nostd_str line;
	const char *rest;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"TASKING's linker",
						  NSC_MAP_PARTS | NSC_MAP_BASE_NAMES});
	of.output = NSC_NO_ROW;
	of.outputs = section_rows_new_in(nsc_scratch(run));
	of.located = flag_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	rest = missing(&of);
	place_pieces(&of);
	settle_copies(&of);
	find_pullers(&of);
	nsc_map_place_symbols(&of.reader);
	nsc_map_group_sections(&of.reader);
	nsc_map_reader_end(&of.reader, rest);
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nostd_str_starts_with(line, NOSTD_STR("****")) &&
		    nostd_str_ends_with(nsc_map_trim_end(line), NOSTD_STR("****")) &&
		    (nostd_str_contains(line, NOSTD_STR("  Tool and Invocation  ")) ||
		     nostd_str_contains(line, NOSTD_STR("  Processed Files  ")) ||
		     nostd_str_contains(line, NOSTD_STR("  Link Result  ")))) {
			return true;
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_tasking = {
	.name = "tasking",
	.title = "TASKING's linker",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
