/*
 * causes.c - see causes.h.
 */
#include "analyzer/judge/causes.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/hidden.h"
#include "analyzer/judge/judge.h"
#include "analyzer/judge/pulls.h"
#include "analyzer/judge/refs.h"
#include "analyzer/judge/select.h"
#include "analyzer/judge/survey.h"
#include "analyzer/judge/target.h"

/* A price takes a link. More references than this that are no findings get none. */
enum { PRICED_MAX = 256 };

struct finder {
	const struct nsc_survey *survey;
	const struct nsc_pieces *pieces;
	const struct nsc_target *target;
	struct nsc_causes *out;
	uint8_t *wanted;   /* by piece: what the ways lead to */
	bool latent;       /* nothing of it is there: what is not there counts as well */
	uint32_t *site_of; /* by reference: row of the crossings' sites */
	uint32_t *crossing_of;      /* by site: row of the crossings */
	uint32_t *finding_of;       /* by crossing: row of the findings */
	uint32_t *cause_of;         /* by crossing: row of `all` */
	struct nsc_piece_search up; /* from the target down to the cut */
	struct nsc_piece_search
		given; /* the same; what is kept for being given leads, too */
	struct nsc_piece_search down; /* from the thing up to the cut */
};

static const struct nsc_piece *piece_at(const struct finder *of, uint32_t row)
{
	return &of->pieces->all.ptr[row];
}

static const struct nsc_piece_edge *edge_at(const struct finder *of, uint32_t row)
{
	return &of->pieces->edges.ptr[row];
}

/* -- where a way can be cut ---------------------------------------------------------- */

/* The user's code, what the target asks for, start files. */
static bool is_near(const struct finder *of, uint32_t piece)
{
	uint8_t side = nsc_piece_side(of->pieces, piece);

	return nsc_side_is_own(side) || side == NSC_SIDE_OF_STARTUP;
}

static bool is_cut(const struct finder *of, uint32_t row)
{
	const struct nsc_piece_edge *edge = edge_at(of, row);

	return is_near(of, edge->from) && !of->wanted[edge->from] &&
	       (!is_near(of, edge->to) || of->wanted[edge->to]);
}

static bool is_there(const struct finder *of, uint32_t row)
{
	const struct nsc_piece_edge *edge = edge_at(of, row);

	return piece_at(of, edge->from)->present && piece_at(of, edge->to)->present;
}

/* A way down to the cut: of what is there, and not through the thing itself. */
static bool leads_down_from_given(const struct nsc_piece_search *search, uint32_t row)
{
	const struct finder *of = search->self;

	return is_there(of, row) && !of->wanted[edge_at(of, row)->from];
}

/* What is called says more than what is kept because its file was given. */
static bool leads_down(const struct nsc_piece_search *search, uint32_t row)
{
	const struct finder *of = search->self;

	return edge_at(of, row)->root != NSC_ROOT_NO_GC &&
	       leads_down_from_given(search, row);
}

/* A way up from the thing, as far as the cut. */
static bool leads_up(const struct nsc_piece_search *search, uint32_t row)
{
	const struct finder *of = search->self;

	return (of->latent || is_there(of, row)) && !is_cut(of, row);
}

static void search_ways(struct finder *of, const uint32_t *starts, size_t count)
{
	uint32_t target = 0;

	of->up = (struct nsc_piece_search){
		.pieces = of->pieces, .follows = leads_down, .self = of};
	nsc_pieces_search(&of->up, &target, 1);
	of->given = (struct nsc_piece_search){
		.pieces = of->pieces, .follows = leads_down_from_given, .self = of};
	nsc_pieces_search(&of->given, &target, 1);
	of->down = (struct nsc_piece_search){
		.pieces = of->pieces, .backward = true, .follows = leads_up, .self = of};
	nsc_pieces_search(&of->down, starts, count);
}

/* -- cut edges, one for each crossing ------------------------------------------------ */

