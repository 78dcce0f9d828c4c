/*
 * xlink.c - maps of IAR's XLINK, which links the objects (UBROF) of its compilers for
 * 8051, AVR, MSP430 and other small processors.
 *
 *	MODULE MAP                   a block for each module: the segment parts in it,
 *	                             entries of each part, and who refers to an entry
 *	MODULE SUMMARY
 *	SEGMENTS IN ADDRESS ORDER    what became of the segments
 *
 * In:   the text of a map; names that do not fit their columns stand alone.
 * Out:  facts; see map.h. A segment becomes an output section, a segment part a piece.
 *       Parts that nobody refers to are not linked and not listed. A module is named, so
 *       a file is told when its module comes; who refers to an entry is known by module.
 *
 * Seen: maps of XLINK 5.0 (8051) and 6.4, 6.5 (MSP430).
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024 };

/* Where columns begin. */
enum {
	COLUMN_ENTRY = 11,
	COLUMN_REMARK = 15,
	COLUMN_TITLE = 16,
	COLUMN_SPACE = 21,
	COLUMN_ADDRESS = 35,
	COLUMN_REFERRER = 51
};

enum part { PART_HEAD, PART_SKIPPED, PART_MODULES, PART_SEGMENTS, PART_END };

/* What the referrers in the third column refer to. */
enum about { ABOUT_NOTHING, ABOUT_ENTRY, ABOUT_PART };

#define NOSTD_NAME flag_vec
#define NOSTD_T    uint8_t
#define NOSTD_IN
#include <nostd/vec.h>

struct xlink {
	struct nsc_map_reader reader;
	enum part part;
	bool end_seen;
	struct nostd_str path;   /* FILE NAME, of the modules to come */
	uint32_t file;           /* of the module; NSC_NO_ROW: values without one */
	struct flag_vec defined; /* by row of files: its module has come */
	struct nostd_str segment, piece; /* "<CODE> 1", "CODE" */
	bool locals;                     /* rows are of local symbols, not of entries */
	struct nostd_str name;           /* stands alone: its row follows */
	enum about about;
	struct nsc_name entry;
	uint32_t segment_row; /* of outputs: the last of the list of segments */
};

/* -- files --------------------------------------------------------------------------- */

/* The row of the module; it gets its file when its block comes. */
static uint32_t module_row(struct xlink *of, struct nostd_str module)
{
	uint32_t row =
		nsc_map_file_row_as(&of->reader.files, module, NOSTD_STR(""), module);

	while (of->defined.len <= row) {
		flag_vec_push(&of->defined, 0);
	}
	return row;
}

/* "LIBRARY MODULE, NAME : abs": a member; else the object is the file. */
static bool begin_module(struct xlink *of, struct nostd_str module, bool is_library)
{
	struct nsc_names *names = of->reader.run->names;
	struct nsc_map_file *file;

	of->segment = NOSTD_STR("");
	of->about = ABOUT_NOTHING;
	of->reader.section = NSC_NO_ROW;
	if (module.len == 0) {
		return false;
	}
	if (nostd_str_eq(module, NOSTD_STR("?ABS_ENTRY_MOD"))) {
		of->file = NSC_NO_ROW;
		return true;
	}
	if (of->path.len == 0) {
		return false;
	}
	of->file = module_row(of, module);
	if (of->defined.ptr[of->file] != 0) { /* another of that name */
		of->file = nsc_map_file_row_as(&of->reader.files, of->path, NOSTD_STR(""),
					       module);
		while (of->defined.len <= of->file) {
			flag_vec_push(&of->defined, 0);
		}
	}
	of->defined.ptr[of->file] = 1;
	file = &of->reader.out->files.ptr[of->file];
	if (is_library) {
		file->archive = nsc_name(names, of->path);
	} else {
		file->name = nsc_name(names, of->path);
	}
	return true;
}

/* -- segments and their parts -------------------------------------------------------- */

static bool ends_with_any(struct nostd_str name, const struct nostd_str *ends,
			  size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_ends_with(name, ends[i])) {
			return true;
		}
	}
	return false;
}

/*
 * The compilers name segments by what is in them: _ID is what _I is copied from, _Z is
 * zero, _N and _AN are not initialised.
 */
