/*
 * map.c - which reader a map is for, and what to say when there is none. See map.h.
 */
#include "analyzer/map/map.h"

#include <string.h>

#include "analyzer/base/err.h"
#include "analyzer/base/limits.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/map/foreign.h"
#include "analyzer/map/formats.h"

enum { BINARY_LOOK_SIZE = 64 * 1024, SNIPPET_SIZE = 40 };

const struct nsc_map_format *const nsc_map_formats[] = {
	&nsc_map_format_eld,     &nsc_map_format_gold,        &nsc_map_format_gnu_ld,
	&nsc_map_format_lld,     &nsc_map_format_mold,        &nsc_map_format_wasm_ld,
	&nsc_map_format_lldmap,  &nsc_map_format_msvc,        &nsc_map_format_ld64,
	&nsc_map_format_armlink, &nsc_map_format_iar,         &nsc_map_format_ti,
	&nsc_map_format_mwld,    &nsc_map_format_sdcc,        &nsc_map_format_hlink,
	&nsc_map_format_renesas, &nsc_map_format_xlink,       &nsc_map_format_tasking,
	&nsc_map_format_ghs,     &nsc_map_format_why_extract, &nsc_map_format_why_load,
	&nsc_map_format_verbose, &nsc_map_format_trace,       NULL,
};

const char *nsc_map_grade_text(enum nsc_map_grade grade)
{
	static const char *const texts[NSC_MAP_GRADES] = {
		[NSC_MAP_PROVED] = "proved against the linker",
		[NSC_MAP_SEEN] = "against maps of the linker",
		[NSC_MAP_WRITTEN] = "from documentation",
	};

	return texts[grade];
}

/* The text behind a UTF-8 byte order mark, which PowerShell writes. */
static struct nostd_str without_mark(struct nostd_str text)
{
	nostd_str_strip_prefix(&text, NOSTD_STR("\xEF\xBB\xBF"));
	return text;
}

static bool is_binary(struct nostd_str text)
{
	struct nostd_str look = nostd_str_take(text, BINARY_LOOK_SIZE);

	return look.len != 0 && memchr(look.ptr, '\0', look.len);
}

static const struct nsc_map_format *format_of(struct nostd_str text)
{
	size_t i;

	if (is_binary(text)) {
		return NULL;
	}
	for (i = 0; nsc_map_formats[i]; i++) {
		if (nsc_map_formats[i]->probe(text)) {
			return nsc_map_formats[i];
		}
	}
	return NULL;
}

bool nsc_map_is(struct nostd_str text)
{
	return format_of(without_mark(text)) != NULL;
}

bool nsc_map_is_foreign(struct nostd_str text)
{
	struct nsc_map_foreign foreign;

	text = without_mark(text);
	if (is_binary(text) || format_of(text)) {
		return false;
	}
	return nsc_map_foreign(text, &foreign) ? foreign.is_link_map
					       : nsc_map_is_fragment(text);
}

/* The beginning of the first line, for a message. */
static struct nostd_str first_words(struct nostd_str text)
{
	struct nostd_str_lines lines = nostd_str_lines(nostd_str_trim_start(text));

	(void)nostd_str_lines_next(&lines);
	return nostd_str_take(lines.line, SNIPPET_SIZE);
}

static int refuse_bytes(const char *path, struct nostd_str text, struct nsc_err *err)
{
	if (nostd_str_starts_with(text, NOSTD_STR("\xFF\xFE")) ||
	    nostd_str_starts_with(text, NOSTD_STR("\xFE\xFF"))) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}: UTF-16 text, expected a link map in ASCII or UTF-8; "
				"let the linker write it with -Map=FILE",
				path);
	}
	return nsc_fail(err, NSC_ERR_INPUT, "{}: binary file, expected a link map", path);
}

static int refuse_text(const char *path, struct nostd_str text, struct nsc_err *err)
{
	struct nsc_map_foreign foreign;

	if (nsc_map_foreign(text, &foreign)) {
		return nsc_fail(
			err, NSC_ERR_INPUT,
			foreign.is_link_map
				? "{}:{}:1: this is {}; a reader for it is not part "
				  "of this version, link with GNU ld's -Wl,-Map or "
				  "give the objects"
				: "{}:{}:1: this is {}, expected a link map",
			path, foreign.line, foreign.what);
	}
	if (nsc_map_is_fragment(text)) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}:1:1: this is a piece of a GNU ld map, expected a "
				"whole one: its beginning, with the headings, is missing",
				path);
	}
	return nsc_fail(err, NSC_ERR_INPUT,
			"{}:1:1: not a link map: found {:?}, expected a heading of GNU "
			"ld's such as \"Memory Configuration\"",
			path, first_words(text));
}

static int refuse(const char *path, struct nostd_str text, struct nsc_err *err)
{
	if (is_binary(text)) {
		return refuse_bytes(path, text, err);
	}
	if (nostd_str_trim(text).len == 0) {
		return nsc_fail(err, NSC_ERR_INPUT, "{}: empty file, expected a link map",
				path);
	}
	return refuse_text(path, text, err);
}

/* The reader of a map, and the text it is to read; NULL, with `err` filled: none is. */
static const struct nsc_map_format *choose(struct nsc_run *run, struct nsc_name path,
					   struct nostd_span bytes,
					   struct nostd_str *text, struct nsc_err *err)
{
	const char *name = nsc_name_chars(run->names, path);
	const struct nsc_map_format *format;

	*text = nostd_str_new((const char *)bytes.ptr, bytes.size);
	if (bytes.size > NSC_LIMIT_MAP_SIZE) {
		nsc_fail(err, NSC_ERR_INPUT, "{}: a map of {} bytes, expected at most {}",
			 name, bytes.size, NSC_LIMIT_MAP_SIZE);
		return NULL;
	}
	*text = without_mark(*text);
	format = format_of(*text);
	if (!format) {
		refuse(name, *text, err);
	}
	return format;
}

int nsc_map_parse(struct nsc_run *run, struct nsc_name path, struct nostd_span bytes,
		  struct nsc_map_facts *out, struct nsc_err *err)
{
	struct nostd_str text;
	const struct nsc_map_format *format = choose(run, path, bytes, &text, err);

	out->path = path;
	if (!format) {
		return -1;
	}
	out->format = nsc_name_c(run->names, format->name);
	return format->parse(run, text, out, err);
}

int nsc_map_parse_pulls(struct nsc_run *run, struct nsc_name path,
			struct nostd_span bytes, struct nsc_map_facts *out,
			struct nsc_err *err)
{
	struct nostd_str text;
	const struct nsc_map_format *format = choose(run, path, bytes, &text, err);

	out->path = path;
	if (!format) {
		return -1;
	}
	out->format = nsc_name_c(run->names, format->name);
	return (format->parse_pulls ? format->parse_pulls : format->parse)(run, text, out,
									   err);
}
