/*
 * assembly.h - GNU assembler text: which symbols it defines, which it names.
 *
 * In:   an assembler source, preprocessed or not, or the text of an asm statement.
 * Out:  symbols (labels, .globl, .weak, .set, .comm), uses (branch and load targets, data
 *	 words, operators, system call instructions), each with its place.
 *
 * Macros (.macro, .irp, .rept) are expanded; of an .if both sides count where its
 * condition is not known. Registers are not looked at: instructions that name symbols are
 * rows of assembly.def.
 */
#ifndef NSC_ANALYZER_CLANG_ASSEMBLY_H
#define NSC_ANALYZER_CLANG_ASSEMBLY_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

struct nostd_bump;

enum nsc_asm_flag {
	NSC_ASM_DEFINED = 1 << 0, /* a label, .set or .comm */
	NSC_ASM_GLOBAL = 1 << 1,
	NSC_ASM_WEAK = 1 << 2,
	NSC_ASM_FUNCTION = 1 << 3, /* .type, .thumb_func */
	NSC_ASM_OBJECT = 1 << 4,
	NSC_ASM_ALIAS = 1 << 5, /* .set to another symbol */
	NSC_ASM_COMMON = 1 << 6
};

/* A place: an index into `files`, a line. Without line markers there is one file, 0. */
struct nsc_asm_at {
	uint32_t file;
	uint32_t line;
};

struct nsc_asm_symbol {
	struct nostd_str name;
	unsigned flags;       /* enum nsc_asm_flag */
	struct nsc_asm_at at; /* of the definition, else of the first directive */
};

struct nsc_asm_use {
	struct nostd_str name; /* a symbol; of a trap its mnemonic */
	bool trap;
	uint32_t labels_before; /* so many of `labels` stand in front of it */
	struct nsc_asm_at at;
};

/* A file a line marker names, and how it was entered. */
struct nsc_asm_file {
	struct nostd_str name;
	bool system;
};
/* One entry into a file: from where. */
struct nsc_asm_entry {
	uint32_t file;
	struct nsc_asm_at from; /* the directive */
};

#define NOSTD_NAME nsc_asm_symbol_vec
#define NOSTD_T    struct nsc_asm_symbol
#define NOSTD_IN
#include <nostd/vec.h>
/* A label, as an index into `symbols`; NSC_ASM_NO_LABEL: a section begins. */
#define NSC_ASM_NO_LABEL UINT32_MAX
#define NOSTD_NAME       nsc_asm_label_vec
#define NOSTD_T          uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_asm_use_vec
#define NOSTD_T    struct nsc_asm_use
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_asm_file_vec
#define NOSTD_T    struct nsc_asm_file
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_asm_entry_vec
#define NOSTD_T    struct nsc_asm_entry
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_assembly {
	struct nsc_asm_symbol_vec symbols; /* in order of the first mention */
	struct nsc_asm_label_vec labels;   /* in order of their places */
	struct nsc_asm_use_vec uses;       /* in order */
	struct nsc_asm_file_vec files;     /* [0]: the source itself */
	struct nsc_asm_entry_vec entries;  /* inclusions, in order */
	bool cut;                          /* a limit was met; the rest is missing */
	bool includes;                     /* .include was met, and not followed */
};

struct nsc_assembly_from {
	struct nostd_str text;
	struct nostd_str triple;
	struct nostd_str file; /* the source's name, as line markers have it */
	bool markers;  /* `# LINE "FILE" FLAGS` lines of a preprocessor are there */
	bool operands; /* of an asm statement: %0, %[name], %% */
};

/* Texts borrow from `from->text` or live in `arena`. */
struct nsc_assembly nsc_assembly_read(struct nostd_bump *arena,
				      const struct nsc_assembly_from *from);

#endif
