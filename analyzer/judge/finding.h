/*
 * finding.h - a rule broken by a target, with its evidence. Plain data; the judge fills
 * it, the report writers read it.
 */
#ifndef NSC_ANALYZER_JUDGE_FINDING_H
#define NSC_ANALYZER_JUDGE_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"
#include "analyzer/replay/price.h"
#include "rules/rule.h"
#include "rules/tier.h"

struct nostd_bump;
struct nsc_mounts;
struct nsc_unit_facts;
struct nsc_want;

/* How far a referenced definition got (design.md, "Three states"). */
enum nsc_state { NSC_STATE_REFERENCED, NSC_STATE_EXTRACTED, NSC_STATE_LIVE };

/* A macro of a stack, outermost first. */
struct nsc_finding_macro {
	struct nsc_name name;
	struct nsc_place defined;
};

/* A use in a source. */
struct nsc_source_site {
	struct nsc_place at, physical;
	struct nsc_name function;          /* empty: outside any */
	struct nsc_name spelled;           /* the name as written */
	uint32_t width;                    /* bytes of what stands there; 0: not known */
	uint32_t macro_first, macro_count; /* rows of the findings' macros */
	const struct nsc_unit_facts *unit; /* whose guards; NULL: none are known */
	uint32_t guard_first, guard_count; /* rows of its guards, outermost first */
};

/* A reference in an object. */
struct nsc_object_evidence {
	struct nsc_name object;  /* path; empty when in an archive */
	struct nsc_name archive; /* path; empty for a lone object */
	struct nsc_name member;
	struct nsc_name section;
	struct nsc_name function; /* may be empty */
	struct nsc_name symbol;
	struct nsc_place at;           /* by DWARF; may be empty */
	bool live;                     /* its section is in the image */
	bool emitted;                  /* the compiler put it in */
	const struct nsc_want *origin; /* of what, if it did; else NULL */
};

/* A member that the link pulled in for it. */
struct nsc_link_evidence {
	struct nsc_name archive, member; /* what came in */
	struct nsc_name by_archive, by_member,
		by_object; /* who asked first; all empty: nobody */
	struct nsc_name symbol;
	struct nsc_cost bytes; /* of that member in the image */
	uint32_t line;         /* of the map */
};

enum nsc_hop_kind {
	NSC_HOP_ROOT,
	NSC_HOP_CALL,
	NSC_HOP_ADDRESS,
	NSC_HOP_WEAK,
	NSC_HOP_MENTION, /* the map says that much */
	NSC_HOP_SHARES,  /* another function of the same section */
	NSC_HOP_LIBCALL, /* put in by the compiler, and core */
	NSC_HOP_STARTUP  /* by a start file */
};

/* A step of a chain: the node, and how it is reached from the one before. */
struct nsc_hop {
	struct nsc_name
		object; /* path; empty when in an archive, or nobody provides it */
	struct nsc_name archive; /* path; empty for a lone object */
	struct nsc_name member;
	struct nsc_name section;
	struct nsc_name symbol; /* what it is called there */
	uint8_t edge;           /* enum nsc_hop_kind */
	struct nsc_place at;    /* of the reference, where it is known */
	uint8_t side;           /* enum nsc_side */
	bool defined;           /* false: nobody provides it */
};

/* A name of a hosted header that own code needs (NSC102). */
struct nsc_header_need {
	struct nsc_name name;
	uint8_t kind;            /* enum nsc_header_name_kind */
	struct nsc_place at;     /* where it is used first */
	struct nsc_name instead; /* a freestanding header that declares it; else empty */
};

/* A unit that includes a header, and by which row: the chain leads back from there. */
struct nsc_header_way {
	const struct nsc_unit_facts *unit;
	uint32_t row; /* of its includes */
};

enum nsc_suppression_kind { NSC_SUPPRESS_NONE, NSC_SUPPRESS_CONFIG, NSC_SUPPRESS_INLINE };

