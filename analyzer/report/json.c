/*
 * json.c - the JSON report. Keys and their order are design.md's, "Report".
 */
#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/json_out.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/components.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/paths.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "rules/rule.h"

struct writer {
	const struct nsc_report *report;
	struct nsc_json json;
	const struct nsc_judgement *judgement; /* of the target at hand */
};

static struct nostd_str text_of(const struct writer *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

/* -- small parts --------------------------------------------------------------------- */

static void put_text_or_null(struct writer *w, const char *key, struct nostd_str text)
{
	nsc_json_key(&w->json, key);
	if (text.len != 0) {
		nsc_json_str(&w->json, text);
	} else {
		nsc_json_null(&w->json);
	}
}

static void put_name(struct writer *w, const char *key, struct nsc_name name)
{
	put_text_or_null(w, key, text_of(w, name));
}

static void put_path(struct writer *w, const char *key, struct nsc_name path)
{
	put_text_or_null(w, key, nsc_show_path(w->report, path));
}

static void put_number_or_null(struct writer *w, const char *key, uint32_t number)
{
	nsc_json_key(&w->json, key);
	if (number != 0) {
		nsc_json_uint(&w->json, number);
	} else {
		nsc_json_null(&w->json);
	}
}

static void put_cost(struct writer *w, const char *key, bool known,
		     const struct nsc_cost *cost)
{
	nsc_json_key(&w->json, key);
	if (!known) {
		nsc_json_null(&w->json);
		return;
	}
	nsc_json_object_line(&w->json);
	nsc_json_key(&w->json, "flash");
	nsc_json_int(&w->json, cost->flash);
	nsc_json_key(&w->json, "ram");
	nsc_json_int(&w->json, cost->ram);
	nsc_json_end(&w->json);
}

static void put_price(struct writer *w, const char *key, const struct nsc_price *price)
{
	put_cost(w, key, price->known, &price->cost);
}

static void put_place(struct writer *w, struct nsc_place at)
{
	put_path(w, "file", at.file);
	put_number_or_null(w, "line", at.line);
	put_number_or_null(w, "column", at.column);
}

static void put_id(struct writer *w, const char *key, struct nsc_digest digest)
{
	char hex[NSC_DIGEST_HEX_SIZE];

	nsc_digest_hex(digest, hex);
	nsc_json_kstr(&w->json, key, nostd_str_new(hex, NSC_DIGEST_HEX_SIZE - 1));
}

/* -- head ---------------------------------------------------------------------------- */

static void put_head(struct writer *w)
{
	nsc_json_kstr(&w->json, "schema_version", NOSTD_STR(NSC_REPORT_SCHEMA_VERSION));
	nsc_json_key(&w->json, "tool");
	nsc_json_object_line(&w->json);
	nsc_json_kstr(&w->json, "name", NOSTD_STR("nostd-check"));
	nsc_json_kstr(&w->json, "version", nostd_str_from_c(w->report->version));
	put_name(w, "libclang", w->report->parser);
	nsc_json_end(&w->json);
	nsc_json_key(&w->json, "run");
	nsc_json_object_line(&w->json);
	nsc_json_kbool(&w->json, "complete", w->report->complete);
	nsc_json_key(&w->json, "config");
	if (nsc_name_given(w->report->config)) {
		nsc_json_object_line(&w->json);
		put_path(w, "path", w->report->config);
		put_name(w, "hash", w->report->config_hash);
		nsc_json_end(&w->json);
	} else {
		nsc_json_null(&w->json);
	}
	nsc_json_end(&w->json);
}

/* -- targets ------------------------------------------------------------------------- */

static void put_image(struct writer *w, const struct nsc_report_target *target)
{
	nsc_json_key(&w->json, "image");
	if (!nsc_name_given(target->map) && !nsc_name_given(target->elf)) {
		nsc_json_null(&w->json);
		return;
	}
	nsc_json_object(&w->json);
	put_path(w, "path", nsc_name_given(target->map) ? target->map : target->elf);
	put_name(w, "hash",
		 nsc_name_given(target->map) ? target->map_hash : target->elf_hash);
	put_name(w, "format", target->map_format);
	put_path(w, "elf", target->elf);
	nsc_json_end(&w->json);
}

static void put_counts(struct writer *w, const struct nsc_report_target *target)
{
	const uint32_t *by = target->judgement->verdict.by_severity;

	nsc_json_key(&w->json, "counts");
	nsc_json_object(&w->json);
	nsc_json_kuint(&w->json, "units", target->units);
	nsc_json_kuint(&w->json, "objects", target->objects);
	nsc_json_kuint(&w->json, "symbols_defined", target->symbols_defined);
	nsc_json_kuint(&w->json, "symbols_undefined", target->symbols_undefined);
	nsc_json_kuint(&w->json, "referenced", target->referenced);
	nsc_json_kuint(&w->json, "extracted", target->extracted);
	nsc_json_kuint(&w->json, "live", target->live);
	nsc_json_key(&w->json, "findings");
	nsc_json_object_line(&w->json);
	nsc_json_kuint(&w->json, "error", by[NSC_SEVERITY_ERROR]);
	nsc_json_kuint(&w->json, "warning", by[NSC_SEVERITY_WARNING]);
	nsc_json_kuint(&w->json, "note", by[NSC_SEVERITY_NOTE]);
	nsc_json_kuint(&w->json, "suppressed", target->judgement->verdict.suppressed);
	nsc_json_end(&w->json);
	nsc_json_end(&w->json);
}

static void put_size(struct writer *w, const struct nsc_report_target *target)
{
	nsc_json_key(&w->json, "size");
	if (!target->sizes_known) {
		nsc_json_null(&w->json);
		return;
	}
	nsc_json_object(&w->json);
	nsc_json_kuint(&w->json, "text", target->text);
	nsc_json_kuint(&w->json, "data", target->data);
	nsc_json_kuint(&w->json, "bss", target->bss);
	put_price(w, "retained_by_findings", &target->judgement->verdict.all);
	put_price(w, "retained_by_std", &target->retained_by_std);
	put_price(w, "retained_by_alloc", &target->retained_by_alloc);
	nsc_json_end(&w->json);
}

static void put_levels(struct writer *w, unsigned levels)
{
	nsc_json_key(&w->json, "levels");
	nsc_json_array_line(&w->json);
	if (levels & NSC_LEVEL_SOURCE) {
		nsc_json_str(&w->json, NOSTD_STR("source"));
	}
	if (levels & NSC_LEVEL_OBJECT) {
		nsc_json_str(&w->json, NOSTD_STR("object"));
	}
	if (levels & NSC_LEVEL_LINK) {
		nsc_json_str(&w->json, NOSTD_STR("link"));
	}
	nsc_json_end(&w->json);
}

static void put_target(struct writer *w, const struct nsc_report_target *target)
{
	const struct nsc_policy_terms *terms = target->judgement->target->terms;

	nsc_json_object(&w->json);
	nsc_json_kstr(&w->json, "name", text_of(w, target->name));
	nsc_json_kstr(&w->json, "tier", nsc_tier_name(terms->tier));
	nsc_json_kbool(&w->json, "tier_assumed", target->tier_assumed);
	nsc_json_kstr(&w->json, "profile",
		      terms->profile.strict ? NOSTD_STR("strict")
					    : NOSTD_STR("practical"));
	put_name(w, "triple", target->triple);
	put_levels(w, target->levels);
	put_image(w, target);
	nsc_json_kstr(&w->json, "status",
		      nostd_str_from_c(nsc_report_status_name(target->status)));
	put_counts(w, target);
	put_size(w, target);
	nsc_json_end(&w->json);
}

/* -- units and components ------------------------------------------------------------ */

static const char *const unit_status[] = {"ok", "partial", "failed", "skipped"};

static void put_unit(struct writer *w, const struct nsc_report_unit *unit)
{
	nsc_json_object(&w->json);
	put_name(w, "target", unit->target);
	put_path(w, "source", unit->source);
	put_path(w, "object", unit->object);
	put_name(w, "command_hash", unit->command_hash);
	nsc_json_kstr(&w->json, "status", nostd_str_from_c(unit_status[unit->status]));
	put_name(w, "why", unit->why);
	nsc_json_end(&w->json);
}

static void put_component(struct writer *w, const struct nsc_component_sum *sum)
{
	nsc_json_object(&w->json);
	put_name(w, "target", w->judgement->target->terms->target);
	put_name(w, "name", sum->name);
	nsc_json_kstr(&w->json, "kind", nostd_str_from_c(nsc_side_name(sum->side)));
	nsc_json_kstr(&w->json, "tier_direct", nsc_tier_name(sum->tier_direct));
	nsc_json_kstr(&w->json, "tier_needed", nsc_tier_name(sum->tier_needed));
	nsc_json_kuint(&w->json, "files", sum->files);
	put_cost(w, "size", sum->size_known, &sum->size);
	put_price(w, "retained", &sum->retained);
	nsc_json_end(&w->json);
}

/* -- findings ------------------------------------------------------------------------ */

static void put_macros(struct writer *w, uint32_t first, uint32_t count)
{
	uint32_t i;

	nsc_json_key(&w->json, "macros");
	nsc_json_array(&w->json);
	for (i = first; i < first + count; i++) {
		const struct nsc_finding_macro *macro =
			&w->judgement->findings.macros.ptr[i];

		nsc_json_object_line(&w->json);
		put_name(w, "name", macro->name);
		put_place(w, macro->defined);
		nsc_json_end(&w->json);
	}
	nsc_json_end(&w->json);
}

static void put_source_sites(struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->json, "source");
	nsc_json_array(&w->json);
	for (i = 0; i < finding->source_count; i++) {
		const struct nsc_source_site *site =
			&w->judgement->findings.sources.ptr[finding->source_first + i];

		nsc_json_object(&w->json);
		put_place(w, site->at);
		put_name(w, "function", site->function);
		put_name(w, "spelled", site->spelled);
		put_macros(w, site->macro_first, site->macro_count);
		if (nsc_place_cmp(w->report->run->names, site->at, site->physical) != 0) {
			nsc_json_key(&w->json, "physical");
			nsc_json_object_line(&w->json);
			put_place(w, site->physical);
			nsc_json_end(&w->json);
		}
		nsc_json_end(&w->json);
	}
	nsc_json_end(&w->json);
}

