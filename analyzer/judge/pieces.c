/*
 * pieces.c - which pieces there are, what they are, and searches over them. See pieces.h.
 */
#include "analyzer/judge/pieces.h"

#include <string.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/judge/piece_build.h"
#include "analyzer/judge/reach.h"
#include "analyzer/judge/target.h"
#include "rules/symbol.h"

/* -- pieces of one file -------------------------------------------------------------- */

static bool is_present(const struct nsc_target *target, uint32_t node)
{
	return !target->image || target->link->live[node] == NSC_LIVE_YES;
}

static struct nsc_piece new_piece(const struct nsc_piece_builder *of, uint8_t kind,
				  uint32_t file, uint32_t node)
{
	struct nsc_piece piece;

	memset(&piece, 0, sizeof(piece));
	piece.kind = kind;
	piece.present = node != NSC_NO_ROW && is_present(of->target, node);
	piece.tier = NSC_TIER_UNKNOWN;
	piece.file = file;
	piece.node = node;
	piece.symbol = NSC_NO_ROW;
	piece.hub = NSC_NO_ROW;
	piece.with = NSC_NO_ROW;
	return piece;
}

static uint32_t push(struct nsc_piece_builder *of, const struct nsc_piece *piece)
{
	nsc_piece_vec_push(&of->out->all, *piece);
	return (uint32_t)of->out->all.len - 1;
}

uint32_t nsc_piece_named(const struct nsc_piece_builder *of, uint32_t node,
			 struct nsc_name name)
{
	struct nsc_piece_key key = {node, name.ix, 0};
	const uint32_t *found = nsc_piece_index_get(&of->index, key);

	return found ? *found : NSC_NO_ROW;
}

static uint32_t add_named(struct nsc_piece_builder *of, const struct nsc_piece *piece)
{
	struct nsc_piece_key key = {piece->node, piece->name.ix, 0};
	uint32_t row = push(of, piece);

	nsc_piece_index_insert(&of->index, key, row);
	if (of->names_in[piece->node]++ == 0) {
		of->out->of_node[piece->node] = row;
	}
	return row;
}

/* Two names of one place are one piece; it is called by the stronger definition. */
static void add_alias(struct nsc_piece_builder *of, const struct nsc_graph_def *def,
		      uint32_t row)
{
	struct nsc_piece *piece = &of->out->all.ptr[row];
	struct nsc_name name = of->target->graph->symbols.ptr[def->symbol].name;
	struct nsc_piece_key key = {piece->node, name.ix, 0};
	uint32_t bound = nsc_link_def(of->target->link, piece->symbol);

	nsc_piece_index_insert(&of->index, key, row);
	if (def->size > piece->size) {
		piece->size = def->size;
	}
	if (bound != NSC_NO_ROW && of->target->graph->defs.ptr[bound].weak &&
	    !def->weak) {
		piece->symbol = def->symbol;
		piece->name = name;
	}
}

/* A map tells no places inside a section; a COMMON symbol's value is its alignment. */
static bool has_place(const struct nsc_target *target, const struct nsc_graph_def *def)
{
	return target->graph->files.ptr[def->file].basis == NSC_FROM_OBJECT &&
	       def->kind == NSC_DEF_PLACED;
}

static void add_def(struct nsc_piece_builder *of, uint32_t row)
{
	const struct nsc_graph_def *def = &of->target->graph->defs.ptr[row];
	struct nsc_piece_key key = {def->node, 0, def->value};
	const uint32_t *known = NULL;
	struct nsc_piece piece;

	if (def->node == NSC_NO_ROW) {
		return;
	}
	if (has_place(of->target, def)) {
		known = nsc_piece_index_get(&of->index, key);
	}
	if (known) {
		of->out->of_def[row] = *known;
		add_alias(of, def, *known);
		return;
	}
	piece = new_piece(of, NSC_PIECE_NAMED, def->file, def->node);
	piece.symbol = def->symbol;
	piece.name = of->target->graph->symbols.ptr[def->symbol].name;
	piece.value = has_place(of->target, def) ? def->value : 0;
	piece.size = def->size;
	of->out->of_def[row] = add_named(of, &piece);
	if (has_place(of->target, def)) {
		nsc_piece_index_insert(&of->index, key, of->out->of_def[row]);
	}
}

