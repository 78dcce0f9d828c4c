/*
 * policy.h - what a target promises, in plain rows: the terms the judge judges by.
 *
 * Filled by analyzer/run from the configuration, the command line and inline exemptions;
 * the judge reads files of no kind.
 */
#ifndef NSC_ANALYZER_JUDGE_POLICY_H
#define NSC_ANALYZER_JUDGE_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/glob.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "rules/rule.h"
#include "rules/tier.h"

#define NOSTD_NAME nsc_pattern_vec
#define NOSTD_T    struct nsc_name /* names (nsc_pattern_match), or paths */
#define NOSTD_IN
#include <nostd/vec.h>

enum nsc_policy_subject_kind {
	NSC_SUBJECT_SYMBOL,     /* `name` is a pattern of link names */
	NSC_SUBJECT_HEADER,     /* `name` is a pattern of headers as they are included */
	NSC_SUBJECT_CAPABILITY, /* `capability` */
	NSC_SUBJECT_FORMAT,     /* `name` is an entry of analyzer/base/conversion.h */
	NSC_SUBJECT_RULE /* an inline exemption: `rule`, and `name` if it is given */
};

enum nsc_allowance_kind { NSC_EXEMPT_CONFIG, NSC_EXEMPT_INLINE };

/* An `allow` entry, or a comment in a source. */
struct nsc_allowance {
	uint8_t kind;    /* enum nsc_allowance_kind */
	uint8_t subject; /* enum nsc_policy_subject_kind */
	struct nsc_place at;
	struct nsc_name name;
	uint8_t capability;     /* enum nsc_capability */
	uint8_t rule;           /* enum nsc_rule_id */
	struct nsc_name reason; /* empty: none was given (NSC953) */
	bool expires;
	int64_t last_day; /* days since 1970-01-01; the last it holds on */
	uint64_t drags;   /* capabilities that may come with it, a bit each */
	uint32_t line_first, line_last; /* inline: the lines it covers, both included */
	uint32_t glob_first,
		glob_count;    /* only_from: rows of globs; none: from anywhere */
	bool used;             /* set by the judge when it met something to exempt */
	struct nsc_name fault; /* inline: why it is not understood; given: not in force */
	bool told;             /* inline: another target of the run says what is wrong */
};

/* A `deny` entry. */
struct nsc_denial {
	struct nsc_place at;
	uint8_t subject;
	struct nsc_name name;
	uint8_t capability;
	struct nsc_name use_instead; /* may be empty */
	struct nsc_name reason;      /* may be empty */
	bool used;
};

/* A component the configuration names. */
struct nsc_component_rule {
	struct nsc_name name;
	uint8_t side; /* enum nsc_side; NSC_SIDE_OWN by default */
	bool side_given;
	uint32_t path_first, path_count;     /* rows of globs: sources */
	uint32_t object_first, object_count; /* objects and archives */
};

/* What an entry of `budgets` is about. */
enum nsc_budget_subject {
	NSC_BUDGET_HOSTED, /* all hosted code */
	NSC_BUDGET_TIER,
	NSC_BUDGET_CAPABILITY,
	NSC_BUDGET_COMPONENT
};

struct nsc_budget_limit {
	bool given;
	uint64_t bytes; /* as many are allowed */
};

/* An entry of `budgets` (NSC112). */
struct nsc_budget_term {
	struct nsc_place at;
	uint8_t subject;           /* enum nsc_budget_subject */
	uint8_t tier;              /* enum nsc_tier */
	uint8_t capability;        /* enum nsc_capability */
	struct nsc_name component; /* of the target */
	struct nsc_budget_limit flash, ram;
};

#define NOSTD_NAME nsc_budget_term_vec
#define NOSTD_T    struct nsc_budget_term
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_allowance_vec
#define NOSTD_T    struct nsc_allowance
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_denial_vec
#define NOSTD_T    struct nsc_denial
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_component_rule_vec
#define NOSTD_T    struct nsc_component_rule
#define NOSTD_IN
#include <nostd/vec.h>

/* Which levels of evidence were asked for. */
enum nsc_level { NSC_LEVEL_SOURCE = 1, NSC_LEVEL_OBJECT = 2, NSC_LEVEL_LINK = 4 };

struct nsc_policy_terms {
	struct nsc_name target;
	enum nsc_tier tier;
	bool tier_assumed; /* nobody said so (decisions.md 13) */
	struct nsc_profile profile;
	struct nsc_allowance_vec allow;
	struct nsc_denial_vec deny;
	struct nsc_budget_term_vec budgets;
	struct nsc_component_rule_vec components;
	struct nsc_glob_vec globs;       /* what the ranges above point into */
	struct nsc_pattern_vec hooks;    /* platform hooks the target is known to give */
	struct nsc_pattern_vec provides; /* names that somebody outside defines */
	struct nsc_name allocator;       /* symbol or component; empty: not said */
	struct nsc_name panic;           /* symbol; empty: not said */
	enum nsc_severity
		level[NSC_RULE_COUNT]; /* what `severity` and -D/-W/-A make of each */
	bool level_given[NSC_RULE_COUNT];
	struct nsc_pattern_vec hosted_folders; /* of compilers and sysroots; absolute */
	struct nsc_pattern_vec own_folders; /* the root and the build folders; absolute */
	unsigned levels;                    /* enum nsc_level */
	struct nsc_pattern_vec filters; /* sources that are of interest; none: all are */
	bool full;     /* no source or level left out: stale entries can be told */
	int64_t today; /* days since 1970-01-01 */
};

void nsc_policy_terms_init(struct nsc_policy_terms *terms, struct nostd_bump *keep);

/* Does one of the folders hold this path? All absolute and normalised. */
bool nsc_folders_hold(const struct nsc_pattern_vec *folders,
		      const struct nsc_names *names, struct nsc_name path);

/* Does a file belong to a compiler or a libc, by where it lies? */
bool nsc_terms_is_hosted(const struct nsc_policy_terms *terms,
			 const struct nsc_names *names, struct nsc_name path);

#endif
