/*
 * target.c - see target.h.
 */
#include "analyzer/run/target.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/path.h"
#include "analyzer/base/pattern.h"
#include "analyzer/base/run.h"
#include "analyzer/config/glob.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/run/load.h"
#include "analyzer/run/policy.h"
#include "analyzer/run/request.h"
#include "analyzer/run/session.h"
#include "analyzer/run/units.h"
#include "analyzer/store/store.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- which targets there are ------------------------------------------------------------- */

static struct nsc_run_target *new_target(struct nsc_session *session,
					 struct nsc_name name)
{
	struct nsc_run_target *target =
		nostd_bump_new(session->run->keep, struct nsc_run_target);

	target->name = name;
	target->objects = nsc_object_ptr_vec_new_in(nsc_keep(session->run));
	return target;
}

static struct nsc_name stem_of(struct nsc_session *session, struct nsc_name path)
{
	return nsc_name(session->run->names, nsc_path_stem(text_of(session, path)));
}

static void say_hosted(struct nsc_session *session, const struct nsc_image *image)
{
	nsc_diag(session->run->diags, NSC_DIAG_NOTE, nsc_place(image->map.path, 0, 0),
		 "linked for an operating system: left out");
}

/* A map, alone or with its linked file, is a target; one that is linked for an OS is not. */
static int add_image(struct nsc_session *session, struct nsc_name map,
		     struct nsc_name elf, struct nsc_run_target_vec *out,
		     struct nsc_err *err)
{
	struct nsc_run_target *target = new_target(session, stem_of(session, map));

	if (nsc_image_open(session, map, elf, &target->image, err) < 0) {
		return -1;
	}
	if (target->image.hosted) {
		say_hosted(session, &target->image);
		return 0;
	}
	target->has_image = true;
	nsc_run_target_vec_push(out, target);
	return 0;
}

/* One --map and one --elf are of one image, wherever they lie. */
static bool is_pair(const struct nsc_session *session)
{
	return session->request->maps.len == 1 && session->request->elfs.len == 1;
}

/* It names a dynamic loader (gABI, "Program Interpreter"): a program of the build machine. */
static bool is_for_an_os(struct nsc_session *session, struct nsc_name path)
{
	enum { PT_INTERP = 3 };
	const struct nsc_object_facts *facts = nsc_load_object(session, path, false);
	size_t i;

	for (i = 0; facts && i < facts->segments.len; i++) {
		if (facts->segments.ptr[i].type == PT_INTERP) {
			nsc_diag(session->run->diags, NSC_DIAG_NOTE,
				 nsc_place(path, 0, 0),
				 "linked for an operating system: left out");
			return true;
		}
	}
	return false;
}

/* Linked files whose map is known too: the map's target has them. */
static int add_images(struct nsc_session *session, struct nsc_run_target_vec *out,
		      struct nsc_err *err)
{
	const struct nsc_inputs *inputs = &session->inputs;
	size_t i;

	for (i = 0; i < inputs->images.len; i++) {
		struct nsc_name map = nsc_image_map_of(session, inputs->images.ptr[i]);

		if (nsc_name_given(map)) {
			if (add_image(session, map, inputs->images.ptr[i], out, err) <
			    0) {
				return -1;
			}
			continue;
		}
		if (is_pair(session)) {
			return 0; /* see add_maps() */
		}
		if (is_for_an_os(session, inputs->images.ptr[i])) {
			continue;
		}
		nsc_diag(session->run->diags, NSC_DIAG_WARNING,
			 nsc_place(inputs->images.ptr[i], 0, 0),
			 "no link map beside it (link with -Wl,-Map=FILE): which names "
			 "are in it "
			 "can be seen, but not who asked for them");
	}
	return 0;
}

static bool has_target(const struct nsc_run_target_vec *all, struct nsc_name map)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (all->ptr[i]->has_image &&
		    nsc_name_eq(all->ptr[i]->image.map.path, map)) {
			return true;
		}
	}
	return false;
}

static int add_maps(struct nsc_session *session, struct nsc_run_target_vec *out,
		    struct nsc_err *err)
{
	const struct nsc_inputs *inputs = &session->inputs;
	bool pair = is_pair(session);
	size_t i;

	for (i = 0; i < inputs->maps.len; i++) {
		struct nsc_name elf = pair ? inputs->images.ptr[0] : (struct nsc_name){0};

		if (!has_target(out, inputs->maps.ptr[i]) &&
		    add_image(session, inputs->maps.ptr[i], elf, out, err) < 0) {
			return -1;
		}
	}
	return 0;
}

