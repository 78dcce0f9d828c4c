/*
 * target.c - see target.h.
 */
#include "analyzer/run/target.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/path.h"
#include "analyzer/base/pattern.h"
#include "analyzer/base/run.h"
#include "analyzer/config/glob.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/run/lines.h"
#include "analyzer/run/load.h"
#include "analyzer/run/request.h"
#include "analyzer/run/session.h"
#include "analyzer/run/units.h"
#include "analyzer/store/store.h"

enum { TARGETS_NAMED_MAX = 8 }; /* in a message */

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- which targets there are --------------------------------------------------------- */

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
	nsc_diag(session->run->diags, NSC_DIAG_DETAIL, nsc_place(image->map.path, 0, 0),
		 "linked for an operating system: left out");
}

/* Link commands, and which of them belong to a map that was named. */
struct lines {
	struct nsc_link_line_ptr_vec all;
	bool *taken;
};

/* The command whose map or output this is; one command and one image need no names. */
static const struct nsc_link_line *take_line(const struct nsc_session *session,
					     struct lines *lines,
					     const struct nsc_image_input *in)
{
	bool lone = lines->all.len == 1 &&
		    session->inputs.maps.len + session->inputs.images.len == 1;
	size_t i;

	for (i = 0; i < lines->all.len; i++) {
		const struct nsc_link_line *line = lines->all.ptr[i];

		if (lone || nsc_name_eq(line->map, in->map) ||
		    (nsc_name_given(in->elf) && nsc_name_eq(line->output, in->elf))) {
			lines->taken[i] = true;
			return line;
		}
	}
	return NULL;
}

static bool has_line(const struct lines *lines, struct nsc_name elf)
{
	size_t i;

	for (i = 0; i < lines->all.len; i++) {
		if (nsc_name_eq(lines->all.ptr[i]->output, elf)) {
			return true;
		}
	}
	return false;
}

/* Is it a second copy of a target's map? Builds put one beside what they ship. */
static bool is_copy(struct nsc_session *session, const struct nsc_run_target_vec *all,
		    const struct nsc_image *image)
{
	struct nsc_digest one, other;
	size_t i;

	if (!nsc_name_given(image->elf) ||
	    !nsc_store_digest(session->store, image->map.path, &one)) {
		return false;
	}
	for (i = 0; i < all->len; i++) {
		const struct nsc_image *known = &all->ptr[i]->image;

		if (all->ptr[i]->has_image && nsc_name_eq(known->elf, image->elf) &&
		    nsc_store_digest(session->store, known->map.path, &other) &&
		    nsc_digest_eq(one, other)) {
			return true;
		}
	}
	return false;
}

/* A map, alone or with its linked file, is a target, but not if linked for an OS. */
static int add_image(struct nsc_session *session, const struct nsc_image_input *in,
		     struct nsc_run_target_vec *out, struct nsc_err *err)
{
	struct nsc_run_target *target = new_target(session, stem_of(session, in->map));

