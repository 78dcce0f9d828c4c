/*
 * explain.h - what a name means by the tables of rules/, for `explain`.
 *
 * In:   a name: a rule's id or slug, a page, a symbol, a header, an archive, a tier or a
 *       capability. One name may be several of these ("time" is a symbol and a
 *       capability): all are told.
 * Out:  text for people, or JSON. Nothing of any input: what an image makes of a name is
 *       said by `why` and `tree`.
 *
 * JSON: {name} and one key for each thing it is:
 *
 * rule - id, slug, severity (the ceiling), on, judged, says, remedy (places in braces),
 * page (Markdown).
 *
 * topic - page.
 *
 * symbol - name (without what a tool chain puts around it), base and pattern (how it is
 * derived; pattern is null where the name has a row of its own), same (another spelling
 * of the base, not a sibling), tier and capability (profile practical), strict {c89 ..
 * c23, or c++98 .. c++26}, origin, traits[], defined_by[{library,seen}] (the base),
 * source_names[{name,libraries}], link_names[{name,libraries}],
 * emitted_for[{written,compilers,when,stop}],
 * turned_into[{emitted,compilers,when,stop}], constructs[{kind,text,gcc,clang,instead}],
 * use_instead, note, rules[] (that may report
 * it).
 *
 * unknown - reason: why the name is in no table on purpose.
 *
 * header - name, tier, capability, strict {..}, origin, mixed,
 * shipped_by[{library,seen}], use_instead, note.
 *
 * library - glob, role, means, note.   tier - means.   capability - means, drags.
 */
#ifndef NSC_ANALYZER_REPORT_EXPLAIN_H
#define NSC_ANALYZER_REPORT_EXPLAIN_H

#include <stdbool.h>

#include <nostd/fmt.h>

#include "rules/header.h"
#include "rules/rule.h"
#include "rules/symbol.h"

struct nsc_json;
struct nsc_library;
struct nsc_near;
struct nsc_put;

/* Everything that a name is. */
struct nsc_explained {
	struct nostd_str name;             /* as asked, without <>, "" and () */
	const struct nsc_rule *rule;       /* NULL: it names none */
	struct nostd_str page;             /* of the rule, or a topic's; may be empty */
	const struct nsc_library *library; /* NULL: none */
	bool has_symbol, has_header, has_tier, has_capability;
	struct nsc_symbol_meaning symbol;
	struct nsc_header_meaning header;
	struct nostd_str unknown; /* reason; empty: the name is not in that list */
	enum nsc_tier tier;
	enum nsc_capability capability;
};

/* false: nothing knows it; `out` has its name only. */
bool nsc_explain(struct nostd_str name, struct nsc_explained *out);

/* Offer every name that can be explained and is spelt out in a table. */
void nsc_explain_near(struct nsc_near *near);

void nsc_explain_text(struct nsc_put *put, const struct nsc_explained *it);
void nsc_explain_json(struct nsc_json *json, const struct nsc_explained *it);

/*
 * The tier of a name in `strict` by edition: those of C, or those of C++ for what is
 * judged by C++. Shared by both writers.
 */
struct nsc_explain_strict {
	enum nsc_edition first; /* the editions are first .. first + count - 1 */
	size_t count;
	enum nsc_tier tiers[NSC_EDITION_COUNT];
};

void nsc_explain_symbol_strict(const struct nsc_explained *it,
			       struct nsc_explain_strict *out);
void nsc_explain_header_strict(const struct nsc_explained *it,
			       struct nsc_explain_strict *out);

/* Rules that may report a symbol, in the order of their precedence; how many. */
enum { NSC_EXPLAIN_RULES_MAX = 16 };
size_t nsc_explain_rules(const struct nsc_symbol_meaning *symbol,
			 enum nsc_rule_id out[NSC_EXPLAIN_RULES_MAX]);

#endif