static void put_object_sites(struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->json, "object");
	nsc_json_array(&w->json);
	for (i = 0; i < finding->object_count; i++) {
		const struct nsc_object_evidence *site =
			&w->judgement->findings.objects.ptr[finding->object_first + i];

		nsc_json_object(&w->json);
		put_path(w, "object", site->object);
		put_path(w, "archive", site->archive);
		put_name(w, "member", site->member);
		put_name(w, "section", site->section);
		put_name(w, "function", site->function);
		put_name(w, "symbol", site->symbol);
		put_place(w, site->at);
		nsc_json_key(&w->json, "live");
		if (w->judgement->target->image) {
			nsc_json_bool(&w->json, site->live);
		} else {
			nsc_json_null(&w->json);
		}
		nsc_json_kbool(&w->json, "emitted_by_compiler", site->emitted);
		nsc_json_end(&w->json);
	}
	nsc_json_end(&w->json);
}

static void put_links(struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->json, "link");
	nsc_json_array(&w->json);
	for (i = 0; i < finding->link_count; i++) {
		const struct nsc_link_evidence *link =
			&w->judgement->findings.links.ptr[finding->link_first + i];

		nsc_json_object(&w->json);
		put_path(w, "archive", link->archive);
		put_name(w, "member", link->member);
		nsc_json_key(&w->json, "pulled_by");
		nsc_json_object_line(&w->json);
		put_path(w, "object", link->by_object);
		put_path(w, "archive", link->by_archive);
		put_name(w, "member", link->by_member);
		nsc_json_end(&w->json);
		put_name(w, "symbol", link->symbol);
		put_cost(w, "bytes", true, &link->bytes);
		put_number_or_null(w, "line", link->line);
		nsc_json_end(&w->json);
	}
	nsc_json_end(&w->json);
}

