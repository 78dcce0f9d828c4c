/*
 * store.h - facts that need not be made again, and the history of runs, in one SQLite
 * file.
 *
 * In:   records of analyzer/fact/wire.h with what they were made from; results of runs.
 * Out:  the same records as long as nothing they were made from has changed; the last
 *       state of an image; tables and views that any program can read (README.md).
 * Knows nothing of what a record says, of rules or of the graph.
 *
 * The store may be missing, read-only, busy, damaged, foreign or of a later version. Then
 * it says so once, as a diagnostic (NSC_DIAG_NOTE or _WARNING: the verdict stands), and
 * the run goes on without it: look-ups miss, and what is put in is dropped. So no
 * function here fails. One process uses it from one thread; any number of processes may
 * use one file.
 *
 * Nothing is written to the file before nsc_store_commit(); what is put in until then
 * lies in a temporary file that has no name. So a run that is killed leaves the store as
 * it was.
 */
#ifndef NSC_ANALYZER_STORE_STORE_H
#define NSC_ANALYZER_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nostd/fmt.h>
#include <nostd/span.h>
#include <nostd/str.h>

#include "analyzer/base/digest.h"
#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_err;
struct nsc_file_id;
struct nsc_run;
struct nsc_store; /* opaque: a connection, prepared statements, what was looked up */

/* -- open and close ------------------------------------------------------------------ */

/*
 * Where the store is: `given` (from --db or NOSTD_CHECK_DB), else the
 * user's cache folder and a digest of `root`, else in `build`. In run->keep, absolute;
 * empty when there is no such place.
 */
struct nostd_str nsc_store_path(struct nsc_run *run, struct nostd_str given,
				struct nostd_str root, struct nostd_str build);

struct nsc_store_options {
	struct nostd_str path; /* empty: work without a store, and say nothing */
	/* The path is our own choice (not --db): a file there that is no store may go. */
	bool own_place;
	/*
	 * Part of every key: the tool's version. Facts of other versions are not found.
	 */
	struct nostd_str version;
	uint64_t
		size_max; /* bytes the file may have; 0: 1 GiB. See nsc_store_commit(). */
};

/* Never NULL; lives in run->keep; nsc_store_close() it. Folders are created. */
struct nsc_store *nsc_store_open(struct nsc_run *run,
				 const struct nsc_store_options *options);
void nsc_store_close(struct nsc_store *store);

/* Is there a file behind it that can be read? (It may still not be writable.) */
bool nsc_store_usable(const struct nsc_store *store);

/* -- files --------------------------------------------------------------------------- */

/*
 * The digest of a file's bytes. Not read when size, inode, mtime and ctime are those of
 * an earlier look and mtime was then at least 2 s past, or when it was
 * asked for before in this run. False: there is no such file, or it cannot be read.
 */
bool nsc_store_digest(struct nsc_store *store, struct nsc_name path,
		      struct nsc_digest *out);

/*
 * The record of one file's content: an object, an archive, a map. `kind` is the id of its
 * schema. Content alone decides, so a record that holds the file's own path may have
 * another one: the caller puts the right one in. *record is valid until the next call;
 * false: none.
 */
bool nsc_store_get_file(struct nsc_store *store, uint8_t kind, struct nsc_name path,
			struct nostd_span *record);

/* What a record was made of. */
struct nsc_store_file {
	uint8_t kind;                 /* id of the schema */
	struct nsc_name path;         /* absolute */
	const struct nsc_file_id *id; /* of the file when its bytes were read */
	struct nostd_span bytes;      /* that were read */
};
void nsc_store_put_file(struct nsc_store *store, const struct nsc_store_file *file,
			struct nostd_span record);

/* -- units --------------------------------------------------------------------------- */

/* A file that was read, by the digest of the bytes that were read. */
struct nsc_store_input {
	struct nsc_name path; /* absolute */
	struct nsc_digest digest;
};

/*
 * What a unit's record depends on. `key` covers what is no file: the arguments, the
 * working folder, the version of the parser.
 *
 * A header that appears later may shadow one that was read. So the content of each folder
 * that was searched is remembered, and a record is refused when a name has appeared there
 * (or has become a folder, or a link that leads somewhere) that is part of a spelled one.
 * Names are kept of the folders themselves and of those below them that a spelled name
 * goes through: <sys/types.h> looks into `sys` of each folder. Not covered: a name that
 * only __has_include asked for, unless the caller spells it; a folder that was no search
 * folder because it did not exist, unless the caller names it; folders of a computed
 * #include that was skipped.
 */
struct nsc_store_unit {
	struct nsc_digest key;
	const struct nsc_store_input *inputs; /* main file first */
	size_t input_count;
	/*
	 * Searched for headers, also in vain; of quoted ones too: the includers' folders.
	 */
	const struct nsc_name *folders;
	size_t folder_count;
	/*
	 * As written between quotes or brackets, found or not; absolute ones are left
	 * out.
	 */
	const struct nsc_name *spelled;
	size_t spelled_count;
};

/*
 * The record of a unit whose inputs are unchanged and unshadowed. Files and folders are
 * looked at once per run; only those whose identity changed are read. *record is valid
 * until the next call.
 */
bool nsc_store_get_unit(struct nsc_store *store, struct nsc_digest key,
			struct nostd_span *record);

