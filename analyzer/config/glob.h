/*
 * glob.h - the path patterns of a configuration: made, matched, looked up on disk.
 *
 * A pattern without a wildcard stands for the file of that path or, if it is a folder, for
 * everything in it. Letters match in their own case (decisions.md 15).
 */
#ifndef NSC_ANALYZER_CONFIG_GLOB_H
#define NSC_ANALYZER_CONFIG_GLOB_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/config/said.h"

struct nsc_run;

/* The glob that `text` means in `folder` (absolute); `at` is left to the caller. */
struct nsc_glob nsc_glob_make(struct nsc_run *run, struct nostd_str folder,
			      struct nostd_str text);

/* Does the glob match this path? The path is absolute and normalised. */
bool nsc_glob_match(const struct nsc_names *names, const struct nsc_glob *glob,
		    struct nostd_str path);

/* Does one of them? False for no globs. */
bool nsc_globs_match(const struct nsc_names *names, const struct nsc_glob_vec *globs,
		     struct nostd_str path);

/*
 * Every file on disk that one of the globs matches: absolute paths, each once, in byte
 * order, appended to `out`. Links to folders are not followed, so the walk ends; folders
 * that cannot be read are passed over. A glob that finds nothing has a row in `missing`
 * (may be NULL).
 */
void nsc_globs_expand(struct nsc_run *run, const struct nsc_glob_vec *globs,
		      struct nsc_said_text_vec *out, struct nsc_glob_vec *missing);

#endif