static void add_object(struct nsc_session *session, struct nsc_run_target *target,
		       struct nsc_name path)
{
	const struct nsc_object_facts *facts = nsc_load_object(session, path, false);

	if (facts) {
		nsc_object_ptr_vec_push(&target->objects, facts);
	}
}

/* Objects and archives that were named together are one target. */
static void add_named_objects(struct nsc_session *session, struct nsc_run_target_vec *out)
{
	const struct nsc_name_vec *objects = &session->inputs.objects;
	struct nsc_run_target *target;
	size_t i;

	if (objects->len == 0) {
		return;
	}
	target = new_target(session, objects->len == 1 ? stem_of(session, objects->ptr[0])
						       : nsc_name_c(session->run->names,
								    "objects"));
	for (i = 0; i < objects->len; i++) {
		add_object(session, target, objects->ptr[i]);
	}
	nsc_run_target_vec_push(out, target);
}

/* Neither image nor object was named: each archive that was built, else all units. */
static void add_rest(struct nsc_session *session, struct nsc_run_target_vec *out)
{
	const struct nsc_name_vec *archives = &session->inputs.archives;
	struct nsc_run_target *target;
	size_t i;

	if (out->len != 0) {
		return;
	}
	for (i = 0; i < archives->len && session->request_levels & NSC_LEVEL_OBJECT;
	     i++) {
		target = new_target(session, stem_of(session, archives->ptr[i]));
		add_object(session, target, archives->ptr[i]);
		if (target->objects.len != 0) {
			nsc_run_target_vec_push(out, target);
		}
	}
	if (out->len == 0 && session->databases.len != 0) {
		target = new_target(
			session,
			nsc_name(session->run->names,
				 nsc_path_base(text_of(session, session->root))));
		target->all_units = true;
		nsc_run_target_vec_push(out, target);
	}
}

/* -- targets of the configuration ---------------------------------------------------------- */

static int add_said_image(struct nsc_session *session,
			  const struct nsc_config_target *said,
			  struct nsc_run_target *target, struct nsc_err *err)
{
	struct nsc_name map = said->image.text, elf = said->elf.text;

	if (!nsc_place_given(said->image.at) ||
	    !(session->request_levels & NSC_LEVEL_LINK)) {
		return 0;
	}
	if (nsc_load_kind(session, map) == NSC_INPUT_IMAGE) {
		elf = map;
		map = nsc_image_map_of(session, elf);
	}
	if (!nsc_name_given(map)) {
		return nsc_fail(err, NSC_ERR_INPUT, "{}: no link map beside it",
				text_of(session, elf));
	}
	if (nsc_image_open(session, map, elf, &target->image, err) < 0) {
		return nsc_while(err, "target {}", text_of(session, target->name));
	}
	target->image.hosted = false; /* somebody says that it is a target */
	target->has_image = true;
	return 0;
}

static void add_said_objects(struct nsc_session *session,
			     const struct nsc_glob_vec *globs,
			     struct nsc_run_target *target)
{
	struct nsc_said_text_vec paths = nsc_said_text_vec_new_in(nsc_keep(session->run));
	struct nsc_glob_vec missing = nsc_glob_vec_new_in(nsc_keep(session->run));
	size_t i;

	nsc_globs_expand(session->run, globs, &paths, &missing);
	for (i = 0; i < paths.len; i++) {
		add_object(session, target, paths.ptr[i].text);
	}
	for (i = 0; i < missing.len; i++) {
		nsc_diag(session->run->diags, NSC_DIAG_NOT_ANALYSED, missing.ptr[i].at,
			 "{} matches no file", text_of(session, missing.ptr[i].written));
	}
}

static int add_said(struct nsc_session *session, const struct nsc_config_target *said,
		    struct nsc_run_target_vec *out, struct nsc_err *err)
{
	struct nsc_run_target *target = new_target(session, said->name.text);

	target->said = said;
	if (add_said_image(session, said, target, err) < 0) {
		return -1;
	}
	if (!target->has_image && session->request_levels & NSC_LEVEL_OBJECT) {
		add_said_objects(session, &said->objects, target);
		add_said_objects(session, &said->archives, target);
	}
	target->all_units = !target->has_image;
	nsc_run_target_vec_push(out, target);
	return 0;
}

/* -- names --------------------------------------------------------------------------------- */

