/*
 * join.c - see join.h.
 */
#include "analyzer/judge/join.h"

#include <nostd/bump.h>

#include "analyzer/base/clone.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/target.h"
#include "rules/rewrite.h"
#include "rules/symbol.h"

/*
 * A use and the symbol it comes to, once inline functions of hosted headers are seen
 * through.
 */
struct real_use {
	uint32_t use;
	uint32_t symbol; /* graph symbol */
};

#define NOSTD_NAME real_uses
#define NOSTD_T    struct real_use
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME entity_index
#define NOSTD_K    uint32_t /* name id of an entity's symbol */
#define NOSTD_V    uint32_t /* entity */
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME entity_stack
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

struct join {
	const struct nsc_target *target;
	const struct nsc_unit_facts *unit;
	struct entity_index entities;
	uint8_t *seen; /* by entity: already expanded for this use */
	struct entity_stack stack;
};

static bool counts(const struct nsc_use *use)
{
	return !(use->flags & (NSC_USE_UNEVALUATED | NSC_USE_DEAD));
}

/* The entity of a hosted header that a use names; NSC_NO_ROW: it names none. */
static uint32_t header_entity(const struct join *join, const struct nsc_use *use)
{
	const uint32_t *entity = entity_index_get(&join->entities, use->symbol.ix);

	if (!entity || !nsc_target_is_hosted_path(
			       join->target, join->unit->entities.ptr[*entity].at.file)) {
		return NSC_NO_ROW;
	}
	return *entity;
}

static void add_real(const struct join *join, struct real_uses *out, uint32_t use,
		     struct nsc_name symbol)
{
	struct real_use real = {use, nsc_graph_symbol_row(join->target->graph, symbol)};

	if (real.symbol != NSC_NO_ROW) {
		real_uses_push(out, real);
	}
}

/* Uses stand in order of entity, so those of one entity follow each other. */
static size_t first_use_of(const struct nsc_unit_facts *unit, uint32_t entity)
{
	size_t low = 0, high = unit->uses.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (unit->uses.ptr[middle].entity < entity) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* See through a header's inline function, and those it calls. */
static void expand(struct join *join, struct real_uses *out, uint32_t use,
		   uint32_t entity)
{
	const struct nsc_unit_facts *unit = join->unit;
	size_t i;

	for (i = 0; i < unit->entities.len; i++) {
		join->seen[i] = 0;
	}
	entity_stack_clear(&join->stack);
	entity_stack_push(&join->stack, entity);
	while (entity_stack_pop(&join->stack, &entity)) {
		if (join->seen[entity]++) {
			continue;
		}
		for (i = first_use_of(unit, entity);
		     i < unit->uses.len && unit->uses.ptr[i].entity == entity; i++) {
			const struct nsc_use *inner = &unit->uses.ptr[i];
			uint32_t next = header_entity(join, inner);

			if (counts(inner) && next != NSC_NO_ROW) {
				entity_stack_push(&join->stack, next);
			} else if (counts(inner)) {
				add_real(join, out, use, inner->symbol);
			}
		}
	}
}

static bool is_own_use(const struct join *join, const struct nsc_use *use)
{
	return use->entity == NSC_NO_ROW ||
	       !nsc_target_is_hosted_path(join->target,
					  join->unit->entities.ptr[use->entity].at.file);
}

static struct real_uses find_real_uses(struct join *join)
{
	struct real_uses out = real_uses_new_in(nsc_scratch(join->target->run));
	uint32_t i;

	for (i = 0; i < join->unit->entities.len; i++) {
		entity_index_insert(&join->entities,
				    join->unit->entities.ptr[i].symbol.ix, i);
	}
	for (i = 0; i < join->unit->uses.len; i++) {
		const struct nsc_use *use = &join->unit->uses.ptr[i];
		uint32_t entity;

		if (!counts(use) || !is_own_use(join, use)) {
			continue;
		}
		entity = header_entity(join, use);
		if (entity != NSC_NO_ROW) {
			expand(join, &out, i, entity);
		} else {
			add_real(join, &out, i, use->symbol);
		}
	}
	return out;
}

static void init_join(const struct nsc_target *target, uint32_t file, struct join *join)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	join->target = target;
	join->unit = target->graph->in.units[row->unit].facts;
	join->entities = entity_index_new_in(nsc_scratch(target->run));
	join->seen =
		nostd_bump_array(target->run->scratch, uint8_t, join->unit->entities.len);
	join->stack = entity_stack_new_in(nsc_scratch(target->run));
}

