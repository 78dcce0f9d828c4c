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
 * Source: ld/ldcref.c, binutils from 2.26 to the git of 2025.
 */
#include "analyzer/map/gnu_ld.h"

#include <nostd/bump.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"

enum { FILE_COLUMN = 50 };

/* See struct nsc_gnu_owners. */
enum { OWNER_NONE, OWNER_LINKER, OWNER_FILE };

bool nsc_gnu_is_cref_header(struct nostd_str line)
{
	return line.len > FILE_COLUMN && !nsc_map_blank(line.ptr[0]) &&
	       nsc_map_blank(line.ptr[FILE_COLUMN - 1]) &&
	       !nsc_map_blank(line.ptr[FILE_COLUMN]) &&
	       !nostd_str_contains(line, NOSTD_STR("0x"));
}

/* A symbol of a section wins over an assignment. */
static void set_owner(struct nsc_gnu *gnu, const struct nsc_map_symbol *symbol)
{
	uint32_t *owner = &gnu->owners.by_name[symbol->name.ix];
	uint32_t file = symbol->section == NSC_NO_ROW
				? NSC_NO_ROW
				: gnu->out->sections.ptr[symbol->section].file;

	switch ((enum nsc_map_symbol_kind)symbol->kind) {
	case NSC_MAP_SYMBOL_PLACED:
		*owner = file == NSC_NO_ROW ? OWNER_LINKER : file + OWNER_FILE;
		break;
	case NSC_MAP_SYMBOL_ASSIGNED:
	case NSC_MAP_SYMBOL_PROVIDED:
		*owner = *owner == OWNER_NONE ? OWNER_LINKER : *owner;
		break;
	case NSC_MAP_SYMBOL_LOCAL:
	case NSC_MAP_SYMBOL_UNUSED:
	case NSC_MAP_SYMBOL_UNRESOLVED:
		break;
	}
}

void nsc_gnu_cref_begin(struct nsc_gnu *gnu)
{
	const struct nsc_map_symbol_vec *symbols = &gnu->out->symbols;
	size_t i;

	nsc_gnu_name_now(gnu);
	gnu->owners.count = nsc_names_count(gnu->run->names);
	gnu->owners.by_name =
		nostd_bump_array(gnu->run->scratch, uint32_t, gnu->owners.count);
	for (i = 0; i < symbols->len; i++) {
		set_owner(gnu, &symbols->ptr[i]);
	}
}

static enum nsc_cref_role role_of(uint32_t owner, uint32_t file, bool first)
{
	if (owner == OWNER_NONE) {
		return first ? NSC_CREF_EITHER : NSC_CREF_MENTIONS;
	}
	return owner == file + OWNER_FILE ? NSC_CREF_DEFINES : NSC_CREF_MENTIONS;
}

/*
 * Rows of one symbol stand together; until they have their name, the first of them is
 * marked as EITHER, and no other is.
 */
void nsc_gnu_cref_name(struct nsc_gnu *gnu, uint32_t first, struct nsc_name symbol)
{
	const struct nsc_map_cref_vec *cref = &gnu->out->cref;
	uint32_t owner = symbol.ix < gnu->owners.count ? gnu->owners.by_name[symbol.ix]
						       : (uint32_t)OWNER_NONE;
	size_t at = first;

	do {
		struct nsc_map_cref *row = &cref->ptr[at];

		row->symbol = symbol;
		row->role = (uint8_t)role_of(owner, row->file, at == first);
		at++;
	} while (at < cref->len && cref->ptr[at].role != NSC_CREF_EITHER);
}

void nsc_gnu_cref_files_now(struct nsc_gnu *gnu)
{
	struct nsc_gnu_waiting_files *waiting = &gnu->waiting_files;
	uint32_t rows[NSC_GNU_WAITING];
	size_t first = gnu->out->cref.len - waiting->count;
	size_t i;

	nsc_map_file_row_all(&gnu->files, waiting->texts, waiting->count, rows);
	for (i = 0; i < waiting->count; i++) {
		gnu->out->cref.ptr[first + i].file = rows[i];
	}
	waiting->count = 0;
}

static void add_file(struct nsc_gnu *gnu, struct nostd_str text, enum nsc_cref_role role)
{
	struct nsc_gnu_waiting_files *waiting = &gnu->waiting_files;
	struct nsc_map_cref row = {{0}, NSC_NO_ROW, (uint8_t)role};

	if (waiting->count == NSC_GNU_WAITING) {
		nsc_gnu_cref_files_now(gnu);
	}
	waiting->texts[waiting->count++] = text;
	nsc_map_cref_vec_push(&gnu->out->cref, row);
}

/*
 * A name that reaches or passes the column, one blank, a file. Both can have blanks, so a
 * file that the map has named before decides, the longest there is; without one, the last
 * blank does. A path has few blanks, so few are tried.
 */
enum { BLANKS_TRIED = 64 };

static bool split_long(struct nsc_gnu *gnu, struct nostd_str line, struct nostd_str *name,
		       struct nostd_str *file)
{
	size_t cut = NOSTD_NOT_FOUND;
	size_t tried = 0;
	size_t at;

	nsc_gnu_cref_files_now(gnu);
	for (at = line.len; at-- > FILE_COLUMN - 1 && tried < BLANKS_TRIED;) {
		if (line.ptr[at] != ' ' || at + 1 == line.len) {
			continue;
		}
		tried++;
		if (tried == 1 ||
		    nsc_map_file_known(&gnu->files, nostd_str_skip(line, at + 1))) {
			cut = at;
		}
	}
	if (cut == NOSTD_NOT_FOUND) {
		return false;
	}
	*name = nostd_str_take(line, cut);
	*file = nostd_str_skip(line, cut + 1);
	return true;
}

static bool split_symbol(struct nsc_gnu *gnu, struct nostd_str line,
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
	struct nsc_map_cref_vec *cref = &gnu->out->cref;
	struct nostd_str name, file;

	if (nsc_map_blank(line.ptr[0]) && cref->len != 0) {
		file = line;
		nsc_map_skip_blanks(&file);
		add_file(gnu, file, NSC_CREF_MENTIONS);
	} else if (!nsc_map_blank(line.ptr[0]) && split_symbol(gnu, line, &name, &file)) {
		nsc_gnu_name_later(gnu, NSC_GNU_ROW_CREF, cref->len, name);
		add_file(gnu, file, NSC_CREF_EITHER);
	} else if (cref->len != 0 || line.len >= FILE_COLUMN) {
		nsc_gnu_unknown(gnu, gnu->lines.number, line);
	} /* else "No symbols", in some language */
}
