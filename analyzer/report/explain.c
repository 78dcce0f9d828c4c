/*
 * explain.c - a name looked up in every table. See explain.h.
 */
#include "analyzer/report/explain.h"

#include <string.h>

#include "analyzer/base/near.h"
#include "rules/library.h"
#include "rules/rewrite.h"

static const struct nsc_profile practical = {false, NSC_EDITION_C23};

/* -- look-up ------------------------------------------------------------------------- */

/* "<stdio.h>", "\"stdio.h\"", "printf()": as people write names. */
static struct nostd_str without_signs(struct nostd_str name)
{
	static const struct {
		struct nostd_str before, after;
	} signs[] = {
		{NOSTD_STR_INIT("<"), NOSTD_STR_INIT(">")},
		{NOSTD_STR_INIT("\""), NOSTD_STR_INIT("\"")},
		{NOSTD_STR_INIT("["), NOSTD_STR_INIT("]")},
		{NOSTD_STR_INIT(""), NOSTD_STR_INIT("()")},
	};
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t around = signs[i].before.len + signs[i].after.len;

		if (name.len > around && nostd_str_starts_with(name, signs[i].before) &&
		    nostd_str_ends_with(name, signs[i].after)) {
			name = nostd_str_skip(name, signs[i].before.len);
			return nostd_str_take(name, name.len - signs[i].after.len);
		}
	}
	return name;
}

bool nsc_explain(struct nostd_str name, struct nsc_explained *out)
{
	memset(out, 0, sizeof(*out));
	out->name = without_signs(name);
	out->rule = nsc_rule_find(out->name);
	nsc_page_find(out->rule ? out->rule->id : out->name, &out->page);
	out->has_symbol = nsc_symbol_find(&practical, out->name, &out->symbol);
	nsc_symbol_unknown_reason(out->name, &out->unknown);
	out->has_header = nsc_header_find(&practical, out->name, &out->header);
	out->library = nsc_library_find(out->name);
	out->has_tier = nsc_tier_by_name(out->name, &out->tier);
	out->has_capability = nsc_capability_by_name(out->name, &out->capability);
	return out->rule || out->page.len != 0 || out->has_symbol ||
	       out->unknown.len != 0 || out->has_header || out->library ||
	       out->has_tier || out->has_capability;
}

void nsc_explain_near(struct nsc_near *near)
{
	struct nsc_symbol_meaning symbol;
	struct nsc_header_meaning header;
	size_t i;

	for (i = 0; i < NSC_RULE_COUNT; i++) {
		nsc_near_offer(near, nsc_rule_at((enum nsc_rule_id)i)->slug);
		nsc_near_offer(near, nsc_rule_at((enum nsc_rule_id)i)->id);
	}
	for (i = 0; i < nsc_symbol_count(); i++) {
		nsc_symbol_at(&practical, i, &symbol);
		nsc_near_offer(near, symbol.name);
	}
	for (i = 0; i < nsc_header_count(); i++) {
		nsc_header_at(&practical, i, &header);
		nsc_near_offer(near, header.name);
	}
	for (i = 0; i < NSC_CAP_COUNT; i++) {
		nsc_near_offer(near, nsc_capability_name((enum nsc_capability)i));
	}
	for (i = 0; i < nsc_page_count(); i++) {
		nsc_near_offer(near, nsc_page_name(i));
	}
}

/* -- profiles ------------------------------------------------------------------------ */

/* What is judged by an edition of C++ has no tier of its own under one of C. */
static void choose_editions(bool cxx, struct nsc_explain_strict *out)
{
	out->first = cxx ? NSC_EDITION_CXX98 : NSC_EDITION_C89;
	out->count = cxx ? NSC_EDITION_COUNT - NSC_EDITION_CXX98
			 : NSC_EDITION_CXX98 - NSC_EDITION_C89;
}

void nsc_explain_symbol_strict(const struct nsc_explained *it,
			       struct nsc_explain_strict *out)
{
	struct nsc_symbol_meaning meaning = it->symbol;
	size_t i;

