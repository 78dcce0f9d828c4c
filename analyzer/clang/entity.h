/*
 * entity.h - the definitions of a unit while they are being collected.
 */
#ifndef NSC_ANALYZER_CLANG_ENTITY_H
#define NSC_ANALYZER_CLANG_ENTITY_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stdint.h>

#include <nostd/str.h>

#include "analyzer/fact/unit.h"

struct nsc_entities;
struct nsc_parse;

/* A definition on its way to a row of nsc_unit_facts. */
struct nsc_found {
	struct nsc_entity row;
	CXCursor cursor;         /* null: an assembler label */
	struct nostd_str target; /* of an alias; else empty */
	bool main_file;
	bool reached; /* emitted, or needed by what is */
	bool walked;
	uint32_t use_first, use_count; /* uses in the collection, once it was walked */
	uint32_t construct_first, construct_count; /* the same of the constructs */
	uint32_t format_first, format_count;       /* and of the formats */
};

#define NOSTD_NAME nsc_found_vec
#define NOSTD_T    struct nsc_found
#define NOSTD_IN
#include <nostd/vec.h>

struct nsc_entities *nsc_entities_new(struct nsc_parse *parse);

/* All found so far; grows while it is walked over. */
struct nsc_found_vec *nsc_entities_all(struct nsc_entities *entities);

/* Is it worth a row: emitted, of the main file, or a header's table that names things? */
static inline bool nsc_found_stays(const struct nsc_found *found)
{
	return found->reached || found->main_file || found->use_count != 0;
}

/* A declaration at file level, in order; kept if it is a definition that may matter. */
void nsc_entities_see(struct nsc_entities *entities, CXCursor declaration);

/* A label of inline assembly at file level. */
void nsc_entities_add_label(struct nsc_entities *entities, const struct nsc_entity *row);

/*
 * Something emitted needs this declaration: its definition in this unit, if there is one,
 * is reached, and found if it was not.
 */
void nsc_entities_reach(struct nsc_entities *entities, CXCursor declaration);
/* The same by link name, as assembly has it. */
void nsc_entities_reach_symbol(struct nsc_entities *entities, struct nsc_name symbol);

#endif
