/*
 * build_match.c - which of the files that were read is which of the map's.
 *
 * In:   the map's rows of files, known by their names; objects and archives as read.
 * Out:  by row, its file. A name may stand for several members of an archive (a/util.c
 *       and b/util.c, as CMake puts them there): then graph->in.map is a copy in which
 *       each of them that was linked has a row of its own.
 */
#include <nostd/bump.h>

#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

/* -- by name ------------------------------------------------------------------------- */

/*
 * Members of thin archives are files of their own: GNU ld names them so, other linkers as
 * members, by the last component of their paths.
 */
static bool is_in(const struct nsc_graph *graph, const struct nsc_graph_file *file,
		  struct nsc_name archive, struct nsc_name member)
{
	const struct nsc_object_facts *object =
		file->object == NSC_NO_ROW ? NULL : graph->in.objects[file->object];

	if (object && object->container == NSC_THIN_ARCHIVE) {
		return nsc_name_eq(object->path, archive); /* the base is the same */
	}
	return nsc_name_eq(file->archive, archive) && nsc_name_eq(file->name, member);
}

/* The next file, from `file` on, that a row of the map's files can mean; or none. */
static uint32_t next_meant(const struct nsc_builder *builder, uint32_t row, uint32_t file)
{
	const struct nsc_graph *graph = builder->graph;
	const struct nsc_map_file *wanted = &graph->in.map->files.ptr[row];
	struct nsc_name path = graph->in.map_paths[row];

	for (; file != NSC_NO_ROW; file = builder->base_next.ptr[file]) {
		const struct nsc_graph_file *one = &graph->files.ptr[file];
		bool same = nsc_name_given(wanted->archive)
				    ? is_in(graph, one, path, wanted->name)
				    : !nsc_name_given(one->archive) &&
					      nsc_name_eq(one->name, path);

		if (same && one->basis == NSC_FROM_OBJECT) {
			return file;
		}
	}
	return NSC_NO_ROW;
}

static uint32_t first_meant(const struct nsc_builder *builder, uint32_t row)
{
	const struct nsc_map_file *wanted = &builder->graph->in.map->files.ptr[row];
	struct nsc_name base = nsc_name_given(wanted->archive)
				       ? wanted->name
				       : builder->graph->in.map_paths[row];

	return next_meant(builder, row, nsc_build_first_of_base(builder, base));
}

static uint32_t add_map_file(struct nsc_builder *builder, uint32_t row)
{
	const struct nsc_map_file *wanted = &builder->graph->in.map->files.ptr[row];
	struct nsc_graph_file file = {0};
	struct nsc_name path = builder->graph->in.map_paths[row];

	file.archive = nsc_name_given(wanted->archive) ? path : (struct nsc_name){0};
	file.name = nsc_name_given(wanted->archive) ? wanted->name : path;
	file.basis = NSC_FROM_MAP;
	file.given = !nsc_name_given(file.archive);
	file.object = NSC_NO_ROW;
	file.unit = NSC_NO_ROW;
	file.map_file = row;
	file.replaced_by = NSC_NO_ROW;
	file.replaces = NSC_NO_ROW;
	return nsc_build_file(builder, &file);
}

/* -- twins: several files that the map calls by one name ----------------------------- */

/* Sections of a set of twins, by name. */
struct twin_key {
	uint32_t first, name; /* the first twin; name id */
};

#define NOSTD_NAME twin_index
#define NOSTD_K    struct twin_key
#define NOSTD_V    uint32_t /* first node of that name */
#define NOSTD_HASH(k, seed)                                                        \
	((size_t)(((uint64_t)(k)->first << 32 | (k)->name) * 0x9e3779b97f4a7c15U ^ \
		  (seed)))
#define NOSTD_EQ(a, b) ((a)->first == (b)->first && (a)->name == (b)->name)
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME path_vec
#define NOSTD_T    struct nsc_name
#define NOSTD_IN
#include <nostd/vec.h>

/* One of the map's lists of sections. */
struct told_rows {
	struct nsc_map_section_vec *rows;
	uint32_t *meant; /* by row: file; NSC_NO_ROW: no twin, or not known yet */
	uint32_t *node;  /* by row: the section of that file, or none */
	uint32_t *after; /* by row: the next one's that is certain, or none */
	bool placed;
};

