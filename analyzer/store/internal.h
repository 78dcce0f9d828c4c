/*
 * internal.h - what the files of the store share. Not for others.
 *
 * SQLite is reached through nsc_sql() and its like, which turn every failure into "the
 * store is off from here on" and one diagnostic: no caller has an error path of its own.
 */
#ifndef NSC_ANALYZER_STORE_INTERNAL_H
#define NSC_ANALYZER_STORE_INTERNAL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include <nostd/bump.h>
#include <nostd/hash.h>
#include <nostd/string.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/host/host.h"
#include "analyzer/store/store.h"

/*
 * Raised when a table changes: an older file is then moved aside, a later one left alone.
 */
enum { NSC_STORE_VERSION = 1 };
enum { NSC_STORE_APPLICATION = 0x6e736373 }; /* "nscs", PRAGMA application_id */

extern const char *const nsc_store_schema[]; /* statements; NULL ends */

enum nsc_sql {
#define SQL(id, text) NSC_SQL_##id,
#include "analyzer/store/statements.def"
};
enum {
	NSC_SQL_COUNT = 0
#define SQL(id, text) +1
#include "analyzer/store/statements.def"
};

/* -- what a run has looked at -------------------------------------------------------- */

/* A file or folder, by its path. */
struct nsc_seen {
	bool there;
	bool fresh; /* not in the store as it is here: to be written */
	struct nsc_file_id id;
	int64_t looked; /* ns since 1970, before it was read */
	struct nsc_digest digest;
	/* Of a folder that was read in this run, in run->keep; else NULL: folders.c. */
	struct nostd_str listing;
	bool came;                   /* the folder itself, may have since the run began */
	const struct nsc_name *late; /* its entries that may have; one not given ends */
};

/* A folder's content, or a file's, as a unit has named it. */
struct nsc_named {
	struct nsc_name path;
	struct nsc_digest digest;
};

static inline nostd_hash nsc_named_hash(const struct nsc_named *key, nostd_hash seed)
{
	return nostd_hash_u64(key->digest.low ^ key->path.ix, seed);
}

static inline bool nsc_named_eq(const struct nsc_named *a, const struct nsc_named *b)
{
	return nsc_name_eq(a->path, b->path) && nsc_digest_eq(a->digest, b->digest);
}

#define NOSTD_NAME nsc_seen_map /* by nsc_name.ix */
#define NOSTD_K    uint32_t
#define NOSTD_V    struct nsc_seen
#define NOSTD_IN
#include <nostd/hashmap.h>
#define NOSTD_NAME nsc_number_vec
#define NOSTD_T    uint64_t
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_named_vec
#define NOSTD_T    struct nsc_named
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME          nsc_named_map
#define NOSTD_K             struct nsc_named
#define NOSTD_V             uint32_t
#define NOSTD_HASH(p, seed) nsc_named_hash((p), (seed))
#define NOSTD_EQ(a, b)      nsc_named_eq((a), (b))
#define NOSTD_IN
#include <nostd/hashmap.h>

/* Things named by number in pending units: by position, and back. */
struct nsc_interned {
	struct nsc_named_vec all;
	struct nsc_named_map index;
};

/* What is known of a row of `input` or `listing`, or the number of a `part`. */
enum nsc_verdict { NSC_NOT_ASKED, NSC_HOLDS, NSC_BROKEN, NSC_PERHAPS };

struct nsc_checked {
	uint8_t verdict; /* enum nsc_verdict; PERHAPS: look at `appeared` */
	/* listing: numbers of the parts that are new in the folder, ascending */
	const uint64_t *appeared;
	size_t appeared_count;
};

#define NOSTD_NAME nsc_checked_map /* by row number */
#define NOSTD_K    uint64_t
#define NOSTD_V    struct nsc_checked
#define NOSTD_IN
#include <nostd/hashmap.h>

#define NOSTD_NAME nsc_text_map /* by nsc_name.ix */
#define NOSTD_K    uint32_t
#define NOSTD_V    int64_t
#define NOSTD_IN
#include <nostd/hashmap.h>

/* The image of a target that was put in. */
struct nsc_pending_image {
	struct nsc_name target;
	const struct nsc_store_reference *rows;
	size_t count;
	struct nsc_digest digest;
};

#define NOSTD_NAME nsc_pending_image_vec
#define NOSTD_T    struct nsc_pending_image
#define NOSTD_IN
#include <nostd/vec.h>

/* -- the store ----------------------------------------------------------------------- */

struct nsc_store {
	struct nsc_run *run;
	struct nostd_str path;
	struct nsc_name path_name;
	bool own_place;
	uint64_t size_max;
	struct nsc_digest epoch; /* of the tool's version and the fact format */
	int64_t opened;          /* ns since 1970 */
	int64_t today;           /* days since 1970 */

	sqlite3 *db;   /* NULL: off */
	bool writable; /* else commits are refused */
	bool blank;    /* made by this run, and nothing was committed: not to be asked */
	sqlite3_stmt *statements[NSC_SQL_COUNT];
	struct nostd_string buffer; /* what the last look-up returned */

	struct nsc_seen_map files, folders; /* this run's looks */
	struct nsc_checked_map inputs, listings;
	struct nsc_interned new_inputs, new_listings, new_parts;
	struct nsc_number_vec used_facts, used_units;   /* rows whose day is old */
	struct nsc_number_vec used_files, used_folders; /* names, likewise */
	struct nsc_pending_image_vec images;
	struct nsc_text_map texts; /* rows of `text`, while a commit lasts */
	bool pending;              /* something waits in the temporary tables */
};

