/*
 * json_finding.c - see json_finding.h.
 */
#include "analyzer/report/json_finding.h"

#include "analyzer/base/date.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/header.h"
#include "analyzer/report/hidden.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "rules/rule.h"

struct writer {
	struct nsc_doc *doc;
	const struct nsc_judgement *judgement;
};

/* -- evidence ------------------------------------------------------------------------ */

static void put_macros(const struct writer *w, uint32_t first, uint32_t count)
{
	uint32_t i;

	nsc_json_key(&w->doc->json, "macros");
	nsc_json_array(&w->doc->json);
	for (i = first; i < first + count; i++) {
		const struct nsc_finding_macro *macro =
			&w->judgement->findings.macros.ptr[i];

		nsc_json_object_line(&w->doc->json);
		nsc_doc_name(w->doc, "name", macro->name);
		nsc_doc_place(w->doc, macro->defined);
		nsc_json_end(&w->doc->json);
	}
	nsc_json_end(&w->doc->json);
}

static void put_guard_macro(const struct writer *w, const struct nsc_guard_macro *macro)
{
	bool defined = macro->state == NSC_GUARD_MACRO_DEFINED;

	nsc_json_object_line(&w->doc->json);
	nsc_doc_name(w->doc, "name", macro->name);
	nsc_json_kbool(&w->doc->json, "defined", defined);
	nsc_doc_name(w->doc, "value", macro->body);
	nsc_doc_place(w->doc, macro->at);
	nsc_json_end(&w->doc->json);
}

static void put_physical(const struct writer *w, struct nsc_place at,
			 struct nsc_place physical)
{
	if (nsc_place_cmp(w->doc->report->run->names, at, physical) != 0) {
		nsc_json_key(&w->doc->json, "physical");
		nsc_json_object_line(&w->doc->json);
		nsc_doc_place(w->doc, physical);
		nsc_json_end(&w->doc->json);
	}
}

/* `site` NULL: nothing is known. */
static void put_guards(const struct writer *w, const struct nsc_source_site *site)
{
	uint32_t count = site && site->unit ? site->guard_count : 0, i, m;

	nsc_json_key(&w->doc->json, "guards");
	nsc_json_array(&w->doc->json);
	for (i = 0; i < count; i++) {
		const struct nsc_guard *guard =
			&site->unit->guards.ptr[site->guard_first + i];

		nsc_json_object(&w->doc->json);
		nsc_json_kstr(
			&w->doc->json, "directive",
			nostd_str_from_c(nsc_guard_directive_name(guard->directive)));
		nsc_doc_name(w->doc, "condition", guard->condition);
		nsc_doc_place(w->doc, guard->at);
		put_physical(w, guard->at, guard->physical);
		nsc_json_kbool(&w->doc->json, "taken", guard->taken);
		nsc_json_kbool(&w->doc->json, "evaluated", guard->evaluated);
		nsc_json_key(&w->doc->json, "macros");
		nsc_json_array(&w->doc->json);
		for (m = 0; m < guard->macro_count; m++) {
			put_guard_macro(
				w, &site->unit->guard_macros.ptr[guard->macro_first + m]);
		}
		nsc_json_end(&w->doc->json);
		nsc_json_end(&w->doc->json);
	}
	nsc_json_end(&w->doc->json);
}

static void put_source_sites(const struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->doc->json, "source");
	nsc_json_array(&w->doc->json);
	for (i = 0; i < finding->source_count; i++) {
		const struct nsc_source_site *site =
			&w->judgement->findings.sources.ptr[finding->source_first + i];

		nsc_json_object(&w->doc->json);
		nsc_doc_place(w->doc, site->at);
		nsc_doc_name(w->doc, "function", site->function);
		nsc_doc_name(w->doc, "spelled", site->spelled);
		put_macros(w, site->macro_first, site->macro_count);
		put_guards(w, site);
		put_physical(w, site->at, site->physical);
		nsc_json_end(&w->doc->json);
	}
	nsc_json_end(&w->doc->json);
}

static void put_object_sites(const struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->doc->json, "object");
	nsc_json_array(&w->doc->json);
	for (i = 0; i < finding->object_count; i++) {
		const struct nsc_object_evidence *site =
			&w->judgement->findings.objects.ptr[finding->object_first + i];

		nsc_json_object(&w->doc->json);
		nsc_doc_path(w->doc, "object", site->object);
		nsc_doc_path(w->doc, "archive", site->archive);
		nsc_doc_name(w->doc, "member", site->member);
		nsc_doc_name(w->doc, "section", site->section);
		nsc_doc_name(w->doc, "function", site->function);
		nsc_doc_name(w->doc, "symbol", site->symbol);
		nsc_doc_place(w->doc, site->at);
		nsc_json_key(&w->doc->json, "live");
		if (w->judgement->target->image) {
			nsc_json_bool(&w->doc->json, site->live);
		} else {
			nsc_json_null(&w->doc->json);
		}
		nsc_json_kbool(&w->doc->json, "emitted_by_compiler", site->emitted);
		nsc_doc_origin(w->doc, "origin", w->judgement->target, site->origin);
		nsc_json_end(&w->doc->json);
	}
	nsc_json_end(&w->doc->json);
}

