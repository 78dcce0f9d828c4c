/*
 * build_map.c - what the map says laid over the files: which of them were linked, which
 * sections were placed or dropped, which names the script defines. What only the map
 * knows becomes files of their own, with its rows as nodes and its --cref as references.
 */
#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/fact/object.h"
#include "analyzer/fact/section.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/graph.h"

/* A section of a file, by name; several may have the same one. */
struct row_key {
	uint32_t file, name;
};

#define NOSTD_NAME row_index
#define NOSTD_K    struct row_key
#define NOSTD_V    uint32_t /* first node of that name that has no row yet */
#define NOSTD_HASH(k, seed) \
	((size_t)(((uint64_t)(k)->file << 32 | (k)->name) * 0x9e3779b97f4a7c15U ^ (seed)))
#define NOSTD_EQ(a, b) ((a)->file == (b)->file && (a)->name == (b)->name)
#define NOSTD_IN
#include <nostd/hashmap.h>

struct map_builder {
	struct nsc_builder *builder;
	const struct nsc_map_facts *map;
	uint32_t *file_of;     /* by row of the map's files: file, or none */
	uint32_t *whole_of;    /* by file: its node for the whole file, or NSC_NO_ROW */
	struct row_index open; /* nodes still without a row */
	uint32_t *next_same;   /* by node: next of the same file and name */
};

static void mark_pulled(struct map_builder *of)
{
	struct nsc_graph *graph = of->builder->graph;
	size_t i;

	for (i = 0; i < of->map->pulls.len; i++) {
		uint32_t file = of->file_of[of->map->pulls.ptr[i].file];

		if (file != NSC_NO_ROW) {
			graph->files.ptr[file].given = false;
		}
	}
}

/* The file of a row of the map's files, which may be none; NSC_NO_ROW: there is none. */
static uint32_t file_at(const struct map_builder *of, uint32_t row)
{
	return row == NSC_NO_ROW ? NSC_NO_ROW : of->file_of[row];
}

/* -- rows of the map and nodes ------------------------------------------------------- */

static struct row_key key_of(const struct nsc_graph_node *node)
{
	struct row_key key = {node->file, node->name.ix};

	return key;
}

/* Index the nodes of files the map names, last first, so that chains run in order. */
static void index_nodes(struct map_builder *of)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t i;

	of->open = row_index_new_in(nsc_scratch(of->builder->run));
	of->next_same =
		nostd_bump_array(of->builder->run->scratch, uint32_t, graph->nodes.len);
	for (i = (uint32_t)graph->nodes.len; i > 0; i--) {
		const struct nsc_graph_node *node = &graph->nodes.ptr[i - 1];
		const uint32_t *next;

		if (!graph->files.ptr[node->file].in_map) {
			continue;
		}
		next = row_index_get(&of->open, key_of(node));
		of->next_same[i - 1] = next ? *next : NSC_NO_ROW;
		row_index_insert(&of->open, key_of(node), i - 1);
	}
}

static uint32_t take_node(struct map_builder *of, uint32_t file, struct nsc_name name)
{
	struct row_key key = {file, name.ix};
	uint32_t *first = row_index_get_mut(&of->open, key);
	uint32_t node = first ? *first : NSC_NO_ROW;

	if (node != NSC_NO_ROW) {
		*first = of->next_same[node];
	}
	return node;
}

/*
 * gABI 4, "Special Sections"; the small-data names of the processor supplements; what GNU
 * ld's own scripts put among them. ".data" is also ".data.x".
 */