	choose_editions(nostd_str_eq(it->symbol.origin, NOSTD_STR("ISO C++")), out);
	for (i = 0; i < out->count; i++) {
		struct nsc_profile profile = {true, (enum nsc_edition)(out->first + i)};

		nsc_symbol_find(&profile, it->name, &meaning);
		out->tiers[i] = meaning.tier;
	}
}

void nsc_explain_header_strict(const struct nsc_explained *it,
			       struct nsc_explain_strict *out)
{
	struct nsc_header_meaning meaning = it->header;
	size_t i;

	choose_editions(nostd_str_eq(it->header.origin, NOSTD_STR("ISO C++")), out);
	for (i = 0; i < out->count; i++) {
		struct nsc_profile profile = {true, (enum nsc_edition)(out->first + i)};

		nsc_header_find(&profile, it->name, &meaning);
		out->tiers[i] = meaning.tier;
	}
}

/* -- rules that may report a symbol -------------------------------------------------- */

#define TIER_BIT(tier) (1u << NSC_TIER_##tier)
enum { ANY_TIER = TIER_BIT(CORE) | TIER_BIT(ALLOC) | TIER_BIT(STD) };

/* The tests of the judge that look at a name, in its order (judge/decide.c). */
static const struct {
	enum nsc_rule_id rule;
	unsigned tiers;         /* it has one of them */
	uint32_t with, without; /* traits: it has `with`, if any, and none of `without` */
} rules_of_names[] = {
	{NSC_RULE_107, TIER_BIT(CORE), 0,
	 NSC_TRAIT_FAILURE | NSC_TRAIT_REGISTRATION | NSC_TRAIT_LINKER},
	{NSC_RULE_106, ANY_TIER, NSC_TRAIT_FAILURE, 0},
	{NSC_RULE_105, TIER_BIT(ALLOC), NSC_TRAIT_HEAP, 0},
	{NSC_RULE_201, TIER_BIT(ALLOC) | TIER_BIT(STD), NSC_TRAIT_EMITTED, 0},
	{NSC_RULE_103, TIER_BIT(ALLOC), 0, 0},
	{NSC_RULE_104, TIER_BIT(ALLOC), 0, 0},
	{NSC_RULE_101, TIER_BIT(STD), 0, NSC_TRAIT_FAILURE},
	{NSC_RULE_111, TIER_BIT(CORE), 0,
	 NSC_TRAIT_FAILURE | NSC_TRAIT_REGISTRATION | NSC_TRAIT_LINKER},
	{NSC_RULE_204, TIER_BIT(CORE), NSC_TRAIT_SOFTFLOAT, 0},
	{NSC_RULE_205, TIER_BIT(CORE), NSC_TRAIT_TLS, NSC_TRAIT_LINKER},
	{NSC_RULE_206, TIER_BIT(CORE), NSC_TRAIT_HARDENING, 0},
	{NSC_RULE_207, TIER_BIT(CORE), NSC_TRAIT_INSTRUMENTATION, 0},
	{NSC_RULE_209, TIER_BIT(CORE), NSC_TRAIT_UNWIND, 0},
	{NSC_RULE_108, ANY_TIER, NSC_TRAIT_PLATFORM, 0},
};

#define NAME_RULES (sizeof(rules_of_names) / sizeof(rules_of_names[0]))
_Static_assert(NAME_RULES <= (size_t)NSC_EXPLAIN_RULES_MAX, "a symbol may fit all");

size_t nsc_explain_rules(const struct nsc_symbol_meaning *symbol,
			 enum nsc_rule_id out[NSC_EXPLAIN_RULES_MAX])
{
	size_t count = 0, i;

	for (i = 0; i < NAME_RULES; i++) {
		uint32_t with = rules_of_names[i].with;

		if (rules_of_names[i].tiers & 1u << symbol->tier &&
		    (symbol->traits & with) == with &&
		    !(symbol->traits & rules_of_names[i].without)) {
			out[count++] = rules_of_names[i].rule;
		}
	}
	return count;
}
