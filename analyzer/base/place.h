/*
 * place.h - where something stands: file, line, column.
 *
 * Lines and columns start at 1; a column counts bytes; 0 is "not known". Lines are
 * presumed ones (`#line` obeyed), as compilers and DWARF print them; who needs the
 * physical line carries a second place.
 */
#ifndef NSC_ANALYZER_BASE_PLACE_H
#define NSC_ANALYZER_BASE_PLACE_H

#include <stdint.h>

#include "analyzer/base/names.h"

struct nsc_place {
	struct nsc_name file; /* absolute path; empty: nowhere */
	uint32_t line;
	uint32_t column;
};

static inline struct nsc_place nsc_place(struct nsc_name file, uint32_t line,
					 uint32_t column)
{
	struct nsc_place at = {file, line, column};

	return at;
}

static inline bool nsc_place_given(struct nsc_place at)
{
	return at.file.ix != 0;
}

static inline bool nsc_place_eq(struct nsc_place a, struct nsc_place b)
{
	return nsc_name_eq(a.file, b.file) && a.line == b.line && a.column == b.column;
}

/* By file text, line, column. */
int nsc_place_cmp(const struct nsc_names *names, struct nsc_place a, struct nsc_place b);

#endif
