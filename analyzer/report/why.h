/*
 * why.h - why a thing is in a target, as text and as JSON.
 *
 * JSON: {schema_version, command, name, complete, targets[{target, image, is, state,
 * provider{object, archive, member, section}, tier, capability, ways, chains[{symbol,
 * cut, live, hosted, emitted, location, function, macros[], finding{id, rule, severity,
 * suppressed}, root, why[{node, symbol, edge, side, object, archive, member, section,
 * location}], retained, retained_group, remedy}], pulls[{object, archive, member, symbol,
 * function, location, finding}], pulled_apart, unknown[]}], errors[]}.
 *
 * `is` is what the name was taken for (symbol, object, component); null: the target does
 * not know it. `state` is null when nothing of the target refers to it. `cut` is the
 * position in `why` of the step that can be cut; steps are those of findings in a report
 * of `check`. In `pulls` each file was taken for `symbol` by the one before; the first
 * stands on the command line, or is all null: the line itself asks for it. `unknown` are
 * sentences.
 *
 * A name that is nothing of a link may be a header: `is` is "header", and `directives`
 * are the includes in own code that bring it, [{header, location, used, needs[], units,
 * chains[], remedy}] (header.h). `used`: a function or object of it; null where neither
 * it nor `needs` is known, of own and of freestanding headers.
 */
#ifndef NSC_ANALYZER_REPORT_WHY_H
#define NSC_ANALYZER_REPORT_WHY_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/fmt.h>

#include "analyzer/judge/groups.h"

struct nsc_causes;
struct nsc_header_directive_vec;
struct nsc_report;

/* A target's answer. */
struct nsc_why_view {
	const struct nsc_causes *causes;
	bool known;               /* the target knows the name */
	enum nsc_group_size size; /* what the name was taken for, when it is known */
	unsigned levels;          /* enum nsc_level: what evidence there was */
	/* Then it is a header, and nothing else is to be told. NULL: it is none. */
	const struct nsc_header_directive_vec *directives;
};

/* What `why` was asked, and what each target answers. */
struct nsc_why_answer {
	struct nostd_str name;            /* as it was asked for */
	const struct nsc_why_view *views; /* of each target */
	size_t count;
};

struct nsc_why_style {
	bool color;
	bool all;     /* every cut edge is there */
	bool verbose; /* the pulls are always of interest */
};

/* Of targets that know the name; an empty line stands between them. */
bool nsc_report_why_text(const struct nsc_report *report,
			 const struct nsc_why_answer *answer,
			 const struct nsc_why_style *style, struct nostd_sink out);
bool nsc_report_why_json(const struct nsc_report *report,
			 const struct nsc_why_answer *answer, struct nostd_sink out);

#endif
