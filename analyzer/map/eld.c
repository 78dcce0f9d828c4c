/*
 * eld.c - text maps of eld, Qualcomm's linker for embedded systems.
 *
 *	Archive member included because of file (symbol)    pulls, each in two lines
 *	Allocating common symbols
 *	Linker Script and memory map                        files, as they were read
 *	# Output Section and Layout
 *	.text <tab>0x100<tab>0x44 # Offset: 0x1000, LMA: 0x100, ...     an output section
 *	*(.text*) #Rule 1, app.t [4:0]                                  a pattern
 *	.text.f<tab>0x100<tab>0xc<tab>a.o<tab>#SHT_PROGBITS,...,4       a piece
 *	<tab>0x100<tab><tab>f                                           a symbol of it
 *	# .text.g<tab><GC><tab>0x8<tab>a.o<tab>#...                     dropped
 *	Cross Reference Table
 *
 * In:   the text of a map (-Map, -MapStyle=text).
 * Out:  facts; see map.h. What is behind '#' in the first column explains, but for
 *       dropped sections.
 *
 * Written from lib/LayoutMap/TextLayoutPrinter.cpp and lib/Target/GNULDBackend.cpp of eld
 * (2025) and the chapter on map files of its manual; no map of a link was at hand.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/columns.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 16 * 1024, FIELDS_MAX = 5 };

enum part {
	PART_HEAD,
	PART_PULLS,
	PART_COMMONS,
	PART_SKIPPED,
	PART_LAYOUT,
	PART_REPORT, /* behind the layout: plugins, how symbols were resolved */
	PART_CREF
};

struct eld {
	struct nsc_map_reader reader;
	enum part part;
	bool layout_seen;
	uint32_t pulled;        /* whose puller is in the next line */
	struct nsc_name symbol; /* of the cross references */
	bool first;             /* its next file is the first */
};

/* The fields between tabs; more than there is room for are one. */
static size_t split_tabs(struct nostd_str line, struct nostd_str *fields)
{
	size_t count = 0;

	while (count + 1 < FIELDS_MAX &&
	       nostd_str_split_once(line, '\t', &fields[count], &line)) {
		count++;
	}
	fields[count++] = line;
	return count;
}

static bool take_hex(struct nostd_str text, uint64_t *value)
{
	text = nsc_map_trim_end(text);
	nsc_map_skip_blanks(&text);
	return nsc_map_take_hex(&text, value) && text.len == 0;
}

/* -- before the layout --------------------------------------------------------------- */

/* "libfoo.a(foo.o)", then two tabs and "main.o (foo)" */
static bool pull_line(struct eld *of, struct nostd_str line)
{
	struct nsc_map_pull pull = {0};
	struct nostd_str by, symbol;

	if (!nsc_map_blank(line.ptr[0])) {
		if (of->pulled != NSC_NO_ROW) {
			return false;
		}
		of->pulled = nsc_map_file_row(&of->reader.files, nsc_map_trim_end(line));
		return true;
	}
	if (of->pulled == NSC_NO_ROW) {
		return false;
	}
	nsc_map_skip_blanks(&line);
	line = nsc_map_trim_end(line);
	pull.file = of->pulled;
	pull.by = NSC_NO_ROW;
	pull.line = of->reader.lines.number;
	pull.reason = NSC_PULL_WHOLE_ARCHIVE;
	of->pulled = NSC_NO_ROW;
	if (line.len != 0 && !nostd_str_contains(line, NOSTD_STR("-whole-archive"))) {
		if (!nsc_map_split_group(line, &by, &symbol) || symbol.len == 0) {
			return false;
		}
		by = nsc_map_trim_end(by);
		pull.reason = by.len != 0 ? NSC_PULL_REFERENCE : NSC_PULL_UNDEFINED;
		pull.by = by.len != 0 ? nsc_map_file_row(&of->reader.files, by)
				      : NSC_NO_ROW;
		pull.symbol = nsc_name(of->reader.run->names, symbol);
	}
	nsc_map_pull_vec_push(&of->reader.out->pulls, pull);
	return true;
}

