/*
 * sdcc.c - maps of SDCC's linker (sdld, ASxxxx).
 *
 *	Area  Addr  Size  Decimal Bytes (Attributes)       one to a page, or more pages
 *	Value  Global  Global Defined In Module            its symbols, by address
 *	Files Linked  [ module(s) ]
 *	Libraries Linked  [ object file ]
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. There are no input sections in it: symbols of one module that
 *       follow each other stand for a piece of their area, up to the next symbol of
 *       another. A module is a file by its name; what is of no module is of none. A map
 *       does not say why a member was taken, nor what was dropped (nothing is).
 *
 * Source: lklist.c of SDCC 4.2; maps of mcs51 and stm8.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024 };

enum part { PART_PAGE, PART_AREA, PART_SYMBOLS, PART_FILES, PART_LIBRARIES, PART_BASES };

struct sdcc {
	struct nsc_map_reader reader;
	enum part part;
	bool bases_seen;       /* the last page */
	struct nostd_str path; /* a library whose member stands on the next line */
	uint32_t piece;        /* the open row of sections, or NSC_NO_ROW */
};

/* -- areas --------------------------------------------------------------------------- */

static uint32_t area_row(const struct sdcc *of, struct nostd_str name)
{
	const struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	uint32_t i;

	for (i = 0; i < outputs->len; i++) {
		if (nostd_str_eq(nsc_name_text(of->reader.run->names,
					       outputs->ptr[i].name),
				 name)) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/* The last symbol of an area, or of a module in it: its piece ends here. */
static void close_piece(struct sdcc *of, uint64_t end)
{
	struct nsc_map_section *piece;

	if (of->piece == NSC_NO_ROW) {
		return;
	}
	piece = &of->reader.out->sections.ptr[of->piece];
	piece->size = end > piece->address ? end - piece->address : 0;
	of->piece = NSC_NO_ROW;
}

static void close_area(struct sdcc *of)
{
	const struct nsc_map_output *area;

	if (of->piece != NSC_NO_ROW) {
		area = &of->reader.out->outputs.ptr[of->reader.output];
		close_piece(of, area->address + area->size);
	}
}

/* "REL,CON,CODE": code; XDATA and the rest: what the processor writes. */
static void set_attributes(struct nsc_map_output *area, struct nostd_str attributes)
{
	if (nostd_str_contains(attributes, NOSTD_STR("CODE"))) {
		area->memory = NSC_MEMORY_READ;
	}
}

/* "NAME  ADDRESS SIZE = DECIMAL. bytes (ATTRIBUTES)" */
static bool area_line(struct sdcc *of, struct nostd_str line)
{
	struct nostd_str text = line, name;
	uint64_t address = 0, size = 0;
	uint32_t row;
	size_t at = nostd_str_find(line, NOSTD_STR(". bytes ("));

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	name = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	if (nostd_str_starts_with(text, NOSTD_STR("."))) { /* ".  .ABS." */
		name = nsc_map_take_word(&text);
		nsc_map_skip_blanks(&text);
	}
	if (!nsc_map_take_digits(&text, &address)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	if (!nsc_map_take_digits(&text, &size)) {
		return false;
	}
	row = area_row(of, name);
	if (row != NSC_NO_ROW) {
		of->reader.output = row; /* it goes on, on another page */
		return true;
	}
	close_area(of);
	set_attributes(nsc_map_add_output(&of->reader, name, address, size),
		       nostd_str_skip(line, at));
	return true;
}

/* -- symbols ------------------------------------------------------------------------- */

static uint32_t module_row(struct sdcc *of, struct nostd_str module)
{
	return module.len == 0 ? NSC_NO_ROW
			       : nsc_map_file_row_as(&of->reader.files, module,
						     NOSTD_STR(""), module);
}

static void open_piece(struct sdcc *of, uint64_t address, uint32_t file)
{
	const struct nsc_map_output *area =
		&of->reader.out->outputs.ptr[of->reader.output];

	of->piece = (uint32_t)of->reader.out->sections.len;
	nsc_map_add_section(&of->reader,
			    file == NSC_NO_ROW ? NSC_PLACED_STUBS : NSC_PLACED_INPUT,
			    nsc_name_text(of->reader.run->names, area->name), file,
			    (struct nsc_map_extent){address, 0});
}

/* Lengths and starts of areas are symbols, too: no address of this area. */
static bool is_in_area(const struct sdcc *of, uint64_t address)
{
	const struct nsc_map_output *area =
		&of->reader.out->outputs.ptr[of->reader.output];

	return area->size != 0 && address >= area->address &&
	       address - area->address < area->size;
}

/* "[C:] VALUE NAME [MODULE]" */
static bool symbol_line(struct sdcc *of, struct nostd_str line)
{
	struct nostd_str text = line, name, module;
	uint64_t address = 0;
	uint32_t file;

	if (line.len > 2 && line.ptr[1] == ':') {
		text = nostd_str_skip(line, 2); /* the memory space */
	}
	nsc_map_skip_blanks(&text);
	if (!nsc_map_take_digits(&text, &address)) {
		return nostd_str_starts_with(text, NOSTD_STR("-----"));
	}
	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	module = nsc_map_trim_end(text);
	if (name.len == 0 || of->reader.output == NSC_NO_ROW) {
		return false;
	}
	if (!is_in_area(of, address)) {
		nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_ASSIGNED, name, address, 0)
			->section = NSC_NO_ROW;
		return true;
	}
	file = module_row(of, module);
	if (of->piece == NSC_NO_ROW ||
	    of->reader.out->sections.ptr[of->piece].file != file) {
		close_piece(of, address);
		open_piece(of, address, file);
	}
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, name, address, 0);
	return true;
}

/* -- files --------------------------------------------------------------------------- */

/* "PATH [ NAME ]", or the brackets alone, below a path that is too long. */
static bool split_file(struct sdcc *of, struct nostd_str line, struct nostd_str *path,
		       struct nostd_str *name)
{
	struct nostd_str left, right;

	if (!nostd_str_rsplit_once(line, '[', &left, &right)) {
		of->path = nsc_map_trim_end(line);
		return false;
	}
	left = nsc_map_trim_end(left);
	*path = nsc_map_all_blank(left) || left.len == 0 ? of->path : left;
	right = nsc_map_trim_end(right);
	(void)nostd_str_strip_suffix(&right, NOSTD_STR("]"));
	nsc_map_skip_blanks(&right);
	*name = nsc_map_trim_end(right);
	of->path = NOSTD_STR("");
	return path->len != 0;
}

/* The file of a module gets its path, if symbols have named it. */
static void name_module(struct sdcc *of, struct nostd_str module,
			struct nostd_str archive, struct nostd_str name)
{
	struct nsc_map_facts *out = of->reader.out;
	uint32_t row = nsc_map_file_row_as(&of->reader.files, module, archive, name);

	out->files.ptr[row].archive = nsc_name(of->reader.run->names, archive);
	out->files.ptr[row].name = nsc_name(of->reader.run->names, name);
}

static bool file_line(struct sdcc *of, struct nostd_str line)
{
	struct nostd_str path, module;

	if (!split_file(of, line, &path, &module)) {
		return true;
	}
	name_module(of, module.len != 0 ? module : path, NOSTD_STR(""), path);
	return true;
}

/* A member's module has the name of its file. */
static bool library_line(struct sdcc *of, struct nostd_str line)
{
	struct nostd_str path, member, stem;

	if (split_file(of, line, &path, &member) && member.len != 0) {
		stem = nsc_path_stem(member);
		name_module(of, stem.len != 0 ? stem : member, path, member);
	}
	return true;
}

/* -- pages and parts ----------------------------------------------------------------- */

static bool is_heading(struct sdcc *of, struct nostd_str line)
{
	struct nostd_str text = line;

	(void)nostd_str_strip_prefix(&text, NOSTD_STR("\f"));
	if (nostd_str_starts_with(text, NOSTD_STR("ASxxxx Linker "))) {
		of->part = PART_PAGE;
	} else if (nostd_str_starts_with(text, NOSTD_STR("Area  "))) {
		of->part = PART_AREA;
	} else if (nsc_map_same_words(
			   text, NOSTD_STR("Value Global Global Defined In Module"))) {
		of->part = PART_SYMBOLS;
	} else if (nostd_str_starts_with(text, NOSTD_STR("Files Linked "))) {
		close_area(of);
		of->part = PART_FILES;
	} else if (nostd_str_starts_with(text, NOSTD_STR("Libraries Linked "))) {
		of->part = PART_LIBRARIES;
	} else if (nostd_str_starts_with(text, NOSTD_STR("User Base Address "))) {
		of->part = PART_BASES;
		of->bases_seen = true;
	} else {
		/* the numbers' base; what the user defined; below column titles */
		return nostd_str_starts_with(text, NOSTD_STR("Hexadecimal ")) ||
		       nostd_str_starts_with(text, NOSTD_STR("------")) ||
		       nostd_str_starts_with(text, NOSTD_STR("Libraries, "));
	}
	return true;
}

static bool text_line(struct sdcc *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_PAGE:
		return false;
	case PART_AREA:
		return area_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	case PART_FILES:
		return file_line(of, line);
	case PART_LIBRARIES:
		return library_line(of, line);
	case PART_BASES:
		return true;
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct sdcc of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	of.piece = NSC_NO_ROW;
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"SDCC", NSC_MAP_SECTIONS |
								  NSC_MAP_PARTS |
								  NSC_MAP_SYMBOLS});
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_heading(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	close_area(&of);
	nsc_map_reader_end(&of.reader,
			   of.bases_seen ? NULL : "the page of base addresses");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		(void)nostd_str_strip_prefix(&line, NOSTD_STR("\f"));
		if (!nsc_map_all_blank(line)) {
			return nostd_str_starts_with(line, NOSTD_STR("ASxxxx Linker "));
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_sdcc = {
	.name = "sdcc",
	.title = "SDCC's linker",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
