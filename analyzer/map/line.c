/*
 * line.c - the one table of line.h.
 */
#include "analyzer/map/line.h"

/* clang-format off */
#define NO_8  16, 16, 16, 16, 16, 16, 16, 16
#define NO_32 NO_8, NO_8, NO_8, NO_8

const unsigned char nsc_map_digits[256] = {
	NO_32,
	NO_8, NO_8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 16, 16, 16, 16, 16,
	16, 10, 11, 12, 13, 14, 15, 16, NO_8, NO_8, NO_8,
	16, 10, 11, 12, 13, 14, 15, 16, NO_8, NO_8, NO_8,
	NO_32, NO_32, NO_32, NO_32,
};
/* clang-format on */
