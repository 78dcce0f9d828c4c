/*
 * keys.c - the keys of `.nostd-check.yaml`. See keys.h; what they mean stands in
 * config.h.
 */
#include "analyzer/config/keys.h"

#include <string.h>

#include "analyzer/config/config.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* -- words --------------------------------------------------------------------------- */

#define WORDS(list, text)                                                     \
	{                                                                     \
		NULL, (uint16_t)offsetof(struct nsc_config_words, list), text \
	}

static const struct nsc_key_words tiers = WORDS(tiers, "a tier");
static const struct nsc_key_words profiles = WORDS(profiles, "a profile");
static const struct nsc_key_words editions = WORDS(editions, "an edition");
static const struct nsc_key_words capabilities = WORDS(capabilities, "a capability");
static const struct nsc_key_words levels = WORDS(levels, "a level");
static const struct nsc_key_words fail_on = {&nsc_fail_on_words, 0, "a severity"};
static const struct nsc_key_words kinds = {&nsc_component_kind_words, 0, "a kind"};
const struct nsc_key_words nsc_key_rules = WORDS(rules, "a rule");

static struct nostd_str fail_on_word(size_t index)
{
	static const char *const words[] = {"never", "note", "warning", "error"};

	return nostd_str_from_c(index < COUNT(words) ? words[index] : NULL);
}

static struct nostd_str kind_word(size_t index)
{
	static const char *const words[] = {"own", "libc", "os", "stub", "runtime"};

	return nostd_str_from_c(index < COUNT(words) ? words[index] : NULL);
}

const struct nsc_word_list nsc_fail_on_words = {fail_on_word, NULL};
const struct nsc_word_list nsc_component_kind_words = {kind_word, NULL};

const struct nsc_word_list *nsc_key_word_list(const struct nsc_key_words *words,
					      const struct nsc_config_words *given)
{
	const char *lists = (const char *)given;

	return words->own ? words->own
			  : (const struct nsc_word_list *)(const void *)(lists +
									 words->offset);
}

/* -- vectors of rows ----------------------------------------------------------------- */

/* The three functions through which bind.c and print.c reach the rows of one vector. */
#define ROWS_OF(vec)                                                           \
	static void vec##_begin(void *field, const struct nostd_allocator *in) \
	{                                                                      \
		struct vec *rows = field;                                      \
                                                                               \
		*rows = vec##_new_in(in);                                      \
	}                                                                      \
	static void *vec##_more(void *field, size_t count)                     \
	{                                                                      \
		struct vec *rows = field;                                      \
                                                                               \
		vec##_reserve(rows, count);                                    \
		memset(rows->ptr + rows->len, 0, count * sizeof(*rows->ptr));  \
		rows->len += count;                                            \
		return rows->ptr + rows->len - count;                          \
	}                                                                      \
	static const void *vec##_all(const void *field, size_t *count)         \
	{                                                                      \
		const struct vec *rows = field;                                \
                                                                               \
		*count = rows->len;                                            \
		return rows->ptr;                                              \
	}
#define IN_VECTOR(vec) .init = vec##_begin, .extend = vec##_more, .rows = vec##_all

ROWS_OF(nsc_policy_vec)
ROWS_OF(nsc_budget_vec)
ROWS_OF(nsc_config_target_vec)
ROWS_OF(nsc_config_component_vec)

/* -- keys ---------------------------------------------------------------------------- */

#define OFFSET(of, member) (uint16_t) offsetof(struct of, member)
/* KEY(type of the value, struct, member, help): the key is called as the member. */
#define KEY(kind, of, member, text)                                                    \
	{                                                                              \
		.name = #member, .type = NSC_KEY_##kind, .offset = OFFSET(of, member), \
		.help = text                                                           \
	}
/* With something more: .required = true, .words = &tiers ... */
#define KEY_WITH(kind, of, member, text, ...)                                          \
	{                                                                              \
		.name = #member, .type = NSC_KEY_##kind, .offset = OFFSET(of, member), \
		.help = text, __VA_ARGS__                                              \
	}