uint16_t nsc_graph_flags_of_name(struct nostd_str section)
{
	enum { DATA = NSC_NODE_WRITE, ROOM = NSC_NODE_WRITE | NSC_NODE_NOBITS };
	static const struct {
		struct nostd_str name;
		uint16_t flags;
	} names[] = {
		{NOSTD_STR_INIT(".bss"), ROOM},
		{NOSTD_STR_INIT(".sbss"), ROOM},
		{NOSTD_STR_INIT(".tbss"), ROOM},
		{NOSTD_STR_INIT(".noinit"), ROOM},
		{NOSTD_STR_INIT(".gnu.linkonce.b"), ROOM},
		{NOSTD_STR_INIT("COMMON"), ROOM},
		{NOSTD_STR_INIT(".data"), DATA},
		{NOSTD_STR_INIT(".data1"), DATA},
		{NOSTD_STR_INIT(".sdata"), DATA},
		{NOSTD_STR_INIT(".tdata"), DATA},
		{NOSTD_STR_INIT(".gnu.linkonce.d"), DATA},
		{NOSTD_STR_INIT(".preinit_array"), DATA},
		{NOSTD_STR_INIT(".init_array"), DATA},
		{NOSTD_STR_INIT(".fini_array"), DATA},
		{NOSTD_STR_INIT(".ctors"), DATA},
		{NOSTD_STR_INIT(".dtors"), DATA},
		{NOSTD_STR_INIT(".dynamic"), DATA},
		{NOSTD_STR_INIT(".got"), DATA},
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct nostd_str rest = section;

		if (nostd_str_strip_prefix(&rest, names[i].name) &&
		    (rest.len == 0 || rest.ptr[0] == '.')) {
			return names[i].flags;
		}
	}
	return 0;
}

bool nsc_graph_made_by_linker(struct nostd_str section)
{
	static const struct nostd_str names[] = {
#define LINKER_MADE(name) NOSTD_STR_INIT(name),
#include "analyzer/graph/linker_made.def"
#undef LINKER_MADE
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct nostd_str begin = names[i];

		if (nostd_str_strip_suffix(&begin, NOSTD_STR("*"))
			    ? nostd_str_starts_with(section, begin)
			    : nostd_str_eq(section, begin)) {
			return true;
		}
	}
	return false;
}

static uint32_t add_map_node(struct map_builder *of, uint32_t file,
			     const struct nsc_map_section *row)
{
	struct nsc_graph_node node = {0};

	node.file = file;
	node.kind = row->kind == NSC_PLACED_COMMON ? NSC_NODE_COMMON : NSC_NODE_SECTION;
	node.flags = NSC_NODE_ALLOC | nsc_graph_flags_of_name(nsc_name_text(
					      of->builder->graph->names, row->name));
	node.name = row->name;
	node.section = NSC_NO_ROW;
	node.placed = NSC_NO_ROW;
	node.discarded = NSC_NO_ROW;
	node.companion = NSC_NO_ROW;
	node.size = row->size_before != 0 ? row->size_before : row->size;
	node.align = 1;
	return nsc_build_node(of->builder, &node);
}

static struct nsc_place place_of(const struct map_builder *of, uint32_t line)
{
	return nsc_place(of->map->path, line, 0);
}

/*
 * May the linker have made this section smaller? RISC-V marks each place where it may
 * (psABI, "Linker Relaxation"), AVR the whole file (EF_AVR_LINKRELAX_PREPARED of
 * binutils' elf/avr.h). The map of neither has the size before that.
 */
static bool may_shrink(const struct nsc_graph *graph, const struct nsc_graph_node *node)
{
	enum { EM_AVR = 83, EF_AVR_LINKRELAX_PREPARED = 0x80 };
	const struct nsc_graph_file *file = &graph->files.ptr[node->file];
	const struct nsc_object_facts *facts;
	const struct nsc_member *member;
	uint32_t i;

	if (file->basis != NSC_FROM_OBJECT || node->kind != NSC_NODE_SECTION) {
		return false;
	}
	facts = graph->in.objects[file->object];
	member = &facts->members.ptr[file->member];
	if (member->machine == EM_AVR && member->elf_flags & EF_AVR_LINKRELAX_PREPARED) {
		return true;
	}
	for (i = member->reloc_first; i < member->reloc_first + member->reloc_count;
	     i++) {
		if (facts->relocs.ptr[i].section == node->section &&
		    facts->relocs.ptr[i].kind == NSC_RELOC_RELAX) {
			return true;
		}
	}
	return false;
}

/*
 * Sizes that differ without relaxing or merging: the object is not the one that was
 * linked.
 */