static int compare_targets(const struct nsc_session *session,
			   const struct nsc_run_target *a, const struct nsc_run_target *b)
{
	return nsc_name_cmp(session->run->names, a->name, b->name);
}

static void sort_targets(const struct nsc_session *session,
			 struct nsc_run_target_vec *all)
{
	size_t i, j;

	for (i = 1; i < all->len; i++) {
		struct nsc_run_target *one = all->ptr[i];

		for (j = i; j > 0 && compare_targets(session, all->ptr[j - 1], one) > 0;
		     j--) {
			all->ptr[j] = all->ptr[j - 1];
		}
		all->ptr[j] = one;
	}
}

static struct nsc_name path_of(const struct nsc_run_target *target)
{
	return target->has_image          ? target->image.map.path
	       : target->objects.len != 0 ? target->objects.ptr[0]->path
					  : target->name;
}

/* Stems that collide are told apart by their paths (decisions.md 11). */
static void rename_collisions(struct nsc_session *session, struct nsc_run_target_vec *all)
{
	size_t i, k;

	for (i = 0; i < all->len; i++) {
		struct nsc_name name = all->ptr[i]->name;
		bool collides = false;

		for (k = i + 1; k < all->len; k++) {
			if (nsc_name_eq(all->ptr[k]->name, name)) {
				all->ptr[k]->name = nsc_mounts_show(&session->mounts,
								    path_of(all->ptr[k]));
				collides = true;
			}
		}
		if (collides) {
			all->ptr[i]->name =
				nsc_mounts_show(&session->mounts, path_of(all->ptr[i]));
		}
	}
}

static bool is_chosen(const struct nsc_session *session,
		      const struct nsc_run_target *target)
{
	const struct nsc_words *wanted = &session->request->targets;
	size_t i;

	for (i = 0; i < wanted->len; i++) {
		if (nsc_pattern_match(wanted->ptr[i], text_of(session, target->name))) {
			return true;
		}
	}
	return wanted->len == 0;
}

static int choose(struct nsc_session *session, struct nsc_run_target_vec *all,
		  struct nsc_err *err)
{
	size_t kept = 0, i;

	for (i = 0; i < all->len; i++) {
		if (is_chosen(session, all->ptr[i])) {
			all->ptr[kept++] = all->ptr[i];
		}
	}
	if (kept == 0 && all->len != 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--target {}: no such target; there is {}",
				session->request->targets.ptr[0],
				text_of(session, all->ptr[0]->name));
	}
	nsc_run_target_vec_truncate(all, kept);
	return 0;
}

static int find_all(struct nsc_session *session, struct nsc_run_target_vec *out,
		    struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < session->config.targets.len && !session->inputs.named; i++) {
		if (add_said(session, &session->config.targets.ptr[i], out, err) < 0) {
			return -1;
		}
	}
	if (out->len != 0) {
		return 0;
	}
	if (session->request_levels & NSC_LEVEL_LINK &&
	    (add_images(session, out, err) < 0 || add_maps(session, out, err) < 0)) {
		return -1;
	}
	add_named_objects(session, out);
	add_rest(session, out);
	return 0;
}

int nsc_targets_find(struct nsc_session *session, struct nsc_run_target_vec *out,
		     struct nsc_err *err)
{
	*out = nsc_run_target_vec_new_in(nsc_keep(session->run));
	if (find_all(session, out, err) < 0) {
		return -1;
	}
	sort_targets(session, out);
	rename_collisions(session, out);
	sort_targets(session, out);
	return choose(session, out, err);
}

/* -- which units belong to which target ---------------------------------------------------- */

/* Base names of the objects and members that a target has. */
#define NOSTD_NAME base_names
#define NOSTD_K    uint32_t
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

static void add_base(struct nsc_session *session, struct base_names *bases,
		     struct nsc_name path)
{
	struct nsc_name base =
		nsc_name(session->run->names, nsc_path_base(text_of(session, path)));

	base_names_insert(bases, base.ix, 0);
}

static struct base_names bases_of(struct nsc_session *session,
				  const struct nsc_run_target *target)
{
	struct base_names bases = base_names_new_in(nsc_scratch(session->run));
	size_t i, k;

	if (target->has_image) {
		for (i = 0; i < target->image.map.facts->files.len; i++) {
			add_base(session, &bases,
				 target->image.map.facts->files.ptr[i].name);
		}
	}
	for (i = 0; i < target->objects.len; i++) {
		const struct nsc_object_facts *facts = target->objects.ptr[i];

		add_base(session, &bases, facts->path);
		for (k = 0; k < facts->members.len; k++) {
			add_base(session, &bases, facts->members.ptr[k].name);
		}
	}
	return bases;
}

