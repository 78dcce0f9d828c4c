/*
 * what_if.c - see what_if.h.
 */
#include "analyzer/judge/what_if.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/select.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

#define NOSTD_NAME cut_rows
#define NOSTD_T    uint32_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      cut_rows
#define NOSTD_T         uint32_t
#define NOSTD_CMP(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#include <nostd/sort.h>

static void collect(const struct nsc_pieces *pieces, uint32_t from,
		    const uint8_t *is_target, struct cut_rows *refs)
{
	uint32_t i;

	for (i = pieces->out.first[from]; i < pieces->out.first[from + 1]; i++) {
		const struct nsc_piece_edge *edge =
			&pieces->edges.ptr[pieces->out.rows[i]];

		if (edge->ref != NSC_NO_ROW && is_target[edge->to]) {
			cut_rows_push(refs, edge->ref);
		}
	}
}

static void keep_each_once(struct cut_rows *refs)
{
	size_t i, kept = 0;

	cut_rows_sort_unstable(refs->ptr, refs->len);
	for (i = 0; i < refs->len; i++) {
		if (kept == 0 || refs->ptr[kept - 1] != refs->ptr[i]) {
			refs->ptr[kept++] = refs->ptr[i];
		}
	}
	refs->len = kept;
}

void nsc_what_if_cut(const struct nsc_survey *survey, const struct nsc_selection *from,
		     const struct nsc_selection *to, struct nsc_what_if *out)
{
	const struct nsc_pieces *pieces = &survey->pieces;
	const struct nsc_target *target = pieces->target;
	struct nostd_bump_mark mark = nostd_bump_mark(target->run->scratch);
	struct cut_rows refs = cut_rows_new_in(nsc_scratch(target->run));
	uint8_t *is_target =
		nostd_bump_array(target->run->scratch, uint8_t, pieces->all.len);
	size_t i;

	for (i = 0; i < to->pieces.len; i++) {
		is_target[to->pieces.ptr[i]] = 1;
	}
	for (i = 0; i < from->pieces.len; i++) {
		collect(pieces, from->pieces.ptr[i], is_target, &refs);
	}
	keep_each_once(&refs);
	out->references = (uint32_t)refs.len;
	out->price = (struct nsc_price){.missing = NSC_NO_ROW};
	if (target->priced && refs.len != 0) {
		struct nsc_cut cut = {refs.ptr, refs.len, NULL, 0};

		out->price = nsc_price_of(target->priced, &cut);
	}
	nostd_bump_reset(target->run->scratch, mark);
}
