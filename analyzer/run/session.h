/*
 * session.h - one run of one command: settings, configuration, store, and every fact that
 * was read, each once.
 */
#ifndef NSC_ANALYZER_RUN_SESSION_H
#define NSC_ANALYZER_RUN_SESSION_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/base/names.h"
#include "analyzer/base/path.h"
#include "analyzer/config/config.h"
#include "analyzer/config/settings.h"
#include "analyzer/fact/compdb.h"

struct nsc_drivers;
struct nsc_err;
struct nsc_exemption_facts;
struct nsc_map_facts;
struct nsc_object_facts;
struct nsc_request;
struct nsc_run;
struct nsc_store;

struct nsc_loaded_map {
	struct nsc_name path;
	const struct nsc_map_facts *facts;
	int64_t mtime; /* ns since 1970 */
};

struct nsc_loaded_database {
	struct nsc_name path;
	const struct nsc_compdb_facts *facts;
};

/* By name id of the path. */
#define NOSTD_NAME nsc_loaded_objects
#define NOSTD_K    uint32_t
#define NOSTD_V    const struct nsc_object_facts * /* NULL: could not be read */
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME nsc_loaded_exemptions
#define NOSTD_K    uint32_t
#define NOSTD_V    const struct nsc_exemption_facts * /* NULL: could not be read */
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME nsc_loaded_map_vec
#define NOSTD_T    struct nsc_loaded_map
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_loaded_database_vec
#define NOSTD_T    struct nsc_loaded_database
#define NOSTD_IN
#include <nostd/vec.h>

/* When files were changed last, by name id of the path: ns since 1970; 0: no file. */
#define NOSTD_NAME nsc_file_times
#define NOSTD_K    uint32_t
#define NOSTD_V    int64_t
#define NOSTD_IN
#include <nostd/hashmap.h>

/* What the command line and the build folders offer, told apart by content. */
struct nsc_inputs {
	struct nsc_name_vec build_dirs; /* absolute */
	struct nsc_name_vec databases;
	struct nsc_name_vec maps;
	struct nsc_name_vec sides;    /* what linkers say beside maps, named one by one */
	struct nsc_name_vec images;   /* linked ELF files */
	struct nsc_name_vec objects;  /* objects and archives, named one by one */
	struct nsc_name_vec archives; /* found in build folders */
	struct nsc_name_vec filters;  /* source files: only these are of interest */
	bool filtered;                /* there were source filters */
	bool named;                   /* inputs were named, not found */
};

struct nsc_session {
	struct nsc_run *run;
	const struct nsc_request *request;
	const char *version; /* of the tool */
	struct nostd_str cwd;
	struct nsc_settings settings;
	struct nsc_config config;
	struct nsc_name root;
	struct nsc_mounts mounts;
	struct nsc_store *store;
	struct nsc_drivers *drivers;
	bool tier_given; /* --tier: every unit counts, whatever it is compiled for */
	unsigned request_levels; /* enum nsc_level: evidence that is wanted */
	struct nsc_inputs inputs;
	struct nsc_loaded_objects objects;
	struct nsc_loaded_exemptions exemptions;
	struct nsc_loaded_map_vec maps;
	struct nsc_file_times times;
	struct nsc_loaded_database_vec databases;
};

/* Settings, configuration, root, store. Nothing of the inputs is read yet. */
int nsc_session_open(struct nsc_session *session, struct nsc_run *run,
		     const struct nsc_request *request, struct nsc_err *err);
void nsc_session_close(struct nsc_session *session);

/* Each setting with its origin, on standard output (--print-config). */
int nsc_session_print(struct nsc_session *session, struct nsc_err *err);

/* Put what the compilers answered into the store; before it is committed. */
void nsc_session_keep_answers(struct nsc_session *session);

/* When a file was changed last: ns since 1970; 0: no file. Looked at once per run. */
int64_t nsc_session_time(struct nsc_session *session, struct nsc_name path);

/* The words of rules/ in the order of their enumerations. */
extern const struct nsc_config_words nsc_session_words;

#endif
