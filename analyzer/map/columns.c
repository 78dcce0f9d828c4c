/*
 * columns.c - see columns.h.
 */
#include "analyzer/map/columns.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"

enum { INDENT = 8 }; /* blanks of a level (lld/ELF/MapFile.cpp, mold's mapfile.cc) */

void nsc_map_columns_init(struct nsc_map_reader *reader, struct nsc_run *run,
			  struct nostd_str text, struct nsc_map_facts *out,
			  struct nsc_map_kind kind)
{
	nsc_names_reserve(run->names, (uint32_t)nsc_map_guess_lines(text));
	nsc_map_reader_init(reader, run, text, out, kind);
}

/* -- a column at once ---------------------------------------------------------------- */

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The top bit of each byte that is not less than `least`; all are less than 128. */
static uint64_t not_less(uint64_t bytes, unsigned least)
{
	return (bytes + EACH(0x80U - least)) & EACH(0x80U);
}

static uint64_t within(uint64_t bytes, char first, char last)
{
	return not_less(bytes, (unsigned char)first) &
	       ~not_less(bytes, (unsigned char)last + 1U);
}

/* Eight digits, the first one in the lowest byte; a blank counts as a 0. */
static uint64_t number_of(uint64_t bytes)
{
	uint64_t digits = (bytes & EACH(0x0FU)) + 9 * (bytes >> 6 & EACH(1U));

	digits = (digits << 4 | digits >> 8) & UINT64_C(0x00FF00FF00FF00FF);
	digits = (digits << 8 | digits >> 16) & UINT64_C(0x0000FFFF0000FFFF);
	return (digits << 16 | digits >> 32) & UINT64_C(0xFFFFFFFF);
}

bool nsc_map_take_octet(const char *column, uint64_t *value)
{
	static const unsigned char first = 1;
	uint64_t bytes, order = 0, blanks, digits;

	memcpy(&order, &first, 1);
	memcpy(&bytes, column, sizeof(bytes));
	if (order != 1 || (bytes & EACH(0x80U)) != 0) {
		return false;
	}
	blanks = within(bytes, ' ', ' ');
	digits = within(bytes, '0', '9') | within(bytes, 'a', 'f');
	if ((blanks | digits) != EACH(0x80U) || digits == 0 ||
	    blanks > (digits & (0 - digits))) {
		return false; /* blanks are below the lowest digit */
	}
	*value = number_of(bytes);
	return true;
}

bool nsc_map_take_column(struct nostd_str *text, uint64_t *value)
{
	nsc_map_skip_blanks(text);
	return nsc_map_take_digits(text, value);
}

bool nsc_map_take_level(struct nostd_str *text, enum nsc_map_level *level)
{
	size_t blanks = nsc_map_skip_blanks(text);

	if (text->len == 0 || blanks % INDENT != 1 || blanks > 2 * INDENT + 1) {
		return false;
	}
	*level = (enum nsc_map_level)(blanks / INDENT);
	return true;
}

bool nsc_map_split_input(struct nostd_str text, struct nostd_str *file,
			 struct nostd_str *section)
{
	size_t at = text.len;

	if (text.len < 4 || text.ptr[text.len - 1] != ')') {
		return false;
	}
	while (--at > 1) {
		if (text.ptr[at] == '(' && text.ptr[at - 1] == ':') {
			*file = nostd_str_take(text, at - 1);
			*section = nostd_str_new(text.ptr + at + 1, text.len - at - 2);
			return true;
		}
	}
	return false;
}

/* "NAME+0x18": a part of .eh_frame. Cuts the offset off. */
static bool cut_offset(struct nostd_str *section)
{
	size_t at = section->len;

	while (at > 0 && nsc_map_digit(section->ptr[at - 1]) < 16) {
		at--;
	}
	if (at == section->len || at < 4 || section->ptr[at - 1] != 'x' ||
	    section->ptr[at - 2] != '0' || section->ptr[at - 3] != '+') {
		return false;
	}
	section->len = at - 3;
	return true;
}

/* The last row has the same file and kind: it grows up to the end of this one. */
static bool grow_last(struct nsc_map_reader *reader, enum nsc_placement_kind kind,
		      uint32_t file, uint64_t address, uint64_t size)
{
	struct nsc_map_section *last = nsc_map_section_vec_last(&reader->out->sections);

	if (!last || reader->growing + 1 != reader->out->sections.len ||
	    last->output != reader->output || last->kind != kind || last->file != file ||
	    address < last->address) {
		return false;
	}
	last->size = address + size - last->address;
	return true;
}

bool nsc_map_add_input(struct nsc_map_reader *reader, struct nostd_str text,
		       uint64_t address, uint64_t size)
{
	struct nostd_str file, section;
	enum nsc_placement_kind kind = NSC_PLACED_INPUT;
	uint32_t row;
	bool is_part;

	if (!nsc_map_split_input(text, &file, &section)) {
		return false;
	}
	if (nostd_str_eq(file, NOSTD_STR("<internal>"))) {
		nsc_map_add_section(reader, NSC_PLACED_STUBS, section, NSC_NO_ROW,
				    (struct nsc_map_extent){address, size});
		return true;
	}
	row = nsc_map_file_row(&reader->files, file);
	is_part = cut_offset(&section);
	if (nostd_str_eq(section, NOSTD_STR("COMMON")) ||
	    nostd_str_eq(section, NOSTD_STR(".common"))) {
		kind = NSC_PLACED_COMMON;
	}
	if (is_part || kind == NSC_PLACED_COMMON) {
		if (grow_last(reader, kind, row, address, size)) {
			return true;
		}
		reader->growing = (uint32_t)reader->out->sections.len;
	}
	nsc_map_add_section(reader, kind, section, row,
			    (struct nsc_map_extent){address, size});
	return true;
}

