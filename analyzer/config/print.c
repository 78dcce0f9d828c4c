/*
 * print.c - what holds, as a configuration with origins: --print-config. See settings.h.
 *
 * Sections are printed by the tables of keys.c. Functions call each other as deep as
 * those tables are nested, which is three levels whatever the file says.
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/date.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/config/config.h"
#include "analyzer/config/keys.h"
#include "analyzer/config/scalar.h"
#include "analyzer/config/settings.h"

struct printer {
	struct nsc_run *run;
	const struct nsc_settings_in *in;
	struct nostd_sink out;
	struct nostd_str folder; /* paths below it are printed relative to it */
	bool failed;
};

/* Where a value comes from. */
struct origin {
	uint8_t layer; /* enum nsc_origin */
	struct nsc_place at;
	const struct nsc_setting_row *row; /* NULL: only a file can say it */
};

#define put(printer, ...) put_args((printer), NOSTD_FMT_ARGS(__VA_ARGS__))

static void put_args(struct printer *printer, const char *format,
		     const struct nostd_fmt_arg *args, size_t count)
{
	if (!printer->failed &&
	    !nostd_format_sink_args(printer->out, format, args, count)) {
		printer->failed = true;
	}
}

/* -- texts --------------------------------------------------------------------------- */

/* What needs no quotes in any YAML, of 1.1 or 1.2. */
static bool is_bare(struct nostd_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			      c == '_' || c == '/';
		bool inside = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+';

		if (!letter && !(inside && i != 0)) {
			return false;
		}
	}
	return text.len > 3 && nsc_scalar_kind(text) == NSC_SCALAR_TEXT;
}

/* May it stand as it is between double quotes? YAML 1.2.2, 5.1. */
static bool is_printable(uint32_t code)
{
	return (code >= 0x20 && code < 0x7f) ||
	       (code >= 0xa0 && code < 0xd800 && code != 0x2028 && code != 0x2029) ||
	       (code >= 0xe000 && code < 0xfffe && code != 0xfeff) || code > 0xffff;
}

static void put_text(struct printer *printer, struct nostd_str text)
{
	struct nostd_str_chars it = nostd_str_chars(text);

	if (is_bare(text)) {
		put(printer, "{}", text);
		return;
	}
	put(printer, "\"");
	while (nostd_str_chars_next(&it)) {
		if (it.code == '"' || it.code == '\\') {
			put(printer, "\\{}", it.text);
		} else if (it.code == '\n') {
			put(printer, "\\n");
		} else if (is_printable(it.code)) {
			put(printer, "{:c}", it.code);
		} else {
			put(printer, "\\u{:04x}", it.code);
		}
	}
	put(printer, "\"");
}

/*
 * Relative to the configuration's folder when below it, so that it means the same there.
 */
static void put_path(struct printer *printer, struct nostd_str path)
{
	struct nostd_str below = path;

	if (nsc_path_within(path, printer->folder)) {
		below = nostd_str_skip(path, printer->folder.len);
		nostd_str_strip_prefix(&below, NOSTD_STR("/"));
	}
	put_text(printer, below.len == 0 ? NOSTD_STR(".") : below);
}

static void put_indent(struct printer *printer, unsigned levels)
{
	while (levels-- > 0) {
		put(printer, "  ");
	}
}

static void put_origin(struct printer *printer, const struct origin *origin)
{
	struct nostd_str file = nsc_name_text(printer->run->names, origin->at.file);

	switch ((enum nsc_origin)origin->layer) {
	case NSC_ORIGIN_DEFAULT:
		put(printer, "  # default\n");
		return;
	case NSC_ORIGIN_FILE:
		put(printer, "  # {}:{}:{}\n", nsc_path_base(file), origin->at.line,
		    origin->at.column);
		return;
	case NSC_ORIGIN_ENVIRONMENT:
		put(printer, "  # {}\n", origin->row->variable);
		return;
	case NSC_ORIGIN_FLAG:
		put(printer, "  # {}\n", origin->row->flag);
		return;
	}
}

static void put_place(struct printer *printer, struct nsc_place at)
{
	struct origin origin = {NSC_ORIGIN_FILE, at, NULL};

	put_origin(printer, &origin);
}

/* -- keys of sections ---------------------------------------------------------------- */

static struct nostd_str name_text(const struct printer *printer, struct nsc_name name)
{
	return nsc_name_text(printer->run->names, name);
}

static struct nostd_str word_text(const struct printer *printer,
				  const struct nsc_key *key,
				  const struct nsc_said_word *word)
{
	return nsc_key_word_list(key->words, printer->in->words)->word(word->index);
}

