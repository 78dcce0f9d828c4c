/*
 * dump_unit.h - what one translation unit, or one compile database, says: as text and
 * JSON.
 *
 * In:   facts, and how paths are shown. Out:  a function of the facts alone; rows in the
 * order of the facts.
 */
#ifndef NSC_ANALYZER_REPORT_DUMP_UNIT_H
#define NSC_ANALYZER_REPORT_DUMP_UNIT_H

#include <stdbool.h>

#include <nostd/fmt.h>

#include "analyzer/base/names.h"

struct nsc_compdb_facts;
struct nsc_mounts;
struct nsc_unit_facts;

/* What a command of a database is compiled with and for. */
struct nsc_dump_command {
	struct nsc_name compiler; /* as written */
	struct nsc_name triple; /* as the compiler says, else as written; may be empty */
	struct nsc_name why;    /* it is freestanding, or is not: a clause */
	bool freestanding;
};

/* `mounts` knows the names of the facts. A sink that refuses ends the output. */
void nsc_dump_unit(const struct nsc_unit_facts *facts, const struct nsc_mounts *mounts,
		   bool json, struct nostd_sink out);

/* `said`: of each command; NULL: the database alone is shown. */
void nsc_dump_compdb(const struct nsc_compdb_facts *facts,
		     const struct nsc_dump_command *said, const struct nsc_mounts *mounts,
		     bool json, struct nostd_sink out);

#endif