/* "line<tab>0x40<tab>main.o" */
static bool common_line(struct eld *of, struct nostd_str line)
{
	struct nostd_str fields[FIELDS_MAX];
	struct nsc_map_common common = {0};

	if (nsc_map_same_words(line, NOSTD_STR("Common symbol size file"))) {
		return true;
	}
	if (split_tabs(line, fields) != 3 || !take_hex(fields[1], &common.size) ||
	    fields[0].len == 0 || nsc_map_all_blank(fields[2])) {
		return false;
	}
	common.name = nsc_name(of->reader.run->names, fields[0]);
	common.file = nsc_map_file_row(&of->reader.files, nsc_map_trim_end(fields[2]));
	nsc_map_common_vec_push(&of->reader.out->commons, common);
	return true;
}

/* -- the layout ---------------------------------------------------------------------- */

/* "LMA: 0x100, " */
static bool find_hex(struct nostd_str text, struct nostd_str label, uint64_t *value)
{
	size_t at = nostd_str_find(text, label);
	struct nostd_str rest, word;

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	rest = nostd_str_skip(text, at + label.len);
	word = nsc_map_take_word(&rest);
	(void)nostd_str_strip_suffix(&word, NOSTD_STR(","));
	return take_hex(word, value);
}

/* "NAME<tab>0x100<tab>0x44 # Offset: 0x1000, LMA: 0x100, Flags: ..., Type: ..." */
static bool add_output(struct eld *of, const struct nostd_str *fields)
{
	struct nsc_map_output *output;
	struct nostd_str size, about;
	uint64_t address, bytes;
	size_t at = nostd_str_find(fields[2], NOSTD_STR(" # Offset: "));

	if (at == NOSTD_NOT_FOUND || fields[0].len == 0) {
		return false;
	}
	size = nostd_str_take(fields[2], at);
	about = nostd_str_skip(fields[2], at);
	if (!take_hex(fields[1], &address) || !take_hex(size, &bytes)) {
		return false;
	}
	output = nsc_map_add_output(&of->reader, fields[0], address, bytes);
	output->allocated = nostd_str_contains(about, NOSTD_STR("SHF_ALLOC"));
	output->memory = nostd_str_contains(about, NOSTD_STR("SHF_WRITE"))
				 ? NSC_MEMORY_WRITE
				 : NSC_MEMORY_READ;
	if (nostd_str_contains(about, NOSTD_STR("SHT_NOBITS"))) {
		output->memory = NSC_MEMORY_ZERO;
	}
	if (find_hex(about, NOSTD_STR(" LMA: "), &output->load_address)) {
		output->has_load_address = output->load_address != address;
	}
	return true;
}

/* "NAME<tab>0x100<tab>0xc<tab>FILE<tab>#TYPE,FLAGS,ALIGNMENT" */
static bool add_piece(struct eld *of, const struct nostd_str *fields)
{
	enum nsc_placement_kind kind = NSC_PLACED_INPUT;
	struct nsc_map_extent extent = {0, 0};
	struct nostd_str file = nsc_map_trim_end(fields[3]);

	if (of->reader.output == NSC_NO_ROW || fields[0].len == 0 ||
	    !nostd_str_starts_with(fields[4], NOSTD_STR("#")) ||
	    !take_hex(fields[2], &extent.size) ||
	    (!nostd_str_eq(fields[1], NOSTD_STR("NA")) &&
	     !take_hex(fields[1], &extent.address))) {
		return false;
	}
	if (file.len == 0) {
		kind = NSC_PLACED_STUBS;
	} else if (nostd_str_starts_with(fields[0], NOSTD_STR("COMMON"))) {
		kind = NSC_PLACED_COMMON;
	}
	nsc_map_add_section(&of->reader, kind, fields[0],
			    file.len == 0 ? NSC_NO_ROW
					  : nsc_map_file_row(&of->reader.files, file),
			    extent);
	return true;
}

/* "PADDING<tab>0x10c<tab>0x4<tab>0x0" */
static bool add_padding(struct eld *of, const struct nostd_str *fields)
{
	struct nsc_map_extent extent;

	if (of->reader.output == NSC_NO_ROW || !take_hex(fields[1], &extent.address) ||
	    !take_hex(fields[2], &extent.size)) {
		return false;
	}
	nsc_map_add_section(&of->reader, NSC_PLACED_FILL, NOSTD_STR("*fill*"), NSC_NO_ROW,
			    extent);
	return true;
}

