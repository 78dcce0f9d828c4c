/*
 * self_call.c - see self_call.h.
 *
 * The object defines the name, so no undefined symbol shows such a call: a relocation
 * against the name, inside the function, does. Assemblers keep it for a global name (seen
 * with GNU as 2.40 and clang 19 for x86, Arm and RISC-V); for AVR they refer to the
 * section instead, as a loop's branch to the start of its function would: not judged.
 *
 * What the source itself calls is recursion that somebody meant.
 */
#include "analyzer/judge/self_call.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "analyzer/judge/why.h"
#include "rules/construct.h"

/* A call by a function of its own name, or of another name for it. */
struct self_call {
	uint32_t ref, file;
	struct nsc_name symbol;             /* as it is called */
	const struct nsc_object_site *site; /* where */
};

/* -- which count --------------------------------------------------------------------- */

static bool is_judged(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	return row->basis == NSC_FROM_OBJECT && row->replaced_by == NSC_NO_ROW &&
	       target->link->loaded[file] != NSC_NOT_LOADED && target->interest[file] &&
	       nsc_side_is_own(target->side[file]);
}

/* Is the function that the call stands in what the called name is bound to? */
static bool leads_home(const struct nsc_target *target, const struct self_call *call)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_ref *ref = &graph->refs.ptr[call->ref];
	const struct nsc_graph_file *file = &graph->files.ptr[call->file];
	uint32_t home = nsc_link_def(target->link, ref->to);
	uint32_t from = nsc_graph_symbol_row(graph, call->site->symbol_function), i;

	if (home == NSC_NO_ROW || graph->defs.ptr[home].node != ref->from) {
		return false;
	}
	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (def->symbol == from && def->node == ref->from &&
		    def->value == graph->defs.ptr[home].value) {
			return true;
		}
	}
	return false;
}

/*
 * `__builtin_memset` in memset is not written: whoever wrote it meant no call. Where the
 * object has no lines, what a static function says may be inlined into any other.
 */
static bool is_use_of(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		      const struct nsc_use *use, const struct self_call *call)
{
	const struct nsc_entity *entity;

	if (use->entity == NSC_NO_ROW || !nsc_name_eq(use->symbol, call->symbol) ||
	    use->flags & (NSC_USE_UNEVALUATED | NSC_USE_DEAD) ||
	    nostd_str_starts_with(nsc_target_text(target, use->name),
				  NOSTD_STR("__builtin_"))) {
		return false;
	}
	entity = &unit->entities.ptr[use->entity];
	return nsc_name_eq(entity->symbol, call->site->symbol_function) ||
	       entity->flags & (NSC_ENTITY_STATIC | NSC_ENTITY_INLINE);
}

static bool is_written(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		       const struct self_call *call)
{
	size_t i;

	for (i = 0; i < unit->uses.len; i++) {
		if (is_use_of(target, unit, &unit->uses.ptr[i], call)) {
			return true;
		}
	}
	return false;
}

/*
 * Without its source a function may be recursive on purpose, or assembly that branches to
 * its own start: what a compiler says it made of a loop is neither.
 */
static bool is_surely_made(const struct nsc_target *target, const struct self_call *call)
{
	const struct nsc_graph_file *file = &target->graph->files.ptr[call->file];
	struct nostd_str producer =
		nsc_target_text(target, target->graph->in.objects[file->object]
						->members.ptr[file->member]
						.producer);

	return producer.len != 0 &&
	       !nostd_str_starts_with(producer, NOSTD_STR("GNU AS")) &&
	       nsc_emitter_find(nostd_str_from_c(nsc_construct_slug(NSC_CONSTRUCT_LOOP)),
				nsc_target_text(target, call->symbol), 0);
}

static bool is_made(const struct nsc_target *target, const struct self_call *call)
{
	const struct nsc_unit_facts *unit = nsc_unit_of_file(target, call->file);

	if (!nsc_want_is_in_tables(nsc_target_text(target, call->symbol))) {
		return false;
	}
	return unit && unit->status == NSC_UNIT_OK ? !is_written(target, unit, call)
						   : is_surely_made(target, call);
}

