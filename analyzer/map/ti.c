/*
 * ti.c - maps of TI's linker: Arm, MSP430, C6000; C2000, C5000 and what came before.
 *
 *	MEMORY CONFIGURATION     regions
 *	SECTION ALLOCATION MAP   output sections; below each, what lies in it
 *	GLOBAL SYMBOLS           by name, then the same by address
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. A library is named without its folder, and once for the members
 *       that follow. Subsections (".text:f") are pieces of their own. A map does not say
 *       who refers to what, nor what was dropped. Processors that count words of 16 bits
 *       are not read (foreign.c).
 *
 * Seen: a map of the ARM linker 18.9.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024 };

enum part { PART_SKIPPED, PART_REGIONS, PART_SECTIONS, PART_SYMBOLS };

/* Two pages may have the same addresses: while symbols are placed, theirs are above. */
enum { PAGE_SHIFT = 48, PAGES_MAX = 256 };

#define NOSTD_NAME page_vec
#define NOSTD_T    uint8_t
#define NOSTD_IN
#include <nostd/vec.h>

struct ti {
	struct nsc_map_reader reader;
	enum part part;
	unsigned unit;     /* bytes of what is counted: 1, or 2 for words of 16 bits */
	bool both_columns; /* bytes beside words: C55x */
	bool symbols_have_pages;
	bool end_seen;
	struct page_vec pages;    /* by row of outputs */
	struct nostd_str name;    /* of an output section; its row begins with '*' */
	struct nostd_str library; /* of the last row that had one */
};

static bool take_number(struct nostd_str *text, uint64_t *value)
{
	bool good = nsc_map_take_digits(text, value);

	nsc_map_skip_blanks(text);
	return good;
}

/* "PAGE 0:", which old linkers write in front of the page's first region. */
static void skip_page(struct nostd_str *text)
{
	struct nostd_str rest = *text;

	if (nostd_str_strip_prefix(&rest, NOSTD_STR("PAGE "))) {
		(void)nsc_map_take_word(&rest);
		nsc_map_skip_blanks(&rest);
		*text = rest;
	}
}

/* "  FLASH   00000000   00040000  0000051c  0003fae4  R  X"; the fourth may lack. */
static bool region_line(struct ti *of, struct nostd_str text)
{
	unsigned unit = of->both_columns ? 1 : of->unit;
	struct nostd_str name;
	uint64_t origin = 0, length = 0, used = 0, unused = 0;

	nsc_map_skip_blanks(&text);
	skip_page(&text);
	name = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	if (name.len == 0 || nostd_str_eq(name, NOSTD_STR("name")) ||
	    nostd_str_eq(name, NOSTD_STR("(bytes)")) ||
	    nostd_str_starts_with(name, NOSTD_STR("----"))) {
		return true;
	}
	if (!take_number(&text, &origin) || !take_number(&text, &length) ||
	    !take_number(&text, &used)) {
		return false;
	}
	(void)take_number(&text, &unused);
	nsc_map_add_region(&of->reader, name, origin * unit, length * unit,
			   nsc_map_trim_end(text));
	return true;
}

/* -- sections ------------------------------------------------------------------------ */

/* "UNINITIALIZED", "NOLOAD SECTION", "RUN ADDR = 20000000" */
static void set_attributes(struct nsc_map_output *output, unsigned unit,
			   struct nostd_str text)
{
	size_t at = nostd_str_find(text, NOSTD_STR("RUN ADDR = "));
	struct nostd_str rest;
	uint64_t address = 0;

	if (nostd_str_contains(text, NOSTD_STR("UNINITIALIZED"))) {
		output->memory = NSC_MEMORY_ZERO;
	}
	if (nostd_str_contains(text, NOSTD_STR("COPY SECTION")) ||
	    nostd_str_contains(text, NOSTD_STR("DSECT"))) {
		output->allocated = false;
	}
	if (at != NOSTD_NOT_FOUND) {
		rest = nostd_str_skip(text, at + 11);
		if (take_number(&rest, &address)) {
			output->address = address * unit;
			output->has_load_address = true;
		}
	}
}

/* "0000ff00", "[ 0000ff00 ]", "[ 0000ff00+]", "*": a number that applies, or not. */
static bool take_cell(struct nostd_str *text, uint64_t *value, bool *applies)
{
	struct nostd_str rest = *text, inside;

	*applies = !nostd_str_strip_prefix(&rest, NOSTD_STR("* "));
	if (!*applies || nostd_str_eq(rest, NOSTD_STR("*"))) {
		*text = *applies ? nostd_str_skip(rest, 1) : rest;
		*applies = false;
		nsc_map_skip_blanks(text);
		return true;
	}
	if (!nostd_str_strip_prefix(&rest, NOSTD_STR("["))) {
		return take_number(text, value);
	}
	*applies = false;
	if (!nostd_str_split_once(rest, ']', &inside, text)) {
		return false;
	}
	nsc_map_skip_blanks(text);
	return true;
}

