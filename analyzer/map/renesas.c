/*
 * renesas.c - lists of Renesas' optimizing linker (rlink, optlnk) of CC-RX, CC-RL, CC-RH.
 *
 *	*** Options ***               of them: which sections are copied to RAM, the image
 *	*** Mapping List ***          output sections, "START END SIZE ALIGN" below
 *	*** Symbol List ***           SECTION=, FILE=, symbols (-show=symbol)
 *	*** Delete Symbols ***        what the optimizer dropped
 *	*** Cross Reference List ***  units with numbers; which refer to a symbol
 *
 * In:   the text of a list.
 * Out:  facts; see map.h. Members of a library are named like objects: the list does not
 *       say whose they are. Without -show=symbol nothing tells what lies in a section.
 *
 * Seen: lists of CC-RL 2.07, 3.02 and CC-RH 2.08, 3.04. Deleted symbols and cross
 * references are read as the manuals of CC-RX and CC-RL show them ("Linkage List").
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

/* Options stand before the sections, one line for each input. */
enum { LOOK_SIZE = 4 * 1024, LOOK_OPTIONS_SIZE = 1024 * 1024, UNITS_MAX = 65536 };

enum part {
	PART_HEAD,
	PART_OPTIONS,
	PART_SKIPPED,
	PART_MAPPING,
	PART_SYMBOLS,
	PART_DELETED,
	PART_CREF
};

/* What the next row of numbers is about. */
enum due { DUE_NOTHING, DUE_OUTPUT, DUE_FILE, DUE_SYMBOL, DUE_STRUCT, DUE_DELETED };

#define NOSTD_NAME rom_vec
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME unit_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME end_vec
#define NOSTD_T    uint64_t
#define NOSTD_IN
#include <nostd/vec.h>

struct renesas {
	struct nsc_map_reader reader;
	enum part part;
	enum due due;
	struct nostd_str name;  /* that stands above the row */
	uint32_t file;          /* of the rows below FILE= */
	bool absolute;          /* symbols without a section */
	bool symbols_due;       /* by the options */
	struct rom_vec copied;  /* -rom=A=B: every B */
	struct unit_vec units;  /* by number: row of files */
	uint32_t unit;          /* its row of files, in the cross references */
	struct nsc_name symbol; /* there: who is referred to */
};

static bool take_number(struct nostd_str *text, uint64_t *value)
{
	nsc_map_skip_blanks(text);
	return nsc_map_take_digits(text, value);
}

/* -- options ------------------------------------------------------------------------- */

/* ".data=.dataR,.sdata=.sdataR" */
static void add_copies(struct renesas *of, struct nostd_str text)
{
	struct nostd_str pair, from, to;

	while (text.len != 0) {
		if (!nostd_str_split_once(text, ',', &pair, &text)) {
			pair = text;
			text = NOSTD_STR("");
		}
		if (nostd_str_split_once(pair, '=', &from, &to)) {
			rom_vec_push(&of->copied, nsc_map_trim_end(to));
		}
	}
}

/* Letters of options count in neither case: "-show", "-SHow". */
static bool strip_option(struct nostd_str *text, struct nostd_str name)
{
	size_t i;

	if (text->len < name.len) {
		return false;
	}
	for (i = 0; i < name.len; i++) {
		char c = text->ptr[i];

		if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != name.ptr[i]) {
			return false;
		}
	}
	*text = nostd_str_skip(*text, name.len);
	return true;
}

static bool option_line(struct renesas *of, struct nostd_str text)
{
	text = nsc_map_trim_end(text);
	if (strip_option(&text, NOSTD_STR("-rom="))) {
		add_copies(of, text);
	} else if (strip_option(&text, NOSTD_STR("-show"))) {
		of->symbols_due = strip_option(&text, NOSTD_STR("=symbol")) ||
				  strip_option(&text, NOSTD_STR("=all"));
	} else if (strip_option(&text, NOSTD_STR("-output="))) {
		(void)nostd_str_strip_prefix(&text, NOSTD_STR("\""));
		(void)nostd_str_strip_suffix(&text, NOSTD_STR("\""));
		of->reader.out->output = nsc_name(of->reader.run->names, text);
	}
	return true;
}

/* -- sections ------------------------------------------------------------------------ */

