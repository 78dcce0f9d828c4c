/*
 * stubs.c - see stubs.h.
 */
#include "analyzer/judge/stubs.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/why.h"

#define NOSTD_NAME stub_queue
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

struct stubs {
	const struct nsc_why *why;
	struct nsc_findings *findings;
	uint32_t *finding_of; /* by crossing: its finding that is not suppressed + 1 */
	uint8_t *told;        /* by symbol: the hook has been told of */
};

static bool is_stub_hook(const struct nsc_target *target, uint32_t symbol)
{
	uint32_t file;

	return nsc_target_provider(target, symbol, &file) &&
	       target->side[file] == NSC_SIDE_OF_STUB;
}

static bool is_live(const struct nsc_target *target, uint32_t symbol)
{
	uint32_t def = nsc_link_def(target->link, symbol);
	uint32_t node =
		def == NSC_NO_ROW ? NSC_NO_ROW : target->graph->defs.ptr[def].node;

	return node != NSC_NO_ROW && target->link->live[node] == NSC_LIVE_YES;
}

static void tell(struct stubs *stubs, uint32_t crossing, uint32_t hook)
{
	const struct nsc_target *target = stubs->why->target;
	uint32_t finding = stubs->finding_of[crossing];
	struct nsc_decision decision;
	size_t row;

	if (finding != 0) {
		stubs->findings->all.ptr[finding - 1].related |= (uint64_t)1
								 << NSC_RULE_108;
		return;
	}
	if (stubs->told[hook] || !stubs->why->crossings->all.ptr[crossing].live) {
		return;
	}
	stubs->told[hook] = 1;
	memset(&decision, 0, sizeof(decision));
	decision.finding = true;
	decision.rule = NSC_RULE_108;
	decision.symbol = target->graph->symbols.ptr[hook].name;
	decision.stub = hook;
	decision.tier = (enum nsc_tier)target->meaning[hook].tier;
	decision.has_capability = target->meaning[hook].known;
	decision.capability = (enum nsc_capability)target->meaning[hook].capability;
	row = nsc_assemble(stubs->why, crossing, &decision, stubs->findings);
	stubs->findings->all.ptr[row].crossing = NSC_NO_ROW;
}

/* What a stub calls, in itself or in the libc, goes when the stub is replaced. */
static bool is_behind(const struct nsc_target *target, uint32_t node)
{
	uint8_t side = target->side[target->graph->nodes.ptr[node].file];

	return side == NSC_SIDE_OF_HOSTED || side == NSC_SIDE_OF_RUNTIME;
}

/* Every hook of a stub that lies behind one boundary reference. */
static void look_behind(struct stubs *stubs, uint32_t crossing)
{
	const struct nsc_target *target = stubs->why->target;
	const struct nsc_graph *graph = target->graph;
	uint32_t symbol = stubs->why->crossings->all.ptr[crossing].symbol;
	uint32_t def = nsc_link_def(target->link, symbol);
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	uint8_t *seen = nostd_bump_array(target->run->scratch, uint8_t, graph->nodes.len);
	struct stub_queue queue = stub_queue_new_in(nsc_scratch(target->run));
	uint32_t node, i;

	if (is_stub_hook(target, symbol)) {
		tell(stubs, crossing, symbol);
	}
	if (def != NSC_NO_ROW && graph->defs.ptr[def].node != NSC_NO_ROW) {
		stub_queue_push(&queue, graph->defs.ptr[def].node);
	}
	while (stub_queue_pop(&queue, &node)) {
		if (seen[node]++ || !is_behind(target, node)) {
			continue;
		}
		for (i = graph->nodes.ptr[node].ref_first;
		     i <
		     graph->nodes.ptr[node].ref_first + graph->nodes.ptr[node].ref_count;
		     i++) {
			const struct nsc_graph_ref *ref = &graph->refs.ptr[i];
			uint32_t to = nsc_link_target(target->link, i);

			if (!ref->local && is_stub_hook(target, ref->to) &&
			    is_live(target, ref->to)) {
				tell(stubs, crossing, ref->to);
			}
			if (to != NSC_NO_ROW && !seen[to]) {
				stub_queue_push(&queue, to);
			}
		}
	}
	nostd_bump_reset(target->run->scratch, mark);
}

static bool has_stubs(const struct nsc_target *target)
{
	size_t i;

	for (i = 0; i < target->graph->files.len; i++) {
		if (target->side[i] == NSC_SIDE_OF_STUB &&
		    target->link->loaded[i] != NSC_NOT_LOADED) {
			return true;
		}
	}
	return false;
}

void nsc_stubs_judge(const struct nsc_why *why, struct nsc_findings *findings)
{
	const struct nsc_target *target = why->target;
	struct nostd_bump *keep = target->run->keep;
	struct stubs stubs = {why, findings, NULL, NULL};
	uint32_t i;

	if (!target->image || !has_stubs(target)) {
		return;
	}
	stubs.finding_of = nostd_bump_array(keep, uint32_t, why->crossings->all.len);
	stubs.told = nostd_bump_array(keep, uint8_t, target->graph->symbols.len);
	for (i = 0; i < findings->all.len; i++) {
		const struct nsc_finding *finding = &findings->all.ptr[i];

		if (finding->crossing != NSC_NO_ROW && !finding->suppressed) {
			stubs.finding_of[finding->crossing] = i + 1;
		}
	}
	for (i = 0; i < why->crossings->all.len; i++) {
		if (!nsc_crossing_is_taken_over(why->crossings,
						&why->crossings->all.ptr[i])) {
			look_behind(&stubs, i);
		}
	}
}
