/*
 * compare_causes.c - see compare_causes.h.
 */
#include "analyzer/judge/compare_causes.h"

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/judge/groups.h"
#include "analyzer/judge/survey.h"

static const struct nsc_piece_edge_vec *edges_of(const struct nsc_cause_search *of)
{
	return &of->groups->survey->pieces.edges;
}

static bool is_own(const struct nsc_cause_search *of, uint32_t group)
{
	return nsc_group_is_own(&of->groups->all.ptr[group]);
}

static bool is_present(const struct nsc_cause_search *of, uint32_t group)
{
	const struct nsc_group *row = &of->groups->all.ptr[group];

	return row->present || row->kind == NSC_PIECE_TARGET;
}

/* Where the user's code refers to hosted code it can be cut. */
static bool is_boundary(const struct nsc_cause_search *of, uint32_t from, uint32_t to)
{
	return is_own(of, from) && !is_own(of, to);
}

static void add_cause(struct nsc_cause_search *of, uint32_t row)
{
	const struct nsc_piece_edge *edge = &edges_of(of)->ptr[row];
	uint32_t to = of->groups->of_piece[edge->to];
	struct nsc_cause_edge one = {of->cause_of[to], of->groups->of_piece[edge->from],
				     row};

	if (one.cause == NSC_NO_ROW) {
		one.cause = (uint32_t)of->causes.len;
		of->cause_of[to] = one.cause;
		nsc_row_vec_push(&of->causes, to);
	}
	nsc_cause_edges_push(&of->edges, one);
}

/*
 * How far one must go to explain a group: references; then what a section or file shares,
 * since it says so little; then what the link asks for.
 */
enum level { UNREACHED, BY_REFERENCE, BY_SHARING, BY_ROOT };

static enum level level_of_edge(const struct nsc_piece_edge *edge)
{
	if (edge->kind == NSC_HOP_ROOT) {
		return BY_ROOT;
	}
	return edge->kind == NSC_HOP_SHARES ? BY_SHARING : BY_REFERENCE;
}

/* From what was there, and from own code that was not to hosted code. */
static bool leads_in(const struct nsc_cause_search *of, uint32_t from, uint32_t to)
{
	return from != to && of->fresh[to] && is_present(of, from) &&
	       (!of->fresh[from] || is_boundary(of, from, to));
}

/* Causes at one level, for what is not reached at a lower one. */
static void find_causes(struct nsc_cause_search *of, enum level level,
			const uint8_t *reached)
{
	const struct nsc_piece_edge_vec *edges = edges_of(of);
	uint32_t i;

	for (i = 0; i < edges->len; i++) {
		uint32_t from = of->groups->of_piece[edges->ptr[i].from];
		uint32_t to = of->groups->of_piece[edges->ptr[i].to];

		if (level_of_edge(&edges->ptr[i]) == level && reached[to] == UNREACHED &&
		    leads_in(of, from, to)) {
			add_cause(of, i);
		}
	}
}

/* Edges that hand causes on, by the group they lead from. */
static void group_edges(const struct nsc_cause_search *of, struct nsc_row_groups *out)
{
	const struct nsc_piece_edge_vec *edges = edges_of(of);
	uint32_t *keys = nostd_bump_array(of->run->scratch, uint32_t, edges->len);
	struct nsc_keyed_rows keyed = {keys, edges->len, (uint32_t)of->groups->all.len};
	uint32_t i;

	for (i = 0; i < edges->len; i++) {
		uint32_t from = of->groups->of_piece[edges->ptr[i].from];
		uint32_t to = of->groups->of_piece[edges->ptr[i].to];
		bool hands_on = from != to && of->fresh[from] && of->fresh[to] &&
				!is_boundary(of, from, to);

		keys[i] = hands_on ? from : NSC_NO_ROW;
	}
	nsc_row_groups_make(of->run->scratch, &keyed, out);
}

/* Groups whose marks are to be handed on; each once at a time. */
struct queue {
	struct nsc_row_vec rows;
	uint8_t *waits;
};

static void wait_for(struct queue *queue, uint32_t group)
{
	if (!queue->waits[group]) {
		queue->waits[group] = 1;
		nsc_row_vec_push(&queue->rows, group);
	}
}

