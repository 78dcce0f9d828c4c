/*
 * gnu_ld_memory.c - the memory map: LOAD lines, output sections and what lies in them,
 * symbols, assignments; and the list of discarded sections, whose rows look the same.
 *
 * In:   one line of the part. What it is, is told by where its text begins: column 0, one
 *       blank, or more; then by its words. Columns moved over the years, words did not.
 * Out:  rows of loads, outputs, sections, discarded and symbols; the image's name.
 * Does not know which sections have bytes in the image's file: a map does not tell
 * NOBITS.
 *
 * Source: print_statement and what it calls, ld/ldlang.c, binutils from 2.26 to the git
 * of 2025.
 */
#include "analyzer/fact/section.h"
#include "analyzer/map/gnu_ld.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/reader.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A row of an output or input section. */
struct row {
	struct nostd_str name;
	uint64_t address, size;
	struct nostd_str rest; /* what follows the size */
	uint32_t line;
};

bool nsc_gnu_take_pair(struct nostd_str *text, uint64_t *address, uint64_t *size)
{
	struct nostd_str rest = *text;

	if (!nsc_map_take_hex(&rest, address) || nsc_map_skip_blanks(&rest) == 0 ||
	    !nsc_map_take_hex(&rest, size)) {
		return false;
	}
	nsc_map_skip_blanks(&rest);
	*text = rest;
	return true;
}

/* A name with blanks: it ends where the first two numbers in a row begin. */
static bool split_long_row(struct nostd_str text, struct row *row)
{
	struct nostd_str rest = text;
	size_t at = nostd_str_find(rest, NOSTD_STR(" 0x"));

	while (at != NOSTD_NOT_FOUND) {
		rest = nostd_str_skip(rest, at + 1);
		row->rest = rest;
		if (nsc_gnu_take_pair(&row->rest, &row->address, &row->size)) {
			row->name = nsc_map_trim_end(
				nostd_str_take(text, (size_t)(rest.ptr - text.ptr)));
			return row->name.len != 0;
		}
		at = nostd_str_find(rest, NOSTD_STR(" 0x"));
	}
	return false;
}

/* "NAME 0xADDRESS 0xSIZE rest" */
static bool split_row(struct nostd_str text, struct row *row)
{
	row->rest = text;
	row->name = nsc_map_take_word(&row->rest);
	if (row->rest.len == 0) {
		return false;
	}
	nsc_map_skip_blanks(&row->rest);
	return nsc_gnu_take_pair(&row->rest, &row->address, &row->size) ||
	       split_long_row(text, row);
}

/* -- rows of input sections -------------------------------------------------------- */

/*
 * Names that ld gives to files of its own making: stubs and glue of several targets, the
 * import tables of PE; and "PROGRAM generated" where there is no file (ld/ldmisc.c, %pB).
 */
static bool made_by_linker(struct nostd_str file)
{
	return nostd_str_eq(file, NOSTD_STR("linker stubs")) ||
	       nostd_str_eq(file, NOSTD_STR("dll stuff")) ||
	       nostd_str_ends_with(file, NOSTD_STR(" generated"));
}

/* gold's own pieces: "** merge strings". What stands for COMMON symbols names no file. */
static enum nsc_placement_kind kind_of_gold(struct nostd_str name)
{
	if (nostd_str_eq(name, NOSTD_STR("** fill")) ||
	    nostd_str_eq(name, NOSTD_STR("** zero fill"))) {
		return NSC_PLACED_FILL;
	}
	if (nostd_str_eq(name, NOSTD_STR("** expression"))) {
		return NSC_PLACED_DATA;
	}
	return nostd_str_eq(name, NOSTD_STR("** common")) ? NSC_PLACED_COMMON
							  : NSC_PLACED_STUBS;
}

