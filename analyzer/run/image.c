/*
 * image.c - see image.h.
 */
#include "analyzer/run/image.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/judge/policy.h"
#include "analyzer/map/side.h"
#include "analyzer/run/load.h"

/* A copied tree has all its times within one copy; a rebuild is later than that. */
#define NEWER_BY_NS ((int64_t)2000000000)

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

static bool is_there(const struct nsc_session *session, struct nostd_str path)
{
	(void)session;
	return nsc_host_look(path.ptr, NULL) == NSC_FILE_REGULAR;
}

/* -- paths of a map ------------------------------------------------------------------ */

/* Folders that a map's relative paths may be relative to: where the linker ran. */
static struct nsc_name_vec link_folders(struct nsc_session *session, struct nsc_name map)
{
	struct nsc_name_vec all = nsc_name_vec_new_in(nsc_scratch(session->run));
	struct nostd_str folder = nsc_path_folder(text_of(session, map));
	size_t i, k;

	for (;;) {
		struct nostd_str above = nsc_path_folder(folder);

		nsc_name_vec_push(&all, nsc_name(session->run->names, folder));
		if (nostd_str_eq(folder, text_of(session, session->root)) ||
		    above.len >= folder.len) {
			break;
		}
		folder = nsc_name_text(session->run->names,
				       nsc_name(session->run->names, above));
	}
	for (i = 0; i < session->inputs.build_dirs.len; i++) {
		nsc_name_vec_push(&all, session->inputs.build_dirs.ptr[i]);
	}
	for (i = 0; i < session->databases.len; i++) {
		const struct nsc_compdb_facts *facts = session->databases.ptr[i].facts;

		for (k = 0; k < facts->commands.len; k++) {
			if (k == 0 || !nsc_name_eq(facts->commands.ptr[k].folder,
						   facts->commands.ptr[k - 1].folder)) {
				nsc_name_vec_push(&all, facts->commands.ptr[k].folder);
			}
		}
	}
	nsc_name_vec_push(&all, nsc_name(session->run->names, session->cwd));
	return all;
}

struct finder {
	struct nsc_session *session;
	struct nsc_name_vec folders;
	size_t last; /* where the last one was found: most are there */
};

static bool try_folder(struct finder *finder, size_t i, struct nostd_str path,
		       struct nsc_name *found)
{
	struct nsc_session *session = finder->session;
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	struct nostd_str full = nsc_path_join(
		session->run->scratch, text_of(session, finder->folders.ptr[i]), path);
	bool there = is_there(session, full);

	if (there) {
		*found = nsc_name(session->run->names, full);
		finder->last = i;
	}
	nostd_bump_reset(session->run->scratch, mark);
	return there;
}

/* The one named object or archive of this base name; empty: none, or more. */
static struct nsc_name named_like(const struct nsc_session *session,
				  struct nostd_str path)
{
	const struct nsc_name_vec *named = &session->inputs.objects;
	struct nsc_name found = {0};
	size_t i;

	for (i = 0; i < named->len; i++) {
		if (!nostd_str_eq(nsc_path_base(text_of(session, named->ptr[i])),
				  nsc_path_base(path))) {
			continue;
		}
		if (nsc_name_given(found)) {
			return (struct nsc_name){0};
		}
		found = named->ptr[i];
	}
	return found;
}

/*
 * Where a path of the map is on this machine: there, or what the caller named; if
 * nowhere, as the first folder has it.
 */
static struct nsc_name find_path(struct finder *finder, struct nsc_name path)
{
	struct nsc_session *session = finder->session;
	struct nostd_str text = text_of(session, path);
	struct nostd_bump_mark mark;
	struct nsc_name found = {0};
	size_t i;

	if (try_folder(finder, finder->last, text, &found)) {
		return found;
	}
	for (i = 0; i < finder->folders.len && !nsc_path_absolute(text); i++) {
		if (try_folder(finder, i, text, &found)) {
			return found;
		}
	}
	found = named_like(session, text);
	if (nsc_name_given(found)) {
		return found;
	}
	mark = nostd_bump_mark(session->run->scratch);
	found = nsc_name(session->run->names,
			 nsc_path_join(session->run->scratch,
				       text_of(session, finder->folders.ptr[0]), text));
	nostd_bump_reset(session->run->scratch, mark);
	return found;
}

/*
 * ld.lld 14 calls the object of link-time optimisation "lto.tmp", whatever --save-temps
 * names it: "app.elf.lto.o" for "app.elf". Empty: it is not there.
 */
