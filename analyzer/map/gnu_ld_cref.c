/*
 * gnu_ld_cref.c - the cross reference table, which ends a map.
 *
 *	name, padded to column 50, file         a symbol and its first file
 *	a name of 50 or more bytes, blank, file
 *	50 blanks, file                         another file of the same symbol
 *
 * In:   one line of the table; the symbols and files read so far.
 * Out:  rows of cref.
 * Does not know which references are weak: the table does not say.
 *
 * Source: ld/ldcref.c, binutils 2.45.
 */
#include "analyzer/map/gnu_ld.h"

#include <nostd/bump.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"

enum { FILE_COLUMN = 50 };

bool nsc_gnu_is_cref_header(struct nostd_str line)
{
	return line.len > FILE_COLUMN && !nsc_map_blank(line.ptr[0]) &&
	       nsc_map_blank(line.ptr[FILE_COLUMN - 1]) &&
	       !nsc_map_blank(line.ptr[FILE_COLUMN]) &&
	       !nostd_str_contains(line, NOSTD_STR("0x"));
}

/* Who is placed or assigned where, by name: a section's symbol wins over an assignment. */
void nsc_gnu_cref_begin(struct nsc_gnu *gnu)
{
	const struct nsc_map_symbol_vec *symbols = &gnu->out->symbols;
	struct nsc_gnu_cref *cref = &gnu->cref;
	size_t i;

	cref->row_count = nsc_names_count(gnu->run->names);
	cref->row_of = nostd_bump_array(gnu->run->scratch, uint32_t, cref->row_count);
	cref->symbol.ix = 0;
	for (i = 0; i < symbols->len; i++) {
		const struct nsc_map_symbol *symbol = &symbols->ptr[i];
		uint32_t *row = &cref->row_of[symbol->name.ix];

		if (symbol->kind == NSC_MAP_SYMBOL_PLACED ||
		    (*row == 0 && (symbol->kind == NSC_MAP_SYMBOL_ASSIGNED ||
				   symbol->kind == NSC_MAP_SYMBOL_PROVIDED))) {
			*row = (uint32_t)i + 1;
		}
	}
}

static void set_symbol(struct nsc_gnu *gnu, struct nostd_str name)
{
	struct nsc_gnu_cref *cref = &gnu->cref;
	const struct nsc_map_symbol *symbol;
	uint32_t row;

	cref->symbol = nsc_name(gnu->run->names, name);
	cref->placed_in = NSC_NO_ROW;
	cref->first = true;
	row = cref->symbol.ix < cref->row_count ? cref->row_of[cref->symbol.ix] : 0;
	cref->open = row == 0;
	if (row != 0) {
		symbol = &gnu->out->symbols.ptr[row - 1];
		if (symbol->section != NSC_NO_ROW) {
			cref->placed_in = gnu->out->sections.ptr[symbol->section].file;
		}
	}
}

static void add_file(struct nsc_gnu *gnu, struct nostd_str text)
{
	struct nsc_gnu_cref *cref = &gnu->cref;
	struct nsc_map_cref row = {cref->symbol, 0, NSC_CREF_MENTIONS};

	row.file = nsc_map_file_row(&gnu->files, text);
	if (cref->open && cref->first) {
		row.role = NSC_CREF_EITHER;
	} else if (row.file == cref->placed_in) {
		row.role = NSC_CREF_DEFINES;
	}
	cref->first = false;
	nsc_map_cref_vec_push(&gnu->out->cref, row);
}

/*
 * A name that reaches or passes the column, one blank, a file. Both can have blanks, so a
 * file that the map has named before decides; where there is none, the last blank does.
 */
static bool split_long(const struct nsc_gnu *gnu, struct nostd_str line,
		       struct nostd_str *name, struct nostd_str *file)
{
	size_t at, last = NOSTD_NOT_FOUND;

	for (at = FILE_COLUMN - 1; at + 1 < line.len; at++) {
		if (line.ptr[at] != ' ') {
			continue;
		}
		last = at;
		if (nsc_map_file_known(&gnu->files, nostd_str_skip(line, at + 1))) {
			break;
		}
	}
	if (last == NOSTD_NOT_FOUND) {
		return false;
	}
	*name = nostd_str_take(line, last);
	*file = nostd_str_skip(line, last + 1);
	return true;
}

static bool split_symbol(const struct nsc_gnu *gnu, struct nostd_str line,
			 struct nostd_str *name, struct nostd_str *file)
{
	if (line.len > FILE_COLUMN && line.ptr[FILE_COLUMN - 1] == ' ' &&
	    line.ptr[FILE_COLUMN - 2] == ' ' && line.ptr[FILE_COLUMN] != ' ') {
		*name = nsc_map_trim_end(nostd_str_take(line, FILE_COLUMN));
		*file = nostd_str_skip(line, FILE_COLUMN);
		return true;
	}
	return split_long(gnu, line, name, file);
}

void nsc_gnu_cref_line(struct nsc_gnu *gnu, struct nostd_str line)
{
	struct nostd_str name, file;

	if (nsc_map_blank(line.ptr[0])) {
		file = line;
		nsc_map_skip_blanks(&file);
		if (nsc_name_given(gnu->cref.symbol)) {
			add_file(gnu, file);
			return;
		}
	} else if (split_symbol(gnu, line, &name, &file)) {
		set_symbol(gnu, name);
		add_file(gnu, file);
		return;
	} else if (gnu->out->cref.len == 0 && line.len < FILE_COLUMN) {
		return; /* "No symbols", in some language */
	}
	nsc_gnu_unknown(gnu, gnu->lines.number, line);
}
