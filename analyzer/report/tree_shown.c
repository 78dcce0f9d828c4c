/*
 * tree_shown.c - see tree_shown.h.
 */
#include "analyzer/report/tree_shown.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/judge/tree.h"

static void note_line(const struct nsc_walk_line *line, struct nsc_tree_shown *out)
{
	if (line->node == NSC_WALK_UNKNOWN) {
		out->unknown[line->above] = 1;
		return;
	}
	out->nodes[line->node] = 1;
	if (line->entry != NSC_WALK_NO_ENTRY) {
		out->entries[line->entry] = 1;
	}
}

void nsc_tree_shown_find(const struct nsc_tree *tree, struct nostd_bump *arena,
			 struct nsc_tree_shown *out)
{
	struct nsc_walk_line line;
	struct nsc_walk walk;
	uint32_t next = 0, i;

	memset(out, 0, sizeof(*out));
	out->nodes = nostd_bump_array(arena, uint8_t, tree->groups.all.len);
	out->unknown = nostd_bump_array(arena, uint8_t, tree->groups.all.len);
	out->entries = nostd_bump_array(arena, uint8_t, tree->entries.len);
	out->id = nostd_bump_array(arena, uint32_t, tree->groups.all.len);
	nsc_walk_init(&walk, &tree->graph, arena);
	for (i = 0; i < tree->roots.len; i++) {
		nsc_walk_root(&walk, tree->roots.ptr[i]);
		while (nsc_walk_next(&walk, &line)) {
			note_line(&line, out);
		}
	}
	for (i = 0; i < tree->groups.all.len; i++) {
		out->id[i] = next;
		next += out->nodes[i];
		out->unknown_count += out->unknown[i];
	}
}
