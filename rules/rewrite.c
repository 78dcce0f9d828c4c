/*
 * rewrite.c - look-up of rewritten and renamed names.
 *
 * In:   the generated tables of rewrites.tsv and aliases.tsv, sorted by link-level name.
 * Out:  see rewrite.h.
 */
#include "rules/rewrite.h"

#include "rules/table.h"

size_t nsc_rewrites_to(struct nostd_str emitted, const struct nsc_rewrite **first)
{
	size_t count = 0;

	for (size_t i = 0; i < nsc_rewrites_count; i++) {
		if (nostd_str_eq(nsc_rewrites[i].emitted, emitted)) {
			if (count == 0) {
				*first = &nsc_rewrites[i];
			}
			count++;
		}
	}
	return count;
}

size_t nsc_rewrite_count(void)
{
	return nsc_rewrites_count;
}

const struct nsc_rewrite *nsc_rewrite_at(size_t index)
{
	return &nsc_rewrites[index];
}

size_t nsc_aliases_of(struct nostd_str link, const struct nsc_alias **first)
{
	size_t count = 0;

	for (size_t i = 0; i < nsc_aliases_count; i++) {
		if (nostd_str_eq(nsc_aliases[i].link, link)) {
			if (count == 0) {
				*first = &nsc_aliases[i];
			}
			count++;
		}
	}
	return count;
}

size_t nsc_alias_count(void)
{
	return nsc_aliases_count;
}

const struct nsc_alias *nsc_alias_at(size_t index)
{
	return &nsc_aliases[index];
}
