/*
 * object.h - what an object file, archive or linked ELF file says.
 *
 * One nsc_object_facts per file on disk. Members, sections, symbols, relocations and
 * sites are arrays of plain rows; a row points at another by its position in these
 * arrays. A lone object has exactly one member without a name. Filled by analyzer/object,
 * never changed afterwards.
 *
 * Sources: ELF gABI (sections, symbols, groups), the processor supplements (relocations),
 * System V `ar` with the GNU extensions (index, long names, thin archives), DWARF 2 to 5.
 */
#ifndef NSC_ANALYZER_FACT_OBJECT_H
#define NSC_ANALYZER_FACT_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/base/row.h"

struct nostd_bump;

enum nsc_container { NSC_OBJECT, NSC_ARCHIVE, NSC_THIN_ARCHIVE };

/* ELF e_type, as far as it matters here. */
enum nsc_elf_type {
	NSC_ELF_RELOCATABLE,
	NSC_ELF_EXECUTABLE,
	NSC_ELF_SHARED,
	NSC_ELF_OTHER
};

enum nsc_member_flag {
	NSC_MEMBER_LTO_SLIM = 1 << 0, /* only compiler IR: no machine code to look at */
	NSC_MEMBER_LTO_FAT = 1 << 1,  /* IR beside machine code */
	NSC_MEMBER_NOT_ELF = 1 << 2,  /* bitcode, COFF ...: no sections, no symbols */
	NSC_MEMBER_DWARF = 1 << 3,    /* has line information, as DWARF or STABS */
	NSC_MEMBER_BIG_ENDIAN = 1 << 4,
	NSC_MEMBER_64 = 1 << 5,
	NSC_MEMBER_NO_SYMBOLS = 1 << 6, /* stripped; rows are then its dynamic symbols */
	NSC_MEMBER_DAMAGED = 1 << 7     /* nothing could be read of it: it has no rows */
};

/*
 * The compiler whose IR a member holds for link-time optimisation, beside machine code
 * or instead of it, and whether its table of symbols could be read.
 */
enum nsc_ir { NSC_IR_NONE, NSC_IR_GCC, NSC_IR_LLVM, NSC_IR_UNREAD };

/* Instructions of a processor for square roots, by what they are of; each is a bit. */
enum nsc_root_width {
	NSC_ROOT_OF_FLOAT = 1 << 0,
	NSC_ROOT_OF_DOUBLE = 1 << 1,
	NSC_ROOT_OF_EXTENDED = 1 << 2 /* long double of the x87 */
};

/* An object file: a member of an archive, or the file itself. */
struct nsc_member {
	struct nsc_name name; /* thin archive: the path; lone object: empty */
	uint64_t offset;      /* bytes from the start of its file to the object */
	uint64_t size;        /* bytes */
	uint64_t digest_high, digest_low; /* of the object's bytes */
	uint16_t machine;                 /* ELF e_machine */
	uint8_t type;                     /* enum nsc_elf_type */
	uint8_t flags;                    /* enum nsc_member_flag */
	uint8_t roots;                    /* enum nsc_root_width */
	uint8_t ir;                       /* enum nsc_ir */
	uint32_t elf_flags;               /* e_flags */
	uint64_t entry;                   /* e_entry of a linked file */
	struct nsc_name source;   /* first DWARF unit's name, absolute; or empty */
	struct nsc_name producer; /* its DW_AT_producer; or empty */
	uint32_t section_first, section_count;
	uint32_t symbol_first, symbol_count;
	uint32_t reloc_first, reloc_count; /* sorted by section, then offset */
	uint32_t segment_first, segment_count;
	uint32_t ir_symbol_first, ir_symbol_count;
};

/* A section of a member. Row section_first is ELF section 0 (the null section). */
struct nsc_object_section {
	struct nsc_name name;
	uint32_t type;    /* sh_type */
	uint64_t flags;   /* sh_flags */
	uint64_t address; /* sh_addr: 0 in relocatable files */
	uint64_t size;    /* bytes */
	uint64_t align;   /* bytes, a power of two; 0 and 1 alike mean none */
	uint32_t entry_size;
	uint32_t link;           /* row of the section sh_link names, or NSC_NO_ROW */
	struct nsc_name group;   /* signature of its section group; empty: none */
	uint8_t group_is_comdat; /* 1: GRP_COMDAT */
	/*
	 * Of allocated SHF_MERGE sections, of SHT_ARM_EXIDX ones for Arm, and of
	 * .eh_frame before the link, only.
	 */
	struct nostd_span bytes;
};

enum nsc_binding { NSC_BIND_LOCAL, NSC_BIND_GLOBAL, NSC_BIND_WEAK };

enum nsc_symbol_type {
	NSC_SYMBOL_NOTYPE,
	NSC_SYMBOL_OBJECT,
	NSC_SYMBOL_FUNCTION,
	NSC_SYMBOL_SECTION,
	NSC_SYMBOL_FILE,
	NSC_SYMBOL_TLS,
	NSC_SYMBOL_IFUNC
};

enum nsc_symbol_where {
	NSC_WHERE_UNDEFINED,
	NSC_WHERE_SECTION,
	NSC_WHERE_ABSOLUTE,
	NSC_WHERE_COMMON /* `value` is the alignment (gABI, SHN_COMMON) */
};

/* Visibilities by which other images see a name; the others hide it. */
enum nsc_visibility { NSC_VISIBLE_DEFAULT = 0, NSC_VISIBLE_PROTECTED = 3 };

