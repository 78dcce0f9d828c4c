/*
 * text.c - the report for people: one block per symbol, dearest first, each with its
 * places, the shortest chain, the price and the way out.
 */
#include <string.h>

#include <nostd/bump.h>
#include <nostd/string.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/unit.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/chain.h"
#include "analyzer/report/header.h"
#include "analyzer/report/hidden.h"
#include "analyzer/report/put.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "analyzer/report/snippet.h"

enum {
	SITES_SHOWN = 3,     /* per group besides the first, without --all-sites */
	GUARD_VALUE_MAX = 40 /* bytes of a macro's body beside its condition */
};

/* Findings of one symbol, rule by rule apart. */
struct group {
	uint32_t first, count; /* rows of `order` */
	uint8_t severity;
	int64_t bytes; /* flash and RAM that go with all of it */
	struct nsc_name name;
};

#define NOSTD_NAME group_vec
#define NOSTD_T    struct group
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME order_vec
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>

struct text {
	const struct nsc_report *report;
	const struct nsc_text_options *options;
	struct nsc_put put;
	const struct nsc_report_target *target;
	const struct nsc_judgement *judgement;
};

#define PUT(w, ...) NSC_PUT(&(w)->put, __VA_ARGS__)

static struct nostd_str text_of(const struct text *w, struct nsc_name name)
{
	return nsc_name_text(w->report->run->names, name);
}

/* -- colours (ECMA-48, SGR) ---------------------------------------------------------- */

#define BOLD(w)  NSC_BOLD(&(w)->put)
#define PLAIN(w) NSC_PLAIN(&(w)->put)

static const char *severity_color(const struct text *w, uint8_t severity)
{
	static const char *const codes[] = {"", "\033[1;36m", "\033[1;35m", "\033[1;31m"};

	return nsc_put_color(&w->put, codes[severity]);
}

/* -- groups -------------------------------------------------------------------------- */

static int64_t group_bytes(const struct nsc_finding *finding)
{
	const struct nsc_price *price = &finding->price.retained_group;

	return price->known ? price->cost.flash + price->cost.ram : 0;
}

static bool same_group(const struct nsc_finding *a, const struct nsc_finding *b)
{
	return nsc_name_eq(a->symbol, b->symbol) && a->rule == b->rule &&
	       nsc_name_given(a->symbol);
}

static void add_to_group(const struct text *w, struct group_vec *groups,
			 struct order_vec *order, uint32_t row)
{
	const struct nsc_finding *finding = &w->judgement->findings.all.ptr[row];
	struct group group = {(uint32_t)order->len, 0, 0, group_bytes(finding),
			      finding->symbol};
	size_t count = w->judgement->findings.all.len;
	uint32_t i;

	for (i = row; i < count; i++) {
		const struct nsc_finding *other = &w->judgement->findings.all.ptr[i];

		if (!other->suppressed && (i == row || same_group(finding, other))) {
			order_vec_push(order, i);
			group.count++;
			if (other->severity > group.severity) {
				group.severity = (uint8_t)other->severity;
			}
		}
	}
	group_vec_push(groups, group);
}

static bool is_grouped(const struct text *w, uint32_t row)
{
	const struct nsc_finding *finding = &w->judgement->findings.all.ptr[row];
	uint32_t i;

	for (i = 0; i < row; i++) {
		const struct nsc_finding *earlier = &w->judgement->findings.all.ptr[i];

		if (!earlier->suppressed && same_group(earlier, finding)) {
			return true;
		}
	}
	return false;
}

/* Severity, then bytes, the larger first; then the name. */
static int compare_groups(const struct text *w, const struct group *a,
			  const struct group *b)
{
	if (a->severity != b->severity) {
		return a->severity > b->severity ? -1 : 1;
	}
	if (a->bytes != b->bytes) {
		return a->bytes > b->bytes ? -1 : 1;
	}
	return nsc_name_cmp(w->report->run->names, a->name, b->name);
}

static void sort_groups(const struct text *w, struct group_vec *groups)
{
	size_t i, j;

	for (i = 1; i < groups->len; i++) {
		struct group one = groups->ptr[i];

		for (j = i; j > 0 && compare_groups(w, &groups->ptr[j - 1], &one) > 0;
		     j--) {
			groups->ptr[j] = groups->ptr[j - 1];
		}
		groups->ptr[j] = one;
	}
}

