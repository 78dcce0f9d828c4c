/*
 * crossing.c - see crossing.h.
 */
#include "analyzer/judge/crossing.h"

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/decide.h"
#include "analyzer/judge/join.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/rewritten.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/replay.h"
#include "rules/symbol.h"

#define NOSTD_NAME node_stack
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

/* A site with the kind of crossing it is; sorted, equal neighbours are one crossing. */
struct kinded_site {
	struct nsc_crossing_site site;
	uint8_t kind;
	uint32_t rank_symbol, rank_path, rank_function; /* order of their texts */
};

#define NOSTD_NAME kinded_sites
#define NOSTD_T    struct kinded_site
#define NOSTD_IN
#include <nostd/vec.h>

/* References that were in the image before their source changed. */
#define NOSTD_NAME pasts
#define NOSTD_K    uint64_t /* symbol, and name id of the function */
#define NOSTD_V    bool     /* the image is known to be without it */
#define NOSTD_IN
#include <nostd/hashmap.h>

struct collector {
	const struct nsc_target *target;
	struct nsc_drags *drags;
	struct kinded_sites all;
	struct nsc_crossing_site_vec file_sites; /* of the file at hand */
	uint8_t *kind_of; /* by symbol, for the file at hand: kind + 1 */
	struct node_stack stack;
	uint8_t *seen;       /* by node: on the way through headers */
	struct nsc_lto *lto; /* NULL: not asked for yet */
};

/* -- what a reference crosses into --------------------------------------------------- */

enum { NO_CROSSING = 255 };

/* Rules that are about a kind of helper, whatever is behind it. */
static const struct {
	uint32_t traits;
	enum nsc_rule_id rule;
} watched[] = {
	{NSC_TRAIT_SOFTFLOAT, NSC_RULE_204}, {NSC_TRAIT_TLS, NSC_RULE_205},
	{NSC_TRAIT_HARDENING, NSC_RULE_206}, {NSC_TRAIT_INSTRUMENTATION, NSC_RULE_207},
	{NSC_TRAIT_UNWIND, NSC_RULE_209},
};

static bool is_watched(const struct nsc_target *target, uint32_t symbol)
{
	uint32_t traits = target->meaning[symbol].traits;
	size_t i;

	for (i = 0; i < sizeof(watched) / sizeof(watched[0]); i++) {
		if (traits & watched[i].traits &&
		    nsc_severity_of(target, watched[i].rule, false,
				    NSC_STATE_REFERENCED) != NSC_SEVERITY_OFF) {
			return true;
		}
	}
	return false;
}

static uint8_t kind_by_provider(const struct collector *of, uint32_t symbol,
				uint32_t file)
{
	const struct nsc_target *target = of->target;

	switch ((enum nsc_side)target->side[file]) {
	case NSC_SIDE_OF_OWN:
	case NSC_SIDE_OF_VENDOR:
		return target->meaning[symbol].traits & NSC_TRAIT_HEAP
			       ? NSC_CROSS_OWN_HEAP
			       : NO_CROSSING;
	case NSC_SIDE_OF_HOSTED:
	case NSC_SIDE_OF_STUB:
		return NSC_CROSS_HOSTED;
	case NSC_SIDE_OF_RUNTIME:
		if (nsc_drag_of(of->drags, symbol)->tier > NSC_TIER_CORE) {
			return NSC_CROSS_HELPER;
		}
		return is_watched(target, symbol) ? NSC_CROSS_WATCHED : NO_CROSSING;
	case NSC_SIDE_OF_STARTUP:
		return NO_CROSSING;
	}
	return NO_CROSSING;
}

/* How a reference to `symbol` crosses; NO_CROSSING: it does not. */
static uint8_t kind_of(const struct collector *of, uint32_t symbol, bool weak)
{
	const struct nsc_link *link = of->target->link;
	uint32_t file;

	switch ((enum nsc_bound)link->bound[symbol]) {
	case NSC_BOUND_SCRIPT:
	case NSC_BOUND_LINKER:
		return NO_CROSSING;
	case NSC_BOUND_NONE:
		return weak ? NO_CROSSING : NSC_CROSS_NOBODY;
	case NSC_BOUND_DEF:
		nsc_target_provider(of->target, symbol, &file);
		return kind_by_provider(of, symbol, file);
	}
	return NO_CROSSING;
}

