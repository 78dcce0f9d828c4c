/*
 * run.h - what every step of one run is handed: memory by lifetime, names, diagnostics.
 *
 * Keep this struct small: whoever needs more takes it as a parameter of its own.
 */
#ifndef NSC_ANALYZER_BASE_RUN_H
#define NSC_ANALYZER_BASE_RUN_H

struct nostd_allocator;
struct nostd_bump;
struct nsc_diags;
struct nsc_names;

struct nsc_run {
	struct nostd_bump *keep;    /* the whole run: names, facts, graph, findings */
	struct nostd_bump *scratch; /* one input: take a mark, give it back */
	struct nsc_names *names;
	struct nsc_diags *diags;
};

/* Set up on the host's heap; nsc_run_release() gives all of it back. */
void nsc_run_init(struct nsc_run *run);
void nsc_run_release(struct nsc_run *run);

/* The two arenas as allocators, for containers with NOSTD_IN. */
const struct nostd_allocator *nsc_keep(const struct nsc_run *run);
const struct nostd_allocator *nsc_scratch(const struct nsc_run *run);

#endif