/* Fills kind and file; false: no row of an input section. */
static bool describe(struct nsc_gnu *gnu, const struct row *row,
		     struct nsc_map_section *section)
{
	section->file = NSC_NO_ROW;
	/* Behind a fill stands its pattern, or nothing. */
	if (nostd_str_eq(row->name, NOSTD_STR("*fill*"))) {
		section->kind = NSC_PLACED_FILL;
		return true;
	}
	if (row->rest.len == 0) {
		section->kind = (uint8_t)kind_of_gold(row->name);
		return gnu->gold && nostd_str_starts_with(row->name, NOSTD_STR("** "));
	}
	if (made_by_linker(row->rest)) {
		section->kind = NSC_PLACED_STUBS;
		return true;
	}
	section->kind = nostd_str_eq(row->name, NOSTD_STR("COMMON")) ? NSC_PLACED_COMMON
								     : NSC_PLACED_INPUT;
	section->file = nsc_map_file_row(&gnu->files, row->rest);
	return true;
}

/* gold writes .shstrtab last, stripped or not. */
static bool ends_gold(const struct nsc_gnu *gnu)
{
	return gnu->output != NSC_NO_ROW &&
	       nostd_str_eq(nsc_name_text(gnu->run->names,
					  gnu->out->outputs.ptr[gnu->output].name),
			    NOSTD_STR(".shstrtab"));
}

static bool add_section(struct nsc_gnu *gnu, const struct row *row)
{
	struct nsc_map_section section = {0};

	if (!describe(gnu, row, &section)) {
		return false;
	}
	section.address = row->address;
	section.size = row->size;
	section.line = row->line;
	if (gnu->part == NSC_GNU_DISCARDED) {
		section.output = NSC_NO_ROW;
		nsc_gnu_name_later(gnu, NSC_GNU_ROW_DISCARDED, gnu->out->discarded.len,
				   row->name);
		nsc_map_section_vec_push(&gnu->out->discarded, section);
		return true;
	}
	section.output = gnu->output;
	gnu->output_seen = gnu->output_seen || (gnu->gold && ends_gold(gnu));
	if (section.kind != NSC_PLACED_FILL) {
		gnu->section = (uint32_t)gnu->out->sections.len;
	}
	nsc_gnu_name_later(gnu, NSC_GNU_ROW_SECTION, gnu->out->sections.len, row->name);
	nsc_map_section_vec_push(&gnu->out->sections, section);
	return true;
}

/* "0xSIZE (size before relaxing)", in any language, below the row it is about. */
static void set_size_before(struct nsc_gnu *gnu, uint64_t size)
{
	struct nsc_map_section *last = nsc_map_section_vec_last(
		gnu->part == NSC_GNU_DISCARDED ? &gnu->out->discarded
					       : &gnu->out->sections);

	if (last) {
		last->size_before = size;
	}
}

/* -- output sections --------------------------------------------------------------- */

/* The number that ends "load address 0x08000000", whatever the words before it. */
static bool take_load_address(struct nostd_str rest, uint64_t *load_address)
{
	struct nostd_str words, number;

	rest = nsc_map_trim_end(rest);
	if (!nostd_str_rsplit_once(rest, ' ', &words, &number) || words.len == 0 ||
	    nostd_str_contains(words, NOSTD_STR("0x"))) {
		return false;
	}
	return nsc_map_take_hex(&number, load_address) && number.len == 0;
}

static bool add_output(struct nsc_gnu *gnu, const struct row *row)
{
	struct nsc_map_output output = {0};

	output.load_address = row->address;
	if (row->rest.len != 0) {
		if (!take_load_address(row->rest, &output.load_address)) {
			return false;
		}
		output.has_load_address = true;
	}
	output.name = nsc_name(gnu->run->names, row->name);
	output.address = row->address;
	output.size = row->size;
	output.allocated = !nsc_section_is_for_tools(row->name);
	output.line = row->line;
	gnu->output = (uint32_t)gnu->out->outputs.len;
	gnu->section = NSC_NO_ROW;
	nsc_map_output_vec_push(&gnu->out->outputs, output);
	return true;
}

/* -- lines that begin in column 0 -------------------------------------------------- */

static void add_load(struct nsc_gnu *gnu, enum nsc_load_kind kind, struct nostd_str path)
{
	struct nsc_map_load load = {0};

	load.kind = (uint8_t)kind;
	load.path = nsc_name(gnu->run->names, path);
	load.line = gnu->lines.number;
	nsc_map_load_vec_push(&gnu->out->loads, load);
}

