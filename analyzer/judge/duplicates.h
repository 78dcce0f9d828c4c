/*
 * duplicates.h - what a target has twice: one name from two places, two engines for one
 * job.
 *
 * In:   a surveyed target.
 * Out:  which of its pieces have a twin.
 *
 * A name is twice there when two files have something of that name and both are in the
 * image: copies of a function of a header, a weak definition that lost and stayed. Names
 * that a compiler made up do not count. An engine (rules/families.def) has a twin in any
 * other of its family that is in another file.
 */
#ifndef NSC_ANALYZER_JUDGE_DUPLICATES_H
#define NSC_ANALYZER_JUDGE_DUPLICATES_H

#include <stdint.h>

#include <nostd/str.h>

struct nsc_pieces;

/* twin[piece] = 1 for each that has one; the array is the caller's. */
void nsc_duplicates_find(const struct nsc_pieces *pieces, uint8_t *twin);

/* The family of a piece; empty: it is no engine. */
struct nostd_str nsc_duplicates_family(const struct nsc_pieces *pieces, uint32_t piece);

#endif
