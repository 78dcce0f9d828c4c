/*
 * prices.h - what each finding costs: alone, with all of its symbol, and with whom it
 * shares.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_PRICES_H
#define NSC_ANALYZER_JUDGE_PRICES_H

struct nsc_crossings;
struct nsc_findings;
struct nsc_target;
struct nsc_verdict;

void nsc_prices_find(const struct nsc_target *target,
		     const struct nsc_crossings *crossings, struct nsc_findings *findings,
		     struct nsc_verdict *verdict);

#endif
