/*
 * family.c - see family.h.
 */
#include "rules/family.h"

#include <stddef.h>

struct engine {
	struct nostd_str family, symbol;
};

static const struct engine engines[] = {
#define ENGINE(family, symbol) {NOSTD_STR_INIT(family), NOSTD_STR_INIT(symbol)},
#include "rules/families.def"
#undef ENGINE
};

struct nostd_str nsc_family_of(struct nostd_str symbol)
{
	size_t i;

	for (i = 0; i < sizeof(engines) / sizeof(engines[0]); i++) {
		if (nostd_str_eq(engines[i].symbol, symbol)) {
			return engines[i].family;
		}
	}
	return NOSTD_STR("");
}
