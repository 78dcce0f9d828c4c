/*
 * prices.c - see prices.h.
 */
#include "analyzer/judge/prices.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/graph/referrers.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/finding.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/target.h"
#include "analyzer/replay/price.h"

#define NOSTD_NAME cut_rows
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      cut_rows
#define NOSTD_T         uint32_t
#define NOSTD_CMP(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#include <nostd/sort.h>

struct pricer {
	const struct nsc_target *target;
	const struct nsc_crossings *crossings;
	struct nsc_findings *findings;
	uint8_t *finding_of;             /* by crossing: 1 when it is a finding's */
	struct nsc_row_groups referrers; /* rows of refs, by node */
};

/* A cut under construction. */
struct cut_parts {
	struct cut_rows refs, undefined;
	bool changed; /* part of it stands in a source that nobody has linked yet */
};

static struct cut_parts new_cut(const struct pricer *pricer)
{
	struct cut_parts parts = {cut_rows_new_in(nsc_scratch(pricer->target->run)),
				  cut_rows_new_in(nsc_scratch(pricer->target->run)),
				  false};

	return parts;
}

static void add_crossing(const struct pricer *pricer, struct cut_parts *parts,
			 uint32_t row)
{
	const struct nsc_crossing *crossing = &pricer->crossings->all.ptr[row];
	uint32_t i;

	parts->changed |= crossing->changed;
	if (crossing->kind == NSC_CROSS_OPTION) {
		cut_rows_push(&parts->undefined, crossing->symbol);
	}
	for (i = 0; i < crossing->site_count; i++) {
		uint32_t ref = pricer->crossings->sites.ptr[crossing->site_first + i].ref;

		if (ref != NSC_NO_ROW) {
			cut_rows_push(&parts->refs, ref);
		}
	}
}

static struct nsc_cut finish_cut(struct cut_parts *parts)
{
	struct nsc_cut cut;
	size_t kept = 0, i;

	cut_rows_sort_unstable(parts->refs.ptr, parts->refs.len);
	for (i = 0; i < parts->refs.len; i++) {
		if (i == 0 || parts->refs.ptr[i] != parts->refs.ptr[i - 1]) {
			parts->refs.ptr[kept++] = parts->refs.ptr[i];
		}
	}
	cut.refs = parts->refs.ptr;
	cut.ref_count = kept;
	cut.undefined = parts->undefined.ptr;
	cut.undefined_count = parts->undefined.len;
	return cut;
}

static void price_own(const struct pricer *pricer, struct nsc_finding *finding,
		      uint32_t symbol)
{
	uint32_t def = nsc_link_def(pricer->target->link, symbol);

	if (def != NSC_NO_ROW &&
	    pricer->target->graph->defs.ptr[def].node != NSC_NO_ROW &&
	    !pricer->crossings->all.ptr[finding->stands_at].changed &&
	    pricer->target->priced->in_flash) {
		finding->price.own =
			nsc_node_cost(pricer->target->priced,
				      pricer->target->graph->defs.ptr[def].node);
		finding->price.own_known = true;
	}
}

/* -- who else holds it --------------------------------------------------------------- */

static bool is_hosted_and_live(const struct pricer *pricer, uint32_t node)
{
	uint8_t side = pricer->target->side[pricer->target->graph->nodes.ptr[node].file];

	return pricer->target->link->live[node] == NSC_LIVE_YES &&
	       (nsc_side_is_hosted(side) || side == NSC_SIDE_OF_RUNTIME);
}

/* Every hosted node through which `node` is held, itself included. */
static uint8_t *find_holders(const struct pricer *pricer, uint32_t node)
{
	struct nostd_bump *scratch = pricer->target->run->scratch;
	uint8_t *holds =
		nostd_bump_array(scratch, uint8_t, pricer->target->graph->nodes.len);
	struct cut_rows queue = cut_rows_new_in(nsc_scratch(pricer->target->run));
	uint32_t at, i;

	holds[node] = 1;
	cut_rows_push(&queue, node);
	while (cut_rows_pop(&queue, &at)) {
		for (i = pricer->referrers.first[at]; i < pricer->referrers.first[at + 1];
		     i++) {
			uint32_t from =
				pricer->target->graph->refs.ptr[pricer->referrers.rows[i]]
					.from;

			if (!holds[from] && is_hosted_and_live(pricer, from)) {
				holds[from] = 1;
				cut_rows_push(&queue, from);
			}
		}
	}
	return holds;
}

