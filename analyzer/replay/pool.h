/*
 * pool.h - the size of mergeable sections once a linker has merged them.
 *
 * Private to analyzer/replay. GNU ld 2.40 (bfd/merge.c, behaviour measured): equal
 * entries exist once; a string that ends another one, and would stand aligned as it must,
 * is no bytes at all.
 */
#ifndef NSC_ANALYZER_REPLAY_POOL_H
#define NSC_ANALYZER_REPLAY_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>

struct nsc_run;
struct nsc_pool;

/* A pool in run->scratch. */
struct nsc_pool *nsc_pool_new(struct nsc_run *run, uint32_t entry_size, bool strings);
/* Add a section's contents; they must outlive the pool. `align` is the section's. */
void nsc_pool_add(struct nsc_pool *pool, struct nostd_span bytes, uint64_t align);
/* Bytes of what is left after merging. */
uint64_t nsc_pool_size(struct nsc_pool *pool);

#endif
