/*
 * diff_json.c - what changed, for programs. See diff.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/compare.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/report/diff.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/report.h"
#include "analyzer/report/why_words.h"

static const char *const side_names[NSC_SIDE_COUNT] = {"before", "after"};

struct writer {
	struct nsc_doc doc;
	const struct nsc_diff *diff;
};

static void put_int(struct writer *w, const char *key, int64_t value)
{
	nsc_json_key(&w->doc.json, key);
	nsc_json_int(&w->doc.json, value);
}

static void put_word(struct writer *w, const char *key, const char *word)
{
	nsc_json_kstr(&w->doc.json, key, nostd_str_from_c(word));
}

/* A key for a side that may not be there; true: its object is open. */
static bool open_or_null(struct writer *w, unsigned side, bool there)
{
	nsc_json_key(&w->doc.json, side_names[side]);
	if (there) {
		nsc_json_object(&w->doc.json);
	} else {
		nsc_json_null(&w->doc.json);
	}
	return there;
}

/* -- targets ------------------------------------------------------------------------- */

static void put_side(struct writer *w, unsigned side)
{
	const struct nsc_diff_side *row = &w->diff->sides[side];

	open_or_null(w, side, true);
	nsc_json_kstr(&w->doc.json, "path", row->path);
	nsc_json_kbool(&w->doc.json, "is_report", row->is_report);
	nsc_json_kbool(&w->doc.json, "complete", row->complete);
	nsc_doc_text(&w->doc, "fault", row->fault);
	nsc_json_end(&w->doc.json);
}

