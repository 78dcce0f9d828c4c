/*
 * test_config_words.h - closed lists of words for the tests of analyzer/config, which may
 * not link rules/. Capabilities are the real ones: the schema has them all.
 */
#ifndef NSC_TESTS_UNIT_TEST_CONFIG_WORDS_H
#define NSC_TESTS_UNIT_TEST_CONFIG_WORDS_H

#include "analyzer/config/config.h"

#define WORD_LIST(name, ...)                                                             \
	static struct nostd_str name(size_t index)                                       \
	{                                                                                \
		static const char *const words[] = {__VA_ARGS__};                        \
                                                                                         \
		return nostd_str_from_c(                                                 \
			index < sizeof(words) / sizeof(words[0]) ? words[index] : NULL); \
	}

WORD_LIST(tier_word, "core", "alloc", "std")
WORD_LIST(profile_word, "practical", "strict")
WORD_LIST(edition_word, "c89", "c95", "c99", "c11", "c17", "c23", "c++11", "c++23")

static const char *const capability_words[] = {
#define CAPABILITY(id, spelling, drags, meaning) spelling,
#include "rules/capabilities.def"
#undef CAPABILITY
	NULL};

static struct nostd_str capability_word(size_t index)
{
	return nostd_str_from_c(capability_words[index]);
}

WORD_LIST(rule_word, "hosted-symbol", "hosted-header", "heap-in-core", "soft-float")
WORD_LIST(rule_id, "NSC101", "NSC102", "NSC103", "NSC204")
WORD_LIST(level_word, "allow", "note", "warn", "deny")
WORD_LIST(level_alias, "off", "note", "warning", "error")

static const struct nsc_config_words test_words = {
	.tiers = {tier_word, NULL},
	.profiles = {profile_word, NULL},
	.editions = {edition_word, NULL},
	.capabilities = {capability_word, NULL},
	.rules = {rule_word, rule_id},
	.levels = {level_word, level_alias},
};

#endif
