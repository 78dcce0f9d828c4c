/*
 * price_each.c - the prices of many cuts in one go. See price.h.
 *
 * A reference that goes makes its file's mention weak when it was the last one. Weak or
 * not, nothing else changes as long as that mention took nobody out of an archive: what
 * was extracted was extracted for others, at the same time as before, and binds the same
 * names. Then what goes is what the dominators say (link-semantics.md 4).
 */
#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/link_line.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/graph/retained.h"
#include "analyzer/replay/extract.h"
#include "analyzer/replay/layout.h"
#include "analyzer/replay/price.h"
#include "analyzer/replay/replay.h"

struct batch {
	const struct nsc_priced *priced;
	uint8_t *claimed; /* by reference: 1: a cut before has it */
	uint32_t *lost;   /* by mention: references that the cut in question takes */
	uint32_t *pulled; /* by symbol: first file that was taken for it, or NSC_NO_ROW */
	uint32_t *another; /* by file: the next one that was taken for the same symbol */
};

static void index_pulls(struct batch *of)
{
	const struct nsc_link *link = of->priced->base;
	uint32_t i;

	for (i = 0; i < link->graph->files.len; i++) {
		uint32_t symbol = link->pulled_for[i];

		if (symbol != NSC_NO_ROW) {
			of->another[i] = of->pulled[symbol];
			of->pulled[symbol] = i;
		}
	}
}

/*
 * Did this file's mention of a symbol take a member? lld goes through mentions depth
 * first, so that the first to mention a name need not be the one for which a member is
 * taken just then: any mention may have been.
 */
static bool took_member(const struct batch *of, uint32_t file, uint32_t symbol)
{
	uint32_t i;

	for (i = of->pulled[symbol]; i != NSC_NO_ROW; i = of->another[i]) {
		if (of->priced->base->pulled_by[i] == file ||
		    of->priced->plan->linker == NSC_LINKER_LLD) {
			return true;
		}
	}
	return false;
}

/* Would the link differ if this mention were weak? */
static bool matters(const struct batch *of, uint32_t file, uint32_t mention)
{
	const struct nsc_graph *graph = of->priced->graph;
	uint32_t symbol = graph->mentions.ptr[mention].symbol;

	return of->priced->base->loaded[file] != NSC_NOT_LOADED &&
	       !graph->mentions.ptr[mention].weak &&
	       (graph->symbols.ptr[symbol].assigned || took_member(of, file, symbol));
}

/* Are extraction and binding the same without these references? */
static bool keeps_all(const struct batch *of, const struct nsc_cut *cut)
{
	const struct nsc_graph *graph = of->priced->graph;
	bool same =
		cut->undefined_count == 0 && nsc_retained_is_told(of->priced->base, cut);
	uint32_t mention;
	size_t i;

	for (i = 0; i < cut->ref_count; i++) {
		uint32_t file = graph->nodes.ptr[graph->refs.ptr[cut->refs[i]].from].file;

		mention = nsc_replay_mention_of(graph, cut->refs[i]);
		if (mention != NSC_NO_ROW &&
		    ++of->lost[mention] == graph->mentions.ptr[mention].ref_count &&
		    matters(of, file, mention)) {
			same = false;
		}
		same = same && !of->claimed[cut->refs[i]];
	}
	for (i = 0; i < cut->ref_count; i++) {
		mention = nsc_replay_mention_of(graph, cut->refs[i]);
		if (mention != NSC_NO_ROW) {
			of->lost[mention] = 0;
		}
		if (same) {
			of->claimed[cut->refs[i]] = 1;
		}
	}
	return same;
}

static void price_kept(const struct batch *of, const struct nsc_cuts *cuts,
		       struct nsc_price *const *prices, struct nostd_bump *arena)
{
	const struct nsc_priced *priced = of->priced;
	struct nsc_laid *laid = nsc_laid_new(priced, arena);
	struct nsc_retained retained;
	size_t i;

	nsc_retained_find(priced->run, priced->base, cuts, arena, &retained);
	for (i = 0; i < cuts->count; i++) {
		prices[i]->known = true;
		prices[i]->missing = NSC_NO_ROW;
		prices[i]->cost =
			nsc_laid_without(laid, retained.nodes + retained.first[i],
					 retained.first[i + 1] - retained.first[i],
					 cuts->all[i]);
	}
}

static void init_batch(struct batch *of, const struct nsc_priced *priced,
		       struct nostd_bump *arena)
{
	const struct nsc_graph *graph = priced->graph;

	of->priced = priced;
	of->claimed = nostd_bump_array(arena, uint8_t, graph->refs.len);
	of->lost = nostd_bump_array(arena, uint32_t, graph->mentions.len);
	of->pulled = nsc_no_rows(arena, graph->symbols.len);
	of->another = nsc_no_rows(arena, graph->files.len);
	index_pulls(of);
}

void nsc_price_each(const struct nsc_priced *priced, const struct nsc_cut *const *cuts,
		    size_t count, struct nsc_price *prices)
{
	const struct nsc_price none = {false, {0, 0}, NSC_NO_ROW};
	struct nostd_bump arena;
	const struct nsc_cut **kept;
	struct nsc_price **places;
	struct nsc_cuts all = {NULL, 0};
	struct batch of;
	size_t i;

	nostd_bump_init(&arena, priced->run->keep->from, 0);
	init_batch(&of, priced, &arena);
	kept = nostd_bump_array(&arena, const struct nsc_cut *, count);
	places = nostd_bump_array(&arena, struct nsc_price *, count);
	for (i = 0; i < count; i++) {
		prices[i] = none;
		if (priced->exact && keeps_all(&of, cuts[i])) {
			kept[all.count] = cuts[i];
			places[all.count++] = &prices[i];
		} else if (priced->exact) {
			prices[i] = nsc_price_of(priced, cuts[i]);
		}
	}
	all.all = kept;
	if (all.count != 0) {
		price_kept(&of, &all, places, &arena);
	}
	nostd_bump_release(&arena);
}
