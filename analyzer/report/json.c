/*
 * json.c - the JSON report. Keys and their order are design.md's, "Report".
 */
#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/components.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/json_finding.h"
#include "analyzer/report/paths.h"
#include "analyzer/report/report.h"
#include "rules/rule.h"

struct writer {
	struct nsc_doc doc;
	const struct nsc_judgement *judgement; /* of the target at hand */
};

static struct nostd_str text_of(const struct writer *w, struct nsc_name name)
{
	return nsc_name_text(w->doc.report->run->names, name);
}

/* -- head ---------------------------------------------------------------------------- */

static void put_head(struct writer *w)
{
	nsc_json_key(&w->doc.json, "tool");
	nsc_json_object_line(&w->doc.json);
	nsc_json_kstr(&w->doc.json, "name", NOSTD_STR("nostd-check"));
	nsc_json_kstr(&w->doc.json, "version", nostd_str_from_c(w->doc.report->version));
	nsc_doc_name(&w->doc, "libclang", w->doc.report->parser);
	nsc_json_kstr(&w->doc.json, "rules_version", nsc_rules_version());
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "run");
	nsc_json_object_line(&w->doc.json);
	nsc_json_kbool(&w->doc.json, "complete", w->doc.report->complete);
	nsc_json_key(&w->doc.json, "config");
	if (nsc_name_given(w->doc.report->config)) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_path(&w->doc, "path", w->doc.report->config);
		nsc_doc_name(&w->doc, "hash", w->doc.report->config_hash);
		nsc_json_end(&w->doc.json);
	} else {
		nsc_json_null(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

/* -- targets ------------------------------------------------------------------------- */

static void put_image(struct writer *w, const struct nsc_report_target *target)
{
	nsc_json_key(&w->doc.json, "image");
	if (!nsc_name_given(target->map) && !nsc_name_given(target->elf)) {
		nsc_json_null(&w->doc.json);
		return;
	}
	nsc_json_object(&w->doc.json);
	nsc_doc_path(&w->doc, "path",
		     nsc_name_given(target->map) ? target->map : target->elf);
	nsc_doc_name(&w->doc, "hash",
		     nsc_name_given(target->map) ? target->map_hash : target->elf_hash);
	nsc_doc_name(&w->doc, "format", target->map_format);
	nsc_doc_path(&w->doc, "elf", target->elf);
	nsc_json_kbool(&w->doc.json, "predicted", target->predicted);
	nsc_json_end(&w->doc.json);
}

static void put_counts(struct writer *w, const struct nsc_report_target *target)
{
	const uint32_t *by = target->judgement->verdict.by_severity;

	nsc_json_key(&w->doc.json, "counts");
	nsc_json_object(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "units", target->units);
	nsc_json_kuint(&w->doc.json, "objects", target->objects);
	nsc_json_kuint(&w->doc.json, "symbols_defined", target->symbols_defined);
	nsc_json_kuint(&w->doc.json, "symbols_undefined", target->symbols_undefined);
	nsc_json_kuint(&w->doc.json, "referenced", target->referenced);
	nsc_json_kuint(&w->doc.json, "extracted", target->extracted);
	nsc_json_kuint(&w->doc.json, "live", target->live);
	nsc_json_key(&w->doc.json, "findings");
	nsc_json_object_line(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "error", by[NSC_SEVERITY_ERROR]);
	nsc_json_kuint(&w->doc.json, "warning", by[NSC_SEVERITY_WARNING]);
	nsc_json_kuint(&w->doc.json, "note", by[NSC_SEVERITY_NOTE]);
	nsc_json_kuint(&w->doc.json, "suppressed", target->judgement->verdict.suppressed);
	nsc_json_end(&w->doc.json);
	nsc_json_end(&w->doc.json);
}

static void put_size(struct writer *w, const struct nsc_report_target *target)
{
	nsc_json_key(&w->doc.json, "size");
	if (!target->sizes_known) {
		nsc_json_null(&w->doc.json);
		return;
	}
	nsc_json_object(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "text", target->text);
	nsc_json_kuint(&w->doc.json, "data", target->data);
	nsc_json_kuint(&w->doc.json, "bss", target->bss);
	nsc_doc_price(&w->doc, "retained_by_findings", &target->judgement->verdict.all);
	nsc_doc_price(&w->doc, "retained_by_std", &target->retained_by_std);
	nsc_doc_price(&w->doc, "retained_by_alloc", &target->retained_by_alloc);
	nsc_json_end(&w->doc.json);
}

static void put_levels(struct writer *w, unsigned levels)
{
	nsc_json_key(&w->doc.json, "levels");
	nsc_json_array_line(&w->doc.json);
	if (levels & NSC_LEVEL_SOURCE) {
		nsc_json_str(&w->doc.json, NOSTD_STR("source"));
	}
	if (levels & NSC_LEVEL_OBJECT) {
		nsc_json_str(&w->doc.json, NOSTD_STR("object"));
	}
	if (levels & NSC_LEVEL_LINK) {
		nsc_json_str(&w->doc.json, NOSTD_STR("link"));
	}
	nsc_json_end(&w->doc.json);
}

static void put_target(struct writer *w, const struct nsc_report_target *target)
{
	const struct nsc_policy_terms *terms = target->judgement->target->terms;

	nsc_json_object(&w->doc.json);
	nsc_json_kstr(&w->doc.json, "id", text_of(w, target->name)); /* names differ */
	nsc_json_kstr(&w->doc.json, "name", text_of(w, target->name));
	nsc_json_kstr(&w->doc.json, "tier", nsc_tier_name(terms->tier));
	nsc_json_kbool(&w->doc.json, "tier_assumed", target->tier_assumed);
	nsc_json_kstr(&w->doc.json, "profile",
		      terms->profile.strict ? NOSTD_STR("strict")
					    : NOSTD_STR("practical"));
	nsc_doc_name(&w->doc, "triple", target->triple);
	put_levels(w, target->levels);
	put_image(w, target);
	nsc_json_kstr(&w->doc.json, "status",
		      nostd_str_from_c(nsc_report_status_name(target->status)));
	put_counts(w, target);
	put_size(w, target);
	nsc_json_end(&w->doc.json);
}

/* -- units and components ------------------------------------------------------------ */

static const char *const unit_status[] = {"ok", "partial", "failed", "skipped"};

static void put_unit_diags(struct writer *w, const struct nsc_unit_facts *facts)
{
	size_t i;

	nsc_json_key(&w->doc.json, "diagnostics");
	nsc_json_array(&w->doc.json);
	for (i = 0; facts && i < facts->diags.len; i++) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_place(&w->doc, facts->diags.ptr[i].at);
		nsc_doc_name(&w->doc, "text", facts->diags.ptr[i].text);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_unit(struct writer *w, const struct nsc_report_unit *unit)
{
	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "id", unit->command_hash); /* each command once */
	nsc_doc_name(&w->doc, "target", unit->target);
	nsc_doc_path(&w->doc, "source", unit->source);
	nsc_doc_path(&w->doc, "object", unit->object);
	nsc_doc_name(&w->doc, "command_hash", unit->command_hash);
	nsc_json_kstr(&w->doc.json, "status",
		      nostd_str_from_c(unit_status[unit->status]));
	nsc_doc_name(&w->doc, "why", unit->why);
	put_unit_diags(w, unit->facts);
	nsc_json_end(&w->doc.json);
}

/* "TARGET/NAME": a name is a component's own within its target. */
static void put_component_id(struct writer *w, const struct nsc_component_sum *sum)
{
	struct nostd_string text = nostd_string_new_in(nsc_scratch(w->doc.report->run));

	nostd_format(&text, "{}/{}", text_of(w, w->judgement->target->terms->target),
		     text_of(w, sum->name));
	nsc_json_kstr(&w->doc.json, "id", nostd_string_as_str(&text));
}

static void put_component(struct writer *w, const struct nsc_component_sum *sum)
{
	nsc_json_object(&w->doc.json);
	put_component_id(w, sum);
	nsc_doc_name(&w->doc, "target", w->judgement->target->terms->target);
	nsc_doc_name(&w->doc, "name", sum->name);
	nsc_json_kstr(&w->doc.json, "kind", nostd_str_from_c(nsc_side_name(sum->side)));
	nsc_json_kstr(&w->doc.json, "tier_direct", nsc_tier_name(sum->tier_direct));
	nsc_json_kstr(&w->doc.json, "tier_needed", nsc_tier_name(sum->tier_needed));
	nsc_json_kuint(&w->doc.json, "files", sum->files);
	nsc_doc_cost(&w->doc, "size", sum->size_known, &sum->size);
	nsc_doc_price(&w->doc, "retained", &sum->retained);
	nsc_json_end(&w->doc.json);
}

/* -- symbols and edges of the findings' chains --------------------------------------- */

static void put_symbol(struct writer *w, const struct nsc_path_symbol *symbol)
{
	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "target", symbol->target);
	nsc_doc_name(&w->doc, "name", symbol->name);
	nsc_doc_name(&w->doc, "base", symbol->base);
	nsc_json_kstr(&w->doc.json, "tier", nsc_tier_name(symbol->tier));
	nsc_doc_text(&w->doc, "capability",
		     symbol->known ? nsc_capability_name(symbol->capability)
				   : NOSTD_STR(""));
	nsc_doc_text(&w->doc, "origin", symbol->origin);
	nsc_json_kstr(&w->doc.json, "role", nostd_str_from_c(symbol->role));
	nsc_json_key(&w->doc.json, "provider");
	if (nsc_name_given(symbol->provider)) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_path(&w->doc, "object", symbol->object);
		nsc_doc_path(&w->doc, "archive", symbol->archive);
		nsc_doc_name(&w->doc, "member", symbol->member);
		nsc_json_end(&w->doc.json);
	} else {
		nsc_json_null(&w->doc.json);
	}
	nsc_json_kstr(&w->doc.json, "state",
		      nostd_str_from_c(nsc_state_name(symbol->state)));
	nsc_json_end(&w->doc.json);
}

