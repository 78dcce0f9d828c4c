/*
 * tree.h - trees of targets, as text in the grammar of `cargo tree` and as JSON.
 *
 * JSON: {schema_version, command, complete, targets[{target, nodes_are, inverted,
 * roots[id], nodes[{id, name, in, kind, side, object, archive, member, section, tier,
 * capability, state, size, retained}], edges[{from, to, kinds[], count, location}]}],
 * errors[]}. Ids are numbers in the order of names; an edge leads from who refers to what
 * is referred to, also in an inverted tree; `location` is the first place of it that is
 * known. Nodes and edges are those that the text goes along.
 */
#ifndef NSC_ANALYZER_REPORT_TREE_H
#define NSC_ANALYZER_REPORT_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/fmt.h>

#include "analyzer/report/branches.h"
#include "analyzer/report/node_format.h"

struct nsc_costs;
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

/* Does the text need what nodes retain? It is dear. */
bool nsc_report_tree_wants_retained(const struct nsc_tree *tree,
				    const struct nsc_tree_style *style);

#endif