static void check_size(struct map_builder *of, uint32_t node,
		       const struct nsc_map_section *row)
{
	const struct nsc_graph *graph = of->builder->graph;
	const struct nsc_graph_node *has = &graph->nodes.ptr[node];
	uint64_t said = row->size_before != 0 ? row->size_before : row->size;
	unsigned pooled = NSC_NODE_MERGE | NSC_NODE_EH_FRAME | NSC_NODE_UNWIND;

	if (said == has->size || (has->flags & pooled) || has->kind == NSC_NODE_COMMON ||
	    (said < has->size && may_shrink(graph, has))) {
		return;
	}
	nsc_diag(of->builder->run->diags, NSC_DIAG_STALE, place_of(of, row->line),
		 "the map gives {} of {} {} bytes, the file has {}: it is not the one "
		 "that was "
		 "linked",
		 nsc_name_text(graph->names, has->name),
		 nsc_name_text(graph->names, graph->files.ptr[has->file].name), said,
		 has->size);
}

static bool is_memory(const struct map_builder *of, const struct nsc_map_section *row)
{
	return row->output != NSC_NO_ROW && of->map->outputs.ptr[row->output].allocated;
}

/* mold calls the COMMON symbols of a file ".common". */
static struct nsc_name name_of_row(const struct map_builder *of,
				   const struct nsc_map_section *row)
{
	return row->kind == NSC_PLACED_COMMON
		       ? nsc_name_c(of->builder->graph->names, "COMMON")
		       : row->name;
}

/*
 * lld shows COMMON symbols one by one, and .eh_frame in parts: more of a node that has a
 * row.
 */
static bool is_more(const struct map_builder *of, uint32_t file, struct nsc_name name)
{
	struct row_key key = {file, name.ix};

	return row_index_get(&of->open, key) != NULL &&
	       (of->map->knows & NSC_MAP_PARTS) != 0;
}

/* A section that the object has and no memory takes: that of -frecord-gcc-switches. */
static bool is_for_tools(const struct map_builder *of, uint32_t file,
			 struct nsc_name name)
{
	const struct nsc_graph *graph = of->builder->graph;
	const struct nsc_graph_file *row = &graph->files.ptr[file];
	const struct nsc_object_facts *facts;
	const struct nsc_member *member;
	uint32_t i;

	if (row->object == NSC_NO_ROW || row->member == NSC_NO_ROW) {
		return false;
	}
	facts = graph->in.objects[row->object];
	member = &facts->members.ptr[row->member];
	for (i = 0; i < member->section_count; i++) {
		const struct nsc_object_section *section =
			&facts->sections.ptr[member->section_first + i];

		if (nsc_name_eq(section->name, name) &&
		    !nsc_section_may_be_loaded(nsc_name_text(graph->names, name),
					       section->type, section->flags)) {
			return true;
		}
	}
	return false;
}

static void place_row(struct map_builder *of, uint32_t row_number)
{
	const struct nsc_map_section *row = &of->map->sections.ptr[row_number];
	struct nsc_graph *graph = of->builder->graph;
	uint32_t file = file_at(of, row->file), node;

	if (file == NSC_NO_ROW || !is_memory(of, row) ||
	    (row->kind != NSC_PLACED_INPUT && row->kind != NSC_PLACED_COMMON)) {
		return;
	}
	node = take_node(of, file, name_of_row(of, row));
	if (node != NSC_NO_ROW) {
		check_size(of, node, row);
	} else if (graph->files.ptr[file].basis == NSC_FROM_MAP) {
		return; /* its nodes are made by add_map_nodes() */
	} else if (row->size != 0 && !is_for_tools(of, file, row->name) &&
		   !is_more(of, file, name_of_row(of, row)) &&
		   !nsc_graph_made_by_linker(nsc_name_text(graph->names, row->name))) {
		nsc_diag(of->builder->run->diags, NSC_DIAG_STALE, place_of(of, row->line),
			 "the map places {} of {}, which has no such section: it is not "
			 "the one "
			 "that was linked",
			 nsc_name_text(graph->names, row->name),
			 nsc_name_text(graph->names, graph->files.ptr[file].name));
	}
	if (node != NSC_NO_ROW) {
		graph->nodes.ptr[node].placed = row_number;
	}
}

