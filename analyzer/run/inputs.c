/*
 * inputs.c - see inputs.h.
 */
#include "analyzer/run/inputs.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/name_vec.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/judge/policy.h"
#include "analyzer/run/load.h"
#include "analyzer/run/request.h"
#include "analyzer/run/session.h"

#define DATABASE_NAME "compile_commands.json"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* A path as given, made absolute and interned. */
static struct nsc_name absolute(struct nsc_session *session, struct nostd_str folder,
				struct nostd_str path)
{
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	struct nsc_name name = nsc_name(
		session->run->names, nsc_path_join(session->run->scratch, folder, path));

	nostd_bump_reset(session->run->scratch, mark);
	return name;
}

static bool is_file(const struct nsc_session *session, struct nsc_name path)
{
	return nsc_host_look(nsc_name_chars(session->run->names, path), NULL) ==
	       NSC_FILE_REGULAR;
}

/* -- named inputs -------------------------------------------------------------------- */

/*
 * What a file's name says it is. One whose content is something else goes to the reader
 * of that, which says what is wrong: passed over as "no source", it would hide a mistake.
 */
static enum nsc_input_kind kind_by_name(struct nostd_str path)
{
	static const struct {
		const char *suffix;
		enum nsc_input_kind kind;
	} rows[] = {
		{".map", NSC_INPUT_MAP},    {".elf", NSC_INPUT_OBJECT},
		{".axf", NSC_INPUT_OBJECT}, {".out", NSC_INPUT_OBJECT},
		{".abs", NSC_INPUT_OBJECT}, {".a", NSC_INPUT_OBJECT},
		{".lib", NSC_INPUT_OBJECT}, {".o", NSC_INPUT_OBJECT},
		{".obj", NSC_INPUT_OBJECT}, {".json", NSC_INPUT_DATABASE},
	};
	struct nostd_str suffix = nsc_path_suffix(path);
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (nostd_str_eq_ignore_case(suffix, nostd_str_from_c(rows[i].suffix))) {
			return rows[i].kind;
		}
	}
	return NSC_INPUT_OTHER;
}

bool nsc_inputs_look_like(struct nostd_str path)
{
	return kind_by_name(path) != NSC_INPUT_OTHER;
}

static int take_argument(struct nsc_session *session, struct nostd_str argument,
			 struct nsc_err *err)
{
	struct nsc_name path = absolute(session, session->cwd, argument);
	struct nsc_inputs *inputs = &session->inputs;
	enum nsc_input_kind kind = nsc_load_kind(session, path);

	switch (kind == NSC_INPUT_OTHER ? kind_by_name(argument) : kind) {
	case NSC_INPUT_NONE:
		return nsc_fail(err, NSC_ERR_INPUT, "{}: no such file or folder",
				argument);
	case NSC_INPUT_FOLDER:
		nsc_name_vec_add(&inputs->build_dirs, path);
		break;
	case NSC_INPUT_OBJECT:
		nsc_name_vec_add(&inputs->objects, path);
		break;
	case NSC_INPUT_IMAGE:
		nsc_name_vec_add(&inputs->images, path);
		break;
	case NSC_INPUT_MAP:
		nsc_name_vec_add(&inputs->maps, path);
		break;
	case NSC_INPUT_SIDE:
		nsc_name_vec_add(&inputs->sides, path);
		break;
	case NSC_INPUT_DATABASE:
		nsc_name_vec_add(&inputs->databases, path);
		break;
	case NSC_INPUT_OTHER:
		nsc_name_vec_add(&inputs->filters, path);
		inputs->filtered = true;
		return 0;
	}
	inputs->named = true;
	return 0;
}

/* --map and --elf say what they are; that they are it shows when they are read. */
static int take_named(struct nsc_session *session, const struct nsc_words *words,
		      struct nsc_name_vec *all, struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < words->len; i++) {
		struct nsc_name path = absolute(session, session->cwd, words->ptr[i]);

		if (!is_file(session, path)) {
			return nsc_fail(err, NSC_ERR_INPUT, "{}: no such file",
					words->ptr[i]);
		}
		nsc_name_vec_add(all, path);
		session->inputs.named = true;
	}
	return 0;
}

