/*
 * file.c - see file.h.
 */
#include "analyzer/linkline/file.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/linkline/script.h"

/* Scripts among the inputs of scripts: libc.so names libc.so.6, which is none. */
enum { SCRIPT_DEPTH_MAX = 8 };

static struct nostd_str text_of(const struct nsc_line_files *files, struct nsc_name name)
{
	return nsc_name_text(files->run->names, name);
}

static struct nsc_name join(struct nsc_line_files *files, struct nsc_name folder,
			    struct nostd_str path)
{
	struct nostd_str full =
		nsc_path_join(files->run->scratch, text_of(files, folder), path);

	return nsc_name(files->run->names, full);
}

static bool is_there(const struct nsc_line_files *files, struct nsc_name path)
{
	return nsc_host_look(nsc_name_chars(files->run->names, path), NULL) ==
	       NSC_FILE_REGULAR;
}

static void say_missing(struct nsc_line_files *files, struct nostd_str word,
			struct nsc_place at)
{
	struct nsc_line_missing row = {nsc_name(files->run->names, word), at};

	nsc_line_missing_vec_push(&files->line->missing, row);
	files->line->complete = false;
}

static void push_item(struct nsc_line_files *files, uint8_t kind, struct nsc_name path,
		      struct nsc_place at)
{
	struct nsc_line_item item = {kind, path, at};

	nsc_line_item_vec_push(&files->line->items, item);
}

/* -- what a file is ------------------------------------------------------------------ */

enum content { CONTENT_OBJECT, CONTENT_SHARED, CONTENT_TEXT };

static enum content content_of(struct nostd_span bytes)
{
	enum { TYPE_OFFSET = 16, DATA_OFFSET = 5, BIG_ENDIAN_DATA = 2, TYPE_SHARED = 3 };
	struct nostd_str text = nostd_str_new((const char *)bytes.ptr, bytes.size);
	size_t low;

	if (nostd_str_starts_with(text, NOSTD_STR("!<arch>\n")) ||
	    nostd_str_starts_with(text, NOSTD_STR("!<thin>\n")) ||
	    nostd_str_starts_with(text, NOSTD_STR("BC\xc0\xde"))) {
		return CONTENT_OBJECT;
	}
	if (!nostd_str_starts_with(text, NOSTD_STR("\177ELF"))) {
		return CONTENT_TEXT;
	}
	low = bytes.size > TYPE_OFFSET + 1 && bytes.ptr[DATA_OFFSET] == BIG_ENDIAN_DATA;
	return bytes.size > TYPE_OFFSET + 1 && bytes.ptr[TYPE_OFFSET + low] == TYPE_SHARED
		       ? CONTENT_SHARED
		       : CONTENT_OBJECT;
}

static void add_found(struct nsc_line_files *files, struct nsc_name path,
		      struct nsc_place at)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	struct nostd_str text;

	if (nsc_host_open(nsc_name_chars(files->run->names, path), &file, &err) < 0) {
		say_missing(files, text_of(files, path), at);
		return;
	}
	switch (content_of(file.bytes)) {
	case CONTENT_OBJECT:
		push_item(files, files->whole ? NSC_LINE_WHOLE : NSC_LINE_FILE, path, at);
		break;
	case CONTENT_SHARED:
		files->line->hosted = true;
		break;
	case CONTENT_TEXT:
		text = nostd_bump_str(files->run->scratch,
				      nostd_str_new((const char *)file.bytes.ptr,
						    file.bytes.size));
		nsc_host_close(&file);
		nsc_line_read_script(files, path, text);
		return;
	}
	nsc_host_close(&file);
}

void nsc_line_add_file(struct nsc_line_files *files, struct nostd_str word,
		       struct nsc_place at)
{
	struct nsc_name path = join(files, files->line->folder, word);

	if (is_there(files, path)) {
		add_found(files, path, at);
	} else {
		say_missing(files, word, at);
	}
}

/* -- libraries ----------------------------------------------------------------------- */

static bool find_in(struct nsc_line_files *files, struct nsc_name folder,
		    struct nostd_str name, const char *suffix, struct nsc_name *found)
{
	struct nostd_string base = nostd_string_new();
	bool exact = nostd_str_strip_prefix(&name, NOSTD_STR(":"));

	if (exact) {
		nostd_format(&base, "{}", name);
	} else {
		nostd_format(&base, "lib{}{}", name, nostd_str_from_c(suffix));
	}
	*found = join(files, folder, nostd_string_as_str(&base));
	nostd_string_drop(&base);
	return is_there(files, *found);
}

static bool find_library(struct nsc_line_files *files, struct nostd_str name,
			 struct nsc_name *found)
{
	size_t i;

