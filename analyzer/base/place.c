/*
 * place.c - the order of places. See place.h.
 */
#include "analyzer/base/place.h"

static int compare(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

int nsc_place_cmp(const struct nsc_names *names, struct nsc_place a, struct nsc_place b)
{
	int order = nsc_name_cmp(names, a.file, b.file);

	if (order == 0) {
		order = compare(a.line, b.line);
	}
	return order != 0 ? order : compare(a.column, b.column);
}
