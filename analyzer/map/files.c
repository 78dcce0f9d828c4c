/*
 * files.c - from the text of a file to its row. See files.h.
 *
 * A map names the same few thousand files in a million lines, mostly the same as the
 * line before, so the last one is looked at first.
 */
#include "analyzer/map/files.h"

#include <nostd/bump.h>

#include "analyzer/base/names.h"

void nsc_map_files_init(struct nsc_map_files *files, struct nostd_bump *scratch,
			struct nsc_names *names, struct nsc_map_file_vec *rows)
{
	files->names = names;
	files->rows = rows;
	files->known = nsc_map_file_rows_new_in(nostd_bump_in(scratch));
	files->scratch = scratch;
	files->last_text = NOSTD_STR("");
	files->last = NSC_NO_ROW;
}

bool nsc_map_split_group(struct nostd_str text, struct nostd_str *before,
			 struct nostd_str *inside)
{
	size_t depth = 0;
	size_t at = text.len;

	if (text.len == 0 || text.ptr[text.len - 1] != ')') {
		return false;
	}
	while (at-- > 0) {
		if (text.ptr[at] == ')') {
			depth++;
		} else if (text.ptr[at] == '(' && --depth == 0) {
			*inside = nostd_str_new(text.ptr + at + 1, text.len - at - 2);
			*before = nostd_str_take(text, at);
			return true;
		}
	}
	return false;
}

/*
 * An archive's path never has a blank before the member's parenthesis, so "main (1)" is
 * an object, and "x.o (symbol from plugin)" (IRONLY_SUFFIX of ld/plugin.c, binutils
 * 2.40; not translated) an object without its code.
 */
static struct nsc_map_file file_of(struct nsc_names *names, struct nostd_str text)
{
	struct nsc_map_file file = {{0}, {0}, false};
	struct nostd_str plain = text;
	struct nostd_str before, inside;

	if (nostd_str_strip_suffix(&plain, NOSTD_STR(" (symbol from plugin)")) &&
	    plain.len != 0) {
		file.from_plugin = true;
		text = plain;
	} else if (nsc_map_split_group(text, &before, &inside) && inside.len != 0 &&
		   before.len != 0 && before.ptr[before.len - 1] != ' ') {
		file.archive = nsc_name(names, before);
		text = inside;
	}
	file.name = nsc_name(names, text);
	return file;
}

static uint32_t add_row(struct nsc_map_files *files, struct nostd_str text,
			struct nsc_map_file file)
{
	files->last = (uint32_t)files->rows->len;
	files->last_text = nostd_bump_str(files->scratch, text);
	nsc_map_file_vec_push(files->rows, file);
	(void)nsc_map_file_rows_insert(&files->known, files->last_text, files->last);
	return files->last;
}

/* Is there a row of this text? It is the last one then. */
static bool find_row(struct nsc_map_files *files, struct nostd_str text)
{
	const struct nostd_str *key;
	const uint32_t *row;

	if (nostd_str_eq(files->last_text, text)) {
		return true;
	}
	if (!nsc_map_file_rows_get_key_value(&files->known, text, &key, &row)) {
		return false;
	}
	files->last_text = *key;
	files->last = *row;
	return true;
}

uint32_t nsc_map_file_row(struct nsc_map_files *files, struct nostd_str text)
{
	return find_row(files, text) ? files->last
				     : add_row(files, text, file_of(files->names, text));
}

uint32_t nsc_map_file_row_as(struct nsc_map_files *files, struct nostd_str text,
			     struct nostd_str archive, struct nostd_str name)
{
	struct nsc_map_file file = {{0}, {0}, false};

	if (find_row(files, text)) {
		return files->last;
	}
	file.archive = nsc_name(files->names, archive);
	file.name = nsc_name(files->names, name);
	return add_row(files, text, file);
}

bool nsc_map_file_known(const struct nsc_map_files *files, struct nostd_str text)
{
	return nsc_map_file_rows_contains_key(&files->known, text);
}