static void put_why(struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->json, "why");
	nsc_json_array(&w->json);
	for (i = 0; i < finding->hop_count; i++) {
		const struct nsc_hop *hop =
			&w->judgement->findings.hops.ptr[finding->hop_first + i];

		nsc_json_object(&w->json);
		put_name(w, "node", nsc_show_node(w->report, hop));
		put_name(w, "symbol", hop->symbol);
		nsc_json_kstr(&w->json, "edge",
			      nostd_str_from_c(nsc_hop_kind_name(hop->edge)));
		nsc_json_key(&w->json, "location");
		if (hop->at.line != 0) {
			nsc_json_object_line(&w->json);
			put_place(w, hop->at);
			nsc_json_end(&w->json);
		} else {
			nsc_json_null(&w->json);
		}
		nsc_json_end(&w->json);
	}
	nsc_json_end(&w->json);
	nsc_json_kuint(&w->json, "why_count", finding->why_count);
}

static void put_location(struct writer *w, const struct nsc_finding *finding)
{
	nsc_json_key(&w->json, "location");
	nsc_json_object(&w->json);
	put_place(w, finding->at);
	put_name(w, "function", finding->function);
	if (finding->source_count != 0) {
		const struct nsc_source_site *site =
			&w->judgement->findings.sources.ptr[finding->source_first];

		put_macros(w, site->macro_first, site->macro_count);
	} else {
		put_macros(w, 0, 0);
	}
	nsc_json_end(&w->json);
}

