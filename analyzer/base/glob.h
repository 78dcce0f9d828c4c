/*
 * glob.h - patterns of paths and of names, as a configuration writes them.
 */
#ifndef NSC_ANALYZER_BASE_GLOB_H
#define NSC_ANALYZER_BASE_GLOB_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

/*
 * Paths by pattern: `*` and `?` stop at '/', `**` does not (nsc_path_match). Split at the
 * first component with a wildcard, so that a folder above it may have any name, and a
 * walk can begin there. Without a wildcard it stands for the file of that path or, if it
 * is a folder, for everything in it. Letters match in their own case (decisions.md 15).
 */
struct nsc_glob {
	struct nsc_name
		folder; /* absolute, normalised; no wildcard in it counts as one */
	struct nsc_name
		pattern; /* below it; empty: the path `folder`, and all below it */
	struct nsc_name written; /* as the configuration has it */
	struct nsc_place at;
};

#define NOSTD_NAME nsc_glob_vec
#define NOSTD_T    struct nsc_glob
#define NOSTD_IN
#include <nostd/vec.h>

/* Does one of the globs match this absolute, normalised path? False for none. */
bool nsc_globs_match(const struct nsc_names *names, const struct nsc_glob *globs,
		     size_t count, struct nostd_str path);

#endif