/*
 * Not kept when a searched folder, or something in one that the unit spells, may have
 * come since the run began: whether the parser saw it is not known then.
 */
void nsc_store_put_unit(struct nsc_store *store, const struct nsc_store_unit *unit,
			struct nostd_span record);

/* -- answers of compiler drivers -------------------------------------------------- */

/* Text by key; the key covers all it depends on. *text is valid until the next call. */
bool nsc_store_get_answer(struct nsc_store *store, struct nostd_str key,
			  struct nostd_str *text);
void nsc_store_put_answer(struct nsc_store *store, struct nostd_str key,
			  struct nostd_str text);

/* -- the last image ------------------------------------------------------------------ */

/* Where a reference got to; the numbers stand in the file. */
enum nsc_store_state {
	NSC_STORE_UNKNOWN, /* never seen in an image */
	NSC_STORE_REFERENCED,
	NSC_STORE_EXTRACTED,
	NSC_STORE_LIVE
};

/* A reference in an image: a function of a source file and a symbol it uses. */
struct nsc_store_reference {
	struct nsc_name file;     /* as printed; empty: not known */
	struct nsc_name function; /* empty: in no function */
	struct nsc_name symbol;
	uint8_t state; /* enum nsc_store_state */
};

/* The state in the last image of `target` that was put in; `state` itself is not read. */
enum nsc_store_state nsc_store_image_state(struct nsc_store *store,
					   struct nsc_name target,
					   const struct nsc_store_reference *reference);

/*
 * All references of the image of one target; they replace the earlier ones. `rows` must
 * stay until the commit. In the same order each time: equal ones are not written again.
 */
void nsc_store_put_image(struct nsc_store *store, struct nsc_name target,
			 const struct nsc_store_reference *rows, size_t count);

/* -- history ------------------------------------------------------------------------- */

#define NSC_STORE_NOT_KNOWN (-1) /* for counts and sizes */

/* One run. Texts are as printed; empty ones are stored as NULL. */
struct nsc_store_run {
	struct nostd_str version;  /* of the tool */
	struct nostd_str revision; /* of the sources, where it is known */
	struct nostd_str command;  /* "check" */
	struct nostd_str verdict;  /* "clean", "findings", "incomplete" */
	int exit_code;
	bool full; /* no source filter, no level left out */
};

/* One target of a run. */
struct nsc_store_target {
	struct nsc_name name;
	struct nsc_name tier;
	struct nsc_name verdict;
	int64_t units, objects, symbols;     /* looked at */
	int64_t referenced, extracted, live; /* hosted symbols by state */
	int64_t errors, warnings, notes;     /* findings */
	int64_t text, data, bss;             /* bytes */
	int64_t retained_flash,
		retained_ram; /* bytes that all findings retain together */
};

/* A step of a finding's shortest chain, root first. */
struct nsc_store_step {
	struct nsc_name node;
	struct nsc_name edge; /* how it leads on: "call"; empty in the last one */
	struct nsc_place at;  /* file as printed */
};

struct nsc_store_finding {
	struct nsc_digest id; /* the fingerprint */
	struct nsc_name target, rule, severity;
	struct nsc_name symbol, tier, capability, component;
	struct nsc_name function;
	struct nsc_place at;         /* file as printed */
	uint8_t state;               /* enum nsc_store_state */
	struct nsc_name suppression; /* kind; empty: none */
	struct nsc_name baseline; /* "new", "unchanged", "absent"; empty: no baseline */
	struct nsc_name message;
	int64_t flash, ram;             /* bytes retained alone */
	int64_t group_flash, group_ram; /* bytes if all references to the symbol go */
	const struct nsc_store_step *why;
	size_t why_count;
};

/* Bytes of a part of a target. */
struct nsc_store_size {
	struct nsc_name target;
	struct nsc_name kind; /* "component", "tier", "capability" ... */
	struct nsc_name name;
	int64_t flash, ram;                   /* own bytes */
	int64_t retained_flash, retained_ram; /* bytes retained */
};

struct nsc_store_history {
	struct nsc_store_run run;
	const struct nsc_store_target *targets;
	size_t target_count;
	const struct nsc_store_finding *findings;
	size_t finding_count;
	const struct nsc_store_size *sizes;
	size_t size_count;
};

/*
 * Write everything that was put in, and the run's row, as one transaction. `history` may
 * be NULL: the cache alone. Waits up to 10 s for other processes, then gives up with a
 * diagnostic. True: it is in the file.
 *
 * When the file has grown over its limit, cached entries go that were not used for
 * longest (by day), then runs but for the last 100, until three quarters of the limit are
 * left.
 */
bool nsc_store_commit(struct nsc_store *store, const struct nsc_store_history *history);

/* -- reading back -------------------------------------------------------------------- */

/*
 * Run one SELECT over the file, which is opened for reading only and for this alone: no
 * statement that would change anything, attach a file or set a pragma gets through. `row`
 * is called first with the names of the columns, then with each row; NULL is an empty
 * text with a NULL pointer. It may return false to stop. < 0: no such file, or SQL that
 * SQLite refuses.
 */
struct nsc_store_rows {
	bool (*row)(void *self, const struct nostd_str *cells, size_t count);
	void *self;
};
int nsc_store_query(struct nostd_str path, struct nostd_str sql, struct nsc_store_rows to,
		    struct nsc_err *err);

#endif
