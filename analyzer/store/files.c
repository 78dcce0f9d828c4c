/*
 * files.c - records of files, by the digest of what is in them. See store.h.
 */
#include "analyzer/base/err.h"
#include "analyzer/base/run.h"
#include "analyzer/store/internal.h"

enum { KIND_ANSWER = 0xff }; /* no schema has this id */

/* A file's clock may be that coarse. */
#define SETTLED_NS ((int64_t)2000000000)

/* -- looks --------------------------------------------------------------------------- */

static bool id_eq(const struct nsc_file_id *a, const struct nsc_file_id *b)
{
	return a->size == b->size && a->inode == b->inode && a->mtime == b->mtime &&
	       a->ctime == b->ctime;
}

bool nsc_seen_is_settled(const struct nsc_seen *seen)
{
	return seen->looked - seen->id.mtime >= SETTLED_NS &&
	       seen->looked - seen->id.ctime >= SETTLED_NS;
}

/* The look of an earlier run, if the file is still what it was then. */
static bool recall_file(struct nsc_store *store, struct nsc_name path,
			struct nsc_seen *seen)
{
	struct nsc_seen then = {.there = true};
	sqlite3_stmt *row;
	int64_t used;

	if (store->blank) {
		return false;
	}
	row = nsc_sql(store, NSC_SQL_FILE_GET);
	nsc_sql_text(row, 1, nsc_name_text(store->run->names, path));
	if (!nsc_sql_row(store, row)) {
		return false;
	}
	then.id.size = (uint64_t)sqlite3_column_int64(row, 0);
	then.id.inode = (uint64_t)sqlite3_column_int64(row, 1);
	then.id.mtime = sqlite3_column_int64(row, 2);
	then.id.ctime = sqlite3_column_int64(row, 3);
	then.looked = sqlite3_column_int64(row, 4);
	used = sqlite3_column_int64(row, 6);
	if (!nsc_sql_column_digest(row, 5, &then.digest) || !id_eq(&then.id, &seen->id) ||
	    !nsc_seen_is_settled(&then)) {
		sqlite3_reset(row);
		return false;
	}
	sqlite3_reset(row);
	if (used != store->today) {
		nsc_number_vec_push(&store->used_files, path.ix);
	}
	*seen = then;
	return true;
}

static void read_file(struct nsc_store *store, struct nsc_name path,
		      struct nsc_seen *seen)
{
	struct nsc_file_bytes file;
	struct nsc_err err = {0};

	seen->looked = nsc_host_now();
	seen->there = false;
	if (nsc_host_open(nsc_name_chars(store->run->names, path), &file, &err) < 0) {
		return;
	}
	seen->there = true;
	seen->fresh = true;
	seen->id = file.id;
	seen->digest = nsc_digest(file.bytes);
	nsc_host_close(&file);
}

const struct nsc_seen *nsc_store_look(struct nsc_store *store, struct nsc_name path)
{
	const struct nsc_seen *known = nsc_seen_map_get(&store->files, path.ix);
	struct nsc_seen seen = {0};

	if (known) {
		return known;
	}
	if (nsc_host_look(nsc_name_chars(store->run->names, path), &seen.id) ==
	    NSC_FILE_REGULAR) {
		seen.there = true;
		if (!recall_file(store, path, &seen)) {
			read_file(store, path, &seen);
		}
	}
	nsc_seen_map_insert(&store->files, path.ix, seen);
	return nsc_seen_map_get(&store->files, path.ix);
}

void nsc_store_saw(struct nsc_store *store, struct nsc_name path,
		   struct nsc_digest digest)
{
	struct nsc_seen seen = {
		.there = true, .fresh = true, .looked = store->opened, .digest = digest};

	if (!nsc_seen_map_get(&store->files, path.ix) &&
	    nsc_host_look(nsc_name_chars(store->run->names, path), &seen.id) ==
		    NSC_FILE_REGULAR &&
	    nsc_seen_is_settled(&seen)) {
		nsc_seen_map_insert(&store->files, path.ix, seen);
	}
}

