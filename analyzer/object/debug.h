/*
 * debug.h - what the debugging sections of an object say of its code: lines, inlined
 * functions, the source and the compiler.
 *
 * Private to this folder; the only user of libdw.
 */
#ifndef NSC_ANALYZER_OBJECT_DEBUG_H
#define NSC_ANALYZER_OBJECT_DEBUG_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_debug;
struct nsc_member_reader;
struct nsc_range_vec;

/*
 * Read them all, with each section at its address in `addresses` (NSC_NO_ADDRESS: it has
 * none). `bodies`: also look for functions, inlined ones above all. What is damaged becomes a diagnostic;
 * the answer is never NULL. It lives in the scratch arena, but needs nsc_debug_close().
 */
struct nsc_debug *nsc_debug_open(struct nsc_member_reader *member,
				 const uint64_t *addresses, bool bodies);
void nsc_debug_close(struct nsc_debug *debug);

/* Address ranges of the line tables' rows; `what` is for nsc_debug_place(). */
struct nsc_range_vec *nsc_debug_lines(struct nsc_debug *debug);
struct nsc_place nsc_debug_place(struct nsc_debug *debug, uint32_t what);

/* Address ranges of functions, inlined or not; `what` is for the next two. */
struct nsc_range_vec *nsc_debug_bodies(struct nsc_debug *debug);
/* Its linkage name where it has one; empty when it has no name. */
struct nsc_name nsc_debug_function(struct nsc_debug *debug, uint32_t what);
bool nsc_debug_is_inlined(struct nsc_debug *debug, uint32_t what);

/* The first unit: its source, absolute and normalised, and its compiler; or empty. */
struct nsc_name nsc_debug_source(const struct nsc_debug *debug);
struct nsc_name nsc_debug_producer(const struct nsc_debug *debug);

#endif
