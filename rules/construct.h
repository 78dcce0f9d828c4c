/*
 * construct.h - calls that a construct of the source becomes (constructs.tsv).
 *
 * In:   a link-level name, and what stands in the source.
 * Out:  may the one come of the other, and what stops it.
 * Knows nothing of sources: a construct is a slug here.
 */
#ifndef NSC_RULES_CONSTRUCT_H
#define NSC_RULES_CONSTRUCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

/* One kind of construct, and names that it may become. */
struct nsc_emitter {
	struct nostd_str construct;  /* "struct-copy" */
	struct nostd_str emitted;    /* names and globs, blanks between them */
	struct nostd_str bytes;      /* sizes of operands, as "4 8"; empty: any */
	struct nostd_str gcc, clang; /* the flag that stops it there; empty: none does */
	struct nostd_str instead;    /* the rewrite that does; empty: none */
};

size_t nsc_emitter_count(void);
const struct nsc_emitter *nsc_emitter_at(size_t index); /* index < the count */

/* May this row's construct become that name? */
bool nsc_emitter_emits(const struct nsc_emitter *row, struct nostd_str name);

/* Is it about operands of so many bytes? 0 fits any row. */
bool nsc_emitter_takes(const struct nsc_emitter *row, uint32_t bytes);

/*
 * The row by which a construct with operands of so many bytes becomes that name; 0 fits
 * any row. NULL: none does.
 */
const struct nsc_emitter *nsc_emitter_find(struct nostd_str construct,
					   struct nostd_str name, uint32_t bytes);

#endif