/* A row of a member's symbol table; row symbol_first is the null symbol. */
struct nsc_object_symbol {
	struct nsc_name name;
	uint8_t binding;      /* enum nsc_binding; STB_GNU_UNIQUE counts as global */
	uint8_t type;         /* enum nsc_symbol_type */
	uint8_t where;        /* enum nsc_symbol_where */
	uint8_t visibility;   /* ELF STV_*; enum nsc_visibility has those that export */
	uint32_t section;     /* row, or NSC_NO_ROW */
	uint64_t value;       /* st_value; bit 0 of Arm functions (Thumb) is cleared */
	uint64_t size;        /* bytes; 0: not known */
	uint32_t reloc_count; /* in allocated sections; AVR has names without any */
};

enum nsc_ir_where { NSC_IR_UNDEFINED, NSC_IR_DEFINED, NSC_IR_COMMON };

/*
 * A symbol of a member's IR: what linkers with a plugin, and lld, resolve by. There is no
 * machine code, hence no section, no address and, but for COMMON, no size. Functions that
 * the code generator will call (memcpy, __aeabi_*), and in gcc's tables every built-in
 * function that the source calls (snprintf), are not among them: that a name is missing
 * here says nothing.
 */
struct nsc_ir_symbol {
	struct nsc_name name;
	struct nsc_name comdat; /* signature of its group; empty: none */
	uint8_t binding;        /* enum nsc_binding; LOCAL in LLVM's tables only */
	uint8_t type;           /* enum nsc_symbol_type; NOTYPE: the table does not say */
	uint8_t where;          /* enum nsc_ir_where */
	uint8_t visibility;     /* ELF STV_* */
	uint64_t size;          /* bytes, of COMMON; else 0 */
};

/* What a relocation does; from the tables in analyzer/object/reloc.c, by machine. */
enum nsc_reloc_kind {
	NSC_RELOC_ADDRESS, /* an address, or a difference, is stored or computed */
	NSC_RELOC_CALL,    /* a branch to it */
	NSC_RELOC_NONE,    /* R_*_NONE: changes nothing, but linkers count it */
	NSC_RELOC_RELAX    /* a marker (RELAX, ALIGN, GNU_VTENTRY): no reference */
};

/* A relocation of an allocated section. */
struct nsc_object_reloc {
	uint32_t section; /* row of the section it changes */
	uint32_t symbol;  /* row of the symbol it names; NSC_NO_ROW: none */
	uint64_t offset;  /* bytes into that section */
	int64_t addend;   /* explicit addend; 0 for REL */
	uint16_t type;    /* ELF number, of the member's machine */
	uint8_t kind;     /* enum nsc_reloc_kind */
	uint32_t site;    /* row of sites; NSC_NO_ROW: nothing is known */
};

/* Where in the source a relocation comes from. */
struct nsc_object_site {
	struct nsc_name symbol_function; /* the FUNC symbol around it; may be empty */
	/*
	 * Innermost inlined function by DWARF, else symbol_function without clone
	 * suffixes (.part.N .isra.N .constprop.N .cold .lto_priv.N), else the function by
	 * DWARF; empty: in no function.
	 */
	struct nsc_name function;
	struct nsc_place at; /* DWARF line table; line 0: none */
	/* Of a word in a literal pool: where else it is loaded; NSC_NO_ROW: nowhere. */
	uint32_t next;
};

/* A program header of a linked file. */
struct nsc_object_segment {
	uint32_t type;  /* p_type */
	uint32_t flags; /* p_flags */
	uint64_t offset, address, load_address, file_size, memory_size;
};

/* An entry of an archive's index, in the order it stands there. */
struct nsc_archive_entry {
	struct nsc_name symbol;
	uint32_t member; /* row */
};

#define NOSTD_NAME nsc_member_vec
#define NOSTD_T    struct nsc_member
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_object_section_vec
#define NOSTD_T    struct nsc_object_section
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_object_symbol_vec
#define NOSTD_T    struct nsc_object_symbol
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_object_reloc_vec
#define NOSTD_T    struct nsc_object_reloc
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_object_site_vec
#define NOSTD_T    struct nsc_object_site
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_object_segment_vec
#define NOSTD_T    struct nsc_object_segment
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_ir_symbol_vec
#define NOSTD_T    struct nsc_ir_symbol
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_archive_entry_vec
#define NOSTD_T    struct nsc_archive_entry
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_object_facts {
	struct nsc_name path; /* absolute, normalised */
	uint8_t container;    /* enum nsc_container */
	bool index_missing;   /* an archive without an index: GNU ld and gold refuse it */
	struct nsc_member_vec members;
	struct nsc_object_section_vec sections;
	struct nsc_object_symbol_vec symbols;
	struct nsc_object_reloc_vec relocs;
	struct nsc_object_site_vec sites;
	struct nsc_object_segment_vec segments;
	struct nsc_ir_symbol_vec ir_symbols;
	struct nsc_archive_entry_vec index; /* empty for objects */
};

/* Empty facts whose rows will live in `keep`. */
void nsc_object_facts_init(struct nsc_object_facts *facts, struct nostd_bump *keep);

/*
 * Is it a thin archive, and the file at `path` one of its members? Maps of GNU ld name
 * such members by their files, not by the archive.
 */
bool nsc_object_has_thin(const struct nsc_object_facts *facts, struct nsc_name path);

#endif