static uint32_t take(struct queue *queue)
{
	uint32_t group = queue->rows.ptr[queue->rows.len - 1];

	nsc_row_vec_truncate(&queue->rows, queue->rows.len - 1);
	queue->waits[group] = 0;
	return group;
}

static struct queue new_queue(const struct nsc_cause_search *of)
{
	return (struct queue){nsc_row_vec_new_in(nsc_scratch(of->run)),
			      nostd_bump_array(of->run->scratch, uint8_t,
					       of->groups->all.len)};
}

static const struct nsc_piece_edge *edge_at(const struct nsc_cause_search *of,
					    const struct nsc_row_groups *out,
					    uint32_t row)
{
	return &edges_of(of)->ptr[out->rows[row]];
}

/* Everything that edges up to this level lead to from what is reached. */
static void extend(const struct nsc_cause_search *of, const struct nsc_row_groups *out,
		   enum level level, uint8_t *reached)
{
	struct queue queue = new_queue(of);
	uint32_t i;

	for (i = 0; i < of->causes.len; i++) {
		if (reached[of->causes.ptr[i]] == UNREACHED) {
			reached[of->causes.ptr[i]] = (uint8_t)level;
		}
	}
	for (i = 0; i < of->groups->all.len; i++) {
		if (reached[i] != UNREACHED) {
			wait_for(&queue, i);
		}
	}
	while (queue.rows.len != 0) {
		uint32_t group = take(&queue);

		for (i = out->first[group]; i < out->first[group + 1]; i++) {
			const struct nsc_piece_edge *edge = edge_at(of, out, i);
			uint32_t to = of->groups->of_piece[edge->to];

			if (reached[to] == UNREACHED && level_of_edge(edge) <= level) {
				reached[to] = (uint8_t)level;
				wait_for(&queue, to);
			}
		}
	}
}

static void find_levels(struct nsc_cause_search *of, const struct nsc_row_groups *out,
			uint8_t *reached)
{
	unsigned level;

	for (level = BY_REFERENCE; level <= BY_ROOT; level++) {
		extend(of, out, (enum level)level, reached);
		find_causes(of, (enum level)level, reached);
		extend(of, out, (enum level)level, reached);
	}
}

/* Did the mask of `to` grow? */
static bool join(const struct nsc_cause_search *of, uint32_t from, uint32_t to)
{
	bool grew = false;
	uint32_t i;

	for (i = 0; i < of->words; i++) {
		uint64_t *mask = &of->masks[(size_t)to * of->words + i];
		uint64_t more = of->masks[(size_t)from * of->words + i] & ~*mask;

		*mask |= more;
		grew |= more != 0;
	}
	return grew;
}

/* What a lower level explains is not explained again by a higher one. */
static void spread_masks(struct nsc_cause_search *of, const struct nsc_row_groups *out,
			 const uint8_t *reached)
{
	struct queue queue = new_queue(of);
	uint32_t i;

	of->words = ((uint32_t)of->causes.len + 63) / 64;
	of->masks = nostd_bump_array(of->run->scratch, uint64_t,
				     of->groups->all.len * of->words);
	for (i = 0; i < of->causes.len; i++) {
		of->masks[(size_t)of->causes.ptr[i] * of->words + i / 64] |= (uint64_t)1
									     << i % 64;
		wait_for(&queue, of->causes.ptr[i]);
	}
	while (queue.rows.len != 0) {
		uint32_t group = take(&queue);

		for (i = out->first[group]; i < out->first[group + 1]; i++) {
			const struct nsc_piece_edge *edge = edge_at(of, out, i);
			uint32_t to = of->groups->of_piece[edge->to];

			if (reached[group] <= reached[to] &&
			    level_of_edge(edge) <= reached[to] && join(of, group, to)) {
				wait_for(&queue, to);
			}
		}
	}
}

void nsc_cause_search(struct nsc_cause_search *of)
{
	size_t count = of->groups->all.len;
	uint8_t *reached = nostd_bump_array(of->run->scratch, uint8_t, count);
	struct nsc_row_groups out;

	of->cause_of = nsc_no_rows(of->run->scratch, count);
	of->causes = nsc_row_vec_new_in(nsc_scratch(of->run));
	of->edges = nsc_cause_edges_new_in(nsc_scratch(of->run));
	group_edges(of, &out);
	find_levels(of, &out, reached);
	spread_masks(of, &out, reached);
}
