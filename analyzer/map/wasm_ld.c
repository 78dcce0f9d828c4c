/*
 * wasm_ld.c - maps of wasm-ld.
 *
 *	Addr Off Size Out     In      Symbol       hexadecimal; "-" for no address
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. Sections of the module (CODE, DATA, ...) are not memory; the
 *       segments of DATA are. A function is placed by its offset in the module. A map
 *       does not say why a member was taken or what was dropped.
 *
 * Source: lld/wasm/MapFile.cpp, version 19.
 */
#include "analyzer/map/columns.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

#define WORDS "Addr Off Size Out In Symbol"

static bool probe(struct nostd_str text)
{
	return nsc_map_first_words_are(text, WORDS);
}

struct row {
	uint64_t address, offset, size;
	bool has_address;
	enum nsc_map_level level;
	struct nostd_str text;
};

enum { OFFSET = 9, SIZE = 18 };
static const char no_address[] = "       -";

/* Most rows: numbers of 32 bits, each in its column. */
static bool split_usual(struct nostd_str *text, struct row *row)
{
	const char *line = text->ptr;

	if (text->len <= SIZE + NSC_MAP_OCTET || line[OFFSET - 1] != ' ' ||
	    line[SIZE - 1] != ' ' || line[SIZE + NSC_MAP_OCTET] != ' ') {
		return false;
	}
	row->has_address = memcmp(line, no_address, NSC_MAP_OCTET) != 0;
	if ((row->has_address && !nsc_map_take_octet(line, &row->address)) ||
	    !nsc_map_take_octet(line + OFFSET, &row->offset) ||
	    !nsc_map_take_octet(line + SIZE, &row->size)) {
		return false;
	}
	*text = nostd_str_skip(*text, SIZE + NSC_MAP_OCTET);
	return true;
}

static bool split_row(struct nostd_str line, struct row *row)
{
	row->text = line;
	row->address = 0;
	if (split_usual(&row->text, row)) {
		return nsc_map_take_level(&row->text, &row->level);
	}
	nsc_map_skip_blanks(&row->text);
	row->has_address = !nostd_str_strip_prefix(&row->text, NOSTD_STR("- "));
	if ((row->has_address && !nsc_map_take_digits(&row->text, &row->address)) ||
	    !nsc_map_take_column(&row->text, &row->offset) ||
	    !nsc_map_take_column(&row->text, &row->size)) {
		return false;
	}
	return nsc_map_take_level(&row->text, &row->level);
}

/* Where a row lies: in memory, or, without an address, in the module. */
static uint64_t place_of(const struct row *row)
{
	return row->has_address ? row->address : row->offset;
}

/* Code is executed from the module: it takes its bytes, if no memory. */
static void add_output(struct nsc_map_reader *reader, const struct row *row)
{
	nsc_map_add_output(reader, row->text, place_of(row), row->size)->allocated =
		row->has_address || nostd_str_eq(row->text, NOSTD_STR("CODE"));
}

static bool add_row(struct nsc_map_reader *reader, const struct row *row)
{
	switch (row->level) {
	case NSC_MAP_LEVEL_OUT:
		add_output(reader, row);
		return true;
	case NSC_MAP_LEVEL_IN:
		if (reader->output == NSC_NO_ROW) {
			return false;
		}
		/* A global of the linker stands here, without a file. */
		if (!nsc_map_add_input(reader, row->text, place_of(row), row->size)) {
			nsc_map_add_section(
				reader, NSC_PLACED_STUBS, row->text, NSC_NO_ROW,
				(struct nsc_map_extent){place_of(row), row->size});
		}
		return true;
	case NSC_MAP_LEVEL_SYMBOL:
		return nsc_map_add_symbol_row(reader, NSC_MAP_SYMBOL_PLACED, row->text,
					      (struct nsc_map_extent){place_of(row),
								      row->size});
	}
	return false;
}

/* Custom sections end a module; a stripped one ends with what code or data it has. */
static const char *missing(const struct nsc_map_reader *reader)
{
	const struct nsc_map_facts *out = reader->out;
	size_t i = out->outputs.len;

	while (i-- > 0) {
		struct nostd_str name =
			nsc_name_text(reader->run->names, out->outputs.ptr[i].name);

		if (nostd_str_starts_with(name, NOSTD_STR("CUSTOM("))) {
			return NULL;
		}
		if (nostd_str_eq(name, NOSTD_STR("CODE"))) {
			break;
		}
	}
	return "the module's custom sections, or its data";
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct nsc_map_reader reader;
	struct nostd_str line;
	struct row row;

	(void)err; /* it is read as far as it goes */
	nsc_map_columns_init(&reader, run, text, out,
			     (struct nsc_map_kind){"wasm-ld",
						   NSC_MAP_SECTIONS | NSC_MAP_SYMBOLS |
							   NSC_MAP_SYMBOL_SIZES});
	(void)nsc_map_reader_next(&reader, &line); /* the column titles */
	while (nsc_map_reader_next(&reader, &line)) {
		if (!split_row(line, &row) || !add_row(&reader, &row)) {
			nsc_map_unknown(&reader, line);
		}
	}
	nsc_map_reader_end(&reader, missing(&reader));
	return 0;
}

const struct nsc_map_format nsc_map_format_wasm_ld = {
	.name = "wasm-ld",
	.title = "wasm-ld",
	.grade = NSC_MAP_PROVED,
	.probe = probe,
	.parse = parse,
};
