/*
 * script.h - a linker script, as far as it decides what is taken and what is kept.
 *
 * In:   the text of a script.
 * Out:  ENTRY, EXTERN, assignments and PROVIDE, the patterns of SECTIONS with KEEP and
 *       EXCLUDE_FILE, INPUT and GROUP, SEARCH_DIR; INCLUDE is followed. Addresses,
 *       regions and fills are passed over.
 *
 * Private to analyzer/linkline. Source: GNU ld manual, chapter 3 (binutils 2.40).
 */
#ifndef NSC_ANALYZER_LINKLINE_SCRIPT_H
#define NSC_ANALYZER_LINKLINE_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_link_line;
struct nsc_run;

/* A word of INPUT or GROUP, as written ("-lc", "libc.so.6"), or a bracket of GROUP. */
struct nsc_script_input {
	uint8_t kind; /* enum nsc_line_item_kind */
	struct nsc_name word;
	struct nsc_place at;
};

#define NOSTD_NAME nsc_script_input_vec
#define NOSTD_T    struct nsc_script_input
#define NOSTD_IN
#include <nostd/vec.h>

/* What a script says; statements go to `line`, the rest is for the caller. */
struct nsc_script {
	struct nsc_link_line *line;
	struct nsc_script_input_vec inputs;
	struct nsc_name_vec *search; /* SEARCH_DIR is added; INCLUDE looks there */
	bool has_sections;
	bool inserts; /* INSERT: the default script holds as well */
};

/*
 * Read a script; `path` is what its places name. False: it is no script that can be
 * understood, and a diagnostic says where.
 */
bool nsc_script_read(struct nsc_run *run, struct nsc_name path, struct nostd_str text,
		     struct nsc_script *out);

/*
 * --defsym's "NAME=EXPRESSION" as an assignment; `at` is the option's place. False: names
 * in it may be missed, and the caller says so.
 */
bool nsc_script_defsym(struct nsc_run *run, struct nsc_link_line *line,
		       struct nostd_str text, struct nsc_place at);

#endif
