/*
 * within.h - inside a section there is no call graph: which references of a section
 * belong to the function by which a way came in (link-semantics.md 3).
 */
#ifndef NSC_ANALYZER_JUDGE_WITHIN_H
#define NSC_ANALYZER_JUDGE_WITHIN_H

#include <stdbool.h>
#include <stdint.h>

struct nsc_target;

/*
 * Does `ref` stand in the body of the function that defines `symbol` in the same node?
 * True as well where nothing tells: no symbol (NSC_NO_ROW), a definition elsewhere or
 * without a size, a file that was not read as an object.
 */
bool nsc_ref_within(const struct nsc_target *target, uint32_t symbol, uint32_t ref);

#endif