/* "LONG (0x2a) <tab>0x40<tab>0x4 # app.t": at its offset in the output section */
static bool add_data(struct eld *of, const struct nostd_str *fields)
{
	struct nsc_map_extent extent;
	struct nostd_str size = fields[2], word = fields[0];
	size_t at = nostd_str_find(size, NOSTD_STR(" # "));

	if (at != NOSTD_NOT_FOUND) {
		size = nostd_str_take(size, at);
	}
	if (of->reader.output == NSC_NO_ROW || !take_hex(fields[1], &extent.address) ||
	    !take_hex(size, &extent.size)) {
		return false;
	}
	extent.address += of->reader.out->outputs.ptr[of->reader.output].address;
	nsc_map_add_section(&of->reader, NSC_PLACED_DATA, nsc_map_take_word(&word),
			    NSC_NO_ROW, extent);
	return true;
}

/* "# .text.g<tab><GC><tab>0x8<tab>FILE<tab>#..."; all else behind '#' explains. */
static bool remark_line(struct eld *of, struct nostd_str line)
{
	struct nostd_str fields[FIELDS_MAX], file;
	uint64_t size;

	if (split_tabs(line, fields) < 4 ||
	    !nostd_str_eq(nsc_map_trim_end(fields[1]), NOSTD_STR("<GC>"))) {
		return true;
	}
	if (!nostd_str_strip_prefix(&fields[0], NOSTD_STR("# ")) ||
	    nsc_map_all_blank(fields[0]) || !take_hex(fields[2], &size)) {
		return false;
	}
	file = nsc_map_trim_end(fields[3]);
	of->reader.out->knows |= NSC_MAP_DISCARDED;
	of->reader.section = NSC_NO_ROW;
	nsc_map_add_discarded(&of->reader, nsc_map_trim_end(fields[0]),
			      file.len == 0 ? NSC_NO_ROW
					    : nsc_map_file_row(&of->reader.files, file),
			      size);
	return true;
}

/* "<tab>0x100<tab><tab>NAME", maybe " {...}", "<tab>#(...)"; "<tab># ..." explains */
static bool indented_line(struct eld *of, struct nostd_str line)
{
	struct nostd_str fields[FIELDS_MAX], name, rest;
	size_t count = split_tabs(line, fields);
	uint64_t address;

	if (count >= 4 && fields[0].len == 0 && fields[2].len == 0 &&
	    take_hex(fields[1], &address)) {
		name = fields[3];
		if (nostd_str_split_once(name, '{', &rest, &name)) {
			name = nsc_map_trim_end(rest);
		} else {
			name = fields[3];
		}
		if (name.len == 0 || of->reader.section == NSC_NO_ROW) {
			return false;
		}
		nsc_map_add_symbol(&of->reader, NSC_MAP_SYMBOL_PLACED, name, address, 0);
		return true;
	}
	nsc_map_skip_blanks(&line);
	return nostd_str_starts_with(line, NOSTD_STR("#")) ||
	       nostd_str_starts_with(line, NOSTD_STR("sym="));
}

/* "NAME(0x5) = .(0x0) + 0x5; # NAME = . + 0x5; app.t", also in PROVIDE(...) */
static bool assignment_line(struct eld *of, struct nostd_str line)
{
	enum nsc_map_symbol_kind kind = NSC_MAP_SYMBOL_ASSIGNED;
	struct nostd_str name, rest, value, script;
	struct nsc_map_symbol *symbol;
	uint64_t number;
	size_t at = nostd_str_find(line, NOSTD_STR("; # "));

	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	script = nostd_str_skip(line, at + 4);
	if (nostd_str_strip_prefix(&line, NOSTD_STR("PROVIDE_HIDDEN(")) ||
	    nostd_str_strip_prefix(&line, NOSTD_STR("PROVIDE("))) {
		kind = script.len != 0 && script.ptr[0] == '!' ? NSC_MAP_SYMBOL_UNUSED
							       : NSC_MAP_SYMBOL_PROVIDED;
	} else if (nostd_str_starts_with(line, NOSTD_STR("ASSERT")) ||
		   nostd_str_starts_with(line, NOSTD_STR("FILL")) ||
		   nostd_str_starts_with(line, NOSTD_STR("PRINT"))) {
		return true;
	}
	if (!nostd_str_split_once(line, '(', &name, &rest) ||
	    !nostd_str_split_once(rest, ')', &value, &rest) || name.len == 0 ||
	    !take_hex(value, &number)) {
		return false;
	}
	if (nostd_str_eq(name, NOSTD_STR("."))) {
		return true;
	}
	symbol = nsc_map_add_symbol(&of->reader, kind, name,
				    kind == NSC_MAP_SYMBOL_UNUSED ? 0 : number, 0);
	symbol->section = NSC_NO_ROW;
	at = nostd_str_find(script, NOSTD_STR("= "));
	if (at != NOSTD_NOT_FOUND) {
		script = nostd_str_skip(script, at + 2);
		at = nostd_str_find_byte(script, ';');
		script = at == NOSTD_NOT_FOUND ? script : nostd_str_take(script, at);
		if (kind != NSC_MAP_SYMBOL_ASSIGNED) { /* of PROVIDE( */
			(void)nostd_str_strip_suffix(&script, NOSTD_STR(")"));
		}
		symbol->expression = nsc_name(of->reader.run->names, script);
	}
	return true;
}

