/*
 * units.h - the translation units of all databases: which are for a freestanding target,
 * and what their sources say.
 *
 * Facts come from the store where nothing a unit depends on has changed, else from the
 * worker processes.
 */
#ifndef NSC_ANALYZER_RUN_UNITS_H
#define NSC_ANALYZER_RUN_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/name_vec.h"
#include "analyzer/base/names.h"
#include "analyzer/fact/audit.h"

struct nsc_compdb_facts;
struct nsc_compile_command;
struct nsc_driver_facts;
struct nsc_err;
struct nsc_session;
struct nsc_unit_facts;

/* A command of a database, and what is known of it. */
struct nsc_run_unit {
	const struct nsc_compdb_facts *database;
	const struct nsc_compile_command *command;
	struct nsc_digest hash; /* of folder, file and arguments, wherever the root is */
	bool freestanding;      /* decisions.md 12, as far as the command says */
	bool wanted;            /* some target needs its sources */
	bool narrowed;          /* and source filters leave it out */
	bool settled;           /* its object was enough: need.h */
	struct nsc_name triple; /* as asked of its compiler; may be empty */
	struct nsc_audit audit; /* what its flags let the compiler put in */
	const struct nsc_unit_facts *facts; /* NULL: not asked for */
};

#define NOSTD_NAME nsc_run_unit_vec
#define NOSTD_T    struct nsc_run_unit
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_run_units {
	struct nsc_run_unit_vec all;        /* by source, object, hash */
	struct nsc_name_vec hosted_folders; /* of the compilers that were asked */
	struct nsc_name parser; /* of the facts that were read; may be empty */
};

/* Collect the commands of all databases; ask their compilers what they compile for. */
void nsc_units_collect(struct nsc_session *session, struct nsc_run_units *units);

/* Read the sources of those that are wanted. Fails without a worker to read them. */
int nsc_units_read(struct nsc_session *session, struct nsc_run_units *units,
		   struct nsc_err *err);

#endif