static void discard_row(struct map_builder *of, uint32_t row_number)
{
	const struct nsc_map_section *row = &of->map->discarded.ptr[row_number];
	uint32_t file = file_at(of, row->file), node;

	if (file == NSC_NO_ROW) {
		return;
	}
	node = take_node(of, file, row->name);
	if (node != NSC_NO_ROW) {
		of->builder->graph->nodes.ptr[node].discarded = row_number;
	}
}

static void lay_rows(struct map_builder *of)
{
	uint32_t i;

	index_nodes(of);
	for (i = 0; i < of->map->sections.len; i++) {
		place_row(of, i);
	}
	for (i = 0; i < of->map->discarded.len; i++) {
		discard_row(of, i);
	}
}

/* -- files that only the map knows --------------------------------------------------- */

/* Rows by file, for both lists of the map: a counting sort of row numbers. */
struct rows_by_file {
	uint32_t *first; /* by map file; first[count] is the end */
	uint32_t *rows;
};

static struct rows_by_file sort_rows(struct map_builder *of,
				     const struct nsc_map_section_vec *all)
{
	struct nostd_bump *scratch = of->builder->run->scratch;
	size_t files = of->map->files.len, i;
	struct rows_by_file by;

	by.first = nostd_bump_array(scratch, uint32_t, files + 2);
	by.rows = nostd_bump_array(scratch, uint32_t, all->len);
	for (i = 0; i < all->len; i++) {
		if (all->ptr[i].file != NSC_NO_ROW) {
			by.first[all->ptr[i].file + 2]++;
		}
	}
	for (i = 2; i < files + 2; i++) {
		by.first[i] += by.first[i - 1];
	}
	for (i = 0; i < all->len; i++) {
		if (all->ptr[i].file != NSC_NO_ROW) {
			by.rows[by.first[all->ptr[i].file + 1]++] = (uint32_t)i;
		}
	}
	return by;
}

static void add_rows(struct map_builder *of, uint32_t map_file,
		     const struct rows_by_file *by, bool placed)
{
	const struct nsc_map_section_vec *all =
		placed ? &of->map->sections : &of->map->discarded;
	struct nsc_graph *graph = of->builder->graph;
	uint32_t i;

	for (i = by->first[map_file]; i < by->first[map_file + 1]; i++) {
		const struct nsc_map_section *row = &all->ptr[by->rows[i]];
		uint32_t node;

		if (placed && !is_memory(of, row)) {
			continue;
		}
		node = add_map_node(of, of->file_of[map_file], row);
		if (placed) {
			graph->nodes.ptr[node].placed = by->rows[i];
		} else {
			graph->nodes.ptr[node].discarded = by->rows[i];
		}
	}
}

/*
 * A node for the whole file; each of its sections leads to it, so that chains can go on.
 */
static void add_whole(struct map_builder *of, uint32_t file)
{
	struct nsc_graph *graph = of->builder->graph;
	struct nsc_graph_node node = {0};
	uint32_t first = graph->files.ptr[file].node_first, i;

	node.file = file;
	node.kind = NSC_NODE_FILE;
	node.section = NSC_NO_ROW;
	node.placed = NSC_NO_ROW;
	node.discarded = NSC_NO_ROW;
	node.companion = NSC_NO_ROW;
	node.align = 1;
	of->whole_of[file] = nsc_build_node(of->builder, &node);
	for (i = first; i < of->whole_of[file]; i++) {
		struct nsc_graph_ref ref = {.from = i,
					    .to = of->whole_of[file],
					    .evidence = NSC_NO_ROW,
					    .kind = NSC_REF_MENTION,
					    .local = true};

		nsc_build_ref(of->builder, &ref);
	}
}

/* Nodes of a file follow each other, so those of map-only files are made file by file. */
static void add_map_nodes(struct map_builder *of)
{
	struct nsc_graph *graph = of->builder->graph;
	struct rows_by_file placed = sort_rows(of, &of->map->sections);
	struct rows_by_file discarded = sort_rows(of, &of->map->discarded);
	uint32_t i;

	of->whole_of = nsc_no_rows(of->builder->run->scratch, graph->files.len);
	for (i = 0; i < of->map->files.len; i++) {
		uint32_t file = of->file_of[i];

		if (file != NSC_NO_ROW && graph->files.ptr[file].basis == NSC_FROM_MAP) {
			graph->files.ptr[file].node_first = (uint32_t)graph->nodes.len;
			add_rows(of, i, &placed, true);
			add_rows(of, i, &discarded, false);
			add_whole(of, file);
		}
	}
}