struct twins {
	struct nsc_builder *builder;
	struct nsc_map_facts *map;   /* the copy */
	struct path_vec paths;       /* of its files */
	struct nsc_row_vec *file_of; /* by its row of files */
	size_t told_files;           /* rows of the map's own files */
	uint32_t *first_of;          /* by one of these: the first twin; or none */
	uint32_t *first;             /* by file: the first of its twins, or none */
	uint32_t *next;              /* by file: the next of its twins, or none */
	uint32_t *row_of;    /* by file: its row of the copy's files, or none yet */
	uint32_t *rank;      /* by file: how early it was linked; NO_ROW: not known */
	uint32_t linked;     /* that have a rank */
	uint32_t *next_node; /* by node: the next of its set and name, or none */
	uint8_t *seen;       /* by file: it has a section that no twin has */
	uint8_t *referred;   /* by node: by a section of its file that is placed */
	uint8_t *used;       /* by node: a row was found for it */
	struct twin_index nodes;
	uint32_t *symbol_at;   /* by row of sections: the last symbol in it, or none */
	uint32_t *next_symbol; /* by symbol of the map: the one before it in there */
};

/* Which set each row of the map's files belongs to; false: there are no twins. */
static bool find_twins(struct twins *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	struct nostd_bump *scratch = of->builder->run->scratch;
	uint32_t row, file, later;
	bool any = false;

	of->told_files = graph->in.map->files.len;
	of->first_of = nsc_no_rows(scratch, of->told_files);
	of->first = nsc_no_rows(scratch, graph->files.len);
	of->next = nsc_no_rows(scratch, graph->files.len);
	for (row = 0; row < graph->in.map->files.len; row++) {
		/* They come last first. */
		file = first_meant(of->builder, row);
		later = NSC_NO_ROW;
		while (file != NSC_NO_ROW && of->first[file] == NSC_NO_ROW) {
			of->next[file] = later;
			later = file;
			file = next_meant(of->builder, row,
					  of->builder->base_next.ptr[file]);
		}
		if (file != NSC_NO_ROW) {
			of->first_of[row] = of->first[file]; /* as another row */
		} else if (later != NSC_NO_ROW && of->next[later] != NSC_NO_ROW) {
			of->first_of[row] = later;
			any = true;
		}
		for (file = of->first_of[row]; file != NSC_NO_ROW;
		     file = of->next[file]) {
			of->first[file] = of->first_of[row];
		}
	}
	return any;
}

static void index_nodes(struct twins *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint32_t i;

	of->nodes = twin_index_new_in(nsc_scratch(of->builder->run));
	of->next_node = nsc_no_rows(of->builder->run->scratch, graph->nodes.len);
	for (i = (uint32_t)graph->nodes.len; i-- > 0;) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i];
		struct twin_key key = {of->first[node->file], node->name.ix};
		const uint32_t *next;

		if (key.first != NSC_NO_ROW) {
			next = twin_index_get(&of->nodes, key);
			of->next_node[i] = next ? *next : NSC_NO_ROW;
			twin_index_insert(&of->nodes, key, i);
		}
	}
}

static void index_symbols(struct twins *of)
{
	const struct nsc_map_facts *map = of->map;
	struct nostd_bump *scratch = of->builder->run->scratch;
	uint32_t i;

	of->symbol_at = nsc_no_rows(scratch, map->sections.len);
	of->next_symbol = nsc_no_rows(scratch, map->symbols.len);
	for (i = 0; i < map->symbols.len; i++) {
		const struct nsc_map_symbol *symbol = &map->symbols.ptr[i];

		if (symbol->kind == NSC_MAP_SYMBOL_PLACED &&
		    symbol->section != NSC_NO_ROW) {
			of->next_symbol[i] = of->symbol_at[symbol->section];
			of->symbol_at[symbol->section] = i;
		}
	}
}