static void put_edge(struct writer *w, const struct nsc_path_edge *edge)
{
	nsc_json_object_line(&w->doc.json);
	nsc_doc_name(&w->doc, "target", edge->target);
	nsc_doc_name(&w->doc, "from", edge->from);
	nsc_doc_name(&w->doc, "to", edge->to);
	nsc_json_kstr(&w->doc.json, "kind",
		      nostd_str_from_c(nsc_hop_kind_name(edge->kind)));
	nsc_json_kstr(&w->doc.json, "state",
		      nostd_str_from_c(nsc_state_name(edge->state)));
	nsc_json_end(&w->doc.json);
}

/* -- foot ---------------------------------------------------------------------------- */

static void put_rules(struct writer *w)
{
	unsigned i;

	nsc_json_key(&w->doc.json, "rules");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		const struct nsc_rule *rule = nsc_rule_at((enum nsc_rule_id)i);

		if (!rule->judged) {
			continue;
		}
		nsc_json_object_line(&w->doc.json);
		nsc_json_kstr(&w->doc.json, "id", rule->id);
		nsc_json_kstr(&w->doc.json, "slug", rule->slug);
		nsc_json_kstr(&w->doc.json, "severity",
			      nsc_severity_name(rule->severity));
		nsc_json_kstr(&w->doc.json, "says", rule->says);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

/* Ids of the findings that say so of an entry of the configuration or a comment. */
static void put_stale(struct writer *w)
{
	size_t t, f;

	nsc_json_key(&w->doc.json, "stale_exemptions");
	nsc_json_array(&w->doc.json);
	for (t = 0; t < w->doc.report->targets.len; t++) {
		const struct nsc_finding_vec *all =
			&w->doc.report->targets.ptr[t].judgement->findings.all;

		for (f = 0; f < all->len; f++) {
			char hex[NSC_DIGEST_HEX_SIZE];

			if (all->ptr[f].rule == NSC_RULE_951 ||
			    all->ptr[f].rule == NSC_RULE_952) {
				nsc_digest_hex(all->ptr[f].id, hex);
				nsc_json_str(&w->doc.json, nostd_str_from_c(hex));
			}
		}
	}
	nsc_json_end(&w->doc.json);
}

static void put_by_rule(struct writer *w)
{
	unsigned i;

	nsc_json_key(&w->doc.json, "by_rule");
	nsc_json_object(&w->doc.json);
	for (i = 0; i < NSC_RULE_COUNT; i++) {
		uint64_t count = 0;
		size_t t, f;

		for (t = 0; t < w->doc.report->targets.len; t++) {
			const struct nsc_finding_vec *all =
				&w->doc.report->targets.ptr[t].judgement->findings.all;

			for (f = 0; f < all->len; f++) {
				count += (unsigned)all->ptr[f].rule == i &&
					 !all->ptr[f].suppressed;
			}
		}
		if (count != 0) {
			nsc_json_key_str(&w->doc.json,
					 nsc_rule_at((enum nsc_rule_id)i)->id);
			nsc_json_uint(&w->doc.json, count);
		}
	}
	nsc_json_end(&w->doc.json);
}

static void put_summary(struct writer *w)
{
	uint64_t by[NSC_SEVERITY_COUNT] = {0};
	uint8_t status =
		w->doc.report->complete ? NSC_REPORT_CLEAN : NSC_REPORT_INCOMPLETE;
	size_t t;
	unsigned s;

	for (t = 0; t < w->doc.report->targets.len; t++) {
		for (s = 0; s < NSC_SEVERITY_COUNT; s++) {
			by[s] += w->doc.report->targets.ptr[t]
					 .judgement->verdict.by_severity[s];
		}
	}
	if (status == NSC_REPORT_CLEAN &&
	    by[NSC_SEVERITY_ERROR] + by[NSC_SEVERITY_WARNING] + by[NSC_SEVERITY_NOTE] !=
		    0) {
		status = NSC_REPORT_FINDINGS;
	}
	nsc_json_key(&w->doc.json, "summary");
	nsc_json_object(&w->doc.json);
	nsc_json_kstr(&w->doc.json, "status",
		      nostd_str_from_c(nsc_report_status_name(status)));
	nsc_json_kuint(&w->doc.json, "exit_code", (uint64_t)w->doc.report->exit_code);
	put_by_rule(w);
	nsc_json_key(&w->doc.json, "by_severity");
	nsc_json_object_line(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "error", by[NSC_SEVERITY_ERROR]);
	nsc_json_kuint(&w->doc.json, "warning", by[NSC_SEVERITY_WARNING]);
	nsc_json_kuint(&w->doc.json, "note", by[NSC_SEVERITY_NOTE]);
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "new"); /* against a baseline */
	nsc_json_null(&w->doc.json);
	nsc_json_key(&w->doc.json, "gone");
	nsc_json_null(&w->doc.json);
	nsc_json_kbool(&w->doc.json, "complete", w->doc.report->complete);
	nsc_json_end(&w->doc.json);
}