/* Names that the compilers give to what has no contents. */
static bool is_zero_name(struct nostd_str name)
{
	static const struct nostd_str exact[] = {
		NOSTD_STR_INIT("B"),   NOSTD_STR_INIT("B_1"), NOSTD_STR_INIT("B_2"),
		NOSTD_STR_INIT("B_8"), NOSTD_STR_INIT("SU"),  NOSTD_STR_INIT("SI"),
	};
	size_t i;

	for (i = 0; i < sizeof(exact) / sizeof(exact[0]); i++) {
		if (nostd_str_eq(name, exact[i])) {
			return true;
		}
	}
	return nostd_str_starts_with(name, NOSTD_STR(".bss")) ||
	       nostd_str_starts_with(name, NOSTD_STR(".sbss")) ||
	       nostd_str_ends_with(name, NOSTD_STR(".bss"));
}

static bool is_copied(const struct renesas *of, struct nostd_str name)
{
	size_t i;

	for (i = 0; i < of->copied.len; i++) {
		if (nostd_str_eq(of->copied.ptr[i], name)) {
			return true;
		}
	}
	return false;
}

/* "START END SIZE ALIGN [ATTRIBUTE]" */
static bool add_output(struct renesas *of, struct nostd_str text)
{
	uint64_t start, end, size, align;
	struct nsc_map_output *output;

	if (!take_number(&text, &start) || !take_number(&text, &end) ||
	    !take_number(&text, &size) || !take_number(&text, &align)) {
		return false;
	}
	output = nsc_map_add_output(&of->reader, of->name, start, size);
	if (is_zero_name(of->name) || is_copied(of, of->name)) {
		output->memory = NSC_MEMORY_ZERO;
	}
	return true;
}

/* The output section of that name, which pieces belong to now; false: there is none. */
static bool enter_output(struct renesas *of, struct nostd_str name)
{
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t i;

	of->reader.output = NSC_NO_ROW;
	of->reader.section = NSC_NO_ROW;
	of->file = NSC_NO_ROW;
	for (i = 0; i < outputs->len; i++) {
		if (nostd_str_eq(nsc_name_text(of->reader.run->names,
					       outputs->ptr[i].name),
				 name)) {
			of->reader.output = (uint32_t)i;
			return true;
		}
	}
	return name.len == 0; /* the line of column titles */
}

/* "rlink_generates_01": tables and options that the linker makes. */
static uint32_t file_of(struct renesas *of, struct nostd_str path)
{
	return nostd_str_starts_with(path, NOSTD_STR("rlink_generates_"))
		       ? NSC_NO_ROW
		       : nsc_map_file_row_as(&of->reader.files, path, NOSTD_STR(""),
					     path);
}

/* -- rows below a name --------------------------------------------------------------- */

static bool add_piece(struct renesas *of, struct nostd_str text)
{
	uint64_t start, end, size;
	struct nostd_str name;

	if (of->reader.output == NSC_NO_ROW || !take_number(&text, &start) ||
	    !take_number(&text, &end) || !take_number(&text, &size)) {
		return false;
	}
	name = nsc_name_text(of->reader.run->names,
			     of->reader.out->outputs.ptr[of->reader.output].name);
	nsc_map_add_section(&of->reader,
			    of->file == NSC_NO_ROW ? NSC_PLACED_STUBS : NSC_PLACED_INPUT,
			    name, of->file, (struct nsc_map_extent){start, size});
	return true;
}

/* "ADDR SIZE INFO COUNTS OPT": "000001a7  12   func ,g   1  ch" */
static bool add_symbol(struct renesas *of, struct nostd_str text)
{
	enum nsc_map_symbol_kind kind = NSC_MAP_SYMBOL_PLACED;
	uint64_t address, size;
	size_t comma;

	if (!take_number(&text, &address) || !take_number(&text, &size)) {
		return false;
	}
	comma = nostd_str_find_byte(text, ',');
	if (comma == NOSTD_NOT_FOUND || comma + 1 == text.len) {
		return false;
	}
	if (of->absolute) {
		kind = NSC_MAP_SYMBOL_ASSIGNED;
	} else if (text.ptr[comma + 1] == 'l') {
		kind = NSC_MAP_SYMBOL_LOCAL;
	}
	nsc_map_add_symbol(&of->reader, kind, of->name, address, size);
	return true;
}

/* "SIZE INFO" */
static bool add_deleted(struct renesas *of, struct nostd_str text)
{
	uint64_t size;

	if (!take_number(&text, &size)) {
		return false;
	}
	nsc_map_add_discarded(&of->reader, of->name, NSC_NO_ROW, size);
	return true;
}

