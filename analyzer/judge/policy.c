/*
 * policy.c - terms without any demand. See policy.h.
 */
#include "analyzer/judge/policy.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"

void nsc_policy_terms_init(struct nsc_policy_terms *terms, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	memset(terms, 0, sizeof(*terms));
	terms->tier = NSC_TIER_CORE;
	terms->profile = NSC_PROFILE_DEFAULT;
	terms->allow = nsc_allowance_vec_new_in(in);
	terms->deny = nsc_denial_vec_new_in(in);
	terms->budgets = nsc_budget_term_vec_new_in(in);
	terms->components = nsc_component_rule_vec_new_in(in);
	terms->globs = nsc_glob_vec_new_in(in);
	terms->hooks = nsc_pattern_vec_new_in(in);
	terms->provides = nsc_pattern_vec_new_in(in);
	terms->hosted_folders = nsc_pattern_vec_new_in(in);
	terms->filters = nsc_pattern_vec_new_in(in);
	terms->own_folders = nsc_pattern_vec_new_in(in);
	terms->levels = NSC_LEVEL_SOURCE | NSC_LEVEL_OBJECT | NSC_LEVEL_LINK;
}

bool nsc_folders_hold(const struct nsc_pattern_vec *folders,
		      const struct nsc_names *names, struct nsc_name path)
{
	struct nostd_str text = nsc_name_text(names, path);
	size_t i;

	for (i = 0; i < folders->len; i++) {
		if (nsc_path_within(text, nsc_name_text(names, folders->ptr[i]))) {
			return true;
		}
	}
	return false;
}

bool nsc_terms_is_hosted(const struct nsc_policy_terms *terms,
			 const struct nsc_names *names, struct nsc_name path)
{
	return nsc_folders_hold(&terms->hosted_folders, names, path);
}
