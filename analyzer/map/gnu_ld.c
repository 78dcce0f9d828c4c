/*
 * gnu_ld.c - maps of GNU ld (bfd) and of the linkers made from it: parts told apart, each
 * line handed to its part.
 *
 * In:   the text of a map.
 * Out:  facts; see map.h.
 * Does not know what the rows of a part mean: that is in gnu_ld_tables.c,
 * gnu_ld_memory.c and gnu_ld_cref.c.
 *
 * Headings are translated, and so are column titles and remarks; LOAD, START GROUP,
 * OUTPUT, PROVIDE and *default* are not. So a heading is known by its words in English,
 * else by the rows below it.
 */
#include "analyzer/map/gnu_ld.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/foreign.h"
#include "analyzer/map/formats.h"
#include "analyzer/map/reader.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- headings ---------------------------------------------------------------------- */

struct heading {
	struct nostd_str text;
	enum nsc_gnu_part part;
	bool is_prefix; /* more may follow on the line */
};

/* Words that gold never took over; so its maps need not be told apart from these. */
static const struct nostd_str new_reasons =
	NOSTD_STR_INIT("Archive member included to satisfy reference by file (symbol)");

static const struct heading headings[] = {
	{NOSTD_STR_INIT("Archive member included to satisfy reference by file (symbol)"),
	 NSC_GNU_PULLS, false},
	/* until binutils 2.25 */
	{NOSTD_STR_INIT("Archive member included because of file (symbol)"),
	 NSC_GNU_PULLS, false},
	{NOSTD_STR_INIT(
		 "As-needed library included to satisfy reference by file (symbol)"),
	 NSC_GNU_AS_NEEDED, false},
	{NOSTD_STR_INIT("Allocating common symbols"), NSC_GNU_COMMONS, false},
	{NOSTD_STR_INIT("Discarded input sections"), NSC_GNU_DISCARDED, false},
	{NOSTD_STR_INIT("There are no discarded input sections"), NSC_GNU_DISCARDED,
	 false},
	{NOSTD_STR_INIT("Merging program properties"), NSC_GNU_REMARKS, false},
	{NOSTD_STR_INIT("Input File Remapping"), NSC_GNU_REMARKS, false},
	{NOSTD_STR_INIT("Memory Configuration"), NSC_GNU_REGIONS, false},
	{NOSTD_STR_INIT("Linker script and memory map"), NSC_GNU_MEMORY, false},
	{NOSTD_STR_INIT("Memory map"), NSC_GNU_MEMORY, false}, /* gold */
	{NOSTD_STR_INIT("Cross Reference Table"), NSC_GNU_CREF, false},
	/* --print-memory-usage, where the map is written to standard output */
	{NOSTD_STR_INIT("Memory region         Used Size"), NSC_GNU_REPORT, true},
	/* Microchip XC32 1.34 and XC16 1.25; XC8 2.x for AVR and XC32 4.x for Arm */
	{NOSTD_STR_INIT("Microchip PIC32"), NSC_GNU_REPORT, true},
	{NOSTD_STR_INIT("xc16-ld "), NSC_GNU_REPORT, true},
	{NOSTD_STR_INIT("Program Memory  [Origin"), NSC_GNU_REPORT, true},
	{NOSTD_STR_INIT("Data Memory  [Origin"), NSC_GNU_REPORT, true},
	{NOSTD_STR_INIT("Input files and contributions to output file."), NSC_GNU_REPORT,
	 true},
	/* RX: vector tables (bfd/elf32-rx.c); RISC-V with overlays: sizes */
	{NOSTD_STR_INIT("RX Vector Table:"), NSC_GNU_REPORT, true},
	/* SPU: --stack-analysis (bfd/elf32-spu.c) */
	{NOSTD_STR_INIT("Stack size for "), NSC_GNU_REPORT, true},
	{NOSTD_STR_INIT("*** start custom linker map ***"), NSC_GNU_REPORT, true},
	{NOSTD_STR_INIT("Memory summary"), NSC_GNU_REPORT, false},
};

