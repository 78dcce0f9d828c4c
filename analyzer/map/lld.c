/*
 * lld.c - maps of ld.lld (ELF).
 *
 *	VMA LMA Size Align Out     In      Symbol       all but Align hexadecimal
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. A map does not say why a member was taken, which sections were
 *       dropped, nor which files stood on the command line; local symbols are among the
 *       others. Merged strings and constants are <internal>.
 *
 * With --cref a table in GNU ld's form follows.
 * Source: lld/ELF/MapFile.cpp, versions 14 and 19.
 */
#include "analyzer/map/columns.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"
#include "analyzer/map/gnu_ld.h"

#define WORDS "VMA LMA Size Align Out In Symbol"

static bool probe(struct nostd_str text)
{
	return nsc_map_first_words_are(text, WORDS);
}

struct row {
	uint64_t address, load_address, size, align;
	enum nsc_map_level level;
	struct nostd_str text;
};

/* Columns of the numbers, and what stands in front of an address of 32 bits. */
enum { LOAD_ADDRESS = 17, SIZE = 34, ADDRESS_WIDTH = 16 };
static const char upper_half[] = "        ";

/*
 * Most rows: the two addresses are one, and have 32 bits. What is left begins behind the
 * size.
 */
static bool split_usual(struct nostd_str *text, struct row *row)
{
	const char *line = text->ptr;

	if (text->len <= SIZE + NSC_MAP_OCTET || line[LOAD_ADDRESS - 1] != ' ' ||
	    line[SIZE - 1] != ' ' || line[SIZE + NSC_MAP_OCTET] != ' ' ||
	    memcmp(line, upper_half, NSC_MAP_OCTET) != 0 ||
	    memcmp(line, line + LOAD_ADDRESS, ADDRESS_WIDTH) != 0 ||
	    !nsc_map_take_octet(line + NSC_MAP_OCTET, &row->address) ||
	    !nsc_map_take_octet(line + SIZE, &row->size)) {
		return false;
	}
	row->load_address = row->address;
	*text = nostd_str_skip(*text, SIZE + NSC_MAP_OCTET);
	return true;
}

static bool split_row(struct nostd_str line, struct row *row)
{
	row->text = line;
	if (!split_usual(&row->text, row) &&
	    (!nsc_map_take_column(&row->text, &row->address) ||
	     !nsc_map_take_column(&row->text, &row->load_address) ||
	     !nsc_map_take_column(&row->text, &row->size))) {
		return false;
	}
	nsc_map_skip_blanks(&row->text);
	if (!nsc_map_take_decimal(&row->text, &row->align)) {
		return false;
	}
	/* ASSERT and --defsym are statements whose text lld does not keep. */
	row->level = NSC_MAP_LEVEL_OUT;
	return nsc_map_all_blank(row->text) ||
	       nsc_map_take_level(&row->text, &row->level);
}

static void add_output(struct nsc_map_reader *reader, const struct row *row)
{
	struct nsc_map_output *output =
		nsc_map_add_output(reader, row->text, row->address, row->size);

	output->load_address = row->load_address;
	output->has_load_address = row->load_address != row->address;
}

/* "$t", "$d.12": a mapping symbol of Arm's and RISC-V's ELF, which is always local. */
static bool is_mapping(struct nostd_str name)
{
	return name.len >= 2 && name.ptr[0] == '$' &&
	       (name.len == 2 || name.ptr[2] == '.');
}

static bool add_row(struct nsc_map_reader *reader, const struct row *row)
{
	if (nsc_map_all_blank(row->text)) {
		return true;
	}
	switch (row->level) {
	case NSC_MAP_LEVEL_OUT:
		if (!nsc_map_add_statement(reader, row->text, row->address, row->size)) {
			add_output(reader, row);
		}
		return true;
	case NSC_MAP_LEVEL_IN:
		return reader->output != NSC_NO_ROW &&
		       (nsc_map_add_input(reader, row->text, row->address, row->size) ||
			nsc_map_add_statement(reader, row->text, row->address,
					      row->size));
	case NSC_MAP_LEVEL_SYMBOL:
		return nsc_map_add_symbol_row(
			reader,
			is_mapping(row->text) ? NSC_MAP_SYMBOL_LOCAL
					      : NSC_MAP_SYMBOL_PLACED,
			row->text, (struct nsc_map_extent){row->address, row->size});
	}
	return false;
}

/* lld writes .shstrtab into every image, wherever a script puts it. */
static bool has_section_names(const struct nsc_map_reader *reader)
{
	size_t i = reader->out->outputs.len;

	while (i-- > 0) {
		if (nostd_str_eq(nsc_name_text(reader->run->names,
					       reader->out->outputs.ptr[i].name),
				 NOSTD_STR(".shstrtab"))) {
			return true;
		}
	}
	return false;
}

static const char *missing(const struct nsc_map_reader *reader)
{
	if (!has_section_names(reader)) {
		return "the section .shstrtab, which every image has";
	}
	return nsc_map_last_output_is_whole(reader->out) ? NULL
							 : "the rest of the last section";
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct nsc_map_reader reader;
	const char *lacks = NULL;
	struct nostd_str line;
	struct row row;

	(void)err; /* it is read as far as it goes */
	nsc_map_columns_init(&reader, run, text, out,
			     (struct nsc_map_kind){"ld.lld",
						   NSC_MAP_SECTIONS | NSC_MAP_PARTS |
							   NSC_MAP_SYMBOLS |
							   NSC_MAP_SYMBOL_SIZES});
	(void)nsc_map_reader_next(&reader, &line); /* the column titles */
	while (nsc_map_reader_next(&reader, &line)) {
		if (nostd_str_eq(line, NOSTD_STR("Cross Reference Table"))) {
			nsc_map_name_now(&reader);
			if (!nsc_gnu_read_cref(run, "ld.lld", &reader.lines,
					       &reader.files, out)) {
				lacks = "the rows of the cross reference table";
			}
		} else if (!split_row(line, &row) || !add_row(&reader, &row)) {
			nsc_map_unknown(&reader, line);
		}
	}
	nsc_map_reader_end(&reader, lacks ? lacks : missing(&reader));
	return 0;
}

const struct nsc_map_format nsc_map_format_lld = {
	.name = "lld",
	.title = "ld.lld",
	.grade = NSC_MAP_PROVED,
	.probe = probe,
	.parse = parse,
};
