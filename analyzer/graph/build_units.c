/*
 * build_units.c - translation units: attached to the file they were compiled into, or,
 * where there is none, as files of their own whose functions and variables are the nodes.
 */
#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

/* -- which file a unit became (decisions.md 14) -------------------------------------- */

static const struct nsc_member *member_of(const struct nsc_graph *graph, uint32_t file)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];

	return &graph->in.objects[row->object]->members.ptr[row->member];
}

/*
 * Does the file define what the unit must: every function that is neither static nor
 * inline?
 */
static bool defines_all(const struct nsc_graph *graph, uint32_t file,
			const struct nsc_unit_facts *unit)
{
	size_t i;

	for (i = 0; i < unit->entities.len; i++) {
		const struct nsc_entity *entity = &unit->entities.ptr[i];

		if (entity->kind == NSC_ENTITY_FUNCTION &&
		    !(entity->flags & (NSC_ENTITY_STATIC | NSC_ENTITY_INLINE)) &&
		    !nsc_build_defines(graph, file, entity->symbol)) {
			return false;
		}
	}
	return true;
}

/* How surely is this file, whose base name fits, the unit's? */
enum { NOT_ITS, BY_DEFINITIONS, BY_SOURCE, BY_BYTES, BY_PATH };

/*
 * `moved_on`: the unit was compiled again, and the archive has what it was before; so
 * bytes say nothing.
 */
static int likeness(const struct nsc_graph *graph, uint32_t file,
		    const struct nsc_graph_unit *unit, bool moved_on)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	const struct nsc_member *member;

	if (!nsc_name_given(row->archive)) {
		return nsc_name_eq(row->name, unit->object) ? BY_PATH : NOT_ITS;
	}
	if (row->basis != NSC_FROM_OBJECT) {
		return unit->facts ? BY_DEFINITIONS : NOT_ITS;
	}
	member = member_of(graph, file);
	if (!moved_on && (unit->digest_high | unit->digest_low)) {
		return member->digest_high == unit->digest_high &&
				       member->digest_low == unit->digest_low
			       ? BY_BYTES
			       : NOT_ITS;
	}
	if (!unit->facts) {
		return NOT_ITS;
	}
	if (nsc_name_given(member->source)) {
		return nsc_name_eq(member->source, unit->facts->source) ? BY_SOURCE
									: NOT_ITS;
	}
	return defines_all(graph, file, unit->facts) ? BY_DEFINITIONS : NOT_ITS;
}

static void say_ambiguous(struct nsc_builder *builder, const struct nsc_graph_unit *unit,
			  uint32_t first, uint32_t second)
{
	const struct nsc_graph *graph = builder->graph;

	nsc_diag(builder->run->diags, NSC_DIAG_NOTE, nsc_place(unit->facts->source, 0, 0),
		 "more than one object may come from it: {} and {}; none is taken",
		 nsc_name_text(graph->names, graph->files.ptr[first].name),
		 nsc_name_text(graph->names, graph->files.ptr[second].name));
}

static uint32_t find_file(struct nsc_builder *builder, const struct nsc_graph_unit *unit,
			  bool moved_on)
{
	const struct nsc_graph *graph = builder->graph;
	uint32_t best = NSC_NO_ROW, rival = NSC_NO_ROW, i;
	int best_likeness = NOT_ITS;

	for (i = nsc_build_first_of_base(builder, unit->object); i != NSC_NO_ROW;
	     i = builder->base_next.ptr[i]) {
		int how = graph->files.ptr[i].unit == NSC_NO_ROW &&
					  graph->files.ptr[i].replaced_by == NSC_NO_ROW
				  ? likeness(graph, i, unit, moved_on)
				  : NOT_ITS;

		if (how > best_likeness) {
			best = i;
			best_likeness = how;
			rival = NSC_NO_ROW;
		} else if (how != NOT_ITS && how == best_likeness) {
			rival = i;
		}
	}
	/* Equal bytes are equal answers, whichever of them it is. */
	if (rival != NSC_NO_ROW && best_likeness < BY_BYTES) {
		say_ambiguous(builder, unit, best, rival);
		return NSC_NO_ROW;
	}
	return best;
}

static int64_t time_of_archive(const struct nsc_graph *graph, uint32_t file)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];

	return graph->in.object_times && row->object != NSC_NO_ROW
		       ? graph->in.object_times[row->object]
		       : 0;
}

/* Was the source changed after what is linked was compiled from it (decisions.md 18)? */
static bool is_changed(const struct nsc_graph *graph, uint32_t file,
		       const struct nsc_graph_unit *unit)
{
	int64_t made =
		unit->object_time != 0 ? unit->object_time : time_of_archive(graph, file);

	return made != 0 && unit->source_time > made;
}