/* -- names --------------------------------------------------------------------------- */

/*
 * What the map says about a file and a name: defines it (in which row), or mentions it.
 */
struct name_row {
	uint32_t map_file, symbol; /* name id */
	uint32_t placed;           /* row of the map's sections, or NSC_NO_ROW */
	bool defines;
};

static int compare_name_rows(const struct name_row *a, const struct name_row *b)
{
	if (a->map_file != b->map_file) {
		return a->map_file < b->map_file ? -1 : 1;
	}
	if (a->defines != b->defines) {
		return a->defines ? -1 : 1;
	}
	if (a->symbol != b->symbol) {
		return a->symbol < b->symbol ? -1 : 1;
	}
	/* Where it stands is the better row. */
	return (a->placed > b->placed) - (a->placed < b->placed);
}

#define NOSTD_NAME name_rows
#define NOSTD_T    struct name_row
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME      name_rows
#define NOSTD_T         struct name_row
#define NOSTD_CMP(a, b) compare_name_rows((a), (b))
#include <nostd/sort.h>

static void add_name_row(struct name_rows *rows, uint32_t map_file,
			 struct nsc_name symbol, bool defines, uint32_t placed)
{
	struct name_row row = {map_file, symbol.ix, placed, defines};

	if (map_file != NSC_NO_ROW && nsc_name_given(symbol)) {
		name_rows_push(rows, row);
	}
}

/* The first row of the map's files that link-time optimisation made, and that is gone. */
static uint32_t lto_output(const struct map_builder *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint32_t i, file;

	for (i = 0; i < of->map->sections.len; i++) {
		file = file_at(of, of->map->sections.ptr[i].file);
		if (file != NSC_NO_ROW && graph->files.ptr[file].basis == NSC_FROM_MAP &&
		    nsc_graph_is_lto_output(
			    nsc_name_text(graph->names, graph->files.ptr[file].name))) {
			return of->map->sections.ptr[i].file;
		}
	}
	return NSC_NO_ROW;
}

/* By symbol: 1: the code of a file that was read asks for it. */
static uint8_t *asked_by_code(const struct map_builder *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint8_t *asked =
		nostd_bump_array(of->builder->run->scratch, uint8_t, graph->symbols.len);
	uint32_t i, m;

	for (i = 0; i < graph->files.len; i++) {
		const struct nsc_graph_file *file = &graph->files.ptr[i];

		for (m = 0; m < file->mention_count && !nsc_graph_is_slim(graph, i);
		     m++) {
			asked[graph->mentions.ptr[file->mention_first + m].symbol] = 1;
		}
	}
	return asked;
}

/*
 * What nobody defines, as the image's own table says: ld.lld's cross references (14, 19)
 * have only names that somebody defines, so what code made at link time lacks stands
 * nowhere else.
 */
static void add_undefined(struct map_builder *of, struct name_rows *rows)
{
	const struct nsc_object_facts *image = of->builder->graph->in.image;
	uint32_t file = image ? lto_output(of) : NSC_NO_ROW, symbol;
	uint8_t *asked;
	size_t i;

	if (file == NSC_NO_ROW) {
		return;
	}
	asked = asked_by_code(of);
	for (i = 0; i < image->symbols.len; i++) {
		const struct nsc_object_symbol *row = &image->symbols.ptr[i];

		if (row->where != NSC_WHERE_UNDEFINED ||
		    row->binding != NSC_BIND_GLOBAL ||
		    nostd_str_contains(nsc_name_text(of->builder->graph->names,
						     row->name),
				       NOSTD_STR("@"))) {
			continue; /* "@": of a shared library */
		}
		symbol = nsc_graph_symbol_row(of->builder->graph, row->name);
		if (symbol == NSC_NO_ROW || !asked[symbol]) {
			add_name_row(rows, file, row->name, false, NSC_NO_ROW);
		}
	}
}

/* Symbol lines, pull rows and cross references say partly the same: sorted, once each. */
static struct name_rows collect_names(struct map_builder *of)
{
	struct name_rows rows = name_rows_new_in(nsc_scratch(of->builder->run));
	const struct nsc_map_facts *map = of->map;
	size_t i;

