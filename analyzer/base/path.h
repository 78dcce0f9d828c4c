/*
 * path.h - paths as text: joined, normalised, shown.
 *
 * Nothing here asks the file system. `.` and `..` are resolved by text (decisions.md 16);
 * both separators of foreign inputs are understood, ours is '/'.
 */
#ifndef NSC_ANALYZER_BASE_PATH_H
#define NSC_ANALYZER_BASE_PATH_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nostd_bump;

/* Is it absolute: "/x", "C:\x", "C:/x", "\\server\x"? */
bool nsc_path_absolute(struct nostd_str path);
/*
 * `path` itself when absolute, else folder/path; normalised; in `arena`, NUL-terminated.
 */
struct nostd_str nsc_path_join(struct nostd_bump *arena, struct nostd_str folder,
			       struct nostd_str path);
/* "a/./b/../c//d" -> "a/c/d"; a leading ".." of a relative path stays; "" -> ".". */
struct nostd_str nsc_path_normal(struct nostd_bump *arena, struct nostd_str path);
/* Views into `path`: the last component; all before it ("." when none, "/" for "/x"). */
struct nostd_str nsc_path_base(struct nostd_str path);
struct nostd_str nsc_path_folder(struct nostd_str path);
/* The base without its last ".suffix" (".x" has none). */
struct nostd_str nsc_path_stem(struct nostd_str path);
/* The last ".suffix" of the base, with the dot; empty when there is none. */
struct nostd_str nsc_path_suffix(struct nostd_str path);
/* Named like an assembly source: .s, .S, .sx, .asm (GCC manual, "Overall Options"). */
bool nsc_path_is_assembly(struct nostd_str path);
/* Is `path` the folder `in`, or below it? Both normalised. */
bool nsc_path_within(struct nostd_str path, struct nostd_str in);
/* The deepest folder that holds both; both absolute and normalised. */
struct nostd_str nsc_path_common(struct nostd_str a, struct nostd_str b);

/*
 * Does `path` match `glob`? `*` and `?` stop at '/', `**` does not. As a component of its
 * own with a '/' behind it `**` is any number of folders, also none: "a/" "**" "/b"
 * matches "a/b". Case-sensitive (decisions.md 15). No recursion; time at most length of
 * path x length of glob.
 */
bool nsc_path_match(struct nostd_str glob, struct nostd_str path);

/*
 * A folder whose name stands for it in output: "{toolchain}", "{build}"; "" for the root.
 */
struct nsc_mount {
	struct nsc_name folder; /* absolute, normalised */
	struct nsc_name label;  /* "{build}" ...; empty: the root, shown as nothing */
};

#define NOSTD_NAME nsc_mount_vec
#define NOSTD_T    struct nsc_mount
#define NOSTD_IN
#include <nostd/vec.h>

/* How paths are printed (decisions.md 16). The deepest mount that holds a path wins. */
struct nsc_mounts {
	struct nsc_names *names;
	struct nsc_mount_vec all;
};

void nsc_mounts_init(struct nsc_mounts *mounts, struct nostd_bump *keep,
		     struct nsc_names *names);
/* Add one; a folder that is there already keeps its first label. */
void nsc_mounts_add(struct nsc_mounts *mounts, struct nostd_str folder,
		    const char *label);
/* How `path` is shown: relative to its mount, with the label in front. Interned. */
struct nsc_name nsc_mounts_show(const struct nsc_mounts *mounts, struct nsc_name path);
/*
 * The order of what is printed: by path as shown, line, column. It is the same wherever
 * the tree and the tool chain lie; the order of absolute paths is not.
 */
int nsc_mounts_cmp(const struct nsc_mounts *mounts, struct nsc_place a,
		   struct nsc_place b);

#endif
