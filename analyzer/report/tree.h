/*
 * tree.h - trees of targets: text in the grammar of `cargo tree`, JSON, and drawings.
 *
 * schema/nostd-check-tree.schema.json says what the JSON holds. Ids are numbers in the
 * order of names; an edge leads from who refers to what is referred to, also in an
 * inverted tree; `location` is the first place of it that is known. Nodes and edges are
 * those that the text goes along; the same ones make the drawings.
 */
#ifndef NSC_ANALYZER_REPORT_TREE_H
#define NSC_ANALYZER_REPORT_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/fmt.h>

#include "analyzer/report/branches.h"
#include "analyzer/report/node_format.h"

struct nsc_costs;
struct nsc_include_tree;
struct nsc_report;
struct nsc_tree;

struct nsc_tree_style {
	struct nsc_branch_style branches;
	const struct nsc_node_format *format; /* NULL: what suits the size of the nodes */
	bool color;
};

/* A target's tree, and what its nodes take; one for each target. */
struct nsc_tree_view {
	const struct nsc_tree *tree;
	const struct nsc_costs *costs;
};

/* An empty line stands between trees. */
bool nsc_report_tree_text(const struct nsc_report *report,
			  const struct nsc_tree_view *views, size_t count,
			  const struct nsc_tree_style *style, struct nostd_sink out);
bool nsc_report_tree_json(const struct nsc_report *report,
			  const struct nsc_tree_view *views, size_t count,
			  struct nostd_sink out);

/* Children that nobody knows, among what is shown. */
uint32_t nsc_report_tree_unknown(const struct nsc_report *report,
				 const struct nsc_tree *tree);

/*
 * Trees of includes. An inverted one shows behind a file the line of its directive. JSON:
 * nodes_are "file", nodes {id, file, kind: unit|header, hosted}, edges of the kind
 * "include" from the file that includes to what it opens.
 */
bool nsc_report_includes_text(const struct nsc_report *report,
			      const struct nsc_include_tree *trees, size_t count,
			      const struct nsc_tree_style *style, struct nostd_sink out);
bool nsc_report_includes_json(const struct nsc_report *report,
			      const struct nsc_include_tree *trees, size_t count,
			      struct nostd_sink out);

/* A graph in the language of Graphviz, or of Mermaid (a flowchart). */
bool nsc_report_tree_dot(const struct nsc_report *report,
			 const struct nsc_tree_view *views, size_t count,
			 struct nostd_sink out);
bool nsc_report_tree_mermaid(const struct nsc_report *report,
			     const struct nsc_tree_view *views, size_t count,
			     struct nostd_sink out);

/* Does the text need what nodes retain? It is dear. */
bool nsc_report_tree_wants_retained(const struct nsc_tree *tree,
				    const struct nsc_tree_style *style);

#endif