/* -- one reference ------------------------------------------------------------------- */

/* Source path, else archive(member), else object (decisions.md 46). */
static struct nsc_name role_path(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];
	struct nsc_name source = {0};

	if (row->unit != NSC_NO_ROW) {
		return target->graph->in.units[row->unit].facts->source;
	}
	if (row->basis == NSC_FROM_OBJECT) {
		source = target->graph->in.objects[row->object]
				 ->members.ptr[row->member]
				 .source;
	}
	return nsc_name_given(source) ? source : nsc_target_file_name(target, file);
}

static void place_by_object(const struct nsc_target *target,
			    struct nsc_crossing_site *site,
			    const struct nsc_object_site *found)
{
	site->function = found->function;
	if (found->at.line == 0) {
		return;
	}
	if (nsc_target_is_hosted_path(target, found->at.file)) {
		/* Inlined from a libc's header: the caller is whom it concerns. */
		site->function = found->symbol_function;
		return;
	}
	site->at = found->at;
	site->path = found->at.file;
}

static void place_by_unit(const struct nsc_target *target, struct nsc_crossing_site *site,
			  uint32_t use_row)
{
	const struct nsc_graph_file *file = &target->graph->files.ptr[site->file];
	const struct nsc_unit_facts *unit = target->graph->in.units[file->unit].facts;
	const struct nsc_use *use = &unit->uses.ptr[use_row];

	site->use = use_row;
	site->at = use->at;
	site->path = use->at.file;
	if (use->entity != NSC_NO_ROW &&
	    unit->entities.ptr[use->entity].kind == NSC_ENTITY_FUNCTION) {
		site->function = unit->entities.ptr[use->entity].name;
	}
}

static bool is_live_from(const struct nsc_target *target, uint32_t node)
{
	const struct nsc_graph_node *row = &target->graph->nodes.ptr[node];
	const struct nsc_graph_file *file = &target->graph->files.ptr[row->file];
	uint32_t i;

	if (!target->image) {
		return false;
	}
	if (row->kind != NSC_NODE_FILE) {
		return target->link->live[node] == NSC_LIVE_YES;
	}
	/*
	 * The whole of a file: live when anything of it is; which part refers is not
	 * known.
	 */
	for (i = file->node_first; i < file->node_first + file->node_count; i++) {
		if (target->graph->nodes.ptr[i].size != 0 &&
		    target->link->live[i] == NSC_LIVE_YES) {
			return true;
		}
	}
	return false;
}

/* One site, or one for each place that loads the address from a literal pool. */
static void add_object_sites(struct collector *of, const struct nsc_crossing_site *like,
			     uint32_t reloc)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_file *file = &graph->files.ptr[like->file];
	const struct nsc_object_facts *facts = graph->in.objects[file->object];
	uint32_t row = facts->relocs.ptr[reloc].site, last;

	if (row == NSC_NO_ROW) {
		nsc_crossing_site_vec_push(&of->file_sites, *like);
		return;
	}
	do {
		struct nsc_crossing_site site = *like;

		place_by_object(of->target, &site, &facts->sites.ptr[row]);
		nsc_crossing_site_vec_push(&of->file_sites, site);
		last = row;
		row = facts->sites.ptr[row].next;
	} while (row != NSC_NO_ROW && row > last);
}

/* `ref` stands in own code; `symbol` is where it comes to. */
static void add_site(struct collector *of, uint32_t ref, uint32_t symbol, uint8_t kind)
{
	const struct nsc_target *target = of->target;
	const struct nsc_graph_ref *row = &target->graph->refs.ptr[ref];
	uint32_t file = target->graph->nodes.ptr[row->from].file;
	struct nsc_crossing_site site = {symbol, ref, NSC_NO_ROW,  file,
					 {0},    {0}, {{0}, 0, 0}, false};

	site.path = role_path(target, file);
	site.live = is_live_from(target, row->from);
	of->kind_of[symbol] = (uint8_t)(kind + 1);
	if (row->evidence != NSC_NO_ROW &&
	    target->graph->files.ptr[file].basis == NSC_FROM_OBJECT) {
		add_object_sites(of, &site, row->evidence);
		return;
	}
	if (row->evidence != NSC_NO_ROW) {
		place_by_unit(target, &site, row->evidence);
	}
	nsc_crossing_site_vec_push(&of->file_sites, site);
}

