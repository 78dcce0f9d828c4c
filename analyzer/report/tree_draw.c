/*
 * tree_draw.c - trees as drawings: Graphviz's dot and Mermaid's flowchart. See tree.h.
 *
 * Both languages have boxes with a name and arrows; a language is a row of formats.
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/judge/tree.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/tree.h"
#include "analyzer/report/tree_shown.h"

/* A language. Formats of nodes and edges take target and node numbers. */
struct language {
	const char *begin, *end;
	const char *begin_target; /* number; its name follows */
	const char *after_name, *end_target;
	const char *begin_node; /* target, node; its label follows */
	const char *end_node, *end_own;
	const char *line_break; /* in a label */
	const char *edge;       /* target, node, target, node */
	const char *uncertain;  /* the same, for what is no certain use */
	const char *unknown;    /* target, node: a box `?` that refers to it */
	bool backslash;         /* quotes are escaped with one; else as an entity */
};

static const struct language dot = {
	"digraph nostd_check {\n\trankdir=LR;\n\tnode [shape=box];\n",
	"}\n",
	"\tsubgraph cluster_{} {{\n\t\tlabel=\"",
	"\";\n",
	"\t}\n",
	"\t\tt{}n{} [label=\"",
	"\", style=dashed];\n",
	"\"];\n",
	"\\n",
	"\t\tt{}n{} -> t{}n{};\n",
	"\t\tt{}n{} -> t{}n{} [style=dashed];\n",
	"\t\tt{}u{} [label=\"?\", shape=plaintext];\n\t\tt{}u{} -> t{}n{} "
	"[style=dotted];\n",
	true,
};

static const struct language mermaid = {
	"flowchart LR\n\tclassDef hosted stroke-dasharray: 4\n",
	"",
	"\tsubgraph t{}[\"",
	"\"]\n",
	"\tend\n",
	"\t\tt{}n{}[\"",
	"\"]:::hosted\n",
	"\"]\n",
	"<br/>",
	"\t\tt{}n{} --> t{}n{}\n",
	"\t\tt{}n{} -.-> t{}n{}\n",
	"\t\tt{}u{}((\"?\"))\n\t\tt{}u{} -.-> t{}n{}\n",
	false,
};

struct drawer {
	const struct nsc_report *report;
	const struct language *in;
	struct nsc_put put;
	const struct nsc_tree *tree;
	struct nsc_tree_shown shown;
	uint32_t number; /* of the target */
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

/* A name inside double quotes. */
static void put_text(struct drawer *w, struct nsc_name name)
{
	struct nostd_str text = nsc_name_text(w->report->run->names, name);
	size_t i;

	for (i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (w->in->backslash && (c == '"' || c == '\\')) {
			PUT(w, "\\{:c}", c);
		} else if (!w->in->backslash &&
			   (c == '"' || c == '<' || c == '>' || c == '#')) {
			PUT(w, "#{};", (unsigned)c);
		} else {
			PUT(w, "{:c}", c);
		}
	}
}

static void put_node(struct drawer *w, uint32_t row)
{
	const struct nsc_group *group = &w->tree->groups.all.ptr[row];
	bool own = nsc_group_is_own(group) || group->kind == NSC_PIECE_TARGET;

	PUT(w, w->in->begin_node, w->number, w->shown.id[row]);
	put_text(w, group->name);
	if (nsc_name_given(group->where)) {
		PUT(w, "{}", w->in->line_break);
		put_text(w, group->where);
	}
	PUT(w, "{}", own ? w->in->end_own : w->in->end_node);
}

static void put_edge(struct drawer *w, const struct nsc_tree_entry *entry)
{
	uint32_t certain = 1u << NSC_HOP_CALL | 1u << NSC_HOP_ADDRESS |
			   1u << NSC_HOP_ROOT | 1u << NSC_HOP_LIBCALL;

	PUT(w, entry->kinds & certain ? w->in->edge : w->in->uncertain, w->number,
	    w->shown.id[entry->from], w->number, w->shown.id[entry->to]);
}

static void put_target(struct drawer *w)
{
	uint32_t i;

	PUT(w, w->in->begin_target, w->number);
	put_text(w, w->tree->survey->judgement->target->terms->target);
	PUT(w, "{}", w->in->after_name);
	for (i = 0; i < w->tree->groups.all.len; i++) {
		if (w->shown.nodes[i]) {
			put_node(w, i);
		}
	}
	for (i = 0; i < w->tree->entries.len; i++) {
		if (w->shown.entries[i]) {
			put_edge(w, &w->tree->entries.ptr[i]);
		}
	}
	for (i = 0; i < w->tree->groups.all.len; i++) {
		if (w->shown.unknown[i]) {
			PUT(w, w->in->unknown, w->number, w->shown.id[i], w->number,
			    w->shown.id[i], w->number, w->shown.id[i]);
		}
	}
	PUT(w, "{}", w->in->end_target);
}

static bool draw(struct drawer *w, const struct nsc_tree_view *views, size_t count)
{
	struct nostd_bump *scratch = w->report->run->scratch;
	uint32_t i;

	PUT(w, "{}", w->in->begin);
	for (i = 0; i < count; i++) {
		struct nostd_bump_mark mark = nostd_bump_mark(scratch);

		w->tree = views[i].tree;
		w->number = i;
		nsc_tree_shown_find(w->tree, scratch, &w->shown);
		put_target(w);
		nostd_bump_reset(scratch, mark);
	}
	PUT(w, "{}", w->in->end);
	return !w->put.failed;
}

uint32_t nsc_report_tree_unknown(const struct nsc_report *report,
				 const struct nsc_tree *tree)
{
	struct nostd_bump *scratch = report->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	struct nsc_tree_shown shown;

	nsc_tree_shown_find(tree, scratch, &shown);
	nostd_bump_reset(scratch, mark);
	return shown.unknown_count;
}

bool nsc_report_tree_dot(const struct nsc_report *report,
			 const struct nsc_tree_view *views, size_t count,
			 struct nostd_sink out)
{
	struct drawer w = {.report = report, .in = &dot, .put = {out, false, false}};

	return draw(&w, views, count);
}

bool nsc_report_tree_mermaid(const struct nsc_report *report,
			     const struct nsc_tree_view *views, size_t count,
			     struct nostd_sink out)
{
	struct drawer w = {.report = report, .in = &mermaid, .put = {out, false, false}};

	return draw(&w, views, count);
}
