/*
 * referrers.c - see referrers.h.
 */
#include "analyzer/graph/referrers.h"

#include <nostd/bump.h>

#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"

void nsc_row_groups_make(struct nostd_bump *arena, const struct nsc_keyed_rows *keyed,
			 struct nsc_row_groups *out)
{
	uint32_t *next;
	size_t i;

	out->first = nostd_bump_array(arena, uint32_t, (size_t)keyed->key_count + 1);
	out->rows = nostd_bump_array(arena, uint32_t, keyed->count);
	next = nostd_bump_array(arena, uint32_t, keyed->key_count);
	for (i = 0; i < keyed->count; i++) {
		if (keyed->keys[i] != NSC_NO_ROW) {
			out->first[keyed->keys[i] + 1]++;
		}
	}
	for (i = 0; i < keyed->key_count; i++) {
		out->first[i + 1] += out->first[i];
		next[i] = out->first[i];
	}
	for (i = 0; i < keyed->count; i++) {
		if (keyed->keys[i] != NSC_NO_ROW) {
			out->rows[next[keyed->keys[i]]++] = (uint32_t)i;
		}
	}
}

void nsc_referrers_make(struct nostd_bump *arena, const struct nsc_link *link,
			struct nsc_row_groups *out)
{
	const struct nsc_graph *graph = link->graph;
	uint32_t *to = nostd_bump_array(arena, uint32_t, graph->refs.len);
	struct nsc_keyed_rows keyed = {to, graph->refs.len, (uint32_t)graph->nodes.len};
	uint32_t i;

	for (i = 0; i < graph->refs.len; i++) {
		to[i] = nsc_link_target(link, i);
	}
	nsc_row_groups_make(arena, &keyed, out);
}
