/*
 * tables.c - sections, groups, symbols and segments of an object. See member.h.
 *
 * In:  an ELF file whose headers are good.
 * Out: rows. A part that lies outside the file, or names one that does, is said once per
 *      object and left out.
 * Source: ELF gABI, chapters "Sections", "Symbol Table", "Program Header".
 */
#include <gelf.h>
#include <limits.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/object/cursor.h"
#include "analyzer/object/elf.h"
#include "analyzer/object/member.h"
#include "analyzer/object/reader.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct nsc_member *row_of(const struct nsc_member_reader *member)
{
	return &member->file->out->members.ptr[member->row];
}

static struct nsc_name intern(const struct nsc_member_reader *member,
			      struct nostd_str text)
{
	return nsc_name(member->file->run->names, text);
}

/* -- sections ------------------------------------------------------------------------ */

static bool is_debug_name(struct nostd_str name)
{
	return nostd_str_starts_with(name, NOSTD_STR(".debug_")) ||
	       nostd_str_starts_with(name, NOSTD_STR(".zdebug_")) ||
	       nostd_str_eq(name, NOSTD_STR(".stab"));
}

static bool is_line_name(struct nostd_str name)
{
	return nostd_str_eq(name, NOSTD_STR(".debug_line")) ||
	       nostd_str_eq(name, NOSTD_STR(".zdebug_line")) ||
	       nostd_str_eq(name, NOSTD_STR(".stab"));
}

/* Does anybody need the bytes: merged texts and unwind rows, as the linker joins them? */
static bool wants_bytes(const struct nsc_elf *elf, const struct nsc_elf_section *from,
			struct nostd_str name)
{
	return (from->flags & SHF_ALLOC) &&
	       ((from->flags & SHF_MERGE) ||
		(elf->machine == EM_ARM && from->type == SHT_ARM_EXIDX) ||
		(elf->type == ET_REL && nostd_str_eq(name, NOSTD_STR(".eh_frame"))));
}

/*
 * A copy of the bytes of section `index`. Sections do not overlap, so all copies together
 * are no larger than the object.
 */
static void copy_bytes(const struct nsc_member_reader *member, struct nostd_span bytes,
		       uint64_t *left, struct nsc_object_section *row)
{
	struct nostd_layout layout = {bytes.size, 1};
	unsigned char *copy;

	if (bytes.size == 0 || bytes.size > *left) {
		return;
	}
	*left -= bytes.size;
	copy = nostd_bump_alloc(member->file->run->keep, layout);
	memcpy(copy, bytes.ptr, bytes.size);
	row->bytes = nostd_span_new(copy, bytes.size);
}

static uint64_t checked_align(struct nsc_member_reader *member, size_t index)
{
	const struct nsc_elf_section *from = &member->elf.sections[index];

	if ((from->align & (from->align - 1)) != 0) {
		nsc_member_trouble(member, NSC_DIAG_WARNING, from->offset,
				   "section {}: alignment {}, expected a power of two",
				   index, from->align);
		return 1;
	}
	return from->align;
}

static void fill_section(const struct nsc_member_reader *member, size_t index,
			 struct nsc_object_section *row)
{
	const struct nsc_elf_section *from = &member->elf.sections[index];

	row->type = from->type;
	row->flags = from->flags;
	row->address = from->address;
	row->size = from->size;
	row->entry_size = from->entry_size > UINT32_MAX ? 0 : (uint32_t)from->entry_size;
	row->link = NSC_NO_ROW;
	/* In section 0 it is the large form of e_shstrndx (gABI, "Section Header"). */
	if (index != 0 && from->link != 0 && from->link < member->elf.section_count) {
		row->link = row_of(member)->section_first + from->link;
	}
}

