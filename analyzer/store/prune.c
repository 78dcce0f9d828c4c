/*
 * prune.c - keeping the file under its limit. See nsc_store_commit().
 *
 * Cached things carry the day they were last of use. The oldest days go first, all of a
 * day at once, then what only they named; then runs but for the last ones. What is left
 * after that stays, even if it is more than the limit: it is what today's runs need.
 */
#include "analyzer/base/run.h"
#include "analyzer/store/internal.h"

enum { RUNS_KEPT = 100, LIST_INPUT = 0, LIST_LISTING = 1, LIST_PART = 2 };

/* Bytes of the file that are in use. */
static uint64_t used_size(struct nsc_store *store)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_PAGES);
	uint64_t size = 0;

	if (nsc_sql_row(store, row)) {
		size = (uint64_t)sqlite3_column_int64(row, 0) *
		       (uint64_t)sqlite3_column_int64(row, 1);
		sqlite3_reset(row);
	}
	return size;
}

static void forget(struct nsc_store *store, enum nsc_sql id, int64_t up_to)
{
	sqlite3_stmt *row = nsc_sql(store, id);

	nsc_sql_number(row, 1, up_to);
	nsc_sql_run(store, row);
}

/* Forget the oldest day before today; false: there is none. */
static bool forget_a_day(struct nsc_store *store)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_OLDEST_USE);
	int64_t day = store->today;

	if (nsc_sql_row(store, row)) {
		if (sqlite3_column_type(row, 0) != SQLITE_NULL) {
			day = sqlite3_column_int64(row, 0);
		}
		sqlite3_reset(row);
	}
	if (day >= store->today) {
		return false;
	}
	forget(store, NSC_SQL_FACT_FORGET, day);
	forget(store, NSC_SQL_UNIT_FORGET, day);
	forget(store, NSC_SQL_FILE_FORGET, day);
	forget(store, NSC_SQL_FOLDER_FORGET, day);
	return store->db != NULL;
}

/* -- what units named ---------------------------------------------------------------- */

static void name_all(struct nsc_store *store, int64_t list,
		     const struct nsc_number_vec *numbers)
{
	size_t i;

	for (i = 0; i < numbers->len; i++) {
		sqlite3_stmt *row = nsc_sql(store, NSC_SQL_NAMED_ADD);

		nsc_sql_number(row, 1, list);
		nsc_sql_number(row, 2, (int64_t)numbers->ptr[i]);
		nsc_sql_run(store, row);
	}
}

/* Inputs, listings and parts that no unit names any more. */
static void forget_unnamed(struct nsc_store *store)
{
	const struct nostd_allocator *scratch = nsc_scratch(store->run);
	struct nostd_bump_mark mark = nostd_bump_mark(store->run->scratch);
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_UNIT_LISTS);

	while (nsc_sql_row(store, row)) {
		struct nsc_number_vec lists[3];
		int i;

		for (i = LIST_INPUT; i <= LIST_PART; i++) {
			lists[i] = nsc_number_vec_new_in(scratch);
			nsc_numbers_get(nsc_sql_column_bytes(row, i), &lists[i]);
		}
		for (i = LIST_INPUT; i <= LIST_PART; i++) {
			name_all(store, i, &lists[i]);
		}
		nostd_bump_reset(store->run->scratch, mark);
	}
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_INPUT_FORGET));
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_LISTING_FORGET));
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_PART_FORGET));
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_NAMED_DROP));
}

/* -- runs ---------------------------------------------------------------------------- */

static void forget_runs(struct nsc_store *store)
{
	sqlite3_stmt *row = nsc_sql(store, NSC_SQL_RUN_OLD);
	int64_t oldest = 0;

	nsc_sql_number(row, 1, RUNS_KEPT);
	if (nsc_sql_row(store, row)) {
		oldest = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
	}
	if (oldest == 0) {
		return;
	}
	forget(store, NSC_SQL_FINDING_FORGET, oldest);
	forget(store, NSC_SQL_TARGET_FORGET, oldest);
	forget(store, NSC_SQL_SIZE_FORGET, oldest);
	forget(store, NSC_SQL_RUN_FORGET, oldest);
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_CHAIN_FORGET));
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_STEP_FORGET));
	nsc_sql_run(store, nsc_sql(store, NSC_SQL_TEXT_FORGET));
}

void nsc_store_prune(struct nsc_store *store)
{
	uint64_t left = store->size_max / 4 * 3;

	if (used_size(store) <= store->size_max ||
	    !nsc_sql_exec(store, "BEGIN IMMEDIATE")) {
		return;
	}
	while (used_size(store) > left && forget_a_day(store)) {
	}
	forget_unnamed(store);
	if (used_size(store) > left) {
		forget_runs(store);
	}
	nsc_sql_exec(store, "COMMIT; PRAGMA incremental_vacuum");
}