/* The entity of a hosted header that a reference leads to; NSC_NO_ROW: to none. */
static uint32_t header_target(const struct collector *of, uint32_t ref)
{
	uint32_t to = nsc_link_target(of->target->link, ref);

	return to != NSC_NO_ROW && of->target->header_node[to] ? to : NSC_NO_ROW;
}

/* Go through inline functions of hosted headers; what they refer to counts for `ref`. */
static void see_through(struct collector *of, uint32_t ref, uint32_t header)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t first = (uint32_t)of->stack.len, node, i, next;
	struct node_stack visited = node_stack_new_in(nsc_scratch(of->target->run));

	node_stack_push(&of->stack, header);
	while (of->stack.len > first && node_stack_pop(&of->stack, &node)) {
		if (of->seen[node]) {
			continue;
		}
		of->seen[node] = 1;
		node_stack_push(&visited, node);
		for (i = graph->nodes.ptr[node].ref_first;
		     i <
		     graph->nodes.ptr[node].ref_first + graph->nodes.ptr[node].ref_count;
		     i++) {
			const struct nsc_graph_ref *inner = &graph->refs.ptr[i];
			uint8_t kind;

			next = header_target(of, i);
			if (next != NSC_NO_ROW) {
				node_stack_push(&of->stack, next);
				continue;
			}
			kind = inner->local ? NO_CROSSING
					    : kind_of(of, inner->to,
						      inner->kind == NSC_REF_WEAK);
			if (kind != NO_CROSSING) {
				add_site(of, ref, inner->to, kind);
			}
		}
	}
	for (i = 0; i < visited.len; i++) {
		of->seen[visited.ptr[i]] = 0;
	}
}

static void take_ref(struct collector *of, uint32_t row)
{
	const struct nsc_graph_ref *ref = &of->target->graph->refs.ptr[row];
	uint32_t header = header_target(of, row);
	uint8_t kind;

	if (header != NSC_NO_ROW) {
		see_through(of, row, header);
		return;
	}
	if (ref->local) {
		return;
	}
	kind = kind_of(of, ref->to, ref->kind == NSC_REF_WEAK);
	if (kind != NO_CROSSING) {
		add_site(of, row, ref->to, kind);
	}
}

/* -- one file ------------------------------------------------------------------------ */

/*
 * Which functions of a unit exist at all? External ones, and of the static and inline
 * ones those that an existing one refers to.
 */
static void mark_existing(struct collector *of, uint32_t file, uint8_t *exists)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	unsigned optional = NSC_NODE_STATIC | NSC_NODE_INLINE;
	struct node_stack open = node_stack_new_in(nsc_scratch(of->target->run));
	uint32_t node, i;

	for (i = 0; i < row->node_count; i++) {
		const struct nsc_graph_node *one = &graph->nodes.ptr[row->node_first + i];

		if (!(one->flags & optional) || one->flags & NSC_NODE_USED) {
			exists[i] = 1;
			node_stack_push(&open, row->node_first + i);
		}
	}
	while (node_stack_pop(&open, &node)) {
		const struct nsc_graph_node *one = &graph->nodes.ptr[node];

		for (i = one->ref_first; i < one->ref_first + one->ref_count; i++) {
			uint32_t to = nsc_link_target(of->target->link, i);

			if (to != NSC_NO_ROW && graph->nodes.ptr[to].file == file &&
			    !exists[to - row->node_first]) {
				exists[to - row->node_first] = 1;
				node_stack_push(&open, to);
			}
		}
	}
}