static void put_related(struct writer *w, const struct nsc_finding *finding)
{
	unsigned i;

	nsc_json_key(&w->json, "related");
	nsc_json_array_line(&w->json);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		if (finding->related & (uint64_t)1 << i) {
			nsc_json_str(&w->json, nsc_rule_at((enum nsc_rule_id)i)->id);
		}
	}
	nsc_json_end(&w->json);
}

static void put_finding_size(struct writer *w, const struct nsc_finding *finding)
{
	const struct nsc_finding_price *price = &finding->price;
	const struct nsc_graph *graph = w->judgement->target->graph;

	nsc_json_key(&w->json, "size");
	nsc_json_object(&w->json);
	put_cost(w, "own", price->own_known, &price->own);
	put_price(w, "retained", &price->retained);
	put_price(w, "retained_group", &price->retained_group);
	nsc_json_key(&w->json, "shared_with");
	if (price->retained.known) {
		nsc_json_uint(&w->json, price->shared_with);
	} else {
		nsc_json_null(&w->json);
	}
	if (price->retained.missing != NSC_NO_ROW) {
		put_name(w, "fails_without",
			 graph->symbols.ptr[price->retained.missing].name);
	}
	nsc_json_end(&w->json);
}

static void put_suppression(struct writer *w, const struct nsc_finding *finding)
{
	const struct nsc_allowance *entry;

	nsc_json_key(&w->json, "suppression");
	if (!finding->suppressed) {
		nsc_json_null(&w->json);
		return;
	}
	entry = &w->judgement->target->terms->allow.ptr[finding->suppressed_by];
	nsc_json_object(&w->json);
	nsc_json_kstr(&w->json, "kind",
		      finding->suppressed == NSC_SUPPRESS_CONFIG ? NOSTD_STR("config")
								 : NOSTD_STR("inline"));
	put_name(w, "reason", entry->reason);
	nsc_json_key(&w->json, "location");
	nsc_json_object_line(&w->json);
	put_place(w, entry->at);
	nsc_json_end(&w->json);
	nsc_json_end(&w->json);
}

static void put_finding(struct writer *w, const struct nsc_finding *finding)
{
	nsc_json_object(&w->json);
	put_id(w, "id", finding->id);
	nsc_json_kstr(&w->json, "rule", nsc_rule_at(finding->rule)->id);
	nsc_json_kstr(&w->json, "slug", nsc_rule_at(finding->rule)->slug);
	nsc_json_kstr(&w->json, "severity", nsc_severity_name(finding->severity));
	put_name(w, "target", finding->target);
	put_name(w, "symbol", finding->symbol);
	nsc_json_kstr(&w->json, "tier", nsc_tier_name(finding->tier));
	put_text_or_null(w, "capability",
			 finding->has_capability
				 ? nsc_capability_name(finding->capability)
				 : NOSTD_STR(""));
	put_text_or_null(w, "state",
			 finding->has_state
				 ? nostd_str_from_c(nsc_state_name(finding->state))
				 : NOSTD_STR(""));
	put_name(w, "message", finding->message);
	put_location(w, finding);
	nsc_json_key(&w->json, "evidence");
	nsc_json_object(&w->json);
	put_source_sites(w, finding);
	put_object_sites(w, finding);
	put_links(w, finding);
	nsc_json_end(&w->json);
	put_why(w, finding);
	put_related(w, finding);
	put_finding_size(w, finding);
	nsc_json_key(&w->json, "remedy");
	nsc_json_object_line(&w->json);
	put_name(w, "text", finding->remedy);
	nsc_json_end(&w->json);
	put_suppression(w, finding);
	nsc_json_end(&w->json);
}