/* The node of a section of an object; NSC_NO_ROW: it takes no memory. */
static uint32_t node_of_section(const struct nsc_graph *graph,
				const struct nsc_graph_file *file, uint32_t section)
{
	uint32_t low = file->node_first, high = file->node_first + file->node_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct nsc_graph_node *node = &graph->nodes.ptr[middle];

		if (node->kind == NSC_NODE_SECTION && node->section == section) {
			return middle;
		}
		/* COMMON stands behind the sections, which are in order. */
		if (node->kind == NSC_NODE_SECTION && node->section < section) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NSC_NO_ROW;
}

static void add_local(struct nsc_piece_builder *of, uint32_t file,
		      const struct nsc_object_symbol *symbol)
{
	const struct nsc_graph *graph = of->target->graph;
	struct nsc_piece_key key = {0, 0, symbol->value};
	struct nsc_piece piece;
	const uint32_t *known;

	key.node = node_of_section(graph, &graph->files.ptr[file], symbol->section);
	if (key.node == NSC_NO_ROW) {
		return;
	}
	known = nsc_piece_index_get(&of->index, key);
	if (known) {
		struct nsc_piece_key alias = {key.node, symbol->name.ix, 0};

		nsc_piece_index_insert(&of->index, alias, *known);
		return;
	}
	piece = new_piece(of, NSC_PIECE_NAMED, file, key.node);
	piece.name = symbol->name;
	piece.value = symbol->value;
	piece.size = symbol->size;
	nsc_piece_index_insert(&of->index, key, add_named(of, &piece));
}

/* Functions and objects that no other file can see. */
static void add_locals(struct nsc_piece_builder *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->target->graph->files.ptr[file];
	const struct nsc_object_facts *facts;
	const struct nsc_member *member;
	uint32_t i;

	if (row->basis != NSC_FROM_OBJECT) {
		return;
	}
	facts = of->target->graph->in.objects[row->object];
	member = &facts->members.ptr[row->member];
	for (i = member->symbol_first; i < member->symbol_first + member->symbol_count;
	     i++) {
		const struct nsc_object_symbol *symbol = &facts->symbols.ptr[i];

		if (symbol->binding == NSC_BIND_LOCAL &&
		    (symbol->type == NSC_SYMBOL_FUNCTION ||
		     symbol->type == NSC_SYMBOL_OBJECT) &&
		    symbol->where == NSC_WHERE_SECTION && nsc_name_given(symbol->name)) {
			add_local(of, file, symbol);
		}
	}
}

/* A static function or variable of a unit is in no table of definitions. */
static void add_entity(struct nsc_piece_builder *of, uint32_t node)
{
	const struct nsc_graph_node *row = &of->target->graph->nodes.ptr[node];
	struct nsc_piece piece;

	if (row->kind == NSC_NODE_ENTITY && of->names_in[node] == 0) {
		piece = new_piece(of, NSC_PIECE_NAMED, row->file, node);
		piece.name = row->name;
		add_named(of, &piece);
	}
}

/* Is this file kept or dropped as a whole? */
static bool is_one(const struct nsc_target *target, uint32_t file)
{
	return target->graph->files.ptr[file].basis == NSC_FROM_MAP ||
	       (target->image && !target->link->collects);
}

static bool is_whole(const struct nsc_target *target, uint32_t node)
{
	const struct nsc_graph_node *row = &target->graph->nodes.ptr[node];

	return row->kind == NSC_NODE_FILE &&
	       target->graph->files.ptr[row->file].basis == NSC_FROM_MAP;
}

/* What names no piece of a section leads to its only one, or to its hub. */
static void finish_node(struct nsc_piece_builder *of, uint32_t node)
{
	uint32_t file = of->target->graph->nodes.ptr[node].file;
	struct nsc_piece piece;

	if (of->names_in[node] == 1 || is_whole(of->target, node)) {
		return;
	}
	if (of->names_in[node] == 0 || !is_one(of->target, file)) {
		piece = new_piece(
			of, of->names_in[node] == 0 ? NSC_PIECE_SECTION : NSC_PIECE_HUB,
			file, node);
		of->out->of_node[node] = push(of, &piece);
	}
}

