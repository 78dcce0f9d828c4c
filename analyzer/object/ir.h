/*
 * ir.h - the symbols of IR: what linkers resolve by where there is no machine code yet.
 *
 * In:  sections of gcc's IR, or LLVM bitcode. Out: rows of struct nsc_ir_symbol.
 * Private to this folder. Knows nothing of the IR itself, which is the compiler's own and
 * differs from version to version; the tables of symbols are for linkers, and stable.
 *
 * gcc (ir_gcc.c). One section ".gnu.lto_.symtab.ID" per unit, entries without padding:
 *
 *	name, NUL, comdat key, NUL, kind (1 byte), visibility (1), size (8), slot (4)
 *
 * kind: definition, weak definition, undefined, weak undefined, common; visibility:
 * default, protected, internal, hidden; size: of common. Numbers are in the byte order of
 * the machine that gcc ran on, taken for little-endian here. Since gcc 10 there is
 * ".gnu.lto_.ext_symtab.ID": a version (1), then two bytes per entry: type (unknown,
 * function, variable) and section kind. Sources: lto-plugin/lto-plugin.c, functions
 * parse_table_entry and parse_symtab_extension; include/plugin-api.h; gcc 12.
 *
 * LLVM (ir_llvm.c). Bitcode is a stream of bits: blocks, records, abbreviations. At its
 * top stand one MODULE_BLOCK per unit and, since LLVM 5, a SYMTAB_BLOCK and a
 * STRTAB_BLOCK with one blob each: a table in 32-bit little-endian words, and its texts.
 * Sources: "LLVM Bitcode File Format"; llvm/Object/IRSymtab.h, of which the versions 3
 * (proved against LLVM 14 and 19) and 4 are read; llvm/Bitcode/LLVMBitCodes.h.
 */
#ifndef NSC_ANALYZER_OBJECT_IR_H
#define NSC_ANALYZER_OBJECT_IR_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>
#include <nostd/str.h>

struct nsc_ir_symbol;
struct nsc_member_reader;

/* LLVM bitcode, bare or in the wrapper of Darwin, by its first bytes? */
bool nsc_ir_is_bitcode(struct nostd_span bytes);

/*
 * The symbols of an ELF object whose sections are read: gcc's, else those of bitcode in
 * ".llvm.lto" (clang -ffat-lto-objects) or ".llvmbc" (-fembed-bitcode: a copy beside the
 * code, of which linkers make nothing unless told; it makes no fat object). A table that
 * cannot be read is a diagnostic: it takes something away where there is no machine code,
 * which `slim` says.
 */
void nsc_ir_of_elf(struct nsc_member_reader *member, bool slim);

/* Those of an object that is bitcode itself. */
void nsc_ir_of_bitcode(struct nsc_member_reader *member, struct nostd_span bytes);

/* -- between ir.c and the two formats ------------------------------------------------ */

/* A table while it is read. */
struct nsc_ir_reader {
	struct nsc_member_reader *member;
	uint64_t text_left; /* bytes of names that may still be asked for */
};

/* Append a symbol; its names are given as texts, the comdat key may be empty. */
void nsc_ir_push(struct nsc_ir_reader *reader, struct nsc_ir_symbol *row,
		 struct nostd_str name, struct nostd_str comdat);

/*
 * The entries of one section of gcc, and of its extension, which may be empty. NULL, or
 * what is wrong; what was good before that is there.
 */
const char *nsc_ir_read_gcc(struct nsc_ir_reader *reader, struct nostd_span table,
			    struct nostd_span extension);

/* The symbols of bitcode. NULL, or what is wrong. */
const char *nsc_ir_read_llvm(struct nsc_ir_reader *reader, struct nostd_span bitcode);

#endif
