/*
 * hidden_json.c - hidden calls as JSON. See hidden.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/hidden.h"
#include "analyzer/report/report.h"
#include "rules/construct.h"
#include "rules/rewrite.h"

/* -- one origin ---------------------------------------------------------------------- */

static void put_construct(struct nsc_doc *doc, const struct nsc_target *target,
			  const struct nsc_construct *row)
{
	nsc_json_key(&doc->json, "construct");
	if (!row) {
		nsc_json_null(&doc->json);
		return;
	}
	nsc_json_object(&doc->json);
	nsc_json_kstr(&doc->json, "kind",
		      nostd_str_from_c(nsc_construct_slug(row->kind)));
	nsc_doc_name(doc, "text", nsc_construct_text(target, row));
	nsc_doc_name(doc, "name", row->name);
	nsc_doc_number(doc, "bytes", row->size);
	nsc_json_kbool(&doc->json, "promoted", row->flags & NSC_CONSTRUCT_PROMOTED);
	nsc_doc_number(doc, "line_first", row->line_first);
	nsc_doc_number(doc, "line_last", row->line_last);
	nsc_json_end(&doc->json);
}

static void put_stop(struct nsc_doc *doc, struct nostd_str gcc, struct nostd_str clang,
		     struct nostd_str instead)
{
	nsc_json_key(&doc->json, "stop");
	nsc_json_object_line(&doc->json);
	nsc_doc_text(doc, "gcc", gcc);
	nsc_doc_text(doc, "clang", clang);
	nsc_json_end(&doc->json);
	nsc_doc_text(doc, "instead", instead);
}

static void put_stop_of(struct nsc_doc *doc, const struct nsc_want *origin)
{
	struct nostd_str none = NOSTD_STR("");

	if (origin->rewrite) {
		put_stop(doc, origin->rewrite->stop, origin->rewrite->stop, none);
	} else if (origin->emitter) {
		put_stop(doc, origin->emitter->gcc, origin->emitter->clang,
			 origin->emitter->instead);
	} else {
		put_stop(doc, none, none, none);
	}
}

void nsc_doc_origin(struct nsc_doc *doc, const char *key, const struct nsc_target *target,
		    const struct nsc_want *origin)
{
	nsc_json_key(&doc->json, key);
	if (!origin) {
		nsc_json_null(&doc->json);
		return;
	}
	nsc_json_object(&doc->json);
	nsc_json_kstr(&doc->json, "kind",
		      nostd_str_from_c(nsc_want_kind_name(origin->kind)));
	nsc_doc_text(doc, "reason",
		     nostd_str_from_c(nsc_want_reason_text(origin->reason)));
	nsc_doc_location(doc, "location", origin->at);
	nsc_doc_name(doc, "written", origin->written);
	put_construct(doc, target, origin->construct);
	nsc_doc_text(doc, "by",
		     nostd_str_from_c(origin->by == NSC_WANT_BY_NONE
					      ? ""
					      : nsc_want_by_name(origin->by)));
	nsc_json_kuint(&doc->json, "others", origin->others);
	put_stop_of(doc, origin);
	nsc_json_end(&doc->json);
}

/* -- a target ------------------------------------------------------------------------ */

struct writer {
	struct nsc_doc doc;
	const struct nsc_hidden_view *view;
};

static void put_counts(struct writer *w)
{
	const struct nsc_want_counts *counts = &w->view->origins->counts;
	uint8_t i;

	nsc_json_key(&w->doc.json, "counts");
	nsc_json_object_line(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "objects", counts->objects);
	nsc_json_kuint(&w->doc.json, "symbols", counts->symbols);
	for (i = 0; i <= NSC_WANT_UNKNOWN; i++) {
		nsc_json_kuint(&w->doc.json, nsc_want_kind_name(i), counts->by_kind[i]);
	}
	nsc_json_end(&w->doc.json);
}

static void put_file(struct writer *w, uint32_t file)
{
	const struct nsc_graph_file *row = &w->view->target->graph->files.ptr[file];
	bool lone = !nsc_name_given(row->archive);
	struct nsc_name none = {0};

	nsc_doc_path(&w->doc, "object", lone ? row->name : none);
	nsc_doc_path(&w->doc, "archive", row->archive);
	nsc_doc_name(&w->doc, "member", lone ? none : row->name);
	nsc_doc_text(&w->doc, "compiler",
		     nostd_str_from_c(nsc_want_compiler(w->view->target, file)));
}