static struct nsc_name function_of(const struct nsc_unit_facts *unit,
				   const struct nsc_use *use)
{
	return use->entity == NSC_NO_ROW ||
			       unit->entities.ptr[use->entity].kind != NSC_ENTITY_FUNCTION
		       ? (struct nsc_name){0}
		       : unit->entities.ptr[use->entity].name;
}

/*
 * Does a use stand in the function that the object calls so? DWARF and symbol tables have
 * linkage names: of C++ they are mangled, in C an asm label gives another.
 */
static bool is_in(const struct nsc_unit_facts *unit, const struct nsc_use *use,
		  struct nsc_name function)
{
	const struct nsc_entity *in;

	if (use->entity == NSC_NO_ROW ||
	    unit->entities.ptr[use->entity].kind != NSC_ENTITY_FUNCTION) {
		return !nsc_name_given(function);
	}
	in = &unit->entities.ptr[use->entity];
	return nsc_name_eq(in->name, function) || nsc_name_eq(in->symbol, function);
}

/* -- pairing ------------------------------------------------------------------------- */

/* The first `count` sites are the object's; what is added behind them are uses. */
struct pairing {
	struct join *join;
	struct nsc_crossing_site_vec *sites;
	size_t count;
	uint8_t *paired; /* by site of the object */
};

static void add_use_site(struct pairing *pairing, const struct nsc_crossing_site *like,
			 uint32_t use_row)
{
	const struct nsc_use *use = &pairing->join->unit->uses.ptr[use_row];
	struct nsc_crossing_site site = *like;

	site.use = use_row;
	site.ref = NSC_NO_ROW;
	site.at = use->at;
	nsc_crossing_site_vec_push(pairing->sites, site);
}

/* References of the same symbol in the same function; false: there is none. */
static bool pair_by_function(struct pairing *pairing, const struct real_use *real)
{
	const struct nsc_unit_facts *unit = pairing->join->unit;
	const struct nsc_use *use = &unit->uses.ptr[real->use];
	struct nsc_name function = function_of(unit, use);
	size_t first = pairing->count, i;

	for (i = pairing->count; i > 0; i--) {
		struct nsc_crossing_site *site = &pairing->sites->ptr[i - 1];

		if (site->symbol == real->symbol && is_in(unit, use, site->function)) {
			pairing->paired[i - 1] = 1;
			site->function = function;
			first = i - 1;
		}
	}
	if (first == pairing->count) {
		return false;
	}
	add_use_site(pairing,
		     &(struct nsc_crossing_site){pairing->sites->ptr[first].symbol,
						 NSC_NO_ROW,
						 real->use,
						 pairing->sites->ptr[first].file,
						 function,
						 pairing->sites->ptr[first].path,
						 {{0}, 0, 0},
						 pairing->sites->ptr[first].live},
		     real->use);
	return true;
}

/*
 * Does the object tell functions as the source has them? Only with DWARF, which sees
 * through inlining; a use without a counterpart was optimised out then.
 */
static bool knows_functions(const struct nsc_crossing_site *site)
{
	return site->at.line != 0;
}

/* A reference that still waits for its source: its function becomes that of the use. */
static void pair_by_order(struct pairing *pairing, const struct real_use *real)
{
	const struct nsc_use *use = &pairing->join->unit->uses.ptr[real->use];
	struct nsc_name function = function_of(pairing->join->unit, use);
	size_t i;

	for (i = 0; i < pairing->count; i++) {
		struct nsc_crossing_site *site = &pairing->sites->ptr[i];
		struct nsc_crossing_site like;

		if (site->symbol != real->symbol || pairing->paired[i] ||
		    knows_functions(site)) {
			continue;
		}
		pairing->paired[i] = 1;
		site->function = function;
		site->path = use->at.file;
		like = *site;
		add_use_site(pairing, &like, real->use);
		return;
	}
}

/* Later uses in a function that got its reference by order belong to it as well. */
static void pair_all(struct pairing *pairing, const struct real_uses *uses)
{
	uint8_t *open =
		nostd_bump_array(pairing->join->target->run->scratch, uint8_t, uses->len);
	size_t i;

	for (i = 0; i < uses->len; i++) {
		open[i] = !pair_by_function(pairing, &uses->ptr[i]);
	}
	for (i = 0; i < uses->len; i++) {
		if (open[i] && !pair_by_function(pairing, &uses->ptr[i])) {
			pair_by_order(pairing, &uses->ptr[i]);
		}
	}
}

