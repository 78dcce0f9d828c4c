/*
 * line_dwarf.c - .debug_line, DWARF 2 to 5. See line.h.
 *
 * In:  the section, relocated, and the folders the compiler ran in.
 * Out: files and rows. Tables follow each other, so one pass reads all of them, whether a
 *      unit names them or not; a table that is damaged ends at its own length.
 * Source: DWARF 5, 6.2; DWARF 4, 6.2.4 for the older file tables.
 */
#include "analyzer/object/line.h"

#include <dwarf.h>
#include <string.h>

#include "analyzer/object/cursor.h"

/* One table while it is read. */
struct table {
	struct nsc_lines *lines;
	const struct nsc_line_sections *sections;
	uint64_t offset; /* of the table in the section */
	struct nsc_cursor cursor;
	const unsigned char *program;
	unsigned version, offset_size;
	unsigned instruction_size, operations_max;
	int line_base;
	unsigned line_range, opcode_base;
	const unsigned char *operand_counts; /* of opcode 1 on */
	struct nostd_str root;
	size_t file_first, file_count;
};

#define NOSTD_NAME texts
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

static void damage(struct table *table, const char *problem)
{
	nsc_lines_damage(table->lines, table->offset, problem);
}

static int compare_roots(const struct nsc_line_root *a, const struct nsc_line_root *b)
{
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

#define NOSTD_NAME      roots
#define NOSTD_T         struct nsc_line_root
#define NOSTD_CMP(a, b) compare_roots((a), (b))
#include <nostd/sort.h>

static struct nostd_str root_of(const struct nsc_line_sections *sections, uint64_t offset)
{
	struct nsc_line_root key = {offset, {"", 0}};
	size_t at = roots_binary_search(sections->roots->ptr, sections->roots->len, &key);

	return at == NOSTD_NOT_FOUND ? key.root : sections->roots->ptr[at].root;
}

/* -- headers ------------------------------------------------------------------------- */

static void read_header(struct table *table)
{
	struct nsc_cursor *cursor = &table->cursor;
	uint64_t header_size;

	if (table->version >= 5) {
		nsc_cursor_uint(cursor, 1); /* size of an address: see set_address() */
		nsc_cursor_uint(cursor, 1); /* size of a segment selector */
	}
	header_size = nsc_cursor_uint(cursor, table->offset_size);
	if (header_size > nsc_cursor_left(cursor)) {
		cursor->bad = true;
		return;
	}
	table->program = cursor->at + header_size;
	table->instruction_size = (unsigned)nsc_cursor_uint(cursor, 1);
	table->operations_max =
		table->version >= 4 ? (unsigned)nsc_cursor_uint(cursor, 1) : 1;
	nsc_cursor_uint(cursor, 1); /* default_is_stmt */
	table->line_base = (int)nsc_cursor_uint(cursor, 1);
	table->line_base -= table->line_base > 127 ? 256 : 0;
	table->line_range = (unsigned)nsc_cursor_uint(cursor, 1);
	table->opcode_base = (unsigned)nsc_cursor_uint(cursor, 1);
	table->operand_counts = nsc_cursor_take(
		cursor, table->opcode_base > 0 ? table->opcode_base - 1 : 0);
	cursor->bad |= table->line_range == 0 || table->operations_max == 0 ||
		       table->opcode_base == 0;
}

static void add_file(struct table *table, struct nostd_str folder, struct nostd_str name)
{
	struct nsc_line_file file = {table->root, folder, name, {0}, false};

	nsc_line_file_vec_push(&table->lines->files, file);
	table->file_count++;
}

/* A file of versions 2 to 4: name, folder, time, size. Folder 0 is the root. */
static void read_old_file(struct table *table, struct nostd_str name,
			  const struct texts *folders)
{
	uint64_t folder = nsc_cursor_uleb(&table->cursor);

	nsc_cursor_uleb(&table->cursor);
	nsc_cursor_uleb(&table->cursor);
	add_file(table,
		 folder > 0 && folder <= folders->len ? folders->ptr[folder - 1]
						      : nostd_str_new("", 0),
		 name);
}

static void read_old_files(struct table *table, struct texts *folders)
{
	struct nsc_cursor *cursor = &table->cursor;
	struct nostd_str text;

	while ((text = nsc_cursor_text(cursor)).len != 0) {
		texts_push(folders, text);
	}
	while ((text = nsc_cursor_text(cursor)).len != 0) {
		read_old_file(table, text, folders);
	}
}

/* -- file tables of version 5 -------------------------------------------------------- */

/* The text at an offset of another section; its end is looked for when it is needed. */
static struct nostd_str text_at(struct table *table, struct nostd_span section,
				uint64_t offset)
{
	struct nsc_cursor cursor = nsc_cursor(section, false);

	nsc_cursor_take(&cursor, offset);
	table->cursor.bad |= cursor.bad || nsc_cursor_left(&cursor) == 0;
	return nostd_str_new((const char *)cursor.at, nsc_cursor_left(&cursor));
}

/* A value of an entry: a text or a number. */
struct value {
	struct nostd_str text;
	uint64_t number;
};

/* Bytes of the forms of a fixed size; 0: not one of them. */
static unsigned form_size(uint64_t form)
{
	switch (form) {
	case DW_FORM_data1:
		return 1;
	case DW_FORM_data2:
		return 2;
	case DW_FORM_data4:
		return 4;
	case DW_FORM_data8:
		return 8;
	default:
		return 0;
	}
}

/* DWARF 5, 6.2.4.1 says which forms may stand here; others end the table. */
static struct value read_form(struct table *table, uint64_t form)
{
	struct nsc_cursor *cursor = &table->cursor;
	struct value value = {{"", 0}, 0};

	switch (form) {
	case DW_FORM_string:
		value.text = nsc_cursor_text(cursor);
		break;
	case DW_FORM_line_strp:
		value.text = text_at(table, table->sections->line_texts,
				     nsc_cursor_uint(cursor, table->offset_size));
		break;
	case DW_FORM_strp:
		value.text = text_at(table, table->sections->texts,
				     nsc_cursor_uint(cursor, table->offset_size));
		break;
	case DW_FORM_udata:
		value.number = nsc_cursor_uleb(cursor);
		break;
	case DW_FORM_data16:
		nsc_cursor_take(cursor, 16);
		break;
	case DW_FORM_block:
		nsc_cursor_take(cursor, nsc_cursor_uleb(cursor));
		break;
	default:
		cursor->bad |= form_size(form) == 0;
		value.number = nsc_cursor_uint(cursor, form_size(form));
		break;
	}
	return value;
}

/* What the entries of a table are made of: pairs of content and form. */
struct format {
	struct nsc_cursor pairs;
	unsigned count;
};

static struct format read_format(struct table *table)
{
	struct format format;
	unsigned i;

	format.count = (unsigned)nsc_cursor_uint(&table->cursor, 1);
	format.pairs = table->cursor;
	for (i = 0; i < format.count; i++) {
		nsc_cursor_uleb(&table->cursor);
		nsc_cursor_uleb(&table->cursor);
	}
	return format;
}

/* One entry: its path, and the number of its folder. */
static struct value read_entry(struct table *table, struct format format)
{
	struct value entry = {{"", 0}, 0};
	unsigned i;

	for (i = 0; i < format.count && !table->cursor.bad; i++) {
		uint64_t content = nsc_cursor_uleb(&format.pairs);
		struct value value = read_form(table, nsc_cursor_uleb(&format.pairs));

		if (content == DW_LNCT_path) {
			entry.text = value.text;
		} else if (content == DW_LNCT_directory_index) {
			entry.number = value.number;
		}
	}
	return entry;
}

/* How many entries follow; entries without a format have no bytes, and no meaning. */
static uint64_t read_count(struct table *table, const struct format *format)
{
	uint64_t count = nsc_cursor_uleb(&table->cursor);

	if (count > nsc_cursor_left(&table->cursor) ||
	    (count != 0 && format->count == 0)) {
		table->cursor.bad = true;
		return 0;
	}
	return count;
}

/* Folder 0 is the one the compiler ran in, the others are relative to it. */
static void read_new_files(struct table *table, struct texts *folders)
{
	struct format format = read_format(table);
	uint64_t count = read_count(table, &format);
	struct value entry;

	for (; count > 0 && !table->cursor.bad; count--) {
		texts_push(folders, read_entry(table, format).text);
	}
	if (folders->len != 0) {
		table->root = folders->ptr[0];
		folders->ptr[0] = nostd_str_new("", 0);
	}
	format = read_format(table);
	count = read_count(table, &format);
	for (; count > 0 && !table->cursor.bad; count--) {
		entry = read_entry(table, format);
		add_file(table,
			 entry.number < folders->len ? folders->ptr[entry.number]
						     : nostd_str_new("", 0),
			 entry.text);
	}
}

/* -- programs ------------------------------------------------------------------------ */

/* The registers that matter here (DWARF 5, 6.2.2). */
struct state {
	uint64_t address, mask; /* mask: of the bits an address has */
	unsigned operation;
	uint64_t file, line, column;
	bool open; /* a row has begun at low */
	uint64_t low;
	struct nsc_line_row row;
};

static void reset(struct state *state)
{
	memset(state, 0, sizeof(*state));
	state->mask = ~(uint64_t)0;
	state->file = 1;
	state->line = 1;
}

static uint32_t clamp(uint64_t number)
{
	return number > UINT32_MAX ? 0 : (uint32_t)number;
}

static uint32_t file_of(const struct table *table, uint64_t number)
{
	uint64_t index = table->version >= 5 ? number : number - 1;

	return index < table->file_count ? (uint32_t)(table->file_first + index)
					 : UINT32_MAX;
}

/* A row ends where the next begins. */
static void emit(struct table *table, struct state *state)
{
	if (state->open) {
		nsc_lines_add(table->lines, state->low, state->address, state->row);
	}
	state->open = true;
	state->low = state->address;
	state->row.file = file_of(table, state->file);
	state->row.line = clamp(state->line);
	state->row.column = clamp(state->column);
}

static void advance(const struct table *table, struct state *state, uint64_t operations)
{
	uint64_t all = state->operation + operations;

	state->address += table->instruction_size * (all / table->operations_max);
	state->address &= state->mask;
	state->operation = (unsigned)(all % table->operations_max);
}

/* DW_LNE_set_address: as many bytes as are left of the opcode. */
static void set_address(struct state *state, struct nsc_cursor *operand)
{
	size_t size = nsc_cursor_left(operand);

	if (size == 0 || size > 8) {
		return;
	}
	state->address = nsc_cursor_uint(operand, (unsigned)size);
	state->mask = size < 8 ? ((uint64_t)1 << (8 * size)) - 1 : ~(uint64_t)0;
	state->operation = 0;
}

/* DW_LNE_define_file: version 4 and before, an entry as in the table. */
static void define_file(struct table *table, struct nsc_cursor *operand,
			const struct texts *folders)
{
	struct nsc_cursor program = table->cursor;
	struct nostd_str name = nsc_cursor_text(operand);

	table->cursor = *operand;
	read_old_file(table, name, folders);
	table->cursor = program;
}

static void run_extended(struct table *table, struct state *state,
			 const struct texts *folders)
{
	uint64_t size = nsc_cursor_uleb(&table->cursor);
	const unsigned char *bytes = nsc_cursor_take(&table->cursor, size);
	struct nsc_cursor operand;

	if (!bytes || size == 0) {
		return;
	}
	operand =
		nsc_cursor(nostd_span_new(bytes, (size_t)size), table->cursor.big_endian);
	switch (nsc_cursor_uint(&operand, 1)) {
	case DW_LNE_end_sequence:
		emit(table, state);
		reset(state);
		break;
	case DW_LNE_set_address:
		set_address(state, &operand);
		break;
	case DW_LNE_define_file:
		define_file(table, &operand, folders);
		break;
	}
}

/* An opcode this version does not know: its operands are ULEB128 numbers. */
static void skip_operands(struct table *table, unsigned opcode)
{
	unsigned count = table->operand_counts[opcode - 1];

	while (count-- > 0) {
		nsc_cursor_uleb(&table->cursor);
	}
}

static void run_standard(struct table *table, struct state *state, unsigned opcode)
{
	struct nsc_cursor *cursor = &table->cursor;

	switch (opcode) {
	case DW_LNS_copy:
		emit(table, state);
		break;
	case DW_LNS_advance_pc:
		advance(table, state, nsc_cursor_uleb(cursor));
		break;
	case DW_LNS_advance_line:
		state->line += nsc_cursor_sleb(cursor);
		break;
	case DW_LNS_set_file:
		state->file = nsc_cursor_uleb(cursor);
		break;
	case DW_LNS_set_column:
		state->column = nsc_cursor_uleb(cursor);
		break;
	case DW_LNS_const_add_pc:
		advance(table, state, (255 - table->opcode_base) / table->line_range);
		break;
	case DW_LNS_fixed_advance_pc:
		state->address += nsc_cursor_uint(cursor, 2);
		state->address &= state->mask;
		state->operation = 0;
		break;
	default: /* flags we do not look at, and what later versions add */
		skip_operands(table, opcode);
		break;
	}
}

static void run_special(struct table *table, struct state *state, unsigned opcode)
{
	unsigned adjusted = opcode - table->opcode_base;

	advance(table, state, adjusted / table->line_range);
	state->line += (uint64_t)(int64_t)table->line_base + adjusted % table->line_range;
	emit(table, state);
}

static void run_program(struct table *table, const struct texts *folders)
{
	struct state state;

	reset(&state);
	table->cursor.at = table->program;
	while (nsc_cursor_left(&table->cursor) != 0) {
		unsigned opcode = (unsigned)nsc_cursor_uint(&table->cursor, 1);

		if (opcode >= table->opcode_base) {
			run_special(table, &state, opcode);
		} else if (opcode == 0) {
			run_extended(table, &state, folders);
		} else {
			run_standard(table, &state, opcode);
		}
	}
	if (table->cursor.bad) {
		damage(table, "a line number program is cut short");
	}
}

static void read_table(struct table *table)
{
	struct texts folders = texts_new_in(table->lines->files.in);

	table->version = (unsigned)nsc_cursor_uint(&table->cursor, 2);
	if (table->version < 2 || table->version > 5) {
		damage(table, "line table of a version that is not 2, 3, 4 or 5");
		return;
	}
	table->root = root_of(table->sections, table->offset);
	table->file_first = table->lines->files.len;
	read_header(table);
	if (!table->cursor.bad && table->version >= 5) {
		read_new_files(table, &folders);
	} else if (!table->cursor.bad) {
		read_old_files(table, &folders);
	}
	if (table->cursor.bad) {
		damage(table, "the header of a line table is damaged");
		return;
	}
	/* DWARF 5, 6.2.4: entry 0 is the unit's own file. */
	if (table->version >= 5 && table->lines->source == UINT32_MAX) {
		table->lines->source = (uint32_t)table->file_first;
	}
	run_program(table, &folders);
}

void nsc_lines_dwarf(struct nsc_lines *lines, const struct nsc_line_sections *sections)
{
	struct nsc_cursor all = nsc_cursor(sections->line, sections->big_endian);

	roots_sort_unstable(sections->roots->ptr, sections->roots->len);
	while (nsc_cursor_left(&all) != 0) {
		struct table table;
		const unsigned char *start = all.at;
		const unsigned char *bytes;
		uint64_t size;

		memset(&table, 0, sizeof(table));
		table.lines = lines;
		table.sections = sections;
		table.offset = (uint64_t)(start - sections->line.ptr);
		table.offset_size = 4;
		size = nsc_cursor_uint(&all, 4);
		if (size == 0xffffffff) { /* DWARF 5, 7.4: the 64-bit format */
			table.offset_size = 8;
			size = nsc_cursor_uint(&all, 8);
		}
		bytes = nsc_cursor_take(&all, size);
		if (all.bad) {
			damage(&table, "a line table is longer than what is left");
			return;
		}
		table.cursor = nsc_cursor(nostd_span_new(bytes, (size_t)size),
					  sections->big_endian);
		read_table(&table);
	}
}