static void put_links(const struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->doc->json, "link");
	nsc_json_array(&w->doc->json);
	for (i = 0; i < finding->link_count; i++) {
		const struct nsc_link_evidence *link =
			&w->judgement->findings.links.ptr[finding->link_first + i];

		nsc_json_object(&w->doc->json);
		nsc_doc_path(w->doc, "archive", link->archive);
		nsc_doc_name(w->doc, "member", link->member);
		nsc_json_key(&w->doc->json, "pulled_by");
		nsc_json_object_line(&w->doc->json);
		nsc_doc_path(w->doc, "object", link->by_object);
		nsc_doc_path(w->doc, "archive", link->by_archive);
		nsc_doc_name(w->doc, "member", link->by_member);
		nsc_json_end(&w->doc->json);
		nsc_doc_name(w->doc, "symbol", link->symbol);
		nsc_doc_cost(w->doc, "bytes", true, &link->bytes);
		nsc_doc_number(w->doc, "line", link->line);
		nsc_json_end(&w->doc->json);
	}
	nsc_json_end(&w->doc->json);
}

/* -- the finding --------------------------------------------------------------------- */

static void put_why(const struct writer *w, const struct nsc_finding *finding)
{
	uint32_t i;

	nsc_json_key(&w->doc->json, "why");
	nsc_json_array(&w->doc->json);
	for (i = 0; i < finding->hop_count; i++) {
		const struct nsc_hop *hop =
			&w->judgement->findings.hops.ptr[finding->hop_first + i];

		nsc_json_object(&w->doc->json);
		nsc_doc_name(w->doc, "node", nsc_show_node(w->doc->report, hop));
		nsc_doc_name(w->doc, "symbol", hop->symbol);
		nsc_json_kstr(&w->doc->json, "edge",
			      nostd_str_from_c(nsc_hop_kind_name(hop->edge)));
		nsc_doc_location(w->doc, "location", hop->at);
		nsc_json_end(&w->doc->json);
	}
	nsc_json_end(&w->doc->json);
	nsc_json_kuint(&w->doc->json, "why_count", finding->why_count);
}

/* Of NSC102; else null. */
static void put_header(const struct writer *w, const struct nsc_finding *finding)
{
	const struct nsc_findings *findings = &w->judgement->findings;

	nsc_json_key(&w->doc->json, "header");
	if (finding->way_count == 0) {
		nsc_json_null(&w->doc->json);
		return;
	}
	nsc_json_object(&w->doc->json);
	nsc_header_doc_needs(w->doc, findings->needs.ptr + finding->need_first,
			     finding->need_count);
	nsc_header_doc_ways(w->doc, findings->ways.ptr + finding->way_first,
			    finding->way_count);
	nsc_json_end(&w->doc->json);
}

/* The end of the first place: of the word that stands there. */
static void put_end(const struct writer *w, const struct nsc_source_site *site)
{
	bool known = site && site->width != 0 && site->at.column != 0;

	nsc_doc_number(w->doc, "end_line", known ? site->at.line : 0);
	nsc_doc_number(w->doc, "end_column", known ? site->at.column + site->width : 0);
}

static void put_location(const struct writer *w, const struct nsc_finding *finding)
{
	const struct nsc_source_site *site =
		finding->source_count == 0
			? NULL
			: &w->judgement->findings.sources.ptr[finding->source_first];

	nsc_json_key(&w->doc->json, "location");
	nsc_json_object(&w->doc->json);
	nsc_doc_place(w->doc, finding->at);
	put_end(w, site);
	nsc_doc_name(w->doc, "function", finding->function);
	put_macros(w, site ? site->macro_first : 0, site ? site->macro_count : 0);
	put_guards(w, site);
	nsc_json_end(&w->doc->json);
}

static void put_related(const struct writer *w, const struct nsc_finding *finding)
{
	unsigned i;

	nsc_json_key(&w->doc->json, "related");
	nsc_json_array_line(&w->doc->json);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		if (finding->related & (uint64_t)1 << i) {
			nsc_json_str(&w->doc->json, nsc_rule_at((enum nsc_rule_id)i)->id);
		}
	}
	nsc_json_end(&w->doc->json);
}

