/*
 * exemption.h - exemption comments of one source file (see config/exempt.h).
 */
#ifndef NSC_ANALYZER_FACT_EXEMPTION_H
#define NSC_ANALYZER_FACT_EXEMPTION_H

#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nostd_bump;

enum nsc_exemption_state {
	NSC_EXEMPTION_OK,
	NSC_EXEMPTION_NO_REASON, /* NSC953; it is in force nevertheless */
	NSC_EXEMPTION_MALFORMED  /* not understood, see `fault`; not in force */
};

struct nsc_exemption {
	struct nsc_place at; /* of the marker */
	uint8_t state;       /* enum nsc_exemption_state */
	/*
	 * The lines it covers, both included: its own if code stands on them, else down
	 * to the next line that has code.
	 */
	uint32_t line_first, line_last;
	struct nsc_name rule; /* as written: slug or id */
	struct nsc_name
		symbol; /* as written, a pattern (nsc_pattern_match); empty: any */
	struct nsc_name reason; /* on one line, blanks trimmed; may be empty */
	struct nsc_name fault;  /* what was found and expected, when malformed */
};

#define NOSTD_NAME nsc_exemption_vec
#define NOSTD_T    struct nsc_exemption
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_exemption_facts {
	struct nsc_exemption_vec all; /* in the order of the text */
};

void nsc_exemption_facts_init(struct nsc_exemption_facts *facts, struct nostd_bump *keep);

#endif
