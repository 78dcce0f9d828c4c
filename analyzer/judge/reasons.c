/*
 * reasons.c - see reasons.h.
 */
#include "analyzer/judge/reasons.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/price.h"
#include "analyzer/replay/replay.h"

struct reasons {
	const struct nsc_target *target;
	const struct nsc_crossings *crossings;
	struct nsc_findings *findings;
	uint32_t *asked;  /* by symbol: live references to it, not counting its own */
	uint8_t *pointed; /* by node: a live reference leads into it without a name */
};

static const struct nsc_crossing *crossing_of(const struct reasons *reasons,
					      const struct nsc_finding *finding)
{
	return &reasons->crossings->all.ptr[finding->crossing];
}

/* -- NSC301: a discarded function extracted it, a weak reference keeps it ------------ */

static bool has_live_crossing(const struct reasons *reasons, uint32_t symbol)
{
	size_t i;

	for (i = 0; i < reasons->crossings->all.len; i++) {
		const struct nsc_crossing *one = &reasons->crossings->all.ptr[i];

		if (one->symbol == symbol && one->live) {
			return true;
		}
	}
	return false;
}

/* Without this finding's references, would what it names be gone? */
static bool dies_without(const struct reasons *reasons, const struct nsc_finding *finding)
{
	const struct nsc_target *target = reasons->target;
	const struct nsc_crossing *crossing = crossing_of(reasons, finding);
	uint32_t def = nsc_link_def(target->link, crossing->symbol);
	uint32_t *refs =
		nostd_bump_array(target->run->scratch, uint32_t, crossing->site_count);
	struct nsc_cut cut = {refs, 0, NULL, 0};
	struct nostd_bump arena;
	struct nsc_link left;
	bool dies;
	uint32_t i;

	/*
	 * Sites are in order of their references within a file, and so are rows of refs.
	 */
	for (i = 0; i < crossing->site_count; i++) {
		uint32_t ref =
			reasons->crossings->sites.ptr[crossing->site_first + i].ref;

		if (ref != NSC_NO_ROW &&
		    (cut.ref_count == 0 || refs[cut.ref_count - 1] < ref)) {
			refs[cut.ref_count++] = ref;
		}
	}
	nostd_bump_init(&arena, target->run->keep->from, 0);
	nsc_link_init(&left, target->graph, &arena);
	dies = nsc_price_link(target->priced, &cut, &left).known &&
	       left.live[target->graph->defs.ptr[def].node] != NSC_LIVE_YES;
	nostd_bump_release(&arena);
	return dies;
}

static bool is_resurrected(const struct reasons *reasons,
			   const struct nsc_finding *finding)
{
	const struct nsc_crossing *crossing = crossing_of(reasons, finding);
	uint32_t def = nsc_link_def(reasons->target->link, crossing->symbol);

	return reasons->target->priced && reasons->target->priced->exact &&
	       finding->state == NSC_STATE_REFERENCED && def != NSC_NO_ROW &&
	       reasons->target->graph->defs.ptr[def].node != NSC_NO_ROW &&
	       !has_live_crossing(reasons, crossing->symbol) &&
	       dies_without(reasons, finding);
}

/* -- NSC302: nobody calls the function, its section is live for another -------------- */

/* Count who asks for each symbol, and which nodes are entered without a name. */
static void count_askers(struct reasons *reasons)
{
	const struct nsc_target *target = reasons->target;
	const struct nsc_graph *graph = target->graph;
	uint32_t i;

	reasons->asked =
		nostd_bump_array(target->run->scratch, uint32_t, graph->symbols.len);
	reasons->pointed =
		nostd_bump_array(target->run->scratch, uint8_t, graph->nodes.len);
	for (i = 0; i < graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];

		if (target->link->live[ref->from] != NSC_LIVE_YES ||
		    (graph->nodes.ptr[ref->from].flags &
		     (NSC_NODE_EH_FRAME | NSC_NODE_UNWIND))) {
			continue;
		}
		if (ref->local) {
			reasons->pointed[ref->to] = 1;
		} else if (!nsc_name_eq(nsc_ref_function(target, i),
					graph->symbols.ptr[ref->to].name)) {
			reasons->asked[ref->to]++;
		}
	}
}

static uint32_t functions_in(const struct nsc_graph *graph, uint32_t node)
{
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[node].file];
	uint32_t count = 0, i;

	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		count += graph->defs.ptr[i].node == node && graph->defs.ptr[i].function;
	}
	return count;
}