static uint8_t memory_of(struct nostd_str name)
{
	static const struct nostd_str ends[] = {
		NOSTD_STR_INIT("_I"),    NOSTD_STR_INIT("_Z"),
		NOSTD_STR_INIT("_N"),    NOSTD_STR_INIT("_AN"),
		NOSTD_STR_INIT("STACK"), NOSTD_STR_INIT("HEAP"),
		NOSTD_STR_INIT("_I> 1"), NOSTD_STR_INIT("_Z> 1"),
		NOSTD_STR_INIT("_N> 1"), NOSTD_STR_INIT("VREG"),
		NOSTD_STR_INIT("BREG"),  NOSTD_STR_INIT("REGISTERS"),
	};

	return ends_with_any(name, ends, sizeof(ends) / sizeof(ends[0]))
		       ? NSC_MEMORY_ZERO
		       : NSC_MEMORY_READ;
}

/* The output section of a segment, made when new; the reader's from now on. */
static struct nsc_map_output *enter_segment(struct xlink *of, struct nostd_str name)
{
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	struct nsc_map_output *output;
	size_t i;

	for (i = 0; i < outputs->len; i++) {
		if (nostd_str_eq(nsc_name_text(of->reader.run->names,
					       outputs->ptr[i].name),
				 name)) {
			of->reader.output = (uint32_t)i;
			return &outputs->ptr[i];
		}
	}
	output = nsc_map_add_output(&of->reader, name, 0, 0);
	output->memory = memory_of(name);
	/* registers of peripherals, at their addresses */
	output->allocated = !nostd_str_ends_with(name, NOSTD_STR("_AN"));
	return output;
}

/* "00A8", "00000020.3" (a bit); nothing is taken when it is neither. */
static bool take_address(struct nostd_str *text, uint64_t *value)
{
	struct nostd_str word = *text, number, bit;
	struct nostd_str rest = word;

	word = nsc_map_take_word(&rest);
	if (nostd_str_ends_with(word, NOSTD_STR(","))) {
		word.len--;
	}
	if (nostd_str_split_once(word, '.', &number, &bit)) {
		word = number;
	}
	if (word.len < 4 || word.len > 16 || !nostd_str_to_u64(word, 16, value)) {
		return false;
	}
	*text = rest;
	nsc_map_skip_blanks(text);
	return true;
}

/* "CODE ", the name of an address space, if one is there. */
static void skip_space(struct nostd_str *text)
{
	struct nostd_str rest = *text, word = nsc_map_take_word(&rest);
	uint64_t value;

	if (word.len != 0 && !nostd_str_to_u64(word, 16, &value) &&
	    nostd_str_find_byte(word, '.') == NOSTD_NOT_FOUND &&
	    nostd_str_find_byte(word, ',') == NOSTD_NOT_FOUND) {
		*text = rest;
		nsc_map_skip_blanks(text);
	}
}

/* "CODE 00018228 - 0001822F (0x8 bytes), align: 0", "64B4, align: 1" */
static bool take_part(struct xlink *of, struct nostd_str text,
		      struct nsc_map_extent *extent)
{
	struct nostd_str count, rest;
	uint64_t end;

	if (of->segment.len == 0 || of->file == NSC_NO_ROW) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	skip_space(&text);
	if (!take_address(&text, &extent->address)) {
		return false;
	}
	extent->size = 0;
	if (nostd_str_strip_prefix(&text, NOSTD_STR("- "))) {
		nsc_map_skip_blanks(&text);
		if (!take_address(&text, &end) ||
		    !nostd_str_strip_prefix(&text, NOSTD_STR("(0x")) ||
		    !nostd_str_split_once(text, ' ', &count, &rest) ||
		    !nostd_str_to_u64(count, 16, &extent->size)) {
			return false;
		}
		if (nostd_str_starts_with(rest, NOSTD_STR("bits)"))) {
			extent->size = (extent->size + 7) / 8;
		}
	}
	return true;
}

static bool part_line(struct xlink *of, struct nostd_str text)
{
	struct nsc_map_extent extent;

	if (!take_part(of, text, &extent)) {
		return false;
	}
	enter_segment(of, of->segment);
	nsc_map_add_section(&of->reader, NSC_PLACED_INPUT, of->piece, of->file, extent);
	return true;
}

/*
 * Parts of a common segment (interrupt vectors) lie upon each other: each has what it
 * adds to the end. Until the list of segments comes, output->size is how far they reach.
 */
static bool common_line(struct xlink *of, struct nostd_str text)
{
	struct nsc_map_extent extent;
	struct nsc_map_output *output;
	uint64_t full, end;

	if (!take_part(of, text, &extent)) {
		return false;
	}
	output = enter_segment(of, of->segment);
	full = extent.size;
	end = extent.address + extent.size;
	if (output->size == 0) {
		output->address = extent.address;
	}
	if (output->address + output->size > extent.address) {
		extent.address = output->address + output->size;
		extent.size = end > extent.address ? end - extent.address : 0;
	}
	output->size = extent.address + extent.size - output->address;
	nsc_map_add_section(&of->reader, NSC_PLACED_INPUT, of->piece, of->file, extent)
		->size_before = full;
	return true;
}