static void read_section(struct nsc_member_reader *member, size_t index,
			 const struct nsc_elf_strings *names, uint64_t *bytes_left)
{
	const struct nsc_elf_section *from = &member->elf.sections[index];
	struct nsc_object_section row;
	struct nostd_span bytes;
	struct nostd_str name;

	memset(&row, 0, sizeof(row));
	fill_section(member, index, &row);
	row.align = checked_align(member, index);
	if (!nsc_elf_string(names, from->name, &name)) {
		nsc_member_trouble(member, NSC_DIAG_NOT_ANALYSED, from->offset,
				   "section {}: its name lies outside the section names",
				   index);
	}
	row.name = intern(member, name);
	if (!nsc_elf_content(&member->elf, index, &bytes)) {
		nsc_member_trouble(
			member, NSC_DIAG_NOT_ANALYSED, from->offset,
			"section {} {}: {} bytes were expected, the object has "
			"{} bytes in all",
			index, name, from->size, member->elf.bytes.size);
	} else if (wants_bytes(&member->elf, from, name)) {
		copy_bytes(member, bytes, bytes_left, &row);
	}
	if (from->type != SHT_NOBITS && from->size != 0 && is_debug_name(name)) {
		member->has_debug = true;
		row_of(member)->flags |= is_line_name(name) ? NSC_MEMBER_DWARF : 0;
	}
	nsc_object_section_vec_push(&member->file->out->sections, row);
}

void nsc_member_sections(struct nsc_member_reader *member)
{
	struct nsc_elf *elf = &member->elf;
	uint64_t bytes_left = elf->bytes.size;
	struct nsc_elf_strings names;
	size_t i;

	if (!nsc_elf_strings_open(elf, elf->section_names, &names) &&
	    elf->section_count > 1) {
		nsc_member_trouble(member, NSC_DIAG_NOT_ANALYSED, 0,
				   "the table of section names is missing");
	}
	for (i = 0; i < elf->section_count; i++) {
		read_section(member, i, &names, &bytes_left);
	}
	row_of(member)->section_count = (uint32_t)elf->section_count;
}

/* -- section groups ------------------------------------------------------------------ */

/* The signature: a symbol, or the section a section symbol stands for. */
static struct nsc_name signature_of(const struct nsc_member_reader *member, size_t group)
{
	const struct nsc_member *row = row_of(member);
	const struct nsc_elf_section *from = &member->elf.sections[group];
	struct nsc_name none = {0};

	if (from->link != member->symbols || from->info >= row->symbol_count) {
		return none;
	}
	return member->file->out->symbols.ptr[row->symbol_first + from->info].name;
}

/* What a group says of each of its sections. */
struct group {
	size_t section;
	struct nsc_name signature;
	bool comdat;
};

static bool join_group(const struct nsc_member_reader *member, const struct group *group,
		       uint64_t index)
{
	const struct nsc_member *row = row_of(member);
	struct nsc_object_section *section;

	if (index == 0 || index >= row->section_count) {
		return false;
	}
	section = &member->file->out->sections.ptr[row->section_first + index];
	section->group = group->signature;
	section->group_is_comdat = group->comdat;
	return true;
}

static void read_group(struct nsc_member_reader *member, size_t index, uint64_t *left)
{
	struct group group = {index, signature_of(member, index), false};
	uint64_t offset = member->elf.sections[index].offset;
	struct nsc_cursor cursor;
	struct nostd_span bytes;
	bool good = nsc_elf_content(&member->elf, index, &bytes);

	if (good && bytes.size <= *left) {
		*left -= bytes.size;
		cursor = nsc_cursor(bytes, member->elf.big_endian);
		group.comdat = (nsc_cursor_uint(&cursor, 4) & GRP_COMDAT) != 0;
		while (nsc_cursor_left(&cursor) >= 4) {
			good &= join_group(member, &group, nsc_cursor_uint(&cursor, 4));
		}
	}
	if (!good || !nsc_name_given(group.signature)) {
		nsc_member_trouble(
			member, NSC_DIAG_NOT_ANALYSED, offset,
			"section group {}: its signature or one of its sections "
			"does not exist",
			index);
	}
}