/* A heading of ld's, or a vendor's, in English. */
static bool is_heading(struct nostd_str line, enum nsc_gnu_part *part)
{
	size_t i;

	for (i = 0; i < COUNT(headings); i++) {
		if (headings[i].is_prefix ? nostd_str_starts_with(line, headings[i].text)
					  : nostd_str_eq(line, headings[i].text)) {
			*part = headings[i].part;
			return true;
		}
	}
	return false;
}

enum { BELOW = 4 }; /* lines below a heading that tell what it begins */

/* Those behind the end are empty. */
static void look_below(struct nsc_map_lines ahead, struct nostd_str below[BELOW])
{
	size_t i;

	for (i = 0; i < BELOW; i++) {
		below[i] = NOSTD_STR("");
		(void)nsc_map_lines_next(&ahead, &below[i]);
	}
}

static bool in_column_0(struct nostd_str line)
{
	return line.len != 0 && !nsc_map_blank(line.ptr[0]);
}

/* What a heading in unknown words begins, by the rows that stand below it. */
static bool guess_by_rows(struct nsc_map_lines ahead, enum nsc_gnu_part *part)
{
	struct nostd_str below[BELOW];
	bool as_needed;

	look_below(ahead, below);
	if (!nsc_map_all_blank(below[0])) {
		*part = NSC_GNU_COMMONS;
		return nsc_map_all_blank(below[1]) &&
		       nsc_gnu_is_common(below[2], below[3]);
	}
	if (nsc_gnu_is_discarded(below[1], below[2])) {
		*part = NSC_GNU_DISCARDED;
	} else if (in_column_0(below[1]) && nsc_gnu_is_region(below[2])) {
		*part = NSC_GNU_REGIONS;
	} else if (nsc_gnu_is_pull(below[1], below[2], &as_needed)) {
		*part = as_needed ? NSC_GNU_AS_NEEDED : NSC_GNU_PULLS;
	} else {
		return false;
	}
	return true;
}

static bool has_seen(const struct nsc_gnu *gnu, enum nsc_gnu_part part)
{
	return (gnu->parts_seen & 1U << part) != 0;
}

/* A remark of one line, "there is nothing", above the next heading. */
static bool is_remark(const struct nsc_gnu *gnu)
{
	struct nsc_map_lines ahead = gnu->lines;
	struct nostd_str line = NOSTD_STR("");
	enum nsc_gnu_part part;

	while (nsc_map_all_blank(line)) {
		if (!nsc_map_lines_next(&ahead, &line)) {
			return false;
		}
	}
	return is_heading(line, &part) || guess_by_rows(ahead, &part);
}

/* A heading in words we do not know. */
static bool guess_heading(const struct nsc_gnu *gnu, enum nsc_gnu_part *part)
{
	struct nostd_str below[BELOW];

	if (guess_by_rows(gnu->lines, part)) {
		return true;
	}
	look_below(gnu->lines, below);
	if (!nsc_map_all_blank(below[0]) || gnu->part != NSC_GNU_BETWEEN) {
		return false;
	}
	if (has_seen(gnu, NSC_GNU_REGIONS)) {
		*part = NSC_GNU_MEMORY;
	} else if (is_remark(gnu)) {
		*part = NSC_GNU_BETWEEN;
	} else if (in_column_0(below[1]) &&
		   nostd_str_contains(below[1], NOSTD_STR(" 0x"))) {
		*part = NSC_GNU_REMARKS; /* "property 0xc0000002 was removed" */
	} else {
		return false;
	}
	return true;
}

/* -- lines nobody understands, names that stand alone ------------------------------ */

void nsc_gnu_unknown(struct nsc_gnu *gnu, uint32_t number, struct nostd_str line)
{
	if (!gnu->lines.ended) {
		gnu->cut = true; /* inside the last line: the cut is told, not the line */
		return;
	}
	nsc_map_tell_unknown(gnu->run, gnu->out, gnu->whose, number, line);
}

void nsc_gnu_wrap(struct nsc_gnu *gnu, enum nsc_gnu_wrapped wrapped,
		  struct nostd_str name)
{
	gnu->wrapped = wrapped;
	gnu->name = name;
	gnu->name_line = gnu->lines.number;
}

