/*
 * pair.h - what is the same thing in two surveyed targets, before and after.
 *
 * In:   the symbols of both, as groups (NSC_BY_SYMBOL).
 * Out:  a number for each: the same number is the same thing.
 *
 * Own global symbols are known by their name, wherever they are defined. Everything else
 * is known by its name in its file: archive members by the base names of archive and
 * member, own objects by as much of the ends of their paths as both have in common, so
 * that two build folders can be compared. What a compiler puts behind a name (".isra.0")
 * does not count.
 */
#ifndef NSC_ANALYZER_JUDGE_PAIR_H
#define NSC_ANALYZER_JUDGE_PAIR_H

#include <stdint.h>

struct nsc_groups;
struct nsc_run;

enum { NSC_BEFORE, NSC_AFTER, NSC_SIDE_COUNT };

struct nsc_pairing {
	uint32_t *key[NSC_SIDE_COUNT]; /* by group */
	uint32_t count;                /* of keys */
};

/* The groups may be of different runs; the pairing is in run->keep. */
void nsc_pair_groups(struct nsc_run *run,
		     const struct nsc_groups *const groups[NSC_SIDE_COUNT],
		     struct nsc_pairing *out);

#endif
