/*
 * elf.c - ELF headers, contents, strings and relocations, range-checked. See elf.h.
 *
 * What elfutils 0.188 does not check for us, by its source: get_shnum() treats a section
 * header table that is cut short as absent; elf_strptr() looks for a NUL from the end of
 * the table, which costs the whole table for each name when there is none.
 */
#include "analyzer/object/elf.h"

#include <gelf.h>
#include <libelf.h>
#include <limits.h>
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/limits.h"
#include "analyzer/object/cursor.h"

enum {
	TEXT_MIN = 1 << 16 /* a small object may have one long name */
};

static bool range_ok(uint64_t offset, uint64_t size, uint64_t file_size)
{
	return offset <= file_size && size <= file_size - offset;
}

bool nsc_elf_is(struct nostd_span bytes)
{
	return bytes.size >= SELFMAG && memcmp(bytes.ptr, ELFMAG, SELFMAG) == 0;
}

/* The identification bytes, which say how to read all others. */
static int check_ident(struct nostd_span bytes, struct nsc_err *err)
{
	size_t header_size;

	if (bytes.size < EI_NIDENT) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset 0x0: {} bytes, an ELF header was expected",
				bytes.size);
	}
	if (bytes.ptr[EI_CLASS] != ELFCLASS32 && bytes.ptr[EI_CLASS] != ELFCLASS64) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset {:#x}: ELF class {}, expected 1 (32-bit) or 2 "
				"(64-bit)",
				EI_CLASS, bytes.ptr[EI_CLASS]);
	}
	if (bytes.ptr[EI_DATA] != ELFDATA2LSB && bytes.ptr[EI_DATA] != ELFDATA2MSB) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset {:#x}: ELF byte order {}, expected 1 (little) or "
				"2 (big)",
				EI_DATA, bytes.ptr[EI_DATA]);
	}
	header_size = bytes.ptr[EI_CLASS] == ELFCLASS64 ? sizeof(Elf64_Ehdr)
							: sizeof(Elf32_Ehdr);
	if (bytes.size < header_size) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset 0x0: {} bytes, an ELF header has {}", bytes.size,
				header_size);
	}
	return 0;
}

/* libelf gives 0 for a table it does not like, so the count is compared with it. */
static int check_section_table(const struct nsc_elf *elf, const GElf_Ehdr *header,
			       struct nsc_err *err)
{
	size_t entry_size = elf->is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
	uint64_t count = header->e_shnum != 0 ? header->e_shnum : elf->section_count;

	if (header->e_shoff == 0) {
		return 0;
	}
	if (header->e_shentsize != entry_size) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset {:#x}: section headers of {} bytes, expected {}",
				header->e_shoff, header->e_shentsize, entry_size);
	}
	if (count == 0) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset {:#x}: the section header table lies outside the "
				"object, which has {} bytes",
				header->e_shoff, elf->bytes.size);
	}
	if (elf->section_count != count ||
	    !range_ok(header->e_shoff, count * entry_size, elf->bytes.size)) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset {:#x}: {} section headers of {} bytes were "
				"expected, the object has {} bytes in all",
				header->e_shoff, count, entry_size, elf->bytes.size);
	}
	return 0;
}

static void read_section(const struct nsc_elf *elf, size_t index,
			 struct nsc_elf_section *out)
{
	GElf_Shdr header;

	if (!gelf_getshdr(elf_getscn(elf->elf, index), &header)) {
		memset(out, 0, sizeof(*out));
		return;
	}
	out->name = header.sh_name;
	out->type = header.sh_type;
	out->link = header.sh_link;
	out->info = header.sh_info;
	out->flags = header.sh_flags;
	out->address = header.sh_addr;
	out->offset = header.sh_offset;
	out->size = header.sh_size;
	out->align = header.sh_addralign;
	out->entry_size = header.sh_entsize;
}

