/*
 * family.h - functions that do the same job, each all of it: the engines of printf.
 *
 * In:   a link-level name.
 * Out:  its family (families.def).
 */
#ifndef NSC_RULES_FAMILY_H
#define NSC_RULES_FAMILY_H

#include <nostd/str.h>

/* "printf", "scanf"; empty: it is no engine that the table knows. */
struct nostd_str nsc_family_of(struct nostd_str symbol);

#endif