/* "CODE_ID", "<CODE,CSTART> 1" */
static bool is_segment_name(struct nostd_str name)
{
	if (name.len != 0 && name.ptr[0] == '<') {
		size_t at = nostd_str_find(name, NOSTD_STR("> "));

		name = at == NOSTD_NOT_FOUND ? name : nostd_str_skip(name, at + 2);
	}
	return name.len != 0 && nostd_str_find_byte(name, ' ') == NOSTD_NOT_FOUND;
}

/* "<CODE> 1 (was CODE)" */
static bool segment_name_line(struct xlink *of, struct nostd_str line)
{
	size_t at = nostd_str_find(line, NOSTD_STR(" (was "));

	of->about = ABOUT_NOTHING;
	of->reader.section = NSC_NO_ROW;
	of->segment = nsc_map_trim_end(line);
	of->piece = of->segment;
	if (at != NOSTD_NOT_FOUND) {
		of->segment = nostd_str_take(line, at);
		of->piece = nsc_map_trim_end(nostd_str_skip(line, at + 6));
		if (!nostd_str_strip_suffix(&of->piece, NOSTD_STR(")"))) {
			of->piece = NOSTD_STR("");
		}
	}
	if (is_segment_name(of->segment) && is_segment_name(of->piece)) {
		return true;
	}
	of->segment = NOSTD_STR("");
	return false;
}

/* -- entries and who refers to them -------------------------------------------------- */

/* "main (main)", "Segment part 6 (CSTARTUP)"; in its own module: only a name. */
static bool referrer(struct xlink *of, struct nostd_str text)
{
	struct nostd_str function, module;
	const struct nsc_map_cref *last;
	uint32_t file;

	text = nsc_map_trim_end(text);
	if (of->about == ABOUT_NOTHING || text.len == 0) {
		return false;
	}
	if (of->about == ABOUT_PART || !nsc_map_split_group(text, &function, &module) ||
	    module.len == 0 || nostd_str_eq(module, NOSTD_STR("?ABS_ENTRY_MOD"))) {
		return true;
	}
	file = module_row(of, module);
	last = nsc_map_cref_vec_last(&of->reader.out->cref);
	if (file != of->file &&
	    !(last && last->file == file && last->symbol.ix == of->entry.ix)) {
		nsc_map_add_cref(&of->reader, of->entry, file, NSC_CREF_MENTIONS);
	}
	return true;
}

/* "62AE   main (main)" behind a name, or below it. */
static bool add_entry(struct xlink *of, struct nostd_str name, struct nostd_str text)
{
	enum nsc_map_symbol_kind kind = NSC_MAP_SYMBOL_ASSIGNED;
	uint64_t address;

	of->name = NOSTD_STR("");
	if (name.len == 0 || !take_address(&text, &address)) {
		return false;
	}
	if (of->reader.section != NSC_NO_ROW) {
		kind = of->locals ? NSC_MAP_SYMBOL_LOCAL : NSC_MAP_SYMBOL_PLACED;
	}
	nsc_map_add_symbol(&of->reader, kind, name, address, 0);
	of->about = ABOUT_NOTHING;
	if (!of->locals) {
		of->about = ABOUT_ENTRY;
		of->entry = nsc_name(of->reader.run->names, name);
		if (of->file != NSC_NO_ROW) {
			nsc_map_add_cref(&of->reader, of->entry, of->file,
					 NSC_CREF_DEFINES);
		}
	}
	return text.len == 0 || referrer(of, text);
}

/* "NAME   ADDRESS   REFERRER", a name that stands alone, or the titles of columns. */
static bool entry_line(struct xlink *of, struct nostd_str line)
{
	struct nostd_str text = nsc_map_trim_end(nostd_str_skip(line, COLUMN_ENTRY));
	struct nostd_str address;
	uint64_t value;

	if (nsc_map_same_words(text, NOSTD_STR("ENTRY ADDRESS REF BY")) ||
	    nsc_map_same_words(text, NOSTD_STR("LOCAL ADDRESS"))) {
		of->locals = text.ptr[0] == 'L';
		return true;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("====="))) {
		return true;
	}
	if (of->name.len != 0) {
		return false;
	}
	if (line.len > COLUMN_ADDRESS && line.ptr[COLUMN_ADDRESS - 1] == ' ') {
		address = nostd_str_skip(line, COLUMN_ADDRESS);
		if (take_address(&address, &value)) {
			return add_entry(of,
					 nsc_map_trim_end(nostd_str_new(
						 line.ptr + COLUMN_ENTRY,
						 COLUMN_ADDRESS - COLUMN_ENTRY)),
					 nostd_str_skip(line, COLUMN_ADDRESS));
		}
	}
	of->name = text;
	of->about = ABOUT_NOTHING;
	return true;
}

