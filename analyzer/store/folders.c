/*
 * folders.c - what stands in the folders that were searched for headers. See store.h,
 * "units".
 *
 * A listing is the names of a folder's entries with their kinds, in byte order: each a
 * letter ('f' file, 'd' folder, 'o' other, '-' a link to nothing), the name, a NUL.
 */
#include "analyzer/base/name_vec.h"
#include "analyzer/base/run.h"
#include "analyzer/store/internal.h"

/* The digest of a folder that is not there. */
static const struct nsc_digest nothing = {0, 0};

/*
 * What changed less than this before the run may have changed after a parse too.
 */
#define UNSETTLED_NS ((int64_t)2000000000)

static bool is_late(const struct nsc_store *store, int64_t changed)
{
	return changed > store->opened - UNSETTLED_NS;
}

static bool is_late_folder(const struct nsc_store *store, const struct nsc_seen *seen)
{
	return is_late(store, seen->id.mtime) || is_late(store, seen->id.ctime);
}

static char kind_letter(enum nsc_file_kind kind)
{
	switch (kind) {
	case NSC_FILE_NONE:
		return '-';
	case NSC_FILE_REGULAR:
		return 'f';
	case NSC_FILE_FOLDER:
		return 'd';
	case NSC_FILE_OTHER:
		return 'o';
	}
	return 'o';
}

/*
 * A folder's listing, appended to `out`; entries that changed lately, to `late` unless it
 * is NULL. False: it has links to nothing, which may lead somewhere tomorrow without the
 * folder changing.
 */
static bool list(struct nsc_store *store, struct nsc_name path, struct nostd_string *out,
		 struct nsc_name_vec *late)
{
	struct nostd_bump *scratch = store->run->scratch;
	struct nostd_bump_mark mark = nostd_bump_mark(scratch);
	struct nsc_dir_entry *entries;
	bool lasting = true;
	size_t count, i;

	nsc_host_list(scratch, nsc_name_chars(store->run->names, path), &entries, &count);
	for (i = 0; i < count; i++) {
		nostd_string_push_byte(out, kind_letter(entries[i].kind));
		nostd_string_push_str(out, entries[i].name);
		nostd_string_push_byte(out, '\0');
		lasting = lasting && entries[i].kind != NSC_FILE_NONE;
		if (late && is_late(store, entries[i].changed)) {
			nsc_name_vec_push(late,
					  nsc_name(store->run->names, entries[i].name));
		}
	}
	nostd_bump_reset(scratch, mark);
	return lasting;
}

static struct nsc_digest digest_of(struct nostd_str listing)
{
	return nsc_digest(nostd_span_new(listing.ptr, listing.len));
}

/*
 * Read a folder. One that changed lately may have changed after a parse. But our own file
 * may lie in it, or a build write there; so what counts is what came. To make, link or
 * rename a thing sets its ctime. Of a folder that is new here, it sets the ctime alone;
 * what comes into a folder sets both of its times.
 */
static void read_folder(struct nsc_store *store, struct nsc_name path,
			struct nsc_seen *seen)
{
	struct nsc_name_vec late = nsc_name_vec_new_in(nsc_keep(store->run));
	struct nostd_string text = nostd_string_new();
	bool changed = is_late_folder(store, seen);
	const struct nsc_name end = {0};

	seen->came = is_late(store, seen->id.ctime) && seen->id.ctime != seen->id.mtime;
	seen->fresh = list(store, path, &text, changed ? &late : NULL);
	if (late.len != 0) {
		nsc_name_vec_push(&late, end);
		seen->late = late.ptr;
	}
	seen->listing = nostd_bump_str(store->run->keep, nostd_string_as_str(&text));
	seen->digest = digest_of(seen->listing);
	nostd_string_drop(&text);
}

/* The look of an earlier run, if the folder is still what it was then. */
static bool recall(struct nsc_store *store, struct nsc_name path, struct nsc_seen *seen)
{
	struct nsc_seen then = *seen;
	sqlite3_stmt *row;
	bool same;

	if (store->blank) {
		return false;
	}
	row = nsc_sql(store, NSC_SQL_FOLDER_GET);
	nsc_sql_text(row, 1, nsc_name_text(store->run->names, path));
	if (!nsc_sql_row(store, row)) {
		return false;
	}
	then.id.inode = (uint64_t)sqlite3_column_int64(row, 0);
	then.id.mtime = sqlite3_column_int64(row, 1);
	then.id.ctime = sqlite3_column_int64(row, 2);
	then.looked = sqlite3_column_int64(row, 3);
	same = nsc_sql_column_digest(row, 4, &then.digest) &&
	       then.id.inode == seen->id.inode && then.id.mtime == seen->id.mtime &&
	       then.id.ctime == seen->id.ctime && nsc_seen_is_settled(&then) &&
	       !is_late_folder(store, seen);
	if (same && sqlite3_column_int64(row, 5) != store->today) {
		nsc_number_vec_push(&store->used_folders, path.ix);
	}
	sqlite3_reset(row);
	if (same) {
		*seen = then;
	}
	return same;
}

const struct nsc_seen *nsc_store_look_folder(struct nsc_store *store,
					     struct nsc_name path)
{
	const struct nsc_seen *known = nsc_seen_map_get(&store->folders, path.ix);
	struct nsc_seen seen = {.digest = nothing};

