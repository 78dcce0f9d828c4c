/*
 * belong.c - see belong.h.
 */
#include "analyzer/run/belong.h"

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/unit.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"
#include "analyzer/run/units.h"
#include "analyzer/store/store.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* Base names of the objects and members that a target has, and whole paths of objects. */
#define NOSTD_NAME base_names
#define NOSTD_K    uint32_t
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

/* What decides about a unit of a target that no configuration describes. */
struct scope {
	struct base_names objects;      /* of the target: names as above */
	struct base_names freestanding; /* objects of freestanding units: base names */
};

static struct nsc_name base_of(struct nsc_session *session, struct nsc_name path)
{
	return nsc_name(session->run->names, nsc_path_base(text_of(session, path)));
}

static void add_object(struct nsc_session *session, struct nsc_name path,
		       struct base_names *bases)
{
	base_names_insert(bases, path.ix, 0);
	base_names_insert(bases, base_of(session, path).ix, 0);
}

static struct scope scope_of(struct nsc_session *session,
			     const struct nsc_run_target *target,
			     const struct nsc_run_units *units)
{
	struct scope scope = {base_names_new_in(nsc_scratch(session->run)),
			      base_names_new_in(nsc_scratch(session->run))};
	const struct nsc_image *image = &target->image;
	size_t i, k;

	for (i = 0; target->has_image && i < image->map.facts->files.len; i++) {
		add_object(session, image->map.facts->files.ptr[i].name, &scope.objects);
		base_names_insert(&scope.objects, image->map_paths[i].ix, 0);
	}
	for (i = 0; i < target->objects.len; i++) {
		const struct nsc_object_facts *facts = target->objects.ptr[i];

		add_object(session, facts->path, &scope.objects);
		for (k = 0; k < facts->members.len; k++) {
			add_object(session, facts->members.ptr[k].name, &scope.objects);
		}
	}
	for (i = 0; i < units->all.len; i++) {
		const struct nsc_run_unit *unit = &units->all.ptr[i];

		if (unit->freestanding) {
			base_names_insert(&scope.freestanding,
					  base_of(session, unit->command->object).ix, 0);
		}
	}
	return scope;
}

static bool is_said(const struct nsc_session *session,
		    const struct nsc_config_target *said, const struct nsc_run_unit *unit)
{
	struct nostd_str path = text_of(session, unit->command->file);

	if (nsc_globs_match(session->run->names, said->ignore.ptr, said->ignore.len,
			    path)) {
		return false;
	}
	return said->units.len == 0 ||
	       nsc_globs_match(session->run->names, said->units.ptr, said->units.len,
			       path);
}

/*
 * An archive's member and a map's row have a name and no folder: where two units make an
 * object of that name, main.o of a host tool is not the target's.
 */
static bool belongs(struct nsc_session *session, const struct nsc_run_target *target,
		    const struct scope *scope, const struct nsc_run_unit *unit)
{
	uint32_t base;

	if (target->said && !is_said(session, target->said, unit)) {
		return false;
	}
	if (target->all_units) {
		return unit->freestanding || session->tier_given;
	}
	if (base_names_contains_key(&scope->objects, unit->command->object.ix)) {
		return true;
	}
	base = base_of(session, unit->command->object).ix;
	return base_names_contains_key(&scope->objects, base) &&
	       (unit->freestanding ||
		!base_names_contains_key(&scope->freestanding, base));
}

void nsc_units_want(struct nsc_session *session, const struct nsc_run_target_vec *targets,
		    struct nsc_run_units *units)
{
	size_t t, u;

	if (!(session->request_levels & NSC_LEVEL_SOURCE)) {
		return;
	}
	for (t = 0; t < targets->len; t++) {
		struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
		struct scope scope = scope_of(session, targets->ptr[t], units);

		for (u = 0; u < units->all.len; u++) {
			struct nsc_run_unit *unit = &units->all.ptr[u];

			unit->wanted |= belongs(session, targets->ptr[t], &scope, unit);
		}
		nostd_bump_reset(session->run->scratch, mark);
	}
}

/* -- as a graph takes them ----------------------------------------------------------- */

/* Of what a project owns: new headers of a compiler do not make a build old. */
static int64_t newest_source(struct nsc_session *session,
			     const struct nsc_policy_terms *terms,
			     const struct nsc_unit_facts *unit)
{
	int64_t newest = 0;
	size_t i;

	for (i = 0; i < unit->inputs.len; i++) {
		struct nsc_name path = unit->inputs.ptr[i].path;
		int64_t time;

		if (nsc_terms_is_hosted(terms, session->run->names, path)) {
			continue;
		}
		time = nsc_session_time(session, path);
		newest = time > newest ? time : newest;
	}
	return newest;
}

static struct nsc_graph_unit graph_unit(struct nsc_session *session,
					const struct nsc_policy_terms *terms,
					const struct nsc_run_unit *unit)
{
	struct nsc_graph_unit row = {.facts = unit->facts,
				     .object = unit->command->object,
				     .audit = unit->audit};
	struct nsc_digest digest;

	row.object_time = nsc_session_time(session, unit->command->object);
	row.source_time = newest_source(session, terms, unit->facts);
	if (row.object_time != 0 &&
	    nsc_store_digest(session->store, unit->command->object, &digest)) {
		row.digest_high = digest.high;
		row.digest_low = digest.low;
	}
	return row;
}

void nsc_units_take(struct nsc_session *session, const struct nsc_run_target *target,
		    const struct nsc_run_units *units, struct nsc_graph_input *in)
{
	struct scope scope = scope_of(session, target, units);
	struct nsc_graph_unit *rows = nostd_bump_array(
		session->run->keep, struct nsc_graph_unit, units->all.len);
	size_t i;

	in->units = rows;
	for (i = 0; i < units->all.len; i++) {
		const struct nsc_run_unit *unit = &units->all.ptr[i];

		if (unit->facts && unit->facts->status != NSC_UNIT_SKIPPED &&
		    belongs(session, target, &scope, unit)) {
			rows[in->unit_count++] =
				graph_unit(session, &target->terms, unit);
		}
	}
}