static void index_crossings(struct finder *of)
{
	const struct nsc_crossings *crossings = &of->survey->judgement->crossings;
	const struct nsc_finding_vec *findings = &of->survey->judgement->findings.all;
	uint32_t i, k;

	of->site_of = nsc_no_rows(of->target->run->keep, of->target->graph->refs.len);
	of->crossing_of = nsc_no_rows(of->target->run->keep, crossings->sites.len);
	of->finding_of = nsc_no_rows(of->target->run->keep, crossings->all.len);
	of->cause_of = nsc_no_rows(of->target->run->keep, crossings->all.len);
	for (i = 0; i < crossings->all.len; i++) {
		const struct nsc_crossing *one = &crossings->all.ptr[i];

		for (k = one->site_first; k < one->site_first + one->site_count; k++) {
			uint32_t ref = crossings->sites.ptr[k].ref;

			of->crossing_of[k] = i;
			if (ref != NSC_NO_ROW && of->site_of[ref] == NSC_NO_ROW) {
				of->site_of[ref] = k;
			}
		}
	}
	for (i = (uint32_t)findings->len; i > 0; i--) {
		if (findings->ptr[i - 1].crossing != NSC_NO_ROW) {
			of->finding_of[findings->ptr[i - 1].crossing] = i - 1;
		}
	}
}

/* A -u stands in no file: it is found by what it names. */
static uint32_t option_of(const struct finder *of, const struct nsc_piece_edge *edge)
{
	const struct nsc_crossings *crossings = &of->survey->judgement->crossings;
	uint32_t i;

	for (i = 0; edge->root == NSC_ROOT_UNDEFINED && i < crossings->all.len; i++) {
		if (crossings->all.ptr[i].kind == NSC_CROSS_OPTION &&
		    crossings->all.ptr[i].symbol == piece_at(of, edge->to)->symbol) {
			return i;
		}
	}
	return NSC_NO_ROW;
}

/* The search that found the way down to a piece. */
static const struct nsc_piece_search *way_to(const struct finder *of, uint32_t piece)
{
	return of->up.distance[piece] != UINT32_MAX ? &of->up : &of->given;
}

static uint32_t length_of(const struct finder *of, uint32_t edge)
{
	uint32_t from = edge_at(of, edge)->from, up = way_to(of, from)->distance[from];

	return (up == UINT32_MAX ? 0 : up) + of->down.distance[edge_at(of, edge)->to];
}

/*
 * A line of the user's before what no line of theirs asks for; what is referred to before
 * what is kept with its file; then the shorter way.
 */
static bool is_shorter(const struct finder *of, const struct nsc_cause *a,
		       const struct nsc_cause *b)
{
	uint32_t length_a = length_of(of, a->edge), length_b = length_of(of, b->edge);

	if (a->foreign != b->foreign) {
		return !a->foreign;
	}
	if (a->given != b->given) {
		return !a->given;
	}
	if (length_a != length_b) {
		return length_a < length_b;
	}
	return nsc_mounts_cmp(of->target->mounts, a->at, b->at) < 0;
}

static struct nsc_cause new_cause(const struct finder *of, uint32_t row)
{
	const struct nsc_piece_edge *edge = edge_at(of, row);
	struct nsc_cause cause;

	memset(&cause, 0, sizeof(cause));
	cause.edge = row;
	cause.site = edge->ref == NSC_NO_ROW ? NSC_NO_ROW : of->site_of[edge->ref];
	cause.crossing = cause.site == NSC_NO_ROW ? option_of(of, edge)
						  : of->crossing_of[cause.site];
	cause.finding = cause.crossing == NSC_NO_ROW ? NSC_NO_ROW
						     : of->finding_of[cause.crossing];
	cause.live = is_there(of, row);
	cause.given =
		way_to(of, edge->from) == &of->given || edge->root == NSC_ROOT_NO_GC;
	cause.hosted = !is_near(of, edge->to);
	cause.foreign = edge->from == 0 || !nsc_piece_is_own(of->pieces, edge->from);
	return cause;
}

/* Was the same edge, which is no crossing, met before? */
static bool is_repeated(const struct finder *of, uint32_t row)
{
	const struct nsc_piece_edge *edge = edge_at(of, row);
	uint32_t i;

	if (edge->from == 0) {
		return false; /* the target asks once for each reason */
	}
	for (i = of->pieces->out.first[edge->from]; of->pieces->out.rows[i] != row; i++) {
		const struct nsc_piece_edge *other = edge_at(of, of->pieces->out.rows[i]);

		if (other->to == edge->to &&
		    (other->ref == NSC_NO_ROW || of->site_of[other->ref] == NSC_NO_ROW)) {
			return true;
		}
	}
	return false;
}