/* The copy: what has rows of files is its own, the rest is shared. */
static void copy_map(struct twins *of)
{
	const struct nsc_map_facts *map = of->builder->graph->in.map;
	const struct nostd_allocator *keep = nsc_keep(of->builder->run);
	uint32_t i;

	of->map = nostd_bump_new(of->builder->run->keep, struct nsc_map_facts);
	*of->map = *map;
	of->map->files = nsc_map_file_vec_new_in(keep);
	of->map->pulls = nsc_map_pull_vec_new_in(keep);
	of->map->sections = nsc_map_section_vec_new_in(keep);
	of->map->discarded = nsc_map_section_vec_new_in(keep);
	of->map->cref = nsc_map_cref_vec_new_in(keep);
	of->paths = path_vec_new_in(keep);
	for (i = 0; i < map->files.len; i++) {
		nsc_map_file_vec_push(&of->map->files, map->files.ptr[i]);
		path_vec_push(&of->paths, of->builder->graph->in.map_paths[i]);
		nsc_row_vec_push(of->file_of, NSC_NO_ROW);
	}
	for (i = 0; i < map->pulls.len; i++) {
		nsc_map_pull_vec_push(&of->map->pulls, map->pulls.ptr[i]);
	}
	for (i = 0; i < map->sections.len; i++) {
		nsc_map_section_vec_push(&of->map->sections, map->sections.ptr[i]);
	}
	for (i = 0; i < map->discarded.len; i++) {
		nsc_map_section_vec_push(&of->map->discarded, map->discarded.ptr[i]);
	}
	for (i = 0; i < map->cref.len; i++) {
		nsc_map_cref_vec_push(&of->map->cref, map->cref.ptr[i]);
	}
}

static uint32_t set_of(const struct twins *of, uint32_t row)
{
	return row < of->told_files ? of->first_of[row] : NSC_NO_ROW;
}

/* `*row` of the map's files means this file: it gets the row of the file. */
static void tell(struct twins *of, uint32_t *row, uint32_t file)
{
	if (of->row_of[file] == NSC_NO_ROW && of->file_of->ptr[*row] == NSC_NO_ROW) {
		of->row_of[file] = *row;
		of->file_of->ptr[*row] = file;
	} else if (of->row_of[file] == NSC_NO_ROW) {
		of->row_of[file] = (uint32_t)of->map->files.len;
		nsc_map_file_vec_push(&of->map->files, of->map->files.ptr[*row]);
		path_vec_push(&of->paths, of->paths.ptr[*row]);
		nsc_row_vec_push(of->file_of, file);
	}
	*row = of->row_of[file];
}

static void link_file(struct twins *of, uint32_t file)
{
	if (of->rank[file] == NSC_NO_ROW) {
		of->rank[file] = of->linked++;
	}
}

static bool mentions(const struct nsc_graph *graph, uint32_t file, struct nsc_name name)
{
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t symbol = nsc_graph_asked_row(graph, name), i;

	for (i = row->mention_first; i < row->mention_first + row->mention_count; i++) {
		if (graph->mentions.ptr[i].symbol == symbol) {
			return true;
		}
	}
	return false;
}

/* -- sections ------------------------------------------------------------------------ */

/* The one twin that defines all symbols the map shows in this row; none, or no symbol. */
static uint32_t by_symbols(const struct twins *of, uint32_t set, uint32_t row)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint32_t found = NSC_NO_ROW, file, i;

	for (i = of->symbol_at[row]; i != NSC_NO_ROW; i = of->next_symbol[i]) {
		found = NSC_NO_ROW;
		for (file = set; file != NSC_NO_ROW; file = of->next[file]) {
			if (!nsc_build_defines(graph, file,
					       of->map->symbols.ptr[i].name)) {
				continue;
			}
			if (found != NSC_NO_ROW) {
				found = NSC_NO_ROW;
				break;
			}
			found = file;
		}
		if (found != NSC_NO_ROW) {
			return found;
		}
	}
	return NSC_NO_ROW;
}

static uint64_t size_of(const struct nsc_map_section *row)
{
	return row->size_before != 0 ? row->size_before : row->size;
}

static uint32_t first_node(const struct twins *of, uint32_t set,
			   const struct nsc_map_section *row)
{
	struct twin_key key = {set, row->name.ix};
	const uint32_t *node;

	if (row->kind == NSC_PLACED_COMMON) {
		key.name = nsc_name_c(of->builder->graph->names, "COMMON").ix;
	}
	node = twin_index_get(&of->nodes, key);
	return node ? *node : NSC_NO_ROW;
}

