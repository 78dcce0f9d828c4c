/*
 * fix_verify.c - is a set of changes a remedy, does it harm, what does it switch off.
 *
 * A remedy leaves no reference of at least one item, brings no error into any unit, and
 * the target, judged by its sources as they would be, has no finding that it had not
 * and misses no definition that it had.
 */
#include "analyzer/run/fix_work.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/name_vec.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/judge/judge.h"
#include "analyzer/run/assess.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "rules/symbol.h"

/* -- one unit ------------------------------------------------------------------------ */

/* Is it in the program: no sizeof, no constant that says no (decisions.md 23)? */
static bool counts(const struct nsc_unit_facts *facts, const struct nsc_use *use)
{
	return !(use->flags & (NSC_USE_UNEVALUATED | NSC_USE_DEAD)) &&
	       (use->entity == NSC_NO_ROW ||
		!(facts->entities.ptr[use->entity].flags & NSC_ENTITY_UNUSED));
}

bool nsc_fix_has_ref(const struct nsc_fix_work *work, const struct nsc_unit_facts *facts,
		     const struct nsc_fix_ref *ref)
{
	struct nsc_name none = {0};
	size_t i;

	(void)work;
	for (i = 0; i < facts->uses.len; i++) {
		const struct nsc_use *use = &facts->uses.ptr[i];
		struct nsc_name function =
			use->entity == NSC_NO_ROW
				? none
				: facts->entities.ptr[use->entity].symbol;

		if (nsc_name_eq(use->symbol, ref->symbol) &&
		    nsc_name_eq(function, ref->function) && counts(facts, use)) {
			return true;
		}
	}
	return false;
}

static size_t count_errors(const struct nsc_unit_facts *facts)
{
	size_t count = 0, i;

	for (i = 0; i < facts->diags.len; i++) {
		count += facts->diags.ptr[i].kind >= NSC_UNIT_ERROR;
	}
	return count;
}

/* C89 takes a call of what was never declared: an error that compilers let pass. */
static size_t count_implicit(const struct nsc_unit_facts *facts)
{
	size_t count = 0, i;

	for (i = 0; i < facts->uses.len; i++) {
		count += (facts->uses.ptr[i].flags & NSC_USE_IMPLICIT) != 0;
	}
	return count;
}

bool nsc_fix_breaks(const struct nsc_unit_facts *before,
		    const struct nsc_unit_facts *after)
{
	return (after->status != NSC_UNIT_OK && after->status != before->status) ||
	       count_errors(after) > count_errors(before) ||
	       count_implicit(after) > count_implicit(before);
}

static bool promises_item(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
			  const struct nsc_fix_item *item)
{
	uint32_t i;

	for (i = 0; i < item->ref_count; i++) {
		const struct nsc_fix_ref *ref = &work->refs.ptr[item->ref_first + i];
		const struct nsc_unit_facts *facts = set->facts[ref->unit];

		if (facts && !nsc_fix_has_ref(work, facts, ref)) {
			return true;
		}
	}
	return item->ref_count == 0;
}

bool nsc_fix_promises(const struct nsc_fix_work *work, const struct nsc_fix_set *set)
{
	size_t i;

	for (i = 0; i < work->units.all.len; i++) {
		if (set->facts[i] &&
		    nsc_fix_breaks(work->units.all.ptr[i].facts, set->facts[i])) {
			return false;
		}
	}
	for (i = 0; i < work->items.len; i++) {
		if (promises_item(work, set, &work->items.ptr[i])) {
			return true;
		}
	}
	return false;
}

/* -- the target by its sources ------------------------------------------------------- */

/* Judge the units of the target, some with other facts. Nothing is said of the inputs. */
static int judge_units(struct nsc_fix_work *work, const struct nsc_fix_set *set,
		       struct nsc_judgement **out, struct nsc_err *err)
{
	struct nsc_run *run = work->session->run;
	struct nsc_run_target *target = nostd_bump_new(run->keep, struct nsc_run_target);
	struct nsc_run_units units = work->units;
	struct nsc_diags *said = run->diags, unheard;
	size_t i;
	int ret;

	nsc_diags_init(&unheard, run->keep, run->names);
	units.all = nsc_run_unit_vec_new_in(nsc_keep(run));
	for (i = 0; i < work->units.all.len; i++) {
		struct nsc_run_unit unit = work->units.all.ptr[i];

		unit.facts = set && set->facts[i] ? set->facts[i] : unit.facts;
		nsc_run_unit_vec_push(&units.all, unit);
	}
	target->name = work->target->name;
	target->said = work->target->said;
	target->objects = nsc_object_ptr_vec_new_in(nsc_keep(run));
	target->all_units = true;
	run->diags = &unheard;
	ret = nsc_target_assess(work->session, target, &units, err);
	if (ret == 0) {
		nsc_judge_finish(&target->judgement);
	}
	run->diags = said;
	*out = &target->judgement;
	return ret;
}

