/*
 * symbol.h - what a link-level name means.
 *
 * In:   a name as it stands in a symbol table, and a profile.
 * Out:  its tier, capability, origin, traits and the libraries known to define it.
 * Knows nothing of objects, targets or who provides a symbol: a target's own `printf` is
 * classified here like any other, and is nobody's leak.
 *
 * The rows are symbols.tsv and patterns.tsv, made into constant tables at build time. A
 * look-up allocates nothing and takes about 100 ns.
 */
#ifndef NSC_RULES_SYMBOL_H
#define NSC_RULES_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/tier.h"

/* Traits: bits of nsc_symbol_meaning.traits. */
enum nsc_trait {
#define TRAIT(id, spelling, meaning) NSC_TRAIT_INDEX_##id,
#include "rules/traits.def"
};
enum {
#define TRAIT(id, spelling, meaning) NSC_TRAIT_##id = 1 << NSC_TRAIT_INDEX_##id,
#include "rules/traits.def"
};
enum {
	NSC_TRAIT_COUNT = 0
#define TRAIT(...) +1
#include "rules/traits.def"
};

/* Libraries: bits of nsc_symbol_meaning.providers. */
enum nsc_provider {
#define PROVIDER(id, spelling, kind, source) NSC_PROVIDER_INDEX_##id,
#include "rules/providers.def"
};
enum {
	NSC_PROVIDER_COUNT = 0
#define PROVIDER(...) +1
#include "rules/providers.def"
};

struct nsc_symbol_meaning {
	/*
	 * The name without what a tool chain puts around it: `malloc@GLIBC_2.2.5`,
	 * `__imp_malloc`, `__real_malloc` and `_malloc_r` have the name `malloc`; `sinf`
	 * stays `sinf`. Points into the caller's text or into the tables.
	 */
	struct nostd_str name;

	/* The row that decided: `sin` for `sinf128`. In the tables. */
	struct nostd_str base;

	/* The outermost pattern that led there; empty: the name has a row of its own. */
	struct nostd_str pattern;

	enum nsc_tier tier; /* under the profile asked for; never UNKNOWN */
	enum nsc_capability capability;
	uint32_t traits;         /* NSC_TRAIT_... or-ed */
	uint32_t providers;      /* 1u << NSC_PROVIDER_INDEX_...; 0: not read anywhere */
	struct nostd_str origin; /* "ISO C89" */
	struct nostd_str use_instead; /* what to use in its place; may be empty */
	struct nostd_str note;        /* one sentence; may be empty */
};

/*
 * Look a link-level name up. false: no table knows it, and *out is untouched. An unknown
 * name is to be judged as std (NSC904), never as core.
 */
bool nsc_symbol_find(const struct nsc_profile *profile, struct nostd_str link_name,
		     struct nsc_symbol_meaning *out);

/*
 * Why a name that public headers declare is unknown on purpose (unknown.tsv). false: it
 * is not in that list.
 */
bool nsc_symbol_unknown_reason(struct nostd_str link_name, struct nostd_str *reason);

/*
 * Is this name API of a C library? An archive that defines many such names is a C
 * library, whatever it is called. False for the compiler's run-time and for names no libc
 * defines.
 */
bool nsc_symbol_is_libc_api(struct nostd_str link_name);

/* All rows of symbols.tsv with alternatives written out, in byte order of their names. */
size_t nsc_symbol_count(void);
void nsc_symbol_at(const struct nsc_profile *profile, size_t index,
		   struct nsc_symbol_meaning *out); /* index < nsc_symbol_count() */

/* "heap", ... and what that means. */
struct nostd_str nsc_trait_name(enum nsc_trait trait);
struct nostd_str nsc_trait_meaning(enum nsc_trait trait);

/* "newlib", ... and which version was read. */
struct nostd_str nsc_provider_name(enum nsc_provider provider);
struct nostd_str nsc_provider_source(enum nsc_provider provider);

#endif
