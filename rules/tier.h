/*
 * tier.h - the words of a classification: tiers, capabilities, profiles, editions.
 *
 * In:   nothing; the rows of the .def files beside this header.
 * Out:  enumerations, their spellings, and the tier of a row under a profile.
 * Knows no names of symbols or headers; symbol.h and header.h do.
 *
 * Every string handed out lives as long as the program and is not ended by NUL.
 */
#ifndef NSC_RULES_TIER_H
#define NSC_RULES_TIER_H

#include <stdbool.h>

#include <nostd/str.h>

enum nsc_tier {
#define TIER(id, spelling, meaning) NSC_TIER_##id,
#include "rules/tiers.def"
};

enum nsc_capability {
#define CAPABILITY(id, spelling, drags, meaning) NSC_CAP_##id,
#include "rules/capabilities.def"
};

enum nsc_edition {
#define EDITION(id, spelling, language, c_library) NSC_EDITION_##id,
#include "rules/editions.def"
};

enum {
	NSC_TIER_COUNT = 0
#define TIER(...) +1
#include "rules/tiers.def"
};
enum {
	NSC_CAP_COUNT = 0
#define CAPABILITY(...) +1
#include "rules/capabilities.def"
};
enum {
	NSC_EDITION_COUNT = 0
#define EDITION(...) +1
#include "rules/editions.def"
};

/* What a target promises to be judged by; policy, never read from the compiler's -std. */
struct nsc_profile {
	bool strict; /* false: `practical`, which ignores `edition` for C names */
	enum nsc_edition edition;
};

/* The default: practical, C23. */
#define NSC_PROFILE_DEFAULT ((struct nsc_profile){false, NSC_EDITION_C23})

/* "core", "alloc", "std", "unknown", and what that means in one line. */
struct nostd_str nsc_tier_name(enum nsc_tier tier);
struct nostd_str nsc_tier_meaning(enum nsc_tier tier);

/*
 * false: no tier is spelt so, *out is untouched. "unknown" is no tier anybody can ask
 * for.
 */
bool nsc_tier_by_name(struct nostd_str name, enum nsc_tier *out);

/* "heap", "io", ... and what that means in one line. */
struct nostd_str nsc_capability_name(enum nsc_capability capability);
struct nostd_str nsc_capability_meaning(enum nsc_capability capability);
bool nsc_capability_by_name(struct nostd_str name, enum nsc_capability *out);

/*
 * Does a core function drag a hosted part in (NSC111) when it reaches a name of this
 * capability whose own tier is not core? True for heap, io, fs, ...; false for errno,
 * locale, string, ...: these cost bytes but need no OS.
 */
bool nsc_capability_drags(enum nsc_capability capability);

/* "c89" ... "c23", "c++98" ... "c++26". */
struct nostd_str nsc_edition_name(enum nsc_edition edition);
bool nsc_edition_by_name(struct nostd_str name, enum nsc_edition *out);

/*
 * The edition of C whose library clause holds under `edition`, and the edition of C++
 * under which C++ headers are judged: a C edition does not choose one, then it is C++23.
 */
enum nsc_edition nsc_edition_of_c(enum nsc_edition edition);
enum nsc_edition nsc_edition_of_cxx(enum nsc_edition edition);

#endif