void nsc_join_sources(const struct nsc_target *target, uint32_t file,
		      struct nsc_crossing_site_vec *sites)
{
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct join join;
	struct real_uses uses;
	struct pairing pairing;

	if (sites->len == 0) {
		return;
	}
	init_join(target, file, &join);
	uses = find_real_uses(&join);
	pairing.join = &join;
	pairing.sites = sites;
	pairing.count = sites->len;
	pairing.paired = nostd_bump_array(target->run->scratch, uint8_t, sites->len);
	pair_all(&pairing, &uses);
	nostd_bump_reset(target->run->scratch, mark);
}

/* -- link-time optimisation ---------------------------------------------------------- */

struct nsc_lto_use {
	struct real_use real;
	uint32_t file;            /* the object with the IR */
	struct nsc_name function; /* empty: a variable's initialiser */
	struct nsc_place in;      /* where what uses it is defined */
	bool present;             /* the linked file has a symbol for that */
};

#define NOSTD_NAME lto_uses
#define NOSTD_T    struct nsc_lto_use
#define NOSTD_IN
#include <nostd/vec.h>

#define NOSTD_NAME linked_names
#define NOSTD_K    uint32_t /* name id */
#define NOSTD_V    uint8_t
#define NOSTD_IN
#include <nostd/hashmap.h>

struct nsc_lto {
	const struct nsc_target *target;
	struct lto_uses uses; /* of every object that holds IR, in order of the link */
};

/* Symbols that the linked file defines, without what optimisation adds to them. */
static struct linked_names names_linked(const struct nsc_target *target)
{
	struct linked_names names = linked_names_new_in(nsc_scratch(target->run));
	const struct nsc_object_facts *image = target->graph->in.image;
	size_t i;

	for (i = 0; image && i < image->symbols.len; i++) {
		const struct nsc_object_symbol *row = &image->symbols.ptr[i];

		if (row->where == NSC_WHERE_SECTION) {
			struct nostd_str text =
				nsc_name_text(target->graph->names, row->name);

			linked_names_insert(
				&names,
				nsc_name(target->graph->names, nsc_clone_origin(text)).ix,
				1);
		}
	}
	return names;
}

static bool holds_ir(const struct nsc_target *target, uint32_t file)
{
	enum { IR = NSC_MEMBER_LTO_SLIM | NSC_MEMBER_LTO_FAT };
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	return row->basis == NSC_FROM_OBJECT && row->unit != NSC_NO_ROW &&
	       nsc_target_takes_part(target, file) &&
	       target->graph->in.objects[row->object]->members.ptr[row->member].flags &
		       IR;
}

static void add_uses(struct nsc_lto *lto, const struct linked_names *linked,
		     uint32_t file)
{
	struct join join;
	struct real_uses uses;
	size_t i;

	init_join(lto->target, file, &join);
	uses = find_real_uses(&join);
	for (i = 0; i < uses.len; i++) {
		const struct nsc_use *use = &join.unit->uses.ptr[uses.ptr[i].use];
		struct nsc_lto_use row = {uses.ptr[i],
					  file,
					  function_of(join.unit, use),
					  {{0}, 0, 0},
					  false};

		if (use->entity != NSC_NO_ROW) {
			const struct nsc_entity *in =
				&join.unit->entities.ptr[use->entity];

			row.in = in->at;
			row.present = linked_names_get(linked, in->symbol.ix) != NULL;
		}
		lto_uses_push(&lto->uses, row);
	}
}

struct nsc_lto *nsc_lto_new(const struct nsc_target *target)
{
	struct nsc_lto *lto = nostd_bump_new(target->run->keep, struct nsc_lto);
	struct linked_names linked = names_linked(target);
	uint32_t i;

	lto->target = target;
	lto->uses = lto_uses_new_in(nsc_keep(target->run));
	for (i = 0; i < target->graph->files.len; i++) {
		if (holds_ir(target, i)) {
			add_uses(lto, &linked, i);
		}
	}
	return lto;
}

/*
 * Which uses of `symbol` the image has: those of functions that stand in it; else all,
 * where they are of one function, which was inlined then. Else that cannot be told.
 */
