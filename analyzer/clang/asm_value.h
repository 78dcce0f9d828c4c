/*
 * asm_value.h - values of assembler symbols, and of expressions about them.
 *
 * Manual: GNU as 2.40, 6.2 "Expressions", 5.2 "Setting Symbols". What depends on an
 * address is not known here. Numbers have 64 bits, as in a GNU as of a 64-bit host.
 */
#ifndef NSC_ANALYZER_CLANG_ASM_VALUE_H
#define NSC_ANALYZER_CLANG_ASM_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

struct nostd_bump;

/* An answer that may be missing. */
enum nsc_asm_truth { NSC_ASM_FALSE, NSC_ASM_TRUE, NSC_ASM_UNKNOWN };

struct nsc_asm_values;

struct nsc_asm_values *nsc_asm_values_new(struct nostd_bump *arena);
/* A label, or a symbol whose value is not known; `surely`: it is defined in any case. */
void nsc_asm_define(struct nsc_asm_values *values, struct nostd_str name, bool surely);
void nsc_asm_set(struct nsc_asm_values *values, struct nostd_str name, int64_t value);
/* Is it defined so far? */
enum nsc_asm_truth nsc_asm_defined(const struct nsc_asm_values *values,
				   struct nostd_str name);

/*
 * False where the value is not known: addresses, symbols without one, more than 64 bits,
 * a division by 0, anything that is no expression.
 */
bool nsc_asm_evaluate(const struct nsc_asm_values *values, struct nostd_str text,
		      int64_t *value);

#endif