static bool is_data(struct nostd_str line)
{
	static const struct nostd_str words[] = {
		NOSTD_STR_INIT("BYTE ("),  NOSTD_STR_INIT("SHORT ("),
		NOSTD_STR_INIT("LONG ("),  NOSTD_STR_INIT("QUAD ("),
		NOSTD_STR_INIT("SQUAD ("), NOSTD_STR_INIT("ASCIZ \""),
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nostd_str_starts_with(line, words[i])) {
			return true;
		}
	}
	return false;
}

static bool layout_line(struct eld *of, struct nostd_str line)
{
	struct nostd_str fields[FIELDS_MAX];
	size_t count;

	if (line.ptr[0] == '#') {
		return remark_line(of, line);
	}
	if (line.ptr[0] == '\t') {
		return indented_line(of, line) ||
		       assignment_line(of, nostd_str_skip(line, 1));
	}
	if (nostd_str_contains(line, NOSTD_STR(" #Rule "))) {
		return of->reader.output != NSC_NO_ROW;
	}
	count = split_tabs(line, fields);
	if (count == 3 && is_data(line)) {
		return add_data(of, fields);
	}
	if (count == 3) {
		return add_output(of, fields);
	}
	if (count == 4 && nostd_str_starts_with(line, NOSTD_STR("PADDING"))) {
		return add_padding(of, fields);
	}
	if (count == FIELDS_MAX) {
		return add_piece(of, fields);
	}
	return assignment_line(of, line);
}

/* -- cross references ---------------------------------------------------------------- */

/* "NAME<blanks>FILE"; below it, blanks and one more file */
static bool cref_line(struct eld *of, struct nostd_str line)
{
	struct nsc_map_cref cref = {0};
	struct nostd_str name = line, file;
	size_t at;

	if (nsc_map_same_words(line, NOSTD_STR("Symbol File"))) {
		return true;
	}
	line = nsc_map_trim_end(line);
	if (!nsc_map_blank(line.ptr[0])) {
		at = line.len;
		while (at > 1 && !(line.ptr[at - 1] == ' ' && line.ptr[at - 2] == ' ')) {
			at--;
		}
		if (at <= 1) {
			return false;
		}
		name = nsc_map_trim_end(nostd_str_take(line, at));
		of->symbol = nsc_name(of->reader.run->names, name);
		of->first = true;
		line = nostd_str_skip(line, at);
	}
	nsc_map_skip_blanks(&line);
	file = line;
	if (file.len == 0 || !nsc_name_given(of->symbol)) {
		return false;
	}
	cref.symbol = of->symbol;
	cref.file = nsc_map_file_row(&of->reader.files, file);
	cref.role = of->first ? NSC_CREF_EITHER : NSC_CREF_MENTIONS;
	of->first = false;
	nsc_map_cref_vec_push(&of->reader.out->cref, cref);
	return true;
}

/* From a symbol's name to its row of files. */
#define NOSTD_NAME owner_rows
#define NOSTD_K    uint32_t
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

