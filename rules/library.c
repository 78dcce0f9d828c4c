/*
 * library.c - roles of archives and start files by their base names.
 *
 * In:   the generated table of libraries.tsv.
 * Out:  see library.h.
 */
#include "rules/library.h"

#include "rules/table.h"

static const struct nostd_str role_names[] = {
#define ROLE(id, spelling, side, meaning) NOSTD_STR_INIT(spelling),
#include "rules/roles.def"
};

static const struct nostd_str role_meanings[] = {
#define ROLE(id, spelling, side, meaning) NOSTD_STR_INIT(meaning),
#include "rules/roles.def"
};

static const enum nsc_library_side role_sides[] = {
#define ROLE(id, spelling, side, meaning) NSC_SIDE_##side,
#include "rules/roles.def"
};

static struct nostd_str base_name(struct nostd_str path)
{
	for (size_t i = path.len; i-- > 0;) {
		if (path.ptr[i] == '/' || path.ptr[i] == '\\') {
			return nostd_str_skip(path, i + 1);
		}
	}
	return path;
}

/* Asterisks stand for any bytes; on a mismatch the last asterisk takes one byte more. */
static bool glob_fits(struct nostd_str glob, struct nostd_str name)
{
	size_t g = 0;
	size_t n = 0;
	size_t star = glob.len; /* none yet */
	size_t resume = 0;

	while (n < name.len) {
		if (g < glob.len && glob.ptr[g] == '*') {
			star = g++;
			resume = n;
		} else if (g < glob.len && glob.ptr[g] == name.ptr[n]) {
			g++;
			n++;
		} else if (star < glob.len) {
			g = star + 1;
			n = ++resume;
		} else {
			return false;
		}
	}
	while (g < glob.len && glob.ptr[g] == '*') {
		g++;
	}
	return g == glob.len;
}

const struct nsc_library *nsc_library_find(struct nostd_str path)
{
	struct nostd_str name = base_name(path);

	for (size_t i = 0; i < nsc_libraries_count; i++) {
		if (glob_fits(nsc_libraries[i].glob, name)) {
			return &nsc_libraries[i];
		}
	}
	return NULL;
}

size_t nsc_library_count(void)
{
	return nsc_libraries_count;
}

const struct nsc_library *nsc_library_at(size_t index)
{
	return &nsc_libraries[index];
}

struct nostd_str nsc_role_name(enum nsc_library_role role)
{
	return role_names[role];
}

struct nostd_str nsc_role_meaning(enum nsc_library_role role)
{
	return role_meanings[role];
}

enum nsc_library_side nsc_role_side(enum nsc_library_role role)
{
	return role_sides[role];
}
