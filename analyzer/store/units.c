/*
 * units.c - records of units, and what must not have changed since. See store.h.
 *
 * A unit names its inputs, the listings of the folders it searched, and the parts of the
 * names it spelled by number. So a project of 100,000 units that share their headers has
 * each header's path and digest once, and a run looks at each once.
 */
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/store/internal.h"

enum { KIND_UNIT = 0xfe }; /* no schema has this id */

#define NOSTD_NAME seen_names
#define NOSTD_K    uint32_t
#define NOSTD_V    char
#define NOSTD_IN
#include <nostd/hashmap.h>

/* -- looking up ---------------------------------------------------------------------- */

/* The lists of a unit, by number. */
struct lists {
	struct nsc_number_vec inputs, listings, parts;
};

static void lists_init(struct lists *lists, const struct nostd_allocator *in)
{
	lists->inputs = nsc_number_vec_new_in(in);
	lists->listings = nsc_number_vec_new_in(in);
	lists->parts = nsc_number_vec_new_in(in);
}

static struct nsc_checked check_input(struct nsc_store *store, uint64_t number)
{
	struct nsc_checked checked = {NSC_BROKEN, NULL, 0};
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_INPUT_GET);
	struct nsc_digest then, now;
	struct nsc_name path;
	bool valid;

	nsc_sql_number(row, 1, (int64_t)number);
	if (!nsc_sql_row(store, row)) {
		return checked;
	}
	path = nsc_name(store->run->names, nsc_sql_column_text(row, 0));
	valid = nsc_sql_column_digest(row, 1, &then);
	sqlite3_reset(row);
	if (valid && nsc_store_digest(store, path, &now) && nsc_digest_eq(then, now)) {
		checked.verdict = NSC_HOLDS;
	}
	return checked;
}

/* Each input and listing is looked at once per run. */
static const struct nsc_checked *checked(struct nsc_store *store,
					 struct nsc_checked_map *map, uint64_t number)
{
	const struct nsc_checked *known = nsc_checked_map_get(map, number);

	if (!known) {
		nsc_checked_map_insert(map, number,
				       map == &store->inputs
					       ? check_input(store, number)
					       : nsc_store_check_listing(store, number));
		known = nsc_checked_map_get(map, number);
	}
	return known;
}

/* Do two ascending lists share a number? */
static bool share(const struct nsc_number_vec *a, const uint64_t *b, size_t count)
{
	size_t i = 0, j = 0;

	while (i < a->len && j < count) {
		if (a->ptr[i] == b[j]) {
			return true;
		}
		if (a->ptr[i] < b[j]) {
			i++;
		} else {
			j++;
		}
	}
	return false;
}

static bool still_holds(struct nsc_store *store, const struct lists *lists)
{
	size_t i;

	for (i = 0; i < lists->inputs.len; i++) {
		if (checked(store, &store->inputs, lists->inputs.ptr[i])->verdict !=
		    NSC_HOLDS) {
			return false;
		}
	}
	for (i = 0; i < lists->listings.len; i++) {
		const struct nsc_checked *one =
			checked(store, &store->listings, lists->listings.ptr[i]);

		if (one->verdict == NSC_BROKEN ||
		    share(&lists->parts, one->appeared, one->appeared_count)) {
			return false;
		}
	}
	return true;
}

/* A row of UNIT_GET: its record into the buffer, its lists; false: damaged. */
static bool take_unit(struct nsc_store *store, sqlite3_stmt *row, struct nsc_digest key,
		      struct lists *lists)
{
	const struct nostd_span parts[] = {nsc_sql_column_bytes(row, 3),
					   nsc_sql_column_bytes(row, 4),
					   nsc_sql_column_bytes(row, 5),
					   nsc_sql_column_bytes(row, 6)};
	struct nsc_digest seal;

	if (!nsc_sql_column_digest(row, 2, &seal) ||
	    !nsc_digest_eq(seal, nsc_store_seal(key, parts, 4)) ||
	    !nsc_numbers_get(parts[1], &lists->inputs) ||
	    !nsc_numbers_get(parts[2], &lists->listings) ||
	    !nsc_numbers_get(parts[3], &lists->parts)) {
		nsc_store_tell(store, "found a damaged record: it is made anew");
		return false;
	}
	nostd_string_clear(&store->buffer);
	nostd_string_push_str(&store->buffer,
			      nostd_str_new((const char *)parts[0].ptr, parts[0].size));
	return true;
}

