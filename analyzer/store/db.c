/*
 * db.c - SQLite behind a few verbs that cannot fail twice. See internal.h.
 */
#include <string.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/store/internal.h"

static const char *const texts[NSC_SQL_COUNT] = {
#define SQL(id, text) text,
#include "analyzer/store/statements.def"
};

void nsc_store_tell_args(struct nsc_store *store, const char *format,
			 const struct nostd_fmt_arg *args, size_t count)
{
	struct nsc_diag_head head = {NSC_DIAG_WARNING, nsc_place(store->path_name, 0, 0)};

	nsc_diag_args(store->run->diags, head, format, args, count);
}

/* -- when it fails ------------------------------------------------------------------- */

void nsc_store_off(struct nsc_store *store)
{
	int i;

	for (i = 0; i < NSC_SQL_COUNT; i++) {
		sqlite3_finalize(store->statements[i]);
		store->statements[i] = NULL;
	}
	sqlite3_close(store->db);
	store->db = NULL;
}

/* A file that belongs to the database: "-wal", "-shm", "-journal", or "" for itself. */
static struct nostd_str file_name(const struct nsc_store *store, const char *suffix)
{
	struct nostd_string text = nostd_string_new_in(nsc_keep(store->run));

	nostd_format(&text, "{}{}", store->path, suffix);
	return nostd_string_as_str(&text);
}

/*
 * What belongs to the old file goes first: a log that stays behind would be played into
 * the new one.
 */
void nsc_store_move_aside(struct nsc_store *store)
{
	struct nsc_err err = {0};

	nsc_store_off(store);
	if (nsc_host_remove(file_name(store, "-journal").ptr, &err) < 0 ||
	    nsc_host_remove(file_name(store, "-wal").ptr, &err) < 0 ||
	    nsc_host_remove(file_name(store, "-shm").ptr, &err) < 0 ||
	    nsc_host_rename(store->path.ptr, file_name(store, ".damaged").ptr, &err) <
		    0) {
		nsc_store_tell(store,
			       "found a damaged store that cannot be moved ({}): "
			       "nothing is kept",
			       (const char *)err.text);
	}
}

void nsc_store_fault(struct nsc_store *store, int code)
{
	const char *why = sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		nsc_store_tell(store,
			       "found a damaged store ({}): moved aside, the next "
			       "run makes a new one",
			       why);
		nsc_store_move_aside(store);
		return;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		nsc_store_tell(store, "found the store in use by another process for too "
				      "long: this run keeps nothing");
		break;
	default:
		nsc_store_tell(store,
			       "found a store that cannot be used ({}): this run "
			       "keeps nothing",
			       why);
		break;
	}
	nsc_store_off(store);
}

/* -- statements ---------------------------------------------------------------------- */

sqlite3_stmt *nsc_sql(struct nsc_store *store, enum nsc_sql id)
{
	int code;

	if (!store->db) {
		return NULL;
	}
	if (!store->statements[id]) {
		code = sqlite3_prepare_v3(store->db, texts[id], -1,
					  SQLITE_PREPARE_PERSISTENT,
					  &store->statements[id], NULL);
		if (code != SQLITE_OK) {
			nsc_store_fault(store, code);
			return NULL;
		}
	}
	sqlite3_reset(store->statements[id]);
	return store->statements[id];
}

bool nsc_sql_row(struct nsc_store *store, sqlite3_stmt *statement)
{
	int code;

	if (!statement || !store->db) {
		return false;
	}
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		return true;
	}
	sqlite3_reset(statement);
	if (code != SQLITE_DONE) {
		nsc_store_fault(store, code);
	}
	return false;
}

void nsc_sql_run(struct nsc_store *store, sqlite3_stmt *statement)
{
	while (nsc_sql_row(store, statement)) {
	}
}

bool nsc_sql_exec(struct nsc_store *store, const char *text)
{
	int code = SQLITE_OK;

	if (store->db) {
		code = sqlite3_exec(store->db, text, NULL, NULL, NULL);
	}
	if (code != SQLITE_OK) {
		nsc_store_fault(store, code);
	}
	return store->db != NULL;
}

/* A value that SQLite has no room for is memory, which ends the process like ours. */
static void bound(int code)
{
	if (code == SQLITE_NOMEM) {
		nostd_alloc_error_handler(nostd_layout_new(1, 1));
	}
}

void nsc_sql_text(sqlite3_stmt *statement, int at, struct nostd_str text)
{
	if (statement) {
		bound(sqlite3_bind_text64(statement, at, text.ptr ? text.ptr : "",
					  text.len, SQLITE_STATIC, SQLITE_UTF8));
	}
}

void nsc_sql_bytes(sqlite3_stmt *statement, int at, struct nostd_span bytes)
{
	if (statement) {
		bound(sqlite3_bind_blob64(statement, at,
					  bytes.size != 0 ? (const void *)bytes.ptr : "",
					  bytes.size, SQLITE_STATIC));
	}
}