static void take_nodes(struct collector *of, uint32_t file)
{
	const struct nsc_graph *graph = of->target->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint8_t *exists =
		nostd_bump_array(of->target->run->scratch, uint8_t, row->node_count);
	uint32_t n, r;

	if (row->basis == NSC_FROM_UNIT) {
		mark_existing(of, file, exists);
	}
	for (n = 0; n < row->node_count; n++) {
		const struct nsc_graph_node *node =
			&graph->nodes.ptr[row->node_first + n];

		if ((row->basis == NSC_FROM_UNIT && !exists[n]) ||
		    of->target->header_node[row->node_first + n] ||
		    of->target->link->live[row->node_first + n] == NSC_LIVE_DROPPED) {
			continue;
		}
		for (r = node->ref_first; r < node->ref_first + node->ref_count; r++) {
			take_ref(of, r);
		}
	}
}

/* -- a changed source ---------------------------------------------------------------- */

static uint64_t past_key(const struct nsc_crossing_site *site)
{
	return (uint64_t)site->symbol << 32 | site->function.ix;
}

static bool is_dead(const struct nsc_target *target, const struct nsc_crossing_site *site)
{
	uint32_t from = target->graph->refs.ptr[site->ref].from;

	return !site->live && target->graph->nodes.ptr[from].discarded != NSC_NO_ROW;
}

/* What the file said before: which of its references the image is known to be without. */
static void take_past(struct collector *of, uint32_t file, struct pasts *pasts)
{
	size_t i;

	take_nodes(of, file);
	for (i = 0; i < of->file_sites.len; i++) {
		const struct nsc_crossing_site *site = &of->file_sites.ptr[i];
		const bool *dead = pasts_get(pasts, past_key(site));

		pasts_insert(pasts, past_key(site),
			     (!dead || *dead) && is_dead(of->target, site));
	}
	nsc_crossing_site_vec_clear(&of->file_sites);
}

/*
 * A source that changed since the link: a reference that was there has the state it had,
 * a new one counts as live (decisions.md 39).
 */
static void take_changed(struct collector *of, uint32_t file)
{
	struct pasts pasts = pasts_new_in(nsc_keep(of->target->run));
	size_t i;

	take_past(of, of->target->graph->files.ptr[file].replaces, &pasts);
	take_nodes(of, file);
	for (i = 0; i < of->file_sites.len; i++) {
		struct nsc_crossing_site *site = &of->file_sites.ptr[i];
		const bool *dead = pasts_get(&pasts, past_key(site));

		site->live = of->target->image && !(dead && *dead);
	}
}

static void keep_sites(struct collector *of, bool startup)
{
	size_t i;

	for (i = 0; i < of->file_sites.len; i++) {
		struct kinded_site kinded = {of->file_sites.ptr[i], 0, 0, 0, 0};

		kinded.kind = (uint8_t)(of->kind_of[kinded.site.symbol] - 1);
		if (startup && kinded.kind == NSC_CROSS_WATCHED) {
			continue;
		}
		kinded.kind = startup ? NSC_CROSS_STARTUP : kinded.kind;
		kinded_sites_push(&of->all, kinded);
	}
	nsc_crossing_site_vec_clear(&of->file_sites);
}

/* Made by link-time optimisation, and gone since: its references have no place. */
static bool is_gone_lto_output(const struct nsc_target *target, uint32_t file)
{
	const struct nsc_graph_file *row = &target->graph->files.ptr[file];

	return row->basis != NSC_FROM_OBJECT && row->unit == NSC_NO_ROW &&
	       nsc_graph_is_lto_output(nsc_name_text(target->graph->names, row->name));
}

static void join_file(struct collector *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->target->graph->files.ptr[file];

	if (row->basis != NSC_FROM_UNIT && row->unit != NSC_NO_ROW) {
		nsc_join_sources(of->target, file, &of->file_sites);
	} else if (of->file_sites.len != 0 && is_gone_lto_output(of->target, file)) {
		of->lto = of->lto ? of->lto : nsc_lto_new(of->target);
		nsc_lto_join(of->lto, &of->file_sites);
	}
}

