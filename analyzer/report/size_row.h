/*
 * size_row.h - what the writers of sizes have in common.
 *
 * Private to analyzer/report.
 */
#ifndef NSC_ANALYZER_REPORT_SIZE_ROW_H
#define NSC_ANALYZER_REPORT_SIZE_ROW_H

#include <stdint.h>

#include "analyzer/replay/price.h"

struct nsc_size_table;

/* How many rows of a table are shown. */
uint32_t nsc_size_shown(const struct nsc_size_table *table, uint32_t limit);

/* Own bytes of the rest of them. */
struct nsc_cost nsc_size_more(const struct nsc_size_table *table, uint32_t limit);

/* What bytes of nobody are, in front of their section; of an enum nsc_rest_kind. */
const char *nsc_size_rest_words(uint8_t kind);

#endif