static uint32_t node_of_symbol(const struct pricer *pricer, uint32_t symbol)
{
	uint32_t def = nsc_link_def(pricer->target->link, symbol);

	return def == NSC_NO_ROW ? NSC_NO_ROW : pricer->target->graph->defs.ptr[def].node;
}

/* A live finding through which a node is held. */
static bool is_holder(const struct pricer *pricer, const uint8_t *holds,
		      uint32_t crossing)
{
	const struct nsc_crossing *row = &pricer->crossings->all.ptr[crossing];
	uint32_t node = node_of_symbol(pricer, row->symbol);

	return pricer->finding_of[crossing] && row->live && node != NSC_NO_ROW &&
	       holds[node];
}

/* How many live findings hold what a symbol names; 0: it has no section. */
static uint32_t count_holders(const struct pricer *pricer, uint32_t symbol)
{
	struct nostd_bump_mark mark = nostd_bump_mark(pricer->target->run->scratch);
	uint32_t node = node_of_symbol(pricer, symbol), count = 0, i;
	const uint8_t *holds;

	if (node == NSC_NO_ROW) {
		return 0;
	}
	holds = find_holders(pricer, node);
	for (i = 0; i < pricer->crossings->all.len; i++) {
		count += is_holder(pricer, holds, i);
	}
	nostd_bump_reset(pricer->target->run->scratch, mark);
	return count;
}

/*
 * The other live findings through which the definition is held as well: all of them must
 * go. `holders` is by symbol, NSC_NO_ROW: not counted yet.
 */
static uint32_t count_sharers(const struct pricer *pricer,
			      const struct nsc_finding *finding, uint32_t *holders)
{
	const struct nsc_crossing *crossing =
		&pricer->crossings->all.ptr[finding->stands_at];
	uint32_t symbol = finding->subject;

	if (finding->state != NSC_STATE_LIVE) {
		return 0;
	}
	if (holders[symbol] == NSC_NO_ROW) {
		holders[symbol] = count_holders(pricer, symbol);
	}
	return holders[symbol] - (finding->crossing != NSC_NO_ROW && crossing->live &&
				  holders[symbol] != 0);
}

/* -- all cuts at once ---------------------------------------------------------------- */

/* Cuts, and the row that each is about: of the findings, or of the symbols. */
struct asked {
	const struct nsc_cut **cuts;
	uint32_t *rows;
	size_t count;
};

static struct asked new_asked(const struct pricer *pricer, size_t most)
{
	struct nostd_bump *scratch = pricer->target->run->scratch;
	struct asked asked = {nostd_bump_array(scratch, const struct nsc_cut *, most),
			      nostd_bump_array(scratch, uint32_t, most), 0};

	return asked;
}

/* What a changed source says cannot be cut out of a link. */
static void ask(const struct pricer *pricer, struct asked *asked, uint32_t row,
		struct cut_parts *parts)
{
	if (!parts->changed) {
		struct nsc_cut *cut =
			nostd_bump_new(pricer->target->run->scratch, struct nsc_cut);

		*cut = finish_cut(parts);
		asked->cuts[asked->count] = cut;
		asked->rows[asked->count++] = row;
	}
}

static const struct nsc_price *answer(const struct pricer *pricer,
				      const struct asked *asked)
{
	struct nsc_price *prices = nostd_bump_array(pricer->target->run->scratch,
						    struct nsc_price, asked->count);

	nsc_price_each(pricer->target->priced, asked->cuts, asked->count, prices);
	return prices;
}

