/*
 * literal.h - which instructions load the words that stand among the code.
 *
 * Arm compilers put addresses behind the function, in a literal pool. The relocation
 * stands there, where the line table knows nothing: its last row before the pool belongs
 * to whatever code came last. The source of such a relocation is each load of the word.
 *
 * Source: Arm IHI 0044 (ELF for the Arm Architecture, 2022Q3), 5.5.5, "Mapping symbols";
 * Arm DDI 0406C.d (ARMv7-A/R), A8.8.64, "LDR (literal)".
 */
#ifndef NSC_ANALYZER_OBJECT_LITERAL_H
#define NSC_ANALYZER_OBJECT_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nsc_member_reader;

/* A mapping symbol: from `offset` on, a section holds code or data. */
struct nsc_mapping {
	uint32_t section; /* index in the member */
	uint64_t offset;  /* bytes */
	char holds;       /* 'a': A32 code, 't': T32 code, 'd': data */
};

/* An instruction and the word that it loads; offsets into their section. */
struct nsc_literal_load {
	uint64_t literal, load;
};

#define NOSTD_NAME nsc_mapping_vec
#define NOSTD_T    struct nsc_mapping
#define NOSTD_IN
#include <nostd/vec.h>
#define NOSTD_NAME nsc_literal_load_vec
#define NOSTD_T    struct nsc_literal_load
#define NOSTD_IN
#include <nostd/vec.h>

/* The literals of one member. Rows live in its run's scratch. */
struct nsc_literals {
	const struct nsc_member_reader *member;
	struct nsc_mapping_vec mappings;   /* by section, then offset */
	uint32_t section;                  /* whose loads are known; 0: none yet */
	struct nsc_literal_load_vec loads; /* by literal, then load */
};

/* Reads the mapping symbols; machines other than 32-bit Arm have none. */
void nsc_literals_init(const struct nsc_member_reader *member,
		       struct nsc_literals *literals);

/* Is the place data by its mapping symbol? */
bool nsc_literals_is_data(const struct nsc_literals *literals, uint32_t section,
			  uint64_t offset);

/*
 * The loads of the word at `offset`, in ascending order, and their number. They stay
 * until another section is asked for.
 */
const struct nsc_literal_load *nsc_literals_of(struct nsc_literals *literals,
					       uint32_t section, uint64_t offset,
					       size_t *count);

#endif