/* "ORIGIN LENGTH", or for C55x both of both: bytes, then words. */
static bool take_extent(const struct ti *of, struct nostd_str *text,
			struct nsc_map_extent *extent)
{
	uint64_t origins[2] = {0}, lengths[2] = {0};
	bool applies[4] = {0};

	if (!of->both_columns) {
		if (!take_number(text, &origins[0]) || !take_number(text, &lengths[0])) {
			return false;
		}
		*extent = (struct nsc_map_extent){origins[0] * of->unit,
						  lengths[0] * of->unit};
		return true;
	}
	if (!take_cell(text, &origins[0], &applies[0]) ||
	    !take_cell(text, &origins[1], &applies[1]) ||
	    !take_cell(text, &lengths[0], &applies[2]) ||
	    !take_cell(text, &lengths[1], &applies[3])) {
		return false;
	}
	extent->address = applies[0] ? origins[0] : 2 * origins[1];
	extent->size = applies[2] ? lengths[0] : 2 * lengths[1];
	return applies[0] != applies[1] && applies[2] != applies[3];
}

/* "PAGE ORIGIN LENGTH [ATTRIBUTES]" */
static bool add_output(struct ti *of, struct nostd_str name, struct nostd_str text)
{
	struct nsc_map_extent extent;
	struct nsc_map_output *output;
	struct nostd_str page;
	uint64_t number;

	nsc_map_skip_blanks(&text);
	page = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	if (!nostd_str_to_u64(page, 10, &number) || number >= PAGES_MAX ||
	    !take_extent(of, &text, &extent)) {
		return false;
	}
	output = nsc_map_add_output(&of->reader, name, extent.address, extent.size);
	set_attributes(output, of->unit, text);
	page_vec_push(&of->pages, (uint8_t)number);
	return true;
}

static bool output_line(struct ti *of, struct nostd_str line)
{
	struct nostd_str text = line;
	struct nostd_str name = nsc_map_take_word(&text);

	if (nostd_str_eq(name, NOSTD_STR("*"))) {
		return of->name.len != 0 && add_output(of, of->name, text);
	}
	if (nostd_str_eq(name, NOSTD_STR("section")) ||
	    nostd_str_eq(name, NOSTD_STR("output")) ||
	    nostd_str_starts_with(name, NOSTD_STR("(Addresses")) ||
	    nostd_str_starts_with(name, NOSTD_STR("----"))) {
		of->both_columns |= nostd_str_contains(text, NOSTD_STR("orgn(words)"));
		return true; /* column titles */
	}
	of->name = name;
	return nsc_map_all_blank(text) || add_output(of, name, text);
}

/* "[LIBRARY] : MEMBER", or an object; NSC_NO_ROW: none. */
static uint32_t file_of(struct ti *of, struct nostd_str text)
{
	struct nsc_map_files *files = &of->reader.files;
	struct nostd_str library, member;
	char key[512];
	size_t size;

	text = nsc_map_trim_end(text);
	if (text.len == 0) {
		return NSC_NO_ROW;
	}
	if (text.ptr[0] == ':') {
		library = of->library;
		member = nostd_str_skip(text, 1);
	} else {
		size_t at = nostd_str_find(text, NOSTD_STR(" : "));

		if (at == NOSTD_NOT_FOUND) {
			return nsc_map_file_row_as(files, text, NOSTD_STR(""), text);
		}
		library = nsc_map_trim_end(nostd_str_take(text, at));
		member = nostd_str_skip(text, at + 3);
		of->library = library;
	}
	nsc_map_skip_blanks(&member);
	size = library.len + member.len + 1;
	if (library.len == 0 || member.len == 0 || size > sizeof(key)) {
		return NSC_NO_ROW;
	}
	memcpy(key, library.ptr, library.len);
	key[library.len] = ':';
	memcpy(key + library.len + 1, member.ptr, member.len);
	return nsc_map_file_row_as(files, nostd_str_new(key, size), library, member);
}

/* ".common:NAME" has no file. */
static enum nsc_placement_kind kind_of(uint32_t file, struct nostd_str section)
{
	if (nostd_str_starts_with(section, NOSTD_STR(".common:"))) {
		return NSC_PLACED_COMMON;
	}
	return file == NSC_NO_ROW ? NSC_PLACED_STUBS : NSC_PLACED_INPUT;
}

