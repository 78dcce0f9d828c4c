/*
 * asm_condition.h - .if and what belongs to it: which statements count.
 *
 * Manual: GNU as 2.40, 7.50 ".if". A condition that is not known (it compares addresses)
 * leaves both of its sides in: too much is said rather than too little.
 */
#ifndef NSC_ANALYZER_CLANG_ASM_CONDITION_H
#define NSC_ANALYZER_CLANG_ASM_CONDITION_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

struct nostd_bump;
struct nsc_asm_values;

struct nsc_asm_conditions;

/* `operands`: texts may hold %0, of which only the compiler knows what it stands for. */
struct nsc_asm_conditions *nsc_asm_conditions_new(struct nostd_bump *arena,
						  const struct nsc_asm_values *values,
						  bool operands);
/* Is the statement .if, .else, .endif or one of their kind? Then it is dealt with. */
bool nsc_asm_conditions_take(struct nsc_asm_conditions *conditions,
			     struct nostd_str statement);
/* Is what comes now left out? */
bool nsc_asm_conditions_skip(const struct nsc_asm_conditions *conditions);
/* Is what comes now in, whatever an unknown condition is? */
bool nsc_asm_conditions_sure(const struct nsc_asm_conditions *conditions);
/* How many are open; and back to that many, at the end of a macro. */
size_t nsc_asm_conditions_open(const struct nsc_asm_conditions *conditions);
void nsc_asm_conditions_close(struct nsc_asm_conditions *conditions, size_t open);

#endif
