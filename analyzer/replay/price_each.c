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

/* A file, and the symbol for which it was taken out of its archive. */
struct pull {
	uint32_t symbol, file;
};

#define NOSTD_NAME pulls
#define NOSTD_T    struct pull
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      pulls
#define NOSTD_T         struct pull
#define NOSTD_CMP(a, b) (((a)->symbol > (b)->symbol) - ((a)->symbol < (b)->symbol))
#include <nostd/sort.h>

/* A mention of a file that loses a reference. */
struct loss {
	uint32_t mention, file;
};

#define NOSTD_NAME losses
#define NOSTD_T    struct loss
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      losses
#define NOSTD_T         struct loss
#define NOSTD_CMP(a, b) (((a)->mention > (b)->mention) - ((a)->mention < (b)->mention))
#include <nostd/sort.h>

enum { WORD = 64 };

struct batch {
	const struct nsc_priced *priced;
	uint64_t *claimed;  /* a bit for each reference: a cut before has it */
	struct pulls pulls; /* by symbol */
	struct losses lost; /* of the cut in question, by mention */
};

static void index_pulls(struct batch *of)
{
	const struct nsc_link *link = of->priced->base;
	uint32_t i;

	for (i = 0; i < link->graph->files.len; i++) {
		if (link->pulled_for[i] != NSC_NO_ROW) {
			struct pull pull = {link->pulled_for[i], i};

			pulls_push(&of->pulls, pull);
		}
	}
	pulls_sort_unstable(of->pulls.ptr, of->pulls.len);
}

static size_t first_pull(const struct batch *of, uint32_t symbol)
{
	size_t low = 0, high = of->pulls.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (of->pulls.ptr[middle].symbol < symbol) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/*
 * Did this file's mention of a symbol take a member? lld goes through mentions depth
 * first, so that the first to mention a name need not be the one for which a member is
 * taken just then: any mention may have been.
 */
static bool took_member(const struct batch *of, uint32_t file, uint32_t symbol)
{
	size_t i;

	for (i = first_pull(of, symbol);
	     i < of->pulls.len && of->pulls.ptr[i].symbol == symbol; i++) {
		if (of->priced->base->pulled_by[of->pulls.ptr[i].file] == file ||
		    of->priced->plan->linker == NSC_LINKER_LLD) {
			return true;
		}
	}
	return false;
}

/* May it matter to the link who mentions this symbol? Most do not. */
static bool is_wanted(const struct batch *of, uint32_t symbol)
{
	size_t at = first_pull(of, symbol);

	return of->priced->graph->symbols.ptr[symbol].assigned ||
	       (at < of->pulls.len && of->pulls.ptr[at].symbol == symbol);
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

static bool is_claimed(const struct batch *of, uint32_t ref)
{
	return of->claimed[ref / WORD] >> ref % WORD & 1;
}

/* Does a mention that others depend on lose its last reference? */
static bool loses_mention(struct batch *of, const struct nsc_cut *cut)
{
	const struct nsc_graph *graph = of->priced->graph;
	uint32_t left = 0;
	size_t i;

	of->lost.len = 0;
	for (i = 0; i < cut->ref_count; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[cut->refs[i]];
		struct loss loss;

		if (ref->local || !is_wanted(of, ref->to)) {
			continue;
		}
		loss.mention = nsc_replay_mention_of(graph, cut->refs[i]);
		loss.file = graph->nodes.ptr[ref->from].file;
		if (loss.mention != NSC_NO_ROW) {
			losses_push(&of->lost, loss);
		}
	}
	losses_sort_unstable(of->lost.ptr, of->lost.len);
	for (i = 0; i < of->lost.len; i++) {
		const struct loss *loss = &of->lost.ptr[i];

		if (i == 0 || loss[-1].mention != loss->mention) {
			left = graph->mentions.ptr[loss->mention].ref_count;
		}
		if (--left == 0 && matters(of, loss->file, loss->mention)) {
			return true;
		}
	}
	return false;
}

/* Are extraction and binding the same without these references? */
static bool keeps_all(struct batch *of, const struct nsc_cut *cut)
{
	size_t i;

	if (cut->undefined_count != 0 || !nsc_retained_is_told(of->priced->base, cut)) {
		return false;
	}
	for (i = 0; i < cut->ref_count; i++) {
		if (is_claimed(of, cut->refs[i])) {
			return false;
		}
	}
	if (loses_mention(of, cut)) {
		return false;
	}
	for (i = 0; i < cut->ref_count; i++) {
		of->claimed[cut->refs[i] / WORD] |= (uint64_t)1 << cut->refs[i] % WORD;
	}
	return true;
}

/* All but those that are left out. */
static void price_kept(const struct nsc_priced *priced, const struct nsc_cuts *cuts,
		       struct nsc_price *prices, struct nostd_bump *arena)
{
	struct nsc_laid *laid = nsc_laid_new(priced, arena);
	struct nsc_retained retained;
	size_t i;

	nsc_retained_find(priced->run, priced->base, cuts, arena, &retained);
	for (i = 0; i < cuts->count; i++) {
		if (cuts->left_out[i]) {
			continue;
		}
		prices[i].known = true;
		prices[i].missing = NSC_NO_ROW;
		prices[i].cost =
			nsc_laid_without(laid, retained.nodes + retained.first[i],
					 retained.first[i + 1] - retained.first[i],
					 cuts->all[i]);
	}
}

static void init_batch(struct batch *of, const struct nsc_priced *priced,
		       struct nostd_bump *arena)
{
	of->priced = priced;
	of->claimed =
		nostd_bump_array(arena, uint64_t, priced->graph->refs.len / WORD + 1);
	of->pulls = pulls_new_in(nostd_bump_in(arena));
	of->lost = losses_new_in(nostd_bump_in(arena));
	index_pulls(of);
}

void nsc_price_each(const struct nsc_priced *priced, const struct nsc_cut *const *cuts,
		    size_t count, struct nsc_price *prices)
{
	const struct nsc_price none = {.missing = NSC_NO_ROW};
	struct nsc_cuts all = {cuts, count, NULL};
	struct nostd_bump arena;
	uint8_t *replayed;
	struct batch of;
	size_t kept = 0, i;

	nostd_bump_init(&arena, priced->run->keep->from, 0);
	replayed = nostd_bump_array(&arena, uint8_t, count);
	init_batch(&of, priced, &arena);
	for (i = 0; i < count; i++) {
		prices[i] = none;
		if (priced->exact && keeps_all(&of, cuts[i])) {
			kept++;
			continue;
		}
		replayed[i] = 1;
		if (priced->exact) {
			prices[i] = nsc_price_of(priced, cuts[i]);
		}
	}
	all.left_out = replayed;
	if (kept != 0) {
		price_kept(priced, &all, prices, &arena);
	}
	nostd_bump_release(&arena);
}
