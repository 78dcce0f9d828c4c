/*
 * ask.h - what compiler drivers and linkers say of themselves.
 *
 * Private to analyzer/linkline. Answers are in run->scratch.
 */
#ifndef NSC_ANALYZER_LINKLINE_ASK_H
#define NSC_ANALYZER_LINKLINE_ASK_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/base/name_vec.h"

struct nsc_drivers;
struct nsc_link_command;
struct nsc_link_line;
struct nsc_run;

/* Who is asked, and what the answer was. */
struct nsc_asking {
	struct nsc_drivers *drivers;
	struct nsc_run *run;
	struct nostd_str why; /* when there was no answer */
};

/* Is this a program whose base name is that of a linker, or a compiler driver? */
bool nsc_is_linker(struct nostd_str program);
bool nsc_is_link_driver(struct nostd_str program);

/*
 * Which linker it is, by its name, else by --version; of lld the version too, if it can
 * be asked. False: it is not known.
 */
bool nsc_ask_linker(struct nsc_asking *ask, struct nsc_name program,
		    struct nsc_link_line *line);

/* The words that a driver gives its linker, the linker first. */
bool nsc_ask_driver(struct nsc_asking *ask, const struct nsc_link_command *command,
		    struct nsc_name_vec *words);

/* The script that GNU ld uses when `options` (-m, -shared ...) are all it is given. */
bool nsc_ask_script(struct nsc_asking *ask, struct nsc_name program,
		    const struct nsc_name_vec *options, struct nostd_str *text);

#endif