static bool is_said(const struct nsc_session *session,
		    const struct nsc_config_target *said, const struct nsc_run_unit *unit)
{
	struct nostd_str path = text_of(session, unit->command->file);

	if (nsc_globs_match(session->run->names, &said->ignore, path)) {
		return false;
	}
	return said->units.len == 0 ||
	       nsc_globs_match(session->run->names, &said->units, path);
}

static bool belongs(struct nsc_session *session, const struct nsc_run_target *target,
		    const struct base_names *bases, const struct nsc_run_unit *unit)
{
	struct nsc_name base;

	if (target->said && !is_said(session, target->said, unit)) {
		return false;
	}
	if (target->all_units) {
		return unit->freestanding || session->tier_given;
	}
	base = nsc_name(session->run->names,
			nsc_path_base(text_of(session, unit->command->object)));
	return base_names_contains(bases, base.ix);
}

void nsc_targets_want(struct nsc_session *session,
		      const struct nsc_run_target_vec *targets,
		      struct nsc_run_units *units)
{
	size_t t, u;

	for (t = 0; t < targets->len; t++) {
		struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
		struct base_names bases = bases_of(session, targets->ptr[t]);

		for (u = 0; u < units->all.len; u++) {
			struct nsc_run_unit *unit = &units->all.ptr[u];

			unit->wanted |= belongs(session, targets->ptr[t], &bases, unit);
		}
		nostd_bump_reset(session->run->scratch, mark);
	}
}

/* -- graph and link ------------------------------------------------------------------------ */

static struct nsc_graph_unit graph_unit(struct nsc_session *session,
					const struct nsc_run_unit *unit)
{
	struct nsc_graph_unit row = {unit->facts, unit->command->object, 0, 0, false};
	struct nsc_digest digest;

	if (nsc_store_digest(session->store, unit->command->object, &digest)) {
		row.digest_high = digest.high;
		row.digest_low = digest.low;
	}
	return row;
}

static void take_units(struct nsc_session *session, const struct nsc_run_target *target,
		       const struct nsc_run_units *units, struct nsc_graph_input *in)
{
	struct base_names bases = bases_of(session, target);
	struct nsc_graph_unit *rows = nostd_bump_array(
		session->run->keep, struct nsc_graph_unit, units->all.len);
	size_t i;

	in->units = rows;
	for (i = 0; i < units->all.len; i++) {
		const struct nsc_run_unit *unit = &units->all.ptr[i];

		if (unit->facts && unit->facts->status != NSC_UNIT_SKIPPED &&
		    belongs(session, target, &bases, unit)) {
			rows[in->unit_count++] = graph_unit(session, unit);
		}
	}
}

static int build_graph(struct nsc_session *session, struct nsc_run_target *target,
		       const struct nsc_run_units *units, struct nsc_err *err)
{
	struct nsc_graph_input in;

	memset(&in, 0, sizeof(in));
	if (target->has_image) {
		in.map = target->image.map.facts;
		in.image = target->image.elf_facts;
		in.objects = target->image.objects.ptr;
		in.object_count = target->image.objects.len;
		in.map_paths = target->image.map_paths;
		in.load_paths = target->image.load_paths;
	} else {
		in.objects = target->objects.ptr;
		in.object_count = target->objects.len;
	}
	take_units(session, target, units, &in);
	return nsc_graph_build(session->run, &in, &target->graph, err);
}

/* A section of code that was dropped though it is no duplicate: the link collects. */
static bool collects(const struct nsc_graph *graph, const struct nsc_link *link)
{
	const struct nsc_map_facts *map = graph->in.map;
	size_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];

		if (node->discarded != NSC_NO_ROW && node->placed == NSC_NO_ROW &&
		    map->discarded.ptr[node->discarded].size != 0 &&
		    link->live[i] != NSC_LIVE_DROPPED &&
		    (node->flags & NSC_NODE_CODE ||
		     graph->files.ptr[node->file].basis == NSC_FROM_MAP)) {
			return true;
		}
	}
	return false;
}