static int read_headers(struct nsc_elf *elf, struct nostd_bump *scratch,
			struct nsc_err *err)
{
	GElf_Ehdr header;
	size_t i;

	if (!gelf_getehdr(elf->elf, &header) ||
	    elf_getshdrnum(elf->elf, &elf->section_count) != 0) {
		return nsc_fail(err, NSC_ERR_INPUT, "offset 0x0: {}", elf_errmsg(-1));
	}
	elf->type = header.e_type;
	elf->machine = header.e_machine;
	elf->flags = header.e_flags;
	elf->entry = header.e_entry;
	elf->segment_offset = header.e_phoff;
	if (check_section_table(elf, &header, err) < 0) {
		return -1;
	}
	if (elf->section_count == 0 && header.e_phnum == 0) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"offset 0x0: an ELF header with neither sections nor "
				"segments");
	}
	if (elf_getphdrnum(elf->elf, &elf->segment_count) != 0) {
		elf->segment_count = header.e_phnum;
	}
	if (elf_getshdrstrndx(elf->elf, &elf->section_names) != 0 ||
	    elf->section_names >= elf->section_count) {
		elf->section_names = 0;
	}
	elf->sections =
		nostd_bump_array(scratch, struct nsc_elf_section, elf->section_count);
	for (i = 0; i < elf->section_count; i++) {
		read_section(elf, i, &elf->sections[i]);
	}
	return 0;
}

int nsc_elf_open(struct nsc_elf *elf, struct nostd_span bytes, struct nostd_bump *scratch,
		 struct nsc_err *err)
{
	memset(elf, 0, sizeof(*elf));
	if (check_ident(bytes, err) < 0) {
		return -1;
	}
	elf->bytes = bytes;
	elf->is_64 = bytes.ptr[EI_CLASS] == ELFCLASS64;
	elf->big_endian = bytes.ptr[EI_DATA] == ELFDATA2MSB;
	elf->text_left = (uint64_t)bytes.size * NSC_LIMIT_NAMES_FACTOR + TEXT_MIN;
	elf->rels_left = bytes.size;
	elf_version(EV_CURRENT);
	/* elf_memory() takes no const, but an ELF_C_READ handle writes nothing. */
	elf->elf = elf_memory((char *)bytes.ptr, bytes.size);
	if (!elf->elf) {
		return nsc_fail(err, NSC_ERR_INPUT, "offset 0x0: {}", elf_errmsg(-1));
	}
	if (read_headers(elf, scratch, err) < 0) {
		nsc_elf_close(elf);
		return -1;
	}
	return 0;
}

void nsc_elf_close(struct nsc_elf *elf)
{
	elf_end(elf->elf);
	elf->elf = NULL;
}

/* -- counting ------------------------------------------------------------------------ */

/* What counting needs of a section header. */
struct brief {
	uint32_t type, info;
	uint64_t flags, size;
};

static struct brief brief_of(const unsigned char *table, bool is_64, size_t index)
{
	struct brief brief;

	if (is_64) {
		Elf64_Shdr header;

		memcpy(&header, table + index * sizeof(header), sizeof(header));
		brief = (struct brief){header.sh_type, header.sh_info, header.sh_flags,
				       header.sh_size};
	} else {
		Elf32_Shdr header;

		memcpy(&header, table + index * sizeof(header), sizeof(header));
		brief = (struct brief){header.sh_type, header.sh_info, header.sh_flags,
				       header.sh_size};
	}
	return brief;
}

static void count_sections(const unsigned char *table, size_t count, bool is_64,
			   struct nsc_elf_counts *out)
{
	size_t i;

