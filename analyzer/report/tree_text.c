/*
 * tree_text.c - trees for people. See tree.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/duplicates.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/tree.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "analyzer/report/tree.h"
#include "analyzer/report/tree_node.h"

struct printer {
	const struct nsc_report *report;
	const struct nsc_tree_style *style;
	struct nsc_put put;
	const struct nsc_tree *tree;
	const struct nsc_costs *costs;
	const struct nsc_walk_line *line;
	const char *between; /* what the next detail is set apart by */
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

static struct nostd_str text_of(const struct printer *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

static const struct nsc_group *group_of(const struct printer *w)
{
	return &w->tree->groups.all.ptr[w->line->node];
}

/* NULL: the line is a root. */
static const struct nsc_tree_entry *entry_of(const struct printer *w)
{
	return w->line->entry == NSC_WALK_NO_ENTRY
		       ? NULL
		       : &w->tree->entries.ptr[w->line->entry];
}

static bool is_image(const struct printer *w)
{
	return w->tree->survey->judgement->target->image;
}

/* -- one after the other: what the node is ------------------------------------------- */

static void put_detail(struct printer *w, struct nostd_str text)
{
	if (text.len != 0) {
		PUT(w, "{}{}", w->between, text);
		w->between = ", ";
	}
}

static void put_detail_c(struct printer *w, const char *text)
{
	put_detail(w, nostd_str_from_c(text));
}

static void put_size(struct printer *w)
{
	const struct nsc_group_cost *cost = &w->costs->of[w->line->node];
	char bytes[64];

	if (!is_image(w)) {
		return;
	}
	put_detail_c(w, cost->own_known ? nsc_show_cost(&cost->own, bytes, sizeof(bytes))
					: "size unknown");
}

static void put_retained(struct printer *w)
{
	const struct nsc_group_cost *cost = &w->costs->of[w->line->node];
	char bytes[64];

	if (!is_image(w) || !group_of(w)->present) {
		return;
	}
	PUT(w, "{}retains {}", w->between,
	    cost->retained.known
		    ? nsc_show_cost(&cost->retained.cost, bytes, sizeof(bytes))
		    : "unknown");
	w->between = ", ";
}

static void put_state(struct printer *w)
{
	const struct nsc_group *group = group_of(w);

	if (group->kind == NSC_PIECE_NOBODY) {
		put_detail_c(w, "nobody defines it");
	} else if (group->kind == NSC_PIECE_OUTSIDE) {
		put_detail_c(w, "by the linker script");
	} else if (is_image(w) && group->state != NSC_STATE_LIVE) {
		put_detail_c(w, nsc_state_name((enum nsc_state)group->state));
	}
}

/* How it is reached, where that is no plain reference. */
static void put_edge(struct printer *w)
{
	const struct nsc_tree_entry *entry = entry_of(w);
	uint32_t plain = 1u << NSC_HOP_CALL | 1u << NSC_HOP_ADDRESS |
			 1u << NSC_HOP_MENTION | 1u << NSC_HOP_SHARES;

	if (!entry || entry->kinds & plain) {
		return;
	}
	if (entry->kinds & 1u << NSC_HOP_WEAK) {
		put_detail_c(w, "weak");
	}
	if (entry->kinds & 1u << NSC_HOP_STARTUP) {
		put_detail_c(w, "at start-up");
	}
	if (entry->kinds & 1u << NSC_HOP_LIBCALL) {
		put_detail_c(w, "by the compiler");
	}
	if (entry->kinds & 1u << NSC_HOP_ROOT) {
		put_detail_c(w, nsc_tree_root_word(w->tree, entry));
	}
}

static const char *verb_of(const struct nsc_tree_entry *entry)
{
	if (entry->kinds & 1u << NSC_HOP_CALL) {
		return "calls";
	}
	return entry->kinds & 1u << NSC_HOP_WEAK ? "weakly refers to" : "refers to";
}

/* "app/log.c:37:2 in roll() and 2 more, calls snprintf": where the way can be cut. */
static void put_cut(struct printer *w)
{
	const struct nsc_tree_entry *entry = entry_of(w);
	struct nsc_tree_site site;

	if (!entry || !w->tree->graph.ends[w->line->entry]) {
		return;
	}
	nsc_tree_site_find(w->tree, entry, w->report->run->names, &site);
	if (site.at.line != 0) {
		PUT(w, "{}", w->between);
		nsc_put_place(&w->put, w->report, site.at);
		w->between = ", ";
		if (nsc_name_given(site.function) &&
		    !nsc_name_eq(site.function, group_of(w)->name)) {
			PUT(w, " in {}()", text_of(w, site.function));
		}
		if (site.count > 1) {
			PUT(w, " and {} more", site.count - 1);
		}
	} else {
		put_detail(w, text_of(w, group_of(w)->where));
	}
	PUT(w, "{}{} {}", w->between, verb_of(entry),
	    text_of(w, w->tree->groups.all.ptr[entry->to].name));
	w->between = ", ";
}

static bool is_cut(const struct printer *w)
{
	return entry_of(w) && w->tree->graph.ends[w->line->entry];
}

/* -- the default texts --------------------------------------------------------------- */

static void put_target(struct printer *w)
{
	const struct nsc_policy_terms *terms = w->tree->survey->judgement->target->terms;

	put_detail(w, nsc_tier_name(terms->tier));
	if (terms->tier_assumed) {
		PUT(w, " (assumed)");
	}
}

static void put_component(struct printer *w)
{
	const struct nsc_group *group = group_of(w);

	put_detail(w, text_of(w, group->where));
	if (nsc_group_is_own(group) && group->tier != NSC_TIER_CORE) {
		PUT(w, "{}needs {}", w->between,
		    nsc_tier_name((enum nsc_tier)group->tier));
		w->between = ", ";
	}
	put_size(w);
	put_retained(w);
}

/* Why it is said to be there twice, where no other root has its name. */
static void put_family(struct printer *w)
{
	const struct nsc_groups *groups = &w->tree->groups;
	struct nostd_str family;

	if (!w->tree->duplicates || entry_of(w)) {
		return;
	}
	family = nsc_duplicates_family(
		&w->tree->survey->pieces,
		groups->members.rows[groups->members.first[w->line->node]]);
	if (family.len != 0) {
		PUT(w, "{}{} family", w->between, family);
		w->between = ", ";
	}
}

static void put_default(struct printer *w)
{
	const struct nsc_group *group = group_of(w);

	PUT(w, "{}", text_of(w, group->name));
	w->between = ": ";
	if (group->kind == NSC_PIECE_TARGET) {
		put_target(w);
		put_edge(w);
		return;
	}
	if (is_cut(w)) {
		put_cut(w);
	} else if (w->tree->groups.size == NSC_BY_SYMBOL) {
		put_detail(w, text_of(w, group->where));
		put_family(w);
	} else if (w->tree->groups.size == NSC_BY_COMPONENT) {
		put_component(w);
	} else {
		put_size(w);
	}
	put_state(w);
	put_edge(w);
}

/* -- templates ----------------------------------------------------------------------- */

static void put_cost_or_unknown(struct printer *w, bool known,
				const struct nsc_cost *cost)
{
	char bytes[64];

	PUT(w, "{}", known ? nsc_show_cost(cost, bytes, sizeof(bytes)) : "unknown");
}

static void put_location(struct printer *w)
{
	const struct nsc_tree_entry *entry = entry_of(w);
	struct nsc_tree_site site;

	if (entry) {
		nsc_tree_site_find(w->tree, entry, w->report->run->names, &site);
		nsc_put_place(&w->put, w->report, site.at);
	}
}

static void put_key(struct printer *w, const struct nsc_node_part *part)
{
	const struct nsc_group *group = group_of(w);
	const struct nsc_group_cost *cost = &w->costs->of[w->line->node];
	struct nsc_tree_file file;

	nsc_tree_file_find(w->tree, group, &file);
	switch ((enum nsc_node_key)part->key) {
	case NSC_KEY_TEXT:
		PUT(w, "{}", part->text);
		return;
	case NSC_KEY_NAME:
		PUT(w, "{}", text_of(w, group->name));
		return;
	case NSC_KEY_MEMBER:
		PUT(w, "{}", text_of(w, file.member));
		return;
	case NSC_KEY_ARCHIVE:
		PUT(w, "{}",
		    nsc_show_path(w->report, nsc_name_given(file.archive) ? file.archive
									  : file.object));
		return;
	case NSC_KEY_LOCATION:
		put_location(w);
		return;
	case NSC_KEY_TIER:
		PUT(w, "{}", nsc_tree_tier(w->tree, group));
		return;
	case NSC_KEY_CAPABILITY:
		PUT(w, "{}", nsc_tree_capability(group));
		return;
	case NSC_KEY_STATE:
		PUT(w, "{}", nsc_state_name((enum nsc_state)group->state));
		return;
	case NSC_KEY_SIZE:
		put_cost_or_unknown(w, cost->own_known, &cost->own);
		return;
	case NSC_KEY_RETAINED:
		put_cost_or_unknown(w, cost->retained.known, &cost->retained.cost);
		return;
	}
}

/* Whoever may call the function above through a pointer. */
static void put_unknown(struct printer *w)
{
	uint32_t places = w->tree->address_taken[w->line->above];
	size_t i;

	if (!w->style->format) {
		PUT(w, "?: whoever calls it by its address, which is taken in {} place{}",
		    places, places == 1 ? "" : "s");
		return;
	}
	for (i = 0; i < w->style->format->len; i++) {
		const struct nsc_node_part *part = &w->style->format->ptr[i];

		if (part->key == NSC_KEY_TEXT || part->key == NSC_KEY_NAME) {
			PUT(w, "{}",
			    part->key == NSC_KEY_NAME ? NOSTD_STR("?") : part->text);
		}
	}
}

static void put_node(struct printer *w)
{
	size_t i;

	if (w->line->node == NSC_WALK_UNKNOWN) {
		put_unknown(w);
		return;
	}
	if (!w->style->format) {
		put_default(w);
		return;
	}
	for (i = 0; i < w->style->format->len; i++) {
		put_key(w, &w->style->format->ptr[i]);
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static void put_line(struct printer *w, const struct nsc_walk *walk)
{
	nsc_branches_put(&w->put, &w->style->branches, walk, w->line);
	put_node(w);
	if (w->line->again) {
		PUT(w, " {}(*){}", nsc_put_color(&w->put, "\033[2m"), NSC_PLAIN(&w->put));
	}
	PUT(w, "\n");
}

static void put_tree(struct printer *w, bool *first)
{
	struct nostd_bump_mark mark = nostd_bump_mark(w->report->run->scratch);
	struct nsc_walk_line line;
	struct nsc_walk walk;
	size_t i;

	nsc_walk_init(&walk, &w->tree->graph, w->report->run->scratch);
	w->line = &line;
	for (i = 0; i < w->tree->roots.len; i++) {
		if (!*first) {
			PUT(w, "\n");
		}
		*first = false;
		nsc_walk_root(&walk, w->tree->roots.ptr[i]);
		while (nsc_walk_next(&walk, &line)) {
			put_line(w, &walk);
		}
	}
	nostd_bump_reset(w->report->run->scratch, mark);
}

bool nsc_report_tree_wants_retained(const struct nsc_tree *tree,
				    const struct nsc_tree_style *style)
{
	size_t i;

	if (!style->format) {
		return tree->groups.size == NSC_BY_COMPONENT;
	}
	for (i = 0; i < style->format->len; i++) {
		if (style->format->ptr[i].key == NSC_KEY_RETAINED) {
			return true;
		}
	}
	return false;
}

bool nsc_report_tree_text(const struct nsc_report *report,
			  const struct nsc_tree_view *views, size_t count,
			  const struct nsc_tree_style *style, struct nostd_sink out)
{
	struct printer w = {.report = report, .style = style};
	bool first = true;
	size_t i;

	w.put = (struct nsc_put){out, style->color, false};
	for (i = 0; i < count; i++) {
		w.tree = views[i].tree;
		w.costs = views[i].costs;
		put_tree(&w, &first);
	}
	return !w.put.failed;
}
