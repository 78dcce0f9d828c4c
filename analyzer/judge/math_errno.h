/*
 * math_errno.h - NSC208: calls that compilers leave for errno's sake where there is an
 * instruction.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_MATH_ERRNO_H
#define NSC_ANALYZER_JUDGE_MATH_ERRNO_H

#include <stdbool.h>

struct nsc_crossing;
struct nsc_target;

/*
 * Would the call be gone with -fno-math-errno? Its symbol is one that has an instruction
 * on some processors (NSC_TRAIT_INSTRUCTION). False as well where the flags of its object
 * are not known.
 */
bool nsc_is_for_errno(const struct nsc_target *target,
		      const struct nsc_crossing *crossing);

#endif