/* KEEP and the like keep a section for all that is in it; entry and -u for one name. */
static bool is_kept_as_a_whole(const struct nsc_target *target, uint32_t node)
{
	switch ((enum nsc_root)target->link->root[node]) {
	case NSC_ROOT_NONE:
	case NSC_ROOT_ENTRY:
	case NSC_ROOT_UNDEFINED:
		return false;
	case NSC_ROOT_KEEP:
	case NSC_ROOT_RETAIN:
	case NSC_ROOT_EXPORTED:
	case NSC_ROOT_NO_GC:
		return true;
	}
	return true;
}

static bool is_asked_by_link_line(const struct nsc_plan *plan, uint32_t symbol)
{
	size_t i;

	for (i = 0; plan && i < plan->undefined.len; i++) {
		if (plan->undefined.ptr[i] == symbol) {
			return true;
		}
	}
	return plan && plan->entry == symbol;
}

/* Is a definition asked for, by any of the names that its place has? */
static bool is_asked(const struct reasons *reasons, const struct nsc_graph_def *def)
{
	const struct nsc_graph *graph = reasons->target->graph;
	const struct nsc_graph_file *file = &graph->files.ptr[def->file];
	uint32_t i;

	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		const struct nsc_graph_def *one = &graph->defs.ptr[i];

		if (one->node == def->node && one->value == def->value &&
		    (reasons->asked[one->symbol] != 0 ||
		     is_asked_by_link_line(reasons->target->plan, one->symbol))) {
			return true;
		}
	}
	return false;
}

/* A global function that nobody asks for, in a section that it shares. */
static bool is_co_tenant(const struct reasons *reasons,
			 const struct nsc_crossing_site *site)
{
	const struct nsc_target *target = reasons->target;
	const struct nsc_graph *graph = target->graph;
	uint32_t node, symbol, def;

	if (site->ref == NSC_NO_ROW || !site->live) {
		return true; /* says nothing against it */
	}
	node = graph->refs.ptr[site->ref].from;
	symbol = nsc_graph_symbol_row(graph, nsc_ref_function(target, site->ref));
	if (symbol == NSC_NO_ROW || is_kept_as_a_whole(target, node)) {
		return false;
	}
	def = nsc_link_def(target->link, symbol);
	return def != NSC_NO_ROW && graph->defs.ptr[def].node == node &&
	       functions_in(graph, node) > 1 && !reasons->pointed[node] &&
	       !is_asked(reasons, &graph->defs.ptr[def]);
}

static bool is_only_co_tenant(const struct reasons *reasons,
			      const struct nsc_finding *finding)
{
	const struct nsc_crossing *crossing = crossing_of(reasons, finding);
	uint32_t i;

	if (finding->state != NSC_STATE_LIVE || !crossing->has_ref) {
		return false;
	}
	for (i = 0; i < crossing->site_count; i++) {
		if (!is_co_tenant(
			    reasons,
			    &reasons->crossings->sites.ptr[crossing->site_first + i])) {
			return false;
		}
	}
	return true;
}

/* -- one finding --------------------------------------------------------------------- */

static void retitle(const struct reasons *reasons, struct nsc_finding *finding,
		    enum nsc_rule_id rule, const char *because)
{
	const struct nsc_target *target = reasons->target;
	struct nostd_string text = nostd_string_new();

	finding->related |= (uint64_t)1 << finding->rule;
	finding->rule = rule;
	finding->state = NSC_STATE_LIVE;
	finding->severity = nsc_severity_of(target, rule, true, NSC_STATE_LIVE);
	nostd_format(&text, "{}; {}",
		     nsc_name_text(target->graph->names, finding->message), because);
	finding->message = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
}

void nsc_reasons_find(const struct nsc_target *target,
		      const struct nsc_crossings *crossings,
		      struct nsc_findings *findings)
{
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct reasons reasons = {target, crossings, findings, NULL, NULL};
	size_t i;

	if (!target->image) {
		return;
	}
	count_askers(&reasons);
	for (i = 0; i < findings->all.len; i++) {
		struct nsc_finding *finding = &findings->all.ptr[i];

		if (finding->crossing == NSC_NO_ROW) {
			continue;
		}
		if (is_resurrected(&reasons, finding)) {
			retitle(&reasons, finding, NSC_RULE_301,
				"this function is discarded, but a weak reference keeps "
				"what it "
				"extracted");
		} else if (is_only_co_tenant(&reasons, finding)) {
			retitle(&reasons, finding, NSC_RULE_302,
				"nobody calls this function, it is kept with its "
				"section");
		}
	}
	nostd_bump_reset(target->run->scratch, mark);
}
