/*
 * tree.c - `tree`: who refers to whom, in the grammar of `cargo tree`. See commands.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/tree.h"
#include "analyzer/report/tree.h"
#include "analyzer/run/commands.h"
#include "analyzer/run/request.h"
#include "analyzer/run/view.h"

/* -- words --------------------------------------------------------------------------- */

/* A word of an option, and what it stands for. */
struct word {
	struct nostd_str text;
	uint32_t value;
};

/* < 0: it is none of them. */
static int take_word(const struct word *words, size_t count, struct nostd_str text,
		     uint32_t *value)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_eq(words[i].text, text)) {
			*value = words[i].value;
			return 0;
		}
	}
	return -1;
}

static int fail_word(const struct word *words, size_t count, const char *option,
		     struct nostd_str text, struct nsc_err *err)
{
	struct nsc_near near;
	size_t i;

	nsc_near_init(&near, text);
	for (i = 0; i < count; i++) {
		nsc_near_offer(&near, words[i].text);
	}
	if (near.best.len != 0) {
		return nsc_fail(err, NSC_ERR_USAGE, "{} {:?}: did you mean {}?", option,
				text, near.best);
	}
	return nsc_fail(err, NSC_ERR_USAGE, "{} {:?}: --help lists what it can be",
			option, text);
}

#define COUNT(words) (sizeof(words) / sizeof((words)[0]))

static const struct word sizes[] = {
	{NOSTD_STR_INIT("component"), NSC_BY_COMPONENT},
	{NOSTD_STR_INIT("object"), NSC_BY_OBJECT},
	{NOSTD_STR_INIT("section"), NSC_BY_SECTION},
	{NOSTD_STR_INIT("symbol"), NSC_BY_SYMBOL},
};

static const struct word prefixes[] = {
	{NOSTD_STR_INIT("indent"), NSC_PREFIX_INDENT},
	{NOSTD_STR_INIT("depth"), NSC_PREFIX_DEPTH},
	{NOSTD_STR_INIT("none"), NSC_PREFIX_NONE},
};

enum { ALL_KINDS = (1 << (NSC_HOP_STARTUP + 1)) - 1 };
enum { DEFAULT_KINDS = ALL_KINDS & ~(1 << NSC_HOP_LIBCALL) };

static const struct word kinds[] = {
	{NOSTD_STR_INIT("call"), 1 << NSC_HOP_CALL},
	{NOSTD_STR_INIT("addr"), 1 << NSC_HOP_ADDRESS},
	{NOSTD_STR_INIT("weak"), 1 << NSC_HOP_WEAK},
	{NOSTD_STR_INIT("startup"), 1 << NSC_HOP_STARTUP},
	{NOSTD_STR_INIT("mention"), 1 << NSC_HOP_MENTION},
	{NOSTD_STR_INIT("shares"), 1 << NSC_HOP_SHARES},
	{NOSTD_STR_INIT("libcall"), 1 << NSC_HOP_LIBCALL},
	{NOSTD_STR_INIT("all"), ALL_KINDS},
};

/* Kinds add up; "no-" ones are taken away from the default, and stand for themselves. */
struct kind_set {
	uint32_t wanted, unwanted;
};

static int take_kind(struct kind_set *set, struct nostd_str word, struct nsc_err *err)
{
	struct nostd_str name = word;
	bool no = nostd_str_strip_prefix(&name, NOSTD_STR("no-"));
	uint32_t kind;

	if (take_word(kinds, COUNT(kinds), name, &kind) < 0) {
		return fail_word(kinds, COUNT(kinds), "--edges", word, err);
	}
	if (no) {
		set->unwanted |= kind;
	} else {
		set->wanted |= kind;
	}
	return 0;
}

static int take_kinds(const struct nsc_words *edges, uint32_t *out, struct nsc_err *err)
{
	struct kind_set set = {0, 0};
	size_t i;

	for (i = 0; i < edges->len; i++) {
		struct nostd_str_split it = nostd_str_split(edges->ptr[i], ',');

		while (nostd_str_split_next(&it)) {
			if (take_kind(&set, it.part, err) < 0) {
				return -1;
			}
		}
	}
	if (set.wanted != 0 && set.unwanted != 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--edges: kinds and no- kinds exclude each other");
	}
	*out = set.wanted != 0 ? set.wanted : DEFAULT_KINDS & ~set.unwanted;
	return 0;
}

/* -- the request --------------------------------------------------------------------- */

/* The first of these that is set decides (POSIX, "Environment Variables"). */
static bool locale_is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		const char *value = nsc_host_env(names[i]);
		struct nostd_str before, charset;

		if (value && *value) {
			return nostd_str_split_once(nostd_str_from_c(value), '.', &before,
						    &charset) &&
			       (nostd_str_eq_ignore_case(charset, NOSTD_STR("utf-8")) ||
				nostd_str_eq_ignore_case(charset, NOSTD_STR("utf8")));
		}
	}
	return false;
}

static int take_charset(struct nostd_str charset, bool *ascii, struct nsc_err *err)
{
	static const struct word charsets[] = {
		{NOSTD_STR_INIT("utf8"), 0},
		{NOSTD_STR_INIT("ascii"), 1},
	};
	uint32_t value = !locale_is_utf8();

	if (charset.len != 0 &&
	    take_word(charsets, COUNT(charsets), charset, &value) < 0) {
		return fail_word(charsets, COUNT(charsets), "--charset", charset, err);
	}
	*ascii = value != 0;
	return 0;
}