static const struct nsc_key allow_keys[] = {
	KEY_WITH(TEXT, nsc_policy, symbol,
		 "link name that may be used; * and ? are wildcards", .group = 's'),
	KEY_WITH(TEXT, nsc_policy, header,
		 "header that may be included, as it is written", .group = 's'),
	KEY_WITH(WORD, nsc_policy, capability, "everything of this capability",
		 .group = 's', .words = &capabilities),
	KEY_WITH(FORMAT, nsc_policy, format,
		 "conversion that format strings may have, or a group of them",
		 .group = 's'),
	KEY(GLOBS, nsc_policy, only_from, "only in these source files"),
	KEY_WITH(PROSE, nsc_policy, reason, "why it is allowed", .required = true),
	KEY(DATE, nsc_policy, expires, "last day on which it holds, as YYYY-MM-DD"),
	KEY_WITH(WORDS, nsc_policy, drags, "capabilities that it may bring with it",
		 .words = &capabilities),
};

static const struct nsc_key deny_keys[] = {
	KEY_WITH(TEXT, nsc_policy, symbol,
		 "link name that must not be used; * and ? are wildcards", .group = 's'),
	KEY_WITH(TEXT, nsc_policy, header,
		 "header that must not be included, as it is written", .group = 's'),
	KEY_WITH(WORD, nsc_policy, capability, "everything of this capability",
		 .group = 's', .words = &capabilities),
	KEY_WITH(FORMAT, nsc_policy, format,
		 "conversion that format strings must not have, or a group of them",
		 .group = 's'),
	KEY(TEXT, nsc_policy, use_instead,
	    "what to write instead; stands in the finding"),
	KEY(PROSE, nsc_policy, reason, "why it is denied; stands in the finding"),
};

static const struct nsc_key_group policy_groups[] = {
	{'s', 1, 1, "`symbol`, `header`, `capability` or `format`"},
};

static const struct nsc_section allow_section = {
	.what = "an entry of `allow`",
	.keys = allow_keys,
	.key_count = COUNT(allow_keys),
	.groups = policy_groups,
	.group_count = COUNT(policy_groups),
	.row_size = sizeof(struct nsc_policy),
	.at = OFFSET(nsc_policy, at),
	IN_VECTOR(nsc_policy_vec),
};

static const struct nsc_section deny_section = {
	.what = "an entry of `deny`",
	.keys = deny_keys,
	.key_count = COUNT(deny_keys),
	.groups = policy_groups,
	.group_count = COUNT(policy_groups),
	.row_size = sizeof(struct nsc_policy),
	.at = OFFSET(nsc_policy, at),
	IN_VECTOR(nsc_policy_vec),
};

static const struct nsc_key budget_keys[] = {
	KEY_WITH(WORD, nsc_budget, tier, "what this tier retains", .group = 's',
		 .words = &tiers),
	KEY_WITH(WORD, nsc_budget, capability, "what this capability retains",
		 .group = 's', .words = &capabilities),
	KEY_WITH(TEXT, nsc_budget, component, "what this component retains",
		 .group = 's'),
	KEY_WITH(SIZE, nsc_budget, flash, "most bytes with a load address", .group = 'b'),
	KEY_WITH(SIZE, nsc_budget, ram, "most bytes that are writable at run time",
		 .group = 'b'),
};

static const struct nsc_key_group budget_groups[] = {
	{'s', 0, 1, "`tier`, `capability` or `component`"},
	{'b', 1, 2, "`flash` or `ram`"},
};

static const struct nsc_section budget_section = {
	.what = "an entry of `budgets`",
	.keys = budget_keys,
	.key_count = COUNT(budget_keys),
	.groups = budget_groups,
	.group_count = COUNT(budget_groups),
	.row_size = sizeof(struct nsc_budget),
	.at = OFFSET(nsc_budget, at),
	IN_VECTOR(nsc_budget_vec),
};