/* -- one finding --------------------------------------------------------------------- */

static void put_place(struct text *w, struct nsc_place at)
{
	if (!nsc_place_given(at)) {
		return;
	}
	PUT(w, "{}", BOLD(w));
	nsc_put_place(&w->put, w->report, at);
	PUT(w, ":{} ", PLAIN(w));
}

static void put_head(struct text *w, const struct nsc_finding *finding)
{
	const struct nsc_rule *rule = nsc_rule_at(finding->rule);

	put_place(w, finding->at);
	PUT(w, "{}{}:{} {}{}{}", severity_color(w, (uint8_t)finding->severity),
	    nsc_severity_name(finding->severity), PLAIN(w), BOLD(w),
	    text_of(w, finding->message), PLAIN(w));
	if (finding->has_state && w->judgement->target->image &&
	    finding->state != NSC_STATE_LIVE) {
		PUT(w, finding->state == NSC_STATE_EXTRACTED
			       ? "; extracted, but nothing of it is in the image"
			       : "; from a section that is not in the image");
	}
	PUT(w, " [{} {}]\n", rule->id, rule->slug);
}

static void put_snippet(struct text *w, const struct nsc_finding *finding)
{
	struct nostd_string lines = nostd_string_new();
	struct nsc_place at = finding->at;

	if (finding->source_count != 0) {
		at = w->judgement->findings.sources.ptr[finding->source_first].physical;
	}
	if (at.line != 0 && nsc_snippet_write(w->report->run, at, &lines)) {
		PUT(w, "{}", nostd_string_as_str(&lines));
	}
	nostd_string_drop(&lines);
}

static void put_macros(struct text *w, const struct nsc_finding *finding)
{
	const struct nsc_source_site *site;
	uint32_t i;

	if (finding->source_count == 0) {
		return;
	}
	site = &w->judgement->findings.sources.ptr[finding->source_first];
	for (i = 0; i < site->macro_count; i++) {
		const struct nsc_finding_macro *macro =
			&w->judgement->findings.macros.ptr[site->macro_first + i];

		put_place(w, macro->defined);
		PUT(w, "note: in the expansion of macro {}\n", text_of(w, macro->name));
	}
}

/* "(LEVEL is 3, QUIET is not defined)": what made a condition true or false. */
static void put_guard_macros(struct text *w, const struct nsc_unit_facts *unit,
			     const struct nsc_guard *guard, const char *comma)
{
	uint32_t i;

	for (i = 0; i < guard->macro_count; i++) {
		const struct nsc_guard_macro *macro =
			&unit->guard_macros.ptr[guard->macro_first + i];
		struct nostd_str value = text_of(w, macro->body);

		PUT(w, "{}{} is ", comma, text_of(w, macro->name));
		if (macro->state == NSC_GUARD_MACRO_UNDEFINED) {
			PUT(w, "not defined");
		} else if (value.len == 0 || value.len > GUARD_VALUE_MAX) {
			PUT(w, "defined");
		} else {
			PUT(w, "{}", value);
		}
		comma = ", ";
	}
}

static void put_directive(struct text *w, const struct nsc_guard *guard)
{
	struct nostd_str condition = text_of(w, guard->condition);

	PUT(w, "'{}{}{}'", nsc_guard_directive_name(guard->directive),
	    condition.len == 0 ? "" : " ", condition);
}

/* Rows of one group end with the branch that was taken. */
static void put_guard(struct text *w, const struct nsc_unit_facts *unit, uint32_t first,
		      uint32_t taken)
{
	const struct nsc_guard *guard = &unit->guards.ptr[taken];
	bool is_else = guard->directive == NSC_GUARD_ELSE;
	const char *comma = " (";
	uint32_t i;

	put_place(w, guard->at);
	PUT(w, "note: under ");
	put_directive(w, guard);
	for (i = first; is_else && i < taken; i++) {
		PUT(w, "{}", i == first ? " of " : ", ");
		put_directive(w, &unit->guards.ptr[i]);
	}
	for (i = is_else ? first : taken; i <= taken; i++) {
		put_guard_macros(w, unit, &unit->guards.ptr[i], comma);
		if (unit->guards.ptr[i].macro_count != 0) {
			comma = ", ";
		}
	}
	PUT(w, "{}\n", comma[0] == ',' ? ")" : "");
}

