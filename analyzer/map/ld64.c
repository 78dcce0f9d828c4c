/*
 * ld64.c - maps of Apple's ld64 and of ld64.lld.
 *
 *	# Object files:          [ N] FILE
 *	# Sections:              ADDRESS <tab> SIZE <tab> SEGMENT <tab> SECTION
 *	# Symbols:               ADDRESS <tab> SIZE <tab> [ N] NAME
 *	# Dead Stripped Symbols: <<dead>> <tab> SIZE <tab> [ N] NAME
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. What the linker keeps or drops is a symbol with its bytes, so
 *       each is a piece of its section; one that was dropped is a discarded section of
 *       its name. Names are bytes, whatever they are. A map does not say why a member was
 *       taken.
 *
 * Source: lld/MachO/MapFile.cpp, version 19, which follows Apple's; newer ones of Apple
 * write "archive[N](member)", of which no map was at hand.
 */
#include "analyzer/map/columns.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024, NUMBERS_MAX = 1 << 22 };

enum part { PART_HEAD, PART_FILES, PART_SECTIONS, PART_SYMBOLS, PART_DEAD };

#define NOSTD_NAME number_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

struct ld64 {
	struct nsc_map_reader reader;
	enum part part;
	bool symbols_seen;
	struct number_vec file_of; /* by number: row of files; NSC_NO_ROW: the linker */
	uint32_t output;           /* the one that the last symbol lay in */
};

static bool take_tab(struct nostd_str *text)
{
	return nostd_str_strip_prefix(text, NOSTD_STR("\t"));
}

/* "[ 12] " */
static bool take_number(struct nostd_str *text, uint64_t *number)
{
	struct nostd_str digits;

	if (!nostd_str_strip_prefix(text, NOSTD_STR("[")) ||
	    !nostd_str_split_once(*text, ']', &digits, text)) {
		return false;
	}
	(void)nostd_str_strip_prefix(text, NOSTD_STR(" "));
	return nostd_str_to_u64(nostd_str_trim_start(digits), 10, number) &&
	       *number < NUMBERS_MAX;
}

/* "archive(member)", and Apple's "archive[3](member)". */
static uint32_t file_row(struct ld64 *of, struct nostd_str text)
{
	struct nostd_str before, member;
	size_t at;

	if (nsc_map_split_group(text, &before, &member) && before.len > 2 &&
	    before.ptr[before.len - 1] == ']') {
		at = before.len - 1;
		while (at > 0 && before.ptr[at] != '[') {
			at--;
		}
		if (at > 0) {
			return nsc_map_file_row_as(&of->reader.files, text,
						   nostd_str_take(before, at), member);
		}
	}
	return nsc_map_file_row(&of->reader.files, text);
}

static bool file_line(struct ld64 *of, struct nostd_str text)
{
	uint64_t number;
	uint32_t row;

	if (!take_number(&text, &number) || text.len == 0) {
		return false;
	}
	row = number == 0 ? NSC_NO_ROW : file_row(of, text);
	while (of->file_of.len <= number) {
		number_vec_push(&of->file_of, NSC_NO_ROW);
	}
	of->file_of.ptr[number] = row;
	return true;
}

/* "0x100000598 <tab> 0x00000158 <tab> " */
static bool take_extent(struct nostd_str *text, uint64_t *address, uint64_t *size)
{
	return nsc_map_take_hex(text, address) && take_tab(text) &&
	       nsc_map_take_hex(text, size) && take_tab(text);
}

/* What Mach-O calls a section has a segment, too: "__TEXT,__text". */
static bool section_line(struct ld64 *of, struct nostd_str text)
{
	struct nostd_str segment, section;
	uint64_t address, size;
	char name[64];
	struct nsc_map_output *output;

	if (!take_extent(&text, &address, &size) ||
	    !nostd_str_split_once(text, '\t', &segment, &section) || section.len == 0 ||
	    segment.len + section.len + 1 > sizeof(name)) {
		return false;
	}
	memcpy(name, segment.ptr, segment.len);
	name[segment.len] = ',';
	memcpy(name + segment.len + 1, section.ptr, section.len);
	output = nsc_map_add_output(&of->reader,
				    nostd_str_new(name, segment.len + section.len + 1),
				    address, size);
	if (nostd_str_eq(section, NOSTD_STR("__bss")) ||
	    nostd_str_eq(section, NOSTD_STR("__common"))) {
		output->memory = NSC_MEMORY_ZERO;
	} else {
		output->memory = nostd_str_starts_with(segment, NOSTD_STR("__DATA"))
					 ? NSC_MEMORY_WRITE
					 : NSC_MEMORY_READ;
	}
	return true;
}