static bool load_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	if (nostd_str_strip_prefix(&line, NOSTD_STR("LOAD ")) && line.len != 0) {
		if (!made_by_linker(line)) {
			add_load(gnu, NSC_LOAD_FILE, line);
		}
	} else if (nostd_str_eq(line, NOSTD_STR("START GROUP"))) {
		add_load(gnu, NSC_LOAD_GROUP_START, NOSTD_STR(""));
	} else if (nostd_str_eq(line, NOSTD_STR("END GROUP"))) {
		add_load(gnu, NSC_LOAD_GROUP_END, NOSTD_STR(""));
	} else {
		return false;
	}
	return true;
}

/*
 * "OUTPUT(NAME TARGET)"; a target has no '.', '/' or '\\', an image's path rarely none.
 */
static bool image_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct nostd_str name, target;

	line = nsc_map_trim_end(line);
	if (!nostd_str_strip_prefix(&line, NOSTD_STR("OUTPUT(")) ||
	    !nostd_str_strip_suffix(&line, NOSTD_STR(")"))) {
		return false;
	}
	name = line;
	if (nostd_str_rsplit_once(line, ' ', &line, &target) && target.len != 0 &&
	    nostd_str_find_byte(target, '.') == NOSTD_NOT_FOUND &&
	    nostd_str_find_byte(target, '/') == NOSTD_NOT_FOUND &&
	    nostd_str_find_byte(target, '\\') == NOSTD_NOT_FOUND) {
		name = line;
		gnu->out->target = nsc_name(gnu->run->names, target);
	}
	gnu->out->output = nsc_name(gnu->run->names, name);
	gnu->output_seen = true;
	gnu->output = NSC_NO_ROW;
	gnu->section = NSC_NO_ROW;
	return true;
}

/*
 * Statements of the script without facts for us: "TARGET(elf32-i386)", "INSERT AFTER
 * .text", and -Ttext's "Address of section .text set to 0x1000", a sentence in the user's
 * language that ends in its only number (in Turkish, without a blank before it).
 */
static bool other_statement(struct nostd_str line)
{
	size_t at = nostd_str_find(line, NOSTD_STR("0x"));
	struct nostd_str words, number;
	uint64_t value;

	if (nostd_str_starts_with(line, NOSTD_STR("TARGET(")) ||
	    nostd_str_starts_with(line, NOSTD_STR("INSERT BEFORE ")) ||
	    nostd_str_starts_with(line, NOSTD_STR("INSERT AFTER "))) {
		return true;
	}
	if (at == NOSTD_NOT_FOUND) {
		return false;
	}
	words = nostd_str_take(line, at);
	number = nostd_str_skip(line, at);
	return nsc_map_take_hex(&number, &value) && nsc_map_all_blank(number) &&
	       nostd_str_find_byte(words, ' ') != NOSTD_NOT_FOUND &&
	       nostd_str_find_byte(words, '.') != NOSTD_NOT_FOUND;
}

static void top_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct row row = {.line = gnu->lines.number};

	nsc_gnu_settle(gnu);
	if (load_line(gnu, line) || image_line(gnu, line)) {
		return;
	}
	if (split_row(line, &row)) {
		if (add_output(gnu, &row)) {
			return;
		}
	} else if (other_statement(line)) {
		return;
	} else if (!nostd_str_contains(line, NOSTD_STR(" "))) {
		nsc_gnu_wrap(gnu, NSC_GNU_WRAPPED_OUTPUT, line);
		return;
	}
	nsc_gnu_unknown(gnu, gnu->lines.number, line);
}

/* -- lines behind one blank -------------------------------------------------------- */

/* An input section, a fill, or a statement as the script has it. */
static void statement_line(struct nsc_gnu *gnu, struct nostd_str text)
{
	struct row row = {.line = gnu->lines.number};

	nsc_gnu_settle(gnu);
	if (!split_row(text, &row)) {
		nsc_gnu_wrap(gnu, NSC_GNU_WRAPPED_STATEMENT, text);
	} else if (!add_section(gnu, &row)) {
		nsc_gnu_unknown(gnu, gnu->lines.number, text);
	}
}

