/*
 * roots.h - what a linker keeps though nothing live refers to it, by its own rules.
 *
 * Private to analyzer/replay. Of the entry and -u see nsc_replay().
 */
#ifndef NSC_ANALYZER_REPLAY_ROOTS_H
#define NSC_ANALYZER_REPLAY_ROOTS_H

#include <stdint.h>

#include "analyzer/base/names.h"

struct nsc_cut;
struct nsc_graph;
struct nsc_link;
struct nsc_plan;
struct nsc_run;

/* How far the marking of this linker goes: enum nsc_mark_rule of enum nsc_linker. */
uint8_t nsc_mark_rules_of(uint8_t linker);

/*
 * Set the roots of a replayed link whose plan came from a link line (KEEP, types and
 * names of sections, -init and -fini), and mark what is live without the references of
 * `cut` (NULL: all are there).
 */
void nsc_mark_by_rules(struct nsc_run *run, const struct nsc_plan *plan,
		       const struct nsc_cut *cut, struct nsc_link *link);

/*
 * The output section that the plan's script puts a node into; the empty name: no pattern
 * takes it.
 */
struct nsc_name nsc_script_output(const struct nsc_plan *plan,
				  const struct nsc_graph *graph, uint32_t node);

#endif
