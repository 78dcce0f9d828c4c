/*
 * armlink.c - maps of Arm's armlink: Arm Compiler 5 and 6, Keil MDK.
 *
 *	Section Cross References         OBJ(SECTION) refers to OBJ(SECTION) for SYMBOL
 *	Removing Unused input sections   Removing OBJ(SECTION), (N bytes).
 *	Image Symbol Table               NAME VALUE TYPE SIZE OBJ(SECTION)
 *	Memory Map of the image          load and execution regions, rows of sections
 *	Image component sizes            not needed: the memory map has them
 *
 * In:   the text of a map; each part may be missing. Rows of '=' separate them.
 * Out:  facts; see map.h. References between sections are told before unused ones are
 *       removed; those from sections that are not in the image are left out, so that the
 *       others are references of the image. Contents and zeroed data of one execution
 *       region become two output sections, as in armlink's ELF files.
 *
 * An object is named without its folder, and a library's member by its name alone until
 * the memory map says of what library it is. Two files of one name cannot be told apart:
 * then the run is not complete.
 *
 * Seen: maps of Arm Compiler 5.05 and 6.22. Words: armlink User Guide, --map, --xref,
 * --symbols, --info=sizes,unused.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024 };

enum part {
	PART_HEAD,
	PART_BETWEEN, /* behind a separator: a heading is due */
	PART_XREF,
	PART_REMOVED,
	PART_SYMBOLS,
	PART_MEMORY,
	PART_REST /* totals of what was told before */
};

/* A reference or a symbol that waits for the memory map; texts are the map's own. */
struct reference {
	uint32_t from, to; /* rows of files; `to` may be NSC_NO_ROW */
	struct nostd_str section, symbol;
};

struct symbol {
	uint32_t file;
	struct nostd_str section, name;
	uint64_t address, size;
	uint32_t line;
	bool is_local;
};

#define NOSTD_NAME reference_vec
#define NOSTD_T    struct reference
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME symbol_vec
#define NOSTD_T    struct symbol
#define NOSTD_IN
#include <nostd/vec.h>

/* Sections that are in the image: from file and name, as one number, to the row. */
#define NOSTD_NAME placed
#define NOSTD_K    uint64_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME flag_vec
#define NOSTD_T    uint8_t
#define NOSTD_IN
#include <nostd/vec.h>

struct armlink {
	struct nsc_map_reader reader;
	enum part part;
	bool locals;    /* in the list of local symbols */
	bool separated; /* the last line was a separator */
	bool memory_seen;
	struct nostd_str from; /* what the last reference is from, as the map has it */
	struct reference_vec references;
	struct symbol_vec symbols;
	struct flag_vec is_object; /* by row of files: the memory map has it by itself */
	struct nostd_str region;   /* execution region: name */
	uint64_t region_load;      /* where it is loaded, less where it runs */
	bool region_has_load;
	uint32_t regions;          /* execution regions so far */
	uint32_t contents, zeroed; /* its output sections, or NSC_NO_ROW */
};

/* -- cross references ---------------------------------------------------------------- */

/* "OBJ(SECTION)"; what armlink made itself is of "anon$$obj.o". */
static bool split_section(struct armlink *of, struct nostd_str text, uint32_t *file,
			  struct nostd_str *section)
{
	struct nostd_str object;

	text = nsc_map_trim_end(text);
	if (!nsc_map_split_group(text, &object, section) || object.len == 0) {
		return false;
	}
	*file = nsc_map_file_row_as(&of->reader.files, object, NOSTD_STR(""), object);
	return true;
}

/* What refers; the references of one section follow each other. */
static bool split_from(struct armlink *of, struct nostd_str text,
		       struct reference *reference)
{
	const struct reference *last = reference_vec_last(&of->references);

	if (last && nostd_str_eq(text, of->from)) {
		reference->from = last->from;
		reference->section = last->section;
		return true;
	}
	of->from = NOSTD_STR("");
	return split_section(of, text, &reference->from, &reference->section);
}