static void read_groups(struct nsc_member_reader *member)
{
	uint64_t left = member->elf.bytes.size;
	size_t i;

	for (i = 1; i < member->elf.section_count; i++) {
		if (member->elf.sections[i].type == SHT_GROUP) {
			read_group(member, i, &left);
		}
	}
}

/* -- symbols ------------------------------------------------------------------------- */

/*
 * Section indexes that belong to one machine and mean what the standard ones mean. From
 * the processor supplements: System V ABI MIPS 4-11, AMD64 4.3; TI SPRAB89 for the C6000.
 */
static const struct special_section {
	uint16_t machine, index;
	uint8_t where;
} special_sections[] = {
	{EM_MIPS, 0xff03, NSC_WHERE_COMMON},     /* SHN_MIPS_SCOMMON */
	{EM_MIPS, 0xff04, NSC_WHERE_UNDEFINED},  /* SHN_MIPS_SUNDEFINED */
	{EM_X86_64, 0xff02, NSC_WHERE_COMMON},   /* SHN_X86_64_LCOMMON */
	{EM_TI_C6000, 0xff00, NSC_WHERE_COMMON}, /* SHN_TIC6X_SCOMMON */
	{EM_V850, 0xff00, NSC_WHERE_COMMON},     /* SHN_V850_SCOMMON */
	{EM_V850, 0xff01, NSC_WHERE_COMMON},     /* SHN_V850_TCOMMON */
	{EM_V850, 0xff02, NSC_WHERE_COMMON},     /* SHN_V850_ZCOMMON */
	{EM_M32R, 0xff00, NSC_WHERE_COMMON},     /* SHN_M32R_SCOMMON */
	{EM_QDSP6, 0xff00, NSC_WHERE_COMMON},    /* SHN_HEXAGON_SCOMMON ... */
	{EM_QDSP6, 0xff01, NSC_WHERE_COMMON},    /* ... of 1, ... */
	{EM_QDSP6, 0xff02, NSC_WHERE_COMMON},    /* ... 2, ... */
	{EM_QDSP6, 0xff03, NSC_WHERE_COMMON},    /* ... 4, ... */
	{EM_QDSP6, 0xff04, NSC_WHERE_COMMON},    /* ... and 8 bytes */
};

static uint8_t special_where(uint16_t machine, uint32_t index)
{
	size_t i;

	for (i = 0; i < COUNT(special_sections); i++) {
		if (special_sections[i].machine == machine &&
		    special_sections[i].index == index) {
			return special_sections[i].where;
		}
	}
	return index == SHN_COMMON ? NSC_WHERE_COMMON : NSC_WHERE_ABSOLUTE;
}

static uint8_t binding_of(unsigned char info)
{
	switch (GELF_ST_BIND(info)) {
	case STB_LOCAL:
		return NSC_BIND_LOCAL;
	case STB_WEAK:
		return NSC_BIND_WEAK;
	default: /* global, unique, and what a system adds: visible to other files */
		return NSC_BIND_GLOBAL;
	}
}

static uint8_t type_of(const struct nsc_elf *elf, unsigned char info)
{
	switch (GELF_ST_TYPE(info)) {
	case STT_OBJECT:
	case STT_COMMON:
		return NSC_SYMBOL_OBJECT;
	case STT_FUNC:
		return NSC_SYMBOL_FUNCTION;
	case STT_SECTION:
		return NSC_SYMBOL_SECTION;
	case STT_FILE:
		return NSC_SYMBOL_FILE;
	case STT_TLS:
		return NSC_SYMBOL_TLS;
	case STT_GNU_IFUNC:
		return NSC_SYMBOL_IFUNC;
	case STT_ARM_TFUNC: /* a Thumb function before the EABI */
		return elf->machine == EM_ARM ? NSC_SYMBOL_FUNCTION : NSC_SYMBOL_NOTYPE;
	default:
		return NSC_SYMBOL_NOTYPE;
	}
}