static struct nsc_name kept_lto_output(struct nsc_session *session,
				       const struct nsc_image *image,
				       struct nostd_str path)
{
	struct nostd_string kept = nostd_string_new();
	struct nsc_name found = {0};

	if (nostd_str_eq(path, NOSTD_STR("lto.tmp")) && nsc_name_given(image->elf)) {
		nostd_format(&kept, "{}.lto.o", text_of(session, image->elf));
		if (is_there(session, nostd_str_from_c(nostd_string_c_str(&kept)))) {
			found = nsc_name(session->run->names, nostd_string_as_str(&kept));
		}
	}
	nostd_string_drop(&kept);
	return found;
}

static void find_paths(struct nsc_session *session, struct nsc_image *image)
{
	const struct nsc_map_facts *map = image->map.facts;
	struct finder finder = {session, link_folders(session, image->map.path), 0};
	size_t i;

	image->map_paths =
		nostd_bump_array(session->run->keep, struct nsc_name, map->files.len);
	image->load_paths =
		nostd_bump_array(session->run->keep, struct nsc_name, map->loads.len);
	for (i = 0; i < map->files.len; i++) {
		const struct nsc_map_file *file = &map->files.ptr[i];
		struct nsc_name said =
			nsc_name_given(file->archive) ? file->archive : file->name;

		image->map_paths[i] =
			kept_lto_output(session, image, text_of(session, said));
		if (!nsc_name_given(image->map_paths[i])) {
			image->map_paths[i] = find_path(&finder, said);
		}
	}
	for (i = 0; i < map->loads.len; i++) {
		if (map->loads.ptr[i].kind == NSC_LOAD_FILE) {
			image->load_paths[i] = find_path(&finder, map->loads.ptr[i].path);
		}
	}
}

/* -- the linked file ----------------------------------------------------------------- */

static bool try_elf(struct nsc_session *session, struct nostd_str folder,
		    struct nostd_str name, struct nsc_name *found)
{
	struct nsc_name path = nsc_name(
		session->run->names, nsc_path_join(session->run->scratch, folder, name));

	if (!is_there(session, text_of(session, path)) ||
	    nsc_load_kind(session, path) != NSC_INPUT_IMAGE) {
		return false;
	}
	*found = path;
	return true;
}

/* "x.map" goes with x.elf, x.axf, x.out or x; "x.elf.map" with x.elf. */
static struct nsc_name find_elf(struct nsc_session *session, struct nsc_name map)
{
	static const char *const suffixes[] = {".elf", ".axf", ".out", ".abs", ""};
	struct nostd_str path = text_of(session, map);
	struct nsc_name found = {0};
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		struct nostd_string name = nostd_string_new();
		bool there;

		nostd_format(&name, "{}{}", nsc_path_stem(path), suffixes[i]);
		there = try_elf(session, nsc_path_folder(path),
				nostd_string_as_str(&name), &found);
		nostd_string_drop(&name);
		if (there) {
			return found;
		}
	}
	return found;
}

/*
 * The image that the map says it is of. A file beside the map, by its name alike, may be
 * made of that: another format of it, or what a packer left.
 */
static struct nsc_name said_elf(struct nsc_session *session, struct nsc_name map,
				const struct nsc_map_facts *facts)
{
	struct finder finder = {session, link_folders(session, map), 0};
	struct nsc_name found;

	if (!nsc_name_given(facts->output)) {
		return (struct nsc_name){0};
	}
	found = find_path(&finder, facts->output);
	return nsc_load_kind(session, found) == NSC_INPUT_IMAGE ? found
								: (struct nsc_name){0};
}

/* Whether a map that lies beside an image is of another one, which is there too. */
static bool is_of_another(struct nsc_session *session, struct nsc_name map,
			  struct nsc_name elf)
{
	struct nsc_err ignored = {NSC_ERR_NONE, ""};
	struct nsc_loaded_map loaded;
	struct nsc_name said;

	if (nsc_load_map(session, map, &loaded, &ignored) < 0) {
		return false; /* it is said when it is read as an input */
	}
	said = said_elf(session, map, loaded.facts);
	return nsc_name_given(said) && !nsc_name_eq(said, elf);
}

struct nsc_name nsc_image_map_of(struct nsc_session *session, struct nsc_name elf)
{
	struct nostd_str path = text_of(session, elf);
	struct nostd_str bases[2] = {nsc_path_stem(path), nsc_path_base(path)};
	struct nsc_name found = {0};
	size_t i;

