/*
 * file.h - the files of a link line looked up, and linker scripts among them read.
 *
 * Private to analyzer/linkline.
 */
#ifndef NSC_ANALYZER_LINKLINE_FILE_H
#define NSC_ANALYZER_LINKLINE_FILE_H

#include <stdbool.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/base/place.h"

struct nsc_link_line;
struct nsc_run;

/* Where files are looked for, as it stands at a word of the line. */
struct nsc_line_files {
	struct nsc_run *run;
	struct nsc_link_line *line;
	struct nsc_name_vec search; /* folders of -L, then SEARCH_DIR; absolute */
	struct nsc_name sysroot;    /* empty: none */
	bool whole;                 /* --whole-archive */
	bool lazy;                  /* --start-lib */
	bool only_static;           /* -static: no shared libraries */
	uint32_t depth;             /* scripts among the inputs, inside each other */
	bool augmented; /* a script had INSERT: the default one holds as well */
};

/* A file of the line: an object or archive, or a script with more of them. */
void nsc_line_add_file(struct nsc_line_files *files, struct nostd_str word,
		       struct nsc_place at);
/* -lNAME, -l:FILE: the first that is in the folders. */
void nsc_line_add_library(struct nsc_line_files *files, struct nostd_str name,
			  struct nsc_place at);
/* -T: a script for all of the link. */
void nsc_line_add_script(struct nsc_line_files *files, struct nostd_str word,
			 struct nsc_place at);
/* A script's text, of -T, among the inputs or the linker's own. */
bool nsc_line_read_script(struct nsc_line_files *files, struct nsc_name path,
			  struct nostd_str text);

#endif