/* The symbol table while it is read. */
struct symbol_reader {
	struct nsc_member_reader *member;
	Elf_Data *data, *wide; /* `wide`: SHT_SYMTAB_SHNDX, or NULL */
	struct nsc_elf_strings names;
	bool name_told, section_told; /* each kind of damage is said once */
};

static void tell(const struct symbol_reader *reader, bool *told, size_t index,
		 const char *what)
{
	struct nsc_member_reader *member = reader->member;
	const struct nsc_elf_section *table = &member->elf.sections[member->symbols];

	if (!*told) {
		nsc_member_trouble(member, NSC_DIAG_NOT_ANALYSED,
				   table->offset + index * table->entry_size,
				   "symbol {}: {}", index, what);
		*told = true;
	}
}

static void place_symbol(struct symbol_reader *reader, size_t index, uint32_t section,
			 bool is_wide, struct nsc_object_symbol *row)
{
	const struct nsc_member *member = row_of(reader->member);

	row->section = NSC_NO_ROW;
	if (section == SHN_UNDEF) {
		row->where = NSC_WHERE_UNDEFINED;
	} else if (section >= SHN_LORESERVE && !is_wide) {
		row->where = special_where(member->machine, section);
	} else if (section < member->section_count) {
		row->where = NSC_WHERE_SECTION;
		row->section = member->section_first + section;
	} else {
		row->where = NSC_WHERE_ABSOLUTE;
		tell(reader, &reader->section_told, index,
		     "its section does not exist; taken as absolute");
	}
}

static void name_symbol(struct symbol_reader *reader, size_t index, uint32_t offset,
			struct nsc_object_symbol *row)
{
	const struct nsc_object_facts *out = reader->member->file->out;
	struct nostd_str name;

	if (row->type == NSC_SYMBOL_SECTION && row->section != NSC_NO_ROW) {
		row->name = out->sections.ptr[row->section].name;
		return;
	}
	if (!nsc_elf_string(&reader->names, offset, &name)) {
		tell(reader, &reader->name_told, index,
		     "its name lies outside the table of names");
	}
	row->name = intern(reader->member, name);
}

static void read_symbol(struct symbol_reader *reader, size_t index)
{
	const struct nsc_elf *elf = &reader->member->elf;
	struct nsc_object_symbol row;
	Elf32_Word section = 0;
	bool is_wide = false;
	GElf_Sym symbol;

	memset(&row, 0, sizeof(row));
	memset(&symbol, 0, sizeof(symbol));
	if (!gelf_getsymshndx(reader->data, reader->wide, (int)index, &symbol,
			      &section)) {
		gelf_getsym(reader->data, (int)index, &symbol);
		tell(reader, &reader->section_told, index,
		     "the table of large section indexes is too short");
	}
	is_wide = symbol.st_shndx == SHN_XINDEX && reader->wide;
	row.binding = binding_of(symbol.st_info);
	row.type = type_of(elf, symbol.st_info);
	row.visibility = GELF_ST_VISIBILITY(symbol.st_other);
	row.value = symbol.st_value;
	row.size = symbol.st_size;
	place_symbol(reader, index, is_wide ? section : symbol.st_shndx, is_wide, &row);
	name_symbol(reader, index, symbol.st_name, &row);
	/* Arm IHI 0044, 5.5.3: bit 0 says Thumb and is no part of the address. */
	if (elf->machine == EM_ARM && row.where == NSC_WHERE_SECTION &&
	    (row.type == NSC_SYMBOL_FUNCTION || row.type == NSC_SYMBOL_IFUNC)) {
		row.value &= ~(uint64_t)1;
	}
	nsc_object_symbol_vec_push(&reader->member->file->out->symbols, row);
}

static size_t find_table(const struct nsc_elf *elf, uint32_t type)
{
	size_t i;

	for (i = 1; i < elf->section_count; i++) {
		if (elf->sections[i].type == type) {
			return i;
		}
	}
	return 0;
}

