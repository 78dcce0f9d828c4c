/*
 * include_tree.c - who includes whom, as text and as JSON. See tree.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/judge/include_tree.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/doc.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/tree.h"

static void put_line(struct nsc_put *put, const struct nsc_report *report,
		     const struct nsc_include_tree *tree,
		     const struct nsc_walk_line *line)
{
	const struct nsc_include_node *node = &tree->nodes.ptr[line->node];

	NSC_PUT(put, "{}", nsc_name_text(report->run->names, node->shown));
	if (line->entry != NSC_WALK_NO_ENTRY) {
		const struct nsc_include_edge *edge = &tree->edges.ptr[line->entry];

		if (!nsc_place_given(edge->at)) {
			NSC_PUT(put, ", on the command line");
		} else if (tree->inverted) {
			NSC_PUT(put, ":{}", edge->at.line);
		} else {
			NSC_PUT(put, " (line {})", edge->at.line);
		}
	}
	NSC_PUT(put, "{}\n", line->again ? " (*)" : "");
}

bool nsc_report_includes_text(const struct nsc_report *report,
			      const struct nsc_include_tree *trees, size_t count,
			      const struct nsc_tree_style *style, struct nostd_sink out)
{
	struct nsc_put put = {out, style->color, false};
	struct nsc_walk_line line;
	bool first = true;
	size_t i, r;

	for (i = 0; i < count; i++) {
		struct nsc_walk walk;

		nsc_walk_init(&walk, &trees[i].graph, report->run->keep);
		for (r = 0; r < trees[i].roots.len; r++) {
			NSC_PUT(&put, "{}", first ? "" : "\n");
			first = false;
			nsc_walk_root(&walk, trees[i].roots.ptr[r]);
			while (nsc_walk_next(&walk, &line)) {
				nsc_branches_put(&put, &style->branches, &walk, &line);
				put_line(&put, report, &trees[i], &line);
			}
		}
	}
	return !put.failed;
}

/* -- JSON ---------------------------------------------------------------------------- */

/* What the text goes along. */
struct shown {
	uint8_t *nodes, *edges;
	uint32_t *id; /* by node: its number among those */
};

static void find_shown(const struct nsc_report *report,
		       const struct nsc_include_tree *tree, struct shown *shown)
{
	struct nostd_bump *keep = report->run->keep;
	struct nsc_walk walk;
	struct nsc_walk_line line;
	uint32_t id = 0;
	size_t i;

	shown->id = nostd_bump_array(keep, uint32_t, tree->nodes.len + 1);
	shown->nodes = nostd_bump_array(keep, uint8_t, tree->nodes.len + 1);
	shown->edges = nostd_bump_array(keep, uint8_t, tree->edges.len + 1);
	for (i = 0; i < tree->nodes.len; i++) {
		shown->nodes[i] = 0;
	}
	for (i = 0; i < tree->edges.len; i++) {
		shown->edges[i] = 0;
	}
	nsc_walk_init(&walk, &tree->graph, keep);
	for (i = 0; i < tree->roots.len; i++) {
		nsc_walk_root(&walk, tree->roots.ptr[i]);
		while (nsc_walk_next(&walk, &line)) {
			shown->nodes[line.node] = 1;
			if (line.entry != NSC_WALK_NO_ENTRY) {
				shown->edges[line.entry] = 1;
			}
		}
	}
	for (i = 0; i < tree->nodes.len; i++) {
		shown->id[i] = id;
		id += shown->nodes[i];
	}
}

static void put_nodes(struct nsc_doc *doc, const struct nsc_include_tree *tree,
		      const struct shown *shown)
{
	uint32_t i;

	nsc_json_key(&doc->json, "nodes");
	nsc_json_array(&doc->json);
	for (i = 0; i < tree->nodes.len; i++) {
		const struct nsc_include_node *node = &tree->nodes.ptr[i];

		if (!shown->nodes[i]) {
			continue;
		}
		nsc_json_object_line(&doc->json);
		nsc_json_kuint(&doc->json, "id", shown->id[i]);
		nsc_doc_path(doc, "file", node->file);
		nsc_json_kstr(&doc->json, "kind",
			      node->unit ? NOSTD_STR("unit") : NOSTD_STR("header"));
		nsc_json_kbool(&doc->json, "hosted", node->hosted);
		nsc_json_end(&doc->json);
	}
	nsc_json_end(&doc->json);
}

static void put_edges(struct nsc_doc *doc, const struct nsc_include_tree *tree,
		      const struct shown *shown)
{
	uint32_t i;

	nsc_json_key(&doc->json, "edges");
	nsc_json_array(&doc->json);
	for (i = 0; i < tree->edges.len; i++) {
		const struct nsc_include_edge *edge = &tree->edges.ptr[i];

		if (!shown->edges[i]) {
			continue;
		}
		nsc_json_object_line(&doc->json);
		nsc_json_kuint(&doc->json, "from", shown->id[edge->from]);
		nsc_json_kuint(&doc->json, "to", shown->id[edge->to]);
		nsc_json_key(&doc->json, "kinds");
		nsc_json_array_line(&doc->json);
		nsc_json_str(&doc->json, NOSTD_STR("include"));
		nsc_json_end(&doc->json);
		nsc_json_kuint(&doc->json, "count", edge->count);
		nsc_doc_location(doc, "location", edge->at);
		nsc_json_end(&doc->json);
	}
	nsc_json_end(&doc->json);
}

static void put_tree(struct nsc_doc *doc, const struct nsc_include_tree *tree)
{
	struct shown shown;
	size_t i;

	find_shown(doc->report, tree, &shown);
	nsc_json_object(&doc->json);
	nsc_doc_name(doc, "target", tree->target->terms->target);
	nsc_json_kstr(&doc->json, "nodes_are", NOSTD_STR("file"));
	nsc_json_kbool(&doc->json, "inverted", tree->inverted);
	nsc_json_kuint(&doc->json, "unknown", 0);
	nsc_json_key(&doc->json, "roots");
	nsc_json_array_line(&doc->json);
	for (i = 0; i < tree->roots.len; i++) {
		nsc_json_uint(&doc->json, shown.id[tree->roots.ptr[i]]);
	}
	nsc_json_end(&doc->json);
	put_nodes(doc, tree, &shown);
	put_edges(doc, tree, &shown);
	nsc_json_end(&doc->json);
}

bool nsc_report_includes_json(const struct nsc_report *report,
			      const struct nsc_include_tree *trees, size_t count,
			      struct nostd_sink out)
{
	struct nsc_doc doc = {.report = report};
	size_t i;

	nsc_json_init(&doc.json, out);
	nsc_doc_begin(&doc, "tree");
	nsc_json_kbool(&doc.json, "complete", report->complete);
	nsc_json_key(&doc.json, "targets");
	nsc_json_array(&doc.json);
	for (i = 0; i < count; i++) {
		put_tree(&doc, &trees[i]);
	}
	nsc_json_end(&doc.json);
	nsc_doc_errors(&doc);
	nsc_json_end(&doc.json);
	return !doc.json.failed;
}