/* "Segment part 2. ROOT   Intra module refs:   f" */
static bool part_number_line(struct xlink *of, struct nostd_str text)
{
	(void)text; /* who in its module refers to it, is no edge between files */
	of->about = ABOUT_PART;
	return true;
}

/* Lines of a block that begin two blanks in. */
static bool block_line(struct xlink *of, struct nostd_str text)
{
	static const struct {
		struct nostd_str begin;
		bool (*line)(struct xlink *of, struct nostd_str text);
	} rows[] = {
		{NOSTD_STR_INIT("Relative segment, address:"), part_line},
		{NOSTD_STR_INIT("Common segment, address:"), common_line},
		{NOSTD_STR_INIT("Absolute segment, address:"), part_line},
		{NOSTD_STR_INIT("Segment part "), part_number_line},
	};
	size_t i;

	if (nostd_str_strip_prefix(&text, NOSTD_STR("FILE NAME : "))) {
		of->path = nsc_map_trim_end(text);
		return true;
	}
	if (nostd_str_strip_prefix(&text, NOSTD_STR("PROGRAM MODULE, NAME : "))) {
		return begin_module(of, nsc_map_trim_end(text), false);
	}
	if (nostd_str_strip_prefix(&text, NOSTD_STR("LIBRARY MODULE, NAME : "))) {
		return begin_module(of, nsc_map_trim_end(text), true);
	}
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (nostd_str_strip_prefix(&text, rows[i].begin)) {
			return rows[i].line(of, text);
		}
	}
	return nostd_str_starts_with(text, NOSTD_STR("SEGMENTS IN THE MODULE")) ||
	       nostd_str_starts_with(text, NOSTD_STR("DEFINED ABSOLUTE ENTRIES")) ||
	       nostd_str_starts_with(text, NOSTD_STR("====="));
}

static bool module_line(struct xlink *of, struct nostd_str line)
{
	struct nostd_str text = line;
	size_t indent = nsc_map_skip_blanks(&text);

	switch (indent) {
	case 0:
		return nostd_str_starts_with(text, NOSTD_STR("Absolute parts")) ||
		       segment_name_line(of, text);
	case 2:
		return block_line(of, text);
	case 4:
		of->about = ABOUT_NOTHING;
		return nostd_str_starts_with(text, NOSTD_STR("-----")) ||
		       nostd_str_starts_with(text, NOSTD_STR("*****"));
	case COLUMN_ENTRY:
		return entry_line(of, line);
	case COLUMN_REMARK: /* how it is called, how much stack it needs */
		return of->about == ABOUT_ENTRY || of->locals;
	case COLUMN_ADDRESS:
		return add_entry(of, of->name, text);
	case COLUMN_REFERRER:
		return referrer(of, text);
	}
	return false;
}

/* -- the list of segments ------------------------------------------------------------ */

/* "[SPACE] START - END  SIZE [TYPE ALIGN]", "[SPACE] START [TYPE ALIGN]" */
static bool take_range(struct nostd_str text, struct nsc_map_extent *extent)
{
	uint64_t end;
	bool is_bit;

	nsc_map_skip_blanks(&text);
	skip_space(&text);
	is_bit = nostd_str_find_byte(nostd_str_take(text, 10), '.') != NOSTD_NOT_FOUND;
	extent->size = 0;
	if (!take_address(&text, &extent->address)) {
		return false;
	}
	if (!nostd_str_strip_prefix(&text, NOSTD_STR("- "))) {
		return true;
	}
	nsc_map_skip_blanks(&text);
	if (!take_address(&text, &end) || !nsc_map_take_digits(&text, &extent->size)) {
		return false;
	}
	extent->size = is_bit ? (extent->size + 7) / 8 : extent->size;
	return true;
}

static void set_segment(struct xlink *of, struct nostd_str name,
			struct nsc_map_extent extent)
{
	struct nsc_map_output *output = enter_segment(of, name);

	of->segment_row = of->reader.output;
	output->address = extent.address;
	output->load_address = extent.address;
	output->size = extent.size;
}

