/*
 * why_words.h - what the writers of chains have in common.
 *
 * Private to analyzer/report.
 */
#ifndef NSC_ANALYZER_REPORT_WHY_WORDS_H
#define NSC_ANALYZER_REPORT_WHY_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include <nostd/str.h>

struct nsc_cause;
struct nsc_causes;
struct nsc_macro;
struct nsc_why_view;

/* "entry", "kept", "-u" ...; empty: nothing that is known keeps it. */
const char *nsc_why_root_word(uint8_t root);

/* The macros that a cut edge's reference was written through, outermost first. */
const struct nsc_macro *nsc_why_macros(const struct nsc_causes *causes,
				       const struct nsc_cause *cause, uint32_t *count);

enum { NSC_WHY_LIMIT_COUNT = 3 };

/* What the evidence cannot tell: sentences; their number. */
size_t nsc_why_limits(const struct nsc_why_view *view,
		      struct nostd_str limits[NSC_WHY_LIMIT_COUNT]);

#endif
