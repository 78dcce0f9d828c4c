/*
 * graph.c - what the marking of a large graph and the prices of its cut edges cost.
 *
 * In:   how many sections; each refers to ten places, as code does: most are in its own
 *       file or near it, some are names that everybody uses. One section in ten is of the
 *       libc: each reference to one of these from outside is a cut edge, and is priced.
 *       With `behind`, all that the entry refers to is one more cut: whatever is live is
 *       behind it, as behind a call of main(), so that nothing stays whatever is cut.
 * Out:  one line: sections, references, cut edges, live sections, edges that retain
 *       anything, seconds of CPU, the largest memory in bytes.
 *
 * usage: graph_bench SECTIONS [behind]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/fact/map.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/graph/retained.h"
#include "analyzer/replay/price.h"
#include "analyzer/replay/replay.h"

enum { FILE_NODES = 20, NODE_REFS = 10, NEAR = 2000, POPULAR = 500 };

static uint32_t pick(uint32_t below)
{
	static uint64_t state = 1;
	uint64_t mix;

	state += 0x9e3779b97f4a7c15U;
	mix = (state ^ state >> 30) * 0xbf58476d1ce4e5b9U;
	mix = (mix ^ mix >> 27) * 0x94d049bb133111ebU;
	return (uint32_t)((mix ^ mix >> 31) % below);
}

struct bench {
	struct nsc_run run;
	struct nsc_map_facts map;
	struct nsc_graph graph;
	struct nsc_plan plan;
	struct nsc_link link;
	struct nsc_priced priced;
	uint32_t sections, hosted; /* the first of the libc */
	bool behind;
};

/* -- the graph ----------------------------------------------------------------------- */

static uint32_t near_by(const struct bench *of, uint32_t section)
{
	uint32_t low = section < NEAR ? 0 : section - NEAR;
	uint32_t high = section + NEAR < of->sections ? section + NEAR : of->sections;

	return low + pick(high - low);
}

/*
 * The first reference makes a tree of all; the libc does not call its user, but what
 * stands behind in its file. Some of it is used rarely.
 */
static uint32_t target_of(const struct bench *of, uint32_t section, uint32_t number)
{
	uint32_t own = section / FILE_NODES * FILE_NODES, chance = pick(100), to;

	if (section >= of->hosted) {
		to = section + 1 + pick(3);
		return to < own + FILE_NODES && to < of->sections ? to : section;
	}
	if (section == 0 && of->behind) {
		return 1;
	}
	if (number == 0 && section * 4U + 4U < of->hosted) {
		return section * 4U + 1 + pick(4);
	}
	if (chance < 5) {
		to = of->sections - of->hosted;
		return of->hosted + pick(pick(20) == 0 || to < POPULAR ? to : POPULAR);
	}
	if (chance < 10) {
		return pick(POPULAR < of->hosted ? POPULAR : of->hosted);
	}
	to = chance < 70 ? own + pick(FILE_NODES) : near_by(of, section);
	return to < of->hosted ? to : of->hosted - 1;
}

static void add_section(struct bench *of, uint32_t section)
{
	struct nsc_graph *graph = &of->graph;
	struct nsc_graph_node node = {0};
	struct nsc_graph_symbol symbol = {0};
	struct nsc_graph_def def = {0};
	struct nsc_map_section placed = {0};

	node.file = section / FILE_NODES;
	node.flags = NSC_NODE_CODE | NSC_NODE_ALLOC;
	node.name.ix = 1;
	node.section = NSC_NO_ROW;
	node.placed = section;
	node.discarded = NSC_NO_ROW;
	node.companion = NSC_NO_ROW;
	node.size = 2 + pick(200);
	node.align = section % 16 == 0 ? 8 : 2;
	node.ref_first = section * NODE_REFS;
	node.ref_count = NODE_REFS;
	nsc_graph_node_vec_push(&graph->nodes, node);
	symbol.alias = NSC_NO_ROW;
	symbol.def_first = section;
	symbol.def_count = 1;
	nsc_graph_symbol_vec_push(&graph->symbols, symbol);
	def.symbol = def.node = section;
	def.file = node.file;
	nsc_graph_def_vec_push(&graph->defs, def);
	placed.file = NSC_NO_ROW;
	placed.size = node.size;
	nsc_map_section_vec_push(&of->map.sections, placed);
}

