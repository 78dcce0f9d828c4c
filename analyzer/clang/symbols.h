/*
 * symbols.h - assembler symbols as entities and uses.
 */
#ifndef NSC_ANALYZER_CLANG_SYMBOLS_H
#define NSC_ANALYZER_CLANG_SYMBOLS_H

#include <stdbool.h>

#include <nostd/str.h>

#include "analyzer/clang/assembly.h"
#include "analyzer/fact/unit.h"

struct nsc_run;

struct nsc_symbol_use {
	struct nostd_str name;
	bool trap;
	uint32_t entity; /* row of `entities`; NSC_NO_ROW: none */
	struct nsc_asm_at at;
};

#define NOSTD_NAME nsc_symbol_use_vec
#define NOSTD_T    struct nsc_symbol_use
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_asm_at_vec
#define NOSTD_T    struct nsc_asm_at
#define NOSTD_IN
#include <nostd/vec.h>

/* In run->scratch; places are the caller's to fill in. */
struct nsc_symbols {
	struct nsc_entity_vec entities;
	struct nsc_asm_at_vec at; /* of each entity */
	struct nsc_symbol_use_vec uses;
};

/*
 * What a linker sees: symbols that are defined and global, or have a type, are entities;
 * other labels are places inside them, and uses of those are left out.
 */
struct nsc_symbols nsc_symbols_of(struct nsc_run *run,
				  const struct nsc_assembly *assembly);

/* Is `name` a label of this text that nobody outside sees? */
bool nsc_symbols_is_local(const struct nsc_assembly *assembly, struct nostd_str name);

#endif