	for (i = 0; i < map->symbols.len; i++) {
		const struct nsc_map_symbol *symbol = &map->symbols.ptr[i];

		if (symbol->kind == NSC_MAP_SYMBOL_PLACED &&
		    symbol->section != NSC_NO_ROW) {
			add_name_row(&rows, map->sections.ptr[symbol->section].file,
				     symbol->name, true, symbol->section);
		}
	}
	for (i = 0; i < map->pulls.len; i++) {
		const struct nsc_map_pull *pull = &map->pulls.ptr[i];

		add_name_row(&rows, pull->file, pull->symbol, true, NSC_NO_ROW);
		add_name_row(&rows, pull->by, pull->symbol, false, NSC_NO_ROW);
	}
	for (i = 0; i < map->cref.len; i++) {
		const struct nsc_map_cref *cref = &map->cref.ptr[i];

		add_name_row(&rows, cref->file, cref->symbol,
			     cref->role != NSC_CREF_MENTIONS, NSC_NO_ROW);
	}
	add_undefined(of, &rows);
	name_rows_sort_unstable(rows.ptr, rows.len);
	return rows;
}

/* By row of the map's sections: its node, for files that only the map knows. */
static uint32_t *index_placed(struct map_builder *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	uint32_t *node_of = nostd_bump_array(of->builder->run->scratch, uint32_t,
					     of->map->sections.len);
	uint32_t i;

	for (i = 0; i < graph->nodes.len; i++) {
		if (graph->nodes.ptr[i].placed != NSC_NO_ROW) {
			node_of[graph->nodes.ptr[i].placed] = i + 1;
		}
	}
	return node_of;
}

static void add_map_def(struct map_builder *of, uint32_t file, const struct name_row *row,
			const uint32_t *node_of)
{
	struct nsc_graph *graph = of->builder->graph;
	struct nsc_graph_def def = {0};
	uint32_t node = row->placed == NSC_NO_ROW ? 0 : node_of[row->placed];

	def.symbol = nsc_build_symbol(of->builder, (struct nsc_name){row->symbol});
	def.file = file;
	def.node = node != 0 ? node - 1 : of->whole_of[file];
	def.kind = NSC_DEF_PLACED;
	nsc_graph_def_vec_push(&graph->defs, def);
	graph->files.ptr[file].def_count++;
}

static void add_map_mention(struct map_builder *of, uint32_t file,
			    const struct name_row *row)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t symbol = nsc_build_symbol(of->builder, (struct nsc_name){row->symbol});
	struct nsc_graph_ref ref = {.from = of->whole_of[file],
				    .to = symbol,
				    .evidence = NSC_NO_ROW,
				    .kind = NSC_REF_MENTION};
	struct nsc_graph_mention mention = {.symbol = symbol, .ref_count = 1};

	nsc_build_ref(of->builder, &ref);
	nsc_graph_mention_vec_push(&graph->mentions, mention);
	graph->files.ptr[file].mention_count++;
}

static void add_names(struct map_builder *of)
{
	struct nsc_graph *graph = of->builder->graph;
	struct name_rows rows = collect_names(of);
	uint32_t *node_of = index_placed(of);
	uint32_t before = NSC_NO_ROW;
	size_t i;

	for (i = 0; i < rows.len; i++) {
		const struct name_row *row = &rows.ptr[i];
		uint32_t file = of->file_of[row->map_file];
		bool again = i > 0 && row->map_file == rows.ptr[i - 1].map_file &&
			     row->symbol == rows.ptr[i - 1].symbol &&
			     row->defines == rows.ptr[i - 1].defines;

		if (file == NSC_NO_ROW || again ||
		    graph->files.ptr[file].basis != NSC_FROM_MAP) {
			continue;
		}
		if (file != before) {
			graph->files.ptr[file].def_first = (uint32_t)graph->defs.len;
			graph->files.ptr[file].mention_first =
				(uint32_t)graph->mentions.len;
			before = file;
		}
		if (row->defines) {
			add_map_def(of, file, row, node_of);
		} else {
			add_map_mention(of, file, row);
		}
	}
}