/* A statement of the script as it is: a pattern, or one of a few words. */
static bool is_statement(struct nostd_str text)
{
	return nostd_str_find_byte(text, '(') != NOSTD_NOT_FOUND ||
	       nostd_str_starts_with(text, NOSTD_STR("FILL mask ")) ||
	       nostd_str_eq(text, NOSTD_STR("CONSTRUCTORS")) ||
	       nostd_str_eq(text, NOSTD_STR("CREATE_OBJECT_SYMBOLS"));
}

/*
 * Sentences that bfd writes into the map while it sizes sections, so that they stand
 * below whatever came last: bfd/elfxx-x86.c, bfd/elfnn-riscv.c and others of
 * binutils. The word IFUNC is in every translation; the others begin with a file and a
 * colon.
 */
static bool is_sentence(struct nostd_str line)
{
	return nostd_str_contains(line, NOSTD_STR(" IFUNC ")) ||
	       nostd_str_contains(line, NOSTD_STR(".o: ")) ||
	       nostd_str_contains(line, NOSTD_STR(".obj: ")) ||
	       nostd_str_contains(line, NOSTD_STR("): "));
}

void nsc_gnu_settle(struct nsc_gnu *gnu)
{
	enum nsc_gnu_wrapped wrapped = gnu->wrapped;

	gnu->wrapped = NSC_GNU_WRAPPED_NONE;
	switch (wrapped) {
	case NSC_GNU_WRAPPED_NONE:
		return;
	case NSC_GNU_WRAPPED_OUTPUT:
		gnu->output = NSC_NO_ROW;
		gnu->section = NSC_NO_ROW;
		return;
	case NSC_GNU_WRAPPED_STATEMENT:
		if (is_statement(gnu->name)) {
			return;
		}
		break;
	case NSC_GNU_WRAPPED_MEMBER:
	case NSC_GNU_WRAPPED_COMMON:
		if (is_sentence(gnu->name)) {
			return;
		}
		break;
	}
	nsc_gnu_unknown(gnu, gnu->name_line, gnu->name);
}

/* -- names that rows wait for ------------------------------------------------------ */

static void give_name(struct nsc_gnu *gnu, enum nsc_gnu_row kind, uint32_t row,
		      struct nsc_name name)
{
	switch (kind) {
	case NSC_GNU_ROW_SECTION:
		gnu->out->sections.ptr[row].name = name;
		break;
	case NSC_GNU_ROW_DISCARDED:
		gnu->out->discarded.ptr[row].name = name;
		break;
	case NSC_GNU_ROW_SYMBOL:
		gnu->out->symbols.ptr[row].name = name;
		break;
	case NSC_GNU_ROW_CREF:
		nsc_gnu_cref_name(gnu, row, name);
		break;
	}
}

void nsc_gnu_name_now(struct nsc_gnu *gnu)
{
	struct nsc_gnu_waiting *waiting = &gnu->waiting;
	struct nsc_name names[NSC_GNU_WAITING];
	size_t i;

	nsc_gnu_cref_files_now(gnu);
	nsc_name_all(gnu->run->names, waiting->texts, waiting->count, names);
	for (i = 0; i < waiting->count; i++) {
		give_name(gnu, waiting->rows[i].kind, waiting->rows[i].row, names[i]);
	}
	waiting->count = 0;
}

void nsc_gnu_name_later(struct nsc_gnu *gnu, enum nsc_gnu_row kind, size_t row,
			struct nostd_str text)
{
	struct nsc_gnu_waiting *waiting = &gnu->waiting;

	if (waiting->count == NSC_GNU_WAITING) {
		nsc_gnu_name_now(gnu);
	}
	waiting->texts[waiting->count] = text;
	waiting->rows[waiting->count].kind = kind;
	waiting->rows[waiting->count].row = (uint32_t)row;
	waiting->count++;
}

/* -- parts ------------------------------------------------------------------------- */

static void remark_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	(void)gnu;
	(void)line;
}

static void between_line(struct nsc_gnu *gnu, struct nostd_str line);
static void report_line(struct nsc_gnu *gnu, struct nostd_str line);

struct part {
	void (*line)(struct nsc_gnu *gnu, struct nostd_str line);
	unsigned knows;  /* enum nsc_map_knows: what a map that has this part can tell */
	bool has_header; /* a line of column titles */
	bool is_table;   /* a blank line behind its rows ends it */
};

