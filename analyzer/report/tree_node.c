/*
 * tree_node.c - see tree_node.h.
 */
#include "analyzer/report/tree_node.h"

#include <string.h>

#include "analyzer/base/path.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/tree.h"
#include "analyzer/report/show.h"

static const struct nsc_piece_edge *edge_at(const struct nsc_tree *tree, uint32_t row)
{
	return &tree->survey->pieces.edges.ptr[tree->edges.ptr[row]];
}

static struct nsc_name function_at(const struct nsc_target *target, uint32_t ref)
{
	const struct nsc_object_site *site = nsc_ref_site(target, ref);

	return site ? site->function : (struct nsc_name){0};
}

/* Edges are few: a place counts where no edge before it has the same one. */
static bool is_repeated(const struct nsc_tree *tree, const struct nsc_tree_entry *entry,
			uint32_t row, const struct nsc_names *names)
{
	const struct nsc_target *target = tree->survey->judgement->target;
	struct nsc_place at = nsc_ref_place(target, edge_at(tree, row)->ref);
	uint32_t i;

	for (i = entry->first; i < row; i++) {
		uint32_t ref = edge_at(tree, i)->ref;

		if (ref != NSC_NO_ROW &&
		    nsc_place_cmp(names, nsc_ref_place(target, ref), at) == 0) {
			return true;
		}
	}
	return false;
}

void nsc_tree_site_find(const struct nsc_tree *tree, const struct nsc_tree_entry *entry,
			const struct nsc_names *names, struct nsc_tree_site *out)
{
	const struct nsc_target *target = tree->survey->judgement->target;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	for (i = entry->first; i < entry->first + entry->count; i++) {
		uint32_t ref = edge_at(tree, i)->ref;
		struct nsc_place at;

		if (ref == NSC_NO_ROW) {
			continue;
		}
		at = nsc_ref_place(target, ref);
		if (at.line == 0) {
			continue;
		}
		out->count += !is_repeated(tree, entry, i, names);
		if (out->at.line == 0 ||
		    nsc_mounts_cmp(tree->survey->mounts, at, out->at) < 0) {
			out->at = at;
			out->function = function_at(target, ref);
		}
	}
}

void nsc_tree_file_find(const struct nsc_tree *tree, const struct nsc_group *group,
			struct nsc_tree_file *out)
{
	const struct nsc_graph *graph = tree->survey->judgement->target->graph;
	const struct nsc_graph_file *file;

	memset(out, 0, sizeof(*out));
	if (group->file == NSC_NO_ROW) {
		return;
	}
	file = &graph->files.ptr[group->file];
	if (nsc_name_given(file->archive)) {
		out->archive = file->archive;
		out->member = file->name;
	} else {
		out->object = file->name;
	}
	if (group->node != NSC_NO_ROW &&
	    graph->nodes.ptr[group->node].kind != NSC_NODE_ENTITY) {
		out->section = graph->nodes.ptr[group->node].name;
	}
}

struct nostd_str nsc_tree_tier(const struct nsc_tree *tree, const struct nsc_group *group)
{
	if (group->kind == NSC_PIECE_TARGET) {
		return nsc_tier_name(tree->survey->judgement->target->terms->tier);
	}
	if (nsc_group_is_own(group) && tree->groups.size != NSC_BY_COMPONENT) {
		return NOSTD_STR("own");
	}
	return nsc_tier_name((enum nsc_tier)group->tier);
}

struct nostd_str nsc_tree_capability(const struct nsc_group *group)
{
	return group->has_capability
		       ? nsc_capability_name((enum nsc_capability)group->capability)
		       : NOSTD_STR("");
}

const char *nsc_tree_root_word(const struct nsc_tree *tree,
			       const struct nsc_tree_entry *entry)
{
	uint8_t root = NSC_ROOT_NO_GC;
	uint32_t i;

	for (i = entry->first; i < entry->first + entry->count; i++) {
		const struct nsc_piece_edge *edge = edge_at(tree, i);

		if (edge->kind == NSC_HOP_ROOT && edge->root < root) {
			root = edge->root;
		}
	}
	return nsc_show_root(root);
}