static bool due_row(struct renesas *of, struct nostd_str text)
{
	enum due due = of->due;
	uint64_t number;

	of->due = DUE_NOTHING;
	switch (due) {
	case DUE_NOTHING:
		return false;
	case DUE_OUTPUT:
		return add_output(of, text);
	case DUE_FILE:
		return add_piece(of, text);
	case DUE_SYMBOL:
		return add_symbol(of, text);
	case DUE_STRUCT:
		return take_number(&text, &number);
	case DUE_DELETED:
		return add_deleted(of, text);
	}
	return false;
}

/* Rows begin further right than names of any kind. */
static bool is_row(struct nostd_str line)
{
	return line.len > 16 && nsc_map_skip_blanks(&line) > 16;
}

static bool mapping_line(struct renesas *of, struct nostd_str line)
{
	if (is_row(line)) {
		return due_row(of, line);
	}
	if (nsc_map_blank(line.ptr[0]) || of->due != DUE_NOTHING) {
		return false;
	}
	if (nsc_map_same_words(line, NOSTD_STR("SECTION START END SIZE ALIGN")) ||
	    nsc_map_same_words(line,
			       NOSTD_STR("SECTION START END SIZE ALIGN ATTRIBUTE"))) {
		return true;
	}
	of->name = nsc_map_trim_end(line);
	of->due = DUE_OUTPUT;
	return true;
}

/* "SECTION=NAME", "FILE=PATH"; each once without a name, above titles of columns. */
static bool holder_line(struct renesas *of, struct nostd_str text)
{
	if (nostd_str_strip_prefix(&text, NOSTD_STR("SECTION="))) {
		of->absolute = false;
		return enter_output(of, text);
	}
	if (nostd_str_eq(text, NOSTD_STR("Absolute value symbols"))) {
		of->absolute = true;
		return enter_output(of, NOSTD_STR(""));
	}
	if (!nostd_str_strip_prefix(&text, NOSTD_STR("FILE=")) || text.len == 0) {
		return false;
	}
	if (!nsc_map_same_words(text, NOSTD_STR("START END SIZE"))) {
		of->file = file_of(of, text);
		of->due = of->absolute ? DUE_NOTHING : DUE_FILE;
	}
	return true;
}

/* Symbols stand two blanks in, structures four, members six. */
static bool symbol_line(struct renesas *of, struct nostd_str line)
{
	struct nostd_str text = line;
	size_t indent;

	if (is_row(line)) {
		return due_row(of, line);
	}
	indent = nsc_map_skip_blanks(&text);
	text = nsc_map_trim_end(text);
	if (of->due != DUE_NOTHING) {
		return false;
	}
	if (indent == 0) {
		return holder_line(of, text);
	}
	if (!of->absolute && of->reader.section == NSC_NO_ROW) {
		return nostd_str_starts_with(text, NOSTD_STR("SYMBOL ")) ||
		       nostd_str_starts_with(text, NOSTD_STR("STRUCT ")) ||
		       nostd_str_starts_with(text, NOSTD_STR("MEMBER "));
	}
	of->name = text;
	of->due = indent == 2 ? DUE_SYMBOL : DUE_STRUCT;
	return true;
}

static bool deleted_line(struct renesas *of, struct nostd_str line)
{
	if (is_row(line)) {
		return due_row(of, line);
	}
	if (nsc_map_same_words(line, NOSTD_STR("SYMBOL SIZE INFO"))) {
		return true;
	}
	if (of->due != DUE_NOTHING) {
		return false;
	}
	nsc_map_skip_blanks(&line);
	of->name = nsc_map_trim_end(line);
	of->due = DUE_DELETED;
	return true;
}

/* -- cross references ---------------------------------------------------------------- */

/* "test" of "DefaultBuild\test.obj" */
static struct nostd_str base_of(struct nostd_str path)
{
	size_t i = path.len;
	struct nostd_str name, suffix;

	while (i > 0 && path.ptr[i - 1] != '\\' && path.ptr[i - 1] != '/') {
		i--;
	}
	path = nostd_str_skip(path, i);
	return nostd_str_rsplit_once(path, '.', &name, &suffix) ? name : path;
}

