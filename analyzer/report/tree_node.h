/*
 * tree_node.h - what the writers of trees say of a node and of an edge.
 *
 * Private to analyzer/report.
 */
#ifndef NSC_ANALYZER_REPORT_TREE_NODE_H
#define NSC_ANALYZER_REPORT_TREE_NODE_H

#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_group;
struct nsc_tree;
struct nsc_tree_entry;

/* Where the references of an edge stand. */
struct nsc_tree_site {
	struct nsc_place at; /* the first in order of places; line 0: none is known */
	struct nsc_name function; /* source function there; may be empty */
	uint32_t count;           /* different places */
};
void nsc_tree_site_find(const struct nsc_tree *tree, const struct nsc_tree_entry *entry,
			const struct nsc_names *names, struct nsc_tree_site *out);

/* The file of a node; all empty where it has none, or more than one. */
struct nsc_tree_file {
	struct nsc_name object;          /* path; empty when in an archive */
	struct nsc_name archive, member; /* path and name; empty for a lone object */
	struct nsc_name section;         /* of nodes that are in one */
};
void nsc_tree_file_find(const struct nsc_tree *tree, const struct nsc_group *group,
			struct nsc_tree_file *out);

/* "core", "alloc", "std", "unknown"; "own" where own code is no component. */
struct nostd_str nsc_tree_tier(const struct nsc_tree *tree,
			       const struct nsc_group *group);
struct nostd_str nsc_tree_capability(const struct nsc_group *group); /* may be empty */

/* Why the target asks for it: "entry", "-u", "kept" ... */
const char *nsc_tree_root_word(const struct nsc_tree *tree,
			       const struct nsc_tree_entry *entry);

#endif
