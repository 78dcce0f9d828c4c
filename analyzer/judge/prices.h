/*
 * prices.h - what each finding costs: alone, with all of its symbol, and with whom it
 * shares.
 *
 * Private to analyzer/judge.
 */
#ifndef NSC_ANALYZER_JUDGE_PRICES_H
#define NSC_ANALYZER_JUDGE_PRICES_H

#include <stdint.h>

#include "analyzer/replay/price.h"
#include "rules/tier.h"

struct nsc_crossings;
struct nsc_findings;
struct nsc_judgement;
struct nsc_target;
struct nsc_verdict;

void nsc_prices_find(const struct nsc_target *target,
		     const struct nsc_crossings *crossings, struct nsc_findings *findings,
		     struct nsc_verdict *verdict);

/* What leaves if all findings of one component, or of one tier, go; allowed ones stay. */
struct nsc_price nsc_prices_of_component(const struct nsc_judgement *judgement,
					 uint32_t component);
struct nsc_price nsc_prices_of_tier(const struct nsc_judgement *judgement,
				    enum nsc_tier tier);

#endif