/* Units are named by their base: the only file that has it, or one of its own. */
static uint32_t unit_file(struct renesas *of, struct nostd_str name)
{
	struct nsc_map_file_vec *files = &of->reader.out->files;
	uint32_t found = NSC_NO_ROW;
	size_t i;

	for (i = 0; i < files->len; i++) {
		if (!nostd_str_eq(base_of(nsc_name_text(of->reader.run->names,
							files->ptr[i].name)),
				  base_of(name))) {
			continue;
		}
		if (found != NSC_NO_ROW) {
			found = NSC_NO_ROW;
			break;
		}
		found = (uint32_t)i;
	}
	return found != NSC_NO_ROW ? found : file_of(of, name);
}

/* "0001 NAME" */
static bool unit_line(struct renesas *of, struct nostd_str text)
{
	uint64_t number;

	if (!nsc_map_take_decimal(&text, &number) || number >= UNITS_MAX) {
		return nsc_map_same_words(text, NOSTD_STR("No Unit Name Global.Symbol "
							  "Location External "
							  "Information"));
	}
	nsc_map_skip_blanks(&text);
	text = nsc_map_trim_end(text);
	if (text.len == 0) {
		return false;
	}
	while (of->units.len <= number) {
		unit_vec_push(&of->units, NSC_NO_ROW);
	}
	of->unit = unit_file(of, text);
	of->units.ptr[number] = of->unit;
	return of->unit != NSC_NO_ROW;
}

/*
 * "0002(00000026:.text)". The unit may come later: the row has its number until the end,
 * above those of files.
 */
static bool reference(struct renesas *of, struct nostd_str text)
{
	uint64_t number;
	struct nostd_str unit, rest;

	text = nsc_map_trim_end(text);
	if (!nostd_str_split_once(text, '(', &unit, &rest) ||
	    !nostd_str_ends_with(rest, NOSTD_STR(")")) ||
	    !nostd_str_to_u64(unit, 10, &number) || number >= UNITS_MAX ||
	    !nsc_name_given(of->symbol)) {
		return false;
	}
	nsc_map_add_cref(&of->reader, of->symbol, UINT32_MAX - 1 - (uint32_t)number,
			 NSC_CREF_MENTIONS);
	return true;
}

static bool cref_line(struct renesas *of, struct nostd_str line)
{
	struct nostd_str text = line;
	size_t indent = nsc_map_skip_blanks(&text);
	struct nostd_str word;
	uint64_t address;

	if (indent == 0) {
		of->symbol = (struct nsc_name){0};
		return unit_line(of, line);
	}
	if (of->unit == NSC_NO_ROW) {
		return false;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("SECTION="))) {
		of->symbol = (struct nsc_name){0};
		return true;
	}
	if (indent <= 16) {
		of->symbol = nsc_name(of->reader.run->names, nsc_map_trim_end(text));
		nsc_map_add_cref(&of->reader, of->symbol, of->unit, NSC_CREF_DEFINES);
		return true;
	}
	word = text;
	if (nsc_map_take_digits(&word, &address)) {
		nsc_map_skip_blanks(&word);
		return word.len == 0 || reference(of, word);
	}
	return reference(of, text);
}

/* A unit that refers to a symbol once more, or to its own. */
static bool is_told(const struct nsc_map_cref *row, const struct nsc_map_cref *before)
{
	return row->role == NSC_CREF_MENTIONS && row->file == before->file &&
	       row->symbol.ix == before->symbol.ix;
}

/* Numbers of units become files. False: there is a unit that has no line. */
static bool settle_units(struct renesas *of)
{
	struct nsc_map_cref_vec *cref = &of->reader.out->cref;
	size_t i, kept = 0, first = 0;
	bool all = true;

	for (i = 0; i < cref->len; i++) {
		struct nsc_map_cref row = cref->ptr[i];
		uint32_t number = UINT32_MAX - 1 - row.file;

		if (number < UNITS_MAX) {
			row.file = number < of->units.len ? of->units.ptr[number]
							  : NSC_NO_ROW;
		}
		if (row.file == NSC_NO_ROW) {
			all = false;
			continue;
		}
		if (row.role == NSC_CREF_DEFINES) {
			first = kept;
		} else if (kept == 0 || is_told(&row, &cref->ptr[kept - 1]) ||
			   is_told(&row, &cref->ptr[first])) {
			continue;
		}
		cref->ptr[kept++] = row;
	}
	cref->len = kept;
	return all;
}

/* -- parts --------------------------------------------------------------------------- */

