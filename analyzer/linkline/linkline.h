/*
 * linkline.h - link commands as facts: found in a text, expanded, read with their
 * scripts, their files looked up.
 *
 * In:   a command line, or a file in which one stands: a response file, or what Ninja,
 *       Make or CMake wrote.
 * Out:  a struct nsc_link_line; what it names and nobody finds is a diagnostic.
 *
 * A command comes from other people's repositories. Programs that it names are run under
 * the rules of analyzer/compdb/driver.h only, and only to ask: a compiler driver for the
 * line it gives its linker (-###, which runs nothing), a linker for its name (--version)
 * and its script (--verbose).
 */
#ifndef NSC_ANALYZER_LINKLINE_LINKLINE_H
#define NSC_ANALYZER_LINKLINE_LINKLINE_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/base/place.h"

struct nsc_drivers;
struct nsc_err;
struct nsc_link_line;
struct nsc_run;

/* A command of a text that links something; its words, response files read in. */
struct nsc_link_command {
	struct nsc_name_vec words; /* from the program on */
	struct nsc_name folder;    /* where it runs */
	struct nsc_place at;
};

#define NOSTD_NAME nsc_link_command_vec
#define NOSTD_T    struct nsc_link_command
#define NOSTD_IN
#include <nostd/vec.h>

/* A text and where it stands. */
struct nsc_link_text {
	struct nostd_str text;
	struct nsc_name path; /* of its file; empty: it was given as such */
	struct nsc_name
		folder; /* that its relative paths are of, where it does not say */
};

/* Every command of a text that links something, in order. */
void nsc_link_commands(struct nsc_run *run, const struct nsc_link_text *text,
		       struct nsc_link_command_vec *out);

/*
 * Read a command. False, with *why, when it cannot be understood at all: its driver or
 * linker may not be asked, or answers nothing.
 */
bool nsc_link_line_read(struct nsc_drivers *drivers, struct nsc_run *run,
			const struct nsc_link_command *command,
			struct nsc_link_line *line, struct nostd_str *why);

#endif