bool nsc_store_get_unit(struct nsc_store *store, struct nsc_digest of,
			struct nostd_span *record)
{
	struct nostd_bump_mark mark = nostd_bump_mark(store->run->scratch);
	struct nsc_digest key = nsc_store_key(store, KIND_UNIT, of);
	int64_t number = 0, used = 0;
	sqlite3_stmt *row;
	struct lists lists;
	bool found;

	if (store->blank) {
		return false;
	}
	lists_init(&lists, nsc_scratch(store->run));
	nsc_store_begin_reading(store);
	row = nsc_sql(store, NSC_SQL_UNIT_GET);
	nsc_sql_digest(row, 1, &key);
	found = nsc_sql_row(store, row);
	if (found) {
		number = sqlite3_column_int64(row, 0);
		used = sqlite3_column_int64(row, 1);
		found = take_unit(store, row, key, &lists);
		sqlite3_reset(row);
	}
	if (found && still_holds(store, &lists) && store->db) {
		if (used != store->today) {
			nsc_number_vec_push(&store->used_units, (uint64_t)number);
		}
		*record = nostd_span_new(store->buffer.ptr, store->buffer.len);
	} else {
		found = false;
	}
	nsc_store_end_reading(store);
	nostd_bump_reset(store->run->scratch, mark);
	return found;
}

/* -- putting in ---------------------------------------------------------------------- */

/* The position of a thing among those that pending units name. */
static uint64_t intern(struct nsc_interned *interned, struct nsc_named named)
{
	uint32_t next = (uint32_t)interned->all.len;
	uint32_t number = *nsc_named_map_get_or_insert(&interned->index, named, next);

	if (number == next) {
		nsc_named_vec_push(&interned->all, named);
	}
	return number;
}

/* The folders that a search for spelled names looks into, found out for one unit. */
struct search {
	struct nsc_store *store;
	struct lists *lists;
	struct seen_names folders; /* already watched */
	struct seen_names parts;   /* of the spelled names */
	bool settled;              /* nothing spelled may have come since the run began */
};

/* May a folder, or what the unit spells in it, have come since the run began? */
static bool may_have_come(const struct search *search, const struct nsc_seen *seen)
{
	const struct nsc_name *late = seen->late;

	if (seen->came) {
		return true;
	}
	for (; late && nsc_name_given(*late); late++) {
		if (seen_names_get(&search->parts, late->ix)) {
			return true;
		}
	}
	return false;
}

/* Remember what stands in a folder. True: it is there. */
static bool watch(struct search *search, struct nsc_name path)
{
	struct nsc_store *store = search->store;
	const struct nsc_seen *seen = nsc_store_look_folder(store, path);
	struct nsc_named named = {path, seen->digest};

	if (seen_names_insert(&search->folders, path.ix, 0) == NOSTD_INSERTED) {
		nsc_number_vec_push(&search->lists->listings,
				    intern(&store->new_listings, named));
		search->settled = search->settled && !may_have_come(search, seen);
	}
	return seen->there;
}

/* From `folder` through the components of `below`, as far as there are folders. */
static void watch_below(struct search *search, struct nsc_name folder,
			struct nostd_str below)
{
	struct nsc_run *run = search->store->run;
	struct nostd_str_split it = nostd_str_split(below, '/');
	struct nsc_name at = folder;

	while (watch(search, at) && nostd_str_split_next(&it)) {
		at = nsc_name(run->names,
			      nsc_path_join(run->scratch, nsc_name_text(run->names, at),
					    it.part));
	}
}

/* Every part of the names that a unit spells; each folder in front of them once. */
static void read_spelled(struct search *search, const struct nsc_store_unit *unit,
			 struct nsc_number_vec *prefixes)
{
	struct nsc_names *names = search->store->run->names;
	struct seen_names known = seen_names_new_in(nsc_scratch(search->store->run));
	size_t i;

