/*
 * lines.c - see lines.h.
 */
#include "analyzer/run/lines.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/linkline/linkline.h"
#include "analyzer/replay/predict.h"
#include "analyzer/run/image.h"
#include "analyzer/run/load.h"
#include "analyzer/run/request.h"
#include "analyzer/run/session.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

static struct nsc_name joined(struct nsc_session *session, struct nsc_name folder,
			      struct nostd_str path)
{
	return nsc_name(session->run->names,
			nsc_path_join(session->run->scratch, text_of(session, folder),
				      path));
}

/* -- where a command ran ------------------------------------------------------------- */

/* The first input of a command that is there, seen from its folder? */
static bool fits(struct nsc_session *session, const struct nsc_link_command *command)
{
	size_t i;

	for (i = 1; i < command->words.len; i++) {
		struct nostd_str word = text_of(session, command->words.ptr[i]);
		struct nsc_name path;

		if (word.len == 0 || word.ptr[0] == '-' || word.ptr[0] == '@') {
			continue;
		}
		path = joined(session, command->folder, word);
		if (nsc_host_look(nsc_name_chars(session->run->names, path), NULL) ==
		    NSC_FILE_REGULAR) {
			return true;
		}
	}
	return false;
}

/* Folders in which the commands of a text may have run, the likeliest first. */
static struct nsc_name_vec folders_of(struct nsc_session *session, struct nsc_name path)
{
	struct nsc_name_vec all = nsc_name_vec_new_in(nsc_scratch(session->run));
	struct nostd_str folder;
	size_t i;

	if (nsc_name_given(path)) {
		folder = nsc_path_folder(text_of(session, path));
		for (i = 0; i < 4 && folder.len > 1; i++) {
			nsc_name_vec_push(&all, nsc_name(session->run->names, folder));
			folder = nsc_path_folder(folder);
		}
	}
	nsc_name_vec_push(&all, nsc_name(session->run->names, session->cwd));
	for (i = 0; i < session->inputs.build_dirs.len; i++) {
		nsc_name_vec_push(&all, session->inputs.build_dirs.ptr[i]);
	}
	return all;
}

/* The commands of a text, read as from the folder where most of their inputs are. */
static void find_commands(struct nsc_session *session, struct nsc_link_text *text,
			  struct nsc_link_command_vec *out)
{
	struct nsc_name_vec folders = folders_of(session, text->path);
	size_t best = 0, best_count = 0, i, k, count;

	for (i = 0; i < folders.len; i++) {
		struct nsc_link_command_vec all =
			nsc_link_command_vec_new_in(nsc_keep(session->run));

		text->folder = folders.ptr[i];
		nsc_link_commands(session->run, text, &all);
		for (k = 0, count = 0; k < all.len; k++) {
			count += fits(session, &all.ptr[k]);
		}
		if (count > best_count) {
			best_count = count;
			best = i;
		}
	}
	text->folder = folders.ptr[best];
	nsc_link_commands(session->run, text, out);
}

/* -- reading ------------------------------------------------------------------------- */

static void read_command(struct nsc_session *session,
			 const struct nsc_link_command *command,
			 struct nsc_link_line_ptr_vec *out)
{
	struct nsc_link_line *line =
		nostd_bump_new(session->run->keep, struct nsc_link_line);
	struct nostd_str why;

	nsc_link_line_init(line, session->run->keep);
	if (nsc_link_line_read(session->drivers, session->run, command, line, &why)) {
		nsc_link_line_ptr_vec_push(out, line);
		return;
	}
	nsc_diag(session->run->diags, NSC_DIAG_NOT_ANALYSED, command->at,
		 "this link command cannot be replayed: {} cannot be asked how it links: "
		 "{}",
		 text_of(session, command->words.ptr[0]), why);
}

static int read_text(struct nsc_session *session, struct nostd_str said,
		     struct nsc_link_text *text, struct nsc_link_line_ptr_vec *out,
		     struct nsc_err *err)
{
	struct nsc_link_command_vec commands =
		nsc_link_command_vec_new_in(nsc_keep(session->run));
	size_t i;

	find_commands(session, text, &commands);
	if (commands.len == 0) {
		return nsc_fail(
			err, NSC_ERR_INPUT,
			"--link-cmd {:?}: found no command that links, expected a "
			"linker or compiler driver with its objects, or a file "
			"with such a line (arguments alone: --link-cmd \"CC @FILE\")",
			said);
	}
	for (i = 0; i < commands.len; i++) {
		read_command(session, &commands.ptr[i], out);
	}
	return 0;
}

/* A file by that name, or the command itself. */
static int read_said(struct nsc_session *session, struct nostd_str said,
		     struct nsc_link_line_ptr_vec *out, struct nsc_err *err)
{
	struct nsc_name cwd = nsc_name(session->run->names, session->cwd);
	struct nsc_name path = joined(session, cwd, said);
	struct nsc_link_text text = {said, {0}, cwd};
	struct nsc_file_bytes file;
	int ret;

