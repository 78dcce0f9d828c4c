/*
 * gen_text.h - writing constant tables as C on the build host.
 *
 * In:   strings and a path.
 * Out:  a pool of bytes in which equal strings are stored once, and C source.
 * Knows nothing of the tables. Plain hosted C: never linked into the tool.
 */
#ifndef NSC_RULES_GEN_TEXT_H
#define NSC_RULES_GEN_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define NOSTD_NAME gen_bytes
#define NOSTD_T    char
#include <nostd/vec.h>

struct gen_pool {
	struct gen_bytes bytes;
};

/*
 * Position of a string in the pool: where it is already, else at the end. "-" is empty.
 */
size_t gen_pool_add(struct gen_pool *pool, const char *text);

/* The same without the search, for strings that are all different. */
size_t gen_pool_append(struct gen_pool *pool, const char *text);
void gen_pool_release(struct gen_pool *pool);

/* `static`-less definition of the pool as an array of char. */
void gen_pool_write(FILE *out, const struct gen_pool *pool, const char *name);

/* {position, length} of a string that is added to the pool; "-" gives {0, 0}. */
void gen_write_text(FILE *out, struct gen_pool *pool, const char *text);

/* {"literal", length}, as an initialiser of struct nostd_str; "-" gives {"", 0}. */
void gen_write_str(FILE *out, const char *text);

/*
 * Open the output; its first line says where it comes from. Ends the program on failure.
 */
FILE *gen_open(const char *path, const char *from);

/* Close it; the exit status: 1, and no file, if writing failed or faults were found. */
int gen_close(FILE *out, const char *path);

#endif