/* Where a single value stands; the place of one that is not said has no file. */
static struct nsc_place place_of(const struct nsc_key *key, const void *field)
{
	switch (key->type) {
	case NSC_KEY_TEXT:
	case NSC_KEY_PROSE:
	case NSC_KEY_PATH:
	case NSC_KEY_FORMAT:
		return ((const struct nsc_said_text *)field)->at;
	case NSC_KEY_NUMBER:
	case NSC_KEY_SIZE:
		return ((const struct nsc_said_number *)field)->at;
	case NSC_KEY_DATE:
		return ((const struct nsc_said_date *)field)->at;
	case NSC_KEY_WORD:
		return ((const struct nsc_said_word *)field)->at;
	case NSC_KEY_TEXTS:
	case NSC_KEY_PATHS:
	case NSC_KEY_GLOBS:
	case NSC_KEY_WORDS:
	case NSC_KEY_ROWS:
	case NSC_KEY_NAMED:
	case NSC_KEY_LEVELS:
		break;
	}
	return nsc_place((struct nsc_name){0}, 0, 0);
}

static void put_single(struct printer *printer, const struct nsc_key *key,
		       const void *field)
{
	char date[NSC_DATE_SIZE];

	switch (key->type) {
	case NSC_KEY_TEXT:
	case NSC_KEY_PROSE:
	case NSC_KEY_FORMAT:
		put_text(printer,
			 name_text(printer, ((const struct nsc_said_text *)field)->text));
		return;
	case NSC_KEY_PATH:
		put_path(printer,
			 name_text(printer, ((const struct nsc_said_text *)field)->text));
		return;
	case NSC_KEY_NUMBER:
	case NSC_KEY_SIZE:
		put(printer, "{}", ((const struct nsc_said_number *)field)->value);
		return;
	case NSC_KEY_DATE:
		nsc_date_text(((const struct nsc_said_date *)field)->days, date);
		put(printer, "{}", (const char *)date);
		return;
	case NSC_KEY_WORD:
		put_text(printer, word_text(printer, key, field));
		return;
	case NSC_KEY_TEXTS:
	case NSC_KEY_PATHS:
	case NSC_KEY_GLOBS:
	case NSC_KEY_WORDS:
	case NSC_KEY_ROWS:
	case NSC_KEY_NAMED:
	case NSC_KEY_LEVELS:
		return;
	}
}

static size_t many_count(const struct nsc_key *key, const void *field)
{
	if (key->type == NSC_KEY_WORDS) {
		return ((const struct nsc_said_word_vec *)field)->len;
	}
	if (key->type == NSC_KEY_GLOBS) {
		return ((const struct nsc_glob_vec *)field)->len;
	}
	return ((const struct nsc_said_text_vec *)field)->len;
}

/* One element of a list of texts, paths, patterns or words. */
static void put_element(struct printer *printer, const struct nsc_key *key,
			const void *field, size_t index)
{
	struct nsc_place at;

	if (key->type == NSC_KEY_WORDS) {
		const struct nsc_said_word_vec *words = field;

		put_text(printer, word_text(printer, key, &words->ptr[index]));
		at = words->ptr[index].at;
	} else if (key->type == NSC_KEY_GLOBS) {
		const struct nsc_glob_vec *globs = field;

		put_text(printer, name_text(printer, globs->ptr[index].written));
		at = globs->ptr[index].at;
	} else {
		const struct nsc_said_text_vec *texts = field;
		struct nostd_str text = name_text(printer, texts->ptr[index].text);

		if (key->type == NSC_KEY_PATHS) {
			put_path(printer, text);
		} else {
			put_text(printer, text);
		}
		at = texts->ptr[index].at;
	}
	put_place(printer, at);
}

static void put_many(struct printer *printer, const struct nsc_key *key,
		     const void *field, unsigned indent)
{
	size_t count = many_count(key, field), i;

	put_indent(printer, indent);
	put(printer, "{}:\n", key->name);
	for (i = 0; i < count; i++) {
		put_indent(printer, indent + 1);
		put(printer, "- ");
		put_element(printer, key, field, i);
	}
}

/* Is anything said in this row? An empty map must be written as one. */
static bool is_said(const struct nsc_key *key, const void *field)
{
	size_t count = 0;

	switch (key->type) {
	case NSC_KEY_TEXT:
	case NSC_KEY_PROSE:
	case NSC_KEY_PATH:
	case NSC_KEY_FORMAT:
	case NSC_KEY_NUMBER:
	case NSC_KEY_SIZE:
	case NSC_KEY_DATE:
	case NSC_KEY_WORD:
		return nsc_place_given(place_of(key, field));
	case NSC_KEY_TEXTS:
	case NSC_KEY_PATHS:
	case NSC_KEY_GLOBS:
	case NSC_KEY_WORDS:
		return many_count(key, field) != 0;
	case NSC_KEY_ROWS:
	case NSC_KEY_NAMED:
		key->section->rows(field, &count);
		return count != 0;
	case NSC_KEY_LEVELS:
		return false; /* only at the top, where the layers are */
	}
	return false;
}

static bool is_row_said(const struct nsc_section *section, const char *row)
{
	size_t i;

	for (i = 0; i < section->key_count; i++) {
		if (is_said(&section->keys[i], row + section->keys[i].offset)) {
			return true;
		}
	}
	return false;
}