static const struct part parts[NSC_GNU_PARTS] = {
	[NSC_GNU_START] = {between_line, 0, false, false},
	[NSC_GNU_BETWEEN] = {between_line, 0, false, false},
	[NSC_GNU_PULLS] = {nsc_gnu_pull_line, NSC_MAP_PULLS, false, true},
	[NSC_GNU_AS_NEEDED] = {nsc_gnu_pull_line, 0, false, true},
	[NSC_GNU_COMMONS] = {nsc_gnu_common_line, 0, true, true},
	[NSC_GNU_DISCARDED] = {nsc_gnu_discarded_line, NSC_MAP_DISCARDED, false, true},
	[NSC_GNU_REMARKS] = {remark_line, 0, false, true},
	[NSC_GNU_REGIONS] = {nsc_gnu_region_line, NSC_MAP_REGIONS, true, true},
	/* The pulls came before; no table of them means that there were none. */
	[NSC_GNU_MEMORY] = {nsc_gnu_memory_line,
			    NSC_MAP_PULLS | NSC_MAP_SECTIONS | NSC_MAP_SYMBOLS |
				    NSC_MAP_LOADS,
			    false, false},
	[NSC_GNU_REPORT] = {report_line, 0, false, false},
	[NSC_GNU_CREF] = {nsc_gnu_cref_line, NSC_MAP_CREF, true, true},
};

/*
 * Room for the rows of a part, by how many bytes a row takes in the maps we have seen.
 * Room that is not needed is never touched; growing step by step would cost the same
 * again in an arena that takes nothing back.
 */
static void make_room(struct nsc_gnu *gnu, enum nsc_gnu_part part)
{
	size_t left = (size_t)(gnu->lines.end - gnu->lines.at);

	if (part == NSC_GNU_MEMORY) {
		nsc_map_section_vec_reserve(&gnu->out->sections, left / 192);
		nsc_map_symbol_vec_reserve(&gnu->out->symbols, left / 192);
	} else if (part == NSC_GNU_DISCARDED) {
		nsc_map_section_vec_reserve(&gnu->out->discarded, left / 384);
	} else if (part == NSC_GNU_CREF) {
		nsc_map_cref_vec_reserve(&gnu->out->cref, left / 64);
	}
}

/* Parts come in their order, so one that comes late belongs to another map. */
static bool is_second_map(const struct nsc_gnu *gnu, enum nsc_gnu_part part)
{
	if (part == NSC_GNU_CREF) {
		return has_seen(gnu, NSC_GNU_CREF);
	}
	return has_seen(gnu, NSC_GNU_MEMORY) && part != NSC_GNU_BETWEEN &&
	       part != NSC_GNU_REMARKS && part != NSC_GNU_REPORT;
}

/* gold names no files of the command line; without a heading nothing was dropped. */
static unsigned knows_of(const struct nsc_gnu *gnu, enum nsc_gnu_part part)
{
	unsigned knows = parts[part].knows;

	if (gnu->gold && part == NSC_GNU_MEMORY) {
		knows = (knows & ~(unsigned)NSC_MAP_LOADS) | NSC_MAP_DISCARDED;
	}
	return knows;
}

static void enter(struct nsc_gnu *gnu, enum nsc_gnu_part part)
{
	nsc_gnu_settle(gnu);
	if (is_second_map(gnu, part)) {
		nsc_diag(gnu->run->diags, NSC_DIAG_NOT_ANALYSED,
			 nsc_place(gnu->out->path, gnu->lines.number, 1),
			 "a second map begins here and is not read, expected one to a "
			 "file");
		gnu->lines.at = gnu->lines.end;
		return;
	}
	gnu->part = part;
	gnu->parts_seen |= 1U << part;
	gnu->blanks = 0;
	gnu->rows = false;
	gnu->header_due = parts[part].has_header;
	gnu->out->knows |= knows_of(gnu, part);
	if (gnu->pulls_only) {
		return;
	}
	make_room(gnu, part);
	if (part == NSC_GNU_CREF) {
		nsc_gnu_cref_begin(gnu);
	}
}