bool nsc_store_digest(struct nsc_store *store, struct nsc_name path,
		      struct nsc_digest *out)
{
	const struct nsc_seen *seen = nsc_store_look(store, path);

	if (seen->there) {
		*out = seen->digest;
	}
	return seen->there;
}

/* -- records ------------------------------------------------------------------------- */

/* The record in a row of (id, used, seal, record), copied; false: none, or damaged. */
static bool take_fact(struct nsc_store *store, sqlite3_stmt *row, struct nsc_digest key,
		      struct nostd_span *record)
{
	struct nsc_digest seal, found;
	bool whole;

	if (!nsc_sql_row(store, row)) {
		return false;
	}
	*record = nsc_sql_column_bytes(row, 3);
	found = nsc_store_seal(key, record, 1);
	whole = nsc_sql_column_digest(row, 2, &seal) && nsc_digest_eq(seal, found);
	if (whole) {
		nostd_string_clear(&store->buffer);
		nostd_string_push_str(&store->buffer,
				      nostd_str_new((const char *)record->ptr,
						    record->size));
		*record = nostd_span_new(store->buffer.ptr, store->buffer.len);
		if (sqlite3_column_int64(row, 1) != store->today) {
			nsc_number_vec_push(&store->used_facts,
					    (uint64_t)sqlite3_column_int64(row, 0));
		}
	} else {
		nsc_store_tell(store, "found a damaged record: it is made anew");
	}
	sqlite3_reset(row);
	return whole;
}

bool nsc_store_get_fact(struct nsc_store *store, struct nsc_digest key,
			struct nostd_span *record)
{
	static const enum nsc_sql places[] = {NSC_SQL_PENDING_FACT_GET, NSC_SQL_FACT_GET};
	int i, end = store->blank ? 1 : 2;

	for (i = store->pending ? 0 : 1; i < end; i++) {
		sqlite3_stmt *row = nsc_sql(store, places[i]);

		nsc_sql_digest(row, 1, &key);
		if (take_fact(store, row, key, record)) {
			return true;
		}
	}
	return false;
}

void nsc_store_put_fact(struct nsc_store *store, struct nsc_digest key,
			struct nostd_span record)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_PENDING_FACT_PUT);
	struct nsc_digest seal = nsc_store_seal(key, &record, 1);

	nsc_sql_digest(row, 1, &key);
	nsc_sql_digest(row, 2, &seal);
	nsc_sql_bytes(row, 3, record);
	nsc_sql_run(store, row);
	store->pending = true;
}

bool nsc_store_get_file(struct nsc_store *store, uint8_t kind, struct nsc_name path,
			struct nostd_span *record)
{
	const struct nsc_seen *seen;

	if (!store->db) {
		return false;
	}
	seen = nsc_store_look(store, path);
	return seen->there &&
	       nsc_store_get_fact(store, nsc_store_key(store, kind, seen->digest),
				  record);
}

void nsc_store_put_file(struct nsc_store *store, const struct nsc_store_file *file,
			struct nostd_span record)
{
	/* `looked` is too late, so this look alone is not trusted in later runs. */
	struct nsc_seen seen = {.there = true,
				.id = *file->id,
				.looked = file->id->mtime,
				.digest = nsc_digest(file->bytes)};
	const struct nsc_seen *known = nsc_seen_map_get(&store->files, file->path.ix);

	if (!store->db) {
		return;
	}
	if (!known || !known->there || !nsc_digest_eq(known->digest, seen.digest)) {
		nsc_seen_map_insert(&store->files, file->path.ix, seen);
	}
	nsc_store_put_fact(store, nsc_store_key(store, file->kind, seen.digest), record);
}

bool nsc_store_get_answer(struct nsc_store *store, struct nostd_str key,
			  struct nostd_str *text)
{
	struct nsc_digest of = nsc_digest(nostd_span_new(key.ptr, key.len));
	struct nostd_span record;

