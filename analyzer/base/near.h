/*
 * near.h - "did you mean": the nearest of some words.
 */
#ifndef NSC_ANALYZER_BASE_NEAR_H
#define NSC_ANALYZER_BASE_NEAR_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

/* Offer candidates one by one; best.len is 0 while none is near enough. */
struct nsc_near {
	struct nostd_str wanted;
	struct nostd_str best;
	size_t distance; /* edits between the two, transpositions counted once */
};

void nsc_near_init(struct nsc_near *near, struct nostd_str wanted);
/*
 * Near enough: at most a third of the longer word, rounded up; ties go to the first in
 * order.
 */
void nsc_near_offer(struct nsc_near *near, struct nostd_str candidate);

#endif
