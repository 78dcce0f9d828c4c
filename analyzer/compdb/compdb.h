/*
 * compdb.h - a compile database (compile_commands.json) as facts.
 *
 * In:   the text of one database; response files it names are read.
 * Out:  one row per command: folder, file, object, expanded arguments with the compiler
 *	 first (wrappers such as ccache are gone).
 * Knows nothing of targets, libclang or what the options mean, but for those that name
 * the object. Runs nothing.
 *
 * Format: clang's "JSON Compilation Database Format Specification". Both `arguments` and
 * `command` are read; a `command` with Windows paths is split by Microsoft's rules.
 */
#ifndef NSC_ANALYZER_COMPDB_COMPDB_H
#define NSC_ANALYZER_COMPDB_COMPDB_H

#include <nostd/span.h>
#include <nostd/str.h>

struct nsc_compdb_facts;
struct nsc_err;
struct nsc_run;

/*
 * Append the commands of the database `path` to `out`, which is initialised. Text that is
 * not JSON, or not an array, fails with its line and column. An entry that cannot be used
 * (not an object, no folder, no file, no arguments) is an NSC901 diagnostic at its place,
 * and the rest is used. A file that does not exist is a row with `gone` set, and a
 * response file that cannot be read stays as it is among the arguments ("@file"); both
 * are warnings here, and cost the unit its analysis when it is asked for (adapt.h). Exact
 * repeats are dropped and counted.
 *
 * Facts live as long as the run; none points into `text`. Memory grows with the facts,
 * not with the text: entries are read one by one.
 */
int nsc_compdb_parse(struct nsc_run *run, struct nostd_str path, struct nostd_span text,
		     struct nsc_compdb_facts *out, struct nsc_err *err);

#endif