/* The innermost ones: what to set, or to leave out, for the use to go. */
static void put_guards(struct text *w, const struct nsc_finding *finding)
{
	const struct nsc_source_site *site;
	uint32_t groups = 0, first, i;

	if (finding->source_count == 0) {
		return;
	}
	site = &w->judgement->findings.sources.ptr[finding->source_first];
	for (i = 0; site->unit && i < site->guard_count; i++) {
		groups += site->unit->guards.ptr[site->guard_first + i].taken;
	}
	for (first = i = site->guard_first; groups > 0; i++) {
		if (!site->unit->guards.ptr[i].taken) {
			continue;
		}
		if (groups-- <= SITES_SHOWN || w->options->all_sites) {
			put_guard(w, site->unit, first, i);
		}
		first = i + 1;
	}
}

/* Places besides the first: of this finding, then of the others of its group. */
struct places {
	uint32_t shown, left_out;
	struct nsc_place last; /* a line may hold more than one call */
};

static void put_also(struct text *w, struct places *places, struct nsc_place at,
		     struct nsc_name function)
{
	if (nsc_place_cmp(w->report->run->names, places->last, at) == 0) {
		return;
	}
	places->last = at;
	if (places->shown >= SITES_SHOWN && !w->options->all_sites) {
		places->left_out++;
		return;
	}
	places->shown++;
	put_place(w, at);
	if (nsc_name_given(function)) {
		PUT(w, "note: also in {}()\n", text_of(w, function));
	} else {
		PUT(w, "note: also here\n");
	}
}

static void put_source_sites(struct text *w, struct places *places,
			     const struct nsc_finding *finding, uint32_t from)
{
	uint32_t i;

	for (i = from; i < finding->source_count; i++) {
		const struct nsc_source_site *site =
			&w->judgement->findings.sources.ptr[finding->source_first + i];

		put_also(w, places, site->at, site->function);
	}
}

static void put_object_sites(struct text *w, struct places *places,
			     const struct nsc_finding *finding, uint32_t from)
{
	uint32_t i;

	for (i = from; i < finding->object_count; i++) {
		const struct nsc_object_evidence *site =
			&w->judgement->findings.objects.ptr[finding->object_first + i];

		put_also(w, places, site->at.line != 0 ? site->at : finding->at,
			 site->function);
	}
}

/* `from` is 1 for the finding whose first place stands in the head already. */
static void put_sites(struct text *w, struct places *places,
		      const struct nsc_finding *finding, uint32_t from)
{
	if (finding->source_count != 0) {
		put_source_sites(w, places, finding, from);
	} else if (finding->object_count != 0) {
		put_object_sites(w, places, finding, from);
	} else if (from == 0) {
		put_also(w, places, finding->at, finding->function);
	}
}

/* -- price --------------------------------------------------------------------------- */

static bool is_zero(const struct nsc_cost *cost)
{
	return cost->flash == 0 && cost->ram == 0;
}

static void put_known_price(struct text *w, const struct nsc_finding_price *price,
			    uint32_t group_count)
{
	char bytes[64];

	PUT(w, "  cost: {}", nsc_show_cost(&price->retained.cost, bytes, sizeof(bytes)));
	if (group_count > 1) {
		PUT(w, " for the first alone");
		if (price->retained_group.known) {
			PUT(w, ", {} if all {} go",
			    nsc_show_cost(&price->retained_group.cost, bytes,
					  sizeof(bytes)),
			    group_count);
		}
	}
	if (is_zero(&price->retained.cost) && price->shared_with != 0) {
		PUT(w, "; {} other finding{} it as well", price->shared_with,
		    price->shared_with == 1 ? " keeps" : "s keep");
	}
	PUT(w, "\n");
}

/* It is whole, and not of a linker that writes down what stood on its command line. */
static bool hides_link_line(const struct nsc_map_facts *map)
{
	return map && (map->knows & NSC_MAP_SECTIONS) && !(map->knows & NSC_MAP_LOADS);
}

