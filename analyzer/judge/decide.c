/*
 * decide.c - see decide.h.
 */
#include "analyzer/judge/decide.h"

#include <string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/pattern.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/math_errno.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/replay.h"
#include "rules/symbol.h"

/* A crossing with everything the tests below ask for. */
struct question {
	const struct nsc_target *target;
	const struct nsc_crossing *crossing;
	struct nsc_name name; /* to report */
	struct nsc_meaning meaning;
	const struct nsc_drag *drag; /* NULL: nothing lies behind it */
	uint32_t provider;           /* file, or NSC_NO_ROW */
	bool hosted;                 /* a libc, OS or stub provides it */
	bool nobody;
	bool rewritten;     /* the call as written is own code's, what came out is not */
	enum nsc_tier tier; /* of the target */
};

static bool has(const struct question *q, uint32_t traits)
{
	return (q->meaning.traits & traits) != 0;
}

/* -- the name that is judged --------------------------------------------------------- */

static struct nsc_meaning meaning_of(const struct nsc_target *target,
				     struct nsc_name name)
{
	struct nsc_meaning meaning = {false, NSC_TIER_UNKNOWN, 0, 0, name};
	struct nsc_symbol_meaning found;

	if (nsc_symbol_find(&target->terms->profile, nsc_target_text(target, name),
			    &found)) {
		meaning.known = true;
		meaning.tier = (uint8_t)found.tier;
		meaning.capability = (uint8_t)found.capability;
		meaning.traits = found.traits;
		meaning.base = nsc_name(target->graph->names, found.name);
	}
	return meaning;
}

static bool is_own_definition(const struct nsc_target *target, struct nsc_name name)
{
	uint32_t symbol = nsc_graph_symbol_row(target->graph, name), file;

	return symbol != NSC_NO_ROW && nsc_target_provider(target, symbol, &file) &&
	       nsc_side_is_own(target->side[file]);
}

/*
 * `printf` that became `puts` is judged as `printf`, unless printf is the target's own.
 */
static void take_written(struct question *q)
{
	struct nsc_name written = q->crossing->written;

	if (!nsc_name_given(written)) {
		return;
	}
	if (is_own_definition(q->target, written)) {
		q->rewritten = true;
		return;
	}
	q->name = written;
	q->meaning = meaning_of(q->target, written);
}

static void ask(const struct nsc_target *target, struct nsc_drags *drags,
		const struct nsc_crossing *crossing, struct question *q)
{
	memset(q, 0, sizeof(*q));
	q->target = target;
	q->crossing = crossing;
	q->name = target->graph->symbols.ptr[crossing->symbol].name;
	q->meaning = target->meaning[crossing->symbol];
	q->provider = NSC_NO_ROW;
	q->tier = target->terms->tier;
	if (nsc_target_provider(target, crossing->symbol, &q->provider)) {
		q->hosted = nsc_side_is_hosted(target->side[q->provider]);
		q->drag = nsc_drag_of(drags, crossing->symbol);
	} else {
		q->nobody = true;
	}
	take_written(q);
}

/* -- one test per rule, in the order of precedence ----------------------------------- */

static bool subject_fits(const struct question *q, uint8_t subject, struct nsc_name name,
			 uint8_t capability)
{
	switch ((enum nsc_policy_subject_kind)subject) {
	case NSC_SUBJECT_SYMBOL:
		return nsc_pattern_match(nsc_target_text(q->target, name),
					 nsc_target_text(q->target, q->name)) ||
		       nsc_pattern_match(nsc_target_text(q->target, name),
					 nsc_target_text(q->target, q->meaning.base));
	case NSC_SUBJECT_CAPABILITY:
		return q->meaning.known && q->meaning.capability == capability;
	case NSC_SUBJECT_HEADER:
	case NSC_SUBJECT_FORMAT:
	case NSC_SUBJECT_RULE:
		return false;
	}
	return false;
}

static const struct nsc_denial *denial_for(const struct question *q)
{
	struct nsc_denial_vec *deny = &q->target->terms->deny;
	size_t i;

	for (i = 0; i < deny->len; i++) {
		if (subject_fits(q, deny->ptr[i].subject, deny->ptr[i].name,
				 deny->ptr[i].capability)) {
			deny->ptr[i].used = true;
			return &deny->ptr[i];
		}
	}
	return NULL;
}

