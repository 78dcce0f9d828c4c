/*
 * query.c - one SELECT over a store's file, for people and other programs. See store.h.
 */
#include <string.h>

#include "analyzer/base/err.h"
#include "analyzer/store/internal.h"

enum { BUSY_MILLISECONDS = 10000, SQL_SIZE_MAX = 1000000 }; /* SQLite's own limit */

#define NOSTD_NAME cells
#define NOSTD_T    struct nostd_str
#include <nostd/vec.h>

/* Reading and functions, and nothing else: no ATTACH, no PRAGMA that sets anything. */
static int authorize(void *self, int action, const char *a, const char *b, const char *c,
		     const char *d)
{
	(void)self;
	(void)a;
	(void)c;
	(void)d;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return b && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	}
	return SQLITE_DENY;
}

static bool send_names(sqlite3_stmt *statement, struct nsc_store_rows to,
		       struct cells *cells)
{
	int i;

	cells_clear(cells);
	for (i = 0; i < sqlite3_column_count(statement); i++) {
		cells_push(cells, nostd_str_from_c(sqlite3_column_name(statement, i)));
	}
	return to.row(to.self, cells->ptr, cells->len);
}

static bool send_row(sqlite3_stmt *statement, struct nsc_store_rows to,
		     struct cells *cells)
{
	int i;

	cells_clear(cells);
	for (i = 0; i < sqlite3_column_count(statement); i++) {
		cells_push(cells, nsc_sql_column_text(statement, i));
	}
	return to.row(to.self, cells->ptr, cells->len);
}

static int run_query(sqlite3 *db, struct nostd_str sql, struct nsc_store_rows to,
		     struct nsc_err *err)
{
	struct cells cells = cells_new();
	sqlite3_stmt *statement = NULL;
	const char *rest = NULL;
	int code, ret = -1;

	sql = nostd_str_take(sql, SQL_SIZE_MAX);
	code = sqlite3_prepare_v2(db, sql.ptr, (int)sql.len, &statement, &rest);
	if (code != SQLITE_OK) {
		nsc_fail(err, NSC_ERR_USAGE, "query: {}", sqlite3_errmsg(db));
	} else if (!statement) {
		nsc_fail(err, NSC_ERR_USAGE, "query: found nothing, expected a SELECT");
	} else if (nostd_str_trim(nostd_str_skip(sql, (size_t)(rest - sql.ptr))).len !=
		   0) {
		nsc_fail(err, NSC_ERR_USAGE,
			 "query: found text behind the first statement, expected one");
	} else if (send_names(statement, to, &cells)) {
		while ((code = sqlite3_step(statement)) == SQLITE_ROW &&
		       send_row(statement, to, &cells)) {
		}
		ret = code == SQLITE_ROW || code == SQLITE_DONE
			      ? 0
			      : nsc_fail(err, NSC_ERR_USAGE, "query: {}",
					 sqlite3_errmsg(db));
	} else {
		ret = 0;
	}
	sqlite3_finalize(statement);
	cells_drop(&cells);
	return ret;
}

int nsc_store_query(struct nostd_str path, struct nostd_str sql, struct nsc_store_rows to,
		    struct nsc_err *err)
{
	struct nostd_string name = nostd_string_new();
	sqlite3 *db = NULL;
	int code, ret = -1;

	nostd_string_push_str(&name, path);
	code = sqlite3_open_v2(nostd_string_c_str(&name), &db,
			       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK) {
		nsc_fail(err, NSC_ERR_INPUT, "{}: {}", path, sqlite3_errstr(code));
		goto out;
	}
	sqlite3_busy_timeout(db, BUSY_MILLISECONDS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	sqlite3_set_authorizer(db, authorize, NULL);
	ret = run_query(db, sql, to, err);
out:
	sqlite3_close(db);
	nostd_string_drop(&name);
	return ret;
}