static void finish_whole_file(struct nsc_piece_builder *of, uint32_t file, uint32_t first)
{
	const struct nsc_graph_file *row = &of->target->graph->files.ptr[file];
	struct nsc_piece piece = new_piece(of, NSC_PIECE_HUB, file, NSC_NO_ROW);
	uint32_t hub = (uint32_t)of->out->all.len, i;

	if (hub - first < 2 && row->basis != NSC_FROM_MAP) {
		return;
	}
	for (i = row->node_first; i < row->node_first + row->node_count; i++) {
		if (is_whole(of->target, i)) {
			piece.node = i;
		}
		if (is_whole(of->target, i) || of->names_in[i] > 1) {
			of->out->of_node[i] = hub;
		}
	}
	for (i = first; i < hub; i++) {
		of->out->all.ptr[i].hub = hub;
		piece.present |= of->out->all.ptr[i].present;
	}
	push(of, &piece);
}

/* Unwinding tables go with the code they describe. */
static void tie_companions(struct nsc_piece_builder *of, uint32_t file, uint32_t first)
{
	const struct nsc_graph *graph = of->target->graph;
	struct nsc_piece *all = of->out->all.ptr;
	uint32_t i;

	for (i = first; i < of->out->all.len; i++) {
		uint32_t node = all[i].node, hub;

		if (node == NSC_NO_ROW) {
			continue;
		}
		hub = of->out->of_node[node];
		if (!is_one(of->target, file) && hub != i &&
		    all[hub].kind == NSC_PIECE_HUB) {
			all[i].hub = hub;
		}
		if (graph->nodes.ptr[node].flags & NSC_NODE_UNWIND &&
		    graph->nodes.ptr[node].companion != NSC_NO_ROW) {
			all[i].with = of->out->of_node[graph->nodes.ptr[node].companion];
			all[i].hub = NSC_NO_ROW;
		}
	}
}

static void take_file(struct nsc_piece_builder *of, uint32_t file)
{
	const struct nsc_graph_file *row = &of->target->graph->files.ptr[file];
	uint32_t first = (uint32_t)of->out->all.len, i;

	for (i = row->def_first; i < row->def_first + row->def_count; i++) {
		add_def(of, i);
	}
	add_locals(of, file);
	for (i = row->node_first; i < row->node_first + row->node_count; i++) {
		add_entity(of, i);
		finish_node(of, i);
	}
	if (is_one(of->target, file)) {
		finish_whole_file(of, file, first);
	}
	tie_companions(of, file, first);
}

/* -- names without a file ------------------------------------------------------------ */

static bool is_outside(const struct nsc_target *target, uint32_t symbol)
{
	uint32_t def = nsc_link_def(target->link, symbol);

	return def == NSC_NO_ROW ? target->link->bound[symbol] != NSC_BOUND_NONE
				 : target->graph->defs.ptr[def].node == NSC_NO_ROW;
}

uint32_t nsc_pieces_of_symbol(const struct nsc_pieces *pieces, uint32_t symbol)
{
	uint32_t def = nsc_link_def(pieces->target->link, symbol);

	if (def != NSC_NO_ROW && pieces->of_def[def] != NSC_NO_ROW) {
		return pieces->of_def[def];
	}
	return pieces->of_symbol[symbol];
}

static void add_nameless(struct nsc_piece_builder *of)
{
	const struct nsc_graph *graph = of->target->graph;
	uint32_t i;

	for (i = 0; i < graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];
		struct nsc_piece piece;

		if (ref->local || of->out->of_node[ref->from] == NSC_NO_ROW ||
		    nsc_pieces_of_symbol(of->out, ref->to) != NSC_NO_ROW) {
			continue;
		}
		piece = new_piece(of,
				  is_outside(of->target, ref->to) ? NSC_PIECE_OUTSIDE
								  : NSC_PIECE_NOBODY,
				  NSC_NO_ROW, NSC_NO_ROW);
		piece.symbol = ref->to;
		piece.name = graph->symbols.ptr[ref->to].name;
		of->out->of_symbol[ref->to] = push(of, &piece);
	}
}

/* -- what they are ------------------------------------------------------------------- */

