/*
 * verbose.c - what lld-link and link.exe print for /verbose.
 *
 *	lld-link: Reading main.obj                 lld-link: Loaded c.lib(f.obj) for f
 *
 *	      Found _f                             link.exe, as Microsoft documents it
 *	        Referenced in main.obj
 *	        Loaded c.lib(f.obj)
 *
 * In:   the text.
 * Out:  facts with nothing but pulls; lld-link does not say who referred to the symbol.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024 };

struct verbose {
	struct nsc_map_reader reader;
	struct nostd_str found, referrer; /* of link.exe's next "Loaded" */
};

static bool is_lld(struct nostd_str line, struct nostd_str *rest)
{
	struct nostd_str program;

	return nostd_str_split_once(line, ':', &program, rest) &&
	       nostd_str_contains(program, NOSTD_STR("lld-link")) &&
	       nostd_str_strip_prefix(rest, NOSTD_STR(" "));
}

static void add_pull(struct verbose *of, struct nostd_str file, struct nostd_str by,
		     struct nostd_str symbol)
{
	struct nsc_map_pull pull = {0};

	pull.file = nsc_map_file_row(&of->reader.files, file);
	pull.by = by.len != 0 ? nsc_map_file_row(&of->reader.files, by) : NSC_NO_ROW;
	pull.reason = NSC_PULL_REFERENCE;
	pull.symbol = nsc_name(of->reader.run->names, symbol);
	pull.line = of->reader.lines.number;
	nsc_map_pull_vec_push(&of->reader.out->pulls, pull);
}

/* "Loaded c.lib(f.obj) for f" */
static bool lld_line(struct verbose *of, struct nostd_str text)
{
	size_t at;

	if (!nostd_str_strip_prefix(&text, NOSTD_STR("Loaded "))) {
		return text.len != 0; /* Reading, ICF, Discarded ... */
	}
	text = nsc_map_trim_end(text);
	at = text.len;
	while (at > 5 &&
	       !nostd_str_starts_with(nostd_str_skip(text, at - 5), NOSTD_STR(" for "))) {
		at--;
	}
	if (at <= 5 || at == text.len) {
		return false;
	}
	add_pull(of, nostd_str_take(text, at - 5), NOSTD_STR(""),
		 nostd_str_skip(text, at));
	return true;
}

static bool link_line(struct verbose *of, struct nostd_str text)
{
	nsc_map_skip_blanks(&text);
	text = nsc_map_trim_end(text);
	if (nostd_str_strip_prefix(&text, NOSTD_STR("Found "))) {
		of->found = text;
		of->referrer = NOSTD_STR("");
		return text.len != 0;
	}
	if (nostd_str_strip_prefix(&text, NOSTD_STR("Referenced in "))) {
		if (of->referrer.len == 0) {
			of->referrer = text;
		}
		return text.len != 0;
	}
	if (nostd_str_strip_prefix(&text, NOSTD_STR("Loaded "))) {
		if (of->found.len == 0 || text.len == 0) {
			return false;
		}
		add_pull(of, text, of->referrer, of->found);
		of->found = NOSTD_STR("");
		of->referrer = NOSTD_STR("");
		return true;
	}
	return nostd_str_starts_with(text, NOSTD_STR("Searching ")) ||
	       nostd_str_starts_with(text, NOSTD_STR("Starting pass ")) ||
	       nostd_str_starts_with(text, NOSTD_STR("Finished pass ")) ||
	       nostd_str_starts_with(text, NOSTD_STR("Finished searching ")) ||
	       nostd_str_starts_with(text, NOSTD_STR("Discarded ")) ||
	       nostd_str_starts_with(text, NOSTD_STR("Processed "));
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct verbose of;
	struct nostd_str line, rest;

	(void)err; /* it is read as far as it goes */
	memset(&of, 0, sizeof(of));
	nsc_map_reader_init(&of.reader, run, text, out,
			    (struct nsc_map_kind){"/verbose", 0});
	while (nsc_map_reader_next(&of.reader, &line)) {
		if (!(is_lld(line, &rest) ? lld_line(&of, rest) : link_line(&of, line))) {
			nsc_map_unknown(&of.reader, line);
		}
	}
	nsc_map_reader_end(&of.reader,
			   of.reader.lines.ended ? NULL : "the rest of a line");
	return 0;
}

/* The first lines are of lld-link, or of link.exe's passes. */
static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line, rest;

	while (nsc_map_lines_next(&lines, &line)) {
		if (nsc_map_all_blank(line)) {
			continue;
		}
		if (is_lld(line, &rest)) {
			return nostd_str_starts_with(rest, NOSTD_STR("Reading ")) ||
			       nostd_str_starts_with(rest, NOSTD_STR("Loaded "));
		}
		return nostd_str_starts_with(line, NOSTD_STR("Starting pass 1"));
	}
	return false;
}

const struct nsc_map_format nsc_map_format_verbose = {
	.name = "link-verbose",
	.title = "/verbose of lld-link; link.exe's from documentation",
	.grade = NSC_MAP_SEEN,
	.side = true,
	.probe = probe,
	.parse = parse,
};
