/*
 * files.c - from the text of a file to its row. See files.h.
 *
 * A map names the same few thousand files in a million lines, mostly the same as the
 * line before, so the last one is looked at first.
 */
#include "analyzer/map/files.h"

#include <nostd/bump.h>

#include "analyzer/base/names.h"

enum { TOGETHER = 64 };

void nsc_map_files_init(struct nsc_map_files *files, struct nostd_bump *scratch,
			struct nsc_names *names, struct nsc_map_file_vec *rows)
{
	files->names = names;
	files->rows = rows;
	files->spelt = nsc_names_new(scratch);
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

/* Members of one archive follow each other. */
static struct nsc_name archive_of(const struct nsc_map_files *files,
				  struct nostd_str path)
{
	const struct nsc_map_file *last = nsc_map_file_vec_last(files->rows);

	if (last && nostd_str_eq(nsc_name_text(files->names, last->archive), path)) {
		return last->archive;
	}
	return nsc_name(files->names, path);
}

/*
 * An archive's path never has a blank before the member's parenthesis, so "main (1)" is
 * an object, and "x.o (symbol from plugin)" (IRONLY_SUFFIX of ld/plugin.c, binutils
 * 2.40; not translated) an object without its code.
 */
static struct nsc_map_file file_of(const struct nsc_map_files *files,
				   struct nostd_str text)
{
	struct nsc_names *names = files->names;
	struct nsc_map_file file = {{0}, {0}, false};
	struct nostd_str plain = text;
	struct nostd_str before, inside;

	if (nostd_str_strip_suffix(&plain, NOSTD_STR(" (symbol from plugin)")) &&
	    plain.len != 0) {
		file.from_plugin = true;
		text = plain;
	} else if (nsc_map_split_group(text, &before, &inside) && inside.len != 0 &&
		   before.len != 0 && before.ptr[before.len - 1] != ' ') {
		file.archive = archive_of(files, before);
		text = inside;
	}
	file.name = nsc_name(names, text);
	return file;
}

/*
 * The rows are in the order of what is spelt, whose numbers begin with 1: a new text is
 * the one behind the last row.
 */
static uint32_t row_of(struct nsc_name spelt)
{
	return spelt.ix - 1;
}

static bool is_new(const struct nsc_map_files *files, uint32_t row)
{
	return row == files->rows->len;
}

/* Makes the text's row the last one; true: there is none yet. */
static bool look_up(struct nsc_map_files *files, struct nostd_str text)
{
	struct nsc_name spelt;

	if (nostd_str_eq(files->last_text, text)) {
		return false;
	}
	spelt = nsc_name(files->spelt, text);
	files->last_text = nsc_name_text(files->spelt, spelt);
	files->last = row_of(spelt);
	return is_new(files, files->last);
}

uint32_t nsc_map_file_row(struct nsc_map_files *files, struct nostd_str text)
{
	if (look_up(files, text)) {
		nsc_map_file_vec_push(files->rows, file_of(files, text));
	}
	return files->last;
}

static void row_together(struct nsc_map_files *files, const struct nostd_str *texts,
			 size_t count, uint32_t *rows)
{
	struct nsc_name spelt[TOGETHER];
	size_t i;

	nsc_name_all(files->spelt, texts, count, spelt);
	for (i = 0; i < count; i++) {
		rows[i] = row_of(spelt[i]);
		if (is_new(files, rows[i])) {
			nsc_map_file_vec_push(files->rows, file_of(files, texts[i]));
		}
	}
}

void nsc_map_file_row_all(struct nsc_map_files *files, const struct nostd_str *texts,
			  size_t count, uint32_t *rows)
{
	size_t done, part;

	for (done = 0; done < count; done += part) {
		part = count - done < TOGETHER ? count - done : TOGETHER;
		row_together(files, texts + done, part, rows + done);
	}
}

uint32_t nsc_map_file_row_as(struct nsc_map_files *files, struct nostd_str text,
			     struct nostd_str archive, struct nostd_str name)
{
	struct nsc_map_file file = {{0}, {0}, false};

	if (look_up(files, text)) {
		file.archive = nsc_name(files->names, archive);
		file.name = nsc_name(files->names, name);
		nsc_map_file_vec_push(files->rows, file);
	}
	return files->last;
}

bool nsc_map_file_known(const struct nsc_map_files *files, struct nostd_str text)
{
	return nsc_name_given(nsc_name_find(files->spelt, text));
}
