/*
 * compdb.h - what a compile database says: one row per command, none merged.
 *
 * A unit is keyed by (folder, file, arguments), never by its file (decisions.md 14).
 */
#ifndef NSC_ANALYZER_FACT_COMPDB_H
#define NSC_ANALYZER_FACT_COMPDB_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/name_vec.h"
#include "analyzer/base/place.h"

struct nostd_bump;

struct nsc_compile_command {
	struct nsc_name folder; /* "directory", absolute and normalised */
	struct nsc_name file;   /* "file" against folder, absolute and normalised */
	struct nsc_name object; /* -o or "output", else the default name; absolute */
	uint32_t argument_first, argument_count; /* rows; the first is the compiler */
	struct nsc_place at;                     /* of the entry, in the database */
	bool gone;                               /* the file does not exist */
};

#define NOSTD_NAME nsc_compile_command_vec
#define NOSTD_T    struct nsc_compile_command
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_compdb_facts {
	struct nsc_name path;                    /* absolute, normalised */
	struct nsc_compile_command_vec commands; /* without exact repeats, in order */
	struct nsc_name_vec arguments;           /* response files expanded */
	uint32_t repeated;                       /* entries dropped as exact repeats */
};

void nsc_compdb_facts_init(struct nsc_compdb_facts *facts, struct nostd_bump *keep);

#endif
