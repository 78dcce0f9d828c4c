/*
 * fix_json.c - remedies for programs. See fix.h and schema/nostd-check-fix.schema.json.
 */
#include "analyzer/report/fix.h"

#include "analyzer/base/digest.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/judge.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/report.h"
#include "rules/knob.h"

struct writer {
	struct nsc_doc doc;
	const struct nsc_fix_target *target;
};

static void put_finding(struct writer *w, uint32_t row)
{
	const struct nsc_finding *finding = &w->target->judgement->findings.all.ptr[row];
	char hex[NSC_DIGEST_HEX_SIZE];

	nsc_digest_hex(finding->id, hex);
	nsc_doc_text(&w->doc, "id", nostd_str_from_c(hex));
	nsc_doc_text(&w->doc, "rule", nsc_rule_at(finding->rule)->id);
	nsc_doc_name(&w->doc, "symbol", finding->symbol);
	nsc_doc_name(&w->doc, "function", finding->function);
	nsc_doc_location(&w->doc, "location", finding->at);
}

static void put_names(struct writer *w, const char *key, const struct nsc_name_vec *names)
{
	size_t i;

	nsc_json_key(&w->doc.json, key);
	nsc_json_array_line(&w->doc.json);
	for (i = 0; i < names->len; i++) {
		nsc_json_str(&w->doc.json,
			     nsc_name_text(w->doc.report->run->names, names->ptr[i]));
	}
	nsc_json_end(&w->doc.json);
}

static void put_changes(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t i;

	nsc_json_key(&w->doc.json, "changes");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < proposal->changes.len; i++) {
		const struct nsc_fix_change *change = &proposal->changes.ptr[i];
		bool option = change->kind == NSC_FIX_OPTION;
		struct nsc_place nowhere = {{0}, 0, 0};

		nsc_json_object(&w->doc.json);
		nsc_json_kstr(&w->doc.json, "kind",
			      option ? NOSTD_STR("option") : NOSTD_STR("line"));
		nsc_doc_name(&w->doc, "option", change->option);
		nsc_doc_location(&w->doc, "location", option ? nowhere : change->at);
		nsc_doc_name(&w->doc, "before", change->before);
		nsc_doc_name(&w->doc, "after", change->after);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_origins(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t i;

	nsc_json_key(&w->doc.json, "seen");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < proposal->origins.len; i++) {
		const struct nsc_fix_origin *origin = &proposal->origins.ptr[i];
		struct nostd_str none = NOSTD_STR("");

		nsc_json_object(&w->doc.json);
		nsc_doc_text(&w->doc, "library",
			     origin->knob ? origin->knob->library : none);
		nsc_doc_text(&w->doc, "removes",
			     origin->knob ? origin->knob->removes : none);
		nsc_doc_name(&w->doc, "directive", origin->directive);
		nsc_doc_location(&w->doc, "location", origin->at);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_removes(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t i;

	nsc_json_key(&w->doc.json, "removes");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < proposal->removes.len; i++) {
		nsc_json_object(&w->doc.json);
		put_finding(w, proposal->removes.ptr[i]);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
	put_names(w, "symbols", &proposal->symbols);
}

static void put_lost(struct writer *w, const struct nsc_fix_proposal *proposal)
{
	size_t i;

	nsc_json_key(&w->doc.json, "switches_off");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < proposal->lost.len; i++) {
		const struct nsc_fix_lost *lost = &proposal->lost.ptr[i];

		nsc_json_object_line(&w->doc.json);
		nsc_doc_name(&w->doc, "name", lost->name);
		nsc_json_kbool(&w->doc.json, "external", lost->external);
		nsc_doc_place(&w->doc, lost->at);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_proposals(struct writer *w)
{
	size_t i;

	nsc_json_key(&w->doc.json, "remedies");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->target->proposals.len; i++) {
		const struct nsc_fix_proposal *proposal = &w->target->proposals.ptr[i];

		nsc_json_object(&w->doc.json);
		nsc_json_kbool(&w->doc.json, "best", proposal->best);
		nsc_json_kbool(&w->doc.json, "applied",
			       proposal->plan == NSC_FIX_PLAN_TAKEN);
		put_changes(w, proposal);
		put_removes(w, proposal);
		put_lost(w, proposal);
		put_names(w, "needs", &proposal->needs);
		put_names(w, "cmake_targets", &proposal->targets);
		put_origins(w, proposal);
		nsc_json_kuint(&w->doc.json, "units", proposal->units);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_open(struct writer *w)
{
	size_t i;

	nsc_json_key(&w->doc.json, "open");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->target->open.len; i++) {
		const struct nsc_fix_open *open = &w->target->open.ptr[i];

		nsc_json_object(&w->doc.json);
		put_finding(w, open->finding);
		nsc_json_kstr(&w->doc.json, "why", nostd_str_from_c(open->why));
		nsc_json_kuint(&w->doc.json, "tried", open->tried);
		nsc_doc_text(&w->doc, "replaceable_by",
			     open->knob ? open->knob->macro : NOSTD_STR(""));
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_written(struct writer *w, const struct nsc_fix_answer *answer)
{
	size_t i;

	nsc_json_key(&w->doc.json, "changed");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < answer->written.len; i++) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_path(&w->doc, "file", answer->written.ptr[i]);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

bool nsc_report_fix_json(const struct nsc_report *report,
			 const struct nsc_fix_answer *answer, int exit_code,
			 struct nostd_sink out)
{
	struct writer w = {.doc = {.report = report}};
	size_t i;

	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, "fix");
	nsc_json_kbool(&w.doc.json, "complete", report->complete);
	nsc_json_key(&w.doc.json, "targets");
	nsc_json_array(&w.doc.json);
	for (i = 0; i < answer->count; i++) {
		w.target = &answer->targets[i];
		nsc_json_object(&w.doc.json);
		nsc_doc_name(&w.doc, "target", w.target->name);
		nsc_json_kuint(&w.doc.json, "findings", w.target->considered);
		put_proposals(&w);
		put_open(&w);
		nsc_json_end(&w.doc.json);
	}
	nsc_json_end(&w.doc.json);
	put_written(&w, answer);
	nsc_json_kuint(&w.doc.json, "tries", answer->tries);
	nsc_doc_errors(&w.doc);
	nsc_json_kuint(&w.doc.json, "exit_code", (uint64_t)exit_code);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}
