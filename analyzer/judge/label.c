/*
 * label.c - which side a file stands on, which component it belongs to, what names mean.
 *
 * First match wins, in the order of link-semantics.md 6: the configuration; built here;
 * name and place of the tool chain; the fingerprint of a libc; else a vendor's archive.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/replay.h"
#include "rules/library.h"
#include "rules/symbol.h"

enum {
	FINGERPRINT_PERCENT = 40, /* of an archive's definitions are API of a libc */
	FINGERPRINT_NAMES = 50    /* and at least so many: a wrapper is no libc */
};

/* What is found out once per archive. */
struct archive_share {
	uint32_t defined, api;
};

#define NOSTD_NAME shares
#define NOSTD_K    uint32_t /* name id of the archive */
#define NOSTD_V    struct archive_share
#define NOSTD_IN
#include <nostd/hashmap.h>

struct labeller {
	struct nsc_target *target;
	struct shares shares;
	struct nostd_str common; /* folder common to all sources */
};

struct nostd_str nsc_target_text(const struct nsc_target *target, struct nsc_name name)
{
	return nsc_name_text(target->graph->names, name);
}

/* -- sides --------------------------------------------------------------------------- */

bool nsc_target_is_hosted_path(const struct nsc_target *target, struct nsc_name path)
{
	return nsc_terms_is_hosted(target->terms, target->graph->names, path);
}

/* The archive of a member, else the object itself. */
static struct nsc_name container_of(const struct nsc_graph_file *file)
{
	return nsc_name_given(file->archive) ? file->archive : file->name;
}

static const struct nsc_component_rule *configured(const struct nsc_target *target,
						   const struct nsc_graph_file *file)
{
	const struct nsc_policy_terms *terms = target->terms;
	struct nostd_str container = nsc_target_text(target, container_of(file));
	struct nsc_name source = {0};
	size_t i;

	if (file->unit != NSC_NO_ROW) {
		source = target->graph->in.units[file->unit].facts->source;
	}
	for (i = 0; i < terms->components.len; i++) {
		const struct nsc_component_rule *rule = &terms->components.ptr[i];

		if (nsc_globs_match(target->graph->names,
				    terms->globs.ptr + rule->object_first,
				    rule->object_count, container) ||
		    nsc_globs_match(target->graph->names,
				    terms->globs.ptr + rule->path_first, rule->path_count,
				    nsc_target_text(target, source))) {
			return rule;
		}
	}
	return NULL;
}

static void count_share(struct labeller *labeller, const struct nsc_graph_file *file,
			struct archive_share *share)
{
	const struct nsc_graph *graph = labeller->target->graph;
	uint32_t i;

	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (!def->weak) {
			share->defined++;
			share->api += nsc_symbol_is_libc_api(nsc_target_text(
				labeller->target, graph->symbols.ptr[def->symbol].name));
		}
	}
}

static void count_shares(struct labeller *labeller)
{
	const struct nsc_graph *graph = labeller->target->graph;
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];
		struct archive_share *share;

		if (!nsc_name_given(file->archive)) {
			continue;
		}
		share = shares_get_mut(&labeller->shares, file->archive.ix);
		if (!share) {
			shares_insert(&labeller->shares, file->archive.ix,
				      (struct archive_share){0, 0});
			share = shares_get_mut(&labeller->shares, file->archive.ix);
		}
		count_share(labeller, file, share);
	}
}

static bool looks_like_libc(const struct labeller *labeller,
			    const struct nsc_graph_file *file)
{
	const struct archive_share *share =
		shares_get(&labeller->shares, file->archive.ix);

	return share && share->api >= FINGERPRINT_NAMES &&
	       share->api * 100 >= share->defined * FINGERPRINT_PERCENT;
}

static uint8_t side_of_role(const struct nsc_library *library)
{
	switch (nsc_role_side(library->role)) {
	case NSC_SIDE_HOSTED:
		return library->role == NSC_ROLE_STUB ? NSC_SIDE_OF_STUB
						      : NSC_SIDE_OF_HOSTED;
	case NSC_SIDE_RUNTIME:
		return NSC_SIDE_OF_RUNTIME;
	case NSC_SIDE_STARTUP:
		return NSC_SIDE_OF_STARTUP;
	}
	return NSC_SIDE_OF_HOSTED;
}