	if (known) {
		return known;
	}
	seen.looked = nsc_host_now();
	if (nsc_host_look(nsc_name_chars(store->run->names, path), &seen.id) ==
	    NSC_FILE_FOLDER) {
		seen.there = true;
		if (!recall(store, path, &seen)) {
			read_folder(store, path, &seen);
		}
	}
	nsc_seen_map_insert(&store->folders, path.ix, seen);
	return nsc_seen_map_get(&store->folders, path.ix);
}

/* The listing as it was looked at; of a folder that was not read, as it is now. */
static void list_seen(struct nsc_store *store, struct nsc_name path,
		      const struct nsc_seen *seen, struct nostd_string *out)
{
	if (seen->listing.ptr) {
		nostd_string_push_str(out, seen->listing);
	} else {
		list(store, path, out, NULL);
	}
}

int64_t nsc_store_listing(struct nsc_store *store, const struct nsc_named *folder)
{
	struct nostd_str path = nsc_name_text(store->run->names, folder->path);
	struct nostd_string text = nostd_string_new();
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_LISTING_FIND);
	int64_t number = 0;

	nsc_sql_text(row, 1, path);
	nsc_sql_digest(row, 2, &folder->digest);
	if (nsc_sql_row(store, row)) {
		number = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
		return number;
	}
	if (!nsc_digest_eq(folder->digest, nothing)) {
		list_seen(store, folder->path, nsc_store_look_folder(store, folder->path),
			  &text);
	}
	if (nsc_digest_eq(folder->digest, nothing) ||
	    nsc_digest_eq(digest_of(nostd_string_as_str(&text)), folder->digest)) {
		row = nsc_sql(store, NSC_SQL_LISTING_ADD);
		nsc_sql_text(row, 1, path);
		nsc_sql_digest(row, 2, &folder->digest);
		nsc_sql_bytes(row, 3, nostd_span_new(text.ptr, text.len));
		nsc_sql_run(store, row);
		number = store->db ? sqlite3_last_insert_rowid(store->db) : 0;
	}
	nostd_string_drop(&text);
	return number;
}

/* -- what has appeared ------------------------------------------------------------ */

/* The next entry of a listing, letter and all; empty at its end. */
static struct nostd_str next_entry(struct nostd_str *listing)
{
	struct nostd_str entry = {NULL, 0};

	nostd_str_split_once(*listing, '\0', &entry, listing);
	return entry;
}

/* The number of a name that some unit spells; 0: none does. */
static int64_t part_number(struct nsc_store *store, struct nostd_str name)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_PART_FIND);
	int64_t number = 0;

	nsc_sql_text(row, 1, name);
	if (nsc_sql_row(store, row)) {
		number = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
	}
	return number;
}

/*
 * Both listings are in the order of the names, so one pass over both finds the new ones.
 */
static void find_appeared(struct nsc_store *store, struct nostd_str then,
			  struct nostd_str now, struct nsc_number_vec *out)
{
	struct nostd_str old = next_entry(&then), new = next_entry(&now);

	while (new.len != 0) {
		int order = old.len == 0 ? 1
					 : nostd_str_cmp(nostd_str_skip(old, 1),
							 nostd_str_skip(new, 1));
		int64_t number;

		if (order < 0) {
			old = next_entry(&then);
			continue;
		}
		number = nostd_str_eq(old, new)
				 ? 0
				 : part_number(store, nostd_str_skip(new, 1));
		if (number != 0) {
			nsc_number_vec_push(out, (uint64_t)number);
		}
		new = next_entry(&now);
	}
	nsc_numbers_sort(out);
}

/* A row of `listing`; false: there is none. */
static bool get_listing(struct nsc_store *store, uint64_t number,
			struct nsc_named *folder, struct nostd_string *names)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_LISTING_GET);
	struct nostd_span bytes;
	bool valid;

	nsc_sql_number(row, 1, (int64_t)number);
	if (!nsc_sql_row(store, row)) {
		return false;
	}
	folder->path = nsc_name(store->run->names, nsc_sql_column_text(row, 0));
	valid = nsc_sql_column_digest(row, 1, &folder->digest);
	bytes = nsc_sql_column_bytes(row, 2);
	nostd_string_push_str(names, nostd_str_new((const char *)bytes.ptr, bytes.size));
	sqlite3_reset(row);
	return valid;
}

struct nsc_checked nsc_store_check_listing(struct nsc_store *store, uint64_t number)
{
	struct nsc_number_vec appeared = nsc_number_vec_new_in(nsc_keep(store->run));
	struct nostd_string then = nostd_string_new(), now = nostd_string_new();
	struct nsc_checked checked = {NSC_BROKEN, NULL, 0};
	struct nsc_named folder;

	if (get_listing(store, number, &folder, &then)) {
		const struct nsc_seen *seen = nsc_store_look_folder(store, folder.path);

		if (!nsc_digest_eq(seen->digest, folder.digest)) {
			list_seen(store, folder.path, seen, &now);
			find_appeared(store, nostd_string_as_str(&then),
				      nostd_string_as_str(&now), &appeared);
		}
		checked.verdict = appeared.len == 0 ? NSC_HOLDS : NSC_PERHAPS;
		checked.appeared = appeared.ptr;
		checked.appeared_count = appeared.len;
	}
	nostd_string_drop(&then);
	nostd_string_drop(&now);
	return checked;
}