/* Big-endian, so that hex() shows a digest as everything else of ours does. */
void nsc_sql_digest(sqlite3_stmt *statement, int at, const struct nsc_digest *digest)
{
	unsigned char bytes[16];
	int i;

	for (i = 0; i < 8; i++) {
		bytes[i] = (unsigned char)(digest->high >> (56 - 8 * i));
		bytes[8 + i] = (unsigned char)(digest->low >> (56 - 8 * i));
	}
	if (statement) {
		bound(sqlite3_bind_blob(statement, at, bytes, sizeof(bytes),
					SQLITE_TRANSIENT));
	}
}

void nsc_sql_number(sqlite3_stmt *statement, int at, int64_t number)
{
	if (statement) {
		bound(sqlite3_bind_int64(statement, at, number));
	}
}

struct nostd_span nsc_sql_column_bytes(sqlite3_stmt *statement, int at)
{
	const void *bytes = sqlite3_column_blob(statement, at);

	return nostd_span_new(bytes, (size_t)sqlite3_column_bytes(statement, at));
}

struct nostd_str nsc_sql_column_text(sqlite3_stmt *statement, int at)
{
	const char *text = (const char *)sqlite3_column_text(statement, at);

	return nostd_str_new(text, (size_t)sqlite3_column_bytes(statement, at));
}

bool nsc_sql_column_digest(sqlite3_stmt *statement, int at, struct nsc_digest *out)
{
	struct nostd_span bytes = nsc_sql_column_bytes(statement, at);
	int i;

	if (bytes.size != 16) {
		return false;
	}
	out->high = out->low = 0;
	for (i = 0; i < 8; i++) {
		out->high = out->high << 8 | bytes.ptr[i];
		out->low = out->low << 8 | bytes.ptr[8 + i];
	}
	return true;
}

/* -- one view for many reads --------------------------------------------------------- */

void nsc_store_begin_reading(struct nsc_store *store)
{
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_BEGIN));
}

void nsc_store_end_reading(struct nsc_store *store)
{
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_END));
}

/* -- keys, seals, numbers ------------------------------------------------------------ */

struct nsc_digest nsc_store_key(const struct nsc_store *store, uint8_t kind,
				struct nsc_digest of)
{
	struct nsc_digester digester;

	nsc_digester_init(&digester);
	nsc_digester_add_u64(&digester, store->epoch.high);
	nsc_digester_add_u64(&digester, store->epoch.low);
	nsc_digester_add_u64(&digester, kind);
	nsc_digester_add_u64(&digester, of.high);
	nsc_digester_add_u64(&digester, of.low);
	return nsc_digester_finish(&digester);
}

struct nsc_digest nsc_store_seal(struct nsc_digest key, const struct nostd_span *parts,
				 size_t count)
{
	struct nsc_digester digester;
	size_t i;

	nsc_digester_init(&digester);
	nsc_digester_add_u64(&digester, key.high);
	nsc_digester_add_u64(&digester, key.low);
	for (i = 0; i < count; i++) {
		nsc_digester_add(&digester, parts[i]);
	}
	return nsc_digester_finish(&digester);
}

#define NOSTD_NAME      ascending
#define NOSTD_T         uint64_t
#define NOSTD_CMP(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#include <nostd/sort.h>

void nsc_numbers_sort(struct nsc_number_vec *numbers)
{
	size_t i, kept = 0;

	ascending_sort_unstable(numbers->ptr, numbers->len);
	for (i = 0; i < numbers->len; i++) {
		if (kept == 0 || numbers->ptr[i] != numbers->ptr[kept - 1]) {
			numbers->ptr[kept++] = numbers->ptr[i];
		}
	}
	nsc_number_vec_truncate(numbers, kept);
}

void nsc_numbers_put(struct nostd_string *out, const struct nsc_number_vec *numbers)
{
	uint64_t before = 0;
	size_t i;

	for (i = 0; i < numbers->len; i++) {
		uint64_t more = numbers->ptr[i] - before;

		before = numbers->ptr[i];
		for (; more >= 0x80; more >>= 7) {
			nostd_string_push_byte(out, (char)(unsigned char)(more | 0x80));
		}
		nostd_string_push_byte(out, (char)(unsigned char)more);
	}
}

bool nsc_numbers_get(struct nostd_span bytes, struct nsc_number_vec *out)
{
	uint64_t value = 0, more = 0;
	unsigned shift = 0;
	size_t i;

	for (i = 0; i < bytes.size; i++) {
		if (shift > 56) {
			return false;
		}
		more |= (uint64_t)(bytes.ptr[i] & 0x7f) << shift;
		shift += 7;
		if (!(bytes.ptr[i] & 0x80)) {
			value += more;
			nsc_number_vec_push(out, value);
			more = 0;
			shift = 0;
		}
	}
	return shift == 0;
}
