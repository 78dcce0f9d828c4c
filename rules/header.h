/*
 * header.h - what a header stands for.
 *
 * In:   a header's name as an #include directive spells it ("sys/stat.h"), and a profile.
 * Out:  the lowest tier of what it declares, its capability and origin.
 * Knows nothing of where a header lies or what a libc puts into it: a kernel's own
 * <linux/list.h> has the same name as a hosted one, so the caller must know that the file
 * is not own code.
 *
 * The rows are headers.tsv.
 */
#ifndef NSC_RULES_HEADER_H
#define NSC_RULES_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/tier.h"

struct nsc_header_meaning {
	struct nostd_str
		name; /* of the row; ends in an asterisk if it stands for a folder */
	enum nsc_tier tier; /* lowest tier of what it declares, under the profile */
	enum nsc_capability capability;
	bool mixed;         /* declares names of more than one tier: judge the names */
	uint32_t providers; /* that ship it: 1u << NSC_PROVIDER_INDEX_...; 0: none read */
	struct nostd_str origin;      /* "ISO C99" */
	struct nostd_str use_instead; /* a header that would do; may be empty */
	struct nostd_str note;        /* one sentence; may be empty */
};

/*
 * Look a header up; a leading "./" is ignored. false: no table knows it (a project's own
 * header, most likely), and *out is untouched.
 */
bool nsc_header_find(const struct nsc_profile *profile, struct nostd_str name,
		     struct nsc_header_meaning *out);

/*
 * The freestanding header that declares a name, "stddef.h" of size_t; empty: none does.
 * The rows are freestanding.def.
 */
struct nostd_str nsc_header_freestanding_of(struct nostd_str name);

/* All rows in byte order of their names. */
size_t nsc_header_count(void);
void nsc_header_at(const struct nsc_profile *profile, size_t index,
		   struct nsc_header_meaning *out); /* index < nsc_header_count() */

#endif