static void put_price(struct text *w, const struct nsc_finding *finding,
		      uint32_t group_count)
{
	const struct nsc_finding_price *price = &finding->price;
	const struct nsc_graph *graph = w->judgement->target->graph;

	if (finding->stands_at == NSC_NO_ROW || !w->judgement->target->image) {
		return;
	}
	if (price->retained.missing != NSC_NO_ROW) {
		PUT(w, "  cost: the link fails without it: nobody would define {}\n",
		    text_of(w, graph->symbols.ptr[price->retained.missing].name));
	} else if (price->retained.known) {
		put_known_price(w, price, group_count);
	} else if (w->judgement->crossings.all.ptr[finding->stands_at].changed) {
		PUT(w, "  cost: not known before it is linked\n");
	} else if (hides_link_line(graph->in.map) && !graph->in.line) {
		PUT(w,
		    "  cost: not known: the map does not tell the link line (--link-cmd "
		    "does)\n");
	} else {
		PUT(w,
		    "  cost: not known: it takes the objects and archives of the link\n");
	}
}

/* -- a block ------------------------------------------------------------------------- */

static const struct nsc_finding *worst_of(const struct text *w, const struct group *group,
					  const uint32_t *order)
{
	const struct nsc_finding *all = w->judgement->findings.all.ptr;
	const struct nsc_finding *worst = &all[order[group->first]];
	uint32_t i;

	for (i = 1; i < group->count; i++) {
		if (all[order[group->first + i]].severity > worst->severity) {
			worst = &all[order[group->first + i]];
		}
	}
	return worst;
}

static void put_chain(struct text *w, const struct nsc_finding *finding)
{
	struct nostd_string lines = nostd_string_new();

	nsc_chain_write(w->report->run->names,
			w->judgement->findings.hops.ptr + finding->hop_first,
			&(struct nsc_chain){finding->hop_count, finding->boundary_hop,
					    w->options->verbose},
			&lines);
	if (lines.len != 0) {
		PUT(w, "  why:  {}\n", nostd_string_as_str(&lines));
	}
	nostd_string_drop(&lines);
}

/* The construct or flag of the first call that nobody wrote. */
static void put_origin(struct text *w, const struct nsc_finding *finding)
{
	const struct nsc_target *target = w->judgement->target;
	const struct nsc_object_evidence *all =
		w->judgement->findings.objects.ptr + finding->object_first;
	uint32_t i;

	for (i = 0; i < finding->object_count; i++) {
		const struct nsc_want *origin = all[i].origin;

		if (!origin || (origin->kind != NSC_WANT_CONSTRUCT &&
				origin->kind != NSC_WANT_FLAG)) {
			continue;
		}
		PUT(w, "  put in for ");
		nsc_put_origin(&w->put, target, origin);
		PUT(w, ", at ");
		nsc_put_place(&w->put, w->report, origin->at);
		PUT(w, "\n");
		if (finding->rule != NSC_RULE_203) { /* "call it by its name": it does */
			nsc_put_stop(&w->put, target, origin, "  ");
		}
		return;
	}
}

/* Of NSC102: what is needed, and the units that include it. */
static void put_header(struct text *w, const struct nsc_finding *finding)
{
	const struct nsc_findings *findings = &w->judgement->findings;

	nsc_header_put_needs(&w->put, w->report,
			     findings->needs.ptr + finding->need_first,
			     finding->need_count);
	nsc_header_put_ways(&w->put, w->report, findings->ways.ptr + finding->way_first,
			    &(struct nsc_header_shown){finding->way_count,
						       w->options->all_sites, false});
}