/* What the map does not know by objects is live as its rows say. */
static void mark_map_only(const struct nsc_graph *graph, struct nsc_link *link)
{
	size_t i, n;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];
		bool any = false;

		if (file->basis != NSC_FROM_MAP) {
			continue;
		}
		for (n = file->node_first; n < file->node_first + file->node_count; n++) {
			const struct nsc_graph_node *node = &graph->nodes.ptr[n];
			bool placed = node->placed != NSC_NO_ROW && node->size != 0;

			any |= placed;
			link->live[n] = placed || (node->kind == NSC_NODE_FILE && any)
						? NSC_LIVE_YES
						: NSC_LIVE_NO;
		}
	}
}

static bool is_map_only(const struct nsc_graph *graph)
{
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		if (graph->files.ptr[i].in_map &&
		    graph->files.ptr[i].basis == NSC_FROM_MAP) {
			return true;
		}
	}
	return false;
}

static void link_image(struct nsc_session *session, struct nsc_run_target *target)
{
	struct nsc_run *run = session->run;
	struct nsc_graph *graph = &target->graph;
	struct nsc_link told;
	bool exact;

	nsc_plan_from_map(run, graph, &target->plan);
	nsc_link_init(&target->link, graph, run->keep);
	nsc_link_init(&told, graph, run->keep);
	nsc_link_from_map(run, &target->plan, &told);
	nsc_plan_add_options(&told, &target->plan);
	nsc_replay(run, &target->plan, NULL, &target->link);
	exact = target->plan.complete && !is_map_only(graph) &&
		nsc_replay_agrees(run, &target->link, &told);
	if (!exact) {
		target->link = told;
	}
	target->link.image = true;
	target->link.collects = collects(graph, &target->link);
	nsc_link_roots_from_map(run, &target->link);
	mark_map_only(graph, &target->link);
	nsc_priced_init(run, &target->plan, &target->link, exact, &target->priced);
}

static void link_set(struct nsc_session *session, struct nsc_run_target *target)
{
	nsc_plan_whole_set(session->run, &target->graph, &target->plan);
	nsc_link_init(&target->link, &target->graph, session->run->keep);
	nsc_replay(session->run, &target->plan, NULL, &target->link);
	nsc_link_roots_exported(&target->link);
}

/* -- judgement ----------------------------------------------------------------------------- */

/* Own code that defines the heap means to have one (decisions.md 13). */
static bool has_own_heap(const struct nsc_target *target)
{
	static const char *const names[] = {"malloc", "nostd_global_allocator", "_Znwm",
					    "_Znwj"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		uint32_t symbol = nsc_graph_symbol_row(
			target->graph,
			nsc_name_find(target->graph->names, nostd_str_from_c(names[i])));
		uint32_t file;

		if (symbol != NSC_NO_ROW && nsc_target_provider(target, symbol, &file) &&
		    nsc_side_is_own(target->side[file])) {
			return true;
		}
	}
	return false;
}

static unsigned evidence_levels(const struct nsc_run_target *target)
{
	unsigned levels = target->has_image ? NSC_LEVEL_LINK : 0;
	size_t i;

	for (i = 0; i < target->graph.files.len; i++) {
		const struct nsc_graph_file *file = &target->graph.files.ptr[i];

		if (!nsc_side_is_own(target->target.side[i])) {
			continue;
		}
		levels |= file->basis == NSC_FROM_OBJECT ? NSC_LEVEL_OBJECT : 0;
		levels |= file->unit != NSC_NO_ROW ? NSC_LEVEL_SOURCE : 0;
	}
	return levels;
}

static void set_target(struct nsc_session *session, struct nsc_run_target *target)
{
	target->target.run = session->run;
	target->target.graph = &target->graph;
	target->target.link = &target->link;
	target->target.plan = target->has_image ? &target->plan : NULL;
	target->target.priced = target->has_image ? &target->priced : NULL;
	target->target.terms = &target->terms;
	target->target.image = target->has_image;
}

int nsc_target_judge(struct nsc_session *session, struct nsc_run_target *target,
		     const struct nsc_run_units *units, struct nsc_err *err)
{
	session->run->diags->target = target->name;
	nsc_terms_fill(session, units, target);
	if (build_graph(session, target, units, err) < 0) {
		return nsc_while(err, "target {}", text_of(session, target->name));
	}
	if (target->has_image) {
		link_image(session, target);
	} else {
		link_set(session, target);
	}
	set_target(session, target);
	nsc_target_label(&target->target);
	if (target->terms.tier_assumed && has_own_heap(&target->target)) {
		target->terms.tier = NSC_TIER_ALLOC;
	}
	nsc_judge(&target->target, &target->judgement);
	target->levels = evidence_levels(target);
	session->run->diags->target.ix = 0;
	return 0;
}
