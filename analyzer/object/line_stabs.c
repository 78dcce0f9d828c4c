/*
 * line_stabs.c - .stab and .stabstr. See line.h.
 *
 * In:  both sections, relocated.
 * Out: files and rows: which line begins where. Types and variables are passed over.
 * Source: "The stabs debug format" (gdb 13 manual), 2.1 to 2.5 and appendix F: in ELF,
 * line numbers are relative to their function, and a function ends with a nameless N_FUN
 * whose value is its size; text offsets are relative to the unit's own part of .stabstr.
 */
#include "analyzer/object/line.h"

#include <string.h>

#include "analyzer/object/cursor.h"

enum {
	STAB_SIZE = 12,
	N_UNDF = 0x00, /* begins a unit; its value is the size of the unit's texts */
	N_FUN = 0x24,
	N_SLINE = 0x44,
	N_SO = 0x64, /* source: a folder (ends in '/'), then a file; nameless: the end */
	N_SOL = 0x84 /* an included file */
};

struct stab {
	struct nostd_str text;
	unsigned type, line;
	uint64_t value;
};

/* The walk. */
struct walk {
	struct nsc_lines *lines;
	const struct nsc_stab_sections *sections;
	uint64_t texts_at, texts_next; /* where this and the next unit's texts begin */
	struct nostd_str folder;
	uint32_t file;
	uint64_t function;
	bool open; /* a row has begun at low */
	uint64_t low;
	struct nsc_line_row row;
};

/* Many stabs may name one long text, so what is read in all is limited. */
static struct nostd_str text_of(struct walk *walk, uint64_t offset)
{
	struct nsc_cursor cursor = nsc_cursor(walk->sections->texts, false);
	uint64_t most;
	size_t len;

	if (offset == 0) {
		return nostd_str_new("", 0);
	}
	nsc_cursor_take(&cursor, walk->texts_at + offset);
	most = nsc_cursor_left(&cursor);
	most = most < walk->lines->text_left ? most : walk->lines->text_left;
	if (most == 0) {
		nsc_lines_damage(walk->lines, walk->texts_at + offset,
				 "a text of .stab lies outside .stabstr");
		return nostd_str_new("", 0);
	}
	len = nsc_text_len(cursor.at, (size_t)most);
	walk->lines->text_left -= len;
	return nostd_str_new((const char *)cursor.at, len);
}

static bool wants_text(unsigned type)
{
	return type == N_SO || type == N_SOL || type == N_FUN;
}

static struct stab read_stab(struct walk *walk, struct nsc_cursor *cursor)
{
	uint64_t offset = nsc_cursor_uint(cursor, 4);
	struct stab stab = {{"", 0}, 0, 0, 0};

	stab.type = (unsigned)nsc_cursor_uint(cursor, 1);
	nsc_cursor_uint(cursor, 1);
	stab.line = (unsigned)nsc_cursor_uint(cursor, 2);
	stab.value = nsc_cursor_uint(cursor, 4);
	if (wants_text(stab.type)) {
		stab.text = text_of(walk, offset);
	}
	return stab;
}

/* A row ends where the next begins, or its function. */
static void close_row(struct walk *walk, uint64_t high)
{
	if (walk->open) {
		nsc_lines_add(walk->lines, walk->low, high, walk->row);
	}
	walk->open = false;
}

static void set_file(struct walk *walk, struct nostd_str name)
{
	struct nsc_line_file file = {{"", 0}, walk->folder, name, {0}, false};

	walk->file = (uint32_t)walk->lines->files.len;
	nsc_line_file_vec_push(&walk->lines->files, file);
}

static void on_source(struct walk *walk, const struct stab *stab)
{
	close_row(walk, stab->value);
	if (stab->text.len == 0) {
		walk->folder = stab->text;
		walk->file = UINT32_MAX;
	} else if (nostd_str_ends_with(stab->text, NOSTD_STR("/"))) {
		walk->folder = stab->text;
	} else {
		set_file(walk, stab->text);
		if (walk->lines->source == UINT32_MAX) {
			walk->lines->source = walk->file;
		}
	}
}

static void on_function(struct walk *walk, const struct stab *stab)
{
	if (stab->text.len != 0) {
		close_row(walk, stab->value);
		walk->function = stab->value;
	} else {
		close_row(walk, walk->function + stab->value);
		walk->function = 0;
	}
}

static void on_line(struct walk *walk, const struct stab *stab)
{
	close_row(walk, walk->function + stab->value);
	walk->open = true;
	walk->low = walk->function + stab->value;
	walk->row.file = walk->file;
	walk->row.line = stab->line;
	walk->row.column = 0;
}

static void on_stab(struct walk *walk, const struct stab *stab)
{
	switch (stab->type) {
	case N_UNDF:
		walk->texts_at = walk->texts_next;
		walk->texts_next += stab->value;
		break;
	case N_SO:
		on_source(walk, stab);
		break;
	case N_SOL:
		set_file(walk, stab->text);
		break;
	case N_FUN:
		on_function(walk, stab);
		break;
	case N_SLINE:
		on_line(walk, stab);
		break;
	}
}

void nsc_lines_stabs(struct nsc_lines *lines, const struct nsc_stab_sections *sections)
{
	struct nsc_cursor cursor = nsc_cursor(sections->stabs, sections->big_endian);
	struct walk walk = {lines,      sections, 0,     0, {"", 0},
			    UINT32_MAX, 0,        false, 0, {UINT32_MAX, 0, 0}};
	struct stab stab;

	while (nsc_cursor_left(&cursor) >= STAB_SIZE) {
		stab = read_stab(&walk, &cursor);
		on_stab(&walk, &stab);
	}
	if (nsc_cursor_left(&cursor) != 0) {
		nsc_lines_damage(lines, sections->stabs.size - nsc_cursor_left(&cursor),
				 "a stab is cut short");
	}
}