struct choice {
	uint32_t symbol;
	bool present;                  /* of those that are present */
	const struct nsc_lto_use *one; /* the only function */
};

static bool same_function(const struct nsc_lto_use *a, const struct nsc_lto_use *b)
{
	return nsc_name_eq(a->in.file, b->in.file) && a->in.line == b->in.line &&
	       a->in.column == b->in.column;
}

static struct choice choose(const struct nsc_lto *lto, uint32_t symbol)
{
	struct choice choice = {symbol, false, NULL};
	bool several = false;
	size_t i;

	for (i = 0; i < lto->uses.len; i++) {
		const struct nsc_lto_use *use = &lto->uses.ptr[i];

		if (use->real.symbol != symbol) {
			continue;
		}
		choice.present |= use->present;
		several |= choice.one && !same_function(choice.one, use);
		choice.one = use;
	}
	choice.one = several ? NULL : choice.one;
	return choice;
}

static void add_lto_sites(const struct nsc_lto *lto, const struct choice *choice,
			  const struct nsc_crossing_site *like,
			  struct nsc_crossing_site_vec *out)
{
	size_t i;

	for (i = 0; i < lto->uses.len; i++) {
		const struct nsc_lto_use *use = &lto->uses.ptr[i];
		const struct nsc_graph *graph = lto->target->graph;
		struct nsc_crossing_site site = *like;

		if (use->real.symbol != choice->symbol ||
		    use->present != choice->present) {
			continue;
		}
		site.at = graph->in.units[graph->files.ptr[use->file].unit]
				  .facts->uses.ptr[use->real.use]
				  .at;
		site.function = use->function;
		site.path = site.at.file;
		nsc_crossing_site_vec_push(out, site);
		site.ref = NSC_NO_ROW;
		site.use = use->real.use;
		site.file = use->file;
		nsc_crossing_site_vec_push(out, site);
	}
}

void nsc_lto_join(const struct nsc_lto *lto, struct nsc_crossing_site_vec *sites)
{
	struct nostd_bump_mark mark = nostd_bump_mark(lto->target->run->scratch);
	struct nsc_crossing_site_vec old =
		nsc_crossing_site_vec_new_in(nsc_scratch(lto->target->run));
	size_t i;

	for (i = 0; i < sites->len; i++) {
		nsc_crossing_site_vec_push(&old, sites->ptr[i]);
	}
	nsc_crossing_site_vec_clear(sites);
	for (i = 0; i < old.len; i++) {
		const struct nsc_crossing_site *site = &old.ptr[i];
		struct choice choice = choose(lto, site->symbol);

		/* What compilers call by themselves need not be what is written. */
		if ((choice.present || choice.one) && site->at.line == 0 &&
		    !(lto->target->meaning[site->symbol].traits & NSC_TRAIT_EMITTED)) {
			add_lto_sites(lto, &choice, site, sites);
		} else {
			nsc_crossing_site_vec_push(sites, *site);
		}
	}
	nostd_bump_reset(lto->target->run->scratch, mark);
}

/* -- rewritten calls ----------------------------------------------------------------- */

static bool is_used_in(const struct nsc_target *target, const struct nsc_unit_facts *unit,
		       struct nsc_name function, struct nostd_str name)
{
	struct nsc_name wanted = nsc_name_find(target->graph->names, name);
	size_t i;

	for (i = 0; nsc_name_given(wanted) && i < unit->uses.len; i++) {
		const struct nsc_use *use = &unit->uses.ptr[i];

		if (nsc_name_eq(use->symbol, wanted) && counts(use) &&
		    is_in(unit, use, function)) {
			return true;
		}
	}
	return false;
}

struct nsc_name nsc_join_written(const struct nsc_target *target, uint32_t file,
				 struct nsc_name function, uint32_t symbol)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	const struct nsc_rewrite *rewrites;
	struct nsc_name none = {0};
	size_t count, i;

	if (row->unit == NSC_NO_ROW) {
		return none;
	}
	count = nsc_rewrites_to(nsc_name_text(target->graph->names,
					      target->graph->symbols.ptr[symbol].name),
				&rewrites);
	for (i = 0; i < count; i++) {
		if (rewrites[i].written.len != 0 &&
		    is_used_in(target, target->graph->in.units[row->unit].facts, function,
			       rewrites[i].written)) {
			return nsc_name(target->graph->names, rewrites[i].written);
		}
	}
	return none;
}