uint8_t nsc_piece_side(const struct nsc_pieces *pieces, uint32_t row)
{
	const struct nsc_piece *piece = &pieces->all.ptr[row];

	if (piece->kind == NSC_PIECE_TARGET || piece->kind == NSC_PIECE_OUTSIDE) {
		return NSC_SIDE_OF_OWN;
	}
	if (piece->file == NSC_NO_ROW ||
	    (piece->node != NSC_NO_ROW && pieces->target->header_node[piece->node])) {
		return NSC_SIDE_OF_HOSTED;
	}
	return pieces->target->side[piece->file];
}

bool nsc_piece_is_own(const struct nsc_pieces *pieces, uint32_t piece)
{
	return nsc_side_is_own(nsc_piece_side(pieces, piece));
}

static bool label(struct nsc_pieces *pieces, uint32_t row)
{
	struct nsc_piece *piece = &pieces->all.ptr[row];
	const struct nsc_meaning *meaning;

	if (piece->symbol == NSC_NO_ROW || nsc_piece_is_own(pieces, row)) {
		return false;
	}
	meaning = &pieces->target->meaning[piece->symbol];
	if (meaning->known) {
		piece->tier = meaning->tier;
		piece->capability = meaning->capability;
	}
	return meaning->known;
}

/* Only where no table knows the piece that the edge leads to. */
static bool leads_to_unnamed(const struct nsc_piece_search *search, uint32_t edge)
{
	uint32_t to = search->pieces->edges.ptr[edge].to;

	return search->pieces->all.ptr[to].tier == NSC_TIER_UNKNOWN &&
	       !nsc_piece_is_own(search->pieces, to);
}

/*
 * Names inside a libc that no table has count to the nearest one that needs them; the
 * run-time's to the run-time.
 */
static void inherit_labels(struct nsc_pieces *pieces, const uint32_t *known, size_t count)
{
	struct nsc_piece_search search = {.pieces = pieces, .follows = leads_to_unnamed};
	uint32_t i, at;

	nsc_pieces_search(&search, known, count);
	for (i = 0; i < pieces->all.len; i++) {
		struct nsc_piece *piece = &pieces->all.ptr[i];
		uint8_t side = nsc_piece_side(pieces, i);

		if (piece->tier != NSC_TIER_UNKNOWN || nsc_side_is_own(side)) {
			continue;
		}
		if (side == NSC_SIDE_OF_RUNTIME || side == NSC_SIDE_OF_STARTUP) {
			piece->tier = NSC_TIER_CORE;
			piece->capability = side == NSC_SIDE_OF_RUNTIME ? NSC_CAP_RUNTIME
									: NSC_CAP_STARTUP;
			continue;
		}
		for (at = i; search.via[at] != NSC_NO_ROW;) {
			at = pieces->edges.ptr[search.via[at]].from;
		}
		piece->tier = pieces->all.ptr[at].tier;
		piece->capability = pieces->all.ptr[at].capability;
	}
}

static void label_all(struct nsc_pieces *pieces)
{
	struct nsc_run *run = pieces->target->run;
	struct nostd_bump_mark mark = nostd_bump_mark(run->scratch);
	uint32_t *known = nostd_bump_array(run->scratch, uint32_t, pieces->all.len);
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < pieces->all.len; i++) {
		if (label(pieces, i)) {
			known[count++] = i;
		}
	}
	inherit_labels(pieces, known, count);
	nostd_bump_reset(run->scratch, mark);
}

/* -- all of it ----------------------------------------------------------------------- */

static bool is_from_unit(const struct nsc_pieces *pieces, uint32_t row)
{
	uint32_t file = pieces->all.ptr[row].file;

	return file != NSC_NO_ROW &&
	       pieces->target->graph->files.ptr[file].basis == NSC_FROM_UNIT;
}

static bool is_from_present(const struct nsc_piece_search *search, uint32_t edge)
{
	return search->pieces->all.ptr[search->pieces->edges.ptr[edge].from].present;
}

/*
 * A compiler leaves out what nothing reaches (decisions.md 23); a name without a file is
 * there when something that is there mentions it.
 */
static void settle_presence(struct nsc_pieces *pieces)
{
	struct nsc_piece_search search = {.pieces = pieces, .follows = is_from_present};
	uint32_t start = 0, i;

	nsc_pieces_search(&search, &start, 1);
	for (i = 0; i < pieces->all.len; i++) {
		if (is_from_unit(pieces, i)) {
			pieces->all.ptr[i].present = search.distance[i] != UINT32_MAX;
		}
	}
	for (i = 0; i < pieces->edges.len; i++) {
		const struct nsc_piece_edge *edge = &pieces->edges.ptr[i];

		if (pieces->all.ptr[edge->to].file == NSC_NO_ROW &&
		    pieces->all.ptr[edge->from].present) {
			pieces->all.ptr[edge->to].present = true;
		}
	}
}

