/*
 * msvc.c - maps of Microsoft's link /map, and of lld-link /map.
 *
 *	 Start         Length     Name    Class              groups of sections
 *	  Address  Publics by Value  Rva+Base  Lib:Object    symbols, by address
 *	 Static symbols                                      those, too
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. There are no input sections in it: symbols of one object that
 *       follow each other stand for a piece of their group, which reaches up to the next
 *       symbol of another, padding and what has no symbol included. A member's archive is
 *       named without folder and suffix. A map does not say why a member was taken or
 *       what was dropped.
 *
 * Source: lld/COFF/MapFile.cpp, version 19, which follows Microsoft's; of those no map
 * was at hand.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum {
	LOOK_SIZE = 16 * 1024,
	SEGMENTS_MAX = 256 /* a PE image has at most 96 sections under Windows */
};

enum part { PART_HEAD, PART_GROUPS, PART_PUBLICS, PART_STATICS, PART_EXPORTS };

struct msvc {
	struct nsc_map_reader reader;
	enum part part;
	bool entry_seen;
	uint64_t bases[SEGMENTS_MAX]; /* by segment: its address; 0: not known yet */
	uint32_t segment;             /* of the piece that is open */
	uint32_t piece;               /* its row of sections, or NSC_NO_ROW */
};

/* "0001:00000020" */
static bool take_place(struct nostd_str *text, uint32_t *segment, uint64_t *offset)
{
	struct nostd_str word = nsc_map_take_word(text), left, right;
	uint64_t number;

	if (!nostd_str_split_once(word, ':', &left, &right) || left.len != 4 ||
	    right.len != 8 || !nostd_str_to_u64(left, 16, &number) ||
	    !nostd_str_to_u64(right, 16, offset)) {
		return false;
	}
	*segment = (uint32_t)number;
	return true;
}

/* -- groups: "0001:00000000 0000015cH .text      CODE" ------------------------------- */

static bool group_line(struct msvc *of, struct nostd_str text)
{
	struct nostd_str length, name;
	uint64_t offset, size;
	uint32_t segment;

	nsc_map_skip_blanks(&text);
	if (!take_place(&text, &segment, &offset) || segment >= SEGMENTS_MAX) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	length = nsc_map_take_word(&text);
	nsc_map_skip_blanks(&text);
	name = nsc_map_take_word(&text);
	if (!nostd_str_strip_suffix(&length, NOSTD_STR("H")) ||
	    !nostd_str_to_u64(length, 16, &size) || name.len == 0) {
		return false;
	}
	nsc_map_add_output(&of->reader, name, offset, size)->load_address = segment;
	return true;
}

/* The group that a place lies in; NSC_NO_ROW: none. */
static uint32_t group_of(const struct msvc *of, uint32_t segment, uint64_t offset)
{
	const struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t i;

	for (i = outputs->len; i-- > 0;) {
		if (outputs->ptr[i].load_address == segment &&
		    offset >= outputs->ptr[i].address) {
			return (uint32_t)i;
		}
	}
	return NSC_NO_ROW;
}

/* -- symbols ------------------------------------------------------------------------- */

struct symbol {
	uint32_t segment;
	uint64_t offset, address;
	struct nostd_str name, object;
};

static bool is_address(struct nostd_str word, uint64_t *address)
{
	return (word.len == 8 || word.len == 16) && nostd_str_to_u64(word, 16, address);
}

/*
 * "0001:00000020 NAME ADDRESS [f] [i] OBJECT": an undecorated name has blanks, so the
 * address is the first word of 8 or 16 digits behind the first.
 */
static bool split_symbol(struct nostd_str text, struct symbol *symbol)
{
	const char *from;
	struct nostd_str word;

	nsc_map_skip_blanks(&text);
	if (!take_place(&text, &symbol->segment, &symbol->offset)) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	from = text.ptr;
	(void)nsc_map_take_word(&text);
	for (;;) {
		symbol->name = nostd_str_new(from, (size_t)(text.ptr - from));
		nsc_map_skip_blanks(&text);
		word = nsc_map_take_word(&text);
		if (word.len == 0) {
			return false;
		}
		if (is_address(word, &symbol->address)) {
			break;
		}
	}
	nsc_map_skip_blanks(&text);
	while (nostd_str_strip_prefix(&text, NOSTD_STR("f ")) ||
	       nostd_str_strip_prefix(&text, NOSTD_STR("i "))) {
		nsc_map_skip_blanks(&text);
	}
	symbol->object = nsc_map_trim_end(text);
	return symbol->object.len != 0;
}

/* "LIB:OBJECT", but not "C:\\OBJECT". */
static uint32_t file_of(struct msvc *of, struct nostd_str object)
{
	struct nostd_str archive, member;

	if (nostd_str_split_once(object, ':', &archive, &member) && archive.len > 1 &&
	    member.len != 0) {
		return nsc_map_file_row_as(&of->reader.files, object, archive, member);
	}
	return nsc_map_file_row_as(&of->reader.files, object, NOSTD_STR(""), object);
}

