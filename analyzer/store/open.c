/*
 * open.c - where the store is, whose file it is, and closing it. See store.h.
 *
 * A new file gets its tables in one transaction, so that one that was killed there leaves
 * an empty file. A commit switches to a write-ahead log, where readers and the writer do
 * not wait for each other; when the last process closes the file it is switched back, for
 * a file with a log cannot be read where nothing may be written (sqlite.org/wal.html,
 * "Read-Only Databases").
 */
#include <string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/wire.h"
#include "analyzer/store/internal.h"

enum { BUSY_MILLISECONDS = 10000, SWITCH_MILLISECONDS = 1000 };
#define SIZE_DEFAULT ((uint64_t)1 << 30)

/* -- where --------------------------------------------------------------------------- */

struct nostd_str nsc_store_path(struct nsc_run *run, struct nostd_str given,
				struct nostd_str root, struct nostd_str build)
{
	struct nostd_str cache = nostd_str_from_c(nsc_host_env("XDG_CACHE_HOME"));
	struct nostd_str home = nostd_str_from_c(nsc_host_env("HOME"));
	struct nostd_string text = nostd_string_new_in(nsc_keep(run));
	char hex[NSC_DIGEST_HEX_SIZE];

	if (given.len != 0) {
		return nostd_bump_str(run->keep, given);
	}
	nsc_digest_hex(nsc_digest(nostd_span_new(root.ptr, root.len)), hex);
	/* A relative one is to be ignored (XDG Base Directory Specification 0.8). */
	if (nsc_path_absolute(cache)) {
		nostd_format(&text, "{}/nostd-check/{}.sqlite", cache, (const char *)hex);
	} else if (nsc_path_absolute(home)) {
		nostd_format(&text, "{}/.cache/nostd-check/{}.sqlite", home,
			     (const char *)hex);
	} else if (build.len != 0) {
		nostd_format(&text, "{}/nostd-check.sqlite", build);
	}
	return nostd_string_as_str(&text);
}

/* -- whose --------------------------------------------------------------------------- */

enum owner {
	OWNER_NOBODY,  /* an empty file, or a new one */
	OWNER_US,      /* this version */
	OWNER_EARLIER, /* an earlier version of us */
	OWNER_LATER,   /* a later version of us */
	OWNER_OTHERS,  /* a database, and not ours */
	OWNER_UNKNOWN  /* no answer; see the code */
};

/* The one number that a query returns. */
static int query_number(sqlite3 *db, const char *sql, int64_t *number)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK) {
		code = sqlite3_step(statement);
	}
	if (code == SQLITE_ROW) {
		*number = sqlite3_column_int64(statement, 0);
		code = SQLITE_OK;
	}
	sqlite3_finalize(statement);
	return code;
}

/*
 * SQLite takes a file that is too short to be a database for an empty one, and would
 * write over it: 512 bytes are its smallest page.
 */
static bool is_too_short(struct nostd_str path)
{
	struct nsc_file_id id;

	return nsc_host_look(path.ptr, &id) == NSC_FILE_REGULAR && id.size != 0 &&
	       id.size < 512;
}

static enum owner owner_of(sqlite3 *db, int *code)
{
	int64_t application = 0, version = 0, tables = 0;

	*code = query_number(db, "SELECT application_id FROM pragma_application_id",
			     &application);
	if (*code == SQLITE_OK) {
		*code = query_number(db, "SELECT user_version FROM pragma_user_version",
				     &version);
	}
	if (*code == SQLITE_OK) {
		*code = query_number(db, "SELECT count(*) FROM sqlite_master", &tables);
	}
	if (*code != SQLITE_OK) {
		return OWNER_UNKNOWN;
	}
	if (application != NSC_STORE_APPLICATION) {
		return tables == 0 && application == 0 ? OWNER_NOBODY : OWNER_OTHERS;
	}
	if (version == NSC_STORE_VERSION) {
		return OWNER_US;
	}
	return version < NSC_STORE_VERSION ? OWNER_EARLIER : OWNER_LATER;
}

/*
 * Does the file itself say that it is ours? For one that SQLite does not read any more.
 */
static bool has_our_mark(struct nostd_str path)
{
	struct nsc_file_bytes file;
	struct nsc_err err = {0};
	bool ours;

	if (nsc_host_open(path.ptr, &file, &err) < 0) {
		return false;
	}
	/* Offset 68 of the header, big-endian (sqlite.org/fileformat2.html, 1.3). */
	ours = file.bytes.size >= 72 && memcmp(file.bytes.ptr + 68, "nscs", 4) == 0;
	nsc_host_close(&file);
	return ours;
}