static void price_alone(const struct pricer *pricer)
{
	struct nsc_finding_vec *findings = &pricer->findings->all;
	struct asked asked = new_asked(pricer, findings->len);
	const struct nsc_price *prices;
	size_t i;

	for (i = 0; i < findings->len; i++) {
		if (findings->ptr[i].stands_at != NSC_NO_ROW) {
			struct cut_parts parts = new_cut(pricer);

			add_crossing(pricer, &parts, findings->ptr[i].stands_at);
			ask(pricer, &asked, (uint32_t)i, &parts);
		}
	}
	prices = answer(pricer, &asked);
	for (i = 0; i < asked.count; i++) {
		findings->ptr[asked.rows[i]].price.retained = prices[i];
	}
}

static struct nsc_row_groups crossings_by_symbol(const struct pricer *pricer)
{
	struct nostd_bump *scratch = pricer->target->run->scratch;
	size_t count = pricer->crossings->all.len, i;
	uint32_t *keys = nostd_bump_array(scratch, uint32_t, count);
	struct nsc_keyed_rows keyed = {keys, count,
				       (uint32_t)pricer->target->graph->symbols.len};
	struct nsc_row_groups groups;

	for (i = 0; i < count; i++) {
		keys[i] = pricer->crossings->all.ptr[i].symbol;
	}
	nsc_row_groups_make(scratch, &keyed, &groups);
	return groups;
}

/* Findings by the symbol that they are about; those about none come last. */
static struct nsc_row_groups findings_by_subject(const struct pricer *pricer)
{
	struct nostd_bump *scratch = pricer->target->run->scratch;
	size_t count = pricer->findings->all.len, i;
	uint32_t symbols = (uint32_t)pricer->target->graph->symbols.len;
	uint32_t *keys = nostd_bump_array(scratch, uint32_t, count);
	struct nsc_keyed_rows keyed = {keys, count, symbols + 1};
	struct nsc_row_groups groups;

	for (i = 0; i < count; i++) {
		const struct nsc_finding *finding = &pricer->findings->all.ptr[i];

		keys[i] = finding->stands_at == NSC_NO_ROW ? symbols : finding->subject;
	}
	nsc_row_groups_make(scratch, &keyed, &groups);
	return groups;
}

/*
 * All crossings of a symbol, findings or not, and those at which a finding about it
 * stands.
 */
static struct cut_parts cut_symbol(const struct pricer *pricer,
				   const struct nsc_row_groups *crossings,
				   const struct nsc_row_groups *findings, uint32_t symbol)
{
	struct cut_parts parts = new_cut(pricer);
	uint32_t k;

	for (k = crossings->first[symbol]; k < crossings->first[symbol + 1]; k++) {
		add_crossing(pricer, &parts, crossings->rows[k]);
	}
	for (k = findings->first[symbol]; k < findings->first[symbol + 1]; k++) {
		const struct nsc_finding *finding =
			&pricer->findings->all.ptr[findings->rows[k]];

		if (finding->crossing == NSC_NO_ROW) {
			add_crossing(pricer, &parts, finding->stands_at);
		}
	}
	return parts;
}

static void price_groups(const struct pricer *pricer)
{
	struct nsc_finding_vec *all = &pricer->findings->all;
	struct nsc_row_groups crossings = crossings_by_symbol(pricer);
	struct nsc_row_groups findings = findings_by_subject(pricer);
	struct asked asked = new_asked(pricer, all->len);
	const struct nsc_price *prices;
	uint32_t symbol;
	size_t i, k;

	for (symbol = 0; symbol < pricer->target->graph->symbols.len; symbol++) {
		if (findings.first[symbol] != findings.first[symbol + 1]) {
			struct cut_parts parts =
				cut_symbol(pricer, &crossings, &findings, symbol);

			ask(pricer, &asked, symbol, &parts);
		}
	}
	prices = answer(pricer, &asked);
	for (i = 0; i < asked.count; i++) {
		symbol = asked.rows[i];
		for (k = findings.first[symbol]; k < findings.first[symbol + 1]; k++) {
			all->ptr[findings.rows[k]].price.retained_group = prices[i];
		}
	}
}

