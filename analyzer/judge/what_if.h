/*
 * what_if.h - what an image would be without some of its references, for
 * `size --what-if-cut`.
 */
#ifndef NSC_ANALYZER_JUDGE_WHAT_IF_H
#define NSC_ANALYZER_JUDGE_WHAT_IF_H

#include <stdint.h>

#include "analyzer/replay/price.h"

struct nsc_selection;
struct nsc_survey;

struct nsc_what_if {
	uint32_t references;    /* that were cut, as relocations */
	struct nsc_price price; /* not known without an image, or when none was cut */
};

/* Cut every reference from pieces of `from` to pieces of `to`, and link again. */
void nsc_what_if_cut(const struct nsc_survey *survey, const struct nsc_selection *from,
		     const struct nsc_selection *to, struct nsc_what_if *out);

#endif