	for (i = 0; i < unit->spelled_count; i++) {
		struct nostd_str text = nsc_name_text(names, unit->spelled[i]);
		struct nostd_str_split it = nostd_str_split(text, '/');
		struct nostd_str folder = {NULL, 0}, last;
		struct nsc_name prefix;

		if (nsc_path_absolute(text)) {
			continue;
		}
		while (nostd_str_split_next(&it)) {
			struct nsc_named part = {nsc_name(names, it.part), {0, 0}};

			seen_names_insert(&search->parts, part.path.ix, 0);
			nsc_number_vec_push(&search->lists->parts,
					    intern(&search->store->new_parts, part));
		}
		nostd_str_rsplit_once(text, '/', &folder, &last);
		prefix = nsc_name(names, folder);
		if (seen_names_insert(&known, prefix.ix, 0) == NOSTD_INSERTED) {
			nsc_number_vec_push(prefixes, prefix.ix);
		}
	}
}

static void read_folders(struct search *search, const struct nsc_store_unit *unit)
{
	struct nsc_run *run = search->store->run;
	struct nsc_number_vec prefixes = nsc_number_vec_new_in(nsc_scratch(run));
	size_t f, p;

	read_spelled(search, unit, &prefixes);
	for (f = 0; f < unit->folder_count; f++) {
		for (p = 0; p < prefixes.len; p++) {
			struct nsc_name prefix = {(uint32_t)prefixes.ptr[p]};

			watch_below(search, unit->folders[f],
				    nsc_name_text(run->names, prefix));
		}
	}
}

static void put_lists(sqlite3_stmt *row, int at, struct lists *lists,
		      struct nostd_string texts[3])
{
	struct nsc_number_vec *all[] = {&lists->inputs, &lists->listings, &lists->parts};
	int i;

	for (i = 0; i < 3; i++) {
		nsc_numbers_sort(all[i]);
		nostd_string_clear(&texts[i]);
		nsc_numbers_put(&texts[i], all[i]);
		nsc_sql_bytes(row, at + i, nostd_span_new(texts[i].ptr, texts[i].len));
	}
}

void nsc_store_put_unit(struct nsc_store *store, const struct nsc_store_unit *unit,
			struct nostd_span record)
{
	const struct nostd_allocator *scratch = nsc_scratch(store->run);
	struct nostd_bump_mark mark = nostd_bump_mark(store->run->scratch);
	struct nsc_digest key = nsc_store_key(store, KIND_UNIT, unit->key);
	struct nostd_string texts[3] = {nostd_string_new_in(scratch),
					nostd_string_new_in(scratch),
					nostd_string_new_in(scratch)};
	struct lists lists;
	struct search search = {store, &lists, seen_names_new_in(scratch),
				seen_names_new_in(scratch), true};
	sqlite3_stmt *row;
	size_t i;

	lists_init(&lists, scratch);
	if (store->db) {
		read_folders(&search, unit);
	}
	if (store->db && search.settled) {
		for (i = 0; i < unit->input_count; i++) {
			struct nsc_named input = {unit->inputs[i].path,
						  unit->inputs[i].digest};
			size_t before = store->new_inputs.all.len;

			nsc_number_vec_push(&lists.inputs,
					    intern(&store->new_inputs, input));
			if (store->new_inputs.all.len != before) {
				nsc_store_saw(store, input.path, input.digest);
			}
		}
		row = nsc_sql(store, NSC_SQL_PENDING_UNIT_PUT);
		nsc_sql_digest(row, 1, &key);
		nsc_sql_bytes(row, 2, record);
		put_lists(row, 3, &lists, texts);
		nsc_sql_run(store, row);
		store->pending = true;
	}
	nostd_bump_reset(store->run->scratch, mark);
}

/* -- writing ------------------------------------------------------------------------- */

/* The number of a row that may be there already. */
static int64_t find_or_add(struct nsc_store *store, const struct nsc_named *named,
			   enum nsc_sql find, enum nsc_sql add)
{
	struct nostd_str text = nsc_name_text(store->run->names, named->path);
	bool digest = find == NSC_SQL_INPUT_FIND;
	sqlite3_stmt *row = nsc_sql(store, find);
	int64_t number = 0;

	nsc_sql_text(row, 1, text);
	if (digest) {
		nsc_sql_digest(row, 2, &named->digest);
	}
	if (nsc_sql_row(store, row)) {
		number = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
		return number;
	}
	row = nsc_sql(store, add);
	nsc_sql_text(row, 1, text);
	if (digest) {
		nsc_sql_digest(row, 2, &named->digest);
	}
	nsc_sql_run(store, row);
	return store->db ? sqlite3_last_insert_rowid(store->db) : 0;
}

