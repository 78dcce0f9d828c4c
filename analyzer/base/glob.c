/*
 * glob.c - see glob.h.
 */
#include "analyzer/base/glob.h"

#include "analyzer/base/path.h"

static bool matches(const struct nsc_names *names, const struct nsc_glob *glob,
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

bool nsc_globs_match(const struct nsc_names *names, const struct nsc_glob *globs,
		     size_t count, struct nostd_str path)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (matches(names, &globs[i], path)) {
			return true;
		}
	}
	return false;
}
