/*
 * fix_work.h - what the steps of `fix` hand on: findings, changes to try, what came of
 * them.
 *
 *	fix_collect.c   findings -> items and candidates
 *	fix_try.c	sets of candidates -> facts of the units as they would be
 *	fix_verify.c    those facts -> is it a remedy, and at what price
 *	fix_choose.c    remedies -> proposals
 *	fix_apply.c     proposals -> changed files
 *
 * Everything lives as long as the run.
 */
#ifndef NSC_ANALYZER_RUN_FIX_WORK_H
#define NSC_ANALYZER_RUN_FIX_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzer/report/fix.h"
#include "analyzer/run/units.h"

struct nsc_err;
struct nsc_judgement;
struct nsc_knob;
struct nsc_run_target;
struct nsc_session;
struct nsc_unit_facts;

/* A reference that must go: a link name used in a function of a unit. */
struct nsc_fix_ref {
	uint32_t unit; /* row of work->units */
	struct nsc_name symbol;
	struct nsc_name function; /* empty: outside any */
};

/* A finding that might be mended. */
struct nsc_fix_item {
	uint32_t finding;              /* row */
	uint32_t ref_first, ref_count; /* none: gone when no judgement finds it again */
	bool hidden; /* there is evidence in objects that no source explains */
};

/* A change to try, alone or with what must go with it. */
struct nsc_fix_candidate {
	struct nsc_fix_change_vec changes;
	struct nsc_fix_origin_vec origins;
	struct nsc_fix_row_vec units; /* where it came up; in order, each once */
	struct nsc_name key;          /* tells it from others */
};

#define NOSTD_NAME nsc_fix_ref_vec
#define NOSTD_T    struct nsc_fix_ref
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_fix_item_vec
#define NOSTD_T    struct nsc_fix_item
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_fix_candidate_vec
#define NOSTD_T    struct nsc_fix_candidate
#define NOSTD_IN
#include <nostd/vec.h>

/* Candidates that are tried together, and what came of it. */
struct nsc_fix_set {
	struct nsc_fix_row_vec candidates;   /* in order */
	const struct nsc_unit_facts **facts; /* by unit; NULL: not analysed again */
	bool good;                           /* a remedy for an item, and no harm */
	bool *gone;                          /* by item */
	struct nsc_fix_lost_vec lost;
	struct nsc_name_vec needs;
	uint32_t units;  /* that were analysed again */
	bool incomplete; /* NSC_LIMIT_TRIES came first */
};

#define NOSTD_NAME nsc_fix_set_vec
#define NOSTD_T    struct nsc_fix_set *
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_fix_reach;

struct nsc_fix_work {
	struct nsc_session *session;
	struct nsc_run_target *target;
	struct nsc_run_units units; /* of the target alone */
	struct nsc_fix_item_vec items;
	struct nsc_fix_ref_vec refs;
	struct nsc_fix_candidate_vec candidates;
	struct nsc_fix_reach *reach;  /* of fix_try.c; NULL: not made yet */
	struct nsc_judgement *before; /* by the sources alone; NULL: not made yet */
	uint32_t tries;
	bool cut_short; /* there was more to try than NSC_LIMIT_TRIES */
};

/* Items and candidates of work->target, whose units are set. */
void nsc_fix_collect(struct nsc_fix_work *work);

/*
 * A macro that may name a function in the place of the item's symbol, of a library that
 * its units include; NULL: none is known.
 */
const struct nsc_knob *nsc_fix_replacer(const struct nsc_fix_work *work,
					const struct nsc_fix_item *item);

/* A set of one candidate. */
struct nsc_fix_set *nsc_fix_set_new(struct nsc_fix_work *work, uint32_t candidate);

/*
 * Analyse again what the sets may change and is not known yet. `screen`: only the units
 * where a candidate came up.
 */
int nsc_fix_try(struct nsc_fix_work *work, const struct nsc_fix_set_vec *sets,
		bool screen, struct nsc_err *err);

/* A source with the LINE changes of a set made, in `arena`; false: it is another now. */
bool nsc_fix_edited(const struct nsc_fix_work *work, const struct nsc_fix_set *set,
		    struct nsc_name path, struct nostd_str *out);

/* In one unit: does the reference stand there, does harm come of it? */
bool nsc_fix_has_ref(const struct nsc_fix_work *work, const struct nsc_unit_facts *facts,
		     const struct nsc_fix_ref *ref);
bool nsc_fix_breaks(const struct nsc_unit_facts *before,
		    const struct nsc_unit_facts *after);

/* Can it be a remedy, by the units that were screened? */
bool nsc_fix_promises(const struct nsc_fix_work *work, const struct nsc_fix_set *set);

/* Judge the target as it would be: fills what came of the set. */
int nsc_fix_verify(struct nsc_fix_work *work, struct nsc_fix_set *set,
		   struct nsc_err *err);

/* Remedies for all items: tried, verified, ranked. */
int nsc_fix_choose(struct nsc_fix_work *work, struct nsc_fix_target *out,
		   struct nsc_err *err);

/*
 * Make the LINE changes of the proposals that are taken; names the files. Fails, and
 * writes nothing, when a line is not what it was, or when more than one target has any.
 */
int nsc_fix_apply(struct nsc_session *session, const struct nsc_fix_answer *answer,
		  struct nsc_name_vec *written, struct nsc_err *err);

#endif