/* A judged target: what the summary needs beside the findings. */
struct nsc_verdict {
	struct nsc_price all;     /* what leaves if every finding's references go */
	uint32_t core_unknown;    /* core names of a libc that was not given (NSC111) */
	uint32_t looked_at;       /* unknown names used by address alone, nobody's here */
	uint32_t looked_at_first; /* graph symbol: the first of them in byte order */
	uint32_t looked_at_last;  /* the newest counted */
	uint32_t by_severity[NSC_SEVERITY_COUNT]; /* without the suppressed ones */
	uint32_t suppressed;
};

/* What a finding costs. */
struct nsc_finding_price {
	struct nsc_cost own; /* bytes of the definition's own section */
	bool own_known;
	struct nsc_price retained;       /* if this finding's references go */
	struct nsc_price retained_group; /* if every reference to the symbol goes */
	uint32_t shared_with;            /* findings that must go as well; at least */
};

struct nsc_finding {
	struct nsc_digest id;
	enum nsc_rule_id rule;
	enum nsc_severity severity;
	struct nsc_name target;
	struct nsc_name
		symbol;       /* as the link has it; a header for NSC102; may be empty */
	struct nsc_name base; /* without what a tool chain puts around it */
	enum nsc_tier tier;
	bool has_capability;
	enum nsc_capability capability;
	enum nsc_state state;
	bool has_state;
	struct nsc_name function; /* source function; may be empty */
	struct nsc_name path;     /* role path (decisions.md 46) */
	struct nsc_name message;  /* one sentence */
	struct nsc_name remedy;   /* sentences; may be empty */
	struct nsc_place at;      /* the best known place; may be empty */
	/* Rows of the lists in struct nsc_findings. */
	uint32_t source_first, source_count;
	uint32_t object_first, object_count;
	uint32_t link_first, link_count;
	uint32_t hop_first, hop_count;
	uint32_t need_first, need_count; /* by name */
	uint32_t way_first, way_count;
	uint32_t boundary_hop; /* position in the chain of the cut edge's target */
	uint32_t why_count;    /* referring places in all */
	uint64_t related; /* rules that fit as well, a bit each by enum nsc_rule_id */
	struct nsc_finding_price price;
	uint8_t suppressed;     /* enum nsc_suppression_kind */
	uint32_t suppressed_by; /* row of the terms' allow */
	uint32_t crossing;      /* row of crossings; NSC_NO_ROW: not a reference */
	/*
	 * For pricing: row of the crossing whose references would go, and the symbol that
	 * it is about. A stub's hook (NSC108) stands at the reference that needs it.
	 * NSC_NO_ROW: nothing can be cut.
	 */
	uint32_t stands_at, subject;
};

#define NOSTD_NAME nsc_finding_vec
#define NOSTD_T    struct nsc_finding
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_finding_macro_vec
#define NOSTD_T    struct nsc_finding_macro
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_source_site_vec
#define NOSTD_T    struct nsc_source_site
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_object_evidence_vec
#define NOSTD_T    struct nsc_object_evidence
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_link_evidence_vec
#define NOSTD_T    struct nsc_link_evidence
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_header_need_vec
#define NOSTD_T    struct nsc_header_need
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_header_way_vec
#define NOSTD_T    struct nsc_header_way
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_hop_vec
#define NOSTD_T    struct nsc_hop
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_findings {
	struct nsc_finding_vec all; /* in the order of decisions.md 47 once sorted */
	struct nsc_finding_macro_vec macros;
	struct nsc_source_site_vec sources;
	struct nsc_object_evidence_vec objects;
	struct nsc_link_evidence_vec links;
	struct nsc_hop_vec hops;
	struct nsc_header_need_vec needs;
	struct nsc_header_way_vec ways;
};

void nsc_findings_init(struct nsc_findings *findings, struct nostd_bump *keep);

/* Order: target, file, line, column, rule, symbol, function, id; texts in byte order. */
void nsc_findings_sort(struct nsc_findings *findings, const struct nsc_mounts *mounts);

const char *nsc_state_name(enum nsc_state state);
const char *nsc_hop_kind_name(uint8_t kind);

#endif