static void put_section(struct printer *printer, const struct nsc_section *section,
			const char *row, unsigned indent);

/* A list of maps, or a map of names to maps. */
static void put_rows(struct printer *printer, const struct nsc_key *key,
		     const void *field, unsigned indent)
{
	const struct nsc_section *section = key->section;
	size_t count, i;
	const char *row = section->rows(field, &count);

	if (count != 0) {
		put_indent(printer, indent);
		put(printer, "{}:\n", key->name);
	}
	for (i = 0; i < count; i++, row += section->row_size) {
		put_indent(printer, indent + 1);
		if (key->type == NSC_KEY_NAMED) {
			const struct nsc_said_text *name =
				(const void *)(row + section->name);

			put_text(printer, name_text(printer, name->text));
			put(printer, is_row_said(section, row) ? ":" : ": {{}}");
			put_place(printer, name->at);
		} else {
			put(printer, "-");
			put_place(printer,
				  *(const struct nsc_place *)(const void *)(row +
									    section->at));
		}
		put_section(printer, section, row, indent + 2);
	}
}

static void put_section(struct printer *printer, const struct nsc_section *section,
			const char *row, unsigned indent)
{
	size_t i;

	for (i = 0; i < section->key_count; i++) {
		const struct nsc_key *key = &section->keys[i];
		const void *field = row + key->offset;

		if (!is_said(key, field)) {
			continue;
		}
		if (key->type == NSC_KEY_ROWS || key->type == NSC_KEY_NAMED) {
			put_rows(printer, key, field, indent);
		} else if (!nsc_place_given(place_of(key, field))) {
			put_many(printer, key, field, indent);
		} else {
			put_indent(printer, indent);
			put(printer, "{}: ", key->name);
			put_single(printer, key, field);
			put_place(printer, place_of(key, field));
		}
	}
}

/* -- settings ------------------------------------------------------------------------ */

static void put_setting_value(struct printer *printer, enum nsc_setting setting,
			      const struct nsc_setting_value *value)
{
	const struct nsc_setting_row *row = nsc_setting_row(setting);
	struct origin origin = {value->origin, value->at, row};
	struct nostd_str text = name_text(printer, value->text);

	if (row->is_path) {
		put_path(printer, text);
	} else {
		put_text(printer, text);
	}
	put_origin(printer, &origin);
}

static void put_setting(struct printer *printer, enum nsc_setting setting,
			const struct nsc_setting_value_vec *values)
{
	const struct nsc_setting_row *row = nsc_setting_row(setting);
	const char *comment = row->in_file ? "" : "# ";
	size_t i;

	if (values->len == 0) {
		put(printer, "# {}:  # default\n", row->key);
	} else if (!row->many) {
		put(printer, "{}{}: ", comment, row->key);
		put_setting_value(printer, setting, &values->ptr[0]);
	} else {
		put(printer, "{}{}:\n", comment, row->key);
		for (i = 0; i < values->len; i++) {
			put(printer, "{}  - ", comment);
			put_setting_value(printer, setting, &values->ptr[i]);
		}
	}
}

static void put_levels(struct printer *printer, const struct nsc_settings *settings)
{
	const struct nsc_setting_row *row = nsc_setting_row(NSC_SETTING_SEVERITY);
	const struct nsc_config_words *words = printer->in->words;
	size_t i;

	put(printer, settings->levels.len == 0 ? "# {}:  # default\n" : "{}:\n",
	    row->key);
	for (i = 0; i < settings->levels.len; i++) {
		const struct nsc_setting_level *level = &settings->levels.ptr[i];
		struct origin origin = {level->origin, level->at, row};

		put(printer, "  {}: {}", words->rules.word(level->rule),
		    words->levels.word(level->level));
		put_origin(printer, &origin);
	}
}

/* `targets` and `components`, which no flag can say. */
static void put_named(struct printer *printer)
{
	size_t i;

	for (i = 0; i < nsc_section_root.key_count; i++) {
		const struct nsc_key *key = &nsc_section_root.keys[i];

		if (key->type == NSC_KEY_NAMED) {
			put_rows(printer, key,
				 (const char *)printer->in->config + key->offset, 0);
		}
	}
}

bool nsc_settings_print(struct nsc_run *run, const struct nsc_settings *settings,
			const struct nsc_settings_in *in, struct nostd_sink out)
{
	struct printer printer = {run, in, out, in->cwd, false};
	int i;

	if (in->config && nsc_name_given(in->config->folder)) {
		printer.folder = nsc_name_text(run->names, in->config->folder);
	}
	put(&printer, "version: {}\n", (int)NSC_CONFIG_VERSION);
	for (i = 0; i < NSC_SETTING_COUNT; i++) {
		if (i == NSC_SETTING_SEVERITY) {
			put_levels(&printer, settings);
		} else {
			put_setting(&printer, (enum nsc_setting)i, &settings->values[i]);
		}
	}
	if (in->config) {
		put_named(&printer);
	}
	return !printer.failed;
}