/* Before the first heading anything may stand: ld's -t, a version, a command line. */
static void between_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	enum nsc_gnu_part part;

	if (is_heading(line, &part) ||
	    (in_column_0(line) && (gnu->after_blank || gnu->lines.number == 1) &&
	     guess_heading(gnu, &part))) {
		enter(gnu, part);
	} else if (gnu->part != NSC_GNU_START && !is_sentence(line)) {
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
	}
}

static void report_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	enum nsc_gnu_part part;

	if (in_column_0(line) && is_heading(line, &part)) {
		enter(gnu, part);
	}
}

/* The memory map has blank lines in it, so what ends it is looked for. */
static bool ends_memory(const struct nsc_gnu *gnu, struct nostd_str line,
			enum nsc_gnu_part *part)
{
	struct nostd_str below[BELOW];

	if (!in_column_0(line) || gnu->in_message) {
		return false;
	}
	if (is_heading(line, part)) {
		return gnu->after_blank || *part == NSC_GNU_REPORT;
	}
	if (!gnu->after_blank || nostd_str_contains(line, NOSTD_STR("0x"))) {
		return false;
	}
	look_below(gnu->lines, below);
	*part = NSC_GNU_CREF;
	return nsc_map_all_blank(below[0]) && nsc_gnu_is_cref_header(below[1]);
}

static void blank_line(struct nsc_gnu *gnu)
{
	nsc_gnu_settle(gnu);
	gnu->blanks++;
	if (parts[gnu->part].is_table && (gnu->rows || gnu->blanks > 1)) {
		gnu->part = NSC_GNU_BETWEEN;
	}
}

/* Column titles have no numbers; a table without them begins with a row. */
static bool is_header(struct nsc_gnu *gnu, struct nostd_str line)
{
	bool due = gnu->header_due;

	gnu->header_due = false;
	return due && !nostd_str_contains(line, NOSTD_STR("0x")) &&
	       (gnu->part != NSC_GNU_CREF || nsc_gnu_is_cref_header(line));
}

/* A line that is not blank. */
static void text_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	enum nsc_gnu_part part;

	if (line.len > NSC_LIMIT_MAP_LINE) {
		nsc_gnu_settle(gnu);
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
		return;
	}
	if (gnu->part == NSC_GNU_MEMORY ? ends_memory(gnu, line, &part)
					: !gnu->rows && parts[gnu->part].is_table &&
						  is_heading(line, &part)) {
		enter(gnu, part);
	} else if (!is_header(gnu, line)) {
		gnu->rows = true; /* false again when the line begins a part */
		parts[gnu->part].line(gnu, line);
	}
}

/* -- the end ----------------------------------------------------------------------- */

/*
 * In every map we have seen, the pieces of a section reach its end: with fewer than 512
 * bytes missing in PE, which rounds sizes up, and .mdebug, whose head ld writes itself.
 * So a last section whose pieces end earlier has lost some.
 */
enum { UNSEEN_MAX = 511 };

static bool last_output_is_short(const struct nsc_gnu *gnu)
{
	const struct nsc_map_section_vec *sections = &gnu->out->sections;
	const struct nsc_map_output *last = nsc_map_output_vec_last(&gnu->out->outputs);
	uint64_t end;
	size_t i;

	if (gnu->part != NSC_GNU_MEMORY || !last || last->size <= UNSEEN_MAX) {
		return false;
	}
	for (i = sections->len; i > 0 && sections->ptr[i - 1].output != NSC_NO_ROW &&
				sections->ptr[i - 1].output + 1 == gnu->out->outputs.len;
	     i--) {
		end = sections->ptr[i - 1].address + sections->ptr[i - 1].size -
		      last->address;
		if (end >= last->size || last->size - end <= UNSEEN_MAX) {
			return false;
		}
	}
	return true;
}

/* What a whole map would still have; NULL: nothing. */
static const char *missing(const struct nsc_gnu *gnu)
{
	if (gnu->wrapped != NSC_GNU_WRAPPED_NONE &&
	    gnu->wrapped != NSC_GNU_WRAPPED_OUTPUT &&
	    !(gnu->wrapped == NSC_GNU_WRAPPED_STATEMENT && is_statement(gnu->name))) {
		return "the rest of a row";
	}
	if (!has_seen(gnu, NSC_GNU_MEMORY)) {
		return "the memory map";
	}
	if (!gnu->output_seen) {
		return gnu->gold ? "the section .shstrtab, which ends the memory map"
				 : "the OUTPUT line that ends the memory map";
	}
	if (last_output_is_short(gnu)) {
		return "the rest of the last section";
	}
	return gnu->part == NSC_GNU_CREF && !gnu->rows
		       ? "the rows of the cross reference table"
		       : NULL;
}