static void take_edge(struct finder *of, uint32_t row)
{
	struct nsc_cause cause = new_cause(of, row);
	uint32_t known;

	if (cause.crossing == NSC_NO_ROW) {
		if (!is_repeated(of, row)) {
			nsc_cause_vec_push(&of->out->all, cause);
		}
		return;
	}
	known = of->cause_of[cause.crossing];
	if (known == NSC_NO_ROW) {
		of->cause_of[cause.crossing] = (uint32_t)of->out->all.len;
		nsc_cause_vec_push(&of->out->all, cause);
	} else if (is_shorter(of, &cause, &of->out->all.ptr[known])) {
		of->out->all.ptr[known] = cause;
	}
}

static void take_edges(struct finder *of)
{
	uint32_t i;

	for (i = 0; i < of->pieces->edges.len; i++) {
		const struct nsc_piece_edge *edge = edge_at(of, i);

		if (of->down.distance[edge->to] != UINT32_MAX && is_cut(of, i) &&
		    (of->latent ||
		     (is_there(of, i) && of->given.distance[edge->from] != UINT32_MAX))) {
			take_edge(of, i);
		}
	}
}

/* -- what is said of a cut ----------------------------------------------------------- */

/* Of a reference in an own object, at the place that was found for it. */
static void find_origin(const struct finder *of, uint32_t ref, struct nsc_cause *cause)
{
	const struct nsc_graph *graph = of->target->graph;
	struct nsc_want *row;
	uint32_t file;

	if (!cause->emitted || ref == NSC_NO_ROW || graph->refs.ptr[ref].local) {
		return;
	}
	file = graph->nodes.ptr[graph->refs.ptr[ref].from].file;
	if (graph->files.ptr[file].basis != NSC_FROM_OBJECT ||
	    !nsc_side_is_own(of->target->side[file])) {
		return;
	}
	row = nostd_bump_array(of->target->run->keep, struct nsc_want, 1);
	*row = nsc_want_of(of->target, ref, cause->function, cause->at);
	cause->origin = row->reason == NSC_REASON_NO_SOURCE ? NULL : row;
}

static void find_place(const struct finder *of, struct nsc_cause *cause)
{
	const struct nsc_judgement *judgement = of->survey->judgement;
	uint32_t ref = edge_at(of, cause->edge)->ref;

	cause->symbol = piece_at(of, edge_at(of, cause->edge)->to)->name;
	if (cause->site != NSC_NO_ROW) {
		const struct nsc_crossing *crossing =
			&judgement->crossings.all.ptr[cause->crossing];

		cause->at = judgement->crossings.sites.ptr[cause->site].at;
		cause->function = crossing->function;
		cause->emitted = crossing->unit_known && !crossing->has_use;
	} else if (ref != NSC_NO_ROW) {
		const struct nsc_object_site *site = nsc_ref_site(of->target, ref);

		cause->at = nsc_ref_place(of->target, ref);
		cause->function = site ? site->function : (struct nsc_name){0};
		cause->emitted = edge_at(of, cause->edge)->kind == NSC_HOP_LIBCALL;
	}
	find_origin(of, ref, cause);
}

/* A reference that is no finding has no price yet. */
static void price_edge(const struct finder *of, struct nsc_cause *cause)
{
	const struct nsc_piece_edge *edge = edge_at(of, cause->edge);
	struct nostd_bump_mark mark = nostd_bump_mark(of->target->run->scratch);
	struct nsc_row_vec refs = nsc_row_vec_new_in(nsc_scratch(of->target->run));
	struct nsc_cut cut = {NULL, 0, NULL, 0};
	uint32_t i;

	/* Rows of edges are in order of their references. */
	for (i = of->pieces->out.first[edge->from];
	     i < of->pieces->out.first[edge->from + 1]; i++) {
		const struct nsc_piece_edge *other = edge_at(of, of->pieces->out.rows[i]);

		if (other->to == edge->to && other->ref != NSC_NO_ROW) {
			nsc_row_vec_push(&refs, other->ref);
		}
	}
	cut.refs = refs.ptr;
	cut.ref_count = refs.len;
	if (refs.len != 0) {
		cause->retained = nsc_price_of(of->target->priced, &cut);
	}
	nostd_bump_reset(of->target->run->scratch, mark);
}