	if (nsc_host_look(nsc_name_chars(session->run->names, path), NULL) !=
	    NSC_FILE_REGULAR) {
		return read_text(session, said, &text, out, err);
	}
	if (nsc_host_open(nsc_name_chars(session->run->names, path), &file, err) < 0) {
		return -1;
	}
	text.text = nostd_str_new((const char *)file.bytes.ptr, file.bytes.size);
	text.path = path;
	ret = read_text(session, said, &text, out, err);
	nsc_host_close(&file);
	return ret;
}

int nsc_lines_load(struct nsc_session *session, struct nsc_link_line_ptr_vec *out,
		   struct nsc_err *err)
{
	const struct nsc_words *said = &session->request->link_cmds;
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	int ret = 0;
	size_t i;

	*out = nsc_link_line_ptr_vec_new_in(nsc_keep(session->run));
	for (i = 0; i < said->len && ret == 0; i++) {
		ret = read_said(session, said->ptr[i], out, err);
	}
	nostd_bump_reset(session->run->scratch, mark);
	return ret;
}

void nsc_lines_say_missing(struct nsc_session *session, const struct nsc_link_line *line)
{
	size_t i;

	for (i = 0; i < line->missing.len; i++) {
		nsc_diag(session->run->diags, NSC_DIAG_NOT_ANALYSED,
			 line->missing.ptr[i].at,
			 "the link line names {}, which is not here: without it the link "
			 "cannot be replayed",
			 text_of(session, line->missing.ptr[i].word));
	}
}

bool nsc_lines_take(const struct nsc_link_line_ptr_vec *all, struct nsc_name path)
{
	size_t i, k;

	for (i = 0; i < all->len; i++) {
		const struct nsc_line_item_vec *items = &all->ptr[i]->items;

		for (k = 0; k < items->len; k++) {
			if (nsc_name_eq(items->ptr[k].path, path)) {
				return true;
			}
		}
	}
	return false;
}

bool nsc_lines_have_whole(const struct nsc_link_line_ptr_vec *all)
{
	size_t i;

	for (i = 0; i < all->len; i++) {
		if (!all->ptr[i]->relocatable) {
			return true;
		}
	}
	return false;
}

/* -- a link without a map ------------------------------------------------------------ */

static void load_objects(struct nsc_session *session, struct nsc_image *image)
{
	const struct nsc_line_item_vec *items = &image->line->items;
	size_t i;

	image->objects = nsc_object_ptr_vec_new_in(nsc_keep(session->run));
	for (i = 0; i < items->len; i++) {
		const struct nsc_object_facts *facts = NULL;
		int64_t time;

		if (!nsc_name_given(items->ptr[i].path) ||
		    nsc_image_has(image, items->ptr[i].path)) {
			continue;
		}
		facts = nsc_load_object(session, items->ptr[i].path, false);
		if (facts) {
			nsc_object_ptr_vec_push(&image->objects, facts);
			time = nsc_session_time(session, facts->path);
			image->map.mtime =
				time > image->map.mtime ? time : image->map.mtime;
		}
	}
}

/* The map has paths as the linker would write them; these are where they are. */
static void find_paths(struct nsc_session *session, struct nsc_image *image)
{
	const struct nsc_map_facts *map = image->map.facts;
	size_t i;

	image->map_paths =
		nostd_bump_array(session->run->keep, struct nsc_name, map->files.len);
	image->load_paths =
		nostd_bump_array(session->run->keep, struct nsc_name, map->loads.len);
	for (i = 0; i < map->files.len; i++) {
		const struct nsc_map_file *file = &map->files.ptr[i];

		image->map_paths[i] = joined(
			session, image->line->folder,
			text_of(session, nsc_name_given(file->archive) ? file->archive
								       : file->name));
	}
	for (i = 0; i < map->loads.len; i++) {
		if (map->loads.ptr[i].kind == NSC_LOAD_FILE) {
			image->load_paths[i] =
				joined(session, image->line->folder,
				       text_of(session, map->loads.ptr[i].path));
		}
	}
}

int nsc_lines_predict(struct nsc_session *session, const struct nsc_link_line *line,
		      struct nsc_image *image, struct nsc_err *err)
{
	struct nsc_map_facts *map =
		nostd_bump_new(session->run->keep, struct nsc_map_facts);
	struct nostd_bump_mark mark = nostd_bump_mark(session->run->scratch);
	struct nsc_graph_input in;
	struct nsc_graph graph;
	int ret;

	memset(image, 0, sizeof(*image));
	memset(&in, 0, sizeof(in));
	image->line = line;
	load_objects(session, image);
	in.line = line;
	in.objects = image->objects.ptr;
	in.object_count = image->objects.len;
	nsc_map_facts_init(map, session->run->keep);
	ret = nsc_graph_build(session->run, &in, &graph, err);
	if (ret == 0) {
		nsc_predict_map(session->run, &graph, map);
		image->map.path = map->path;
		image->map.facts = map;
		find_paths(session, image);
	}
	nostd_bump_reset(session->run->scratch, mark);
	return ret;
}