/* An `allow` entry names it, but only for other places. */
static bool is_elsewhere(const struct question *q)
{
	const struct nsc_policy_terms *terms = q->target->terms;
	struct nostd_str path = nsc_target_text(q->target, q->crossing->path);
	bool any = false;
	size_t i;

	for (i = 0; i < terms->allow.len; i++) {
		const struct nsc_allowance *entry = &terms->allow.ptr[i];

		if (entry->kind != NSC_EXEMPT_CONFIG ||
		    !subject_fits(q, entry->subject, entry->name, entry->capability)) {
			continue;
		}
		if (entry->glob_count == 0) {
			return false;
		}
		any = true;
		if (nsc_globs_match(q->target->graph->names,
				    terms->globs.ptr + entry->glob_first,
				    entry->glob_count, path)) {
			return false;
		}
	}
	return any;
}

static bool is_not_allowed(const struct question *q)
{
	return denial_for(q) || is_elsewhere(q);
}

/*
 * Is "nobody" certain? What a library leaves undefined its target may have; and who would
 * answer a changed source is known only where every archive of the link was read.
 */
static bool is_sure(const struct question *q)
{
	return q->target->image && (!q->crossing->changed || q->target->plan->complete);
}

/* A core name that nobody defines. */
static bool is_missing_runtime(const struct question *q)
{
	return q->nobody && is_sure(q) && q->crossing->live && q->meaning.known &&
	       q->meaning.tier == NSC_TIER_CORE &&
	       !has(q, NSC_TRAIT_FAILURE | NSC_TRAIT_REGISTRATION | NSC_TRAIT_LINKER);
}

static bool is_no_panic_handler(const struct question *q)
{
	if (!has(q, NSC_TRAIT_FAILURE) || q->tier == NSC_TIER_STD ||
	    q->crossing->kind == NSC_CROSS_OWN_HEAP) {
		return false;
	}
	if (has(q, NSC_TRAIT_REGISTRATION)) {
		return q->nobody && is_sure(q);
	}
	return q->hosted || q->nobody;
}

static bool is_no_allocator(const struct question *q)
{
	return q->nobody && is_sure(q) && q->tier == NSC_TIER_ALLOC &&
	       has(q, NSC_TRAIT_HEAP);
}

static bool is_rewritten(const struct question *q)
{
	return q->rewritten && q->meaning.tier != NSC_TIER_CORE &&
	       q->tier != NSC_TIER_STD;
}

/* Nobody writes these, or the source shows that nobody did. */
static bool is_emitted(const struct question *q)
{
	struct nostd_str name = nsc_target_text(q->target, q->name);

	if (q->crossing->kind == NSC_CROSS_HELPER) {
		return true;
	}
	if (q->crossing->has_use || !has(q, NSC_TRAIT_EMITTED)) {
		return false;
	}
	return q->crossing->unit_known || nostd_str_starts_with(name, NOSTD_STR("__"));
}

static bool is_compiler_call(const struct question *q)
{
	if (!is_emitted(q) || q->tier == NSC_TIER_STD) {
		return false;
	}
	return q->crossing->kind == NSC_CROSS_HELPER ||
	       q->meaning.tier == NSC_TIER_ALLOC || q->meaning.tier == NSC_TIER_STD;
}

static bool is_heap_in_core(const struct question *q)
{
	return q->tier == NSC_TIER_CORE && q->meaning.tier == NSC_TIER_ALLOC;
}

/* Does what lies behind end in a heap that own code does not provide? */
static bool drags_libc_heap(const struct question *q)
{
	uint32_t malloc_row, file;

	if (!q->drag || !(q->drag->capabilities & (uint64_t)1 << NSC_CAP_HEAP)) {
		return false;
	}
	malloc_row = nsc_graph_symbol_row(q->target->graph,
					  nsc_name_find(q->target->graph->names,
							NOSTD_STR("malloc")));
	return malloc_row == NSC_NO_ROW ||
	       !nsc_target_provider(q->target, malloc_row, &file) ||
	       !nsc_side_is_own(q->target->side[file]);
}

static bool is_libc_heap(const struct question *q)
{
	if (q->tier != NSC_TIER_ALLOC || q->meaning.tier != NSC_TIER_ALLOC ||
	    !q->hosted) {
		return false;
	}
	return has(q, NSC_TRAIT_HEAP) || drags_libc_heap(q);
}

static bool is_hosted_symbol(const struct question *q)
{
	return q->tier != NSC_TIER_STD && q->meaning.tier == NSC_TIER_STD &&
	       (q->hosted || q->nobody);
}

/* More comes along than the target allows, though the name itself is core. */
static bool is_dragging(const struct question *q)
{
	if (q->tier == NSC_TIER_STD || q->meaning.tier != NSC_TIER_CORE || !q->hosted ||
	    !q->drag) {
		return false;
	}
	if (q->tier == NSC_TIER_ALLOC && q->drag->tier == NSC_TIER_ALLOC) {
		return drags_libc_heap(q);
	}
	return q->drag->tier > q->tier;
}

