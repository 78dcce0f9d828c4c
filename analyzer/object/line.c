/*
 * line.c - rows of line tables, whatever their format. See line.h.
 */
#include "analyzer/object/line.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/object/cursor.h"

void nsc_lines_init(struct nsc_lines *lines, struct nsc_run *run, uint64_t text_left)
{
	memset(lines, 0, sizeof(*lines));
	lines->run = run;
	lines->files = nsc_line_file_vec_new_in(nsc_scratch(run));
	lines->rows = nsc_line_row_vec_new_in(nsc_scratch(run));
	lines->ranges = nsc_range_vec_new_in(nsc_scratch(run));
	lines->source = UINT32_MAX;
	lines->text_left = text_left;
}

void nsc_lines_damage(struct nsc_lines *lines, uint64_t offset, const char *problem)
{
	if (!lines->problem) {
		lines->problem = problem;
		lines->problem_offset = offset;
	}
}

void nsc_lines_add(struct nsc_lines *lines, uint64_t low, uint64_t high,
		   struct nsc_line_row row)
{
	uint32_t index = (uint32_t)lines->rows.len;
	struct nsc_range range = {low, high, 0, index, index};

	if (low >= high || lines->rows.len >= UINT32_MAX) {
		return;
	}
	nsc_line_row_vec_push(&lines->rows, row);
	nsc_range_vec_push(&lines->ranges, range);
}

/* A text up to its NUL, as far as paths may still grow. */
static struct nostd_str end_text(struct nsc_lines *lines, struct nostd_str text)
{
	size_t most = text.len < lines->text_left ? text.len : (size_t)lines->text_left;
	size_t len = nsc_text_len(text.ptr, most);

	lines->text_left -= len;
	return nostd_str_new(text.ptr, len);
}

static struct nsc_name make_path(struct nsc_lines *lines,
				 const struct nsc_line_file *file)
{
	struct nostd_bump *scratch = lines->run->scratch;
	struct nostd_str folder = nsc_path_join(scratch, end_text(lines, file->root),
						end_text(lines, file->folder));
	struct nostd_str name = end_text(lines, file->name);
	struct nsc_name none = {0};

	return name.len == 0 ? none
			     : nsc_name(lines->run->names,
					nsc_path_join(scratch, folder, name));
}

struct nsc_name nsc_lines_path(struct nsc_lines *lines, uint32_t index)
{
	struct nsc_name none = {0};
	struct nsc_line_file *file;

	if (index >= lines->files.len) {
		return none;
	}
	file = &lines->files.ptr[index];
	if (!file->made) {
		file->path = make_path(lines, file);
		file->made = true;
	}
	return file->path;
}

struct nsc_place nsc_lines_place(struct nsc_lines *lines, uint32_t row)
{
	struct nsc_line_row from = lines->rows.ptr[row];

	return nsc_place(nsc_lines_path(lines, from.file), from.line, from.column);
}