/*
 * A section whose strings were all merged into an earlier one is printed with the size it
 * had (GNU ld 2.40), at the address of the next: it takes nothing.
 */
static void settle_merged(struct nsc_map_facts *facts)
{
	size_t i;

	for (i = 1; i < facts->sections.len; i++) {
		struct nsc_map_section *row = &facts->sections.ptr[i - 1];
		const struct nsc_map_section *next = &facts->sections.ptr[i];

		if (row->kind == NSC_PLACED_INPUT && row->size_before == 0 &&
		    row->output == next->output && row->address == next->address &&
		    row->size != 0 && next->size != 0) {
			row->size_before = row->size;
			row->size = 0;
		}
	}
}

static void finish(struct nsc_gnu *gnu, bool last_is_whole)
{
	const char *what = missing(gnu);

	if (what) {
		gnu->wrapped = NSC_GNU_WRAPPED_NONE;
	} else if (!last_is_whole) {
		what = "the end of the line";
	}
	nsc_gnu_settle(gnu);
	nsc_gnu_name_now(gnu);
	if (!gnu->gold) {
		settle_merged(gnu->out);
	}
	nsc_map_tell_end(gnu->run, gnu->out, gnu->whose, gnu->lines.number, what);
}

/* -- the reader -------------------------------------------------------------------- */

static size_t file_rows(const struct nsc_map_facts *facts)
{
	return facts->sections.len + facts->discarded.len + facts->cref.len;
}

/* Is all read that is wanted? */
static bool is_done(const struct nsc_gnu *gnu)
{
	static const unsigned behind = 1U << NSC_GNU_COMMONS | 1U << NSC_GNU_DISCARDED |
				       1U << NSC_GNU_REGIONS | 1U << NSC_GNU_MEMORY |
				       1U << NSC_GNU_CREF;

	return gnu->pulls_only && (gnu->parts_seen & behind) != 0;
}

/*
 * Without a line end the last line may be half a line. It is whole when it closes OUTPUT,
 * or ends in a file that the map has named before. True: it has its end, or is whole.
 */
static bool read_lines(struct nsc_gnu *gnu)
{
	const struct nsc_map_facts *out = gnu->out;
	struct nostd_str line;
	size_t files = 0, rows = 0;
	bool image = false;
	bool blank;

	while (!is_done(gnu) && nsc_map_lines_next(&gnu->lines, &line)) {
		if (!gnu->lines.ended) {
			nsc_gnu_cref_files_now(gnu); /* those of the lines before */
		}
		files = out->files.len;
		rows = file_rows(out);
		image = gnu->output_seen;
		blank = nsc_map_all_blank(line);
		if (blank) {
			blank_line(gnu);
		} else {
			text_line(gnu, line);
		}
		gnu->after_blank = blank;
	}
	nsc_gnu_cref_files_now(gnu);
	return gnu->lines.ended ||
	       (!gnu->cut && (image != gnu->output_seen ||
			      (files == out->files.len && rows != file_rows(out))));
}

static void init(struct nsc_gnu *gnu, struct nsc_run *run, struct nsc_map_facts *out)
{
	memset(gnu, 0, sizeof(*gnu));
	gnu->run = run;
	gnu->out = out;
	gnu->part = NSC_GNU_START;
	gnu->after_blank = true;
	gnu->output = NSC_NO_ROW;
	gnu->section = NSC_NO_ROW;
}

void nsc_gnu_read(struct nsc_run *run, struct nostd_str text, bool gold,
		  struct nsc_map_facts *out)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_gnu gnu;
	bool last_is_whole;

	init(&gnu, run, out);
	gnu.whose = gold ? "gold" : "GNU ld";
	gnu.gold = gold;
	gnu.lines = nsc_map_lines(text);
	nsc_map_files_init(&gnu.files, run->scratch, run->names, &out->files);
	nsc_names_reserve(run->names, (uint32_t)(text.len / 384));
	last_is_whole = read_lines(&gnu);
	finish(&gnu, last_is_whole);
	nostd_bump_reset(run->scratch, mark);
}