static void find_price(const struct finder *of, struct nsc_cause *cause)
{
	struct nsc_price none = {.missing = NSC_NO_ROW};

	cause->retained = none;
	cause->retained_group = none;
	if (cause->finding != NSC_NO_ROW) {
		const struct nsc_finding_price *price =
			&of->survey->judgement->findings.all.ptr[cause->finding].price;

		cause->retained = price->retained;
		cause->retained_group = price->retained_group;
	} else if (of->target->priced && of->target->image && cause->live &&
		   of->out->all.len <= PRICED_MAX) {
		price_edge(of, cause);
	}
}

/* -- chains -------------------------------------------------------------------------- */

static struct nsc_hop hop_of(const struct finder *of, uint32_t row)
{
	const struct nsc_piece *piece = piece_at(of, row);
	struct nsc_hop hop;

	if (piece->node != NSC_NO_ROW) {
		hop = nsc_why_node_hop(of->target, piece->node, NSC_NO_ROW);
	} else {
		memset(&hop, 0, sizeof(hop));
		hop.defined = piece->file != NSC_NO_ROW;
	}
	if (hop.defined && piece->node == NSC_NO_ROW) {
		const struct nsc_graph_file *file =
			&of->target->graph->files.ptr[piece->file];

		*(nsc_name_given(file->archive) ? &hop.member : &hop.object) = file->name;
		hop.archive = file->archive;
	}
	hop.side = nsc_piece_side(of->pieces, row);
	hop.symbol = piece->name;
	return hop;
}

/* All that a map tells of a file's inside: it is one. */
static bool is_whole_file(const struct finder *of, uint32_t row)
{
	const struct nsc_piece *piece = piece_at(of, row);

	return piece->kind == NSC_PIECE_HUB &&
	       of->target->graph->files.ptr[piece->file].basis == NSC_FROM_MAP;
}

/*
 * Can a step to `row` take the place of the last one? A hub between two pieces of a
 * section is no place of its own: the second piece shares the section with the first. Of
 * a file that only a map tells of, it is the file that leads on.
 */
static bool replaces_last(const struct finder *of, const struct nsc_cause *cause,
			  const struct nsc_piece_edge *edge)
{
	if (cause->hop_count == 0 || cause->hop_count - 1 == cause->cut) {
		return false;
	}
	if (is_whole_file(of, edge->to)) {
		return cause->hop_count == 1 && edge->kind == NSC_HOP_SHARES;
	}
	if (cause->hop_count == 1 || piece_at(of, edge->from)->kind != NSC_PIECE_HUB ||
	    of->out->hops.ptr[of->out->hops.len - 1].edge != NSC_HOP_SHARES) {
		return false;
	}
	return edge->kind == NSC_HOP_SHARES || is_whole_file(of, edge->from);
}

static void push_hop(struct finder *of, struct nsc_cause *cause, uint32_t row)
{
	const struct nsc_piece_edge *edge = edge_at(of, row);
	struct nsc_hop hop = hop_of(of, edge->to);

	hop.edge = edge->kind;
	if (edge->ref != NSC_NO_ROW) {
		hop.at = nsc_ref_place(of->target, edge->ref);
	}
	if (replaces_last(of, cause, edge)) {
		if (cause->hop_count == 1) {
			hop.edge = NSC_HOP_ROOT;
		}
		of->out->hops.ptr[of->out->hops.len - 1] = hop;
		return;
	}
	nsc_hop_vec_push(&of->out->hops, hop);
	cause->hop_count++;
}

/* The edges from the target to the cut, the first one first. */
static void write_way(struct finder *of, struct nsc_cause *cause)
{
	struct nostd_bump_mark mark = nostd_bump_mark(of->target->run->scratch);
	struct nsc_row_vec way = nsc_row_vec_new_in(nsc_scratch(of->target->run));
	uint32_t at = edge_at(of, cause->edge)->from;
	const struct nsc_piece_search *search = way_to(of, at);
	size_t i;

	while (search->via[at] != NSC_NO_ROW) {
		nsc_row_vec_push(&way, search->via[at]);
		at = edge_at(of, search->via[at])->from;
	}
	if (at != 0) {
		/* Nothing that is there refers to it. */
		nsc_hop_vec_push(&of->out->hops, hop_of(of, at));
		cause->hop_count++;
	} else if (way.len != 0) {
		cause->root = edge_at(of, way.ptr[way.len - 1])->root;
	}
	for (i = way.len; i > 0; i--) {
		push_hop(of, cause, way.ptr[i - 1]);
	}
	nostd_bump_reset(of->target->run->scratch, mark);
}

