/*
 * member.h - one object: the rows it adds to the facts of its file.
 *
 * Private to this folder.
 */
#ifndef NSC_ANALYZER_OBJECT_MEMBER_H
#define NSC_ANALYZER_OBJECT_MEMBER_H

#include <stdbool.h>
#include <stdint.h>

#include <nostd/span.h>

#include "analyzer/base/names.h"

struct nsc_elf;
struct nsc_err;
struct nsc_member_reader;
struct nsc_object_reader;

/* Where an object was found. */
struct nsc_found {
	struct nsc_name name; /* empty: the file is the object */
	uint64_t offset;      /* of `bytes` in their file */
	struct nostd_span bytes;
};

/*
 * Append the member, its sections, symbols, relocations, sites, segments and symbols of
 * IR. Anything but ELF gives a member with NSC_MEMBER_NOT_ELF and, of LLVM bitcode, the
 * last of these. On failure the member is
 * there, with NSC_MEMBER_DAMAGED and no rows, and `err` says why without naming file or
 * member. Parts that cannot be read become diagnostics.
 */
int nsc_member_read(struct nsc_object_reader *file, struct nsc_found found,
		    struct nsc_err *err);

/* -- its parts, in the order in which they are called -------------------------------- */

void nsc_member_sections(struct nsc_member_reader *member);
void nsc_member_symbols(struct nsc_member_reader *member);
void nsc_member_relocs(struct nsc_member_reader *member);
void nsc_member_segments(struct nsc_member_reader *member);
void nsc_member_sites(struct nsc_member_reader *member);

/* Which square roots its processor has an instruction for (enum nsc_root_width). */
uint8_t nsc_member_roots(const struct nsc_elf *elf);

#endif