/* Outside the project, or in a folder of the compiler's own inside it. */
static bool in_toolchain(const struct nsc_target *target, struct nsc_name path)
{
	return nsc_target_is_hosted_path(target, path) ||
	       !nsc_folders_hold(&target->terms->own_folders, target->graph->names, path);
}

/*
 * The map has the archive's name and not where it lies, and nobody else has it either:
 * then the name is all there is to go by.
 */
static bool has_no_place(const struct nsc_target *target,
			 const struct nsc_graph_file *file)
{
	const struct nsc_map_facts *map = target->graph->in.map;

	return map && (map->knows & NSC_MAP_BASE_NAMES) && file->basis == NSC_FROM_MAP &&
	       nsc_name_given(file->archive);
}

static uint8_t side_of(const struct labeller *labeller, const struct nsc_graph_file *file)
{
	const struct nsc_target *target = labeller->target;
	const struct nsc_component_rule *rule = configured(target, file);
	struct nsc_name container = container_of(file);
	const struct nsc_library *library;

	if (rule && rule->side_given) {
		return rule->side;
	}
	if (file->built || file->basis == NSC_FROM_UNIT) {
		return NSC_SIDE_OF_OWN;
	}
	library = nsc_library_find(nsc_path_base(nsc_target_text(target, container)));
	if (library && (has_no_place(target, file) || in_toolchain(target, container) ||
			looks_like_libc(labeller, file))) {
		return side_of_role(library);
	}
	if (!nsc_name_given(file->archive)) {
		return NSC_SIDE_OF_OWN;
	}
	if (looks_like_libc(labeller, file)) {
		return NSC_SIDE_OF_HOSTED;
	}
	return NSC_SIDE_OF_VENDOR;
}

/*
 * One unit of the database makes its whole archive ours: the others are assembly or
 * generated.
 */
static void spread_own(struct nsc_target *target)
{
	const struct nsc_graph *graph = target->graph;
	uint8_t *own = nostd_bump_array(target->run->scratch, uint8_t,
					nsc_names_count(graph->names));
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (file->built && nsc_name_given(file->archive) &&
		    nsc_side_is_own(target->side[i])) {
			own[file->archive.ix] = 1;
		}
	}
	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];
		const struct nsc_component_rule *rule = configured(target, file);

		if (own[file->archive.ix] && !(rule && rule->side_given)) {
			target->side[i] = NSC_SIDE_OF_OWN;
		}
	}
}

/* -- components ---------------------------------------------------------------------- */

/* "libprotocol.a" -> "protocol"; "crt0.o" -> "crt0". */
static struct nostd_str stem_of(struct nostd_str path)
{
	struct nostd_str stem = nsc_path_stem(path);

	nostd_str_strip_prefix(&stem, NOSTD_STR("lib"));
	return stem.len != 0 ? stem : nsc_path_stem(path);
}

static struct nsc_name source_of(const struct nsc_graph *graph,
				 const struct nsc_graph_file *file)
{
	if (file->unit != NSC_NO_ROW) {
		return graph->in.units[file->unit].facts->source;
	}
	if (file->basis == NSC_FROM_OBJECT) {
		return graph->in.objects[file->object]->members.ptr[file->member].source;
	}
	return (struct nsc_name){0};
}

/* The folder that all own sources have in common. */
static void find_common(struct labeller *labeller)
{
	const struct nsc_target *target = labeller->target;
	size_t i;

	for (i = 0; i < target->graph->files.len; i++) {
		const struct nsc_graph_file *file = &target->graph->files.ptr[i];
		struct nostd_str source =
			nsc_target_text(target, source_of(target->graph, file));

		if (source.len == 0 || !nsc_side_is_own(target->side[i])) {
			continue;
		}
		source = nsc_path_folder(source);
		labeller->common = labeller->common.len == 0
					   ? source
					   : nsc_path_common(labeller->common, source);
	}
}

/*
 * First folder of the source below the common one; the target's name for what lies in it.
 */
static struct nsc_name folder_component(const struct labeller *labeller,
					const struct nsc_graph_file *file)
{
	const struct nsc_target *target = labeller->target;
	struct nostd_str source = nsc_target_text(target, source_of(target->graph, file));
	struct nostd_str first, rest;

	if (labeller->common.len != 0 && nsc_path_within(source, labeller->common)) {
		source = nostd_str_skip(source, labeller->common.len);
		nostd_str_strip_prefix(&source, NOSTD_STR("/"));
		if (nostd_str_split_once(source, '/', &first, &rest)) {
			return nsc_name(target->graph->names, first);
		}
	}
	return target->terms->target;
}