/* A section that only one of the twins has, in this size or at all; or none. */
static uint32_t only_node(const struct twins *of, uint32_t set,
			  const struct nsc_map_section *row)
{
	const struct nsc_graph_node *nodes = of->builder->graph->nodes.ptr;
	uint32_t best = NSC_NO_ROW, i;
	bool several = false;

	for (i = first_node(of, set, row); i != NSC_NO_ROW; i = of->next_node[i]) {
		bool exact = nodes[i].size == size_of(row);

		if (of->used[i]) {
			continue;
		}
		if (best == NSC_NO_ROW || (exact && nodes[best].size != size_of(row))) {
			several = false;
			best = i;
		} else if (nodes[i].file != nodes[best].file &&
			   (exact || nodes[best].size != size_of(row))) {
			several = true;
		}
	}
	return several ? NSC_NO_ROW : best;
}

/* Rows of a file stand together, in the order of its sections. */
static bool fits(const struct twins *of, const struct told_rows *told, uint32_t row,
		 uint32_t node)
{
	const struct nsc_graph_node *nodes = of->builder->graph->nodes.ptr;
	uint32_t before = row > 0 ? told->node[row - 1] : NSC_NO_ROW;
	uint32_t after = told->after[row];

	return (before != NSC_NO_ROW && before < node &&
		nodes[before].file == nodes[node].file) ||
	       (after != NSC_NO_ROW && node < after &&
		nodes[after].file == nodes[node].file);
}

/*
 * The section that this row most likely is: one of a linked file that has no row yet, of
 * the same size; placed if something placed refers to it, else not; in its file's order;
 * of the file that was linked first.
 */
static uint32_t likely_node(const struct twins *of, const struct told_rows *told,
			    uint32_t row_number, uint32_t set)
{
	const struct nsc_graph_node *nodes = of->builder->graph->nodes.ptr;
	const struct nsc_map_section *row = &told->rows->ptr[row_number];
	uint32_t best = NSC_NO_ROW, best_score = 0, i;

	for (i = first_node(of, set, row); i != NSC_NO_ROW; i = of->next_node[i]) {
		uint32_t rank = of->rank[nodes[i].file];
		uint32_t score = (rank != NSC_NO_ROW ? 16U : 0) +
				 (!of->used[i] ? 8U : 0) +
				 (nodes[i].size == size_of(row) ? 4U : 0) +
				 (of->referred[i] == told->placed ? 2U : 0) +
				 (fits(of, told, row_number, i) ? 1U : 0);

		if (best == NSC_NO_ROW || score > best_score ||
		    (score == best_score && rank < of->rank[nodes[best].file])) {
			best = i;
			best_score = score;
		}
	}
	return best;
}

/* The section of this file that the row is. */
static uint32_t own_node(const struct twins *of, uint32_t file,
			 const struct nsc_map_section *row)
{
	const struct nsc_graph_node *nodes = of->builder->graph->nodes.ptr;
	uint32_t best = NSC_NO_ROW, i;

	for (i = first_node(of, of->first[file], row); i != NSC_NO_ROW;
	     i = of->next_node[i]) {
		if (nodes[i].file == file && !of->used[i] &&
		    (best == NSC_NO_ROW || (nodes[i].size == size_of(row) &&
					    nodes[best].size != size_of(row)))) {
			best = i;
		}
	}
	return best;
}

/* The twin that was linked first, as far as that is known. */
static uint32_t first_linked(const struct twins *of, uint32_t set)
{
	uint32_t best = set, file;

	for (file = set; file != NSC_NO_ROW; file = of->next[file]) {
		best = of->rank[file] < of->rank[best] ? file : best;
	}
	return best;
}

static void mean(struct twins *of, struct told_rows *told, uint32_t row, uint32_t node)
{
	of->used[node] = 1;
	told->node[row] = node;
	told->meant[row] = of->builder->graph->nodes.ptr[node].file;
}