/* -- a new one ----------------------------------------------------------------------- */

static bool create_tables(struct nsc_store *store)
{
	char text[96];
	int code;
	size_t i;

	if (!nsc_sql_exec(store, "PRAGMA auto_vacuum = INCREMENTAL; BEGIN IMMEDIATE")) {
		return false;
	}
	/* Another process may have been faster. */
	if (owner_of(store->db, &code) != OWNER_NOBODY) {
		return nsc_sql_exec(store, "COMMIT");
	}
	for (i = 0; nsc_store_schema[i]; i++) {
		if (!nsc_sql_exec(store, nsc_store_schema[i])) {
			return false;
		}
	}
	nostd_format_to(text, sizeof(text),
			"PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
			(int)NSC_STORE_APPLICATION, (int)NSC_STORE_VERSION);
	store->blank = nsc_sql_exec(store, text);
	return store->blank;
}

/* -- opening ------------------------------------------------------------------------- */

static bool connect(struct nsc_store *store)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			  SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(store->path.ptr, &store->db, flags, NULL);

	if (code != SQLITE_OK) {
		nsc_store_tell(
			store,
			"found no way to open the store ({}): this run keeps nothing",
			sqlite3_errstr(code));
		nsc_store_off(store);
		return false;
	}
	sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
	/* A view or trigger of a file we did not write must not call anything. */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	return true;
}

/* What SQLite cannot read: ours goes aside, another's is left alone. */
static enum owner settle_unknown(struct nsc_store *store, int code)
{
	bool damaged = (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;

	if (damaged && (store->own_place || has_our_mark(store->path))) {
		nsc_store_tell(store,
			       "found a damaged store ({}): moved aside, a new one "
			       "is made",
			       sqlite3_errstr(code));
		nsc_store_move_aside(store);
		return connect(store) ? OWNER_NOBODY : OWNER_UNKNOWN;
	}
	if (damaged) {
		nsc_store_tell(store,
			       "found a file that is no store of nostd-check: left "
			       "alone, this run keeps nothing");
		nsc_store_off(store);
		return OWNER_UNKNOWN;
	}
	nsc_store_fault(store, code);
	return OWNER_UNKNOWN;
}

/* In one transaction: another process may be making its tables just now. */
static enum owner owner_at_once(struct nsc_store *store, int *code)
{
	enum owner owner = OWNER_UNKNOWN;

	*code = sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL);
	if (*code == SQLITE_OK) {
		owner = owner_of(store->db, code);
		sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
	}
	return owner;
}

static void settle_owner(struct nsc_store *store)
{
	int code = SQLITE_NOTADB;
	enum owner owner =
		is_too_short(store->path) ? OWNER_UNKNOWN : owner_at_once(store, &code);

	if (owner == OWNER_UNKNOWN) {
		owner = settle_unknown(store, code);
	}
	switch (owner) {
	case OWNER_NOBODY:
		create_tables(store);
		return;
	case OWNER_US:
	case OWNER_UNKNOWN:
		return;
	case OWNER_EARLIER:
		nsc_store_tell(store,
			       "found a store of an earlier version: moved aside, a "
			       "new one is made");
		nsc_store_move_aside(store);
		if (connect(store)) {
			create_tables(store);
		}
		return;
	case OWNER_LATER:
		nsc_store_tell(store, "found a store of a later version of nostd-check: "
				      "left alone, this run keeps nothing");
		nsc_store_off(store);
		return;
	case OWNER_OTHERS:
		nsc_store_tell(store, "found a database of another program: left alone, "
				      "this run keeps nothing");
		nsc_store_off(store);
		return;
	}
}

static void make_temporary_tables(struct nsc_store *store)
{
	nsc_sql_exec(store,
		     "PRAGMA temp.journal_mode = MEMORY;"
		     "CREATE TEMP TABLE pending_fact (key BLOB PRIMARY KEY, seal BLOB,"
		     " record BLOB);"
		     "CREATE TEMP TABLE pending_unit (key BLOB PRIMARY KEY, record BLOB,"
		     " inputs BLOB, listings BLOB, parts BLOB);"
		     "CREATE TEMP TABLE named (list INTEGER, id INTEGER,"
		     " PRIMARY KEY (list, id)) WITHOUT ROWID");
}