static void index_edges(struct nsc_pieces *pieces)
{
	struct nsc_run *run = pieces->target->run;
	size_t count = pieces->edges.len, i;
	uint32_t *keys = nostd_bump_array(run->keep, uint32_t, count);
	struct nsc_keyed_rows keyed = {keys, count, (uint32_t)pieces->all.len};

	for (i = 0; i < count; i++) {
		keys[i] = pieces->edges.ptr[i].from;
	}
	nsc_row_groups_make(run->keep, &keyed, &pieces->out);
	for (i = 0; i < count; i++) {
		keys[i] = pieces->edges.ptr[i].to;
	}
	nsc_row_groups_make(run->keep, &keyed, &pieces->in);
}

void nsc_pieces_find(const struct nsc_target *target,
		     const struct nsc_crossings *crossings, struct nsc_drags *drags,
		     struct nsc_pieces *out)
{
	struct nsc_piece_builder of = {target,
				       crossings,
				       drags,
				       out,
				       nsc_piece_index_new_in(nsc_keep(target->run)),
				       NULL};
	struct nsc_piece top = new_piece(&of, NSC_PIECE_TARGET, NSC_NO_ROW, NSC_NO_ROW);
	uint32_t i;

	out->target = target;
	out->all = nsc_piece_vec_new_in(nsc_keep(target->run));
	out->edges = nsc_piece_edge_vec_new_in(nsc_keep(target->run));
	out->of_def = nsc_no_rows(target->run->keep, target->graph->defs.len);
	out->of_symbol = nsc_no_rows(target->run->keep, target->graph->symbols.len);
	out->of_node = nsc_no_rows(target->run->keep, target->graph->nodes.len);
	of.names_in =
		nostd_bump_array(target->run->keep, uint32_t, target->graph->nodes.len);
	top.present = true;
	push(&of, &top);
	for (i = 0; i < target->graph->files.len; i++) {
		if (nsc_target_takes_part(target, i)) {
			take_file(&of, i);
		}
	}
	add_nameless(&of);
	nsc_piece_edges_add(&of);
	index_edges(out);
	label_all(out);
	settle_presence(out);
}

/* -- searches ------------------------------------------------------------------------ */

static void search_piece(struct nsc_piece_search *search, struct nsc_row_vec *queue,
			 uint32_t piece)
{
	const struct nsc_pieces *pieces = search->pieces;
	const struct nsc_row_groups *edges =
		search->backward ? &pieces->in : &pieces->out;
	uint32_t i;

	for (i = edges->first[piece]; i < edges->first[piece + 1]; i++) {
		uint32_t edge = edges->rows[i];
		uint32_t next = search->backward ? pieces->edges.ptr[edge].from
						 : pieces->edges.ptr[edge].to;

		if (search->distance[next] == UINT32_MAX &&
		    (!search->follows || search->follows(search, edge))) {
			search->distance[next] = search->distance[piece] + 1;
			search->via[next] = edge;
			nsc_row_vec_push(queue, next);
		}
	}
}

void nsc_pieces_search(struct nsc_piece_search *search, const uint32_t *starts,
		       size_t count)
{
	struct nsc_run *run = search->pieces->target->run;
	size_t all = search->pieces->all.len, i;
	struct nostd_bump_mark mark;
	struct nsc_row_vec queue;

	search->via = nsc_no_rows(run->keep, all);
	search->distance =
		nsc_no_rows(run->keep, all); /* UINT32_MAX is "not reached" as well */
	mark = nostd_bump_mark(run->scratch);
	queue = nsc_row_vec_new_in(nsc_scratch(run));
	for (i = 0; i < count; i++) {
		if (search->distance[starts[i]] == UINT32_MAX) {
			search->distance[starts[i]] = 0;
			nsc_row_vec_push(&queue, starts[i]);
		}
	}
	for (i = 0; i < queue.len; i++) {
		search_piece(search, &queue, queue.ptr[i]);
	}
	nostd_bump_reset(run->scratch, mark);
}