static bool has_finding(const struct nsc_judgement *judgement, struct nsc_digest id)
{
	size_t i;

	for (i = 0; i < judgement->findings.all.len; i++) {
		if (nsc_digest_eq(judgement->findings.all.ptr[i].id, id)) {
			return true;
		}
	}
	return false;
}

/* -- names that nobody defines any more ---------------------------------------------- */

#define NOSTD_NAME name_ids
#define NOSTD_K    uint32_t
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

/* What is known of a target's names; `set` NULL: as it is, else as it would be. */
struct naming {
	const struct nsc_fix_work *work;
	const struct nsc_fix_set *set;
	struct name_ids defined;  /* for all units */
	struct name_ids dangling; /* used, and no unit defines them */
};

static const struct nsc_unit_facts *facts_in(const struct naming *naming, size_t unit)
{
	return naming->set && naming->set->facts[unit]
		       ? naming->set->facts[unit]
		       : naming->work->units.all.ptr[unit].facts;
}

static bool defines(const struct nsc_unit_facts *facts, struct nsc_name symbol)
{
	size_t i;

	for (i = 0; i < facts->entities.len; i++) {
		if (nsc_name_eq(facts->entities.ptr[i].symbol, symbol)) {
			return true;
		}
	}
	return false;
}

/* Must somebody define it: a use that counts, and none of this unit's own? */
static bool dangles(const struct naming *naming, const struct nsc_unit_facts *facts,
		    const struct nsc_use *use)
{
	return nsc_name_given(use->symbol) && counts(facts, use) &&
	       !(use->flags & NSC_USE_WEAK) &&
	       !name_ids_contains_key(&naming->defined, use->symbol.ix) &&
	       !defines(facts, use->symbol);
}

static void take_names(struct naming *naming)
{
	const struct nostd_allocator *in = nsc_keep(naming->work->session->run);
	size_t i, k;

	naming->defined = name_ids_new_in(in);
	naming->dangling = name_ids_new_in(in);
	for (i = 0; i < naming->work->units.all.len; i++) {
		const struct nsc_unit_facts *facts = facts_in(naming, i);

		for (k = 0; k < facts->entities.len; k++) {
			if (!(facts->entities.ptr[k].flags & NSC_ENTITY_STATIC)) {
				name_ids_insert(&naming->defined,
						facts->entities.ptr[k].symbol.ix, 0);
			}
		}
	}
	for (i = 0; i < naming->work->units.all.len; i++) {
		const struct nsc_unit_facts *facts = facts_in(naming, i);

		for (k = 0; k < facts->uses.len; k++) {
			if (dangles(naming, facts, &facts->uses.ptr[k])) {
				name_ids_insert(&naming->dangling,
						facts->uses.ptr[k].symbol.ix, 0);
			}
		}
	}
}

/* Do objects without sources, or the linker script, have it? */
static bool is_elsewhere(const struct nsc_fix_work *work, struct nsc_name symbol)
{
	const struct nsc_graph *graph = &work->target->graph;
	uint32_t row = nsc_graph_symbol_row(graph, symbol);

	return row != NSC_NO_ROW && (graph->symbols.ptr[row].def_count != 0 ||
				     graph->symbols.ptr[row].assigned);
}

/*
 * Is it harm that a name is used now and nobody defines it? Names in the tables are
 * judged as findings. What the project's own headers declare, and nobody ever
 * defined, is a hook that the library leaves to its user: the target needs it then.
 */
static bool is_missed(const struct nsc_fix_work *work, const struct nsc_use *use,
		      struct nsc_fix_set *set)
{
	const struct nsc_policy_terms *terms = &work->target->terms;
	const struct nsc_names *names = work->session->run->names;
	struct nsc_symbol_meaning meaning;

	if (nsc_symbol_find(&terms->profile, nsc_name_text(names, use->symbol),
			    &meaning)) {
		return false;
	}
	if (is_elsewhere(work, use->symbol) || !nsc_name_given(use->declared_in) ||
	    nsc_terms_is_hosted(terms, names, use->declared_in)) {
		return true;
	}
	nsc_name_vec_add(&set->needs, use->symbol);
	return false;
}

