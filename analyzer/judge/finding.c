/*
 * finding.c - lists of findings, their order and spellings. See finding.h.
 */
#include "analyzer/judge/finding.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"

void nsc_findings_init(struct nsc_findings *findings, struct nostd_bump *keep)
{
	const struct nostd_allocator *in = nostd_bump_in(keep);

	findings->all = nsc_finding_vec_new_in(in);
	findings->macros = nsc_finding_macro_vec_new_in(in);
	findings->sources = nsc_source_site_vec_new_in(in);
	findings->objects = nsc_object_evidence_vec_new_in(in);
	findings->links = nsc_link_evidence_vec_new_in(in);
	findings->hops = nsc_hop_vec_new_in(in);
	findings->needs = nsc_header_need_vec_new_in(in);
	findings->ways = nsc_header_way_vec_new_in(in);
}

static int compare_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare(const struct nsc_mounts *mounts, const struct nsc_finding *a,
		   const struct nsc_finding *b)
{
	const struct nsc_names *names = mounts->names;
	int order = nsc_name_cmp(names, a->target, b->target);

	if (order == 0) {
		order = nsc_mounts_cmp(mounts, a->at, b->at);
	}
	if (order == 0) {
		order = (int)a->rule - (int)b->rule;
	}
	if (order == 0) {
		order = nsc_name_cmp(names, a->symbol, b->symbol);
	}
	if (order == 0) {
		order = nsc_name_cmp(names, a->function, b->function);
	}
	if (order == 0) {
		order = compare_u64(a->id.high, b->id.high);
	}
	return order != 0 ? order : compare_u64(a->id.low, b->id.low);
}

/* Merge sort by halves from the bottom up: stable, and n is some thousands at most. */
static void merge(struct nsc_findings *findings, const struct nsc_mounts *mounts,
		  struct nsc_finding *spare, size_t width)
{
	size_t count = findings->all.len, from;

	for (from = 0; from < count; from += 2 * width) {
		size_t middle = from + width < count ? from + width : count;
		size_t end = from + 2 * width < count ? from + 2 * width : count;
		size_t left = from, right = middle, to = from;

		while (left < middle || right < end) {
			bool take_left =
				right == end || (left < middle &&
						 compare(mounts, &findings->all.ptr[left],
							 &findings->all.ptr[right]) <= 0);

			spare[to++] = findings->all.ptr[take_left ? left++ : right++];
		}
	}
	memcpy(findings->all.ptr, spare, count * sizeof(*spare));
}

void nsc_findings_sort(struct nsc_findings *findings, const struct nsc_mounts *mounts)
{
	struct nsc_finding_vec spare = nsc_finding_vec_new_in(findings->all.in);
	size_t width;

	if (findings->all.len == 0) {
		return;
	}
	nsc_finding_vec_reserve(&spare, findings->all.len);
	for (width = 1; width < findings->all.len; width *= 2) {
		merge(findings, mounts, spare.ptr, width);
	}
}

const char *nsc_state_name(enum nsc_state state)
{
	switch (state) {
	case NSC_STATE_REFERENCED:
		return "referenced";
	case NSC_STATE_EXTRACTED:
		return "extracted";
	case NSC_STATE_LIVE:
		return "live";
	}
	return "";
}

const char *nsc_hop_kind_name(uint8_t kind)
{
	static const char *const names[] = {"root",    "call",   "addr",    "weak",
					    "mention", "shares", "libcall", "startup"};

	return names[kind];
}