	for (i = 1; i < count; i++) {
		struct brief brief = brief_of(table, is_64, i);
		bool with = brief.type == SHT_RELA;
		size_t rel = is_64 ? (with ? sizeof(Elf64_Rela) : sizeof(Elf64_Rel))
				   : (with ? sizeof(Elf32_Rela) : sizeof(Elf32_Rel));

		if (brief.type == SHT_SYMTAB) {
			out->symbols += brief.size /
					(is_64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym));
		} else if ((with || brief.type == SHT_REL) && brief.info < count &&
			   (brief_of(table, is_64, brief.info).flags & SHF_ALLOC)) {
			out->rels += brief.size / rel;
		}
	}
}

/* Where the section headers are, and how many; 0 when they do not fit. */
static size_t section_table(struct nostd_span bytes, bool is_64, uint64_t *offset)
{
	size_t entry_size = is_64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
	size_t count;

	if (is_64) {
		Elf64_Ehdr header;

		memcpy(&header, bytes.ptr, sizeof(header));
		*offset = header.e_shoff;
		count = header.e_shnum;
	} else {
		Elf32_Ehdr header;

		memcpy(&header, bytes.ptr, sizeof(header));
		*offset = header.e_shoff;
		count = header.e_shnum;
	}
	return range_ok(*offset, count * entry_size, bytes.size) ? count : 0;
}

static size_t at_most(size_t count, size_t most)
{
	return count < most ? count : most;
}

void nsc_elf_count(struct nostd_span bytes, struct nsc_elf_counts *counts)
{
	const unsigned char native =
		__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
	struct nsc_elf_counts all = {0, 0, 0};
	uint64_t offset;
	bool is_64;

	if (bytes.size < sizeof(Elf64_Ehdr) || !nsc_elf_is(bytes) ||
	    bytes.ptr[EI_DATA] != native) {
		return;
	}
	is_64 = bytes.ptr[EI_CLASS] == ELFCLASS64;
	all.sections = section_table(bytes, is_64, &offset);
	if (all.sections != 0) {
		count_sections(bytes.ptr + offset, all.sections, is_64, &all);
	}
	counts->sections += all.sections;
	counts->symbols += at_most(all.symbols, bytes.size / sizeof(Elf32_Sym));
	counts->rels += at_most(all.rels, bytes.size / sizeof(Elf32_Rel));
}

/* -- contents ------------------------------------------------------------------------ */

bool nsc_elf_content(const struct nsc_elf *elf, size_t section, struct nostd_span *out)
{
	const struct nsc_elf_section *header = &elf->sections[section];

	*out = nostd_span_new(elf->bytes.ptr, 0);
	if (header->type == SHT_NOBITS || header->size == 0) {
		return true;
	}
	if (!range_ok(header->offset, header->size, elf->bytes.size)) {
		return false;
	}
	*out = nostd_span_new(elf->bytes.ptr + header->offset, (size_t)header->size);
	return true;
}

bool nsc_elf_strings_open(struct nsc_elf *elf, size_t section,
			  struct nsc_elf_strings *out)
{
	struct nostd_span bytes;

	out->elf = elf;
	out->texts = nostd_span_new(elf->bytes.ptr, 0);
	if (section == 0 || section >= elf->section_count ||
	    elf->sections[section].type != SHT_STRTAB ||
	    !nsc_elf_content(elf, section, &bytes)) {
		return false;
	}
	while (bytes.size > 0 && bytes.ptr[bytes.size - 1] != 0) {
		bytes.size--;
	}
	out->texts = bytes;
	return true;
}

bool nsc_elf_string(const struct nsc_elf_strings *strings, uint64_t offset,
		    struct nostd_str *out)
{
	struct nsc_elf *elf = strings->elf;
	const char *text;
	size_t len, most;

	*out = nostd_str_new("", 0);
	if (offset == 0) { /* gABI: the empty name, even where there is no table */
		return true;
	}
	if (offset >= strings->texts.size) {
		return false;
	}
	text = (const char *)strings->texts.ptr + offset;
	most = strings->texts.size - (size_t)offset;
	most = most < elf->text_left ? most : (size_t)elf->text_left;
	len = nsc_text_len(text, most);
	elf->text_left -= len;
	if (len == most) { /* a NUL stands at the end of the table */
		return false;
	}
	*out = nostd_str_new(text, len);
	return true;
}