static const struct nsc_key target_keys[] = {
	KEY_WITH(WORD, nsc_config_target, tier, "what the target may use",
		 .required = true, .words = &tiers),
	KEY_WITH(WORD, nsc_config_target, profile,
		 "how much of the language counts as core", .words = &profiles),
	KEY_WITH(WORD, nsc_config_target, edition, "language edition that core refers to",
		 .words = &editions),
	KEY(PATH, nsc_config_target, image, "link map, or linked ELF file"),
	KEY(PATH, nsc_config_target, elf,
	    "linked ELF file, where it is not beside the map"),
	KEY(PATHS, nsc_config_target, compile_commands, "compile databases"),
	KEY(GLOBS, nsc_config_target, units, "sources that belong to the target"),
	KEY(GLOBS, nsc_config_target, ignore,
	    "sources that do not, although `units` has them"),
	KEY(GLOBS, nsc_config_target, objects, "object files, where no map names them"),
	KEY(GLOBS, nsc_config_target, archives, "archives, where no map names them"),
	KEY(TEXT, nsc_config_target, allocator, "symbol or component that is the heap"),
	KEY(TEXT, nsc_config_target, panic, "symbol that a failure ends in"),
	KEY_WITH(ROWS, nsc_config_target, allow, "exemptions", .section = &allow_section),
	KEY_WITH(ROWS, nsc_config_target, deny, "what is refused beyond the tier",
		 .section = &deny_section),
	KEY(TEXTS, nsc_config_target, hooks,
	    "platform hooks that the target is known to give, by pattern"),
	KEY(TEXTS, nsc_config_target, provides,
	    "names that somebody outside defines (callbacks, a ROM), by pattern"),
	KEY(TEXTS, nsc_config_target, entry,
	    "symbols that are roots besides the usual ones"),
	KEY_WITH(ROWS, nsc_config_target, budgets, "most bytes of a part",
		 .section = &budget_section),
};

static const struct nsc_section target_section = {
	.what = "a target",
	.keys = target_keys,
	.key_count = COUNT(target_keys),
	.row_size = sizeof(struct nsc_config_target),
	.name = OFFSET(nsc_config_target, name),
	IN_VECTOR(nsc_config_target_vec),
};

static const struct nsc_key component_keys[] = {
	KEY_WITH(WORD, nsc_config_component, kind, "own code, or who else it is of",
		 .words = &kinds),
	KEY(GLOBS, nsc_config_component, paths, "its sources"),
	KEY(GLOBS, nsc_config_component, objects, "its object files"),
	KEY(GLOBS, nsc_config_component, archives, "its archives"),
};

static const struct nsc_section component_section = {
	.what = "a component",
	.keys = component_keys,
	.key_count = COUNT(component_keys),
	.row_size = sizeof(struct nsc_config_component),
	.name = OFFSET(nsc_config_component, name),
	IN_VECTOR(nsc_config_component_vec),
};

static const struct nsc_key root_keys[] = {
	KEY_WITH(NUMBER, nsc_config, version, "version of this format: 1",
		 .required = true),
	KEY_WITH(NAMED, nsc_config, targets, "images and libraries, by name",
		 .section = &target_section),
	KEY_WITH(NAMED, nsc_config, components,
		 "groups of sources, objects and archives, by name",
		 .section = &component_section),
	KEY_WITH(LEVELS, nsc_config, severity, "levels of rules, by id or slug",
		 .words = &levels),
	KEY(PATHS, nsc_config, packs, "tables with more symbols and headers"),
	KEY(PATHS, nsc_config, build_dirs, "build folders"),
	KEY(PATH, nsc_config, baseline, "findings that are accepted"),
	KEY_WITH(WORD, nsc_config, fail_on, "least severity that makes the exit code 1",
		 .words = &fail_on),
};

const struct nsc_section nsc_section_root = {
	.what = "the configuration",
	.keys = root_keys,
	.key_count = COUNT(root_keys),
	.row_size = sizeof(struct nsc_config),
};

const struct nsc_section *const nsc_sections[] = {
	&nsc_section_root, &target_section,    &allow_section, &deny_section,
	&budget_section,   &component_section, NULL,
};