/* A later compilation than the one in the archive. */
static uint32_t find_older_file(struct nsc_builder *builder,
				const struct nsc_graph_unit *unit)
{
	uint32_t file = unit->object_time != 0 && (unit->digest_high | unit->digest_low)
				? find_file(builder, unit, true)
				: NSC_NO_ROW;

	return file != NSC_NO_ROW &&
			       unit->object_time > time_of_archive(builder->graph, file)
		       ? file
		       : NSC_NO_ROW;
}

/* -- a unit as a file of its own ----------------------------------------------------- */

struct unit_file {
	struct nsc_builder *builder;
	const struct nsc_unit_facts *facts;
	uint32_t file;
	uint32_t first_node; /* of entity 0 */
	uint32_t loose;      /* node for uses outside any entity, or NSC_NO_ROW */
	struct nsc_row_vec
		*entity_of; /* by name id: entity + 1; cleared after each unit */
	struct nsc_row_vec *mention_of; /* by name id: mention + 1; likewise */
};

static uint16_t entity_flags(const struct nsc_entity *entity)
{
	unsigned flags = NSC_NODE_ALLOC;

	flags |= entity->kind == NSC_ENTITY_FUNCTION ? NSC_NODE_CODE : NSC_NODE_WRITE;
	flags |= entity->flags & NSC_ENTITY_STATIC ? NSC_NODE_STATIC : 0;
	flags |= entity->flags & NSC_ENTITY_INLINE ? NSC_NODE_INLINE : 0;
	flags |= entity->flags & NSC_ENTITY_USED ? NSC_NODE_USED : 0;
	return (uint16_t)flags;
}

static uint32_t add_unit_node(struct unit_file *of, uint8_t kind, uint32_t entity)
{
	struct nsc_graph_node node = {0};

	node.file = of->file;
	node.kind = kind;
	node.section = entity;
	node.placed = NSC_NO_ROW;
	node.discarded = NSC_NO_ROW;
	node.companion = NSC_NO_ROW;
	node.align = 1;
	if (entity != NSC_NO_ROW) {
		node.name = of->facts->entities.ptr[entity].symbol;
		node.flags = entity_flags(&of->facts->entities.ptr[entity]);
	}
	return nsc_build_node(of->builder, &node);
}

static void add_entities(struct unit_file *of)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t i;

	of->first_node = (uint32_t)graph->nodes.len;
	for (i = 0; i < of->facts->entities.len; i++) {
		const struct nsc_entity *entity = &of->facts->entities.ptr[i];
		struct nsc_graph_def def = {0};

		def.node = add_unit_node(of, NSC_NODE_ENTITY, i);
		of->entity_of->ptr[entity->symbol.ix] = i + 1;
		if (entity->flags & NSC_ENTITY_STATIC) {
			continue;
		}
		def.symbol = nsc_build_symbol(of->builder, entity->symbol);
		def.file = of->file;
		def.kind = NSC_DEF_PLACED;
		def.weak = (entity->flags & (NSC_ENTITY_WEAK | NSC_ENTITY_INLINE)) != 0;
		def.function = entity->kind == NSC_ENTITY_FUNCTION;
		nsc_graph_def_vec_push(&graph->defs, def);
		graph->files.ptr[of->file].def_count++;
	}
}

static void add_mention(struct unit_file *of, const struct nsc_use *use, uint32_t symbol)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t *known = &of->mention_of->ptr[use->symbol.ix];
	bool weak = (use->flags & NSC_USE_WEAK) != 0;
	struct nsc_graph_mention mention = {
		.symbol = symbol, .ref_count = 1, .weak = weak};

	if (*known != 0) {
		graph->mentions.ptr[*known - 1].ref_count++;
		graph->mentions.ptr[*known - 1].weak &= weak;
		return;
	}
	nsc_graph_mention_vec_push(&graph->mentions, mention);
	graph->files.ptr[of->file].mention_count++;
	*known = (uint32_t)graph->mentions.len;
}

static uint8_t use_kind(const struct nsc_use *use)
{
	if (use->flags & NSC_USE_WEAK) {
		return NSC_REF_WEAK;
	}
	return use->kind == NSC_USE_CALL ? NSC_REF_CALL : NSC_REF_ADDRESS;
}

static uint32_t node_of_use(struct unit_file *of, const struct nsc_use *use)
{
	if (use->entity != NSC_NO_ROW) {
		return of->first_node + use->entity;
	}
	if (of->loose == NSC_NO_ROW) {
		of->loose = add_unit_node(of, NSC_NODE_FILE, NSC_NO_ROW);
	}
	return of->loose;
}

