/*
 * run.c - the two arenas and what lives in them. See run.h.
 */
#include "analyzer/base/run.h"

#include <nostd/bump.h>

#include "analyzer/base/diag.h"
#include "analyzer/base/host/host.h"
#include "analyzer/base/names.h"

enum { FIRST_CHUNK_SIZE = 64 * 1024 };

/* An arena that holds its own head; release it last. */
static struct nostd_bump *new_arena(void)
{
	void *place = nsc_host_alloc(sizeof(struct nostd_bump));
	struct nostd_bump *arena = place;

	nostd_bump_init(arena, &nsc_host_heap, FIRST_CHUNK_SIZE);
	return arena;
}

static void free_arena(struct nostd_bump *arena)
{
	nostd_bump_release(arena);
	nsc_host_free(arena);
}

void nsc_run_init(struct nsc_run *run)
{
	run->keep = new_arena();
	run->scratch = new_arena();
	run->names = nsc_names_new(run->keep);
	run->diags = nostd_bump_new(run->keep, struct nsc_diags);
	nsc_diags_init(run->diags, run->keep, run->names);
}

void nsc_run_release(struct nsc_run *run)
{
	free_arena(run->scratch);
	free_arena(run->keep);
	run->scratch = NULL;
	run->keep = NULL;
}

const struct nostd_allocator *nsc_keep(const struct nsc_run *run)
{
	return nostd_bump_in(run->keep);
}

const struct nostd_allocator *nsc_scratch(const struct nsc_run *run)
{
	return nostd_bump_in(run->scratch);
}