static int take_style(struct nsc_run *run, const struct nsc_request *request,
		      struct nsc_node_format *format, struct nsc_tree_style *style,
		      struct nsc_err *err)
{
	const struct nsc_tree_request *tree = &request->tree;
	uint32_t prefix = NSC_PREFIX_INDENT;

	if (tree->prefix.len != 0 &&
	    take_word(prefixes, COUNT(prefixes), tree->prefix, &prefix) < 0) {
		return fail_word(prefixes, COUNT(prefixes), "--prefix", tree->prefix,
				 err);
	}
	style->branches.prefix = (uint8_t)prefix;
	style->color = request->color;
	style->format = NULL;
	if (tree->node_format.len != 0) {
		style->format = format;
		if (nsc_node_format_parse(run->keep, tree->node_format, format, err) <
		    0) {
			return -1;
		}
	}
	return take_charset(tree->charset, &style->branches.ascii, err);
}

static int take_query(const struct nsc_tree_request *tree, struct nsc_tree_query *query,
		      struct nsc_err *err)
{
	uint32_t size = NSC_BY_COMPONENT;

	if (tree->nodes.len != 0 &&
	    take_word(sizes, COUNT(sizes), tree->nodes, &size) < 0) {
		return fail_word(sizes, COUNT(sizes), "--nodes", tree->nodes, err);
	}
	*query = (struct nsc_tree_query){
		.invert = tree->invert.ptr,
		.invert_count = tree->invert.len,
		.prune = tree->prune.ptr,
		.prune_count = tree->prune.len,
		.has_size = tree->nodes.len != 0,
		.size = (enum nsc_group_size)size,
		.has_depth = tree->has_depth,
		.depth = tree->depth,
		.own_only = tree->own_only,
		.no_dedupe = tree->no_dedupe,
	};
	return take_kinds(&tree->edges, &query->kinds, err);
}

/* -- output -------------------------------------------------------------------------- */

static int write_trees(const struct nsc_view *view, const struct nsc_tree_view *trees,
		       const struct nsc_tree_style *style, struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(view->session->run->scratch, 1);

	if (view->json) {
		nsc_report_tree_json(&view->report, trees, view->count,
				     nsc_out_sink(out));
	} else {
		nsc_report_tree_text(&view->report, trees, view->count, style,
				     nsc_out_sink(out));
	}
	return nsc_out_close(out, err);
}

/* Costs are found where somebody looks at them: prices are dear. */
static void find_costs(const struct nsc_view *view, const struct nsc_tree *tree,
		       const struct nsc_tree_style *style, struct nsc_costs *costs)
{
	if (view->json || nsc_report_tree_wants_retained(tree, style)) {
		nsc_costs_find(&tree->groups, costs);
	} else {
		nsc_costs_find_own(&tree->groups, costs);
	}
}

/* What was asked for, once it was understood. */
struct asked {
	struct nsc_tree_query query;
	struct nsc_node_format format;
	struct nsc_tree_style style;
};

static int make_trees(struct nsc_view *view, const struct asked *asked,
		      struct nsc_tree_view *views, struct nsc_err *err)
{
	struct nsc_run *run = view->session->run;
	struct nsc_tree *trees =
		nostd_bump_array(run->keep, struct nsc_tree, view->count);
	struct nsc_costs *costs =
		nostd_bump_array(run->keep, struct nsc_costs, view->count);
	size_t i;

	for (i = 0; i < view->count; i++) {
		if (nsc_tree_make(&view->surveys[i], &asked->query, &trees[i], err) < 0) {
			return -1;
		}
		find_costs(view, &trees[i], &asked->style, &costs[i]);
		views[i] = (struct nsc_tree_view){&trees[i], &costs[i]};
	}
	return 0;
}

static int show_trees(struct nsc_view *view, const void *self, struct nsc_err *err)
{
	const struct asked *asked = self;
	const struct nsc_tree_query *query = &asked->query;
	struct nsc_run *run = view->session->run;
	struct nsc_tree_view *views =
		nostd_bump_array(run->keep, struct nsc_tree_view, view->count);
	size_t roots = 0, i;

	if (nsc_view_check_names(view, "--invert", query->invert, query->invert_count,
				 err) < 0 ||
	    nsc_view_check_names(view, "--prune", query->prune, query->prune_count, err) <
		    0 ||
	    make_trees(view, asked, views, err) < 0 ||
	    write_trees(view, views, &asked->style, err) < 0) {
		return -1;
	}
	for (i = 0; i < view->count; i++) {
		roots += views[i].tree->roots.len;
	}
	if (roots == 0 && view->count != 0) {
		nsc_view_say(
			run,
			"nothing to print: an archive has {}, but the program has no "
			"use for it",
			query->invert[0]);
		return 1;
	}
	return 0;
}

int nsc_tree(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err)
{
	struct asked asked;
	struct nsc_view_show show = {show_trees, &asked};

	if (take_query(&request->tree, &asked.query, err) < 0 ||
	    take_style(run, request, &asked.format, &asked.style, err) < 0) {
		return -1;
	}
	return nsc_view_run(run, request, version, &show, err);
}
