/*
 * size_text.c - sizes for people. See size.h.
 */
#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/sizes.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "analyzer/report/size.h"
#include "analyzer/report/size_row.h"

struct printer {
	const struct nsc_report *report;
	struct nsc_put put;
	const struct nsc_size_view *view;
	uint32_t limit;
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

static struct nostd_str text_of(const struct printer *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

static const struct nsc_target *target_of(const struct printer *w)
{
	return w->view->sizes->survey->pieces.target;
}

/* What is retained is known of an image that could be linked again, of nothing else. */
static bool knows_retained(const struct printer *w)
{
	return target_of(w)->priced && target_of(w)->priced->exact;
}

/* -- totals -------------------------------------------------------------------------- */

static void put_head(struct printer *w)
{
	const struct nsc_sizes *sizes = w->view->sizes;
	char bytes[64];

	PUT(w, "{}{}{}: ", NSC_BOLD(&w->put), text_of(w, target_of(w)->terms->target),
	    NSC_PLAIN(&w->put));
	if (!sizes->known) {
		PUT(w, "sizes are unknown: sources have none; build, and name the "
		       "objects or the link map\n");
		return;
	}
	PUT(w, "text {}, data {}, bss {}", sizes->berkeley.text, sizes->berkeley.data,
	    sizes->berkeley.bss);
	if (sizes->common != 0) {
		PUT(w, ", common {}", sizes->common);
	}
	PUT(w, "; {}\n", nsc_show_cost(&sizes->total, bytes, sizeof(bytes)));
}

/* In tenths of a percent, rounded to the nearest. */
static uint64_t share_of(uint64_t used, uint64_t length)
{
	if (length == 0) {
		return 0;
	}
	if (used > UINT64_MAX / 2000) {
		return used / (length / 1000 + 1);
	}
	return (used * 2000 / length + 1) / 2;
}

static void put_regions(struct printer *w)
{
	const struct nsc_size_regions *all = &w->view->sizes->regions;
	char used[NSC_SHOW_BYTES_SIZE], length[NSC_SHOW_BYTES_SIZE];
	size_t i, width = 0;

	for (i = 0; i < all->len; i++) {
		size_t wide = text_of(w, all->ptr[i].name).len;

		width = wide > width ? wide : width;
	}
	for (i = 0; i < all->len; i++) {
		const struct nsc_size_region *region = &all->ptr[i];
		uint64_t share = share_of(region->used, region->length);

		nsc_show_bytes((int64_t)region->used, used);
		nsc_show_bytes((int64_t)region->length, length);
		PUT(w, "{:<{}}  {} of {}, {}.{} %\n", text_of(w, region->name), width,
		    used, length, share / 10, share % 10);
	}
}

/* -- tables -------------------------------------------------------------------------- */

static void put_bytes(struct printer *w, int64_t bytes, unsigned width)
{
	char buffer[NSC_SHOW_BYTES_SIZE];

	PUT(w, "{:>{}}", bytes == 0 ? "-" : nsc_show_bytes(bytes, buffer), width);
}

enum { OWN_WIDTH = 10, RETAINED_WIDTH = 16 };

static void put_own(struct printer *w, const struct nsc_cost *own)
{
	put_bytes(w, own->flash, OWN_WIDTH);
	put_bytes(w, own->ram, OWN_WIDTH);
}

static void put_no_retained(struct printer *w, const char *why)
{
	if (knows_retained(w)) {
		PUT(w, "{:>{}}{:>{}}", why, RETAINED_WIDTH, why, RETAINED_WIDTH);
	}
}

static void put_retained(struct printer *w, const struct nsc_group_cost *cost)
{
	if (!cost->retained.known) {
		put_no_retained(w, cost->asked ? "unknown" : "");
		return;
	}
	put_bytes(w, cost->retained.cost.flash, RETAINED_WIDTH);
	put_bytes(w, cost->retained.cost.ram, RETAINED_WIDTH);
}

static void put_row(struct printer *w, const struct nsc_size_table *table, uint32_t row)
{
	const struct nsc_group *group = &table->groups.all.ptr[row];
	const struct nsc_group_cost *cost = &table->costs.of[row];

	put_own(w, &cost->own);
	put_retained(w, cost);
	PUT(w, "  {}", text_of(w, nsc_group_bytes_name(&table->groups, group)));
	if (nsc_name_given(group->where)) {
		PUT(w, " ({})", text_of(w, group->where));
	}
	if (!cost->own_known) {
		PUT(w, ", and parts without a size of their own");
	}
	PUT(w, "\n");
}

static void put_rests(struct printer *w)
{
	const struct nsc_size_rests *all = &w->view->sizes->rests;
	size_t i;

	for (i = 0; i < all->len; i++) {
		put_own(w, &all->ptr[i].size);
		put_no_retained(w, "");
		PUT(w, "  {} {}\n", nsc_size_rest_words(all->ptr[i].kind),
		    text_of(w, all->ptr[i].output));
	}
}

static void put_notes(struct printer *w, const struct nsc_size_table *table)
{
	if (table->unsized != 0) {
		PUT(w,
		    "{} more have no size of their own: their bytes stand with the "
		    "rest of their section\n",
		    table->unsized);
	}
	if (table->costs.unasked != 0) {
		PUT(w,
		    "what is retained was looked for in the largest only; {} were "
		    "not asked\n",
		    table->costs.unasked);
	}
}

static void put_table(struct printer *w, const struct nsc_size_table *table)
{
	uint32_t shown = nsc_size_shown(table, w->limit), i;
	struct nsc_cost more = nsc_size_more(table, w->limit);

	PUT(w, "\n{}{:>{}}{:>{}}", NSC_BOLD(&w->put), "flash", OWN_WIDTH, "RAM",
	    OWN_WIDTH);
	if (knows_retained(w)) {
		PUT(w, "{:>{}}{:>{}}", "retained flash", RETAINED_WIDTH, "retained RAM",
		    RETAINED_WIDTH);
	}
	PUT(w, "  {}{}\n", nsc_group_size_name(table->groups.size), NSC_PLAIN(&w->put));
	for (i = 0; i < shown; i++) {
		put_row(w, table, table->rows[i]);
	}
	if (shown < table->row_count) {
		put_own(w, &more);
		put_no_retained(w, "");
		PUT(w, "  and {} more\n", table->row_count - shown);
	}
	put_rests(w);
	put_own(w, &w->view->sizes->total);
	put_no_retained(w, "");
	PUT(w, "  in all\n");
	put_notes(w, table);
}

/* -- cuts ---------------------------------------------------------------------------- */

static void put_cut(struct printer *w, const struct nsc_size_cut *cut)
{
	const struct nsc_what_if *what = &cut->what;
	char bytes[64];

	if (what->references == 0) {
		PUT(w, "nothing in {} refers to {}\n", cut->from, cut->to);
		return;
	}
	PUT(w, "without {} reference{} from {} to {}: ", what->references,
	    what->references == 1 ? "" : "s", cut->from, cut->to);
	if (what->price.missing != NSC_NO_ROW) {
		const struct nsc_graph *graph = target_of(w)->graph;

		PUT(w, "the link fails, nobody defines {}\n",
		    text_of(w, graph->symbols.ptr[what->price.missing].name));
	} else if (!what->price.known) {
		PUT(w, "unknown\n");
	} else {
		PUT(w, "{} less\n",
		    nsc_show_cost(&what->price.cost, bytes, sizeof(bytes)));
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static void put_why_unknown(struct printer *w)
{
	if (knows_retained(w) || !w->view->sizes->known) {
		return;
	}
	PUT(w, "\nwhat is retained is unknown: {}\n",
	    target_of(w)->image ? "it takes all objects of the link, and a map that "
				  "agrees with them"
				: "nobody linked this");
}

static void put_target(struct printer *w)
{
	size_t i;

	put_head(w);
	put_regions(w);
	for (i = 0; w->view->sizes->known && i < w->view->table_count; i++) {
		put_table(w, &w->view->tables[i]);
	}
	put_why_unknown(w);
	if (w->view->cut_count != 0) {
		PUT(w, "\n");
	}
	for (i = 0; i < w->view->cut_count; i++) {
		put_cut(w, &w->view->cuts[i]);
	}
}

bool nsc_report_size_text(const struct nsc_report *report,
			  const struct nsc_size_view *views, size_t count,
			  const struct nsc_size_style *style, struct nostd_sink out)
{
	struct printer w = {.report = report,
			    .put = {out, style->color, false},
			    .limit = style->limit};
	size_t i;

	for (i = 0; i < count; i++) {
		if (i != 0) {
			PUT(&w, "\n");
		}
		w.view = &views[i];
		put_target(&w);
	}
	return !w.put.failed;
}