/* -- the document -------------------------------------------------------------------- */

static void put_targets(struct writer *w)
{
	size_t i;

	nsc_json_key(&w->doc.json, "targets");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->doc.report->targets.len; i++) {
		put_target(w, &w->doc.report->targets.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "units");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->doc.report->units.len; i++) {
		put_unit(w, &w->doc.report->units.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
}

static void put_components(struct writer *w)
{
	size_t t, i;

	nsc_json_key(&w->doc.json, "components");
	nsc_json_array(&w->doc.json);
	for (t = 0; t < w->doc.report->targets.len; t++) {
		struct nsc_component_sums sums;

		w->judgement = w->doc.report->targets.ptr[t].judgement;
		nsc_components_sum(w->judgement, &sums);
		for (i = 0; i < sums.len; i++) {
			put_component(w, &sums.ptr[i]);
		}
	}
	nsc_json_end(&w->doc.json);
}

static void put_findings(struct writer *w)
{
	size_t t, i;

	nsc_json_key(&w->doc.json, "findings");
	nsc_json_array(&w->doc.json);
	for (t = 0; t < w->doc.report->targets.len; t++) {
		w->judgement = w->doc.report->targets.ptr[t].judgement;
		for (i = 0; i < w->judgement->findings.all.len; i++) {
			nsc_doc_finding(&w->doc, w->judgement,
					&w->judgement->findings.all.ptr[i]);
		}
	}
	nsc_json_end(&w->doc.json);
}

static void put_paths(struct writer *w)
{
	struct nsc_path_parts parts;
	size_t i;

	nsc_path_parts_collect(w->doc.report, &parts);
	nsc_json_key(&w->doc.json, "symbols");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < parts.symbols.len; i++) {
		put_symbol(w, &parts.symbols.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "edges");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < parts.edges.len; i++) {
		put_edge(w, &parts.edges.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
}

bool nsc_report_json(const struct nsc_report *report, struct nostd_sink out)
{
	struct writer w;

	w.doc.report = report;
	w.judgement = NULL;
	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, NULL);
	put_head(&w);
	put_targets(&w);
	put_components(&w);
	put_findings(&w);
	put_paths(&w);
	put_rules(&w);
	put_stale(&w);
	nsc_doc_errors(&w.doc);
	put_summary(&w);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}

const char *nsc_report_status_name(uint8_t status)
{
	static const char *const names[] = {"clean", "findings", "incomplete"};

	return names[status];
}
