/*
 * rewrite.h - names that differ between the source and the object.
 *
 * In:   a link-level name.
 * Out:  what may have been written instead: the call a compiler turned into it
 *       (rewrites.tsv), the macro or function a libc's header spells so (aliases.tsv).
 * Knows nothing of tiers.
 */
#ifndef NSC_RULES_REWRITE_H
#define NSC_RULES_REWRITE_H

#include <stddef.h>

#include <nostd/str.h>

/* One way a compiler puts a call in that nobody wrote. */
struct nsc_rewrite {
	struct nostd_str emitted; /* name in the object: "puts" */
	struct nostd_str
		written; /* call in the source: "printf"; empty: no call at all */
	struct nostd_str compilers; /* "gcc", "clang", "gcc, clang" */
	struct nostd_str when;      /* the construct and the condition, as a clause */
	struct nostd_str stop;      /* the flag that stops it; empty: none does */
};

/*
 * Every row whose `emitted` is this name: *first is the first of them, the result how
 * many follow each other there. 0: no compiler is known to do that, *first untouched.
 */
size_t nsc_rewrites_to(struct nostd_str emitted, const struct nsc_rewrite **first);

/* All rows, sorted by emitted, then written. */
size_t nsc_rewrite_count(void);
const struct nsc_rewrite *nsc_rewrite_at(size_t index); /* index < nsc_rewrite_count() */

/* One source-level name that becomes another name in the object by a libc's headers. */
struct nsc_alias {
	struct nostd_str link;   /* name in the object: "__errno" */
	struct nostd_str source; /* name in the source: "errno" */
	struct nostd_str libcs;  /* where it is so: "newlib, nano" */
};

/* As nsc_rewrites_to, for the source-level spellings of a link-level name. */
size_t nsc_aliases_of(struct nostd_str link, const struct nsc_alias **first);

/* All rows, sorted by link, then source. */
size_t nsc_alias_count(void);
const struct nsc_alias *nsc_alias_at(size_t index); /* index < nsc_alias_count() */

#endif
