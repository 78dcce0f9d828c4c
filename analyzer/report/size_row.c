/*
 * size_row.c - see size_row.h.
 */
#include "analyzer/report/size_row.h"

#include "analyzer/judge/sizes.h"

uint32_t nsc_size_shown(const struct nsc_size_table *table, uint32_t limit)
{
	return limit != 0 && limit < table->row_count ? limit : table->row_count;
}

struct nsc_cost nsc_size_more(const struct nsc_size_table *table, uint32_t limit)
{
	struct nsc_cost sum = {0, 0};
	uint32_t i;

	for (i = nsc_size_shown(table, limit); i < table->row_count; i++) {
		sum.flash += table->costs.of[table->rows[i]].own.flash;
		sum.ram += table->costs.of[table->rows[i]].own.ram;
	}
	return sum;
}

const char *nsc_size_rest_words(uint8_t kind)
{
	static const char *const words[] = {
		"padding in",
		"set aside by the linker script in",
		"written by the linker script in",
		"made by the linker in",
		"of files that changed since the link, in",
		"not listed in the map of",
	};

	return words[kind];
}