static void put_group(struct text *w, const struct group *group, const uint32_t *order)
{
	const struct nsc_finding *worst = worst_of(w, group, order);
	struct places places = {0, 0, worst->at};
	uint32_t i;

	put_head(w, worst);
	put_snippet(w, worst);
	put_macros(w, worst);
	put_guards(w, worst);
	put_sites(w, &places, worst, 1);
	for (i = 0; i < group->count; i++) {
		const struct nsc_finding *one =
			&w->judgement->findings.all.ptr[order[group->first + i]];

		if (one != worst) {
			put_sites(w, &places, one, 0);
		}
	}
	if (places.left_out != 0) {
		PUT(w, "  and {} more (--all-sites)\n", places.left_out);
	}
	put_origin(w, worst);
	put_header(w, worst);
	if (worst->rule == NSC_RULE_401) {
		nsc_put_audit(&w->put, w->judgement->target, false, "  also: ");
	}
	put_chain(w, worst);
	put_price(w, worst, group->count);
	if (nsc_name_given(worst->remedy)) {
		PUT(w, "  help: {}\n", text_of(w, worst->remedy));
	}
	PUT(w, "\n");
}

static void put_findings(struct text *w)
{
	struct nostd_bump_mark mark = nostd_bump_mark(w->report->run->scratch);
	struct group_vec groups = group_vec_new_in(nsc_scratch(w->report->run));
	struct order_vec order = order_vec_new_in(nsc_scratch(w->report->run));
	uint32_t i;

	for (i = 0; i < w->judgement->findings.all.len; i++) {
		if (!w->judgement->findings.all.ptr[i].suppressed && !is_grouped(w, i)) {
			add_to_group(w, &groups, &order, i);
		}
	}
	sort_groups(w, &groups);
	for (i = 0; i < groups.len; i++) {
		put_group(w, &groups.ptr[i], order.ptr);
	}
	nostd_bump_reset(w->report->run->scratch, mark);
}

/* -- what was looked at, and what could not be known --------------------------------- */

static void put_count(struct text *w, uint64_t count, const char *what, const char *comma)
{
	PUT(w, "{}{} {}{}", comma, count, what, count == 1 ? "" : "s");
}

static void put_target(struct text *w)
{
	const struct nsc_report_target *target = w->target;
	const struct nsc_policy_terms *terms = w->judgement->target->terms;

	PUT(w, "{}target {}{}: tier {}{}", BOLD(w), text_of(w, target->name), PLAIN(w),
	    nsc_tier_name(terms->tier), target->tier_assumed ? " (assumed)" : "");
	if (nsc_name_given(target->map)) {
		PUT(w, ", {} ({})", nsc_show_path(w->report, target->map),
		    text_of(w, target->map_format));
	}
	put_count(w, target->units, "unit", ", ");
	put_count(w, target->objects, "object", ", ");
	PUT(w, "\n\n");
}

/* Names of a linker script look so, but so does a callback in a table. */
static void put_looked_at(struct text *w)
{
	const struct nsc_judgement *of = w->judgement;
	const struct nsc_graph *graph = of->target->graph;
	uint32_t count = of->verdict.looked_at;

	if (count == 0) {
		return;
	}
	PUT(w,
	    "note: {} unknown name{} used by address alone, as a linker script's are: {}",
	    count, count == 1 ? " is" : "s are",
	    text_of(w, graph->symbols.ptr[of->verdict.looked_at_first].name));
	if (count > 1) {
		PUT(w, " and {} more", count - 1);
	}
	PUT(w, " (NSC904 where a link map shows that nobody defines them)\n");
}

static void put_limits(struct text *w)
{
	unsigned levels = w->target->levels;
	uint32_t unknown = w->judgement->verdict.core_unknown;

	if (!(levels & NSC_LEVEL_LINK)) {
		PUT(w, "note: no link map: what an image keeps of this, and what it "
		       "costs, is "
		       "not known\n");
	}
	if (!(levels & NSC_LEVEL_OBJECT)) {
		PUT(w,
		    "note: no objects: calls that the compiler puts in are not known{}\n",
		    levels & NSC_LEVEL_LINK ? ", nor what refers to what inside a file"
					    : "");
	}
	if (!(levels & NSC_LEVEL_SOURCE)) {
		PUT(w, "note: no sources: columns, macros and headers are not known\n");
	}
	if (unknown != 0) {
		PUT(w,
		    "note: {} function{} of core by name come{} from a libc that was not "
		    "given: what comes along is not known (NSC111)\n",
		    unknown, unknown == 1 ? "" : "s", unknown == 1 ? "s" : "");
	}
	put_looked_at(w);
}

