/*
 * paths.c - see paths.h.
 */
#include "analyzer/report/paths.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/policy.h"
#include "analyzer/judge/target.h"
#include "analyzer/report/report.h"
#include "analyzer/report/show.h"
#include "rules/symbol.h"

/* What is sorted: three texts by rank and a kind, with the row they stand for. */
struct keyed {
	uint32_t first, second, third, kind, row;
};

static int compare_keys(const struct keyed *a, const struct keyed *b)
{
	const uint32_t left[] = {a->first, a->second, a->third, a->kind};
	const uint32_t right[] = {b->first, b->second, b->third, b->kind};
	size_t i;

	for (i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		if (left[i] != right[i]) {
			return left[i] < right[i] ? -1 : 1;
		}
	}
	return 0;
}

#define NOSTD_NAME keyed_vec
#define NOSTD_T    struct keyed
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      by_key
#define NOSTD_T         struct keyed
#define NOSTD_CMP(a, b) compare_keys((a), (b))
#include <nostd/sort.h>

/* How far the definition of a name got. */
static uint8_t state_of(const struct nsc_target *target, struct nsc_name symbol)
{
	uint32_t row = nsc_graph_symbol_row(target->graph, symbol);
	uint32_t def = row != NSC_NO_ROW ? nsc_link_def(target->link, row) : NSC_NO_ROW;
	uint32_t node, file;

	if (!target->image || row == NSC_NO_ROW || def == NSC_NO_ROW ||
	    !nsc_target_provider(target, row, &file)) {
		return NSC_STATE_REFERENCED;
	}
	node = target->graph->defs.ptr[def].node;
	return node != NSC_NO_ROW && target->link->live[node] == NSC_LIVE_YES
		       ? NSC_STATE_LIVE
		       : NSC_STATE_EXTRACTED;
}

static void add_symbol(const struct nsc_report *report,
		       const struct nsc_judgement *judgement, const struct nsc_hop *hop,
		       struct nsc_path_symbol_vec *out)
{
	struct nsc_symbol_meaning meaning;
	struct nsc_path_symbol row = {0};

	row.target = judgement->target->terms->target;
	row.name = hop->symbol;
	row.base = hop->symbol;
	row.tier = NSC_TIER_UNKNOWN;
	row.state = state_of(judgement->target, hop->symbol);
	row.role = hop->defined ? nsc_side_name(hop->side) : "nobody";
	if (hop->defined) {
		row.provider =
			nsc_show_file(report, hop->archive, hop->member, hop->object);
		row.object = hop->object;
		row.archive = hop->archive;
		row.member = hop->member;
	}
	if (nsc_symbol_find(&judgement->target->terms->profile,
			    nsc_name_text(report->run->names, hop->symbol), &meaning)) {
		row.known = true;
		row.tier = meaning.tier;
		row.capability = meaning.capability;
		row.origin = meaning.origin;
		row.base = nsc_name(report->run->names, meaning.name);
	}
	nsc_path_symbol_vec_push(out, row);
}

static void add_chain(const struct nsc_report *report,
		      const struct nsc_judgement *judgement,
		      const struct nsc_finding *finding, struct nsc_path_parts *out)
{
	const struct nsc_hop *hops = judgement->findings.hops.ptr + finding->hop_first;
	uint32_t i;

	for (i = 0; i < finding->hop_count; i++) {
		if (nsc_name_given(hops[i].symbol)) {
			add_symbol(report, judgement, &hops[i], &out->symbols);
		}
		if (i > 0) {
			struct nsc_path_edge edge = {judgement->target->terms->target,
						     nsc_show_node(report, &hops[i - 1]),
						     nsc_show_node(report, &hops[i]),
						     hops[i].edge, finding->state};

			nsc_path_edge_vec_push(&out->edges, edge);
		}
	}
}

static void sort_symbols(const struct nsc_report *report, const uint32_t *rank,
			 struct nsc_path_symbol_vec *all)
{
	struct keyed_vec keys = keyed_vec_new_in(nsc_scratch(report->run));
	struct nsc_path_symbol_vec sorted = nsc_path_symbol_vec_new_in(all->in);
	size_t i;

	for (i = 0; i < all->len; i++) {
		const struct nsc_path_symbol *row = &all->ptr[i];
		struct keyed key = {rank[row->target.ix], rank[row->name.ix],
				    rank[row->provider.ix], 0, (uint32_t)i};

		keyed_vec_push(&keys, key);
	}
	by_key_sort_unstable(keys.ptr, keys.len);
	for (i = 0; i < keys.len; i++) {
		if (i == 0 || compare_keys(&keys.ptr[i - 1], &keys.ptr[i]) != 0) {
			nsc_path_symbol_vec_push(&sorted, all->ptr[keys.ptr[i].row]);
		}
	}
	*all = sorted;
}

static void sort_edges(const struct nsc_report *report, const uint32_t *rank,
		       struct nsc_path_edge_vec *all)
{
	struct keyed_vec keys = keyed_vec_new_in(nsc_scratch(report->run));
	struct nsc_path_edge_vec sorted = nsc_path_edge_vec_new_in(all->in);
	size_t i;

	for (i = 0; i < all->len; i++) {
		const struct nsc_path_edge *row = &all->ptr[i];
		struct keyed key = {rank[row->target.ix], rank[row->from.ix],
				    rank[row->to.ix], row->kind, (uint32_t)i};

		keyed_vec_push(&keys, key);
	}
	by_key_sort_unstable(keys.ptr, keys.len);
	for (i = 0; i < keys.len; i++) {
		const struct nsc_path_edge *row = &all->ptr[keys.ptr[i].row];

		if (i == 0 || compare_keys(&keys.ptr[i - 1], &keys.ptr[i]) != 0) {
			nsc_path_edge_vec_push(&sorted, *row);
		} else if (sorted.ptr[sorted.len - 1].state < row->state) {
			sorted.ptr[sorted.len - 1].state = row->state;
		}
	}
	*all = sorted;
}

void nsc_path_parts_collect(const struct nsc_report *report, struct nsc_path_parts *out)
{
	struct nostd_bump_mark mark;
	const uint32_t *rank;
	size_t t, f;

	out->symbols = nsc_path_symbol_vec_new_in(nsc_keep(report->run));
	out->edges = nsc_path_edge_vec_new_in(nsc_keep(report->run));
	for (t = 0; t < report->targets.len; t++) {
		const struct nsc_judgement *judgement = report->targets.ptr[t].judgement;

		for (f = 0; f < judgement->findings.all.len; f++) {
			add_chain(report, judgement, &judgement->findings.all.ptr[f],
				  out);
		}
	}
	mark = nostd_bump_mark(report->run->scratch);
	rank = nsc_names_ranks(report->run->names, report->run->scratch);
	sort_symbols(report, rank, &out->symbols);
	sort_edges(report, rank, &out->edges);
	nostd_bump_reset(report->run->scratch, mark);
}