/* The layout says who has a symbol: that one defines it, the others mention it. */
static void settle_roles(struct eld *of)
{
	struct nsc_map_facts *out = of->reader.out;
	struct owner_rows owners = owner_rows_new_in(nsc_scratch(of->reader.run));
	size_t i;

	nsc_map_name_now(&of->reader);
	for (i = 0; i < out->symbols.len; i++) {
		const struct nsc_map_symbol *symbol = &out->symbols.ptr[i];

		if (symbol->section != NSC_NO_ROW) {
			owner_rows_insert(&owners, symbol->name.ix,
					  out->sections.ptr[symbol->section].file);
		}
	}
	for (i = 0; i < out->cref.len; i++) {
		struct nsc_map_cref *row = &out->cref.ptr[i];
		uint32_t *owner = owner_rows_get_mut(&owners, row->symbol.ix);

		if (owner) {
			row->role = row->file == *owner ? NSC_CREF_DEFINES
							: NSC_CREF_MENTIONS;
		}
	}
}

/* -- parts --------------------------------------------------------------------------- */

static const struct {
	struct nostd_str title;
	enum part part;
	unsigned knows;
} parts[] = {
	{NOSTD_STR_INIT("Archive member included because of file (symbol)"), PART_PULLS,
	 NSC_MAP_PULLS},
	{NOSTD_STR_INIT("Count for Loaded archive member"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Extern list files"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Dynamic list files"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Version Script Information"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Allocating common symbols"), PART_COMMONS, 0},
	{NOSTD_STR_INIT("Linker Script and memory map"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Build Statistics"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Linker scripts used"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Version scripts used"), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Linker Plugin "), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("Entry point: "), PART_SKIPPED, 0},
	{NOSTD_STR_INIT("# Output Section and Layout"), PART_LAYOUT,
	 NSC_MAP_SECTIONS | NSC_MAP_SYMBOLS},
	{NOSTD_STR_INIT("# Detailed Plugin information"), PART_REPORT, 0},
	{NOSTD_STR_INIT("# Symbol Resolution:"), PART_REPORT, 0},
	{NOSTD_STR_INIT("Cross Reference Table"), PART_CREF, NSC_MAP_CREF},
};

/* Titles before the layout are none in it: there a section may have such a name. */
static bool is_title(struct eld *of, struct nostd_str line)
{
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!nostd_str_starts_with(line, parts[i].title) ||
		    (of->layout_seen && parts[i].part < PART_REPORT)) {
			continue;
		}
		of->part = parts[i].part;
		if (nostd_str_contains(line, NOSTD_STR("Pre LTO phase"))) {
			of->part = PART_REPORT;
			return true;
		}
		of->reader.out->knows |= parts[i].knows;
		of->layout_seen |= of->part == PART_LAYOUT;
		return true;
	}
	return false;
}

static bool text_line(struct eld *of, struct nostd_str line)
{
	switch (of->part) {
	case PART_HEAD: /* versions, options, statistics */
		return line.ptr[0] == '#';
	case PART_PULLS:
		return pull_line(of, line);
	case PART_COMMONS:
		return common_line(of, line);
	case PART_SKIPPED:
	case PART_REPORT:
		return true;
	case PART_LAYOUT:
		return layout_line(of, line);
	case PART_CREF:
		return cref_line(of, line);
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct eld of;
	struct nostd_str line;
	const char *missing = NULL;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"eld", NSC_MAP_PARTS});
	of.pulled = NSC_NO_ROW;
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!is_title(&of, line) && !text_line(&of, line)) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	if (!of.layout_seen) {
		missing = "the layout";
	} else if (!nsc_map_last_output_is_whole(out)) {
		missing = "the rest of an output section";
	}
	settle_roles(&of);
	nsc_map_reader_end(&of.reader, missing);
	return 0;
}

/* "# Linker based on LLVM version: ", and its command line. */
static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line;
	bool linker = false;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nsc_map_all_blank(line)) {
			continue;
		}
		if (line.ptr[0] != '#') {
			return false;
		}
		linker |= nostd_str_starts_with(line, NOSTD_STR("# Linker"));
		if (linker &&
		    nostd_str_starts_with(line, NOSTD_STR("# CommandLine : "))) {
			return true;
		}
	}
	return false;
}

const struct nsc_map_format nsc_map_format_eld = {
	.name = "eld",
	.title = "eld",
	.grade = NSC_MAP_WRITTEN,
	.probe = probe,
	.parse = parse,
};
