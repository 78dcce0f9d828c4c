/*
 * fix_choose.c - from single changes to proposals.
 *
 * Each candidate is screened where it came up, then tried on everything it reaches. What
 * is a remedy alone is combined for symbols of which no single one takes all references.
 * For each symbol the best is the one that takes the most of its findings; among equals
 * the one that asks least of the target, then the one that switches least off.
 */
#include "analyzer/run/fix_work.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/err.h"
#include "analyzer/base/name_vec.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/judge/finding.h"
#include "analyzer/run/request.h"
#include "analyzer/run/session.h"
#include "analyzer/run/target.h"

enum { TOGETHER_MAX = 6 }; /* candidates of one set: more nobody would set */

struct choosing {
	struct nsc_fix_work *work;
	struct nsc_fix_set_vec singles; /* remedies alone */
	struct nsc_fix_set_vec all;     /* and together */
};

static const struct nsc_finding *finding_of(const struct nsc_fix_work *work, size_t item)
{
	return &work->target->judgement.findings.all.ptr[work->items.ptr[item].finding];
}

/* -- order --------------------------------------------------------------------------- */

static size_t count_lines(const struct nsc_fix_work *work, const struct nsc_fix_set *set)
{
	size_t count = 0, i, k;

	for (i = 0; i < set->candidates.len; i++) {
		const struct nsc_fix_change_vec *changes =
			&work->candidates.ptr[set->candidates.ptr[i]].changes;

		for (k = 0; k < changes->len; k++) {
			count += changes->ptr[k].kind == NSC_FIX_LINE;
		}
	}
	return count;
}

static size_t count_external(const struct nsc_fix_set *set)
{
	size_t count = 0;

	while (count < set->lost.len && set->lost.ptr[count].external) {
		count++;
	}
	return count;
}

