/*
 * test_retained.c - what each of some cuts retains, found for all of them in one go,
 * against a marking without that cut, on random graphs: chains of cuts behind cuts, sets
 * of references, groups, sections that live with others.
 *
 * usage: test_retained [SEED [GRAPHS]]
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <nostd/bump.h>

#include "analyzer/base/run.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/link.h"
#include "analyzer/graph/retained.h"

enum { NODES_MAX = 60, FILE_NODES = 4, CUTS_MAX = 40 };

static uint64_t state = 1;
static int graphs = 3000;

static uint32_t pick(uint32_t below)
{
	uint64_t mix;

	state += 0x9e3779b97f4a7c15U;
	mix = (state ^ state >> 30) * 0xbf58476d1ce4e5b9U;
	mix = (mix ^ mix >> 27) * 0x94d049bb133111ebU;
	return (uint32_t)((mix ^ mix >> 31) % below);
}

struct made {
	uint64_t seed;
	struct nsc_run run;
	struct nsc_graph graph;
	struct nsc_link link;
	struct nsc_cut cuts[CUTS_MAX];
	const struct nsc_cut *all[CUTS_MAX];
	uint32_t rows[CUTS_MAX];
	uint32_t node_count, span;
};

/* Back and forth within the span: the narrower, the longer are the ways. */
static uint32_t target_of(const struct made *made, uint32_t node)
{
	uint32_t to = node + 1 + pick(made->span);

	if (pick(3) == 0) {
		to = node > made->span ? node - pick(made->span) : node;
	}
	return to < made->node_count ? to : made->node_count - 1;
}

static void add_node(struct made *made, uint32_t number)
{
	struct nsc_graph *graph = &made->graph;
	uint32_t first = (uint32_t)graph->refs.len, count = 1 + pick(3), i;
	struct nsc_graph_node node = {0};

	node.file = number / FILE_NODES;
	node.flags = NSC_NODE_CODE | (pick(20) == 0 ? 0U : NSC_NODE_ALLOC);
	node.section = node.placed = node.discarded = node.companion = NSC_NO_ROW;
	node.size = node.align = 1;
	if (pick(8) == 0) {
		node.group = nsc_name_c(graph->names, "group");
	}
	if (pick(10) == 0) {
		node.companion = pick(made->node_count);
	}
	node.ref_first = first;
	node.ref_count = count;
	nsc_graph_node_vec_push(&graph->nodes, node);
	for (i = 0; i < count; i++) {
		struct nsc_graph_ref ref = {
			.from = number, .to = target_of(made, number), .local = true};

		nsc_graph_ref_vec_push(&graph->refs, ref);
	}
}

static void make_graph(struct made *made)
{
	const struct nostd_allocator *keep = nsc_keep(&made->run);
	struct nsc_graph *graph = &made->graph;
	uint32_t i;

	graph->names = made->run.names;
	graph->files = nsc_graph_file_vec_new_in(keep);
	graph->nodes = nsc_graph_node_vec_new_in(keep);
	graph->refs = nsc_graph_ref_vec_new_in(keep);
	made->node_count = 2 + pick(NODES_MAX - 2);
	made->span = 1 + pick(8);
	for (i = 0; i < made->node_count; i++) {
		if (i % FILE_NODES == 0) {
			struct nsc_graph_file file = {0};

			file.node_first = i;
			nsc_graph_file_vec_push(&graph->files, file);
		}
		graph->files.ptr[i / FILE_NODES].node_count++;
		add_node(made, i);
	}
	nsc_link_init(&made->link, graph, made->run.keep);
	made->link.image = made->link.collects = true;
	memset(made->link.loaded, NSC_LOADED_GIVEN, graph->files.len);
	made->link.root[0] = NSC_ROOT_ENTRY;
	if (pick(3) == 0) {
		made->link.root[pick(made->node_count)] = NSC_ROOT_KEEP;
	}
}

/* Runs of references of one node, with others between them that are not cut. */
static size_t make_cuts(struct made *made)
{
	const struct nsc_graph *graph = &made->graph;
	uint32_t *rows = nostd_bump_array(made->run.keep, uint32_t, graph->refs.len + 1);
	uint32_t sparse = 1 + pick(6), i;
	size_t count = 0;

	for (i = 0; i < graph->refs.len; i++) {
		struct nsc_cut *before = count == 0 ? NULL : &made->cuts[count - 1];

		rows[i] = i;
		if (pick(sparse) != 0) {
			continue;
		}
		if (before && before->refs[before->ref_count - 1] == i - 1 &&
		    graph->refs.ptr[i].from == graph->refs.ptr[i - 1].from &&
		    pick(2) == 0) {
			before->ref_count++;
		} else if (count < CUTS_MAX) {
			made->cuts[count] = (struct nsc_cut){&rows[i], 1, NULL, 0};
			made->all[count] = &made->cuts[count];
			count++;
		}
	}
	return count;
}

/* By node: 1 when it is live, and not without the cut; how many there are. */
static size_t mark_without(struct made *made, const struct nsc_cut *cut, uint8_t *gone)
{
	struct nsc_link left = made->link;
	size_t count = 0, i;

	left.live = nostd_bump_array(made->run.keep, uint8_t, made->node_count);
	nsc_link_mark(&made->run, &left, NULL, cut);
	for (i = 0; i < made->node_count; i++) {
		gone[i] = made->link.live[i] == NSC_LIVE_YES &&
			  left.live[i] != NSC_LIVE_YES;
		count += gone[i];
	}
	return count;
}

static size_t compare(struct made *made)
{
	size_t count = make_cuts(made), found = 0, i, k;
	uint8_t left_out[CUTS_MAX] = {0}, gone[NODES_MAX];
	struct nsc_cuts cuts = {made->all, count, left_out};
	struct nsc_retained retained;

	for (i = 0; i < count; i++) {
		left_out[i] = pick(10) == 0;
	}
	nsc_link_mark(&made->run, &made->link, NULL, NULL);
	nsc_retained_find(&made->run, &made->link, &cuts, made->run.keep, &retained);
	for (i = 0; i < count; i++) {
		size_t most = mark_without(made, &made->cuts[i], gone);

		if (left_out[i]) {
			most = 0;
		}
		if (retained.first[i + 1] - retained.first[i] != most) {
			print_message("seed %llu\n", (unsigned long long)made->seed);
		}
		assert_int_equal(retained.first[i + 1] - retained.first[i], most);
		for (k = retained.first[i]; k < retained.first[i + 1]; k++) {
			assert_int_equal(gone[retained.nodes[k]], 1);
			gone[retained.nodes[k]] = 0; /* it counts once */
		}
		found += most;
	}
	return found;
}

static void all_cuts_retain_what_each_retains(void **unused)
{
	size_t found = 0;
	int i;

	(void)unused;
	for (i = 0; i < graphs; i++) {
		struct made made;

		memset(&made, 0, sizeof(made));
		made.seed = state;
		nsc_run_init(&made.run);
		make_graph(&made);
		found += compare(&made);
		nsc_run_release(&made.run);
	}
	print_message("%zu sections are retained\n", found);
	assert_true(found > (size_t)graphs);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_cuts_retain_what_each_retains),
	};

	if (argc > 1) {
		state = strtoull(argv[1], NULL, 0);
	}
	if (argc > 2) {
		graphs = atoi(argv[2]);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
