/*
 * relocs.c - the relocations of sections that come into memory. See member.h.
 *
 * In:  the relocation sections of an object, or of an image linked with --emit-relocs.
 * Out: rows by section and offset, and how many name each symbol. Relocations for the
 *      dynamic loader (they are allocated themselves) and of debugging sections are none.
 * Source: ELF gABI, chapter "Relocation".
 */
#include <elf.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/section.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/member.h"
#include "analyzer/object/reader.h"
#include "analyzer/object/reloc.h"

/* Compact relocations (gABI draft of 2024, LLVM 19 -Wa,--crel), with LLVM's number. */
enum { SHT_CREL = 0x40000014 };

static int compare(const struct nsc_object_reloc *a, const struct nsc_object_reloc *b)
{
	if (a->section != b->section) {
		return a->section < b->section ? -1 : 1;
	}
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

#define NOSTD_NAME      by_place
#define NOSTD_T         struct nsc_object_reloc
#define NOSTD_CMP(a, b) compare((a), (b))
#include <nostd/sort.h>

/* One table while it is read. */
struct table_reader {
	struct nsc_member_reader *member;
	const struct nsc_reloc_table *kinds;
	size_t table, target;                     /* sections */
	bool symbol_told, offset_told, type_told; /* each kind of damage is said once */
};

static struct nsc_member *row_of(const struct nsc_member_reader *member)
{
	return &member->file->out->members.ptr[member->row];
}

static void tell(const struct table_reader *reader, bool *told, size_t index,
		 const char *what)
{
	const struct nsc_elf_section *table =
		&reader->member->elf.sections[reader->table];

	if (!*told) {
		nsc_member_trouble(reader->member, NSC_DIAG_NOT_ANALYSED,
				   table->offset + index * table->entry_size,
				   "relocation {} of section {}: {}", index,
				   reader->target, what);
		*told = true;
	}
}

/* The row of a symbol, which is counted; NSC_NO_ROW for none. */
static uint32_t symbol_of(struct table_reader *reader, size_t index, uint32_t symbol)
{
	const struct nsc_member *row = row_of(reader->member);

	if (symbol == 0) {
		return NSC_NO_ROW;
	}
	if (symbol >= row->symbol_count ||
	    reader->member->elf.sections[reader->table].link != reader->member->symbols) {
		tell(reader, &reader->symbol_told, index, "its symbol does not exist");
		return NSC_NO_ROW;
	}
	symbol += row->symbol_first;
	reader->member->file->out->symbols.ptr[symbol].reloc_count++;
	return symbol;
}

/* A branch stands in code; the same type elsewhere stores a distance. */
static uint8_t kind_of(const struct table_reader *reader, uint32_t type)
{
	const struct nsc_elf_section *target =
		&reader->member->elf.sections[reader->target];
	uint8_t kind = nsc_reloc_row(reader->kinds, type)->kind;

	return kind == NSC_RELOC_CALL && !(target->flags & SHF_EXECINSTR)
		       ? NSC_RELOC_ADDRESS
		       : kind;
}

static void read_reloc(struct table_reader *reader, size_t index, struct nsc_elf_rel rel)
{
	const struct nsc_elf *elf = &reader->member->elf;
	const struct nsc_elf_section *target = &elf->sections[reader->target];
	struct nsc_object_reloc row;

	if (rel.type > UINT16_MAX) {
		tell(reader, &reader->type_told, index, "no machine has its type");
	}
	row.section = row_of(reader->member)->section_first + (uint32_t)reader->target;
	row.symbol = symbol_of(reader, index, rel.symbol);
	/* In a linked file it is an address (gABI, r_offset). */
	row.offset = rel.offset - (elf->type == ET_REL ? 0 : target->address);
	row.addend = rel.addend;
	row.type = rel.type > UINT16_MAX ? UINT16_MAX : (uint16_t)rel.type;
	row.kind = kind_of(reader, rel.type);
	row.site = NSC_NO_ROW;
	if (row.offset > target->size) {
		tell(reader, &reader->offset_told, index, "it lies behind the section");
	}
	nsc_object_reloc_vec_push(&reader->member->file->out->relocs, row);
}

static void read_table(struct table_reader *reader)
{
	struct nsc_elf *elf = &reader->member->elf;
	const char *problem = NULL;
	struct nsc_elf_rels rels;
	size_t i;

	if (!nsc_elf_rels_open(elf, reader->table, &rels, &problem)) {
		nsc_member_trouble(reader->member, NSC_DIAG_NOT_ANALYSED,
				   elf->sections[reader->table].offset, "section {}: {}",
				   reader->table, problem);
		return;
	}
	for (i = 0; i < rels.count; i++) {
		read_reloc(reader, i, nsc_elf_rel(&rels, i));
	}
}

/* In an object the flag may have been forgotten (section.h); a linked file has it. */
static bool is_loaded(const struct nsc_member_reader *member, size_t index)
{
	const struct nsc_elf_section *section = &member->elf.sections[index];
	const struct nsc_object_section *row =
		&member->file->out->sections.ptr[row_of(member)->section_first + index];

	return (section->flags & SHF_ALLOC) ||
	       (member->elf.type == ET_REL &&
		nsc_section_may_be_loaded(nsc_name_text(member->file->run->names,
							row->name),
					  section->type, section->flags));
}

/* Is it a table whose relocations a linker obeys, and what does it change? */
static bool is_wanted(struct nsc_member_reader *member, size_t table)
{
	const struct nsc_elf *elf = &member->elf;
	const struct nsc_elf_section *from = &elf->sections[table];

	if ((!nsc_elf_is_rels(elf, table) && from->type != SHT_CREL) ||
	    (elf->type != ET_REL && ((from->flags & SHF_ALLOC) || from->info == 0))) {
		return false; /* of a linked file: for its loader */
	}
	if (from->info == 0 || from->info >= elf->section_count) {
		nsc_member_trouble(
			member, NSC_DIAG_NOT_ANALYSED, from->offset,
			"section {}: relocations of section {}, which does not "
			"exist",
			table, from->info);
		return false;
	}
	if (!is_loaded(member, from->info)) {
		return false;
	}
	if (from->type == SHT_CREL) {
		nsc_member_trouble(member, NSC_DIAG_NOT_ANALYSED, from->offset,
				   "section {}: compact relocations (CREL), expected REL "
				   "or RELA; compile without --crel",
				   table);
		return false;
	}
	return true;
}

static void sort_rows(struct nsc_member_reader *member)
{
	struct nsc_member *row = row_of(member);
	struct nsc_object_reloc *rows;

	if (row->reloc_count == 0) {
		return;
	}
	rows = member->file->out->relocs.ptr + row->reloc_first;
	if (!by_place_is_sorted(rows, row->reloc_count)) {
		by_place_sort_stable_in(rows, row->reloc_count,
					nsc_scratch(member->file->run));
	}
}

void nsc_member_relocs(struct nsc_member_reader *member)
{
	struct nsc_member *row = row_of(member);
	struct table_reader reader = {
		member, nsc_reloc_table(row->machine), 0, 0, false, false, false};
	size_t i;

	for (i = 1; i < member->elf.section_count; i++) {
		if (is_wanted(member, i)) {
			reader.table = i;
			reader.target = member->elf.sections[i].info;
			read_table(&reader);
		}
	}
	row->reloc_count = (uint32_t)(member->file->out->relocs.len - row->reloc_first);
	sort_rows(member);
}