static void take_file(struct collector *of, uint32_t file)
{
	const struct nsc_target *target = of->target;
	uint8_t side = target->side[file];

	if (!nsc_target_takes_part(target, file) ||
	    (!nsc_side_is_own(side) && side != NSC_SIDE_OF_STARTUP)) {
		return;
	}
	if (target->graph->files.ptr[file].replaces != NSC_NO_ROW) {
		take_changed(of, file);
	} else {
		take_nodes(of, file);
	}
	join_file(of, file);
	keep_sites(of, side == NSC_SIDE_OF_STARTUP);
}

/* -u on the link line: the build itself asks for a hosted name. */
static void take_options(struct collector *of)
{
	const struct nsc_target *target = of->target;
	size_t i;

	for (i = 0; target->plan && i < target->plan->undefined.len; i++) {
		uint32_t symbol = target->plan->undefined.ptr[i], file;
		struct kinded_site kinded = {{symbol,
					      NSC_NO_ROW,
					      NSC_NO_ROW,
					      NSC_NO_ROW,
					      {0},
					      {0},
					      {{0}, 0, 0},
					      true},
					     NSC_CROSS_OPTION,
					     0,
					     0,
					     0};

		if (nsc_target_provider(target, symbol, &file) &&
		    nsc_side_is_hosted(target->side[file])) {
			kinded.site.path = target->graph->in.map->path;
			kinded_sites_push(&of->all, kinded);
		}
	}
}

/* -- grouping ------------------------------------------------------------------------ */

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_sites(const struct kinded_site *a, const struct kinded_site *b)
{
	int order = compare_numbers(a->rank_symbol, b->rank_symbol);

	if (order == 0) {
		order = compare_numbers(a->rank_path, b->rank_path);
	}
	if (order == 0) {
		order = compare_numbers(a->rank_function, b->rank_function);
	}
	if (order == 0) {
		order = compare_numbers(a->kind, b->kind);
	}
	if (order == 0) {
		order = compare_numbers(a->site.file, b->site.file);
	}
	if (order == 0) {
		order = compare_numbers(a->site.ref, b->site.ref);
	}
	if (order == 0) {
		order = compare_numbers(a->site.use, b->site.use);
	}
	/* A word in a literal pool is one reference from many places. */
	if (order == 0) {
		order = compare_numbers(a->site.at.line, b->site.at.line);
	}
	return order != 0 ? order : compare_numbers(a->site.at.column, b->site.at.column);
}

#define NOSTD_NAME      kinded
#define NOSTD_T         struct kinded_site
#define NOSTD_CMP(a, b) compare_sites((a), (b))
#include <nostd/sort.h>

static void rank_sites(struct collector *of)
{
	const uint32_t *rank =
		nsc_names_ranks(of->target->graph->names, of->target->run->scratch);
	size_t i;

	for (i = 0; i < of->all.len; i++) {
		struct kinded_site *one = &of->all.ptr[i];

		one->rank_symbol =
			rank[of->target->graph->symbols.ptr[one->site.symbol].name.ix];
		one->rank_path = rank[one->site.path.ix];
		one->rank_function = rank[one->site.function.ix];
	}
	kinded_sort_unstable(of->all.ptr, of->all.len);
}

static bool same_crossing(const struct kinded_site *a, const struct kinded_site *b)
{
	return a->site.symbol == b->site.symbol &&
	       nsc_name_eq(a->site.path, b->site.path) &&
	       nsc_name_eq(a->site.function, b->site.function) && a->kind == b->kind;
}

static void begin_crossing(struct nsc_crossings *out, const struct kinded_site *first)
{
	struct nsc_crossing crossing = {0};

	crossing.symbol = first->site.symbol;
	crossing.kind = first->kind;
	crossing.function = first->site.function;
	crossing.path = first->site.path;
	crossing.file = first->site.file;
	crossing.site_first = (uint32_t)out->sites.len;
	crossing.weak = true;
	nsc_crossing_vec_push(&out->all, crossing);
}