static int take_build_dirs(struct nsc_session *session, struct nsc_err *err)
{
	const struct nsc_setting_value_vec *dirs =
		&session->settings.values[NSC_SETTING_BUILD_DIRS];
	size_t i;

	for (i = 0; i < dirs->len; i++) {
		struct nsc_name path = dirs->ptr[i].text;

		if (nsc_host_look(nsc_name_chars(session->run->names, path), NULL) !=
		    NSC_FILE_FOLDER) {
			return nsc_fail(err, NSC_ERR_INPUT, "{}: no such build folder",
					text_of(session, path));
		}
		nsc_name_vec_add(&session->inputs.build_dirs, path);
		session->inputs.named |= dirs->ptr[i].origin == NSC_ORIGIN_FLAG;
	}
	return 0;
}

static int take_request(struct nsc_session *session, struct nsc_err *err)
{
	const struct nsc_request *request = session->request;
	size_t i;

	for (i = 0; i < request->args.len; i++) {
		if (take_argument(session, request->args.ptr[i], err) < 0) {
			return -1;
		}
	}
	if (take_named(session, &request->maps, &session->inputs.maps, err) < 0 ||
	    take_named(session, &request->elfs, &session->inputs.images, err) < 0) {
		return -1;
	}
	session->inputs.named |= request->link_cmds.len != 0;
	return take_build_dirs(session, err);
}

/* -- where the sources are ----------------------------------------------------------- */

/* The folder that the sources of a database and those before it have in common. */
static void join_sources(struct nsc_session *session, struct nsc_name path,
			 struct nostd_str *common)
{
	const struct nsc_compdb_facts *database;
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	size_t i;

	if (!is_file(session, path) ||
	    nsc_load_database(session, path, &database, &ignored) < 0) {
		return; /* it is said when it is read as an input */
	}
	for (i = 0; i < database->commands.len; i++) {
		struct nostd_str folder =
			nsc_path_folder(text_of(session, database->commands.ptr[i].file));

		*common = common->len == 0 ? folder : nsc_path_common(*common, folder);
	}
}

struct nostd_str nsc_inputs_sources(struct nsc_session *session)
{
	const struct nsc_setting_value_vec *dirs =
		&session->settings.values[NSC_SETTING_BUILD_DIRS];
	const struct nsc_words *args = &session->request->args;
	struct nostd_str common = {NULL, 0};
	size_t i;

	if (session->request_levels == NSC_LEVEL_LINK) {
		return common; /* no database is read */
	}
	for (i = 0; i < dirs->len; i++) {
		join_sources(session,
			     absolute(session, text_of(session, dirs->ptr[i].text),
				      NOSTD_STR(DATABASE_NAME)),
			     &common);
	}
	for (i = 0; i < args->len; i++) {
		struct nsc_name path = absolute(session, session->cwd, args->ptr[i]);

		if (nsc_load_kind(session, path) == NSC_INPUT_FOLDER) {
			path = absolute(session, text_of(session, path),
					NOSTD_STR(DATABASE_NAME));
		} else if (nsc_load_kind(session, path) != NSC_INPUT_DATABASE) {
			continue;
		}
		join_sources(session, path, &common);
	}
	return common;
}

/* -- a build folder that nobody named ------------------------------------------------ */

static bool has_database(struct nsc_session *session, struct nostd_str folder)
{
	return is_file(session, absolute(session, folder, NOSTD_STR(DATABASE_NAME)));
}

/* build*, and the folders below out/: where people build (decisions.md 11). */
static bool find_below(struct nsc_session *session, struct nostd_str folder)
{
	struct nsc_dir_entry *entries;
	size_t count, i;

	if (!nsc_host_list(session->run->scratch, folder.ptr, &entries, &count)) {
		return false;
	}
	for (i = 0; i < count; i++) {
		struct nostd_str below =
			nsc_path_join(session->run->scratch, folder, entries[i].name);
		struct nsc_dir_entry *deeper;
		size_t deeper_count, k;

		if (entries[i].kind != NSC_FILE_FOLDER) {
			continue;
		}
		if (nostd_str_starts_with(entries[i].name, NOSTD_STR("build")) &&
		    has_database(session, below)) {
			nsc_name_vec_add(&session->inputs.build_dirs,
					 nsc_name(session->run->names, below));
			return true;
		}
		if (!nostd_str_eq(entries[i].name, NOSTD_STR("out")) ||
		    !nsc_host_list(session->run->scratch, below.ptr, &deeper,
				   &deeper_count)) {
			continue;
		}
		for (k = 0; k < deeper_count; k++) {
			struct nostd_str out = nsc_path_join(session->run->scratch, below,
							     deeper[k].name);

			if (has_database(session, out)) {
				nsc_name_vec_add(&session->inputs.build_dirs,
						 nsc_name(session->run->names, out));
				return true;
			}
		}
	}
	return false;
}

