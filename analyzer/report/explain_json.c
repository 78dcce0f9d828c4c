/*
 * explain_json.c - what a name means, for programs. See explain.h.
 */
#include "analyzer/report/explain.h"

#include "analyzer/base/json_out.h"
#include "analyzer/fact/unit.h"
#include "rules/construct.h"
#include "rules/library.h"
#include "rules/rewrite.h"

/* A text that may be missing: left out. */
static void put_text(struct nsc_json *json, const char *key, struct nostd_str text)
{
	if (text.len != 0) {
		nsc_json_kstr(json, key, text);
	}
}

static void put_strict(struct nsc_json *json, const struct nsc_explain_strict *strict)
{
	size_t i;

	nsc_json_key(json, "strict");
	nsc_json_object_line(json);
	for (i = 0; i < strict->count; i++) {
		nsc_json_key_str(json,
				 nsc_edition_name((enum nsc_edition)(strict->first + i)));
		nsc_json_str(json, nsc_tier_name(strict->tiers[i]));
	}
	nsc_json_end(json);
}

static void put_providers(struct nsc_json *json, const char *key, uint32_t providers)
{
	size_t i;

	nsc_json_key(json, key);
	nsc_json_array(json);
	for (i = 0; i < NSC_PROVIDER_COUNT; i++) {
		if (providers & 1u << i) {
			nsc_json_object_line(json);
			nsc_json_kstr(json, "library",
				      nsc_provider_name((enum nsc_provider)i));
			nsc_json_kstr(json, "seen",
				      nsc_provider_source((enum nsc_provider)i));
			nsc_json_end(json);
		}
	}
	nsc_json_end(json);
}

/* -- rules and pages ----------------------------------------------------------------- */

static void put_rule(struct nsc_json *json, const struct nsc_explained *it)
{
	const struct nsc_rule *rule = it->rule;

	nsc_json_key(json, "rule");
	nsc_json_object(json);
	nsc_json_kstr(json, "id", rule->id);
	nsc_json_kstr(json, "slug", rule->slug);
	nsc_json_kstr(json, "severity", nsc_severity_name(rule->severity));
	nsc_json_kbool(json, "on", rule->on);
	nsc_json_kbool(json, "judged", rule->judged);
	nsc_json_kstr(json, "says", rule->says);
	nsc_json_kstr(json, "remedy", rule->remedy);
	nsc_json_kstr(json, "page", it->page);
	nsc_json_end(json);
}

static void put_topic(struct nsc_json *json, const struct nsc_explained *it)
{
	nsc_json_key(json, "topic");
	nsc_json_object(json);
	nsc_json_kstr(json, "page", it->page);
	nsc_json_end(json);
}

/* -- symbols ------------------------------------------------------------------------- */

static void put_traits(struct nsc_json *json, uint32_t traits)
{
	size_t i;

	nsc_json_key(json, "traits");
	nsc_json_array_line(json);
	for (i = 0; i < NSC_TRAIT_COUNT; i++) {
		if (traits & 1u << i) {
			nsc_json_str(json, nsc_trait_name((enum nsc_trait)i));
		}
	}
	nsc_json_end(json);
}

static void put_alias(struct nsc_json *json, struct nostd_str name,
		      const struct nsc_alias *alias)
{
	nsc_json_object_line(json);
	nsc_json_kstr(json, "name", name);
	nsc_json_kstr(json, "libraries", alias->libcs);
	nsc_json_end(json);
}

static void put_aliases(struct nsc_json *json, struct nostd_str name)
{
	const struct nsc_alias *alias;
	size_t count = nsc_aliases_of(name, &alias), i;

	nsc_json_key(json, "source_names");
	nsc_json_array(json);
	for (i = 0; i < count; i++) {
		put_alias(json, alias[i].source, &alias[i]);
	}
	nsc_json_end(json);
	nsc_json_key(json, "link_names");
	nsc_json_array(json);
	for (i = 0; i < nsc_alias_count(); i++) {
		alias = nsc_alias_at(i);
		if (nostd_str_eq(alias->source, name)) {
			put_alias(json, alias->link, alias);
		}
	}
	nsc_json_end(json);
}

static void put_rewrite(struct nsc_json *json, const char *key, struct nostd_str other,
			const struct nsc_rewrite *rewrite)
{
	nsc_json_object_line(json);
	put_text(json, key, other);
	nsc_json_kstr(json, "compilers", rewrite->compilers);
	nsc_json_kstr(json, "when", rewrite->when);
	put_text(json, "stop", rewrite->stop);
	nsc_json_end(json);
}

static void put_rewrites(struct nsc_json *json, struct nostd_str name)
{
	const struct nsc_rewrite *rewrite;
	size_t count = nsc_rewrites_to(name, &rewrite), i;

	nsc_json_key(json, "emitted_for");
	nsc_json_array(json);
	for (i = 0; i < count; i++) {
		put_rewrite(json, "written", rewrite[i].written, &rewrite[i]);
	}
	nsc_json_end(json);
	nsc_json_key(json, "turned_into");
	nsc_json_array(json);
	for (i = 0; i < nsc_rewrite_count(); i++) {
		rewrite = nsc_rewrite_at(i);
		if (nostd_str_eq(rewrite->written, name)) {
			put_rewrite(json, "emitted", rewrite->emitted, rewrite);
		}
	}
	nsc_json_end(json);
}

