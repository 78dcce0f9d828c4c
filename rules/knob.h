/*
 * knob.h - configuration macros by which libraries leave hosted parts out.
 *
 * In:   the path of a header that a unit includes.
 * Out:  the macros that its library is known to understand, and what leaves with each.
 * Knows nothing of whether it helps: versions differ, so a row is something to try.
 *
 * The rows are knobs.tsv.
 */
#ifndef NSC_RULES_KNOB_H
#define NSC_RULES_KNOB_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

enum nsc_knob_action {
	NSC_KNOB_DEFINE,   /* -DNAME, or -DNAME=VALUE where there is a value */
	NSC_KNOB_UNDEFINE, /* -UNAME */
	NSC_KNOB_REPLACE   /* may name a function of the target's own: nothing to try */
};

struct nsc_knob {
	struct nostd_str library; /* "miniz" */
	struct nostd_str macro;   /* "MINIZ_NO_STDIO" */
	enum nsc_knob_action action;
	struct nostd_str value;   /* of DEFINE; empty: none */
	struct nostd_str header;  /* end of the path that tells the library: "miniz.h" */
	struct nostd_str removes; /* symbols and features, as prose */
	struct nostd_str with; /* macros to be defined besides, by blanks; may be empty */
	struct nostd_str source; /* who says so */
	struct nostd_str note;   /* may be empty */
};

/* All rows, sorted by library, then macro. */
size_t nsc_knob_count(void);
const struct nsc_knob *nsc_knob_at(size_t index); /* index < nsc_knob_count() */

/* Is this the path of the header by which the knob's library is told? */
bool nsc_knob_is_of(const struct nsc_knob *knob, struct nostd_str header_path);

/* Does the row's prose of what leaves name this symbol? */
bool nsc_knob_names(const struct nsc_knob *knob, struct nostd_str symbol);

/*
 * A macro that says which system or compiler it is (platforms.def): no choice of a
 * project, whatever would leave with it.
 */
bool nsc_knob_is_platform(struct nostd_str macro);

#endif