static void init(struct nsc_store *store, struct nsc_run *run,
		 const struct nsc_store_options *options)
{
	const struct nostd_allocator *keep = nsc_keep(run);
	struct nsc_digester epoch;

	store->run = run;
	store->path = nostd_bump_str(run->keep, options->path);
	store->path_name = nsc_name(run->names, options->path);
	store->own_place = options->own_place;
	store->size_max = options->size_max != 0 ? options->size_max : SIZE_DEFAULT;
	nsc_digester_init(&epoch);
	nsc_digester_add_str(&epoch, options->version);
	nsc_digester_add_u64(&epoch, NSC_WIRE_VERSION);
	store->epoch = nsc_digester_finish(&epoch);
	store->opened = nsc_host_now();
	store->today = nsc_host_today();
	store->buffer = nostd_string_new();
	store->files = nsc_seen_map_new_in(keep);
	store->folders = nsc_seen_map_new_in(keep);
	store->inputs = nsc_checked_map_new_in(keep);
	store->listings = nsc_checked_map_new_in(keep);
	store->new_inputs.all = nsc_named_vec_new_in(keep);
	store->new_inputs.index = nsc_named_map_new_in(keep);
	store->new_listings.all = nsc_named_vec_new_in(keep);
	store->new_listings.index = nsc_named_map_new_in(keep);
	store->new_parts.all = nsc_named_vec_new_in(keep);
	store->new_parts.index = nsc_named_map_new_in(keep);
	store->used_facts = nsc_number_vec_new_in(keep);
	store->used_units = nsc_number_vec_new_in(keep);
	store->used_files = nsc_number_vec_new_in(keep);
	store->used_folders = nsc_number_vec_new_in(keep);
	store->texts = nsc_text_map_new_in(keep);
	store->images = nsc_pending_image_vec_new_in(keep);
}

struct nsc_store *nsc_store_open(struct nsc_run *run,
				 const struct nsc_store_options *options)
{
	struct nsc_store *store = nostd_bump_new(run->keep, struct nsc_store);
	struct nostd_bump_mark mark;
	struct nsc_err err = {0};
	struct nostd_str folder;

	init(store, run, options);
	if (options->path.len == 0) {
		return store;
	}
	mark = nostd_bump_mark(run->scratch);
	folder = nostd_bump_str(run->scratch, nsc_path_folder(store->path));
	if (nsc_host_mkdirs(folder.ptr, &err) < 0) {
		nsc_store_tell(store,
			       "found no way to make its folder ({}): this run "
			       "keeps nothing",
			       (const char *)err.text);
	} else if (connect(store)) {
		settle_owner(store);
		make_temporary_tables(store);
		store->writable =
			store->db && sqlite3_db_readonly(store->db, "main") == 0;
	}
	nostd_bump_reset(run->scratch, mark);
	return store;
}

/*
 * Switching needs no waiting for the disk: it is one byte of one sector. What the log
 * holds is brought to the disk first, and if that fails the log stays.
 */
static void switch_back(struct nsc_store *store)
{
	int code;

	/* Only the last one succeeds, and it shall not wait to find out. */
	sqlite3_busy_timeout(store->db, 0);
	code = sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_TRUNCATE,
					 NULL, NULL);
	if (code == SQLITE_OK) {
		sqlite3_exec(store->db,
			     "PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE",
			     NULL, NULL, NULL);
	}
}

void nsc_store_switch_to_log(struct nsc_store *store)
{
	/* Refused while another process reads: then the older mode does as well. */
	sqlite3_busy_timeout(store->db, SWITCH_MILLISECONDS);
	sqlite3_exec(store->db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL",
		     NULL, NULL, NULL);
	sqlite3_exec(store->db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
	sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
}

void nsc_store_close(struct nsc_store *store)
{
	int64_t is_logged = 0;

	if (store->db && store->writable &&
	    query_number(store->db,
			 "SELECT journal_mode = 'wal' FROM pragma_journal_mode",
			 &is_logged) == SQLITE_OK &&
	    is_logged) {
		switch_back(store);
	}
	nsc_store_off(store);
	nostd_string_drop(&store->buffer);
}

bool nsc_store_usable(const struct nsc_store *store)
{
	return store->db != NULL;
}