/* What runs elsewhere is listed where it is loaded. */
static uint64_t run_address(const struct ti *of, uint64_t address)
{
	const struct nsc_map_output *output =
		&of->reader.out->outputs.ptr[of->reader.output];
	uint64_t offset = address - output->load_address;

	return output->has_load_address && offset <= output->size
		       ? output->address + offset
		       : address;
}

/* "rom.obj (.text) [fill = 0]": what its holes are filled with. */
static struct nostd_str without_fill(struct nostd_str text)
{
	size_t at = nostd_str_find(text, NOSTD_STR(" [fill = "));

	return nsc_map_trim_end(at == NOSTD_NOT_FOUND ? text : nostd_str_take(text, at));
}

/* "ADDRESS LENGTH FILE (SECTION)", or "--HOLE-- [fill = 0]" in the file's place. */
static bool input_line(struct ti *of, struct nostd_str text)
{
	struct nsc_map_extent extent;
	struct nostd_str file, section;
	uint32_t row;

	nsc_map_skip_blanks(&text);
	if (of->reader.output == NSC_NO_ROW || !take_extent(of, &text, &extent)) {
		return nostd_str_starts_with(text, NOSTD_STR("output ")) ||
		       nostd_str_starts_with(text, NOSTD_STR("attributes/"));
	}
	if (nostd_str_starts_with(text, NOSTD_STR("--HOLE--"))) {
		nsc_map_add_section(&of->reader, NSC_PLACED_FILL, NOSTD_STR("--HOLE--"),
				    NSC_NO_ROW, extent);
		return true;
	}
	text = without_fill(text);
	if (!nsc_map_split_group(text, &file, &section)) {
		return false;
	}
	row = file_of(of, file);
	extent.address = run_address(of, extent.address);
	nsc_map_add_section(&of->reader, kind_of(row, section), section, row, extent);
	return true;
}

/*
 * -- symbols ------------------------------------------------------------------------
 *
 *	0000026d   GPIOPadConfigSet       UNDEFED   __mpu_init
 *	0     00301d97  _CPU_init         abs   00000400  __STACK_SIZE
 *	000005e6 _atexit           0000044f I$$MOD       by name; by address, not needed
 *	            00008000    .bss                     C55x: words, bytes before them
 */
static bool add_symbol(struct ti *of, struct nostd_str text, unsigned unit, uint64_t page)
{
	struct nostd_str word = nsc_map_take_word(&text), name;
	uint64_t address;

	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	if (nostd_str_starts_with(word, NOSTD_STR("UNDEF")) ||
	    nostd_str_eq(word, NOSTD_STR("ffffffff"))) { /* what nobody defines */
		return name.len != 0;
	}
	if (word.len != 8 || !nostd_str_to_u64(word, 16, &address) || name.len == 0) {
		return false;
	}
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, name,
			   (address * unit) | page << PAGE_SHIFT, 0)
		->section = NSC_NO_ROW;
	return true;
}

static bool is_symbol_title(struct nostd_str word)
{
	return nostd_str_eq(word, NOSTD_STR("address")) ||
	       nostd_str_eq(word, NOSTD_STR("page")) ||
	       nostd_str_eq(word, NOSTD_STR("abs.")) ||
	       nostd_str_eq(word, NOSTD_STR("byte")) ||
	       nostd_str_starts_with(word, NOSTD_STR("----"));
}

static bool symbol_line(struct ti *of, struct nostd_str text)
{
	size_t blanks = nsc_map_skip_blanks(&text);
	struct nostd_str rest = text;
	struct nostd_str word = nsc_map_take_word(&rest);
	uint64_t page = 0;

	if (is_symbol_title(word)) {
		of->symbols_have_pages |= nostd_str_eq(word, NOSTD_STR("page"));
		return true;
	}
	if (of->both_columns) {
		return add_symbol(of, text, blanks == 0 ? 1 : 2, 0);
	}
	if (of->symbols_have_pages && word.len < 8) {
		if (!nostd_str_eq(word, NOSTD_STR("abs")) &&
		    (!nostd_str_to_u64(word, 10, &page) || page >= PAGES_MAX)) {
			return false;
		}
		nsc_map_skip_blanks(&rest);
		text = rest;
	}
	return add_symbol(of, text, of->unit, page);
}

/* Symbols of a page are looked for in what lies in that page. */
static void set_pages(struct ti *of, bool on)
{
	struct nsc_map_facts *out = of->reader.out;
	const uint64_t mask = ((uint64_t)1 << PAGE_SHIFT) - 1;
	size_t i;

	for (i = 0; i < out->sections.len; i++) {
		struct nsc_map_section *section = &out->sections.ptr[i];
		uint64_t page = of->pages.ptr[section->output];

		section->address = on ? section->address | page << PAGE_SHIFT
				      : section->address & mask;
	}
	for (i = 0; i < out->symbols.len && !on; i++) {
		out->symbols.ptr[i].address &= mask;
	}
}