static struct nsc_name component_name(const struct labeller *labeller, uint32_t row)
{
	const struct nsc_target *target = labeller->target;
	const struct nsc_graph_file *file = &target->graph->files.ptr[row];
	const struct nsc_component_rule *rule = configured(target, file);

	if (rule) {
		return rule->name;
	}
	if (nsc_name_given(file->archive) || !nsc_side_is_own(target->side[row])) {
		return nsc_name(target->graph->names,
				stem_of(nsc_target_text(target, container_of(file))));
	}
	return folder_component(labeller, file);
}

static void sort_components(struct nsc_target *target)
{
	struct nsc_component *all = target->components.ptr;
	size_t i, j;

	for (i = 1; i < target->components.len; i++) {
		struct nsc_component one = all[i];

		for (j = i; j > 0 && nsc_name_cmp(target->graph->names, all[j - 1].name,
						  one.name) > 0;
		     j--) {
			all[j] = all[j - 1];
		}
		all[j] = one;
	}
}

static void label_components(struct labeller *labeller)
{
	struct nsc_target *target = labeller->target;
	const struct nsc_graph *graph = target->graph;
	struct nsc_name *name_of =
		nostd_bump_array(target->run->scratch, struct nsc_name, graph->files.len);
	uint32_t *row_of;
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		name_of[i] = component_name(labeller, (uint32_t)i);
	}
	row_of = nostd_bump_array(target->run->scratch, uint32_t,
				  nsc_names_count(graph->names));
	for (i = 0; i < graph->files.len; i++) {
		if (row_of[name_of[i].ix]++ == 0) {
			struct nsc_component component = {name_of[i], target->side[i]};

			nsc_component_vec_push(&target->components, component);
		}
	}
	sort_components(target);
	for (i = 0; i < target->components.len; i++) {
		row_of[target->components.ptr[i].name.ix] = (uint32_t)i;
	}
	for (i = 0; i < graph->files.len; i++) {
		target->component[i] = row_of[name_of[i].ix];
	}
}

/* -- nodes and symbols --------------------------------------------------------------- */

/* Inline functions of the compiler's and the libc's own headers are nobody's choice. */
static void label_nodes(struct nsc_target *target)
{
	const struct nsc_graph *graph = target->graph;
	size_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		const struct nsc_unit_facts *unit;

		if (node->kind != NSC_NODE_ENTITY) {
			continue;
		}
		unit = graph->in.units[graph->files.ptr[node->file].unit].facts;
		target->header_node[i] = nsc_target_is_hosted_path(
			target, unit->entities.ptr[node->section].at.file);
	}
}

static void label_symbols(struct nsc_target *target)
{
	const struct nsc_graph *graph = target->graph;
	size_t i;

	for (i = 0; i < graph->symbols.len; i++) {
		struct nsc_name name = graph->symbols.ptr[i].name;
		struct nsc_meaning *meaning = &target->meaning[i];
		struct nsc_symbol_meaning found;

		meaning->base = name;
		meaning->tier = NSC_TIER_UNKNOWN;
		if (nsc_symbol_find(&target->terms->profile,
				    nsc_target_text(target, name), &found)) {
			meaning->known = true;
			meaning->tier = (uint8_t)found.tier;
			meaning->capability = (uint8_t)found.capability;
			meaning->traits = found.traits;
			meaning->base = nsc_name(graph->names, found.name);
		}
	}
}

/* -- what was asked for -------------------------------------------------------------- */

static bool reads_any(const struct nsc_unit_facts *unit,
		      const struct nsc_pattern_vec *filters)
{
	size_t i, f;

	for (i = 0; unit && i < unit->inputs.len; i++) {
		for (f = 0; f < filters->len; f++) {
			if (nsc_name_eq(unit->inputs.ptr[i].path, filters->ptr[f])) {
				return true;
			}
		}
	}
	return false;
}

static void label_interest(struct nsc_target *target)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_pattern_vec *filters = &target->terms->filters;
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		uint32_t unit = graph->files.ptr[i].unit;

		target->interest[i] = filters->len == 0 ||
				      (unit != NSC_NO_ROW &&
				       reads_any(graph->in.units[unit].facts, filters));
	}
}