/* The open piece ends here, in front of a symbol of another object. */
static void close_piece(struct msvc *of, uint32_t segment, uint64_t address)
{
	struct nsc_map_section *piece;
	const struct nsc_map_output *group;
	uint64_t end;

	if (of->piece == NSC_NO_ROW) {
		return;
	}
	piece = &of->reader.out->sections.ptr[of->piece];
	group = &of->reader.out->outputs.ptr[piece->output];
	end = of->bases[of->segment] + group->address + group->size;
	if (segment == of->segment && address < end) {
		end = address;
	}
	piece->size = end > piece->address ? end - piece->address : 0;
	of->piece = NSC_NO_ROW;
}

static void open_piece(struct msvc *of, const struct symbol *symbol, uint32_t group,
		       uint32_t file)
{
	struct nsc_map_facts *out = of->reader.out;

	of->reader.output = group;
	of->piece = (uint32_t)out->sections.len;
	of->segment = symbol->segment;
	nsc_map_add_section(&of->reader, NSC_PLACED_INPUT,
			    nsc_name_text(of->reader.run->names,
					  out->outputs.ptr[group].name),
			    file, (struct nsc_map_extent){symbol->address, 0});
}

static bool goes_on(const struct msvc *of, uint32_t group, uint32_t file)
{
	const struct nsc_map_section *piece;

	if (of->piece == NSC_NO_ROW) {
		return false;
	}
	piece = &of->reader.out->sections.ptr[of->piece];
	return piece->output == group && piece->file == file;
}

/* Absolute, common, or the linker's own: "<absolute>". */
static void add_own(struct msvc *of, const struct symbol *symbol)
{
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_ASSIGNED, symbol->name,
			   symbol->address, 0)
		->section = NSC_NO_ROW;
}

static bool symbol_line(struct msvc *of, struct nostd_str line)
{
	struct symbol symbol;
	uint32_t group, file;

	if (!split_symbol(line, &symbol) || symbol.segment >= SEGMENTS_MAX) {
		return false;
	}
	group = symbol.segment == 0 ? NSC_NO_ROW
				    : group_of(of, symbol.segment, symbol.offset);
	if (symbol.object.ptr[0] == '<' || group == NSC_NO_ROW) {
		add_own(of, &symbol);
		return true;
	}
	of->bases[symbol.segment] = symbol.address - symbol.offset;
	file = file_of(of, symbol.object);
	if (!goes_on(of, group, file)) {
		close_piece(of, symbol.segment, symbol.address);
		open_piece(of, &symbol, group, file);
	}
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, symbol.name,
			   symbol.address, 0);
	return true;
}

/* Sorted by themselves: each lies in a piece of the publics, or has none of its own. */
static bool static_line(struct msvc *of, struct nostd_str line)
{
	struct symbol symbol;

	if (!split_symbol(line, &symbol) || symbol.segment >= SEGMENTS_MAX) {
		return false;
	}
	if (symbol.segment != 0 && symbol.object.ptr[0] != '<') {
		(void)file_of(of, symbol.object);
	}
	nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_LOCAL, symbol.name, symbol.address,
			   0)
		->section = NSC_NO_ROW;
	return true;
}

/* -- parts --------------------------------------------------------------------------- */

static bool is_heading(struct msvc *of, struct nostd_str line)
{
	if (nsc_map_same_words(line, NOSTD_STR("Start Length Name Class"))) {
		of->part = PART_GROUPS;
	} else if (nsc_map_same_words(
			   line,
			   NOSTD_STR("Address Publics by Value Rva+Base Lib:Object"))) {
		of->part = PART_PUBLICS;
	} else if (nsc_map_same_words(line, NOSTD_STR("Static symbols"))) {
		close_piece(of, 0, 0);
		of->part = PART_STATICS;
	} else if (nsc_map_same_words(line, NOSTD_STR("Exports"))) {
		of->part = PART_EXPORTS;
	} else {
		return false;
	}
	return true;
}

static bool text_line(struct msvc *of, struct nostd_str line)
{
	if (nostd_str_starts_with(nostd_str_trim_start(line),
				  NOSTD_STR("entry point at "))) {
		of->entry_seen = true;
		return true;
	}
	switch (of->part) {
	case PART_HEAD: /* the program's name, times, the base */
	case PART_EXPORTS:
		return true;
	case PART_GROUPS:
		return group_line(of, line);
	case PART_PUBLICS:
		return symbol_line(of, line);
	case PART_STATICS:
		return static_line(of, line);
	}
	return false;
}

/* Groups get their addresses when the symbols have told where their segment lies. */
static void place_groups(struct msvc *of)
{
	struct nsc_map_output_vec *outputs = &of->reader.out->outputs;
	size_t i;

	for (i = 0; i < outputs->len; i++) {
		outputs->ptr[i].address += of->bases[outputs->ptr[i].load_address];
		outputs->ptr[i].load_address = outputs->ptr[i].address;
	}
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct msvc of;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	of.piece = NSC_NO_ROW;
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"link /map", NSC_MAP_SECTIONS |
								       NSC_MAP_PARTS |
								       NSC_MAP_SYMBOLS});
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_heading(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	close_piece(&of, 0, 0);
	place_groups(&of);
	nsc_map_reader_end(&of.reader, of.entry_seen ? NULL : "the entry point");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		line = nostd_str_trim_start(line);
		if (nostd_str_starts_with(line,
					  NOSTD_STR("Preferred load address is "))) {
			return true;
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_msvc = {
	.name = "msvc",
	.title = "lld-link /map; Microsoft's link /map, of which none was seen",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
