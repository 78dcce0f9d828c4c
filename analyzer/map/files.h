/*
 * files.h - the files a map names, each once: from its text to its row in the facts.
 *
 * GNU ld, gold, lld and mold spell a file as a path, as `archive(member)`, or, for an
 * object that the LTO plugin read, as `path (symbol from plugin)`.
 */
#ifndef NSC_ANALYZER_MAP_FILES_H
#define NSC_ANALYZER_MAP_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/fact/map.h"

struct nostd_bump;
struct nsc_names;

/* Storage is the caller's. */
struct nsc_map_files {
	struct nsc_names *names;
	struct nsc_map_file_vec *rows;
	struct nsc_names *spelt; /* the files as the map has them, in the order of rows */
	struct nostd_str last_text; /* that was asked for last; empty: none was */
	uint32_t last;              /* its row */
};

/* What is spelt lives in `scratch`, the rows in *rows, which is empty. */
void nsc_map_files_init(struct nsc_map_files *files, struct nostd_bump *scratch,
			struct nsc_names *names, struct nsc_map_file_vec *rows);

/* The row of the file that is spelt `text`, which is not empty; made when new. */
uint32_t nsc_map_file_row(struct nsc_map_files *files, struct nostd_str text);

/* The same for many texts, in less time: see nsc_name_all. */
void nsc_map_file_row_all(struct nsc_map_files *files, const struct nostd_str *texts,
			  size_t count, uint32_t *rows);

/*
 * The same where the map spells a file in another way: `text` names it, once and again;
 * a new row gets this archive (empty: none) and name.
 */
uint32_t nsc_map_file_row_as(struct nsc_map_files *files, struct nostd_str text,
			     struct nostd_str archive, struct nostd_str name);

/* Is there a row for this text? */
bool nsc_map_file_known(const struct nsc_map_files *files, struct nostd_str text);

/*
 * Splits at the last group of balanced parentheses, which must end the text:
 * "a (b) (c(d))" gives "a (b) " and "c(d)". False, and nothing done, when there is none.
 */
bool nsc_map_split_group(struct nostd_str text, struct nostd_str *before,
			 struct nostd_str *inside);

#endif