	if (!nsc_store_get_fact(store, nsc_store_key(store, KIND_ANSWER, of), &record)) {
		return false;
	}
	*text = nostd_str_new((const char *)record.ptr, record.size);
	return true;
}

void nsc_store_put_answer(struct nsc_store *store, struct nostd_str key,
			  struct nostd_str text)
{
	struct nsc_digest of = nsc_digest(nostd_span_new(key.ptr, key.len));

	nsc_store_put_fact(store, nsc_store_key(store, KIND_ANSWER, of),
			   nostd_span_new(text.ptr, text.len));
}

/* -- writing ------------------------------------------------------------------------- */

static void write_file(struct nsc_store *store, struct nsc_name path,
		       const struct nsc_seen *seen)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_FILE_PUT);

	nsc_sql_text(row, 1, nsc_name_text(store->run->names, path));
	nsc_sql_number(row, 2, (int64_t)seen->id.size);
	nsc_sql_number(row, 3, (int64_t)seen->id.inode);
	nsc_sql_number(row, 4, seen->id.mtime);
	nsc_sql_number(row, 5, seen->id.ctime);
	nsc_sql_number(row, 6, seen->looked);
	nsc_sql_number(row, 7, store->today);
	nsc_sql_digest(row, 8, &seen->digest);
	nsc_sql_run(store, row);
}

static void write_folder(struct nsc_store *store, struct nsc_name path,
			 const struct nsc_seen *seen)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_FOLDER_PUT);

	nsc_sql_text(row, 1, nsc_name_text(store->run->names, path));
	nsc_sql_number(row, 2, (int64_t)seen->id.inode);
	nsc_sql_number(row, 3, seen->id.mtime);
	nsc_sql_number(row, 4, seen->id.ctime);
	nsc_sql_number(row, 5, seen->looked);
	nsc_sql_number(row, 6, store->today);
	nsc_sql_digest(row, 7, &seen->digest);
	nsc_sql_run(store, row);
}

static void write_seen(struct nsc_store *store, const struct nsc_seen_map *map,
		       void (*put)(struct nsc_store *, struct nsc_name,
				   const struct nsc_seen *))
{
	struct nsc_seen_map_iter it = nsc_seen_map_iter(map);

	while (nsc_seen_map_next(&it)) {
		struct nsc_name path = {*it.key};

		if (it.value->there && it.value->fresh && nsc_seen_is_settled(it.value)) {
			put(store, path, it.value);
		}
	}
}

/* Rows that were of use today: by path, or by number. */
static void mark_used(struct nsc_store *store, const struct nsc_number_vec *rows,
		      enum nsc_sql id, bool by_path)
{
	size_t i;

	for (i = 0; i < rows->len; i++) {
		sqlite3_stmt *row = nsc_sql(store, id);
		struct nsc_name path = {(uint32_t)rows->ptr[i]};

		if (by_path) {
			nsc_sql_text(row, 1, nsc_name_text(store->run->names, path));
		} else {
			nsc_sql_number(row, 1, (int64_t)rows->ptr[i]);
		}
		nsc_sql_number(row, 2, store->today);
		nsc_sql_run(store, row);
	}
}

void nsc_store_write_files(struct nsc_store *store)
{
	sqlite3_stmt *move;

	write_seen(store, &store->files, write_file);
	write_seen(store, &store->folders, write_folder);
	mark_used(store, &store->used_files, NSC_SQL_FILE_USE, true);
	mark_used(store, &store->used_folders, NSC_SQL_FOLDER_USE, true);
	mark_used(store, &store->used_facts, NSC_SQL_FACT_USE, false);
	mark_used(store, &store->used_units, NSC_SQL_UNIT_USE, false);
	move = nsc_sql(store, NSC_SQL_PENDING_FACT_MOVE);
	nsc_sql_number(move, 1, store->today);
	nsc_sql_run(store, move);
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_PENDING_FACT_DROP));
}
