/*
 * asm_source.h - assembler text as statements: comments gone, macros expanded.
 *
 * The lower half of assembly.h.
 */
#ifndef NSC_ANALYZER_CLANG_ASM_SOURCE_H
#define NSC_ANALYZER_CLANG_ASM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

#include "analyzer/clang/assembly.h"

enum nsc_asm_arch {
	NSC_ASM_ARCH_ARM,
	NSC_ASM_ARCH_AARCH64,
	NSC_ASM_ARCH_RISCV,
	NSC_ASM_ARCH_X86,
	NSC_ASM_ARCH_AVR,
	NSC_ASM_ARCH_MIPS,
	NSC_ASM_ARCH_POWERPC,
	NSC_ASM_ARCH_MSP430,
	NSC_ASM_ARCH_XTENSA,
	NSC_ASM_ARCH_OTHER
};

enum nsc_asm_operators {
	ASM_EQUAL = 1 << 0,
	ASM_COLON = 1 << 1,
	ASM_PERCENT = 1 << 2,
	ASM_CALL = 1 << 3,
	ASM_BARE = 1 << 4,
	ASM_HASH = 1 << 5
};

struct nsc_asm_dialect {
	enum nsc_asm_arch arch;
	struct nostd_str triples;
	struct nostd_str comment, line_comment;
	char separator;
	unsigned operators;
};

const struct nsc_asm_dialect *nsc_asm_dialect_of(struct nostd_str triple);

/* One statement: trimmed, without comments, never empty. */
struct nsc_asm_statement {
	struct nostd_str text;
	struct nsc_asm_at at;
};

struct nsc_asm_source;

/* Reads `from`; files and entries go to `out` as line markers name them. */
struct nsc_asm_source *nsc_asm_source_new(struct nostd_bump *arena,
					  const struct nsc_assembly_from *from,
					  struct nsc_assembly *out);
/* False at the end. .macro, .irp, .irpc, .rept and .if are dealt with here. */
bool nsc_asm_source_next(struct nsc_asm_source *source, struct nsc_asm_statement *out);

/* Cut the first word off: letters, digits, '_', '.', '$', '@', '%'... up to a blank. */
struct nostd_str nsc_asm_word(struct nostd_str *text);
bool nsc_asm_is_name_byte(char c);
/* How many bytes of a name `text` begins with. */
size_t nsc_asm_name_size(struct nostd_str text);

#endif