/* What a file's sections want of others, each name once. */
static void add_mentions(struct bench *of, uint32_t file, uint32_t *seen)
{
	struct nsc_graph *graph = &of->graph;
	struct nsc_graph_file *row = &graph->files.ptr[file];
	uint32_t first = row->node_first * NODE_REFS, i;

	row->mention_first = (uint32_t)graph->mentions.len;
	for (i = first; i < first + row->node_count * NODE_REFS; i++) {
		struct nsc_graph_mention mention = {0};
		uint32_t to = graph->refs.ptr[i].to;

		if (to / FILE_NODES == file) {
			continue;
		}
		if (seen[to] < row->mention_first + 1) {
			mention.symbol = to;
			nsc_graph_mention_vec_push(&graph->mentions, mention);
			seen[to] = (uint32_t)graph->mentions.len;
		}
		graph->mentions.ptr[seen[to] - 1].ref_count++;
	}
	row->mention_count = (uint32_t)graph->mentions.len - row->mention_first;
}

static void add_file(struct bench *of, uint32_t first)
{
	struct nsc_graph_file file = {0};

	file.name.ix = 1;
	file.given = true;
	file.object = file.unit = file.map_file = NSC_NO_ROW;
	file.replaced_by = file.replaces = NSC_NO_ROW;
	file.node_first = file.def_first = first;
	file.node_count =
		of->sections - first < FILE_NODES ? of->sections - first : FILE_NODES;
	file.def_count = file.node_count;
	nsc_graph_file_vec_push(&of->graph.files, file);
}

static void make_graph(struct bench *of)
{
	const struct nostd_allocator *keep = nsc_keep(&of->run);
	struct nsc_graph *graph = &of->graph;
	struct nsc_map_output output = {0};
	uint32_t *seen = nostd_bump_array(of->run.scratch, uint32_t, of->sections);
	uint32_t i, k;

	nsc_map_facts_init(&of->map, of->run.keep);
	output.name = nsc_name_c(of->run.names, ".text");
	output.allocated = true;
	nsc_map_output_vec_push(&of->map.outputs, output);
	nsc_map_section_vec_reserve(&of->map.sections, of->sections);
	graph->names = of->run.names;
	graph->in.map = &of->map;
	graph->files = nsc_graph_file_vec_new_in(keep);
	graph->nodes = nsc_graph_node_vec_new_in(keep);
	graph->symbols = nsc_graph_symbol_vec_new_in(keep);
	graph->defs = nsc_graph_def_vec_new_in(keep);
	graph->mentions = nsc_graph_mention_vec_new_in(keep);
	graph->refs = nsc_graph_ref_vec_new_in(keep);
	nsc_graph_node_vec_reserve(&graph->nodes, of->sections);
	nsc_graph_symbol_vec_reserve(&graph->symbols, of->sections);
	nsc_graph_def_vec_reserve(&graph->defs, of->sections);
	nsc_graph_ref_vec_reserve(&graph->refs, (size_t)of->sections * NODE_REFS);
	nsc_graph_mention_vec_reserve(&graph->mentions,
				      (size_t)of->sections * NODE_REFS / 2);
	for (i = 0; i < of->sections; i += FILE_NODES) {
		add_file(of, i);
	}
	for (i = 0; i < of->sections; i++) {
		add_section(of, i);
		for (k = 0; k < NODE_REFS; k++) {
			struct nsc_graph_ref ref = {0};

			ref.from = i;
			ref.to = target_of(of, i, k);
			nsc_graph_ref_vec_push(&graph->refs, ref);
		}
	}
	for (i = 0; i < graph->files.len; i++) {
		add_mentions(of, i, seen);
	}
}

/* -- the link, and its cut edges ----------------------------------------------------- */

