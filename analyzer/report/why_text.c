/*
 * why_text.c - why a thing is there, for people. See why.h.
 */
#include <nostd/string.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/causes.h"
#include "analyzer/judge/headers.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/header.h"
#include "analyzer/report/hidden.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/why.h"
#include "analyzer/report/why_words.h"
#include "rules/header.h"

struct writer {
	const struct nsc_report *report;
	const struct nsc_why_style *style;
	struct nsc_put put;
	struct nostd_str name;
	const struct nsc_why_view *view;
	const struct nsc_causes *causes;
	const struct nsc_judgement *judgement;
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)
#define BOLD(w)     NSC_BOLD(&(w)->put)
#define PLAIN(w)    NSC_PLAIN(&(w)->put)

static struct nostd_str text_of(const struct writer *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

static struct nostd_str file_text(const struct writer *w, uint32_t file)
{
	return text_of(w, nsc_survey_file(w->causes->survey, file));
}

static void put_place(struct writer *w, struct nsc_place at)
{
	if (nsc_place_given(at)) {
		PUT(w, "{}", BOLD(w));
		nsc_put_place(&w->put, w->report, at);
		PUT(w, ":{} ", PLAIN(w));
	}
}

/* -- the thing ----------------------------------------------------------------------- */

/* Is it of a file that was not taken from an archive? */
static bool is_discarded(const struct writer *w)
{
	uint32_t file = w->causes->provider;

	return w->causes->state == NSC_STATE_EXTRACTED && file != NSC_NO_ROW &&
	       w->judgement->target->link->loaded[file] == NSC_LOADED_GIVEN;
}

static void put_state(struct writer *w)
{
	static const char *const in_image[] = {
		"referenced, but not in the image",
		"extracted, but nothing of it is in the image", "live"};
	bool image = w->judgement->target->image;

	if (!w->causes->has_state) {
		PUT(w, image ? "in an archive, and the link has no use for it"
			     : "nothing that is built refers to it");
	} else if (image && is_discarded(w)) {
		PUT(w, "discarded, nothing in the image refers to it");
	} else {
		PUT(w, "{}", image ? in_image[w->causes->state] : "referenced");
	}
}

static void put_meaning(struct writer *w, const struct nsc_piece *piece)
{
	if (nsc_piece_is_own(&w->causes->survey->pieces, w->causes->piece)) {
		if (piece->kind == NSC_PIECE_OUTSIDE) {
			PUT(w, ", by the linker script");
		} else {
			PUT(w, ", own");
		}
	} else if (piece->tier != NSC_TIER_UNKNOWN) {
		PUT(w, ", {} {}", nsc_tier_name((enum nsc_tier)piece->tier),
		    nsc_capability_name((enum nsc_capability)piece->capability));
	} else if (piece->kind != NSC_PIECE_NOBODY) {
		PUT(w, ", in no table");
	}
}

static void put_thing(struct writer *w)
{
	const struct nsc_causes *causes = w->causes;

	PUT(w, "{}{}{}: ", BOLD(w), w->name, PLAIN(w));
	put_state(w);
	if (causes->piece != NSC_NO_ROW) {
		const struct nsc_piece *piece =
			&causes->survey->pieces.all.ptr[causes->piece];

		put_meaning(w, piece);
		if (piece->kind == NSC_PIECE_NOBODY) {
			PUT(w, ", nobody defines it");
		}
	}
	if (causes->provider != NSC_NO_ROW) {
		PUT(w, ", from {}", file_text(w, causes->provider));
	}
	PUT(w, "; target {}\n", text_of(w, w->judgement->target->terms->target));
}

/* -- a chain ------------------------------------------------------------------------- */

static void put_verb(struct writer *w, const struct nsc_hop *hop, bool emitted)
{
	static const char *const verbs[] = {"asks for",  "calls",
					    "refers to", "weakly refers to",
					    "mentions",  "",
					    "calls",     "refers at start-up to"};

	if (emitted || hop->edge == NSC_HOP_LIBCALL) {
		PUT(w, "calls (put in by the compiler)");
	} else if (hop->edge == NSC_HOP_SHARES && nsc_name_given(hop->section) &&
		   nsc_name_eq(hop->section, (hop - 1)->section)) {
		PUT(w, "shares {} with", text_of(w, hop->section));
	} else if (hop->edge == NSC_HOP_SHARES) {
		PUT(w, "is kept together with");
	} else {
		PUT(w, "{}", verbs[hop->edge]);
	}
}

static struct nostd_str name_of(const struct writer *w, const struct nsc_hop *hop)
{
	if (nsc_name_given(hop->symbol)) {
		return text_of(w, hop->symbol);
	}
	if (nsc_name_given(hop->section)) {
		return text_of(w, hop->section);
	}
	return text_of(w,
		       nsc_show_file(w->report, hop->archive, hop->member, hop->object));
}

/* "app/log.c:37:2: roll() calls rand [NSC101 hosted-symbol]" */
static void put_head(struct writer *w, const struct nsc_cause *cause)
{
	const struct nsc_hop *hop = &w->causes->hops.ptr[cause->hop_first + cause->cut];

	if (cause->cut == 0 && cause->root != NSC_ROOT_UNDEFINED) {
		return; /* the first step says it all */
	}
	put_place(w, cause->at);
	if (nsc_name_given(cause->function)) {
		PUT(w, "{}()", text_of(w, cause->function));
	} else if (cause->cut == 0) {
		PUT(w, "the link line (-u)");
	} else if (w->view->levels & NSC_LEVEL_OBJECT) {
		PUT(w, "{}", name_of(w, hop - 1));
	} else {
		/* A map does not tell which part of a file it is. */
		PUT(w, "{}",
		    text_of(w, nsc_show_file(w->report, (hop - 1)->archive,
					     (hop - 1)->member, (hop - 1)->object)));
	}
	PUT(w, " ");
	put_verb(w, hop, cause->emitted);
	PUT(w, " {}{}{}", BOLD(w), name_of(w, hop), PLAIN(w));
	if (cause->finding != NSC_NO_ROW) {
		const struct nsc_finding *finding =
			&w->judgement->findings.all.ptr[cause->finding];
		const struct nsc_rule *rule = nsc_rule_at(finding->rule);

		PUT(w, " [{} {}{}]", rule->id, rule->slug,
		    finding->suppressed ? ", allowed" : "");
	}
	PUT(w, "\n");
}

static void put_snippet(struct writer *w, const struct nsc_cause *cause)
{
	struct nostd_string lines = nostd_string_new();
	uint32_t count, i;
	const struct nsc_macro *macros = nsc_why_macros(w->causes, cause, &count);

	if (cause->at.line != 0 && !cause->foreign &&
	    nsc_snippet_write(w->report->run, cause->at, &lines)) {
		PUT(w, "{}", nostd_string_as_str(&lines));
	}
	nostd_string_drop(&lines);
	for (i = 0; i < count; i++) {
		put_place(w, macros[i].defined);
		PUT(w, "note: in the expansion of macro {}\n",
		    text_of(w, macros[i].name));
	}
}

/* "libc.a(rand.o):.text" */
static void put_where(struct writer *w, const struct nsc_hop *hop)
{
	struct nsc_hop shown = *hop;

	if (!hop->defined) {
		PUT(w, nsc_side_is_own(hop->side) ? ", by the linker script"
						  : ", nobody defines it");
		return;
	}
	if (!nsc_name_given(hop->symbol) && !nsc_name_given(hop->section)) {
		return; /* it is called by where it is */
	}
	if (!nsc_side_is_own(hop->side)) {
		/* Of a tool chain's archive the base name says enough. */
		shown.archive = nsc_name(w->report->run->names,
					 nsc_path_base(text_of(w, hop->archive)));
		shown.object = nsc_name(w->report->run->names,
					nsc_path_base(text_of(w, hop->object)));
	}
	PUT(w, ", {}",
	    text_of(w,
		    nsc_show_file(w->report, shown.archive, shown.member, shown.object)));
	if (nsc_name_given(hop->section) && !nsc_name_eq(hop->section, hop->symbol)) {
		PUT(w, ":{}", text_of(w, hop->section));
	}
}

static void put_hop(struct writer *w, const struct nsc_cause *cause, uint32_t row)
{
	const struct nsc_hop *hop = &w->causes->hops.ptr[cause->hop_first + row];
	static const char *const roots[] = {"not in the image: ",
					    "entry: ",
					    "asked for by -u: ",
					    "kept: ",
					    "kept: ",
					    "exported: ",
					    "on the command line: "};

	if (row == 0) {
		PUT(w, "  {}",
		    w->judgement->target->image || cause->root != NSC_ROOT_NONE
			    ? roots[cause->root]
			    : "");
	} else {
		PUT(w, "  {} ", row == cause->cut && cause->hosted ? "=>" : "->");
		put_verb(w, hop, row == cause->cut && cause->emitted);
		PUT(w, " ");
	}
	PUT(w, "{}", name_of(w, hop));
	put_where(w, hop);
	/* Inside a libc nobody looks anything up. */
	if (hop->at.line != 0 && row != 0 && row <= cause->cut) {
		PUT(w, " (");
		nsc_put_place(&w->put, w->report, hop->at);
		PUT(w, ")");
	}
	PUT(w, "\n");
}

static void put_price(struct writer *w, const struct nsc_cause *cause)
{
	const struct nsc_graph *graph = w->judgement->target->graph;
	char bytes[64];

	if (!w->judgement->target->image) {
		return;
	}
	if (cause->retained.missing != NSC_NO_ROW) {
		PUT(w, "  cost: the link fails without it: nobody would define {}\n",
		    text_of(w, graph->symbols.ptr[cause->retained.missing].name));
		return;
	}
	if (!cause->retained.known) {
		return;
	}
	PUT(w, "  cost: {}", nsc_show_cost(&cause->retained.cost, bytes, sizeof(bytes)));
	if (cause->retained_group.known &&
	    (cause->retained_group.cost.flash != cause->retained.cost.flash ||
	     cause->retained_group.cost.ram != cause->retained.cost.ram)) {
		PUT(w, " alone, {} if everything that refers to {} goes",
		    nsc_show_cost(&cause->retained_group.cost, bytes, sizeof(bytes)),
		    text_of(w, cause->symbol));
	}
	PUT(w, "\n");
}

static void put_remedy(struct writer *w, uint32_t finding)
{
	if (finding != NSC_NO_ROW) {
		const struct nsc_finding *one = &w->judgement->findings.all.ptr[finding];

		if (nsc_name_given(one->remedy)) {
			PUT(w, "  help: {}\n", text_of(w, one->remedy));
		}
	}
}

/* What the compiler made it of, where that is no name that the line shows. */
static void put_origin(struct writer *w, const struct nsc_cause *cause)
{
	const struct nsc_target *target = w->judgement->target;

	if (!cause->origin || cause->origin->kind == NSC_WANT_WRITTEN) {
		return;
	}
	PUT(w, "  put in: ");
	nsc_put_origin(&w->put, target, cause->origin);
	PUT(w, "\n");
	nsc_put_stop(&w->put, target, cause->origin, "  ");
}

static void put_chain(struct writer *w, const struct nsc_cause *cause)
{
	uint32_t i;

	PUT(w, "\n");
	put_head(w, cause);
	put_origin(w, cause);
	put_snippet(w, cause);
	for (i = 0; i < cause->hop_count; i++) {
		put_hop(w, cause, i);
	}
	put_price(w, cause);
	put_remedy(w, cause->finding);
}

/* -- how it was taken from an archive ------------------------------------------------ */

static void put_pull(struct writer *w, const struct nsc_pull *pull)
{
	if (pull->symbol == NSC_NO_ROW) {
		PUT(w, "  {}\n",
		    pull->file == NSC_NO_ROW ? NOSTD_STR("the link line")
					     : file_text(w, pull->file));
		return;
	}
	PUT(w, "  -> {} -> {}",
	    text_of(w, w->judgement->target->graph->symbols.ptr[pull->symbol].name),
	    file_text(w, pull->file));
	if (pull->at.line != 0) {
		PUT(w, " (");
		nsc_put_place(&w->put, w->report, pull->at);
		if (nsc_name_given(pull->function)) {
			PUT(w, " in {}()", text_of(w, pull->function));
		}
		PUT(w, ")");
	}
	PUT(w, "\n");
}

/* A finding about what took the member, and about no chain that was shown. */
static uint32_t finding_of_pulls(const struct writer *w)
{
	size_t i, k;

	for (i = 0; i < w->causes->pulls.len; i++) {
		uint32_t finding = w->causes->pulls.ptr[i].finding;
		bool shown = finding == NSC_NO_ROW;

		for (k = 0; k < w->causes->all.len; k++) {
			shown |= w->causes->all.ptr[k].finding == finding;
		}
		if (!shown) {
			return finding;
		}
	}
	return NSC_NO_ROW;
}

/*
 * Or a replay that the map agrees with. Else the map has no reasons, and a linker may
 * have met another one first.
 */
static bool tells_pulls(const struct writer *w)
{
	const struct nsc_map_facts *map = w->judgement->target->graph->in.map;

	return !map || (map->knows & NSC_MAP_PULLS) ||
	       (w->judgement->target->priced && w->judgement->target->priced->exact);
}

static void put_pulls(struct writer *w)
{
	const struct nsc_causes *causes = w->causes;
	uint32_t finding;
	char bytes[64];
	size_t i;

	if (causes->pulls.len == 0 ||
	    (!causes->pulled_apart && causes->state == NSC_STATE_LIVE &&
	     !w->style->verbose)) {
		return;
	}
	PUT(w,
	    tells_pulls(w) ? "\nhow the linker came to take {}:\n"
			   : "\nhow a linker comes to take {}, as the files show it:\n",
	    file_text(w, causes->provider));
	for (i = 0; i < causes->pulls.len; i++) {
		put_pull(w, &causes->pulls.ptr[i]);
	}
	finding = finding_of_pulls(w);
	if (finding != NSC_NO_ROW) {
		const struct nsc_finding *one = &w->judgement->findings.all.ptr[finding];
		const struct nsc_rule *rule = nsc_rule_at(one->rule);

		put_place(w, one->at);
		PUT(w, "{} [{} {}]\n", text_of(w, one->message), rule->id, rule->slug);
		if (one->price.retained.known) {
			PUT(w, "  cost: {}\n",
			    nsc_show_cost(&one->price.retained.cost, bytes,
					  sizeof(bytes)));
		}
		put_remedy(w, finding);
	}
}

/* -- all of it ----------------------------------------------------------------------- */

static void put_limits(struct writer *w)
{
	struct nostd_str limits[NSC_WHY_LIMIT_COUNT];
	size_t count = nsc_why_limits(w->view, limits), i;

	for (i = 0; i < count; i++) {
		PUT(w, "{}note: {}\n", i == 0 ? "\n" : "", limits[i]);
	}
}

/* "{toolchain}/stdio.h" of an option; else the directive. */
static void put_directive(struct writer *w, const struct nsc_header_directive *one)
{
	struct nsc_name remedy = nsc_header_remedy(w->judgement->target, one);
	struct nsc_header_shown shown = {one->to.len, w->style->all, true};

	PUT(w, "\n");
	put_place(w, one->at);
	PUT(w, "{}{}{}",
	    nsc_name_given(one->header) ? text_of(w, one->header)
					: nsc_show_path(w->report, one->file),
	    nsc_place_given(one->at) ? "" : ", of the command line",
	    !nsc_header_is_judged(w->judgement->target, one) ? ""
	    : one->used           ? ": functions or objects of it are used"
	    : one->blind          ? ": no function or object of it is used"
	    : one->needs.len != 0 ? ": no function or object of it is used, only names"
				  : ": nothing of it is used");
	PUT(w, "\n");
	if (nsc_header_is_judged(w->judgement->target, one)) {
		nsc_header_put_needs(&w->put, w->report, one->needs.ptr, one->needs.len);
	}
	nsc_header_put_ways(&w->put, w->report, one->to.ptr, &shown);
	if (nsc_name_given(remedy)) {
		PUT(w, "  help: {}\n", text_of(w, remedy));
	}
}

static void put_header(struct writer *w)
{
	const struct nsc_header_directive_vec *all = w->view->directives;
	const struct nsc_policy_terms *terms = w->judgement->target->terms;
	struct nsc_header_meaning meaning;
	size_t units = 0, i;

	for (i = 0; i < all->len; i++) {
		units += all->ptr[i].to.len;
	}
	PUT(w, "{}{}{}: a header", BOLD(w), w->name, PLAIN(w));
	if (nsc_header_find(&terms->profile, w->name, &meaning) &&
	    nsc_target_is_hosted_path(w->judgement->target, all->ptr[0].file)) {
		PUT(w, ", {} {}", nsc_tier_name(meaning.tier),
		    nsc_capability_name(meaning.capability));
	}
	PUT(w, ", included {} time{}; target {}\n", units, units == 1 ? "" : "s",
	    text_of(w, terms->target));
	for (i = 0; i < all->len; i++) {
		put_directive(w, &all->ptr[i]);
	}
}

static void put_view(struct writer *w)
{
	size_t i;

	if (w->view->directives) {
		put_header(w);
		return;
	}
	put_thing(w);
	for (i = 0; i < w->causes->all.len; i++) {
		put_chain(w, &w->causes->all.ptr[i]);
	}
	if (w->causes->ways > w->causes->all.len) {
		PUT(w, "\nand {} more way{} in (--all)\n",
		    w->causes->ways - (uint32_t)w->causes->all.len,
		    w->causes->ways - w->causes->all.len == 1 ? "" : "s");
	}
	put_pulls(w);
	put_limits(w);
}

bool nsc_report_why_text(const struct nsc_report *report,
			 const struct nsc_why_answer *answer,
			 const struct nsc_why_style *style, struct nostd_sink out)
{
	struct writer w = {.report = report, .style = style, .name = answer->name};
	bool first = true;
	size_t i;

	w.put = (struct nsc_put){out, style->color, false};
	for (i = 0; i < answer->count; i++) {
		if (!answer->views[i].known) {
			continue;
		}
		PUT(&w, "{}", first ? "" : "\n");
		first = false;
		w.view = &answer->views[i];
		w.causes = answer->views[i].causes;
		w.judgement = w.causes->survey->judgement;
		put_view(&w);
	}
	return !w.put.failed;
}
