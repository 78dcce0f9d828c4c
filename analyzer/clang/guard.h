/*
 * guard.h - the conditional directives around a place, as rows of nsc_unit_facts.
 *
 * In:   inclusions and macro definitions in the order of the preprocessor; places.
 * Out:  for a place its guards, those of the #includes that lead to it in front; what
 *	 decides them, worked out with the macros in force at each directive.
 *
 * Files are scanned when a place in them is asked for. A file that is included several
 * times is taken as it was the last time, but its guards of inclusion are the first's.
 */
#ifndef NSC_ANALYZER_CLANG_GUARD_H
#define NSC_ANALYZER_CLANG_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_guards;
struct nsc_parse;
struct nsc_where;

struct nsc_guards *nsc_guards_new(struct nsc_parse *parse);

/*
 * An inclusion, in order with the definitions of parse->macros: the next row of the
 * unit's includes. `wanted`: its guards are to be found by nsc_guards_add_includes().
 */
void nsc_guards_see_include(struct nsc_guards *guards, const struct nsc_where *where,
			    struct nsc_name opened, bool wanted);

/* Rows of the guards around a place; shared by places in the same branch. */
void nsc_guards_find(struct nsc_guards *guards, const struct nsc_where *where,
		     uint32_t *first, uint32_t *count);

/* The same for a place in a file, as it is on the disk; line 0: none. */
void nsc_guards_find_place(struct nsc_guards *guards, struct nsc_place at,
			   uint32_t *first, uint32_t *count);

/* Fill in those of the includes that were wanted. */
void nsc_guards_add_includes(struct nsc_guards *guards);

#endif
