/*
 * traps.c - see traps.h.
 *
 * Objects have no relocation for an instruction, so the sources alone tell, inline
 * assembly and assembly files alike. A target that takes the calls itself is a kernel,
 * and its own calls are nobody's leak (rules/kernels.def); the weak handler of a start
 * file takes nothing.
 */
#include "analyzer/judge/traps.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/assemble.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/units.h"
#include "rules/kernel.h"

/* An instruction, where it stands, and how far that got. */
struct trap {
	const struct nsc_unit_facts *unit;
	const struct nsc_use *use;
	struct nsc_name function; /* empty: outside any */
	enum nsc_state state;
	bool told;
};

#define NOSTD_NAME trap_vec
#define NOSTD_T    struct trap
#define NOSTD_IN
#include <nostd/vec.h>

/* -- which count --------------------------------------------------------------------- */

/* Does own code define, and not weakly, what takes these calls? */
static bool is_kernel(const struct nsc_target *target, struct nsc_name mnemonic)
{
	const struct nsc_graph *graph = target->graph;
	uint32_t i, def;

	for (i = 0; i < graph->symbols.len; i++) {
		if (!nsc_kernel_takes(nsc_target_text(target, mnemonic),
				      nsc_target_text(target,
						      graph->symbols.ptr[i].name))) {
			continue;
		}
		def = nsc_link_def(target->link, i);
		if (def != NSC_NO_ROW && !graph->defs.ptr[def].weak &&
		    nsc_side_is_own(target->side[graph->defs.ptr[def].file])) {
			return true;
		}
	}
	return false;
}

static bool counts(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		   const struct nsc_use *use)
{
	return use->kind == NSC_USE_TRAP &&
	       !(use->flags & (NSC_USE_DEAD | NSC_USE_UNEVALUATED)) &&
	       (use->entity == NSC_NO_ROW ||
		!(unit->entities.ptr[use->entity].flags & NSC_ENTITY_UNUSED)) &&
	       !nsc_target_is_hosted_path(target, use->at.file);
}

static void take_unit(const struct nsc_target *target, uint32_t file,
		      const struct nsc_unit_facts *unit, struct trap_vec *all)
{
	size_t i;

	for (i = 0; i < unit->uses.len; i++) {
		const struct nsc_use *use = &unit->uses.ptr[i];
		const struct nsc_entity *entity =
			use->entity == NSC_NO_ROW ? NULL
						  : &unit->entities.ptr[use->entity];
		struct trap trap = {.unit = unit, .use = use};

		if (counts(target, unit, use)) {
			trap.function = entity && entity->kind == NSC_ENTITY_FUNCTION
						? entity->name
						: (struct nsc_name){0};
			trap.state = nsc_unit_state(target, file, entity);
			trap_vec_push(all, trap);
		}
	}
}

/* -- findings ------------------------------------------------------------------------ */

static bool is_same_finding(const struct trap *a, const struct trap *b)
{
	return nsc_name_eq(a->use->name, b->use->name) &&
	       nsc_name_eq(a->function, b->function) &&
	       nsc_name_eq(a->use->at.file, b->use->at.file);
}

static struct nsc_name message_of(const struct nsc_target *target,
				  const struct trap *trap)
{
	struct nostd_string text = nostd_string_new();
	struct nsc_name name;

	if (nsc_name_given(trap->function)) {
		nostd_format(&text, "{}()", nsc_target_text(target, trap->function));
	} else {
		nostd_format(&text, "{}",
			     nsc_path_base(nsc_target_text(target, trap->use->at.file)));
	}
	nostd_format(&text,
		     " enters an operating system by {}, and the target has none: {}, {}",
		     nsc_target_text(target, trap->use->name),
		     nsc_tier_name(NSC_TIER_STD), nsc_capability_name(NSC_CAP_SYSCALL));
	name = nsc_name(target->graph->names, nostd_string_as_str(&text));
	nostd_string_drop(&text);
	return name;
}

/* One finding for this trap and those behind it that are of the same. */
static void tell(const struct nsc_target *target, struct trap_vec *all, size_t from,
		 struct nsc_findings *findings)
{
	const struct trap *first = &all->ptr[from];
	struct nsc_finding finding = nsc_finding_of_units(target, NSC_RULE_109);
	size_t i;

	finding.message = message_of(target, first);
	finding.symbol = first->use->name;
	finding.base = first->use->name;
	finding.tier = NSC_TIER_STD;
	finding.has_capability = true;
	finding.capability = NSC_CAP_SYSCALL;
	finding.function = first->function;
	finding.path = first->use->at.file;
	finding.at = first->use->at;
	finding.has_state = true;
	finding.state = first->state;
	finding.source_first = (uint32_t)findings->sources.len;
	for (i = from; i < all->len; i++) {
		struct trap *trap = &all->ptr[i];

		if (!trap->told && is_same_finding(first, trap)) {
			trap->told = true;
			finding.state =
				trap->state > finding.state ? trap->state : finding.state;
			nsc_finding_add_source_once(findings, &finding,
						    nsc_source_site_of(trap->unit,
								       trap->use,
								       trap->function));
		}
	}
	finding.severity =
		nsc_severity_of(target, finding.rule, finding.has_state, finding.state);
	nsc_finding_set_id(target, &finding);
	nsc_finding_set_remedy(target, (struct nsc_name){0}, &finding);
	nsc_finding_vec_push(&findings->all, finding);
}

void nsc_traps_judge(const struct nsc_target *target, struct nsc_findings *findings)
{
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct trap_vec all = trap_vec_new_in(nsc_scratch(target->run));
	uint32_t file;
	size_t i;

	for (file = 0;
	     target->terms->tier != NSC_TIER_STD && file < target->graph->files.len;
	     file++) {
		const struct nsc_unit_facts *unit = nsc_unit_of_file(target, file);

		if (unit) {
			take_unit(target, file, unit, &all);
		}
	}
	for (i = 0; i < all.len; i++) {
		if (!all.ptr[i].told && !is_kernel(target, all.ptr[i].use->name)) {
			tell(target, &all, i, findings);
		}
	}
	nostd_bump_reset(target->run->scratch, mark);
}