/* Bytes of a map for a member that is taken, in large ones; each brings two names. */
enum { BYTES_PER_PULL = 16384 };

void nsc_gnu_read_pulls(struct nsc_run *run, struct nostd_str text, bool gold,
			struct nsc_map_facts *out)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	struct nsc_gnu gnu;
	bool last_is_whole;

	init(&gnu, run, out);
	gnu.whose = gold ? "gold" : "GNU ld";
	gnu.gold = gold;
	gnu.pulls_only = true;
	nsc_names_reserve(run->names, (uint32_t)(text.len / BYTES_PER_PULL * 2));
	nsc_map_pull_vec_reserve(&out->pulls, text.len / BYTES_PER_PULL);
	nsc_map_file_vec_reserve(&out->files, text.len / BYTES_PER_PULL);
	gnu.lines = nsc_map_lines(text);
	nsc_map_files_init(&gnu.files, run->scratch, run->names, &out->files);
	last_is_whole = read_lines(&gnu);
	if (is_done(&gnu)) {
		out->knows |= NSC_MAP_PULLS; /* or there were none */
		nsc_map_tell_end(run, out, gnu.whose, gnu.lines.number, NULL);
	} else {
		finish(&gnu, last_is_whole);
	}
	nostd_bump_reset(run->scratch, mark);
}

bool nsc_gnu_read_cref(struct nsc_run *run, const char *whose,
		       struct nsc_map_lines *lines, struct nsc_map_files *files,
		       struct nsc_map_facts *out)
{
	struct nsc_gnu gnu;

	init(&gnu, run, out);
	gnu.whose = whose;
	gnu.lines = *lines;
	gnu.files = *files;
	enter(&gnu, NSC_GNU_CREF);
	(void)read_lines(&gnu);
	nsc_gnu_settle(&gnu);
	nsc_gnu_name_now(&gnu);
	*lines = gnu.lines;
	*files = gnu.files;
	return out->cref.len != 0 && !gnu.cut;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	(void)err; /* a map of GNU ld is read as far as it goes */
	nsc_gnu_read(run, text, false, out);
	return 0;
}

static int parse_pulls(struct nsc_run *run, struct nostd_str text,
		       struct nsc_map_facts *out, struct nsc_err *err)
{
	(void)err;
	nsc_gnu_read_pulls(run, text, false, out);
	return 0;
}

/*
 * Headings in English are looked for in the first 64 KiB: what a driver prints before
 * them can be long. Others are guessed, and believed where the map has the row of the
 * region *default*, which ld always writes and never translates.
 */
enum { PROBE_SIZE = 64 * 1024 };

static bool is_titled(struct nsc_map_lines lines, enum nsc_gnu_part part)
{
	struct nostd_str below[BELOW];

	look_below(lines, below);
	/* lld's maps can end in GNU ld's cross reference table */
	return part != NSC_GNU_REPORT && part != NSC_GNU_CREF &&
	       (part == NSC_GNU_COMMONS || nsc_map_all_blank(below[0]));
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;
	enum nsc_gnu_part part;
	bool after_blank = true;

	while (lines.at - text.ptr < PROBE_SIZE && nsc_map_lines_next(&lines, &line)) {
		if (is_heading(line, &part) && is_titled(lines, part)) {
			return nostd_str_eq(line, new_reasons) || !nsc_gnu_is_gold(text);
		}
		if (after_blank && in_column_0(line) && guess_by_rows(lines, &part)) {
			return nostd_str_contains(text, NOSTD_STR("\n*default*"));
		}
		after_blank = nsc_map_all_blank(line);
	}
	return false;
}

const struct nsc_map_format nsc_map_format_gnu_ld = {
	.name = "gnu-ld",
	.title = "GNU ld",
	.grade = NSC_MAP_PROVED,
	.probe = probe,
	.parse = parse,
	.parse_pulls = parse_pulls,
};
