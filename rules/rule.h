/*
 * rule.h - the rules: ids, slugs, severities, sentences and pages.
 *
 * In:   an id or a slug.
 * Out:  the row of rules.def, with its page for `explain`.
 * Knows nothing of how a rule is judged.
 */
#ifndef NSC_RULES_RULE_H
#define NSC_RULES_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/str.h>

enum nsc_severity {
#define SEVERITY(id, spelling, level) NSC_SEVERITY_##id,
#include "rules/severities.def"
};
enum {
	NSC_SEVERITY_COUNT = 0
#define SEVERITY(...) +1
#include "rules/severities.def"
};

/* NSC_RULE_101 ...: handles of the rows, in the order of rules.def (by number). */
enum nsc_rule_id {
#define RULE(number, ...) NSC_RULE_##number,
#include "rules/rules.def"
};
enum {
	NSC_RULE_COUNT = 0
#define RULE(...) +1
#include "rules/rules.def"
};

struct nsc_rule {
	struct nostd_str id;        /* "NSC101"; never renumbered, never reused */
	struct nostd_str slug;      /* "hosted-symbol" */
	enum nsc_severity severity; /* ceiling: the state of the evidence lowers it */
	bool on;                    /* judged unless a configuration turns it off */
	bool judged;                /* false: this version has the rule on paper only */
	struct nostd_str says;   /* one sentence, no full stop: what a finding asserts */
	struct nostd_str remedy; /* sentences with places to fill in: nsc_remedy_format */
};

/* What fills the places of a remedy: {symbol}, {header} ... An empty one has no value. */
struct nsc_remedy_values {
	struct nostd_str symbol;
	struct nostd_str header;
	struct nostd_str capability;
	struct nostd_str use_instead;
	struct nostd_str provider;
};

const struct nsc_rule *nsc_rule_at(enum nsc_rule_id id);

/* By "NSC101" or by slug; letters of the id in either case. NULL: no such rule. */
const struct nsc_rule *nsc_rule_find(struct nostd_str id_or_slug);

/*
 * Write the rule's remedy into `buf`, places filled in; a sentence with a place that has
 * no value is left out. At most `size` bytes are written, no NUL. Returns the length of
 * the whole text, which may be more than `size`, or 0 when no sentence is left.
 */
size_t nsc_remedy_format(const struct nsc_rule *rule,
			 const struct nsc_remedy_values *values, char *buf, size_t size);

/*
 * The pages for `explain`: one for each rule, named by its id, and topics ("tiers",
 * "memory-functions"). Markdown, at most 4,000 bytes. false: no such page, *page
 * untouched.
 */
bool nsc_page_find(struct nostd_str name, struct nostd_str *page);
size_t nsc_page_count(void);
struct nostd_str nsc_page_name(size_t index); /* index < nsc_page_count(), byte order */

/* "error" in reports, "deny" in options and configuration. */
struct nostd_str nsc_severity_name(enum nsc_severity severity);
struct nostd_str nsc_severity_level(enum nsc_severity severity);

/* By level or by name ("deny" and "error" are one). false: neither, *out untouched. */
bool nsc_severity_by_name(struct nostd_str name, enum nsc_severity *out);

/* 16 hexadecimal digits that change with any table of this folder. */
struct nostd_str nsc_rules_version(void);

#endif