/* Rows that can be of one twin only. */
static void find_certain(struct twins *of, struct told_rows *told)
{
	uint32_t i;

	for (i = 0; i < told->rows->len; i++) {
		const struct nsc_map_section *row = &told->rows->ptr[i];
		uint32_t set = set_of(of, row->file), node;

		if (set == NSC_NO_ROW) {
			continue;
		}
		told->meant[i] = told->placed ? by_symbols(of, set, i) : NSC_NO_ROW;
		node = told->meant[i] != NSC_NO_ROW ? own_node(of, told->meant[i], row)
						    : only_node(of, set, row);
		if (node != NSC_NO_ROW) {
			mean(of, told, i, node);
		}
		if (told->meant[i] != NSC_NO_ROW) {
			of->seen[told->meant[i]] = 1;
		}
	}
}

/* What lies between rows of other files is of no file's order. */
static void find_after(const struct twins *of, struct told_rows *told)
{
	uint32_t i, after = NSC_NO_ROW;

	for (i = (uint32_t)told->rows->len; i-- > 0;) {
		told->after[i] = after;
		if (set_of(of, told->rows->ptr[i].file) == NSC_NO_ROW) {
			after = NSC_NO_ROW;
		} else if (told->node[i] != NSC_NO_ROW) {
			after = told->node[i];
		}
	}
}

static void find_referred(struct twins *of, const struct told_rows *placed)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint8_t *is_placed =
		nostd_bump_array(of->builder->run->scratch, uint8_t, graph->nodes.len);
	uint32_t i;

	for (i = 0; i < placed->rows->len; i++) {
		if (placed->node[i] != NSC_NO_ROW) {
			is_placed[placed->node[i]] = 1;
		}
	}
	for (i = 0; i < graph->refs.len; i++) {
		const struct nsc_graph_ref *ref = &graph->refs.ptr[i];

		if (ref->local && is_placed[ref->from]) {
			of->referred[ref->to] = 1;
		}
	}
}

static void find_likely(struct twins *of, struct told_rows *told)
{
	uint32_t i;

	for (i = 0; i < told->rows->len; i++) {
		uint32_t set = set_of(of, told->rows->ptr[i].file), node;

		if (set == NSC_NO_ROW || told->meant[i] != NSC_NO_ROW) {
			continue;
		}
		node = likely_node(of, told, i, set);
		if (node != NSC_NO_ROW) {
			mean(of, told, i, node);
		} else {
			told->meant[i] = first_linked(of, set);
		}
	}
}

/* -- pulls and cross references ------------------------------------------------------ */

/* Members come in once each, by a symbol that they define. */
static uint32_t pulled_twin(const struct twins *of, uint32_t set, struct nsc_name symbol)
{
	uint32_t best = set, best_score = 0, file;

	for (file = set; file != NSC_NO_ROW; file = of->next[file]) {
		uint32_t score =
			(nsc_build_defines(of->builder->graph, file, symbol) ? 4U : 0) +
			(of->rank[file] == NSC_NO_ROW ? 2U : 0) +
			(of->seen[file] ? 1U : 0);

		if (score > best_score) {
			best = file;
			best_score = score;
		}
	}
	return best;
}

/* Of those that are linked, the first that refers to the symbol, or defines it. */
static uint32_t twin_with(const struct twins *of, uint32_t set, struct nsc_name symbol,
			  bool defined)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint32_t best = first_linked(of, set), file;
	bool found = false;

	for (file = set; file != NSC_NO_ROW; file = of->next[file]) {
		bool has = defined ? nsc_build_defines(graph, file, symbol)
				   : mentions(graph, file, symbol);

		if (has && (!found || of->rank[file] < of->rank[best])) {
			best = file;
			found = true;
		}
	}
	return best;
}

static void tell_pulls(struct twins *of)
{
	uint32_t i;

	for (i = 0; i < of->map->pulls.len; i++) {
		struct nsc_map_pull *pull = &of->map->pulls.ptr[i];
		uint32_t set = set_of(of, pull->by), file;

		if (set != NSC_NO_ROW) {
			tell(of, &pull->by, twin_with(of, set, pull->symbol, false));
		}
		set = set_of(of, pull->file);
		if (set != NSC_NO_ROW) {
			file = pulled_twin(of, set, pull->symbol);
			link_file(of, file);
			tell(of, &pull->file, file);
		}
	}
}

static void tell_cref(struct twins *of)
{
	uint32_t i;

	for (i = 0; i < of->map->cref.len; i++) {
		struct nsc_map_cref *cref = &of->map->cref.ptr[i];
		uint32_t set = set_of(of, cref->file);

		if (set != NSC_NO_ROW) {
			tell(of, &cref->file,
			     twin_with(of, set, cref->symbol,
				       cref->role == NSC_CREF_DEFINES));
		}
	}
}

