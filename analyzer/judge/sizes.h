/*
 * sizes.h - the bytes of a target added up: as `size -B` does, by output section, by
 * memory region, and what belongs to nobody.
 *
 * In:   a surveyed target.
 * Out:  sums that leave nothing out: the own bytes of all groups of one size
 *       (nsc_size_table) and the rest rows are together the bytes of the output sections.
 */
#ifndef NSC_ANALYZER_JUDGE_SIZES_H
#define NSC_ANALYZER_JUDGE_SIZES_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/groups.h"

struct nsc_object_section;
struct nsc_survey;

/* As `size -B` counts (binutils 2.40, "Berkeley" format). */
struct nsc_berkeley {
	uint64_t text, data, bss; /* bytes */
};

void nsc_berkeley_add(struct nsc_berkeley *sum, const struct nsc_object_section *section);

/* An output section that takes memory. */
struct nsc_size_output {
	struct nsc_name name;
	uint64_t address, load_address, size;
	bool in_flash, in_ram;
	bool written; /* false: in RAM only to run from there */
};

/* Bytes of an output section that belong to no object. */
enum nsc_rest_kind {
	NSC_REST_FILL,     /* padding in front of what is aligned */
	NSC_REST_RESERVED, /* room that the script sets aside: stack, heap */
	NSC_REST_SCRIPT,   /* BYTE, LONG ... of the script */
	NSC_REST_LINKER,   /* made by the linker: veneers, GOT, merged strings */
	NSC_REST_STALE,   /* of a file that changed since the link, or whose source did */
	NSC_REST_UNLISTED /* the section's size less all rows of the map */
};
enum { NSC_REST_KIND_COUNT = NSC_REST_UNLISTED + 1 };

/* "fill", "reserved", "script", "linker", "stale", "unlisted" */
const char *nsc_rest_kind_name(enum nsc_rest_kind kind);

struct nsc_size_rest {
	uint8_t kind;           /* enum nsc_rest_kind */
	struct nsc_name output; /* the section */
	uint32_t count;         /* rows of the map */
	struct nsc_cost size;   /* UNLISTED: may be negative */
};

/* MEMORY of the script. */
struct nsc_size_region {
	struct nsc_name name;
	uint64_t origin, length;
	/* Origin to the end of the last section in it, as --print-memory-usage. */
	uint64_t used;
};

#define NOSTD_NAME nsc_size_outputs
#define NOSTD_T    struct nsc_size_output
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_size_rests
#define NOSTD_T    struct nsc_size_rest
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_size_regions
#define NOSTD_T    struct nsc_size_region
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_sizes {
	const struct nsc_survey *survey;
	bool known; /* false: there are only sources, which have no size */
	struct nsc_berkeley berkeley;
	uint64_t common; /* COMMON of objects that nobody linked: not in `berkeley` */
	struct nsc_cost
		total; /* of all output sections; of all inputs without an image */
	struct nsc_size_outputs
		outputs;             /* in the order of the map; none without an image */
	struct nsc_size_rests rests; /* by output, kind */
	struct nsc_size_regions regions; /* as the script has them */
};

/* Everything lives as long as the run. */
void nsc_sizes_find(const struct nsc_survey *survey, struct nsc_sizes *out);

/* What has bytes, at one size of looking. */
struct nsc_size_table {
	struct nsc_groups groups;
	struct nsc_costs costs;
	/*
	 * Groups with bytes of their own or a price; most retained bytes first (own ones
	 * where that is not known), then most own, then in the order of the groups.
	 */
	uint32_t *rows;
	uint32_t row_count;
	/* Groups without a size of their own: their bytes are in a section's rest. */
	uint32_t unsized;
};

/*
 * By region, `flash` is what is loaded there and `ram` what is there at run time; outside
 * of all regions: "no region". Nothing refers to a region, so it retains nothing.
 */
void nsc_size_table_make(const struct nsc_sizes *sizes, enum nsc_group_size size,
			 struct nsc_size_table *out);

#endif
