/*
 * glob.c - see glob.h.
 */
#include "analyzer/config/glob.h"

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"

static bool is_wild(struct nostd_str text)
{
	return nostd_str_find_byte(text, '*') != NOSTD_NOT_FOUND ||
	       nostd_str_find_byte(text, '?') != NOSTD_NOT_FOUND;
}

/* Bytes of `text` in front of its first component with a wildcard; all when none has one. */
static size_t literal_size(struct nostd_str text)
{
	struct nostd_str_split it = nostd_str_split(text, '/');
	size_t at = 0;

	while (nostd_str_split_next(&it)) {
		if (is_wild(it.part)) {
			return at;
		}
		at += it.part.len + 1;
	}
	return text.len;
}

struct nsc_glob nsc_glob_make(struct nsc_run *run, struct nostd_str folder,
			      struct nostd_str text)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	size_t literal = literal_size(text);
	struct nostd_str rest = nostd_str_skip(text, literal);
	struct nsc_glob glob = {{0}, {0}, nsc_name(run->names, text), {{0}, 0, 0}};

	glob.folder = nsc_name(run->names, nsc_path_join(run->scratch, folder,
							 nostd_str_take(text, literal)));
	if (rest.len != 0) {
		glob.pattern = nsc_name(run->names, nsc_path_normal(run->scratch, rest));
	}
	nostd_bump_reset(run->scratch, mark);
	return glob;
}

bool nsc_glob_match(const struct nsc_names *names, const struct nsc_glob *glob,
		    struct nostd_str path)
{
	struct nostd_str folder = nsc_name_text(names, glob->folder);
	struct nostd_str below;

	if (!nsc_path_within(path, folder)) {
		return false;
	}
	if (!nsc_name_given(glob->pattern)) {
		return true;
	}
	below = nostd_str_skip(path, folder.len);
	nostd_str_strip_prefix(&below, NOSTD_STR("/"));
	return below.len != 0 &&
	       nsc_path_match(nsc_name_text(names, glob->pattern), below);
}

bool nsc_globs_match(const struct nsc_names *names, const struct nsc_glob_vec *globs,
		     struct nostd_str path)
{
	size_t i;

	for (i = 0; i < globs->len; i++) {
		if (nsc_glob_match(names, &globs->ptr[i], path)) {
			return true;
		}
	}
	return false;
}

/* -- on disk ------------------------------------------------------------------------- */

/* A folder that is still to be looked into. */
struct waiting {
	struct nostd_str path;
	size_t depth; /* below the glob's folder */
};

#define NOSTD_NAME waiting_vec
#define NOSTD_T    struct waiting
#define NOSTD_IN
#include <nostd/vec.h>

struct walk {
	struct nsc_run *run;
	const struct nsc_glob *glob;
	struct nsc_said_text_vec *out;
	struct waiting_vec stack;
	size_t depth_max; /* folders deeper than this cannot hold a match */
};

/* How many folders deep a match of the pattern can lie. */
static size_t depth_of(struct nostd_str pattern)
{
	size_t depth = 0, i;

	if (pattern.len == 0 || nostd_str_contains(pattern, NOSTD_STR("**"))) {
		return SIZE_MAX;
	}
	for (i = 0; i < pattern.len; i++) {
		depth += pattern.ptr[i] == '/';
	}
	return depth;
}

static void take_file(struct walk *walk, struct nostd_str path)
{
	struct nsc_said_text one;

	if (nsc_glob_match(walk->run->names, walk->glob, path)) {
		one.text = nsc_name(walk->run->names, path);
		one.at = walk->glob->at;
		nsc_said_text_vec_push(walk->out, one);
	}
}

static void look_into(struct walk *walk, const struct waiting *folder)
{
	struct nsc_dir_entry *entries;
	size_t count, i;

	nsc_host_list(walk->run->scratch, folder->path.ptr, &entries, &count);
	for (i = 0; i < count; i++) {
		struct waiting below = {nsc_path_join(walk->run->scratch, folder->path,
						      entries[i].name),
					folder->depth + 1};

		if (entries[i].kind == NSC_FILE_REGULAR) {
			take_file(walk, below.path);
		} else if (entries[i].kind == NSC_FILE_FOLDER && !entries[i].is_link &&
			   below.depth <= walk->depth_max) {
			waiting_vec_push(&walk->stack, below);
		}
	}
}

static void expand(struct nsc_run *run, const struct nsc_glob *glob,
		   struct nsc_said_text_vec *out)
{
	struct nostd_str folder = nsc_name_text(run->names, glob->folder);
	struct walk walk = {run, glob, out, waiting_vec_new_in(nsc_scratch(run)),
			    depth_of(nsc_name_text(run->names, glob->pattern))};
	struct waiting first = {folder, 0};

	switch (nsc_host_look(folder.ptr, NULL)) {
	case NSC_FILE_NONE:
	case NSC_FILE_OTHER:
		return;
	case NSC_FILE_REGULAR:
		take_file(&walk, folder);
		return;
	case NSC_FILE_FOLDER:
		break;
	}
	do {
		look_into(&walk, &first);
	} while (waiting_vec_pop(&walk.stack, &first));
}

/* Rows by their texts, for sorting: an order has no room for the table of names. */
struct by_text_row {
	struct nostd_str path;
	struct nsc_said_text row;
};

#define NOSTD_NAME by_text_vec
#define NOSTD_T    struct by_text_row
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      by_text
#define NOSTD_T         struct by_text_row
#define NOSTD_CMP(a, b) nostd_str_cmp((a)->path, (b)->path)
#include <nostd/sort.h>

/* Rows from `from` on: in order, each once. */
static void sort_paths(struct nsc_run *run, struct nsc_said_text_vec *out, size_t from)
{
	struct by_text_vec rows = by_text_vec_new_in(nsc_scratch(run));
	size_t i;

	for (i = from; i < out->len; i++) {
		struct by_text_row one = {nsc_name_text(run->names, out->ptr[i].text),
					  out->ptr[i]};

		by_text_vec_push(&rows, one);
	}
	by_text_sort_stable_in(rows.ptr, rows.len, nsc_scratch(run));
	nsc_said_text_vec_truncate(out, from);
	for (i = 0; i < rows.len; i++) {
		if (i == 0 ||
		    !nsc_name_eq(rows.ptr[i].row.text, rows.ptr[i - 1].row.text)) {
			nsc_said_text_vec_push(out, rows.ptr[i].row);
		}
	}
}

void nsc_globs_expand(struct nsc_run *run, const struct nsc_glob_vec *globs,
		      struct nsc_said_text_vec *out, struct nsc_glob_vec *missing)
{
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	size_t from = out->len, i;

	for (i = 0; i < globs->len; i++) {
		size_t before = out->len;

		expand(run, &globs->ptr[i], out);
		if (out->len == before && missing) {
			nsc_glob_vec_push(missing, globs->ptr[i]);
		}
	}
	sort_paths(run, out, from);
	nostd_bump_reset(run->scratch, mark);
}