/* -- symbols and edges of the findings' chains --------------------------------------- */

static void put_symbol(struct writer *w, const struct nsc_path_symbol *symbol)
{
	nsc_json_object(&w->json);
	put_name(w, "target", symbol->target);
	put_name(w, "name", symbol->name);
	put_name(w, "base", symbol->base);
	nsc_json_kstr(&w->json, "tier", nsc_tier_name(symbol->tier));
	put_text_or_null(w, "capability",
			 symbol->known ? nsc_capability_name(symbol->capability)
				       : NOSTD_STR(""));
	nsc_json_kstr(&w->json, "role", nostd_str_from_c(symbol->role));
	nsc_json_key(&w->json, "provider");
	if (nsc_name_given(symbol->provider)) {
		nsc_json_str(&w->json, text_of(w, symbol->provider));
	} else {
		nsc_json_null(&w->json);
	}
	nsc_json_end(&w->json);
}

static void put_edge(struct writer *w, const struct nsc_path_edge *edge)
{
	nsc_json_object_line(&w->json);
	put_name(w, "target", edge->target);
	put_name(w, "from", edge->from);
	put_name(w, "to", edge->to);
	nsc_json_kstr(&w->json, "kind", nostd_str_from_c(nsc_hop_kind_name(edge->kind)));
	nsc_json_end(&w->json);
}

/* -- foot ---------------------------------------------------------------------------- */

static void put_rules(struct writer *w)
{
	unsigned i;

	nsc_json_key(&w->json, "rules");
	nsc_json_array(&w->json);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		const struct nsc_rule *rule = nsc_rule_at((enum nsc_rule_id)i);

		if (!rule->judged) {
			continue;
		}
		nsc_json_object_line(&w->json);
		nsc_json_kstr(&w->json, "id", rule->id);
		nsc_json_kstr(&w->json, "slug", rule->slug);
		nsc_json_kstr(&w->json, "severity", nsc_severity_name(rule->severity));
		nsc_json_kstr(&w->json, "says", rule->says);
		nsc_json_end(&w->json);
	}
	nsc_json_end(&w->json);
}

static void put_diag(struct writer *w, const struct nsc_diag *diag)
{
	static const char *const kinds[] = {"detail", "note", "warning", "not-analysed",
					    "stale",  "lto",  "nothing"};
	const char *rule = nsc_diag_rule(diag->kind);

	nsc_json_object(&w->json);
	put_text_or_null(w, "rule", nostd_str_from_c(rule));
	nsc_json_kstr(&w->json, "kind", nostd_str_from_c(kinds[diag->kind]));
	put_name(w, "target", diag->target);
	put_place(w, diag->at);
	put_name(w, "text", diag->text);
	nsc_json_end(&w->json);
}

static void put_diags(struct writer *w)
{
	const struct nsc_diag_vec *all = &w->report->run->diags->all;
	size_t i;

	nsc_json_key(&w->json, "errors");
	nsc_json_array(&w->json);
	for (i = 0; i < all->len; i++) {
		put_diag(w, &all->ptr[i]);
	}
	nsc_json_end(&w->json);
}

static void put_by_rule(struct writer *w)
{
	unsigned i;

	nsc_json_key(&w->json, "by_rule");
	nsc_json_object(&w->json);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		uint64_t count = 0;
		size_t t, f;

		for (t = 0; t < w->report->targets.len; t++) {
			const struct nsc_finding_vec *all =
				&w->report->targets.ptr[t].judgement->findings.all;

			for (f = 0; f < all->len; f++) {
				count += (unsigned)all->ptr[f].rule == i &&
					 !all->ptr[f].suppressed;
			}
		}
		if (count != 0) {
			nsc_json_key_str(&w->json, nsc_rule_at((enum nsc_rule_id)i)->id);
			nsc_json_uint(&w->json, count);
		}
	}
	nsc_json_end(&w->json);
}

