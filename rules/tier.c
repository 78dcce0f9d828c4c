/*
 * tier.c - spellings of tiers, capabilities and editions, and the tier of a row.
 *
 * In:   the .def files and one row's two tier columns.
 * Out:  see tier.h.
 */
#include "rules/tier.h"

#include "rules/table.h"

enum language { C, CXX };

struct edition {
	struct nostd_str name;
	enum language language;
	enum nsc_edition c_library;
};

static const struct edition editions[] = {
#define EDITION(id, spelling, language, c_library) \
	{NOSTD_STR_INIT(spelling), language, NSC_EDITION_##c_library},
#include "rules/editions.def"
};

static const struct nostd_str tier_names[] = {
#define TIER(id, spelling, meaning) NOSTD_STR_INIT(spelling),
#include "rules/tiers.def"
};

static const struct nostd_str tier_meanings[] = {
#define TIER(id, spelling, meaning) NOSTD_STR_INIT(meaning),
#include "rules/tiers.def"
};

static const struct nostd_str capability_names[] = {
#define CAPABILITY(id, spelling, drags, meaning) NOSTD_STR_INIT(spelling),
#include "rules/capabilities.def"
};

static const struct nostd_str capability_meanings[] = {
#define CAPABILITY(id, spelling, drags, meaning) NOSTD_STR_INIT(meaning),
#include "rules/capabilities.def"
};

static const bool capability_drags[] = {
#define PURE                                     false
#define HOSTED                                   true
#define CAPABILITY(id, spelling, drags, meaning) drags,
#include "rules/capabilities.def"
#undef PURE
#undef HOSTED
};

static const struct nostd_str origin_names[] = {
#define ORIGIN(id, spelling) NOSTD_STR_INIT(spelling),
#include "rules/origins.def"
};

/* Number of `name` among `count` names, or `count`. The lists are short. */
static size_t index_of(const struct nostd_str *names, size_t count, struct nostd_str name)
{
	size_t i = 0;

	while (i < count && !nostd_str_eq(names[i], name)) {
		i++;
	}
	return i;
}

struct nostd_str nsc_tier_name(enum nsc_tier tier)
{
	return tier_names[tier];
}

struct nostd_str nsc_tier_meaning(enum nsc_tier tier)
{
	return tier_meanings[tier];
}

bool nsc_tier_by_name(struct nostd_str name, enum nsc_tier *out)
{
	size_t i = index_of(tier_names, NSC_TIER_UNKNOWN, name);

	if (i == NSC_TIER_UNKNOWN) {
		return false;
	}
	*out = (enum nsc_tier)i;
	return true;
}

struct nostd_str nsc_capability_name(enum nsc_capability capability)
{
	return capability_names[capability];
}

struct nostd_str nsc_capability_meaning(enum nsc_capability capability)
{
	return capability_meanings[capability];
}

bool nsc_capability_by_name(struct nostd_str name, enum nsc_capability *out)
{
	size_t i = index_of(capability_names, NSC_CAP_COUNT, name);

	if (i == NSC_CAP_COUNT) {
		return false;
	}
	*out = (enum nsc_capability)i;
	return true;
}

bool nsc_capability_drags(enum nsc_capability capability)
{
	return capability_drags[capability];
}

struct nostd_str nsc_edition_name(enum nsc_edition edition)
{
	return editions[edition].name;
}

bool nsc_edition_by_name(struct nostd_str name, enum nsc_edition *out)
{
	for (size_t i = 0; i < NSC_EDITION_COUNT; i++) {
		if (nostd_str_eq(editions[i].name, name)) {
			*out = (enum nsc_edition)i;
			return true;
		}
	}
	return false;
}

enum nsc_edition nsc_edition_of_c(enum nsc_edition edition)
{
	return editions[edition].c_library;
}

enum nsc_edition nsc_edition_of_cxx(enum nsc_edition edition)
{
	return editions[edition].language == CXX ? edition : NSC_EDITION_CXX23;
}

enum nsc_tier nsc_tier_under(const struct nsc_profile *profile, uint8_t practical,
			     uint8_t strict)
{
	enum nsc_edition since;
	enum nsc_edition asked;

	if (!profile->strict) {
		return (enum nsc_tier)practical;
	}
	if (strict < NSC_STRICT_SINCE) {
		return (enum nsc_tier)strict;
	}
	since = (enum nsc_edition)(strict - NSC_STRICT_SINCE);
	asked = editions[since].language == CXX ? nsc_edition_of_cxx(profile->edition)
						: nsc_edition_of_c(profile->edition);
	return asked >= since ? NSC_TIER_CORE : NSC_TIER_STD;
}

struct nostd_str nsc_origin_name(enum nsc_origin origin)
{
	return origin_names[origin];
}
