/*
 * components.h - findings and bytes added up by component (decisions.md 48).
 */
#ifndef NSC_ANALYZER_JUDGE_COMPONENTS_H
#define NSC_ANALYZER_JUDGE_COMPONENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/replay/price.h"
#include "rules/tier.h"

struct nsc_judgement;

struct nsc_component_sum {
	struct nsc_name name;
	uint8_t side;              /* enum nsc_side */
	enum nsc_tier tier_direct; /* highest tier of its own boundary references */
	enum nsc_tier tier_needed; /* also through the components it refers to */
	uint32_t files;            /* of it in the link */
	uint32_t findings;         /* not suppressed */
	bool size_known;
	struct nsc_cost size;      /* its bytes in the image */
	struct nsc_price retained; /* if all its findings' references go */
};

#define NOSTD_NAME nsc_component_sums
#define NOSTD_T    struct nsc_component_sum
#define NOSTD_IN
#include <nostd/vec.h>

/*
 * By component of the target: the highest tier that it needs, itself or through the
 * components it refers to. In `keep`.
 */
enum nsc_tier *nsc_components_needs(const struct nsc_judgement *judgement);

/*
 * By the target's components, in their order; those without a file in the link are left
 * out.
 */
void nsc_components_sum(const struct nsc_judgement *judgement,
			struct nsc_component_sums *out);

#endif