static const struct {
	struct nostd_str title;
	enum part part;
	unsigned knows;
} parts[] = {
	{NOSTD_STR_INIT("Options"), PART_OPTIONS, 0},
	{NOSTD_STR_INIT("Error information"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Mapping List"), PART_MAPPING, 0},
	{NOSTD_STR_INIT("Total Section Size"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Symbol List"), PART_SYMBOLS,
	 NSC_MAP_SECTIONS | NSC_MAP_SYMBOLS | NSC_MAP_SYMBOL_SIZES},
	{NOSTD_STR_INIT("Unfilled Areas"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Delete Symbols"), PART_DELETED, 0},
	{NOSTD_STR_INIT("Variable Accessible with"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Function Accessible with"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Cross Reference List"), PART_CREF, NSC_MAP_CREF},
	{NOSTD_STR_INIT("Variable Vector Table List"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("CRC Code"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("CFI Table List"), PART_SKIPPED, 0},
};

/* "*** NAME ***"; false: none, or none that is known. */
static bool is_title(struct renesas *of, struct nostd_str line)
{
	struct nostd_str text = nsc_map_trim_end(line);
	size_t i;

	if (!nostd_str_strip_prefix(&text, NOSTD_STR("*** ")) ||
	    !nostd_str_strip_suffix(&text, NOSTD_STR(" ***"))) {
		return false;
	}
	of->due = DUE_NOTHING;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (nostd_str_starts_with(text, parts[i].title)) {
			of->part = parts[i].part;
			of->reader.out->knows |= parts[i].knows;
			return true;
		}
	}
	of->part = PART_SKIPPED;
	return false;
}

static bool text_line(struct renesas *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD: /* who made it, and when */
		return nostd_str_contains(line, NOSTD_STR("Link"));
	case PART_OPTIONS:
		return option_line(of, line);
	case PART_SKIPPED:
		return true;
	case PART_MAPPING:
		return mapping_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	case PART_DELETED:
		return deleted_line(of, line);
	case PART_CREF:
		return cref_line(of, line);
	}
	return false;
}

/* -- the end ------------------------------------------------------------------------- */

/* Do the pieces of each output section reach its end? */
static bool pieces_are_whole(const struct renesas *of)
{
	const struct nsc_map_facts *out = of->reader.out;
	struct end_vec ends = end_vec_new_in(nsc_scratch(of->reader.run));
	size_t i;

	for (i = 0; i < out->outputs.len; i++) {
		end_vec_push(&ends, 0);
	}
	for (i = 0; i < out->sections.len; i++) {
		const struct nsc_map_section *piece = &out->sections.ptr[i];

		if (piece->address + piece->size > ends.ptr[piece->output]) {
			ends.ptr[piece->output] = piece->address + piece->size;
		}
	}
	for (i = 0; i < out->outputs.len; i++) {
		const struct nsc_map_output *output = &out->outputs.ptr[i];

		if (output->size != 0 && ends.ptr[i] < output->address + output->size) {
			return false;
		}
	}
	return true;
}

static const char *missing(struct renesas *of)
{
	bool units = settle_units(of);

	if (of->reader.out->outputs.len == 0 || of->due != DUE_NOTHING) {
		return "the rest of a row";
	}
	if (of->symbols_due && !(of->reader.out->knows & NSC_MAP_SECTIONS)) {
		return "the list of symbols";
	}
	if ((of->reader.out->knows & NSC_MAP_SECTIONS) && !pieces_are_whole(of)) {
		return "the symbols of more files";
	}
	return units ? NULL : "units that are referred to";
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct renesas of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"Renesas' linker", NSC_MAP_PARTS});
	of.file = NSC_NO_ROW;
	of.unit = NSC_NO_ROW;
	of.copied = rom_vec_new_in(nsc_scratch(run));
	of.units = unit_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_title(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	nsc_map_reader_end(&of.reader, missing(&of));
	return 0;
}

static bool has_title(struct nostd_str text, const char *title)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nostd_str_eq(nsc_map_trim_end(line), nostd_str_from_c(title))) {
			return true;
		}
	}
	return false;
}

static bool probe(struct nostd_str text)
{
	struct nostd_str look = nostd_str_take(text, LOOK_SIZE);

	if (has_title(look, "*** Options ***")) {
		look = nostd_str_take(text, LOOK_OPTIONS_SIZE);
	}
	return has_title(look, "*** Mapping List ***");
}

const struct nsc_map_format nsc_map_format_renesas = {
	.name = "renesas",
	.title = "Renesas' optimizing linker",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
