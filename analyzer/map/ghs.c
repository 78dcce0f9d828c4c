/*
 * ghs.c - maps of Green Hills' linker (elxr).
 *
 *	Load Map DATE
 *	Image Summary                            output sections
 *	Module Summary                           what each module has in them
 *	Global Symbols (sorted alphabetically)   symbols; those without a section and an
 *	                                         address are functions that were deleted
 *	Global Cross Reference                   who refers to a symbol (-Mx)
 *
 * In:   the text of a map; "Load Map" stands above each part.
 * Out:  facts; see map.h. Libraries and objects are named without folders.
 *
 * Source: rows of such maps (V850, RH850, TriCore) as programs that read them quote them,
 * cross references among them. No whole map is at hand to hold the reader against, so
 * its grade is that of documentation.
 */
#include "analyzer/fact/section.h"
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 64 * 1024 };

enum part {
	PART_HEAD,
	PART_TITLE,
	PART_SKIPPED,
	PART_IMAGE,
	PART_MODULES,
	PART_SYMBOLS,
	PART_CREF
};

/* While symbols are placed: where what is not in memory lies, out of their way. */
#define ELSEWHERE  ((uint64_t)1 << 63)

#define NOSTD_NAME offset_vec
#define NOSTD_T    uint64_t
#define NOSTD_IN
#include <nostd/vec.h>

struct ghs {
	struct nsc_map_reader reader;
	enum part part;
	bool modules_seen, symbols_seen;
	struct offset_vec offsets; /* by row of outputs: in the file */
	struct nsc_name symbol;    /* of the cross references */
	uint32_t definer;
};

static bool take_number(struct nostd_str *text, uint64_t *value)
{
	nsc_map_skip_blanks(text);
	return nsc_map_take_digits(text, value);
}

/* "0004a400+0000f0" */
static bool take_extent(struct nostd_str *text, struct nsc_map_extent *extent)
{
	struct nostd_str rest = *text, word, address, size;

	nsc_map_skip_blanks(&rest);
	word = nsc_map_take_word(&rest);
	if (word.len < 15 || !nostd_str_split_once(word, '+', &address, &size) ||
	    address.len < 8 || !nostd_str_to_u64(address, 16, &extent->address) ||
	    !nostd_str_to_u64(size, 16, &extent->size)) {
		return false;
	}
	*text = rest;
	nsc_map_skip_blanks(text);
	return true;
}

/* "<RENESAS ABI INFO>", "<commons>": made by the linker. */
static uint32_t file_of(struct ghs *of, struct nostd_str text)
{
	return text.ptr[0] == '<' ? NSC_NO_ROW
				  : nsc_map_file_row(&of->reader.files, text);
}

/* -- sections ------------------------------------------------------------------------ */

static bool is_allocated(struct nostd_str name)
{
	return !nsc_section_is_for_tools(name) &&
	       !nostd_str_starts_with(name, NOSTD_STR(".note")) &&
	       !nostd_str_eq(name, NOSTD_STR(".linfix")) &&
	       !nostd_str_eq(name, NOSTD_STR(".gstackfix"));
}