static void add_use(struct unit_file *of, uint32_t row)
{
	const struct nsc_use *use = &of->facts->uses.ptr[row];
	uint32_t entity = of->entity_of->ptr[use->symbol.ix];
	struct nsc_graph_ref ref = {0};

	if (use->flags & (NSC_USE_UNEVALUATED | NSC_USE_DEAD)) {
		return;
	}
	ref.from = node_of_use(of, use);
	ref.evidence = row;
	ref.kind = use_kind(use);
	if (entity != 0 &&
	    of->facts->entities.ptr[entity - 1].flags & NSC_ENTITY_STATIC) {
		ref.local = true;
		ref.to = of->first_node + entity - 1;
	} else {
		ref.to = nsc_build_symbol(of->builder, use->symbol);
		if (entity == 0) {
			add_mention(of, use, ref.to);
		}
	}
	nsc_build_ref(of->builder, &ref);
}

static void clear_names(struct unit_file *of)
{
	size_t i;

	for (i = 0; i < of->facts->entities.len; i++) {
		of->entity_of->ptr[of->facts->entities.ptr[i].symbol.ix] = 0;
	}
	for (i = 0; i < of->facts->uses.len; i++) {
		of->mention_of->ptr[of->facts->uses.ptr[i].symbol.ix] = 0;
	}
}

/* The two name tables that adding units needs, shared by all. */
struct unit_names {
	struct nsc_row_vec entity_of, mention_of;
};

static uint32_t add_unit(struct nsc_builder *builder, uint32_t row,
			 struct unit_names *names)
{
	const struct nsc_graph_unit *unit = &builder->graph->in.units[row];
	struct unit_file of = {builder,           unit->facts,       0, 0, NSC_NO_ROW,
			       &names->entity_of, &names->mention_of};
	struct nsc_graph_file file = {0};
	uint32_t i;

	file.name = unit->facts->source;
	file.basis = NSC_FROM_UNIT;
	file.given = true;
	file.object = NSC_NO_ROW;
	file.unit = row;
	file.map_file = NSC_NO_ROW;
	file.replaced_by = NSC_NO_ROW;
	file.replaces = NSC_NO_ROW;
	of.file = nsc_build_file(builder, &file);
	add_entities(&of);
	for (i = 0; i < unit->facts->uses.len; i++) {
		add_use(&of, i);
	}
	clear_names(&of);
	return of.file;
}

/* The changed source speaks from now on, not what is linked. */
static void replace(struct nsc_builder *builder, uint32_t row, uint32_t file,
		    struct unit_names *names)
{
	uint32_t with = add_unit(builder, row, names);

	builder->graph->files.ptr[file].replaced_by = with;
	builder->graph->files.ptr[with].replaces = file;
}

/* Every unit that is surely in a file; the others are left in `open`. */
static void attach_units(struct nsc_builder *builder, struct unit_names *names,
			 struct nsc_row_vec *open)
{
	struct nsc_graph *graph = builder->graph;
	uint32_t i;

	for (i = 0; i < graph->in.unit_count; i++) {
		uint32_t file = find_file(builder, &graph->in.units[i], false);

		if (file == NSC_NO_ROW) {
			nsc_row_vec_push(open, i);
			continue;
		}
		graph->files.ptr[file].built = true;
		if (!graph->in.units[i].facts) {
			continue;
		}
		if (is_changed(graph, file, &graph->in.units[i])) {
			replace(builder, i, file, names);
		} else if (!graph->in.map && nsc_graph_is_slim(graph, file)) {
			/* No machine code, no references: its source speaks. */
			graph->files.ptr[file].replaced_by = add_unit(builder, i, names);
		} else {
			graph->files.ptr[file].unit = i;
		}
	}
}

static void place_rest(struct nsc_builder *builder, struct unit_names *names,
		       const struct nsc_row_vec *open)
{
	size_t i;

	for (i = 0; i < open->len; i++) {
		uint32_t row = open->ptr[i], file;

		if (!builder->graph->in.units[row].facts) {
			continue;
		}
		file = find_older_file(builder, &builder->graph->in.units[row]);
		if (file != NSC_NO_ROW) {
			builder->graph->files.ptr[file].built = true;
			replace(builder, row, file, names);
		} else if (!builder->graph->in.map) {
			add_unit(builder, row, names);
		}
	}
}

void nsc_build_units(struct nsc_builder *builder)
{
	struct nostd_bump_mark mark = nostd_bump_mark(builder->run->scratch);
	struct unit_names names = {nsc_row_vec_new_in(nsc_scratch(builder->run)),
				   nsc_row_vec_new_in(nsc_scratch(builder->run))};
	struct nsc_row_vec open = nsc_row_vec_new_in(nsc_scratch(builder->run));
	uint32_t count = nsc_names_count(builder->graph->names);

	nsc_row_vec_resize(&names.entity_of, count, 0);
	nsc_row_vec_resize(&names.mention_of, count, 0);
	attach_units(builder, &names, &open);
	place_rest(builder, &names, &open);
	nostd_bump_reset(builder->run->scratch, mark);
}