static bool find_here(struct nsc_session *session, struct nostd_str folder)
{
	if (!has_database(session, folder)) {
		return false;
	}
	nsc_name_vec_add(&session->inputs.build_dirs,
			 nsc_name(session->run->names, folder));
	return true;
}

/* A repository's top: what lies above is somebody else's. */
static bool is_top(struct nsc_session *session, struct nostd_str folder)
{
	struct nsc_name mark = absolute(session, folder, NOSTD_STR(".git"));

	return nsc_path_folder(folder).len >= folder.len ||
	       nsc_host_look(nsc_name_chars(session->run->names, mark), NULL) !=
		       NSC_FILE_NONE;
}

static bool search_upward(struct nsc_session *session,
			  bool (*find)(struct nsc_session *session,
				       struct nostd_str folder))
{
	struct nostd_str folder = session->cwd;

	while (!find(session, folder)) {
		if (is_top(session, folder)) {
			return false;
		}
		folder = nostd_bump_str(session->run->scratch, nsc_path_folder(folder));
	}
	return true;
}

/* The nearest database here or above; else below the first folder that has one. */
static void find_build_dir(struct nsc_session *session)
{
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);

	if (!search_upward(session, find_here)) {
		search_upward(session, find_below);
	}
	nostd_bump_reset(session->run->scratch, mark);
}

/* -- what lies in a build folder ----------------------------------------------------- */

#define NOSTD_NAME folder_queue
#define NOSTD_T    struct nostd_str
#define NOSTD_IN
#include <nostd/vec.h>

/* One pass over a build folder: maps, images and archives by content. */
struct walk {
	struct nsc_session *session;
	bool images_named; /* maps and images that are found are not asked for */
	struct nsc_name_vec maps, images, archives;
	struct folder_queue queue;
};

/* Names that maps, images and archives have; anything else is not even opened. */
static bool is_candidate(struct nostd_str path)
{
	static const char *const suffixes[] = {"",     ".map", ".elf", ".axf",
					       ".out", ".abs", ".a",   ".lib"};
	struct nostd_str suffix = nsc_path_suffix(path);
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (nostd_str_eq(suffix, nostd_str_from_c(suffixes[i]))) {
			return true;
		}
	}
	return false;
}

static void take_file(struct walk *walk, struct nostd_str path)
{
	struct nsc_name name;
	enum nsc_input_kind kind;

	if (!is_candidate(path)) {
		return;
	}
	name = nsc_name(walk->session->run->names, path);
	kind = nsc_load_kind(walk->session, name);
	if (kind == NSC_INPUT_MAP) {
		nsc_name_vec_push(&walk->maps, name);
	} else if (kind == NSC_INPUT_IMAGE) {
		nsc_name_vec_push(&walk->images, name);
	} else if (kind == NSC_INPUT_OBJECT) {
		nsc_name_vec_push(&walk->archives, name);
	}
}

static void take_folder(struct walk *walk, struct nostd_str folder)
{
	struct nsc_dir_entry *entries;
	size_t count, i;

	if (!nsc_host_list(walk->session->run->scratch, folder.ptr, &entries, &count)) {
		return;
	}
	for (i = 0; i < count; i++) {
		struct nostd_str path = nsc_path_join(walk->session->run->scratch, folder,
						      entries[i].name);

		if (entries[i].kind == NSC_FILE_FOLDER && !entries[i].is_link &&
		    !nostd_str_starts_with(entries[i].name, NOSTD_STR("."))) {
			folder_queue_push(&walk->queue, path);
		} else if (entries[i].kind == NSC_FILE_REGULAR) {
			take_file(walk, path);
		}
	}
}

