/*
 * mold.c - maps of mold.
 *
 *	VMA Size Align Out     In      Symbol       VMA with "0x" or 0, the rest decimal
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. A map does not say why a member was taken, what was dropped, or
 *       how large a symbol is; it has no load addresses. What mold makes itself, merged
 *       strings and .eh_frame among it, is a section without pieces.
 *
 * Source: elf/mapfile.cc of mold 1.10. A number with "0x" is taken as one in any column.
 */
#include "analyzer/fact/section.h"
#include "analyzer/map/columns.h"

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

#define WORDS "VMA Size Align Out In Symbol"

static bool probe(struct nostd_str text)
{
	return nsc_map_first_words_are(text, WORDS);
}

struct row {
	uint64_t address, size, align;
	enum nsc_map_level level;
	struct nostd_str text;
};

static bool take_number(struct nostd_str *text, uint64_t *value)
{
	nsc_map_skip_blanks(text);
	return nsc_map_take_hex(text, value) || nsc_map_take_decimal(text, value);
}

static bool split_row(struct nostd_str line, struct row *row)
{
	row->text = line;
	return take_number(&row->text, &row->address) &&
	       take_number(&row->text, &row->size) &&
	       take_number(&row->text, &row->align) &&
	       nsc_map_take_level(&row->text, &row->level);
}

/* The headers of the file have no section of their own. */
static bool is_header(struct nostd_str name)
{
	return nostd_str_eq(name, NOSTD_STR("EHDR")) ||
	       nostd_str_eq(name, NOSTD_STR("PHDR")) ||
	       nostd_str_eq(name, NOSTD_STR("SHDR"));
}

/* What mold filled itself: a section of the image without a piece. */
static void close_output(struct nsc_map_reader *reader)
{
	const struct nsc_map_facts *out = reader->out;
	const struct nsc_map_output *last;

	if (reader->output == NSC_NO_ROW ||
	    (out->sections.len != 0 &&
	     out->sections.ptr[out->sections.len - 1].output == reader->output)) {
		return;
	}
	last = &out->outputs.ptr[reader->output];
	nsc_map_add_section(reader, NSC_PLACED_STUBS,
			    nsc_name_text(reader->run->names, last->name), NSC_NO_ROW,
			    (struct nsc_map_extent){last->address, last->size})
		->line = last->line;
}

static void add_output(struct nsc_map_reader *reader, const struct row *row)
{
	close_output(reader);
	nsc_map_add_output(reader, row->text, row->address, row->size)->allocated =
		!is_header(row->text) && !nsc_section_is_for_tools(row->text);
}

static bool add_row(struct nsc_map_reader *reader, const struct row *row)
{
	switch (row->level) {
	case NSC_MAP_LEVEL_OUT:
		add_output(reader, row);
		return true;
	case NSC_MAP_LEVEL_IN:
		return reader->output != NSC_NO_ROW &&
		       nsc_map_add_input(reader, row->text, row->address, row->size);
	case NSC_MAP_LEVEL_SYMBOL:
		return nsc_map_add_symbol_row(reader, NSC_MAP_SYMBOL_PLACED, row->text,
					      (struct nsc_map_extent){row->address, 0});
	}
	return false;
}

/* The table of section headers is the last thing in the file. */
static const char *missing(const struct nsc_map_reader *reader)
{
	size_t count = reader->out->outputs.len;

	if (count != 0 &&
	    nostd_str_eq(nsc_name_text(reader->run->names,
				       reader->out->outputs.ptr[count - 1].name),
			 NOSTD_STR("SHDR"))) {
		return NULL;
	}
	return "the row SHDR, which is last";
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct nsc_map_reader reader;
	struct nostd_str line;
	struct row row;

	(void)err; /* it is read as far as it goes */
	nsc_map_columns_init(&reader, run, text, out,
			     (struct nsc_map_kind){"mold", NSC_MAP_SECTIONS |
								   NSC_MAP_PARTS |
								   NSC_MAP_SYMBOLS});
	(void)nsc_map_reader_next(&reader, &line); /* the column titles */
	while (nsc_map_reader_next(&reader, &line)) {
		if (!split_row(line, &row) || !add_row(&reader, &row)) {
			nsc_map_unknown(&reader, line);
		}
	}
	close_output(&reader);
	nsc_map_reader_end(&reader, missing(&reader));
	return 0;
}

const struct nsc_map_format nsc_map_format_mold = {
	.name = "mold",
	.title = "mold",
	.grade = NSC_MAP_PROVED,
	.probe = probe,
	.parse = parse,
};
