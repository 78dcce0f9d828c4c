/*
 * hidden.h - calls that nobody wrote, as text and as JSON.
 *
 * JSON: {schema_version, command, complete, targets[{target, image, counts{objects,
 * symbols, written, rewritten, construct, flag, unknown}, flags[{flag, units, given,
 * by_default, brings, stop}], link{start_files, libraries}, calls[{object, archive,
 * member, compiler, symbol, function, line{file, line}, origin}], forecast[{source,
 * function, location, construct, may_emit[], stop, instead}]}], errors[]}.
 *
 * An origin, here and in `check` and `why`: {kind, reason, location, written, construct{
 * kind, text, name, bytes, promoted, line_first, line_last}, by, others, stop{gcc,
 * clang}, instead}. `counts` count each undefined symbol of an object once, by the
 * best of its rows. `forecast` is of units without an object; nothing in it is certain.
 */
#ifndef NSC_ANALYZER_REPORT_HIDDEN_H
#define NSC_ANALYZER_REPORT_HIDDEN_H

#include <stdbool.h>
#include <stddef.h>

#include <nostd/fmt.h>

struct nsc_doc;
struct nsc_want;
struct nsc_wants;
struct nsc_put;
struct nsc_report;
struct nsc_target;

/* What is said of one target. */
struct nsc_hidden_view {
	const struct nsc_target *target;
	const struct nsc_wants *origins;
};

struct nsc_hidden_style {
	bool all; /* also what the source names */
	bool color;
};

bool nsc_report_hidden_text(const struct nsc_report *report,
			    const struct nsc_hidden_view *views, size_t count,
			    const struct nsc_hidden_style *style, struct nostd_sink out);
bool nsc_report_hidden_json(const struct nsc_report *report,
			    const struct nsc_hidden_view *views, size_t count,
			    const struct nsc_hidden_style *style, struct nostd_sink out);

/* The value of `key`: an origin; null when `origin` is. */
void nsc_doc_origin(struct nsc_doc *doc, const char *key, const struct nsc_target *target,
		    const struct nsc_want *origin);

/* "an integer division, 8 bytes", "the compiler made it of printf" ... */
void nsc_put_origin(struct nsc_put *put, const struct nsc_target *target,
		    const struct nsc_want *origin);

/* Lines that begin with `indent`: what stops it. */
void nsc_put_stop(struct nsc_put *put, const struct nsc_target *target,
		  const struct nsc_want *origin, const char *indent);

/*
 * A line for each flag that is on in a unit, and for what the link takes; without `all`
 * not for what every hosted unit has.
 */
void nsc_put_audit(struct nsc_put *put, const struct nsc_target *target, bool all,
		   const char *indent);

#endif
