/*
 * components.c - see components.h.
 */
#include "analyzer/judge/components.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/prices.h"
#include "analyzer/judge/target.h"

struct summer {
	const struct nsc_judgement *judgement;
	const struct nsc_target *target;
	struct nsc_component_sum *sums; /* by component of the target */
	size_t count;
};

static void count_files(struct summer *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t f, n;

	for (f = 0; f < graph->files.len; f++) {
		const struct nsc_graph_file *file = &graph->files.ptr[f];
		struct nsc_component_sum *sum = &of->sums[of->target->component[f]];

		if (of->target->link->loaded[f] == NSC_NOT_LOADED) {
			continue;
		}
		sum->files++;
		sum->size_known = of->target->priced != NULL;
		for (n = 0; sum->size_known && n < file->node_count; n++) {
			struct nsc_cost cost =
				nsc_node_cost(of->target->priced, file->node_first + n);

			sum->size.flash += cost.flash;
			sum->size.ram += cost.ram;
		}
	}
}

static void raise(enum nsc_tier *tier, enum nsc_tier to)
{
	if (to != NSC_TIER_UNKNOWN && to > *tier) {
		*tier = to;
	} else if (to == NSC_TIER_UNKNOWN) {
		*tier = NSC_TIER_STD;
	}
}

/* In an image what is not in it is no need; in a library nobody knows, so it counts. */
static void count_findings(struct summer *of)
{
	const struct nsc_finding_vec *all = &of->judgement->findings.all;
	size_t i;

	for (i = 0; i < all->len; i++) {
		const struct nsc_finding *finding = &all->ptr[i];
		const struct nsc_crossing *crossing;
		struct nsc_component_sum *sum;

		if (finding->crossing == NSC_NO_ROW) {
			continue;
		}
		crossing = &of->judgement->crossings.all.ptr[finding->crossing];
		if (crossing->file == NSC_NO_ROW) {
			continue;
		}
		sum = &of->sums[of->target->component[crossing->file]];
		sum->findings += !finding->suppressed;
		if (!of->target->image || finding->state == NSC_STATE_LIVE) {
			raise(&sum->tier_direct, finding->tier);
		}
	}
}

/* What a component needs, those it refers to need as well: round by round to the end. */
static bool spread_round(struct summer *of)
{
	const struct nsc_graph *graph = of->target->graph;
	bool changed = false;
	uint32_t i;

	for (i = 0; i < graph->refs.len; i++) {
		uint32_t to = nsc_link_target(of->target->link, i);
		uint32_t from = graph->refs.ptr[i].from;
		struct nsc_component_sum *user, *used;

		if (to == NSC_NO_ROW ||
		    (of->target->image && of->target->link->live[from] != NSC_LIVE_YES)) {
			continue;
		}
		user = &of->sums[of->target->component[graph->nodes.ptr[from].file]];
		used = &of->sums[of->target->component[graph->nodes.ptr[to].file]];
		if (user != used && nsc_side_is_own(user->side) &&
		    nsc_side_is_own(used->side) &&
		    used->tier_needed > user->tier_needed) {
			user->tier_needed = used->tier_needed;
			changed = true;
		}
	}
	return changed;
}

static void spread_needs(struct summer *of)
{
	size_t i;

	for (i = 0; i < of->count; i++) {
		of->sums[i].tier_needed = of->sums[i].tier_direct;
	}
	while (spread_round(of)) {
	}
}

static void price_components(struct summer *of)
{
	size_t i;

	for (i = 0; i < of->count; i++) {
		if (of->sums[i].findings != 0) {
			of->sums[i].retained =
				nsc_prices_of_component(of->judgement, (uint32_t)i);
		}
	}
}

static struct summer new_summer(const struct nsc_judgement *judgement)
{
	const struct nsc_target *target = judgement->target;
	struct summer of = {judgement, target, NULL, target->components.len};
	size_t i;

	of.sums = nostd_bump_array(target->run->keep, struct nsc_component_sum, of.count);
	for (i = 0; i < of.count; i++) {
		of.sums[i].name = target->components.ptr[i].name;
		of.sums[i].side = target->components.ptr[i].side;
		of.sums[i].retained.missing = NSC_NO_ROW;
	}
	count_findings(&of);
	spread_needs(&of);
	return of;
}

enum nsc_tier *nsc_components_needs(const struct nsc_judgement *judgement)
{
	struct summer of = new_summer(judgement);
	enum nsc_tier *needs =
		nostd_bump_array(judgement->target->run->keep, enum nsc_tier, of.count);
	size_t i;

	for (i = 0; i < of.count; i++) {
		needs[i] = of.sums[i].tier_needed;
	}
	return needs;
}

void nsc_components_sum(const struct nsc_judgement *judgement,
			struct nsc_component_sums *out)
{
	const struct nsc_target *target = judgement->target;
	struct summer of = new_summer(judgement);
	size_t i;

	count_files(&of);
	price_components(&of);
	*out = nsc_component_sums_new_in(nsc_keep(target->run));
	for (i = 0; i < of.count; i++) {
		if (of.sums[i].files != 0) {
			nsc_component_sums_push(out, of.sums[i]);
		}
	}
}