static void write_chain(struct finder *of, struct nsc_cause *cause)
{
	const struct nsc_piece_edge *edge = edge_at(of, cause->edge);
	uint32_t at = edge->to;

	cause->hop_first = (uint32_t)of->out->hops.len;
	cause->cut = NSC_NO_ROW;
	write_way(of, cause);
	if (edge->from == 0) {
		cause->root = edge->root;
	}
	push_hop(of, cause, cause->edge);
	cause->cut = cause->hop_count - 1;
	if (cause->at.line != 0) {
		of->out->hops.ptr[of->out->hops.len - 1].at = cause->at;
	}
	while (of->down.via[at] != NSC_NO_ROW) {
		uint32_t row = of->down.via[at];

		at = edge_at(of, row)->to;
		push_hop(of, cause, row);
	}
}

/* -- which come first ---------------------------------------------------------------- */

static int64_t bytes_of(const struct nsc_price *price)
{
	return price->known ? price->cost.flash + price->cost.ram : INT64_MIN;
}

/* By symbol, the dearest first; then the dearer edge, the shorter way, the place. */
static int compare(const struct finder *of, const struct nsc_cause *a,
		   const struct nsc_cause *b)
{
	const struct nsc_names *names = of->target->graph->names;
	int64_t group_a = bytes_of(&a->retained_group),
		group_b = bytes_of(&b->retained_group);
	int64_t one_a = bytes_of(&a->retained), one_b = bytes_of(&b->retained);
	uint32_t length_a = length_of(of, a->edge), length_b = length_of(of, b->edge);
	int order;

	if (group_a != group_b) {
		return group_a > group_b ? -1 : 1;
	}
	order = nsc_name_cmp(names, a->symbol, b->symbol);
	if (order == 0 && one_a != one_b) {
		order = one_a > one_b ? -1 : 1;
	}
	if (order == 0 && length_a != length_b) {
		order = length_a < length_b ? -1 : 1;
	}
	if (order == 0) {
		order = nsc_mounts_cmp(of->target->mounts, a->at, b->at);
	}
	return order != 0 ? order : (a->edge > b->edge) - (a->edge < b->edge);
}

/* Merge sort by halves from the bottom up. */
static void sort(const struct finder *of, struct nsc_cause_vec *all)
{
	struct nsc_cause *spare =
		nostd_bump_array(of->target->run->keep, struct nsc_cause, all->len);
	size_t width, from;

	for (width = 1; width < all->len; width *= 2) {
		for (from = 0; from < all->len; from += 2 * width) {
			size_t middle = from + width < all->len ? from + width : all->len;
			size_t end =
				from + 2 * width < all->len ? from + 2 * width : all->len;
			size_t left = from, right = middle, to = from;

			while (left < middle || right < end) {
				bool take_left =
					right == end ||
					(left < middle && compare(of, &all->ptr[left],
								  &all->ptr[right]) <= 0);

				spare[to++] = all->ptr[take_left ? left++ : right++];
			}
		}
		memcpy(all->ptr, spare, all->len * sizeof(*spare));
	}
}

static void keep_shortest(const struct finder *of)
{
	struct nsc_cause_vec *all = &of->out->all;
	size_t i;

	for (i = 1; i < all->len; i++) {
		if (is_shorter(of, &all->ptr[i], &all->ptr[0])) {
			all->ptr[0] = all->ptr[i];
		}
	}
	if (all->len > 1) {
		nsc_cause_vec_truncate(all, 1);
	}
}

/* -- the thing itself ---------------------------------------------------------------- */

