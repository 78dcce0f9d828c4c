/*
 * filter.c - see filter.h.
 */
#include "analyzer/run/filter.h"

#include "analyzer/base/diag.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/path.h"
#include "analyzer/base/run.h"
#include "analyzer/fact/compdb.h"
#include "analyzer/fact/unit.h"
#include "analyzer/run/session.h"
#include "analyzer/run/units.h"

static struct nostd_str text_of(const struct nsc_session *session, struct nsc_name name)
{
	return nsc_name_text(session->run->names, name);
}

/* -- kinds --------------------------------------------------------------------------- */

static bool is_one_of(struct nostd_str suffix, const char *const *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (nostd_str_eq_ignore_case(suffix, nostd_str_from_c(all[i]))) {
			return true;
		}
	}
	return false;
}

enum nsc_filter_kind nsc_filter_kind(struct nostd_str path)
{
	/* Suffixes that gcc compiles by itself (GCC manual, 3.2), and .asm. */
	static const char *const sources[] = {".c",   ".cc",   ".cp", ".cxx", ".cpp",
					      ".c++", ".cppm", ".s",  ".sx",  ".asm"};
	static const char *const headers[] = {".h",   ".hh",  ".hp",  ".hxx",
					      ".hpp", ".h++", ".tcc", ".inc",
					      ".inl", ".ipp", ".def", ".txx"};
	struct nostd_str suffix = nsc_path_suffix(path);

	if (is_one_of(suffix, sources, sizeof(sources) / sizeof(sources[0]))) {
		return NSC_FILTER_SOURCE;
	}
	return is_one_of(suffix, headers, sizeof(headers) / sizeof(headers[0]))
		       ? NSC_FILTER_HEADER
		       : NSC_FILTER_OTHER;
}

/* -- which file is meant ------------------------------------------------------------- */

/* The same file by another way: a link in the path (decisions.md 16). */
static bool is_same_file(const struct nsc_session *session, struct nsc_name a,
			 struct nsc_name b)
{
	struct nsc_file_id one, other;

	if (nsc_name_eq(a, b)) {
		return true;
	}
	return nostd_str_eq(nsc_path_base(text_of(session, a)),
			    nsc_path_base(text_of(session, b))) &&
	       nsc_host_look(nsc_name_chars(session->run->names, a), &one) ==
		       NSC_FILE_REGULAR &&
	       nsc_host_look(nsc_name_chars(session->run->names, b), &other) ==
		       NSC_FILE_REGULAR &&
	       one.inode == other.inode && one.mtime == other.mtime &&
	       one.size == other.size;
}

static bool is_compiled_from(const struct nsc_session *session,
			     const struct nsc_run_unit *unit, struct nsc_name filter)
{
	return is_same_file(session, unit->command->file, filter);
}

void nsc_filters_narrow(struct nsc_session *session, struct nsc_run_units *units)
{
	const struct nsc_name_vec *filters = &session->inputs.filters;
	size_t f, u;

	for (f = 0; f < filters->len; f++) {
		if (nsc_filter_kind(text_of(session, filters->ptr[f])) !=
		    NSC_FILTER_SOURCE) {
			return; /* only their includes tell who needs a header */
		}
	}
	for (u = 0; u < units->all.len && filters->len != 0; u++) {
		bool meant = false;

		for (f = 0; f < filters->len && !meant; f++) {
			meant = is_compiled_from(session, &units->all.ptr[u],
						 filters->ptr[f]);
		}
		units->all.ptr[u].narrowed = units->all.ptr[u].wanted && !meant;
		units->all.ptr[u].wanted &= meant;
	}
}

/* -- who knows it -------------------------------------------------------------------- */

/* The unit's spelling of a file it read; empty: it did not. */
static struct nsc_name spelled_by(const struct nsc_session *session,
				  const struct nsc_unit_facts *unit,
				  struct nsc_name filter, bool exact)
{
	size_t i;

	for (i = 0; i < unit->inputs.len; i++) {
		struct nsc_name path = unit->inputs.ptr[i].path;

		if (exact ? nsc_name_eq(path, filter)
			  : is_same_file(session, path, filter)) {
			return path;
		}
	}
	return (struct nsc_name){0};
}

/* A unit of a target read it: its name from now on is what that unit calls it. */
static bool find_reader(const struct nsc_session *session,
			const struct nsc_run_units *units, struct nsc_name *filter,
			bool exact)
{
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		const struct nsc_run_unit *unit = &units->all.ptr[i];
		struct nsc_name found = {0};

		if (unit->wanted && unit->facts) {
			found = spelled_by(session, unit->facts, *filter, exact);
		}
		if (nsc_name_given(found)) {
			*filter = found;
			return true;
		}
	}
	return false;
}

/* A unit that could not be read at all says so itself. */
static bool is_failed_unit(const struct nsc_session *session,
			   const struct nsc_run_units *units, struct nsc_name filter)
{
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		if (units->all.ptr[i].wanted &&
		    is_compiled_from(session, &units->all.ptr[i], filter)) {
			return true;
		}
	}
	return false;
}

static bool is_in_database(const struct nsc_session *session,
			   const struct nsc_run_units *units, struct nsc_name filter)
{
	size_t i;

	for (i = 0; i < units->all.len; i++) {
		if (is_compiled_from(session, &units->all.ptr[i], filter)) {
			return true;
		}
	}
	return false;
}

static void say_left_out(struct nsc_session *session, const struct nsc_run_units *units,
			 struct nsc_name filter)
{
	struct nsc_place at = nsc_place(filter, 0, 0);

	switch (nsc_filter_kind(text_of(session, filter))) {
	case NSC_FILTER_OTHER:
		nsc_diag(session->run->diags, NSC_DIAG_NOTE, at,
			 "not a source file: left out");
		return;
	case NSC_FILTER_HEADER:
		nsc_diag(session->run->diags, NSC_DIAG_NOTE, at,
			 "no unit of a freestanding target includes it: left out");
		return;
	case NSC_FILTER_SOURCE:
		break;
	}
	if (is_in_database(session, units, filter)) {
		nsc_diag(session->run->diags, NSC_DIAG_NOTE, at,
			 "part of no freestanding target: left out");
	} else {
		nsc_diag(session->run->diags, NSC_DIAG_NOT_ANALYSED, at,
			 "in no compile database: configure the build again, so that it "
			 "is");
	}
}

bool nsc_filters_settle(struct nsc_session *session, const struct nsc_run_units *units)
{
	struct nsc_name_vec *filters = &session->inputs.filters;
	size_t kept = 0, i;
	bool any = filters->len == 0;

	for (i = 0; i < filters->len; i++) {
		struct nsc_name filter = filters->ptr[i];

		if (find_reader(session, units, &filter, true) ||
		    find_reader(session, units, &filter, false) ||
		    is_failed_unit(session, units, filter)) {
			filters->ptr[kept++] = filter;
			any = true;
		} else {
			say_left_out(session, units, filter);
		}
	}
	return any;
}