static void put_constructs(struct nsc_json *json, struct nostd_str name)
{
	size_t i;

	nsc_json_key(json, "constructs");
	nsc_json_array(json);
	for (i = 0; i < nsc_emitter_count(); i++) {
		const struct nsc_emitter *row = nsc_emitter_at(i);
		const char *phrase = nsc_construct_phrase_of(row->construct);

		if (!phrase || !nsc_emitter_emits(row, name)) {
			continue;
		}
		nsc_json_object_line(json);
		nsc_json_kstr(json, "kind", row->construct);
		nsc_json_kstr(json, "text", nostd_str_from_c(phrase));
		put_text(json, "gcc", row->gcc);
		put_text(json, "clang", row->clang);
		put_text(json, "instead", row->instead);
		nsc_json_end(json);
	}
	nsc_json_end(json);
}

static void put_rules_of(struct nsc_json *json, const struct nsc_symbol_meaning *symbol)
{
	enum nsc_rule_id rules[NSC_EXPLAIN_RULES_MAX];
	size_t count = nsc_explain_rules(symbol, rules), i;

	nsc_json_key(json, "rules");
	nsc_json_array_line(json);
	for (i = 0; i < count; i++) {
		nsc_json_str(json, nsc_rule_at(rules[i])->id);
	}
	nsc_json_end(json);
}

static void put_derived(struct nsc_json *json, const struct nsc_symbol_meaning *symbol)
{
	nsc_json_kstr(json, "base", symbol->base);
	nsc_json_key(json, "pattern");
	if (symbol->pattern.len == 0) {
		nsc_json_null(json);
		return;
	}
	nsc_json_str(json, symbol->pattern);
	nsc_json_kbool(json, "same", nostd_str_eq(symbol->name, symbol->base));
}

static void put_symbol(struct nsc_json *json, const struct nsc_explained *it)
{
	const struct nsc_symbol_meaning *symbol = &it->symbol;
	struct nsc_explain_strict strict;

	nsc_json_key(json, "symbol");
	nsc_json_object(json);
	nsc_json_kstr(json, "name", symbol->name);
	put_derived(json, symbol);
	nsc_json_kstr(json, "tier", nsc_tier_name(symbol->tier));
	nsc_explain_symbol_strict(it, &strict);
	put_strict(json, &strict);
	nsc_json_kstr(json, "capability", nsc_capability_name(symbol->capability));
	nsc_json_kstr(json, "origin", symbol->origin);
	put_traits(json, symbol->traits);
	put_providers(json, "defined_by", symbol->providers);
	put_aliases(json, it->name);
	put_rewrites(json, it->name);
	put_constructs(json, it->name);
	put_text(json, "use_instead", symbol->use_instead);
	put_text(json, "note", symbol->note);
	put_rules_of(json, symbol);
	nsc_json_end(json);
}

/* -- the rest ------------------------------------------------------------------------ */

static void put_header(struct nsc_json *json, const struct nsc_explained *it)
{
	const struct nsc_header_meaning *header = &it->header;
	struct nsc_explain_strict strict;

	nsc_json_key(json, "header");
	nsc_json_object(json);
	nsc_json_kstr(json, "name", header->name);
	nsc_json_kstr(json, "tier", nsc_tier_name(header->tier));
	nsc_explain_header_strict(it, &strict);
	put_strict(json, &strict);
	nsc_json_kstr(json, "capability", nsc_capability_name(header->capability));
	nsc_json_kstr(json, "origin", header->origin);
	nsc_json_kbool(json, "mixed", header->mixed);
	put_providers(json, "shipped_by", header->providers);
	put_text(json, "use_instead", header->use_instead);
	put_text(json, "note", header->note);
	nsc_json_end(json);
}

static void put_library(struct nsc_json *json, const struct nsc_library *library)
{
	nsc_json_key(json, "library");
	nsc_json_object(json);
	nsc_json_kstr(json, "glob", library->glob);
	nsc_json_kstr(json, "role", nsc_role_name(library->role));
	nsc_json_kstr(json, "means", nsc_role_meaning(library->role));
	put_text(json, "note", library->note);
	nsc_json_end(json);
}

static void put_words(struct nsc_json *json, const struct nsc_explained *it)
{
	if (it->has_tier) {
		nsc_json_key(json, "tier");
		nsc_json_object(json);
		nsc_json_kstr(json, "means", nsc_tier_meaning(it->tier));
		nsc_json_end(json);
	}
	if (it->has_capability) {
		nsc_json_key(json, "capability");
		nsc_json_object(json);
		nsc_json_kstr(json, "means", nsc_capability_meaning(it->capability));
		nsc_json_kbool(json, "drags", nsc_capability_drags(it->capability));
		nsc_json_end(json);
	}
}

void nsc_explain_json(struct nsc_json *json, const struct nsc_explained *it)
{
	nsc_json_object(json);
	nsc_json_kstr(json, "name", it->name);
	if (it->rule) {
		put_rule(json, it);
	} else if (it->page.len != 0) {
		put_topic(json, it);
	}
	if (it->has_symbol) {
		put_symbol(json, it);
	} else if (it->unknown.len != 0) {
		nsc_json_key(json, "unknown");
		nsc_json_object(json);
		nsc_json_kstr(json, "reason", it->unknown);
		nsc_json_end(json);
	}
	if (it->has_header) {
		put_header(json, it);
	}
	if (it->library) {
		put_library(json, it->library);
	}
	put_words(json, it);
	nsc_json_end(json);
}
