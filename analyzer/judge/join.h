/*
 * join.h - what the sources of a file add to the references its object makes.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_JOIN_H
#define NSC_ANALYZER_JUDGE_JOIN_H

#include "analyzer/judge/crossing.h"

struct nsc_target;

/*
 * `sites` are the references of one file, whose unit is known. Each use in the source
 * that has a counterpart becomes a site of its own; a use without one was optimised out
 * and is dropped (decisions.md 23); references whose function the object does not tell
 * take it from the source.
 */
void nsc_join_sources(const struct nsc_target *target, uint32_t file,
		      struct nsc_crossing_site_vec *sites);

/*
 * Uses in the sources of every object of the link that holds IR for link-time
 * optimisation. In `keep`.
 */
struct nsc_lto;
struct nsc_lto *nsc_lto_new(const struct nsc_target *target);

/*
 * `sites` are the references of an object that was made of all those and was not kept: a
 * name is known, and no place. Each that own sources must have asked for gets the places
 * of those uses.
 */
void nsc_lto_join(const struct nsc_lto *lto, struct nsc_crossing_site_vec *sites);

/*
 * Does this function of the unit call something that compilers turn into `symbol`? The
 * name as it was written, else the empty name.
 */
struct nsc_name nsc_join_written(const struct nsc_target *target, uint32_t file,
				 struct nsc_name function, uint32_t symbol);

#endif
