/*
 * providers.h - NSC304: names that several of the link's inputs define, where it matters
 * which definition won.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_PROVIDERS_H
#define NSC_ANALYZER_JUDGE_PROVIDERS_H

struct nsc_findings;
struct nsc_why;

void nsc_providers_judge(const struct nsc_why *why, struct nsc_findings *findings);

#endif
