/*
 * pool.h - worker processes: many units, one after the other in each worker.
 *
 * In:   requests.
 * Out:  unit facts in the order of the requests, the same for any number of workers.
 *
 * libclang crashes, hangs and eats memory on some inputs (source-level.md 6), so it runs
 * in processes with a time and a memory limit. A worker that dies or overruns costs its
 * unit a second try in a fresh worker, and after that the unit is FAILED and says why;
 * the others go on. Requests of kind REFUSED and SKIPPED are answered without a worker.
 */
#ifndef NSC_ANALYZER_POOL_POOL_H
#define NSC_ANALYZER_POOL_POOL_H

#include <stddef.h>

#include <nostd/str.h>

struct nostd_bump;
struct nsc_err;
struct nsc_run;
struct nsc_unit_facts;
struct nsc_unit_request;

struct nsc_pool_options {
	struct nostd_str worker; /* path of the program; empty: nsc_pool_worker() */
	unsigned workers;        /* processes; 0: one */
	unsigned seconds_max;    /* for one unit, wall clock; 0: 60 */
	size_t memory_max;       /* bytes, for one worker; 0: 4 GiB */
	/* Called in the caller's thread after each answer; NULL: nobody. */
	void (*progress)(void *self, size_t done, size_t count);
	void *self;
};

struct nsc_pool_work {
	const struct nsc_unit_request *requests;
	size_t count;
	struct nsc_unit_facts *answers; /* `count` of them */
};

/*
 * Answer each request; answers are initialised here and live in run->keep. Units that
 * fail are facts (NSC_UNIT_FAILED), not failures: pass each answer to
 * nsc_unit_diagnose(). Fails only when no worker can be started at all.
 */
int nsc_pool_run(struct nsc_run *run, const struct nsc_pool_options *options,
		 const struct nsc_pool_work *work, struct nsc_err *err);

/*
 * The worker program: $NOSTD_CHECK_WORKER, else ../libexec/nostd-check/nostd-check-clang
 * from the folder of the running program, else that of the build folder. In `arena`;
 * fails when there is none.
 */
int nsc_pool_worker(struct nostd_bump *arena, struct nostd_str *path,
		    struct nsc_err *err);

#endif
