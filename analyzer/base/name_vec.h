/*
 * name_vec.h - a list of interned texts: arguments, folders, definitions.
 */
#ifndef NSC_ANALYZER_BASE_NAME_VEC_H
#define NSC_ANALYZER_BASE_NAME_VEC_H

#include "analyzer/base/names.h"

#define NOSTD_NAME nsc_name_vec
#define NOSTD_T    struct nsc_name
#define NOSTD_IN
#include <nostd/vec.h>

/* Append it unless it is there. For lists that are short: it looks at all of them. */
void nsc_name_vec_add(struct nsc_name_vec *all, struct nsc_name name);

#endif
