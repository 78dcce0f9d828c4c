/*
 * rewritten.c - see rewritten.h.
 */
#include "analyzer/judge/rewritten.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/judge/crossing.h"
#include "analyzer/judge/target.h"

#define NOSTD_NAME crossing_of_call
#define NOSTD_K    uint64_t /* name as written, and function */
#define NOSTD_V    uint32_t /* crossing */
#define NOSTD_IN
#include <nostd/hashmap.h>

struct merger {
	const struct nsc_target *target;
	struct nsc_crossings *all;
	struct crossing_of_call first;
	uint32_t *next; /* by crossing: the next one of the same key, or NSC_NO_ROW */
	uint32_t *into; /* by crossing: the one that takes its sites, or NSC_NO_ROW */
};

static uint64_t call_key(const struct merger *merger, const struct nsc_crossing *one)
{
	struct nsc_name name =
		nsc_name_given(one->written)
			? one->written
			: merger->target->graph->symbols.ptr[one->symbol].name;

	return (uint64_t)name.ix << 32 | one->function.ix;
}

/* Finds the crossing that `row` belongs to, or makes it one for others to belong to. */
static void place_crossing(struct merger *merger, uint32_t row)
{
	const struct nsc_crossing *one = &merger->all->all.ptr[row];
	uint64_t key = call_key(merger, one);
	const uint32_t *first = crossing_of_call_get(&merger->first, key);
	uint32_t at = first ? *first : NSC_NO_ROW;

	for (; at != NSC_NO_ROW && nsc_name_given(one->written); at = merger->next[at]) {
		const struct nsc_crossing *other = &merger->all->all.ptr[at];

		if (other->kind == one->kind && nsc_name_eq(other->path, one->path)) {
			merger->into[row] = at;
			return;
		}
	}
	merger->next[row] = first ? *first : NSC_NO_ROW;
	crossing_of_call_insert(&merger->first, key, row);
}

static void append_sites(const struct nsc_crossings *from, uint32_t row,
			 struct nsc_crossing *to, struct nsc_crossing_site_vec *sites)
{
	const struct nsc_crossing *one = &from->all.ptr[row];
	uint32_t i;

	to->site_count += one->site_count;
	to->has_use |= one->has_use;
	to->has_ref |= one->has_ref;
	to->live |= one->live;
	to->weak &= one->weak;
	to->called |= one->called;
	to->changed |= one->changed;
	for (i = 0; i < one->site_count; i++) {
		nsc_crossing_site_vec_push(sites, from->sites.ptr[one->site_first + i]);
	}
}

/* `next` becomes what each crossing takes in, in order. */
static void rebuild(struct merger *merger, struct nsc_crossings *out)
{
	const struct nsc_crossings *from = merger->all;
	size_t i;

	for (i = 0; i < from->all.len; i++) {
		merger->next[i] = NSC_NO_ROW;
	}
	for (i = from->all.len; i > 0; i--) {
		uint32_t into = merger->into[i - 1];

		if (into != NSC_NO_ROW) {
			merger->next[i - 1] = merger->next[into];
			merger->next[into] = (uint32_t)i - 1;
		}
	}
	for (i = 0; i < from->all.len; i++) {
		struct nsc_crossing one = from->all.ptr[i];
		uint32_t more;

		if (merger->into[i] != NSC_NO_ROW) {
			continue;
		}
		one.site_first = (uint32_t)out->sites.len;
		one.site_count = 0;
		append_sites(from, (uint32_t)i, &one, &out->sites);
		for (more = merger->next[i]; more != NSC_NO_ROW;
		     more = merger->next[more]) {
			append_sites(from, more, &one, &out->sites);
		}
		nsc_crossing_vec_push(&out->all, one);
	}
}

void nsc_crossings_merge_rewritten(const struct nsc_target *target,
				   struct nsc_crossings *all)
{
	struct nostd_bump *scratch = target->run->scratch;
	struct merger merger = {target, all,
				crossing_of_call_new_in(nsc_scratch(target->run)), NULL,
				NULL};
	struct nsc_crossings out = {nsc_crossing_vec_new_in(nsc_keep(target->run)),
				    nsc_crossing_site_vec_new_in(nsc_keep(target->run))};
	uint32_t i;

	merger.next = nostd_bump_array(scratch, uint32_t, all->all.len);
	merger.into = nostd_bump_array(scratch, uint32_t, all->all.len);
	for (i = 0; i < all->all.len; i++) {
		merger.into[i] = NSC_NO_ROW;
		if (!nsc_name_given(all->all.ptr[i].written)) {
			place_crossing(&merger, i);
		}
	}
	for (i = 0; i < all->all.len; i++) {
		if (nsc_name_given(all->all.ptr[i].written)) {
			place_crossing(&merger, i);
		}
	}
	rebuild(&merger, &out);
	*all = out;
}
