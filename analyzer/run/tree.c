/*
 * tree.c - `tree`: who refers to whom, in the grammar of `cargo tree`. See commands.h.
 */
#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/near.h"
#include "analyzer/base/run.h"
#include "analyzer/judge/costs.h"
#include "analyzer/judge/include_tree.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/select.h"
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

enum { ALL_KINDS = ((1 << (NSC_HOP_STARTUP + 1)) - 1) | NSC_TREE_UNKNOWN };
enum { INCLUDES = NSC_TREE_STUB << 1 }; /* of files: a tree of its own */
enum { DEFAULT_KINDS = ALL_KINDS & ~(1 << NSC_HOP_LIBCALL) };

static const struct word kinds[] = {
	{NOSTD_STR_INIT("call"), 1 << NSC_HOP_CALL},
	{NOSTD_STR_INIT("addr"), 1 << NSC_HOP_ADDRESS},
	{NOSTD_STR_INIT("weak"), 1 << NSC_HOP_WEAK},
	{NOSTD_STR_INIT("startup"), 1 << NSC_HOP_STARTUP},
	{NOSTD_STR_INIT("mention"), 1 << NSC_HOP_MENTION},
	{NOSTD_STR_INIT("shares"), 1 << NSC_HOP_SHARES},
	{NOSTD_STR_INIT("libcall"), 1 << NSC_HOP_LIBCALL},
	{NOSTD_STR_INIT("stub"), NSC_TREE_STUB},
	{NOSTD_STR_INIT("unknown"), NSC_TREE_UNKNOWN},
	{NOSTD_STR_INIT("all"), ALL_KINDS},
	{NOSTD_STR_INIT("include"), INCLUDES},
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

static int take_kinds(const struct nsc_words *edges, struct nsc_tree_query *query,
		      struct nsc_err *err)
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
	if ((set.wanted & INCLUDES) && set.wanted != INCLUDES) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--edges: include and kinds of references exclude each "
				"other");
	}
	query->kinds = set.wanted != 0 ? set.wanted : DEFAULT_KINDS & ~set.unwanted;
	query->no_stubs = (set.unwanted & NSC_TREE_STUB) != 0;
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
	if (tree->duplicates && tree->invert.len != 0) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--duplicates and --invert exclude each other");
	}
	*query = (struct nsc_tree_query){
		.invert = tree->invert.ptr,
		.invert_count = tree->invert.len,
		.duplicates = tree->duplicates,
		.prune = tree->prune.ptr,
		.prune_count = tree->prune.len,
		.has_size = tree->nodes.len != 0,
		.size = (enum nsc_group_size)size,
		.has_depth = tree->has_depth,
		.depth = tree->depth,
		.own_only = tree->own_only,
		.no_dedupe = tree->no_dedupe,
	};
	return take_kinds(&tree->edges, query, err);
}

/* -- output -------------------------------------------------------------------------- */

enum tree_form { AS_TEXT, AS_JSON, AS_DOT, AS_MERMAID };

static const struct word forms[] = {
	{NOSTD_STR_INIT("text"), AS_TEXT},
	{NOSTD_STR_INIT("json"), AS_JSON},
	{NOSTD_STR_INIT("dot"), AS_DOT},
	{NOSTD_STR_INIT("mermaid"), AS_MERMAID},
};

/* What was asked for, once it was understood. */
struct asked {
	struct nsc_tree_query query;
	struct nsc_node_format format;
	struct nsc_tree_style style;
	enum tree_form form;
};

static int take_form(struct nostd_str format, enum tree_form *form, struct nsc_err *err)
{
	uint32_t value = AS_TEXT;

	if (format.len != 0 && take_word(forms, COUNT(forms), format, &value) < 0) {
		return fail_word(forms, COUNT(forms), "--format", format, err);
	}
	*form = (enum tree_form)value;
	return 0;
}

static int write_trees(const struct nsc_view *view, const struct nsc_tree_view *trees,
		       const struct asked *asked, struct nsc_err *err)
{
	struct nsc_out *out = nsc_out_fd(view->session->run->scratch, 1);
	struct nostd_sink sink = nsc_out_sink(out);

	switch (asked->form) {
	case AS_TEXT:
		nsc_report_tree_text(&view->report, trees, view->count, &asked->style,
				     sink);
		break;
	case AS_JSON:
		nsc_report_tree_json(&view->report, trees, view->count, sink);
		break;
	case AS_DOT:
		nsc_report_tree_dot(&view->report, trees, view->count, sink);
		break;
	case AS_MERMAID:
		nsc_report_tree_mermaid(&view->report, trees, view->count, sink);
		break;
	}
	return nsc_out_close(out, err);
}

/* Costs are found where somebody looks at them: prices are dear. */
static void find_costs(const struct asked *asked, const struct nsc_tree *tree,
		       struct nsc_costs *costs)
{
	if (asked->form == AS_JSON ||
	    (asked->form == AS_TEXT &&
	     nsc_report_tree_wants_retained(tree, &asked->style))) {
		nsc_costs_find(&tree->groups, costs);
	} else {
		nsc_costs_find_own(&tree->groups, costs);
	}
}

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
		find_costs(asked, &trees[i], &costs[i]);
		views[i] = (struct nsc_tree_view){&trees[i], &costs[i]};
	}
	return 0;
}