	if (nsc_image_open(session, in, &target->image, err) < 0) {
		return nsc_load_excuse(session, in->map, err);
	}
	if (target->image.hosted) {
		say_hosted(session, &target->image);
		return 0;
	}
	if (is_copy(session, out, &target->image)) {
		return 0;
	}
	if (in->line) {
		nsc_lines_say_missing(session, in->line);
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

/* It names a dynamic loader (gABI, "Program Interpreter"): for the build machine. */
static bool is_for_an_os(struct nsc_session *session, struct nsc_name path)
{
	enum { PT_INTERP = 3 };
	const struct nsc_object_facts *facts = nsc_load_object(session, path, false);
	size_t i;

	for (i = 0; facts && i < facts->segments.len; i++) {
		if (facts->segments.ptr[i].type == PT_INTERP) {
			nsc_diag(session->run->diags, NSC_DIAG_DETAIL,
				 nsc_place(path, 0, 0),
				 "linked for an operating system: left out");
			return true;
		}
	}
	return false;
}

/* Linked files whose map is known too: the map's target has them. */
static int add_images(struct nsc_session *session, struct lines *lines,
		      struct nsc_run_target_vec *out, struct nsc_err *err)
{
	const struct nsc_inputs *inputs = &session->inputs;
	size_t i;

	for (i = 0; i < inputs->images.len; i++) {
		struct nsc_image_input in = {
			nsc_image_map_of(session, inputs->images.ptr[i]),
			inputs->images.ptr[i], NULL, session->tier_given};

		if (nsc_name_given(in.map)) {
			in.line = take_line(session, lines, &in);
			if (add_image(session, &in, out, err) < 0) {
				return -1;
			}
			continue;
		}
		if (is_pair(session) || has_line(lines, in.elf)) {
			continue; /* see add_maps() and add_lines() */
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

static int add_maps(struct nsc_session *session, struct lines *lines,
		    struct nsc_run_target_vec *out, struct nsc_err *err)
{
	const struct nsc_inputs *inputs = &session->inputs;
	bool pair = is_pair(session);
	size_t i;

	for (i = 0; i < inputs->maps.len; i++) {
		struct nsc_image_input in = {
			inputs->maps.ptr[i], {0}, NULL, session->tier_given};

		in.elf = pair ? inputs->images.ptr[0] : in.elf;
		if (has_target(out, in.map)) {
			continue;
		}
		in.line = take_line(session, lines, &in);
		if (add_image(session, &in, out, err) < 0) {
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

/* -- link commands ------------------------------------------------------------------- */

/*
 * What `ld -r` makes is no image: a name that is open there is closed by a later link.
 * Part of a link that is here, it is judged there; beside other links it may be of a host
 * tool's library; alone, it is objects.
 */
static void add_part(struct nsc_session *session, const struct lines *lines,
		     const struct nsc_link_line *line, struct nsc_run_target_vec *out)
{
	struct nsc_run_target *target;
	size_t i;

	if (nsc_lines_take(&lines->all, line->output)) {
		return;
	}
	if (nsc_lines_have_whole(&lines->all)) {
		nsc_diag(session->run->diags, NSC_DIAG_NOTE, line->at,
			 "{} is a part (-r) that no link here takes: not judged; name it "
			 "to have it judged",
			 nsc_path_base(text_of(session, line->output)));
		return;
	}
	nsc_lines_say_missing(session, line);
	target = new_target(session, stem_of(session, line->output));
	for (i = 0; i < line->items.len; i++) {
		if (nsc_name_given(line->items.ptr[i].path)) {
			add_object(session, target, line->items.ptr[i].path);
		}
	}
	nsc_run_target_vec_push(out, target);
}

/* A link whose map is there has an image; else what it would be is found by a replay. */
static int add_line(struct nsc_session *session, const struct lines *lines,
		    const struct nsc_link_line *line, struct nsc_run_target_vec *out,
		    struct nsc_err *err)
{
	struct nsc_image_input in = {line->map, {0}, line, session->tier_given};
	struct nsc_run_target *target;

	if (line->relocatable && !nsc_name_given(line->map)) {
		add_part(session, lines, line, out);
		return 0;
	}
	if (nsc_name_given(line->map) &&
	    nsc_load_kind(session, line->map) == NSC_INPUT_MAP) {
		return has_target(out, line->map) ? 0 : add_image(session, &in, out, err);
	}
	target = new_target(session, stem_of(session, line->output));
	if (nsc_lines_predict(session, line, &target->image, err) < 0) {
		return -1;
	}
	if (!session->tier_given && nsc_image_is_hosted(session, &target->image)) {
		say_hosted(session, &target->image);
		return 0;
	}
	nsc_lines_say_missing(session, line);
	nsc_diag(
		session->run->diags, NSC_DIAG_NOTE, line->at,
		"{} has no link map: what is taken from archives, what stays and what it "
		"costs is predicted, by a replay of the link command",
		nsc_path_base(text_of(session, line->output)));
	target->has_image = true;
	nsc_run_target_vec_push(out, target);
	return 0;
}

static int add_lines(struct nsc_session *session, const struct lines *lines,
		     struct nsc_run_target_vec *out, struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < lines->all.len; i++) {
		if (!lines->taken[i] &&
		    add_line(session, lines, lines->all.ptr[i], out, err) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Linked into one of the images? */
static bool is_linked(const struct nsc_run_target_vec *all, struct nsc_name path)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (all->ptr[i]->has_image &&
		    nsc_image_names(&all->ptr[i]->image, path)) {
			return true;
		}
	}
	return false;
}

/* Objects and archives that were named together, and are of no image, are one target. */
static void add_named_objects(struct nsc_session *session, struct nsc_run_target_vec *out)
{
	const struct nsc_name_vec *objects = &session->inputs.objects;
	struct nsc_name_vec lone = nsc_name_vec_new_in(nsc_scratch(session->run));
	struct nsc_run_target *target;
	size_t i;

	for (i = 0; i < objects->len; i++) {
		if (!is_linked(out, objects->ptr[i])) {
			nsc_name_vec_push(&lone, objects->ptr[i]);
		}
	}
	if (lone.len == 0) {
		return;
	}
	target = new_target(session,
			    lone.len == 1 ? stem_of(session, lone.ptr[0])
					  : nsc_name_c(session->run->names, "objects"));
	for (i = 0; i < lone.len; i++) {
		add_object(session, target, lone.ptr[i]);
	}
	nsc_run_target_vec_push(out, target);
}

/* Objects by base name: whether a unit of the database that makes one is freestanding. */
#define NOSTD_NAME made_objects
#define NOSTD_K    uint32_t /* name id of the base name */
#define NOSTD_V    bool
#define NOSTD_IN
#include <nostd/hashmap.h>

static uint32_t base_id(struct nsc_session *session, struct nsc_name path)
{
	return nsc_name(session->run->names, nsc_path_base(text_of(session, path))).ix;
}

static struct made_objects objects_made(struct nsc_session *session,
					const struct nsc_run_units *units)
{
	struct made_objects made = made_objects_new_in(nsc_keep(session->run));
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		uint32_t base = base_id(session, units->all.ptr[i].command->object);
		const bool *before = made_objects_get(&made, base);

		made_objects_insert(&made, base,
				    units->all.ptr[i].freestanding ||
					    (before && *before));
	}
	return made;
}

/*
 * Archives of the build that are for freestanding targets, as far as is known: not those
 * of a host tool, whose members all come from units that are compiled for an operating
 * system.
 */
static struct nsc_object_ptr_vec archives_built(struct nsc_session *session,
						const struct nsc_run_units *units)
{
	struct nsc_object_ptr_vec built =
		nsc_object_ptr_vec_new_in(nsc_keep(session->run));
	const struct nsc_name_vec *archives = &session->inputs.archives;
	struct made_objects made = objects_made(session, units);
	size_t i, k;

	for (i = 0; i < archives->len; i++) {
		const struct nsc_object_facts *facts =
			nsc_load_object(session, archives->ptr[i], false);
		size_t hosted = 0;

		for (k = 0; facts && k < facts->members.len; k++) {
			const bool *freestanding = made_objects_get(
				&made, base_id(session, facts->members.ptr[k].name));

			hosted += freestanding && !*freestanding;
		}
		if (!facts) {
			continue;
		}
		if (hosted == 0 || hosted < facts->members.len || session->tier_given) {
			nsc_object_ptr_vec_push(&built, facts);
			continue;
		}
		nsc_diag(session->run->diags, NSC_DIAG_DETAIL,
			 nsc_place(archives->ptr[i], 0, 0),
			 "compiled for an operating system: left out");
	}
	return built;
}

/* Is there a member of this base name in one of the archives? */
static bool is_archived(struct nsc_session *session,
			const struct nsc_object_ptr_vec *archives, struct nsc_name object)
{
	struct nostd_str base = nsc_path_base(text_of(session, object));
	size_t i, k;

	for (i = 0; i < archives->len; i++) {
		const struct nsc_object_facts *facts = archives->ptr[i];

		for (k = 0; k < facts->members.len; k++) {
			if (nostd_str_eq(nsc_path_base(text_of(
						 session, facts->members.ptr[k].name)),
					 base)) {
				return true;
			}
		}
	}
	return false;
}

/* Objects of freestanding units that were built, and are in no archive. */
static void add_lone_objects(struct nsc_session *session,
			     const struct nsc_run_units *units,
			     const struct nsc_object_ptr_vec *archives,
			     struct nsc_run_target *target)
{
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		struct nsc_name object = units->all.ptr[i].command->object;

		if ((units->all.ptr[i].freestanding || session->tier_given) &&
		    nsc_session_time(session, object) != 0 &&
		    !is_archived(session, archives, object)) {
			add_object(session, target, object);
		}
	}
}

static struct nsc_run_target *target_of_root(struct nsc_session *session)
{
	return new_target(session,
			  nsc_name(session->run->names,
				   nsc_path_base(text_of(session, session->root))));
}

/*
 * Archives that were built, each on its own; but where objects outside them belong to the
 * same program, all together, for they call each other.
 */
static void add_built_objects(struct nsc_session *session,
			      const struct nsc_run_units *units,
			      struct nsc_run_target_vec *out)
{
	struct nsc_object_ptr_vec archives = archives_built(session, units);
	struct nsc_run_target *all = target_of_root(session);
	size_t i;

	add_lone_objects(session, units, &archives, all);
	if (all->objects.len != 0) {
		nsc_run_target_vec_push(out, all);
	}
	for (i = 0; i < archives.len; i++) {
		struct nsc_name path = archives.ptr[i]->path;
		struct nsc_run_target *target =
			all->objects.len != 0
				? all
				: new_target(session, stem_of(session, path));

		add_object(session, target, path);
		if (target != all && target->objects.len != 0) {
			nsc_run_target_vec_push(out, target);
		}
	}
}

/* Neither image nor object was named: what was built, else all units. */
static void add_rest(struct nsc_session *session, const struct nsc_run_units *units,
		     struct nsc_run_target_vec *out)
{
	if (out->len == 0 && session->request_levels & NSC_LEVEL_OBJECT) {
		add_built_objects(session, units, out);
	}
	if (out->len == 0 && session->request_levels & NSC_LEVEL_SOURCE &&
	    session->databases.len != 0) {
		nsc_run_target_vec_push(out, target_of_root(session));
		out->ptr[0]->all_units = true;
	}
}

/* -- targets of the configuration ---------------------------------------------------- */

static int add_said_image(struct nsc_session *session,
			  const struct nsc_config_target *said,
			  struct nsc_run_target *target, struct nsc_err *err)
{
	struct nsc_name map = said->image.text, elf = said->elf.text;
	struct nsc_image_input in = {{0}, {0}, NULL, true};

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
	in.map = map;
	in.elf = elf;
	if (nsc_image_open(session, &in, &target->image, err) < 0) {
		return nsc_while(err, "target {}", text_of(session, target->name));
	}
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

/* -- names --------------------------------------------------------------------------- */

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

static bool chooses(const struct nsc_session *session, struct nostd_str wanted,
		    const struct nsc_run_target *target)
{
	return nostd_str_eq(wanted, NOSTD_STR("all")) ||
	       nsc_pattern_match(wanted, text_of(session, target->name));
}

static bool is_chosen(const struct nsc_session *session,
		      const struct nsc_run_target *target)
{
	const struct nsc_words *wanted = &session->request->targets;
	size_t i;

	for (i = 0; i < wanted->len; i++) {
		if (chooses(session, wanted->ptr[i], target)) {
			return true;
		}
	}
	return wanted->len == 0;
}

static int fail_target(const struct nsc_session *session,
		       const struct nsc_run_target_vec *all, struct nostd_str wanted,
		       struct nsc_err *err)
{
	struct nostd_string names = nostd_string_new_in(nsc_scratch(session->run));
	struct nsc_near near;
	size_t i;

	nsc_near_init(&near, wanted);
	for (i = 0; i < all->len; i++) {
		struct nostd_str name = text_of(session, all->ptr[i]->name);

		nsc_near_offer(&near, name);
		if (i < TARGETS_NAMED_MAX) {
			nostd_format(&names, "{}{}", i == 0 ? "" : ", ", name);
		}
	}
	if (near.best.len != 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--target {}: no such target, did you mean {}?", wanted,
				near.best);
	}
	if (all->len > TARGETS_NAMED_MAX) {
		nostd_format(&names, " and {} more", all->len - TARGETS_NAMED_MAX);
	}
	return nsc_fail(err, NSC_ERR_USAGE, "--target {}: no such target; there {} {}",
			wanted, all->len == 1 ? "is" : "are",
			nostd_string_as_str(&names));
}

/* Each word must be of use: a misspelt one must not leave a target out unseen. */
static int check_wanted(const struct nsc_session *session,
			const struct nsc_run_target_vec *all, struct nsc_err *err)
{
	const struct nsc_words *wanted = &session->request->targets;
	size_t i, k;

	for (i = 0; i < wanted->len && all->len != 0; i++) {
		for (k = 0; k < all->len; k++) {
			if (chooses(session, wanted->ptr[i], all->ptr[k])) {
				break;
			}
		}
		if (k == all->len) {
			return fail_target(session, all, wanted->ptr[i], err);
		}
	}
	return 0;
}

static int choose(struct nsc_session *session, struct nsc_run_target_vec *all,
		  struct nsc_err *err)
{
	size_t kept = 0, i;

	if (check_wanted(session, all, err) < 0) {
		return -1;
	}
	for (i = 0; i < all->len; i++) {
		if (is_chosen(session, all->ptr[i])) {
			all->ptr[kept++] = all->ptr[i];
		}
	}
	nsc_run_target_vec_truncate(all, kept);
	return 0;
}

static int load_lines(struct nsc_session *session, struct lines *lines,
		      struct nsc_err *err)
{
	if (nsc_lines_load(session, &lines->all, err) < 0) {
		return -1;
	}
	lines->taken = nostd_bump_array(session->run->keep, bool, lines->all.len + 1);
	return 0;
}

static int find_all(struct nsc_session *session, const struct nsc_run_units *units,
		    struct nsc_run_target_vec *out, struct nsc_err *err)
{
	struct lines lines;
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
	    (load_lines(session, &lines, err) < 0 ||
	     add_images(session, &lines, out, err) < 0 ||
	     add_maps(session, &lines, out, err) < 0 ||
	     add_lines(session, &lines, out, err) < 0)) {
		return -1;
	}
	add_named_objects(session, out);
	add_rest(session, units, out);
	return 0;
}

int nsc_targets_find(struct nsc_session *session, const struct nsc_run_units *units,
		     struct nsc_run_target_vec *out, struct nsc_err *err)
{
	*out = nsc_run_target_vec_new_in(nsc_keep(session->run));
	if (find_all(session, units, out, err) < 0) {
		return -1;
	}
	sort_targets(session, out);
	rename_collisions(session, out);
	sort_targets(session, out);
	return choose(session, out, err);
}