static void mark(struct bench *of)
{
	uint32_t i;

	nsc_link_init(&of->link, &of->graph, of->run.keep);
	for (i = 0; i < of->graph.files.len; i++) {
		of->link.loaded[i] = NSC_LOADED_GIVEN;
	}
	for (i = 0; i < of->sections; i++) {
		of->link.bound[i] = NSC_BOUND_DEF;
		of->link.bound_def[i] = i;
	}
	of->link.image = of->link.collects = true;
	of->link.root[0] = NSC_ROOT_ENTRY;
	nsc_link_mark(&of->run, &of->link, NULL, NULL);
}

static bool is_cut_edge(const struct bench *of, uint32_t ref)
{
	return of->graph.refs.ptr[ref].from < of->hosted &&
	       of->graph.refs.ptr[ref].to >= of->hosted;
}

/* The cuts: a reference each, but for those of the entry, which are the first. */
static struct nsc_cuts make_cuts(const struct bench *of)
{
	size_t refs = of->graph.refs.len, first = of->behind ? NODE_REFS : 0, i;
	struct nsc_row_vec rows = nsc_row_vec_new_in(nsc_keep(&of->run));
	struct nsc_cuts cuts = {NULL, 0, NULL};
	const struct nsc_cut **all;
	struct nsc_cut *cut;

	for (i = 0; i < refs; i++) {
		if (i < first || is_cut_edge(of, (uint32_t)i)) {
			nsc_row_vec_push(&rows, (uint32_t)i);
		}
	}
	cuts.count = rows.len - first + of->behind;
	cut = nostd_bump_array(of->run.keep, struct nsc_cut, cuts.count);
	all = nostd_bump_array(of->run.keep, const struct nsc_cut *, cuts.count);
	for (i = 0; i < cuts.count; i++) {
		cut[i].refs = rows.ptr + (i == 0 || first == 0 ? i : i - 1 + first);
		cut[i].ref_count = i == 0 && first != 0 ? first : 1;
		all[i] = &cut[i];
	}
	cuts.all = all;
	return cuts;
}

/* How many cut edges retain anything. */
static size_t price(struct bench *of, size_t *count)
{
	struct nsc_cuts cuts = make_cuts(of);
	struct nsc_price *prices =
		nostd_bump_array(of->run.keep, struct nsc_price, cuts.count);
	size_t retaining = 0, i;

	nsc_price_each(&of->priced, cuts.all, cuts.count, prices);
	for (i = 0; i < cuts.count; i++) {
		retaining += prices[i].cost.flash != 0;
	}
	*count = cuts.count;
	return retaining;
}

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC; /* POSIX: in microseconds */
}

int main(int argc, char **argv)
{
	struct bench bench;
	struct rusage used;
	size_t cut_edges, retaining, live = 0, i;
	double before;

	memset(&bench, 0, sizeof(bench));
	bench.sections = argc >= 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	bench.behind = argc == 3 && strcmp(argv[2], "behind") == 0;
	if (argc > 2 + bench.behind || bench.sections < 100 ||
	    bench.sections > 10000000) {
		fprintf(stderr, "usage: graph_bench SECTIONS [behind], from 100 to "
				"10000000\n");
		return 2;
	}
	bench.hosted = bench.sections / 10 * 9;
	nsc_run_init(&bench.run);
	make_graph(&bench);
	before = cpu_seconds();
	mark(&bench);
	bench.plan.entry = NSC_NO_ROW;
	nsc_priced_init(&bench.run, &bench.plan, &bench.link, true, &bench.priced);
	retaining = price(&bench, &cut_edges);
	before = cpu_seconds() - before;
	for (i = 0; i < bench.sections; i++) {
		live += bench.link.live[i] == NSC_LIVE_YES;
	}
	getrusage(RUSAGE_SELF, &used);
	printf("sections %u references %zu cut-edges %zu live %zu retaining %zu "
	       "seconds %.6f bytes %lld\n",
	       bench.sections, bench.graph.refs.len, cut_edges, live, retaining, before,
	       (long long)used.ru_maxrss * 1024);
	nsc_run_release(&bench.run);
	return 0;
}