static bool misses_names(const struct nsc_fix_work *work, struct nsc_fix_set *set)
{
	struct naming before = {.work = work}, after = {.work = work, .set = set};
	size_t i, k;

	take_names(&before);
	take_names(&after);
	for (i = 0; i < work->units.all.len; i++) {
		const struct nsc_unit_facts *facts = facts_in(&after, i);

		for (k = 0; k < facts->uses.len; k++) {
			const struct nsc_use *use = &facts->uses.ptr[k];

			if (!name_ids_contains_key(&after.dangling, use->symbol.ix) ||
			    name_ids_contains_key(&before.dangling, use->symbol.ix) ||
			    !dangles(&after, facts, use)) {
				continue;
			}
			if (name_ids_contains_key(&before.defined, use->symbol.ix) ||
			    is_missed(work, use, set)) {
				return true;
			}
		}
	}
	return false;
}

/* A finding that was not there. */
static bool is_harm(const struct nsc_fix_work *work, const struct nsc_finding *finding)
{
	if (finding->suppressed != NSC_SUPPRESS_NONE ||
	    has_finding(work->before, finding->id)) {
		return false;
	}
	/* That nothing of a header is used any more is what the remedy is for. */
	return finding->rule < NSC_RULE_401 && finding->rule != NSC_RULE_102;
}

static bool does_harm(struct nsc_fix_work *work, const struct nsc_judgement *after,
		      struct nsc_fix_set *set)
{
	size_t i;

	for (i = 0; i < after->findings.all.len; i++) {
		if (is_harm(work, &after->findings.all.ptr[i])) {
			return true;
		}
	}
	return misses_names(work, set);
}

/* -- what goes ----------------------------------------------------------------------- */

static bool is_item_gone(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
			 const struct nsc_fix_item *item,
			 const struct nsc_judgement *after)
{
	const struct nsc_finding *finding =
		&work->target->judgement.findings.all.ptr[item->finding];
	uint32_t i;

	if (item->hidden) {
		return false;
	}
	if (item->ref_count == 0) {
		return has_finding(work->before, finding->id) &&
		       !has_finding(after, finding->id);
	}
	for (i = 0; i < item->ref_count; i++) {
		const struct nsc_fix_ref *ref = &work->refs.ptr[item->ref_first + i];

		if (!set->facts[ref->unit] ||
		    nsc_fix_has_ref(work, set->facts[ref->unit], ref)) {
			return false;
		}
	}
	return true;
}

static void add_lost(struct nsc_fix_set *set, const struct nsc_entity *entity)
{
	struct nsc_fix_lost row = {entity->name, entity->at,
				   !(entity->flags &
				     (NSC_ENTITY_STATIC | NSC_ENTITY_INLINE))};
	size_t i, at = set->lost.len;

	for (i = 0; i < set->lost.len; i++) {
		if (nsc_name_eq(set->lost.ptr[i].name, row.name)) {
			return;
		}
		if (at == set->lost.len && row.external && !set->lost.ptr[i].external) {
			at = i; /* in front of those that nobody else can use */
		}
	}
	nsc_fix_lost_vec_insert(&set->lost, at, row);
}

static void find_lost(const struct nsc_fix_work *work, struct nsc_fix_set *set)
{
	size_t i, k;

	for (i = 0; i < work->units.all.len; i++) {
		const struct nsc_unit_facts *before = work->units.all.ptr[i].facts;

		for (k = 0; set->facts[i] && k < before->entities.len; k++) {
			const struct nsc_entity *entity = &before->entities.ptr[k];

			if (!(entity->flags & NSC_ENTITY_UNUSED) &&
			    !defines(set->facts[i], entity->symbol)) {
				add_lost(set, entity);
			}
		}
	}
}

int nsc_fix_verify(struct nsc_fix_work *work, struct nsc_fix_set *set,
		   struct nsc_err *err)
{
	struct nsc_judgement *after;
	size_t i;

	set->good = false;
	if (set->incomplete || !nsc_fix_promises(work, set)) {
		return 0;
	}
	if (!work->before && judge_units(work, NULL, &work->before, err) < 0) {
		return -1;
	}
	if (judge_units(work, set, &after, err) < 0) {
		return -1;
	}
	if (does_harm(work, after, set)) {
		return 0;
	}
	for (i = 0; i < work->items.len; i++) {
		set->gone[i] = is_item_gone(work, set, &work->items.ptr[i], after);
		set->good |= set->gone[i];
	}
	for (i = 0; i < work->units.all.len; i++) {
		set->units += set->facts[i] != NULL;
	}
	find_lost(work, set);
	return 0;
}