/* -- lines behind more blanks ------------------------------------------------------ */

/*
 * "BYTE 0x..", and "RELOC R_X sym+.." of a link with constructors
 * (print_reloc_statement).
 */
static bool is_data(struct nostd_str text, struct nostd_str *kind)
{
	static const struct nostd_str kinds[] = {
		NOSTD_STR_INIT("BYTE"), NOSTD_STR_INIT("SHORT"), NOSTD_STR_INIT("LONG"),
		NOSTD_STR_INIT("QUAD"), NOSTD_STR_INIT("SQUAD"), NOSTD_STR_INIT("RELOC"),
	};
	size_t i;

	*kind = nsc_map_take_word(&text);
	if (nsc_map_skip_blanks(&text) == 0) {
		return false;
	}
	for (i = 0; i < COUNT(kinds); i++) {
		if (nostd_str_eq(*kind, kinds[i])) {
			return nsc_map_at_hex(text) || kind->ptr[0] == 'R';
		}
	}
	return false;
}

static void add_data(struct nsc_gnu *gnu, const struct row *row)
{
	struct nsc_map_section section = {0};

	section.output = gnu->output;
	section.kind = NSC_PLACED_DATA;
	section.name = nsc_name(gnu->run->names, row->name);
	section.file = NSC_NO_ROW;
	section.address = row->address;
	section.size = row->size;
	section.line = row->line;
	nsc_map_section_vec_push(&gnu->out->sections, section);
}

/* "0xADDRESS 0xSIZE rest": data of the script, or what a wrapped name was waiting for. */
static void pair_line(struct nsc_gnu *gnu, struct row *row)
{
	bool done = false;

	if (is_data(row->rest, &row->name)) {
		nsc_gnu_settle(gnu);
		add_data(gnu, row);
		return;
	}
	row->name = gnu->name;
	row->line = gnu->name_line;
	switch (gnu->wrapped) {
	case NSC_GNU_WRAPPED_OUTPUT:
		done = add_output(gnu, row);
		break;
	case NSC_GNU_WRAPPED_STATEMENT:
		done = add_section(gnu, row);
		break;
	case NSC_GNU_WRAPPED_MEMBER:
	case NSC_GNU_WRAPPED_COMMON:
	case NSC_GNU_WRAPPED_NONE:
		/* A section whose name is empty. */
		row->name = NOSTD_STR("");
		row->line = gnu->lines.number;
		done = add_section(gnu, row);
		break;
	}
	gnu->wrapped = NSC_GNU_WRAPPED_NONE;
	if (!done) {
		nsc_gnu_unknown(gnu, gnu->lines.number, row->rest);
	}
}

static void add_symbol(struct nsc_gnu *gnu, enum nsc_map_symbol_kind kind,
		       uint64_t address, struct nostd_str name)
{
	struct nsc_map_symbol symbol = {0};

	symbol.kind = (uint8_t)kind;
	symbol.address = address;
	symbol.section = gnu->section;
	symbol.line = gnu->lines.number;
	nsc_gnu_name_later(gnu, NSC_GNU_ROW_SYMBOL, gnu->out->symbols.len, name);
	nsc_map_symbol_vec_push(&gnu->out->symbols, symbol);
}

static void add_assignment(struct nsc_gnu *gnu, const struct nsc_map_symbol *like,
			   struct nostd_str name, struct nostd_str expression)
{
	struct nsc_map_symbol symbol = *like;

	symbol.section = NSC_NO_ROW;
	symbol.expression = nsc_name(gnu->run->names, expression);
	symbol.line = gnu->lines.number;
	nsc_gnu_name_later(gnu, NSC_GNU_ROW_SYMBOL, gnu->out->symbols.len, name);
	nsc_map_symbol_vec_push(&gnu->out->symbols, symbol);
}

