/*
 * lldmap.c - maps of lld-link /lldmap.
 *
 *	Address Size Align Out     In      Symbol       all but Align hexadecimal
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. Addresses are relative to the image's base. A member is named
 *       without its archive; a symbol has no size; sections that a file brings in two
 *       parts have two rows; COMMON symbols have none. A map does not say why a member
 *       was taken or what was dropped.
 *
 * Source: lld/COFF/LLDMapFile.cpp, version 19.
 */
#include "analyzer/map/columns.h"

#include "analyzer/map/formats.h"

#define WORDS "Address Size Align Out In Symbol"

static bool probe(struct nostd_str text)
{
	return nsc_map_first_words_are(text, WORDS);
}

struct row {
	uint64_t address, size, align;
	enum nsc_map_level level;
	struct nostd_str text;
};

static bool split_row(struct nostd_str line, struct row *row)
{
	row->text = line;
	if (!nsc_map_take_digits(&row->text, &row->address)) {
		return false;
	}
	if (!nsc_map_take_column(&row->text, &row->size)) {
		return false;
	}
	nsc_map_skip_blanks(&row->text);
	return nsc_map_take_decimal(&row->text, &row->align) &&
	       nsc_map_take_level(&row->text, &row->level);
}

/* A symbol that several files know is told once for each, in a row. */
static void add_symbol(struct nsc_map_reader *reader, const struct row *row,
		       struct nostd_str *last)
{
	if (!nostd_str_eq(row->text, *last)) {
		nsc_map_add_symbol(reader, NSC_MAP_SYMBOL_PLACED, row->text, row->address,
				   0);
	}
	*last = row->text;
}

static bool add_row(struct nsc_map_reader *reader, const struct row *row,
		    struct nostd_str *last)
{
	switch (row->level) {
	case NSC_MAP_LEVEL_OUT:
		nsc_map_add_output(reader, row->text, row->address, row->size);
		return true;
	case NSC_MAP_LEVEL_IN:
		*last = NOSTD_STR("");
		return reader->output != NSC_NO_ROW &&
		       nsc_map_add_input(reader, row->text, row->address, row->size);
	case NSC_MAP_LEVEL_SYMBOL:
		if (reader->section == NSC_NO_ROW) {
			return false;
		}
		add_symbol(reader, row, last);
		return true;
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct nsc_map_reader reader;
	struct nostd_str line, last = NOSTD_STR("");
	struct row row;

	(void)err; /* it is read as far as it goes */
	nsc_map_reader_init(&reader, run, text, out,
			    (struct nsc_map_kind){"lld-link", NSC_MAP_SECTIONS |
								      NSC_MAP_PARTS |
								      NSC_MAP_SYMBOLS});
	(void)nsc_map_reader_next(&reader, &line); /* the column titles */
	while (nsc_map_reader_next(&reader, &line)) {
		if (!split_row(line, &row) || !add_row(&reader, &row, &last)) {
			nsc_map_unknown(&reader, line);
		}
	}
	/* COMMON symbols end a section without a row: a cut between rows is not seen. */
	nsc_map_reader_end(&reader, out->sections.len != 0 ? NULL : "the sections");
	return 0;
}

const struct nsc_map_format nsc_map_format_lldmap = {
	.name = "lld-link",
	.title = "lld-link /lldmap",
	.grade = NSC_MAP_SEEN,
	.probe = probe,
	.parse = parse,
};
