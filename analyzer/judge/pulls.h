/*
 * pulls.h - how the linker came to take a file from an archive, from the command line on.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_PULLS_H
#define NSC_ANALYZER_JUDGE_PULLS_H

#include <stdint.h>

struct nsc_causes;

/* Fill `causes->pulls`; nothing when `file` did not come from an archive of an image. */
void nsc_pulls_find(struct nsc_causes *causes, uint32_t file);

#endif
