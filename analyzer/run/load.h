/*
 * load.h - inputs read into facts, through the store: what is known by its content is not
 * parsed again.
 *
 * Each path is read once per run. What cannot be read is a diagnostic, and NULL is
 * returned: the rest of the run goes on.
 */
#ifndef NSC_ANALYZER_RUN_LOAD_H
#define NSC_ANALYZER_RUN_LOAD_H

#include "analyzer/base/names.h"

struct nsc_compdb_facts;
struct nsc_err;
struct nsc_exemption_facts;
struct nsc_loaded_map;
struct nsc_object_facts;
struct nsc_session;

/* What kind of input a file is, by its content. */
enum nsc_input_kind {
	NSC_INPUT_NONE, /* does not exist */
	NSC_INPUT_FOLDER,
	NSC_INPUT_OBJECT, /* a relocatable object or an archive */
	NSC_INPUT_IMAGE,  /* a linked ELF file */
	NSC_INPUT_MAP,
	NSC_INPUT_SIDE,     /* what a linker says beside its map: --why-extract ... */
	NSC_INPUT_DATABASE, /* JSON: an array */
	NSC_INPUT_OTHER     /* a source file, or nothing we know */
};

enum nsc_input_kind nsc_load_kind(struct nsc_session *session, struct nsc_name path);

/* An object, archive or linked file; `quiet`: that it is not there is no news. */
const struct nsc_object_facts *nsc_load_object(struct nsc_session *session,
					       struct nsc_name path, bool quiet);

/* The exemption comments of a source; NULL: it cannot be read, which is no news. */
const struct nsc_exemption_facts *nsc_load_exemptions(struct nsc_session *session,
						      struct nsc_name path);

/* < 0, with `err` filled: an input that was named cannot be used. */
int nsc_load_map(struct nsc_session *session, struct nsc_name path,
		 struct nsc_loaded_map *out, struct nsc_err *err);
int nsc_load_database(struct nsc_session *session, struct nsc_name path,
		      const struct nsc_compdb_facts **out, struct nsc_err *err);

/*
 * After such a failure: an unusable file becomes a diagnostic (NSC901) at its place,
 * `err` is empty again, and the run goes on with the other inputs; 0. Any other failure
 * stays; < 0.
 */
int nsc_load_excuse(struct nsc_session *session, struct nsc_name path,
		    struct nsc_err *err);

#endif