/* -- findings ------------------------------------------------------------------------ */

static void add_evidence(const struct nsc_target *target, const struct self_call *call,
			 bool live, struct nsc_findings *findings)
{
	const struct nsc_graph_ref *ref = &target->graph->refs.ptr[call->ref];
	struct nsc_hop hop = nsc_why_node_hop(target, ref->from, NSC_NO_ROW);
	struct nsc_object_evidence row = {
		.object = hop.object,
		.archive = hop.archive,
		.member = hop.member,
		.section = target->graph->nodes.ptr[ref->from].name,
		.function = call->site->function,
		.symbol = call->symbol,
		.at = call->site->at,
		.live = live,
		.emitted = true};
	struct nsc_want *origin = nostd_bump_array(target->run->keep, struct nsc_want, 1);

	*origin = nsc_want_of(target, call->ref, call->site->function, call->site->at);
	row.origin = origin;
	nsc_object_evidence_vec_push(&findings->objects, row);
}

static struct nsc_name message_of(const struct nsc_target *target,
				  const struct self_call *call)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	nostd_format(&text, "{}() was compiled into a call of itself",
		     nsc_target_text(target, call->site->symbol_function));
	if (!nsc_name_eq(call->symbol, call->site->symbol_function)) {
		nostd_format(&text, ", as {}", nsc_target_text(target, call->symbol));
	}
	name = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

static void tell(const struct nsc_target *target, const struct self_call *call,
		 struct nsc_findings *findings)
{
	const struct nsc_graph_ref *ref = &target->graph->refs.ptr[call->ref];
	const struct nsc_meaning *meaning = &target->meaning[ref->to];
	struct nsc_finding finding = nsc_finding_of_units(target, NSC_RULE_203);
	bool live = target->image && target->link->live[ref->from] == NSC_LIVE_YES;

	finding.message = message_of(target, call);
	finding.symbol = call->symbol;
	finding.base = meaning->base;
	finding.tier = (enum nsc_tier)meaning->tier;
	finding.has_capability = meaning->known;
	finding.capability = (enum nsc_capability)meaning->capability;
	finding.function = call->site->symbol_function;
	finding.path = nsc_place_given(call->site->at)
			       ? call->site->at.file
			       : nsc_target_file_name(target, call->file);
	finding.at = call->site->at;
	finding.has_state = true;
	finding.state = live ? NSC_STATE_LIVE : NSC_STATE_REFERENCED;
	finding.severity = nsc_severity_of(target, finding.rule, true, finding.state);
	finding.object_first = (uint32_t)findings->objects.len;
	finding.object_count = 1;
	add_evidence(target, call, live, findings);
	nsc_finding_set_id(target, &finding);
	nsc_finding_set_remedy(target, (struct nsc_name){0}, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

/* -- the whole target ---------------------------------------------------------------- */

/* The first call of a function counts: to call itself once is enough. */
static void judge_node(const struct nsc_target *target, uint32_t node,
		       struct nsc_findings *findings)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	struct nsc_name told = {0};
	uint32_t i;

	for (i = row->ref_first; i < row->ref_first + row->ref_count; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];
		struct self_call call = {.ref = i, .file = row->file};

		if (ref->local || ref->kind != NSC_REF_CALL) {
			continue;
		}
		call.symbol = graph->symbols.ptr[ref->to].name;
		call.site = nsc_ref_site(target, i);
		if (!call.site || !nsc_name_given(call.site->symbol_function) ||
		    nsc_name_eq(call.site->symbol_function, told) ||
		    !leads_home(target, &call) || !is_made(target, &call)) {
			continue;
		}
		told = call.site->symbol_function;
		tell(target, &call, findings);
	}
}

void nsc_self_calls_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	const struct nsc_graph *graph = target->graph;
	uint32_t node;

	for (node = 0; node < graph->nodes.len; node++) {
		if (is_judged(target, graph->nodes.ptr[node].file)) {
			judge_node(target, node, findings);
		}
	}
}
