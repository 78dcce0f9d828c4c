/*
 * why_extract.c - what ld.lld and wasm-ld write for --why-extract=FILE.
 *
 *	reference<tab>extracted<tab>symbol
 *	main.o<tab>lib.a(f.o)<tab>f
 *	<internal><tab>lib.a(start.o)<tab>_start
 *
 * In:   the text of such a file.
 * Out:  facts with nothing but pulls; nsc_map_join() adds them to those of the map.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

static const struct nostd_str titles = NOSTD_STR_INIT("reference\textracted\tsymbol");

static bool row_line(struct nsc_map_reader *reader, struct nostd_str line)
{
	struct nsc_map_pull pull = {0};
	struct nostd_str by, file, rest;

	if (!nostd_str_split_once(line, '\t', &by, &rest) ||
	    !nostd_str_split_once(rest, '\t', &file, &rest) || by.len == 0 ||
	    file.len == 0 || rest.len == 0) {
		return false;
	}
	pull.file = nsc_map_file_row(&reader->files, file);
	pull.by = NSC_NO_ROW;
	pull.reason = NSC_PULL_UNDEFINED;
	if (!nostd_str_eq(by, NOSTD_STR("<internal>"))) {
		pull.by = nsc_map_file_row(&reader->files, by);
		pull.reason = NSC_PULL_REFERENCE;
	}
	pull.symbol = nsc_name(reader->run->names, rest);
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
			    (struct nsc_map_kind){"--why-extract", NSC_MAP_PULLS});
	while (nsc_map_reader_next(&reader, &line)) {
		if (!nostd_str_eq(line, titles) && !row_line(&reader, line)) {
			nsc_map_unknown(&reader, line);
		}
	}
	nsc_map_reader_end(&reader, reader.lines.ended ? NULL : "the rest of a row");
	return 0;
}

static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;

	return nsc_map_lines_next(&lines, &line) && nostd_str_eq(line, titles);
}

const struct nsc_map_format nsc_map_format_why_extract = {
	.name = "why-extract",
	.title = "--why-extract of ld.lld and wasm-ld",
	.grade = NSC_MAP_SEEN,
	.side = true,
	.probe = probe,
	.parse = parse,
};
