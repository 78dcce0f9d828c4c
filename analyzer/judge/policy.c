/*
 * policy.c - terms without any demand. See policy.h.
 */
#include "analyzer/judge/policy.h"

#include <string.h>

#include <nostd/bump.h>

void nsc_policy_terms_init(struct nsc_policy_terms *terms, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(terms, 0, sizeof(*terms));
	terms->tier = NSC_TIER_CORE;
	terms->profile = NSC_PROFILE_DEFAULT;
	terms->allow = nsc_allowance_vec_new_in(in);
	terms->deny = nsc_denial_vec_new_in(in);
	terms->components = nsc_component_rule_vec_new_in(in);
	terms->globs = nsc_glob_vec_new_in(in);
	terms->hooks = nsc_pattern_vec_new_in(in);
	terms->provides = nsc_pattern_vec_new_in(in);
	terms->hosted_folders = nsc_pattern_vec_new_in(in);
	terms->own_folders = nsc_pattern_vec_new_in(in);
	terms->levels = NSC_LEVEL_SOURCE | NSC_LEVEL_OBJECT | NSC_LEVEL_LINK;
}
