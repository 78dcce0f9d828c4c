/*
 * order.h - the order of rows in nsc_unit_facts: the same wherever the files lie.
 */
#ifndef NSC_ANALYZER_CLANG_ORDER_H
#define NSC_ANALYZER_CLANG_ORDER_H

#include <stdint.h>

#include "analyzer/base/place.h"

struct nostd_bump;
struct nsc_names;
struct nsc_run;
struct nsc_unit_facts;

#define NOSTD_NAME nsc_file_ranks
#define NOSTD_K    uint32_t /* name id of a path */
#define NOSTD_V    uint32_t
#define NOSTD_IN
#include <nostd/hashmap.h>

/*
 * Files as they were first read, so the main one comes first; others (of #line) follow,
 * by name. Paths alone would put headers of a tool chain before or behind those of a
 * project as the two lie.
 */
struct nsc_file_order {
	const struct nsc_names *names;
	struct nsc_file_ranks ranks;
};

/* By the inputs of the unit, which have to be complete. In `arena`. */
void nsc_file_order_init(struct nsc_file_order *order, struct nostd_bump *arena,
			 const struct nsc_names *names,
			 const struct nsc_unit_facts *unit);

/* < 0, 0, > 0: by file, line and column. */
int nsc_file_order_cmp(const struct nsc_file_order *order, struct nsc_place a,
		       struct nsc_place b);

/* By entity, place, symbol; equal ones stay as they were. Those in none are last. */
void nsc_order_uses(struct nsc_run *run, struct nsc_unit_facts *unit);

#endif
