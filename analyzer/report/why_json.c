/*
 * why_json.c - why a thing is there, for programs. See why.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/causes.h"
#include "analyzer/judge/headers.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/header.h"
#include "analyzer/report/hidden.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "analyzer/report/why.h"
#include "analyzer/report/why_words.h"

struct writer {
	struct nsc_doc doc;
	const struct nsc_why_view *view;
	const struct nsc_causes *causes;
	const struct nsc_judgement *judgement;
};

static void put_word(struct writer *w, const char *key, const char *word)
{
	nsc_doc_text(&w->doc, key, nostd_str_from_c(word));
}

static void put_file(struct writer *w, uint32_t file)
{
	const struct nsc_graph_file *row =
		file == NSC_NO_ROW ? NULL : &w->judgement->target->graph->files.ptr[file];
	struct nsc_name none = {0}, archive = row ? row->archive : none,
			name = row ? row->name : none;
	bool lone = !nsc_name_given(archive);

	nsc_doc_path(&w->doc, "object", lone ? name : none);
	nsc_doc_path(&w->doc, "archive", archive);
	nsc_doc_name(&w->doc, "member", lone ? none : name);
}

/* -- the thing ----------------------------------------------------------------------- */

static void put_provider(struct writer *w)
{
	const struct nsc_causes *causes = w->causes;
	const struct nsc_graph *graph = w->judgement->target->graph;
	struct nsc_name section = {0};

	if (causes->piece != NSC_NO_ROW) {
		uint32_t node = causes->survey->pieces.all.ptr[causes->piece].node;

		if (node != NSC_NO_ROW &&
		    graph->nodes.ptr[node].kind != NSC_NODE_ENTITY) {
			section = graph->nodes.ptr[node].name;
		}
	}
	nsc_json_key(&w->doc.json, "provider");
	if (causes->provider == NSC_NO_ROW) {
		nsc_json_null(&w->doc.json);
		return;
	}
	nsc_json_object(&w->doc.json);
	put_file(w, causes->provider);
	nsc_doc_name(&w->doc, "section", section);
	nsc_json_end(&w->doc.json);
}

static void put_meaning(struct writer *w)
{
	const struct nsc_causes *causes = w->causes;
	const struct nsc_piece *piece =
		causes->piece == NSC_NO_ROW
			? NULL
			: &causes->survey->pieces.all.ptr[causes->piece];
	struct nostd_str tier = NOSTD_STR(""), capability = NOSTD_STR("");

	if (piece && nsc_piece_is_own(&causes->survey->pieces, causes->piece)) {
		tier = NOSTD_STR("own");
	} else if (piece) {
		tier = nsc_tier_name((enum nsc_tier)piece->tier);
		if (piece->tier != NSC_TIER_UNKNOWN) {
			capability = nsc_capability_name(
				(enum nsc_capability)piece->capability);
		}
	}
	nsc_doc_text(&w->doc, "tier", tier);
	nsc_doc_text(&w->doc, "capability", capability);
}

/* -- a chain ------------------------------------------------------------------------- */

static void put_finding(struct writer *w, const char *key, uint32_t row)
{
	const struct nsc_finding *finding;
	char hex[NSC_DIGEST_HEX_SIZE];

	nsc_json_key(&w->doc.json, key);
	if (row == NSC_NO_ROW) {
		nsc_json_null(&w->doc.json);
		return;
	}
	finding = &w->judgement->findings.all.ptr[row];
	nsc_digest_hex(finding->id, hex);
	nsc_json_object_line(&w->doc.json);
	put_word(w, "id", hex);
	nsc_doc_text(&w->doc, "rule", nsc_rule_at(finding->rule)->id);
	nsc_doc_text(&w->doc, "severity", nsc_severity_name(finding->severity));
	nsc_json_kbool(&w->doc.json, "suppressed", finding->suppressed != 0);
	nsc_json_end(&w->doc.json);
}

static void put_macros(struct writer *w, const struct nsc_cause *cause)
{
	uint32_t count, i;
	const struct nsc_macro *macros = nsc_why_macros(w->causes, cause, &count);

	nsc_json_key(&w->doc.json, "macros");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < count; i++) {
		nsc_json_object_line(&w->doc.json);
		nsc_doc_name(&w->doc, "name", macros[i].name);
		nsc_doc_place(&w->doc, macros[i].defined);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_hop(struct writer *w, const struct nsc_hop *hop)
{
	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "node", nsc_show_node(w->doc.report, hop));
	nsc_doc_name(&w->doc, "symbol", hop->symbol);
	put_word(w, "edge", nsc_hop_kind_name(hop->edge));
	put_word(w, "side", nsc_side_name(hop->side));
	nsc_doc_path(&w->doc, "object", hop->object);
	nsc_doc_path(&w->doc, "archive", hop->archive);
	nsc_doc_name(&w->doc, "member", hop->member);
	nsc_doc_name(&w->doc, "section", hop->section);
	nsc_doc_location(&w->doc, "location", hop->at);
	nsc_json_end(&w->doc.json);
}

static void put_hops(struct writer *w, const struct nsc_cause *cause)
{
	uint32_t i;

	nsc_json_key(&w->doc.json, "why");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < cause->hop_count; i++) {
		put_hop(w, &w->causes->hops.ptr[cause->hop_first + i]);
	}
	nsc_json_end(&w->doc.json);
}

