/*
 * constraint.h - asm operands that gcc takes and libclang does not.
 *
 * gcc looks at a constraint once the branch around it is known to run; clang looks at
 * each, and drops the statement. avr-libc's wdt_enable() asks for an address below 64
 * ("I") in a branch that devices with others do not take (avr-gcc 5.4, clang 14).
 */
#ifndef NSC_ANALYZER_CLANG_CONSTRAINT_H
#define NSC_ANALYZER_CLANG_CONSTRAINT_H

#include <clang-c/Index.h>
#include <stdbool.h>

struct nsc_run;
struct nsc_unsaved_vec;

/*
 * For each error about a value that a constraint does not take: the file with "X" for the
 * constraint, which takes any, and no byte moved. Files are added to `all`, their texts
 * in run->keep. False: there was nothing to change.
 */
bool nsc_constraints_widen(struct nsc_run *run, CXTranslationUnit tu,
			   struct nsc_unsaved_vec *all);

#endif