/* How many units were left out for the same reason, from `from` on; 0: said before. */
static uint64_t count_left_out(const struct text *w, size_t from)
{
	const struct nsc_report_unit *units = w->report->units.ptr;
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < w->report->units.len; i++) {
		if (units[i].status != NSC_UNIT_SKIPPED ||
		    units[i].why.ix != units[from].why.ix) {
			continue;
		}
		if (i < from) {
			return 0;
		}
		count++;
	}
	return count;
}

/* Host tools of the database, mostly: that their printf is no leak must be seen. */
static void put_left_out(struct text *w)
{
	size_t i;

	for (i = 0; i < w->report->units.len; i++) {
		const struct nsc_report_unit *unit = &w->report->units.ptr[i];
		uint64_t count =
			unit->status == NSC_UNIT_SKIPPED ? count_left_out(w, i) : 0;

		if (count == 0) {
			continue;
		}
		PUT(w, "note: {} unit{} left out: {} ({})", count, count == 1 ? "" : "s",
		    nsc_show_path(w->report, unit->source), text_of(w, unit->why));
		if (count > 1) {
			PUT(w, " and {} more", count - 1);
		}
		PUT(w, "\n");
	}
}

/* Sums over all targets, for the last line. */
struct total {
	uint64_t units, objects, symbols, suppressed;
	uint64_t by[NSC_SEVERITY_COUNT];
	struct nsc_cost cost;
};

static void add_up(const struct nsc_report *report, struct total *total)
{
	size_t i;
	unsigned s;

	memset(total, 0, sizeof(*total));
	for (i = 0; i < report->targets.len; i++) {
		const struct nsc_report_target *target = &report->targets.ptr[i];
		const struct nsc_verdict *verdict = &target->judgement->verdict;

		total->units += target->units;
		total->objects += target->objects;
		total->symbols += target->symbols_defined + target->symbols_undefined;
		total->suppressed += verdict->suppressed;
		for (s = 0; s < NSC_SEVERITY_COUNT; s++) {
			total->by[s] += verdict->by_severity[s];
		}
		if (verdict->all.known) {
			total->cost.flash += verdict->all.cost.flash;
			total->cost.ram += verdict->all.cost.ram;
		}
	}
}

static const char *verdict_of(const struct nsc_report *report, const struct total *total)
{
	if (!report->complete) {
		return "incomplete";
	}
	return total->by[NSC_SEVERITY_ERROR] + total->by[NSC_SEVERITY_WARNING] +
				       total->by[NSC_SEVERITY_NOTE] ==
			       0
		       ? "clean"
		       : "findings";
}

static void put_total(struct text *w)
{
	struct total total;
	char bytes[64];

	add_up(w->report, &total);
	put_count(w, w->report->targets.len, "target", "");
	put_count(w, total.units, "unit", ", ");
	put_count(w, total.objects, "object", ", ");
	put_count(w, total.symbols, "symbol", ", ");
	put_count(w, total.by[NSC_SEVERITY_ERROR], "error", ": ");
	put_count(w, total.by[NSC_SEVERITY_WARNING], "warning", ", ");
	put_count(w, total.by[NSC_SEVERITY_NOTE], "note", ", ");
	if (total.suppressed != 0) {
		PUT(w, ", {} allowed", total.suppressed);
	}
	if (!is_zero(&total.cost)) {
		PUT(w, "; {} go with all of them",
		    nsc_show_cost(&total.cost, bytes, sizeof(bytes)));
	}
	PUT(w, ": {}\n", verdict_of(w->report, &total));
}

bool nsc_report_text(const struct nsc_report *report,
		     const struct nsc_text_options *options, struct nostd_sink out)
{
	struct text w = {report, options, {out, options->color, false}, NULL, NULL};
	size_t i;

	for (i = 0; i < report->targets.len && !options->quiet; i++) {
		w.target = &report->targets.ptr[i];
		w.judgement = w.target->judgement;
		put_target(&w);
		put_findings(&w);
		put_limits(&w);
	}
	if (!options->quiet && report->targets.len != 0) {
		put_left_out(&w);
	}
	nsc_put_diags(&w.put, report, options->verbose);
	put_total(&w);
	return !w.put.failed;
}
