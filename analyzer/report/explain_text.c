/*
 * explain_text.c - what a name means, for people. See explain.h.
 */
#include "analyzer/report/explain.h"

#include "analyzer/fact/unit.h"
#include "analyzer/report/put.h"
#include "rules/construct.h"
#include "rules/library.h"
#include "rules/rewrite.h"

/* "  tier          ": values of a paragraph stand below each other. */
static void put_label(struct nsc_put *put, const char *label)
{
	NSC_PUT(put, "  {:<14}", label);
}

static void put_line(struct nsc_put *put, const char *label, struct nostd_str text)
{
	if (text.len != 0) {
		put_label(put, label);
		NSC_PUT(put, "{}\n", text);
	}
}

static void put_title(struct nsc_put *put, struct nostd_str name, const char *kind)
{
	NSC_PUT(put, "{}{}{}: {}\n", NSC_BOLD(put), name, NSC_PLAIN(put), kind);
}

static void put_tier(struct nsc_put *put, enum nsc_tier tier)
{
	put_label(put, "tier");
	NSC_PUT(put, "{}: {}\n", nsc_tier_name(tier), nsc_tier_meaning(tier));
}

static void put_capability(struct nsc_put *put, enum nsc_capability capability)
{
	put_label(put, "capability");
	NSC_PUT(put, "{}: {}\n", nsc_capability_name(capability),
		nsc_capability_meaning(capability));
}

/* "std before c23, core from c23 on", or one word. */
static void put_strict(struct nsc_put *put, const struct nsc_explain_strict *strict)
{
	size_t i;

	put_label(put, "in strict");
	NSC_PUT(put, "{}", nsc_tier_name(strict->tiers[0]));
	for (i = 1; i < strict->count; i++) {
		struct nostd_str edition =
			nsc_edition_name((enum nsc_edition)(strict->first + i));

		if (strict->tiers[i] != strict->tiers[i - 1]) {
			NSC_PUT(put, " before {}, {} from {} on", edition,
				nsc_tier_name(strict->tiers[i]), edition);
		}
	}
	NSC_PUT(put, "\n");
}

static void put_providers(struct nsc_put *put, const char *label, uint32_t providers)
{
	bool first = true;
	size_t i;

	if (providers == 0) {
		return;
	}
	put_label(put, label);
	for (i = 0; i < NSC_PROVIDER_COUNT; i++) {
		if (providers & 1u << i) {
			NSC_PUT(put, "{}{}", first ? "" : ", ",
				nsc_provider_name((enum nsc_provider)i));
			first = false;
		}
	}
	NSC_PUT(put, "\n");
}

/* -- rules and pages ----------------------------------------------------------------- */

static void put_rule(struct nsc_put *put, const struct nsc_rule *rule)
{
	NSC_PUT(put, "\n");
	put_label(put, "severity");
	NSC_PUT(put, "{} at most: the state of the evidence lowers it{}\n",
		nsc_severity_name(rule->severity),
		rule->on ? "" : "; off unless the policy asks for it");
	if (!rule->judged) {
		put_line(put, "judged", NOSTD_STR("not by this version"));
	}
}

/* -- symbols ------------------------------------------------------------------------- */

static void put_derived(struct nsc_put *put, const struct nsc_symbol_meaning *symbol)
{
	bool same = nostd_str_eq(symbol->name, symbol->base);

	if (symbol->pattern.len == 0) {
		return;
	}
	put_label(put, "derived");
	NSC_PUT(put, "{} of {}, by the pattern {}\n",
		same ? "another spelling" : "a sibling", symbol->base, symbol->pattern);
}

static void put_traits(struct nsc_put *put, uint32_t traits)
{
	size_t i;

	for (i = 0; i < NSC_TRAIT_COUNT; i++) {
		if (traits & 1u << i) {
			put_line(put, "is", nsc_trait_meaning((enum nsc_trait)i));
		}
	}
}

/* Names that stand for each other between the source and the object. */
static void put_aliases(struct nsc_put *put, struct nostd_str name)
{
	const struct nsc_alias *alias;
	size_t count = nsc_aliases_of(name, &alias), i;

	for (i = 0; i < count; i++) {
		put_label(put, "written");
		NSC_PUT(put, "{} ({})\n", alias[i].source, alias[i].libcs);
	}
	for (i = 0; i < nsc_alias_count(); i++) {
		alias = nsc_alias_at(i);
		if (nostd_str_eq(alias->source, name)) {
			put_label(put, "in objects");
			NSC_PUT(put, "{} ({})\n", alias->link, alias->libcs);
		}
	}
}

static void put_rewrite(struct nsc_put *put, const struct nsc_rewrite *rewrite)
{
	NSC_PUT(put, "{}: {}", rewrite->compilers, rewrite->when);
	if (rewrite->stop.len != 0) {
		NSC_PUT(put, "; stopped by {}", rewrite->stop);
	}
	NSC_PUT(put, "\n");
}

/* What compilers make of a name, and what they make into it. */
static void put_rewrites(struct nsc_put *put, struct nostd_str name)
{
	const struct nsc_rewrite *rewrite;
	size_t count = nsc_rewrites_to(name, &rewrite), i;

	for (i = 0; i < count; i++) {
		put_label(put, "put in");
		if (rewrite[i].written.len != 0) {
			NSC_PUT(put, "for {}, ", rewrite[i].written);
		}
		put_rewrite(put, &rewrite[i]);
	}
	for (i = 0; i < nsc_rewrite_count(); i++) {
		rewrite = nsc_rewrite_at(i);
		if (nostd_str_eq(rewrite->written, name)) {
			put_label(put, "becomes");
			NSC_PUT(put, "{}, ", rewrite->emitted);
			put_rewrite(put, rewrite);
		}
	}
}