/* "OBJ(SECTION) refers [(Weak)] to OBJ(SECTION) for SYMBOL" */
static bool xref_line(struct armlink *of, struct nostd_str text)
{
	struct reference reference = {0};
	struct nostd_str left, right, section;
	size_t at = nostd_str_find(text, NOSTD_STR(" refers "));

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	left = nostd_str_take(text, at);
	right = nostd_str_skip(text, at + 8);
	nsc_map_skip_blanks(&left);
	at = nostd_str_find(right, NOSTD_STR("to "));
	if (at == NOSTD_NOT_FOUND || !split_from(of, left, &reference)) {
		return false;
	}
	right = nostd_str_skip(right, at + 3);
	at = nostd_str_find(right, NOSTD_STR(" for "));
	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	reference.symbol = nsc_map_trim_end(nostd_str_skip(right, at + 5));
	reference.to = NSC_NO_ROW;
	(void)split_section(of, nostd_str_take(right, at), &reference.to, &section);
	if (reference.symbol.len != 0 && reference.symbol.ptr[0] != '[' &&
	    reference.from != reference.to) {
		reference_vec_push(&of->references, reference);
		of->from = left;
	}
	return true;
}

/* -- unused sections ----------------------------------------------------------------- */

/* "Removing OBJ(SECTION), (N bytes)."; "N unused section(s) ..." ends the list. */
static bool removed_line(struct armlink *of, struct nostd_str text)
{
	struct nostd_str section, size, name;
	uint64_t bytes;
	uint32_t file;

	nsc_map_skip_blanks(&text);
	if (!nostd_str_strip_prefix(&text, NOSTD_STR("Removing "))) {
		return nostd_str_contains(text, NOSTD_STR(" unused section(s) "));
	}
	if (!nostd_str_rsplit_once(text, ',', &section, &size)) {
		return false;
	}
	nsc_map_skip_blanks(&size);
	if (!nostd_str_strip_prefix(&size, NOSTD_STR("(")) ||
	    !nsc_map_take_decimal(&size, &bytes) ||
	    !split_section(of, section, &file, &name)) {
		return false;
	}
	nsc_map_add_discarded(&of->reader, name, file, bytes);
	return true;
}

/* -- symbols ------------------------------------------------------------------------- */

/* The type is one word or two: "Data", "Thumb Code", "ARM Code". */
static bool is_code_or_data(struct nostd_str type)
{
	return nostd_str_ends_with(type, NOSTD_STR("Code")) ||
	       nostd_str_eq(type, NOSTD_STR("Data"));
}

/* "TYPE SIZE OBJ(SECTION)" behind the value; TYPE ends where the number begins. */
static bool split_symbol(struct nostd_str text, struct nostd_str *type, uint64_t *size,
			 struct nostd_str *object)
{
	const char *from = text.ptr;
	const char *stop = from;

	while (text.len != 0) {
		struct nostd_str rest = text;

		if (stop != from && nsc_map_take_decimal(&rest, size)) {
			*type = nostd_str_new(from, (size_t)(stop - from));
			nsc_map_skip_blanks(&rest);
			*object = nsc_map_trim_end(rest);
			return true;
		}
		(void)nsc_map_take_word(&text);
		stop = text.ptr;
		nsc_map_skip_blanks(&text);
	}
	return false;
}

/* A number without a section: a name of the linker's, or of the library's build. */
static void add_number(struct armlink *of, const struct symbol *symbol)
{
	if (!symbol->is_local) {
		nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_ASSIGNED, symbol->name,
				   symbol->address, 0)
			->section = NSC_NO_ROW;
	}
}