/*
 * "PROVIDE (NAME = EXPRESSION)", and its forms; until binutils 2.26 with a comma
 * instead of "=". `like` has the address, and whether there is one.
 */
static bool provide_statement(struct nsc_gnu *gnu, struct nostd_str text,
			      const struct nsc_map_symbol *like)
{
	static const struct {
		struct nostd_str begin;
		enum nsc_map_symbol_kind kind;
	} forms[] = {
		{NOSTD_STR_INIT("PROVIDE ("), NSC_MAP_SYMBOL_PROVIDED},
		{NOSTD_STR_INIT("PROVIDE_HIDDEN ("), NSC_MAP_SYMBOL_PROVIDED},
		{NOSTD_STR_INIT("HIDDEN ("), NSC_MAP_SYMBOL_ASSIGNED},
	};
	struct nsc_map_symbol symbol = *like;
	struct nostd_str name;
	size_t i;

	for (i = 0; i < COUNT(forms); i++) {
		if (nostd_str_strip_prefix(&text, forms[i].begin)) {
			break;
		}
	}
	if (i == COUNT(forms) || !nostd_str_strip_suffix(&text, NOSTD_STR(")"))) {
		return false;
	}
	name = nsc_map_take_word(&text);
	if (!nostd_str_strip_suffix(&name, NOSTD_STR(",")) &&
	    !nostd_str_strip_prefix(&text, NOSTD_STR(" ="))) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	if (symbol.kind == NSC_MAP_SYMBOL_ASSIGNED) {
		symbol.kind = (uint8_t)forms[i].kind;
	}
	add_assignment(gnu, &symbol, name, text);
	return true;
}

static bool ends_group(struct nostd_str line)
{
	return nostd_str_ends_with(nsc_map_trim_end(line), NOSTD_STR(")"));
}

/*
 * An ASSERT prints its message as it is, with all its lines; the last ends in ')'. One
 * that is 0 is an error: no image is left (ld manual, "Miscellaneous Commands").
 */
static bool assert_statement(struct nsc_gnu *gnu, struct nostd_str text,
			     const struct nsc_map_symbol *like)
{
	if (!nostd_str_starts_with(text, NOSTD_STR("ASSERT ("))) {
		return false;
	}
	if (like->kind == NSC_MAP_SYMBOL_ASSIGNED && like->address == 0) {
		nsc_diag(gnu->run->diags, NSC_DIAG_WARNING,
			 nsc_place(gnu->out->path, gnu->lines.number, 0),
			 "the link failed: {} does not hold", nsc_map_trim_end(text));
	}
	gnu->in_message = !ends_group(text);
	return true;
}

/* Does the message go on? Not into a line that is a row by its look. */
static bool is_message(const struct nsc_gnu *gnu, struct nostd_str line)
{
	return gnu->in_message &&
	       (nsc_map_skip_blanks(&line) < 16 || !nsc_map_at_hex(line));
}

/*
 * A statement that gives a name or "." a value; false: it is none. A demangled name can
 * have " = " inside (Rust's "dyn Fn(u8) + Output = u8"), but not behind its first word.
 */
static bool assignment(struct nsc_gnu *gnu, struct nostd_str text,
		       const struct nsc_map_symbol *like)
{
	struct nostd_str rest = text;
	struct nostd_str name = nsc_map_take_word(&rest);

	if (nostd_str_starts_with(rest, NOSTD_STR(" = "))) {
		if (!nostd_str_eq(name, NOSTD_STR("."))) {
			add_assignment(gnu, like, name, nostd_str_skip(rest, 3));
		}
		return true;
	}
	return provide_statement(gnu, text, like) || assert_statement(gnu, text, like);
}

/* "0xADDRESS   TEXT": a symbol of the section above, or an assignment. */
static void value_line(struct nsc_gnu *gnu, uint64_t address, struct nostd_str text)
{
	struct nsc_map_symbol like = {.kind = NSC_MAP_SYMBOL_ASSIGNED,
				      .address = address};

	if (!memchr(text.ptr, ' ', text.len)) {
		add_symbol(gnu, NSC_MAP_SYMBOL_PLACED, address, text);
	} else if (nostd_str_strip_prefix(&text, NOSTD_STR("(local) "))) {
		add_symbol(gnu, NSC_MAP_SYMBOL_LOCAL, address, text);
	} else if (!assignment(gnu, text, &like)) {
		add_symbol(gnu, NSC_MAP_SYMBOL_PLACED, address, text);
	}
}