static bool is_call(const struct nsc_target *target, const struct nsc_crossing_site *site)
{
	const struct nsc_graph_file *file;

	if (site->ref != NSC_NO_ROW) {
		return target->graph->refs.ptr[site->ref].kind == NSC_REF_CALL;
	}
	if (site->use == NSC_NO_ROW) {
		return false;
	}
	file = &target->graph->files.ptr[site->file];
	return target->graph->in.units[file->unit].facts->uses.ptr[site->use].kind ==
	       NSC_USE_CALL;
}

static void extend_crossing(const struct nsc_target *target, struct nsc_crossings *out,
			    const struct nsc_crossing_site *site)
{
	struct nsc_crossing *last = &out->all.ptr[out->all.len - 1];

	last->site_count++;
	last->live |= site->live;
	last->has_use |= site->use != NSC_NO_ROW;
	last->called |= is_call(target, site);
	last->has_ref |= site->ref != NSC_NO_ROW && site->use == NSC_NO_ROW;
	last->weak &= site->ref != NSC_NO_ROW &&
		      target->graph->refs.ptr[site->ref].kind == NSC_REF_WEAK;
	last->changed |= site->file != NSC_NO_ROW &&
			 target->graph->files.ptr[site->file].replaces != NSC_NO_ROW;
	last->unit_known |= site->file != NSC_NO_ROW &&
			    target->graph->files.ptr[site->file].unit != NSC_NO_ROW;
	nsc_crossing_site_vec_push(&out->sites, *site);
}

static void group_sites(struct collector *of, struct nsc_crossings *out)
{
	size_t i;

	for (i = 0; i < of->all.len; i++) {
		if (i == 0 || !same_crossing(&of->all.ptr[i - 1], &of->all.ptr[i])) {
			begin_crossing(out, &of->all.ptr[i]);
		}
		extend_crossing(of->target, out, &of->all.ptr[i].site);
	}
}

static void find_written(const struct nsc_target *target, struct nsc_crossings *out)
{
	size_t i;

	for (i = 0; i < out->all.len; i++) {
		struct nsc_crossing *one = &out->all.ptr[i];

		if (!one->has_use && one->unit_known) {
			one->written = nsc_join_written(target, one->file, one->function,
							one->symbol);
		}
	}
}

void nsc_crossings_find(const struct nsc_target *target, struct nsc_drags *drags,
			struct nsc_crossings *out)
{
	struct nostd_bump_mark mark;
	struct collector of;
	uint32_t i;

	out->all = nsc_crossing_vec_new_in(nsc_keep(target->run));
	out->sites = nsc_crossing_site_vec_new_in(nsc_keep(target->run));
	of.target = target;
	of.drags = drags;
	of.lto = NULL;
	of.all = kinded_sites_new_in(nsc_keep(target->run));
	of.file_sites = nsc_crossing_site_vec_new_in(nsc_keep(target->run));
	of.kind_of =
		nostd_bump_array(target->run->keep, uint8_t, target->graph->symbols.len);
	of.seen = nostd_bump_array(target->run->keep, uint8_t, target->graph->nodes.len);
	of.stack = node_stack_new_in(nsc_keep(target->run));
	mark = nostd_bump_mark(target->run->scratch);
	for (i = 0; i < target->graph->files.len; i++) {
		take_file(&of, i);
	}
	take_options(&of);
	rank_sites(&of);
	nostd_bump_reset(target->run->scratch, mark);
	group_sites(&of, out);
	find_written(target, out);
	mark = nostd_bump_mark(target->run->scratch);
	nsc_crossings_merge_rewritten(target, out);
	nostd_bump_reset(target->run->scratch, mark);
}

bool nsc_crossing_is_taken_over(const struct nsc_crossings *crossings,
				const struct nsc_crossing *crossing)
{
	size_t i;

	if (crossing->kind != NSC_CROSS_STARTUP) {
		return false;
	}
	for (i = 0; i < crossings->all.len; i++) {
		const struct nsc_crossing *one = &crossings->all.ptr[i];

		if (one->symbol == crossing->symbol && one->kind != NSC_CROSS_STARTUP &&
		    one->live) {
			return true;
		}
	}
	return false;
}