static int compare_counts(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* Keys of the candidates in order; the names decide where nothing else does. */
static int compare_keys(const struct nsc_fix_work *work, const struct nsc_fix_set *a,
			const struct nsc_fix_set *b)
{
	int order = 0;
	size_t i;

	for (i = 0; order == 0 && i < a->candidates.len && i < b->candidates.len; i++) {
		order = nsc_name_cmp(work->session->run->names,
				     work->candidates.ptr[a->candidates.ptr[i]].key,
				     work->candidates.ptr[b->candidates.ptr[i]].key);
	}
	return order;
}

/* < 0: `a` asks for less. */
static int compare_costs(const struct nsc_fix_work *work, const struct nsc_fix_set *a,
			 const struct nsc_fix_set *b)
{
	int order = compare_counts(a->needs.len, b->needs.len);

	order = order ? order : compare_counts(count_external(a), count_external(b));
	order = order ? order : compare_counts(a->lost.len, b->lost.len);
	order = order ? order
		      : compare_counts(count_lines(work, a), count_lines(work, b));
	order = order ? order : compare_counts(a->candidates.len, b->candidates.len);
	return order ? order : compare_keys(work, a, b);
}

/* -- symbols ------------------------------------------------------------------------- */

static bool is_of(const struct nsc_fix_work *work, size_t item, size_t of)
{
	return nsc_name_eq(finding_of(work, item)->symbol, finding_of(work, of)->symbol);
}

static size_t count_gone(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
			 size_t of)
{
	size_t count = 0, i;

	for (i = 0; i < work->items.len; i++) {
		count += set->gone[i] && is_of(work, i, of);
	}
	return count;
}

static size_t count_items(const struct nsc_fix_work *work, size_t of)
{
	size_t count = 0, i;

	for (i = 0; i < work->items.len; i++) {
		count += is_of(work, i, of);
	}
	return count;
}

static bool is_first_of_symbol(const struct nsc_fix_work *work, size_t item)
{
	size_t i;

	for (i = 0; i < item; i++) {
		if (is_of(work, i, item)) {
			return false;
		}
	}
	return true;
}

static struct nsc_fix_set *best_for(const struct choosing *c,
				    const struct nsc_fix_set_vec *sets, size_t of)
{
	struct nsc_fix_set *best = NULL;
	size_t most = 0, i;

	for (i = 0; i < sets->len; i++) {
		struct nsc_fix_set *set = sets->ptr[i];
		size_t gone = set->good ? count_gone(c->work, set, of) : 0;

		if (gone > most || (gone != 0 && gone == most &&
				    compare_costs(c->work, set, best) < 0)) {
			best = set;
			most = gone;
		}
	}
	return best;
}

/* -- trying -------------------------------------------------------------------------- */

static int verify_all(struct nsc_fix_work *work, const struct nsc_fix_set_vec *sets,
		      struct nsc_err *err)
{
	size_t i;

	for (i = 0; i < sets->len; i++) {
		if (nsc_fix_verify(work, sets->ptr[i], err) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Leave those that may help, or that help. */
static void keep_promising(struct nsc_fix_work *work, struct nsc_fix_set_vec *sets,
			   bool verified)
{
	size_t kept = 0, i;

	for (i = 0; i < sets->len; i++) {
		if (verified ? sets->ptr[i]->good
			     : nsc_fix_promises(work, sets->ptr[i])) {
			sets->ptr[kept++] = sets->ptr[i];
		}
	}
	nsc_fix_set_vec_truncate(sets, kept);
}

static int try_singles(struct choosing *c, struct nsc_err *err)
{
	struct nsc_fix_work *work = c->work;
	uint32_t i;

	for (i = 0; i < work->candidates.len; i++) {
		nsc_fix_set_vec_push(&c->singles, nsc_fix_set_new(work, i));
	}
	if (nsc_fix_try(work, &c->singles, true, err) < 0) {
		return -1;
	}
	keep_promising(work, &c->singles, false);
	if (nsc_fix_try(work, &c->singles, false, err) < 0 ||
	    verify_all(work, &c->singles, err) < 0) {
		return -1;
	}
	keep_promising(work, &c->singles, true);
	return 0;
}

/* -- together ------------------------------------------------------------------------ */

static bool has_candidate(const struct nsc_fix_set *set, uint32_t candidate)
{
	size_t i;

	for (i = 0; i < set->candidates.len; i++) {
		if (set->candidates.ptr[i] == candidate) {
			return true;
		}
	}
	return false;
}

/* Two changes of one macro or one line exclude each other. */
static bool excludes(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
		     uint32_t candidate)
{
	const struct nsc_fix_change_vec *mine = &work->candidates.ptr[candidate].changes;
	size_t i, k, j;

	for (i = 0; i < set->candidates.len; i++) {
		const struct nsc_fix_change_vec *other =
			&work->candidates.ptr[set->candidates.ptr[i]].changes;

		for (k = 0; k < other->len; k++) {
			for (j = 0; j < mine->len; j++) {
				const struct nsc_fix_change *a = &other->ptr[k],
							    *b = &mine->ptr[j];

				if ((nsc_name_given(a->macro) &&
				     nsc_name_eq(a->macro, b->macro)) ||
				    (a->kind == NSC_FIX_LINE && b->kind == NSC_FIX_LINE &&
				     nsc_place_eq(a->at, b->at))) {
					return true;
				}
			}
		}
	}
	return false;
}

/* How many more of the symbol's findings go with `more` besides. */
static size_t count_gain(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
			 const struct nsc_fix_set *more, size_t of)
{
	size_t gain = 0, i;

	for (i = 0; i < work->items.len; i++) {
		gain += more->gone[i] && !set->gone[i] && is_of(work, i, of);
	}
	return gain;
}

static const struct nsc_fix_set *best_addition(const struct choosing *c,
					       const struct nsc_fix_set *set, size_t of)
{
	const struct nsc_fix_set *best = NULL;
	size_t most = 0, i;

	for (i = 0; i < c->singles.len; i++) {
		const struct nsc_fix_set *one = c->singles.ptr[i];
		size_t gain =
			has_candidate(set, one->candidates.ptr[0]) ||
					excludes(c->work, set, one->candidates.ptr[0])
				? 0
				: count_gain(c->work, set, one, of);

		if (gain > most || (gain != 0 && gain == most &&
				    compare_costs(c->work, one, best) < 0)) {
			best = one;
			most = gain;
		}
	}
	return best;
}

/* What the single ones take apart is hoped to go when they are set together. */
static void take_in(const struct nsc_fix_work *work, struct nsc_fix_set *set,
		    const struct nsc_fix_set *more)
{
	size_t i, at = 0;

	while (at < set->candidates.len &&
	       set->candidates.ptr[at] < more->candidates.ptr[0]) {
		at++;
	}
	nsc_fix_row_vec_insert(&set->candidates, at, more->candidates.ptr[0]);
	for (i = 0; i < work->items.len; i++) {
		set->gone[i] |= more->gone[i];
	}
}

static struct nsc_fix_set *copy_of(struct nsc_fix_work *work,
				   const struct nsc_fix_set *set)
{
	struct nsc_fix_set *copy = nsc_fix_set_new(work, set->candidates.ptr[0]);

	memcpy(copy->gone, set->gone, work->items.len * sizeof(*copy->gone));
	return copy;
}

static bool is_known_set(const struct nsc_fix_set_vec *sets,
			 const struct nsc_fix_set *set)
{
	size_t i, k;

	for (i = 0; i < sets->len; i++) {
		const struct nsc_fix_set *one = sets->ptr[i];

		for (k = 0; one->candidates.len == set->candidates.len &&
			    k < one->candidates.len &&
			    one->candidates.ptr[k] == set->candidates.ptr[k];
		     k++) {
		}
		if (k == set->candidates.len && k == one->candidates.len) {
			return true;
		}
	}
	return false;
}

/* A symbol of which no single change takes all: the greedy union of several. */
static void combine(struct choosing *c, size_t of, struct nsc_fix_set_vec *together)
{
	const struct nsc_fix_set *best = best_for(c, &c->singles, of), *more;
	struct nsc_fix_set *set;

	if (!best || count_gone(c->work, best, of) == count_items(c->work, of)) {
		return;
	}
	set = copy_of(c->work, best);
	while (set->candidates.len < TOGETHER_MAX &&
	       (more = best_addition(c, set, of)) != NULL) {
		take_in(c->work, set, more);
	}
	if (set->candidates.len > 1 && !is_known_set(together, set)) {
		nsc_fix_set_vec_push(together, set);
	}
}

static int try_together(struct choosing *c, struct nsc_err *err)
{
	struct nsc_fix_set_vec together =
		nsc_fix_set_vec_new_in(nsc_keep(c->work->session->run));
	size_t i;

	for (i = 0; i < c->work->items.len; i++) {
		if (is_first_of_symbol(c->work, i)) {
			combine(c, i, &together);
		}
	}
	for (i = 0; i < together.len; i++) {
		memset(together.ptr[i]->gone, 0, c->work->items.len * sizeof(bool));
	}
	if (nsc_fix_try(c->work, &together, false, err) < 0 ||
	    verify_all(c->work, &together, err) < 0) {
		return -1;
	}
	keep_promising(c->work, &together, true);
	for (i = 0; i < c->singles.len; i++) {
		nsc_fix_set_vec_push(&c->all, c->singles.ptr[i]);
	}
	for (i = 0; i < together.len; i++) {
		nsc_fix_set_vec_push(&c->all, together.ptr[i]);
	}
	return 0;
}

/* -- proposals ----------------------------------------------------------------------- */

/* "CMakeFiles/app.dir/log.c.o" is of the target app (CMake's Makefiles and Ninja). */
static void add_cmake_target(struct nsc_fix_work *work, uint32_t unit,
			     struct nsc_name_vec *out)
{
	struct nostd_str path = nsc_name_text(work->session->run->names,
					      work->units.all.ptr[unit].command->object);
	static const struct nostd_str folder = NOSTD_STR_INIT("/CMakeFiles/");
	size_t at = nostd_str_find(path, folder), end;

	if (at == NOSTD_NOT_FOUND) {
		return;
	}
	path = nostd_str_skip(path, at + folder.len);
	end = nostd_str_find(path, NOSTD_STR(".dir/"));
	if (end != NOSTD_NOT_FOUND) {
		nsc_name_vec_add(out, nsc_name(work->session->run->names,
					       nostd_str_take(path, end)));
	}
}

static void add_candidate(const struct nsc_fix_candidate *candidate,
			  struct nsc_fix_proposal *out)
{
	size_t k;

	for (k = 0; k < candidate->changes.len; k++) {
		nsc_fix_change_vec_push(&out->changes, candidate->changes.ptr[k]);
	}
	for (k = 0; k < candidate->origins.len; k++) {
		nsc_fix_origin_vec_push(&out->origins, candidate->origins.ptr[k]);
	}
}

static void fill_proposal(const struct choosing *c, const struct nsc_fix_set *set,
			  struct nsc_fix_proposal *out)
{
	struct nsc_fix_work *work = c->work;
	const struct nostd_allocator *in = nsc_keep(work->session->run);
	size_t i;

	memset(out, 0, sizeof(*out));
	out->changes = nsc_fix_change_vec_new_in(in);
	out->origins = nsc_fix_origin_vec_new_in(in);
	out->removes = nsc_fix_row_vec_new_in(in);
	out->symbols = nsc_name_vec_new_in(in);
	out->targets = nsc_name_vec_new_in(in);
	for (i = 0; i < set->candidates.len; i++) {
		add_candidate(&work->candidates.ptr[set->candidates.ptr[i]], out);
	}
	for (i = 0; i < work->items.len; i++) {
		if (set->gone[i]) {
			nsc_fix_row_vec_push(&out->removes, work->items.ptr[i].finding);
		}
		if (set->gone[i] && is_first_of_symbol(work, i) &&
		    count_gone(work, set, i) == count_items(work, i)) {
			nsc_name_vec_add(&out->symbols, finding_of(work, i)->symbol);
		}
	}
	for (i = 0; i < work->units.all.len; i++) {
		if (set->facts[i]) {
			add_cmake_target(work, (uint32_t)i, &out->targets);
		}
	}
	out->lost = set->lost;
	out->needs = set->needs;
	out->units = set->units;
}

static size_t count_all_gone(const struct nsc_fix_work *work,
			     const struct nsc_fix_set *set)
{
	size_t count = 0, i;

	for (i = 0; i < work->items.len; i++) {
		count += set->gone[i];
	}
	return count;
}

/* Those that are the best for a symbol first; then by what they take, and their cost. */
static bool stands_before(const struct nsc_fix_work *work, const struct nsc_fix_set *a,
			  bool a_best, const struct nsc_fix_set *b, bool b_best)
{
	size_t gone_a = count_all_gone(work, a), gone_b = count_all_gone(work, b);

	if (a_best != b_best) {
		return a_best;
	}
	return gone_a != gone_b ? gone_a > gone_b : compare_costs(work, a, b) < 0;
}

/* Those that are the best for a symbol. */
static bool *best_sets(const struct choosing *c)
{
	bool *best = nostd_bump_array(c->work->session->run->keep, bool, c->all.len + 1);
	size_t i, k;

	for (i = 0; i < c->work->items.len; i++) {
		const struct nsc_fix_set *one = best_for(c, &c->all, i);

		for (k = 0; one && k < c->all.len; k++) {
			best[k] |= c->all.ptr[k] == one;
		}
	}
	return best;
}

/* Puts c->all into the order of the proposals. */
static void emit_proposals(struct choosing *c, struct nsc_fix_target *out)
{
	struct nsc_fix_work *work = c->work;
	bool *best = best_sets(c);
	size_t i, k;

	for (i = 0; i < c->all.len; i++) {
		struct nsc_fix_proposal proposal;
		struct nsc_fix_set *set;
		size_t next = i;
		bool is_best;

		for (k = i + 1; k < c->all.len; k++) {
			if (stands_before(work, c->all.ptr[k], best[k], c->all.ptr[next],
					  best[next])) {
				next = k;
			}
		}
		set = c->all.ptr[next];
		is_best = best[next];
		c->all.ptr[next] = c->all.ptr[i];
		best[next] = best[i];
		c->all.ptr[i] = set;
		fill_proposal(c, set, &proposal);
		proposal.best = is_best;
		nsc_fix_proposal_vec_push(&out->proposals, proposal);
	}
}

/* -- what --apply takes -------------------------------------------------------------- */

/* Does `set` take all away that `other` does? */
static bool covers(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
		   const struct nsc_fix_set *other)
{
	size_t i;

	for (i = 0; i < work->items.len; i++) {
		if (other->gone[i] && !set->gone[i]) {
			return false;
		}
	}
	return true;
}

/* A set of all candidates of two; NULL: they exclude each other. */
static struct nsc_fix_set *union_of(struct nsc_fix_work *work,
				    const struct nsc_fix_set *a,
				    const struct nsc_fix_set *b)
{
	struct nsc_fix_set *both = nsc_fix_set_new(work, a->candidates.ptr[0]);
	size_t i, at;

	for (i = 1; i < a->candidates.len; i++) {
		nsc_fix_row_vec_push(&both->candidates, a->candidates.ptr[i]);
	}
	for (i = 0; i < b->candidates.len; i++) {
		uint32_t candidate = b->candidates.ptr[i];

		if (has_candidate(both, candidate)) {
			continue;
		}
		if (excludes(work, both, candidate)) {
			return NULL;
		}
		for (at = 0;
		     at < both->candidates.len && both->candidates.ptr[at] < candidate;
		     at++) {
		}
		nsc_fix_row_vec_insert(&both->candidates, at, candidate);
	}
	return both;
}

/* One more of the proposals; `all` grows when everything still holds with it. */
static int try_with(struct nsc_fix_work *work, struct nsc_fix_set **all,
		    struct nsc_fix_set *one, enum nsc_fix_plan *plan, struct nsc_err *err)
{
	struct nsc_fix_set_vec sets;
	struct nsc_fix_set *both;

	*plan = NSC_FIX_PLAN_TAKEN;
	if (!*all) {
		*all = one;
		return 0;
	}
	if (covers(work, *all, one)) {
		*plan = NSC_FIX_PLAN_NEEDLESS;
		return 0;
	}
	*plan = NSC_FIX_PLAN_CLASHES;
	both = union_of(work, *all, one);
	if (!both) {
		return 0;
	}
	sets = nsc_fix_set_vec_new_in(nsc_keep(work->session->run));
	nsc_fix_set_vec_push(&sets, both);
	if (nsc_fix_try(work, &sets, false, err) < 0 ||
	    nsc_fix_verify(work, both, err) < 0) {
		return -1;
	}
	if (both->good && covers(work, both, *all) && covers(work, both, one)) {
		*plan = NSC_FIX_PLAN_TAKEN;
		*all = both;
	}
	return 0;
}

/* The best ones, as many as are seen to hold together. */
static int choose_plan(const struct choosing *c, struct nsc_fix_target *out,
		       struct nsc_err *err)
{
	struct nsc_fix_set *all = NULL;
	size_t i;

	for (i = 0; i < out->proposals.len; i++) {
		enum nsc_fix_plan plan = NSC_FIX_PLAN_NONE;

		if (out->proposals.ptr[i].best &&
		    try_with(c->work, &all, c->all.ptr[i], &plan, err) < 0) {
			return -1;
		}
		out->proposals.ptr[i].plan = (uint8_t)plan;
	}
	return 0;
}

/* -- what stays ---------------------------------------------------------------------- */

static uint32_t count_offers(const struct nsc_fix_work *work,
			     const struct nsc_fix_item *item)
{
	uint32_t count = 0, i;
	size_t c, u;

	for (c = 0; c < work->candidates.len; c++) {
		const struct nsc_fix_row_vec *units = &work->candidates.ptr[c].units;
		bool met = false;

		for (u = 0; u < units->len; u++) {
			for (i = 0; i < item->ref_count; i++) {
				met |= units->ptr[u] ==
				       work->refs.ptr[item->ref_first + i].unit;
			}
		}
		count += met;
	}
	return count;
}

static void emit_open(const struct choosing *c, struct nsc_fix_target *out)
{
	const struct nsc_fix_work *work = c->work;
	size_t i, k;

	for (i = 0; i < work->items.len; i++) {
		const struct nsc_fix_item *item = &work->items.ptr[i];
		struct nsc_fix_open row = {.finding = item->finding};
		bool mended = false;

		for (k = 0; k < c->all.len; k++) {
			mended |= c->all.ptr[k]->gone[i];
		}
		if (mended) {
			continue;
		}
		row.tried = count_offers(work, item);
		row.knob = nsc_fix_replacer(work, item);
		row.why = item->hidden ? "no source shows all of its references"
			  : row.tried == 0
				  ? "no condition and no known knob decides about it"
				  : "nothing that was tried takes it away unharmed";
		nsc_fix_open_vec_push(&out->open, row);
	}
}

int nsc_fix_choose(struct nsc_fix_work *work, struct nsc_fix_target *out,
		   struct nsc_err *err)
{
	const struct nostd_allocator *in = nsc_keep(work->session->run);
	struct choosing c = {.work = work};

	c.singles = nsc_fix_set_vec_new_in(in);
	c.all = nsc_fix_set_vec_new_in(in);
	out->judgement = &work->target->judgement;
	out->name = work->target->name;
	out->considered = (uint32_t)work->items.len;
	out->proposals = nsc_fix_proposal_vec_new_in(in);
	out->open = nsc_fix_open_vec_new_in(in);
	if (try_singles(&c, err) < 0 || try_together(&c, err) < 0) {
		return -1;
	}
	emit_proposals(&c, out);
	emit_open(&c, out);
	return work->session->request->apply ? choose_plan(&c, out, err) : 0;
}