/* What in a source becomes a call of it, though it names nothing. */
static void put_constructs(struct nsc_put *put, struct nostd_str name)
{
	size_t i;

	for (i = 0; i < nsc_emitter_count(); i++) {
		const struct nsc_emitter *row = nsc_emitter_at(i);
		const char *phrase = nsc_construct_phrase_of(row->construct);

		if (!phrase || !nsc_emitter_emits(row, name)) {
			continue;
		}
		put_label(put, "put in");
		NSC_PUT(put, "for {}", phrase);
		if (row->gcc.len != 0) {
			NSC_PUT(put, "; gcc: {}", row->gcc);
		}
		if (row->clang.len != 0) {
			NSC_PUT(put, "; clang: {}", row->clang);
		}
		if (row->instead.len != 0) {
			NSC_PUT(put, "; instead: {}", row->instead);
		}
		NSC_PUT(put, "\n");
	}
}

static void put_rules_of(struct nsc_put *put, const struct nsc_symbol_meaning *symbol)
{
	enum nsc_rule_id rules[NSC_EXPLAIN_RULES_MAX];
	size_t count = nsc_explain_rules(symbol, rules), i;

	for (i = 0; i < count; i++) {
		const struct nsc_rule *rule = nsc_rule_at(rules[i]);

		put_label(put, i == 0 ? "rules" : "");
		NSC_PUT(put, "{} {}: {}\n", rule->id, rule->slug, rule->says);
	}
}

static void put_symbol(struct nsc_put *put, const struct nsc_explained *it)
{
	const struct nsc_symbol_meaning *symbol = &it->symbol;
	struct nsc_explain_strict strict;

	put_title(put, it->name, "a symbol");
	put_derived(put, symbol);
	put_tier(put, symbol->tier);
	nsc_explain_symbol_strict(it, &strict);
	put_strict(put, &strict);
	put_capability(put, symbol->capability);
	put_line(put, "origin", symbol->origin);
	put_providers(put, symbol->pattern.len != 0 ? "base is in" : "defined by",
		      symbol->providers);
	put_traits(put, symbol->traits);
	put_aliases(put, it->name);
	put_rewrites(put, it->name);
	put_constructs(put, it->name);
	put_line(put, "instead", symbol->use_instead);
	put_line(put, "note", symbol->note);
	put_rules_of(put, symbol);
}

/* -- the rest ------------------------------------------------------------------------ */

static void put_unknown(struct nsc_put *put, const struct nsc_explained *it)
{
	put_title(put, it->name, "a symbol that is left unknown on purpose (NSC904)");
	put_line(put, "because", it->unknown);
}

static void put_header(struct nsc_put *put, const struct nsc_explained *it)
{
	const struct nsc_header_meaning *header = &it->header;
	struct nsc_explain_strict strict;

	put_title(put, it->name, "a header");
	if (nostd_str_ends_with(header->name, NOSTD_STR("*"))) {
		put_line(put, "as all of", header->name);
	}
	put_tier(put, header->tier);
	nsc_explain_header_strict(it, &strict);
	put_strict(put, &strict);
	if (header->mixed) {
		put_line(put, "mixed",
			 NOSTD_STR("the names that are used of it decide: it declares "
				   "some of a higher tier"));
	}
	put_capability(put, header->capability);
	put_line(put, "origin", header->origin);
	put_providers(put, "shipped by", header->providers);
	put_line(put, "instead", header->use_instead);
	put_line(put, "note", header->note);
}

static void put_library(struct nsc_put *put, const struct nsc_explained *it)
{
	put_title(put, it->name, "an archive or start file");
	put_label(put, "role");
	NSC_PUT(put, "{}: {}\n", nsc_role_name(it->library->role),
		nsc_role_meaning(it->library->role));
	put_line(put, "as all", it->library->glob);
	put_line(put, "note", it->library->note);
}

static void put_tier_word(struct nsc_put *put, const struct nsc_explained *it)
{
	put_title(put, it->name, "a tier");
	put_line(put, "means", nsc_tier_meaning(it->tier));
}

static void put_capability_word(struct nsc_put *put, const struct nsc_explained *it)
{
	put_title(put, it->name, "a capability");
	put_line(put, "means", nsc_capability_meaning(it->capability));
	put_line(put, "reached",
		 nsc_capability_drags(it->capability)
			 ? NOSTD_STR("from a core function it is a hosted part that was "
				     "dragged in (NSC111)")
			 : NOSTD_STR("from a core function it costs bytes and needs no "
				     "OS"));
}

static void put_page(struct nsc_put *put, const struct nsc_explained *it)
{
	NSC_PUT(put, "{}", it->page);
	if (it->rule) {
		put_rule(put, it->rule);
	}
}

/* One after the other, a blank line between them. */
void nsc_explain_text(struct nsc_put *put, const struct nsc_explained *it)
{
	const struct {
		bool is;
		void (*write)(struct nsc_put *put, const struct nsc_explained *it);
	} parts[] = {
		{it->page.len != 0, put_page},
		{it->has_symbol, put_symbol},
		{it->unknown.len != 0 && !it->has_symbol, put_unknown},
		{it->has_header, put_header},
		{it->library != NULL, put_library},
		{it->has_tier, put_tier_word},
		{it->has_capability, put_capability_word},
	};
	bool first = true;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].is) {
			NSC_PUT(put, "{}", first ? "" : "\n");
			parts[i].write(put, it);
			first = false;
		}
	}
}