static void say_nothing(struct nsc_run *run, const struct nsc_tree_query *query)
{
	if (query->duplicates) {
		nsc_view_say(run, "nothing to print: nothing is there twice");
	} else {
		nsc_view_say(run,
			     "nothing to print: an archive has {}, but the program has "
			     "no use for it",
			     query->invert[0]);
	}
}

/* Text says `?` where it is; how many there are in all is no part of the tree. */
static void say_unknown(const struct nsc_view *view, const struct asked *asked,
			const struct nsc_tree_view *views)
{
	struct nsc_run *run = view->session->run;
	uint32_t count = 0;
	size_t i;

	if (asked->form != AS_TEXT || view->session->request->quiet) {
		return;
	}
	for (i = 0; i < view->count; i++) {
		count += nsc_report_tree_unknown(&view->report, views[i].tree);
	}
	if (count != 0) {
		nsc_view_say(run,
			     "{} of these can be called through a pointer; by whom is "
			     "not seen (`?`)",
			     count);
	}
}

/* -- includes ------------------------------------------------------------------------ */

static bool is_header(const struct nsc_view *view, struct nostd_str name)
{
	size_t i;

	for (i = 0; i < view->count; i++) {
		struct nsc_selection selection;

		nsc_select(&view->surveys[i], name, &selection);
		if (selection.what != NSC_SELECTED_NOTHING) {
			return false;
		}
	}
	for (i = 0; i < view->count; i++) {
		if (nsc_include_tree_knows(view->surveys[i].judgement->target, name)) {
			return true;
		}
	}
	return false;
}

/* Asked for by kind, or by names that are headers and nothing else. */
static int take_includes(const struct nsc_view *view, const struct asked *asked,
			 bool *includes, struct nsc_err *err)
{
	const struct nsc_tree_query *query = &asked->query;
	size_t headers = 0, i;

	for (i = 0; i < query->invert_count; i++) {
		headers += is_header(view, query->invert[i]);
	}
	*includes = (query->kinds & INCLUDES) || headers != 0;
	if (!*includes) {
		return 0;
	}
	if (headers != query->invert_count) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"--invert: headers, and nothing else, are asked for "
				"together");
	}
	if (asked->form == AS_DOT || asked->form == AS_MERMAID || query->prune_count ||
	    query->duplicates || asked->style.format) {
		return nsc_fail(err, NSC_ERR_USAGE,
				"includes are shown as text or json, without --prune, "
				"--duplicates and templates");
	}
	return 0;
}

static int show_includes(const struct nsc_view *view, const struct asked *asked,
			 struct nsc_err *err)
{
	const struct nsc_tree_query *query = &asked->query;
	struct nsc_include_query includes = {query->invert, query->invert_count,
					     query->no_dedupe, query->has_depth,
					     query->depth};
	struct nsc_run *run = view->session->run;
	struct nsc_include_tree *trees =
		nostd_bump_array(run->keep, struct nsc_include_tree, view->count);
	struct nsc_out *out = nsc_out_fd(run->scratch, 1);
	size_t roots = 0, i;

	for (i = 0; i < view->count; i++) {
		nsc_include_tree_make(view->surveys[i].judgement->target,
				      view->surveys[i].mounts, &includes, &trees[i]);
		roots += trees[i].roots.len;
	}
	if (asked->form == AS_JSON) {
		nsc_report_includes_json(&view->report, trees, view->count,
					 nsc_out_sink(out));
	} else {
		nsc_report_includes_text(&view->report, trees, view->count, &asked->style,
					 nsc_out_sink(out));
	}
	if (nsc_out_close(out, err) < 0) {
		return -1;
	}
	if (roots == 0 && view->count != 0) {
		nsc_view_say(run, "nothing to print: no unit was read");
		return 1;
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
	bool includes;

	if (take_includes(view, asked, &includes, err) < 0) {
		return -1;
	}
	if (includes) {
		return show_includes(view, asked, err);
	}
	if (nsc_view_check_names(view, "--invert", query->invert, query->invert_count,
				 err) < 0 ||
	    nsc_view_check_names(view, "--prune", query->prune, query->prune_count, err) <
		    0 ||
	    make_trees(view, asked, views, err) < 0 ||
	    write_trees(view, views, asked, err) < 0) {
		return -1;
	}
	say_unknown(view, asked, views);
	for (i = 0; i < view->count; i++) {
		roots += views[i].tree->roots.len;
	}
	if (roots == 0 && view->count != 0) {
		say_nothing(run, query);
		return 1;
	}
	return 0;
}

int nsc_tree(struct nsc_run *run, const struct nsc_request *request, const char *version,
	     struct nsc_err *err)
{
	struct asked asked;
	struct nsc_view_show show = {show_trees, &asked};
	struct nsc_request plain = *request;

	plain.format.len = 0; /* more formats than other views have: taken here */
	if (take_form(request->format, &asked.form, err) < 0 ||
	    take_query(&request->tree, &asked.query, err) < 0 ||
	    take_style(run, request, &asked.format, &asked.style, err) < 0) {
		return -1;
	}
	return nsc_view_run(run, &plain, version, &show, err);
}
