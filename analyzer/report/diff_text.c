/*
 * diff_text.c - what changed, for people. See diff.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/compare.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/report/diff.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "analyzer/report/size_row.h"

enum {
	BYTES_WIDTH = 10,
	PARTS_SHOWN = 4, /* of a row */
	CAUSES_SHOWN = 3 /* that have something in common */
};

struct printer {
	const struct nsc_report *report;
	const struct nsc_diff *diff;
	const struct nsc_diff_style *style;
	struct nsc_put put;
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

static struct nostd_str text_of(const struct printer *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

/* -- head ---------------------------------------------------------------------------- */

static void put_counts(struct printer *w, const uint32_t count[NSC_MATCH_KIND_COUNT])
{
	PUT(w, "{} new, {} gone, {} changed, {} as before", count[NSC_MATCH_NEW],
	    count[NSC_MATCH_GONE], count[NSC_MATCH_CHANGED], count[NSC_MATCH_SAME]);
}

static void put_size(struct printer *w, const char *name, int64_t before, int64_t after)
{
	PUT(w, " {} {}", name, after);
	if (before != after) {
		PUT(w, " ({:+})", after - before);
	}
}

static void put_sizes(struct printer *w, const struct nsc_match_target *match)
{
	const struct nsc_reread_target *before = match->of[NSC_BEFORE];
	const struct nsc_reread_target *after = match->of[NSC_AFTER];

	if (before && after && before->sizes_known && after->sizes_known) {
		PUT(w, ";");
		put_size(w, "text", before->text, after->text);
		PUT(w, ",");
		put_size(w, "data", before->data, after->data);
		PUT(w, ",");
		put_size(w, "bss", before->bss, after->bss);
	}
}

static void put_head(struct printer *w, const struct nsc_match_target *match)
{
	const struct nsc_reread_target *before = match->of[NSC_BEFORE];
	const struct nsc_reread_target *after = match->of[NSC_AFTER];

	PUT(w, "{}{}{}", NSC_BOLD(&w->put), text_of(w, (after ? after : before)->name),
	    NSC_PLAIN(&w->put));
	if (!before || !after) {
		PUT(w, ", only in {}",
		    w->diff->sides[after ? NSC_AFTER : NSC_BEFORE].path);
	} else if (!nsc_name_eq(before->name, after->name)) {
		PUT(w, ", which was {}", text_of(w, before->name));
	}
	PUT(w, ": ");
	put_counts(w, match->count);
	put_sizes(w, match);
	PUT(w, "\n");
	if (before && after && !nsc_name_eq(before->levels, after->levels)) {
		PUT(w,
		    "note: the evidence was {}, and is {}: findings can differ for that "
		    "alone\n",
		    text_of(w, before->levels), text_of(w, after->levels));
	}
}

/* -- findings ------------------------------------------------------------------------ */

static void put_place(struct printer *w, const struct nsc_reread_finding *finding)
{
	if (!nsc_name_given(finding->file)) {
		return;
	}
	PUT(w, "{}", text_of(w, finding->file));
	if (finding->line != 0) {
		PUT(w, ":{}", finding->line);
		if (finding->column != 0) {
			PUT(w, ":{}", finding->column);
		}
	}
	PUT(w, ": ");
}

static void put_retained(struct printer *w, const struct nsc_price *price)
{
	char bytes[64];

	if (price->known && (price->cost.flash != 0 || price->cost.ram != 0)) {
		PUT(w, "; retains {}", nsc_show_cost(&price->cost, bytes, sizeof(bytes)));
	}
}

static void put_was(struct printer *w, struct nsc_name before, struct nsc_name after)
{
	if (!nsc_name_eq(before, after)) {
		PUT(w, ", was {}",
		    nsc_name_given(before) ? text_of(w, before) : NOSTD_STR("unknown"));
	}
}

/* What of it has changed, and from what. */
static void put_change(struct printer *w, const struct nsc_reread_finding *before,
		       const struct nsc_reread_finding *after)
{
	const struct nsc_cost *was = &before->retained.cost, *is = &after->retained.cost;
	char bytes[64];

	if (!nsc_name_eq(before->state, after->state)) {
		PUT(w, "; {}", text_of(w, after->state));
		put_was(w, before->state, after->state);
	}
	if (before->suppressed != after->suppressed) {
		PUT(w, "; {}", after->suppressed ? "now allowed" : "no longer allowed");
	}
	if (before->retained.known && after->retained.known &&
	    (was->flash != is->flash || was->ram != is->ram)) {
		PUT(w, "; retains {}", nsc_show_cost(is, bytes, sizeof(bytes)));
		PUT(w, ", was {}", nsc_show_cost(was, bytes, sizeof(bytes)));
	}
}

static void put_finding(struct printer *w, const struct nsc_match_finding *match)
{
	const struct nsc_reread_finding *before = match->of[NSC_BEFORE];
	const struct nsc_reread_finding *after = match->of[NSC_AFTER];
	const struct nsc_reread_finding *shown = after ? after : before;

	put_place(w, shown);
	PUT(w, "{}{}{}", NSC_BOLD(&w->put), nsc_match_kind_name(match->kind),
	    NSC_PLAIN(&w->put));
	PUT(w, " {}{}", text_of(w, shown->severity_name),
	    match->kind != NSC_MATCH_CHANGED && shown->suppressed ? " (allowed)" : "");
	if (match->kind == NSC_MATCH_CHANGED) {
		put_was(w, before->severity_name, after->severity_name);
	}
	PUT(w, ": {} [{}", text_of(w, shown->message), text_of(w, shown->rule));
	if (match->kind == NSC_MATCH_CHANGED) {
		put_was(w, before->rule, after->rule);
	}
	PUT(w, "]");
	if (match->kind == NSC_MATCH_CHANGED) {
		put_change(w, before, after);
	} else {
		put_retained(w, &shown->retained);
	}
	PUT(w, "\n");
}

static void put_findings(struct printer *w, const struct nsc_match_target *match)
{
	size_t i;

	if (match->count[NSC_MATCH_SAME] != match->findings.len) {
		PUT(w, "\n");
	}
	for (i = 0; i < match->findings.len; i++) {
		if (match->findings.ptr[i].kind != NSC_MATCH_SAME) {
			put_finding(w, &match->findings.ptr[i]);
		}
	}
}

/* -- tables -------------------------------------------------------------------------- */

static void put_table_head(struct printer *w, const char *last)
{
	PUT(w, "\n{}{:>{}}{:>{}}  {}{}\n", NSC_BOLD(&w->put), "flash", BYTES_WIDTH, "RAM",
	    BYTES_WIDTH, last, NSC_PLAIN(&w->put));
}

static void put_cost(struct printer *w, const struct nsc_cost *change)
{
	char flash[NSC_SHOW_BYTES_SIZE], ram[NSC_SHOW_BYTES_SIZE];

	PUT(w, "{:>{}}{:>{}}  ", nsc_show_change(change->flash, flash), BYTES_WIDTH,
	    nsc_show_change(change->ram, ram), BYTES_WIDTH);
}

static struct nsc_cost change_of(const struct nsc_match_component *row)
{
	struct nsc_cost change = {0, 0};

	if (row->of[NSC_AFTER]) {
		change = row->of[NSC_AFTER]->size;
	}
	if (row->of[NSC_BEFORE]) {
		change.flash -= row->of[NSC_BEFORE]->size.flash;
		change.ram -= row->of[NSC_BEFORE]->size.ram;
	}
	return change;
}

static void put_components(struct printer *w, const struct nsc_match_target *match)
{
	bool any = false;
	size_t i;

	for (i = 0; i < match->components.len; i++) {
		const struct nsc_match_component *row = &match->components.ptr[i];
		const struct nsc_reread_component *shown =
			row->of[NSC_AFTER] ? row->of[NSC_AFTER] : row->of[NSC_BEFORE];
		struct nsc_cost change = change_of(row);

		if (row->kind == NSC_MATCH_SAME) {
			continue;
		}
		if (!any) {
			put_table_head(w, "component");
			any = true;
		}
		put_cost(w, &change);
		PUT(w, "{}", text_of(w, shown->name));
		if (row->kind != NSC_MATCH_CHANGED) {
			PUT(w, ", {}", nsc_match_kind_name(row->kind));
		}
		PUT(w, "\n");
	}
}

/* -- bytes by cause ------------------------------------------------------------------ */

static const char *verb_of(uint8_t kind)
{
	if (kind == NSC_HOP_CALL || kind == NSC_HOP_LIBCALL) {
		return "calls";
	}
	return kind == NSC_HOP_WEAK ? "weakly refers to" : "refers to";
}

/* "app/log.c:37:2: roll() calls snprintf": the reference, as far as it is known. */
static void put_edge(struct printer *w, const struct nsc_compared_edge *edge,
		     const struct nsc_compared_cause *cause)
{
	if (edge->line != 0) {
		PUT(w, "{}:{}", text_of(w, edge->path), edge->line);
		if (edge->column != 0) {
			PUT(w, ":{}", edge->column);
		}
		PUT(w, ": ");
	}
	if (edge->kind == NSC_HOP_ROOT) {
		PUT(w, "{} ({}), {}", text_of(w, cause->name), text_of(w, cause->in),
		    nsc_show_root(edge->root));
	} else if (edge->kind == NSC_HOP_SHARES) {
		PUT(w, "{} ({}), in a section or file that is kept as a whole",
		    text_of(w, cause->name), text_of(w, cause->in));
	} else {
		PUT(w, "{} {} {}", text_of(w, edge->from), verb_of(edge->kind),
		    text_of(w, cause->name));
	}
}

static void put_causes(struct printer *w, const struct nsc_comparison *bytes,
		       const struct nsc_compared_row *row)
{
	const uint32_t *rows = &bytes->cause_rows.ptr[row->cause_first];
	const struct nsc_compared_cause *first = &bytes->causes.ptr[rows[0]];
	uint32_t i;

	if (row->cause_count == 1) {
		put_edge(w, &bytes->edges.ptr[first->edge_first], first);
		if (first->edge_count > 1) {
			PUT(w, ", and {} more do", first->edge_count - 1);
		}
		return;
	}
	PUT(w, "for more than one: ");
	for (i = 0; i < row->cause_count && i < CAUSES_SHOWN; i++) {
		PUT(w, "{}{}", i == 0 ? "" : ", ",
		    text_of(w, bytes->causes.ptr[rows[i]].name));
	}
	if (row->cause_count > CAUSES_SHOWN) {
		PUT(w, " and {} more", row->cause_count - CAUSES_SHOWN);
	}
}

static void put_reason(struct printer *w, const struct nsc_comparison *bytes,
		       const struct nsc_compared_row *row)
{
	switch ((enum nsc_compared_kind)row->kind) {
	case NSC_COMPARED_CAME:
	case NSC_COMPARED_WENT:
		PUT(w, "{}: ", row->kind == NSC_COMPARED_CAME ? "new" : "gone");
		if (row->cause_count == 0) {
			PUT(w, "{}, to which nothing that is seen refers",
			    text_of(w, bytes->parts.ptr[row->part_first].in));
		} else {
			put_causes(w, bytes, row);
		}
		return;
	case NSC_COMPARED_CHANGED:
		PUT(w, "changed: {}", text_of(w, row->name));
		return;
	case NSC_COMPARED_REST:
		PUT(w, "{} {}", nsc_size_rest_words(row->rest), text_of(w, row->name));
		return;
	}
}

/* "roll 120 B", or "roll 120 B to 132 B" */
static void put_part(struct printer *w, const struct nsc_compared_part *part,
		     uint8_t kind)
{
	const struct nsc_cost *before = &part->size[NSC_BEFORE];
	const struct nsc_cost *after = &part->size[NSC_AFTER];
	char bytes[64];

	PUT(w, "{} {}", text_of(w, part->name),
	    nsc_show_cost(kind == NSC_COMPARED_CAME ? after : before, bytes,
			  sizeof(bytes)));
	if (kind == NSC_COMPARED_CHANGED) {
		PUT(w, " to {}", nsc_show_cost(after, bytes, sizeof(bytes)));
	}
}

static void put_parts(struct printer *w, const struct nsc_comparison *bytes,
		      const struct nsc_compared_row *row)
{
	uint32_t i;

	if (row->part_count == 0) {
		return;
	}
	PUT(w, "{:>{}}", "", 2 * BYTES_WIDTH + 4);
	for (i = 0; i < row->part_count && i < PARTS_SHOWN; i++) {
		PUT(w, "{}", i == 0 ? "" : ", ");
		put_part(w, &bytes->parts.ptr[row->part_first + i], row->kind);
	}
	if (row->part_count > PARTS_SHOWN) {
		PUT(w, " and {} more", row->part_count - PARTS_SHOWN);
	}
	PUT(w, "\n");
}

static void put_bytes(struct printer *w, const struct nsc_comparison *bytes)
{
	size_t shown = w->style->limit != 0 && w->style->limit < bytes->rows.len
			       ? w->style->limit
			       : bytes->rows.len;
	struct nsc_cost rest = {0, 0}, total = bytes->total[NSC_AFTER];
	size_t i;

	total.flash -= bytes->total[NSC_BEFORE].flash;
	total.ram -= bytes->total[NSC_BEFORE].ram;
	if (bytes->rows.len == 0) {
		return;
	}
	put_table_head(w, "because");
	for (i = 0; i < bytes->rows.len; i++) {
		const struct nsc_compared_row *row = &bytes->rows.ptr[i];

		if (i < shown) {
			put_cost(w, &row->change);
			put_reason(w, bytes, row);
			PUT(w, "\n");
			put_parts(w, bytes, row);
		} else {
			rest.flash += row->change.flash;
			rest.ram += row->change.ram;
		}
	}
	if (shown < bytes->rows.len) {
		put_cost(w, &rest);
		PUT(w, "and {} more (--limit 0 for all)\n", bytes->rows.len - shown);
	}
	put_cost(w, &total);
	PUT(w, "in all\n");
}

static void put_why_unknown(struct printer *w, const struct nsc_diff_target *target)
{
	const struct nsc_match_target *match = target->match;

	if (!match->of[NSC_BEFORE] || !match->of[NSC_AFTER]) {
		return;
	}
	if (w->diff->sides[NSC_BEFORE].is_report || w->diff->sides[NSC_AFTER].is_report) {
		PUT(w, "\nwhat the bytes are due to is unknown: a report has no symbols; "
		       "name link maps or build folders\n");
	} else if (!target->bytes || !target->bytes->known) {
		PUT(w, "\nwhat the bytes are due to is unknown: sources have no "
		       "sizes; build, and name the objects or the link map\n");
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static void put_target(struct printer *w, const struct nsc_diff_target *target)
{
	put_head(w, target->match);
	put_findings(w, target->match);
	put_components(w, target->match);
	if (target->bytes && target->bytes->known) {
		put_bytes(w, target->bytes);
	} else {
		put_why_unknown(w, target);
	}
	PUT(w, "\n");
}

static void put_verdict(struct printer *w)
{
	uint32_t count[NSC_MATCH_KIND_COUNT] = {0};
	size_t i, kind;

	for (i = 0; i < w->diff->target_count; i++) {
		for (kind = 0; kind < NSC_MATCH_KIND_COUNT; kind++) {
			count[kind] += w->diff->targets[i].match->count[kind];
		}
	}
	PUT(w, "{} target{}: ", w->diff->target_count,
	    w->diff->target_count == 1 ? "" : "s");
	put_counts(w, count);
	if (w->diff->exit_code == 2) {
		PUT(w, "; incomplete\n");
	} else if (w->diff->worse != 0) {
		PUT(w, "; {} worse than before\n", w->diff->worse);
	} else {
		PUT(w, "; no worse than before\n");
	}
}

bool nsc_report_diff_text(const struct nsc_report *report, const struct nsc_diff *diff,
			  const struct nsc_diff_style *style, struct nostd_sink out)
{
	struct printer w = {.report = report,
			    .diff = diff,
			    .style = style,
			    .put = {out, style->color, false}};
	size_t i;

	for (i = 0; !style->quiet && i < diff->target_count; i++) {
		put_target(&w, &diff->targets[i]);
	}
	put_verdict(&w);
	return !w.put.failed;
}
