/*
 * snippet.c - see snippet.h.
 */
#include "analyzer/report/snippet.h"

#include <nostd/string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/run.h"

enum { LINE_MAX = 200 }; /* bytes of a line that are shown */

static bool find_line(struct nostd_str text, uint32_t number, struct nostd_str *line)
{
	struct nostd_str_lines it = nostd_str_lines(text);

	while (nostd_str_lines_next(&it)) {
		if (it.number == number) {
			*line = nostd_str_take(it.line, LINE_MAX);
			return true;
		}
	}
	return false;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* Blanks as wide as what stands before the column: tabs stay tabs. */
static void write_caret(struct nostd_str line, uint32_t column, struct nostd_string *out)
{
	size_t i;

	if (column == 0 || column > line.len) {
		return;
	}
	nostd_format(out, "      | ");
	for (i = 0; i + 1 < column; i++) {
		nostd_string_push_byte(out, line.ptr[i] == '\t' ? '\t' : ' ');
	}
	nostd_string_push_byte(out, '^');
	for (i = column; i < line.len && is_name(line.ptr[i]); i++) {
		nostd_string_push_byte(out, '~');
	}
	nostd_string_push_byte(out, '\n');
}

bool nsc_snippet_write(struct nsc_run *run, struct nsc_place at, struct nostd_string *out)
{
	struct nsc_file_bytes file;
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nostd_str line;
	bool found;

	if (nsc_host_open(nsc_name_chars(run->names, at.file), &file, &err) < 0) {
		return false;
	}
	found = find_line(nostd_str_new((const char *)file.bytes.ptr, file.bytes.size),
			  at.line, &line);
	if (found) {
		nostd_format(out, "{:>5} | {}\n", at.line, line);
		write_caret(line, at.column, out);
	}
	nsc_host_close(&file);
	return found;
}
