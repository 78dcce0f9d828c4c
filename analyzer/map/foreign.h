/*
 * foreign.h - what a text is that no reader here claims, to refuse it by name.
 */
#ifndef NSC_ANALYZER_MAP_FOREIGN_H
#define NSC_ANALYZER_MAP_FOREIGN_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

/* Something that ends in .map, or is named like one. */
struct nsc_map_foreign {
	const char *what; /* "an lld map" */
	bool is_link_map; /* of a linker without a reader here */
	uint32_t line;    /* where its sign stands, from 1 */
};

/* False: nothing we know. */
bool nsc_map_foreign(struct nostd_str text, struct nsc_map_foreign *out);

/* Has it rows of GNU ld's memory map, but no heading: a piece of a map? */
bool nsc_map_is_fragment(struct nostd_str text);

#endif