void nsc_target_label(struct nsc_target *target)
{
	const struct nsc_graph *graph = target->graph;
	struct nostd_bump *keep = target->run->keep;
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct labeller labeller = {target, shares_new_in(nsc_scratch(target->run)),
				    NOSTD_STR("")};
	size_t i;

	target->side = nostd_bump_array(keep, uint8_t, graph->files.len);
	target->interest = nostd_bump_array(keep, uint8_t, graph->files.len);
	target->component = nostd_bump_array(keep, uint32_t, graph->files.len);
	target->header_node = nostd_bump_array(keep, uint8_t, graph->nodes.len);
	target->meaning = nostd_bump_array(keep, struct nsc_meaning, graph->symbols.len);
	target->components = nsc_component_vec_new_in(nsc_keep(target->run));
	count_shares(&labeller);
	for (i = 0; i < graph->files.len; i++) {
		target->side[i] = side_of(&labeller, &graph->files.ptr[i]);
	}
	spread_own(target);
	label_interest(target);
	find_common(&labeller);
	label_components(&labeller);
	label_nodes(target);
	label_symbols(target);
	nostd_bump_reset(target->run->scratch, mark);
}

bool nsc_target_provider(const struct nsc_target *target, uint32_t symbol, uint32_t *file)
{
	uint32_t def = nsc_link_def(target->link, symbol);

	if (def == NSC_NO_ROW) {
		return false;
	}
	*file = target->graph->defs.ptr[def].file;
	return true;
}

bool nsc_target_takes_part(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	return row->replaced_by == NSC_NO_ROW &&
	       target->link->loaded[file] != NSC_NOT_LOADED;
}

const char *nsc_side_name(uint8_t side)
{
	static const char *const names[] = {"own",  "vendor",  "libc",
					    "stub", "runtime", "startup"};

	return names[side];
}

struct nsc_name nsc_target_file_name(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	return nsc_graph_file_text(target->graph, file, container_of(row));
}

/* ".text.main" -> "main", when that is how -ffunction-sections names it. */
static struct nostd_str section_function(struct nostd_str section)
{
	static const char *const prefixes[] = {".text.startup.", ".text.unlikely.",
					       ".text.hot.",     ".text.exit.",
					       ".text.",         ".rodata.",
					       ".data.rel.ro.",  ".data.",
					       ".bss."};
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		struct nostd_str rest = section;

		if (nostd_str_strip_prefix(&rest, nostd_str_from_c(prefixes[i]))) {
			return rest;
		}
	}
	return NOSTD_STR("");
}

/* The only function or object with a global name in a node; NSC_NO_ROW: not only one. */
static uint32_t only_def(const struct nsc_graph *graph, uint32_t node)
{
	const struct nsc_graph_file *file =
		&graph->files.ptr[graph->nodes.ptr[node].file];
	uint32_t found = NSC_NO_ROW, i;

	for (i = file->def_first; i < file->def_first + file->def_count; i++) {
		const struct nsc_graph_def *def = &graph->defs.ptr[i];

		if (def->node != node) {
			continue;
		}
		if (found != NSC_NO_ROW && graph->defs.ptr[found].value != def->value) {
			return NSC_NO_ROW;
		}
		found = found == NSC_NO_ROW ? i : found;
	}
	return found;
}

static bool is_entry(const struct nsc_target *target, uint32_t node)
{
	uint32_t def = target->plan && target->plan->entry != NSC_NO_ROW
			       ? nsc_link_def(target->link, target->plan->entry)
			       : NSC_NO_ROW;

	return def != NSC_NO_ROW && target->graph->defs.ptr[def].node == node;
}

struct nsc_name nsc_target_node_label(const struct nsc_target *target, uint32_t node)
{
	const struct nsc_graph *graph = target->graph;
	const struct nsc_graph_node *row = &graph->nodes.ptr[node];
	struct nostd_str function;
	uint32_t def;

	if (row->kind == NSC_NODE_ENTITY) {
		return row->name;
	}
	if (row->kind == NSC_NODE_FILE) {
		const struct nsc_graph_file *file = &graph->files.ptr[row->file];

		return nsc_name(graph->names,
				nsc_path_base(nsc_target_text(target, file->name)));
	}
	if (is_entry(target, node)) {
		return graph->symbols.ptr[target->plan->entry].name;
	}
	def = only_def(graph, node);
	if (def != NSC_NO_ROW) {
		return graph->symbols.ptr[graph->defs.ptr[def].symbol].name;
	}
	function = section_function(nsc_target_text(target, row->name));
	return function.len != 0 ? nsc_name(graph->names, function) : row->name;
}
