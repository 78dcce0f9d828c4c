/*
 * gen_tsv.h - reading the tables on the build host.
 *
 * In:   a tab-separated file: comments (#), a header line, rows; "-" is an empty field.
 * Out:  rows with their line numbers; every fault as `file:line: sentence` on stderr.
 * Knows nothing of what the columns mean. Plain hosted C: never linked into the tool.
 *
 * A generator reads everything, reports every fault, and asks gen_faults() before it
 * writes.
 */
#ifndef NSC_RULES_GEN_TSV_H
#define NSC_RULES_GEN_TSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/gen_text.h"

enum { GEN_COLUMNS_MAX = 12 };

struct gen_row {
	unsigned line; /* from 1 */
	char *field[GEN_COLUMNS_MAX];
};

#define NOSTD_NAME gen_rows
#define NOSTD_T    struct gen_row
#include <nostd/vec.h>

struct gen_table {
	const char *path;
	struct gen_bytes text; /* the fields point into it */
	struct gen_rows rows;
	const char *const *columns;
	size_t column_count;
};

/* One word of a closed set, and how the generated C spells it. */
struct gen_word {
	const char *word;
	const char *code;
};

/*
 * Read a table whose header line must name exactly these columns, and whose rows must be
 * sorted by the first column, or by the first two if `keys` is 2, without duplicates. A
 * file that cannot be read ends the program with 1. The caller releases.
 */
void gen_read(struct gen_table *table, const char *path, const char *const *columns,
	      size_t column_count, size_t keys);
void gen_release(struct gen_table *table);

/* A fault of one row: counted, and printed as `file:line: sentence`. */
void gen_fault(const struct gen_table *table, const struct gen_row *row,
	       const char *sentence, const char *word);

/* How many faults there were. */
size_t gen_faults(void);

bool gen_is_empty(const char *field); /* "-" */

/* Number of the word, or a fault and 0. */
size_t gen_pick(const struct gen_table *table, const struct gen_row *row, size_t column,
		const struct gen_word *words, size_t count);

/* The words of a field, separated by blanks, as bits by their numbers; "-" is 0. */
uint64_t gen_bits(const struct gen_table *table, const struct gen_row *row, size_t column,
		  const struct gen_word *words, size_t count);

#endif
