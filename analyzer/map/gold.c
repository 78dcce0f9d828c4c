/*
 * gold.c - maps of gold: parts, rows and columns are GNU ld's, so its reader reads them;
 * here is what tells them apart.
 *
 * In:   the text of a map.
 * Out:  facts; see map.h. COMMON symbols lie in one piece that names no file; merged
 *       strings and constants, and .eh_frame, likewise. Files of the command line are not
 *       told.
 *
 * Source: gold/mapfile.cc and gold/archive.cc, binutils 2.40.
 */
#include "analyzer/map/gnu_ld.h"

#include "analyzer/base/words.h"
#include "analyzer/map/formats.h"

enum { PROBE_SIZE = 64 * 1024 };

bool nsc_gnu_is_gold(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nostd_str_eq(line, NOSTD_STR("Memory map"))) {
			return true;
		}
		if (nostd_str_eq(line, NOSTD_STR("Memory Configuration")) ||
		    nostd_str_eq(line, NOSTD_STR("Linker script and memory map"))) {
			return false;
		}
	}
	return false;
}

/* One of gold's headings between blank lines; the first may be the first line. */
static bool probe(struct nostd_str text)
{
	static const struct nostd_str headings[] = {
		NOSTD_STR_INIT("Archive member included because of file (symbol)"),
		NOSTD_STR_INIT("Allocating common symbols"),
		NOSTD_STR_INIT("Discarded input sections"),
		NOSTD_STR_INIT("Memory map"),
	};
	struct nsc_map_lines lines = nsc_map_lines(text);
	struct nostd_str line;
	bool after_blank = true;

	while (lines.at - text.ptr < PROBE_SIZE && nsc_map_lines_next(&lines, &line)) {
		if (after_blank && NSC_IS_AMONG(line, headings)) {
			return nsc_gnu_is_gold(text);
		}
		after_blank = nsc_map_all_blank(line);
	}
	return false;
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	(void)err; /* it is read as far as it goes */
	nsc_gnu_read(run, text, true, out);
	return 0;
}

static int parse_pulls(struct nsc_run *run, struct nostd_str text,
		       struct nsc_map_facts *out, struct nsc_err *err)
{
	(void)err;
	nsc_gnu_read_pulls(run, text, true, out);
	return 0;
}

const struct nsc_map_format nsc_map_format_gold = {
	.name = "gold",
	.title = "gold",
	.grade = NSC_MAP_PROVED,
	.probe = probe,
	.parse = parse,
	.parse_pulls = parse_pulls,
};