/* Pieces that are there, or all of them if none is. */
static size_t find_starts(struct finder *of, const struct nsc_selection *selection,
			  uint32_t *starts)
{
	size_t count = 0, i;

	of->latent = true;
	for (i = 0; i < selection->pieces.len; i++) {
		of->latent &= !piece_at(of, selection->pieces.ptr[i])->present;
	}
	for (i = 0; i < selection->pieces.len; i++) {
		uint32_t piece = selection->pieces.ptr[i];

		if (of->latent || piece_at(of, piece)->present) {
			of->wanted[piece] = 1;
			starts[count++] = piece;
		}
	}
	return count;
}

static void find_state(const struct finder *of, const uint32_t *starts, size_t count)
{
	bool defined = false;
	size_t i;

	of->out->has_state = count != 0 && (of->target->image || !of->latent);
	of->out->state = NSC_STATE_REFERENCED;
	for (i = 0; i < count; i++) {
		defined |= piece_at(of, starts[i])->kind != NSC_PIECE_NOBODY;
	}
	if (of->target->image && defined) {
		of->out->state = of->latent ? NSC_STATE_EXTRACTED : NSC_STATE_LIVE;
	}
}

static void find_provider(const struct finder *of, const uint32_t *starts, size_t count)
{
	size_t i;

	of->out->piece = count == 1 ? starts[0] : NSC_NO_ROW;
	of->out->provider = count != 0 ? piece_at(of, starts[0])->file : NSC_NO_ROW;
	for (i = 1; i < count; i++) {
		if (piece_at(of, starts[i])->file != of->out->provider) {
			of->out->provider = NSC_NO_ROW;
		}
	}
}

/* Does a chain pass a file that a pull names, other than the last? */
static bool are_apart(const struct finder *of)
{
	const struct nsc_causes *out = of->out;
	const struct nsc_graph *graph = of->target->graph;
	size_t i, k;

	for (i = 0; i + 1 < out->pulls.len; i++) {
		const struct nsc_graph_file *file;

		if (out->pulls.ptr[i].file == NSC_NO_ROW) {
			continue;
		}
		file = &graph->files.ptr[out->pulls.ptr[i].file];
		for (k = 0; k < out->hops.len; k++) {
			const struct nsc_hop *hop = &out->hops.ptr[k];
			struct nsc_name name =
				nsc_name_given(hop->archive) ? hop->member : hop->object;

			if (nsc_name_eq(hop->archive, file->archive) &&
			    nsc_name_eq(name, file->name)) {
				return false;
			}
		}
	}
	return true;
}

/* -- all of it ----------------------------------------------------------------------- */

static void find_ways(struct finder *of, bool all)
{
	size_t i;

	index_crossings(of);
	take_edges(of);
	of->out->ways = (uint32_t)of->out->all.len;
	for (i = 0; i < of->out->all.len; i++) {
		find_place(of, &of->out->all.ptr[i]);
	}
	if (!all) {
		keep_shortest(of);
	}
	for (i = 0; i < of->out->all.len; i++) {
		find_price(of, &of->out->all.ptr[i]);
	}
	sort(of, &of->out->all);
	for (i = 0; i < of->out->all.len; i++) {
		write_chain(of, &of->out->all.ptr[i]);
	}
}

void nsc_causes_find(const struct nsc_survey *survey,
		     const struct nsc_selection *selection, bool all,
		     struct nsc_causes *out)
{
	const struct nsc_target *target = survey->judgement->target;
	const struct nostd_allocator *keep = nsc_keep(target->run);
	struct finder of = {.survey = survey,
			    .pieces = &survey->pieces,
			    .target = target,
			    .out = out};
	uint32_t *starts =
		nostd_bump_array(target->run->keep, uint32_t, selection->pieces.len);
	size_t count;

	memset(out, 0, sizeof(*out));
	out->survey = survey;
	out->all = nsc_cause_vec_new_in(keep);
	out->hops = nsc_hop_vec_new_in(keep);
	out->pulls = nsc_pull_vec_new_in(keep);
	of.wanted = nostd_bump_array(target->run->keep, uint8_t, survey->pieces.all.len);
	count = find_starts(&of, selection, starts);
	find_state(&of, starts, count);
	find_provider(&of, starts, count);
	if (count == 0) {
		return;
	}
	search_ways(&of, starts, count);
	find_ways(&of, all);
	if (out->provider != NSC_NO_ROW) {
		nsc_pulls_find(out, out->provider);
	}
	out->pulled_apart = out->pulls.len != 0 && are_apart(&of);
}
