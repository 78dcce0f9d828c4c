/*
 * walk.c - see walk.h. An explicit stack: graphs are deep and cyclic.
 */
#include "analyzer/judge/walk.h"

#include <nostd/bump.h>

void nsc_walk_init(struct nsc_walk *walk, const struct nsc_walk_graph *graph,
		   struct nostd_bump *arena)
{
	walk->graph = graph;
	walk->seen = nostd_bump_array(arena, uint8_t, graph->count);
	walk->open = nostd_bump_array(arena, uint8_t, graph->count);
	walk->frames = nsc_walk_frames_new_in(nostd_bump_in(arena));
	walk->at_root = false;
}

void nsc_walk_root(struct nsc_walk *walk, uint32_t root)
{
	walk->root = root;
	walk->at_root = true;
}

static bool is_hidden(const struct nsc_walk *walk, uint32_t entry)
{
	return walk->graph->hidden && walk->graph->hidden[walk->graph->to[entry]];
}

/* The first entry from here on that is shown, or the end. */
static uint32_t shown_from(const struct nsc_walk *walk, uint32_t entry, uint32_t end)
{
	while (entry < end && is_hidden(walk, entry)) {
		entry++;
	}
	return entry;
}

static bool has_unknown(const struct nsc_walk_graph *graph, uint32_t node)
{
	return graph->unknown && graph->unknown[node];
}

static void expand(struct nsc_walk *walk, uint32_t node, uint32_t depth)
{
	struct nsc_walk_frame frame = {node, walk->graph->first[node],
				       walk->graph->first[node + 1], false,
				       has_unknown(walk->graph, node)};

	if (depth < walk->graph->depth_max) {
		walk->open[node] = 1;
		nsc_walk_frames_push(&walk->frames, frame);
	}
}

static void visit(struct nsc_walk *walk, struct nsc_walk_line *line)
{
	const struct nsc_walk_graph *graph = walk->graph;
	bool ends = line->entry != NSC_WALK_NO_ENTRY && graph->ends &&
		    graph->ends[line->entry];
	bool is_new = graph->no_dedupe || !walk->seen[line->node];
	bool has_children = graph->first[line->node] != graph->first[line->node + 1] ||
			    has_unknown(graph, line->node);

	line->again = false;
	if (ends) {
		return;
	}
	walk->seen[line->node] = 1;
	if (is_new && !walk->open[line->node]) {
		expand(walk, line->node, line->depth);
	} else {
		line->again = has_children;
	}
}

bool nsc_walk_next(struct nsc_walk *walk, struct nsc_walk_line *line)
{
	if (walk->at_root) {
		walk->at_root = false;
		*line = (struct nsc_walk_line){walk->root, NSC_WALK_NO_ENTRY, 0,
					       walk->root, false};
		visit(walk, line);
		return true;
	}
	while (walk->frames.len != 0) {
		struct nsc_walk_frame *top = &walk->frames.ptr[walk->frames.len - 1];
		uint32_t entry = shown_from(walk, top->next, top->end);

		if (entry == top->end && top->unknown) {
			top->unknown = false;
			top->more = false;
			*line = (struct nsc_walk_line){NSC_WALK_UNKNOWN,
						       NSC_WALK_NO_ENTRY,
						       (uint32_t)walk->frames.len,
						       top->node, false};
			return true;
		}
		if (entry == top->end) {
			walk->open[top->node] = 0;
			nsc_walk_frames_truncate(&walk->frames, walk->frames.len - 1);
			continue;
		}
		top->next = entry + 1;
		top->more =
			top->unknown || shown_from(walk, entry + 1, top->end) != top->end;
		*line = (struct nsc_walk_line){walk->graph->to[entry], entry,
					       (uint32_t)walk->frames.len, top->node,
					       false};
		visit(walk, line);
		return true;
	}
	return false;
}

bool nsc_walk_more(const struct nsc_walk *walk, uint32_t level)
{
	return walk->frames.ptr[level - 1].more;
}