static void put_target_side(struct writer *w, const struct nsc_reread_target *target,
			    unsigned side)
{
	if (!open_or_null(w, side, target != NULL)) {
		return;
	}
	nsc_doc_name(&w->doc, "name", target->name);
	nsc_json_kbool(&w->doc.json, "complete", target->complete);
	nsc_json_kbool(&w->doc.json, "image", target->image);
	nsc_doc_name(&w->doc, "levels", target->levels);
	nsc_json_key(&w->doc.json, "size");
	if (target->sizes_known) {
		nsc_json_object_line(&w->doc.json);
		put_int(w, "text", target->text);
		put_int(w, "data", target->data);
		put_int(w, "bss", target->bss);
		nsc_json_end(&w->doc.json);
	} else {
		nsc_json_null(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_counts(struct writer *w, const uint32_t count[NSC_MATCH_KIND_COUNT])
{
	uint8_t kind;

	for (kind = 0; kind < NSC_MATCH_KIND_COUNT; kind++) {
		nsc_json_kuint(&w->doc.json, nsc_match_kind_name(kind), count[kind]);
	}
}

/* -- findings and components --------------------------------------------------------- */

static void put_finding(struct writer *w, const struct nsc_reread_finding *finding,
			unsigned side)
{
	if (!open_or_null(w, side, finding != NULL)) {
		return;
	}
	nsc_doc_name(&w->doc, "id", finding->id);
	nsc_doc_name(&w->doc, "rule", finding->rule);
	nsc_doc_name(&w->doc, "severity", finding->severity_name);
	nsc_doc_name(&w->doc, "symbol", finding->symbol);
	nsc_doc_name(&w->doc, "tier", finding->tier);
	nsc_doc_name(&w->doc, "state", finding->state);
	nsc_doc_name(&w->doc, "message", finding->message);
	nsc_doc_name(&w->doc, "file", finding->file);
	nsc_doc_number(&w->doc, "line", finding->line);
	nsc_doc_number(&w->doc, "column", finding->column);
	nsc_doc_name(&w->doc, "function", finding->function);
	nsc_json_kbool(&w->doc.json, "suppressed", finding->suppressed);
	nsc_doc_price(&w->doc, "retained", &finding->retained);
	nsc_json_end(&w->doc.json);
}

static void put_findings(struct writer *w, const struct nsc_match_target *match)
{
	size_t i;

	nsc_json_key(&w->doc.json, "findings");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < match->findings.len; i++) {
		const struct nsc_match_finding *row = &match->findings.ptr[i];

		if (row->kind == NSC_MATCH_SAME) {
			continue;
		}
		nsc_json_object(&w->doc.json);
		put_word(w, "change", nsc_match_kind_name(row->kind));
		put_finding(w, row->of[NSC_BEFORE], NSC_BEFORE);
		put_finding(w, row->of[NSC_AFTER], NSC_AFTER);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_components(struct writer *w, const struct nsc_match_target *match)
{
	size_t i;
	unsigned side;

	nsc_json_key(&w->doc.json, "components");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < match->components.len; i++) {
		const struct nsc_match_component *row = &match->components.ptr[i];
		const struct nsc_reread_component *any =
			row->of[NSC_AFTER] ? row->of[NSC_AFTER] : row->of[NSC_BEFORE];

		if (row->kind == NSC_MATCH_SAME) {
			continue;
		}
		nsc_json_object_line(&w->doc.json);
		put_word(w, "change", nsc_match_kind_name(row->kind));
		nsc_doc_name(&w->doc, "name", any->name);
		for (side = 0; side < NSC_SIDE_COUNT; side++) {
			nsc_doc_cost(&w->doc, side_names[side],
				     row->of[side] && row->of[side]->size_known,
				     row->of[side] ? &row->of[side]->size : NULL);
		}
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

/* -- bytes by cause ------------------------------------------------------------------ */

static const char *kind_name(uint8_t kind)
{
	static const char *const names[] = {"came", "went", "changed", "rest"};

	return names[kind];
}

static void put_edge(struct writer *w, const struct nsc_compared_edge *edge)
{
	nsc_json_object_line(&w->doc.json);
	nsc_doc_name(&w->doc, "from", edge->from);
	nsc_doc_name(&w->doc, "in", edge->in);
	put_word(w, "kind", nsc_hop_kind_name(edge->kind));
	nsc_doc_text(&w->doc, "root",
		     nostd_str_from_c(edge->kind == NSC_HOP_ROOT
					      ? nsc_why_root_word(edge->root)
					      : ""));
	nsc_doc_name(&w->doc, "file", edge->path);
	nsc_doc_number(&w->doc, "line", edge->line);
	nsc_doc_number(&w->doc, "column", edge->column);
	nsc_json_end(&w->doc.json);
}

static void put_causes(struct writer *w, const struct nsc_comparison *bytes)
{
	uint32_t i, k;

	nsc_json_key(&w->doc.json, "causes");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < bytes->causes.len; i++) {
		const struct nsc_compared_cause *cause = &bytes->causes.ptr[i];

		nsc_json_object(&w->doc.json);
		nsc_json_kuint(&w->doc.json, "id", i);
		nsc_doc_name(&w->doc, "symbol", cause->name);
		nsc_doc_name(&w->doc, "in", cause->in);
		nsc_json_kbool(&w->doc.json, "own", cause->own);
		nsc_json_key(&w->doc.json, "references");
		nsc_json_array(&w->doc.json);
		for (k = 0; k < cause->edge_count; k++) {
			put_edge(w, &bytes->edges.ptr[cause->edge_first + k]);
		}
		nsc_json_end(&w->doc.json);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_parts(struct writer *w, const struct nsc_comparison *bytes,
		      const struct nsc_compared_row *row)
{
	uint32_t i;

	nsc_json_key(&w->doc.json, "parts");
	nsc_json_array(&w->doc.json);
	for (i = row->part_first; i < row->part_first + row->part_count; i++) {
		const struct nsc_compared_part *part = &bytes->parts.ptr[i];

		nsc_json_object_line(&w->doc.json);
		nsc_doc_name(&w->doc, "symbol", part->name);
		nsc_doc_name(&w->doc, "in", part->in);
		nsc_doc_cost(&w->doc, "before", true, &part->size[NSC_BEFORE]);
		nsc_doc_cost(&w->doc, "after", true, &part->size[NSC_AFTER]);
		nsc_json_end(&w->doc.json);
	}
	nsc_json_end(&w->doc.json);
}

static void put_row(struct writer *w, const struct nsc_comparison *bytes,
		    const struct nsc_compared_row *row)
{
	struct nsc_name none = {0};
	uint32_t i;

	nsc_json_object(&w->doc.json);
	put_word(w, "kind", kind_name(row->kind));
	nsc_doc_cost(&w->doc, "change", true, &row->change);
	nsc_json_key(&w->doc.json, "causes");
	nsc_json_array_line(&w->doc.json);
	for (i = 0; i < row->cause_count; i++) {
		nsc_json_uint(&w->doc.json, bytes->cause_rows.ptr[row->cause_first + i]);
	}
	nsc_json_end(&w->doc.json);
	nsc_doc_name(&w->doc, "file",
		     row->kind == NSC_COMPARED_CHANGED ? row->name : none);
	nsc_doc_text(&w->doc, "rest",
		     nostd_str_from_c(
			     row->kind == NSC_COMPARED_REST
				     ? nsc_rest_kind_name((enum nsc_rest_kind)row->rest)
				     : ""));
	nsc_doc_name(&w->doc, "section",
		     row->kind == NSC_COMPARED_REST ? row->name : none);
	put_parts(w, bytes, row);
	nsc_json_end(&w->doc.json);
}

static void put_bytes(struct writer *w, const struct nsc_comparison *bytes)
{
	size_t i;

	nsc_json_key(&w->doc.json, "bytes");
	if (!bytes || !bytes->known) {
		nsc_json_null(&w->doc.json);
		return;
	}
	nsc_json_object(&w->doc.json);
	nsc_doc_cost(&w->doc, "before", true, &bytes->total[NSC_BEFORE]);
	nsc_doc_cost(&w->doc, "after", true, &bytes->total[NSC_AFTER]);
	nsc_json_key(&w->doc.json, "rows");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < bytes->rows.len; i++) {
		put_row(w, bytes, &bytes->rows.ptr[i]);
	}
	nsc_json_end(&w->doc.json);
	put_causes(w, bytes);
	nsc_json_end(&w->doc.json);
}

/* -- the document -------------------------------------------------------------------- */

static void put_target(struct writer *w, const struct nsc_diff_target *target)
{
	const struct nsc_match_target *match = target->match;

	nsc_json_object(&w->doc.json);
	put_target_side(w, match->of[NSC_BEFORE], NSC_BEFORE);
	put_target_side(w, match->of[NSC_AFTER], NSC_AFTER);
	nsc_json_key(&w->doc.json, "counts");
	nsc_json_object_line(&w->doc.json);
	put_counts(w, match->count);
	nsc_json_end(&w->doc.json);
	put_findings(w, match);
	put_components(w, match);
	put_bytes(w, target->bytes);
	nsc_json_end(&w->doc.json);
}

static void put_summary(struct writer *w)
{
	uint32_t count[NSC_MATCH_KIND_COUNT] = {0};
	size_t i, kind;

	for (i = 0; i < w->diff->target_count; i++) {
		for (kind = 0; kind < NSC_MATCH_KIND_COUNT; kind++) {
			count[kind] += w->diff->targets[i].match->count[kind];
		}
	}
	nsc_json_key(&w->doc.json, "summary");
	nsc_json_object(&w->doc.json);
	put_counts(w, count);
	nsc_json_kuint(&w->doc.json, "worse", w->diff->worse);
	nsc_json_kuint(&w->doc.json, "exit_code", (uint64_t)w->diff->exit_code);
	nsc_json_end(&w->doc.json);
}

bool nsc_report_diff_json(const struct nsc_report *report, const struct nsc_diff *diff,
			  struct nostd_sink out)
{
	struct writer w = {.doc = {.report = report}, .diff = diff};
	size_t i;

	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, "diff");
	nsc_json_kbool(&w.doc.json, "complete",
		       diff->sides[NSC_BEFORE].complete &&
			       diff->sides[NSC_AFTER].complete);
	put_side(&w, NSC_BEFORE);
	put_side(&w, NSC_AFTER);
	nsc_json_key(&w.doc.json, "targets");
	nsc_json_array(&w.doc.json);
	for (i = 0; i < diff->target_count; i++) {
		put_target(&w, &diff->targets[i]);
	}
	nsc_json_end(&w.doc.json);
	put_summary(&w);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}