/*
 * An assignment that has no plain value: "[0x1000]" (the symbol was given another one
 * elsewhere, this is it), "[!provide]", "[unresolved]" or "*undef*".
 */
static bool status_line(struct nsc_gnu *gnu, struct nostd_str text)
{
	struct nsc_map_symbol like = {.kind = NSC_MAP_SYMBOL_UNRESOLVED};

	if (nostd_str_strip_prefix(&text, NOSTD_STR("[!provide]"))) {
		like.kind = NSC_MAP_SYMBOL_UNUSED;
	} else if (nostd_str_strip_prefix(&text, NOSTD_STR("[0x"))) {
		text = nostd_str_new(text.ptr - 2, text.len + 2);
		if (!nsc_map_take_hex(&text, &like.address) ||
		    !nostd_str_strip_prefix(&text, NOSTD_STR("]"))) {
			return false;
		}
		like.kind = NSC_MAP_SYMBOL_ASSIGNED;
	} else if (!nostd_str_strip_prefix(&text, NOSTD_STR("[unresolved]")) &&
		   !nostd_str_strip_prefix(&text, NOSTD_STR("*undef*"))) {
		return false;
	}
	nsc_map_skip_blanks(&text);
	return assignment(gnu, text, &like);
}

static void deep_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct row row = {.line = gnu->lines.number};
	struct nostd_str text = line;
	size_t gap;

	nsc_map_skip_blanks(&text);
	if (!nsc_map_take_hex(&text, &row.address)) {
		nsc_gnu_settle(gnu);
		if (!status_line(gnu, text)) {
			nsc_gnu_unknown(gnu, gnu->lines.number, line);
		}
		return;
	}
	gap = nsc_map_skip_blanks(&text);
	row.rest = text;
	if (nsc_map_take_hex(&row.rest, &row.size)) {
		nsc_map_skip_blanks(&row.rest);
		pair_line(gnu, &row);
		return;
	}
	nsc_gnu_settle(gnu);
	if (text.len != 0 && gap == 1 && text.ptr[0] == '(') {
		set_size_before(gnu, row.address);
	} else if (text.len != 0 && gnu->part == NSC_GNU_MEMORY) {
		value_line(gnu, row.address, text);
	} else {
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
	}
}

/* -- a line ------------------------------------------------------------------------ */

void nsc_gnu_memory_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	if (is_message(gnu, line)) {
		gnu->in_message = !ends_group(line);
		return;
	}
	gnu->in_message = false;
	if (!nsc_map_blank(line.ptr[0])) {
		top_line(gnu, line);
	} else if (!nsc_map_blank(line.ptr[1])) {
		statement_line(gnu, nostd_str_skip(line, 1));
	} else {
		deep_line(gnu, line);
	}
}

void nsc_gnu_discarded_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	if (!nsc_map_blank(line.ptr[0])) {
		nsc_gnu_settle(gnu);
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
	} else if (!nsc_map_blank(line.ptr[1])) {
		statement_line(gnu, nostd_str_skip(line, 1));
	} else {
		deep_line(gnu, line);
	}
}

bool nsc_gnu_is_discarded(struct nostd_str line, struct nostd_str next)
{
	struct row row;

	if (line.len < 2 || !nsc_map_blank(line.ptr[0]) || nsc_map_blank(line.ptr[1])) {
		return false;
	}
	if (!split_row(nostd_str_skip(line, 1), &row)) {
		row.rest = next;
		if (nsc_map_skip_blanks(&row.rest) == 0 ||
		    !nsc_gnu_take_pair(&row.rest, &row.address, &row.size)) {
			return false;
		}
	}
	return row.address == 0 && row.rest.len != 0;
}