/* "  .text   0004a400  0002b166   176486   0009c00" */
static bool image_line(struct ghs *of, struct nostd_str text)
{
	uint64_t base, size, decimal, offset;
	struct nsc_map_output *output;
	struct nostd_str name;

	if (nsc_map_same_words(text,
			       NOSTD_STR("Section Base Size(hex) Size(dec) SecOffs"))) {
		return true;
	}
	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	if (name.len == 0 || !take_number(&text, &base) || !take_number(&text, &size)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	if (!nsc_map_take_decimal(&text, &decimal) || decimal != size ||
	    !take_number(&text, &offset)) {
		return false;
	}
	output = nsc_map_add_output(&of->reader, name, base, size);
	output->allocated = is_allocated(name);
	output->memory = offset == 0 ? NSC_MEMORY_ZERO : NSC_MEMORY_READ;
	offset_vec_push(&of->offsets, size != 0 ? offset : 0);
	return true;
}

static bool is_rom_name(struct nostd_str name)
{
	return nostd_str_starts_with(name, NOSTD_STR(".rom")) ||
	       nostd_str_starts_with(name, NOSTD_STR(".ROM"));
}

/*
 * Of two sections with the same place in the file one is copied to the other at start:
 * ".romdata" is where ".data" is loaded, and has no pieces of its own.
 */
static void settle_copies(struct ghs *of)
{
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t i, k;

	for (i = 0; i < outputs->len; i++) {
		struct nsc_map_output *rom = &outputs->ptr[i];

		if (of->offsets.ptr[i] == 0 ||
		    !is_rom_name(nsc_name_text(of->reader.run->names, rom->name))) {
			continue;
		}
		for (k = 0; k < outputs->len; k++) {
			if (k != i && of->offsets.ptr[k] == of->offsets.ptr[i]) {
				outputs->ptr[k].memory = NSC_MEMORY_WRITE;
				outputs->ptr[k].load_address = rom->address;
				outputs->ptr[k].has_load_address = true;
				rom->allocated = false;
			}
		}
	}
}

static bool enter_output(struct ghs *of, struct nostd_str name)
{
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t i;

	for (i = 0; i < outputs->len; i++) {
		if (nostd_str_eq(nsc_name_text(of->reader.run->names,
					       outputs->ptr[i].name),
				 name)) {
			of->reader.output = (uint32_t)i;
			return true;
		}
	}
	return false;
}

/* "0004a400+0000f0  .text  crt0.o", "fede31f4+000008  COMMON -> .bss  <commons>" */
static bool module_line(struct ghs *of, struct nostd_str text)
{
	enum nsc_placement_kind kind = NSC_PLACED_INPUT;
	struct nsc_map_extent extent;
	struct nostd_str section, output;
	uint32_t file;

	if (nsc_map_same_words(text, NOSTD_STR("Origin+Size Section Module"))) {
		return true;
	}
	if (!take_extent(&text, &extent)) {
		return false;
	}
	section = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	output = section;
	if (nostd_str_strip_prefix(&text, NOSTD_STR("-> "))) {
		nsc_map_skip_blanks(&text);
		output = nsc_map_take_word(&text);
		nsc_map_skip_blanks(&text);
	}
	text = nsc_map_trim_end(text);
	if (section.len == 0 || text.len == 0 || !enter_output(of, output)) {
		return false;
	}
	file = file_of(of, text);
	if (file == NSC_NO_ROW) {
		kind = NSC_PLACED_STUBS;
	} else if (nostd_str_eq(section, NOSTD_STR("COMMON"))) {
		kind = NSC_PLACED_COMMON;
	}
	nsc_map_add_section(&of->reader, kind, section, file, extent);
	return true;
}

/* -- symbols ------------------------------------------------------------------------- */

/* " .text   00056636+000034 _main"; a static's file stands behind "..". */
static bool symbol_line(struct ghs *of, struct nostd_str text)
{
	enum nsc_map_symbol_kind kind = NSC_MAP_SYMBOL_PLACED;
	struct nostd_str section = NOSTD_STR(""), name, rest;
	struct nsc_map_extent extent;
	size_t at;

	rest = text;
	if (!take_extent(&rest, &extent)) {
		nsc_map_skip_blanks(&text);
		section = nsc_map_take_word(&text);
		if (!take_extent(&text, &extent)) {
			return false;
		}
		rest = text;
	}
	name = nsc_map_take_word(&rest);
	nsc_map_skip_blanks(&rest);
	if (name.len == 0 || rest.len > 1) { /* "D", "U" behind it */
		return false;
	}
	at = nostd_str_find(name, NOSTD_STR(".."));
	if (at != NOSTD_NOT_FOUND && at != 0) {
		kind = NSC_MAP_SYMBOL_LOCAL;
		name = nostd_str_take(name, at);
	}
	if (section.len == 0 && extent.address == 0 && extent.size != 0) {
		nsc_map_add_discarded(&of->reader, name, NSC_NO_ROW, extent.size);
		return true;
	}
	if (section.len == 0) {
		kind = NSC_MAP_SYMBOL_ASSIGNED;
	}
	nsc_map_add_symbol(&of->reader, kind, name, extent.address, extent.size)
		->section = NSC_NO_ROW;
	return true;
}

/* Debug information counts from 0, where code may lie. */
static void move_unallocated(struct ghs *of, bool away)
{
	struct nsc_map_facts *out = of->reader.out;
	size_t i;

	for (i = 0; i < out->sections.len; i++) {
		struct nsc_map_section *section = &out->sections.ptr[i];

		if (!out->outputs.ptr[section->output].allocated) {
			section->address = away ? section->address | ELSEWHERE
						: section->address & ~ELSEWHERE;
		}
	}
}

/* -- cross references ---------------------------------------------------------------- */

static bool is_address(struct nostd_str word)
{
	uint64_t value;

	return word.len >= 8 && nostd_str_to_u64(word, 16, &value);
}

/* "_main  main.o  00008a40 ...", "  crt0.o  00008b50"; lines of addresses alone */
static bool cref_line(struct ghs *of, struct nostd_str line)
{
	struct nostd_str text = line, word;
	uint32_t file;

	if (!nsc_map_blank(line.ptr[0])) {
		word = nsc_map_take_word(&text);
		of->symbol = nsc_name(of->reader.run->names, word);
		of->definer = NSC_NO_ROW;
		nsc_map_skip_blanks(&text);
		word = nsc_map_take_word(&text);
		if (word.len != 0 && !is_address(word)) {
			of->definer = file_of(of, word);
			if (of->definer != NSC_NO_ROW) {
				nsc_map_add_cref(&of->reader, of->symbol, of->definer,
						 NSC_CREF_DEFINES);
			}
		}
	} else if (nsc_name_given(of->symbol)) {
		nsc_map_skip_blanks(&text);
		word = nsc_map_take_word(&text);
		file = is_address(word) ? NSC_NO_ROW : file_of(of, word);
		if (file != NSC_NO_ROW && file != of->definer) {
			nsc_map_add_cref(&of->reader, of->symbol, file,
					 NSC_CREF_MENTIONS);
		}
	} else {
		return false;
	}
	for (;;) {
		nsc_map_skip_blanks(&text);
		word = nsc_map_take_word(&text);
		if (word.len == 0 || !is_address(word)) {
			return word.len == 0;
		}
	}
}

/* -- parts --------------------------------------------------------------------------- */

static bool title_line(struct ghs *of, struct nostd_str line)
{
	struct nostd_str text = nsc_map_trim_end(line);

	of->part = PART_SKIPPED;
	if (nostd_str_eq(text, NOSTD_STR("Image Summary"))) {
		of->part = PART_IMAGE;
		return true;
	}
	if (nostd_str_eq(text, NOSTD_STR("Module Summary"))) {
		of->part = PART_MODULES;
		of->modules_seen = true;
		of->reader.out->knows |= NSC_MAP_SECTIONS;
		return true;
	}
	if (nostd_str_starts_with(text, NOSTD_STR("Global Symbols (sorted "))) {
		if (!of->symbols_seen) { /* by name, by address: one is enough */
			of->part = PART_SYMBOLS;
		}
		of->symbols_seen = true;
		of->reader.out->knows |= NSC_MAP_SYMBOLS | NSC_MAP_SYMBOL_SIZES;
		return true;
	}
	if (nostd_str_eq(text, NOSTD_STR("Global Cross Reference"))) {
		of->part = PART_CREF;
		of->reader.out->knows |= NSC_MAP_CREF;
		return true;
	}
	return false;
}

static bool text_line(struct ghs *of, struct nostd_str line)
{
	if (nostd_str_starts_with(line, NOSTD_STR("Load Map "))) {
		of->part = PART_TITLE;
		return true;
	}
	switch (of->part) {
	case PART_HEAD: /* "Release: Compiler v2015.1.7" */
		return nostd_str_find_byte(line, ':') != NOSTD_NOT_FOUND;
	case PART_TITLE:
		return title_line(of, line);
	case PART_SKIPPED:
		return true;
	case PART_IMAGE:
		return image_line(of, line);
	case PART_MODULES:
		return module_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	case PART_CREF:
		return cref_line(of, line);
	}
	return false;
}

static const char *missing(const struct ghs *of)
{
	if (!of->modules_seen) {
		return "the summary of modules";
	}
	return of->symbols_seen ? NULL : "the global symbols";
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct ghs of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"Green Hills' linker",
						  NSC_MAP_PARTS | NSC_MAP_BASE_NAMES});
	of.definer = NSC_NO_ROW;
	of.offsets = offset_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	settle_copies(&of);
	move_unallocated(&of, true);
	nsc_map_place_symbols(&of.reader);
	move_unallocated(&of, false);
	nsc_map_group_sections(&of.reader);
	nsc_map_reader_end(&of.reader, missing(&of));
	return 0;
}

/* "Load Map DATE" above "Image Summary". */
static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;
	bool due = false;

	while (nsc_map_lines_next(&lines, &line)) {
		if (due &&
		    nostd_str_eq(nsc_map_trim_end(line), NOSTD_STR("Image Summary"))) {
			return true;
		}
		due = nostd_str_starts_with(line, NOSTD_STR("Load Map "));
	}
	return false;
}

const struct nsc_map_format nsc_map_format_ghs = {
	.name = "ghs",
	.title = "Green Hills' linker",
	.grade = NSC_MAP_WRITTEN,
	.probe = probe,
	.parse = parse,
};
