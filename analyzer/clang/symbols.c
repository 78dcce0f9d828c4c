/*
 * symbols.c - which labels are entities, and what stands in them. See symbols.h.
 */
#include "analyzer/clang/symbols.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"

#define NOSTD_NAME rows
#define NOSTD_K    struct nostd_str
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

static bool is_entity(const struct nsc_asm_symbol *symbol)
{
	return (symbol->flags & NSC_ASM_DEFINED) &&
	       (symbol->flags & (NSC_ASM_GLOBAL | NSC_ASM_FUNCTION | NSC_ASM_OBJECT));
}

static bool is_hidden(const struct nsc_asm_symbol *symbol)
{
	return (symbol->flags & NSC_ASM_DEFINED) && !is_entity(symbol);
}

bool nsc_symbols_is_local(const struct nsc_assembly *assembly, struct nostd_str name)
{
	size_t i;

	for (i = 0; i < assembly->symbols.len; i++) {
		if (nostd_str_eq(assembly->symbols.ptr[i].name, name)) {
			return is_hidden(&assembly->symbols.ptr[i]);
		}
	}
	return false;
}

static struct nsc_entity row_of(struct nsc_run *run, const struct nsc_asm_symbol *symbol)
{
	struct nsc_entity row = {.kind = NSC_ENTITY_FUNCTION};
	unsigned flags = symbol->flags;

	row.symbol = nsc_name(run->names, symbol->name);
	row.name = row.symbol;
	if (flags & NSC_ASM_OBJECT) {
		row.kind = NSC_ENTITY_VARIABLE;
	}
	row.flags = (uint8_t)((flags & NSC_ASM_GLOBAL ? 0 : NSC_ENTITY_STATIC) |
			      (flags & NSC_ASM_WEAK ? NSC_ENTITY_WEAK : 0) |
			      (flags & NSC_ASM_ALIAS ? NSC_ENTITY_ALIAS : 0) |
			      (flags & NSC_ASM_COMMON ? NSC_ENTITY_TENTATIVE : 0));
	return row;
}

/* The entity a use stands in: the nearest label in front that is one. */
static uint32_t entity_of(const struct nsc_assembly *assembly, const struct rows *rows,
			  const struct nsc_asm_use *use)
{
	uint32_t i;

	for (i = use->labels_before; i > 0; i--) {
		uint32_t label = assembly->labels.ptr[i - 1];
		const uint32_t *row;

		if (label == NSC_ASM_NO_LABEL) {
			return NSC_NO_ROW;
		}
		row = rows_get(rows, assembly->symbols.ptr[label].name);
		if (row && *row != NSC_NO_ROW) {
			return *row;
		}
	}
	return NSC_NO_ROW;
}

/* Rows of entities; NSC_NO_ROW for symbols that are hidden. */
static void add_entities(struct nsc_run *run, const struct nsc_assembly *assembly,
			 struct nsc_symbols *out, struct rows *rows)
{
	size_t i;

	for (i = 0; i < assembly->symbols.len; i++) {
		const struct nsc_asm_symbol *symbol = &assembly->symbols.ptr[i];

		if (is_entity(symbol)) {
			rows_insert(rows, symbol->name, (uint32_t)out->entities.len);
			nsc_entity_vec_push(&out->entities, row_of(run, symbol));
			nsc_asm_at_vec_push(&out->at, symbol->at);
		} else if (is_hidden(symbol)) {
			rows_insert(rows, symbol->name, NSC_NO_ROW);
		}
	}
}

struct nsc_symbols nsc_symbols_of(struct nsc_run *run,
				  const struct nsc_assembly *assembly)
{
	const struct nostd_allocator *in = nsc_scratch(run);
	struct nsc_symbols out = {nsc_entity_vec_new_in(in), nsc_asm_at_vec_new_in(in),
				  nsc_symbol_use_vec_new_in(in)};
	struct rows rows = rows_new_in(in);
	size_t i;

	add_entities(run, assembly, &out, &rows);
	for (i = 0; i < assembly->uses.len; i++) {
		const struct nsc_asm_use *use = &assembly->uses.ptr[i];
		const uint32_t *row = rows_get(&rows, use->name);
		struct nsc_symbol_use new = {use->name, use->trap, NSC_NO_ROW, use->at};

		if (use->trap || !row || *row != NSC_NO_ROW) {
			new.entity = entity_of(assembly, &rows, use);
			nsc_symbol_use_vec_push(&out.uses, new);
		}
	}
	return out;
}
