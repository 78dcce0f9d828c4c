/*
 * words.c - the words of rules/ for the configuration, in the order of their enums.
 */
#include "analyzer/run/session.h"
#include "rules/rule.h"
#include "rules/tier.h"

static const struct nostd_str none;

/* "unknown" is no tier that a target can ask for. */
static struct nostd_str tier_word(size_t index)
{
	return index < NSC_TIER_UNKNOWN ? nsc_tier_name((enum nsc_tier)index) : none;
}

static struct nostd_str profile_word(size_t index)
{
	static const struct nostd_str words[] = {NOSTD_STR_INIT("practical"),
						 NOSTD_STR_INIT("strict")};

	return index < sizeof(words) / sizeof(words[0]) ? words[index] : none;
}

static struct nostd_str edition_word(size_t index)
{
	return index < NSC_EDITION_COUNT ? nsc_edition_name((enum nsc_edition)index)
					 : none;
}

static struct nostd_str capability_word(size_t index)
{
	return index < NSC_CAP_COUNT ? nsc_capability_name((enum nsc_capability)index)
				     : none;
}

static struct nostd_str rule_word(size_t index)
{
	return index < NSC_RULE_COUNT ? nsc_rule_at((enum nsc_rule_id)index)->slug : none;
}

static struct nostd_str rule_alias(size_t index)
{
	return index < NSC_RULE_COUNT ? nsc_rule_at((enum nsc_rule_id)index)->id : none;
}

static struct nostd_str level_word(size_t index)
{
	return index < NSC_SEVERITY_COUNT ? nsc_severity_level((enum nsc_severity)index)
					  : none;
}

static struct nostd_str level_alias(size_t index)
{
	return index < NSC_SEVERITY_COUNT ? nsc_severity_name((enum nsc_severity)index)
					  : none;
}

const struct nsc_config_words nsc_session_words = {
	.tiers = {tier_word, NULL},
	.profiles = {profile_word, NULL},
	.editions = {edition_word, NULL},
	.capabilities = {capability_word, NULL},
	.rules = {rule_word, rule_alias},
	.levels = {level_word, level_alias},
};
