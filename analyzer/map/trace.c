/*
 * trace.c - what GNU ld, gold, ld.lld and mold print for --trace: the files of a link,
 * one a line, in the order in which they were taken.
 *
 *	crt0.o
 *	libc.a(malloc.o)          (libc.a)malloc.o of old linkers
 *
 * In:   the text, with a member in its first lines: else it may be any list of files.
 * Out:  facts with nothing but files; why a member came in is not told.
 */
#include "analyzer/map/reader.h"

#include <string.h>

#include "analyzer/base/names.h"
#include "analyzer/base/run.h"
#include "analyzer/map/formats.h"

enum { LOOK_SIZE = 4 * 1024 };

/* "libc.a(malloc.o)", "(libc.a)malloc.o" */
static bool split_member(struct nostd_str text, struct nostd_str *archive,
			 struct nostd_str *member)
{
	struct nostd_str rest = text;

	if (nostd_str_strip_prefix(&rest, NOSTD_STR("("))) {
		return nostd_str_split_once(rest, ')', archive, member) &&
		       archive->len != 0 && member->len != 0;
	}
	return nsc_map_split_group(text, archive, member) && archive->len != 0 &&
	       member->len != 0 && archive->ptr[archive->len - 1] != ' ';
}

static bool is_file(struct nostd_str text)
{
	static const struct nostd_str ends[] = {
		NOSTD_STR_INIT(".o"),   NOSTD_STR_INIT(".obj"), NOSTD_STR_INIT(".a"),
		NOSTD_STR_INIT(".lib"), NOSTD_STR_INIT(".so"),  NOSTD_STR_INIT(".ld"),
		NOSTD_STR_INIT(".lo"),  NOSTD_STR_INIT(".bc"),  NOSTD_STR_INIT(".rel"),
	};
	struct nostd_str archive, member;
	size_t i;

	if (split_member(text, &archive, &member)) {
		text = archive;
		if (!nostd_str_ends_with(member, NOSTD_STR(".o")) &&
		    !nostd_str_ends_with(member, NOSTD_STR(".obj"))) {
			return false;
		}
	}
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (nostd_str_ends_with(text, ends[i])) {
			return true;
		}
	}
	return nostd_str_contains(text, NOSTD_STR(".so."));
}

/* "avr-ld: mode avr6": GNU ld of old says its emulation first. */
static bool is_mode(struct nostd_str line)
{
	struct nostd_str program, mode;

	return nostd_str_split_once(line, ':', &program, &mode) &&
	       nostd_str_ends_with(program, NOSTD_STR("ld")) &&
	       nostd_str_starts_with(mode, NOSTD_STR(" mode "));
}

static int parse(struct nsc_run *run, struct nostd_str text, struct nsc_map_facts *out,
		 struct nsc_err *err)
{
	struct nsc_map_load load = {NSC_LOAD_FILE, {0}, 0};
	struct nsc_map_reader reader;
	struct nostd_str line, archive, member;

	(void)err; /* it is read as far as it goes */
	nsc_map_reader_init(&reader, run, text, out, (struct nsc_map_kind){"--trace", 0});
	while (nsc_map_reader_next(&reader, &line)) {
		line = nsc_map_trim_end(line);
		if (reader.lines.number == 1 && is_mode(line)) {
			continue;
		}
		if (!is_file(line)) {
			nsc_map_unknown(&reader, line);
			continue;
		}
		load.path = nsc_name(run->names, line);
		load.line = reader.lines.number;
		nsc_map_load_vec_push(&out->loads, load);
		if (split_member(line, &archive, &member)) {
			nsc_map_file_row_as(&reader.files, line, archive, member);
		} else {
			nsc_map_file_row_as(&reader.files, line, NOSTD_STR(""), line);
		}
	}
	nsc_map_reader_end(&reader, reader.lines.ended ? NULL : "the rest of a name");
	return 0;
}

/* Nothing but files, and a member among them. */
static bool probe(struct nostd_str text)
{
	struct nsc_map_lines lines = nsc_map_lines(nostd_str_take(text, LOOK_SIZE));
	struct nostd_str line, archive, member;
	bool has_member = false, last_good = true;

	while (nsc_map_lines_next(&lines, &line)) {
		if (!last_good) {
			return false;
		}
		line = nsc_map_trim_end(line);
		if (lines.number == 1 && is_mode(line)) {
			continue;
		}
		last_good = is_file(line); /* the look may end inside the last one */
		has_member |= last_good && split_member(line, &archive, &member);
	}
	return has_member && (last_good || text.len > LOOK_SIZE);
}

const struct nsc_map_format nsc_map_format_trace = {
	.name = "trace",
	.title = "--trace of GNU ld, gold, ld.lld",
	.grade = NSC_MAP_SEEN,
	.side = true,
	.probe = probe,
	.parse = parse,
};
