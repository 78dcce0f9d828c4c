/*
 * why_load.c - what ld64 and ld64.lld print for -why_load.
 *
 *	_malloc forced load of libc.a(malloc.o)
 *
 * In:   the text; who referred to the symbol is not told.
 * Out:  facts with nothing but pulls, whose pullers are not known.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

static const struct nostd_str words = NOSTD_STR_INIT(" forced load of ");

static bool row_line(struct nsc_map_reader *reader, struct nostd_str line)
{
	struct nsc_map_pull pull = {0};
	size_t at = nostd_str_find(line, words);
	struct nostd_str file;

	if (at == NOSTD_NOT_FOUND || at == 0) {
		return false;
	}
	file = nsc_map_trim_end(nostd_str_skip(line, at + words.len));
	if (file.len == 0) {
		return false;
	}
	pull.file = nsc_map_file_row(&reader->files, file);
	pull.by = NSC_NO_ROW;
	pull.reason = NSC_PULL_REFERENCE;
	pull.symbol = nsc_name(reader->run->names, nostd_str_take(line, at));
	pull.line = reader->lines.number;
	nsc_map_pull_vec_push(&reader->out->pulls, pull);
	return true;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct nsc_map_reader reader;
	struct nostd_str line;

	(void)err; /* it is read as far as it goes */
	nsc_map_reader_init(&reader, run, text, out,
			    (struct nsc_map_kind){"-why_load", 0});
	while (nsc_map_reader_next(&reader, &line)) {
		if (!row_line(&reader, line)) {
			nsc_map_unknown(&reader, line);
		}
	}
	nsc_map_reader_end(&reader, reader.lines.ended ? NULL : "the rest of a row");
	return 0;
}

/* The first line says it. */
static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;
	size_t at;

	if (!nsc_map_lines_next(&lines, &line)) {
		return false;
	}
	at = nostd_str_find(line, words);
	return at != NOSTD_NOT_FOUND && at != 0 &&
	       nostd_str_find_byte(nostd_str_take(line, at), ' ') == NOSTD_NOT_FOUND;
}

const struct nsc_map_format nsc_map_format_why_load = {
	.name = "why-load",
	.title = "-why_load of ld64.lld",
	.grade = NSC_MAP_SEEN,
	.side = true,
	.probe = probe,
	.parse = parse,
};