static void add_assignments(struct map_builder *of)
{
	struct nsc_graph *graph = of->builder->graph;
	uint32_t i;

	for (i = 0; i < of->map->symbols.len; i++) {
		const struct nsc_map_symbol *row = &of->map->symbols.ptr[i];
		uint32_t symbol;

		if (row->kind != NSC_MAP_SYMBOL_ASSIGNED &&
		    row->kind != NSC_MAP_SYMBOL_PROVIDED) {
			continue;
		}
		symbol = nsc_build_symbol(of->builder, row->name);
		graph->symbols.ptr[symbol].assigned = true;
		graph->symbols.ptr[symbol].provided =
			row->kind == NSC_MAP_SYMBOL_PROVIDED;
	}
}

/* The first file without an object that has something in the image; counts all. */
static uint32_t first_unread(const struct map_builder *of, uint32_t *count)
{
	uint32_t first = NSC_NO_ROW, file, i;
	uint8_t *seen = nostd_bump_array(of->builder->run->scratch, uint8_t,
					 of->builder->graph->files.len);

	*count = 0;
	for (i = 0; i < of->map->sections.len; i++) {
		const struct nsc_map_section *row = &of->map->sections.ptr[i];

		file = file_at(of, row->file);
		if (file == NSC_NO_ROW || row->size == 0 || !is_memory(of, row)) {
			continue;
		}
		if (of->builder->graph->files.ptr[file].basis == NSC_FROM_MAP &&
		    !seen[file]) {
			seen[file] = 1;
			first = *count == 0 ? file : first;
			(*count)++;
		}
	}
	return first;
}

/*
 * gcc's lto-wrapper: "*.ltrans0.ltrans.o" (gcc 12); LLVM's plugin: "lto-llvm-*.o" (LLVM
 * 14, 19); ld.lld: "lto.tmp" (14), "OUTPUT.lto.o" (19).
 */
bool nsc_graph_is_lto_output(struct nostd_str path)
{
	struct nostd_str base = nsc_path_base(path);

	return nostd_str_contains(base, NOSTD_STR(".ltrans")) ||
	       nostd_str_starts_with(base, NOSTD_STR("lto-llvm-")) ||
	       nostd_str_ends_with(base, NOSTD_STR(".lto.o")) ||
	       nostd_str_eq(base, NOSTD_STR("lto.tmp"));
}

/*
 * Some maps say what is in the image and nothing of who wanted it. Then only the files
 * themselves show what they refer to, and without them nothing is known to be clean.
 */
static void check_references(const struct map_builder *of)
{
	const struct nsc_graph *graph = of->builder->graph;
	struct nostd_str name;
	uint32_t count, first;

	if (of->map->knows & (NSC_MAP_PULLS | NSC_MAP_CREF)) {
		return;
	}
	first = first_unread(of, &count);
	if (count == 0) {
		return;
	}
	name = nsc_name_text(graph->names, graph->files.ptr[first].name);
	nsc_diag(
		of->builder->run->diags, NSC_DIAG_NOT_ANALYSED,
		nsc_place(of->map->path, 0, 0),
		"this map does not say who refers to what, and {} of its files cannot be "
		"read here, {} among them: {}",
		count, name,
		nsc_graph_is_lto_output(name)
			? NOSTD_STR("link-time optimisation made it, and -save-temps (of "
				    "gcc), -Wl,--save-temps (of ld.lld) or "
				    "-Wl,-plugin-opt=obj-path=FILE (of LLVM's plugin) "
				    "keeps it")
			: NOSTD_STR("give the objects and archives of the link"));
}

void nsc_build_map(struct nsc_builder *builder)
{
	struct nostd_bump_mark mark = nostd_bump_mark(builder->run->scratch);
	struct map_builder of = {0};

	if (!builder->graph->in.map) {
		return;
	}
	of.builder = builder;
	of.file_of = nsc_build_match(builder).ptr;
	of.map = builder->graph->in.map;
	mark_pulled(&of);
	check_references(&of);
	lay_rows(&of);
	add_map_nodes(&of);
	add_names(&of);
	add_assignments(&of);
	nostd_bump_reset(builder->run->scratch, mark);
}