/* Its own bytes, and with whom it shares the rest. */
static void price_rest(const struct pricer *pricer)
{
	uint32_t *holders = nsc_no_rows(pricer->target->run->scratch,
					pricer->target->graph->symbols.len);
	size_t i;

	for (i = 0; i < pricer->findings->all.len; i++) {
		struct nsc_finding *finding = &pricer->findings->all.ptr[i];

		if (finding->stands_at == NSC_NO_ROW) {
			continue;
		}
		price_own(pricer, finding, finding->subject);
		if (finding->price.retained.known) {
			finding->price.shared_with =
				count_sharers(pricer, finding, holders);
		}
	}
}

/* Which findings a sum is about. */
struct selection {
	const struct nsc_target *target;
	const struct nsc_crossings *crossings;
	bool (*takes)(const struct selection *selection,
		      const struct nsc_finding *finding);
	uint32_t component;
	enum nsc_tier tier;
};

/* All of them together; what is allowed stays. */
static struct nsc_price price_selected(const struct selection *selection,
				       const struct nsc_findings *findings)
{
	const struct nsc_target *target = selection->target;
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct pricer pricer = {target, selection->crossings, NULL, NULL, {NULL, NULL}};
	struct nsc_price price = {.missing = NSC_NO_ROW};
	struct cut_parts parts = new_cut(&pricer);
	size_t i;

	for (i = 0; i < findings->all.len; i++) {
		const struct nsc_finding *finding = &findings->all.ptr[i];

		if (finding->stands_at != NSC_NO_ROW && !finding->suppressed &&
		    selection->takes(selection, finding)) {
			add_crossing(&pricer, &parts, finding->stands_at);
		}
	}
	if (target->priced && !parts.changed) {
		struct nsc_cut cut = finish_cut(&parts);

		price = nsc_price_of(target->priced, &cut);
	}
	nostd_bump_reset(target->run->scratch, mark);
	return price;
}

static bool takes_all(const struct selection *selection,
		      const struct nsc_finding *finding)
{
	(void)selection;
	(void)finding;
	return true;
}

static bool takes_component(const struct selection *selection,
			    const struct nsc_finding *finding)
{
	uint32_t file = selection->crossings->all.ptr[finding->stands_at].file;

	return file != NSC_NO_ROW &&
	       selection->target->component[file] == selection->component;
}

static bool takes_tier(const struct selection *selection,
		       const struct nsc_finding *finding)
{
	return finding->tier == selection->tier;
}

struct nsc_price nsc_prices_of_component(const struct nsc_judgement *judgement,
					 uint32_t component)
{
	struct selection selection = {judgement->target, &judgement->crossings,
				      takes_component, component, NSC_TIER_CORE};

	return price_selected(&selection, &judgement->findings);
}

struct nsc_price nsc_prices_of_tier(const struct nsc_judgement *judgement,
				    enum nsc_tier tier)
{
	struct selection selection = {judgement->target, &judgement->crossings,
				      takes_tier, 0, tier};

	return price_selected(&selection, &judgement->findings);
}

static void no_price(struct nsc_finding *finding)
{
	finding->price.retained.missing = NSC_NO_ROW;
	finding->price.retained_group.missing = NSC_NO_ROW;
}

void nsc_prices_find(const struct nsc_target *target,
		     const struct nsc_crossings *crossings, struct nsc_findings *findings,
		     struct nsc_verdict *verdict)
{
	struct pricer pricer = {target, crossings, findings, NULL, {NULL, NULL}};
	struct selection everything = {target, crossings, takes_all, 0, NSC_TIER_CORE};
	struct nostd_bump_mark mark;
	size_t i;

	verdict->all.missing = NSC_NO_ROW;
	pricer.finding_of =
		nostd_bump_array(target->run->keep, uint8_t, crossings->all.len);
	for (i = 0; i < findings->all.len; i++) {
		no_price(&findings->all.ptr[i]);
		if (findings->all.ptr[i].crossing != NSC_NO_ROW) {
			pricer.finding_of[findings->all.ptr[i].crossing] = 1;
		}
	}
	if (!target->priced) {
		return;
	}
	nsc_referrers_make(target->run->keep, target->link, &pricer.referrers);
	mark = nostd_bump_mark(target->run->scratch);
	price_alone(&pricer);
	price_groups(&pricer);
	price_rest(&pricer);
	nostd_bump_reset(target->run->scratch, mark);
	verdict->all = price_selected(&everything, findings);
}