static void tell_rows(struct twins *of, struct told_rows *told)
{
	uint32_t i;

	for (i = 0; i < told->rows->len; i++) {
		if (told->meant[i] != NSC_NO_ROW) {
			tell(of, &told->rows->ptr[i].file, told->meant[i]);
		}
	}
}

/* Those that no pull names, but a section that can be of nobody else. */
static void link_seen(struct twins *of)
{
	uint32_t i;

	for (i = 0; i < of->builder->graph->files.len; i++) {
		if (of->seen[i]) {
			link_file(of, i);
		}
	}
}

static struct told_rows told_rows(struct twins *of, struct nsc_map_section_vec *rows,
				  bool placed)
{
	struct nostd_bump *scratch = of->builder->run->scratch;
	struct told_rows told;

	told.rows = rows;
	told.meant = nsc_no_rows(scratch, rows->len);
	told.node = nsc_no_rows(scratch, rows->len);
	told.after = nsc_no_rows(scratch, rows->len);
	told.placed = placed;
	return told;
}

/* What is certain comes first, and the pulls, so that the rest has fewer to choose of. */
static void tell_twins(struct twins *of)
{
	struct nostd_bump *scratch = of->builder->run->scratch;
	struct nsc_graph *graph = of->builder->graph;
	struct told_rows placed, discarded;

	copy_map(of);
	index_nodes(of);
	index_symbols(of);
	of->row_of = nsc_no_rows(scratch, graph->files.len);
	of->rank = nsc_no_rows(scratch, graph->files.len);
	of->seen = nostd_bump_array(scratch, uint8_t, graph->files.len);
	of->referred = nostd_bump_array(scratch, uint8_t, graph->nodes.len);
	of->used = nostd_bump_array(scratch, uint8_t, graph->nodes.len);
	placed = told_rows(of, &of->map->sections, true);
	discarded = told_rows(of, &of->map->discarded, false);
	find_certain(of, &placed);
	find_certain(of, &discarded);
	tell_pulls(of);
	link_seen(of);
	find_after(of, &placed);
	find_after(of, &discarded);
	find_referred(of, &placed);
	find_likely(of, &placed);
	find_likely(of, &discarded);
	tell_rows(of, &placed);
	tell_rows(of, &discarded);
	tell_cref(of);
	graph->in.map = of->map;
	graph->in.map_paths = of->paths.ptr;
}

/* -- all of them --------------------------------------------------------------------- */

/* GNU ld's cross references have the output file for what the linker itself defines. */
static bool is_output(const struct nsc_map_facts *map, uint32_t row)
{
	return nsc_name_given(map->output) &&
	       !nsc_name_given(map->files.ptr[row].archive) &&
	       nsc_name_eq(map->files.ptr[row].name, map->output);
}

struct nsc_row_vec nsc_build_match(struct nsc_builder *builder)
{
	struct nsc_row_vec file_of = nsc_row_vec_new_in(nsc_keep(builder->run));
	struct twins twins = {0};
	struct nsc_graph *graph = builder->graph;
	uint32_t i;

	twins.builder = builder;
	twins.file_of = &file_of;
	if (find_twins(&twins)) {
		tell_twins(&twins);
	}
	for (i = 0; i < graph->in.map->files.len; i++) {
		struct nsc_graph_file *file;

		if (i == file_of.len) {
			nsc_row_vec_push(&file_of, NSC_NO_ROW);
		}
		if (set_of(&twins, i) == NSC_NO_ROW && file_of.ptr[i] == NSC_NO_ROW &&
		    !is_output(graph->in.map, i)) {
			file_of.ptr[i] = first_meant(builder, i);
			if (file_of.ptr[i] == NSC_NO_ROW ||
			    graph->files.ptr[file_of.ptr[i]].in_map) {
				file_of.ptr[i] = add_map_file(builder, i);
			}
		}
		if (file_of.ptr[i] != NSC_NO_ROW) {
			file = &graph->files.ptr[file_of.ptr[i]];
			file->map_file = i;
			file->in_map = true;
		}
	}
	return file_of;
}