/* -- db.c ---------------------------------------------------------------------------- */

/* Say something of the store; the same sentence is told once. */
#define nsc_store_tell(store, ...) \
	nsc_store_tell_args((store), NOSTD_FMT_ARGS(__VA_ARGS__))
void nsc_store_tell_args(struct nsc_store *store, const char *format,
			 const struct nostd_fmt_arg *args, size_t count);

/* A statement, reset and without values; NULL when the store is off. */
sqlite3_stmt *nsc_sql(struct nsc_store *store, enum nsc_sql id);
/* True: a row is there. False: done, or it failed and the store is off now. */
bool nsc_sql_row(struct nsc_store *store, sqlite3_stmt *statement);
/* Run it to its end and reset it. */
void nsc_sql_run(struct nsc_store *store, sqlite3_stmt *statement);
/* Statements without results, as text. False: failed, and the store is off. */
bool nsc_sql_exec(struct nsc_store *store, const char *text);

/*
 * Values in; the bytes must stay until the statement is run. NULL statements are let be.
 */
void nsc_sql_text(sqlite3_stmt *statement, int at, struct nostd_str text);
void nsc_sql_bytes(sqlite3_stmt *statement, int at, struct nostd_span bytes);
void nsc_sql_digest(sqlite3_stmt *statement, int at, const struct nsc_digest *digest);
void nsc_sql_number(sqlite3_stmt *statement, int at, int64_t number);

/* Columns out; bytes are valid until the next step. */
struct nostd_span nsc_sql_column_bytes(sqlite3_stmt *statement, int at);
struct nostd_str nsc_sql_column_text(sqlite3_stmt *statement, int at);
bool nsc_sql_column_digest(sqlite3_stmt *statement, int at, struct nsc_digest *out);

/* Close the connection: nothing is read or written from here on. */
void nsc_store_off(struct nsc_store *store);
/* An error of SQLite: say it, move a damaged file aside, turn the store off. */
void nsc_store_fault(struct nsc_store *store, int code);
/* Move the file away, with what belongs to it, so that the next run begins anew. */
void nsc_store_move_aside(struct nsc_store *store);
/* Between the two all reads see one state of the file. Short: others cannot write. */
void nsc_store_begin_reading(struct nsc_store *store);
void nsc_store_end_reading(struct nsc_store *store);
/* open.c: from here on readers and we do not wait for each other, until the close. */
void nsc_store_switch_to_log(struct nsc_store *store);

/* -- shared by the tables ------------------------------------------------------------ */

/* A key of ours: the epoch, what kind of thing, and which one. */
struct nsc_digest nsc_store_key(const struct nsc_store *store, uint8_t kind,
				struct nsc_digest of);
/* What a record and its lists are protected by against silent damage. */
struct nsc_digest nsc_store_seal(struct nsc_digest key, const struct nostd_span *parts,
				 size_t count);

/* files.c: a look at a file, from memory, the store or the disk. */
const struct nsc_seen *nsc_store_look(struct nsc_store *store, struct nsc_name path);
/*
 * Another process of this run read the file and found this digest: a later run need not
 * read it again, if nothing has changed the file since the run began.
 */
void nsc_store_saw(struct nsc_store *store, struct nsc_name path,
		   struct nsc_digest digest);
/* Was it at rest when it was looked at? Then the same identity is the same content. */
bool nsc_seen_is_settled(const struct nsc_seen *seen);
/* Write what was looked at; mark what was used. */
void nsc_store_write_files(struct nsc_store *store);
/* A record by key, into store->buffer. */
bool nsc_store_get_fact(struct nsc_store *store, struct nsc_digest key,
			struct nostd_span *record);
void nsc_store_put_fact(struct nsc_store *store, struct nsc_digest key,
			struct nostd_span record);

/*
 * folders.c: the same for a folder; its digest is that of its entries' names and kinds.
 */
const struct nsc_seen *nsc_store_look_folder(struct nsc_store *store,
					     struct nsc_name path);
/*
 * The row of `listing` for a folder as it was looked at, also when it has changed since.
 * 0: an earlier run read it, and that row has gone.
 */
int64_t nsc_store_listing(struct nsc_store *store, const struct nsc_named *folder);
/* What has appeared in a folder since the listing of that number was written. */
struct nsc_checked nsc_store_check_listing(struct nsc_store *store, uint64_t number);

/* units.c, images.c, history.c: their part of a commit. */
void nsc_store_write_units(struct nsc_store *store);
void nsc_store_write_images(struct nsc_store *store);
void nsc_store_write_history(struct nsc_store *store,
			     const struct nsc_store_history *history);
/* The number of a text in `text`, added when new; 0 for the empty one. */
int64_t nsc_store_text(struct nsc_store *store, struct nsc_name name);

/* prune.c: after a commit, when the file is over its limit. */
void nsc_store_prune(struct nsc_store *store);

/* Lists of numbers as bytes: ascending, as differences, LEB128. */
void nsc_numbers_put(struct nostd_string *out, const struct nsc_number_vec *numbers);
/* Append them to `out`. False: damaged. */
bool nsc_numbers_get(struct nostd_span bytes, struct nsc_number_vec *out);
void nsc_numbers_sort(struct nsc_number_vec *numbers); /* ascending, each once */

#endif