static void put_chain(struct writer *w, const struct nsc_cause *cause)
{
	struct nsc_name remedy = {0};

	if (cause->finding != NSC_NO_ROW) {
		remedy = w->judgement->findings.all.ptr[cause->finding].remedy;
	}
	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "symbol", cause->symbol);
	nsc_json_kuint(&w->doc.json, "cut", cause->cut);
	nsc_json_kbool(&w->doc.json, "live", cause->live && w->judgement->target->image);
	nsc_json_kbool(&w->doc.json, "hosted", cause->hosted);
	nsc_json_kbool(&w->doc.json, "emitted", cause->emitted);
	nsc_doc_origin(&w->doc, "origin", w->judgement->target, cause->origin);
	nsc_doc_location(&w->doc, "location", cause->at);
	nsc_doc_name(&w->doc, "function", cause->function);
	put_macros(w, cause);
	put_finding(w, "finding", cause->finding);
	put_word(w, "root", nsc_why_root_word(cause->root));
	put_hops(w, cause);
	nsc_doc_price(&w->doc, "retained", &cause->retained);
	nsc_doc_price(&w->doc, "retained_group", &cause->retained_group);
	nsc_doc_name(&w->doc, "remedy", remedy);
	nsc_json_end(&w->doc.json);
}

/* -- how it was taken from an archive ------------------------------------------------ */

static void put_pull(struct writer *w, const struct nsc_pull *pull)
{
	const struct nsc_graph *graph = w->judgement->target->graph;
	struct nsc_name none = {0};

	nsc_json_object(&w->doc.json);
	put_file(w, pull->file);
	nsc_doc_name(&w->doc, "symbol",
		     pull->symbol == NSC_NO_ROW ? none
						: graph->symbols.ptr[pull->symbol].name);
	nsc_doc_name(&w->doc, "function", pull->function);
	nsc_doc_location(&w->doc, "location", pull->at);
	put_finding(w, "finding", pull->finding);
	nsc_json_end(&w->doc.json);
}

/* -- all of it ----------------------------------------------------------------------- */

static void put_lists(struct writer *w)
{
	struct nostd_str limits[NSC_WHY_LIMIT_COUNT];
	size_t count = nsc_why_limits(w->view, limits), i;

	nsc_json_key(&w->doc.json, "chains");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->causes->all.len; i++) {
		put_chain(w, &w->causes->all.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "pulls");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->causes->pulls.len; i++) {
		put_pull(w, &w->causes->pulls.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_json_kbool(&w->doc.json, "pulled_apart", w->causes->pulled_apart);
	nsc_json_key(&w->doc.json, "unknown");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < count; i++) {
		nsc_json_str(&w->doc.json, limits[i]);
	}
	nsc_json_end(&w->doc.json);
}

static void put_directive(struct writer *w, const struct nsc_header_directive *one)
{
	const struct nsc_target *target = w->judgement->target;
	bool judged = nsc_header_is_judged(target, one);

	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "header", one->header);
	nsc_doc_location(&w->doc, "location", one->at);
	nsc_json_key(&w->doc.json, "used");
	if (judged) {
		nsc_json_bool(&w->doc.json, one->used);
	} else {
		nsc_json_null(&w->doc.json);
	}
	nsc_header_doc_needs(&w->doc, one->needs.ptr, judged ? one->needs.len : 0);
	nsc_header_doc_ways(&w->doc, one->to.ptr, one->to.len);
	nsc_doc_name(&w->doc, "remedy", nsc_header_remedy(target, one));
	nsc_json_end(&w->doc.json);
}

static void put_directives(struct writer *w)
{
	size_t i;

	if (!w->view->directives) {
		return;
	}
	nsc_json_key(&w->doc.json, "directives");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->view->directives->len; i++) {
		put_directive(w, &w->view->directives->ptr[i]);
	}
	nsc_json_end(&w->doc.json);
}

static void put_view(struct writer *w)
{
	const struct nsc_causes *causes = w->causes;

	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "target", w->judgement->target->terms->target);
	nsc_json_kbool(&w->doc.json, "image", w->judgement->target->image);
	put_word(w, "is",
		 w->view->directives ? "header"
		 : w->view->known    ? nsc_group_size_name(w->view->size)
				     : "");
	put_word(w, "state", causes->has_state ? nsc_state_name(causes->state) : "");
	put_provider(w);
	put_meaning(w);
	nsc_json_kuint(&w->doc.json, "ways", causes->ways);
	put_lists(w);
	put_directives(w);
	nsc_json_end(&w->doc.json);
}

bool nsc_report_why_json(const struct nsc_report *report,
			 const struct nsc_why_answer *answer, struct nostd_sink out)
{
	struct writer w = {.doc = {.report = report}};
	size_t i;

	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, "why");
	nsc_json_kstr(&w.doc.json, "name", answer->name);
	nsc_json_kbool(&w.doc.json, "complete", report->complete);
	nsc_json_key(&w.doc.json, "targets");
	nsc_json_array(&w.doc.json);
	for (i = 0; i < answer->count; i++) {
		w.view = &answer->views[i];
		w.causes = answer->views[i].causes;
		w.judgement = w.causes->survey->judgement;
		put_view(&w);
	}
	nsc_json_end(&w.doc.json);
	nsc_doc_errors(&w.doc);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}
