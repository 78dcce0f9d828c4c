/*
 * predict.h - the map that a linker would write, from a replay alone.
 *
 * In:   a graph without a map, whose link line is known.
 * Out:  the facts of a map: files in the order of loading, pulls with their reasons,
 *       sections that stay and those that go. Addresses are made up: each output section
 *       follows the last one, and sections stand in the order of loading. Sizes are those
 *       of the inputs, before any relaxing.
 */
#ifndef NSC_ANALYZER_REPLAY_PREDICT_H
#define NSC_ANALYZER_REPLAY_PREDICT_H

#include <stdbool.h>

struct nsc_graph;
struct nsc_map_facts;
struct nsc_name;
struct nsc_run;

/* "replay": the format of such a map. */
extern const char nsc_predicted_format[];
bool nsc_is_predicted(const struct nsc_run *run, const struct nsc_map_facts *map);

/* Fill an initialised map. Paths are as a linker writes them. */
void nsc_predict_map(struct nsc_run *run, const struct nsc_graph *graph,
		     struct nsc_map_facts *map);

#endif
