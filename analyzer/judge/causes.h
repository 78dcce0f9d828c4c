/*
 * causes.h - why a thing is in a target: the ways that lead to it, where each can be cut,
 * and how the linker came to take it from an archive.
 *
 * In:   a surveyed target, and what a name was found to be in it (select.h).
 * Out:  one chain for each cut edge, root first: the shortest way from a root to the
 *       reference that can be cut, and from there down to the thing. A cut edge leads
 *       from the user's code, the link line or a start file to code that is none of
 *       these, or to the thing itself where that is the user's.
 *
 * Chains are about what keeps a thing (liveness); the pulls are about what made the
 * linker take its member. They may have no file in common (link-semantics.md 7).
 */
#ifndef NSC_ANALYZER_JUDGE_CAUSES_H
#define NSC_ANALYZER_JUDGE_CAUSES_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/judge/finding.h"
#include "analyzer/replay/price.h"

struct nsc_selection;
struct nsc_survey;
struct nsc_want;

/* One way in. */
struct nsc_cause {
	uint32_t hop_first, hop_count; /* rows of `hops`, root first */
	uint32_t cut; /* position of the hop that the cut edge leads to */
	uint8_t root; /* enum nsc_root: why the first hop is kept; NONE: it is not */
	bool live;    /* the reference at the cut is in the image */
	bool foreign; /* made by the link line or a start file */
	bool given; /* its way begins at a file that is kept for being on the link line */
	bool hosted;  /* the cut edge leads out of the user's code */
	bool emitted; /* the sources show that nobody wrote it */
	const struct nsc_want
		*origin;  /* of what the compiler made it; NULL: of nothing */
	uint32_t site;    /* row of the crossings' sites; NSC_NO_ROW: it is no crossing */
	uint32_t finding; /* row of the findings, or NSC_NO_ROW */
	struct nsc_place at;      /* of the reference; may be empty */
	struct nsc_name function; /* source function there; may be empty */
	struct nsc_name symbol;   /* what is referred to at the cut */
	struct nsc_price retained,
		retained_group; /* if it goes; if all of its symbol go */
	uint32_t crossing,
		edge; /* rows: of the crossings, or NSC_NO_ROW; of the pieces' edges */
};

#define NOSTD_NAME nsc_cause_vec
#define NOSTD_T    struct nsc_cause
#define NOSTD_IN
#include <nostd/vec.h>

/* A file on the way of extraction, and the name it was taken for. */
struct nsc_pull {
	uint32_t file;       /* of the graph; NSC_NO_ROW: the link line itself */
	uint32_t symbol;     /* NSC_NO_ROW: it stands on the command line */
	uint32_t finding;    /* about the reference that took it, or NSC_NO_ROW */
	struct nsc_place at; /* of that reference, where it is known */
	struct nsc_name function;
};

#define NOSTD_NAME nsc_pull_vec
#define NOSTD_T    struct nsc_pull
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_causes {
	const struct nsc_survey *survey;
	bool has_state; /* false: nothing in the target refers to it */
	enum nsc_state state;
	uint32_t piece;           /* what stands for it; NSC_NO_ROW: none does */
	uint32_t provider;        /* file, when all of it is in one; NSC_NO_ROW */
	uint32_t ways;            /* cut edges there are */
	struct nsc_cause_vec all; /* the shortest one; or all, dearest first */
	struct nsc_hop_vec hops;
	struct nsc_pull_vec
		pulls;     /* from the command line on; empty: not from an archive */
	bool pulled_apart; /* no chain has a file of the pulls, but for the thing's own */
};

/*
 * Find the ways in. `all`: every cut edge, by symbol, dearest first; else the shortest
 * way, one that a line of the user's begins if there is any. In run->keep.
 */
void nsc_causes_find(const struct nsc_survey *survey,
		     const struct nsc_selection *selection, bool all,
		     struct nsc_causes *out);

#endif
