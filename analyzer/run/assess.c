/*
 * assess.c - see assess.h.
 */
#include "analyzer/run/assess.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/run/belong.h"
#include "analyzer/run/failed.h"
#include "analyzer/run/inline.h"
#include "analyzer/run/policy.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "analyzer/run/verify.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- graph and link ------------------------------------------------------------------ */

static const int64_t *times_of(struct nsc_session *session,
			       const struct nsc_object_ptr_vec *objects)
{
	int64_t *times = nostd_bump_array(session->run->keep, int64_t, objects->len);
	size_t i;

	for (i = 0; i < objects->len; i++) {
		times[i] = nsc_session_time(session, objects->ptr[i]->path);
	}
	return times;
}

static void take_objects(struct nsc_session *session,
			 const struct nsc_object_ptr_vec *objects,
			 struct nsc_graph_input *in)
{
	in->objects = objects->ptr;
	in->object_count = objects->len;
	in->object_times = times_of(session, objects);
}

static int build_graph(struct nsc_session *session, struct nsc_run_target *target,
		       const struct nsc_run_units *units, struct nsc_err *err)
{
	struct nsc_graph_input in;

	memset(&in, 0, sizeof(in));
	if (target->has_image) {
		in.map = target->image.map.facts;
		in.line = target->image.line;
		in.image = target->image.elf_facts;
		in.map_paths = target->image.map_paths;
		in.load_paths = target->image.load_paths;
		take_objects(session, &target->image.objects, &in);
	} else {
		take_objects(session, &target->objects, &in);
	}
	nsc_units_take(session, target, units, &in);
	return nsc_graph_build(session->run, &in, &target->graph, err);
}

/* Sources newer than what was made of them: with filters that is what they are for. */
static bool say_changed(struct nsc_session *session, const struct nsc_graph *graph)
{
	bool any = false;
	size_t i;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		if (file->replaces == NSC_NO_ROW) {
			continue;
		}
		any = true;
		nsc_diag(session->run->diags,
			 session->inputs.filtered ? NSC_DIAG_DETAIL : NSC_DIAG_STALE,
			 nsc_place(graph->in.units[file->unit].facts->source, 0, 0),
			 "changed since {} was built: the source is judged in its place; "
			 "build again",
			 nsc_path_base(text_of(session,
					       graph->files.ptr[file->replaces].name)));
	}
	return any;
}

static void link_target(struct nsc_session *session, struct nsc_run_target *target,
			bool changed)
{
	struct nsc_run *run = session->run;
	struct nsc_graph *graph = &target->graph;
	bool exact;

	if (!target->has_image) {
		nsc_plan_whole_set(run, graph, &target->plan);
		nsc_link_init(&target->link, graph, run->keep);
		nsc_replay(run, &target->plan, NULL, &target->link);
		nsc_link_roots_exported(&target->link);
		return;
	}
	exact = nsc_link_image(run, graph, &target->plan, &target->link);
	nsc_priced_init(run, &target->plan, &target->link, exact, &target->priced);
	if (changed) {
		nsc_replay_changed(run, &target->plan, &target->link);
	}
}

/* -- judgement ----------------------------------------------------------------------- */

/* Own code that defines the heap means to have one (decisions.md 13). */
static bool has_own_heap(const struct nsc_target *target)
{
	static const char *const names[] = {
		"malloc",
		"calloc",
		"realloc",
		"free",
		"_Znwm",
		"_Znwj",
		"nostd_global_allocator",
	};
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
	target->target.mounts = &session->mounts;
	target->target.image = target->has_image;
}

int nsc_target_assess(struct nsc_session *session, struct nsc_run_target *target,
		      const struct nsc_run_units *units, struct nsc_err *err)
{
	bool changed;

	session->run->diags->target = target->name;
	nsc_terms_fill(session, units, target);
	if (build_graph(session, target, units, err) < 0) {
		return nsc_while(err, "target {}", text_of(session, target->name));
	}
	changed = say_changed(session, &target->graph);
	link_target(session, target, changed);
	nsc_inline_add(session, target);
	set_target(session, target);
	nsc_target_label(&target->target);
	nsc_target_say_failed(session, target);
	if (nsc_target_verify(session, target, err) < 0) {
		return -1;
	}
	if (target->terms.tier_assumed && has_own_heap(&target->target)) {
		target->terms.tier = NSC_TIER_ALLOC;
	}
	nsc_judge(&target->target, &target->judgement);
	target->levels = evidence_levels(target);
	session->run->diags->target.ix = 0;
	return 0;
}