static void put_summary(struct writer *w)
{
	uint64_t by[NSC_SEVERITY_COUNT] = {0};
	uint8_t status = w->report->complete ? NSC_REPORT_CLEAN : NSC_REPORT_INCOMPLETE;
	size_t t;
	unsigned s;

	for (t = 0; t < w->report->targets.len; t++) {
		for (s = 0; s < NSC_SEVERITY_COUNT; s++) {
			by[s] += w->report->targets.ptr[t]
					 .judgement->verdict.by_severity[s];
		}
	}
	if (status == NSC_REPORT_CLEAN &&
	    by[NSC_SEVERITY_ERROR] + by[NSC_SEVERITY_WARNING] + by[NSC_SEVERITY_NOTE] !=
		    0) {
		status = NSC_REPORT_FINDINGS;
	}
	nsc_json_key(&w->json, "summary");
	nsc_json_object(&w->json);
	nsc_json_kstr(&w->json, "status",
		      nostd_str_from_c(nsc_report_status_name(status)));
	nsc_json_kuint(&w->json, "exit_code", (uint64_t)w->report->exit_code);
	put_by_rule(w);
	nsc_json_key(&w->json, "by_severity");
	nsc_json_object_line(&w->json);
	nsc_json_kuint(&w->json, "error", by[NSC_SEVERITY_ERROR]);
	nsc_json_kuint(&w->json, "warning", by[NSC_SEVERITY_WARNING]);
	nsc_json_kuint(&w->json, "note", by[NSC_SEVERITY_NOTE]);
	nsc_json_end(&w->json);
	nsc_json_kbool(&w->json, "complete", w->report->complete);
	nsc_json_end(&w->json);
}

/* -- the document -------------------------------------------------------------------- */

static void put_targets(struct writer *w)
{
	size_t i;

	nsc_json_key(&w->json, "targets");
	nsc_json_array(&w->json);
	for (i = 0; i < w->report->targets.len; i++) {
		put_target(w, &w->report->targets.ptr[i]);
	}
	nsc_json_end(&w->json);
	nsc_json_key(&w->json, "units");
	nsc_json_array(&w->json);
	for (i = 0; i < w->report->units.len; i++) {
		put_unit(w, &w->report->units.ptr[i]);
	}
	nsc_json_end(&w->json);
}

static void put_components(struct writer *w)
{
	size_t t, i;

	nsc_json_key(&w->json, "components");
	nsc_json_array(&w->json);
	for (t = 0; t < w->report->targets.len; t++) {
		struct nsc_component_sums sums;

		w->judgement = w->report->targets.ptr[t].judgement;
		nsc_components_sum(w->judgement, &sums);
		for (i = 0; i < sums.len; i++) {
			put_component(w, &sums.ptr[i]);
		}
	}
	nsc_json_end(&w->json);
}

static void put_findings(struct writer *w)
{
	size_t t, i;

	nsc_json_key(&w->json, "findings");
	nsc_json_array(&w->json);
	for (t = 0; t < w->report->targets.len; t++) {
		w->judgement = w->report->targets.ptr[t].judgement;
		for (i = 0; i < w->judgement->findings.all.len; i++) {
			put_finding(w, &w->judgement->findings.all.ptr[i]);
		}
	}
	nsc_json_end(&w->json);
}

static void put_paths(struct writer *w)
{
	struct nsc_path_parts parts;
	size_t i;

	nsc_path_parts_collect(w->report, &parts);
	nsc_json_key(&w->json, "symbols");
	nsc_json_array(&w->json);
	for (i = 0; i < parts.symbols.len; i++) {
		put_symbol(w, &parts.symbols.ptr[i]);
	}
	nsc_json_end(&w->json);
	nsc_json_key(&w->json, "edges");
	nsc_json_array(&w->json);
	for (i = 0; i < parts.edges.len; i++) {
		put_edge(w, &parts.edges.ptr[i]);
	}
	nsc_json_end(&w->json);
}

bool nsc_report_json(const struct nsc_report *report, struct nostd_sink out)
{
	struct writer w;

	w.report = report;
	w.judgement = NULL;
	nsc_json_init(&w.json, out);
	nsc_json_object(&w.json);
	put_head(&w);
	put_targets(&w);
	put_components(&w);
	put_findings(&w);
	put_paths(&w);
	put_rules(&w);
	put_diags(&w);
	put_summary(&w);
	nsc_json_end(&w.json);
	return !w.json.failed;
}

const char *nsc_report_status_name(uint8_t status)
{
	static const char *const names[] = {"clean", "findings", "incomplete"};

	return names[status];
}
