/*
 * target.h - what is judged: the graph and the link of one target, with what its rows
 * mean.
 *
 * The graph knows names and bytes; the labels here say on which side a file stands and
 * what a name is (decisions.md 4, 21; link-semantics.md 6).
 */
#ifndef NSC_ANALYZER_JUDGE_TARGET_H
#define NSC_ANALYZER_JUDGE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/base/names.h"
#include "rules/tier.h"

struct nostd_bump;
struct nsc_graph;
struct nsc_link;
struct nsc_mounts;
struct nsc_plan;
struct nsc_policy_terms;
struct nsc_priced;
struct nsc_run;

/* On which side of the boundary a file stands. */
enum nsc_side {
	NSC_SIDE_OF_OWN,     /* the user's, built here */
	NSC_SIDE_OF_VENDOR,  /* a dependency nobody here can edit; own for the boundary */
	NSC_SIDE_OF_HOSTED,  /* a libc, an OS library */
	NSC_SIDE_OF_STUB,    /* stands in for an OS: libnosys, semihosting */
	NSC_SIDE_OF_RUNTIME, /* the compiler's; transparent */
	NSC_SIDE_OF_STARTUP  /* start files; reached, but nobody's choice */
};

/* A named group of files: what a crate is to cargo. */
struct nsc_component {
	struct nsc_name name;
	uint8_t side; /* enum nsc_side */
};

#define NOSTD_NAME nsc_component_vec
#define NOSTD_T    struct nsc_component
#define NOSTD_IN
#include <nostd/vec.h>

/* What a name means under the target's profile. */
struct nsc_meaning {
	bool known;         /* false: no table has it */
	uint8_t tier;       /* enum nsc_tier; UNKNOWN when not known */
	uint8_t capability; /* enum nsc_capability */
	uint32_t traits;
	struct nsc_name base; /* without what a tool chain puts around it */
};

struct nsc_target {
	struct nsc_run *run;
	struct nsc_graph *graph;
	struct nsc_link *link;
	const struct nsc_plan *plan;     /* NULL: no link is known */
	const struct nsc_priced *priced; /* NULL: nothing has a price */
	struct nsc_policy_terms *terms;
	const struct nsc_mounts *mounts; /* how paths are shown; part of fingerprints */
	bool image; /* false: a library or a set of units, which nobody has linked */
	/* Labels. */
	uint8_t *side;        /* by file: enum nsc_side */
	uint8_t *header_node; /* by node: 1: an entity of a hosted header, transparent */
	uint8_t *interest;    /* by file: 1: report what it does (terms->filters) */
	uint32_t *component;  /* by file */
	struct nsc_component_vec components; /* in byte order of their names */
	struct nsc_meaning *meaning;         /* by symbol */
};

/* Label files, nodes and symbols. `graph`, `link` and `terms` must be set. */
void nsc_target_label(struct nsc_target *target);

/*
 * The side of the definition that a symbol is bound to; false: nobody's, or the script's.
 */
bool nsc_target_provider(const struct nsc_target *target, uint32_t symbol,
			 uint32_t *file);

/* Is this file in the link, or a unit of the target that stands for itself? */
bool nsc_target_takes_part(const struct nsc_target *target, uint32_t file);

/* Is this file on the user's side of the boundary? */
static inline bool nsc_side_is_own(uint8_t side)
{
	return side == NSC_SIDE_OF_OWN || side == NSC_SIDE_OF_VENDOR;
}

/* Is it hosted code: libc, OS, or what stands in for one? */
static inline bool nsc_side_is_hosted(uint8_t side)
{
	return side == NSC_SIDE_OF_HOSTED || side == NSC_SIDE_OF_STUB;
}

const char *nsc_side_name(uint8_t side);

/* The text of a name in the target's graph. */
struct nostd_str nsc_target_text(const struct nsc_target *target, struct nsc_name name);

/* Does a path lie in a folder of a compiler or sysroot: is this header a hosted one? */
bool nsc_target_is_hosted_path(const struct nsc_target *target, struct nsc_name path);

/*
 * "app/log.c.o", "libc_nano.a(lib_a-rand.o)": a file as it is spoken of. Absolute paths.
 */
struct nsc_name nsc_target_file_name(const struct nsc_target *target, uint32_t file);

/*
 * What a node is called: its only function, else its section; may be empty.
 */
struct nsc_name nsc_target_node_label(const struct nsc_target *target, uint32_t node);

#endif
