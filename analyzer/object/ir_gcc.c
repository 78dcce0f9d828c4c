/*
 * ir_gcc.c - gcc's table of the symbols of its IR. See ir.h.
 */
#include <elf.h>
#include <string.h>

#include "analyzer/fact/object.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/ir.h"

/* Kinds and visibilities by their numbers (include/lto-symtab.h). */
static const struct {
	uint8_t where, binding;
} kinds[] = {
	{NSC_IR_DEFINED, NSC_BIND_GLOBAL},   {NSC_IR_DEFINED, NSC_BIND_WEAK},
	{NSC_IR_UNDEFINED, NSC_BIND_GLOBAL}, {NSC_IR_UNDEFINED, NSC_BIND_WEAK},
	{NSC_IR_COMMON, NSC_BIND_GLOBAL},
};
static const uint8_t visibilities[] = {STV_DEFAULT, STV_PROTECTED, STV_INTERNAL,
				       STV_HIDDEN};
static const uint8_t types[] = {NSC_SYMBOL_NOTYPE, NSC_SYMBOL_FUNCTION,
				NSC_SYMBOL_OBJECT};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* One entry; NULL, or what is wrong with it. */
static const char *read_entry(struct nsc_ir_reader *reader, struct nsc_cursor *table,
			      struct nsc_cursor *extension)
{
	struct nostd_str name = nsc_cursor_text(table);
	struct nostd_str comdat = nsc_cursor_text(table);
	uint64_t kind = nsc_cursor_uint(table, 1);
	uint64_t visibility = nsc_cursor_uint(table, 1);
	uint64_t size = nsc_cursor_uint(table, 8);
	uint64_t type = 0;
	struct nsc_ir_symbol row;

	nsc_cursor_uint(table, 4); /* the slot: a number of the IR itself */
	if (nsc_cursor_left(extension) >= 2) {
		type = nsc_cursor_uint(extension, 1);
		nsc_cursor_uint(extension, 1); /* section kind: initialised, or zeros */
	}
	if (table->bad) {
		return "the last entry is cut short";
	}
	if (name.len == 0) {
		return "an entry without a name";
	}
	if (kind >= COUNT(kinds) || visibility >= COUNT(visibilities) ||
	    type >= COUNT(types)) {
		return "an entry of a kind, visibility or type that does not exist";
	}
	memset(&row, 0, sizeof(row));
	row.binding = kinds[kind].binding;
	row.where = kinds[kind].where;
	row.visibility = visibilities[visibility];
	row.type = types[type];
	row.size = row.where == NSC_IR_COMMON ? size : 0;
	nsc_ir_push(reader, &row, name, comdat);
	return NULL;
}

const char *nsc_ir_read_gcc(struct nsc_ir_reader *reader, struct nostd_span table,
			    struct nostd_span extension)
{
	struct nsc_cursor entries = nsc_cursor(table, false);
	struct nsc_cursor more = nsc_cursor(extension, false);
	const char *problem = NULL;

	if (nsc_cursor_uint(&more, 1) != 1) { /* another version, or none at all */
		more = nsc_cursor(nostd_span_new(NULL, 0), false);
	}
	while (!problem && nsc_cursor_left(&entries) != 0) {
		problem = read_entry(reader, &entries, &more);
	}
	return problem;
}