/* "PROVIDE ( NAME = EXPRESSION )" without the word and the parentheses. */
static bool strip_provide(struct nostd_str *text, enum nsc_map_symbol_kind *kind)
{
	static const struct {
		struct nostd_str begin;
		enum nsc_map_symbol_kind kind;
	} forms[] = {
		{NOSTD_STR_INIT("PROVIDE ( "), NSC_MAP_SYMBOL_PROVIDED},
		{NOSTD_STR_INIT("PROVIDE_HIDDEN ( "), NSC_MAP_SYMBOL_PROVIDED},
		{NOSTD_STR_INIT("HIDDEN ( "), NSC_MAP_SYMBOL_ASSIGNED},
	};
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (nostd_str_strip_prefix(text, forms[i].begin)) {
			*kind = forms[i].kind;
			return nostd_str_strip_suffix(text, NOSTD_STR(" )"));
		}
	}
	return true;
}

/* BYTE ( 0x5A ) and its wider forms. */
static bool is_data(struct nostd_str word)
{
	return nostd_str_eq(word, NOSTD_STR("BYTE")) ||
	       nostd_str_eq(word, NOSTD_STR("SHORT")) ||
	       nostd_str_eq(word, NOSTD_STR("LONG")) ||
	       nostd_str_eq(word, NOSTD_STR("QUAD"));
}

static bool is_operator(struct nostd_str word)
{
	static const char *const all[] = {
		"=", "+=", "-=", "*=", "/=", "&=", "|=", "^=", "<<=", ">>="};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (nostd_str_eq(word, nostd_str_from_c(all[i]))) {
			return true;
		}
	}
	return false;
}

/*
 * The map shows where the location counter is, not what the symbol becomes: that is its
 * value where the right-hand side is just the counter.
 */
static void add_assignment(struct nsc_map_reader *reader, enum nsc_map_symbol_kind kind,
			   struct nostd_str name, struct nostd_str expression,
			   uint64_t address)
{
	bool is_here = nostd_str_eq(expression, NOSTD_STR("."));
	struct nsc_map_symbol *symbol =
		nsc_map_add_symbol(reader, kind, name, is_here ? address : 0, 0);

	symbol->section = NSC_NO_ROW;
	symbol->expression = nsc_name(reader->run->names, expression);
}

bool nsc_map_add_statement(struct nsc_map_reader *reader, struct nostd_str text,
			   uint64_t address, uint64_t size)
{
	enum nsc_map_symbol_kind kind = NSC_MAP_SYMBOL_ASSIGNED;
	struct nostd_str rest = text, name, sign;

	if (nostd_str_starts_with(text, NOSTD_STR("ASSERT"))) {
		return true;
	}
	if (!strip_provide(&rest, &kind)) {
		return false;
	}
	name = nsc_map_take_word(&rest);
	nsc_map_skip_blanks(&rest);
	if (is_data(name)) {
		nsc_map_add_section(reader, NSC_PLACED_DATA, name, NSC_NO_ROW,
				    (struct nsc_map_extent){address, size});
		return true;
	}
	sign = nsc_map_take_word(&rest);
	nsc_map_skip_blanks(&rest);
	if (!is_operator(sign) || rest.len == 0) {
		return false;
	}
	if (!nostd_str_eq(name, NOSTD_STR("."))) {
		add_assignment(reader, kind, name, rest, address);
	}
	if (size != 0 && reader->output != NSC_NO_ROW) {
		nsc_map_add_section(reader, NSC_PLACED_FILL, NOSTD_STR("*fill*"),
				    NSC_NO_ROW, (struct nsc_map_extent){address, size});
	}
	return true;
}

bool nsc_map_last_output_is_whole(const struct nsc_map_facts *facts)
{
	const struct nsc_map_output *last;
	const struct nsc_map_section *piece;

	if (facts->outputs.len == 0) {
		return false;
	}
	last = &facts->outputs.ptr[facts->outputs.len - 1];
	if (last->size == 0) {
		return true;
	}
	if (facts->sections.len == 0) {
		return false;
	}
	piece = &facts->sections.ptr[facts->sections.len - 1];
	return piece->output + 1 == facts->outputs.len &&
	       piece->address + piece->size >= last->address + last->size;
}

bool nsc_map_add_symbol_row(struct nsc_map_reader *reader, enum nsc_map_symbol_kind kind,
			    struct nostd_str name, struct nsc_map_extent extent)
{
	if (reader->section == NSC_NO_ROW) {
		return false;
	}
	nsc_map_add_symbol(reader, kind, name, extent.address, extent.size);
	return true;
}