/* Both lists are sorted by address, so the search goes on where it was. */
static bool find_output(struct ld64 *of, uint64_t address)
{
	const struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t tried;

	for (tried = 0; tried <= outputs->len && outputs->len != 0; tried++) {
		const struct nsc_map_output *output;

		of->output = of->output < outputs->len ? of->output : 0;
		output = &outputs->ptr[of->output];
		if (address >= output->address &&
		    address - output->address <= output->size &&
		    (address - output->address < output->size ||
		     of->output + 1 == outputs->len ||
		     outputs->ptr[of->output + 1].address != address)) {
			return true;
		}
		of->output++;
	}
	return false;
}

static bool take_owner(struct ld64 *of, struct nostd_str *text, uint32_t *file)
{
	uint64_t number;

	if (!take_number(text, &number) || number >= of->file_of.len) {
		return false;
	}
	*file = of->file_of.ptr[number];
	return true;
}

static bool symbol_line(struct ld64 *of, struct nostd_str text)
{
	uint64_t address, size;
	uint32_t file;

	if (!take_extent(&text, &address, &size) || !take_owner(of, &text, &file) ||
	    !find_output(of, address)) {
		return false;
	}
	of->reader.output = of->output;
	nsc_map_add_section(&of->reader,
			    file == NSC_NO_ROW ? NSC_PLACED_STUBS : NSC_PLACED_INPUT,
			    text, file, (struct nsc_map_extent){address, size});
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, text, address, size);
	return true;
}

static bool dead_line(struct ld64 *of, struct nostd_str text)
{
	uint64_t size;
	uint32_t file;

	if (!nostd_str_strip_prefix(&text, NOSTD_STR("<<dead>>")) || !take_tab(&text) ||
	    !nsc_map_take_hex(&text, &size) || !take_tab(&text) ||
	    !take_owner(of, &text, &file)) {
		return false;
	}
	nsc_map_add_discarded(&of->reader, text, file, size);
	return true;
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_heading(struct ld64 *of, struct nostd_str line)
{
	struct nostd_str rest = line;

	if (nostd_str_strip_prefix(&rest, NOSTD_STR("# Path: "))) {
		of->reader.out->output = nsc_name(of->reader.run->names, rest);
	} else if (nostd_str_strip_prefix(&rest, NOSTD_STR("# Arch: "))) {
		of->reader.out->target = nsc_name(of->reader.run->names, rest);
	} else if (nostd_str_starts_with(line, NOSTD_STR("# Object files:"))) {
		of->part = PART_FILES;
	} else if (nostd_str_starts_with(line, NOSTD_STR("# Sections:"))) {
		of->part = PART_SECTIONS;
	} else if (nostd_str_starts_with(line, NOSTD_STR("# Symbols:"))) {
		of->part = PART_SYMBOLS;
		of->symbols_seen = true;
	} else if (nostd_str_starts_with(line, NOSTD_STR("# Dead Stripped Symbols:"))) {
		of->part = PART_DEAD;
		of->reader.out->knows |= NSC_MAP_DISCARDED;
	} else {
		/* column titles */
		return nostd_str_starts_with(line, NOSTD_STR("# Address")) ||
		       nostd_str_starts_with(line, NOSTD_STR("#        "));
	}
	return true;
}

static bool text_line(struct ld64 *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD:
		return false;
	case PART_FILES:
		return file_line(of, line);
	case PART_SECTIONS:
		return section_line(of, line);
	case PART_SYMBOLS:
		return symbol_line(of, line);
	case PART_DEAD:
		return dead_line(of, line);
	}
	return false;
}

/* The list of what was dropped may be missing; symbols reach the end of all sections. */
static const char *missing(const struct ld64 *of)
{
	if (!of->symbols_seen) {
		return "the symbols";
	}
	return of->part == PART_DEAD || nsc_map_last_output_is_whole(of->reader.out)
		       ? NULL
		       : "the symbols of the last section";
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct ld64 of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"ld64", NSC_MAP_SECTIONS |
								  NSC_MAP_SYMBOLS |
								  NSC_MAP_SYMBOL_SIZES});
	of.file_of = number_vec_new_in(nsc_scratch(run));
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_heading(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	nsc_map_reader_end(&of.reader, missing(&of));
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nostd_str look = nostd_str_take(text, LOOK_SIZE);

	return nostd_str_starts_with(look, NOSTD_STR("# Path: ")) &&
	       nostd_str_contains(look, NOSTD_STR("\n# Object files:"));
}

const struct nsc_map_format nsc_map_format_ld64 = {
	.name = "ld64",
	.title = "ld64.lld; Apple's ld64, of which none was seen",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