bool nsc_elf_is_rels(const struct nsc_elf *elf, size_t section)
{
	uint32_t type = elf->sections[section].type;

	return type == SHT_REL || type == SHT_RELA;
}

static size_t rel_size(const struct nsc_elf *elf, bool explicit_addend)
{
	if (elf->is_64) {
		return explicit_addend ? sizeof(Elf64_Rela) : sizeof(Elf64_Rel);
	}
	return explicit_addend ? sizeof(Elf32_Rela) : sizeof(Elf32_Rel);
}

bool nsc_elf_rels_open(struct nsc_elf *elf, size_t section, struct nsc_elf_rels *out,
		       const char **problem)
{
	const struct nsc_elf_section *header = &elf->sections[section];
	struct nostd_span bytes;
	size_t entry_size;

	out->elf = elf;
	out->data = NULL;
	out->count = 0;
	out->explicit_addend = header->type == SHT_RELA;
	entry_size = rel_size(elf, out->explicit_addend);
	if (header->entry_size != entry_size || header->size % entry_size != 0) {
		*problem = "relocations of the wrong size";
		return false;
	}
	if (!nsc_elf_content(elf, section, &bytes)) {
		*problem = "relocations outside the object";
		return false;
	}
	if (bytes.size / entry_size > INT_MAX) { /* gelf counts in int */
		*problem = "more relocations than libelf can count";
		return false;
	}
	if (bytes.size > elf->rels_left) {
		*problem = "tables of relocations that overlap";
		return false;
	}
	elf->rels_left -= bytes.size;
	if (bytes.size == 0) {
		return true;
	}
	out->data = elf_getdata(elf_getscn(elf->elf, section), NULL);
	if (!out->data) {
		*problem = "relocations libelf cannot read";
		return false;
	}
	out->count = bytes.size / entry_size;
	return true;
}

/*
 * MIPS has three types in one 64-bit entry (SGI, "64-bit ELF Object File Specification",
 * 2.9.1): r_sym (32 bits), r_ssym, r_type3, r_type2, r_type (8 each), bytes in this order
 * in the file whatever the byte order of the numbers. libelf knows only the standard
 * layout. The first type is the one that says what is done.
 */
static void split_mips64(struct nsc_elf_rel *rel, uint64_t info, bool big_endian)
{
	rel->symbol = (uint32_t)(big_endian ? info >> 32 : info);
	rel->type = (uint32_t)(big_endian ? info & 0xff : info >> 56);
}

static void split_info(const struct nsc_elf *elf, uint64_t info, struct nsc_elf_rel *rel)
{
	if (elf->is_64 && elf->machine == EM_MIPS) {
		split_mips64(rel, info, elf->big_endian);
		return;
	}
	rel->symbol = (uint32_t)GELF_R_SYM(info);
	rel->type = (uint32_t)GELF_R_TYPE(info);
	if (elf->machine == EM_SPARCV9) {
		/* Above it: a second addend (SPARC V9 psABI, R_SPARC_OLO10). */
		rel->type &= 0xff;
	}
}

struct nsc_elf_rel nsc_elf_rel(const struct nsc_elf_rels *rels, size_t index)
{
	struct nsc_elf_rel rel = {0, 0, 0, 0};
	GElf_Rela with = {0, 0, 0};
	GElf_Rel without = {0, 0};

	if (rels->explicit_addend) {
		gelf_getrela(rels->data, (int)index, &with);
		rel.offset = with.r_offset;
		rel.addend = with.r_addend;
		split_info(rels->elf, with.r_info, &rel);
	} else {
		gelf_getrel(rels->data, (int)index, &without);
		rel.offset = without.r_offset;
		split_info(rels->elf, without.r_info, &rel);
	}
	return rel;
}
