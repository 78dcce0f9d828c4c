/*
 * hlink.c - maps of hlink, the linker of Microchip's XC8 for PIC.
 *
 *	Name  Link  Load  Length  Selector  Space  Scale     psects of each object
 *	SEGMENTS                                             what lies where, by class
 *	Symbol Table                                         NAME PSECT VALUE
 *	MODULE INFORMATION                                   functions; not needed
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. Numbers count what the class counts: a word of program memory
 *       has two bytes (Delta 2), and both address and size are given in bytes. XC8 2.x
 *       compiles all sources into one object. A map does not say who refers to what, nor
 *       what was dropped.
 *
 * Seen: a map of XC8 2.40.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 64 * 1024 };

enum part {
	PART_HEAD,
	PART_OBJECTS,
	PART_TOTALS,
	PART_SEGMENTS,
	PART_UNUSED,
	PART_SYMBOLS,
	PART_MODULES
};

/* A psect of an object: it waits for its segment, which tells the unit. */
struct psect {
	struct nostd_str name;
	uint32_t file, line;
	uint64_t link, length;
	bool placed;
};

#define NOSTD_NAME psect_vec
#define NOSTD_T    struct psect
#define NOSTD_IN
#include <nostd/vec.h>

struct hlink {
	struct nsc_map_reader reader;
	enum part part;
	bool symbols_seen;
	uint32_t file; /* whose psects are told, or NSC_NO_ROW */
	struct psect_vec psects;
};

static bool take_number(struct nostd_str *text, uint64_t *value)
{
	nsc_map_skip_blanks(text);
	return nsc_map_take_digits(text, value);
}

/* -- objects and their psects -------------------------------------------------------- */

/* "NAME LINK LOAD LENGTH SELECTOR SPACE [SCALE]", below the object's path. */
static bool psect_line(struct hlink *of, struct nostd_str line)
{
	struct psect psect = {.line = of->reader.lines.number};
	struct nostd_str text = line;
	uint64_t load = 0;

	if (!nsc_map_blank(line.ptr[0])) {
		of->file = nsc_map_file_row_as(&of->reader.files, nsc_map_trim_end(line),
					       NOSTD_STR(""), nsc_map_trim_end(line));
		return true;
	}
	nsc_map_skip_blanks(&text);
	psect.name = nsc_map_take_word(&text);
	psect.file = of->file;
	if (of->file == NSC_NO_ROW || !take_number(&text, &psect.link) ||
	    !take_number(&text, &load) || !take_number(&text, &psect.length)) {
		return false;
	}
	psect_vec_push(&of->psects, psect);
	return true;
}

static void add_psect(struct hlink *of, struct psect *psect, uint64_t delta)
{
	psect->placed = true;
	nsc_map_add_section(&of->reader, NSC_PLACED_INPUT, psect->name, psect->file,
			    (struct nsc_map_extent){psect->link * delta,
						    psect->length * delta})
		->line = psect->line;
}

/* -- segments ------------------------------------------------------------------------ */

