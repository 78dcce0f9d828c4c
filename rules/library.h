/*
 * library.h - what an archive or start file is, by its base name.
 *
 * In:   the path or base name of an archive, shared library or start file.
 * Out:  its role (libc, stub, run-time, start-up ...).
 * Knows nothing of what the file holds: a project may call its own archive libc.a, so a
 * name counts only together with the place or the contents (nsc_symbol_is_libc_api).
 *
 * The rows are libraries.tsv.
 */
#ifndef NSC_RULES_LIBRARY_H
#define NSC_RULES_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

enum nsc_library_role {
#define ROLE(id, spelling, side, meaning) NSC_ROLE_##id,
#include "rules/roles.def"
};
enum {
	NSC_ROLE_COUNT = 0
#define ROLE(...) +1
#include "rules/roles.def"
};

/* Which side of a boundary a role stands on (decided per role in roles.def). */
enum nsc_library_side { NSC_SIDE_HOSTED, NSC_SIDE_RUNTIME, NSC_SIDE_STARTUP };

struct nsc_library {
	struct nostd_str glob; /* of the row: "libclang_rt.builtins*.a" */
	enum nsc_library_role role;
	struct nostd_str note; /* what it is, in a few words */
};

/* Both / and \ separate folders. NULL: the name says nothing. */
const struct nsc_library *nsc_library_find(struct nostd_str path);

/* All rows, in the order they are tried. */
size_t nsc_library_count(void);
const struct nsc_library *nsc_library_at(size_t index); /* index < nsc_library_count() */

struct nostd_str nsc_role_name(enum nsc_library_role role);
struct nostd_str nsc_role_meaning(enum nsc_library_role role);
enum nsc_library_side nsc_role_side(enum nsc_library_role role);

#endif
