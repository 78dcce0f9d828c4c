/*
 * dominators.c - see dominators.h.
 *
 * Inside, a vertex is its number in the order of a depth-first search: a parent has a
 * smaller number than its children, so one pass down finds all semidominators and one
 * pass up the dominators.
 */
#include "analyzer/graph/dominators.h"

#include <nostd/bump.h>

#include "analyzer/base/row.h"
#include "analyzer/base/run.h"

/* All by number. */
struct search {
	const struct nsc_flow *flow;
	uint32_t *number; /* by vertex; NSC_NO_ROW: not reached */
	uint32_t *vertex;
	uint32_t *idom;     /* at first the parent in the search */
	uint32_t *ancestor; /* compressed as eval() goes along it */
	uint32_t *semi;
	uint32_t *label; /* with the least semidominator on the way to the ancestor */
	uint32_t *stack;
	uint32_t count;
	/* Numbers of those that lead to n: from[first[n]] .. from[first[n + 1] - 1]. */
	uint32_t *first;
	uint32_t *from;
};

static void enter(struct search *of, uint32_t vertex, uint32_t parent)
{
	of->number[vertex] = of->count;
	of->vertex[of->count] = vertex;
	of->idom[of->count] = parent;
	of->count++;
}

/* Depth first; `next` is by number: the edge that is looked at next. */
static void walk(struct search *of, uint32_t *next)
{
	const struct nsc_flow *flow = of->flow;
	uint32_t depth = 0;

	enter(of, 0, 0);
	next[0] = flow->first[0];
	of->stack[depth++] = 0;
	while (depth != 0) {
		uint32_t at = of->stack[depth - 1];
		uint32_t end = flow->first[of->vertex[at] + 1];

		while (next[at] < end && of->number[flow->to[next[at]]] != NSC_NO_ROW) {
			next[at]++;
		}
		if (next[at] == end) {
			depth--;
			continue;
		}
		of->stack[depth++] = of->count;
		next[of->count] = flow->first[flow->to[next[at]]];
		enter(of, flow->to[next[at]++], at);
	}
}

/* The edges the other way round, by number: a counting sort. */
static void turn_edges(struct search *of, uint32_t *next)
{
	const struct nsc_flow *flow = of->flow;
	uint32_t at, i;

	for (at = 0; at < of->count; at++) {
		uint32_t vertex = of->vertex[at];

		for (i = flow->first[vertex]; i < flow->first[vertex + 1]; i++) {
			of->first[of->number[flow->to[i]] + 1]++;
		}
	}
	for (at = 0; at < of->count; at++) {
		of->first[at + 1] += of->first[at];
		next[at] = of->first[at];
	}
	for (at = 0; at < of->count; at++) {
		uint32_t vertex = of->vertex[at];

		for (i = flow->first[vertex]; i < flow->first[vertex + 1]; i++) {
			of->from[next[of->number[flow->to[i]]]++] = at;
		}
	}
}

/*
 * The vertex with the least semidominator on the way from `at` up to, but not into, what
 * has no semidominator yet: all numbers below `linked`.
 */
static uint32_t eval(struct search *of, uint32_t at, uint32_t linked)
{
	uint32_t depth = 0, best;

	if (of->ancestor[at] < linked) {
		return of->label[at];
	}
	while (of->ancestor[at] >= linked) {
		of->stack[depth++] = at;
		at = of->ancestor[at];
	}
	best = of->label[at];
	while (depth != 0) {
		uint32_t below = of->stack[--depth];

		of->ancestor[below] = of->ancestor[at];
		if (of->semi[best] < of->semi[of->label[below]]) {
			of->label[below] = best;
		} else {
			best = of->label[below];
		}
		at = below;
	}
	return best;
}

static void find_semidominators(struct search *of)
{
	uint32_t at, i;

	for (at = 0; at < of->count; at++) {
		of->ancestor[at] = of->idom[at];
		of->semi[at] = at;
		of->label[at] = at;
	}
	for (at = of->count - 1; at > 0; at--) {
		uint32_t least = of->idom[at];

		for (i = of->first[at]; i < of->first[at + 1]; i++) {
			uint32_t semi = of->semi[eval(of, of->from[i], at + 1)];

			least = semi < least ? semi : least;
		}
		of->semi[at] = least;
	}
}

static void find_dominators(struct search *of, uint32_t *idom)
{
	uint32_t at;

	for (at = 1; at < of->count; at++) {
		while (of->idom[at] > of->semi[at]) {
			of->idom[at] = of->idom[of->idom[at]];
		}
		idom[of->vertex[at]] = of->vertex[of->idom[at]];
	}
}

void nsc_dominators_find(struct nsc_run *run, const struct nsc_flow *flow, uint32_t *idom)
{
	struct nostd_bump *scratch = run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	struct search of = {0};
	uint32_t i;

	of.flow = flow;
	of.number = nsc_no_rows(scratch, flow->count);
	of.vertex = nsc_rows(scratch, flow->count);
	of.idom = nsc_rows(scratch, flow->count);
	of.stack = nsc_rows(scratch, flow->count);
	of.ancestor = nsc_rows(scratch, flow->count);
	of.first = nostd_bump_array(scratch, uint32_t, (size_t)flow->count + 1);
	of.from = nsc_rows(scratch, flow->first[flow->count]);
	of.semi = nsc_rows(scratch, flow->count);
	of.label = nsc_rows(scratch, flow->count);
	for (i = 0; i < flow->count; i++) {
		idom[i] = NSC_NO_ROW;
	}
	/* Arrays that are filled later hold positions until then. */
	walk(&of, of.ancestor);
	turn_edges(&of, of.semi);
	find_semidominators(&of);
	find_dominators(&of, idom);
	nostd_bump_reset(scratch, mark);
}