/* Row numbers by position; 0 for what could not be written. */
struct numbering {
	struct nsc_number_vec inputs, listings, parts;
};

static void write_named(struct nsc_store *store, struct numbering *out)
{
	const struct nostd_allocator *scratch = nsc_scratch(store->run);
	size_t i;

	out->inputs = nsc_number_vec_new_in(scratch);
	out->listings = nsc_number_vec_new_in(scratch);
	out->parts = nsc_number_vec_new_in(scratch);
	for (i = 0; i < store->new_inputs.all.len; i++) {
		nsc_number_vec_push(
			&out->inputs,
			(uint64_t)find_or_add(store, &store->new_inputs.all.ptr[i],
					      NSC_SQL_INPUT_FIND, NSC_SQL_INPUT_ADD));
	}
	for (i = 0; i < store->new_listings.all.len; i++) {
		nsc_number_vec_push(&out->listings,
				    (uint64_t)nsc_store_listing(
					    store, &store->new_listings.all.ptr[i]));
	}
	for (i = 0; i < store->new_parts.all.len; i++) {
		nsc_number_vec_push(
			&out->parts,
			(uint64_t)find_or_add(store, &store->new_parts.all.ptr[i],
					      NSC_SQL_PART_FIND, NSC_SQL_PART_ADD));
	}
}

/* Positions become row numbers. False: one has none. */
static bool renumber(struct nostd_span bytes, const struct nsc_number_vec *numbers,
		     struct nsc_number_vec *out)
{
	size_t i;

	if (!nsc_numbers_get(bytes, out)) {
		return false;
	}
	for (i = 0; i < out->len; i++) {
		out->ptr[i] = numbers->ptr[out->ptr[i]];
		if (out->ptr[i] == 0) {
			return false;
		}
	}
	return true;
}

/* A row of PENDING_UNIT_ALL into `unit`. */
static void write_unit(struct nsc_store *store, sqlite3_stmt *from,
		       const struct numbering *numbers)
{
	const struct nostd_allocator *scratch = nsc_scratch(store->run);
	struct nostd_string texts[3] = {nostd_string_new_in(scratch),
					nostd_string_new_in(scratch),
					nostd_string_new_in(scratch)};
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_UNIT_PUT);
	struct nostd_span parts[4];
	struct nsc_digest key, seal;
	struct lists lists;
	int i;

	lists_init(&lists, scratch);
	if (!nsc_sql_column_digest(from, 0, &key) ||
	    !renumber(nsc_sql_column_bytes(from, 2), &numbers->inputs, &lists.inputs) ||
	    !renumber(nsc_sql_column_bytes(from, 3), &numbers->listings,
		      &lists.listings) ||
	    !renumber(nsc_sql_column_bytes(from, 4), &numbers->parts, &lists.parts)) {
		return; /* a folder changed since it was looked at */
	}
	parts[0] = nsc_sql_column_bytes(from, 1);
	put_lists(row, 5, &lists, texts);
	for (i = 0; i < 3; i++) {
		parts[1 + i] = nostd_span_new(texts[i].ptr, texts[i].len);
	}
	seal = nsc_store_seal(key, parts, 4);
	nsc_sql_digest(row, 1, &key);
	nsc_sql_number(row, 2, store->today);
	nsc_sql_digest(row, 3, &seal);
	nsc_sql_bytes(row, 4, parts[0]);
	nsc_sql_run(store, row);
}

void nsc_store_write_units(struct nsc_store *store)
{
	struct nostd_bump_mark mark = nostd_bump_mark(store->run->scratch), each;
	struct numbering numbers;
	sqlite3_stmt *row;

	write_named(store, &numbers);
	row = nsc_sql(store, NSC_SQL_PENDING_UNIT_ALL);
	each = nostd_bump_mark(store->run->scratch);
	while (nsc_sql_row(store, row)) {
		write_unit(store, row, &numbers);
		nostd_bump_reset(store->run->scratch, each);
	}
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_PENDING_UNIT_DROP));
	nostd_bump_reset(store->run->scratch, mark);
}
