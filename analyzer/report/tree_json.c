/*
 * tree_json.c - trees for programs. See tree.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/tree.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/report.h"
#include "analyzer/report/tree.h"
#include "analyzer/report/tree_node.h"
#include "analyzer/report/tree_shown.h"

struct writer {
	struct nsc_doc doc;
	const struct nsc_tree *tree;
	const struct nsc_costs *costs;
	struct nsc_tree_shown shown;
};

static const char *kind_name(uint8_t kind)
{
	static const char *const names[] = {"target", "symbol", "section",
					    "shared", "nobody", "script"};

	return names[kind];
}

static void put_node(struct writer *w, uint32_t row)
{
	const struct nsc_group *group = &w->tree->groups.all.ptr[row];
	const struct nsc_group_cost *cost = &w->costs->of[row];
	struct nsc_tree_file file;
	const char *kind = kind_name(group->kind);

	nsc_tree_file_find(w->tree, group, &file);
	if (w->tree->groups.size != NSC_BY_SYMBOL && group->kind != NSC_PIECE_TARGET &&
	    group->kind != NSC_PIECE_NOBODY && group->kind != NSC_PIECE_OUTSIDE) {
		kind = nsc_group_size_name(w->tree->groups.size);
	}
	nsc_json_object(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "id", w->shown.id[row]);
	nsc_doc_name(&w->doc, "name", group->name);
	nsc_doc_name(&w->doc, "in", group->where);
	nsc_json_kstr(&w->doc.json, "kind", nostd_str_from_c(kind));
	nsc_json_kstr(&w->doc.json, "side", nostd_str_from_c(nsc_side_name(group->side)));
	nsc_doc_path(&w->doc, "object", file.object);
	nsc_doc_path(&w->doc, "archive", file.archive);
	nsc_doc_name(&w->doc, "member", file.member);
	nsc_doc_name(&w->doc, "section", file.section);
	nsc_json_kstr(&w->doc.json, "tier", nsc_tree_tier(w->tree, group));
	nsc_doc_text(&w->doc, "capability", nsc_tree_capability(group));
	nsc_json_kstr(&w->doc.json, "state",
		      nostd_str_from_c(nsc_state_name((enum nsc_state)group->state)));
	nsc_doc_cost(&w->doc, "size", cost->own_known, &cost->own);
	nsc_doc_price(&w->doc, "retained", &cost->retained);
	nsc_json_kbool(&w->doc.json, "unknown_callers", w->shown.unknown[row]);
	nsc_json_end(&w->doc.json);
}

static void put_edge(struct writer *w, const struct nsc_tree_entry *entry)
{
	struct nsc_tree_site site;
	uint8_t kind;

	nsc_tree_site_find(w->tree, entry, w->doc.report->run->names, &site);
	nsc_json_object_line(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "from", w->shown.id[entry->from]);
	nsc_json_kuint(&w->doc.json, "to", w->shown.id[entry->to]);
	nsc_json_key(&w->doc.json, "kinds");
	nsc_json_array_line(&w->doc.json);
	for (kind = 0; kind <= NSC_HOP_STARTUP; kind++) {
		if (entry->kinds & 1u << kind) {
			nsc_json_str(&w->doc.json,
				     nostd_str_from_c(nsc_hop_kind_name(kind)));
		}
	}
	nsc_json_end(&w->doc.json);
	nsc_json_kuint(&w->doc.json, "count", entry->count);
	nsc_doc_location(&w->doc, "location", site.at);
	nsc_json_end(&w->doc.json);
}

static void put_roots(struct writer *w)
{
	size_t i;

	nsc_json_key(&w->doc.json, "roots");
	nsc_json_array_line(&w->doc.json);
	for (i = 0; i < w->tree->roots.len; i++) {
		nsc_json_uint(&w->doc.json, w->shown.id[w->tree->roots.ptr[i]]);
	}
	nsc_json_end(&w->doc.json);
}

static void put_nodes(struct writer *w)
{
	uint32_t i;

	nsc_json_key(&w->doc.json, "nodes");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->tree->groups.all.len; i++) {
		if (w->shown.nodes[i]) {
			put_node(w, i);
		}
	}
	nsc_json_end(&w->doc.json);
	nsc_json_key(&w->doc.json, "edges");
	nsc_json_array(&w->doc.json);
	for (i = 0; i < w->tree->entries.len; i++) {
		if (w->shown.entries[i]) {
			put_edge(w, &w->tree->entries.ptr[i]);
		}
	}
	nsc_json_end(&w->doc.json);
}

static void put_tree(struct writer *w)
{
	struct nostd_bump *scratch = w->doc.report->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);

	nsc_tree_shown_find(w->tree, scratch, &w->shown);
	nsc_json_object(&w->doc.json);
	nsc_doc_name(&w->doc, "target",
		     w->tree->survey->judgement->target->terms->target);
	nsc_json_kstr(&w->doc.json, "nodes_are",
		      nostd_str_from_c(nsc_group_size_name(w->tree->groups.size)));
	nsc_json_kbool(&w->doc.json, "inverted", w->tree->inverted);
	nsc_json_kuint(&w->doc.json, "unknown", w->shown.unknown_count);
	put_roots(w);
	put_nodes(w);
	nsc_json_end(&w->doc.json);
	nostd_bump_reset(scratch, mark);
}

bool nsc_report_tree_json(const struct nsc_report *report,
			  const struct nsc_tree_view *views, size_t count,
			  struct nostd_sink out)
{
	struct writer w = {.doc = {.report = report}};
	size_t i;

	nsc_json_init(&w.doc.json, out);
	nsc_doc_begin(&w.doc, "tree");
	nsc_json_kbool(&w.doc.json, "complete", report->complete);
	nsc_json_key(&w.doc.json, "targets");
	nsc_json_array(&w.doc.json);
	for (i = 0; i < count; i++) {
		w.tree = views[i].tree;
		w.costs = views[i].costs;
		put_tree(&w);
	}
	nsc_json_end(&w.doc.json);
	nsc_doc_errors(&w.doc);
	nsc_json_end(&w.doc.json);
	return !w.doc.json.failed;
}