static bool is_provided_outside(const struct question *q)
{
	const struct nsc_pattern_vec *provides = &q->target->terms->provides;
	size_t i;

	for (i = 0; i < provides->len; i++) {
		if (nsc_pattern_match(nsc_target_text(q->target, provides->ptr[i]),
				      nsc_target_text(q->target, q->name))) {
			return true;
		}
	}
	return false;
}

/*
 * A name no table knows: hosted code provides it, or nobody and somebody live wants it.
 * In a library a callback is called; names that are only looked at are the linker
 * script's nearly always (`bss_start`, `stack_top`), and are counted in one note.
 */
static bool is_unknown(const struct question *q)
{
	if (q->meaning.known || q->tier == NSC_TIER_STD || is_provided_outside(q)) {
		return false;
	}
	return q->hosted ||
	       (q->nobody && (is_sure(q) ? q->crossing->live : q->crossing->called));
}

static bool is_looked_at(const struct question *q)
{
	return q->nobody && !is_sure(q) && !q->meaning.known && !q->crossing->called &&
	       q->tier != NSC_TIER_STD && !is_provided_outside(q);
}

/* -- kinds of helpers: what a flag, a default or a word in the source brings --------- */

/* Asked of own code, and somebody else provides it, or nobody here does. */
static bool is_helper_of(const struct question *q, uint32_t traits)
{
	return has(q, traits) && !has(q, NSC_TRAIT_LINKER) && q->tier != NSC_TIER_STD &&
	       q->crossing->kind != NSC_CROSS_STARTUP &&
	       (q->hosted || q->nobody || q->crossing->kind == NSC_CROSS_WATCHED ||
		q->crossing->kind == NSC_CROSS_HELPER);
}

static bool is_soft_float(const struct question *q)
{
	return is_helper_of(q, NSC_TRAIT_SOFTFLOAT) &&
	       nsc_severity_of(q->target, NSC_RULE_204, false, NSC_STATE_REFERENCED) !=
		       NSC_SEVERITY_OFF;
}

/* Does something in the image set the thread pointer up? */
static bool sets_tls_up(const struct nsc_target *target)
{
	const struct nsc_graph *graph = target->graph;
	uint32_t i, def;

	for (i = 0; target->image && i < graph->symbols.len; i++) {
		if (!(target->meaning[i].traits & NSC_TRAIT_TLSSETUP)) {
			continue;
		}
		def = nsc_link_def(target->link, i);
		if (def != NSC_NO_ROW && graph->defs.ptr[def].node != NSC_NO_ROW &&
		    target->link->live[graph->defs.ptr[def].node] == NSC_LIVE_YES) {
			return true;
		}
	}
	return false;
}

static bool is_thread_local(const struct question *q)
{
	return is_helper_of(q, NSC_TRAIT_TLS) && !sets_tls_up(q->target);
}

static bool is_hardening(const struct question *q)
{
	return is_helper_of(q, NSC_TRAIT_HARDENING);
}

static bool is_instrumentation(const struct question *q)
{
	return is_helper_of(q, NSC_TRAIT_INSTRUMENTATION);
}

static bool is_unwinder(const struct question *q)
{
	return is_helper_of(q, NSC_TRAIT_UNWIND);
}

static bool is_math_errno(const struct question *q)
{
	return is_helper_of(q, NSC_TRAIT_INSTRUCTION) &&
	       nsc_severity_of(q->target, NSC_RULE_208, false, NSC_STATE_REFERENCED) !=
		       NSC_SEVERITY_OFF &&
	       nsc_is_for_errno(q->target, q->crossing);
}

/*
 * Decisions.md 25, but what is only a warning comes last: it must not stand in for an
 * error about the same name. NSC303 stands for everything that only start-up code asks
 * for.
 */
static const struct {
	enum nsc_rule_id rule;
	bool (*fits)(const struct question *q);
} tests[] = {
	{NSC_RULE_110, is_not_allowed},      {NSC_RULE_107, is_missing_runtime},
	{NSC_RULE_106, is_no_panic_handler}, {NSC_RULE_105, is_no_allocator},
	{NSC_RULE_202, is_rewritten},        {NSC_RULE_201, is_compiler_call},
	{NSC_RULE_103, is_heap_in_core},     {NSC_RULE_104, is_libc_heap},
	{NSC_RULE_101, is_hosted_symbol},    {NSC_RULE_111, is_dragging},
	{NSC_RULE_204, is_soft_float},       {NSC_RULE_205, is_thread_local},
	{NSC_RULE_206, is_hardening},        {NSC_RULE_207, is_instrumentation},
	{NSC_RULE_208, is_math_errno},       {NSC_RULE_209, is_unwinder},
	{NSC_RULE_904, is_unknown},
};