/* "NAME LOAD LENGTH TOP SELECTOR SPACE CLASS DELTA"; space 0 is program memory. */
static bool segment_line(struct hlink *of, struct nostd_str text)
{
	struct nsc_map_output *output;
	struct nostd_str name;
	uint64_t load = 0, length = 0, top = 0, selector = 0, space = 0, delta = 0;
	size_t i;

	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	if (!take_number(&text, &load) || !take_number(&text, &length) ||
	    !take_number(&text, &top) || !take_number(&text, &selector) ||
	    !take_number(&text, &space)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	(void)nsc_map_take_word(&text); /* class */
	nsc_map_skip_blanks(&text);
	if (!nsc_map_take_decimal(&text, &delta) || delta == 0) {
		return false;
	}
	output = nsc_map_add_output(&of->reader, name, load * delta, length * delta);
	output->memory = space == 1 ? NSC_MEMORY_ZERO : NSC_MEMORY_READ;
	output->allocated = space <= 1;
	output->load_address = delta; /* until the symbols are placed */
	for (i = 0; i < of->psects.len; i++) {
		if (nostd_str_eq(of->psects.ptr[i].name, name)) {
			add_psect(of, &of->psects.ptr[i], delta);
		}
	}
	return true;
}

/* -- symbols ------------------------------------------------------------------------- */

/* "NAME PSECT VALUE"; "(abs)" is no psect. */
static bool symbol_line(struct hlink *of, struct nostd_str text)
{
	struct nostd_str name, psect;
	uint64_t value = 0;

	name = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	psect = nsc_map_take_word(&text);
	if (psect.len == 0 || !take_number(&text, &value)) {
		return false;
	}
	nsc_map_add_symbol(&of->reader,
			   nostd_str_eq(psect, NOSTD_STR("(abs)")) ||
					   nostd_str_starts_with(name, NOSTD_STR("__"))
				   ? NSC_MAP_SYMBOL_ASSIGNED
				   : NSC_MAP_SYMBOL_PLACED,
			   name, value, 0)
		->section = NSC_NO_ROW;
	return true;
}

/* -- when all is read ---------------------------------------------------------------- */

/* A psect without a segment (configuration words) is in no memory of the program. */
static void add_others(struct hlink *of)
{
	size_t i;

	of->reader.output = NSC_NO_ROW;
	for (i = 0; i < of->psects.len; i++) {
		if (!of->psects.ptr[i].placed) {
			add_psect(of, &of->psects.ptr[i], 1);
		}
	}
}

/* Values count words, as their psect does: the segment they lie in tells the unit. */
static void place_symbols(struct hlink *of)
{
	struct nsc_map_facts *out = of->reader.out;
	size_t i, k;

	for (i = 0; i < out->symbols.len; i++) {
		struct nsc_map_symbol *symbol = &out->symbols.ptr[i];

		for (k = 0; symbol->kind == NSC_MAP_SYMBOL_PLACED && k < out->outputs.len;
		     k++) {
			const struct nsc_map_output *output = &out->outputs.ptr[k];
			uint64_t address = symbol->address * output->load_address;

			if (output->load_address > 1 && address >= output->address &&
			    address - output->address < output->size) {
				symbol->address = address;
				break;
			}
		}
	}
	for (k = 0; k < out->outputs.len; k++) {
		out->outputs.ptr[k].load_address = out->outputs.ptr[k].address;
	}
	nsc_map_place_symbols(&of->reader);
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_heading(struct hlink *of, struct nostd_str line)
{
	static const struct {
		struct nostd_str words;
		enum part part;
	} headings[] = {
		{NOSTD_STR_INIT("Name Link Load Length Selector Space Scale"),
		 PART_OBJECTS},
		{NOSTD_STR_INIT("TOTAL Name Link Load Length Space"), PART_TOTALS},
		{NOSTD_STR_INIT(
			 "SEGMENTS Name Load Length Top Selector Space Class Delta"),
		 PART_SEGMENTS},
		{NOSTD_STR_INIT("UNUSED ADDRESS RANGES"), PART_UNUSED},
		{NOSTD_STR_INIT("Symbol Table"), PART_SYMBOLS},
		{NOSTD_STR_INIT("MODULE INFORMATION"), PART_MODULES},
	};
	size_t i;

	for (i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
		if (nsc_map_same_words(line, headings[i].words)) {
			of->part = headings[i].part;
			of->symbols_seen |= of->part == PART_SYMBOLS;
			return true;
		}
	}
	return false;
}

static bool text_line(struct hlink *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD:
	case PART_TOTALS:
	case PART_UNUSED:
	case PART_MODULES:
		return true;
	case PART_OBJECTS:
		return psect_line(of, line);
	case PART_SEGMENTS:
		return segment_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct hlink of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	of.file = NSC_NO_ROW;
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"hlink", NSC_MAP_SECTIONS |
								   NSC_MAP_PARTS |
								   NSC_MAP_SYMBOLS});
	of.psects = psect_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_heading(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	add_others(&of);
	place_symbols(&of);
	nsc_map_reader_end(&of.reader, of.symbols_seen ? NULL : "the symbol table");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;
	bool has_machine = false;

	while (nsc_map_lines_next(&lines, &line)) {
		has_machine = has_machine ||
			      nostd_str_starts_with(line, NOSTD_STR("Machine type is "));
		if (has_machine &&
		    nsc_map_same_words(
			    line,
			    NOSTD_STR("Name Link Load Length Selector Space Scale"))) {
			return true;
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_hlink = {
	.name = "hlink",
	.title = "Microchip XC8 (hlink)",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
