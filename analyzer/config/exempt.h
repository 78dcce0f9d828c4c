/*
 * exempt.h - exemptions written into the sources.
 *
 *	x = malloc(n); // nostd-check: allow(heap-in-core, malloc) boot only, see README
 *
 *	// nostd-check: allow(NSC101) the line below; block comments do as well
 *	printf("...");
 *
 * In:   the text of one C, C++ or assembly file.
 * Out:  one row per exemption comment, with its place and the lines it covers.
 * Knows no rules and no findings: the caller looks up the names and matches.
 *
 * The marker must be the first thing in its comment. Strings, character constants and raw
 * strings (C++11) are passed over; a backslash at a line's end continues it. In assembly the
 * usual comment signs (# ; @ ! |) count besides those of C. Lines are physical ones: #line is
 * not obeyed.
 */
#ifndef NSC_ANALYZER_CONFIG_EXEMPT_H
#define NSC_ANALYZER_CONFIG_EXEMPT_H

#include <nostd/str.h>

#include "analyzer/fact/exemption.h"

struct nsc_run;

/*
 * Find those of one file, in the order of the text, appended to `out`. `path` names the file
 * in their places; its suffix (.s, .S, .asm, .sx) tells assembly. Costs one search of the
 * text when there is none.
 */
void nsc_exemptions_scan(struct nsc_run *run, struct nsc_name path, struct nostd_str text,
			 struct nsc_exemption_vec *out);

#endif
