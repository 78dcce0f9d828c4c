/*
 * json_finding.h - a finding in the JSON report. Keys and their order are design.md's.
 */
#ifndef NSC_ANALYZER_REPORT_JSON_FINDING_H
#define NSC_ANALYZER_REPORT_JSON_FINDING_H

struct nsc_doc;
struct nsc_finding;
struct nsc_judgement;

/* One of the findings of the judgement. */
void nsc_doc_finding(struct nsc_doc *doc, const struct nsc_judgement *judgement,
		     const struct nsc_finding *finding);

#endif
