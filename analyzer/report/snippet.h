/*
 * snippet.h - the line of a place with a caret below it.
 */
#ifndef NSC_ANALYZER_REPORT_SNIPPET_H
#define NSC_ANALYZER_REPORT_SNIPPET_H

#include <stdbool.h>

#include "analyzer/base/place.h"

struct nostd_string;
struct nsc_run;

/*
 * Append "   88 | text" and, where the column is known, "      |     ^". False, and
 * nothing appended: the file is not there, or has no such line. Reads the file.
 */
bool nsc_snippet_write(struct nsc_run *run, struct nsc_place at,
		       struct nostd_string *out);

#endif
