/*
 * assemble.h - a crossing and what was decided about it made into a finding: words,
 * places, evidence at all three levels.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_ASSEMBLE_H
#define NSC_ANALYZER_JUDGE_ASSEMBLE_H

#include <stdint.h>

#include "analyzer/judge/finding.h"

struct nsc_crossing;
struct nsc_decision;
struct nsc_target;
struct nsc_unit_facts;
struct nsc_use;
struct nsc_why;

/* Append the finding of crossing `row` and return its position. */
size_t nsc_assemble(const struct nsc_why *why, uint32_t row,
		    const struct nsc_decision *decision, struct nsc_findings *findings);

/*
 * One more crossing of the same symbol for the newest finding (one finding per symbol).
 */
void nsc_assemble_more(const struct nsc_why *why, uint32_t row,
		       struct nsc_findings *findings);

/* The site of a use; its macros are rows of the unit's. */
struct nsc_source_site nsc_source_site_of(const struct nsc_unit_facts *unit,
					  const struct nsc_use *use,
					  struct nsc_name function);

/* One more site of the newest finding. The macros that come with it are the unit's. */
void nsc_finding_add_source(struct nsc_findings *findings, struct nsc_source_site site);

/*
 * The same, counted in *finding, unless it has the place already: a header's function
 * stands in many units, and is told once.
 */
void nsc_finding_add_source_once(struct nsc_findings *findings,
				 struct nsc_finding *finding,
				 struct nsc_source_site site);

/* The member that the link took for a symbol's definition, if it is in an archive. */
void nsc_finding_add_link(const struct nsc_target *target, uint32_t symbol,
			  struct nsc_findings *findings);

/* Fingerprint without lines (decisions.md 46). */
void nsc_finding_set_id(const struct nsc_target *target, struct nsc_finding *finding);

/* Fill the remedy from the rule's row. */
void nsc_finding_set_remedy(const struct nsc_target *target, struct nsc_name use_instead,
			    struct nsc_finding *finding);

/* The same for a symbol that `provider` defines as well; empty: nothing is said of it. */
void nsc_finding_set_remedy_beside(const struct nsc_target *target,
				   struct nsc_name provider, struct nsc_finding *finding);

#endif