static void put_call(struct writer *w, const struct nsc_want *origin)
{
	const struct nsc_target *target = w->view->target;

	nsc_json_object(&w->doc.json);
	put_file(w, origin->file);
	nsc_doc_name(&w->doc, "symbol", target->graph->symbols.ptr[origin->symbol].name);
	nsc_doc_name(&w->doc, "function", origin->function);
	nsc_doc_location(&w->doc, "line", origin->line);
	nsc_doc_origin(&w->doc, "origin", target, origin);
	nsc_json_end(&w->doc.json);
}

static void put_forecast(struct writer *w, const struct nsc_forecast *row)
{
	struct nostd_str_split it = nostd_str_split(
		nsc_name_text(w->doc.report->run->names, row->emits), ' ');
	struct nsc_name function = {0};
	uint32_t entity = row->construct->entity;

	if (entity != NSC_NO_ROW &&
	    row->unit->entities.ptr[entity].kind == NSC_ENTITY_FUNCTION) {
		function = row->unit->entities.ptr[entity].name;
	}
	nsc_json_object(&w->doc.json);
	nsc_doc_path(&w->doc, "source", row->unit->source);
	nsc_doc_name(&w->doc, "function", function);
	nsc_doc_location(&w->doc, "location", row->construct->at);
	put_construct(&w->doc, w->view->target, row->construct);
	nsc_json_key(&w->doc.json, "may_emit");
	nsc_json_array_line(&w->doc.json);
	while (nostd_str_split_next(&it)) {
		nsc_json_str(&w->doc.json, it.part);
	}
	nsc_json_end(&w->doc.json);
	put_stop(&w->doc, row->emitter->gcc, row->emitter->clang, row->emitter->instead);
	nsc_json_end(&w->doc.json);
}

static void put_flags(struct writer *w)
{
	struct nsc_audit_sum sum;
	unsigned i;

	nsc_audit_sum_up(w->view->target, &sum);
	nsc_json_key(&w->doc.json, "flags");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < NSC_AUDIT_COUNT; i++) {
		nsc_json_object_line(&w->doc.json);
		nsc_json_kstr(&w->doc.json, "flag", nostd_str_from_c(nsc_audit_slug(i)));
		nsc_json_kuint(&w->doc.json, "units", sum.units);
		nsc_json_kuint(&w->doc.json, "given", sum.given[i]);
		nsc_json_kuint(&w->doc.json, "by_default", sum.by_default[i]);
		nsc_json_kstr(&w->doc.json, "brings",
			      nostd_str_from_c(nsc_audit_brings(i)));
		nsc_json_kstr(&w->doc.json, "stop", nostd_str_from_c(nsc_audit_stop(i)));
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "link");
	if (!w->view->target->image) {
		nsc_json_null(&w->doc.json);
		return;
	}
	nsc_json_object_line(&w->doc.json);
	nsc_json_kbool(&w->doc.json, "start_files", sum.start_files);
	nsc_json_kbool(&w->doc.json, "libraries", sum.libraries);
	nsc_json_end(&w->doc.json);
}

static void put_target(struct writer *w, bool all)
{
	const struct nsc_wants *origins = w->view->origins;
	size_t i;

	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "target", w->view->target->terms->target);
	nsc_json_kbool(&w->doc.json, "image", w->view->target->image);
	put_counts(w);
	put_flags(w);
	nsc_json_key(&w->doc.json, "calls");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < origins->all.len; i++) {
		if (all || origins->all.ptr[i].kind != NSC_WANT_WRITTEN) {
			put_call(w, &origins->all.ptr[i]);
		}
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "forecast");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < origins->forecast.len; i++) {
		put_forecast(w, &origins->forecast.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_end(&w->doc.json);
}

bool nsc_report_hidden_json(const struct nsc_report *report,
			    const struct nsc_hidden_view *views, size_t count,
			    const struct nsc_hidden_style *style, struct nostd_sink out)
{
	struct writer w = {.doc = {.report = report}};
	size_t i;

	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, "hidden");
	nsc_json_kbool(&w.doc.json, "complete", report->complete);
	nsc_json_key(&w.doc.json, "targets");
	nsc_json_array(&w.doc.json);
	for (i = 0; i < count; i++) {
		w.view = &views[i];
		put_target(&w, style->all);
	}
	nsc_json_end(&w.doc.json);
	nsc_doc_errors(&w.doc);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}
