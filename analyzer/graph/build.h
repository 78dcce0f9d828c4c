/*
 * build.h - what the builders of a graph share: rows appended in the order of the inputs.
 *
 * Private to analyzer/graph.
 */
#ifndef NSC_ANALYZER_GRAPH_BUILD_H
#define NSC_ANALYZER_GRAPH_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/graph/graph.h"

struct nsc_run;

struct nsc_builder {
	struct nsc_run *run;
	struct nsc_graph *graph;
	struct nsc_row_vec base_first; /* by name id of a base name: file + 1 */
	struct nsc_row_vec
		base_next; /* by file: the next with the same base name, or none */
	struct nsc_row_vec
		mention_of; /* by symbol: mention of the newest file + 1; 0: none */
};

/* Append a file and return its row; nodes, defs and mentions that follow are its own. */
uint32_t nsc_build_file(struct nsc_builder *builder, const struct nsc_graph_file *file);
/* Append a node to the newest file. */
uint32_t nsc_build_node(struct nsc_builder *builder, const struct nsc_graph_node *node);
/* The row of a symbol, made when it is new. */
uint32_t nsc_build_symbol(struct nsc_builder *builder, struct nsc_name name);
void nsc_build_ref(struct nsc_builder *builder, const struct nsc_graph_ref *ref);
/* Does a file define a symbol of this name, among what others can see? */
bool nsc_build_defines(const struct nsc_graph *graph, uint32_t file,
		       struct nsc_name name);
/* First of the files whose path or member name ends in the last component of `path`. */
uint32_t nsc_build_first_of_base(const struct nsc_builder *builder, struct nsc_name path);

/*
 * By row of the map's files: its file, or NSC_NO_ROW. What only the map knows becomes a
 * file; where one name stands for several, in.map becomes a copy that tells them apart.
 */
struct nsc_row_vec nsc_build_match(struct nsc_builder *builder);

/* One builder per kind of input. */
void nsc_build_objects(struct nsc_builder *builder);
void nsc_build_map(struct nsc_builder *builder);
void nsc_build_line(struct nsc_builder *builder);
void nsc_build_image(struct nsc_builder *builder); /* after all that defines names */
void nsc_build_units(struct nsc_builder *builder);

/* Undefined names as --wrap made them, once all files and the map are in. */
void nsc_build_wraps(struct nsc_builder *builder);

#endif