static void place_symbols(struct ti *of)
{
	if (of->symbols_have_pages) {
		set_pages(of, true);
	}
	nsc_map_place_symbols(&of->reader);
	if (of->symbols_have_pages) {
		set_pages(of, false);
	}
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_title(struct ti *of, struct nostd_str line)
{
	static const struct nostd_str skipped[] = {
		NOSTD_STR_INIT("SEGMENT ALLOCATION MAP"),
		NOSTD_STR_INIT("MODULE SUMMARY"),
		NOSTD_STR_INIT("LINKER GENERATED "),
		NOSTD_STR_INIT("GLOBAL DATA SYMBOLS: SORTED BY DATA PAGE"),
		NOSTD_STR_INIT("GLOBAL SYMBOLS: SORTED BY"),
	};
	struct nostd_str end = nsc_map_trim_end(line);
	size_t i;

	if (nostd_str_starts_with(line, NOSTD_STR("MEMORY CONFIGURATION"))) {
		of->part = PART_REGIONS;
		of->reader.out->knows |= NSC_MAP_REGIONS;
		return true;
	}
	if (nostd_str_starts_with(line, NOSTD_STR("SECTION ALLOCATION MAP"))) {
		of->part = PART_SECTIONS;
		return true;
	}
	if (nostd_str_starts_with(line, NOSTD_STR("GLOBAL SYMBOLS: SORTED ALPHABET")) ||
	    nostd_str_eq(end, NOSTD_STR("GLOBAL SYMBOLS"))) {
		of->part = PART_SYMBOLS;
		return true;
	}
	for (i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++) {
		if (nostd_str_starts_with(line, skipped[i])) {
			of->part = PART_SKIPPED;
			return true;
		}
	}
	if (line.ptr[0] == '[' && nostd_str_ends_with(end, NOSTD_STR(" symbols]"))) {
		of->end_seen = true;
		return true;
	}
	return false;
}

static bool text_line(struct ti *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_SKIPPED:
		return true;
	case PART_REGIONS:
		return region_line(of, line);
	case PART_SECTIONS:
		return nsc_map_blank(line.ptr[0]) ? input_line(of, line)
						  : output_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	}
	return false;
}

/* Thumb functions have bit 0 set, and the end of a piece is the beginning of the next. */
static void clear_thumb_bits(struct nsc_map_reader *reader)
{
	struct nsc_map_symbol_vec *symbols = &reader->out->symbols;
	size_t i;

	for (i = 0; i < symbols->len; i++) {
		symbols->ptr[i].address &= ~(uint64_t)1;
	}
}

/* C1x to C2000, C54x and C5x count words of 16 bits; C55x has columns of words. */
static unsigned unit_of(struct nostd_str text)
{
	static const struct nostd_str signs[] = {
		NOSTD_STR_INIT("C2000"),      NOSTD_STR_INIT("TMS320C1"),
		NOSTD_STR_INIT("TMS320C2"),   NOSTD_STR_INIT("TMS320C5"),
		NOSTD_STR_INIT("/C2xx/C5x "),
	};
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;
	size_t i;

	(void)nsc_map_lines_next(&lines, &line); /* the banner stands between stars */
	if (!nsc_map_lines_next(&lines, &line)) {
		return 1;
	}
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (nostd_str_contains(line, signs[i])) {
			return 2;
		}
	}
	return 1;
}

static bool is_arm(struct nostd_str text)
{
	return nostd_str_contains(nostd_str_take(text, LOOK_SIZE), NOSTD_STR("TI ARM"));
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct ti of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"TI's linker",
						  NSC_MAP_SECTIONS | NSC_MAP_PARTS |
							  NSC_MAP_SYMBOLS |
							  NSC_MAP_BASE_NAMES});
	of.unit = unit_of(text);
	of.both_columns =
		nostd_str_contains(nostd_str_take(text, LOOK_SIZE), NOSTD_STR("(bytes)"));
	of.pages = page_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_title(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	if (is_arm(text)) {
		clear_thumb_bits(&of.reader);
	}
	place_symbols(&of);
	nsc_map_reader_end(&of.reader, of.end_seen ? NULL : "the number of symbols");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nostd_str look = nostd_str_take(text, LOOK_SIZE);

	return nostd_str_starts_with(nostd_str_trim_start(look), NOSTD_STR("*****")) &&
	       nostd_str_contains(look, NOSTD_STR("OUTPUT FILE NAME:"));
}

const struct nsc_map_format nsc_map_format_ti = {
	.name = "ti",
	.title = "TI's linker",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
