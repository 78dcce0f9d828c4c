/*
 * elf.h - one ELF file in memory, its tables checked before anybody reads them.
 *
 * Knows nothing of facts: headers, contents, strings and relocations as numbers. libelf
 * does the byte order and the class; what it takes on trust is checked here first.
 * Source: ELF gABI, chapters "ELF Header", "Sections", "String Table", "Relocation".
 */
#ifndef NSC_ANALYZER_OBJECT_ELF_H
#define NSC_ANALYZER_OBJECT_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

struct Elf;
struct nostd_bump;
struct nsc_err;

/* A section header, whatever the class of the file. */
struct nsc_elf_section {
	uint32_t name; /* offset into the section names */
	uint32_t type, link, info;
	uint64_t flags, address, offset, size, align, entry_size;
};

struct nsc_elf {
	struct nostd_span bytes;
	struct Elf *elf;
	uint16_t type, machine; /* e_type, e_machine */
	uint32_t flags;         /* e_flags */
	uint64_t entry;
	bool is_64, big_endian;
	struct nsc_elf_section *sections; /* row 0 is the null section */
	size_t section_count;
	size_t section_names; /* index of their string table; 0: none */
	uint64_t segment_offset;
	size_t segment_count;
	uint64_t text_left; /* bytes of names that may still be asked for */
	uint64_t rels_left; /* bytes of relocation sections, likewise */
};

/* ELF by its first four bytes. */
bool nsc_elf_is(struct nostd_span bytes);

/*
 * Headers and section headers of `bytes`, which must stay; the headers live in `scratch`.
 * Fails, with a sentence that names the offset, when the file or its section header table
 * is cut short or of a kind that does not exist. nsc_elf_close() when it does not fail.
 */
int nsc_elf_open(struct nsc_elf *elf, struct nostd_span bytes, struct nostd_bump *scratch,
		 struct nsc_err *err);
void nsc_elf_close(struct nsc_elf *elf);

/*
 * How many rows a file will give, from its headers as they stand: a hint for whoever
 * makes room, added to *counts, and never more than its bytes allow. Nothing for a file
 * in the other byte order.
 */
struct nsc_elf_counts {
	size_t sections, symbols, rels; /* rels: of allocated sections */
};
void nsc_elf_count(struct nostd_span bytes, struct nsc_elf_counts *counts);

/*
 * The bytes of a section as they stand in the file; nothing for SHT_NOBITS. False: they
 * would lie outside the file.
 */
bool nsc_elf_content(const struct nsc_elf *elf, size_t section, struct nostd_span *out);

/* A string table: texts up to its last NUL. */
struct nsc_elf_strings {
	struct nsc_elf *elf;
	struct nostd_span texts;
};
/* False, and an empty table, when `section` is no string table inside the file. */
bool nsc_elf_strings_open(struct nsc_elf *elf, size_t section,
			  struct nsc_elf_strings *out);
/*
 * The text at `offset`. False: outside the table, or names that overlap so much that all
 * of them together would be many times the file.
 */
bool nsc_elf_string(const struct nsc_elf_strings *strings, uint64_t offset,
		    struct nostd_str *out);

/* Is `section` a table of relocations: SHT_REL or SHT_RELA? */
bool nsc_elf_is_rels(const struct nsc_elf *elf, size_t section);

/* A table of relocations. */
struct nsc_elf_rels {
	const struct nsc_elf *elf;
	void *data; /* libelf's */
	size_t count;
	bool explicit_addend;
};
struct nsc_elf_rel {
	uint64_t offset;
	uint32_t symbol; /* index; 0: none */
	uint32_t type;
	int64_t addend; /* 0 for REL */
};
/*
 * False, with what was wrong in *problem, when the table lies outside the file, has
 * entries of the wrong size, or all such tables together are larger than the file.
 */
bool nsc_elf_rels_open(struct nsc_elf *elf, size_t section, struct nsc_elf_rels *out,
		       const char **problem);
struct nsc_elf_rel nsc_elf_rel(const struct nsc_elf_rels *rels, size_t index);

#endif