	for (i = 0; i < 2; i++) {
		struct nostd_string name = nostd_string_new();
		struct nsc_name map;

		nostd_format(&name, "{}/{}.map", nsc_path_folder(path), bases[i]);
		map = nsc_name(session->run->names, nostd_string_as_str(&name));
		nostd_string_drop(&name);
		if (nsc_load_kind(session, map) == NSC_INPUT_MAP &&
		    !is_of_another(session, map, elf)) {
			return map;
		}
	}
	return found;
}

/* -- objects of the link ------------------------------------------------------------- */

bool nsc_image_has(const struct nsc_image *image, struct nsc_name path)
{
	size_t i;

	for (i = 0; i < image->objects.len; i++) {
		if (nsc_name_eq(image->objects.ptr[i]->path, path) ||
		    nsc_object_has_thin(image->objects.ptr[i], path)) {
			return true;
		}
	}
	return false;
}

bool nsc_image_names(const struct nsc_image *image, struct nsc_name path)
{
	const struct nsc_map_facts *map = image->map.facts;
	size_t i;

	for (i = 0; image->map_paths && i < map->files.len; i++) {
		if (nsc_name_eq(image->map_paths[i], path)) {
			return true;
		}
	}
	for (i = 0; image->load_paths && i < map->loads.len; i++) {
		if (nsc_name_eq(image->load_paths[i], path)) {
			return true;
		}
	}
	return nsc_image_has(image, path);
}

/* Newer than its map by more than a copy takes: linked before it was compiled again. */
static void check_age(struct nsc_session *session, const struct nsc_image *image,
		      struct nsc_name path)
{
	struct nsc_file_id id;

	if (nsc_host_look(nsc_name_chars(session->run->names, path), &id) ==
		    NSC_FILE_REGULAR &&
	    id.mtime > image->map.mtime + NEWER_BY_NS) {
		nsc_diag(session->run->diags, NSC_DIAG_STALE, nsc_place(path, 0, 0),
			 "newer than the map {}: link again",
			 nsc_path_base(text_of(session, image->map.path)));
	}
}

static void load_object(struct nsc_session *session, struct nsc_image *image,
			struct nsc_name path)
{
	const struct nsc_object_facts *facts;

	if (nsc_image_has(image, path)) {
		return;
	}
	facts = nsc_load_object(session, path, true);
	if (facts) {
		nsc_object_ptr_vec_push(&image->objects, facts);
		check_age(session, image, path);
	}
}

/* A linker script that stands for a library is no object; LOAD names it all the same. */
static bool is_object_path(struct nsc_session *session, struct nsc_name path)
{
	enum nsc_input_kind kind = nsc_load_kind(session, path);

	return kind == NSC_INPUT_OBJECT;
}

static void load_objects(struct nsc_session *session, struct nsc_image *image)
{
	const struct nsc_map_facts *map = image->map.facts;
	size_t i;

	image->objects = nsc_object_ptr_vec_new_in(nsc_keep(session->run));
	if (!(session->request_levels & NSC_LEVEL_OBJECT)) {
		return;
	}
	for (i = 0; i < map->loads.len; i++) {
		if (map->loads.ptr[i].kind == NSC_LOAD_FILE &&
		    !nsc_image_has(image, image->load_paths[i]) &&
		    is_object_path(session, image->load_paths[i])) {
			load_object(session, image, image->load_paths[i]);
		}
	}
	for (i = 0; image->line && i < image->line->items.len; i++) {
		struct nsc_name path = image->line->items.ptr[i].path;

		if (nsc_name_given(path)) {
			load_object(session, image, path);
		}
	}
	for (i = 0; i < map->files.len; i++) {
		if (!nsc_image_has(image, image->map_paths[i]) &&
		    is_object_path(session, image->map_paths[i])) {
			load_object(session, image, image->map_paths[i]);
		}
	}
}

/* -- does the linked file belong to the map? ----------------------------------------- */

/* Does the map have this section there, in this size? A name may stand for several. */
static bool has_output(const struct nsc_map_facts *map,
		       const struct nsc_object_section *section)
{
	size_t i;

	for (i = 0; i < map->outputs.len; i++) {
		const struct nsc_map_output *output = &map->outputs.ptr[i];

		if (nsc_name_eq(output->name, section->name) &&
		    output->address == section->address &&
		    output->size == section->size) {
			return true;
		}
	}
	return false;
}

