/*
 * size_row.h - what the writers of sizes have in common.
 *
 * Private to analyzer/report.
 */
#ifndef NSC_ANALYZER_REPORT_SIZE_ROW_H
#define NSC_ANALYZER_REPORT_SIZE_ROW_H

#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/replay/price.h"

struct nsc_group;
struct nsc_size_table;

/* How many rows of a table are shown. */
uint32_t nsc_size_shown(const struct nsc_size_table *table, uint32_t limit);

/* Own bytes of the rest of them. */
struct nsc_cost nsc_size_more(const struct nsc_size_table *table, uint32_t limit);

/*
 * What a row is called: the group, or "rest of .text", "rest" for bytes of a section or
 * file that no symbol has. Interned.
 */
struct nsc_name nsc_size_row_name(const struct nsc_size_table *table,
				  const struct nsc_group *group);

#endif