/* An image beside a map is that map's; others stand for themselves. */
static bool has_map(const struct walk *walk, struct nsc_name image)
{
	struct nostd_str path = text_of(walk->session, image);
	size_t i;

	for (i = 0; i < walk->maps.len; i++) {
		struct nostd_str map = text_of(walk->session, walk->maps.ptr[i]);

		if (nostd_str_eq(nsc_path_folder(map), nsc_path_folder(path)) &&
		    (nostd_str_eq(nsc_path_stem(map), nsc_path_stem(path)) ||
		     nostd_str_eq(nsc_path_stem(map), nsc_path_base(path)))) {
			return true;
		}
	}
	return false;
}

static void take_found(struct walk *walk)
{
	struct nsc_inputs *inputs = &walk->session->inputs;
	size_t i;

	for (i = 0; i < walk->maps.len && !walk->images_named; i++) {
		nsc_name_vec_add(&inputs->maps, walk->maps.ptr[i]);
	}
	for (i = 0; i < walk->images.len && !walk->images_named; i++) {
		if (!has_map(walk, walk->images.ptr[i])) {
			nsc_name_vec_add(&inputs->images, walk->images.ptr[i]);
		}
	}
	for (i = 0; i < walk->archives.len; i++) {
		nsc_name_vec_add(&inputs->archives, walk->archives.ptr[i]);
	}
}

static void walk_build_dir(struct nsc_session *session, struct nsc_name folder,
			   bool images_named)
{
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	const struct nostd_allocator *scratch = nsc_scratch(session->run);
	struct walk walk = {session,
			    images_named,
			    nsc_name_vec_new_in(scratch),
			    nsc_name_vec_new_in(scratch),
			    nsc_name_vec_new_in(scratch),
			    folder_queue_new_in(scratch)};
	struct nsc_name database;
	size_t i;

	database = absolute(session, text_of(session, folder), NOSTD_STR(DATABASE_NAME));
	if (is_file(session, database)) {
		nsc_name_vec_add(&session->inputs.databases, database);
	}
	folder_queue_push(&walk.queue, text_of(session, folder));
	for (i = 0; i < walk.queue.len; i++) {
		take_folder(&walk, walk.queue.ptr[i]);
	}
	take_found(&walk);
	nostd_bump_reset(session->run->scratch, mark);
}

static void init_inputs(struct nsc_session *session)
{
	const struct nostd_allocator *keep = nsc_keep(session->run);
	struct nsc_inputs *inputs = &session->inputs;

	memset(inputs, 0, sizeof(*inputs));
	inputs->build_dirs = nsc_name_vec_new_in(keep);
	inputs->databases = nsc_name_vec_new_in(keep);
	inputs->maps = nsc_name_vec_new_in(keep);
	inputs->sides = nsc_name_vec_new_in(keep);
	inputs->images = nsc_name_vec_new_in(keep);
	inputs->objects = nsc_name_vec_new_in(keep);
	inputs->archives = nsc_name_vec_new_in(keep);
	inputs->filters = nsc_name_vec_new_in(keep);
}

int nsc_inputs_find_databases(struct nsc_session *session, struct nsc_err *err)
{
	struct nsc_inputs *inputs = &session->inputs;
	size_t i;

	init_inputs(session);
	if (take_build_dirs(session, err) < 0) {
		return -1;
	}
	if (inputs->build_dirs.len == 0) {
		find_build_dir(session);
	}
	for (i = 0; i < inputs->build_dirs.len; i++) {
		struct nostd_str folder = text_of(session, inputs->build_dirs.ptr[i]);

		if (has_database(session, folder)) {
			nsc_name_vec_add(&inputs->databases,
					 absolute(session, folder,
						  NOSTD_STR(DATABASE_NAME)));
		}
	}
	return 0;
}

int nsc_inputs_find(struct nsc_session *session, struct nsc_err *err)
{
	struct nsc_inputs *inputs = &session->inputs;
	bool images_named;
	size_t i;

	init_inputs(session);
	if (take_request(session, err) < 0) {
		return -1;
	}
	images_named = inputs->maps.len + inputs->images.len != 0;
	if (!inputs->named && session->config.targets.len == 0 &&
	    inputs->build_dirs.len == 0) {
		find_build_dir(session);
	}
	for (i = 0; i < inputs->build_dirs.len; i++) {
		walk_build_dir(session, inputs->build_dirs.ptr[i], images_named);
	}
	return 0;
}
