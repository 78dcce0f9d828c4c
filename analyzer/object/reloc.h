/*
 * reloc.h - what the relocation types of each machine do.
 *
 * Pure tables: numbers in, meaning out. Knows nothing of files.
 */
#ifndef NSC_ANALYZER_OBJECT_RELOC_H
#define NSC_ANALYZER_OBJECT_RELOC_H

#include <stdint.h>

#include "analyzer/fact/object.h"

/*
 * How a relocation of a debugging section changes its bytes. Only what stands in such
 * sections: addresses, offsets into other debugging sections, differences of labels.
 */
enum nsc_patch_op {
	NSC_PATCH_NONE,
	NSC_PATCH_SET,   /* becomes the symbol's address plus the addend */
	NSC_PATCH_ADD,   /* it is added, ... */
	NSC_PATCH_SUB,   /* ... subtracted */
	NSC_PATCH_SET_6, /* the lower 6 bits of a byte (DW_CFA_advance_loc) */
	NSC_PATCH_SUB_6,
	NSC_PATCH_SET_ULEB, /* a ULEB128 number, which keeps its size */
	NSC_PATCH_SUB_ULEB
};

/* The types first to last of one machine. */
struct nsc_reloc_row {
	uint16_t first, last;
	uint8_t kind;  /* enum nsc_reloc_kind */
	uint8_t patch; /* enum nsc_patch_op */
	uint8_t size;  /* bytes patched; 0 where the operation says it */
};

/* The table of an ELF machine, or NULL: every type is an address. */
struct nsc_reloc_table;
const struct nsc_reloc_table *nsc_reloc_table(uint16_t machine);

/*
 * The row of a type; for what no table knows, and for a NULL table, a row that says
 * NSC_RELOC_ADDRESS. Never NULL.
 */
const struct nsc_reloc_row *nsc_reloc_row(const struct nsc_reloc_table *table,
					  uint32_t type);

/* Tests walk over all tables: the one at `index`, its rows and machine; NULL: no more. */
const struct nsc_reloc_row *nsc_reloc_rows(size_t index, size_t *count,
					   uint16_t *machine);

#endif
