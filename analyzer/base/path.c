/*
 * path.c - paths as text. See path.h.
 */
#include "analyzer/base/path.h"

#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

static bool is_separator(char c)
{
	return c == '/' || c == '\\';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of "C:" in front of a path; 0 when there is no drive. */
static size_t drive_size(struct nostd_str path)
{
	return path.len >= 3 && is_letter(path.ptr[0]) && path.ptr[1] == ':' &&
			       is_separator(path.ptr[2])
		       ? 2
		       : 0;
}

bool nsc_path_absolute(struct nostd_str path)
{
	return drive_size(path) != 0 || (path.len >= 1 && path.ptr[0] == '/') ||
	       (path.len >= 2 && path.ptr[0] == '\\' && path.ptr[1] == '\\');
}

/*
 * Is this a path of Windows, where '\' separates? On POSIX it is a letter like any other.
 */
static bool is_windows(struct nostd_str path)
{
	return drive_size(path) != 0 ||
	       (path.len >= 2 && path.ptr[0] == '\\' && path.ptr[1] == '\\');
}

/* Next component from *at on; empty at the end. */
static struct nostd_str component(struct nostd_str path, size_t *at, bool windows)
{
	size_t from;

	while (*at < path.len &&
	       (path.ptr[*at] == '/' || (windows && path.ptr[*at] == '\\'))) {
		++*at;
	}
	from = *at;
	while (*at < path.len && path.ptr[*at] != '/' &&
	       !(windows && path.ptr[*at] == '\\')) {
		++*at;
	}
	return nostd_str_new(path.ptr + from, *at - from);
}

/*
 * Drop the last component of `out`, which begins at `root`; false when there is none to
 * drop.
 */
static bool drop_last(struct nostd_string *out, size_t root)
{
	struct nostd_str all = nostd_str_skip(nostd_str_new(out->ptr, out->len), root);
	size_t cut = nostd_str_rfind_byte(all, '/');
	struct nostd_str last =
		cut == NOSTD_NOT_FOUND ? all : nostd_str_skip(all, cut + 1);

	if (last.len == 0 || nostd_str_eq(last, NOSTD_STR(".."))) {
		return false;
	}
	nostd_string_truncate(out, root + (cut == NOSTD_NOT_FOUND ? 0 : cut));
	return true;
}

static void append_component(struct nostd_string *out, size_t root, struct nostd_str part)
{
	if (out->len > root) {
		nostd_string_push_byte(out, '/');
	}
	nostd_string_push_str(out, part);
}

/* What stands before the first component: "/", "C:/" or nothing. */
static size_t append_root(struct nostd_string *out, struct nostd_str path)
{
	nostd_string_push_str(out, nostd_str_take(path, drive_size(path)));
	if (nsc_path_absolute(path)) {
		nostd_string_push_byte(out, '/');
	}
	return out->len;
}

struct nostd_str nsc_path_normal(struct nostd_bump *arena, struct nostd_str path)
{
	struct nostd_string out =
		nostd_string_with_capacity_in(nostd_bump_in(arena), path.len + 1);
	bool windows = is_windows(path);
	size_t root = append_root(&out, path);
	size_t at = drive_size(path);
	struct nostd_str part;

	while ((part = component(path, &at, windows)).len != 0) {
		if (nostd_str_eq(part, NOSTD_STR("."))) {
			continue;
		}
		if (nostd_str_eq(part, NOSTD_STR(".."))) {
			/* "/.." is "/"; a relative path may well begin with "..". */
			if (drop_last(&out, root) || root != 0) {
				continue;
			}
		}
		append_component(&out, root, part);
	}
	if (out.len == 0) {
		nostd_string_push_byte(&out, '.');
	}
	return nostd_string_as_str(&out);
}

struct nostd_str nsc_path_join(struct nostd_bump *arena, struct nostd_str folder,
			       struct nostd_str path)
{
	struct nostd_string both;

	if (nsc_path_absolute(path) || folder.len == 0) {
		return nsc_path_normal(arena, path);
	}
	both = nostd_string_with_capacity_in(nostd_bump_in(arena),
					     folder.len + 1 + path.len);
	nostd_string_push_str(&both, folder);
	nostd_string_push_byte(&both, '/');
	nostd_string_push_str(&both, path);
	return nsc_path_normal(arena, nostd_string_as_str(&both));
}

static size_t last_separator(struct nostd_str path)
{
	bool windows = is_windows(path);
	size_t at = path.len;

	while (at > 0) {
		at--;
		if (path.ptr[at] == '/' || (windows && path.ptr[at] == '\\')) {
			return at;
		}
	}
	return NOSTD_NOT_FOUND;
}

struct nostd_str nsc_path_base(struct nostd_str path)
{
	size_t at = last_separator(path);

	return at == NOSTD_NOT_FOUND ? path : nostd_str_skip(path, at + 1);
}

struct nostd_str nsc_path_folder(struct nostd_str path)
{
	size_t at = last_separator(path);

	if (at == NOSTD_NOT_FOUND) {
		return NOSTD_STR(".");
	}
	return nostd_str_take(path, at == 0 ? 1 : at);
}

struct nostd_str nsc_path_suffix(struct nostd_str path)
{
	struct nostd_str base = nsc_path_base(path);
	size_t dot = nostd_str_rfind_byte(base, '.');

	return dot == NOSTD_NOT_FOUND || dot == 0 ? nostd_str_new(base.ptr + base.len, 0)
						  : nostd_str_skip(base, dot);
}

bool nsc_path_is_assembly(struct nostd_str path)
{
	struct nostd_str suffix = nsc_path_suffix(path);

	return nostd_str_eq_ignore_case(suffix, NOSTD_STR(".s")) ||
	       nostd_str_eq_ignore_case(suffix, NOSTD_STR(".sx")) ||
	       nostd_str_eq_ignore_case(suffix, NOSTD_STR(".asm"));
}

struct nostd_str nsc_path_stem(struct nostd_str path)
{
	struct nostd_str base = nsc_path_base(path);

	return nostd_str_take(base, base.len - nsc_path_suffix(path).len);
}

bool nsc_path_within(struct nostd_str path, struct nostd_str in)
{
	if (nostd_str_eq(in, NOSTD_STR("/"))) {
		return path.len > 0 && path.ptr[0] == '/';
	}
	return nostd_str_starts_with(path, in) &&
	       (path.len == in.len || path.ptr[in.len] == '/');
}

struct nostd_str nsc_path_common(struct nostd_str a, struct nostd_str b)
{
	while (!nsc_path_within(b, a)) {
		struct nostd_str up = nsc_path_folder(a);

		if (up.len >= a.len) {
			return NOSTD_STR("/");
		}
		a = up;
	}
	return a;
}

/*
 * Globs: one pass with two points to go back to, the last `*` and the last `**`. A `*`
 * that fails at '/' falls back to the `**` before it, so no input needs more than glob x
 * path steps.
 */
struct glob_point {
	size_t glob, path; /* where to go on: just behind the star, and a step further */
	bool set;
	bool whole; /* steps are whole components: "**" with a '/' behind it */
};

static bool is_double_star(struct nostd_str glob, size_t at)
{
	return at + 1 < glob.len && glob.ptr[at] == '*' && glob.ptr[at + 1] == '*';
}

/* Let the star take one step more; false when the path has no more of them. */
static bool go_back(struct glob_point *point, struct nostd_str path, size_t *g, size_t *p)
{
	if (!point->set) {
		return false;
	}
	while (point->whole && point->path < path.len && path.ptr[point->path] != '/') {
		point->path++;
	}
	if (point->path >= path.len) {
		return false;
	}
	*g = point->glob;
	*p = ++point->path;
	return true;
}

/*
 * A "**" that is a whole component, with a '/' behind it, stands for any number of
 * folders, also none; any other for any run of letters.
 */
static void set_deep(struct glob_point *deep, struct nostd_str glob, size_t g, size_t p)
{
	bool begins = g == 0 || glob.ptr[g - 1] == '/';

	deep->whole = begins && g + 2 < glob.len && glob.ptr[g + 2] == '/';
	deep->glob = g + (deep->whole ? 3 : 2);
	deep->path = p;
	deep->set = true;
}

bool nsc_path_match(struct nostd_str glob, struct nostd_str path)
{
	struct glob_point star = {0, 0, false, false}, deep = {0, 0, false, false};
	size_t g = 0, p = 0;

	while (p < path.len || g < glob.len) {
		if (g < glob.len && is_double_star(glob, g)) {
			set_deep(&deep, glob, g, p);
			star.set = false;
			g = deep.glob;
			continue;
		}
		if (g < glob.len && glob.ptr[g] == '*') {
			star.glob = ++g;
			star.path = p;
			star.set = true;
			continue;
		}
		if (g < glob.len && p < path.len &&
		    (glob.ptr[g] == path.ptr[p] ||
		     (glob.ptr[g] == '?' && path.ptr[p] != '/'))) {
			g++;
			p++;
			continue;
		}
		if (star.set && star.path < path.len && path.ptr[star.path] == '/') {
			star.set = false;
		}
		if (go_back(&star, path, &g, &p)) {
			continue;
		}
		star.set = false;
		if (!go_back(&deep, path, &g, &p)) {
			return false;
		}
	}
	return true;
}

void nsc_mounts_init(struct nsc_mounts *mounts, struct nostd_bump *keep,
		     struct nsc_names *names)
{
	mounts->names = names;
	mounts->all = nsc_mount_vec_new_in(nostd_bump_in(keep));
}

void nsc_mounts_add(struct nsc_mounts *mounts, struct nostd_str folder, const char *label)
{
	struct nsc_mount mount = {nsc_name(mounts->names, folder),
				  nsc_name_c(mounts->names, label)};
	size_t i;

	for (i = 0; i < mounts->all.len; i++) {
		if (nsc_name_eq(mounts->all.ptr[i].folder, mount.folder)) {
			return;
		}
	}
	nsc_mount_vec_push(&mounts->all, mount);
}

/* The deepest mount that holds `path`; NULL when none does. */
static const struct nsc_mount *mount_of(const struct nsc_mounts *mounts,
					struct nostd_str path)
{
	const struct nsc_mount *best = NULL;
	size_t best_len = 0, i;

	for (i = 0; i < mounts->all.len; i++) {
		const struct nsc_mount *mount = &mounts->all.ptr[i];
		struct nostd_str folder = nsc_name_text(mounts->names, mount->folder);

		if (nsc_path_within(path, folder) && (!best || folder.len > best_len)) {
			best = mount;
			best_len = folder.len;
		}
	}
	return best;
}

struct nsc_name nsc_mounts_show(const struct nsc_mounts *mounts, struct nsc_name path)
{
	struct nostd_str text = nsc_name_text(mounts->names, path);
	const struct nsc_mount *mount = mount_of(mounts, text);
	struct nostd_str folder, rest;
	struct nostd_string shown;
	struct nsc_name name;

	if (!mount) {
		return path;
	}
	folder = nsc_name_text(mounts->names, mount->folder);
	rest = nostd_str_skip(text, folder.len);
	if (!nostd_str_eq(folder, NOSTD_STR("/"))) {
		nostd_str_strip_prefix(&rest, NOSTD_STR("/"));
	}
	if (!nsc_name_given(mount->label)) {
		return rest.len == 0 ? nsc_name_c(mounts->names, ".")
				     : nsc_name(mounts->names, rest);
	}
	shown = nostd_string_new();
	nostd_format(&shown, rest.len == 0 ? "{}{}" : "{}/{}",
		     nsc_name_text(mounts->names, mount->label), rest);
	name = nsc_name(mounts->names, nostd_string_as_str(&shown));
	nostd_string_drop(&shown);
	return name;
}

int nsc_mounts_cmp(const struct nsc_mounts *mounts, struct nsc_place a,
		   struct nsc_place b)
{
	const struct nsc_names *names = mounts->names;

	/* Below one mount, and outside of all, texts and shown texts have one order. */
	if (!nsc_name_eq(a.file, b.file) &&
	    mount_of(mounts, nsc_name_text(names, a.file)) !=
		    mount_of(mounts, nsc_name_text(names, b.file))) {
		a.file = nsc_mounts_show(mounts, a.file);
		b.file = nsc_mounts_show(mounts, b.file);
	}
	return nsc_place_cmp(names, a, b);
}