static bool segment_line(struct xlink *of, struct nostd_str line)
{
	struct nsc_map_extent extent;

	if (nostd_str_starts_with(line, NOSTD_STR("SEGMENT ")) ||
	    nostd_str_starts_with(line, NOSTD_STR("====="))) {
		return true;
	}
	if (!nsc_map_blank(line.ptr[0])) {
		if (of->name.len != 0) {
			return false;
		}
		if (line.len > COLUMN_SPACE &&
		    nsc_map_blank(line.ptr[COLUMN_SPACE - 1]) &&
		    take_range(nostd_str_skip(line, COLUMN_SPACE), &extent)) {
			set_segment(of,
				    nsc_map_trim_end(nostd_str_take(line, COLUMN_SPACE)),
				    extent);
			return true;
		}
		of->name = nsc_map_trim_end(line);
		if (!is_segment_name(of->name)) {
			of->name = NOSTD_STR("");
			return false;
		}
		return true;
	}
	if (!take_range(line, &extent)) {
		return false;
	}
	if (of->name.len != 0) {
		set_segment(of, of->name, extent);
		of->name = NOSTD_STR("");
		return true;
	}
	if (of->segment_row == NSC_NO_ROW) {
		return false;
	}
	of->reader.out->outputs.ptr[of->segment_row].size +=
		extent.size; /* one more range */
	return true;
}

/* -- parts --------------------------------------------------------------------------- */

/* "*   MODULE MAP   *", in a box of stars. */
static bool title_line(struct xlink *of, struct nostd_str text)
{
	static const struct nostd_str skipped[] = {
		NOSTD_STR_INIT("CROSS REFERENCE"),
		NOSTD_STR_INIT("RUNTIME MODEL"),
		NOSTD_STR_INIT("AUTOMATIC SYMBOL REDIRECTIONS"),
		NOSTD_STR_INIT("MODULE SUMMARY"),
		NOSTD_STR_INIT("CALL GRAPH"),
		NOSTD_STR_INIT("STATIC OVERLAY"),
	};
	size_t i;

	text = nsc_map_trim_end(nostd_str_take(nostd_str_skip(text, 1), text.len - 2));
	nsc_map_skip_blanks(&text);
	if (text.len == 0 || text.ptr[0] == '*') {
		return true;
	}
	of->name = NOSTD_STR("");
	of->part = PART_SKIPPED;
	if (nostd_str_eq(text, NOSTD_STR("MODULE MAP"))) {
		of->part = PART_MODULES;
		of->reader.out->knows |=
			NSC_MAP_SECTIONS | NSC_MAP_SYMBOLS | NSC_MAP_CREF;
		return true;
	}
	if (nostd_str_eq(text, NOSTD_STR("SEGMENTS IN ADDRESS ORDER"))) {
		of->part = PART_SEGMENTS;
		return true;
	}
	if (nostd_str_eq(text, NOSTD_STR("END OF CROSS REFERENCE"))) {
		of->part = PART_END;
		of->end_seen = true;
		return true;
	}
	for (i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++) {
		if (nostd_str_starts_with(text, skipped[i])) {
			return true;
		}
	}
	return false;
}

/* Two blanks fewer than the titles: "165 348 bytes of CODE  memory". */
static bool end_line(struct nostd_str line)
{
	return nostd_str_contains(line, NOSTD_STR(" bytes of ")) ||
	       nostd_str_contains(line, NOSTD_STR(" bits  of ")) ||
	       nostd_str_starts_with(line, NOSTD_STR("Errors:")) ||
	       nostd_str_starts_with(line, NOSTD_STR("Warnings:"));
}

static bool text_line(struct xlink *of, struct nostd_str line)
{
	struct nostd_str text = nsc_map_trim_end(line);

	if (nsc_map_skip_blanks(&text) == COLUMN_TITLE && text.len == 40 &&
	    text.ptr[0] == '*' && text.ptr[39] == '*') {
		return title_line(of, text);
	}
	switch (of->part) {
	case PART_HEAD:
		return line.ptr[0] == '#';
	case PART_SKIPPED:
		return true;
	case PART_MODULES:
		return module_line(of, line);
	case PART_SEGMENTS:
		return segment_line(of, line);
	case PART_END:
		return end_line(line);
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct xlink of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"IAR XLINK", NSC_MAP_PARTS});
	of.file = NSC_NO_ROW;
	of.segment_row = NSC_NO_ROW;
	of.defined = flag_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	nsc_map_group_sections(&of.reader);
	nsc_map_reader_end(&of.reader, of.end_seen ? NULL : "the list of segments");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nostd_str_strip_prefix(&line, NOSTD_STR("#"))) {
			nsc_map_skip_blanks(&line);
			if (nostd_str_starts_with(line,
						  NOSTD_STR("IAR Universal Linker "))) {
				return true;
			}
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_xlink = {
	.name = "iar-xlink",
	.title = "IAR XLINK",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