/* The section of indexes that do not fit 16 bits, which belongs to `table`. */
static Elf_Data *wide_indexes(const struct nsc_elf *elf, size_t table)
{
	struct nostd_span bytes;
	size_t i;

	for (i = 1; i < elf->section_count; i++) {
		if (elf->sections[i].type == SHT_SYMTAB_SHNDX &&
		    elf->sections[i].link == table && nsc_elf_content(elf, i, &bytes)) {
			return elf_getdata(elf_getscn(elf->elf, i), NULL);
		}
	}
	return NULL;
}

/* How many symbols there are; 0, and a diagnostic, when the table cannot be read. */
static size_t count_symbols(struct nsc_member_reader *member)
{
	const struct nsc_elf_section *table = &member->elf.sections[member->symbols];
	size_t entry_size = member->elf.is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
	struct nostd_span bytes;

	if (!nsc_elf_content(&member->elf, member->symbols, &bytes)) {
		return 0; /* said when the section was read */
	}
	if (table->entry_size != entry_size || bytes.size % entry_size != 0 ||
	    bytes.size / entry_size > INT_MAX) {
		nsc_member_trouble(
			member, NSC_DIAG_NOT_ANALYSED, table->offset,
			"symbol table of {} bytes with entries of {}, expected "
			"entries of {}",
			table->size, table->entry_size, entry_size);
		return 0;
	}
	return bytes.size / entry_size;
}

static void read_symbols(struct nsc_member_reader *member)
{
	struct nsc_elf *elf = &member->elf;
	struct symbol_reader reader = {member, NULL, NULL, {NULL, {NULL, 0}},
				       false,  false};
	size_t count = count_symbols(member);
	size_t i;

	if (count == 0) {
		return;
	}
	reader.data = elf_getdata(elf_getscn(elf->elf, member->symbols), NULL);
	if (!reader.data) {
		return;
	}
	reader.wide = wide_indexes(elf, member->symbols);
	nsc_elf_strings_open(elf, elf->sections[member->symbols].link, &reader.names);
	for (i = 0; i < count; i++) {
		read_symbol(&reader, i);
	}
	row_of(member)->symbol_count = (uint32_t)count;
}

void nsc_member_symbols(struct nsc_member_reader *member)
{
	member->symbols = find_table(&member->elf, SHT_SYMTAB);
	if (member->symbols == 0) {
		row_of(member)->flags |= NSC_MEMBER_NO_SYMBOLS;
		member->symbols = find_table(&member->elf, SHT_DYNSYM);
	}
	if (member->symbols != 0) {
		read_symbols(member);
	}
	read_groups(member);
}

/* -- segments ------------------------------------------------------------------------ */

void nsc_member_segments(struct nsc_member_reader *member)
{
	struct nsc_elf *elf = &member->elf;
	uint64_t entry_size = elf->is_64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	GElf_Phdr header;
	size_t i;

	if (elf->segment_count == 0) {
		return;
	}
	if (elf->segment_offset > elf->bytes.size ||
	    elf->segment_count > (elf->bytes.size - elf->segment_offset) / entry_size) {
		nsc_member_trouble(member, NSC_DIAG_NOT_ANALYSED, elf->segment_offset,
				   "{} program headers of {} bytes were expected, the "
				   "object has {} bytes in all",
				   elf->segment_count, entry_size, elf->bytes.size);
		return;
	}
	for (i = 0; i < elf->segment_count; i++) {
		struct nsc_object_segment row;

		if (!gelf_getphdr(elf->elf, (int)i, &header)) {
			nsc_member_trouble(member, NSC_DIAG_NOT_ANALYSED,
					   elf->segment_offset,
					   "program header {} cannot be read", i);
			break;
		}
		row.type = header.p_type;
		row.flags = header.p_flags;
		row.offset = header.p_offset;
		row.address = header.p_vaddr;
		row.load_address = header.p_paddr;
		row.file_size = header.p_filesz;
		row.memory_size = header.p_memsz;
		nsc_object_segment_vec_push(&member->file->out->segments, row);
	}
	row_of(member)->segment_count = (uint32_t)i;
}