/* Each section in memory must stand where the map says, in the size it says. */
static void check_elf(struct nsc_session *session, const struct nsc_image *image)
{
	enum { SHF_ALLOC = 2 };
	const struct nsc_object_facts *elf = image->elf_facts;
	size_t i;

	for (i = 0; i < elf->sections.len; i++) {
		const struct nsc_object_section *section = &elf->sections.ptr[i];

		if (!(section->flags & SHF_ALLOC) || section->size == 0 ||
		    has_output(image->map.facts, section)) {
			continue;
		}
		nsc_diag(session->run->diags, NSC_DIAG_STALE, nsc_place(image->elf, 0, 0),
			 "section {} is not as in the map {}: they are not of one link",
			 text_of(session, section->name),
			 nsc_path_base(text_of(session, image->map.path)));
		return;
	}
}

/* -- images for an operating system -------------------------------------------------- */

/*
 * A dynamic loader's name in the image, or the start file of a hosted C library: whoever
 * links so has an OS (gABI, "Program Interpreter"; glibc, musl, mingw-w64: crt1 or crt2).
 */
bool nsc_image_is_hosted(const struct nsc_session *session, const struct nsc_image *image)
{
	static const char *const starts[] = {"crt1.o",  "Scrt1.o", "rcrt1.o",
					     "gcrt1.o", "crt2.o",  "dllcrt2.o"};
	const struct nsc_map_facts *map = image->map.facts;
	size_t i, k;

	if (image->line && image->line->hosted) {
		return true;
	}
	for (i = 0; i < map->outputs.len; i++) {
		if (nostd_str_eq(text_of(session, map->outputs.ptr[i].name),
				 NOSTD_STR(".interp")) &&
		    map->outputs.ptr[i].size != 0) {
			return true;
		}
	}
	for (i = 0; i < map->files.len; i++) {
		struct nostd_str base =
			nsc_path_base(text_of(session, map->files.ptr[i].name));

		for (k = 0; k < sizeof(starts) / sizeof(starts[0]); k++) {
			if (nostd_str_eq(base, nostd_str_from_c(starts[k]))) {
				return true;
			}
		}
	}
	return false;
}

/* What linkers say beside their maps, where it is of this image's link. */
static int join_sides(struct nsc_session *session, struct nsc_image *image,
		      struct nsc_err *err)
{
	const struct nsc_name_vec *sides = &session->inputs.sides;
	size_t i;

	if (nsc_map_tells_side(session->run->names, image->map.facts)) {
		return nsc_fail(err, NSC_ERR_INPUT,
				"{}:1:1: this says who was linked and why, expected a "
				"link map; name it beside the map",
				text_of(session, image->map.path));
	}
	for (i = 0; i < sides->len; i++) {
		struct nsc_map_facts *joined =
			nostd_bump_new(session->run->keep, struct nsc_map_facts);
		struct nsc_loaded_map side;

		if (nsc_load_map(session, sides->ptr[i], &side, err) < 0) {
			return -1;
		}
		if (nsc_map_join(session->run, image->map.facts, side.facts, joined)) {
			image->map.facts = joined;
		} else if (session->inputs.maps.len == 1) {
			nsc_diag(session->run->diags, NSC_DIAG_STALE,
				 nsc_place(sides->ptr[i], 0, 0),
				 "has no archive member in common with the map {}",
				 nsc_path_base(text_of(session, image->map.path)));
		}
	}
	return 0;
}

int nsc_image_open(struct nsc_session *session, const struct nsc_image_input *in,
		   struct nsc_image *image, struct nsc_err *err)
{
	memset(image, 0, sizeof(*image));
	image->line = in->line;
	if (nsc_load_map(session, in->map, &image->map, err) < 0 ||
	    join_sides(session, image, err) < 0) {
		return -1;
	}
	image->hosted = !in->is_target && nsc_image_is_hosted(session, image);
	image->elf = nsc_name_given(in->elf)
			     ? in->elf
			     : said_elf(session, in->map, image->map.facts);
	if (!nsc_name_given(image->elf)) {
		image->elf = find_elf(session, in->map);
	}
	find_paths(session, image);
	if (image->hosted) {
		image->objects = nsc_object_ptr_vec_new_in(nsc_keep(session->run));
		return 0;
	}
	if (nsc_name_given(image->elf)) {
		image->elf_facts = nsc_load_object(session, image->elf, false);
		if (image->elf_facts) {
			check_elf(session, image);
		}
	}
	load_objects(session, image);
	return 0;
}
