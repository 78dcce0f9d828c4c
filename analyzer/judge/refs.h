/*
 * refs.h - what a reference says about itself: the function it stands in, its place, the
 * local name it is made to.
 */
#ifndef NSC_ANALYZER_JUDGE_REFS_H
#define NSC_ANALYZER_JUDGE_REFS_H

#include <stdint.h>

#include "analyzer/base/names.h"
#include "analyzer/base/place.h"

struct nsc_object_site;
struct nsc_target;

/* What its object tells of a reference's place; NULL: nothing, or there is no object. */
const struct nsc_object_site *nsc_ref_site(const struct nsc_target *target, uint32_t ref);

/* The function a reference stands in, by the symbols of its object; may be empty. */
struct nsc_name nsc_ref_function(const struct nsc_target *target, uint32_t ref);

/* Where it stands in the source, as far as its file tells; may be empty. */
struct nsc_place nsc_ref_place(const struct nsc_target *target, uint32_t ref);

/* The name of a local function or object that it is made to; empty: just to a section. */
struct nsc_name nsc_ref_local_name(const struct nsc_target *target, uint32_t ref);

#endif
