/*
 * glob.h - the path patterns of a configuration: made, and looked up on disk.
 */
#ifndef NSC_ANALYZER_CONFIG_GLOB_H
#define NSC_ANALYZER_CONFIG_GLOB_H

#include <nostd/str.h>

#include "analyzer/base/glob.h"
#include "analyzer/config/said.h"

struct nsc_run;

/* The glob that `text` means in `folder` (absolute); `at` is left to the caller. */
struct nsc_glob nsc_glob_make(struct nsc_run *run, struct nostd_str folder,
			      struct nostd_str text);

/*
 * Every file on disk that one of the globs matches: absolute paths, each once, in byte
 * order, appended to `out`. Links to folders are not followed, so the walk ends; folders
 * that cannot be read are passed over. A glob that finds nothing has a row in `missing`
 * (may be NULL).
 */
void nsc_globs_expand(struct nsc_run *run, const struct nsc_glob_vec *globs,
		      struct nsc_said_text_vec *out, struct nsc_glob_vec *missing);

#endif