static bool symbol_line(struct armlink *of, struct nostd_str text)
{
	struct symbol symbol = {.is_local = of->locals, .line = of->reader.lines.number};
	struct nostd_str type, object, rest;
	size_t at;

	nsc_map_skip_blanks(&text);
	if (nostd_str_starts_with(text, NOSTD_STR("Local Symbols")) ||
	    nostd_str_starts_with(text, NOSTD_STR("Global Symbols"))) {
		of->locals = text.ptr[0] == 'L';
		return true;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("Symbol Name ")) ||
	    nostd_str_ends_with(nsc_map_trim_end(text),
				NOSTD_STR("- Undefined Weak Reference"))) {
		return true;
	}
	at = nostd_str_find(text, NOSTD_STR(" 0x"));
	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	symbol.name = nsc_map_trim_end(nostd_str_take(text, at));
	rest = nostd_str_skip(text, at + 1);
	if (symbol.name.len == 0 || !nsc_map_take_hex(&rest, &symbol.address)) {
		return false;
	}
	nsc_map_skip_blanks(&rest);
	if (!split_symbol(rest, &type, &symbol.size, &object)) {
		return false;
	}
	if (!is_code_or_data(type)) {
		add_number(of, &symbol);
	} else if (split_section(of, object, &symbol.file, &symbol.section)) {
		symbol_vec_push(&of->symbols, symbol);
	} else {
		add_number(of, &symbol);
	}
	return true;
}

/* -- memory map ---------------------------------------------------------------------- */

/* The number behind "WORD: 0x"; false: it is not there. */
static bool take_value(struct nostd_str text, struct nostd_str word, uint64_t *value)
{
	size_t at = nostd_str_find(text, word);

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	text = nostd_str_skip(text, at + word.len);
	nsc_map_skip_blanks(&text);
	for (at = 0; at < text.len && text.ptr[at] != ',' && text.ptr[at] != ')'; at++) {
	}
	text = nostd_str_take(text, at);
	return nsc_map_take_hex(&text, value);
}

/* "NAME (Exec base: 0x.., Load base: 0x.., Size: 0x.., Max: 0x.., ...)" */
static bool region_line(struct armlink *of, struct nostd_str text)
{
	struct nostd_str name = nsc_map_take_word(&text), values = text;
	uint64_t base, load, length;

	of->region = NOSTD_STR(""); /* rows below one that is not understood have none */
	if (name.len == 0 || (!take_value(values, NOSTD_STR("Exec base:"), &base) &&
			      !take_value(values, NOSTD_STR("(Base:"), &base))) {
		return false;
	}
	of->region = name;
	of->region_has_load = take_value(values, NOSTD_STR("Load base:"), &load);
	of->region_load = of->region_has_load ? load - base : 0;
	of->contents = NSC_NO_ROW;
	of->zeroed = NSC_NO_ROW;
	of->regions++;
	if (take_value(values, NOSTD_STR("Max:"), &length)) {
		nsc_map_add_region(&of->reader, of->region, base, length, NOSTD_STR(""));
		of->reader.out->knows |= NSC_MAP_REGIONS;
	}
	return true;
}

struct row {
	uint64_t address, load, size;
	bool has_load;
	struct nostd_str type, attribute, section, object;
};

