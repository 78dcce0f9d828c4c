/*
 * crossing.h - boundary references, grouped: one crossing per (symbol, source function).
 *
 * A boundary reference leads from own code to hosted code, or to a name that nobody
 * provides (design.md, "What one finding is"). Run-time helpers and inline functions of
 * hosted headers are transparent: the crossing is the own function that needed them.
 */
#ifndef NSC_ANALYZER_JUDGE_CROSSING_H
#define NSC_ANALYZER_JUDGE_CROSSING_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_drags;
struct nsc_target;

/* Why a reference crosses. */
enum nsc_crossing_kind {
	NSC_CROSS_HOSTED,   /* hosted code defines it */
	NSC_CROSS_NOBODY,   /* nobody defines it */
	NSC_CROSS_OWN_HEAP, /* own code defines it, but it is the heap interface */
	NSC_CROSS_HELPER,   /* a run-time helper that leads to hosted code */
	NSC_CROSS_WATCHED,  /* a run-time helper of a kind that a rule looks at */
	NSC_CROSS_STARTUP,  /* a start file asks for hosted code */
	NSC_CROSS_OPTION    /* -u on the link line */
};

/* One reference, seen in an object, in a source, or in both. */
struct nsc_crossing_site {
	uint32_t symbol;          /* graph symbol */
	uint32_t ref;             /* row of the graph's refs, or NSC_NO_ROW */
	uint32_t use;             /* row of the unit's uses, or NSC_NO_ROW */
	uint32_t file;            /* graph file; NSC_NO_ROW for an option */
	struct nsc_name function; /* source function; empty: in none, or not known */
	struct nsc_name path;     /* role path */
	struct nsc_place at;
	bool live; /* its section is in the image */
};

struct nsc_crossing {
	uint32_t symbol;                /* sites of rewritten calls may name others */
	uint8_t kind;                   /* enum nsc_crossing_kind */
	struct nsc_name function, path; /* may be empty */
	uint32_t file;                  /* of its first site; NSC_NO_ROW: none */
	uint32_t site_first, site_count;
	bool has_use;            /* the source names it */
	bool has_ref;            /* an object names it */
	bool unit_known;         /* the sources of its file were read */
	bool live;               /* one of its references is in a live section */
	bool weak;               /* all of its references are weak */
	bool called;             /* one of its references is a call */
	bool changed;            /* a changed source says so: nobody has linked it yet */
	struct nsc_name written; /* the call as written, where it was rewritten */
};

#define NOSTD_NAME nsc_crossing_site_vec
#define NOSTD_T    struct nsc_crossing_site
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_crossing_vec
#define NOSTD_T    struct nsc_crossing
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_crossings {
	struct nsc_crossing_vec all;        /* by symbol text, path, function */
	struct nsc_crossing_site_vec sites; /* by crossing */
};

/* Every boundary reference of the target. Rows in `keep`. */
void nsc_crossings_find(const struct nsc_target *target, struct nsc_drags *drags,
			struct nsc_crossings *out);

/* Start-up code asks for it, and so does live own code: then that one is judged. */
bool nsc_crossing_is_taken_over(const struct nsc_crossings *crossings,
				const struct nsc_crossing *crossing);

#endif