static void describe(const struct question *q, struct nsc_decision *out)
{
	bool by_drag = out->rule == NSC_RULE_111 || q->crossing->kind == NSC_CROSS_HELPER;

	out->symbol = q->name;
	out->tier = by_drag && q->drag ? q->drag->tier : (enum nsc_tier)q->meaning.tier;
	out->has_capability = q->meaning.known;
	out->capability = (enum nsc_capability)q->meaning.capability;
	out->per_symbol = out->rule == NSC_RULE_904 && q->nobody && !q->target->image;
}

static bool is_provided_own(const struct question *q)
{
	return q->crossing->kind == NSC_CROSS_OWN_HEAP && q->tier != NSC_TIER_CORE;
}

void nsc_decide(const struct nsc_target *target, struct nsc_drags *drags,
		const struct nsc_crossing *crossing, struct nsc_decision *out)
{
	struct question q;
	size_t i;

	memset(out, 0, sizeof(*out));
	ask(target, drags, crossing, &q);
	out->cannot_know = q.nobody && q.meaning.known &&
			   q.meaning.tier == NSC_TIER_CORE &&
			   !has(&q, NSC_TRAIT_MEMORY4 | NSC_TRAIT_RUNTIME |
					    NSC_TRAIT_LINKER | NSC_TRAIT_REGISTRATION);
	out->looked_at = is_looked_at(&q);
	if (is_provided_own(&q)) {
		return;
	}
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		if (!tests[i].fits(&q)) {
			continue;
		}
		if (out->finding) {
			out->related |= (uint64_t)1 << tests[i].rule;
			continue;
		}
		out->finding = true;
		out->rule = tests[i].rule;
	}
	if (out->finding && out->rule == NSC_RULE_110 && denial_for(&q)) {
		out->use_instead = denial_for(&q)->use_instead;
	}
	if (out->finding && crossing->kind == NSC_CROSS_STARTUP) {
		out->finding = q.meaning.known;
		out->related |= (uint64_t)1 << out->rule;
		out->rule = NSC_RULE_303;
	}
	describe(&q, out);
}

static enum nsc_state state_of(const struct nsc_target *target, uint32_t symbol,
			       bool live, bool changed)
{
	const struct nsc_graph *graph = target->graph;
	uint32_t def = nsc_link_def(target->link, symbol);
	bool def_live;

	if (def == NSC_NO_ROW || (changed && live)) {
		return live ? NSC_STATE_LIVE : NSC_STATE_REFERENCED;
	}
	def_live = graph->defs.ptr[def].node != NSC_NO_ROW &&
		   target->link->live[graph->defs.ptr[def].node] == NSC_LIVE_YES;
	if (live && def_live) {
		return NSC_STATE_LIVE;
	}
	return def_live ? NSC_STATE_REFERENCED : NSC_STATE_EXTRACTED;
}

enum nsc_state nsc_crossing_state(const struct nsc_target *target,
				  const struct nsc_crossings *crossings,
				  const struct nsc_crossing *crossing)
{
	enum nsc_state state, one;
	uint32_t i;

	if (!target->image) {
		return NSC_STATE_REFERENCED;
	}
	state = state_of(target, crossing->symbol, crossing->live, crossing->changed);
	for (i = 0; i < crossing->site_count; i++) {
		const struct nsc_crossing_site *site =
			&crossings->sites.ptr[crossing->site_first + i];

		if (site->symbol != crossing->symbol) {
			one = state_of(target, site->symbol, site->live,
				       crossing->changed);
			state = one == NSC_STATE_LIVE ? one : state;
		}
	}
	return state;
}

enum nsc_severity nsc_severity_of(const struct nsc_target *target, enum nsc_rule_id rule,
				  bool has_state, enum nsc_state state)
{
	const struct nsc_policy_terms *terms = target->terms;
	enum nsc_severity ceiling = terms->level_given[rule]
					    ? terms->level[rule]
					    : nsc_rule_at(rule)->severity;

	if (!terms->level_given[rule] && !nsc_rule_at(rule)->on) {
		return NSC_SEVERITY_OFF;
	}
	if (has_state && target->image && state != NSC_STATE_LIVE &&
	    ceiling > NSC_SEVERITY_NOTE) {
		return NSC_SEVERITY_NOTE;
	}
	return ceiling;
}