/* "EXEC [LOAD] SIZE TYPE [ATTR INDEX [*] SECTION OBJECT]"; LOAD is "-" if zeroed. */
static bool split_row(struct nostd_str text, struct row *row)
{
	memset(row, 0, sizeof(*row));
	if (!nsc_map_take_hex(&text, &row->address)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	if (nostd_str_strip_prefix(&text, NOSTD_STR("- "))) {
		nsc_map_skip_blanks(&text);
		if (!nsc_map_take_hex(&text, &row->size)) {
			return false;
		}
	} else if (!nsc_map_take_hex(&text, &row->size)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	row->load = row->size;
	row->has_load = nsc_map_take_hex(&text, &row->size);
	nsc_map_skip_blanks(&text);
	row->type = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	row->attribute = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	(void)nsc_map_take_word(&text); /* index */
	nsc_map_skip_blanks(&text);
	if (nostd_str_strip_prefix(&text, NOSTD_STR("* "))) {
		nsc_map_skip_blanks(&text); /* an entry */
	}
	row->section = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	row->object = nsc_map_trim_end(text);
	return row->type.len != 0;
}

static void say_ambiguous(struct armlink *of, struct nostd_str name)
{
	nsc_diag(of->reader.run->diags, NSC_DIAG_NOT_ANALYSED,
		 nsc_place(of->reader.out->path, of->reader.lines.number, 1),
		 "two files of this link are called {}: this map does not say which of "
		 "them refers to what",
		 name);
}

/* An object, or "LIBRARY(MEMBER)", which was "MEMBER" up to here. */
static uint32_t object_row(struct armlink *of, struct nostd_str text)
{
	struct nsc_map_files *files = &of->reader.files;
	struct nostd_str archive, member;
	struct nsc_map_file *file;
	bool in_archive = nsc_map_split_group(text, &archive, &member) &&
			  archive.len != 0 && member.len != 0;
	struct nostd_str name = in_archive ? member : text;
	struct nsc_name wanted = in_archive ? nsc_name(of->reader.run->names, archive)
					    : (struct nsc_name){0};
	uint32_t row = nsc_map_file_row_as(files, name, NOSTD_STR(""), name);

	while (of->is_object.len <= row) {
		flag_vec_push(&of->is_object, 0);
	}
	file = &files->rows->ptr[row];
	if (of->is_object.ptr[row] && !nsc_name_eq(file->archive, wanted)) {
		say_ambiguous(of, name);
		row = nsc_map_file_row_as(files, text,
					  in_archive ? archive : NOSTD_STR(""), name);
		return row;
	}
	of->is_object.ptr[row] = 1;
	file->archive = wanted;
	return row;
}

/* The output section of the region that a row belongs to; a new one for its first row. */
static void enter_output(struct armlink *of, const struct row *row)
{
	bool zero = nostd_str_eq(row->type, NOSTD_STR("Zero"));
	uint32_t *output = zero ? &of->zeroed : &of->contents;
	struct nsc_map_output *added;

	if (nostd_str_eq(row->type, NOSTD_STR("PAD")) && *output == NSC_NO_ROW) {
		output = of->zeroed != NSC_NO_ROW ? &of->zeroed : output;
	}
	if (*output == NSC_NO_ROW) {
		added = nsc_map_add_output(&of->reader, of->region, row->address, 0);
		added->load_address =
			zero ? row->address : row->address + of->region_load;
		added->has_load_address = !zero && of->region_load != 0;
		if (row->has_load) {
			added->load_address = row->load;
			added->has_load_address = row->load != row->address;
		}
		added->memory = zero ? NSC_MEMORY_ZERO : NSC_MEMORY_READ;
		*output = of->reader.output;
	}
	of->reader.output = *output;
	added = &of->reader.out->outputs.ptr[*output];
	if (nostd_str_eq(row->attribute, NOSTD_STR("RW")) && !zero) {
		added->memory = NSC_MEMORY_WRITE;
	}
	if (row->address + row->size > added->address + added->size) {
		added->size = row->address + row->size - added->address;
	}
}

static bool add_row(struct armlink *of, const struct row *row)
{
	if (of->region.len == 0) {
		return false;
	}
	enter_output(of, row);
	if (nostd_str_eq(row->type, NOSTD_STR("PAD"))) {
		nsc_map_add_section(&of->reader, NSC_PLACED_FILL, row->type, NSC_NO_ROW,
				    (struct nsc_map_extent){row->address, row->size});
		return true;
	}
	if (row->section.len == 0 || row->object.len == 0) {
		return false;
	}
	if (nostd_str_eq(row->object, NOSTD_STR("anon$$obj.o"))) {
		nsc_map_add_section(&of->reader, NSC_PLACED_STUBS, row->section,
				    NSC_NO_ROW,
				    (struct nsc_map_extent){row->address, row->size});
		return true;
	}
	nsc_map_add_section(&of->reader,
			    nostd_str_eq(row->section, NOSTD_STR("COMMON"))
				    ? NSC_PLACED_COMMON
				    : NSC_PLACED_INPUT,
			    row->section, object_row(of, row->object),
			    (struct nsc_map_extent){row->address, row->size});
	return true;
}

static bool memory_line(struct armlink *of, struct nostd_str text)
{
	struct row row;

	nsc_map_skip_blanks(&text);
	if (nostd_str_strip_prefix(&text, NOSTD_STR("Execution Region "))) {
		return region_line(of, text);
	}
	if (nostd_str_starts_with(text, NOSTD_STR("Load Region ")) ||
	    nostd_str_starts_with(text, NOSTD_STR("Image Entry point ")) ||
	    nostd_str_starts_with(text, NOSTD_STR("Base Addr ")) ||
	    nostd_str_starts_with(text, NOSTD_STR("Exec Addr ")) ||
	    nostd_str_starts_with(text, NOSTD_STR("**** No section assigned"))) {
		return true;
	}
	return split_row(text, &row) && add_row(of, &row);
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_separator(struct nostd_str line)
{
	size_t i;

	for (i = 0; i < line.len && line.ptr[i] == '='; i++) {
	}
	return line.len >= 20 && i == line.len;
}

static bool heading_line(struct armlink *of, struct nostd_str line)
{
	static const struct {
		struct nostd_str words;
		enum part part;
		unsigned knows;
	} headings[] = {
		{NOSTD_STR_INIT("Section Cross References"), PART_XREF, NSC_MAP_CREF},
		{NOSTD_STR_INIT("Removing Unused input sections"), PART_REMOVED,
		 NSC_MAP_DISCARDED},
		{NOSTD_STR_INIT("Image Symbol Table"), PART_SYMBOLS,
		 NSC_MAP_SYMBOLS | NSC_MAP_SYMBOL_SIZES},
		{NOSTD_STR_INIT("Memory Map of the image"), PART_MEMORY,
		 NSC_MAP_SECTIONS},
		{NOSTD_STR_INIT("Image component sizes"), PART_REST, 0},
		{NOSTD_STR_INIT("Adding "), PART_REST, 0}, /* veneers */
		{NOSTD_STR_INIT("Code (inc. data)"), PART_REST, 0},
		{NOSTD_STR_INIT("Total RO "), PART_REST, 0},
	};
	size_t i;

	nsc_map_skip_blanks(&line);
	for (i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
		if (nostd_str_starts_with(line, headings[i].words)) {
			of->part = headings[i].part;
			of->reader.out->knows |= headings[i].knows;
			of->memory_seen |= of->part == PART_MEMORY;
			return true;
		}
	}
	of->part = PART_REST;
	return false;
}

static bool text_line(struct armlink *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD:
	case PART_REST:
		return true;
	case PART_BETWEEN:
		return heading_line(of, line);
	case PART_XREF:
		return xref_line(of, line);
	case PART_REMOVED:
		return removed_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	case PART_MEMORY:
		return memory_line(of, line);
	}
	return false;
}

/* -- what waited for the memory map -------------------------------------------------- */

static uint64_t key_of(uint32_t file, struct nsc_name name)
{
	return (uint64_t)file << 32 | name.ix;
}

/* Of two of one name in one file the first counts. */
static struct placed index_placed(struct armlink *of)
{
	const struct nsc_map_section_vec *sections = &of->reader.out->sections;
	struct placed all =
		placed_with_capacity_in(nsc_scratch(of->reader.run), sections->len);
	size_t i;

	for (i = sections->len; i-- > 0;) {
		if (sections->ptr[i].file != NSC_NO_ROW) {
			placed_insert(&all,
				      key_of(sections->ptr[i].file,
					     sections->ptr[i].name),
				      (uint32_t)i);
		}
	}
	return all;
}

/* Rows of sections, many at once; NSC_NO_ROW: it is not in the image. */
struct lookup {
	uint32_t files[NSC_MAP_WAITING];
	struct nostd_str sections[NSC_MAP_WAITING];
	uint32_t rows[NSC_MAP_WAITING];
};

static void find_placed(const struct armlink *of, const struct placed *all,
			struct lookup *lookup, size_t count)
{
	struct nsc_name names[NSC_MAP_WAITING];
	size_t i;

	nsc_name_all(of->reader.run->names, lookup->sections, count, names);
	for (i = 0; i < count; i++) {
		const uint32_t *row = placed_get(all, key_of(lookup->files[i], names[i]));

		lookup->rows[i] = row ? *row : NSC_NO_ROW;
	}
}

static size_t part_of(size_t left)
{
	return left < NSC_MAP_WAITING ? left : NSC_MAP_WAITING;
}

static void add_symbol(struct armlink *of, const struct symbol *symbol, uint32_t row)
{
	struct nsc_map_symbol *added;

	if (row == NSC_NO_ROW) {
		return; /* without a memory map nothing is known to be placed */
	}
	added = nsc_map_add_symbol(&of->reader,
				   symbol->is_local ? NSC_MAP_SYMBOL_LOCAL
						    : NSC_MAP_SYMBOL_PLACED,
				   symbol->name, symbol->address, symbol->size);
	added->section = row;
	added->line = symbol->line;
}

static void add_symbols(struct armlink *of, const struct placed *all)
{
	struct lookup lookup;
	size_t done, part, i;

	for (done = 0; done < of->symbols.len; done += part) {
		const struct symbol *symbols = of->symbols.ptr + done;

		part = part_of(of->symbols.len - done);
		for (i = 0; i < part; i++) {
			lookup.files[i] = symbols[i].file;
			lookup.sections[i] = symbols[i].section;
		}
		find_placed(of, all, &lookup, part);
		for (i = 0; i < part; i++) {
			add_symbol(of, &symbols[i], lookup.rows[i]);
		}
	}
}

/* Those whose row is none are left out. A definer is told with each of them. */
static void add_placed(struct armlink *of, const struct reference *references,
		       const uint32_t *rows, size_t count)
{
	struct nostd_str texts[NSC_MAP_WAITING];
	struct nsc_name symbols[NSC_MAP_WAITING];
	size_t i, placed = 0;

	for (i = 0; i < count; i++) {
		if (rows[i] != NSC_NO_ROW) {
			texts[placed++] = references[i].symbol;
		}
	}
	nsc_name_all(of->reader.run->names, texts, placed, symbols);
	for (i = placed = 0; i < count; i++) {
		const struct reference *one = &references[i];

		if (rows[i] == NSC_NO_ROW) {
			continue;
		}
		if (one->to != NSC_NO_ROW) {
			nsc_map_add_cref(&of->reader, symbols[placed], one->to,
					 NSC_CREF_DEFINES);
		}
		nsc_map_add_cref(&of->reader, symbols[placed++], one->from,
				 NSC_CREF_MENTIONS);
	}
}

static void add_references(struct armlink *of, const struct placed *all)
{
	struct lookup lookup;
	size_t done, part, i;

	for (done = 0; done < of->references.len; done += part) {
		const struct reference *references = of->references.ptr + done;

		part = part_of(of->references.len - done);
		for (i = 0; i < part; i++) {
			lookup.files[i] = references[i].from;
			lookup.sections[i] = references[i].section;
		}
		find_placed(of, all, &lookup, part);
		add_placed(of, references, lookup.rows, part);
	}
}

static const char *missing(const struct armlink *of)
{
	if (!of->memory_seen) {
		return "the memory map of the image (armlink --map)";
	}
	return of->separated ? NULL : "the row of '=' that ends a part";
}

static void finish(struct armlink *of)
{
	struct placed all;

	nsc_map_name_now(&of->reader);
	all = index_placed(of);
	add_symbols(of, &all);
	add_references(of, &all);
	nsc_map_reader_end(&of->reader, missing(of));
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct armlink of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"armlink",
						  NSC_MAP_PARTS | NSC_MAP_BASE_NAMES});
	of.references =
		reference_vec_with_capacity_in(nsc_scratch(run), of.reader.lines_guessed);
	of.symbols =
		symbol_vec_with_capacity_in(nsc_scratch(run), of.reader.lines_guessed);
	of.is_object = flag_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		of.separated = is_separator(line);
		if (of.separated) {
			of.part = PART_BETWEEN;
		} else if (!text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	finish(&of);
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nostd_str_starts_with(line, NOSTD_STR("Component: "))) {
			return nostd_str_contains(line, NOSTD_STR("Tool: armlink"));
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_armlink = {
	.name = "armlink",
	.title = "armlink (Arm Compiler, Keil)",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