	for (i = 0; i < files->search.len; i++) {
		struct nsc_name folder = files->search.ptr[i];

		if ((!files->only_static && find_in(files, folder, name, ".so", found)) ||
		    find_in(files, folder, name, ".a", found)) {
			return true;
		}
	}
	return false;
}

void nsc_line_add_library(struct nsc_line_files *files, struct nostd_str name,
			  struct nsc_place at)
{
	struct nostd_string word;
	struct nsc_name found;

	if (find_library(files, name, &found)) {
		add_found(files, found, at);
		return;
	}
	word = nostd_string_new();
	nostd_format(&word, "-l{}", name);
	say_missing(files, nostd_string_as_str(&word), at);
	nostd_string_drop(&word);
}

/* -- scripts ------------------------------------------------------------------------- */

/* SEARCH_DIR("=/lib") is below the sysroot (GNU ld manual, 3.4.2). */
static void settle_search(struct nsc_line_files *files, size_t first)
{
	size_t i;

	for (i = first; i < files->search.len; i++) {
		struct nostd_str folder = text_of(files, files->search.ptr[i]);
		struct nsc_name root = files->line->folder;

		if (nostd_str_strip_prefix(&folder, NOSTD_STR("=")) ||
		    nostd_str_strip_prefix(&folder, NOSTD_STR("$SYSROOT"))) {
			while (nsc_name_given(files->sysroot) &&
			       nostd_str_strip_prefix(&folder, NOSTD_STR("/"))) {
			}
			root = nsc_name_given(files->sysroot) ? files->sysroot : root;
		}
		files->search.ptr[i] = join(files, root, folder);
	}
}

/* A file of INPUT or GROUP: here, beside the script, or in the folders. */
static void add_input(struct nsc_line_files *files, struct nsc_name script,
		      const struct nsc_script_input *input)
{
	struct nostd_str word = text_of(files, input->word), name = word;
	struct nsc_name folder =
		nsc_name(files->run->names, nsc_path_folder(text_of(files, script)));
	struct nsc_name path = join(files, files->line->folder, word);
	size_t i;

	if (nostd_str_strip_prefix(&name, NOSTD_STR("-l"))) {
		nsc_line_add_library(files, name, input->at);
		return;
	}
	if (!is_there(files, path)) {
		path = join(files, folder, word);
	}
	for (i = 0; !is_there(files, path) && i < files->search.len; i++) {
		path = join(files, files->search.ptr[i], word);
	}
	if (is_there(files, path)) {
		add_found(files, path, input->at);
	} else {
		say_missing(files, word, input->at);
	}
}

bool nsc_line_read_script(struct nsc_line_files *files, struct nsc_name path,
			  struct nostd_str text)
{
	struct nsc_script script = {0};
	size_t first = files->search.len, i;
	bool good;

	if (files->depth == SCRIPT_DEPTH_MAX) {
		say_missing(files, text_of(files, path), nsc_place(path, 0, 0));
		return false;
	}
	script.line = files->line;
	script.search = &files->search;
	script.inputs = nsc_script_input_vec_new_in(nsc_scratch(files->run));
	good = nsc_script_read(files->run, path, text, &script);
	settle_search(files, first);
	files->augmented |= script.inserts;
	files->depth++;
	for (i = 0; i < script.inputs.len; i++) {
		if (script.inputs.ptr[i].kind == NSC_LINE_FILE) {
			add_input(files, path, &script.inputs.ptr[i]);
		} else {
			push_item(files, script.inputs.ptr[i].kind, (struct nsc_name){0},
				  script.inputs.ptr[i].at);
		}
	}
	files->depth--;
	return good;
}

/* In the working folder, else where -L says (GNU ld manual, "-T"). */
static bool find_script(struct nsc_line_files *files, struct nostd_str word,
			struct nsc_name *path)
{
	size_t i;

	*path = join(files, files->line->folder, word);
	for (i = 0; !is_there(files, *path) && i < files->search.len; i++) {
		*path = join(files, files->search.ptr[i], word);
	}
	return is_there(files, *path);
}

void nsc_line_add_script(struct nsc_line_files *files, struct nostd_str word,
			 struct nsc_place at)
{
	struct nsc_err err = {NSC_ERR_NONE, ""};
	struct nsc_file_bytes file;
	struct nsc_name path;
	struct nostd_str text;

	if (!find_script(files, word, &path) ||
	    nsc_host_open(nsc_name_chars(files->run->names, path), &file, &err) < 0) {
		say_missing(files, word, at);
		return;
	}
	text = nostd_bump_str(files->run->scratch,
			      nostd_str_new((const char *)file.bytes.ptr,
					    file.bytes.size));
	nsc_host_close(&file);
	nsc_line_read_script(files, path, text);
}
