/*
 * groups.h - pieces put together to the size one looks at: components, objects, sections,
 * symbols, tiers, capabilities, archives and their members.
 *
 * In:   a surveyed target.
 * Out:  groups in byte order of what they are called, each piece in exactly one.
 */
#ifndef NSC_ANALYZER_JUDGE_GROUPS_H
#define NSC_ANALYZER_JUDGE_GROUPS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/graph/referrers.h"
#include "analyzer/judge/finding.h"

struct nsc_mounts;
struct nsc_survey;

enum nsc_group_size {
	NSC_BY_COMPONENT, /* own components; hosted code by component, tier, capability */
	NSC_BY_OBJECT,
	NSC_BY_SECTION,
	NSC_BY_SYMBOL,
	NSC_BY_TIER, /* own code is one row beside the tiers */
	NSC_BY_CAPABILITY,
	NSC_BY_ARCHIVE, /* objects in no archive are one row of each side */
	NSC_BY_MEMBER,  /* the same of objects, but each member is a row */
	NSC_BY_REGION   /* no groups of pieces: what is loaded here can run there */
};
enum { NSC_GROUP_SIZE_COUNT = NSC_BY_REGION + 1 };

/* "component" ... "region". */
const char *nsc_group_size_name(enum nsc_group_size size);

struct nsc_group {
	uint8_t kind;         /* enum nsc_piece_kind of its first piece */
	uint8_t side;         /* enum nsc_side of its first piece */
	bool present;         /* one of its pieces is */
	struct nsc_name name; /* what it is called at this size, as shown */
	struct nsc_name
		where;      /* component or file it belongs to, as shown; may be empty */
	uint32_t file;      /* of the graph, when all of it is in one; NSC_NO_ROW */
	uint32_t node;      /* of the graph, when all of it is in one; NSC_NO_ROW */
	uint32_t component; /* of the target, when all of it is in one; NSC_NO_ROW */
	uint8_t tier;       /* enum nsc_tier; own components: what they need; archives:
			     * the highest in it */
	uint8_t capability; /* enum nsc_capability, when has_capability */
	bool has_capability;
	uint8_t state; /* enum nsc_state */
};

#define NOSTD_NAME nsc_group_vec
#define NOSTD_T    struct nsc_group
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_groups {
	const struct nsc_survey *survey;
	enum nsc_group_size size;
	struct nsc_group_vec all;      /* by name, place, order of the inputs */
	uint32_t *of_piece;            /* by piece */
	struct nsc_row_groups members; /* pieces, by group */
};

/* Everything lives as long as the run. Of every size but NSC_BY_REGION. */
void nsc_groups_make(const struct nsc_survey *survey, enum nsc_group_size size,
		     struct nsc_groups *out);

/*
 * What its bytes are called: the group, or "rest of .text", "rest" for those of a section
 * or file that no symbol has. Interned.
 */
struct nsc_name nsc_group_bytes_name(const struct nsc_groups *groups,
				     const struct nsc_group *group);

/* Is it the user's code or a dependency's? */
bool nsc_group_is_own(const struct nsc_group *group);

#endif