static void put_finding_size(const struct writer *w, const struct nsc_finding *finding)
{
	const struct nsc_finding_price *price = &finding->price;
	const struct nsc_graph *graph = w->judgement->target->graph;

	nsc_json_key(&w->doc->json, "size");
	nsc_json_object(&w->doc->json);
	nsc_doc_cost(w->doc, "own", price->own_known, &price->own);
	nsc_doc_price(w->doc, "retained", &price->retained);
	nsc_doc_price(w->doc, "retained_group", &price->retained_group);
	nsc_json_key(&w->doc->json, "shared_with");
	if (price->retained.known) {
		nsc_json_uint(&w->doc->json, price->shared_with);
	} else {
		nsc_json_null(&w->doc->json);
	}
	if (price->retained.missing != NSC_NO_ROW) {
		nsc_doc_name(w->doc, "fails_without",
			     graph->symbols.ptr[price->retained.missing].name);
	}
	nsc_json_end(&w->doc->json);
}

static void put_id(const struct writer *w, struct nsc_digest digest)
{
	char hex[NSC_DIGEST_HEX_SIZE];

	nsc_digest_hex(digest, hex);
	nsc_json_kstr(&w->doc->json, "id", nostd_str_new(hex, NSC_DIGEST_HEX_SIZE - 1));
}

static void put_day(const struct writer *w, const char *key, bool known, int64_t day)
{
	char text[NSC_DATE_SIZE];

	nsc_json_key(&w->doc->json, key);
	if (known) {
		nsc_date_text(day, text);
		nsc_json_str(&w->doc->json, nostd_str_from_c(text));
	} else {
		nsc_json_null(&w->doc->json);
	}
}

static void put_suppression(const struct writer *w, const struct nsc_finding *finding)
{
	const struct nsc_allowance *entry;

	nsc_json_key(&w->doc->json, "suppression");
	if (!finding->suppressed) {
		nsc_json_null(&w->doc->json);
		return;
	}
	entry = &w->judgement->target->terms->allow.ptr[finding->suppressed_by];
	nsc_json_object(&w->doc->json);
	nsc_json_kstr(&w->doc->json, "kind",
		      finding->suppressed == NSC_SUPPRESS_CONFIG ? NOSTD_STR("config")
								 : NOSTD_STR("inline"));
	nsc_doc_name(w->doc, "reason", entry->reason);
	nsc_json_key(&w->doc->json, "location");
	nsc_json_object_line(&w->doc->json);
	nsc_doc_place(w->doc, entry->at);
	nsc_json_end(&w->doc->json);
	put_day(w, "expires", entry->expires, entry->last_day);
	nsc_json_end(&w->doc->json);
}

void nsc_doc_finding(struct nsc_doc *doc, const struct nsc_judgement *judgement,
		     const struct nsc_finding *finding)
{
	const struct writer writer = {doc, judgement};
	const struct writer *w = &writer;

	nsc_json_object(&w->doc->json);
	put_id(w, finding->id);
	nsc_json_kstr(&w->doc->json, "rule", nsc_rule_at(finding->rule)->id);
	nsc_json_kstr(&w->doc->json, "slug", nsc_rule_at(finding->rule)->slug);
	nsc_json_kstr(&w->doc->json, "severity", nsc_severity_name(finding->severity));
	nsc_doc_name(w->doc, "target", finding->target);
	nsc_doc_name(w->doc, "symbol", finding->symbol);
	nsc_json_kstr(&w->doc->json, "tier", nsc_tier_name(finding->tier));
	nsc_doc_text(w->doc, "capability",
		     finding->has_capability ? nsc_capability_name(finding->capability)
					     : NOSTD_STR(""));
	nsc_doc_text(w->doc, "state",
		     finding->has_state ? nostd_str_from_c(nsc_state_name(finding->state))
					: NOSTD_STR(""));
	nsc_doc_name(w->doc, "message", finding->message);
	put_location(w, finding);
	nsc_json_key(&w->doc->json, "evidence");
	nsc_json_object(&w->doc->json);
	put_source_sites(w, finding);
	put_object_sites(w, finding);
	put_links(w, finding);
	nsc_json_end(&w->doc->json);
	put_why(w, finding);
	put_header(w, finding);
	put_related(w, finding);
	put_finding_size(w, finding);
	nsc_json_key(&w->doc->json, "remedy");
	nsc_json_object_line(&w->doc->json);
	nsc_doc_name(w->doc, "text", finding->remedy);
	nsc_json_end(&w->doc->json);
	put_suppression(w, finding);
	nsc_json_key(&w->doc->json, "baseline");
	nsc_json_null(&w->doc->json); /* nothing is compared with */
	nsc_json_end(&w->doc->json);
}
