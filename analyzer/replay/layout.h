/*
 * layout.h - the sections of a link laid out, to know its size.
 *
 * Private to analyzer/replay. Live sections are placed in the order of the map with their
 * own alignment and final sizes; mergeable sections of one output are one pool; equal
 * neighbours of .ARM.exidx are joined; reservations of the script stay as they are
 * (link-semantics.md 4, "Sizes").
 */
#ifndef NSC_ANALYZER_REPLAY_LAYOUT_H
#define NSC_ANALYZER_REPLAY_LAYOUT_H

#include "analyzer/replay/price.h"

/* What a link costs in all. */
struct nsc_cost nsc_layout_cost(const struct nsc_priced *priced,
				const struct nsc_link *link);

/* Find out which outputs take flash and RAM, and which sections are merged with which. */
void nsc_layout_prepare(struct nsc_priced *priced);

#endif
